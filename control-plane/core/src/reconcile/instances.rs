//! Runners against the instances that carry our tags.

use super::{Coverage, STRIKES, Suspects, older, strike};
use crate::deadline;
use crate::failure::{Failure, FailureReason};
use crate::ids::{Attempt, InstanceId, RunnerId, TaggedRunner};
use crate::runner::{RunnerEvent, RunnerState};
use crate::time::Timestamp;
use std::cmp::Ordering;

/// One of our runners. Gone ones may be left out.
#[derive(Debug, Clone, Copy)]
pub struct OurRunner<'a> {
    /// Its id.
    pub id: RunnerId,
    /// Where it stands.
    pub state: &'a RunnerState,
    /// When it came to stand there.
    pub since: Timestamp,
    /// How many scans in a row have missed it.
    pub misses: u8,
}

/// An instance that carries our deployment's tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirInstance {
    /// Its id.
    pub id: InstanceId,
    /// Runner and attempt from its tags; none if they cannot be read. Such an instance is still listed: what is dropped
    /// here is never cleaned up.
    pub runner: Option<(TaggedRunner, Attempt)>,
    /// What EC2 says of it.
    pub phase: InstancePhase,
    /// When it was launched.
    pub launched_at: Timestamp,
    /// Why it ended, as far as EC2 says: a reason for people.
    pub ended_because: Option<Failure>,
}

/// EC2's states of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstancePhase {
    /// Starting.
    Pending,
    /// Running.
    Running,
    /// Ending: no job runs on it any more.
    ShuttingDown,
    /// Stopped, which ours never are by themselves: somebody did that by hand.
    Stopped,
    /// Ended. Listed for an hour or so.
    Terminated,
}

impl InstancePhase {
    fn alive(self) -> bool {
        match self {
            InstancePhase::Pending | InstancePhase::Running | InstancePhase::Stopped => true,
            InstancePhase::ShuttingDown | InstancePhase::Terminated => false,
        }
    }
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstanceFinding {
    /// Something for the runner's machine.
    Event {
        /// The runner.
        runner: RunnerId,
        /// The event.
        event: RunnerEvent,
    },
    /// The runner's instance was not in the list: write down so many misses.
    Missed {
        /// The runner.
        runner: RunnerId,
        /// In a row.
        misses: u8,
    },
    /// It was there again: forget the misses.
    Seen {
        /// The runner.
        runner: RunnerId,
    },
    /// An instance of ours that no runner wants. If a registration of that runner's name exists, delete it first, and
    /// leave the instance alone if GitHub says that it is busy; then terminate.
    EndOrphan {
        /// The instance.
        instance: InstanceId,
        /// Whose it says it is: of the same connection, or nobody's.
        runner: Option<TaggedRunner>,
    },
}

/// Compares the runners of one connection with the instances that were read through it. Both in the order of runner
/// ids; instances without a readable one anywhere.
///
/// Gives the findings, and the suspects to hand over to the next scan.
#[must_use]
pub fn instances(
    ours: &[OurRunner<'_>],
    theirs: &[TheirInstance],
    coverage: Coverage,
    suspects: &Suspects<InstanceId>,
    now: Timestamp,
) -> (Vec<InstanceFinding>, Suspects<InstanceId>) {
    let mut scan = Scan { coverage, suspects, after: Suspects::new(), findings: Vec::new(), now };
    let mut theirs = theirs.iter().peekable();
    let mut ours = ours.iter().peekable();
    loop {
        let next_theirs = theirs.peek().map(|instance| instance.runner);
        match (ours.peek(), next_theirs) {
            (None, None) => break,
            (_, Some(None)) => {
                if let Some(instance) = theirs.next() {
                    scan.unreadable(instance);
                }
            }
            (Some(runner), Some(Some((tagged, _)))) => match tagged.compare(runner.id) {
                Ordering::Greater => {
                    scan.compare(runner, &[]);
                    ours.next();
                }
                Ordering::Less => {
                    if let Some(instance) = theirs.next() {
                        scan.unknown(instance);
                    }
                }
                Ordering::Equal => {
                    let mut same = Vec::new();
                    while let Some(instance) = theirs.next_if(|i| i.runner.is_some_and(|(of, _)| of == tagged)) {
                        same.push(instance);
                    }
                    scan.compare(runner, &same);
                    ours.next();
                }
            },
            (Some(runner), None) => {
                scan.compare(runner, &[]);
                ours.next();
            }
            (None, Some(Some(_))) => {
                if let Some(instance) = theirs.next() {
                    scan.unknown(instance);
                }
            }
        }
    }
    (scan.findings, scan.after)
}

struct Scan<'a> {
    coverage: Coverage,
    suspects: &'a Suspects<InstanceId>,
    after: Suspects<InstanceId>,
    findings: Vec<InstanceFinding>,
    now: Timestamp,
}

impl Scan<'_> {
    fn event(&mut self, runner: RunnerId, event: RunnerEvent) {
        self.findings.push(InstanceFinding::Event { runner, event });
    }

    fn compare(&mut self, runner: &OurRunner<'_>, found: &[&TheirInstance]) {
        match runner.state {
            // No call was made yet, or it is over: an instance of such a runner is nobody's.
            RunnerState::Planned | RunnerState::Gone { .. } => found.iter().for_each(|instance| self.unknown(instance)),
            RunnerState::Launching { attempt, .. } | RunnerState::Withdrawing { attempt, .. } => {
                self.launch_under_way(runner, *attempt, found);
            }
            RunnerState::Booting { instance, .. }
            | RunnerState::Busy { instance, .. }
            | RunnerState::Releasing { instance, .. }
            | RunnerState::Stopping { instance, .. } => self.instance_known(runner, instance, found),
        }
    }

    /// The answer of RunInstances has not come: the list may have the instance.
    fn launch_under_way(&mut self, runner: &OurRunner<'_>, attempt: Attempt, found: &[&TheirInstance]) {
        for instance in found {
            // It is in the list because its tag says that it is this runner's.
            if instance.runner.is_none_or(|(_, of)| of != attempt) {
                self.unknown(instance);
            } else if instance.phase.alive() {
                let event = RunnerEvent::Launched { attempt, instance: instance.id.clone() };
                self.event(runner.id, event);
            } else {
                let failure = ended(instance, runner.state);
                self.event(runner.id, RunnerEvent::InstanceGone { failure });
            }
        }
    }

    fn instance_known(&mut self, runner: &OurRunner<'_>, id: &InstanceId, found: &[&TheirInstance]) {
        let mut seen = false;
        for instance in found {
            if instance.id != *id {
                // A second instance of one runner: from an attempt that was answered as refused.
                self.unknown(instance);
            } else if instance.phase.alive() {
                seen = true;
            } else {
                let failure = ended(instance, runner.state);
                return self.event(runner.id, RunnerEvent::InstanceGone { failure });
            }
        }
        if seen {
            if 0 < runner.misses {
                self.findings.push(InstanceFinding::Seen { runner: runner.id });
            }
            return;
        }
        if self.coverage == Coverage::Partial || !older(runner.since, deadline::VISIBLE, self.now) {
            return;
        }
        let misses = runner.misses.saturating_add(1);
        if misses < STRIKES {
            return self.findings.push(InstanceFinding::Missed { runner: runner.id, misses });
        }
        let failure = gone_without_a_word(runner.state);
        self.event(runner.id, RunnerEvent::InstanceGone { failure });
    }

    fn unknown(&mut self, instance: &TheirInstance) {
        self.orphan(instance, deadline::ORPHAN);
    }

    /// Without the runner's name GitHub cannot be asked whether it is busy. So it is left until no job can run any
    /// more.
    fn unreadable(&mut self, instance: &TheirInstance) {
        self.orphan(instance, deadline::INSTANCE_OWN_LIMIT);
    }

    fn orphan(&mut self, instance: &TheirInstance, age: std::time::Duration) {
        if !instance.phase.alive() || !older(instance.launched_at, age, self.now) {
            return;
        }
        if strike(self.suspects, &mut self.after, &instance.id) {
            let runner = instance.runner.map(|(runner, _)| runner);
            self.findings.push(InstanceFinding::EndOrphan { instance: instance.id.clone(), runner });
        }
    }
}

fn ended(instance: &TheirInstance, state: &RunnerState) -> Failure {
    let Some(because) = &instance.ended_because else { return gone_without_a_word(state) };
    match (because.reason(), because.detail()) {
        // EC2 gives the same reasons before and after a job began; people must know which.
        (FailureReason::InstanceFailed, Some(detail)) if had_a_job(state) => {
            Failure::about(FailureReason::RunnerLost, detail)
        }
        (_, _) => because.clone(),
    }
}

fn gone_without_a_word(state: &RunnerState) -> Failure {
    if had_a_job(state) {
        return FailureReason::RunnerLost.into();
    }
    Failure::about(FailureReason::InstanceFailed, "EC2 names no failure: it shut itself down, or is not there any more")
}

fn had_a_job(state: &RunnerState) -> bool {
    match state {
        RunnerState::Busy { .. } | RunnerState::Stopping { .. } => true,
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Gone { .. } => false,
    }
}
