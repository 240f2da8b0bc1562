//! A service that keeps root keys, as AWS KMS does: it knows what it wrapped, for which key and context, and refuses
//! everything else.

use async_trait::async_trait;
use sprinters_seal::{KeyService, RootKeys, ServiceError, ServiceKey};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

/// Its one key.
pub(crate) const ARN: &str = "arn:aws:kms:eu-central-1:222233334444:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

/// Longest that the tests wait for it.
const WITHIN: Duration = Duration::from_millis(200);

/// How it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mood {
    #[default]
    Well,
    /// Answers that it can't.
    Away,
    /// Takes calls and never answers.
    Silent,
    /// The key was disabled.
    Disabled,
}

#[derive(Debug, Default)]
pub(crate) struct Keeper {
    state: Mutex<State>,
}

/// The encryption context, and the key.
type Kept = (Vec<(String, String)>, [u8; 32]);

#[derive(Debug, Default)]
struct State {
    mood: Mood,
    wraps: u64,
    unwraps: u64,
    /// What was wrapped, by what was handed out for it.
    kept: HashMap<Vec<u8>, Kept>,
}

impl Keeper {
    pub(crate) fn feel(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// Calls so far: wraps and unwraps.
    pub(crate) fn calls(&self) -> (u64, u64) {
        let state = self.state.lock().unwrap();
        (state.wraps, state.unwraps)
    }

    /// Contexts that it was given, in any order: what CloudTrail would show.
    pub(crate) fn contexts(&self) -> Vec<Vec<(String, String)>> {
        self.state.lock().unwrap().kept.values().map(|(context, _)| context.clone()).collect()
    }

    async fn be_in_a_mood(&self) -> Result<(), ServiceError> {
        let mood = self.state.lock().unwrap().mood;
        match mood {
            Mood::Well => Ok(()),
            Mood::Away => Err(ServiceError::Away("KMSInternalException".to_owned())),
            Mood::Silent => std::future::pending().await,
            Mood::Disabled => Err(ServiceError::Refused("DisabledException".to_owned())),
        }
    }
}

fn owned(context: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut context: Vec<_> = context.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    context.sort();
    context
}

#[async_trait]
impl KeyService for Keeper {
    async fn wrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        secret: &[u8; 32],
    ) -> Result<Vec<u8>, ServiceError> {
        self.be_in_a_mood().await?;
        assert_eq!(key.as_str(), ARN);
        let mut state = self.state.lock().unwrap();
        state.wraps += 1;
        let wrapped = format!("wrapped {}", state.wraps).into_bytes();
        state.kept.insert(wrapped.clone(), (owned(context), *secret));
        Ok(wrapped)
    }

    async fn unwrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, ServiceError> {
        self.be_in_a_mood().await?;
        assert_eq!(key.as_str(), ARN);
        let mut state = self.state.lock().unwrap();
        state.unwraps += 1;
        match state.kept.get(wrapped) {
            Some((bound, secret)) if *bound == owned(context) => Ok(Zeroizing::new(*secret)),
            Some(_) | None => Err(ServiceError::Tampered),
        }
    }
}

/// Root keys by their setting, with a way to the service.
pub(crate) fn root_keys(setting: &str, keeper: &Arc<Keeper>) -> RootKeys {
    RootKeys::parse(setting).unwrap().with_service(Arc::clone(keeper) as _, WITHIN)
}
