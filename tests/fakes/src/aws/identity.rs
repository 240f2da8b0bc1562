//! Who calls: keys, sessions, roles, and what their policies say.

use super::moment;
use super::policy::{Denial, Keys, Layer, Opinion, Policy, Question, one};
use std::fmt;
use std::sync::Arc;

/// Keys to sign with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key's id.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
    /// The token of a session.
    pub session_token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// Whom keys belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// Whoever owns an account.
    Root(String),
    /// A session of a role.
    Session {
        account: String,
        /// The role's ARN.
        role: String,
        /// The session's name.
        name: String,
        /// Whether a stack made the role. Others are the control plane's own: its account lets them do what they like.
        installed: bool,
    },
}

impl Who {
    pub(super) fn account(&self) -> &str {
        match self {
            Who::Root(account) | Who::Session { account, .. } => account,
        }
    }

    /// As AWS names the caller in answers.
    pub(super) fn arn(&self) -> String {
        match self {
            Who::Root(account) => format!("arn:aws:iam::{account}:root"),
            Who::Session { account, role, name, .. } => {
                let role = role.rsplit('/').next().unwrap_or_default();
                format!("arn:aws:sts::{account}:assumed-role/{role}/{name}")
            }
        }
    }

    /// As policies name it: a session is its role.
    fn principal(&self) -> String {
        match self {
            Who::Root(_) => self.arn(),
            Who::Session { role, .. } => role.clone(),
        }
    }
}

/// A key, and what it is good for.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) secret: String,
    pub(super) token: Option<String>,
    /// Milliseconds since 1970.
    pub(super) expires: Option<u64>,
    pub(super) who: Who,
}

/// Why a key is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadKey {
    Unknown,
    Token,
    Expired,
}

impl Key {
    /// Checks the token that came with a request.
    pub(super) fn check(&self, token: Option<&str>, now: u64) -> Result<(), BadKey> {
        if self.token.as_deref() != token {
            return Err(BadKey::Token);
        }
        if self.expires.is_some_and(|expires| expires <= now) { Err(BadKey::Expired) } else { Ok(()) }
    }
}

/// A role that a stack made.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) trust: Policy,
    pub(super) policies: Vec<Policy>,
    pub(super) boundary: Option<Policy>,
    /// Longest session, in milliseconds.
    pub(super) longest: u64,
}

impl Role {
    /// Longest session of a role that says nothing: an hour.
    pub(super) const USUAL_LONGEST: u64 = moment::HOUR;
}

/// What a caller's policies are, for the time of one call.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) who: Who,
    pub(super) role: Option<Arc<Role>>,
    pub(super) service_control: Vec<Arc<Policy>>,
}

/// What let a call through: action and Sid.
pub(super) type Grant = (String, String);

impl Caller {
    /// Whether it may: the statement that lets it, or what stands against it. Identity-based policies alone: nothing
    /// here has a policy of its own but roles.
    pub(super) fn may(
        &self,
        action: &str,
        resource: &str,
        shown: &str,
        mut keys: Keys,
    ) -> Result<Option<Grant>, Denial> {
        keys.insert("aws:PrincipalArn".to_owned(), one(self.who.principal()));
        keys.insert("aws:PrincipalAccount".to_owned(), one(self.who.account()));
        let question = Question {
            principal: self.who.principal(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            keys,
        };
        let denied = |layer, explicit| Denial {
            layer,
            explicit,
            principal: self.who.arn(),
            action: action.to_owned(),
            resource: shown.to_owned(),
        };
        if self.service_control.iter().any(|policy| policy.asked(&question) == Opinion::Denies) {
            return Err(denied(Layer::ServiceControl, true));
        }
        let role = match (&self.who, &self.role) {
            (Who::Root(_) | Who::Session { installed: false, .. }, _) => return Ok(None),
            (Who::Session { .. }, None) => return Err(denied(Layer::Identity, false)),
            (Who::Session { .. }, Some(role)) => role,
        };
        let mut granted = None;
        for policy in &role.policies {
            match policy.asked(&question) {
                Opinion::Denies => return Err(denied(Layer::Identity, true)),
                Opinion::Allows(sid) => granted = granted.or(Some((action.to_owned(), sid))),
                Opinion::Silent => {}
            }
        }
        match role.boundary.as_ref().map(|boundary| boundary.asked(&question)) {
            Some(Opinion::Denies) => return Err(denied(Layer::Boundary, true)),
            Some(Opinion::Silent) => return Err(denied(Layer::Boundary, false)),
            Some(Opinion::Allows(_)) | None => {}
        }
        granted.map(Some).ok_or_else(|| denied(Layer::Identity, false))
    }

    /// Whether a role's trust policy lets the caller in. A statement that names an account means everybody there whom
    /// the account lets.
    pub(super) fn may_assume(&self, role: &Role, keys: &Keys) -> Result<(), Denial> {
        let denied = |layer, explicit| Denial {
            layer,
            explicit,
            principal: self.who.arn(),
            action: "sts:AssumeRole".to_owned(),
            resource: role.arn.clone(),
        };
        let account_root = format!("arn:aws:iam::{}:root", self.who.account());
        let ask = |policy: &Policy, principal: String| {
            let (action, resource) = ("sts:AssumeRole".to_owned(), role.arn.clone());
            policy.asked(&Question { principal, action, resource, keys: keys.clone() })
        };
        if self.service_control.iter().any(|policy| ask(policy, self.who.principal()) == Opinion::Denies) {
            return Err(denied(Layer::ServiceControl, true));
        }
        let opinions = [ask(&role.trust, self.who.principal()), ask(&role.trust, account_root)];
        if opinions.contains(&Opinion::Denies) {
            return Err(denied(Layer::Resource, true));
        }
        if opinions.iter().all(|opinion| *opinion == Opinion::Silent) {
            Err(denied(Layer::Resource, false))
        } else {
            Ok(())
        }
    }
}
