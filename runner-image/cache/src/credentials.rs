//! The credentials of the instance's role, read again before they end.

use secrecy::{ExposeSecret as _, SecretString};
use sprinters_agent::imds::{ImdsError, Session};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long what was read is used. New credentials are there at least five minutes before the old ones end ("Retrieve
/// security credentials from instance metadata", Amazon EC2 User Guide).
const FRESH: Duration = Duration::from_secs(240);
/// Seconds of the session with the metadata service: for the two reads that follow.
const SESSION_S: u32 = 60;

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// The metadata service gave nothing.
    #[error("the instance metadata service gives no credentials")]
    Metadata(#[source] ImdsError),
    /// The instance was started without an instance profile.
    #[error("the instance has no role")]
    NoRole,
    /// Something that is not what the service is documented to answer.
    #[error("the credentials of the instance's role are not understood")]
    Malformed,
}

/// Where the credentials come from.
pub struct Credentials {
    source: Source,
}

enum Source {
    Fixed(Arc<rusty_s3::Credentials>),
    Instance(Mutex<Option<(Instant, Arc<rusty_s3::Credentials>)>>),
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.source {
            Source::Fixed(_) => "Credentials(fixed)",
            Source::Instance(_) => "Credentials(of the instance)",
        })
    }
}

impl Credentials {
    /// These, for ever.
    #[must_use]
    pub fn fixed(id: String, secret: String, token: Option<String>) -> Self {
        let credentials = match token {
            Some(token) => rusty_s3::Credentials::new_with_token(id, secret, token),
            None => rusty_s3::Credentials::new(id, secret),
        };
        Self { source: Source::Fixed(Arc::new(credentials)) }
    }

    /// Those of the instance's role.
    #[must_use]
    pub fn of_instance() -> Self {
        Self { source: Source::Instance(Mutex::new(None)) }
    }

    /// Credentials that are good for a request now.
    ///
    /// # Errors
    /// When the instance has none to give.
    pub async fn get(&self) -> Result<Arc<rusty_s3::Credentials>, CredentialsError> {
        let last = match &self.source {
            Source::Fixed(credentials) => return Ok(Arc::clone(credentials)),
            Source::Instance(last) => last,
        };
        // Held while it reads: whoever comes meanwhile gets what it finds, and the metadata service is asked once.
        let mut last = last.lock().await;
        if let Some((read, credentials)) = &*last
            && read.elapsed() < FRESH
        {
            return Ok(Arc::clone(credentials));
        }
        let credentials =
            tokio::task::spawn_blocking(from_instance).await.map_err(|_| CredentialsError::Malformed)??;
        let credentials = Arc::new(credentials);
        *last = Some((Instant::now(), Arc::clone(&credentials)));
        Ok(credentials)
    }
}

fn from_instance() -> Result<rusty_s3::Credentials, CredentialsError> {
    let session = Session::open(SESSION_S).map_err(CredentialsError::Metadata)?;
    let folder = "meta-data/iam/security-credentials/";
    let role = session.get(folder).map_err(CredentialsError::Metadata)?.ok_or(CredentialsError::NoRole)?;
    let role = role_name(&role)?;
    let answer = session.get(&format!("{folder}{role}")).map_err(CredentialsError::Metadata)?;
    parse(&answer.ok_or(CredentialsError::NoRole)?)
}

/// The name that the metadata service lists, which becomes part of a path.
fn role_name(body: &[u8]) -> Result<&str, CredentialsError> {
    let name = std::str::from_utf8(body).map_err(|_| CredentialsError::Malformed)?.trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte);
    // IAM's own rule for names of roles.
    let right = !name.is_empty() && name.len() <= 64 && name.bytes().all(plain) && name != "." && name != "..";
    right.then_some(name).ok_or(CredentialsError::Malformed)
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    access_key_id: String,
    secret_access_key: SecretString,
    token: SecretString,
}

/// Reads what the metadata service answers for a role.
///
/// # Errors
/// When it is no such answer.
pub fn parse(body: &[u8]) -> Result<rusty_s3::Credentials, CredentialsError> {
    let answer: Answer = serde_json::from_slice(body).map_err(|_| CredentialsError::Malformed)?;
    let (secret, token) = (answer.secret_access_key.expose_secret(), answer.token.expose_secret());
    if answer.access_key_id.is_empty() || secret.is_empty() || token.is_empty() {
        return Err(CredentialsError::Malformed);
    }
    Ok(rusty_s3::Credentials::new_with_token(answer.access_key_id, secret, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_metadata_service_answers() {
        let read = parse(
            br#"{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA1","SecretAccessKey":"s","Token":"t","Expiration":"2026-12-01T16:00:00Z"}"#,
        )
        .unwrap();
        assert_eq!((read.key(), read.secret(), read.token()), ("ASIA1", "s", Some("t")));
        for wrong in
            [&b""[..], b"{}", br#"{"AccessKeyId":"","SecretAccessKey":"s","Token":"t"}"#, br#"{"Code":"Failed"}"#]
        {
            assert!(parse(wrong).is_err());
        }
    }

    #[test]
    fn a_role_that_leads_elsewhere_is_refused() {
        assert_eq!(role_name(b"sprinters-Cache-1ABC\n").unwrap(), "sprinters-Cache-1ABC");
        for wrong in [&b""[..], b"..", b"../../user-data", b"a b", &[b'a'; 65], b"\xff"] {
            assert!(role_name(wrong).is_err());
        }
    }

    #[test]
    fn credentials_do_not_print() {
        let credentials = Credentials::fixed("AKIA-id".into(), "the-secret".into(), Some("the-token".into()));
        let printed = format!("{credentials:?}");
        assert!(!printed.contains("the-") && !printed.contains("AKIA"));
    }
}
