//! A GitHub with one organisation, one repository and our App; and the control plane's side of it, on the same clock.

use secrecy::SecretString;
use sprinters_common::clock::Clock;
use sprinters_core::site::{Repository, RunnerSite};
use sprinters_core::time::Timestamp;
use sprinters_fakes::clock::Clock as TheirClock;
use sprinters_fakes::github::{GitHub as FakeGitHub, NewApp, NewJob, Selection};
use sprinters_github::{GitHub, GitHubConfig, OAuth};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Where the tests' time begins: 2026-01-01.
pub(crate) const START: Timestamp = Timestamp::from_secs(1_767_225_600);

pub(crate) struct World {
    pub(crate) theirs: FakeGitHub,
    pub(crate) ours: GitHub,
    pub(crate) clock: Clock,
    pub(crate) app: u64,
    pub(crate) organization: i64,
    pub(crate) installation: i64,
    pub(crate) repository: Repository,
}

impl World {
    pub(crate) async fn new() -> World {
        World::with_config(|_| {}).await
    }

    pub(crate) async fn with_config(change: impl FnOnce(&mut GitHubConfig)) -> World {
        let millis = Arc::new(AtomicU64::new(START.as_millis()));
        let theirs = FakeGitHub::start(TheirClock::Manual(Arc::clone(&millis))).await.unwrap();
        let organization = theirs.add_organization("octo-org");
        let id = theirs.add_repository(organization, "hello", true);
        let app = theirs.make_app(NewApp { owner: organization, ..NewApp::default() }).unwrap();
        let installation = theirs.install(app.id, organization, Selection::All);
        let clock = Clock::Manual(millis);
        let mut config = config(&theirs, app.id, app.private_key.expose());
        change(&mut config);
        let ours = GitHub::new(config, clock.clone()).unwrap();
        let repository = Repository { installation, id, full_name: "octo-org/hello".to_owned() };
        World { theirs, ours, clock, app: app.id, organization, installation, repository }
    }

    pub(crate) fn site(&self) -> RunnerSite {
        RunnerSite::Repository(self.repository.clone())
    }

    /// Another repository of the organisation.
    pub(crate) fn another(&self, name: &str) -> Repository {
        let id = self.theirs.add_repository(self.organization, name, true);
        Repository { installation: self.installation, id, full_name: format!("octo-org/{name}") }
    }

    /// People who sign in with our App.
    pub(crate) fn sign_in(&self) -> OAuth {
        let app = self.theirs.app(self.app).unwrap();
        self.sign_in_with(app.client_id, app.client_secret.expose())
    }

    /// The same, with another client.
    pub(crate) fn sign_in_with(&self, id: String, secret: &str) -> OAuth {
        let (api, web) = (self.theirs.api_url().parse().unwrap(), self.theirs.web_url().parse().unwrap());
        OAuth::new(id, SecretString::from(secret), api, web).unwrap()
    }

    pub(crate) fn queue(&self, labels: &[&str]) -> u64 {
        self.theirs.queue_job(&self.job(labels))
    }

    pub(crate) fn job(&self, labels: &[&str]) -> NewJob {
        NewJob { repository: self.repository.id, labels: strings(labels), ..NewJob::default() }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// How many tokens were minted.
    pub(crate) fn minted(&self) -> usize {
        self.theirs.count("POST", "/app/installations/{installation_id}/access_tokens")
    }
}

/// The control plane's settings for that fake.
pub(crate) fn config(theirs: &FakeGitHub, app: u64, private_key: &str) -> GitHubConfig {
    GitHubConfig::new(theirs.api_url().parse().unwrap(), app, SecretString::from(private_key))
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
