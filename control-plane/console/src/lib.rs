//! The console: pages for people, and `/api/v1` for their programs.
//!
//! A request passes, in this order: headers that every answer has (`security_headers`), its context with who is signed
//! in (`request_context`), and then its page. A page of an account takes an `AccountSession`, which exists only if
//! GitHub listed the account for the person within the last minutes; it gives a
//! [`VisibleTo`](sprinters_store::VisibleTo), and every query of the store takes it into its `WHERE`. A change takes a
//! `Change` beside it, which exists only if the form came from a page of the same session.
//!
//! Pages are rendered here in full and work without a script. With one, a page that is live asks again for what its
//! event stream says has changed (`events`), and takes over what differs.

mod access;
mod actions;
mod admin_action;
mod api;
mod assets;
mod csrf;
mod draw;
mod error;
mod events;
mod format;
mod pages;
mod percentiles;
mod rate;
mod request_context;
mod security_headers;
mod sign_in;
mod state;
mod tasks;
mod view;

// Tests that ask whole pages see the list of routes, and so are part of the crate; their files lie with the tests.
#[cfg(test)]
#[path = "../tests/every_page_on_both_databases.rs"]
mod every_page_on_both_databases;
#[cfg(test)]
#[path = "../tests/every_route_as_a_stranger.rs"]
mod every_route_as_a_stranger;
#[cfg(test)]
#[path = "../tests/harness.rs"]
mod harness;

pub use api::openapi;
pub use events::watch;
pub use state::{AppSetup, Console, ConsoleSettings};
pub use tasks::{Tasks, start};

use axum::Router;
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use pages::{
    audit, connections, costs, deliveries, front, help, job, jobs, labels, notifications, performance, policy, runner,
    runners, sessions, settings, setup, tokens,
};
use tower_http::compression::CompressionLayer;

/// Whom a route answers. Its handler checks it too, by taking a visit, a guest, a seat or a caller; the tests ask every
/// route as everybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// Whoever comes.
    Anybody,
    /// Whoever is signed in, about themselves.
    Person,
    /// Whoever GitHub lists for the account.
    Account,
    /// Programs with a token of an account, and whoever may see it.
    Api,
}

/// One route.
struct Route {
    path: &'static str,
    access: Access,
    methods: MethodRouter<Console>,
}

impl Route {
    fn new(access: Access, path: &'static str, methods: MethodRouter<Console>) -> Route {
        Route { path, access, methods }
    }
}

/// Every route but the assets.
fn routes() -> Vec<Route> {
    let account = |path, methods| Route::new(Access::Account, path, methods);
    let person = |path, methods| Route::new(Access::Person, path, methods);
    let anybody = |path, methods| Route::new(Access::Anybody, path, methods);
    let mut routes = vec![
        account("/o/{login}/jobs", get(jobs::show)),
        account("/o/{login}/jobs/changed", get(jobs::changed)),
        account("/o/{login}/jobs/{id}", get(job::show)),
        account("/o/{login}/jobs/{id}/cancel", post(job::cancel)),
        account("/o/{login}/jobs/{id}/run-again", post(job::run_again)),
        account("/o/{login}/runners", get(runners::show)),
        account("/o/{login}/runners/{runner}", get(runner::show)),
        account("/o/{login}/performance", get(performance::show)),
        account("/o/{login}/costs", get(costs::show)),
        account("/o/{login}/connections", get(connections::list)),
        account("/o/{login}/connections/{id}", get(connections::show)),
        account("/o/{login}/connections/{id}/code", post(connections::code)),
        account("/o/{login}/connections/{id}/outputs", post(connections::outputs)),
        account("/o/{login}/connections/{id}/verify", post(connections::verify)),
        account("/o/{login}/connections/{id}/rotate", post(connections::rotate)),
        account("/o/{login}/connections/{id}/rotate/finish", post(connections::finish)),
        account("/o/{login}/connections/{id}/remove", post(connections::remove)),
        account("/o/{login}/policy", get(policy::of_account)),
        account("/o/{login}/labels", get(labels::of_account)),
        account("/o/{login}/audit", get(audit::show)),
        account("/o/{login}/deliveries", get(deliveries::show)),
        account("/o/{login}/audit/export", get(audit::export)),
        account("/o/{login}/settings", get(settings::show).post(settings::save)),
        account("/o/{login}/settings/delete", get(settings::ask_delete).post(settings::delete)),
        account("/o/{login}/settings/tokens", get(tokens::show).post(tokens::make)),
        account("/o/{login}/settings/tokens/{id}/revoke", post(tokens::revoke)),
        account("/o/{login}/setup", get(setup::next)),
        account("/o/{login}/setup/connect", get(setup::connect).post(setup::begin)),
        account("/o/{login}/setup/workflow", get(setup::workflow)),
        account("/o/{login}/events", get(events::stream)),
        person("/accounts", get(front::accounts)),
        person("/account/notifications", get(notifications::show).post(notifications::save)),
        person("/account/sessions", get(sessions::show).post(sessions::end)),
        person("/sign-out", post(sign_in::out)),
        person("/sign-out/everywhere", post(sign_in::out_everywhere)),
        person("/setup/look", post(setup::look)),
        anybody("/", get(front::show)),
        anybody("/sign-in", get(sign_in::show)),
        anybody("/sign-in/github", get(sign_in::begin)),
        anybody("/sign-in/callback", get(sign_in::finish)),
        anybody("/setup", get(setup::show).post(setup::with_code)),
        anybody("/setup/made", get(setup::made)),
        anybody("/.well-known/security.txt", get(front::security_txt)),
        anybody("/labels", get(labels::show)),
        anybody("/policy", get(policy::show)),
        anybody("/template/{name}", get(policy::download)),
        anybody("/help", get(help::index)),
        anybody("/help/{code}", get(help::reason)),
        anybody("/unsubscribe/{token}", get(notifications::ask_unsubscribe).post(notifications::unsubscribe)),
    ];
    routes.extend(api::routes());
    routes
}

/// How a stack's outputs are handed over: for whoever has the one-time code.
pub fn hand_over(console: Console) -> Router {
    Router::new().route("/api/v1/connections", api::hand_over_route()).with_state(console)
}

/// Where there is nothing: a page for people, a problem for programs.
async fn unknown(uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return api::no_such_path().into_response();
    }
    error::PageError::NotFound.into_response()
}

/// The console.
pub fn router(console: Console) -> Router {
    let pages = routes().into_iter().fold(Router::new(), |router, route| {
        let methods = match route.access {
            Access::Person | Access::Account => route.methods.route_layer(from_fn(request_context::require_sign_in)),
            Access::Api => route.methods.route_layer(from_fn(api::conditional)),
            Access::Anybody => route.methods,
        };
        router.route(route.path, methods)
    });
    let pages = pages.fallback(unknown);
    let pages = pages.layer(from_fn_with_state(console.clone(), request_context::read));
    Router::new()
        .route("/assets/{name}", get(assets::get))
        .merge(pages)
        .layer(CompressionLayer::new())
        .layer(from_fn(security_headers::add))
        .with_state(console)
}
