//! Self-hosted runners: registered late, removed when they are not needed, listed to find what was forgotten.

use super::classify::Refusal;
use super::edge::{Edge, plain};
use super::error::GitHubError;
use super::pace::Cost;
use super::tokens::{Permission, Scope};
use super::{Deregistration, Registered};
use octocrab::Octocrab;
use octocrab::models::RunnerId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sprinters_core::ids::RegistrationId;
use sprinters_core::reconcile::{Coverage, TheirRegistration};
use sprinters_core::site::{Repository, RunnerSite};

/// The group that every repository and organisation has.
const DEFAULT_GROUP: u64 = 1;

/// Runners of a page, and most pages: GitHub has at most 10,000 runners in a group.
const PER_PAGE: usize = 100;
const MAX_PAGES: usize = 100;

#[derive(Serialize)]
struct Wanted<'a> {
    name: &'a str,
    runner_group_id: u64,
    labels: &'a [String],
}

/// Of a just-in-time configuration: octocrab's type wants a number for every label, which GitHub does not promise.
#[derive(Deserialize)]
struct Made {
    runner: Id,
    encoded_jit_config: SecretString,
}

#[derive(Deserialize)]
struct Id {
    id: u64,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    runners: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Listed {
    id: u64,
    name: String,
    #[serde(default)]
    busy: bool,
    #[serde(default)]
    status: String,
}

/// A repository's name, in the two parts that paths have.
pub(super) fn parts(repository: &Repository) -> Result<(&str, &str), GitHubError> {
    let (owner, name) = repository.full_name.split_once('/').ok_or(GitHubError::BadName)?;
    if is_name(owner) && is_name(name) { Ok((owner, name)) } else { Err(GitHubError::BadName) }
}

/// Letters, digits, `.`, `_` and `-`: all that GitHub allows, and nothing that means something in a path.
fn is_name(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=100).contains(&text.len()) && text.bytes().all(letters) && text != "." && text != ".."
}

/// Where a site's runners are, with which token, and what GitHub calls its permission.
fn of(site: &RunnerSite) -> Result<(String, Scope), GitHubError> {
    match site {
        RunnerSite::Repository(repository) => {
            let (owner, name) = parts(repository)?;
            let permission = Permission::AdministrationWrite;
            let scope = Scope { installation: repository.installation, repository: Some(repository.id), permission };
            Ok((format!("/repos/{owner}/{name}/actions/runners"), scope))
        }
        RunnerSite::Organization { installation, login } => {
            if !is_name(login) {
                return Err(GitHubError::BadName);
            }
            let permission = Permission::OrganizationRunnersWrite;
            let scope = Scope { installation: *installation, repository: None, permission };
            Ok((format!("/orgs/{login}/actions/runners"), scope))
        }
    }
}

pub(super) async fn register(
    edge: &Edge,
    site: &RunnerSite,
    name: &str,
    labels: &[String],
) -> Result<Registered, GitHubError> {
    let (base, scope) = of(site)?;
    let route = format!("{base}/generate-jitconfig");
    let wanted = Wanted { name, runner_group_id: DEFAULT_GROUP, labels };
    let act = |octocrab: Octocrab| {
        let (route, wanted) = (&route, &wanted);
        async move { octocrab.post::<Wanted<'_>, Made>(route, Some(wanted)).await }
    };
    match edge.as_installation(scope, Cost::Write, act).await {
        Ok(made) => Ok(Registered { id: RegistrationId(made.runner.id), jit_config: made.encoded_jit_config }),
        Err(Refusal::Conflict) => Err(GitHubError::NameTaken),
        Err(Refusal::Other(GitHubError::NotFound)) => Err(not_found(edge, site, scope).await),
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

#[derive(Deserialize)]
struct ActionsPermissions {
    enabled: bool,
}

/// Where Actions are disabled, GitHub knows of no runners: so ask whether they are, before a person reads that the
/// repository is gone.
async fn not_found(edge: &Edge, site: &RunnerSite, scope: Scope) -> GitHubError {
    let RunnerSite::Repository(repository) = site else { return GitHubError::NotFound };
    let Ok((owner, name)) = parts(repository) else { return GitHubError::BadName };
    let route = format!("/repos/{owner}/{name}/actions/permissions");
    let act = |octocrab: Octocrab| {
        let route = &route;
        async move { octocrab.get::<ActionsPermissions, _, ()>(route, None).await }
    };
    match edge.as_installation(scope, Cost::Read, act).await {
        Ok(ActionsPermissions { enabled: false }) => GitHubError::ActionsDisabled,
        Ok(ActionsPermissions { enabled: true }) => GitHubError::NotFound,
        Err(refusal) => plain(refusal, scope.permission.words().0),
    }
}

pub(super) async fn deregister(
    edge: &Edge,
    site: &RunnerSite,
    id: RegistrationId,
) -> Result<Deregistration, GitHubError> {
    let (_, scope) = of(site)?;
    let runner = RunnerId(id.0);
    let act = |octocrab: Octocrab| async move {
        match site {
            RunnerSite::Repository(repository) => {
                let (owner, name) = parts(repository).unwrap_or_default();
                octocrab.actions().delete_repo_runner(owner, name, runner).await
            }
            RunnerSite::Organization { login, .. } => octocrab.actions().delete_org_runner(login, runner).await,
        }
    };
    match edge.as_installation(scope, Cost::Write, act).await {
        Ok(()) | Err(Refusal::Other(GitHubError::NotFound)) => Ok(Deregistration::Gone),
        Err(Refusal::Busy) => Ok(Deregistration::Busy),
        // GitHub's sentence has changed before. What it says of the runner itself does not.
        Err(refusal @ Refusal::Other(GitHubError::Refused { status: 422, .. })) => {
            match listed(edge, site, id).await? {
                None => Ok(Deregistration::Gone),
                Some(true) => Ok(Deregistration::Busy),
                Some(false) => Err(plain(refusal, scope.permission.words().0)),
            }
        }
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

/// Whether a job runs on a registered runner; nothing if it is not registered.
async fn listed(edge: &Edge, site: &RunnerSite, id: RegistrationId) -> Result<Option<bool>, GitHubError> {
    let (base, scope) = of(site)?;
    let route = format!("{base}/{}", id.0);
    let act = |octocrab: Octocrab| {
        let route = &route;
        async move { octocrab.get::<Listed, _, ()>(route, None).await }
    };
    match edge.as_installation(scope, Cost::Read, act).await {
        Ok(listed) => Ok(Some(listed.busy)),
        Err(Refusal::Other(GitHubError::NotFound)) => Ok(None),
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

pub(super) async fn registrations(
    edge: &Edge,
    site: &RunnerSite,
) -> Result<(Vec<TheirRegistration>, Coverage), GitHubError> {
    let (base, scope) = of(site)?;
    let mut all = Vec::new();
    let mut coverage = Coverage::Complete;
    for number in 1..=MAX_PAGES {
        let read = match page(edge, scope, &format!("{base}?per_page={PER_PAGE}&page={number}")).await {
            Ok(read) => read,
            Err(error) if number == 1 => return Err(error),
            Err(_) => return Ok((all, Coverage::Partial)),
        };
        let here = read.runners.len();
        let readable = read.runners.into_iter().filter_map(registration);
        let before = all.len();
        all.extend(readable);
        // One that can't be read may be any of ours.
        if all.len() - before < here {
            coverage = Coverage::Partial;
        }
        if here < PER_PAGE {
            return Ok((all, coverage));
        }
    }
    Ok((all, Coverage::Partial))
}

pub(super) async fn registration_named(
    edge: &Edge,
    site: &RunnerSite,
    name: &str,
) -> Result<Option<TheirRegistration>, GitHubError> {
    let (base, scope) = of(site)?;
    let name_in_query: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let read = page(edge, scope, &format!("{base}?per_page={PER_PAGE}&name={name_in_query}")).await?;
    // A GitHub that does not know this filter answers with all.
    Ok(read.runners.into_iter().filter_map(registration).find(|one| one.name == name))
}

async fn page(edge: &Edge, scope: Scope, route: &str) -> Result<Page, GitHubError> {
    let act = |octocrab: Octocrab| async move { octocrab.get::<Page, _, ()>(route, None).await };
    let read = edge.as_installation(scope, Cost::Read, act).await;
    read.map_err(|refusal| plain(refusal, scope.permission.words().0))
}

fn registration(listed: serde_json::Value) -> Option<TheirRegistration> {
    let Listed { id, name, busy, status } = serde_json::from_value(listed).ok()?;
    Some(TheirRegistration { id: RegistrationId(id), name, busy, online: status == "online" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_get_into_paths() {
        let named = |full_name: &str| Repository { installation: 1, id: 2, full_name: full_name.to_owned() };
        assert_eq!(parts(&named("octo-org/Hello_World.rs")), Ok(("octo-org", "Hello_World.rs")));
        for wrong in ["octo", "octo/", "/name", "a/b/c", "a/..", "./b", "a/b?c", "a/b#", "a/b c", "a/%2e", "a/é", ""] {
            assert_eq!(parts(&named(wrong)), Err(GitHubError::BadName), "{wrong}");
        }
    }
}
