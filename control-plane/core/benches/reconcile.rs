//! What a scan's decision costs, at 1,000, 10,000 and 100,000 runners, one in a hundred of them amiss; and the share of
//! the scan's period that it takes.
//!
//! Prints figures; judges nothing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "prints figures, and measures time for them"
)]

use sprinters_core::ids::{Attempt, InstanceId, JobId, RegistrationId, RunnerId, RunnerName, TaggedRunner};
use sprinters_core::job::{JobState, Wait};
use sprinters_core::reconcile::{
    self, Coverage, InstancePhase, NamedRunner, OurJob, OurRunner, Suspects, TheirInstance, TheirRegistration,
};
use sprinters_core::runner::{ClaimedBy, RunnerState};
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Times that each figure is taken; the least is printed.
const TIMES: usize = 5;

/// The shortest period of a scan.
const PERIOD: Duration = Duration::from_secs(30);

fn least(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let mut best = Duration::MAX;
    let mut found = 0;
    for _ in 0..TIMES {
        let began = Instant::now();
        found = black_box(run());
        best = best.min(began.elapsed());
    }
    (best, found)
}

fn main() {
    // `cargo test --benches` would run it too.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("{:<14} {:>8} {:>9} {:>10} {:>10} {:>12}", "scan", "runners", "findings", "ms", "ns each", "of 30 s, %");
    let began = Timestamp::from_secs(1_000_000);
    let now = began.after(Duration::from_secs(3_600));
    for count in [1_000_u64, 10_000, 100_000] {
        let instance = |number: u64| -> InstanceId { format!("i-{number:017x}").parse().unwrap() };
        let states: Vec<(RunnerId, RunnerState)> = (1..=count)
            .map(|number| {
                let taken = ClaimedBy { job: Some(JobId(number)) };
                let registration = RegistrationId(number);
                let state = RunnerState::Busy { instance: instance(number), registration, taken };
                (RunnerId(u128::from(number)), state)
            })
            .collect();
        let ours: Vec<OurRunner<'_>> =
            states.iter().map(|(id, state)| OurRunner { id: *id, state, since: began, misses: 0 }).collect();
        // One in a hundred is not listed, and one in a hundred of theirs is nobody's.
        let instances: Vec<TheirInstance> = (1..=count)
            .filter(|number| number % 100 != 0)
            .chain((1..=count / 100).map(|number| count + number))
            .map(|number| TheirInstance {
                id: instance(number),
                runner: TaggedRunner::read(&RunnerId(u128::from(number)).to_string())
                    .ok()
                    .map(|tagged| (tagged, Attempt(0))),
                phase: InstancePhase::Running,
                launched_at: began,
                ended_because: None,
            })
            .collect();
        let registrations: Vec<TheirRegistration> = (1..=count)
            .rev()
            .filter(|number| number % 100 != 0)
            .map(|number| TheirRegistration {
                id: RegistrationId(number),
                name: RunnerName::from_random(u128::from(number)).as_str().to_owned(),
                busy: true,
                online: true,
            })
            .collect();
        let jobs: Vec<OurJob> = (1..=count)
            .map(|number| OurJob {
                id: JobId(number),
                state: JobState::Running { on: Some(RunnerId(u128::from(number))) },
                since: began,
                queued_at: began,
                heard_at: if number % 100 == 0 { began } else { now },
                requested: false,
                wait: Wait::default(),
                patience: Wait::PATIENCE,
            })
            .collect();
        let runners: BTreeMap<RunnerId, (JobId, RunnerState)> =
            states.iter().map(|(id, state)| (*id, (JobId(id.0 as u64), state.clone()))).collect();
        let (complete, none) = (Coverage::Complete, Suspects::new());
        print("instances", count, least(|| reconcile::instances(&ours, &instances, complete, &none, now).0.len()));
        let none = Suspects::new();
        let names: Vec<RunnerName> = ours.iter().map(|runner| RunnerName::from_random(runner.id.0)).collect();
        let named: Vec<NamedRunner<'_>> =
            ours.iter().zip(&names).map(|(runner, name)| NamedRunner { runner: *runner, name }).collect();
        let found = least(|| reconcile::registrations(&named, &registrations, complete, &none, now).0.len());
        print("registrations", count, found);
        print("jobs", count, least(|| reconcile::jobs(&jobs, &runners, now).len()));
    }
}

fn print(scan: &str, runners: u64, (took, findings): (Duration, usize)) {
    println!(
        "{scan:<14} {runners:>8} {findings:>9} {:>10.2} {:>10.0} {:>12.3}",
        took.as_secs_f64() * 1e3,
        took.as_secs_f64() * 1e9 / runners as f64,
        took.as_secs_f64() / PERIOD.as_secs_f64() * 100.0
    );
}
