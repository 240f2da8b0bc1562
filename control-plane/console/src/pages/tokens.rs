//! `/o/{login}/settings/tokens`: API tokens. Shown once; afterwards only their hash is left.

use crate::admin_action::{Admin, AdminAction};
use crate::csrf::Change;
use crate::error::PageError;
use crate::format::HumanTime;
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_seal::secret;
use sprinters_store::{AuditEntry, NewApiToken, TokenScope};
use std::time::Duration;

/// Every token begins so: whoever finds one knows what it is, and scanners for leaked secrets too.
pub(crate) const PREFIX: &str = "sprt_";

const MAX_NAME: usize = 80;

const LENGTHS: [u64; 4] = [7, 30, 90, 365];

#[derive(Debug, Serialize)]
struct TokenView {
    id: i64,
    name: String,
    scope: &'static str,
    made_by: String,
    made: HumanTime,
    ends: HumanTime,
    used: Option<HumanTime>,
}

#[derive(Debug, Serialize)]
struct TokensView {
    path: String,
    settings: String,
    tokens: Vec<TokenView>,
    made: Option<String>,
    done: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewToken {
    name: String,
    scope: String,
    days: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

/// `GET /o/{login}/settings/tokens`.
pub(crate) async fn show(
    State(console): State<Console>,
    Admin(seat): Admin,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let done = (asked.done == "revoked").then_some("Token revoked.");
    page(&console, &seat, None, done).await
}

async fn page(
    console: &Console,
    seat: &AccountSession,
    made: Option<SecretString>,
    done: Option<&'static str>,
) -> Result<Response, PageError> {
    let now = seat.visit.now;
    let tokens = console.store().api_tokens(seat.membership.account, now).await?;
    let token = |token: sprinters_store::ApiToken| TokenView {
        id: token.id,
        name: token.name,
        scope: token.scope.as_str(),
        made_by: token.made_by,
        made: HumanTime::new(token.created_at, now),
        ends: HumanTime::new(token.expires_at, now),
        used: token.used_at.map(|at| HumanTime::new(at, now)),
    };
    let view = TokensView {
        path: seat.path("settings/tokens"),
        settings: seat.path("settings"),
        tokens: tokens.into_iter().map(token).collect(),
        made: made.map(|made| made.expose_secret().to_owned()),
        done,
    };
    Ok(view::page(&Frame::seat(seat, Some(Tab::Settings), "API tokens"), "tokens.html", view))
}

/// The end of a token: what was cut off or mistyped is told from what was revoked, and whoever searches code for tokens
/// finds ours and nothing that only looks like one.
fn checksum(drawn: &str) -> String {
    secret::hash(&SecretString::from(drawn)).chars().filter(char::is_ascii_alphanumeric).take(6).collect()
}

/// Whether somebody may have got that token from us. Those of before this version have no checksum.
pub(crate) fn may_be_ours(token: &SecretString) -> bool {
    let Some(body) = token.expose_secret().strip_prefix(PREFIX) else { return false };
    body.rsplit_once('.').is_none_or(|(drawn, end)| checksum(drawn) == end)
}

/// `POST /o/{login}/settings/tokens`.
pub(crate) async fn make(
    State(console): State<Console>,
    Admin(seat): Admin,
    Change(form): Change<NewToken>,
) -> Result<Response, PageError> {
    let name = form.name.trim();
    if name.is_empty() || MAX_NAME < name.len() || name.chars().any(char::is_control) {
        return Err(PageError::Refused(format!("A token's name has 1 to {MAX_NAME} characters.")));
    }
    let scope = match form.scope.as_str() {
        "read" => TokenScope::Read,
        "write" => TokenScope::Write,
        // A form, not an enum of ours.
        _ => return Err(PageError::BadForm),
    };
    let days = LENGTHS.into_iter().find(|days| *days == form.days).ok_or(PageError::BadForm)?;
    let drawn = secret::draw().map_err(|_| PageError::Broken("no randomness"))?;
    let token = SecretString::from(format!("{PREFIX}{0}.{1}", drawn.expose_secret(), checksum(drawn.expose_secret())));
    let now = seat.visit.now;
    let new = NewApiToken {
        account: seat.membership.account,
        person: seat.signed.person.id,
        name,
        token_hash: &secret::hash(&token),
        scope,
        expires_at: now.after(Duration::from_secs(days * 24 * 60 * 60)),
    };
    if !console.store().put_api_token(new, now).await? {
        return Err(PageError::Refused("The account has as many tokens as it may. Revoke one first.".to_owned()));
    }
    note(&console, &seat, "token.make", name, &format!("may {}, for {days} days", scope.as_str())).await?;
    page(&console, &seat, Some(token), None).await
}

/// `POST /o/{login}/settings/tokens/{id}/revoke`.
pub(crate) async fn revoke(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    if !console.store().revoke_api_token(seat.membership.account, id, seat.visit.now).await? {
        return Err(PageError::NotFound);
    }
    note(&console, &seat, "token.revoke", &id.to_string(), "").await?;
    Ok(Redirect::to(&format!("{}?done=revoked", seat.path("settings/tokens"))).into_response())
}

async fn note(
    console: &Console,
    seat: &AccountSession,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<(), PageError> {
    super::note(
        console,
        seat,
        &AuditEntry { account: seat.membership.account, person: None, actor: "", action, subject, detail, address: "" },
    )
    .await
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn a_token_is_shown_once_works_and_stops_when_revoked() {
        let world = World::with_samples().await;
        let made = world
            .post("/o/acme/settings/tokens", &[("name", "ci"), ("scope", "read"), ("days", "30")])
            .await
            .text()
            .await;
        let at = made.find("sprt_").expect("the token");
        let token = &made[at..at + 55];
        assert!(!world.text("/o/acme/settings/tokens").await.contains("sprt_"));
        assert_eq!(world.api("/api/v1/jobs", token).await.status(), 200);
        // One that was cut off, or mistyped, is told by itself; one of before there were checksums is looked up.
        let ours = |text: &str| super::may_be_ours(&text.into());
        assert!(ours(token) && ours(&token[..48]) && !ours(&token[..54]) && !ours("ghp_x"));
        let other = if token.as_bytes()[10] == b'a' { "b" } else { "a" };
        let mistyped = format!("{}{other}{}", &token[..10], &token[11..]);
        assert!(!ours(&mistyped), "{mistyped}");
        assert_eq!(world.post("/o/acme/settings/tokens/1/revoke", &[]).await.status(), 303);
        assert_eq!(world.api("/api/v1/jobs", token).await.status(), 401);
        assert_eq!(world.as_member().get("/o/acme/settings/tokens").await.status(), 403);
        assert_eq!(
            world.post("/o/acme/settings/tokens", &[("name", ""), ("scope", "read"), ("days", "30")]).await.status(),
            422
        );
        assert_eq!(
            world.post("/o/acme/settings/tokens", &[("name", "x"), ("scope", "root"), ("days", "30")]).await.status(),
            400
        );
    }
}
