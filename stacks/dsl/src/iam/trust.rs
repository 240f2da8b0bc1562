//! Trust policies: who may assume a role.

use super::condition::RawCondition;
use super::policy::ErasedStatement;
use super::{AppliesTo, Policy, Principal, sts};
use crate::value::{IntoValue, PolicyDocument, Value};

type AssumeRole = (sts::action::AssumeRole,);
type Roles = (super::sts::resource::Role,);

/// One statement of a trust policy.
#[derive(Debug, Clone)]
pub struct TrustStatement {
    pub(super) erased: ErasedStatement,
}

/// A trust statement without a reason.
#[derive(Debug, Clone)]
pub struct TrustDraft {
    sid: String,
}

impl TrustStatement {
    /// Begins a statement; `sid` is its id.
    pub fn allow(sid: &str) -> TrustDraft {
        TrustDraft { sid: sid.to_owned() }
    }

    /// A condition that must hold as well, e.g. `sts::key::ExternalId.equals(&external_id)`.
    ///
    /// A role that another account may assume without an external id is refused before output: see AWS's "How to use
    /// an external ID when granting access to your AWS resources to a third party".
    #[must_use]
    pub fn when(mut self, condition: impl AppliesTo<AssumeRole, Roles>) -> Self {
        self.erased.condition(condition.into_condition());
        self
    }
}

impl TrustStatement {
    /// Its sessions may carry tags (`sts:TagSession`), by which policies can tell them apart.
    #[must_use]
    pub fn with_session_tags(mut self) -> Self {
        self.erased.also("sts:TagSession");
        self
    }

    /// Its sessions must say who is behind them (`sts:SetSourceIdentity`).
    #[must_use]
    pub fn with_source_identity(mut self) -> Self {
        self.erased.also("sts:SetSourceIdentity");
        self
    }
}

impl TrustDraft {
    /// Why this principal is trusted.
    #[must_use]
    pub fn because(self, reason: &str) -> TrustReasoned {
        TrustReasoned { sid: self.sid, reason: reason.to_owned() }
    }
}

/// A trust statement that has a reason and no principal yet.
#[derive(Debug, Clone)]
pub struct TrustReasoned {
    pub(super) sid: String,
    pub(super) reason: String,
}

impl TrustReasoned {
    /// Who may call `sts:AssumeRole`.
    #[must_use]
    pub fn assumed_by(self, principal: &Principal) -> TrustStatement {
        TrustStatement { erased: ErasedStatement::trust(self.sid, self.reason, principal, "sts:AssumeRole") }
    }

    /// Everybody of an organisation of AWS Organizations, by its id (`o-…`).
    ///
    /// The guardrails ask for a waiver with the reason: any account of the organisation may then try.
    #[must_use]
    pub fn assumed_by_organization(self, id: impl IntoValue<String>) -> TrustStatement {
        let mut statement = self.assumed_by(&Principal::anybody());
        statement.erased.condition(RawCondition {
            operator: "StringEquals".to_owned(),
            key: "aws:PrincipalOrgID".to_owned(),
            values: id.into_value().into_json(),
        });
        statement
    }
}

/// The trust policy of a role.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::iam::{Principal, TrustPolicy, TrustStatement};
///
/// let trust = TrustPolicy::new([TrustStatement::allow("Ec2")
///     .because("Instances use the role through their profile")
///     .assumed_by(&Principal::service("ec2.amazonaws.com"))]);
/// assert!(trust.into_value().to_json().to_string().contains("sts:AssumeRole"));
/// ```
#[derive(Debug, Clone)]
pub struct TrustPolicy {
    statements: Vec<TrustStatement>,
}

impl TrustPolicy {
    /// A trust policy of these statements.
    pub fn new(statements: impl IntoIterator<Item = TrustStatement>) -> Self {
        Self { statements: statements.into_iter().collect() }
    }
}

impl IntoValue<PolicyDocument> for TrustPolicy {
    fn into_value(self) -> Value<PolicyDocument> {
        Policy::new(self.statements.into_iter().map(|statement| statement.erased)).into_value()
    }
}
