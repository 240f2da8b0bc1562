//! `/account/notifications`: what a person is told by e-mail; and `/unsubscribe`, which needs no session.

use crate::csrf::{Change, small_body};
use crate::error::PageError;
use crate::request_context::{RequestContext, Signed};
use crate::state::Console;
use crate::view;
use crate::view::Frame;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_services::mail::{Kind, Unsubscribe};
use std::collections::HashMap;

#[derive(Debug, Serialize)]
struct KindView {
    name: &'static str,
    words: &'static str,
    wanted: bool,
}

#[derive(Debug, Serialize)]
struct AccountView {
    id: i64,
    login: String,
    kinds: Vec<KindView>,
}

#[derive(Debug, Serialize)]
struct NotificationsView {
    sends: bool,
    done: Option<&'static str>,
    accounts: Vec<AccountView>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

/// `GET /account/notifications`.
pub(crate) async fn show(
    State(console): State<Console>,
    guest: Signed,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let mut accounts = Vec::new();
    for one in guest.signed.memberships.iter() {
        let choices = console.store().notification_choices(guest.signed.person.id, one.account).await?;
        let kinds = Kind::ALL.into_iter().map(|kind| KindView {
            name: kind.as_str(),
            words: kind.words(),
            wanted: choices
                .iter()
                .find(|(name, _)| name == kind.as_str())
                .map_or(kind.by_default(one.is_admin), |(_, wanted)| *wanted),
        });
        accounts.push(AccountView { id: one.account, login: one.login.clone(), kinds: kinds.collect() });
    }
    let view = NotificationsView {
        sends: console.settings().sends_mail,
        done: (asked.done == "saved").then_some("Saved."),
        accounts,
    };
    Ok(view::page(&Frame::guest(&guest, "Email notifications"), "notifications.html", view))
}

/// `POST /account/notifications`.
pub(crate) async fn save(
    State(console): State<Console>,
    guest: Signed,
    Change(form): Change<HashMap<String, String>>,
) -> Result<Response, PageError> {
    for one in guest.signed.memberships.iter() {
        for kind in Kind::ALL {
            let wanted = form.contains_key(&format!("{}.{}", one.account, kind.as_str()));
            console.store().choose_notification(guest.signed.person.id, one.account, kind.as_str(), wanted).await?;
        }
    }
    Ok(Redirect::to("/account/notifications?done=saved").into_response())
}

#[derive(Debug, Serialize)]
struct UnsubscribeView {
    done: bool,
    words: &'static str,
    account: String,
}

async fn of(console: &Console, token: &str) -> Result<(Unsubscribe, String), PageError> {
    let key = sprinters_services::mail::unsubscribe_key(console.store(), console.now()).await?;
    let unsubscribe = Unsubscribe::read(&key, token).ok_or(PageError::NotFound)?;
    let account = console.store().account(unsubscribe.account).await?.ok_or(PageError::NotFound)?;
    Ok((unsubscribe, account.login))
}

/// `GET /unsubscribe/{token}`: asks, so that whoever looks at links ahead of people ends nothing.
pub(crate) async fn ask_unsubscribe(
    State(console): State<Console>,
    visit: RequestContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let (unsubscribe, account) = of(&console, &token).await?;
    let view = UnsubscribeView { done: false, words: unsubscribe.kind.words(), account };
    Ok(view::page(&Frame::open(&visit, "Unsubscribe"), "unsubscribe.html", view))
}

/// `POST /unsubscribe/{token}`: by a person, or by a mail program with one click (RFC 8058). The token is the right, so
/// there is no session and no form token.
pub(crate) async fn unsubscribe(
    State(console): State<Console>,
    visit: RequestContext,
    Path(token): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let (unsubscribe, account) = of(&console, &token).await?;
    small_body(body).await.ok_or(PageError::TooLarge)?;
    console
        .store()
        .choose_notification(unsubscribe.person, unsubscribe.account, unsubscribe.kind.as_str(), false)
        .await?;
    let view = UnsubscribeView { done: true, words: unsubscribe.kind.words(), account };
    Ok(view::page(&Frame::open(&visit, "Unsubscribe"), "unsubscribe.html", view))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::World;

    #[tokio::test]
    async fn choices_are_kept_and_a_link_of_a_mail_ends_one_kind_without_a_session() {
        let world = World::with_samples().await;
        assert!(world.text("/account/notifications").await.contains("checked"));
        assert_eq!(world.post("/account/notifications", &[("1.budget", "yes")]).await.status(), 303);
        let page = world.text("/account/notifications").await;
        assert_eq!(page.matches(" checked").count(), 1);
        let store = world.console().store();
        let key = sprinters_services::mail::unsubscribe_key(store, world.now()).await.unwrap();
        let token = Unsubscribe { person: 501, account: 1, kind: Kind::Budget }.to_token(&key);
        let stranger = world.stranger();
        assert!(stranger.text(&format!("/unsubscribe/{token}")).await.contains("Unsubscribe</button>"));
        assert_eq!(
            stranger.post_bare(&format!("/unsubscribe/{token}"), "List-Unsubscribe=One-Click").await.status(),
            200
        );
        assert!(!world.text("/account/notifications").await.contains(" checked"));
        assert_eq!(stranger.get("/unsubscribe/501.1.budget.AAAA").await.status(), 404);
    }
}
