//! What stands between the two: the machines. An instance that runs reads its user data, starts the runner with the
//! configuration in it, and powers off when the runner ends, however it ends; an instance that AWS ends takes its
//! runner with it.

use crate::aws::{Aws, SeenInstance, State};
use crate::github::{GitHub, RunnerRefused};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// All machines of one AWS, with runners of one GitHub.
#[derive(Debug)]
pub struct Machines {
    aws: Aws,
    github: GitHub,
    boot: Duration,
    running: BTreeMap<String, Runner>,
}

/// A runner on a machine.
#[derive(Debug)]
struct Runner {
    registration: u64,
    /// When its machine gives up without a job, and when it powers off in any case: milliseconds since 1970.
    no_job_by: u64,
    lifetime_over: u64,
    had_job: bool,
}

/// What a step of the machines did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Machines whose runner came online.
    pub booted: Vec<String>,
    /// Machines that powered off by themselves.
    pub powered_off: Vec<String>,
    /// Machines that AWS ended under their runner.
    pub lost: Vec<String>,
}

impl Moved {
    /// Whether anything moved.
    #[must_use]
    pub fn any(&self) -> bool {
        !(self.booted.is_empty() && self.powered_off.is_empty() && self.lost.is_empty())
    }
}

impl Machines {
    /// Machines that take so long from their launch to a runner that is online.
    #[must_use]
    pub fn new(aws: Aws, github: GitHub, boot: Duration) -> Machines {
        Machines { aws, github, boot, running: BTreeMap::new() }
    }

    /// Everything that the machines do of themselves at a moment, in milliseconds since 1970.
    pub fn step(&mut self, now: u64) -> Moved {
        let mut moved = Moved::default();
        let instances = self.aws.live_instances();
        self.lose(&instances, &mut moved);
        for instance in &instances {
            if instance.state != State::Running {
                continue;
            }
            if let Some(runner) = self.running.get_mut(&instance.id) {
                let registered = self.github.registration(runner.registration);
                runner.had_job |= registered.as_ref().is_some_and(|registered| registered.job.is_some());
                let idle_too_long = !runner.had_job && runner.no_job_by <= now;
                if registered.is_none() || idle_too_long || runner.lifetime_over <= now {
                    if registered.is_some() {
                        self.github.runner_died(runner.registration);
                    }
                    self.power_off(&instance.id, &mut moved);
                }
            } else if instance.launched_at.saturating_add(millis(self.boot)) <= now {
                self.boot(instance, now, &mut moved);
            }
        }
        moved
    }

    fn boot(&mut self, instance: &SeenInstance, now: u64, moved: &mut Moved) {
        match self.start_runner(instance, now) {
            Ok(runner) => {
                self.running.insert(instance.id.clone(), runner);
                moved.booted.push(instance.id.clone());
            }
            // Without user data that it understands, or without a registration, a machine powers off.
            Err(_) => self.power_off(&instance.id, moved),
        }
    }

    fn start_runner(&self, instance: &SeenInstance, now: u64) -> Result<Runner, RunnerRefused> {
        let text = self.aws.user_data(&instance.id).ok_or(RunnerRefused::Unreadable)?;
        let data: Value = serde_json::from_str(&text).map_err(|_| RunnerRefused::Unreadable)?;
        let configuration = data.get("jit_config").and_then(Value::as_str).ok_or(RunnerRefused::Unreadable)?;
        let seconds = |name: &str| data.get(name).and_then(Value::as_u64).ok_or(RunnerRefused::Unreadable);
        let (job_wait, lifetime) = (seconds("job_wait_s")?, seconds("lifetime_s")?);
        let online = self.github.runner_online(configuration)?;
        Ok(Runner {
            registration: online.registration,
            no_job_by: now.saturating_add(job_wait * 1_000),
            lifetime_over: now.saturating_add(lifetime * 1_000),
            had_job: online.job.is_some(),
        })
    }

    fn power_off(&mut self, instance: &str, moved: &mut Moved) {
        self.running.remove(instance);
        if self.aws.shut_down(instance) {
            moved.powered_off.push(instance.to_owned());
        }
    }

    /// Runners whose machine is not there any more.
    fn lose(&mut self, instances: &[SeenInstance], moved: &mut Moved) {
        let alive = |id: &String| {
            instances
                .iter()
                .any(|instance| instance.id == *id && matches!(instance.state, State::Pending | State::Running))
        };
        let lost: Vec<String> = self.running.keys().filter(|id| !alive(id)).cloned().collect();
        for id in lost {
            if let Some(runner) = self.running.remove(&id) {
                self.github.runner_died(runner.registration);
                moved.lost.push(id);
            }
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
