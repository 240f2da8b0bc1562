//! A change comes from a form of ours: the browser says from which page it comes, and the form carries a token that
//! only a page of this session has. `SameSite=Lax` alone would already keep the cookie away from other sites' forms;
//! this holds where that fails.

use super::error::PageError;
use super::request_context::RequestContext;
use super::state::Console;
use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use sprinters_seal::secret;
use sprinters_services::attacks::Attack;

/// Most bytes of a form. The largest has some kilobytes.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// The field of the token.
const FIELD: &str = "csrf";

/// A token for the forms of one page: another one each time, so that nothing can be learnt from the size of compressed
/// pages.
pub(super) fn token(session: &SecretString) -> Option<String> {
    let nonce = secret::draw().ok()?;
    let nonce = &nonce.expose_secret()[..16];
    Some(format!("{nonce}.{}", secret::derive(session, &format!("csrf {nonce}")).expose_secret()))
}

fn is_token(session: &SecretString, given: &str) -> bool {
    let Some((nonce, mac)) = given.split_once('.') else { return false };
    nonce.len() == 16 && secret::is_derived(session, &format!("csrf {nonce}"), mac)
}

/// A form that was checked.
#[derive(Debug)]
pub(super) struct Change<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Console> for Change<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, console: &Console) -> Result<Change<T>, PageError> {
        let (parts, body) = request.into_parts();
        let visit = parts.extensions.get::<RequestContext>().cloned().ok_or(PageError::NotSignedIn)?;
        let signed = visit.signed.as_ref().ok_or(PageError::NotSignedIn)?;
        let foreign = || {
            console.services().attacks.seen(Attack::Form, &visit.address);
            PageError::ForeignForm
        };
        if !comes_from_us(&parts.headers, console) {
            return Err(foreign());
        }
        let body = Limited::new(body, MAX_FORM_BYTES).collect().await.map_err(|_| PageError::TooLarge)?.to_bytes();
        let given =
            url::form_urlencoded::parse(&body).find(|(name, _)| name == FIELD).map(|(_, value)| value.into_owned());
        if !given.is_some_and(|given| is_token(&signed.secret, &given)) {
            return Err(foreign());
        }
        let request = Request::from_parts(parts, Body::from(body));
        let Form(form) = Form::<T>::from_request(request, console).await.map_err(|_| PageError::BadForm)?;
        Ok(Change(form))
    }
}

/// Whether the browser says that the request comes from a page of ours. One that says nothing has only the token to
/// show.
pub(super) fn comes_from_us(headers: &HeaderMap, console: &Console) -> bool {
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => origin.to_str().is_ok_and(|origin| console.is_own_origin(origin, headers)),
    }
}

/// Reads the body of a small request.
pub(super) async fn small_body(body: Body) -> Option<Bytes> {
    Limited::new(body, MAX_FORM_BYTES).collect().await.ok().map(http_body_util::Collected::to_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_session_alone_and_each_page_has_another() {
        let (one, other) = (secret::draw().unwrap(), secret::draw().unwrap());
        let (first, second) = (token(&one).unwrap(), token(&one).unwrap());
        assert_ne!(first, second);
        assert!(is_token(&one, &first) && is_token(&one, &second));
        assert!(!is_token(&other, &first));
        for wrong in ["", ".", "a.b", &first[1..], &first[..20]] {
            assert!(!is_token(&one, wrong), "{wrong}");
        }
    }
}
