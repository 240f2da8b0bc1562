//! Who there is: accounts, people, their sessions and tokens.

use super::{ACME, ADA, BOB, EVE, GLOBEX, WEB};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_core::time::Timestamp;
use sprinters_seal::secret;
use sprinters_store::{AccountKind, NewApiToken, Person, Reachable, Store, StoreError, TokenScope};
use std::time::Duration;

/// Accounts and people; nothing of theirs yet.
///
/// # Errors
/// If the database is away.
pub async fn people(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    for (id, login) in [(ADA, "ada"), (BOB, "bob")] {
        store.put_person(&Person { id, login: login.to_owned() }, now).await?;
    }
    let acme = |is_admin: bool| Reachable {
        account: ACME,
        login: "acme".to_owned(),
        kind: AccountKind::Organization,
        installation: 71,
        is_admin,
        repositories: vec![WEB],
    };
    let globex = Reachable { account: GLOBEX, login: "globex".to_owned(), installation: 72, ..acme(true) };
    let other = Person { id: EVE, login: "eve".to_owned() };
    store.put_person(&other, now).await?;
    store.replace_memberships(ADA, &[acme(true)], now).await?;
    store.replace_memberships(BOB, &[acme(false)], now).await?;
    store.replace_memberships(other.id, &[globex], now).await
}

/// A session of a person: what the cookie holds.
///
/// # Errors
/// If the database is away, or there is no randomness.
pub async fn session(store: &Store, person: i64, now: Timestamp) -> Result<SecretString, StoreError> {
    let value = secret::draw()?;
    store.begin_session(&secret::hash(&value), person, now).await?;
    Ok(value)
}

/// Another admin of the first account, signed in: what the cookie holds.
///
/// # Errors
/// If the database is away, or there is no randomness.
pub async fn somebody(store: &Store, person: i64, now: Timestamp) -> Result<SecretString, StoreError> {
    store.put_person(&Person { id: person, login: format!("person-{person}") }, now).await?;
    let reachable = Reachable {
        account: ACME,
        login: "acme".to_owned(),
        kind: AccountKind::Organization,
        installation: 71,
        is_admin: true,
        repositories: Vec::new(),
    };
    store.replace_memberships(person, &[reachable], now).await?;
    session(store, person, now).await
}

/// An API token of the first account that may write.
///
/// # Errors
/// If the database is away, or there is no randomness.
pub async fn token(store: &Store, now: Timestamp) -> Result<SecretString, StoreError> {
    put_token(store, ADA, ACME, now).await
}

/// An API token that may write, of somebody who reaches an account.
///
/// # Errors
/// If the database is away, or there is no randomness.
pub async fn token_for(
    store: &Store,
    person: i64,
    reachable: Reachable,
    now: Timestamp,
) -> Result<SecretString, StoreError> {
    store.put_person(&Person { id: person, login: format!("person-{person}") }, now).await?;
    let account = reachable.account;
    store.replace_memberships(person, &[reachable], now).await?;
    put_token(store, person, account, now).await
}

async fn put_token(store: &Store, person: i64, account: i64, now: Timestamp) -> Result<SecretString, StoreError> {
    let drawn = secret::draw()?;
    let token = SecretString::from(format!("sprt_{}", drawn.expose_secret()));
    let new = NewApiToken {
        account,
        person,
        name: "sample",
        token_hash: &secret::hash(&token),
        scope: TokenScope::Write,
        expires_at: now.after(Duration::from_secs(86_400)),
    };
    store.put_api_token(new, now).await?;
    Ok(token)
}
