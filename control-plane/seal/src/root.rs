//! Root keys: given by the operator, never stored in the database. Either their bytes are here, or a service keeps them
//! and is asked.

use super::account::{AccountKey, AccountKeyId, WrappedKey};
use super::envelope::{Frame, Secret};
use super::error::{KeyError, OpenError, SealError};
use super::file::{FileKey, WrappedFileKey};
use super::service::{KeyService, ServiceError, ServiceKey};
use super::unwrapped::Unwrapped;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// What stands before the ARN of a key that AWS KMS keeps.
const KMS: &str = "aws-kms:";

/// Most calls to a service at once.
const SERVICE_CALLS: usize = 8;

/// How long a call to a service may take, waiting for its turn included. Whoever needs it gets an error then; others
/// are not held up.
pub const SERVICE_WITHIN: Duration = Duration::from_secs(8);

/// A root key's name: 1 to 32 lower-case letters, digits and dashes. Stored beside what the key wrapped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootKeyId(String);

impl RootKeyId {
    /// Most characters of a name.
    pub const MAX: usize = 32;

    /// Reads a name.
    ///
    /// # Errors
    /// If it is no name.
    pub fn parse(text: &str) -> Result<RootKeyId, RootKeysError> {
        let is_name = (1..=Self::MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if is_name { Ok(RootKeyId(text.to_owned())) } else { Err(RootKeysError::Name) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no list of root keys. Never holds any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootKeysError {
    /// No key at all.
    #[error("there is no key in it")]
    Empty,
    /// No colon.
    #[error("key {0} of the list has no `:` between name and key")]
    NoColon(usize),
    /// A name that is none.
    #[error("a key's name has 1 to 32 lower-case letters, digits and dashes")]
    Name,
    /// A KMS key without a name of ours.
    #[error("key {0} of the list is a KMS key without a name: it is written ID:aws-kms:ARN")]
    BareArn(usize),
    /// Not the ARN of a key.
    #[error(
        "key `{0}` has no ARN of a KMS key after `aws-kms:` (arn:aws:kms:REGION:ACCOUNT:key/ID; an alias could be pointed at another key)"
    )]
    NotAnArn(RootKeyId),
    /// Not base64.
    #[error("key `{0}` is not base64")]
    NotBase64(RootKeyId),
    /// Not 32 bytes.
    #[error("key `{id}` has {bytes} bytes instead of 32")]
    Length {
        /// Its name.
        id: RootKeyId,
        /// How many bytes it has.
        bytes: usize,
    },
    /// Nobody drew that by chance.
    #[error("key `{0}` is one byte repeated, so it is not random")]
    NotRandom(RootKeyId),
    /// The same name twice.
    #[error("two keys are named `{0}`")]
    Twice(RootKeyId),
}

/// One root key.
#[derive(Debug, Clone)]
pub struct RootKey {
    id: RootKeyId,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// Its bytes.
    Here(Secret),
    /// Its name at the service that keeps it.
    Service(ServiceKey),
}

impl RootKey {
    /// A new random key.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate(id: RootKeyId) -> Result<RootKey, SealError> {
        Ok(RootKey { id, kind: Kind::Here(Secret::generate()?) })
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> &RootKeyId {
        &self.id
    }

    /// The service's name of it, if a service keeps it.
    #[must_use]
    pub fn service_key(&self) -> Option<&ServiceKey> {
        match &self.kind {
            Kind::Here(_) => None,
            Kind::Service(key) => Some(key),
        }
    }

    /// `ID:BASE64` or `ID:aws-kms:ARN`, as the settings take it.
    #[must_use]
    pub fn to_setting(&self) -> SecretString {
        match &self.kind {
            Kind::Here(secret) => {
                let base64 = Zeroizing::new(STANDARD.encode(secret.expose()));
                SecretString::from(format!("{}:{}", self.id, base64.as_str()))
            }
            Kind::Service(key) => SecretString::from(format!("{}:{KMS}{}", self.id, key.as_str())),
        }
    }

    fn parse(text: &str, number: usize) -> Result<RootKey, RootKeysError> {
        if text.starts_with("arn:") || text.starts_with(KMS) {
            return Err(RootKeysError::BareArn(number));
        }
        let (id, key) = text.split_once(':').ok_or(RootKeysError::NoColon(number))?;
        let id = RootKeyId::parse(id.trim())?;
        if let Some(arn) = key.trim().strip_prefix(KMS) {
            let key = ServiceKey::parse(arn).ok_or_else(|| RootKeysError::NotAnArn(id.clone()))?;
            return Ok(RootKey { id, kind: Kind::Service(key) });
        }
        let Ok(bytes) = STANDARD.decode(key.trim()).map(Zeroizing::new) else {
            return Err(RootKeysError::NotBase64(id));
        };
        let Some(secret) = Secret::from_bytes(&bytes) else {
            return Err(RootKeysError::Length { id, bytes: bytes.len() });
        };
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(RootKeysError::NotRandom(id));
        }
        Ok(RootKey { id, kind: Kind::Here(secret) })
    }
}

/// What a root key wraps, bound into the box: it unwraps as that alone.
#[derive(Debug, Clone, Copy)]
enum Wraps {
    AccountKey { id: AccountKeyId, account: i64 },
    FileKey,
}

impl Wraps {
    fn label(self) -> &'static str {
        match self {
            Wraps::AccountKey { .. } => "sprinters account key",
            Wraps::FileKey => "sprinters file key",
        }
    }

    /// What it is, for a service that binds names and values. CloudTrail shows them.
    fn context(self) -> Vec<(&'static str, String)> {
        let what = ("sprinters", self.label().to_owned());
        match self {
            Wraps::AccountKey { id, account } => {
                vec![what, ("sprinters:account", account.to_string()), ("sprinters:key", id.to_string())]
            }
            Wraps::FileKey => vec![what],
        }
    }

    /// The root key is the wrong one, or the box was changed.
    fn wrong(self, root: &RootKeyId) -> KeyError {
        match self {
            Wraps::AccountKey { id, .. } => KeyError::WrongRootKey { root: root.clone(), key: id },
            Wraps::FileKey => KeyError::WrongRootKeyForFile { root: root.clone() },
        }
    }

    fn broken(self, source: OpenError) -> KeyError {
        match self {
            Wraps::AccountKey { id, .. } => KeyError::Broken { key: id, source },
            Wraps::FileKey => KeyError::BrokenFileKey(source),
        }
    }

    /// Uses the frame of its box under a root key that is here.
    fn framed<T>(self, root: &RootKeyId, use_it: impl FnOnce(Frame<'_>) -> T) -> T {
        let root = root.as_str().as_bytes();
        let frame = |place: &[&[u8]]| use_it(Frame { label: self.label(), header: &[], place });
        match self {
            Wraps::AccountKey { id, account } => frame(&[root, &id.to_be_bytes(), &account.to_be_bytes()]),
            Wraps::FileKey => frame(&[root]),
        }
    }
}

/// The root keys of a start: the first seals, all open. At least one.
#[derive(Debug, Clone)]
pub struct RootKeys {
    first: RootKey,
    others: Vec<RootKey>,
    service: Option<(Arc<dyn KeyService>, Duration)>,
    calls: Arc<Semaphore>,
    unwrapped: Arc<Unwrapped>,
}

impl RootKeys {
    /// One key alone.
    #[must_use]
    pub fn one(key: RootKey) -> RootKeys {
        RootKeys::new(key, Vec::new())
    }

    /// Reads `ID:BASE64` or `ID:aws-kms:ARN`, several of them separated by commas or line ends.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<RootKeys, RootKeysError> {
        let parts = text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let mut keys: Vec<RootKey> = Vec::new();
        for (index, part) in parts.enumerate() {
            let key = RootKey::parse(part, index + 1)?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(RootKeysError::Twice(key.id));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(RootKeysError::Empty);
        }
        Ok(RootKeys::new(keys.remove(0), keys))
    }

    fn new(first: RootKey, others: Vec<RootKey>) -> RootKeys {
        let calls = Arc::new(Semaphore::new(SERVICE_CALLS));
        RootKeys { first, others, service: None, calls, unwrapped: Arc::default() }
    }

    /// The same keys, with a way to the service that keeps some of them, and how long a call may take
    /// ([`SERVICE_WITHIN`]).
    #[must_use]
    pub fn with_service(self, service: Arc<dyn KeyService>, within: Duration) -> RootKeys {
        RootKeys { service: Some((service, within)), ..self }
    }

    /// Whether a service keeps any of them.
    #[must_use]
    pub fn need_service(&self) -> bool {
        self.all().any(|root| root.service_key().is_some())
    }

    /// The one that wraps.
    #[must_use]
    pub fn first(&self) -> &RootKey {
        &self.first
    }

    /// The names of all.
    pub fn ids(&self) -> impl Iterator<Item = &RootKeyId> {
        self.all().map(RootKey::id)
    }

    /// All of them, the first one first.
    pub fn all(&self) -> impl Iterator<Item = &RootKey> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Wraps an account key with the first root key.
    ///
    /// # Errors
    /// If the operating system gives no randomness, or the service that keeps the root key does not wrap.
    pub async fn wrap(&self, key: &AccountKey) -> Result<WrappedKey, KeyError> {
        let wraps = Wraps::AccountKey { id: key.id(), account: key.account() };
        let wrapped = self.box_up(wraps, key.secret()).await?;
        Ok(WrappedKey { id: key.id(), account: key.account(), root: self.first.id.clone(), wrapped })
    }

    /// Unwraps an account key. What a service has unwrapped is kept for a while.
    ///
    /// # Errors
    /// If no root key at hand wrapped it, it was changed, or the service that keeps its root key does not unwrap.
    pub async fn unwrap(&self, key: &WrappedKey) -> Result<AccountKey, KeyError> {
        let root = self.named(&key.root)?;
        let wraps = Wraps::AccountKey { id: key.id, account: key.account };
        let kept = || self.unwrapped.get(key.id, key.account, Instant::now());
        if let (Kind::Service(_), Some(kept)) = (&root.kind, kept()) {
            return Ok(kept);
        }
        let secret = self.unbox(root, wraps, &key.wrapped).await?;
        let opened = AccountKey::new(key.id, key.account, secret);
        if root.service_key().is_some() {
            self.unwrapped.put(&opened, Instant::now());
        }
        Ok(opened)
    }

    /// Wraps a database file's key with the first root key.
    ///
    /// # Errors
    /// As [`RootKeys::wrap`].
    pub async fn wrap_file_key(&self, key: &FileKey) -> Result<WrappedFileKey, KeyError> {
        let wrapped = self.box_up(Wraps::FileKey, key.secret()).await?;
        Ok(WrappedFileKey { root: self.first.id.clone(), wrapped })
    }

    /// Unwraps a database file's key.
    ///
    /// # Errors
    /// As [`RootKeys::unwrap`].
    pub async fn unwrap_file_key(&self, key: &WrappedFileKey) -> Result<FileKey, KeyError> {
        let root = self.named(&key.root)?;
        self.unbox(root, Wraps::FileKey, &key.wrapped).await.map(FileKey::new)
    }

    async fn box_up(&self, wraps: Wraps, secret: &Secret) -> Result<Vec<u8>, KeyError> {
        let root = &self.first;
        match &root.kind {
            Kind::Here(key) => Ok(wraps.framed(&root.id, |frame| frame.seal(key, secret.expose()))?),
            Kind::Service(key) => {
                let context = wraps.context();
                let context: Vec<(&str, &str)> = context.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let asked = match self.service() {
                    Ok((service, within)) => self.ask(within, service.wrap(key, &context, secret.expose())).await,
                    Err(error) => Err(error),
                };
                asked.map_err(|source| KeyError::Service { root: root.id.clone(), source })
            }
        }
    }

    async fn unbox(&self, root: &RootKey, wraps: Wraps, wrapped: &[u8]) -> Result<Secret, KeyError> {
        match &root.kind {
            Kind::Here(key) => {
                let opened = wraps.framed(&root.id, |frame| frame.open(key, wrapped));
                let opened = opened.map_err(|error| match error {
                    OpenError::Tampered => wraps.wrong(&root.id),
                    other => wraps.broken(other),
                })?;
                Secret::from_bytes(&opened).ok_or_else(|| wraps.broken(OpenError::Tampered))
            }
            Kind::Service(key) => {
                let context = wraps.context();
                let context: Vec<(&str, &str)> = context.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let asked = match self.service() {
                    Ok((service, within)) => self.ask(within, service.unwrap(key, &context, wrapped)).await,
                    Err(error) => Err(error),
                };
                let opened = asked.map_err(|error| match error {
                    ServiceError::Tampered => wraps.wrong(&root.id),
                    source => KeyError::Service { root: root.id.clone(), source },
                })?;
                Secret::from_bytes(opened.as_slice()).ok_or_else(|| wraps.broken(OpenError::Tampered))
            }
        }
    }

    fn service(&self) -> Result<(&dyn KeyService, Duration), ServiceError> {
        let (service, within) = self.service.as_ref().ok_or(ServiceError::NotConnected)?;
        Ok((service.as_ref(), *within))
    }

    /// Asks the service in turn, within a time.
    async fn ask<T>(
        &self,
        within: Duration,
        question: impl Future<Output = Result<T, ServiceError>>,
    ) -> Result<T, ServiceError> {
        let asking = async {
            // The semaphore is never closed.
            let _turn = self.calls.acquire().await.map_err(|_| ServiceError::NotConnected)?;
            question.await
        };
        timeout(within, asking).await.map_err(|_| ServiceError::Away(format!("none within {within:?}")))?
    }

    fn named(&self, id: &RootKeyId) -> Result<&RootKey, KeyError> {
        self.all().find(|root| root.id == *id).ok_or_else(|| KeyError::UnknownRootKey(id.clone()))
    }

    /// Whether it is the first root key: what another one wrapped is to be wrapped anew.
    #[must_use]
    pub fn is_current(&self, root: &RootKeyId) -> bool {
        *root == self.first.id
    }
}
