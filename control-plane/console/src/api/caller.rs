//! Who calls, and for which account.

use crate::api::Problem;
use crate::request_context::RequestContext;
use crate::state::Console;
use crate::{access, pages, rate};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sprinters_seal::secret;
use sprinters_services::attacks::Attack;
use sprinters_store::{TokenScope, VisibleTo};

/// Whoever calls. Exists only if they may see what `visible_to` says.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) visible_to: VisibleTo,
    pub(super) account: String,
    pub(super) person: i64,
    /// A token's, such as `token 7`, or a person's name.
    pub(super) name: String,
    pub(super) address: String,
    pub(super) may_write: bool,
    pub(super) is_admin: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    account: Option<String>,
}

impl Caller {
    /// Refuses whoever may not write.
    pub(super) fn writes(&self) -> Result<(), Problem> {
        if self.may_write {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "may not write", "this needs an API token whose scope is write"))
    }
}

pub(super) fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not found", "there is nothing like that in this account")
}

fn away(error: &sprinters_store::StoreError) -> Problem {
    tracing::error!(error = %sprinters_common::Chain(error), "a call of the API could not be answered");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "database away",
        "the database does not answer; try again in a minute",
    )
}

/// For `map_err`.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands over what it has")]
pub(super) fn store(error: sprinters_store::StoreError) -> Problem {
    away(&error)
}

impl FromRequestParts<Console> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Caller, Problem> {
        let visit = parts.extensions.get::<RequestContext>().cloned().ok_or_else(Problem::internal)?;
        match bearer(parts) {
            Some(token) => by_token(console, &visit, token).await,
            None => by_session(console, parts, &visit),
        }
    }
}

fn bearer(parts: &Parts) -> Option<SecretString> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| SecretString::from(token.trim()))
}

fn limited(console: &Console, key: &str, visit: &RequestContext) -> Result<(), Problem> {
    console.api_rate().admit(key, visit.now).map_err(|too_often| {
        console.services().attacks.seen(Attack::Rate, &visit.address);
        Problem::too_often("at most 600 calls a minute", too_often)
    })
}

async fn by_token(console: &Console, visit: &RequestContext, token: SecretString) -> Result<Caller, Problem> {
    let unknown = || {
        console.services().attacks.seen(Attack::Token, &visit.address);
        Problem::new(StatusCode::UNAUTHORIZED, "unknown token", "the token is wrong, was revoked, or has ended")
    };
    limited(console, &format!("address {}", rate::client(&visit.address)), visit)?;
    if !pages::tokens::may_be_ours(&token) {
        return Err(unknown());
    }
    let found =
        console.store().use_api_token(&secret::hash(&token), visit.now).await.map_err(store)?.ok_or_else(unknown)?;
    limited(console, &format!("token {}", found.id), visit)?;
    // What its maker lost at GitHub, the token loses too.
    match access::refresh_if_old(console, found.person, found.reach_told_at).await {
        Ok(()) => {}
        Err(access::Denied::Ended | access::Denied::Unknown) => return Err(unknown()),
        Err(access::Denied::Store(error)) => return Err(away(&error)),
    }
    let found =
        console.store().use_api_token(&secret::hash(&token), visit.now).await.map_err(store)?.ok_or_else(unknown)?;
    let account = console.store().account(found.account).await.map_err(store)?.ok_or_else(unknown)?;
    Ok(Caller {
        visible_to: VisibleTo::whole(found.account),
        account: account.login,
        person: found.person,
        name: format!("token {}", found.id),
        address: visit.address.clone(),
        may_write: found.scope == TokenScope::Write,
        is_admin: true,
    })
}

fn by_session(console: &Console, parts: &Parts, visit: &RequestContext) -> Result<Caller, Problem> {
    let signed = visit.signed.as_ref().ok_or_else(|| {
        let detail = format!("send `Authorization: Bearer {}…`, or sign in", pages::tokens::PREFIX);
        Problem::new(StatusCode::UNAUTHORIZED, "not signed in", &detail)
    })?;
    limited(console, &format!("person {}", signed.person.id), visit)?;
    let which = Query::<QueryParams>::try_from_uri(&parts.uri).map(|Query(which)| which).unwrap_or_default();
    let login = which.account.ok_or_else(|| {
        Problem::new(StatusCode::BAD_REQUEST, "which account", "a signed-in person names the account: ?account=LOGIN")
    })?;
    let found = signed.memberships.iter().find(|one| one.login.eq_ignore_ascii_case(&login)).ok_or_else(|| {
        console.services().attacks.seen(Attack::Tenant, &visit.address);
        not_found()
    })?;
    Ok(Caller {
        visible_to: found.visible_to(),
        account: found.login.clone(),
        person: signed.person.id,
        name: signed.person.login.clone(),
        address: visit.address.clone(),
        may_write: false,
        is_admin: found.is_admin,
    })
}

/// The query, or a problem that says what is wrong with it.
#[derive(Debug)]
pub(super) struct Params<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Console> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<Params<T>, Problem> {
        Query::<T>::try_from_uri(&parts.uri)
            .map(|Query(params)| Params(params))
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "not a query of ours", &error.body_text()))
    }
}

/// The number in the path, or a problem.
#[derive(Debug)]
pub(super) struct Number(pub(super) i64);

impl FromRequestParts<Console> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Number, Problem> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, console).await;
        let number = path.ok().and_then(|path| path.0.parse::<i64>().ok()).filter(|number| 0 <= *number);
        number
            .map(Number)
            .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "not a number", "jobs have whole numbers"))
    }
}
