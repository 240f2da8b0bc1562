//! `(runner, event, now) -> (runner, effects)`, one state per function.

use super::{ClaimedBy, End, Runner, RunnerEffect, RunnerEvent, RunnerState};
use crate::deadline;
use crate::failure::{Failure, FailureReason};
use crate::ids::{Attempt, InstanceId, RegistrationId};
use crate::time::Timestamp;
use std::time::Duration;

impl Runner {
    /// A runner whose plan has just been stored, with what is to be done first.
    #[must_use]
    pub fn planned(candidates: u16, now: Timestamp) -> (Runner, Vec<RunnerEffect>) {
        let deadline = Some(now.after(deadline::REGISTERING));
        (Runner { state: RunnerState::Planned, candidates, deadline, trouble: None }, vec![RunnerEffect::Register])
    }
}

/// Where an event leads; no effect and no change of state means that it is late, or twice.
struct Next {
    state: RunnerState,
    effects: Vec<RunnerEffect>,
}

/// What an event makes of a runner.
#[must_use]
pub fn step(runner: &Runner, event: &RunnerEvent, now: Timestamp) -> (Runner, Vec<RunnerEffect>) {
    let next = match &runner.state {
        RunnerState::Planned => planned(event, runner.trouble.as_ref()),
        RunnerState::Launching { attempt, registration, taken } => {
            let last = runner.candidates <= attempt.next().0;
            let launch =
                Launch { attempt: *attempt, registration: *registration, last, trouble: runner.trouble.as_ref() };
            launching(launch, *taken, event)
        }
        RunnerState::Booting { instance, registration } => booting(instance, *registration, event),
        RunnerState::Busy { instance, registration, taken } => busy(instance, *registration, *taken, event),
        RunnerState::Withdrawing { attempt, registration, why } => withdrawing(*attempt, *registration, why, event),
        RunnerState::Releasing { instance, registration, why } => releasing(instance, *registration, why, event),
        RunnerState::Stopping { instance, why, asked } => stopping(instance, why, *asked, event),
        RunnerState::Gone { .. } => gone(event),
    };
    let trouble = trouble(runner, event);
    let Some(next) = next else {
        return (Runner { trouble, ..runner.clone() }, Vec::new());
    };
    let Next { state, effects } = next;
    // A state that is entered anew gets its time; so does one whose deadline just passed, for the next try.
    let entered = state.name() != runner.state.name() || other_attempt(&state, &runner.state);
    let deadline = match (time_for(&state), entered || *event == RunnerEvent::TooLate) {
        (Some(time), true) => Some(now.after(time)),
        (Some(_), false) => runner.deadline,
        (None, _) => None,
    };
    (Runner { state, candidates: runner.candidates, deadline, trouble }, effects)
}

/// What is known to be wrong after an event, as long as the runner has no instance.
fn trouble(runner: &Runner, event: &RunnerEvent) -> Option<Failure> {
    match (&runner.state, event) {
        (RunnerState::Planned | RunnerState::Launching { .. }, RunnerEvent::Delayed { failure }) => {
            Some(failure.clone())
        }
        (RunnerState::Launching { attempt, .. }, RunnerEvent::NoCapacity { attempt: of, failure }) if of == attempt => {
            Some(of_both(runner.trouble.as_ref(), failure))
        }
        (_, _) => runner.trouble.clone(),
    }
}

/// The reason of several candidates: one that passes outweighs one that does not, since then the job is worth another
/// try. Of two alike the later one.
fn of_both(before: Option<&Failure>, now: &Failure) -> Failure {
    let gives_up = |failure: &Failure| failure.reason().next() == crate::failure::Next::GiveUp;
    match before {
        Some(before) if !gives_up(before) && gives_up(now) => before.clone(),
        Some(_) | None => now.clone(),
    }
}

/// Why a deadline passed: what was heard last, unless that was final of another candidate.
fn cause_or(trouble: Option<&Failure>, otherwise: FailureReason) -> Failure {
    let passes = |failure: &&Failure| failure.reason().next() != crate::failure::Next::GiveUp;
    trouble.filter(passes).cloned().unwrap_or_else(|| otherwise.into())
}

impl Runner {
    /// The same, with no more time than its state has from now on: what a wrong clock set may be a year away.
    #[must_use]
    pub fn in_its_time(self, now: Timestamp) -> Runner {
        let deadline = time_for(&self.state).map(|time| now.after(time));
        Runner { deadline: self.deadline.min(deadline), ..self }
    }
}

fn other_attempt(a: &RunnerState, b: &RunnerState) -> bool {
    match (a, b) {
        (RunnerState::Launching { attempt: a, .. }, RunnerState::Launching { attempt: b, .. }) => a != b,
        (_, _) => false,
    }
}

/// How long a state may last.
fn time_for(state: &RunnerState) -> Option<Duration> {
    match state {
        RunnerState::Planned => Some(deadline::REGISTERING),
        RunnerState::Launching { .. } | RunnerState::Withdrawing { .. } => Some(deadline::LAUNCHING),
        RunnerState::Booting { .. } => Some(deadline::PICK_UP),
        RunnerState::Busy { .. } => Some(deadline::LIFETIME),
        RunnerState::Releasing { .. } => Some(deadline::RELEASING),
        RunnerState::Stopping { asked: 0, .. } => Some(deadline::STOPPING),
        RunnerState::Stopping { asked, .. } => {
            let doubled = deadline::TERMINATE_AGAIN.saturating_mul(1 << u32::from(asked - 1).min(16));
            Some(doubled.min(deadline::TERMINATE_AGAIN_AT_MOST))
        }
        RunnerState::Gone { .. } => None,
    }
}

fn to(state: RunnerState, effects: Vec<RunnerEffect>) -> Option<Next> {
    Some(Next { state, effects })
}

fn failed(failure: Failure) -> End {
    End::Failed { failure }
}

/// Nothing of it exists.
fn to_gone(why: End, mut effects: Vec<RunnerEffect>) -> Option<Next> {
    if let End::Failed { failure } = &why {
        effects.push(RunnerEffect::Failed { failure: failure.clone() });
    }
    to(RunnerState::Gone { why }, effects)
}

/// No job can take it any more; the instance is ended now.
fn to_stopping(instance: &InstanceId, why: &End) -> Option<Next> {
    let effects = vec![RunnerEffect::Terminate { instance: instance.clone() }];
    to(RunnerState::Stopping { instance: instance.clone(), why: why.clone(), asked: 1 }, effects)
}

fn planned(event: &RunnerEvent, trouble: Option<&Failure>) -> Option<Next> {
    match event {
        RunnerEvent::Registered { registration } => {
            let attempt = Attempt::default();
            let state = RunnerState::Launching { attempt, registration: *registration, taken: None };
            to(state, vec![RunnerEffect::Launch { attempt }])
        }
        RunnerEvent::NotRegistered { failure } => to_gone(failed(failure.clone()), Vec::new()),
        // A registration under way may still succeed; `Registered` finds us gone and takes it back.
        RunnerEvent::NotNeeded => to_gone(End::NotNeeded, Vec::new()),
        RunnerEvent::TooLate => to_gone(failed(cause_or(trouble, FailureReason::GitHubUnavailable)), Vec::new()),
        RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::PickedUp { .. }
        | RunnerEvent::JobDone
        | RunnerEvent::Deregistered
        | RunnerEvent::StillBusy
        | RunnerEvent::InstanceGone { .. }
        | RunnerEvent::Delayed { .. } => None,
    }
}

#[derive(Clone, Copy)]
struct Launch<'a> {
    attempt: Attempt,
    registration: RegistrationId,
    last: bool,
    trouble: Option<&'a Failure>,
}

fn launching(launch: Launch<'_>, taken: Option<ClaimedBy>, event: &RunnerEvent) -> Option<Next> {
    let Launch { attempt, registration, last, trouble } = launch;
    let withdraw = |why: End| {
        let state = RunnerState::Withdrawing { attempt, registration, why };
        to(state, vec![RunnerEffect::Deregister { registration }, RunnerEffect::Find { attempt }])
    };
    match event {
        RunnerEvent::Launched { attempt: of, instance } if *of == attempt => {
            let instance = instance.clone();
            match taken {
                None => to(RunnerState::Booting { instance, registration }, Vec::new()),
                Some(taken) => to(RunnerState::Busy { instance, registration, taken }, Vec::new()),
            }
        }
        RunnerEvent::NoCapacity { attempt: of, .. } if *of == attempt && !last && taken.is_none() => {
            let attempt = attempt.next();
            to(RunnerState::Launching { attempt, registration, taken }, vec![RunnerEffect::Launch { attempt }])
        }
        // Where a job runs there is an instance, whatever this answer says.
        RunnerEvent::NoCapacity { attempt: of, failure } | RunnerEvent::Refused { attempt: of, failure }
            if *of == attempt && taken.is_none() =>
        {
            to_gone(failed(of_both(trouble, failure)), vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::StillBusy if taken.is_none() => {
            let taken = Some(ClaimedBy { job: None });
            to(RunnerState::Launching { attempt, registration, taken }, Vec::new())
        }
        RunnerEvent::PickedUp { job } => {
            to(RunnerState::Launching { attempt, registration, taken: Some(ClaimedBy { job: Some(*job) }) }, Vec::new())
        }
        RunnerEvent::JobDone => withdraw(End::Finished),
        RunnerEvent::NotNeeded if taken.is_none() => withdraw(End::NotNeeded),
        // The job hears of it now: what became of the call may not be known for as long as AWS does not answer.
        RunnerEvent::TooLate if taken.is_none() => {
            let failure = cause_or(trouble, FailureReason::AwsUnavailable);
            withdraw(failed(failure.clone())).map(|mut next| {
                next.effects.push(RunnerEffect::Failed { failure });
                next
            })
        }
        // A job runs on an instance that AWS has not told us of.
        RunnerEvent::TooLate => {
            to(RunnerState::Launching { attempt, registration, taken }, vec![RunnerEffect::Find { attempt }])
        }
        RunnerEvent::InstanceGone { failure } if taken.is_some() => {
            let effects =
                vec![RunnerEffect::Lost { failure: failure.clone() }, RunnerEffect::Deregister { registration }];
            to(RunnerState::Gone { why: failed(failure.clone()) }, effects)
        }
        // An ephemeral runner whose job is done.
        RunnerEvent::Deregistered if taken.is_some() => withdraw(End::Finished),
        // The registration went while the launch was under way; whatever boots will find no job.
        RunnerEvent::Deregistered => withdraw(failed(FailureReason::PickedUpByNobody.into())),
        RunnerEvent::NotNeeded
        | RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::StillBusy
        | RunnerEvent::InstanceGone { .. }
        | RunnerEvent::Delayed { .. } => None,
    }
}

fn booting(instance: &InstanceId, registration: RegistrationId, event: &RunnerEvent) -> Option<Next> {
    let release = |why: End| {
        let state = RunnerState::Releasing { instance: instance.clone(), registration, why };
        to(state, vec![RunnerEffect::Deregister { registration }])
    };
    match event {
        RunnerEvent::PickedUp { job } => {
            let taken = ClaimedBy { job: Some(*job) };
            to(RunnerState::Busy { instance: instance.clone(), registration, taken }, Vec::new())
        }
        RunnerEvent::StillBusy => {
            let taken = ClaimedBy { job: None };
            to(RunnerState::Busy { instance: instance.clone(), registration, taken }, Vec::new())
        }
        // `in_progress` was lost, and `completed` came.
        RunnerEvent::JobDone => {
            to(RunnerState::Stopping { instance: instance.clone(), why: End::Finished, asked: 0 }, Vec::new())
        }
        RunnerEvent::NotNeeded => release(End::NotNeeded),
        RunnerEvent::TooLate => release(failed(FailureReason::NeverOnline.into())),
        RunnerEvent::Deregistered => {
            to_stopping(instance, &failed(FailureReason::PickedUpByNobody.into())).map(observe_job)
        }
        RunnerEvent::InstanceGone { failure } => {
            to_gone(failed(failure.clone()), vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::Delayed { .. } => None,
    }
}

fn busy(instance: &InstanceId, registration: RegistrationId, taken: ClaimedBy, event: &RunnerEvent) -> Option<Next> {
    match event {
        RunnerEvent::JobDone => {
            to(RunnerState::Stopping { instance: instance.clone(), why: End::Finished, asked: 0 }, Vec::new())
        }
        RunnerEvent::PickedUp { job } if taken.job.is_none() => {
            let taken = ClaimedBy { job: Some(*job) };
            to(RunnerState::Busy { instance: instance.clone(), registration, taken }, Vec::new())
        }
        RunnerEvent::InstanceGone { failure } => {
            let effects = vec![
                RunnerEffect::Lost { failure: failure.clone() },
                // GitHub notices only later that it lost the runner, and forgets it after a day.
                RunnerEffect::Deregister { registration },
            ];
            to(RunnerState::Gone { why: failed(failure.clone()) }, effects)
        }
        // GitHub says it is not registered: an ephemeral runner whose job is done.
        RunnerEvent::Deregistered => {
            to(RunnerState::Stopping { instance: instance.clone(), why: End::Finished, asked: 0 }, Vec::new())
        }
        RunnerEvent::TooLate => {
            let why = failed(FailureReason::LifetimeExceeded.into());
            let state = RunnerState::Releasing { instance: instance.clone(), registration, why };
            to(state, vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::PickedUp { .. }
        | RunnerEvent::NotNeeded
        | RunnerEvent::StillBusy
        | RunnerEvent::Delayed { .. } => None,
    }
}

fn withdrawing(attempt: Attempt, registration: RegistrationId, why: &End, event: &RunnerEvent) -> Option<Next> {
    match event {
        // Whether it may have a job by now is GitHub's to say: the deregistration that was asked for is asked for
        // again.
        RunnerEvent::Launched { instance, .. } => {
            let state = RunnerState::Releasing { instance: instance.clone(), registration, why: why.clone() };
            to(state, vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::NoCapacity { attempt: of, .. } | RunnerEvent::Refused { attempt: of, .. } if *of == attempt => {
            to_gone(why.clone(), vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::InstanceGone { .. } => to_gone(why.clone(), vec![RunnerEffect::Deregister { registration }]),
        RunnerEvent::PickedUp { job } => {
            let taken = Some(ClaimedBy { job: Some(*job) });
            to(RunnerState::Launching { attempt, registration, taken }, Vec::new())
        }
        RunnerEvent::StillBusy => {
            to(RunnerState::Launching { attempt, registration, taken: Some(ClaimedBy { job: None }) }, Vec::new())
        }
        RunnerEvent::TooLate => {
            let state = RunnerState::Withdrawing { attempt, registration, why: why.clone() };
            to(state, vec![RunnerEffect::Deregister { registration }, RunnerEffect::Find { attempt }])
        }
        RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::JobDone
        | RunnerEvent::NotNeeded
        | RunnerEvent::Deregistered
        | RunnerEvent::Delayed { .. } => None,
    }
}

fn releasing(instance: &InstanceId, registration: RegistrationId, why: &End, event: &RunnerEvent) -> Option<Next> {
    match event {
        RunnerEvent::Deregistered => to_stopping(instance, why).map(observe_job),
        RunnerEvent::PickedUp { job } => {
            let taken = ClaimedBy { job: Some(*job) };
            to(RunnerState::Busy { instance: instance.clone(), registration, taken }, Vec::new())
        }
        RunnerEvent::StillBusy => {
            let taken = ClaimedBy { job: None };
            to(RunnerState::Busy { instance: instance.clone(), registration, taken }, Vec::new())
        }
        RunnerEvent::JobDone => {
            to(RunnerState::Stopping { instance: instance.clone(), why: End::Finished, asked: 0 }, Vec::new())
        }
        RunnerEvent::InstanceGone { .. } => to_gone(why.clone(), vec![RunnerEffect::Deregister { registration }]),
        RunnerEvent::TooLate => {
            let state = RunnerState::Releasing { instance: instance.clone(), registration, why: why.clone() };
            to(state, vec![RunnerEffect::Deregister { registration }])
        }
        RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::NotNeeded
        | RunnerEvent::Delayed { .. } => None,
    }
}

fn stopping(instance: &InstanceId, why: &End, asked: u16, event: &RunnerEvent) -> Option<Next> {
    match event {
        // The job it was made for was told when it stopped being able to take one.
        RunnerEvent::InstanceGone { .. } => to(RunnerState::Gone { why: why.clone() }, Vec::new()),
        RunnerEvent::TooLate => {
            let state =
                RunnerState::Stopping { instance: instance.clone(), why: why.clone(), asked: asked.saturating_add(1) };
            to(state, vec![RunnerEffect::Terminate { instance: instance.clone() }])
        }
        RunnerEvent::Registered { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::Launched { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::PickedUp { .. }
        | RunnerEvent::JobDone
        | RunnerEvent::NotNeeded
        | RunnerEvent::Deregistered
        | RunnerEvent::StillBusy
        | RunnerEvent::Delayed { .. } => None,
    }
}

/// Nothing was left of it. A registration that turns up after all is taken back. An instance that does is left to the
/// reconciler, which first makes sure that no job is on it.
fn gone(event: &RunnerEvent) -> Option<Next> {
    match event {
        RunnerEvent::Registered { registration } => {
            let why = End::NotNeeded;
            to(RunnerState::Gone { why }, vec![RunnerEffect::Deregister { registration: *registration }])
        }
        RunnerEvent::Launched { .. }
        | RunnerEvent::NotRegistered { .. }
        | RunnerEvent::NoCapacity { .. }
        | RunnerEvent::Refused { .. }
        | RunnerEvent::PickedUp { .. }
        | RunnerEvent::JobDone
        | RunnerEvent::NotNeeded
        | RunnerEvent::Deregistered
        | RunnerEvent::StillBusy
        | RunnerEvent::InstanceGone { .. }
        | RunnerEvent::TooLate
        | RunnerEvent::Delayed { .. } => None,
    }
}

/// The job that it was made for hears why it gets nothing.
fn observe_job(mut next: Next) -> Next {
    if let RunnerState::Stopping { why: End::Failed { failure }, .. } = &next.state {
        next.effects.push(RunnerEffect::Failed { failure: failure.clone() });
    }
    next
}
