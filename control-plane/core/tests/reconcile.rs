//! What the scans conclude, case by case.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use sprinters_core::deadline;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, InstanceId, JobId, RegistrationId, RunnerId, RunnerName, TaggedRunner};
use sprinters_core::job::{JobEvent, JobState, Wait};
use sprinters_core::reconcile::{
    Coverage, InstanceFinding, InstancePhase, JobFinding, NamedRunner, OurJob, OurRunner, RegistrationFinding,
    Suspects, TheirInstance, TheirRegistration, instances, jobs, registrations,
};
use sprinters_core::runner::{ClaimedBy, End, RunnerEvent, RunnerState};
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

const START: Timestamp = Timestamp::from_secs(1_000_000);
const ATTEMPT: Attempt = Attempt(0);
const REGISTRATION: RegistrationId = RegistrationId(7);

fn id(n: u32) -> InstanceId {
    format!("i-{n:08x}").parse().unwrap()
}

fn booting(n: u32) -> RunnerState {
    RunnerState::Booting { instance: id(n), registration: REGISTRATION }
}

fn busy(n: u32) -> RunnerState {
    RunnerState::Busy { instance: id(n), registration: REGISTRATION, taken: ClaimedBy { job: Some(JobId(1)) } }
}

fn launching() -> RunnerState {
    RunnerState::Launching { attempt: ATTEMPT, registration: REGISTRATION, taken: None }
}

fn ours(runner: u128, state: &RunnerState) -> OurRunner<'_> {
    OurRunner { id: RunnerId(runner), state, since: START, misses: 0 }
}

fn tagged(runner: u128) -> TaggedRunner {
    TaggedRunner::read(&RunnerId(runner).to_string()).unwrap()
}

fn theirs(n: u32, runner: u128, phase: InstancePhase) -> TheirInstance {
    TheirInstance { id: id(n), runner: Some((tagged(runner), ATTEMPT)), phase, launched_at: START, ended_because: None }
}

fn late() -> Timestamp {
    START.after(Duration::from_hours(1))
}

fn scan(ours: &[OurRunner<'_>], theirs: &[TheirInstance]) -> Vec<InstanceFinding> {
    instances(ours, theirs, Coverage::Complete, &Suspects::new(), late()).0
}

#[test]
fn all_is_well() {
    let states = [booting(1), busy(2), launching()];
    let runners = [ours(1, &states[0]), ours(2, &states[1]), ours(3, &states[2])];
    let found = [theirs(1, 1, InstancePhase::Pending), theirs(2, 2, InstancePhase::Running)];
    assert_eq!(scan(&runners, &found), []);
}

#[test]
fn an_answer_that_was_lost_is_found_in_the_list() {
    let state = launching();
    let launched = RunnerEvent::Launched { attempt: ATTEMPT, instance: id(1) };
    assert_eq!(
        scan(&[ours(1, &state)], &[theirs(1, 1, InstancePhase::Pending)]),
        [InstanceFinding::Event { runner: RunnerId(1), event: launched }]
    );
}

#[test]
fn an_instance_that_ended_is_gone_with_its_reason() {
    let state = busy(1);
    let reclaimed: Failure = FailureReason::SpotReclaimed.into();
    for phase in [InstancePhase::ShuttingDown, InstancePhase::Terminated] {
        let ended = TheirInstance { ended_because: Some(reclaimed.clone()), ..theirs(1, 1, phase) };
        let event = RunnerEvent::InstanceGone { failure: reclaimed.clone() };
        assert_eq!(scan(&[ours(1, &state)], &[ended]), [InstanceFinding::Event { runner: RunnerId(1), event }]);
    }
}

#[test]
fn what_ends_with_a_job_on_it_is_lost_and_what_ends_without_one_has_failed() {
    let because = Failure::about(FailureReason::InstanceFailed, "Server.InternalError: the host failed");
    for (state, reason) in [(busy(1), FailureReason::RunnerLost), (booting(1), FailureReason::InstanceFailed)] {
        let ended = TheirInstance { ended_because: Some(because.clone()), ..theirs(1, 1, InstancePhase::Terminated) };
        let failure = Failure::about(reason, "Server.InternalError: the host failed");
        let event = RunnerEvent::InstanceGone { failure };
        assert_eq!(scan(&[ours(1, &state)], &[ended]), [InstanceFinding::Event { runner: RunnerId(1), event }]);
    }
}

#[test]
fn what_is_missing_is_believed_the_second_time() {
    let state = booting(1);
    assert_eq!(scan(&[ours(1, &state)], &[]), [InstanceFinding::Missed { runner: RunnerId(1), misses: 1 }]);
    let again = OurRunner { misses: 1, ..ours(1, &state) };
    let [InstanceFinding::Event { runner, event: RunnerEvent::InstanceGone { failure } }] = &scan(&[again], &[])[..]
    else {
        panic!("it is not believed");
    };
    assert_eq!((*runner, failure.reason()), (RunnerId(1), FailureReason::InstanceFailed));
    assert_eq!(
        scan(&[again], &[theirs(1, 1, InstancePhase::Running)]),
        [InstanceFinding::Seen { runner: RunnerId(1) }]
    );
}

#[test]
fn a_list_that_broke_off_or_came_too_early_proves_nothing_missing() {
    let state = booting(1);
    let runners = [OurRunner { misses: 1, ..ours(1, &state) }];
    assert_eq!(instances(&runners, &[], Coverage::Partial, &Suspects::new(), late()).0, []);
    let early = START.after(deadline::VISIBLE - Duration::from_secs(1));
    assert_eq!(instances(&runners, &[], Coverage::Complete, &Suspects::new(), early).0, []);
}

/// Scans twice, and gives the findings of each.
fn twice(ours: &[OurRunner<'_>], theirs: &[TheirInstance], now: Timestamp) -> (usize, Vec<InstanceFinding>) {
    let (first, suspects) = instances(ours, theirs, Coverage::Partial, &Suspects::new(), now);
    let (second, _) = instances(ours, theirs, Coverage::Partial, &suspects, now);
    (first.len(), second)
}

#[test]
fn an_orphan_is_ended_at_the_second_sight_and_not_while_it_is_young() {
    let orphan = [theirs(1, 9, InstancePhase::Running)];
    let end = vec![InstanceFinding::EndOrphan { instance: id(1), runner: Some(tagged(9)) }];
    assert_eq!(twice(&[], &orphan, late()), (0, end.clone()));
    let gone = RunnerState::Gone { why: End::NotNeeded };
    assert_eq!(twice(&[ours(9, &gone)], &orphan, late()), (0, end));
    let young = START.after(deadline::ORPHAN - Duration::from_secs(1));
    assert_eq!(twice(&[], &orphan, young), (0, vec![]));
    assert_eq!(twice(&[], &[theirs(1, 9, InstancePhase::Terminated)], late()), (0, vec![]));
}

#[test]
fn a_second_instance_of_a_runner_is_an_orphan_and_the_first_is_not() {
    let state = busy(1);
    let both = [theirs(1, 1, InstancePhase::Running), theirs(2, 1, InstancePhase::Running)];
    let end = vec![InstanceFinding::EndOrphan { instance: id(2), runner: Some(tagged(1)) }];
    assert_eq!(twice(&[ours(1, &state)], &both, late()), (0, end));
}

#[test]
fn an_instance_whose_tags_cannot_be_read_is_kept_until_no_job_can_run_on_it() {
    let strange = [TheirInstance { runner: None, ..theirs(1, 1, InstancePhase::Running) }];
    assert_eq!(twice(&[], &strange, late()), (0, vec![]));
    let after = START.after(deadline::INSTANCE_OWN_LIMIT);
    assert_eq!(twice(&[], &strange, after), (0, vec![InstanceFinding::EndOrphan { instance: id(1), runner: None }]));
}

fn name(runner: u128) -> RunnerName {
    RunnerName::from_random(runner << 64)
}

/// Runners at one place, compared with what is listed there.
fn scan_registrations(
    ours: &[OurRunner<'_>],
    theirs: &[TheirRegistration],
    coverage: Coverage,
    suspects: &Suspects<RegistrationId>,
) -> (Vec<RegistrationFinding>, Suspects<RegistrationId>) {
    let names: Vec<RunnerName> = ours.iter().map(|runner| name(runner.id.0)).collect();
    let ours: Vec<NamedRunner<'_>> =
        ours.iter().zip(&names).map(|(runner, name)| NamedRunner { runner: *runner, name }).collect();
    registrations(&ours, theirs, coverage, suspects, late())
}

fn registered(id: u64, runner: u128, busy: bool) -> TheirRegistration {
    TheirRegistration { id: RegistrationId(id), name: name(runner).as_str().to_owned(), busy, online: true }
}

fn twice_registered(ours: &[OurRunner<'_>], theirs: &[TheirRegistration]) -> Vec<RegistrationFinding> {
    let (_, suspects) = scan_registrations(ours, theirs, Coverage::Complete, &Suspects::new());
    scan_registrations(ours, theirs, Coverage::Complete, &suspects).0
}

#[test]
fn a_registration_without_a_runner_is_deleted_unless_it_is_busy_or_somebody_elses() {
    let gone = RunnerState::Gone { why: End::Finished };
    let runners = [ours(1, &gone)];
    let deregister = |id| RegistrationFinding::Deregister { registration: RegistrationId(id) };
    assert_eq!(
        twice_registered(&runners, &[registered(5, 1, false), registered(6, 2, false)]),
        [deregister(5), deregister(6)]
    );
    assert_eq!(twice_registered(&runners, &[registered(5, 1, true), registered(6, 2, true)]), []);
    let other = TheirRegistration { id: RegistrationId(5), name: "build-box".to_owned(), busy: false, online: true };
    assert_eq!(twice_registered(&[], &[other]), []);
    let (first, _) = scan_registrations(&[], &[registered(5, 1, false)], Coverage::Complete, &Suspects::new());
    assert_eq!(first, [], "one strike is not enough");
}

#[test]
fn a_registration_of_the_same_name_with_another_number_is_not_the_runner() {
    let booting = booting(1);
    let findings = twice_registered(&[ours(1, &booting)], &[registered(8, 1, true)]);
    assert_eq!(findings, [RegistrationFinding::Missed { runner: RunnerId(1), misses: 1 }], "busy is another one");
}

#[test]
fn github_says_who_is_busy_and_who_is_not_registered_any_more() {
    let (booting, busy) = (booting(1), busy(2));
    let event = |runner, event| RegistrationFinding::Event { runner: RunnerId(runner), event };
    assert_eq!(twice_registered(&[ours(1, &booting)], &[registered(7, 1, true)]), [event(1, RunnerEvent::StillBusy)]);
    assert_eq!(twice_registered(&[ours(2, &busy)], &[registered(7, 2, true)]), []);
    let absent = [OurRunner { misses: 1, ..ours(1, &booting) }, ours(2, &busy)];
    let expected =
        [event(1, RunnerEvent::Deregistered), RegistrationFinding::Missed { runner: RunnerId(2), misses: 1 }];
    assert_eq!(twice_registered(&absent, &[]), expected);
    assert_eq!(scan_registrations(&absent, &[], Coverage::Partial, &Suspects::new()).0, []);
}

fn job(n: u64, state: JobState) -> OurJob {
    let (wait, patience) = (Wait::default(), Wait::PATIENCE);
    OurJob { id: JobId(n), state, since: START, queued_at: START, heard_at: START, requested: false, wait, patience }
}

fn scan_jobs(jobs_: &[OurJob], runners: &[(u128, RunnerState)], minutes: u64) -> Vec<JobFinding> {
    let runners: BTreeMap<RunnerId, (JobId, RunnerState)> =
        runners.iter().map(|(id, state)| (RunnerId(*id), (JobId(1), state.clone()))).collect();
    jobs(jobs_, &runners, START.after(Duration::from_mins(minutes)))
}

#[test]
fn a_job_whose_request_was_lost_asks_again_and_then_asks_github() {
    let queued = job(1, JobState::Queued { held: None });
    assert_eq!(scan_jobs(std::slice::from_ref(&queued), &[], 0), []);
    assert_eq!(scan_jobs(std::slice::from_ref(&queued), &[], 1), [JobFinding::RequestRunner { job: JobId(1) }]);
    let requested = OurJob { requested: true, ..queued.clone() };
    assert_eq!(scan_jobs(std::slice::from_ref(&requested), &[], 1), []);
    assert_eq!(scan_jobs(&[requested], &[], 15), [JobFinding::Ask { job: JobId(1) }]);
    let ends = scan_jobs(&[queued], &[], 24 * 60);
    assert_eq!(ends[0], JobFinding::Event { job: JobId(1), event: JobEvent::QueuedTooLong });
}

#[test]
fn a_job_whose_runner_ended_hears_of_it_even_if_the_event_was_lost() {
    let starting = [job(1, JobState::Starting { runner: RunnerId(5) })];
    let event = |event| vec![JobFinding::Event { job: JobId(1), event }];
    let runner = RunnerId(5);
    let failure: Failure = FailureReason::NeverOnline.into();
    let gone = RunnerState::Gone { why: End::Failed { failure: failure.clone() } };
    assert_eq!(scan_jobs(&starting, &[(5, gone)], 1), event(JobEvent::RunnerFailed { runner, failure }));
    let finished = RunnerState::Gone { why: End::Finished };
    assert_eq!(scan_jobs(&starting, &[(5, finished)], 1), event(JobEvent::RunnerTaken { runner, instead: None }));
    let stolen =
        RunnerState::Busy { instance: id(1), registration: REGISTRATION, taken: ClaimedBy { job: Some(JobId(2)) } };
    assert_eq!(scan_jobs(&starting, &[(5, stolen)], 1), event(JobEvent::RunnerTaken { runner, instead: None }));
    let internal = FailureReason::Internal.into();
    assert_eq!(scan_jobs(&starting, &[], 1), event(JobEvent::RunnerFailed { runner, failure: internal }));
    assert_eq!(scan_jobs(&starting, &[(5, booting(1))], 1), []);
}

#[test]
fn a_runner_that_no_job_waits_for_is_not_needed_unless_a_job_is_on_it() {
    let not_needed = [JobFinding::NotNeeded { runner: RunnerId(5) }];
    assert_eq!(scan_jobs(&[], &[(5, RunnerState::Planned)], 1), not_needed);
    assert_eq!(scan_jobs(&[], &[(5, launching())], 1), not_needed);
    assert_eq!(scan_jobs(&[], &[(5, booting(1))], 1), not_needed);
    assert_eq!(scan_jobs(&[], &[(5, busy(1))], 1), []);
}

#[test]
fn a_held_job_is_given_up_when_its_account_has_waited_long_enough() {
    let held = |reason: FailureReason| OurJob {
        requested: true,
        wait: Wait { since: Some(START), ..Wait::default() },
        patience: Duration::from_hours(2),
        ..job(1, JobState::Queued { held: Some(reason.into()) })
    };
    let too_long = JobFinding::Event { job: JobId(1), event: JobEvent::QueuedTooLong };
    let found = |reason, minutes| scan_jobs(&[held(reason)], &[], minutes).contains(&too_long);
    assert!(!found(FailureReason::NoCapacity, 119));
    assert!(found(FailureReason::NoCapacity, 120));
    assert!(!found(FailureReason::AccountRunnerLimit, 23 * 60), "its own limit is no matter of patience");
    assert!(found(FailureReason::AccountRunnerLimit, 24 * 60), "then GitHub gives it up");
}
