//! Which GitHub, and as which App.

use octocrab::auth::EncodingKey;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

/// Base of github.com's API.
pub const API_URL: &str = "https://api.github.com";

/// Base of github.com's pages.
pub const WEB_URL: &str = "https://github.com";

/// How long one request may take. GitHub itself gives up after 10 seconds (GitHub, "Timeouts").
pub const TIME_LIMIT: Duration = Duration::from_secs(15);

/// How long one that only reads may take, or one for a token.
pub(super) const READ_LIMIT: Duration = Duration::from_secs(10);

/// Which GitHub, and as which App.
#[derive(Debug, Clone)]
pub struct GitHubConfig {
    /// Base of the API: [`API_URL`], or `https://HOST/api/v3` of GitHub Enterprise Server.
    pub api_url: Url,
    /// The App's number.
    pub app_id: u64,
    /// The App's private key, in PEM.
    pub private_key: SecretString,
    /// How long one request may take, from its first byte to the last of the answer: [`TIME_LIMIT`].
    pub time_limit: Duration,
    /// Certificates (DER) of the authorities that are trusted instead of the machine's own; the machine's own if empty.
    pub authorities: Vec<Vec<u8>>,
}

/// Why there is no GitHub to talk to: for the operator, at the start.
#[derive(Debug, thiserror::Error)]
pub enum GitHubSetupError {
    /// Plain HTTP beyond this machine.
    #[error("`{0}` is not https, which only loopback addresses may be")]
    NotEncrypted(String),
    /// No such address can be asked.
    #[error("`{0}` is not a base address of GitHub's")]
    NotABase(String),
    /// The key is none.
    #[error("the App's private key is not an RSA key in PEM")]
    Key,
    /// TLS could not be set up.
    #[error("TLS to GitHub could not be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl GitHubConfig {
    /// An App of github.com.
    ///
    /// # Errors
    /// Never in fact: the address is a constant.
    pub fn github_com(app_id: u64, private_key: SecretString) -> Result<GitHubConfig, GitHubSetupError> {
        let parse = |text: &str| Url::parse(text).map_err(|_| GitHubSetupError::NotABase(text.to_owned()));
        Ok(GitHubConfig::new(parse(API_URL)?, app_id, private_key))
    }

    /// An App of any GitHub.
    #[must_use]
    pub fn new(api_url: Url, app_id: u64, private_key: SecretString) -> GitHubConfig {
        GitHubConfig { api_url, app_id, private_key, time_limit: TIME_LIMIT, authorities: Vec::new() }
    }

    pub(super) fn key(&self) -> Result<EncodingKey, GitHubSetupError> {
        EncodingKey::from_rsa_pem(self.private_key.expose_secret().as_bytes()).map_err(|_| GitHubSetupError::Key)
    }
}

/// Refuses an address that would carry tokens in the clear.
pub(super) fn check(url: &Url) -> Result<(), GitHubSetupError> {
    let Some(host) = url.host() else { return Err(GitHubSetupError::NotABase(url.to_string())) };
    let is_loopback = match host {
        url::Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback => Ok(()),
        // Schemes, not an enum of ours.
        _ => Err(GitHubSetupError::NotEncrypted(url.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_goes_without_tls() {
        for fine in ["https://api.github.com", "http://127.0.0.1:3000/api/v3", "http://localhost", "http://[::1]:80"] {
            assert!(check(&Url::parse(fine).unwrap()).is_ok(), "{fine}");
        }
        for wrong in ["http://api.github.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "http://10.0.0.1"] {
            assert!(check(&Url::parse(wrong).unwrap()).is_err(), "{wrong}");
        }
    }
}
