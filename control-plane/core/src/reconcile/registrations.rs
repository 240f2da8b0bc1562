//! Runners against the registrations at GitHub of one repository or organisation.

use super::{Coverage, OurRunner, STRIKES, Suspects, older, strike};
use crate::deadline;
use crate::ids::{RegistrationId, RunnerId};
use crate::runner::{RunnerEvent, RunnerState};
use crate::time::Timestamp;

/// A runner that GitHub lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirRegistration {
    /// Its id.
    pub id: RegistrationId,
    /// Its name.
    pub name: String,
    /// Whether a job runs on it.
    pub busy: bool,
    /// Whether GitHub sees it connected.
    pub online: bool,
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationFinding {
    /// Something for the runner's machine.
    Event {
        /// The runner.
        runner: RunnerId,
        /// The event.
        event: RunnerEvent,
    },
    /// Its registration was not in the list: write down so many misses.
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
    /// A registration of ours that no runner wants. GitHub refuses to delete it if it is busy after all, and then it stays.
    Deregister {
        /// Which.
        registration: RegistrationId,
    },
}

/// Compares runners, in the order of their ids, with what GitHub lists in any order. Names that are not ours are other people's runners.
///
/// [`OurRunner::misses`] counts the scans of registrations here, not those of instances.
#[must_use]
pub fn registrations(
    ours: &[OurRunner<'_>],
    theirs: &[TheirRegistration],
    coverage: Coverage,
    suspects: &Suspects<RegistrationId>,
    now: Timestamp,
) -> (Vec<RegistrationFinding>, Suspects<RegistrationId>) {
    let mut findings = Vec::new();
    let mut after = Suspects::new();
    let mut listed: Vec<(RunnerId, &TheirRegistration)> =
        theirs.iter().filter_map(|theirs| Some((RunnerId::from_name(&theirs.name)?, theirs))).collect();
    listed.sort_by_key(|(runner, theirs)| (*runner, theirs.id));
    for (id, theirs) in &listed {
        let runner = ours.binary_search_by_key(id, |runner| runner.id).ok().and_then(|at| ours.get(at));
        let wanted = runner.is_some_and(|runner| runner.state.registration() == Some(theirs.id));
        match (theirs.busy, runner) {
            (true, Some(runner)) if wanted && unknown_to_be_busy(runner.state) => {
                findings.push(RegistrationFinding::Event { runner: *id, event: RunnerEvent::StillBusy });
            }
            // A busy runner is never touched, whoever's it is.
            (true, _) => {}
            (false, Some(runner)) if wanted => {
                if 0 < runner.misses {
                    findings.push(RegistrationFinding::Seen { runner: *id });
                }
            }
            (false, _) => {
                // A registration whose answer was lost is a moment old when its runner is still planned; both get their time.
                let young = runner
                    .is_some_and(|runner| !older(runner.since, deadline::REGISTERING, now) && !over(runner.state));
                if !young && strike(suspects, &mut after, &theirs.id) {
                    findings.push(RegistrationFinding::Deregister { registration: theirs.id });
                }
            }
        }
    }
    if coverage == Coverage::Partial {
        return (findings, after);
    }
    for runner in ours {
        let Some(registration) = runner.state.registration() else { continue };
        let there = listed.binary_search_by_key(&(runner.id, registration), |(id, theirs)| (*id, theirs.id)).is_ok();
        if there || !older(runner.since, deadline::VISIBLE, now) {
            continue;
        }
        let misses = runner.misses.saturating_add(1);
        findings.push(if misses < STRIKES {
            RegistrationFinding::Missed { runner: runner.id, misses }
        } else {
            RegistrationFinding::Event { runner: runner.id, event: RunnerEvent::Deregistered }
        });
    }
    (findings, after)
}

fn unknown_to_be_busy(state: &RunnerState) -> bool {
    match state {
        RunnerState::Launching { taken: None, .. }
        | RunnerState::Booting { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. } => true,
        RunnerState::Planned
        | RunnerState::Launching { taken: Some(_), .. }
        | RunnerState::Busy { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => false,
    }
}

fn over(state: &RunnerState) -> bool {
    match state {
        RunnerState::Stopping { .. } | RunnerState::Gone { .. } => true,
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. } => false,
    }
}
