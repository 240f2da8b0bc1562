//! One request of a browser: when, from where, and who it is. Read once, before any page.

use super::access;
use super::error::{ErrorPage, PageError};
use super::rate;
use super::state::Console;
use super::view::Frame;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_core::time::Timestamp;
use sprinters_seal::secret;
use sprinters_services::attacks::Attack;
use sprinters_store::{Lifetimes, Membership, Person, VisibleTo};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The one cookie of a session. The prefix makes browsers require_sign_in on `Secure`, `Path=/` and no `Domain`; they
/// count loopback as secure.
pub(super) const COOKIE: &str = "__Host-sprinters";

/// What a script of ours sends with it when it asks for what changed: it is told that nobody is signed in, not sent
/// elsewhere.
const LIVE: &str = "sprinters-live";

/// A session ends after half a day without use, and after a week in any case.
pub(super) const LIFETIMES: Lifetimes =
    Lifetimes { idle: Duration::from_secs(12 * 60 * 60), absolute: Duration::from_secs(7 * 24 * 60 * 60) };

/// A use is noted at most so often.
const TOUCH: Duration = Duration::from_secs(60);

/// Longest address that is kept of a page.
const MAX_HERE: usize = 2_000;

/// Who is signed in.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    pub(super) person: Person,
    pub(super) memberships: Arc<[Membership]>,
    /// What the cookie holds.
    pub(super) secret: SecretString,
}

/// One request.
#[derive(Debug, Clone)]
pub(super) struct RequestContext {
    pub(super) now: Timestamp,
    /// Path and query.
    pub(super) here: String,
    /// The other end of the connection.
    pub(super) address: String,
    /// Our own address, as the browser knows it.
    pub(super) base: String,
    /// How pages look in this browser.
    pub(super) look: Look,
    pub(super) signed: Option<SignedIn>,
}

/// How pages look, as a script of ours keeps it in a cookie: so the first paint is right already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) theme: &'static str,
    pub(super) density: &'static str,
}

impl Look {
    fn read(headers: &HeaderMap) -> Look {
        let given = cookie(headers, "sprinters-look");
        let given = given.as_ref().map_or("", |given| given.expose_secret());
        let (theme, density) = given.split_once('.').unwrap_or_default();
        let known = |words: &[&'static str], given: &str| words.iter().copied().find(|word| *word == given);
        Look {
            theme: known(&["light", "dark"], theme).unwrap_or("auto"),
            density: known(&["compact"], density).unwrap_or("comfortable"),
        }
    }
}

/// A visit of somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) visit: RequestContext,
    pub(super) signed: SignedIn,
}

/// A visit to a page of an account that the person may see.
#[derive(Debug, Clone)]
pub(super) struct AccountSession {
    pub(super) visit: RequestContext,
    pub(super) signed: SignedIn,
    pub(super) membership: Membership,
}

impl AccountSession {
    /// What may be seen.
    pub(super) fn visible_to(&self) -> VisibleTo {
        self.membership.visible_to()
    }

    /// The address of a page of this account.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/o/{}/{rest}", self.membership.login)
    }
}

/// Reads the session and puts the visit where pages find it.
pub(super) async fn read(State(console): State<Console>, mut request: Request, next: Next) -> Response {
    let now = console.now();
    let headers = request.headers();
    let address =
        request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string()).unwrap_or_default();
    if let Err(too_often) = console.page_rate().admit(&rate::client(&address), now) {
        console.services().attacks.seen(Attack::Rate, &address);
        return PageError::from(too_often).into_response();
    }
    let here = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let here = if here.len() <= MAX_HERE { here } else { request.uri().path().chars().take(MAX_HERE).collect() };
    let base = console.base(headers);
    let signed = match session(&console, headers, now).await {
        Ok(signed) => signed,
        Err(error) => return error.into_response(),
    };
    let look = Look::read(headers);
    let visit = RequestContext { now, here, address, base, look, signed };
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    let Some(page) = response.extensions().get::<ErrorPage>().cloned() else { return response };
    // A page of refusal keeps the frame: who is signed in, the account, its pages.
    let mut framed = page.render(&Frame::of_error(&visit, page.title));
    for (name, value) in response.headers() {
        framed.headers_mut().entry(name).or_insert(value.clone());
    }
    framed
}

/// Sends whoever is not signed in to do that first.
pub(super) async fn require_sign_in(request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<RequestContext>();
    if visit.is_some_and(|visit| visit.signed.is_some()) {
        return next.run(request).await;
    }
    let may_move = request.method() == Method::GET && request.headers().get(LIVE).is_none();
    match visit.filter(|_| may_move) {
        Some(visit) => Redirect::to(&format!("/sign-in?return_to={}", encode(&visit.here))).into_response(),
        None => PageError::NotSignedIn.into_response(),
    }
}

async fn session(console: &Console, headers: &HeaderMap, now: Timestamp) -> Result<Option<SignedIn>, PageError> {
    let Some(secret) = cookie(headers, COOKIE) else { return Ok(None) };
    let hash = secret::hash(&secret);
    let store = console.store();
    let Some(live) = store.session(&hash, LIFETIMES, now).await? else { return Ok(None) };
    if TOUCH < now.since(live.seen_at) {
        store.touch_session(&hash, now).await?;
    }
    match access::refresh_if_old(console, live.person.id, live.reach_told_at).await {
        Ok(()) => {}
        Err(access::Denied::Ended) => {
            store.end_sessions(live.person.id).await?;
            return Ok(None);
        }
        Err(access::Denied::Unknown) => return Err(PageError::GitHubAway),
        Err(access::Denied::Store(error)) => return Err(error.into()),
    }
    let memberships = store.memberships(live.person.id).await?.into();
    Ok(Some(SignedIn { person: live.person, memberships, secret }))
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<SecretString> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(given, _)| *given == name)?;
    (!value.is_empty() && value.len() <= 200).then(|| SecretString::from(value))
}

/// The header that sets a cookie, or takes it away with an age of 0.
pub(super) fn set_cookie(name: &str, value: &SecretString, max_age: Duration) -> Option<HeaderValue> {
    let text = format!(
        "{name}={}; Path=/; Max-Age={}; HttpOnly; Secure; SameSite=Lax",
        value.expose_secret(),
        max_age.as_secs()
    );
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// For a query.
pub(super) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

impl FromRequestParts<Console> for RequestContext {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<RequestContext, PageError> {
        parts.extensions.get::<RequestContext>().cloned().ok_or(PageError::Broken("a page without a visit"))
    }
}

impl FromRequestParts<Console> for Signed {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Signed, PageError> {
        let visit = RequestContext::from_request_parts(parts, console).await?;
        let signed = visit.signed.clone().ok_or(PageError::NotSignedIn)?;
        Ok(Signed { visit, signed })
    }
}

impl FromRequestParts<Console> for AccountSession {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<AccountSession, PageError> {
        let Signed { visit, signed } = Signed::from_request_parts(parts, console).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, console).await;
        let Path(path) = path.map_err(|_| PageError::NotFound)?;
        let login = path.get("login").ok_or(PageError::Broken("a page of an account without its name"))?;
        let mut memberships = signed.memberships.iter();
        let membership = memberships.find(|one| one.login.eq_ignore_ascii_case(login)).cloned().ok_or_else(|| {
            console.services().attacks.seen(Attack::Tenant, &visit.address);
            PageError::NotFound
        })?;
        Ok(AccountSession { visit, signed, membership })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers
            .insert(header::COOKIE, HeaderValue::from_static("a=1; x__Host-sprinters=bad; __Host-sprinters=good; b=2"));
        assert_eq!(cookie(&headers, COOKIE).unwrap().expose_secret(), "good");
        assert!(cookie(&headers, "c").is_none());
    }

    #[test]
    fn a_look_is_one_of_those_that_there_are() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(value));
            Look::read(&headers)
        };
        assert_eq!(of("sprinters-look=dark.compact"), Look { theme: "dark", density: "compact" });
        assert_eq!(of("sprinters-look=\">.x"), Look { theme: "auto", density: "comfortable" });
    }

    #[test]
    fn the_session_cookie_is_as_strict_as_cookies_get() {
        let header = set_cookie(COOKIE, &SecretString::from("v"), Duration::from_secs(5)).unwrap();
        assert_eq!(header, "__Host-sprinters=v; Path=/; Max-Age=5; HttpOnly; Secure; SameSite=Lax");
        assert!(!format!("{header:?}").contains("sprinters=v"));
    }
}
