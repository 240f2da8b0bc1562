//! What the App asks as itself: who installed it, and what became of its deliveries.

use super::TheirInstallation;
use super::edge::{Edge, plain};
use super::error::GitHubError;
use super::pace::Cost;
use super::tokens::{Permission, Scope};
use http_body_util::BodyExt as _;
use octocrab::Octocrab;
use octocrab::models::HookDeliveryId;
use serde::Deserialize;
use sprinters_core::calendar::parse_rfc3339;
use sprinters_core::reconcile::{Coverage, DeliveryAttempt};
use sprinters_core::time::Timestamp;

/// Items of a page, and most pages of installations: a GitHub App of that size is asked page by page elsewhere.
const PER_PAGE: usize = 100;
const MAX_INSTALLATION_PAGES: usize = 100;

/// Most pages of deliveries: a sweep every few minutes reads the newest; one after a long time away reads 50,000.
const MAX_DELIVERY_PAGES: usize = 500;

#[derive(Deserialize)]
pub(super) struct Installation {
    id: i64,
    account: Account,
    #[serde(default)]
    suspended_at: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    id: i64,
    #[serde(default)]
    login: String,
    #[serde(default, rename = "type")]
    kind: String,
}

impl Installation {
    pub(super) fn theirs(self) -> TheirInstallation {
        TheirInstallation {
            id: self.id,
            account_id: self.account.id,
            account: self.account.login,
            is_organization: self.account.kind == "Organization",
            suspended: self.suspended_at.is_some(),
            updated_at: self.updated_at.as_deref().and_then(parse_rfc3339).unwrap_or_default(),
        }
    }
}

#[derive(Deserialize)]
struct Attempt {
    id: u64,
    guid: String,
    delivered_at: String,
    #[serde(default)]
    status_code: u16,
}

impl Attempt {
    fn ours(self) -> Option<DeliveryAttempt> {
        let at = parse_rfc3339(&self.delivered_at)?;
        Some(DeliveryAttempt { id: self.id, guid: self.guid, at, taken: (200..300).contains(&self.status_code) })
    }
}

/// Reads each item by itself, so that one that can't be read costs itself and not the page. Says whether all could.
fn each<T: serde::de::DeserializeOwned>(items: Vec<serde_json::Value>) -> (Vec<T>, bool) {
    let count = items.len();
    let read: Vec<T> = items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect();
    let whole = read.len() == count;
    (read, whole)
}

pub(super) async fn installations(edge: &Edge) -> Result<(Vec<TheirInstallation>, Coverage), GitHubError> {
    let mut all = Vec::new();
    let mut coverage = Coverage::Complete;
    for number in 1..=MAX_INSTALLATION_PAGES {
        let route = format!("/app/installations?per_page={PER_PAGE}&page={number}");
        let act = |octocrab: Octocrab| {
            let route = &route;
            async move { octocrab.get::<Vec<serde_json::Value>, _, ()>(route, None).await }
        };
        let items = match edge.as_app(Cost::Read, act).await {
            Ok(items) => items,
            Err(refusal) if number == 1 => return Err(plain(refusal, "none")),
            Err(_) => return Ok((all, Coverage::Partial)),
        };
        let is_last = items.len() < PER_PAGE;
        let (read, whole) = each::<Installation>(items);
        all.extend(read.into_iter().map(Installation::theirs));
        if !whole {
            coverage = Coverage::Partial;
        }
        if is_last {
            return Ok((all, coverage));
        }
    }
    Ok((all, Coverage::Partial))
}

pub(super) async fn delivery_attempts(
    edge: &Edge,
    since: Timestamp,
) -> Result<(Vec<DeliveryAttempt>, Coverage), GitHubError> {
    let mut all = Vec::new();
    let mut coverage = Coverage::Complete;
    let mut route = format!("/app/hook/deliveries?per_page={PER_PAGE}");
    for number in 1..=MAX_DELIVERY_PAGES {
        let (items, next) = match page(edge, &route).await {
            Ok(page) => page,
            Err(error) if number == 1 => return Err(error),
            Err(_) => return Ok((all, Coverage::Partial)),
        };
        let (read, mut whole) = each::<Attempt>(items);
        let mut reached = false;
        for attempt in read {
            match attempt.ours() {
                Some(attempt) if attempt.at < since => reached = true,
                Some(attempt) => all.push(attempt),
                None => whole = false,
            }
        }
        if !whole {
            coverage = Coverage::Partial;
        }
        match next {
            Some(cursor) if !reached => route = format!("/app/hook/deliveries?per_page={PER_PAGE}&cursor={cursor}"),
            Some(_) | None => return Ok((all, coverage)),
        }
    }
    Ok((all, Coverage::Partial))
}

/// A page, and the cursor of the next. octocrab's page keeps the whole address of the next one, and would ask it
/// without a token.
async fn page(edge: &Edge, route: &str) -> Result<(Vec<serde_json::Value>, Option<String>), GitHubError> {
    let act = |octocrab: Octocrab| async move {
        let response = octocrab::map_github_error(octocrab._get(route).await?).await?;
        let (parts, body) = response.into_parts();
        let link = parts.headers.get(axum::http::header::LINK).and_then(|link| link.to_str().ok()).and_then(cursor);
        Ok((body.collect().await?.to_bytes(), link))
    };
    let (bytes, cursor) = edge.as_app(Cost::Read, act).await.map_err(|refusal| plain(refusal, "none"))?;
    Ok((serde_json::from_slice(&bytes).map_err(|_| GitHubError::Malformed)?, cursor))
}

/// The cursor of the next page, from a `Link` header. Only what can stand in a query as it is.
fn cursor(link: &str) -> Option<String> {
    let next = link.split(',').find(|part| part.contains("rel=\"next\""))?;
    let address = next.split_once('<')?.1.split_once('>')?.0;
    let query = address.split_once('?')?.1;
    let cursor = query.split('&').find_map(|pair| pair.strip_prefix("cursor="))?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%');
    ((1..=200).contains(&cursor.len()) && cursor.bytes().all(is_plain)).then(|| cursor.to_owned())
}

#[derive(Deserialize)]
struct Counted {
    total_count: u64,
}

/// How many repositories an installation reaches.
pub(super) async fn repository_count(edge: &Edge, installation: i64) -> Result<u64, GitHubError> {
    let scope = Scope { installation, repository: None, permission: Permission::MetadataRead };
    let act = |octocrab: Octocrab| async move {
        octocrab.get::<Counted, _, ()>("/installation/repositories?per_page=1", None).await
    };
    let counted = edge.as_installation(scope, Cost::Read, act).await.map_err(|refusal| plain(refusal, "metadata"))?;
    Ok(counted.total_count)
}

#[derive(Deserialize)]
struct Page {
    html_url: String,
}

/// The App's page, on which it is installed.
pub(super) async fn app_page(edge: &Edge) -> Result<String, GitHubError> {
    let act = |octocrab: Octocrab| async move { octocrab.get::<Page, _, ()>("/app", None).await };
    let page = edge.as_app(Cost::Read, act).await.map_err(|refusal| plain(refusal, "none"))?;
    Ok(page.html_url)
}

pub(super) async fn redeliver(edge: &Edge, attempt: u64) -> Result<(), GitHubError> {
    let act =
        |octocrab: Octocrab| async move { octocrab.apps().redeliver_webhook_delivery(HookDeliveryId(attempt)).await };
    edge.as_app(Cost::Write, act).await.map_err(|refusal| plain(refusal, "none"))
}

#[cfg(test)]
mod tests {
    use super::cursor;

    #[test]
    fn the_next_page_is_read_from_the_link_and_nothing_else() {
        let link = "<https://api.github.com/app/hook/deliveries?per_page=100&cursor=v1_12077215967>; rel=\"next\"";
        assert_eq!(cursor(link).as_deref(), Some("v1_12077215967"));
        assert_eq!(cursor(&link.replace("next", "prev")), None);
        for odd in ["", "rel=\"next\"", "<https://x?cursor=>; rel=\"next\"", "<https://x?cursor=a b>; rel=\"next\""] {
            assert_eq!(cursor(odd), None, "{odd}");
        }
    }
}
