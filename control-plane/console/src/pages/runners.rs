//! `/o/{login}/runners`: what lives now, where, since when, costing what; what is gone; orphans and sweeps.

use super::Badge;
use super::job::{end_words, instance_href};
use super::money::runner_cost;
use crate::error::PageError;
use crate::format::{HumanTime, dollars, duration, thousands};
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_core::time::Timestamp;
use sprinters_store::{ListedRunner, RunnerList};

/// Most live runners on the page.
const LIVE: i64 = 200;

/// Ended runners on a page.
const PAGE: usize = 30;

#[derive(Debug, Serialize)]
struct RunnerView {
    href: String,
    r#type: String,
    market: String,
    badge: Badge,
    instance: Option<String>,
    instance_href: Option<String>,
    job: String,
    job_href: Option<String>,
    repository: String,
    r#where: String,
    since: HumanTime,
    lived: String,
    since_iso: String,
    cost: String,
    end: Option<String>,
}

#[derive(Debug, Serialize)]
struct OrphanView {
    at: HumanTime,
    what: String,
    id: String,
}

#[derive(Debug, Serialize)]
struct SweepView {
    name: &'static str,
    due: HumanTime,
}

#[derive(Debug, Serialize)]
struct RunnersView {
    live: Vec<RunnerView>,
    alive: String,
    vcpu: String,
    hour: String,
    ended: Vec<RunnerView>,
    first: Option<String>,
    next: Option<String>,
    orphans: Vec<OrphanView>,
    sweeps: Vec<SweepView>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    before: String,
}

#[derive(Debug, Deserialize)]
struct OrphanDetail {
    what: String,
    id: String,
}

/// Scans, as people call them.
const SWEEPS: [(&str, &str); 4] = [
    ("instances", "EC2 instances"),
    ("registrations", "GitHub registrations"),
    ("jobs", "Jobs"),
    ("deliveries", "Missed webhooks"),
];

/// `GET /o/{login}/runners`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let (store, visible_to, now, path) = (console.store(), seat.visible_to(), seat.visit.now, seat.path("runners"));
    let before: Option<u64> = asked.before.parse().ok();
    let from = before.map_or(Timestamp::from_millis(u64::MAX / 4), Timestamp::from_millis);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (live, mut ended, orphans, due) = tokio::try_join!(
        store.runner_list(visible_to, RunnerList::Live, LIVE),
        store.runner_list(visible_to, RunnerList::EndedBefore(from), limit),
        store.orphans(visible_to, 20),
        store.scans_due()
    )?;
    let more = PAGE < ended.len();
    ended.truncate(PAGE);
    let next = ended.last().filter(|_| more).map(|last| format!("{path}?before={}", last.created_at.as_millis()));
    let hour: u64 = live
        .iter()
        .filter(|one| one.launched_at.is_some())
        .filter_map(|one| one.price_micro_usd_per_hour)
        .map(i64::unsigned_abs)
        .sum();
    let orphan = |(at, detail): (Timestamp, String)| {
        let detail: OrphanDetail = serde_json::from_str(&detail).ok()?;
        Some(OrphanView { at: HumanTime::new(at, now), what: detail.what, id: detail.id })
    };
    let sweep = |(name, words): (&str, &'static str)| {
        Some(SweepView { name: words, due: HumanTime::new(*due.get(name)?, now) })
    };
    let view = RunnersView {
        alive: thousands(live.len() as u64),
        vcpu: thousands(live.iter().map(|one| one.vcpu.unsigned_abs()).sum()),
        hour: dollars(hour),
        live: live.iter().map(|runner| of(runner, &seat, now)).collect(),
        ended: ended.iter().map(|runner| of(runner, &seat, now)).collect(),
        first: before.map(|_| path),
        next,
        orphans: orphans.into_iter().filter_map(orphan).collect(),
        sweeps: SWEEPS.into_iter().filter_map(sweep).collect(),
    };
    let frame = Frame::seat(&seat, Some(Tab::Runners), "Runners").live(seat.path("events"));
    Ok(view::page(&frame, "runners.html", view))
}

fn of(runner: &ListedRunner, seat: &AccountSession, now: Timestamp) -> RunnerView {
    let began = runner.launched_at.unwrap_or(runner.created_at);
    RunnerView {
        href: seat.path(&format!("runners/{}", runner.id)),
        r#type: runner.instance_type.clone(),
        market: runner.market.clone(),
        badge: Badge::of_runner(&runner.state),
        instance_href: runner.instance_id.as_ref().map(|instance| instance_href(&runner.region, instance)),
        instance: runner.instance_id.clone(),
        job: runner.job_name.clone().unwrap_or_else(|| format!("Job {}", runner.job_id)),
        job_href: runner.job_name.as_ref().map(|_| seat.path(&format!("jobs/{}", runner.job_id))),
        repository: runner.repository.clone().unwrap_or_default(),
        r#where: runner.zone.clone().unwrap_or_else(|| runner.region.clone()),
        since: HumanTime::new(began, now),
        since_iso: HumanTime::new(began, now).iso,
        lived: duration(runner.ended_at.unwrap_or(now).since(began)),
        cost: runner_cost(runner, now).map_or_else(|| "–".to_owned(), |(cost, _)| dollars(cost)),
        end: end_words(&runner.machine).filter(|_| runner.ended_at.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn what_lives_and_what_is_gone() {
        let empty = World::new().await;
        assert!(empty.text("/o/acme/runners").await.contains("No active runners"));
        let world = World::with_samples().await;
        let page = world.text("/o/acme/runners").await;
        for words in [
            "Active runners",
            "busy",
            "booting",
            "Terminated runners, newest first",
            "Job finished",
            "Spot interruption",
            "i-0a0a0a0a0a0a0a0a0",
        ] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("i-0fffffffffffffff0"), "somebody else's");
    }
}
