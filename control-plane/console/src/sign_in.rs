//! Signing in with GitHub, and out.
//!
//! A sign-in under way is kept by the browser alone, in a cookie of ten minutes: `state` and the PKCE verifier are both
//! derived from its random value. So a callback only counts in the browser that began, nothing has to be stored for
//! strangers, and any process may answer it.

use super::access::{self, Failed};
use super::csrf::Change;
use super::error::PageError;
use super::rate;
use super::request_context::{self, COOKIE, LIFETIMES, RequestContext, Signed};
use super::state::Console;
use super::view::{self, Frame};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use sprinters_github::{OAuthError, challenge};
use sprinters_seal::secret;
use sprinters_services::attacks::Attack;
use sprinters_store::{AuditEntry, Person, SecretKind, SecretName};
use std::time::Duration;

/// The cookie of a sign-in under way.
const ATTEMPT: &str = "__Host-sprinters-sign-in";

/// How long it may take.
const ATTEMPT_TIME: Duration = Duration::from_secs(10 * 60);

/// Longest name of a browser that is kept.
pub(super) const MAX_BROWSER: usize = 200;

/// Longest address to return to.
const MAX_RETURN: usize = 150;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    return_to: Option<String>,
}

/// What GitHub sends the browser back with.
#[derive(Deserialize)]
pub(super) struct Callback {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct EmptyForm {}

/// `GET /sign-in`.
pub(super) async fn show(
    State(console): State<Console>,
    visit: RequestContext,
    Query(wanted): Query<Wanted>,
) -> Response {
    let return_to = local(wanted.return_to.as_deref());
    if visit.signed.is_some() {
        return Redirect::to(&return_to).into_response();
    }
    let frame = Frame::open(&visit, "Sign in");
    view::page(&frame, "sign_in.html", context! { return_to, is_set_up => console.sign_in().is_some(), problem => "" })
}

/// `GET /sign-in/github`.
pub(super) async fn begin(
    State(console): State<Console>,
    visit: RequestContext,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    console.sign_in_rate().admit(&rate::client(&visit.address), visit.now)?;
    let oauth = console.sign_in().ok_or(PageError::NotFound)?;
    let attempt = secret::draw().map_err(|_| PageError::Broken("no randomness"))?;
    let state = secret::derive(&attempt, "state");
    let verifier = secret::derive(&attempt, "verifier");
    let url = oauth.authorize_url(&redirect(&visit), state.expose_secret(), &challenge(&verifier));
    let return_to = local(wanted.return_to.as_deref());
    // The value of a cookie can't have every character of a path.
    let value = SecretString::from(format!("{}.{}", attempt.expose_secret(), request_context::encode(&return_to)));
    let cookie = request_context::set_cookie(ATTEMPT, &value, ATTEMPT_TIME).ok_or(PageError::Broken("a cookie"))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&url)).into_response())
}

/// `GET /sign-in/callback`.
pub(super) async fn finish(
    State(console): State<Console>,
    visit: RequestContext,
    headers: HeaderMap,
    Query(callback): Query<Callback>,
) -> Result<Response, PageError> {
    console.sign_in_rate().admit(&rate::client(&visit.address), visit.now)?;
    let refused = |problem: &str| {
        console.services().attacks.seen(Attack::SignIn, &visit.address);
        let frame = Frame::open(&visit, "Sign in");
        let mut response =
            view::page(&frame, "sign_in.html", context! { return_to => "/", is_set_up => true, problem });
        *response.status_mut() = axum::http::StatusCode::BAD_REQUEST;
        Ok(response)
    };
    if callback.error.is_some() {
        return refused("GitHub says that the sign-in was not allowed. Nothing happened; you can try again.");
    }
    let oauth = console.sign_in().ok_or(PageError::NotFound)?;
    let Some(value) = request_context::cookie(&headers, ATTEMPT) else {
        return refused(
            "This sign-in was not begun in this browser, or took longer than ten minutes. Please begin again.",
        );
    };
    let (attempt, return_to) = value.expose_secret().split_once('.').unwrap_or((value.expose_secret(), "/"));
    let return_to = url::form_urlencoded::parse(return_to.as_bytes()).next().map(|(path, _)| path.into_owned());
    let attempt = SecretString::from(attempt);
    if !callback.state.is_some_and(|state| secret::is_derived(&attempt, "state", &state)) {
        return refused("This sign-in was not begun in this browser. Please begin again.");
    }
    let Some(code) = callback.code.map(SecretString::from) else {
        return refused("GitHub sent no code. Please begin again.");
    };
    let verifier = secret::derive(&attempt, "verifier");
    let tokens = match oauth.exchange(&code, &verifier, &redirect(&visit)).await {
        Ok(tokens) => tokens,
        Err(OAuthError::NotAuthorized) => {
            return refused(
                "GitHub did not accept the code: it is good for one use within ten minutes. Please begin again.",
            );
        }
        Err(OAuthError::Unavailable(_)) => return Err(PageError::GitHubAway),
    };
    let theirs = oauth.person(&tokens.access).await.map_err(|_| PageError::GitHubAway)?;
    let person = Person { id: theirs.id, login: theirs.login };
    let store = console.store();
    store.put_person(&person, visit.now).await?;
    access::keep_tokens(&console, person.id, &tokens).await?;
    match access::learn(&console, &oauth, person.id, &tokens.access).await {
        Ok(()) => {}
        Err(Failed::GitHub(_)) => return Err(PageError::GitHubAway),
        Err(Failed::Store(error)) => return Err(error.into()),
    }
    // Only to be told of what they asked to be told; nobody who hides it has to.
    if let Ok(Some(email)) = oauth.email(&tokens.access).await {
        let name = SecretName { account: 0, kind: SecretKind::EmailAddress, subject: &person.id.to_string() };
        store.put_secret(name, &email, visit.now).await?;
    }
    // A new value each time: one that somebody else put into the browser never becomes a session.
    let session = secret::draw().map_err(|_| PageError::Broken("no randomness"))?;
    store.begin_session(&secret::hash(&session), person.id, visit.now).await?;
    let browser = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let browser: String = browser.chars().filter(|letter| !letter.is_control()).take(MAX_BROWSER).collect();
    store.describe_session(&secret::hash(&session), &visit.address, &browser).await?;
    for membership in store.memberships(person.id).await? {
        let entry = AuditEntry {
            account: membership.account,
            person: Some(person.id),
            actor: &person.login,
            action: "session.begin",
            subject: "",
            detail: "signed in with GitHub",
            address: &visit.address,
        };
        store.audit(&entry, visit.now).await?;
    }
    let none = SecretString::from("");
    let cookies = [(COOKIE, &session, LIFETIMES.absolute), (ATTEMPT, &none, Duration::ZERO)];
    let mut response = Redirect::to(&local(return_to.as_deref())).into_response();
    for (name, value, age) in cookies {
        let cookie = request_context::set_cookie(name, value, age).ok_or(PageError::Broken("a cookie"))?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /sign-out`.
pub(super) async fn out(
    State(console): State<Console>,
    guest: Signed,
    Change(EmptyForm {}): Change<EmptyForm>,
) -> Result<Response, PageError> {
    console.store().end_session(&secret::hash(&guest.signed.secret)).await?;
    console.events().left(guest.signed.person.id);
    access::release_tokens(&console, guest.signed.person.id).await?;
    left()
}

/// `POST /sign-out/everywhere`.
pub(super) async fn out_everywhere(
    State(console): State<Console>,
    guest: Signed,
    Change(EmptyForm {}): Change<EmptyForm>,
) -> Result<Response, PageError> {
    console.store().end_sessions(guest.signed.person.id).await?;
    console.events().left(guest.signed.person.id);
    access::release_tokens(&console, guest.signed.person.id).await?;
    left()
}

fn left() -> Result<Response, PageError> {
    let cookie = request_context::set_cookie(COOKIE, &SecretString::from(""), Duration::ZERO)
        .ok_or(PageError::Broken("a cookie"))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

fn redirect(visit: &RequestContext) -> String {
    format!("{}/sign-in/callback", visit.base)
}

/// A path of ours; anything else is the front page.
fn local(path: Option<&str>) -> String {
    let path = path.unwrap_or("/");
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= MAX_RETURN
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_returns_to_our_own_pages_alone() {
        assert_eq!(local(Some("/o/acme/jobs?state=failed")), "/o/acme/jobs?state=failed");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\r\nb", "/\u{e9}"] {
            assert_eq!(local(Some(elsewhere)), "/", "{elsewhere}");
        }
        assert_eq!(local(Some(&format!("/{}", "a".repeat(MAX_RETURN)))), "/");
    }
}
