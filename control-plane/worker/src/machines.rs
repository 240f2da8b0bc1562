//! The two machines on their rows: what an event makes of a job or a runner, what it makes of the other one in turn,
//! and what must be done about it, in one change.

use sprinters_core::effect::Effect;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{JobId, RunnerId};
use sprinters_core::job::{self, Job, JobEffect, JobEvent, JobState};
use sprinters_core::runner::{self, End, RunnerEffect, RunnerEvent, RunnerState};
use sprinters_core::time::Timestamp;
use sprinters_store::{Change, JobRow, RunnerRow, SecretKind, StoreError, Subject, TimelineEvent};
use sprinters_telemetry::metrics::{Metrics, Phase};
use sprinters_telemetry::traces;
use std::collections::VecDeque;

/// Most events that may follow from one. Two machines that tell each other something need three; more is a mistake of
/// ours, and ends here instead of never.
const MAX_EVENTS: usize = 64;

/// Something that happens to one of the machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// To a job.
    Job(JobId, JobEvent),
    /// To a runner.
    Runner(RunnerId, RunnerEvent),
}

/// Applies an event and whatever follows from it. Rows that are not there any more hear nothing.
///
/// # Errors
/// If the database is away, or holds what no version wrote.
pub async fn apply(change: &mut Change, event: Event, now: Timestamp, metrics: &Metrics) -> Result<(), StoreError> {
    let machines = Machines { change, now, metrics, events: VecDeque::from([event]) };
    machines.finish().await
}

/// Applies what GitHub told of a job to its row as it was just read, or to that of a job that was not known; and
/// whatever follows. The row is kept.
///
/// # Errors
/// If the database is away, or holds what no version wrote.
pub async fn observe_job(
    change: &mut Change,
    row: JobRow,
    event: &JobEvent,
    now: Timestamp,
    metrics: &Metrics,
) -> Result<(), StoreError> {
    let mut machines = Machines { change, now, metrics, events: VecDeque::new() };
    machines.job_of(row, event).await?;
    machines.finish().await
}

struct Machines<'a> {
    change: &'a mut Change,
    now: Timestamp,
    metrics: &'a Metrics,
    events: VecDeque<Event>,
}

impl Machines<'_> {
    async fn finish(mut self) -> Result<(), StoreError> {
        let mut applied = 0;
        while let Some(event) = self.events.pop_front() {
            applied += 1;
            if MAX_EVENTS < applied {
                let problem = format!("one event led to more than {MAX_EVENTS} others; the last one is {event:?}");
                return Err(StoreError::Inconsistent { table: "runners", row: "several".to_owned(), problem });
            }
            match event {
                Event::Job(id, event) => self.job(id, &event).await?,
                Event::Runner(id, event) => self.runner(id, &event).await?,
            }
        }
        Ok(())
    }

    async fn job(&mut self, id: JobId, event: &JobEvent) -> Result<(), StoreError> {
        match self.change.job(id).await? {
            Some(row) => self.job_of(row, event).await,
            None => Ok(()),
        }
    }

    async fn job_of(&mut self, mut row: JobRow, event: &JobEvent) -> Result<(), StoreError> {
        let id = row.id;
        let before = row.job.clone();
        let (after, effects) = job::step_at(before.clone(), event, self.now);
        let told = matches!(event, JobEvent::Observed { .. });
        if let JobEvent::Observed { news, .. } = event {
            row.heard_at = self.now;
            // The runner hears of it whether or not the job had heard already; its own machine knows what is late.
            if let Some((runner, event)) = news.for_runner(id) {
                self.events.push_back(Event::Runner(runner, event));
            }
        }
        let changed = before != after;
        if before.wait.times == 0 && 0 < after.wait.times {
            self.announce(&row, &after).await?;
        }
        // What GitHub says again in other words moves the position and nothing that a person would read.
        let worth_a_note = before.state != after.state || (changed && !told);
        if before.state != after.state {
            row.state_since = self.now;
            let open = !before.state.is_end();
            self.moments(&mut row, &after.state);
            if open && after.state.is_end() {
                self.job_ended(&row);
            }
        }
        row.job = after;
        if changed || told {
            self.change.put_job(&row);
        }
        if worth_a_note {
            let failure = row.job.state.reason();
            let happening =
                TimelineEvent::Job { event: event.name().to_owned(), state: row.job.state.name().to_owned(), failure };
            self.change.note(Subject { account_id: row.account_id, job: Some(id), runner: None }, &happening, self.now);
        }
        for effect in effects {
            self.job_effect(&row, effect).await?;
        }
        Ok(())
    }

    fn job_ended(&self, row: &JobRow) {
        if let Some(started_at) = row.started_at {
            self.metrics.phase(Phase::Run, self.now.since(started_at));
        }
        traces::whole_job(row.id, row.queued_at, self.now);
    }

    fn moments(&self, row: &mut JobRow, state: &JobState) {
        match state {
            JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } => row.finished_at = None,
            JobState::Running { .. } => {
                row.started_at = row.started_at.or(Some(self.now));
                row.finished_at = None;
            }
            JobState::Completed { .. } | JobState::Failed { .. } => {
                row.finished_at = row.finished_at.or(Some(self.now));
            }
        }
    }

    async fn intend(&mut self, account_id: i64, effect: &Effect) -> Result<(), StoreError> {
        self.change.intend(&effect.row(account_id, self.now)).await.map(|_| ())
    }

    async fn job_effect(&mut self, row: &JobRow, effect: JobEffect) -> Result<(), StoreError> {
        let job = row.id;
        match effect {
            JobEffect::RequestRunner => self.intend(row.account_id, &Effect::RequestRunner { job }).await,
            JobEffect::RequestRunnerLater { pause } => {
                // Not together with all that was refused at the same moment.
                let due_at = self.now.after(pause.mul_f64(0.8 + sprinters_common::random::fraction() * 0.4));
                let later = Effect::RequestRunner { job }.row(row.account_id, due_at);
                self.change.intend(&later).await.map(|_| ())
            }
            JobEffect::ReleaseRunner { runner } => {
                self.events.push_back(Event::Runner(runner, RunnerEvent::NotNeeded));
                Ok(())
            }
            JobEffect::Reassign { taken, spare } => self.reassign(job, taken, spare).await,
            JobEffect::Tell { failure } => self.intend(row.account_id, &Effect::Tell { job, failure }).await,
            JobEffect::CancelRun => self.intend(row.account_id, &Effect::CancelRun { job, asked: None }).await,
            JobEffect::RerunOnDemand => self.intend(row.account_id, &Effect::Rerun { job, asked: None }).await,
        }
    }

    /// The job runs on a runner that was made for another one: that one gets the runner made for this, if it will do,
    /// or asks for a new one.
    async fn reassign(&mut self, job: JobId, taken: RunnerId, spare: Option<RunnerId>) -> Result<(), StoreError> {
        let owner = self.change.runner(taken).await?;
        let mut spare = match spare {
            Some(spare) => self.change.runner(spare).await?,
            None => None,
        };
        let not_needed = |row: &RunnerRow| Event::Runner(row.id, RunnerEvent::NotNeeded);
        let Some(owner) = owner.filter(|owner| owner.job_id != job) else {
            self.events.extend(spare.as_ref().map(not_needed));
            return Ok(());
        };
        // Whoever takes a runner is judged like whoever asks for one.
        self.intend(owner.account_id, &Effect::RequestRunner { job }).await?;
        let fits = |row: &RunnerRow| row.labels == owner.labels && row.site == owner.site && is_free(&row.runner.state);
        if let Some(unfit) = spare.take_if(|row| !fits(row)) {
            self.events.push_back(not_needed(&unfit));
        }
        if let Some(spare) = &mut spare {
            spare.job_id = owner.job_id;
            self.change.put_runner(spare).await?;
        }
        let instead = spare.map(|row| row.id);
        self.events.push_back(Event::Job(owner.job_id, JobEvent::RunnerTaken { runner: taken, instead }));
        Ok(())
    }

    async fn runner(&mut self, id: RunnerId, event: &RunnerEvent) -> Result<(), StoreError> {
        let Some(mut row) = self.change.runner(id).await? else { return Ok(()) };
        let named = self.ended_starting(&row, event).await?;
        let event = named.as_ref().unwrap_or(event);
        let before = row.runner.clone();
        let (after, effects) = runner::step(&before, event, self.now);
        if before == after && effects.is_empty() {
            return Ok(());
        }
        let entered = before.state.name() != after.state.name();
        if entered {
            self.measure(&row, &before.state, &after.state);
            row.state_since = self.now;
            row.missed_instance = 0;
            row.missed_registration = 0;
        }
        self.runner_moments(&mut row, &after.state, event);
        row.runner = after;
        self.change.put_runner(&row).await?;
        if entered || attempt_of(&before.state) != attempt_of(&row.runner.state) {
            self.note_runner(&row, event);
        }
        if has_place(&before.state) && !has_place(&row.runner.state) {
            self.give_place(&row).await?;
        }
        // What an instance starts with is good for nothing any more once it has started, or never will.
        if needs_secrets(&before.state) && !needs_secrets(&row.runner.state) {
            self.change.remove_secrets(row.account_id, SecretKind::JitConfig, &id.to_string()).await?;
        }
        if !is_busy(&before.state)
            && let RunnerState::Busy { instance, .. } = &row.runner.state
            && row.plan.root.tuned_down().is_some()
        {
            let instance = instance.clone();
            self.intend(row.account_id, &Effect::TuneRoot { runner: id, instance }).await?;
        }
        let on_it = taker(&before.state).or(taker(&row.runner.state));
        for effect in effects {
            self.runner_effect(&row, on_it, effect).await?;
        }
        Ok(())
    }

    /// Says beforehand how long a job is waited for.
    async fn announce(&mut self, row: &JobRow, after: &Job) -> Result<(), StoreError> {
        if after.wait.cause.as_ref().is_none_or(|cause| FailureReason::OWN_LIMITS.contains(&cause.reason())) {
            return Ok(());
        }
        let patience = self.change.patience_of(row.account_id).await?;
        let hours = patience.as_secs() / 3_600;
        let until = sprinters_core::calendar::for_people(self.now.after(patience));
        let text = format!(
            "We try again with growing pauses, at most 10 minutes apart. If nothing helps, the workflow run is cancelled after {hours} h, at {until}"
        );
        let about = Subject { account_id: row.account_id, job: Some(row.id), runner: None };
        self.change.note(about, &TimelineEvent::Notice { text }, self.now);
        Ok(())
    }

    /// What EC2's last word about an instance that ended while it started means: which pool lacks capacity, or which
    /// key EC2 may not use.
    async fn ended_starting(
        &mut self,
        row: &RunnerRow,
        event: &RunnerEvent,
    ) -> Result<Option<RunnerEvent>, StoreError> {
        let RunnerEvent::InstanceGone { failure } = event else { return Ok(None) };
        let starting = matches!(row.runner.state, RunnerState::Booting { .. } | RunnerState::Launching { .. });
        match failure.reason() {
            FailureReason::NoCapacity if starting => {
                self.change.capacity_refused_to(row.id, self.now).await?;
                Ok(None)
            }
            FailureReason::InstanceFailed | FailureReason::KmsKeyUnusable if starting => {
                let detail = failure.detail().unwrap_or_default();
                let of_client =
                    failure.reason() == FailureReason::KmsKeyUnusable || detail.starts_with("Client.InternalError");
                let key = if of_client { self.change.kms_key_of(row.connection_id).await? } else { None };
                let named = |key: String| {
                    let failure = Failure::about(FailureReason::KmsKeyUnusable, &format!("{key}; EC2: {detail}"));
                    RunnerEvent::InstanceGone { failure }
                };
                Ok(key.map(named))
            }
            _ => Ok(None),
        }
    }

    /// A place under the limits of an account is free: the job that has waited longest for one is looked at now.
    async fn give_place(&mut self, row: &RunnerRow) -> Result<(), StoreError> {
        match self.change.oldest_held(row.account_id, row.repository_id, self.now).await? {
            Some(job) => self.change.hasten(&Effect::RequestRunner { job }.row(row.account_id, self.now)).await,
            None => Ok(()),
        }
    }

    /// What the state that a runner leaves took it. The row still says since when it stood there.
    fn measure(&self, row: &RunnerRow, before: &RunnerState, after: &RunnerState) {
        let took = self.now.since(row.state_since);
        match (before, after) {
            (RunnerState::Planned, RunnerState::Launching { .. }) => self.metrics.phase(Phase::Registration, took),
            (RunnerState::Launching { .. }, RunnerState::Booting { .. } | RunnerState::Busy { .. }) => {
                self.metrics.phase(Phase::RunInstances, took);
            }
            (
                RunnerState::Booting { .. },
                RunnerState::Busy { .. } | RunnerState::Stopping { why: End::Finished, .. },
            ) => {
                self.metrics.picked_up(row.id, row.launched_at.unwrap_or(row.state_since), self.now);
            }
            (RunnerState::Stopping { why: End::Finished, .. }, RunnerState::Gone { .. }) => {
                self.metrics.phase(Phase::CleanUp, took);
            }
            (_, _) => {}
        }
        if let RunnerState::Gone { .. } = after {
            self.metrics.runner_gone(row.id);
        }
    }

    fn runner_moments(&self, row: &mut RunnerRow, state: &RunnerState, event: &RunnerEvent) {
        match state {
            RunnerState::Launching { attempt, .. } => row.candidate = usize::from(attempt.0),
            RunnerState::Busy { .. } => row.busy_at = row.busy_at.or(Some(self.now)),
            RunnerState::Gone { .. } => row.ended_at = row.ended_at.or(Some(self.now)),
            RunnerState::Planned
            | RunnerState::Booting { .. }
            | RunnerState::Withdrawing { .. }
            | RunnerState::Releasing { .. }
            | RunnerState::Stopping { .. } => {}
        }
        if let Some(registration) = state.registration() {
            row.registration = Some(registration);
        }
        if let RunnerEvent::Launched { attempt, .. } = event {
            row.candidate = usize::from(attempt.0);
            row.launched_at = row.launched_at.or(Some(self.now));
        }
    }

    fn note_runner(&mut self, row: &RunnerRow, event: &RunnerEvent) {
        let happening = TimelineEvent::Runner {
            event: event.name().to_owned(),
            state: row.runner.state.name().to_owned(),
            attempt: attempt_of(&row.runner.state),
            instance: row.runner.state.instance().map(ToString::to_string),
            failure: failure_of(event).or_else(|| why(&row.runner.state)),
        };
        let about = Subject { account_id: row.account_id, job: Some(row.job_id), runner: Some(row.id) };
        self.change.note(about, &happening, self.now);
    }

    async fn runner_effect(
        &mut self,
        row: &RunnerRow,
        on_it: Option<JobId>,
        effect: RunnerEffect,
    ) -> Result<(), StoreError> {
        let runner = row.id;
        let effect = match effect {
            RunnerEffect::Register => Effect::Register { runner },
            RunnerEffect::Launch { attempt } => Effect::Launch { runner, attempt },
            RunnerEffect::Find { attempt } => Effect::Find { runner, attempt },
            RunnerEffect::Deregister { registration } => Effect::Deregister { runner, registration },
            RunnerEffect::Terminate { instance } => Effect::Terminate { runner, instance },
            RunnerEffect::Failed { failure } => {
                self.events.push_back(Event::Job(row.job_id, JobEvent::RunnerFailed { runner, failure }));
                return Ok(());
            }
            RunnerEffect::Lost { failure } => {
                let lost = on_it.map(|job| Event::Job(job, JobEvent::RunnerLost { runner, failure }));
                self.events.extend(lost);
                return Ok(());
            }
        };
        self.intend(row.account_id, &effect).await
    }
}

/// Whether a runner can still take a job.
fn is_free(state: &RunnerState) -> bool {
    match state {
        RunnerState::Planned | RunnerState::Launching { taken: None, .. } | RunnerState::Booting { .. } => true,
        RunnerState::Launching { taken: Some(_), .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => false,
    }
}

/// Whether it counts under the limits of its account.
fn has_place(state: &RunnerState) -> bool {
    match state {
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. } => true,
        RunnerState::Stopping { .. } | RunnerState::Gone { .. } => false,
    }
}

/// Whether its launch may still have to be repeated.
fn needs_secrets(state: &RunnerState) -> bool {
    match state {
        RunnerState::Planned | RunnerState::Launching { .. } => true,
        RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => false,
    }
}

fn is_busy(state: &RunnerState) -> bool {
    matches!(state, RunnerState::Busy { .. })
}

fn attempt_of(state: &RunnerState) -> Option<u16> {
    match state {
        RunnerState::Launching { attempt, .. } | RunnerState::Withdrawing { attempt, .. } => Some(attempt.0),
        RunnerState::Planned
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => None,
    }
}

fn taker(state: &RunnerState) -> Option<JobId> {
    match state {
        RunnerState::Launching { taken: Some(taker), .. } | RunnerState::Busy { taken: taker, .. } => taker.job,
        RunnerState::Planned
        | RunnerState::Launching { taken: None, .. }
        | RunnerState::Booting { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => None,
    }
}

/// What went wrong with a runner that is being ended.
fn why(state: &RunnerState) -> Option<Failure> {
    match state {
        RunnerState::Withdrawing { why, .. }
        | RunnerState::Releasing { why, .. }
        | RunnerState::Stopping { why, .. }
        | RunnerState::Gone { why } => match why {
            End::Failed { failure } => Some(failure.clone()),
            End::Finished | End::NotNeeded => None,
        },
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. } => None,
    }
}

fn failure_of(event: &RunnerEvent) -> Option<Failure> {
    match event {
        RunnerEvent::NotRegistered { failure }
        | RunnerEvent::NoCapacity { failure, .. }
        | RunnerEvent::Refused { failure, .. }
        | RunnerEvent::Delayed { failure }
        | RunnerEvent::InstanceGone { failure } => Some(failure.clone()),
        RunnerEvent::Registered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::PickedUp { .. }
        | RunnerEvent::JobDone
        | RunnerEvent::NotNeeded
        | RunnerEvent::Deregistered
        | RunnerEvent::StillBusy
        | RunnerEvent::TooLate => None,
    }
}
