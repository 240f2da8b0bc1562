//! What people and programs may do to a job, the same from a page and from the API: the right and the state are
//! checked, the intention kept, and who it was.

use super::pages::job::can_rerun;
use super::state::Console;
use sprinters_core::effect::Effect;
use sprinters_store::{AuditEntry, StoreError, VisibleTo, in_change};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobAction {
    /// Cancel its run.
    Cancel,
    /// Run the failed jobs of its run again, on demand.
    RunAgain,
}

impl JobAction {
    /// For addresses.
    pub(super) fn word(self) -> &'static str {
        match self {
            JobAction::Cancel => "cancel",
            JobAction::RunAgain => "run-again",
        }
    }

    fn audited(self) -> &'static str {
        match self {
            JobAction::Cancel => "job.cancel",
            JobAction::RunAgain => "job.run-again",
        }
    }
}

/// Who does it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who<'a> {
    pub(super) person: i64,
    pub(super) name: &'a str,
    pub(super) address: &'a str,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is intended, now or before.
    Done,
    /// None in sight.
    NoSuchJob,
    /// The job is not where that makes sense.
    NotNow(&'static str),
}

/// Does it.
pub(super) async fn on_job(
    console: &Console,
    visible_to: VisibleTo,
    id: i64,
    action: JobAction,
    who: Who<'_>,
) -> Result<Outcome, StoreError> {
    let (store, now) = (console.store(), console.now());
    let Some(job) = store.job_visible_to(visible_to, id).await? else { return Ok(Outcome::NoSuchJob) };
    let effect = match action {
        JobAction::Cancel if job.job.state.is_end() => return Ok(Outcome::NotNow("The job has ended already.")),
        JobAction::RunAgain if !can_rerun(&job) => {
            return Ok(Outcome::NotNow("Only a job that ended without success can be run again."));
        }
        JobAction::Cancel => Effect::CancelRun { job: job.id, asked: Some(now) },
        JobAction::RunAgain => Effect::Rerun { job: job.id, asked: Some(now) },
    };
    in_change!(store, change => {
        if action == JobAction::RunAgain {
            change.run_on_demand(job.account_id, job.run_id).await?;
        }
        change.intend(&effect.row(job.account_id, now)).await
    })?;
    console.wake();
    let entry = AuditEntry {
        account: visible_to.account(),
        person: Some(who.person),
        actor: who.name,
        action: action.audited(),
        subject: &format!("job {id}"),
        detail: &format!("{} of run {} in {}", job.name, job.run_id, job.repository),
        address: who.address,
    };
    store.audit(&entry, now).await?;
    Ok(Outcome::Done)
}
