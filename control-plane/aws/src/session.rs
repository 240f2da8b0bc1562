//! Sessions of the connections' roles: assumed with the external id, kept until shortly before they expire, assumed
//! once however many calls wait for one. Their keys live in the SDK's clients and are never printed.

use super::Access;
use super::error::{AwsError, Call, Context, Refusal};
use super::pace::Pace;
use super::uses::{Opened, Uses};
use aws_config::{Region as SdkRegion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use sprinters_common::clock::Clock;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Length of a session: the most that AWS gives to whoever is in a session itself, as we are.
const LASTS: Duration = Duration::from_hours(1);

/// A session is not used so shortly before its end: the longest call, a slow clock and some room.
const MARGIN: Duration = Duration::from_mins(5);

/// Most sessions kept. Beyond that the one that ends first is forgotten, and assumed again when it is needed.
const MOST: usize = 2_048;

/// A session, as the SDK's client that signs with it.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) ec2: aws_sdk_ec2::Client,
    expires: Timestamp,
    number: u64,
}

/// Which role, and how it is assumed. The external id only as a digest, so that another one makes another session.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Door {
    role_arn: String,
    region: &'static str,
    external_id: [u8; 32],
}

impl Door {
    fn of(access: &Access) -> Door {
        Door {
            role_arn: access.role_arn.clone(),
            region: access.region.name(),
            external_id: Sha256::digest(access.external_id.expose_secret().as_bytes()).into(),
        }
    }
}

#[derive(Debug, Default)]
struct Entry {
    state: tokio::sync::Mutex<State>,
    /// Attempts to assume that have ended, to tell who waited for one.
    attempts: std::sync::atomic::AtomicU64,
    expires: Mutex<Timestamp>,
}

#[derive(Debug, Default)]
struct State {
    door: Option<Door>,
    session: Option<Session>,
    refused: Option<AwsError>,
    worked: bool,
    number: u64,
}

/// All sessions, by connection.
#[derive(Debug)]
pub(super) struct Sessions {
    sdk: SdkConfig,
    clock: Clock,
    uses: Arc<Uses>,
    entries: Mutex<BTreeMap<i64, Arc<Entry>>>,
    /// One client for each region: it keeps our own credentials until they end.
    sts: Mutex<BTreeMap<&'static str, aws_sdk_sts::Client>>,
}

impl Sessions {
    pub(super) fn new(sdk: SdkConfig, clock: Clock, uses: Arc<Uses>) -> Sessions {
        Sessions { sdk, clock, uses, entries: Mutex::default(), sts: Mutex::default() }
    }

    /// The connection's session for a call, assumed if there is none. Those who wait while somebody else assumes it
    /// share what comes of that.
    pub(super) async fn get(&self, access: &Access, call: Call, pace: &Pace) -> Result<Session, AwsError> {
        use std::sync::atomic::Ordering::SeqCst;

        let entry = self.entry(access.connection);
        let before = entry.attempts.load(SeqCst);
        let mut state = entry.state.lock().await;
        let door = Door::of(access);
        if state.door.as_ref() != Some(&door) {
            *state = State { door: Some(door), number: state.number, ..State::default() };
        }
        if let Some(session) = &state.session
            && self.clock.now().after(MARGIN) < session.expires
        {
            return Ok(session.clone());
        }
        state.session = None;
        if before < entry.attempts.load(SeqCst)
            && let Some(error) = &state.refused
        {
            return Err(error.clone());
        }
        let worked_before = state.worked || access.worked_before;
        let assumed = self.assume(access, Some(&access.external_id), None, pace).await;
        entry.attempts.fetch_add(1, SeqCst);
        match assumed {
            Ok((credentials, expires)) => {
                self.uses.opened(Opened { connection: access.connection, at: self.clock.now(), call: Some(call) });
                let number = state.number + 1;
                let session = Session { ec2: self.ec2(access, credentials), expires, number };
                *state = State {
                    door: state.door.take(),
                    session: Some(session.clone()),
                    refused: None,
                    worked: true,
                    number,
                };
                *entry.expires.lock().unwrap_or_else(PoisonError::into_inner) = expires;
                Ok(session)
            }
            Err(error) => {
                let error = match error {
                    AwsError::Refused { context, refusal } => AwsError::NotAssumed { context, refusal, worked_before },
                    other => other,
                };
                state.refused = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Forgets a session that AWS does not accept any more; not one that was assumed since.
    pub(super) async fn forget(&self, access: &Access, session: &Session) {
        let entry = self.entry(access.connection);
        let mut state = entry.state.lock().await;
        if state.session.as_ref().is_some_and(|known| known.number == session.number) {
            state.session = None;
        }
    }

    /// Assumes the role once to try the connection, with this external id and session name, and keeps nothing.
    pub(super) async fn try_to_assume(
        &self,
        access: &Access,
        external_id: Option<&SecretString>,
        session_name: Option<&str>,
        pace: &Pace,
    ) -> Result<Credentials, AwsError> {
        let (credentials, _) = self.assume(access, external_id, session_name, pace).await?;
        self.uses.opened(Opened { connection: access.connection, at: self.clock.now(), call: None });
        Ok(credentials)
    }

    async fn assume(
        &self,
        access: &Access,
        external_id: Option<&SecretString>,
        session_name: Option<&str>,
        pace: &Pace,
    ) -> Result<(Credentials, Timestamp), AwsError> {
        let context = Context {
            call: Call::AssumeRole,
            connection: access.connection,
            region: access.region.name(),
            market: None,
        };
        pace.turn(access.account(), &context).await?;
        let usual = format!("sprinters-{}", access.connection);
        let sent = self
            .sts(access.region.name())
            .assume_role()
            .role_arn(&access.role_arn)
            .role_session_name(session_name.unwrap_or(&usual))
            .set_external_id(external_id.map(|id| id.expose_secret().to_owned()))
            .duration_seconds(i32::try_from(LASTS.as_secs()).unwrap_or(i32::MAX))
            .send();
        let answer = AwsError::within(&context, sent).await.inspect_err(|error| {
            if let AwsError::Refused { refusal, .. } = error
                && super::codes::is_throttled(refusal)
            {
                pace.throttled(access.account(), &context);
            }
        })?;
        let keys = answer.credentials.ok_or(AwsError::Incomplete { context, missing: "credentials" })?;
        let millis = keys.expiration.to_millis().ok().and_then(|millis| u64::try_from(millis).ok()).unwrap_or_default();
        let expires = Timestamp::from_millis(millis);
        let credentials =
            Credentials::new(keys.access_key_id, keys.secret_access_key, Some(keys.session_token), None, "connection");
        Ok((credentials, expires))
    }

    fn sts(&self, region: &'static str) -> aws_sdk_sts::Client {
        let make = || {
            let config = aws_sdk_sts::config::Builder::from(&self.sdk).region(SdkRegion::new(region)).build();
            aws_sdk_sts::Client::from_conf(config)
        };
        self.sts.lock().unwrap_or_else(PoisonError::into_inner).entry(region).or_insert_with(make).clone()
    }

    /// A client of a session that is kept nowhere.
    pub(super) fn ec2(&self, access: &Access, credentials: Credentials) -> aws_sdk_ec2::Client {
        self.ec2_in(access.region.name(), credentials)
    }

    /// The same, for another region than the stack's.
    pub(super) fn ec2_in(&self, region: &'static str, credentials: Credentials) -> aws_sdk_ec2::Client {
        let config = aws_sdk_ec2::config::Builder::from(&self.sdk)
            .region(SdkRegion::new(region))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .build();
        aws_sdk_ec2::Client::from_conf(config)
    }

    fn entry(&self, connection: i64) -> Arc<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if MOST <= entries.len() && !entries.contains_key(&connection) {
            let expires = |entry: &Arc<Entry>| *entry.expires.lock().unwrap_or_else(PoisonError::into_inner);
            let first = entries.iter().min_by_key(|(_, entry)| expires(entry)).map(|(connection, _)| *connection);
            first.map(|first| entries.remove(&first));
        }
        Arc::clone(entries.entry(connection).or_default())
    }
}

impl Refusal {
    /// Whether the session is why.
    pub(super) fn is_stale_session(&self) -> bool {
        super::codes::is_stale_session(self)
    }
}
