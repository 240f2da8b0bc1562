//! `/o/{login}/jobs/{id}`: one job. What became of it, where its time went, what it waits for, what it costs, and what
//! a person can do.

use super::job_activity::{ActivityView, activity, in_zone, machine};
use super::job_story::{BlockerView, PartView, blocker, sentence, waiting};
use super::labels::{ProblemView, problems_of};
use super::money::{Money, runner_cost};
use super::{Badge, FailureView};
use crate::actions;
use crate::admin_action::AdminAction;
use crate::draw::timeline::{Drawing, LaneOf, Phase, Stretch, draw};
use crate::error::PageError;
use crate::format::{HumanTime, dollars, duration};
use crate::request_context::{AccountSession, encode};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::RunnerId;
use sprinters_core::job::{Conclusion, JobState};
use sprinters_core::runner::{End, Runner, RunnerState};
use sprinters_core::time::Timestamp;
use sprinters_store::{Entry, JobFilter, JobRow, Launch, ListedRunner, RunnerList, TimelineEvent};

/// Most runners of a job that are shown.
const MAX_RUNNERS: usize = 12;

/// Most other jobs of its run that are shown.
const MAX_SIBLINGS: u32 = 30;

#[derive(Debug, Serialize)]
pub(super) struct AttemptView {
    number: u32,
    asked: String,
    answer: String,
    at: HumanTime,
}

#[derive(Debug, Serialize)]
struct RunnerView {
    href: String,
    name: String,
    badge: Badge,
    instance: Option<String>,
    instance_href: Option<String>,
    r#where: String,
    cost: String,
    end: Option<String>,
    attempts: Vec<AttemptView>,
}

#[derive(Debug, Serialize)]
struct SiblingView {
    href: String,
    name: String,
    attempt: u32,
    badge: Badge,
    same: bool,
}

#[derive(Debug, Serialize)]
struct JobView {
    id: u64,
    path: String,
    jobs: String,
    name: String,
    github: String,
    run_href: String,
    badge: Badge,
    sentence: String,
    queued: HumanTime,
    started_after: Option<String>,
    waits_since: Option<String>,
    ran: Option<String>,
    runs_since: Option<String>,
    waiting: Vec<PartView>,
    failure: Option<FailureView>,
    problems: Vec<ProblemView>,
    blocker: Option<BlockerView>,
    drawing: Drawing,
    events: Vec<ActivityView>,
    runners: Vec<RunnerView>,
    siblings: Vec<SiblingView>,
    repository: String,
    workflow: Option<String>,
    branch: Option<String>,
    run: i64,
    attempt: u32,
    label: String,
    label_href: String,
    labels: Vec<String>,
    money: Money,
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
    let of_run = JobFilter { search: Some(job.run_id.to_string()), ..JobFilter::default() };
    let (entries, siblings) = tokio::try_join!(
        store.timeline_visible_to(seat.visible_to(), place.id),
        store.job_page(seat.visible_to(), &of_run, None, MAX_SIBLINGS)
    )?;
    let runners = runners(&console, &seat, &job, &entries).await?;
    let mut views = Vec::new();
    for runner in &runners {
        let mut view = of_runner(runner, &seat, now);
        if let Ok(id) = runner.id.parse::<RunnerId>() {
            view.attempts = attempts(store.launches(id).await?, now);
        }
        views.push(view);
    }
    let web = console.sign_in().map_or_else(|| "https://github.com".to_owned(), |oauth| oauth.web_base().to_owned());
    let failure = failure(&job, &entries);
    let shown = failure.as_ref().map(FailureView::of);
    let wrong_label = failure.as_ref().is_some_and(|failure| failure.reason() == FailureReason::LabelWrong);
    let iso = |at: Timestamp| HumanTime::new(at, now).iso;
    let waited = waiting(&job, &runners, &entries, now);
    let is_end = job.job.state.is_end();
    let run_href = format!("{web}/{}/actions/runs/{}", job.repository, job.run_id);
    let view = JobView {
        id: job.id.0,
        path: seat.path(&format!("jobs/{}", job.id.0)),
        jobs: seat.path("jobs"),
        github: format!("{run_href}/job/{}", job.id.0),
        run_href: format!("{run_href}/attempts/{}", job.run_attempt),
        badge: Badge::of_job(&job.job.state),
        sentence: sentence(&job, &runners, shown.as_ref()),
        queued: HumanTime::new(job.queued_at, now),
        started_after: (job.started_at.is_some() || !is_end).then(|| duration(waited.total())),
        waits_since: (job.started_at.is_none() && !is_end).then(|| iso(job.queued_at)),
        ran: job.started_at.map(|started| duration(job.finished_at.unwrap_or(now).since(started))),
        runs_since: job.started_at.filter(|_| job.finished_at.is_none()).map(iso),
        waiting: waited.parts(),
        failure: shown,
        problems: if wrong_label { problems_of(&job.label) } else { Vec::new() },
        blocker: blocker(&job, &runners, &entries, now),
        drawing: draw(&lanes(&job, &runners, now), now),
        events: activity(&entries, &job, &runners, now),
        runners: views,
        siblings: siblings.jobs.iter().filter(|one| one.id != job.id).map(|one| sibling(one, &job, &seat)).collect(),
        label_href: format!("{}?label={}", seat.path("labels"), encode(&job.label)),
        money: Money::of(&job, &runners, now),
        can_cancel: seat.membership.is_admin && !is_end,
        can_rerun: seat.membership.is_admin && can_rerun(&job),
        done: match asked.done.as_str() {
            "cancel" => Some("Cancellation requested."),
            "run-again" => Some("Rerun requested. GitHub starts the failed jobs as soon as the whole run has ended."),
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
    let frame = Frame::seat(&seat, Some(Tab::Jobs), view.name.clone()).live(seat.path("events"));
    Ok(view::page(&frame, "job.html", view))
}

/// What AWS was asked for, and what it answered.
pub(super) fn attempts(launches: Vec<Launch>, now: Timestamp) -> Vec<AttemptView> {
    let of = |launch: Launch| {
        let request = &launch.request;
        let market = if request.spot { "spot" } else { "on-demand" };
        AttemptView {
            number: u32::from(launch.attempt.0) + 1,
            asked: format!("{}{}", machine(&request.instance_type, market), in_zone(request.zone.as_deref())),
            answer: launch.answer.unwrap_or_else(|| "No answer yet".to_owned()),
            at: HumanTime::new(launch.answered_at.unwrap_or(launch.stored_at), now),
        }
    };
    launches.into_iter().map(of).collect()
}

fn sibling(one: &JobRow, job: &JobRow, seat: &AccountSession) -> SiblingView {
    SiblingView {
        href: seat.path(&format!("jobs/{}", one.id.0)),
        name: one.name.clone(),
        attempt: one.run_attempt,
        badge: Badge::of_job(&one.job.state),
        same: one.name == job.name,
    }
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
    job.job.reason().or_else(|| {
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

/// Where AWS's console shows an instance.
pub(super) fn instance_href(region: &str, instance: &str) -> String {
    format!("https://{region}.console.aws.amazon.com/ec2/home?region={region}#InstanceDetails:instanceId={instance}")
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
        End::Finished => "Job finished".to_owned(),
        End::NotNeeded => "Not needed".to_owned(),
        End::Failed { failure } => failure.to_string(),
    })
}

fn of_runner(runner: &ListedRunner, seat: &AccountSession, now: Timestamp) -> RunnerView {
    RunnerView {
        href: seat.path(&format!("runners/{}", runner.id)),
        name: machine(&runner.instance_type, &runner.market),
        badge: Badge::of_runner(&runner.state),
        instance_href: runner.instance_id.as_ref().map(|instance| instance_href(&runner.region, instance)),
        instance: runner.instance_id.clone(),
        r#where: runner.zone.clone().unwrap_or_else(|| runner.region.clone()),
        cost: runner_cost(runner, now).map_or_else(|| "Not known".to_owned(), |(cost, _)| dollars(cost)),
        end: end_words(&runner.machine),
        attempts: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn every_sample_job_has_a_page_that_says_what_it_should() {
        let world = World::with_samples().await;
        for (id, words) in [
            (1001, "Waiting for an environment approval on GitHub"),
            (1002, "Choosing an instance"),
            (1003, "Runner limit reached"),
            (1004, "Booting"),
            (1005, "Running on m7i.large (spot) in eu-central-1a."),
            (1006, "i-0123456789abcdef6"),
            (1007, "Spot interruption"),
            (1008, "AWS has no capacity"),
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
