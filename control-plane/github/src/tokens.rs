//! Installation tokens: each for one repository and one permission, kept until shortly before it expires, minted once
//! however many wait for it.

use super::error::GitHubError;
use secrecy::SecretString;
use sprinters_core::time::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a token may. There is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Permission {
    /// Registers, lists and removes a repository's runners.
    AdministrationWrite,
    /// Cancels runs, and runs them again.
    ActionsWrite,
    /// Reads runs and jobs.
    ActionsRead,
    /// Registers, lists and removes an organisation's runners.
    OrganizationRunnersWrite,
    /// Counts the repositories of an installation.
    MetadataRead,
}

impl Permission {
    /// GitHub's name of it, and how much of it.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Permission::AdministrationWrite => ("administration", "write"),
            Permission::ActionsWrite => ("actions", "write"),
            Permission::ActionsRead => ("actions", "read"),
            Permission::OrganizationRunnersWrite => ("organization_self_hosted_runners", "write"),
            Permission::MetadataRead => ("metadata", "read"),
        }
    }
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    pub(super) installation: i64,
    /// None for what belongs to the organisation, where the permission reaches no repository.
    pub(super) repository: Option<i64>,
    pub(super) permission: Permission,
}

/// A token. Its text can't be printed.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) secret: SecretString,
    pub(super) expires_at: Timestamp,
    /// Tells this token from the next of the same scope.
    number: u64,
}

/// How long before it expires a token is not used any more: longer than any call takes, with two clocks that differ.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// Most tokens that are kept, some 600 bytes each. An hour's launches in more repositories than that mint a token each.
const MAX_TOKENS: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Tokens {
    slots: Mutex<HashMap<Scope, Arc<Slot>>>,
    numbers: AtomicU64,
}

#[derive(Debug, Default)]
struct Slot {
    held: tokio::sync::Mutex<Held>,
    /// How often it was tried to mint one.
    tries: AtomicU64,
    /// When it expires, in milliseconds, for those who make room; 0 for none.
    expires_at: AtomicU64,
}

#[derive(Debug, Default)]
struct Held {
    token: Option<Token>,
    failed: Option<GitHubError>,
}

impl Tokens {
    fn slot(&self, scope: Scope, now: Timestamp) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if MAX_TOKENS <= slots.len() && !slots.contains_key(&scope) {
            slots.retain(|_, slot| {
                1 < Arc::strong_count(slot) || now.as_millis() < slot.expires_at.load(Ordering::Relaxed)
            });
            let first =
                slots.iter().min_by_key(|(_, slot)| slot.expires_at.load(Ordering::Relaxed)).map(|(scope, _)| *scope);
            if let Some(first) = first.filter(|_| MAX_TOKENS <= slots.len()) {
                slots.remove(&first);
            }
        }
        Arc::clone(slots.entry(scope).or_default())
    }

    /// The token of a scope: the one that is kept, or the one that `mint` gets. Of all who come meanwhile one mints,
    /// and the others have what it got.
    pub(super) async fn get<F>(
        &self,
        scope: Scope,
        now: Timestamp,
        mint: impl FnOnce() -> F,
    ) -> Result<Token, GitHubError>
    where
        F: Future<Output = Result<(SecretString, Timestamp), GitHubError>>,
    {
        let slot = self.slot(scope, now);
        let tries = slot.tries.load(Ordering::Acquire);
        let mut held = slot.held.lock().await;
        if let Some(token) = &held.token
            && now.after(MARGIN) < token.expires_at
        {
            return Ok(token.clone());
        }
        // Somebody failed while we waited: so would we.
        if let Some(error) = &held.failed
            && slot.tries.load(Ordering::Acquire) != tries
        {
            return Err(error.clone());
        }
        let minted = mint().await;
        slot.tries.fetch_add(1, Ordering::AcqRel);
        match minted {
            Ok((secret, expires_at)) => {
                let token = Token { secret, expires_at, number: self.numbers.fetch_add(1, Ordering::Relaxed) };
                slot.expires_at.store(expires_at.as_millis(), Ordering::Relaxed);
                *held = Held { token: Some(token.clone()), failed: None };
                Ok(token)
            }
            Err(error) => {
                *held = Held { token: None, failed: Some(error.clone()) };
                Err(error)
            }
        }
    }

    /// Forgets a token that GitHub did not accept, unless there is another one already.
    pub(super) async fn forget(&self, scope: Scope, token: &Token, now: Timestamp) {
        let slot = self.slot(scope, now);
        let mut held = slot.held.lock().await;
        if held.token.as_ref().is_some_and(|kept| kept.number == token.number) {
            held.token = None;
        }
    }

    /// How many are kept.
    pub(super) fn len(&self) -> usize {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(repository: i64) -> Scope {
        Scope { installation: 1, repository: Some(repository), permission: Permission::ActionsRead }
    }

    fn minted(secret: &str, expires_at: u64) -> Result<(SecretString, Timestamp), GitHubError> {
        Ok((SecretString::from(secret), Timestamp::from_secs(expires_at)))
    }

    #[tokio::test]
    async fn a_token_is_kept_until_shortly_before_it_expires() {
        let tokens = Tokens::default();
        let at = Timestamp::from_secs;
        let first = tokens.get(scope(1), at(0), || async { minted("a", 3_600) }).await.unwrap();
        let same = tokens.get(scope(1), at(3_299), || async { minted("b", 0) }).await.unwrap();
        assert_eq!(first.number, same.number);
        let next = tokens.get(scope(1), at(3_300), || async { minted("b", 7_200) }).await.unwrap();
        assert_ne!(first.number, next.number);
        // Who still holds the old one does not throw away the new one.
        tokens.forget(scope(1), &first, at(3_300)).await;
        let kept = tokens.get(scope(1), at(3_300), || async { Err(GitHubError::Malformed) }).await.unwrap();
        assert_eq!(kept.number, next.number);
        assert!(!format!("{tokens:?} {kept:?}").contains("\"b\""));
    }

    #[tokio::test]
    async fn their_number_is_bounded() {
        let tokens = Tokens::default();
        for repository in 0..(i64::try_from(MAX_TOKENS).unwrap() + 20) {
            let expires_at = 3_600 + u64::try_from(repository).unwrap();
            tokens.get(scope(repository), Timestamp::from_secs(0), || async { minted("t", expires_at) }).await.unwrap();
        }
        assert_eq!(tokens.len(), MAX_TOKENS);
    }
}
