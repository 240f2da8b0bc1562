//! `/`: what this is, or on to one's account; and the list of accounts.

use crate::api::iso;
use crate::error::PageError;
use crate::request_context::{RequestContext, Signed};
use crate::state::Console;
use crate::view;
use crate::view::Frame;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use std::time::Duration;

/// How long `security.txt` may be kept: the RFC wants less than a year.
const SECURITY_TXT: Duration = Duration::from_secs(180 * 24 * 60 * 60);

#[derive(Debug, Serialize)]
struct AccountView {
    login: String,
    is_admin: bool,
}

/// `GET /`.
pub(crate) async fn show(State(_): State<Console>, visit: RequestContext) -> Response {
    match &visit.signed {
        None => view::page(&Frame::open(&visit, "Welcome"), "landing.html", context! {}),
        Some(signed) => match signed.memberships.as_ref() {
            [only] => Redirect::to(&format!("/o/{}/jobs", only.login)).into_response(),
            [] | [_, _, ..] => Redirect::to("/accounts").into_response(),
        },
    }
}

/// `GET /.well-known/security.txt` (RFC 9116): whom to tell of a vulnerability in this deployment.
pub(crate) async fn security_txt(State(console): State<Console>, visit: RequestContext) -> Result<Response, PageError> {
    let contact = console.settings().security_contact.as_ref().ok_or(PageError::NotFound)?;
    let ends = iso(visit.now.after(SECURITY_TXT));
    let text = format!("Contact: {contact}\nExpires: {ends}\nCanonical: {}/.well-known/security.txt\n", visit.base);
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// `GET /accounts`.
pub(crate) async fn accounts(State(_): State<Console>, guest: Signed) -> Response {
    let view = |one: &sprinters_store::Membership| AccountView { login: one.login.clone(), is_admin: one.is_admin };
    let accounts: Vec<AccountView> = guest.signed.memberships.iter().map(view).collect();
    view::page(&Frame::guest(&guest, "Accounts"), "accounts.html", context! { accounts => Serde(accounts) })
}
