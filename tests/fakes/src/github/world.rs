//! The world around the control plane: accounts, repositories, Apps, installations, and what goes wrong.

use super::GitHub;
use super::faults::Fault;
use super::keys::{self, Secret};
use super::ledger::Entry;
use super::limits::{Counted, Limits};
use super::state::{Account, App, Installation, Repository, Selection, State};
use std::collections::{BTreeMap, BTreeSet};

/// An App to make. With nothing said it asks for what Sprinters asks for.
#[derive(Debug, Clone)]
pub struct NewApp {
    /// Its name in addresses.
    pub slug: String,
    /// Number of the account that it belongs to.
    pub owner: i64,
    /// Where deliveries go; none are made without.
    pub webhook_url: Option<String>,
    /// Where people come back to after signing in; anywhere if empty.
    pub callback_urls: Vec<String>,
    /// Where people come to after installing it.
    pub setup_url: Option<String>,
    /// Permissions, each with `read` or `write`.
    pub permissions: BTreeMap<String, String>,
    /// Events.
    pub events: Vec<String>,
}

impl Default for NewApp {
    fn default() -> NewApp {
        let permission = |(name, level): (&str, &str)| (name.to_owned(), level.to_owned());
        let permissions = [("metadata", "read"), ("actions", "write"), ("administration", "write"), ("emails", "read")]
            .map(permission);
        NewApp {
            slug: "sprinters".to_owned(),
            owner: 0,
            webhook_url: None,
            callback_urls: Vec::new(),
            setup_url: None,
            permissions: permissions.into(),
            events: vec!["workflow_job".to_owned()],
        }
    }
}

impl State {
    pub(super) fn add_account(&mut self, login: &str, is_organization: bool, email: Option<String>) -> i64 {
        let id = self.next_signed_id();
        let account = Account { id, login: login.to_owned(), is_organization, email, ip_allow_list: false };
        self.accounts.insert(id, account);
        id
    }

    pub(super) fn make_app(&mut self, new: NewApp) -> Option<App> {
        let key = keys::first()?;
        let id = self.next_id();
        let app = App {
            id,
            slug: new.slug,
            owner: new.owner,
            client_id: keys::random("Iv23", 16),
            client_secret: Secret::new(keys::random("", 40)),
            webhook_secret: Secret::new(keys::random("", 40)),
            webhook_url: new.webhook_url,
            callback_urls: new.callback_urls,
            setup_url: new.setup_url,
            private_key: key.private,
            permissions: new.permissions,
            events: new.events,
            created_at: self.now,
            public_keys: vec![key.public],
        };
        self.apps.insert(id, app.clone());
        self.tell_ping(id);
        Some(app)
    }

    /// What an account grants an App that it lets have what it asks for.
    fn granted(&self, app: u64, account: i64) -> BTreeMap<String, String> {
        let is_organization = self.accounts.get(&account).is_some_and(|account| account.is_organization);
        // Permissions of people are not an installation's; those of organisations are none of a person's account.
        let of_installation = |name: &str| name != "emails" && (is_organization || !name.starts_with("organization_"));
        let wanted = self.apps.get(&app).map(|app| app.permissions.clone()).unwrap_or_default();
        wanted.into_iter().filter(|(name, _)| of_installation(name)).collect()
    }

    pub(super) fn install(&mut self, app: u64, account: i64, repositories: Selection) -> i64 {
        let permissions = self.granted(app, account);
        let id = self.next_signed_id();
        let now = self.now;
        let installation = Installation {
            id,
            app,
            account,
            repositories,
            permissions,
            suspended_at: None,
            created_at: now,
            updated_at: now,
        };
        self.tell_installation(&installation, "created");
        self.installations.insert(id, installation);
        id
    }

    /// Changes an installation, and tells the App.
    fn change_installation(&mut self, id: i64, action: &str, change: impl FnOnce(&mut Installation, u64)) -> bool {
        let now = self.now;
        let Some(installation) = self.installations.get_mut(&id) else { return false };
        change(installation, now);
        installation.updated_at = now;
        let changed = installation.clone();
        self.changed += 1;
        self.tell_installation(&changed, action);
        true
    }
}

impl GitHub {
    /// Adds an organisation; answers with its number.
    #[must_use]
    pub fn add_organization(&self, login: &str) -> i64 {
        self.with(|state| state.add_account(login, true, None))
    }

    /// Adds a person; answers with their number.
    #[must_use]
    pub fn add_user(&self, login: &str, email: &str) -> i64 {
        self.with(|state| state.add_account(login, false, Some(email.to_owned())))
    }

    /// Adds a repository; answers with its number.
    #[must_use]
    pub fn add_repository(&self, owner: i64, name: &str, private: bool) -> i64 {
        self.with(|state| {
            let id = state.next_signed_id();
            let name = name.to_owned();
            let repository = Repository { id, owner, name, private, runners_disabled: false, actions_disabled: false };
            state.repositories.insert(id, repository);
            id
        })
    }

    /// Makes an App. [`GitHub::new_app_key`] gives it a key of its own. None only if no key could be made.
    #[must_use]
    pub fn make_app(&self, new: NewApp) -> Option<App> {
        self.with(|state| state.make_app(new))
    }

    /// Changes an App: its webhook's address, its permissions, its secrets.
    pub fn change_app(&self, id: u64, change: impl FnOnce(&mut App)) {
        self.with(|state| state.apps.get_mut(&id).map(change));
    }

    /// Gives an App another key; the old one stops working unless it is kept. Answers with the new one.
    #[must_use]
    pub fn new_app_key(&self, id: u64, keep_old: bool) -> Option<Secret> {
        let key = keys::generate()?;
        self.with(|state| {
            let app = state.apps.get_mut(&id)?;
            if !keep_old {
                app.public_keys.clear();
            }
            app.public_keys.push(key.public);
            app.private_key = key.private.clone();
            Some(key.private)
        })
    }

    /// Installs an App; answers with the installation's number.
    #[must_use]
    pub fn install(&self, app: u64, account: i64, repositories: Selection) -> i64 {
        self.with(|state| state.install(app, account, repositories))
    }

    /// An account accepts what the App asks for now.
    pub fn accept_permissions(&self, installation: i64) -> bool {
        self.with(|state| {
            let Some(one) = state.installations.get(&installation) else { return false };
            let wanted = state.granted(one.app, one.account);
            state.change_installation(installation, "new_permissions_accepted", |one, _| one.permissions = wanted)
        })
    }

    /// Takes a permission from an installation without a word, as if it had never been granted.
    pub fn withhold(&self, installation: i64, permission: &str) {
        self.with(|state| {
            if let Some(installation) = state.installations.get_mut(&installation) {
                installation.permissions.remove(permission);
            }
            let of = |token: &super::state::Token| token.installation == installation;
            state.tokens.values_mut().filter(|token| of(token)).for_each(|token| {
                token.permissions.remove(permission);
            });
        });
    }

    /// Suspends an installation.
    pub fn suspend(&self, installation: i64) -> bool {
        self.with(|state| state.change_installation(installation, "suspend", |one, now| one.suspended_at = Some(now)))
    }

    /// Ends a suspension.
    pub fn unsuspend(&self, installation: i64) -> bool {
        self.with(|state| state.change_installation(installation, "unsuspend", |one, _| one.suspended_at = None))
    }

    /// Uninstalls an App. Its tokens stop working at once.
    pub fn uninstall(&self, installation: i64) -> bool {
        self.with(|state| {
            let Some(gone) = state.installations.remove(&installation) else { return false };
            state.changed += 1;
            state.tokens.retain(|_, token| token.installation != installation);
            state.tell_installation(&gone, "deleted");
            true
        })
    }

    /// Gives an installation with selected repositories one more.
    pub fn select_repository(&self, installation: i64, repository: i64) {
        self.with(|state| {
            let Some(one) = state.installations.get_mut(&installation) else { return };
            let Selection::Selected(some) = &mut one.repositories else { return };
            some.insert(repository);
            let one = one.clone();
            state.tell_repositories(&one, &[repository], true);
        });
    }

    /// Takes a repository from an installation.
    pub fn deselect_repository(&self, installation: i64, repository: i64) {
        self.with(|state| {
            let Some(one) = state.installations.get_mut(&installation) else { return };
            let Selection::Selected(some) = &mut one.repositories else { return };
            some.remove(&repository);
            let one = one.clone();
            state.tell_repositories(&one, &[repository], false);
        });
    }

    /// All tokens made so far stop working, as when GitHub revokes them.
    pub fn revoke_tokens(&self) {
        self.with(|state| state.tokens.clear());
    }

    /// Changes an account: its name, its IP allow list.
    pub fn change_account(&self, id: i64, change: impl FnOnce(&mut Account)) {
        self.with(|state| {
            let renamed: Vec<(String, i64)> = state
                .repositories
                .values()
                .filter(|one| one.owner == id)
                .map(|one| (state.full_name(one).to_lowercase(), one.id))
                .collect();
            state.former_names.extend(renamed);
            state.accounts.get_mut(&id).map(change);
        });
    }

    /// Changes a repository: its name, whether runners or Actions are disabled.
    pub fn change_repository(&self, id: i64, change: impl FnOnce(&mut Repository)) {
        self.with(|state| {
            let former = state.repositories.get(&id).map(|one| state.full_name(one).to_lowercase());
            state.former_names.extend(former.map(|name| (name, id)));
            state.repositories.get_mut(&id).map(change);
        });
    }

    /// Deletes a repository with its jobs and runners.
    pub fn delete_repository(&self, id: i64) {
        self.with(|state| {
            state.changed += 1;
            state.repositories.remove(&id);
            state.jobs.retain(|_, job| job.repository != id);
            let jobs: BTreeSet<u64> = state.jobs.keys().copied().collect();
            state.queue.retain(|job| jobs.contains(job));
            state.runs.retain(|_, run| run.repository != id);
            state.runners.retain(|_, runner| runner.site != super::runners::Site::Repository(id));
        });
    }

    /// An account by its number.
    #[must_use]
    pub fn account(&self, id: i64) -> Option<Account> {
        self.with(|state| state.accounts.get(&id).cloned())
    }

    /// A repository's `OWNER/NAME`.
    #[must_use]
    pub fn full_name(&self, repository: i64) -> Option<String> {
        self.with(|state| state.repositories.get(&repository).map(|one| state.full_name(one)))
    }

    /// An App by its number.
    #[must_use]
    pub fn app(&self, id: u64) -> Option<App> {
        self.with(|state| state.apps.get(&id).cloned())
    }

    /// All Apps, oldest first.
    #[must_use]
    pub fn apps(&self) -> Vec<App> {
        self.with(|state| state.apps.values().cloned().collect())
    }

    /// An installation by its number.
    #[must_use]
    pub fn installation(&self, id: i64) -> Option<Installation> {
        self.with(|state| state.installations.get(&id).cloned())
    }

    /// All installations, oldest first.
    #[must_use]
    pub fn installations(&self) -> Vec<Installation> {
        self.with(|state| state.installations.values().cloned().collect())
    }

    /// The next requests of an operation (`POST /repos/{owner}/{repo}/…`, as [`Entry::operation`] writes it; any if
    /// empty) meet a fault, so many times.
    pub fn fail(&self, operation: &str, times: usize, fault: Fault) {
        self.with(|state| state.faults.plan(operation, None, times, fault));
    }

    /// The same, of one installation: what its tokens ask, and what mints them.
    pub fn fail_of(&self, installation: i64, operation: &str, times: usize, fault: Fault) {
        self.with(|state| state.faults.plan(operation, Some(installation), times, fault));
    }

    /// Forgets all faults that are still to come.
    pub fn heal(&self) {
        self.with(|state| state.faults.clear());
    }

    /// From now on the list of runners says of each that it is idle, and deletes it in the middle of a job, as GitHub's
    /// was seen to do (actions/runner#4422).
    pub fn blind_to_jobs(&self) {
        self.with(|state| state.blind_to_jobs = true);
    }

    /// Other limits than GitHub's.
    pub fn set_limits(&self, limits: Limits) {
        self.with(|state| state.limiter.limits = limits);
    }

    /// Uses up the primary limit of an installation, until this moment in milliseconds since 1970.
    pub fn use_up(&self, installation: i64, until: u64) {
        self.with(|state| state.limiter.use_up(Counted::Installation(installation), until));
    }

    /// Every request since the one of this number, with its answer.
    #[must_use]
    pub fn ledger(&self, since: u64) -> Vec<Entry> {
        self.with(|state| state.ledger.since(since))
    }

    /// The number that the next request will have in the ledger.
    #[must_use]
    pub fn ledger_end(&self) -> u64 {
        self.with(|state| state.ledger.next())
    }

    /// How many requests of an operation the ledger holds.
    #[must_use]
    pub fn count(&self, method: &str, template: &str) -> usize {
        self.with(|state| state.ledger.count(method, template))
    }

    /// Sends a ping to the App's webhook.
    pub fn ping(&self, app: u64) {
        self.with(|state| state.tell_ping(app));
    }

    /// The current time here, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.with(|state| state.now)
    }
}
