//! Everything that the fake knows.

use super::deliveries::Deliveries;
use super::faults::Faults;
use super::jobs::Job;
use super::keys::Secret;
use super::ledger::Ledger;
use super::limits::{Limiter, Limits};
use super::people::People;
use super::runners::Runner;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An organisation or a person.
#[derive(Debug, Clone)]
pub struct Account {
    /// GitHub's number of it.
    pub id: i64,
    /// Its name, which can change.
    pub login: String,
    /// Whether it is an organisation.
    pub is_organization: bool,
    /// A person's address.
    pub email: Option<String>,
    /// Whether its IP allow list leaves us out.
    pub ip_allow_list: bool,
}

/// A repository.
#[derive(Debug, Clone)]
pub struct Repository {
    /// GitHub's number of it.
    pub id: i64,
    /// Number of the owner.
    pub owner: i64,
    /// Its name below the owner.
    pub name: String,
    /// Whether only members see it.
    pub private: bool,
    /// Whether its owner disabled runners of the repository's own.
    pub runners_disabled: bool,
    /// Whether Actions are disabled.
    pub actions_disabled: bool,
}

/// A GitHub App.
#[derive(Debug, Clone)]
pub struct App {
    /// Its number.
    pub id: u64,
    /// Its name in addresses.
    pub slug: String,
    /// Number of the account it belongs to.
    pub owner: i64,
    /// For OAuth.
    pub client_id: String,
    /// For OAuth.
    pub client_secret: Secret,
    /// What its deliveries are signed with.
    pub webhook_secret: Secret,
    /// Where its deliveries go; none are sent without.
    pub webhook_url: Option<String>,
    /// Where people come back to after signing in. Any is accepted if this is empty.
    pub callback_urls: Vec<String>,
    /// Where people come to after installing it.
    pub setup_url: Option<String>,
    /// The private key, in PEM.
    pub private_key: Secret,
    /// What it asks for: `administration` to `write`, and so on.
    pub permissions: BTreeMap<String, String>,
    /// What it hears of.
    pub events: Vec<String>,
    /// When it was made.
    pub(super) created_at: u64,
    /// Public halves of all its keys, PKCS #1.
    pub(super) public_keys: Vec<Vec<u8>>,
}

/// Which repositories an installation has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of the account, also later ones.
    All,
    /// These, by number.
    Selected(BTreeSet<i64>),
}

/// An installation of an App.
#[derive(Debug, Clone)]
pub struct Installation {
    /// Its number.
    pub id: i64,
    /// Number of the App.
    pub app: u64,
    /// Number of the account.
    pub account: i64,
    /// Its repositories.
    pub repositories: Selection,
    /// What the account granted.
    pub permissions: BTreeMap<String, String>,
    /// Since when it is suspended, in milliseconds since 1970.
    pub suspended_at: Option<u64>,
    /// Since when it exists.
    pub created_at: u64,
    /// When it changed last.
    pub updated_at: u64,
}

/// A workflow run.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// Number of the repository.
    pub repository: i64,
    /// Which attempt it is in, from 1.
    pub attempt: u32,
    /// The branch.
    pub head_branch: String,
    /// Number of the repository that its code comes from: another one for a fork.
    pub head_repository: i64,
    /// Jobs of all attempts, by number.
    pub jobs: Vec<u64>,
    /// The workflow's name.
    pub workflow: String,
    /// When it was made.
    pub created_at: u64,
    /// When it changed last.
    pub updated_at: u64,
}

/// A token, and what it is good for.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) installation: i64,
    /// None: all of the installation.
    pub(super) repositories: Option<BTreeSet<i64>>,
    pub(super) permissions: BTreeMap<String, String>,
    pub(super) expires_at: u64,
}

/// Everything.
#[derive(Debug)]
pub(crate) struct State {
    /// GitHub's list of runners and its deletion of one know nothing of the jobs on them.
    pub(super) blind_to_jobs: bool,
    /// Milliseconds since 1970.
    pub(super) now: u64,
    /// Base of the pages, `http://127.0.0.1:PORT`.
    pub(super) web: String,
    /// Counts what happened.
    pub(crate) changed: u64,
    last_id: u64,
    pub(super) accounts: BTreeMap<i64, Account>,
    pub(super) repositories: BTreeMap<i64, Repository>,
    /// Names that repositories had before: `owner/name` in lower case.
    pub(super) former_names: HashMap<String, i64>,
    pub(super) apps: BTreeMap<u64, App>,
    pub(super) installations: BTreeMap<i64, Installation>,
    pub(super) tokens: HashMap<String, Token>,
    pub(super) runs: BTreeMap<i64, Run>,
    pub(super) jobs: BTreeMap<u64, Job>,
    /// Queued jobs in their order.
    pub(super) queue: Vec<u64>,
    pub(super) runners: BTreeMap<u64, Runner>,
    /// When the runners are looked through next.
    pub(super) next_sweep: u64,
    /// Moments of registrations of the last hour, by account.
    pub(super) registrations: HashMap<i64, Vec<u64>>,
    pub(crate) deliveries: Deliveries,
    pub(super) people: People,
    pub(super) faults: Faults,
    pub(super) ledger: Ledger,
    pub(super) limiter: Limiter,
}

impl State {
    pub(super) fn new(now: u64, web: &str) -> State {
        State {
            blind_to_jobs: false,
            now,
            web: web.to_owned(),
            changed: 0,
            last_id: 1_000,
            accounts: BTreeMap::new(),
            repositories: BTreeMap::new(),
            former_names: HashMap::new(),
            apps: BTreeMap::new(),
            installations: BTreeMap::new(),
            tokens: HashMap::new(),
            runs: BTreeMap::new(),
            jobs: BTreeMap::new(),
            queue: Vec::new(),
            runners: BTreeMap::new(),
            next_sweep: 0,
            registrations: HashMap::new(),
            deliveries: Deliveries::default(),
            people: People::default(),
            faults: Faults::default(),
            ledger: Ledger::default(),
            limiter: Limiter::new(Limits::default()),
        }
    }

    /// Moves to a moment; what time alone changes, changes.
    pub(super) fn now_is(&mut self, now: u64) {
        self.now = self.now.max(now);
        if self.next_sweep <= self.now {
            self.next_sweep = self.now + 1_000;
            self.sweep_runners();
            self.tokens.retain(|_, token| now < token.expires_at);
        }
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.changed += 1;
        self.last_id += 1;
        self.last_id
    }

    /// A number that GitHub's types have as a signed one.
    pub(super) fn next_signed_id(&mut self) -> i64 {
        i64::try_from(self.next_id()).unwrap_or(i64::MAX)
    }

    /// `OWNER/NAME`.
    pub(super) fn full_name(&self, repository: &Repository) -> String {
        let owner = self.accounts.get(&repository.owner).map_or("", |owner| owner.login.as_str());
        format!("{owner}/{}", repository.name)
    }

    pub(super) fn account_named(&self, login: &str) -> Option<&Account> {
        self.accounts.values().find(|account| account.login.eq_ignore_ascii_case(login))
    }

    pub(super) fn repository_named(&self, owner: &str, name: &str) -> Option<&Repository> {
        let owner = self.account_named(owner)?.id;
        self.repositories.values().find(|one| one.owner == owner && one.name.eq_ignore_ascii_case(name))
    }

    /// Whether an installation has a repository.
    pub(super) fn has(&self, installation: &Installation, repository: &Repository) -> bool {
        installation.account == repository.owner
            && match &installation.repositories {
                Selection::All => true,
                Selection::Selected(some) => some.contains(&repository.id),
            }
    }

    /// Repositories of an installation.
    pub(super) fn repositories_of<'a>(
        &'a self,
        installation: &'a Installation,
    ) -> impl Iterator<Item = &'a Repository> {
        self.repositories.values().filter(move |repository| self.has(installation, repository))
    }
}
