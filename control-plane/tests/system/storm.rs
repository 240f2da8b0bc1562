//! A thousand jobs, and a network that repeats, reorders, replays and loses: in the end nothing is left, and every job
//! ran or says why not.

use crate::harness::{On, Universe};
use sprinters_core::ids::JobId;
use sprinters_core::job::{JobState, Position};
use sprinters_fakes::github::Status;
use std::collections::BTreeMap;
use std::time::Duration;

const JOBS: usize = 1_000;
const WAVE: usize = 25;
const LABELS: [&str; 4] = [
    "sprinters:aws:eu-central-1:m7i.large",
    "sprinters:aws:eu-central-1:m7i.large:spot=auto",
    "sprinters:aws:eu-central-1:ubuntu-24.04-arm:m7g.large",
    "sprinters:aws:eu-central-1:m7i.larg",
];

/// Numbers that look random and are the same in every run (xorshift64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

struct Storm {
    universe: Universe,
    dice: Dice,
    sent: Vec<u64>,
    positions: BTreeMap<JobId, Position>,
}

impl Storm {
    /// What waits at GitHub arrives: in another order, twice, late, or never.
    async fn deliver(&mut self) {
        let mut waiting: Vec<u64> = self.universe.github.outbox().iter().map(|delivery| delivery.id).collect();
        while !waiting.is_empty() {
            let id = waiting.swap_remove(self.dice.roll(waiting.len()));
            match self.dice.roll(20) {
                0 => self.universe.github.lose(id),
                1 | 2 => {
                    self.universe.github.deliver(id).await;
                    self.universe.github.deliver(id).await;
                }
                3 if !self.sent.is_empty() => {
                    let old = self.sent[self.dice.roll(self.sent.len())];
                    self.universe.github.deliver(old).await;
                    self.universe.github.deliver(id).await;
                }
                _usual => {
                    self.universe.github.deliver(id).await;
                }
            }
            self.sent.push(id);
        }
    }

    /// Some of what runs ends; now and then somebody cancels.
    fn people(&mut self, all: bool) {
        for job in self.universe.github.jobs() {
            match job.status {
                Status::InProgress if all || self.dice.roll(3) == 0 => {
                    self.universe.github.finish_job(job.id, "success");
                }
                Status::Queued if !all && self.dice.roll(60) == 0 => {
                    self.universe.github.cancel_job(job.id);
                }
                Status::InProgress | Status::Queued | Status::Waiting | Status::Completed => {}
            }
        }
    }

    async fn moment(&mut self, all: bool) {
        self.deliver().await;
        self.universe.ours.worker.settle().await.unwrap();
        self.universe.machines.step(self.universe.clock.now().as_millis());
        self.people(all);
        self.look().await;
        self.universe.clock.advance(Duration::from_secs(20));
    }

    /// What must hold at every moment.
    async fn look(&mut self) {
        let mut live: BTreeMap<String, usize> = BTreeMap::new();
        for instance in self.universe.aws.live_instances() {
            let runner = instance.tags.get("sprinters:runner").cloned().unwrap_or_default();
            *live.entry(runner).or_default() += 1;
        }
        assert!(live.values().all(|count| *count == 1), "I2: {live:?}");
        for job in self.universe.github.jobs() {
            let id = JobId(job.id);
            if let Some(row) = self.universe.ours.store.job(id).await.unwrap() {
                let before = self.positions.insert(id, row.job.position);
                assert!(before.is_none_or(|before| before <= row.job.position), "I10: job {} moved backwards", id.0);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_jobs_come_through_a_storm() {
    storm(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_jobs_come_through_a_storm_on_postgresql() {
    storm(On::Postgres).await;
}

async fn storm(on: On) {
    let universe = Universe::new(on).await;
    let mut storm = Storm { universe, dice: Dice(0x5072_696e_7465_7273), sent: Vec::new(), positions: BTreeMap::new() };
    for wave in 0..JOBS / WAVE {
        for _ in 0..WAVE {
            let label = LABELS[storm.dice.roll(LABELS.len())];
            storm.universe.queue(label);
        }
        storm.moment(false).await;
        if wave % 10 == 9 {
            println!("{on:?}: {} of {JOBS} jobs queued", (wave + 1) * WAVE);
        }
    }
    // It is over: everything that is due happens, minute by minute, for at most some hours.
    for _ in 0..3 * 180 {
        storm.moment(true).await;
        let open = storm.universe.github.jobs().iter().any(|job| job.status != Status::Completed);
        if !open && storm.universe.aws.live_instances().is_empty() && storm.universe.github.outbox().is_empty() {
            break;
        }
    }
    storm.universe.pass(Duration::from_secs(15 * 60)).await;
    storm.universe.assert_nothing_is_left().await;
    let jobs = storm.universe.github.jobs();
    assert_eq!(jobs.len(), JOBS);
    let mut ended: BTreeMap<String, usize> = BTreeMap::new();
    for job in jobs {
        let state = storm.universe.state(JobId(job.id)).await;
        let word = match &state {
            JobState::Completed { .. } | JobState::Failed { .. } => {
                state.reason().map_or_else(|| "ran".to_owned(), |failure| failure.reason().code().to_owned())
            }
            JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => {
                panic!("I4: job {} is {state:?} here and {:?} at GitHub", job.id, job.status)
            }
        };
        *ended.entry(word).or_default() += 1;
    }
    println!("{on:?}: {ended:?}");
    assert!(JOBS / 2 < ended.get("ran").copied().unwrap_or_default(), "{ended:?}");
    assert_eq!(ended.keys().map(String::as_str).collect::<Vec<_>>(), ["cancelled", "label-wrong", "ran"]);
}
