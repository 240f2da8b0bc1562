//! People: signing in, what they may see, and the pages on which they make and install an App.

use super::super::answer::Answer;
use super::super::auth::Needs;
use super::super::keys;
use super::super::people::{Code, Manifest, REFRESH, TOKEN};
use super::super::state::{Installation, Selection, State};
use super::{Call, Operation, Who};
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(super) fn operations() -> Vec<Operation> {
    let page = |method, template, run| Operation { method, template, needs: Needs::Nobody, is_api: false, run };
    let person = |template, run| Operation { method: Method::GET, template, needs: Needs::Person, is_api: true, run };
    vec![
        page(Method::GET, "/login/oauth/authorize", authorize),
        page(Method::POST, "/login/oauth/access_token", exchange),
        page(Method::POST, "/settings/apps/new", new_app),
        page(Method::POST, "/organizations/{org}/settings/apps/new", new_app),
        page(Method::GET, "/apps/{slug}/installations/new", install),
        person("/user", get_user),
        person("/user/emails", list_emails),
        person("/user/installations", list_installations),
        person("/user/installations/{installation_id}/repositories", list_repositories),
    ]
}

/// With a query of these names added to an address that may have one.
fn with_query(address: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let mut url = url::Url::parse(address).ok()?;
    url.query_pairs_mut().extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    Some(url.into())
}

/// Whoever sits at the browser is signed in and agrees.
fn authorize(state: &mut State, call: &Call<'_>) -> Answer {
    let client = call.query("client_id").unwrap_or_default();
    let Some(app) = state.apps.values().find(|app| app.client_id == client) else { return Answer::not_found() };
    let first = app.callback_urls.first().map_or("", String::as_str);
    let redirect = call.query("redirect_uri").unwrap_or(first).to_owned();
    let (app, known) = (app.id, app.callback_urls.is_empty() || app.callback_urls.contains(&redirect));
    let back = call.query("state").unwrap_or_default().to_owned();
    if !known {
        let page =
            "<!DOCTYPE html><title>Mismatch</title><p>The redirect_uri is not associated with this application.</p>";
        return Answer::html(StatusCode::OK, page.to_owned());
    }
    let Some(user) = state.browser() else { return Answer::not_found() };
    let challenge = call.query("code_challenge").map(str::to_owned);
    if challenge.is_some() && call.query("code_challenge_method") != Some("S256") {
        return Answer::error(StatusCode::BAD_REQUEST, "code_challenge_method must be S256");
    }
    let code = keys::random("", 20);
    let expires_at = state.now + 10 * 60_000;
    let Some(location) = with_query(&redirect, &[("code", &code), ("state", &back)]) else {
        return Answer::not_found();
    };
    if 1_000 < state.people.codes.len() {
        let now = state.now;
        state.people.codes.retain(|_, code| now < code.expires_at);
    }
    state.people.codes.insert(code, Code { user, app, redirect_uri: redirect, challenge, expires_at });
    Answer::redirect(StatusCode::FOUND, &location)
}

/// OAuth's errors come with the status of success.
fn oauth_error(error: &str, description: &str) -> Answer {
    Answer::ok(json!({
        "error": error,
        "error_description": description,
        "error_uri": "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors",
    }))
}

fn exchange(state: &mut State, call: &Call<'_>) -> Answer {
    let form = call.form();
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let app = state.apps.values().find(|app| app.client_id == field("client_id"));
    let Some(app) = app.filter(|app| app.client_secret.expose() == field("client_secret")) else {
        return oauth_error("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
    };
    let app = app.id;
    if field("grant_type") == "refresh_token" {
        return match state.people.take_refresh(field("refresh_token"), app, state.now) {
            Some(user) => signed_in(state, user, app),
            None => oauth_error("bad_refresh_token", "The refresh token passed is incorrect or expired."),
        };
    }
    let bad = || oauth_error("bad_verification_code", "The code passed is incorrect or expired.");
    let Some(code) = state.people.codes.remove(field("code")) else { return bad() };
    if code.app != app || code.expires_at <= state.now {
        return bad();
    }
    let redirect = field("redirect_uri");
    if !redirect.is_empty() && redirect != code.redirect_uri {
        return oauth_error(
            "redirect_uri_mismatch",
            "The redirect_uri MUST match the registered callback URL for this application.",
        );
    }
    if let Some(challenge) = &code.challenge {
        let verifier = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").as_bytes()));
        if verifier != *challenge {
            return bad();
        }
    }
    signed_in(state, code.user, app)
}

fn signed_in(state: &mut State, user: i64, app: u64) -> Answer {
    let now = state.now;
    let (token, refresh) = state.people.sign_in(user, app, now);
    Answer::ok(json!({
        "access_token": token,
        "expires_in": TOKEN / 1_000,
        "refresh_token": refresh,
        "refresh_token_expires_in": REFRESH / 1_000,
        "scope": "",
        "token_type": "bearer",
    }))
}

fn user(call: &Call<'_>) -> i64 {
    match call.who {
        Who::Person { user, .. } => *user,
        Who::Nobody | Who::App(_) | Who::Installation(..) => 0,
    }
}

fn get_user(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(account) = state.accounts.get(&user(call)) else { return Answer::not_found() };
    let mut json = state.account_json(account);
    let more = json!({
        "name": account.login, "company": null, "blog": "", "location": null, "email": null, "hireable": null, "bio": null,
        "twitter_username": null, "notification_email": null, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
        "created_at": super::super::moment::iso(0), "updated_at": super::super::moment::iso(state.now),
    });
    if let (Value::Object(fields), Value::Object(more)) = (&mut json, more) {
        fields.extend(more);
    }
    Answer::ok(json)
}

fn list_emails(state: &mut State, call: &Call<'_>) -> Answer {
    let may = state.apps.get(&call.app()).is_some_and(|app| app.permissions.contains_key("emails"));
    if !may {
        return Answer::not_accessible();
    }
    let email = state.accounts.get(&user(call)).and_then(|account| account.email.clone());
    let all = email.map(|email| json!({ "email": email, "primary": true, "verified": true, "visibility": "private" }));
    Answer::ok(all.into_iter().collect())
}

/// What a person may see of an App: installations of their own account, and of organisations that they are members of.
fn visible<'a>(state: &'a State, call: &Call<'_>) -> impl Iterator<Item = &'a Installation> {
    let (user, app) = (user(call), call.app());
    let sees = move |one: &&Installation| one.app == app && state.people.sees(user, one.account);
    state.installations.values().filter(sees)
}

fn list_installations(state: &mut State, call: &Call<'_>) -> Answer {
    let total = visible(state, call).count();
    let page: Value = call.page(visible(state, call)).into_iter().map(|one| state.installation_json(one)).collect();
    Answer::ok(json!({ "total_count": total, "installations": page }))
}

fn list_repositories(state: &mut State, call: &Call<'_>) -> Answer {
    let id = call.signed("installation_id");
    let Some(one) = visible(state, call).find(|one| one.id == id) else { return Answer::not_found() };
    let total = state.repositories_of(one).count();
    let page = call.page(state.repositories_of(one)).into_iter();
    // Every member in here is an owner.
    let theirs = |repository| {
        let mut json = state.repository_json(repository);
        let permissions = json!({ "admin": true, "maintain": true, "push": true, "triage": true, "pull": true });
        if let Value::Object(fields) = &mut json {
            fields.insert("permissions".to_owned(), permissions);
        }
        json
    };
    let page: Value = page.map(theirs).collect();
    Answer::ok(json!({ "total_count": total, "repository_selection": "selected", "repositories": page }))
}

/// The form of an App's manifest: whoever sits at the browser agrees.
fn new_app(state: &mut State, call: &Call<'_>) -> Answer {
    let form = call.form();
    let manifest: Value = form.get("manifest").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let Some(redirect) = manifest.get("redirect_url").and_then(Value::as_str) else {
        return Answer::invalid("Invalid GitHub App configuration: redirect_url wasn't supplied");
    };
    let owner = match call.text("org") {
        "" => state.browser(),
        login => state.account_named(login).map(|account| account.id),
    };
    let Some(owner) = owner else { return Answer::not_found() };
    let code = keys::random("", 40);
    let back = call.query("state").unwrap_or_default();
    let Some(location) = with_query(redirect, &[("code", &code), ("state", back)]) else { return Answer::not_found() };
    let expires_at = state.now + 3_600_000;
    if 1_000 < state.people.manifests.len() {
        state.people.manifests.clear();
    }
    state.people.manifests.insert(code, Manifest { json: manifest, owner, expires_at });
    Answer::redirect(StatusCode::FOUND, &location)
}

/// The page on which an App is installed: on the account with the number `target_id`, or the one that the App belongs
/// to, with all repositories.
fn install(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(app) = state.apps.values().find(|app| app.slug == call.text("slug")) else { return Answer::not_found() };
    let (app, owner, setup) = (app.id, app.owner, app.setup_url.clone());
    let account = call.query("target_id").and_then(|id| id.parse().ok()).unwrap_or(owner);
    let present = state.installations.values().find(|one| one.app == app && one.account == account).map(|one| one.id);
    let (id, action) = match present {
        Some(id) => (id, "update"),
        None => (state.install(app, account, Selection::All), "install"),
    };
    let back = call.query("state").unwrap_or_default();
    let setup = setup.unwrap_or_else(|| format!("{}/settings/installations/{id}", state.web));
    let pairs = [("installation_id", id.to_string()), ("setup_action", action.to_owned()), ("state", back.to_owned())];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    with_query(&setup, &pairs).map_or_else(Answer::not_found, |location| Answer::redirect(StatusCode::FOUND, &location))
}
