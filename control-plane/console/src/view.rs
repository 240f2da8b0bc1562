//! From a view model to a page: the templates, and the frame around them.

use super::assets;
use super::csrf;
use super::request_context::{AccountSession, RequestContext, Signed, SignedIn};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::sync::LazyLock;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../templates/console/", $name)))),+]
    };
}

/// Every template, compiled in.
pub(super) const TEMPLATES: &[(&str, &str)] = templates![
    "frame.html",
    "macros.html",
    "error.html",
    "landing.html",
    "sign_in.html",
    "accounts.html",
    "labels.html",
    "help.html",
    "help_reason.html",
    "policy.html",
    "jobs.html",
    "jobs_row.html",
    "jobs_tabs.html",
    "jobs_changed.html",
    "job.html",
    "runners.html",
    "runner.html",
    "performance.html",
    "deliveries.html",
    "costs.html",
    "connections.html",
    "connection.html",
    "settings.html",
    "tokens.html",
    "audit.html",
    "notifications.html",
    "sessions.html",
    "setup.html",
    "setup_app.html",
    "unsubscribe.html",
    "delete.html",
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_global("version", env!("CARGO_PKG_VERSION"));
    environment.add_filter("urlencode", |text: &str| super::request_context::encode(text));
    // The default delimiters with white space taken away can't conflict.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    for (name, source) in TEMPLATES {
        // A template that does not parse is missing when its page is asked for; the tests ask for every page.
        if let Err(error) = environment.add_template(name, source) {
            tracing::error!(template = name, %error, "a template does not parse");
        }
    }
    environment
});

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Jobs,
    Runners,
    Performance,
    Costs,
    Connections,
    Policy,
    Labels,
    Audit,
    Deliveries,
    Settings,
}

impl Tab {
    const ALL: [Tab; 10] = [
        Tab::Jobs,
        Tab::Runners,
        Tab::Performance,
        Tab::Costs,
        Tab::Connections,
        Tab::Policy,
        Tab::Labels,
        Tab::Audit,
        Tab::Deliveries,
        Tab::Settings,
    ];

    /// Whether only admins get in: nobody else is shown a door that is always locked.
    fn is_for_admins(self) -> bool {
        match self {
            Tab::Audit | Tab::Deliveries => true,
            Tab::Jobs
            | Tab::Runners
            | Tab::Performance
            | Tab::Costs
            | Tab::Connections
            | Tab::Policy
            | Tab::Labels
            | Tab::Settings => false,
        }
    }

    /// By the part of the address that names it.
    fn at(path: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|tab| tab.words().0 == path)
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Tab::Jobs => ("jobs", "Jobs"),
            Tab::Runners => ("runners", "Runners"),
            Tab::Performance => ("performance", "Performance"),
            Tab::Costs => ("costs", "Costs"),
            Tab::Connections => ("connections", "Connections"),
            Tab::Policy => ("policy", "Permissions"),
            Tab::Labels => ("labels", "Labels"),
            Tab::Audit => ("audit", "Audit log"),
            Tab::Deliveries => ("deliveries", "Deliveries"),
            Tab::Settings => ("settings", "Settings"),
        }
    }
}

#[derive(Debug, Serialize)]
struct NavItem {
    href: String,
    label: &'static str,
    current: bool,
}

#[derive(Debug, Serialize)]
struct AccountItem {
    href: String,
    login: String,
    current: bool,
}

/// What stands around every page.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    title: String,
    here: String,
    person: Option<String>,
    account: Option<String>,
    is_admin: bool,
    accounts: Vec<AccountItem>,
    nav: Vec<NavItem>,
    csrf: String,
    /// Where the page's event stream is.
    live: Option<String>,
    /// Whether the page looks by itself for what changed, beside its stream or without one.
    polls: bool,
    theme: &'static str,
    density: &'static str,
    assets: &'static assets::Addresses,
}

impl Frame {
    /// Of a page that anybody may see.
    pub(super) fn open(visit: &RequestContext, title: impl Into<String>) -> Frame {
        Frame::of(visit, visit.signed.as_ref(), None, None, title.into())
    }

    /// Of a page for whoever is signed in.
    pub(super) fn guest(guest: &Signed, title: impl Into<String>) -> Frame {
        Frame::of(&guest.visit, Some(&guest.signed), None, None, title.into())
    }

    /// Of a page of an account.
    pub(super) fn seat(seat: &AccountSession, tab: Option<Tab>, title: impl Into<String>) -> Frame {
        Frame::of(&seat.visit, Some(&seat.signed), Some(seat), tab, title.into())
    }

    /// The same, live by a stream of events.
    pub(super) fn live(self, stream: String) -> Frame {
        Frame { live: Some(stream), ..self }
    }

    /// The same, whose live part looks by itself for what changed while it waits for something outside.
    pub(super) fn polling(self) -> Frame {
        Frame { polls: true, ..self }
    }

    /// Around a page of refusal: of the account in whose pages it is, if the person may see that.
    pub(super) fn of_error(visit: &RequestContext, title: &str) -> Frame {
        let mut parts = visit.here.split(['/', '?']).skip(1);
        let login = parts.next().filter(|first| *first == "o").and_then(|_| parts.next());
        let seat = visit.signed.as_ref().zip(login).and_then(|(signed, login)| {
            let membership = signed.memberships.iter().find(|one| one.login.eq_ignore_ascii_case(login))?.clone();
            Some(AccountSession { visit: visit.clone(), signed: signed.clone(), membership })
        });
        let tab = seat.as_ref().and_then(|_| Tab::at(parts.next()?));
        Frame::of(visit, visit.signed.as_ref(), seat.as_ref(), tab, title.to_owned())
    }

    /// The same, of which live parts are asked for elsewhere than at the address of this answer.
    pub(super) fn at(self, here: String) -> Frame {
        Frame { here, ..self }
    }

    fn of(
        visit: &RequestContext,
        signed: Option<&SignedIn>,
        seat: Option<&AccountSession>,
        tab: Option<Tab>,
        title: String,
    ) -> Frame {
        let current = seat.map(|seat| seat.membership.account);
        let accounts = signed.map(|signed| signed.memberships.iter()).into_iter().flatten();
        let nav = seat.map(|seat| {
            let item = |one: Tab| {
                let (path, label) = one.words();
                NavItem { href: seat.path(path), label, current: tab == Some(one) }
            };
            let shown = |tab: &Tab| seat.membership.is_admin || !tab.is_for_admins();
            Tab::ALL.into_iter().filter(shown).map(item).collect()
        });
        Frame {
            title,
            here: visit.here.clone(),
            person: signed.map(|signed| signed.person.login.clone()),
            account: seat.map(|seat| seat.membership.login.clone()),
            is_admin: seat.is_some_and(|seat| seat.membership.is_admin),
            accounts: accounts
                .map(|one| AccountItem {
                    href: format!("/o/{}/jobs", one.login),
                    login: one.login.clone(),
                    current: current == Some(one.account),
                })
                .collect(),
            nav: nav.unwrap_or_default(),
            csrf: signed.and_then(|signed| csrf::token(&signed.secret)).unwrap_or_default(),
            live: None,
            polls: false,
            theme: visit.look.theme,
            density: visit.look.density,
            assets: assets::addresses(),
        }
    }
}

/// A command that people are told to run, with every word quoted for a shell as far as it must be; none if no shell
/// takes a word of it.
pub(super) fn command(words: &[&str]) -> Option<String> {
    shlex::try_join(words.iter().copied()).ok()
}

/// Renders a page.
pub(super) fn page(frame: &Frame, template: &str, view: impl Serialize) -> Response {
    render(template, context! { frame => Serde(frame), view => Serde(view) })
}

/// A part of a page, for a script of ours that puts it where it belongs. No browser shows it as a document: what
/// headers say about documents is left out, since it would be most of the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fragment;

/// Renders a part of a page.
pub(super) fn fragment(template: &str, view: impl Serialize) -> Response {
    let mut response = render(template, context! { view => Serde(view) });
    response.extensions_mut().insert(Fragment);
    response
}

/// Renders a page of values.
pub(super) fn page_of(frame: &Frame, template: &str, view: Value) -> Response {
    render(template, context! { frame => Serde(frame), view })
}

/// Around a page for which there is no visit, such as one about a failure before it.
pub(super) fn bare_frame(title: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        here: "/".to_owned(),
        person: None,
        account: None,
        is_admin: false,
        accounts: Vec::new(),
        nav: Vec::new(),
        csrf: String::new(),
        live: None,
        polls: false,
        theme: "auto",
        density: "comfortable",
        assets: assets::addresses(),
    }
}

fn render(template: &str, context: Value) -> Response {
    match ENVIRONMENT.get_template(template).and_then(|template| template.render(context)) {
        Ok(html) => {
            let mut response = Response::new(Body::from(html));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            response
        }
        Err(error) => {
            tracing::error!(template, error = format!("{error:#}"), "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made. It is in the log.\n").into_response()
        }
    }
}

/// The text of a response, for tests of pages.
#[cfg(test)]
pub(super) async fn text(response: Response) -> String {
    use http_body_util::BodyExt as _;
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(!text.contains("could not be made. It is in the log"), "the template failed ({status})");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses_and_has_neither_inline_script_nor_style() {
        for (name, source) in TEMPLATES {
            ENVIRONMENT.get_template(name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
            for forbidden in [
                " style=",
                "<style",
                "javascript:",
                " onclick=",
                " onload=",
                "|safe",
                "| safe",
                "http://",
                "{% autoescape",
            ] {
                assert!(!source.contains(forbidden), "{name} has {forbidden}");
            }
            assert!(
                source.matches("<script").count() == source.matches("<script src=\"{{ frame.assets.").count(),
                "{name}"
            );
        }
    }

    #[test]
    fn text_from_outside_is_text() {
        let html = page_of(
            &bare_frame("<b>"),
            "error.html",
            context! { title => "<script>alert(1)</script>", text => "\" onload=x", sign_in => false, status => 500 },
        );
        let html = futures_util::future::FutureExt::now_or_never(text(html)).unwrap();
        assert!(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert"));
    }
}
