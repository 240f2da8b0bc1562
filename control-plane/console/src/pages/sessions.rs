//! `/account/sessions`: where a person is signed in, and how they end it.

use crate::access;
use crate::csrf::Change;
use crate::error::PageError;
use crate::format::HumanTime;
use crate::request_context::{LIFETIMES, Signed};
use crate::state::Console;
use crate::view;
use crate::view::Frame;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_seal::secret;

#[derive(Debug, Serialize)]
struct SessionView {
    id: String,
    current: bool,
    browser: String,
    address: String,
    began: HumanTime,
    seen: HumanTime,
}

#[derive(Debug, Serialize)]
struct SessionsView {
    done: Option<&'static str>,
    sessions: Vec<SessionView>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    session: String,
}

/// `GET /account/sessions`.
pub(crate) async fn show(
    State(console): State<Console>,
    guest: Signed,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let now = guest.visit.now;
    let current = secret::hash(&guest.signed.secret);
    let sessions = console.store().sessions_of(guest.signed.person.id, LIFETIMES, now).await?;
    let session = |one: sprinters_store::SessionLine| SessionView {
        current: one.token_hash == current,
        id: one.token_hash,
        browser: if one.browser.is_empty() { "Unknown browser".to_owned() } else { one.browser },
        address: if one.address.is_empty() { "Unknown".to_owned() } else { one.address },
        began: HumanTime::new(one.created_at, now),
        seen: HumanTime::new(one.seen_at, now),
    };
    let view = SessionsView {
        done: (asked.done == "ended").then_some("Session ended."),
        sessions: sessions.into_iter().map(session).collect(),
    };
    Ok(view::page(&Frame::guest(&guest, "Sessions"), "sessions.html", view))
}

/// `POST /account/sessions`: ends one of them.
pub(crate) async fn end(
    State(console): State<Console>,
    guest: Signed,
    Change(Chosen { session }): Change<Chosen>,
) -> Result<Response, PageError> {
    let person = guest.signed.person.id;
    if !console.store().end_session_of(person, &session).await? {
        return Err(PageError::NotFound);
    }
    access::release_tokens(&console, person).await?;
    Ok(Redirect::to("/account/sessions?done=ended").into_response())
}

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use crate::{events, sign_in};
    use sprinters_samples as samples;
    use sprinters_seal::secret;
    use sprinters_store::VisibleTo;

    #[tokio::test]
    async fn a_person_sees_own_sessions_and_ends_any_of_them_and_nobody_elses() {
        let world = World::with_samples().await;
        let store = world.console().store();
        let elsewhere = secret::hash(&samples::session(store, samples::ADA, world.now()).await.unwrap());
        store.describe_session(&elsewhere, "198.51.100.7", "Firefox <b>").await.unwrap();
        let page = world.text("/account/sessions").await;
        assert!(page.contains("198.51.100.7") && page.contains("Firefox &lt;b&gt;"), "{page}");
        assert!(page.contains("This browser"));
        assert!(!world.as_member().text("/account/sessions").await.contains("198.51.100.7"));
        // Somebody else does not end it, whatever they send.
        assert_eq!(world.as_member().post("/account/sessions", &[("session", &elsewhere)]).await.status(), 404);
        // An open stream of that session goes on as long as the session counts.
        let (console, sees) = (world.console(), VisibleTo::whole(samples::ACME));
        assert!(events::may_go_on(console, &elsewhere, sees).await);
        assert_eq!(world.post("/account/sessions", &[("session", &elsewhere)]).await.status(), 303);
        assert!(!events::may_go_on(console, &elsewhere, sees).await);
        assert!(!world.text("/account/sessions").await.contains("198.51.100.7"));
        const { assert!(sign_in::MAX_BROWSER < 1_000) };
    }

    #[tokio::test]
    async fn a_stream_ends_with_the_right_to_see_the_account() {
        let world = World::with_samples().await;
        let store = world.console().store();
        let session = secret::hash(&samples::session(store, samples::ADA, world.now()).await.unwrap());
        let sees = VisibleTo::whole(samples::ACME);
        assert!(events::may_go_on(world.console(), &session, sees).await);
        store.replace_memberships(samples::ADA, &[], world.now()).await.unwrap();
        assert!(!events::may_go_on(world.console(), &session, sees).await);
    }

    #[tokio::test]
    async fn whom_no_account_names_is_forgotten_with_everything_sealed_of_them() {
        let world = World::with_samples().await;
        let store = world.console().store();
        let sealed = async |kind| {
            let name = sprinters_store::SecretName { account: 0, kind, subject: &samples::EVE.to_string() };
            store.secret(name).await.unwrap().is_some()
        };
        for kind in [sprinters_store::SecretKind::UserTokens, sprinters_store::SecretKind::EmailAddress] {
            let name = sprinters_store::SecretName { account: 0, kind, subject: &samples::EVE.to_string() };
            store.put_secret(name, &"kept".into(), world.now()).await.unwrap();
            assert!(sealed(kind).await);
        }
        let day = std::time::Duration::from_secs(24 * 60 * 60);
        assert_eq!(store.forget_people(world.now().after(day), 10).await.unwrap(), 0, "an account names her");
        store.erase_account(samples::GLOBEX).await.unwrap();
        assert_eq!(store.forget_people(world.now(), 10).await.unwrap(), 0, "she may install the App again");
        assert_eq!(store.forget_people(world.now().after(day), 10).await.unwrap(), 1);
        assert!(store.person(samples::EVE).await.unwrap().is_none());
        assert!(!sealed(sprinters_store::SecretKind::UserTokens).await);
        assert!(!sealed(sprinters_store::SecretKind::EmailAddress).await);
    }
}
