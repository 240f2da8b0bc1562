//! Names of things, so that one cannot be handed over for another.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
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

/// The name under which a runner is registered at GitHub. Everybody reads it in the log of a public repository, and
/// anybody may give it to a runner of their own: it is drawn by itself, says nothing about the runner's row, and
/// identifies nothing without GitHub's number ([`ClaimedRunner`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunnerName(String);

impl RunnerName {
    /// Every name begins with this.
    pub const PREFIX: &'static str = "sprinters-";

    /// From 128 bits, drawn by the caller: at most 64 characters, and never given twice.
    #[must_use]
    pub fn from_random(drawn: u128) -> RunnerName {
        RunnerName(format!("{}{drawn:032x}", RunnerName::PREFIX))
    }

    /// As it was stored.
    #[must_use]
    pub fn from_stored(name: String) -> RunnerName {
        RunnerName(name)
    }

    /// Whether a control plane may have given this name.
    #[must_use]
    pub fn is_possible(name: &str) -> bool {
        name.strip_prefix(RunnerName::PREFIX).is_some_and(|rest| rest.parse::<RunnerId>().is_ok())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which runner a job is on, as GitHub tells it about somebody's repository. Whoever owns that repository may have
/// chosen the name, and GitHub counts runners anew for each repository and organisation. So it is no key: only together
/// with the account and the repository that the news is about does it name a runner of ours, and the store looks it up
/// in no other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRunner {
    registration: RegistrationId,
    name: String,
}

impl ClaimedRunner {
    /// From `runner_id` and `runner_name`; none where they can't be those of a runner of ours.
    #[must_use]
    pub fn new(id: Option<i64>, name: Option<&str>) -> Option<ClaimedRunner> {
        let registration = RegistrationId(u64::try_from(id?).ok()?);
        let name = name.filter(|name| RunnerName::is_possible(name))?.to_owned();
        Some(ClaimedRunner { registration, name })
    }

    /// GitHub's number of the runner.
    #[must_use]
    pub fn registration(&self) -> RegistrationId {
        self.registration
    }

    /// Whether it is called so.
    #[must_use]
    pub fn is_called(&self, name: &RunnerName) -> bool {
        self.name == name.0
    }
}

/// Whose an instance says that it is. Its tags are written by anybody with the right keys of its AWS account: so it is
/// no key, and names a runner only among those of the connection that it was read through. That it can't be turned into
/// a [`RunnerId`] is the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaggedRunner(RunnerId);

impl TaggedRunner {
    /// As a tag, or the client token of a launch, has it.
    ///
    /// # Errors
    /// If no control plane writes such a tag.
    pub fn read(text: &str) -> Result<TaggedRunner, BadRunnerId> {
        text.parse().map(TaggedRunner)
    }

    /// Whether it says so of this runner of the same connection: less, equal or greater, in the order of ids.
    #[must_use]
    pub fn compare(self, runner: RunnerId) -> Ordering {
        self.0.cmp(&runner)
    }
}

impl fmt::Display for TaggedRunner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl RunnerId {
    /// EC2's `ClientToken` of one launch attempt. The same attempt always has the same token, so a call whose answer
    /// was lost can be repeated and gives the same instance; another attempt has another.
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
        fn a_runner_is_read_back_from_its_tag(id in any::<u128>(), attempt in any::<u16>(), other in any::<u16>()) {
            let id = RunnerId(id);
            prop_assert_eq!(TaggedRunner::read(&id.to_string()).map(|tagged| tagged.compare(id)), Ok(Ordering::Equal));
            let name = RunnerName::from_random(id.0);
            prop_assert!(RunnerName::is_possible(name.as_str()) && name.as_str().len() <= 64);
            prop_assert!(ClaimedRunner::new(Some(7), Some(name.as_str())).is_some_and(|one| one.is_called(&name)));
            let token = id.client_token(Attempt(attempt));
            prop_assert!(token.len() <= 64 && token.is_ascii());
            prop_assert_eq!(token == id.client_token(Attempt(other)), attempt == other);
        }

        #[test]
        fn no_other_name_is_ours(name in "\\PC{0,50}") {
            prop_assert!(!RunnerName::is_possible(&name) || name.starts_with(RunnerName::PREFIX));
            prop_assert!(ClaimedRunner::new(None, Some(&name)).is_none());
        }
    }

    #[test]
    fn an_instance_id_looks_like_one() {
        assert!("i-0123456789abcdef0".parse::<InstanceId>().is_ok());
        assert!("i-012345".parse::<InstanceId>().is_err());
        assert!("sg-0123456789abcdef0".parse::<InstanceId>().is_err());
    }
}
