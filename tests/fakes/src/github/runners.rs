//! Self-hosted runners: registered by a just-in-time configuration, online for one job, gone after it.

use super::GitHub;
use super::keys;
use super::state::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Where a runner is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// At the repository of this number.
    Repository(i64),
    /// At the organisation of this number.
    Organization(i64),
}

/// A registered runner.
#[derive(Debug, Clone)]
pub(super) struct Runner {
    pub(super) id: u64,
    pub(super) site: Site,
    pub(super) name: String,
    pub(super) labels: Vec<String>,
    pub(super) group: u64,
    /// Whether its configuration was used.
    pub(super) used: bool,
    pub(super) online: bool,
    pub(super) online_since: u64,
    /// Since when it is offline.
    pub(super) offline_since: u64,
    pub(super) job: Option<u64>,
    secret: String,
}

/// A registration, for those who judge from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// GitHub's number of it.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Where.
    pub site: Site,
    /// Its labels.
    pub labels: Vec<String>,
    /// Whether it is connected.
    pub online: bool,
    /// The job that runs on it.
    pub job: Option<u64>,
}

/// A runner that came online.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Online {
    /// GitHub's number of its registration.
    pub registration: u64,
    /// Its name.
    pub name: String,
    /// The job it got at once. If none, it waits; [`GitHub::registration`] says when it gets one and when it is gone.
    pub job: Option<u64>,
}

/// Why a runner could not come online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RunnerRefused {
    /// The configuration is none of ours.
    #[error("not a just-in-time configuration of this GitHub")]
    Unreadable,
    /// Its registration does not exist any more.
    #[error("the registration does not exist any more")]
    Gone,
    /// Another runner started with it: it is good for one.
    #[error("the configuration was used already")]
    Used,
}

/// How long an online runner may be idle: GitHub ends such just-in-time runners after 2 to 6 minutes.
const IDLE: u64 = 5 * 60_000;

/// After what time an offline ephemeral runner is removed.
const OFFLINE: u64 = 24 * 3_600_000;

/// After what time a job fails whose runner stopped talking.
const LOST: u64 = 10 * 60_000;

/// Longest name of a runner in characters, and most labels.
pub(super) const MAX_NAME: usize = 64;
pub(super) const MAX_LABELS: usize = 100;

impl State {
    /// Registers a runner; answers with its number and its configuration.
    pub(super) fn register(&mut self, site: Site, name: &str, labels: Vec<String>, group: u64) -> (u64, String) {
        let id = self.next_id();
        let secret = keys::random("", 40);
        let configuration = configuration(id, name, &secret);
        let runner = Runner {
            id,
            site,
            name: name.to_owned(),
            labels,
            group,
            used: false,
            online: false,
            online_since: 0,
            offline_since: self.now,
            job: None,
            secret,
        };
        self.runners.insert(id, runner);
        (id, configuration)
    }

    fn online(&mut self, configuration: &str) -> Result<Online, RunnerRefused> {
        let (id, secret) = read(configuration).ok_or(RunnerRefused::Unreadable)?;
        let now = self.now;
        let runner = self.runners.get_mut(&id).ok_or(RunnerRefused::Gone)?;
        if runner.secret != secret {
            return Err(RunnerRefused::Unreadable);
        }
        if runner.used {
            return Err(RunnerRefused::Used);
        }
        (runner.used, runner.online, runner.online_since) = (true, true, now);
        let name = runner.name.clone();
        self.changed += 1;
        self.route();
        let job = self.runners.get(&id).and_then(|runner| runner.job);
        Ok(Online { registration: id, name, job })
    }

    fn died(&mut self, id: u64) -> bool {
        let now = self.now;
        let Some(runner) = self.runners.get_mut(&id) else { return false };
        runner.online = false;
        runner.offline_since = now;
        self.changed += 1;
        true
    }

    /// What time does to runners.
    pub(super) fn sweep_runners(&mut self) {
        let now = self.now;
        let idle = |runner: &Runner| runner.online && runner.job.is_none() && IDLE <= now - runner.online_since;
        let old = |runner: &Runner| !runner.online && runner.job.is_none() && OFFLINE <= now - runner.offline_since;
        let before = self.runners.len();
        self.runners.retain(|_, runner| !idle(runner) && !old(runner));
        self.changed += u64::from(self.runners.len() != before);
        let lost = |runner: &&Runner| !runner.online && LOST <= now - runner.offline_since;
        let jobs: Vec<u64> = self.runners.values().filter(lost).filter_map(|runner| runner.job).collect();
        for job in jobs {
            self.end_job(job, "failure");
        }
    }

    pub(super) fn registration(&self, runner: &Runner) -> Registration {
        Registration {
            id: runner.id,
            name: runner.name.clone(),
            site: runner.site,
            labels: runner.labels.clone(),
            online: runner.online,
            job: runner.job,
        }
    }
}

/// In GitHub's form: files of the runner by name, each in base64, all of it in base64.
fn configuration(id: u64, name: &str, secret: &str) -> String {
    let file = |value: &Value| STANDARD.encode(value.to_string());
    let runner = json!({
        "AgentId": id.to_string(), "AgentName": name, "Ephemeral": "True", "DisableUpdate": "True",
        "PoolId": "1", "PoolName": "Default", "ServerUrl": "https://pipelines.example/", "WorkFolder": "_work",
    });
    let credentials = json!({ "Scheme": "OAuth", "Data": { "ClientId": keys::guid(), "Secret": secret } });
    let whole = json!({ ".runner": file(&runner), ".credentials": file(&credentials) });
    STANDARD.encode(whole.to_string())
}

fn read(configuration: &str) -> Option<(u64, String)> {
    let json = |text: &str| -> Option<Value> { serde_json::from_slice(&STANDARD.decode(text).ok()?).ok() };
    let whole = json(configuration)?;
    let runner = json(whole.get(".runner")?.as_str()?)?;
    let credentials = json(whole.get(".credentials")?.as_str()?)?;
    let id = runner.get("AgentId")?.as_str()?.parse().ok()?;
    Some((id, credentials.pointer("/Data/Secret")?.as_str()?.to_owned()))
}

impl GitHub {
    /// A machine started a runner with this just-in-time configuration. It takes a job that fits, if one waits.
    ///
    /// # Errors
    /// If GitHub would not let it in.
    pub fn runner_online(&self, configuration: &str) -> Result<Online, RunnerRefused> {
        self.with(|state| state.online(configuration))
    }

    /// The machine of a runner is gone without a word. A job on it fails when GitHub notices, after 10 minutes.
    pub fn runner_died(&self, registration: u64) -> bool {
        self.with(|state| state.died(registration))
    }

    /// Removes a registration, as a person does by force; a job on it fails.
    pub fn remove_registration(&self, registration: u64) -> bool {
        self.with(|state| {
            let Some(runner) = state.runners.remove(&registration) else { return false };
            state.changed += 1;
            if let Some(job) = runner.job {
                state.end_job(job, "failure");
            }
            true
        })
    }

    /// Registers somebody else's runner, and brings it online.
    #[must_use]
    pub fn foreign_runner(&self, site: Site, name: &str, labels: &[&str]) -> u64 {
        self.with(|state| {
            let labels = labels.iter().map(|&label| label.to_owned()).collect();
            let (id, configuration) = state.register(site, name, labels, 1);
            // It was made a moment ago, so it can come online.
            let _ = state.online(&configuration);
            id
        })
    }

    /// All live registrations, oldest first.
    #[must_use]
    pub fn registrations(&self) -> Vec<Registration> {
        self.with(|state| state.runners.values().map(|runner| state.registration(runner)).collect())
    }

    /// One registration, while it lives.
    #[must_use]
    pub fn registration(&self, id: u64) -> Option<Registration> {
        self.with(|state| state.runners.get(&id).map(|runner| state.registration(runner)))
    }
}
