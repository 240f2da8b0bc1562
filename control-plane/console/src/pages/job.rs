//! `/o/{login}/jobs/{id}`: one job. Where its time went, what it waits for, what it costs, and what a person can do.

use super::{Badge, FailureView};
use crate::actions;
use crate::admin_action::AdminAction;
use crate::draw::timeline::{Drawing, LaneOf, Phase, Stretch, draw};
use crate::error::PageError;
use crate::format::{HumanTime, dollars, dollars_signed, duration};
use crate::hosted;
use crate::request_context::{AccountSession, encode};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue;
use sprinters_core::failure::Failure;
use sprinters_core::ids::RunnerId;
use sprinters_core::job::{Conclusion, JobState};
use sprinters_core::runner::{End, Runner, RunnerState};
use sprinters_core::time::Timestamp;
use sprinters_store::{Entry, JobRow, ListedRunner, RunnerList, TimelineEvent};
use std::time::Duration;

/// Most runners of a job that are shown.
const MAX_RUNNERS: usize = 12;

#[derive(Debug, Serialize)]
struct EventView {
    at: HumanTime,
    text: String,
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct AttemptView {
    number: u32,
    asked: String,
    answer: String,
    at: HumanTime,
}

#[derive(Debug, Serialize)]
struct RunnerView {
    r#type: String,
    market: String,
    badge: Badge,
    instance: Option<String>,
    instance_href: Option<String>,
    r#where: String,
    cost: String,
    end: Option<String>,
    attempts: Vec<AttemptView>,
}

#[derive(Debug, Serialize)]
struct JobView {
    id: u64,
    path: String,
    jobs: String,
    name: String,
    github: String,
    badge: Badge,
    since: HumanTime,
    failure: Option<FailureView>,
    blocker: Option<String>,
    drawing: Drawing,
    events: Vec<EventView>,
    runners: Vec<RunnerView>,
    repository: String,
    workflow: Option<String>,
    branch: Option<String>,
    run: i64,
    attempt: u32,
    label: String,
    label_href: String,
    labels: Vec<String>,
    cost: String,
    on_demand: String,
    hosted: String,
    saved: Option<String>,
    can_cancel: bool,
    can_rerun: bool,
    done: Option<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PathParams {
    id: i64,
}

/// `GET /o/{login}/jobs/{id}`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Path(place): Path<PathParams>,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let (store, now) = (console.store(), seat.visit.now);
    let job = store.job_visible_to(seat.visible_to(), place.id).await?.ok_or(PageError::NotFound)?;
    let entries = store.timeline_visible_to(seat.visible_to(), place.id).await?;
    let runners = runners(&console, &seat, &job, &entries).await?;
    let mut views = Vec::new();
    for runner in &runners {
        let mut view = of_runner(runner, now);
        if let Ok(id) = runner.id.parse::<RunnerId>() {
            for launch in store.launches(id).await? {
                let request = &launch.request;
                let market = if request.spot { "spot" } else { "on demand" };
                let zone = request.zone.as_deref().map_or(String::new(), |zone| format!(" in {zone}"));
                view.attempts.push(AttemptView {
                    number: u32::from(launch.attempt.0) + 1,
                    asked: format!("{}, {market}{zone}", request.instance_type),
                    answer: launch.answer.unwrap_or_else(|| "no answer yet".to_owned()),
                    at: HumanTime::new(launch.answered_at.unwrap_or(launch.stored_at), now),
                });
            }
        }
        views.push(view);
    }
    let money = Money::of(&job, &runners, now);
    let web = console.sign_in().map_or_else(|| "https://github.com".to_owned(), |oauth| oauth.web_base().to_owned());
    let view = JobView {
        id: job.id.0,
        path: seat.path(&format!("jobs/{}", job.id.0)),
        jobs: seat.path("jobs"),
        github: format!("{web}/{}/actions/runs/{}/job/{}", job.repository, job.run_id, job.id.0),
        badge: Badge::of_job(&job.job.state),
        since: HumanTime::new(job.state_since, now),
        failure: failure(&job, &entries).map(|failure| FailureView::of(&failure)),
        blocker: blocker(&job, &runners, &entries, now),
        drawing: draw(&lanes(&job, &runners, now), now),
        events: entries.iter().rev().take(100).map(|entry| event(entry, now)).collect(),
        runners: views,
        label_href: format!("{}?label={}", seat.path("labels"), encode(&job.label)),
        cost: money.cost,
        on_demand: money.on_demand,
        hosted: money.hosted,
        saved: money.saved,
        can_cancel: seat.membership.is_admin && !job.job.state.is_end(),
        can_rerun: seat.membership.is_admin && can_rerun(&job),
        done: match asked.done.as_str() {
            "cancel" => Some("GitHub is asked to cancel the run. This page follows it."),
            "run-again" => Some("GitHub is asked to run the failed jobs again as soon as the run has ended."),
            // Part of an address, not an enum of ours.
            _ => None,
        },
        name: job.name,
        repository: job.repository,
        workflow: job.workflow,
        branch: job.head_branch,
        run: job.run_id,
        attempt: job.run_attempt,
        label: job.label,
        labels: job.labels,
    };
    let stream = format!("{}?job={}", seat.path("events"), place.id);
    let frame = Frame::seat(&seat, Some(Tab::Jobs), view.name.clone()).live(stream);
    Ok(view::page(&frame, "job.html", view))
}

/// `POST /o/{login}/jobs/{id}/cancel`.
pub(crate) async fn cancel(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    act(&console, &seat, id, actions::JobAction::Cancel).await
}

/// `POST /o/{login}/jobs/{id}/run-again`.
pub(crate) async fn run_again(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    act(&console, &seat, id, actions::JobAction::RunAgain).await
}

async fn act(
    console: &Console,
    seat: &AccountSession,
    id: i64,
    action: actions::JobAction,
) -> Result<Response, PageError> {
    let who =
        actions::Who { person: seat.signed.person.id, name: &seat.signed.person.login, address: &seat.visit.address };
    match actions::on_job(console, seat.visible_to(), id, action, who).await? {
        actions::Outcome::Done => {
            Ok(Redirect::to(&format!("{}?done={}", seat.path(&format!("jobs/{id}")), action.word())).into_response())
        }
        actions::Outcome::NoSuchJob => Err(PageError::NotFound),
        actions::Outcome::NotNow(why) => Err(PageError::Refused(why.to_owned())),
    }
}

/// Whether running it again can help: it ended without success.
pub(crate) fn can_rerun(job: &JobRow) -> bool {
    match &job.job.state {
        JobState::Completed { conclusion } => match conclusion {
            Conclusion::Failure | Conclusion::Cancelled | Conclusion::TimedOut => true,
            Conclusion::Success | Conclusion::Skipped | Conclusion::Other => false,
        },
        JobState::Failed { .. } => true,
        JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => false,
    }
}

/// The runners made for it, and the one it ran on if that was made for another.
async fn runners(
    console: &Console,
    seat: &AccountSession,
    job: &JobRow,
    entries: &[Entry],
) -> Result<Vec<ListedRunner>, PageError> {
    let id = i64::try_from(job.id.0).unwrap_or(i64::MAX);
    let limit = i64::try_from(MAX_RUNNERS).unwrap_or(i64::MAX);
    let mut runners = console.store().runner_list(seat.visible_to(), RunnerList::OfJob(id), limit).await?;
    let mut others: Vec<RunnerId> = entries.iter().filter_map(|entry| entry.runner).chain(job.runner()).collect();
    others.sort_unstable();
    others.dedup();
    for other in others {
        if MAX_RUNNERS <= runners.len() || runners.iter().any(|runner| runner.id == other.to_string()) {
            continue;
        }
        runners.extend(console.store().runner_list(seat.visible_to(), RunnerList::One(other), 1).await?);
    }
    Ok(runners)
}

/// The reason it waits or failed; of a job that GitHub calls failed, the reclaim that was behind it.
fn failure(job: &JobRow, entries: &[Entry]) -> Option<Failure> {
    job.job.state.reason().or_else(|| {
        let lost = |entry: &Entry| match &entry.happening {
            TimelineEvent::Job { failure, .. } | TimelineEvent::Runner { failure, .. } => failure.clone(),
            TimelineEvent::Told { failure } => Some(failure.clone()),
            TimelineEvent::Launch { .. }
            | TimelineEvent::Retry { .. }
            | TimelineEvent::Notice { .. }
            | TimelineEvent::NearMiss { .. }
            | TimelineEvent::Connection { .. }
            | TimelineEvent::Orphan { .. } => None,
        };
        if job.job.reclaimed { entries.iter().rev().find_map(lost) } else { None }
    })
}

/// What it waits for at this moment, in one sentence.
fn blocker(job: &JobRow, runners: &[ListedRunner], entries: &[Entry], now: Timestamp) -> Option<String> {
    let waited = |since: Timestamp| duration(now.since(since));
    let retry = entries.iter().rev().find_map(|entry| match &entry.happening {
        TimelineEvent::Retry { effect, failure, again_at } if now < *again_at => {
            Some(format!("{effect}: {failure}. Tried again in {}.", duration(again_at.since(now))))
        }
        TimelineEvent::Retry { .. }
        | TimelineEvent::Job { .. }
        | TimelineEvent::Runner { .. }
        | TimelineEvent::Launch { .. }
        | TimelineEvent::Told { .. }
        | TimelineEvent::Notice { .. }
        | TimelineEvent::NearMiss { .. }
        | TimelineEvent::Connection { .. }
        | TimelineEvent::Orphan { .. } => None,
    });
    match &job.job.state {
        JobState::Waiting => Some(format!(
            "it waits for somebody's approval of its environment at GitHub, for {} now.",
            waited(job.state_since)
        )),
        JobState::Queued { held: Some(failure) } => Some(format!(
            "held for {}. {}; it is tried again by itself.",
            waited(job.state_since),
            failure.reason().cause()
        )),
        JobState::Queued { held: None } => {
            retry.or_else(|| Some(format!("a runner is being planned, for {} now.", waited(job.state_since))))
        }
        JobState::Starting { .. } => retry.or_else(|| {
            let runner = runners.iter().rev().find(|runner| runner.ended_at.is_none())?;
            let what = match runner.state.as_str() {
                "planned" => "its runner is being registered at GitHub",
                "launching" => "AWS was asked for the instance and has not answered yet",
                "booting" => "the instance boots and registers; most take less than a minute",
                // Names of states, not an enum.
                _ => "its runner is on its way",
            };
            Some(format!("{what}, for {} now.", waited(runner.state_since)))
        }),
        JobState::Running { .. } | JobState::Completed { .. } | JobState::Failed { .. } => None,
    }
}

fn lanes(job: &JobRow, runners: &[ListedRunner], now: Timestamp) -> Vec<LaneOf> {
    let end = job.finished_at.unwrap_or(now);
    let started = job.started_at.unwrap_or(end).max(job.queued_at);
    let mut of_job = vec![Stretch { phase: Phase::Queued, from: job.queued_at, to: started }];
    if job.started_at.is_some() {
        of_job.push(Stretch { phase: Phase::Running, from: started, to: end.max(started) });
    }
    let mut lanes = vec![LaneOf { label: "Job".to_owned(), stretches: of_job }];
    for (index, runner) in runners.iter().enumerate() {
        let gone = runner.ended_at.unwrap_or(now).max(runner.created_at);
        let launched = runner.launched_at.unwrap_or(gone).clamp(runner.created_at, gone);
        let busy = runner.busy_at.unwrap_or(gone).clamp(launched, gone);
        let done = if runner.busy_at.is_some() { end.clamp(busy, gone) } else { gone };
        let mut stretches = vec![Stretch { phase: Phase::Preparing, from: runner.created_at, to: launched }];
        if runner.launched_at.is_some() {
            stretches.push(Stretch { phase: Phase::Booting, from: launched, to: busy });
        }
        if runner.busy_at.is_some() {
            stretches.push(Stretch { phase: Phase::Running, from: busy, to: done });
            if done < gone {
                stretches.push(Stretch { phase: Phase::Ending, from: done, to: gone });
            }
        }
        lanes.push(LaneOf { label: format!("Runner {}", index + 1), stretches });
    }
    lanes
}

fn event(entry: &Entry, now: Timestamp) -> EventView {
    let (text, more) = match &entry.happening {
        TimelineEvent::Job { event, state, failure } => {
            (format!("Job: {event}, now {state}"), failure.as_ref().map(ToString::to_string))
        }
        TimelineEvent::Runner { event, state, attempt, instance, failure } => {
            let attempt = attempt.map_or(String::new(), |attempt| format!(", attempt {}", u32::from(attempt) + 1));
            let instance = instance.as_ref().map_or(String::new(), |instance| format!(", {instance}"));
            (format!("Runner: {event}, now {state}{attempt}{instance}"), failure.as_ref().map(ToString::to_string))
        }
        TimelineEvent::Launch { attempt, instance_type, market, zone, answer } => {
            let zone = zone.as_ref().map_or(String::new(), |zone| format!(" in {zone}"));
            (
                format!("AWS was asked for {instance_type}, {market}{zone} (attempt {})", u32::from(*attempt) + 1),
                Some(answer.clone()),
            )
        }
        TimelineEvent::Retry { effect, failure, again_at } => (
            format!("{effect} did not succeed; tried again {}", HumanTime::new(*again_at, now).relative),
            Some(failure.to_string()),
        ),
        TimelineEvent::Told { failure } => ("The reason was told".to_owned(), Some(failure.to_string())),
        TimelineEvent::Notice { text } => (text.clone(), None),
        TimelineEvent::NearMiss { label, meant } => {
            (format!("The label {label} is nearly one of ours"), Some(format!("probably meant: {meant}")))
        }
        TimelineEvent::Connection { state, failure, .. } => {
            (format!("The connection is {state}"), failure.as_ref().map(ToString::to_string))
        }
        TimelineEvent::Orphan { what, id } => (format!("An orphan was removed: {what} {id}"), None),
    };
    EventView { at: HumanTime::new(entry.at, now), text, more }
}

/// Where AWS's console shows an instance.
pub(super) fn instance_href(region: &str, instance: &str) -> String {
    format!("https://{region}.console.aws.amazon.com/ec2/home?region={region}#InstanceDetails:instanceId={instance}")
}

/// What a runner has cost so far, and what it would have on demand.
pub(crate) fn runner_cost(runner: &ListedRunner, now: Timestamp) -> Option<(u64, u64)> {
    let time = runner.ended_at.unwrap_or(now).since(runner.launched_at?).as_secs();
    // Where the price of spot was not known, that of on demand is an upper bound.
    let price = u64::try_from(runner.price_micro_usd_per_hour.or(runner.on_demand_micro_usd_per_hour)?).ok()?;
    let on_demand = runner.on_demand_micro_usd_per_hour.and_then(|price| u64::try_from(price).ok()).unwrap_or(price);
    Some((time * price / 3_600, time * on_demand / 3_600))
}

/// Why it ended, in words.
pub(super) fn end_words(machine: &str) -> Option<String> {
    let runner: Runner = serde_json::from_str(machine).ok()?;
    let why = match runner.state {
        RunnerState::Gone { why }
        | RunnerState::Stopping { why, .. }
        | RunnerState::Releasing { why, .. }
        | RunnerState::Withdrawing { why, .. } => why,
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. } => return None,
    };
    Some(match why {
        End::Finished => "its job is done".to_owned(),
        End::NotNeeded => "no job needed it".to_owned(),
        End::Failed { failure } => failure.to_string(),
    })
}

fn of_runner(runner: &ListedRunner, now: Timestamp) -> RunnerView {
    RunnerView {
        r#type: runner.instance_type.clone(),
        market: runner.market.clone(),
        badge: Badge::of_runner(&runner.state),
        instance_href: runner.instance_id.as_ref().map(|instance| instance_href(&runner.region, instance)),
        instance: runner.instance_id.clone(),
        r#where: runner.zone.clone().unwrap_or_else(|| runner.region.clone()),
        cost: runner_cost(runner, now).map_or_else(|| "not known".to_owned(), |(cost, _)| dollars(cost)),
        end: end_words(&runner.machine),
        attempts: Vec::new(),
    }
}

/// A job's money in words.
struct Money {
    cost: String,
    on_demand: String,
    hosted: String,
    saved: Option<String>,
}

impl Money {
    fn of(job: &JobRow, runners: &[ListedRunner], now: Timestamp) -> Money {
        let unknown = || "not known yet".to_owned();
        let sums: Vec<(u64, u64)> = runners.iter().filter_map(|runner| runner_cost(runner, now)).collect();
        let cost: u64 = sums.iter().map(|(cost, _)| cost).sum();
        let on_demand: u64 = sums.iter().map(|(_, on_demand)| on_demand).sum();
        let ran = job.started_at.map(|started| job.finished_at.unwrap_or(now).since(started));
        let vcpu_type = runners.iter().rev().find_map(|runner| catalogue::find(&runner.instance_type));
        let minute = vcpu_type.and_then(|one| hosted::micro_usd_per_minute(one.vcpu(), one.arch()));
        let hosted = match (ran, minute) {
            (Some(ran), Some(minute)) => Some(whole_minutes(ran) * minute),
            (Some(_) | None, _) => None,
        };
        let saved = hosted
            .filter(|_| !sums.is_empty())
            .map(|hosted| dollars_signed(i64::try_from(hosted).unwrap_or(i64::MAX).saturating_sub_unsigned(cost)));
        Money {
            cost: if sums.is_empty() { unknown() } else { dollars(cost) },
            on_demand: if sums.is_empty() { unknown() } else { dollars(on_demand) },
            hosted: hosted.map_or_else(unknown, dollars),
            saved,
        }
    }
}

fn whole_minutes(time: Duration) -> u64 {
    time.as_secs().div_ceil(60).max(1)
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn every_sample_job_has_a_page_that_says_what_it_should() {
        let world = World::with_samples().await;
        for (id, words) in [
            (1001, "waits for somebody"),
            (1002, "a runner is being planned"),
            (1003, "as many runners as its policy allows"),
            (1004, "boots and registers"),
            (1005, "running"),
            (1006, "i-0123456789abcdef6"),
            (1007, "AWS took the spot instance back"),
            (1008, "AWS had no capacity"),
            (1009, "&lt;img src=x onerror=alert(1)&gt;"),
        ] {
            let page = world.text(&format!("/o/acme/jobs/{id}")).await;
            assert!(page.contains(words), "{id}: {words}\n{page}");
            assert!(page.contains("<svg") && !page.contains("<img"), "{id}");
        }
    }

    #[tokio::test]
    async fn a_job_of_somebody_else_is_not_there() {
        let world = World::with_samples().await;
        assert_eq!(world.get("/o/acme/jobs/2001").await.status(), 404);
        assert_eq!(world.get("/o/acme/jobs/99999").await.status(), 404);
        assert_eq!(world.get("/o/acme/jobs/x").await.status(), 400);
    }

    #[tokio::test]
    async fn cancel_is_intended_once_and_noted() {
        let world = World::with_samples().await;
        assert_eq!(world.post("/o/acme/jobs/1005/cancel", &[]).await.status(), 303);
        assert_eq!(world.post("/o/acme/jobs/1005/cancel", &[]).await.status(), 303);
        assert_eq!(world.intended("cancel-run").await, 1);
        assert!(world.text("/o/acme/audit").await.contains("job.cancel"));
        // One that has ended can't be cancelled, one that runs not run again.
        assert_eq!(world.post("/o/acme/jobs/1006/cancel", &[]).await.status(), 422);
        assert_eq!(world.post("/o/acme/jobs/1005/run-again", &[]).await.status(), 422);
        assert_eq!(world.post("/o/acme/jobs/1007/run-again", &[]).await.status(), 303);
    }
}
