//! People: who signed in where.

use super::GitHub;
use super::keys;
use super::state::State;
use std::collections::{BTreeSet, HashMap};

/// A code that the authorize page gave out, for one exchange within ten minutes.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) user: i64,
    pub(super) app: u64,
    pub(super) redirect_uri: String,
    /// PKCE's `code_challenge`, of the method S256.
    pub(super) challenge: Option<String>,
    pub(super) expires_at: u64,
}

#[derive(Debug, Clone)]
struct Session {
    user: i64,
    app: u64,
    expires_at: u64,
}

/// A manifest that a person agreed to, for one conversion within an hour.
#[derive(Debug, Clone)]
pub(super) struct Manifest {
    pub(super) json: serde_json::Value,
    pub(super) owner: i64,
    pub(super) expires_at: u64,
}

#[derive(Debug, Default)]
pub(super) struct People {
    /// Who sits at the browser; the first person if nobody was chosen.
    browser: Option<i64>,
    pub(super) codes: HashMap<String, Code>,
    sessions: HashMap<String, Session>,
    refresh: HashMap<String, Session>,
    pub(super) manifests: HashMap<String, Manifest>,
    /// Members of organisations: (organisation, person).
    members: BTreeSet<(i64, i64)>,
}

/// How long a user token works, and its refresh token, in milliseconds: eight hours, six months.
pub(super) const TOKEN: u64 = 8 * 3_600_000;
pub(super) const REFRESH: u64 = 15_897_600_000;

/// Most codes, sessions and manifests at once: whoever asks for more meets an empty house.
const MOST: usize = 100_000;

impl People {
    /// Whose token it is, and of which App.
    pub(super) fn session(&self, token: &str, now: u64) -> Option<(i64, u64)> {
        self.sessions.get(token).filter(|session| now < session.expires_at).map(|session| (session.user, session.app))
    }

    /// A new token with its refresh token.
    pub(super) fn sign_in(&mut self, user: i64, app: u64, now: u64) -> (String, String) {
        for sessions in [&mut self.sessions, &mut self.refresh] {
            if MOST < sessions.len() {
                sessions.clear();
            }
        }
        let (token, refresh) = (keys::random("ghu_", 36), keys::random("ghr_", 76));
        self.sessions.insert(token.clone(), Session { user, app, expires_at: now + TOKEN });
        self.refresh.insert(refresh.clone(), Session { user, app, expires_at: now + REFRESH });
        (token, refresh)
    }

    /// Takes a refresh token, which works once.
    pub(super) fn take_refresh(&mut self, refresh: &str, app: u64, now: u64) -> Option<i64> {
        let session = self.refresh.remove(refresh)?;
        (session.app == app && now < session.expires_at).then_some(session.user)
    }

    /// Whether a person belongs to an account.
    pub(super) fn sees(&self, user: i64, account: i64) -> bool {
        user == account || self.members.contains(&(account, user))
    }

    fn revoke(&mut self, user: i64, app: u64) {
        for sessions in [&mut self.sessions, &mut self.refresh] {
            sessions.retain(|_, session| session.user != user || session.app != app);
        }
    }
}

impl State {
    /// Who sits at the browser.
    pub(super) fn browser(&self) -> Option<i64> {
        let first = || self.accounts.values().find(|account| !account.is_organization).map(|account| account.id);
        self.people.browser.or_else(first)
    }
}

impl GitHub {
    /// From now on this person sits at the browser: the authorize page signs them in and asks nothing.
    pub fn sit_down(&self, user: i64) {
        self.with(|state| state.people.browser = Some(user));
    }

    /// Makes a person a member of an organisation: they see its installations.
    pub fn add_member(&self, organization: i64, user: i64) {
        self.with(|state| state.people.members.insert((organization, user)));
    }

    /// A person takes back what they allowed an App. Their tokens stop working, and the App is told.
    pub fn revoke_authorization(&self, app: u64, user: i64) {
        self.with(|state| {
            state.people.revoke(user, app);
            state.tell_revoked(app, user);
        });
    }

    /// A token for a person as if they had signed in.
    #[must_use]
    pub fn user_token(&self, app: u64, user: i64) -> String {
        self.with(|state| state.people.sign_in(user, app, state.now).0)
    }
}
