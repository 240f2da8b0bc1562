//! The whole transition tables of job and runner, for people to read, and what holds in every cell.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use sprinters_core::deadline;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, JobId, RegistrationId, RunnerId};
use sprinters_core::job::{self, Conclusion, Job, JobEffect, JobEvent, JobObserved, JobState, Position};
use sprinters_core::runner::{self, ClaimedBy, End, Runner, RunnerEffect, RunnerEvent, RunnerState};
use sprinters_core::time::Timestamp;
use std::collections::BTreeSet;

const MINE: RunnerId = RunnerId(1);
const OTHER: RunnerId = RunnerId(2);

fn reason(reason: FailureReason) -> Failure {
    Failure::new(reason)
}

fn job_states() -> Vec<JobState> {
    let failure = reason(FailureReason::VcpuQuota);
    vec![
        JobState::Waiting,
        JobState::Queued { held: None },
        JobState::Queued { held: Some(failure.clone()) },
        JobState::Starting { runner: MINE },
        JobState::Running { on: Some(MINE) },
        JobState::Completed { conclusion: Conclusion::Success },
        JobState::Failed { failure },
    ]
}

fn job_events() -> Vec<(&'static str, JobEvent)> {
    let told = |position, news| JobEvent::Observed { position, news };
    let later = Position::requested(1, Some(Timestamp::from_secs(9)), false);
    let done = Conclusion::Failure;
    vec![
        ("waiting", told(later, JobObserved::Waiting)),
        ("queued", told(Position { ready: true, ..later }, JobObserved::Queued)),
        ("queued, next attempt", told(Position::requested(2, None, true), JobObserved::Queued)),
        ("in_progress on its runner", told(Position::in_progress(1), JobObserved::InProgress { on: Some(MINE) })),
        ("in_progress on another of ours", told(Position::in_progress(1), JobObserved::InProgress { on: Some(OTHER) })),
        ("in_progress elsewhere", told(Position::in_progress(1), JobObserved::InProgress { on: None })),
        (
            "completed, never ran",
            told(Position::completed(1), JobObserved::Completed { conclusion: Conclusion::Cancelled, on: None }),
        ),
        (
            "completed on its runner",
            told(Position::completed(1), JobObserved::Completed { conclusion: done, on: Some(MINE) }),
        ),
        (
            "completed on another of ours",
            told(Position::completed(1), JobObserved::Completed { conclusion: done, on: Some(OTHER) }),
        ),
        ("anything old", told(Position::START, JobObserved::Queued)),
        ("runner planned", JobEvent::RunnerPlanned { runner: OTHER }),
        ("held", JobEvent::Held { failure: reason(FailureReason::AccountRunnerLimit) }),
        ("refused", JobEvent::Refused { failure: reason(FailureReason::TypeNotAllowed) }),
        (
            "its runner failed, try again",
            JobEvent::RunnerFailed { runner: MINE, failure: reason(FailureReason::NeverOnline) },
        ),
        ("its runner failed, wait", JobEvent::RunnerFailed { runner: MINE, failure: reason(FailureReason::VcpuQuota) }),
        (
            "its runner failed, give up",
            JobEvent::RunnerFailed { runner: MINE, failure: reason(FailureReason::LaunchRefused) },
        ),
        (
            "its instance failed",
            JobEvent::RunnerFailed { runner: MINE, failure: reason(FailureReason::InstanceFailed) },
        ),
        (
            "another runner failed",
            JobEvent::RunnerFailed { runner: OTHER, failure: reason(FailureReason::LaunchRefused) },
        ),
        ("its runner taken", JobEvent::RunnerTaken { runner: MINE, instead: None }),
        ("its runner taken, one in exchange", JobEvent::RunnerTaken { runner: MINE, instead: Some(OTHER) }),
        ("its runner lost", JobEvent::RunnerLost { runner: MINE, failure: reason(FailureReason::SpotReclaimed) }),
        ("queued too long", JobEvent::QueuedTooLong),
    ]
}

fn job_in(state: JobState) -> Job {
    let position = match state {
        JobState::Waiting => Position::requested(1, Some(Timestamp::from_secs(1)), false),
        JobState::Queued { .. } | JobState::Starting { .. } | JobState::Failed { .. } => {
            Position::requested(1, None, true)
        }
        JobState::Running { .. } => Position::in_progress(1),
        JobState::Completed { .. } => Position::completed(1),
    };
    Job { state, position, ..Job::unheard(true) }
}

fn runner_states() -> Vec<RunnerState> {
    let (attempt, registration) = (Attempt(0), RegistrationId(7));
    let instance = || "i-0123456789abcdef0".parse().unwrap();
    let taken = ClaimedBy { job: Some(JobId(5)) };
    let why = End::NotNeeded;
    vec![
        RunnerState::Planned,
        RunnerState::Launching { attempt, registration, taken: None },
        RunnerState::Launching { attempt, registration, taken: Some(taken) },
        RunnerState::Booting { instance: instance(), registration },
        RunnerState::Busy { instance: instance(), registration, taken },
        RunnerState::Withdrawing { attempt, registration, why: why.clone() },
        RunnerState::Releasing { instance: instance(), registration, why: why.clone() },
        RunnerState::Stopping { instance: instance(), why: why.clone(), asked: 0 },
        RunnerState::Gone { why },
    ]
}

fn runner_events() -> Vec<(&'static str, RunnerEvent)> {
    let attempt = Attempt(0);
    let capacity = || reason(FailureReason::NoCapacity);
    vec![
        ("registered", RunnerEvent::Registered { registration: RegistrationId(7) }),
        ("not registered", RunnerEvent::NotRegistered { failure: reason(FailureReason::RunnersDisabled) }),
        ("launched", RunnerEvent::Launched { attempt, instance: "i-0123456789abcdef0".parse().unwrap() }),
        ("no capacity", RunnerEvent::NoCapacity { attempt, failure: capacity() }),
        ("no capacity, old attempt", RunnerEvent::NoCapacity { attempt: Attempt(9), failure: capacity() }),
        ("refused", RunnerEvent::Refused { attempt, failure: reason(FailureReason::RoleGone) }),
        ("delayed", RunnerEvent::Delayed { failure: reason(FailureReason::AwsUnavailable) }),
        ("picked up", RunnerEvent::PickedUp { job: JobId(6) }),
        ("job done", RunnerEvent::JobDone),
        ("not needed", RunnerEvent::NotNeeded),
        ("deregistered", RunnerEvent::Deregistered),
        ("still busy", RunnerEvent::StillBusy),
        ("instance gone", RunnerEvent::InstanceGone { failure: reason(FailureReason::SpotReclaimed) }),
        ("too late", RunnerEvent::TooLate),
    ]
}

fn golden(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "../../../golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_job() {
    let mut out = String::from("| in | when | then | and |\n| --- | --- | --- | --- |\n");
    for state in job_states() {
        for (when, event) in job_events() {
            let before = job_in(state.clone());
            let (after, effects) = job::step(before.clone(), &event);
            if after.state == before.state && effects.is_empty() {
                continue;
            }
            let effects: Vec<&str> = effects.iter().map(|effect| effect.name()).collect();
            out.push_str(&format!("| {} | {when} | {} | {} |\n", state.name(), after.state.name(), effects.join(", ")));
        }
    }
    golden("job-transitions", &format!("What is not listed changes nothing.\n\n{out}"));
}

#[test]
fn the_runner() {
    let now = Timestamp::from_secs(1_000);
    let mut out = String::from("| in | when | then | and |\n| --- | --- | --- | --- |\n");
    for state in runner_states() {
        for candidates in [1, 3] {
            for (when, event) in runner_events() {
                let before = Runner { state: state.clone(), candidates, deadline: Some(now), trouble: None };
                let (after, effects) = runner::step(&before, &event, now);
                let last = matches!(event, RunnerEvent::NoCapacity { .. }) && !effects.is_empty();
                let same = after.state == before.state && effects.is_empty();
                if same || (candidates == 1 && !last) || (candidates == 3 && last && state.name() == "withdrawing") {
                    continue;
                }
                let when = if candidates == 1 { format!("{when}, last candidate") } else { when.to_owned() };
                let effects: Vec<&str> = effects.iter().map(|effect| effect.name()).collect();
                out.push_str(&format!(
                    "| {} | {when} | {} | {} |\n",
                    state.name(),
                    after.state.name(),
                    effects.join(", ")
                ));
            }
        }
    }
    golden("runner-transitions", &format!("What is not listed changes nothing.\n\n{out}"));
}

#[test]
fn every_state_and_event_is_in_the_tables() {
    let names = |names: &mut dyn Iterator<Item = &'static str>| names.collect::<BTreeSet<_>>().len();
    assert_eq!(names(&mut job_states().iter().map(JobState::name)), 7);
    assert_eq!(names(&mut job_events().iter().map(|(_, event)| event.name())), 11);
    assert_eq!(names(&mut runner_states().iter().map(RunnerState::name)), 9);
    assert_eq!(names(&mut runner_events().iter().map(|(_, event)| event.name())), 13);
}

#[test]
fn every_state_of_a_runner_has_a_deadline_that_leads_on() {
    let now = Timestamp::from_secs(1_000);
    for state in runner_states() {
        let ended = matches!(state, RunnerState::Gone { .. });
        let before = Runner { state, candidates: 1, deadline: Some(now), trouble: None };
        let (after, effects) = runner::step(&before, &RunnerEvent::TooLate, now);
        assert!(ended || !effects.is_empty(), "{}", before.state.name());
        assert!(
            ended || after.state.name() == "gone" || after.deadline.is_some_and(|at| now < at),
            "{}",
            before.state.name()
        );
    }
}

#[test]
fn nothing_that_may_be_busy_is_terminated() {
    let now = Timestamp::from_secs(1_000);
    for state in runner_states() {
        for (when, event) in runner_events() {
            let before = Runner { state: state.clone(), candidates: 1, deadline: Some(now), trouble: None };
            let (_, effects) = runner::step(&before, &event, now);
            let terminates = effects.iter().any(|effect| matches!(effect, RunnerEffect::Terminate { .. }));
            let safe = !state.may_be_busy() || event == RunnerEvent::Deregistered;
            assert!(!terminates || safe, "{}, {when}", state.name());
        }
    }
}

#[test]
fn another_attempt_only_follows_a_refusal() {
    let now = Timestamp::from_secs(1_000);
    for state in runner_states() {
        for (when, event) in runner_events() {
            let before = Runner { state: state.clone(), candidates: 3, deadline: Some(now), trouble: None };
            let (_, effects) = runner::step(&before, &event, now);
            for effect in effects {
                if let RunnerEffect::Launch { attempt } = effect {
                    let first = attempt == Attempt(0) && matches!(event, RunnerEvent::Registered { .. });
                    assert!(first || matches!(event, RunnerEvent::NoCapacity { .. }), "{}, {when}", state.name());
                }
            }
        }
    }
}

#[test]
fn terminating_is_repeated_with_longer_and_longer_waits() {
    let mut runner = Runner {
        state: runner_states().swap_remove(7),
        candidates: 1,
        deadline: Some(Timestamp::from_secs(0)),
        trouble: None,
    };
    let mut waits = Vec::new();
    for _ in 0..8 {
        let now = runner.deadline.unwrap();
        let (next, effects) = runner::step(&runner, &RunnerEvent::TooLate, now);
        assert!(matches!(effects.as_slice(), [RunnerEffect::Terminate { .. }]));
        waits.push(next.deadline.unwrap().since(now).as_secs() / 60);
        runner = next;
    }
    assert_eq!(waits, [2, 4, 8, 16, 30, 30, 30, 30]);
    assert_eq!(deadline::TERMINATE_AGAIN_AT_MOST.as_secs(), 30 * 60);
}

#[test]
fn a_job_whose_runners_keep_failing_ends_with_the_last_reason() {
    let mut job = job_in(JobState::Starting { runner: MINE });
    for n in 1..=job::MAX_RUNNERS_FAILED {
        let failure = Failure::about(FailureReason::NeverOnline, &format!("runner {n}"));
        let (after, _) = job::step(job, &JobEvent::RunnerFailed { runner: MINE, failure: failure.clone() });
        job = after;
        if n < job::MAX_RUNNERS_FAILED {
            assert_eq!(job.state, JobState::Queued { held: None });
            job = job::step(job, &JobEvent::RunnerPlanned { runner: MINE }).0;
        } else {
            assert_eq!(job.state, JobState::Failed { failure });
        }
    }
}

#[test]
fn a_job_whose_runners_are_always_taken_ends_too() {
    let mut job = job_in(JobState::Starting { runner: MINE });
    for _ in 1..job::MAX_RUNNERS_TAKEN {
        job = job::step(job, &JobEvent::RunnerTaken { runner: MINE, instead: None }).0;
        assert_eq!(job.state, JobState::Queued { held: None });
        job = job::step(job, &JobEvent::RunnerPlanned { runner: MINE }).0;
    }
    job = job::step(job, &JobEvent::RunnerTaken { runner: MINE, instead: None }).0;
    assert_eq!(job.state, JobState::Failed { failure: reason(FailureReason::RunnersTaken) });
}

#[test]
fn a_held_job_is_tried_again_with_its_reason_until_patience_ends_and_then_says_it() {
    let mut job = job_in(JobState::Starting { runner: MINE });
    let failure = Failure::about(FailureReason::AwsUnavailable, "InternalError: An internal error has occurred");
    let mut now = Timestamp::from_secs(1_000);
    for n in 1..=40_u16 {
        let (held, effects) =
            job::step_at(job, &JobEvent::RunnerFailed { runner: MINE, failure: failure.clone() }, now);
        assert_eq!(held.state, JobState::Queued { held: Some(failure.clone()) });
        let [JobEffect::RequestRunnerLater { pause }, told @ ..] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(told.len(), usize::from(n == 1), "told once for each reason");
        now = now.after(*pause);
        job = job::step_at(held, &JobEvent::RunnerPlanned { runner: MINE }, now).0;
        assert_eq!(job.reason(), Some(failure.clone()), "a try is no change of the cause");
    }
    assert_eq!(job.wait.since, Some(Timestamp::from_secs(1_000)));
    let (job, _) = job::step_at(job, &JobEvent::QueuedTooLong, now);
    assert_eq!(job.state, JobState::Failed { failure }, "the deadline does not overwrite the cause");
}

#[test]
fn an_instance_that_keeps_dying_is_not_launched_for_ever() {
    let mut job = job_in(JobState::Starting { runner: MINE });
    let failure = Failure::about(FailureReason::KmsKeyUnusable, "arn:aws:kms:eu-central-1:222233334444:key/1");
    let mut launched = 1;
    while !job.state.is_end() {
        job = job::step(job, &JobEvent::RunnerFailed { runner: MINE, failure: failure.clone() }).0;
        if let JobState::Queued { .. } = job.state {
            job = job::step(job, &JobEvent::RunnerPlanned { runner: MINE }).0;
            launched += 1;
        }
    }
    assert_eq!((launched, job.state.reason()), (6, Some(failure)));
}

#[test]
fn the_reason_of_several_candidates_is_the_one_that_passes_and_a_deadline_keeps_it() {
    let now = Timestamp::from_secs(1_000);
    let launching =
        |attempt| RunnerState::Launching { attempt: Attempt(attempt), registration: RegistrationId(7), taken: None };
    let runner = Runner { state: launching(0), candidates: 2, deadline: Some(now), trouble: None };
    let no_capacity = Failure::about(FailureReason::NoCapacity, "InsufficientInstanceCapacity: eu-central-1a");
    let first = RunnerEvent::NoCapacity { attempt: Attempt(0), failure: no_capacity.clone() };
    let (runner, _) = runner::step(&runner, &first, now);
    assert_eq!((&runner.state, &runner.trouble), (&launching(1), &Some(no_capacity.clone())));
    let last = RunnerEvent::NoCapacity { attempt: Attempt(1), failure: reason(FailureReason::TypeNotOffered) };
    let (gone, effects) = runner::step(&runner, &last, now);
    assert_eq!(gone.state, RunnerState::Gone { why: End::Failed { failure: no_capacity.clone() } });
    assert!(effects.contains(&RunnerEffect::Failed { failure: no_capacity }));

    let disturbed = Failure::about(FailureReason::AwsUnavailable, "InternalError: An internal error has occurred");
    let (runner, _) = runner::step(&runner, &RunnerEvent::Delayed { failure: disturbed.clone() }, now);
    let (withdrawing, effects) = runner::step(&runner, &RunnerEvent::TooLate, now);
    assert_eq!(withdrawing.state.name(), "withdrawing");
    assert!(effects.contains(&RunnerEffect::Failed { failure: disturbed }), "{effects:?}");
}
