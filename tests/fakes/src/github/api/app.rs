//! What an App does as itself: its installations, their tokens, its webhook and the deliveries of it.

use super::super::answer::Answer;
use super::super::auth::{Needs, covers};
use super::super::deliveries::Attempt;
use super::super::keys;
use super::super::moment::iso;
use super::super::state::{Installation, Selection, State, Token};
use super::super::world::NewApp;
use super::{Call, Operation};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn operations() -> Vec<Operation> {
    let as_app = |method, template, run| Operation { method, template, needs: Needs::App, is_api: true, run };
    vec![
        as_app(Method::GET, "/app", get_app),
        as_app(Method::GET, "/app/installations", list_installations),
        as_app(Method::GET, "/app/installations/{installation_id}", get_installation),
        as_app(Method::DELETE, "/app/installations/{installation_id}", delete_installation),
        as_app(Method::PUT, "/app/installations/{installation_id}/suspended", suspend),
        as_app(Method::DELETE, "/app/installations/{installation_id}/suspended", unsuspend),
        as_app(Method::POST, "/app/installations/{installation_id}/access_tokens", make_token),
        as_app(Method::GET, "/app/hook/config", get_hook),
        as_app(Method::PATCH, "/app/hook/config", change_hook),
        as_app(Method::GET, "/app/hook/deliveries", list_deliveries),
        as_app(Method::GET, "/app/hook/deliveries/{delivery_id}", get_delivery),
        as_app(Method::POST, "/app/hook/deliveries/{delivery_id}/attempts", redeliver),
        Operation {
            method: Method::POST,
            template: "/app-manifests/{code}/conversions",
            needs: Needs::Nobody,
            is_api: true,
            run: convert_manifest,
        },
        Operation {
            method: Method::GET,
            template: "/installation/repositories",
            needs: Needs::Installation,
            is_api: true,
            run: list_repositories,
        },
    ]
}

fn get_app(state: &mut State, call: &Call<'_>) -> Answer {
    state.apps.get(&call.app()).map_or_else(Answer::not_found, |app| Answer::ok(state.app_json(app)))
}

fn list_installations(state: &mut State, call: &Call<'_>) -> Answer {
    let ours = state.installations.values().filter(|one| one.app == call.app());
    Answer::ok(call.page(ours).into_iter().map(|one| state.installation_json(one)).collect())
}

/// The installation of the path, if it is the App's.
fn installation<'a>(state: &'a State, call: &Call<'_>) -> Option<&'a Installation> {
    state.installations.get(&call.signed("installation_id")).filter(|one| one.app == call.app())
}

fn get_installation(state: &mut State, call: &Call<'_>) -> Answer {
    installation(state, call).map_or_else(Answer::not_found, |one| Answer::ok(state.installation_json(one)))
}

fn delete_installation(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(id) = installation(state, call).map(|one| one.id) else { return Answer::not_found() };
    if let Some(gone) = state.installations.remove(&id) {
        state.changed += 1;
        state.tokens.retain(|_, token| token.installation != id);
        state.tell_installation(&gone, "deleted");
    }
    Answer::nothing(StatusCode::NO_CONTENT)
}

fn suspend(state: &mut State, call: &Call<'_>) -> Answer {
    set_suspended(state, call, Some(state.now), "suspend")
}

fn unsuspend(state: &mut State, call: &Call<'_>) -> Answer {
    set_suspended(state, call, None, "unsuspend")
}

fn set_suspended(state: &mut State, call: &Call<'_>, at: Option<u64>, action: &str) -> Answer {
    let Some(id) = installation(state, call).map(|one| one.id) else { return Answer::not_found() };
    let now = state.now;
    let Some(one) = state.installations.get_mut(&id) else { return Answer::not_found() };
    (one.suspended_at, one.updated_at) = (at, now);
    let one = one.clone();
    state.tell_installation(&one, action);
    Answer::nothing(StatusCode::NO_CONTENT)
}

/// How long an installation token works, in milliseconds: one hour.
const TOKEN: u64 = 3_600_000;

/// Characters of an installation token, as long as GitHub's may be since April 2026.
const TOKEN_CHARACTERS: usize = 516;

fn make_token(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(one) = installation(state, call) else { return Answer::not_found() };
    if one.suspended_at.is_some() {
        return Answer::error(StatusCode::FORBIDDEN, "This installation has been suspended");
    }
    let wanted = call.json();
    let permissions = match narrowed_permissions(one, wanted.get("permissions")) {
        Ok(permissions) => permissions,
        Err(answer) => return answer,
    };
    let repositories = match narrowed_repositories(state, one, &wanted) {
        Ok(repositories) => repositories,
        Err(answer) => return answer,
    };
    let token = keys::random("ghs_", TOKEN_CHARACTERS);
    let expires_at = state.now + TOKEN;
    let mut json = json!({
        "token": token,
        "expires_at": iso(expires_at),
        "permissions": permissions,
        "repository_selection": match (&repositories, &one.repositories) {
            (None, Selection::All) => "all",
            (Some(_), _) | (None, Selection::Selected(_)) => "selected",
        },
    });
    if let Some(some) = &repositories {
        let some = some.iter().filter_map(|id| state.repositories.get(id));
        json["repositories"] = some.map(|one| state.repository_json(one)).collect();
    }
    let installation = one.id;
    state.tokens.insert(token, Token { installation, repositories, permissions, expires_at });
    Answer::json(StatusCode::CREATED, json)
}

fn narrowed_permissions(one: &Installation, wanted: Option<&Value>) -> Result<BTreeMap<String, String>, Answer> {
    let Some(wanted) = wanted.and_then(Value::as_object).filter(|wanted| !wanted.is_empty()) else {
        return Ok(one.permissions.clone());
    };
    let mut permissions = BTreeMap::new();
    for (name, level) in wanted {
        let word = level.as_str().unwrap_or_default();
        let level = if word == "read" { super::super::auth::Level::Read } else { super::super::auth::Level::Write };
        if !covers(&one.permissions, name, level) {
            return Err(Answer::invalid("The permissions requested are not granted to this installation."));
        }
        permissions.insert(name.clone(), word.to_owned());
    }
    // Whoever may do anything with a repository may see that it is there.
    permissions.insert("metadata".to_owned(), "read".to_owned());
    Ok(permissions)
}

fn narrowed_repositories(state: &State, one: &Installation, wanted: &Value) -> Result<Option<BTreeSet<i64>>, Answer> {
    let ids = wanted.get("repository_ids").and_then(Value::as_array);
    let names = wanted.get("repositories").and_then(Value::as_array);
    if ids.is_none() && names.is_none() {
        return Ok(None);
    }
    let by_id = ids.into_iter().flatten().map(|id| state.repositories.get(&id.as_i64().unwrap_or_default()));
    let by_name = names.into_iter().flatten().map(|name| {
        state.repositories_of(one).find(|has| name.as_str().is_some_and(|name| has.name.eq_ignore_ascii_case(name)))
    });
    by_id
        .chain(by_name)
        .map(|found| found.filter(|repository| state.has(one, repository)).map(|repository| repository.id))
        .collect::<Option<BTreeSet<i64>>>()
        .map(Some)
        .ok_or_else(|| {
            Answer::invalid(
                "There is at least one repository that does not exist or is not accessible to the parent installation.",
            )
        })
}

fn get_hook(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(app) = state.apps.get(&call.app()) else { return Answer::not_found() };
    let url = app.webhook_url.clone().unwrap_or_default();
    Answer::ok(json!({ "content_type": "json", "insecure_ssl": "0", "secret": "********", "url": url }))
}

fn change_hook(state: &mut State, call: &Call<'_>) -> Answer {
    let wanted = call.json();
    if let Some(app) = state.apps.get_mut(&call.app()) {
        if let Some(url) = wanted.get("url").and_then(Value::as_str) {
            app.webhook_url = Some(url.to_owned());
        }
        if let Some(secret) = wanted.get("secret").and_then(Value::as_str) {
            app.webhook_secret = keys::Secret::new(secret.to_owned());
        }
    }
    get_hook(state, call)
}

fn list_deliveries(state: &mut State, call: &Call<'_>) -> Answer {
    let per_page = call.query("per_page").and_then(|text| text.parse().ok()).unwrap_or(30_usize).clamp(1, 100);
    let before = call.query("cursor").and_then(|cursor| cursor.strip_prefix("v1_")?.parse().ok()).unwrap_or(u64::MAX);
    let of_app = |attempt: &&Attempt| state.deliveries.get(attempt.delivery).is_some_and(|one| one.app == call.app());
    let mut older = state.deliveries.attempts.iter().rev().filter(of_app).filter(|attempt| attempt.id < before);
    let page: Vec<&Attempt> = older.by_ref().take(per_page).collect();
    let more = older.next().is_some();
    let answer = Answer::ok(page.iter().filter_map(|attempt| attempt_json(state, attempt)).collect());
    match page.last().filter(|_| more) {
        Some(last) => {
            let url = format!("{}/api/v3/app/hook/deliveries?per_page={per_page}&cursor=v1_{}", state.web, last.id);
            answer.with(header::LINK, &format!("<{url}>; rel=\"next\""))
        }
        None => answer,
    }
}

fn attempt_json(state: &State, attempt: &Attempt) -> Option<Value> {
    let delivery = state.deliveries.get(attempt.delivery)?;
    let status = match attempt.status {
        Some(200..=299) => "OK".to_owned(),
        Some(status) => format!("Invalid HTTP Response: {status}"),
        None => "failed to connect to host".to_owned(),
    };
    Some(json!({
        "id": attempt.id,
        "guid": delivery.guid,
        "delivered_at": iso(attempt.at),
        "redelivery": attempt.redelivery,
        "duration": u32::try_from(attempt.took).map_or(0.0, f64::from) / 1_000.0,
        "status": status,
        "status_code": attempt.status.unwrap_or_default(),
        "event": delivery.event,
        "action": Some(&delivery.action).filter(|action| !action.is_empty()),
        "installation_id": delivery.installation,
        "repository_id": delivery.repository,
        "throttled_at": null,
    }))
}

/// The attempt of the path, if it is of the App's deliveries.
fn attempt<'a>(state: &'a State, call: &Call<'_>) -> Option<&'a Attempt> {
    let id = call.number("delivery_id");
    let found = state.deliveries.attempts.iter().find(|attempt| attempt.id == id)?;
    state.deliveries.get(found.delivery).filter(|delivery| delivery.app == call.app()).map(|_| found)
}

fn get_delivery(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(attempt) = attempt(state, call) else { return Answer::not_found() };
    let Some(mut json) = attempt_json(state, attempt) else { return Answer::not_found() };
    let Some(delivery) = state.deliveries.get(attempt.delivery) else { return Answer::not_found() };
    let payload: Value = serde_json::from_slice(&delivery.body).unwrap_or_default();
    json["url"] = state.apps.get(&delivery.app).and_then(|app| app.webhook_url.clone()).into();
    json["request"] = json!({ "headers": { "X-GitHub-Delivery": delivery.guid, "X-GitHub-Event": delivery.event }, "payload": payload });
    json["response"] = json!({ "headers": {}, "payload": "" });
    Answer::ok(json)
}

fn redeliver(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(delivery) = attempt(state, call).map(|attempt| attempt.delivery) else { return Answer::not_found() };
    state.changed += 1;
    state.deliveries.outbox.push_back((delivery, true));
    Answer::json(StatusCode::ACCEPTED, json!({}))
}

fn list_repositories(state: &mut State, call: &Call<'_>) -> Answer {
    let super::Who::Installation(id, token) = call.who else { return Answer::not_found() };
    let Some(one) = state.installations.get(id) else { return Answer::not_found() };
    let of_token =
        |has: &&super::super::state::Repository| token.repositories.as_ref().is_none_or(|some| some.contains(&has.id));
    let all: Vec<_> = state.repositories_of(one).filter(of_token).collect();
    let total = all.len();
    let page: Value = call.page(all.into_iter()).into_iter().map(|one| state.repository_json(one)).collect();
    Answer::ok(json!({ "total_count": total, "repositories": page }))
}

fn convert_manifest(state: &mut State, call: &Call<'_>) -> Answer {
    let manifest = state.people.manifests.remove(call.text("code"));
    let Some(manifest) = manifest.filter(|manifest| state.now < manifest.expires_at) else {
        return Answer::not_found();
    };
    let text = |pointer: &str| manifest.json.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let list = |name: &str| -> Vec<String> {
        let values = manifest.json.get(name).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let permissions = manifest.json.get("default_permissions").and_then(Value::as_object);
    let permissions = permissions.into_iter().flatten();
    let made = state.make_app(NewApp {
        slug: text("/name").unwrap_or_else(|| "app".to_owned()).to_lowercase().replace(' ', "-"),
        owner: manifest.owner,
        webhook_url: text("/hook_attributes/url"),
        callback_urls: list("callback_urls"),
        setup_url: text("/setup_url"),
        permissions: permissions.filter_map(|(name, level)| Some((name.clone(), level.as_str()?.to_owned()))).collect(),
        events: list("default_events"),
    });
    let Some(app) = made else { return Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "Server Error") };
    let mut json = state.app_json(&app);
    json["client_secret"] = app.client_secret.expose().into();
    json["webhook_secret"] = app.webhook_secret.expose().into();
    json["pem"] = app.private_key.expose().into();
    Answer::json(StatusCode::CREATED, json)
}
