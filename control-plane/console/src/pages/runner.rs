//! `/o/{login}/runners/{runner}`: one runner. Its instance, what was asked of AWS, what it cost, and the job.

use super::Badge;
use super::job::{AttemptView, attempts, end_words, instance_href};
use super::job_activity::{in_zone, machine};
use super::money::{runner_cost, runner_price};
use crate::error::PageError;
use crate::format::{HumanTime, dollars, duration};
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue;
use sprinters_core::ids::RunnerId;
use sprinters_store::RunnerList;

#[derive(Debug, Serialize)]
struct RunnerView {
    id: String,
    runners: String,
    name: String,
    sentence: String,
    badge: Badge,
    job_id: i64,
    job: String,
    job_href: Option<String>,
    repository: Option<String>,
    connection_href: String,
    launched: Option<HumanTime>,
    booted: String,
    lived: String,
    lives_since: Option<String>,
    cost: String,
    instance: Option<String>,
    instance_href: Option<String>,
    r#type: String,
    vcpu: i64,
    memory: Option<String>,
    market: String,
    region: String,
    zone: Option<String>,
    price: String,
    on_demand: Option<String>,
    image: Option<String>,
    template: Option<String>,
    attempts: Vec<AttemptView>,
    end: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PathParams {
    runner: String,
}

/// `GET /o/{login}/runners/{runner}`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Path(place): Path<PathParams>,
) -> Result<Response, PageError> {
    let now = seat.visit.now;
    let id: RunnerId = place.runner.parse().map_err(|_| PageError::NotFound)?;
    let found = console.store().runner_list(seat.visible_to(), RunnerList::One(id), 1).await?;
    let runner = found.into_iter().next().ok_or(PageError::NotFound)?;
    let launches = console.store().launches(id).await?;
    let last = launches.last().map(|launch| &launch.request);
    let end = end_words(&runner.machine).filter(|_| runner.ended_at.is_some());
    let place = in_zone(runner.zone.as_deref());
    let sentence = match (runner.ended_at, runner.launched_at, runner.busy_at) {
        (Some(_), _, _) => format!("Terminated. {}.", end.as_deref().unwrap_or("Job finished")),
        (None, None, _) => "Being launched.".to_owned(),
        (None, Some(_), None) => format!("Booting{place}."),
        (None, Some(_), Some(_)) => format!("Running a job{place}."),
    };
    let price = |price: u64| format!("{}/h", dollars(price));
    let hour = runner_price(&runner);
    let on_demand = runner.on_demand_micro_usd_per_hour.and_then(|price| u64::try_from(price).ok());
    let found = catalogue::find(&runner.instance_type);
    let view = RunnerView {
        runners: seat.path("runners"),
        name: machine(&runner.instance_type, &runner.market),
        sentence,
        badge: Badge::of_runner(&runner.state),
        job_id: runner.job_id,
        job: runner.job_name.clone().unwrap_or_else(|| format!("Job {}", runner.job_id)),
        job_href: runner.job_name.as_ref().map(|_| seat.path(&format!("jobs/{}", runner.job_id))),
        connection_href: seat.path(&format!("connections/{}", runner.connection_id)),
        launched: runner.launched_at.map(|at| HumanTime::new(at, now)),
        booted: match (runner.launched_at, runner.busy_at) {
            (Some(launched), Some(busy)) => duration(busy.since(launched)),
            (_, _) => "Not yet".to_owned(),
        },
        lived: runner
            .launched_at
            .map_or_else(|| "Not yet".to_owned(), |at| duration(runner.ended_at.unwrap_or(now).since(at))),
        lives_since: runner.launched_at.filter(|_| runner.ended_at.is_none()).map(|at| HumanTime::new(at, now).iso),
        cost: runner_cost(&runner, now).map_or_else(|| "None yet".to_owned(), |(cost, _)| dollars(cost)),
        instance_href: runner.instance_id.as_ref().map(|instance| instance_href(&runner.region, instance)),
        price: hour.map_or_else(|| "Not known".to_owned(), price),
        on_demand: on_demand.filter(|price| Some(*price) != hour).map(price),
        vcpu: runner.vcpu,
        memory: found.map(|one| (one.memory_mib() / 1_024).to_string()),
        image: last.map(|request| request.image_id.clone()),
        template: last
            .map(|request| format!("{}, version {}", request.launch_template_id, request.launch_template_version)),
        attempts: attempts(launches, now),
        end,
        id: runner.id,
        repository: runner.repository,
        instance: runner.instance_id,
        r#type: runner.instance_type,
        market: runner.market,
        region: runner.region,
        zone: runner.zone,
    };
    let frame = Frame::seat(&seat, Some(Tab::Runners), format!("Runner {}", view.name)).live(seat.path("events"));
    Ok(view::page(&frame, "runner.html", view))
}

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use sprinters_core::ids::RunnerId;

    #[tokio::test]
    async fn a_runner_has_a_page_and_that_of_somebody_else_is_not_there() {
        let world = World::with_samples().await;
        let page = world.text(&format!("/o/acme/runners/{}", RunnerId(5))).await;
        for words in ["m7i.large (spot)", "i-0a0a0a0a0a0a0a0a0", "build (linux)", "lt-0123456789abcdef0", "on-demand $"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(world.get(&format!("/o/acme/runners/{}", RunnerId(0xf))).await.status(), 404);
        assert_eq!(world.get("/o/acme/runners/nonsense").await.status(), 404);
        // Bob does not reach the repository of job 1006.
        assert_eq!(world.as_member().get(&format!("/o/acme/runners/{}", RunnerId(1006))).await.status(), 404);
    }
}
