//! `/`: what this is, or on to one's account; and the list of accounts.

use crate::request_context::{RequestContext, Signed};
use crate::state::Console;
use crate::view;
use crate::view::Frame;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

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

/// `GET /accounts`.
pub(crate) async fn accounts(State(_): State<Console>, guest: Signed) -> Response {
    let view = |one: &sprinters_store::Membership| AccountView { login: one.login.clone(), is_admin: one.is_admin };
    let accounts: Vec<AccountView> = guest.signed.memberships.iter().map(view).collect();
    view::page(&Frame::guest(&guest, "Accounts"), "accounts.html", context! { accounts => Serde(accounts) })
}
