//! The console: pages for people, and `/api/v1` for their programs.
//!
//! A request passes, in this order: headers that every answer has (`security_headers`), the visit with its session (`visit`), and then its page. A page
//! of an account takes a `Seat`, which exists only if GitHub listed the account for the person within the last minutes; a seat gives a
//! [`Sight`](crate::store::Sight), and every query of the store takes that sight into its `WHERE`. A change takes a `Change` beside it, which exists
//! only if the form came from a page of the same session.
//!
//! Pages are rendered here in full and work without a script. With one, a page that is live asks for itself again when its event stream says
//! that something changed (`events`).

mod access;
mod actions;
mod api;
mod assets;
mod csrf;
mod draw;
mod error;
mod events;
mod hosted;
mod of_settings;
mod pages;
mod rate;
pub mod samples;
mod secret;
mod security_headers;
mod sign_in;
mod state;
mod tasks;
#[cfg(test)]
mod testing;
mod view;
mod visit;
mod words;

pub use api::openapi;
pub use events::watch;
pub use of_settings::of_settings;
pub use state::{Console, Making, Parts};
pub use tasks::{Tasks, start};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use pages::{
    audit, connections, costs, front, help, job, jobs, labels, notifications, policy, runners, settings, setup, tokens,
};
use tower_http::compression::CompressionLayer;

/// The routes of the console.
pub fn router(console: Console) -> Router {
    let account = Router::new()
        .route("/o/{login}/jobs", get(jobs::show))
        .route("/o/{login}/jobs/{id}", get(job::show))
        .route("/o/{login}/jobs/{id}/cancel", post(job::cancel))
        .route("/o/{login}/jobs/{id}/run-again", post(job::run_again))
        .route("/o/{login}/runners", get(runners::show))
        .route("/o/{login}/costs", get(costs::show))
        .route("/o/{login}/connections", get(connections::list))
        .route("/o/{login}/connections/{id}", get(connections::show))
        .route("/o/{login}/connections/{id}/code", post(connections::code))
        .route("/o/{login}/connections/{id}/verify", post(connections::verify))
        .route("/o/{login}/connections/{id}/rotate", post(connections::rotate))
        .route("/o/{login}/connections/{id}/rotate/finish", post(connections::finish))
        .route("/o/{login}/connections/{id}/remove", post(connections::remove))
        .route("/o/{login}/policy", get(policy::of_account))
        .route("/o/{login}/labels", get(labels::of_account))
        .route("/o/{login}/audit", get(audit::show))
        .route("/o/{login}/settings", get(settings::show).post(settings::save))
        .route("/o/{login}/settings/delete", get(settings::ask_delete).post(settings::delete))
        .route("/o/{login}/settings/tokens", get(tokens::show).post(tokens::make))
        .route("/o/{login}/settings/tokens/{id}/revoke", post(tokens::revoke))
        .route("/o/{login}/setup", get(setup::next))
        .route("/o/{login}/setup/connect", get(setup::connect).post(setup::begin))
        .route("/o/{login}/setup/workflow", get(setup::workflow))
        .route("/o/{login}/events", get(events::stream));
    let person = Router::new()
        .route("/accounts", get(front::accounts))
        .route("/account/notifications", get(notifications::show).post(notifications::save))
        .route("/sign-out", post(sign_in::out))
        .route("/sign-out/everywhere", post(sign_in::out_everywhere))
        .route("/setup/look", post(setup::look));
    let anybody = Router::new()
        .route("/", get(front::show))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/github", get(sign_in::begin))
        .route("/sign-in/callback", get(sign_in::finish))
        .route("/setup", get(setup::show).post(setup::with_code))
        .route("/setup/made", get(setup::made))
        .route("/labels", get(labels::show))
        .route("/policy", get(policy::show))
        .route("/template/{name}", get(policy::download))
        .route("/help", get(help::index))
        .route("/help/{code}", get(help::reason))
        .route("/unsubscribe/{token}", get(notifications::ask_unsubscribe).post(notifications::unsubscribe));
    let pages = account
        .merge(person)
        .merge(anybody)
        .merge(api::router())
        .layer(from_fn_with_state(console.clone(), visit::read));
    Router::new()
        .route("/assets/{name}", get(assets::get))
        .merge(pages)
        .layer(CompressionLayer::new())
        .layer(from_fn(security_headers::add))
        .with_state(console)
}
