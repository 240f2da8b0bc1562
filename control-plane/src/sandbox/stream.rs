//! What happens in the sandbox: jobs of a small company, most of them ordinary, some with the troubles that make people
//! ask why their job waits.

use super::world::{Sandbox, SandboxError};
use sprinters_fakes::aws::{Market, Pool, State};
use sprinters_fakes::github::{NewJob, Status};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// One kind of job, with what happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// It runs and succeeds.
    Succeeds,
    /// It runs and fails, by its own fault.
    Fails,
    /// It waits for an approval first.
    Approved,
    /// Somebody cancels it while its machine boots.
    Cancelled,
    /// There is no spot capacity, so it falls to on demand.
    NoSpot,
    /// AWS takes its spot instance back.
    Reclaimed,
    /// Its label has a mistake.
    Misspelt,
    /// Its label asks for a region that is not connected.
    Elsewhere,
}

/// In which order they come: the first ones show that it works, the others what it does when something does not.
const SCENES: [Scene; 16] = [
    Scene::Succeeds,
    Scene::Succeeds,
    Scene::Succeeds,
    Scene::NoSpot,
    Scene::Misspelt,
    Scene::Succeeds,
    Scene::Approved,
    Scene::Succeeds,
    Scene::Cancelled,
    Scene::Fails,
    Scene::Succeeds,
    Scene::Reclaimed,
    Scene::Succeeds,
    Scene::Elsewhere,
    Scene::Succeeds,
    Scene::Succeeds,
];

/// Type whose spot pools are empty.
const SCARCE: &str = "m7i.xlarge";

impl Scene {
    fn label(self, number: usize) -> &'static str {
        match self {
            Scene::Succeeds => [
                "sprinters:aws:ubuntu-latest",
                "sprinters:aws:ubuntu-24.04-arm:m7g.large:spot=auto",
                "sprinters:aws:cpu=4:ram=16:spot=auto",
            ][number % 3],
            Scene::Fails => "sprinters:aws:ubuntu-latest:t3.xlarge",
            Scene::Approved => "sprinters:aws:ubuntu-22.04",
            Scene::Cancelled => "sprinters:aws:ubuntu-latest:c7i.2xlarge",
            Scene::NoSpot => "sprinters:aws:m7i.xlarge:spot=auto",
            Scene::Reclaimed => "sprinters:aws:m7i.large:spot=rerun",
            Scene::Misspelt => "sprinters:aws:m7i.larg",
            Scene::Elsewhere => "sprinters:aws:eu-central-1",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Scene::Succeeds => "test",
            Scene::Fails => "lint",
            Scene::Approved => "deploy",
            Scene::Cancelled => "preview",
            Scene::NoSpot => "build",
            Scene::Reclaimed => "end-to-end",
            Scene::Misspelt => "nightly",
            Scene::Elsewhere => "release",
        }
    }
}

/// A stream of jobs.
#[derive(Debug)]
pub struct Stream {
    queued: usize,
    jobs: BTreeMap<u64, Playing>,
    /// Between two jobs.
    pace: Duration,
    next: Instant,
}

#[derive(Debug)]
struct Playing {
    scene: Scene,
    since: Instant,
    /// When GitHub said that it runs.
    running: Option<Instant>,
    acted: bool,
}

/// How long a job runs.
const RUNS: Duration = Duration::from_secs(5);

/// How long people take to approve, or to change their mind.
const THINKS: Duration = Duration::from_secs(2);

impl Stream {
    /// A stream with so much time between two jobs.
    #[must_use]
    pub fn new(sandbox: &Sandbox, pace: Duration) -> Stream {
        for zone in ["a", "b", "c", "d", "e", "f"] {
            let zone = format!("us-east-1{zone}");
            sandbox.aws.set_capacity(Pool { instance_type: SCARCE.to_owned(), zone, market: Market::Spot }, Some(0));
        }
        Stream { queued: 0, jobs: BTreeMap::new(), pace, next: Instant::now() }
    }

    /// How many jobs were queued.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queued
    }

    /// How many of them have not ended at GitHub.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.jobs.len()
    }

    /// Whatever people, jobs and AWS do now. Queues a job if its time has come, and `more` are wanted.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn step(&mut self, sandbox: &Sandbox, more: bool) -> Result<(), SandboxError> {
        if more && self.next <= Instant::now() {
            self.queue(sandbox);
            self.next = Instant::now() + self.pace;
        }
        self.adopt_reruns(sandbox);
        let now = Instant::now();
        let mut ended = Vec::new();
        for (id, playing) in &mut self.jobs {
            let Some(job) = sandbox.github.job(*id) else {
                ended.push(*id);
                continue;
            };
            match job.status {
                Status::Completed => ended.push(*id),
                Status::Waiting => {
                    if THINKS <= now - playing.since {
                        sandbox.github.approve(*id);
                    }
                }
                Status::Queued => {
                    if playing.scene == Scene::Cancelled && THINKS + THINKS <= now - playing.since {
                        sandbox.github.cancel_job(*id);
                    }
                }
                Status::InProgress => {
                    let since = *playing.running.get_or_insert(now);
                    running(sandbox, *id, playing, now - since).await?;
                }
            }
        }
        for id in ended {
            self.jobs.remove(&id);
        }
        Ok(())
    }

    /// A job that runs again is another one at GitHub, and nobody here queued it.
    fn adopt_reruns(&mut self, sandbox: &Sandbox) {
        let open = sandbox.github.jobs().into_iter().filter(|job| job.status != Status::Completed);
        for job in open {
            let again = || Playing { scene: Scene::Succeeds, since: Instant::now(), running: None, acted: false };
            self.jobs.entry(job.id).or_insert_with(again);
        }
    }

    fn queue(&mut self, sandbox: &Sandbox) {
        let scene = SCENES[self.queued % SCENES.len()];
        let repository = sandbox.repositories[self.queued % sandbox.repositories.len()];
        let id = sandbox.github.queue_job(&NewJob {
            repository,
            labels: vec![scene.label(self.queued).to_owned()],
            name: scene.name().to_owned(),
            needs_approval: scene == Scene::Approved,
            ..NewJob::default()
        });
        let since = Instant::now();
        self.jobs.insert(id, Playing { scene, since, running: None, acted: false });
        self.queued += 1;
    }
}

async fn running(sandbox: &Sandbox, id: u64, playing: &mut Playing, ran: Duration) -> Result<(), SandboxError> {
    match playing.scene {
        Scene::Reclaimed => {
            if !playing.acted && RUNS / 2 <= ran {
                playing.acted = reclaim(sandbox, id).await?;
            } else if playing.acted && notices(sandbox, id).await? {
                sandbox.github.finish_job(id, "failure");
            }
        }
        Scene::Fails => {
            if RUNS <= ran {
                sandbox.github.finish_job(id, "failure");
            }
        }
        Scene::Succeeds | Scene::Approved | Scene::Cancelled | Scene::NoSpot | Scene::Misspelt | Scene::Elsewhere => {
            if RUNS <= ran {
                sandbox.github.finish_job(id, "success");
            }
        }
    }
    Ok(())
}

/// AWS takes the instance back on which a job runs. Says whether there was one.
async fn reclaim(sandbox: &Sandbox, job: u64) -> Result<bool, SandboxError> {
    let Some(row) = sandbox.store.job(sprinters_core::ids::JobId(job)).await? else { return Ok(false) };
    let Some(runner) = row.runner() else { return Ok(false) };
    let Some(runner) = sandbox.store.runner(runner).await? else { return Ok(false) };
    let Some(instance) = runner.runner.state.instance() else { return Ok(false) };
    let alive = sandbox.aws.instance(instance.as_str()).is_some_and(|instance| instance.state == State::Running);
    if alive {
        sandbox.aws.reclaim(instance.as_str(), false);
    }
    Ok(alive)
}

/// GitHub notices a lost runner after some ten minutes. Here it does as soon as our own scan has seen that the instance
/// is gone.
async fn notices(sandbox: &Sandbox, job: u64) -> Result<bool, SandboxError> {
    let row = sandbox.store.job(sprinters_core::ids::JobId(job)).await?;
    Ok(row.is_some_and(|row| row.job.reclaimed))
}
