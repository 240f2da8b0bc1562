//! What the service is told when it starts, by its environment: the unit reads it from what the user data said.

use crate::credentials::Credentials;
use crate::token::{Policy, Writers};
use std::net::{Ipv4Addr, SocketAddr};
use url::Url;

/// Where steps find the service. Below the ports that Linux gives to outgoing connections, so that none is in the way.
pub const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 29847);
/// Bytes: an object's key has at most 1,024 in S3, and the rest of ours needs 900.
const PREFIX_MAX: usize = 100;
/// Who signs the tokens of github.com's jobs ("OpenID Connect reference", GitHub Docs).
const ISSUER: &str = "https://token.actions.githubusercontent.com";

/// What is wrong with a setting; its value is not repeated.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} {what}")]
pub struct SettingError {
    name: &'static str,
    what: &'static str,
}

/// Everything that the service needs to know.
#[derive(Debug)]
pub struct Settings {
    /// Where it listens: on loopback, always.
    pub address: SocketAddr,
    /// The bucket's name.
    pub bucket: String,
    /// AWS region of the bucket.
    pub region: String,
    /// S3, or an emulator on loopback.
    pub endpoint: Option<Url>,
    /// What every key begins with; empty, or ends with a slash.
    pub prefix: String,
    /// Who may read and write what.
    pub policy: Policy,
    /// Where the keys are published that tokens are signed with.
    pub issuer: Url,
    /// Where the credentials come from.
    pub credentials: Credentials,
}

impl Settings {
    /// Reads every setting through `get`, which looks into the environment.
    ///
    /// # Errors
    /// All that are missing or wrong.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<SettingError>> {
        let mut errors = Vec::new();
        let mut wrong = |name, what| errors.push(SettingError { name, what });
        let bucket = get("SPRINTERS_CACHE_BUCKET").filter(|name| is_bucket(name));
        if bucket.is_none() {
            wrong("SPRINTERS_CACHE_BUCKET", "must be the name of an S3 bucket");
        }
        let region = get("SPRINTERS_CACHE_REGION").filter(|name| is_region(name));
        if region.is_none() {
            wrong("SPRINTERS_CACHE_REGION", "must be an AWS region");
        }
        let prefix = get("SPRINTERS_CACHE_PREFIX").unwrap_or_default();
        if !is_prefix(&prefix) {
            wrong(
                "SPRINTERS_CACHE_PREFIX",
                "must be empty, or at most 100 letters, digits and -_/ that end with a slash",
            );
        }
        let repository = get("SPRINTERS_CACHE_REPOSITORY").map(|id| id.parse::<u64>());
        let repository = match repository {
            Some(Ok(id)) => Some(id),
            None | Some(Err(_)) => {
                wrong("SPRINTERS_CACHE_REPOSITORY", "must be the id of the repository whose jobs this machine runs");
                None
            }
        };
        let writers = get("SPRINTERS_CACHE_WRITERS").and_then(|word| Writers::from_word(&word));
        if writers.is_none() {
            wrong("SPRINTERS_CACHE_WRITERS", "must be all, branches or none");
        }
        let address = get("SPRINTERS_CACHE_ADDRESS").map_or(Ok(ADDRESS), |address| address.parse());
        let address = address.ok().filter(|address: &SocketAddr| address.ip().is_loopback());
        if address.is_none() {
            wrong("SPRINTERS_CACHE_ADDRESS", "must be an address and port on loopback");
        }
        let issuer = url(&get("SPRINTERS_CACHE_ISSUER").unwrap_or_else(|| ISSUER.to_owned()));
        if issuer.is_none() {
            wrong("SPRINTERS_CACHE_ISSUER", "must be an https:// address, or http:// on loopback");
        }
        let endpoint = get("AWS_ENDPOINT_URL_S3").map(|text| url(&text));
        if endpoint == Some(None) {
            wrong("AWS_ENDPOINT_URL_S3", "must be an https:// address, or http:// on loopback");
        }
        let credentials = match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => Credentials::fixed(id, secret, get("AWS_SESSION_TOKEN")),
            (None, None) => Credentials::of_instance(),
            (Some(_), None) | (None, Some(_)) => {
                wrong("AWS_SECRET_ACCESS_KEY", "and AWS_ACCESS_KEY_ID go together");
                Credentials::of_instance()
            }
        };
        match (bucket, region, repository, writers, address, issuer) {
            (Some(bucket), Some(region), Some(repository), Some(writers), Some(address), Some(issuer))
                if errors.is_empty() =>
            {
                let policy = Policy { repository, writers, issuer: issuer.as_str().trim_end_matches('/').to_owned() };
                let endpoint = endpoint.flatten();
                Ok(Self { address, bucket, region, endpoint, prefix, policy, issuer, credentials })
            }
            _ => Err(errors),
        }
    }
}

/// An address that may be called: encrypted, or not leaving the machine.
fn url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    (url.scheme() == "https" || (url.scheme() == "http" && loopback)).then_some(url)
}

/// "General purpose bucket naming rules", Amazon S3 User Guide; without dots, which TLS certificates of S3 do not
/// cover.
fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_region(name: &str) -> bool {
    (5..=32).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_prefix(prefix: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    prefix.is_empty()
        || (prefix.len() <= PREFIX_MAX
            && prefix.ends_with('/')
            && !prefix.starts_with('/')
            && !prefix.contains("//")
            && prefix.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn good() -> BTreeMap<&'static str, &'static str> {
        BTreeMap::from([
            ("SPRINTERS_CACHE_BUCKET", "acme-cache"),
            ("SPRINTERS_CACHE_REGION", "eu-west-1"),
            ("SPRINTERS_CACHE_PREFIX", "cache/"),
            ("SPRINTERS_CACHE_REPOSITORY", "42"),
            ("SPRINTERS_CACHE_WRITERS", "branches"),
        ])
    }

    fn read(settings: &BTreeMap<&'static str, &'static str>) -> Result<Settings, String> {
        Settings::read(|name| settings.get(name).map(|value| (*value).to_owned()))
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn what_the_unit_gives_is_enough() {
        let settings = read(&good()).unwrap();
        assert_eq!((settings.address, settings.policy.repository), (ADDRESS, 42));
        assert_eq!(settings.policy.writers, Writers::Branches);
        assert_eq!(settings.policy.issuer, ISSUER);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let errors = read(&BTreeMap::from([("AWS_ACCESS_KEY_ID", "AKIA")])).unwrap_err();
        for name in ["BUCKET", "REGION", "REPOSITORY", "WRITERS", "AWS_SECRET_ACCESS_KEY"] {
            assert!(errors.contains(name), "{name} is not in {errors}");
        }
    }

    #[test]
    fn it_listens_on_loopback_and_calls_nobody_in_the_clear() {
        for (name, value) in [
            ("SPRINTERS_CACHE_ADDRESS", "0.0.0.0:29847"),
            ("SPRINTERS_CACHE_ADDRESS", "10.0.0.7:29847"),
            ("SPRINTERS_CACHE_ISSUER", "http://token.actions.githubusercontent.com"),
            ("AWS_ENDPOINT_URL_S3", "http://s3.eu-west-1.amazonaws.com"),
            ("SPRINTERS_CACHE_PREFIX", "../"),
            ("SPRINTERS_CACHE_PREFIX", "cache"),
            ("SPRINTERS_CACHE_BUCKET", "a.b.c"),
            ("SPRINTERS_CACHE_WRITERS", "everybody"),
        ] {
            let mut settings = good();
            settings.insert(name, value);
            assert!(read(&settings).unwrap_err().contains(name), "{name}={value}");
        }
    }
}
