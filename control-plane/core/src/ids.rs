//! Names of things, so that one cannot be handed over for another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// GitHub's id of a workflow job. A rerun makes new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

/// GitHub's id of a registered runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistrationId(pub u64);

/// Our id of a runner: 128 bits, drawn by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunnerId(pub u128);

impl RunnerId {
    /// What every runner of ours is called at GitHub begins with this.
    pub const NAME_PREFIX: &'static str = "sprinters-";

    /// The name under which it is registered at GitHub: at most 64 characters, unique, and readable back ([`RunnerId::from_name`]).
    #[must_use]
    pub fn name(self) -> String {
        format!("{}{self}", RunnerId::NAME_PREFIX)
    }

    /// Whose name it is; none for runners that are not ours.
    #[must_use]
    pub fn from_name(name: &str) -> Option<RunnerId> {
        name.strip_prefix(RunnerId::NAME_PREFIX)?.parse().ok()
    }

    /// EC2's `ClientToken` of one launch attempt. The same attempt always has the same token, so a call whose answer was lost can be repeated
    /// and gives the same instance; another attempt has another.
    ///
    /// EC2 takes at most 64 ASCII characters; this has 38 at most.
    #[must_use]
    pub fn client_token(self, attempt: Attempt) -> String {
        format!("{self}-{}", attempt.0)
    }
}

impl fmt::Display for RunnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The text is no runner id of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a runner id has 32 small hexadecimal digits")]
pub struct BadRunnerId;

impl FromStr for RunnerId {
    type Err = BadRunnerId;

    fn from_str(text: &str) -> Result<RunnerId, BadRunnerId> {
        let digits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(BadRunnerId);
        }
        u128::from_str_radix(text, 16).map(RunnerId).map_err(|_| BadRunnerId)
    }
}

impl TryFrom<String> for RunnerId {
    type Error = BadRunnerId;

    fn try_from(text: String) -> Result<RunnerId, BadRunnerId> {
        text.parse()
    }
}

impl From<RunnerId> for String {
    fn from(id: RunnerId) -> String {
        id.to_string()
    }
}

/// The number of a launch attempt of one runner, from 0: also the place of its candidate in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attempt(pub u16);

impl Attempt {
    /// The one after it.
    #[must_use]
    pub fn next(self) -> Attempt {
        Attempt(self.0.saturating_add(1))
    }
}

/// EC2's id of an instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstanceId(String);

impl InstanceId {
    /// As EC2 writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is no instance id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an instance id is `i-` and 8 or 17 hexadecimal digits")]
pub struct BadInstanceId;

impl FromStr for InstanceId {
    type Err = BadInstanceId;

    fn from_str(text: &str) -> Result<InstanceId, BadInstanceId> {
        if crate::label::is_resource_id(text, "i-") { Ok(InstanceId(text.to_owned())) } else { Err(BadInstanceId) }
    }
}

impl TryFrom<String> for InstanceId {
    type Error = BadInstanceId;

    fn try_from(text: String) -> Result<InstanceId, BadInstanceId> {
        text.parse()
    }
}

impl From<InstanceId> for String {
    fn from(id: InstanceId) -> String {
        id.0
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_runner_is_read_back_from_its_name(id in any::<u128>(), attempt in any::<u16>(), other in any::<u16>()) {
            let id = RunnerId(id);
            prop_assert_eq!(RunnerId::from_name(&id.name()), Some(id));
            prop_assert!(id.name().len() <= 64);
            let token = id.client_token(Attempt(attempt));
            prop_assert!(token.len() <= 64 && token.is_ascii());
            prop_assert_eq!(token == id.client_token(Attempt(other)), attempt == other);
        }

        #[test]
        fn no_other_name_is_ours(name in "\\PC{0,50}") {
            prop_assert!(RunnerId::from_name(&name).is_none_or(|id| id.name() == name));
        }
    }

    #[test]
    fn an_instance_id_looks_like_one() {
        assert!("i-0123456789abcdef0".parse::<InstanceId>().is_ok());
        assert!("i-012345".parse::<InstanceId>().is_err());
        assert!("sg-0123456789abcdef0".parse::<InstanceId>().is_err());
    }
}
