//! What a person may see is for GitHub to say. It is asked again every few minutes while they are here; what it does
//! not list any more is gone.
//!
//! Somebody is an *admin* of an account if it is their own, or if GitHub says that they are an admin of every
//! repository that the installation reaches: of an organisation that is so for its owners, and for whoever may do the
//! same to all of it anyway. The App has no permission to read an organisation's members, and does not ask for it.
//! Everybody else sees the jobs of the repositories that GitHub lists for them.

use super::request_context::LIFETIMES;
use super::state::Console;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_core::time::Timestamp;
use sprinters_github::{OAuth, OAuthError, ReachedInstallation, UserTokens};
use sprinters_store::{AccountKind, Reachable, SecretKind, SecretName, StoreError};
use std::time::Duration;

/// GitHub is asked again after this time.
const FRESH: Duration = Duration::from_secs(3 * 60);

/// While GitHub is away, what it said last counts for so long, and not longer.
const STALE: Duration = Duration::from_secs(20 * 60);

/// Tokens are renewed when they have less than this left.
const MARGIN: Duration = Duration::from_secs(60);

/// Most accounts of a person that are looked at.
const MAX_ACCOUNTS: usize = 200;

/// Why a person may see nothing at the moment.
#[derive(Debug, thiserror::Error)]
pub(super) enum Denied {
    /// They, or GitHub, ended the authorisation.
    #[error("the authorisation ended")]
    Ended,
    /// GitHub can't be asked, and has not been for too long.
    #[error("GitHub can't be asked")]
    Unknown,
    /// The database is away.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person's tokens as they are sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    access: String,
    refresh: Option<String>,
    /// Milliseconds since 1970; none for tokens without an end.
    expires_at: Option<u64>,
}

fn name(subject: &str) -> SecretName<'_> {
    SecretName { account: 0, kind: SecretKind::UserTokens, subject }
}

/// Seals a person's tokens.
pub(super) async fn keep_tokens(console: &Console, person: i64, tokens: &UserTokens) -> Result<(), StoreError> {
    let now = console.now();
    let kept = Kept {
        access: tokens.access.expose_secret().to_owned(),
        refresh: tokens.refresh.as_ref().map(|refresh| refresh.expose_secret().to_owned()),
        expires_at: tokens.expires_in.map(|seconds| now.after(Duration::from_secs(seconds)).as_millis()),
    };
    let json = SecretString::from(serde_json::to_string(&kept).unwrap_or_default());
    console.store().put_secret(name(&person.to_string()), &json, now).await
}

/// Asks GitHub if its last answer is old.
pub(super) async fn refresh_if_old(console: &Console, person: i64, told_at: Timestamp) -> Result<(), Denied> {
    refresh_if_older(console, person, told_at, FRESH).await
}

/// Ends a person's tokens at GitHub and forgets them, where nothing needs them any more.
pub(super) async fn release_tokens(console: &Console, person: i64) -> Result<(), StoreError> {
    let store = console.store();
    if store.needs_tokens(person, LIFETIMES, console.now()).await? {
        return Ok(());
    }
    let subject = person.to_string();
    let kept = store.secret(name(&subject)).await?;
    let kept = kept.and_then(|kept| serde_json::from_str::<Kept>(kept.expose_secret()).ok());
    if let (Some(kept), Some(oauth)) = (kept, console.sign_in())
        && let Err(error) = oauth.revoke(&SecretString::from(kept.access)).await
    {
        // They end by themselves within hours; a later round tries again.
        tracing::warn!(%error, "could not end a person's tokens at GitHub");
        return Ok(());
    }
    store.remove_secret(name(&subject)).await.map(|_| ())
}

/// Asks GitHub if its last answer is older than that.
pub(super) async fn refresh_if_older(
    console: &Console,
    person: i64,
    told_at: Timestamp,
    oldest: Duration,
) -> Result<(), Denied> {
    let age = console.now().since(told_at);
    if age < oldest {
        return Ok(());
    }
    let Some(oauth) = console.sign_in() else { return if age < STALE { Ok(()) } else { Err(Denied::Unknown) } };
    let lock = console.refresh_lock(person);
    // Whoever comes second finds the work done, or waits for it.
    let _held = lock.lock().await;
    match ask(console, &oauth, person).await {
        Ok(()) => Ok(()),
        Err(Failed::GitHub(OAuthError::NotAuthorized)) => Err(Denied::Ended),
        Err(Failed::GitHub(error @ OAuthError::Unavailable(_))) => {
            tracing::warn!(%error, "could not ask GitHub what a person reaches");
            if age < STALE { Ok(()) } else { Err(Denied::Unknown) }
        }
        Err(Failed::Store(error)) => Err(Denied::Store(error)),
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error(transparent)]
    GitHub(#[from] OAuthError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks GitHub what a person reaches, with the tokens that were kept.
async fn ask(console: &Console, oauth: &OAuth, person: i64) -> Result<(), Failed> {
    let subject = person.to_string();
    let kept = console.store().secret(name(&subject)).await?.ok_or(OAuthError::NotAuthorized)?;
    let kept: Kept = serde_json::from_str(kept.expose_secret()).map_err(|_| OAuthError::NotAuthorized)?;
    let soon = console.now().after(MARGIN).as_millis();
    let ends = kept.expires_at.is_some_and(|end| end <= soon);
    let access = match (ends, kept.refresh) {
        (false, _) => SecretString::from(kept.access),
        (true, None) => return Err(OAuthError::NotAuthorized.into()),
        (true, Some(refresh)) => {
            let tokens = oauth.refresh(&SecretString::from(refresh)).await?;
            keep_tokens(console, person, &tokens).await?;
            tokens.access
        }
    };
    learn(console, oauth, person, &access).await
}

/// Asks GitHub what the token's owner reaches, and keeps it.
pub(super) async fn learn(console: &Console, oauth: &OAuth, person: i64, access: &SecretString) -> Result<(), Failed> {
    let mut reachable = Vec::new();
    for installation in oauth.installations(access).await?.into_iter().take(MAX_ACCOUNTS) {
        reachable.push(of_installation(console, oauth, person, access, installation).await?);
    }
    console.store().replace_memberships(person, &reachable, console.now()).await?;
    Ok(())
}

async fn of_installation(
    console: &Console,
    oauth: &OAuth,
    person: i64,
    access: &SecretString,
    installation: ReachedInstallation,
) -> Result<Reachable, Failed> {
    let own = installation.account == person;
    let (is_admin, repositories) = if own {
        (true, Vec::new())
    } else {
        let reached = oauth.repositories(access, installation.id).await?;
        (is_admin(console, &reached, installation.id).await, reached.ids)
    };
    let kind = if installation.is_organization { AccountKind::Organization } else { AccountKind::User };
    Ok(Reachable {
        account: installation.account,
        login: installation.login,
        kind,
        installation: installation.id,
        is_admin,
        repositories,
    })
}

/// Admin of every repository that the installation reaches. How many those are only the App itself is told.
async fn is_admin(console: &Console, reached: &sprinters_github::ReachedRepositories, installation: i64) -> bool {
    if reached.total == 0 || reached.admin_of != reached.total {
        return false;
    }
    match console.installation_repositories(installation).await {
        Some(total) => total <= reached.total,
        None => false,
    }
}
