//! Who asks, and whether they may.

use super::answer::Answer;
use super::limits::Counted;
use super::state::{Installation, State, Token};
use axum::http::{HeaderMap, Method, StatusCode, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// What a permission allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Read,
    Write,
}

impl Level {
    fn of(word: &str) -> Option<Level> {
        match word {
            "read" => Some(Level::Read),
            "write" => Some(Level::Write),
            // GitHub's words, not an enum of ours.
            _ => None,
        }
    }
}

/// Whether `granted` (of an App, an installation or a token) contains `permission` at `level`.
pub(super) fn covers(granted: &std::collections::BTreeMap<String, String>, permission: &str, level: Level) -> bool {
    granted.get(permission).and_then(|word| Level::of(word)).is_some_and(|granted| level <= granted)
}

/// What an operation wants of whoever asks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needs {
    /// Nothing.
    Nobody,
    /// The App's JSON web token.
    App,
    /// An installation's token with a permission in the repository of the path.
    Repository(&'static str, Level),
    /// An installation's token with a permission in the organisation of the path.
    Organization(&'static str, Level),
    /// Any token of an installation.
    Installation,
    /// A person's token.
    Person,
}

/// Who asks.
#[derive(Debug, Clone)]
pub(super) enum Who {
    Nobody,
    App(u64),
    Installation(i64, Token),
    Person { user: i64, app: u64 },
}

impl Who {
    pub(super) fn counted(&self) -> Counted {
        match self {
            Who::Nobody => Counted::Nobody,
            Who::App(app) => Counted::App(*app),
            Who::Installation(installation, _) => Counted::Installation(*installation),
            Who::Person { user, .. } => Counted::Person(*user),
        }
    }

    pub(super) fn installation(&self) -> Option<i64> {
        match self {
            Who::Installation(installation, _) => Some(*installation),
            Who::Nobody | Who::App(_) | Who::Person { .. } => None,
        }
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: serde_json::Value,
    iat: u64,
    exp: u64,
}

/// How far two clocks may differ, in seconds.
const SKEW: u64 = 60;

/// How long a JSON web token may live, in seconds.
const LONGEST: u64 = 10 * 60;

/// Reads the authorization header.
pub(super) fn identify(state: &State, headers: &HeaderMap) -> Result<Who, Answer> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(Who::Nobody) };
    let bad = || Answer::error(StatusCode::UNAUTHORIZED, "Bad credentials");
    let value = value.to_str().map_err(|_| bad())?;
    let (scheme, secret) = value.split_once(' ').ok_or_else(bad)?;
    if !scheme.eq_ignore_ascii_case("bearer") && !scheme.eq_ignore_ascii_case("token") {
        return Err(bad());
    }
    if secret.matches('.').count() == 2 {
        return web_token(state, secret).map(Who::App);
    }
    if let Some(token) = state.tokens.get(secret).filter(|token| state.now < token.expires_at) {
        return Ok(Who::Installation(token.installation, token.clone()));
    }
    match state.people.session(secret, state.now) {
        Some((user, app)) => Ok(Who::Person { user, app }),
        None => Err(bad()),
    }
}

fn web_token(state: &State, text: &str) -> Result<u64, Answer> {
    let refuse = |message: &str| Answer::error(StatusCode::UNAUTHORIZED, message);
    let mut validation = Validation::new(Algorithm::RS256);
    // Times are checked below, in GitHub's words.
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    let undecoded = || refuse("A JSON web token could not be decoded");
    // Whose key it must be signed with, it says itself.
    let unchecked: Claims = jsonwebtoken::dangerous::insecure_decode(text).map_err(|_| undecoded())?.claims;
    let issuer =
        unchecked.iss.as_u64().map_or_else(|| unchecked.iss.as_str().unwrap_or("").to_owned(), |id| id.to_string());
    let app = state.apps.values().find(|app| app.id.to_string() == issuer || app.client_id == issuer);
    let app = app.ok_or_else(|| Answer::error(StatusCode::NOT_FOUND, "Integration not found"))?;
    let signed = app
        .public_keys
        .iter()
        .any(|key| jsonwebtoken::decode::<Claims>(text, &DecodingKey::from_rsa_der(key), &validation).is_ok());
    if !signed {
        return Err(undecoded());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if now + SKEW < unchecked.iat {
        return Err(refuse(
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
        ));
    }
    if unchecked.exp + SKEW <= now {
        return Err(refuse(
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
        ));
    }
    if now + LONGEST + SKEW < unchecked.exp {
        return Err(refuse("'Expiration time' claim ('exp') is too far in the future"));
    }
    Ok(app.id)
}

/// What an operation works on, once it may.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// Number of the repository of the path.
    pub(super) repository: Option<i64>,
    /// Number of the organisation of the path.
    pub(super) organization: Option<i64>,
}

/// Whether they may: the place, or the refusal.
pub(super) fn allow(
    state: &State,
    needs: Needs,
    who: &Who,
    method: &Method,
    params: &HashMap<String, String>,
    rest: &str,
) -> Result<Place, Answer> {
    let unauthorized = || Answer::error(StatusCode::UNAUTHORIZED, "Requires authentication");
    match (needs, who) {
        (Needs::Nobody, _) | (Needs::App, Who::App(_)) | (Needs::Person, Who::Person { .. }) => Ok(Place::default()),
        (Needs::App, _) => Err(Answer::error(StatusCode::UNAUTHORIZED, "A JSON web token could not be decoded")),
        (Needs::Installation, Who::Installation(id, _)) => installed(state, *id).map(|_| Place::default()),
        (Needs::Repository(permission, level), Who::Installation(id, token)) => {
            let installation = installed(state, *id)?;
            let repository = repository(state, installation, token, method, params, rest)?;
            if !covers(&token.permissions, permission, level) {
                return Err(Answer::not_accessible());
            }
            Ok(Place { repository: Some(repository), organization: None })
        }
        (Needs::Organization(permission, level), Who::Installation(id, token)) => {
            let installation = installed(state, *id)?;
            let login = params.get("org").map_or("", String::as_str);
            let account = state.account_named(login).filter(|account| account.is_organization);
            let account = account.filter(|account| account.id == installation.account).ok_or_else(Answer::not_found)?;
            allow_address(account)?;
            if !covers(&token.permissions, permission, level) {
                return Err(Answer::not_accessible());
            }
            Ok(Place { repository: None, organization: Some(account.id) })
        }
        (Needs::Repository(..) | Needs::Organization(..) | Needs::Installation | Needs::Person, Who::Nobody) => {
            Err(unauthorized())
        }
        (Needs::Repository(..) | Needs::Organization(..) | Needs::Installation, Who::App(_) | Who::Person { .. })
        | (Needs::Person, Who::App(_) | Who::Installation(..)) => Err(Answer::not_accessible()),
    }
}

fn installed(state: &State, id: i64) -> Result<&Installation, Answer> {
    let installation = state.installations.get(&id);
    let installation = installation.ok_or_else(|| Answer::error(StatusCode::UNAUTHORIZED, "Bad credentials"))?;
    if installation.suspended_at.is_some() {
        return Err(Answer::error(StatusCode::FORBIDDEN, "This installation has been suspended"));
    }
    Ok(installation)
}

fn allow_address(account: &super::state::Account) -> Result<(), Answer> {
    if !account.ip_allow_list {
        return Ok(());
    }
    let login = &account.login;
    let message = format!(
        "Although you appear to have the correct authorization credentials, the `{login}` organization has an IP allow list enabled, \
         and your IP address is not permitted to access this resource."
    );
    Err(Answer::error(StatusCode::FORBIDDEN, &message))
}

/// The repository of the path, if the token reaches it.
fn repository(
    state: &State,
    installation: &Installation,
    token: &Token,
    method: &Method,
    params: &HashMap<String, String>,
    rest: &str,
) -> Result<i64, Answer> {
    let repository = match params.get("repository_id") {
        Some(id) => id.parse().ok().and_then(|id: i64| state.repositories.get(&id)),
        None => {
            let part = |name: &str| params.get(name).map_or("", String::as_str);
            let (owner, name) = (part("owner"), part("repo"));
            let current = state.repository_named(owner, name);
            if current.is_none()
                && let Some(id) = state.former_names.get(&format!("{owner}/{name}").to_lowercase())
            {
                // A read is moved for good; anything else keeps its method.
                let status =
                    if *method == Method::GET { StatusCode::MOVED_PERMANENTLY } else { StatusCode::TEMPORARY_REDIRECT };
                let location = format!("{}/api/v3/repositories/{id}{rest}", state.web);
                return Err(Answer::redirect(status, &location));
            }
            current
        }
    };
    let repository = repository.ok_or_else(Answer::not_found)?;
    let reaches = state.has(installation, repository)
        && token.repositories.as_ref().is_none_or(|some| some.contains(&repository.id));
    if !reaches {
        return Err(if repository.private { Answer::not_found() } else { Answer::not_accessible() });
    }
    if let Some(owner) = state.accounts.get(&repository.owner) {
        allow_address(owner)?;
    }
    Ok(repository.id)
}
