//! Runners against the registrations at GitHub of one repository or organisation.

use super::{Coverage, OurRunner, STRIKES, Suspects, older, strike};
use crate::deadline;
use crate::ids::{RegistrationId, RunnerId, RunnerName};
use crate::runner::{RunnerEvent, RunnerState};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A runner of ours at one place where runners are registered.
#[derive(Debug, Clone, Copy)]
pub struct NamedRunner<'a> {
    /// The runner.
    pub runner: OurRunner<'a>,
    /// What it is called there.
    pub name: &'a RunnerName,
}

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
    /// A registration of ours that no runner wants. GitHub refuses to delete it if it is busy after all, and then it
    /// stays.
    Deregister {
        /// Which.
        registration: RegistrationId,
    },
}

/// Compares the runners of one repository or organisation, in the order of their ids, with what GitHub lists there in
/// any order. Names that are not ours are other people's runners; and one that is called like a runner of ours is it
/// only with the number that GitHub gave to ours.
///
/// [`OurRunner::misses`] counts the scans of registrations here, not those of instances.
#[must_use]
pub fn registrations(
    ours: &[NamedRunner<'_>],
    theirs: &[TheirRegistration],
    coverage: Coverage,
    suspects: &Suspects<RegistrationId>,
    now: Timestamp,
) -> (Vec<RegistrationFinding>, Suspects<RegistrationId>) {
    let mut findings = Vec::new();
    let mut after = Suspects::new();
    let by_name: BTreeMap<&str, &OurRunner<'_>> =
        ours.iter().map(|named| (named.name.as_str(), &named.runner)).collect();
    let mut listed: Vec<&TheirRegistration> =
        theirs.iter().filter(|theirs| RunnerName::is_possible(&theirs.name)).collect();
    listed.sort_by_key(|theirs| {
        let runner = by_name.get(theirs.name.as_str()).map(|runner| runner.id);
        (runner.is_none(), runner, theirs.id)
    });
    for theirs in &listed {
        let runner = by_name.get(theirs.name.as_str());
        let wanted = runner.is_some_and(|runner| runner.state.registration() == Some(theirs.id));
        match (theirs.busy, runner) {
            (true, Some(runner)) if wanted && unknown_to_be_busy(runner.state) => {
                findings.push(RegistrationFinding::Event { runner: runner.id, event: RunnerEvent::StillBusy });
            }
            // A busy runner is never touched, whoever's it is.
            (true, _) => {}
            (false, Some(runner)) if wanted => {
                if 0 < runner.misses {
                    findings.push(RegistrationFinding::Seen { runner: runner.id });
                }
            }
            (false, _) => {
                // A registration whose answer was lost is a moment old when its runner is still planned; both get their
                // time.
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
    let there: BTreeSet<(&str, RegistrationId)> =
        listed.iter().map(|theirs| (theirs.name.as_str(), theirs.id)).collect();
    for NamedRunner { runner, name } in ours {
        let Some(registration) = runner.state.registration() else { continue };
        let there = there.contains(&(name.as_str(), registration));
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
