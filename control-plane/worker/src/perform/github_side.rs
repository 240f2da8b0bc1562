//! `deregister`, `cancel-run`, `rerun`, `ask`: calls of GitHub.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::{Done, Outcome, Write};
use super::PerformError;
use super::request_runner::repository;
use sprinters_core::failure::Failure;
use sprinters_core::ids::{JobId, RegistrationId, RunnerId};
use sprinters_core::job::{Conclusion, JobEvent, JobObserved, JobState, Position};
use sprinters_core::runner::RunnerEvent;
use sprinters_core::time::Timestamp;
use sprinters_github::{Deregistration, GitHubError};
use sprinters_store::{JobRow, Subject, TimelineEvent};
use std::time::Duration;

/// Between two looks at a run that must complete before its jobs can run again. A run may take 35 days; the looks are cheap, and this one tells.
const RUN_AGAIN: Duration = Duration::from_secs(60);

/// A run that could not be run again for so long, since its job was reclaimed or somebody asked, is left alone: its people have seen it by then.
const RERUN_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn deregister(
    context: &Context,
    runner: RunnerId,
    id: RegistrationId,
) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(runner).await? else { return Ok(Outcome::superseded()) };
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let event = |word, event| Outcome::event(word, Event::Runner(runner, event));
    match github.deregister(&row.site, id).await {
        Ok(Deregistration::Gone) => Ok(event("deregistered", RunnerEvent::Deregistered)),
        Ok(Deregistration::Busy) => Ok(event("busy", RunnerEvent::StillBusy)),
        // The machine asks again by its deadline, the scan by its own.
        Err(error) => Ok(Outcome::of(error.disposition(), |_| Outcome::done("gave up"))),
    }
}

pub(super) async fn cancel_run(
    context: &Context,
    id: JobId,
    asked: Option<Timestamp>,
) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    // By itself only what will not run is cancelled; a person may cancel whatever has not ended.
    let wanted = match &job.job.state {
        JobState::Failed { .. } => true,
        JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => {
            asked.is_some()
        }
        JobState::Completed { .. } => false,
    };
    if !wanted {
        return Ok(Outcome::superseded());
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    match github.cancel_run(&repository(&job), job.run_id).await {
        Ok(()) => Ok(Outcome::done("cancelled")),
        Err(error) => Ok(Outcome::of(error.disposition(), |why| gave_up(&job, asked, "cancelled", &why.to_string()))),
    }
}

/// Nobody who asked for something is left without an answer; what we wanted ourselves is told elsewhere.
fn gave_up(job: &JobRow, asked: Option<Timestamp>, wanted: &str, why: &str) -> Outcome {
    let about = Subject { account_id: job.account_id, job: Some(job.id), runner: None };
    let note = TimelineEvent::Notice { text: format!("The run was not {wanted}: {why}") };
    let writes = asked.map(|_| Write::Note(about, note)).into_iter().collect();
    Outcome::Done(Done { word: "gave up", events: Vec::new(), writes })
}

pub(super) async fn rerun(context: &Context, id: JobId, asked: Option<Timestamp>) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    if RERUN_WITHIN < context.services.clock.now().since(asked.unwrap_or(job.state_since)) {
        return Ok(gave_up(&job, asked, "run again", "it did not end within a day"));
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let given_up = |why: Failure| gave_up(&job, asked, "run again", &why.to_string());
    let run = match github.run(&repository(&job), job.run_id).await {
        Ok(run) => run,
        Err(error) => return Ok(Outcome::of(error.disposition(), given_up)),
    };
    match run {
        None => return Ok(Outcome::superseded()),
        // Somebody, or an earlier call whose answer was lost, has run it again.
        Some(run) if job.run_attempt < run.run_attempt => return Ok(Outcome::superseded()),
        Some(run) if !run.completed => return Ok(Outcome::Later(RUN_AGAIN)),
        Some(_) => {}
    }
    match github.rerun_failed_jobs(&repository(&job), job.run_id).await {
        Ok(()) => Ok(Outcome::done("done")),
        Err(GitHubError::RunNotCompleted) => Ok(Outcome::Later(RUN_AGAIN)),
        Err(error) => Ok(Outcome::of(error.disposition(), given_up)),
    }
}

pub(super) async fn ask(context: &Context, id: JobId) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    if job.job.state.is_end() {
        return Ok(Outcome::superseded());
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let told = match github.job(&repository(&job), id).await {
        Ok(Some(reading)) => JobEvent::Observed { position: reading.position, news: reading.news },
        Ok(None) => gone(&job),
        Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done("gave up"))),
    };
    Ok(Outcome::event("asked", Event::Job(id, told)))
}

/// GitHub does not know the job any more: its run or repository was deleted, and nobody will ever say that it ended.
pub(super) fn gone(job: &JobRow) -> JobEvent {
    JobEvent::Observed {
        position: Position::completed(job.run_attempt),
        news: JobObserved::Completed { conclusion: Conclusion::Other, on: None },
    }
}
