//! GitHub for people: signing in with the App's user authorisation, and what the person who signed in reaches.
//!
//! A person's own token answers only for that person, so what it lists is what GitHub lets them see. Answers are
//! bounded in size, time and pages.

use super::config::{GitHubSetupError, check};
use super::transport::{Http, MAX_ANSWER_BYTES, pool};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use hyper::{Method, Request, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use url::Url;

/// How GitHub knows us in its logs.
const AGENT: &str = concat!("sprinters/", env!("CARGO_PKG_VERSION"));

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(5);

/// Most pages of a list, of 100 items each.
const MAX_PAGES: u32 = 20;

/// Why GitHub did not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The code, the token or the refresh token does not count (any more). The person signs in again.
    #[error("GitHub does not accept the authorisation")]
    NotAuthorized,
    /// Away, slow, or an answer that can't be read.
    #[error("GitHub did not answer as it should: {0}")]
    Unavailable(&'static str),
}

/// Tokens of a person.
#[derive(Debug)]
pub struct UserTokens {
    /// Asks on behalf of the person.
    pub access: SecretString,
    /// Seconds until it ends; none for Apps whose user tokens don't.
    pub expires_in: Option<u64>,
    /// Good for one new pair.
    pub refresh: Option<SecretString>,
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GitHubPerson {
    /// GitHub's number.
    pub id: i64,
    /// GitHub's name.
    pub login: String,
}

/// An installation of the App that a person reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedInstallation {
    /// GitHub's number.
    pub id: i64,
    /// GitHub's number of the account.
    pub account: i64,
    /// GitHub's name of the account.
    pub login: String,
    /// Whether the account is an organisation.
    pub is_organization: bool,
}

/// The repositories of an installation that a person reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReachedRepositories {
    /// Their numbers, at most 2,000.
    pub ids: Vec<i64>,
    /// Of how many of them the person is an admin.
    pub admin_of: u64,
    /// How many there are in all.
    pub total: u64,
}

/// The App's user authorisation. Cheap to clone.
#[derive(Clone)]
pub struct OAuth {
    client_id: String,
    client_secret: SecretString,
    api_url: Url,
    web_url: Url,
    http: Http,
}

impl std::fmt::Debug for OAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OAuth")
            .field("client_id", &self.client_id)
            .field("web_url", &self.web_url.as_str())
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    expires_in: Option<u64>,
    refresh_token: Option<String>,
}

#[derive(Deserialize)]
struct InstallationsPage {
    installations: Vec<InstallationItem>,
}

#[derive(Deserialize)]
struct InstallationItem {
    id: i64,
    account: Option<AccountItem>,
    #[serde(default)]
    suspended_at: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct AccountItem {
    id: i64,
    login: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct RepositoriesPage {
    total_count: u64,
    repositories: Vec<RepositoryItem>,
}

#[derive(Deserialize)]
struct RepositoryItem {
    id: i64,
    #[serde(default)]
    permissions: RepositoryPermissions,
}

#[derive(Deserialize, Default)]
struct RepositoryPermissions {
    #[serde(default)]
    admin: bool,
}

#[derive(Deserialize)]
struct EmailItem {
    email: String,
    #[serde(default)]
    primary: bool,
    #[serde(default)]
    verified: bool,
}

/// What an authorisation at GitHub is bound to: `state` to the browser, the verifier to whoever began.
#[must_use]
pub fn challenge(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret().as_bytes()))
}

impl OAuth {
    /// With the App's client id and secret, and where its GitHub is.
    ///
    /// # Errors
    /// If an address is not `https` and not on loopback, or there is no TLS to be had.
    pub fn new(
        client_id: String,
        client_secret: SecretString,
        api_url: Url,
        web_url: Url,
    ) -> Result<OAuth, GitHubSetupError> {
        check(&api_url)?;
        check(&web_url)?;
        Ok(OAuth { client_id, client_secret, api_url, web_url, http: pool(&[])? })
    }

    /// The origin that the browser is sent to.
    #[must_use]
    pub fn web_origin(&self) -> String {
        self.web_url.origin().ascii_serialization()
    }

    /// Where GitHub's pages are, without a slash at the end.
    #[must_use]
    pub fn web_base(&self) -> &str {
        self.web_url.as_str().trim_end_matches('/')
    }

    /// Where the browser goes to sign in.
    #[must_use]
    pub fn authorize_url(&self, redirect: &str, state: &str, challenge: &str) -> String {
        let mut url = below(&self.web_url, "login/oauth/authorize");
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("state", state)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url.into()
    }

    /// Tokens for the code that the browser brought back.
    ///
    /// # Errors
    /// If the code does not count, or GitHub is away.
    pub async fn exchange(
        &self,
        code: &SecretString,
        verifier: &SecretString,
        redirect: &str,
    ) -> Result<UserTokens, OAuthError> {
        self.tokens(&[
            ("code", code.expose_secret()),
            ("code_verifier", verifier.expose_secret()),
            ("redirect_uri", redirect),
        ])
        .await
    }

    /// New tokens for a refresh token, which is used up by that.
    ///
    /// # Errors
    /// If the refresh token does not count, or GitHub is away.
    pub async fn refresh(&self, refresh: &SecretString) -> Result<UserTokens, OAuthError> {
        self.tokens(&[("grant_type", "refresh_token"), ("refresh_token", refresh.expose_secret())]).await
    }

    /// Who the token is of.
    ///
    /// # Errors
    /// If the token does not count, or GitHub is away.
    pub async fn person(&self, token: &SecretString) -> Result<GitHubPerson, OAuthError> {
        self.get(token, "user").await
    }

    /// The person's primary e-mail address, if GitHub has verified it.
    ///
    /// # Errors
    /// If the token does not count, or GitHub is away.
    pub async fn email(&self, token: &SecretString) -> Result<Option<SecretString>, OAuthError> {
        let emails: Vec<EmailItem> = self.get(token, "user/emails?per_page=100").await?;
        let primary = emails.into_iter().find(|email| email.primary && email.verified);
        Ok(primary.map(|email| SecretString::from(email.email)))
    }

    /// The installations of the App that the person reaches, suspended ones left out.
    ///
    /// # Errors
    /// If the token does not count, or GitHub is away.
    pub async fn installations(&self, token: &SecretString) -> Result<Vec<ReachedInstallation>, OAuthError> {
        let mut reached = Vec::new();
        for page in 1..=MAX_PAGES {
            let list: InstallationsPage =
                self.get(token, &format!("user/installations?per_page=100&page={page}")).await?;
            let last = list.installations.len() < 100;
            reached.extend(
                list.installations
                    .into_iter()
                    .filter(|item| item.suspended_at.as_ref().is_none_or(serde_json::Value::is_null))
                    .filter_map(|item| {
                        let account = item.account?;
                        Some(ReachedInstallation {
                            id: item.id,
                            account: account.id,
                            login: account.login,
                            is_organization: account.kind == "Organization",
                        })
                    }),
            );
            if last {
                break;
            }
        }
        Ok(reached)
    }

    /// The repositories of an installation that the person reaches.
    ///
    /// # Errors
    /// If the token does not count, or GitHub is away.
    pub async fn repositories(
        &self,
        token: &SecretString,
        installation: i64,
    ) -> Result<ReachedRepositories, OAuthError> {
        let mut reached = ReachedRepositories::default();
        for page in 1..=MAX_PAGES {
            let path = format!("user/installations/{installation}/repositories?per_page=100&page={page}");
            let list: RepositoriesPage = self.get(token, &path).await?;
            let last = list.repositories.len() < 100;
            reached.total = list.total_count;
            for repository in list.repositories {
                reached.ids.push(repository.id);
                reached.admin_of += u64::from(repository.permissions.admin);
            }
            if last {
                break;
            }
        }
        Ok(reached)
    }

    /// Ends a token of a person, at GitHub. One that ended before is fine.
    ///
    /// # Errors
    /// If GitHub is away.
    pub async fn revoke(&self, token: &SecretString) -> Result<(), OAuthError> {
        let unmade = |_| OAuthError::Unavailable("the request could not be made");
        let credentials = format!("{}:{}", self.client_id, self.client_secret.expose_secret());
        let mut basic =
            HeaderValue::try_from(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(credentials)))
                .map_err(|_| OAuthError::Unavailable("the request could not be made"))?;
        basic.set_sensitive(true);
        let body = serde_json::json!({"access_token": token.expose_secret()}).to_string();
        let request = Request::builder()
            .method(Method::DELETE)
            .uri(below(&self.api_url, &format!("applications/{}/token", self.client_id)).as_str())
            .header(AUTHORIZATION, basic)
            .header(ACCEPT, "application/vnd.github+json")
            .header(CONTENT_TYPE, "application/json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header(USER_AGENT, "sprinters-control-plane")
            .body(Full::new(Bytes::from(body)))
            .map_err(unmade)?;
        let answer = tokio::time::timeout(ANSWER, self.http.request(request)).await;
        let answer = answer.map_err(|_| OAuthError::Unavailable("no answer in time"))?;
        let status = answer.map_err(|_| OAuthError::Unavailable("no connection"))?.status();
        // GitHub knows no such token: it ended already.
        if status.is_success() || matches!(status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY) {
            return Ok(());
        }
        Err(OAuthError::Unavailable("an error status"))
    }

    async fn tokens(&self, fields: &[(&str, &str)]) -> Result<UserTokens, OAuthError> {
        let body = {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.append_pair("client_id", &self.client_id)
                .append_pair("client_secret", self.client_secret.expose_secret());
            form.extend_pairs(fields).finish()
        };
        let request = Request::builder()
            .method(Method::POST)
            .uri(below(&self.web_url, "login/oauth/access_token").as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, AGENT)
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| OAuthError::Unavailable("the request could not be made"))?;
        let answer: TokenAnswer = self.send(request).await?;
        // A refusal comes as 200 without a token.
        let access = answer.access_token.map(SecretString::from).ok_or(OAuthError::NotAuthorized)?;
        Ok(UserTokens { access, expires_in: answer.expires_in, refresh: answer.refresh_token.map(SecretString::from) })
    }

    async fn get<T: DeserializeOwned>(&self, token: &SecretString, path: &str) -> Result<T, OAuthError> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
            .map_err(|_| OAuthError::NotAuthorized)?;
        bearer.set_sensitive(true);
        let request = Request::builder()
            .uri(below(&self.api_url, path).as_str())
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header(USER_AGENT, AGENT)
            .body(Full::new(Bytes::new()))
            .map_err(|_| OAuthError::Unavailable("the request could not be made"))?;
        self.send(request).await
    }

    async fn send<T: DeserializeOwned>(&self, request: Request<Full<Bytes>>) -> Result<T, OAuthError> {
        let answer = async {
            let response = self.http.request(request).await.map_err(|_| OAuthError::Unavailable("no connection"))?;
            let status = response.status();
            let body = Limited::new(response.into_body(), MAX_ANSWER_BYTES).collect().await;
            let body = body.map_err(|_| OAuthError::Unavailable("the answer broke off or is too large"))?.to_bytes();
            if status == StatusCode::UNAUTHORIZED {
                return Err(OAuthError::NotAuthorized);
            }
            if !status.is_success() {
                return Err(OAuthError::Unavailable("an error status"));
            }
            serde_json::from_slice(&body).map_err(|_| OAuthError::Unavailable("not the JSON that was expected"))
        };
        tokio::time::timeout(ANSWER, answer).await.map_err(|_| OAuthError::Unavailable("no answer in time"))?
    }
}

/// The base's path stays: GitHub Enterprise Server has its API below `/api/v3`.
fn below(base: &Url, path: &str) -> Url {
    let text = format!("{}/{path}", base.as_str().trim_end_matches('/'));
    // A base that was parsed stays one with a path behind it.
    Url::parse(&text).unwrap_or_else(|_| base.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_sent_with_a_challenge_and_no_secret() {
        let web = Url::parse("https://github.example/").unwrap();
        let api = Url::parse("https://github.example/api/v3").unwrap();
        let oauth = OAuth::new("Iv1.abc".to_owned(), SecretString::from("very-secret"), api.clone(), web).unwrap();
        // RFC 7636, appendix B.
        let verifier = SecretString::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let url = oauth.authorize_url("https://s.example/sign-in/callback", "st", &challenge(&verifier));
        assert!(url.starts_with(
            "https://github.example/login/oauth/authorize?client_id=Iv1.abc&redirect_uri=https%3A%2F%2Fs"
        ));
        assert!(url.contains("code_challenge_method=S256") && !url.contains("very-secret"));
        assert!(!format!("{oauth:?}").contains("very-secret"));
        assert_eq!(below(&api, "user").as_str(), "https://github.example/api/v3/user");
    }
}
