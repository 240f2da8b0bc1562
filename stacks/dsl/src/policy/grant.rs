//! One normalised grant, and when one grant is covered by others.

use std::fmt;

use super::condition::Conditions;
use super::glob::Pattern;
use super::guard::Guard;
use crate::template::symbolic::Text;

/// A grant is split into at most this many pieces when it is compared with several others: more would cost more than it
/// tells.
const MAX_PIECES: usize = 1_024;

/// Template conditions that only the other grants speak of are tried both ways up to this number (64 combinations).
const MAX_FACTS: usize = 6;

/// One permission of one holder: an effect on requests of some principal, action and resource that meet conditions.
///
/// A statement with several actions or resources is several grants.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Who holds it, or what it protects.
    pub holder: Holder,
    /// Allow or Deny.
    pub effect: Effect,
    /// For trust and resource policies: who may make the request.
    pub principals: Principals,
    /// Which actions.
    pub actions: Actions,
    /// On which resources.
    pub resources: Resources,
    /// Under which conditions of the request.
    pub conditions: Conditions,
    /// Under which conditions of the template.
    pub guard: Guard,
    /// The statement's id, if it has one. Not part of the meaning.
    pub sid: Option<String>,
    /// JSON pointer of the statement in the template.
    pub path: String,
}

/// Who holds a grant, or the resource whose policy it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A role of the template (by logical id) or outside it (by name).
    Role(String),
    /// The role that SAM makes for a function or state machine, by that one's logical id.
    RoleOf(String),
    /// A user.
    User(String),
    /// A group.
    Group(String),
    /// A managed policy that the template attaches to nobody.
    Policy(String),
    /// The trust policy of a role: who may assume it.
    Trust(String),
    /// The policy of a resource.
    Resource {
        /// CloudFormation type of the resource that carries the policy, `AWS::S3::BucketPolicy`.
        kind: String,
        /// The logical id of the resource that the policy protects, or its name.
        name: String,
    },
}

impl Holder {
    /// The logical id or name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Holder::Role(name)
            | Holder::RoleOf(name)
            | Holder::User(name)
            | Holder::Group(name)
            | Holder::Policy(name)
            | Holder::Trust(name)
            | Holder::Resource { name, .. } => name,
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Holder::Role(name) => write!(f, "the role {name}"),
            Holder::RoleOf(name) => write!(f, "the role of {name}"),
            Holder::User(name) => write!(f, "the user {name}"),
            Holder::Group(name) => write!(f, "the group {name}"),
            Holder::Policy(name) => write!(f, "whoever is given the policy {name}"),
            Holder::Trust(name) => write!(f, "the trust policy of the role {name}"),
            Holder::Resource { name, .. } => write!(f, "the policy of {name}"),
        }
    }
}

/// What a grant does with the requests it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Lets them pass, unless something denies them.
    Allow,
    /// Refuses them, whatever allows them.
    Deny,
}

/// The principals of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principals {
    /// An identity policy: the holder itself.
    Holder,
    /// One principal.
    One(Principal),
    /// `NotPrincipal`: everybody but these.
    AllBut(Vec<Principal>),
}

/// Somebody who makes requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// `*`: everybody, without signature too.
    Everyone,
    /// An AWS account: whomever its administrators choose.
    Account(Text),
    /// A role, user or session by ARN.
    Arn(Text),
    /// An AWS service.
    Service(Text),
    /// An identity provider.
    Federated(Text),
    /// A canonical user id of S3.
    CanonicalUser(Text),
    /// A kind of principal that is not known.
    Other(String, Text),
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Principal::Everyone => f.write_str("anyone"),
            Principal::Account(text) if text.as_symbol() == Some("AWS::AccountId") => {
                f.write_str("anyone in this account")
            }
            Principal::Account(text) => write!(f, "anyone in the account {text}"),
            Principal::Arn(text) => write!(f, "{text}"),
            Principal::Service(text) => write!(f, "the service {text}"),
            Principal::Federated(text) => write!(f, "whoever {text} vouches for"),
            Principal::CanonicalUser(text) => write!(f, "the canonical user {text}"),
            Principal::Other(kind, text) => write!(f, "{kind} {text}"),
        }
    }
}

/// The actions of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actions {
    /// Those that match, compared without case.
    Matching(Pattern),
    /// `NotAction`: every action of every service but these.
    AllBut(Vec<Pattern>),
    /// All that a policy allows which is not in the template: an attached managed policy, by its ARN.
    Attached(Text),
    /// A statement or document that can't be read before deployment, by its canonical form.
    Unreadable(String),
}

/// The resources of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resources {
    /// A trust policy: the role itself.
    Itself,
    /// Those that match.
    Matching(Pattern),
    /// `NotResource`: everything but these.
    AllBut(Vec<Pattern>),
}

/// All of a grant that is compared, without the template conditions under which it stands.
pub(super) type Meaning = (Holder, Effect, Principals, Actions, Resources, Conditions);

impl Grant {
    /// Every request that `self` matches is matched by `other`, in every deployment of the template. Holder and effect
    /// must be the same. A `false` may mean "not known".
    #[must_use]
    pub fn within(&self, other: &Grant) -> bool {
        // What differs most often is asked first.
        self.actions.within(&other.actions)
            && self.resources.within(&other.resources)
            && self.same_kind(other)
            && self.principals.within(&other.principals)
            && self.conditions.implies(&other.conditions)
            && self.guard.implies(&other.guard)
    }

    /// Every request that `self` matches is matched by one of the others. A `false` may mean "not known".
    ///
    /// It also finds grants that only several others cover together: one per value of a condition, or one per branch of
    /// a template condition.
    #[must_use]
    pub fn covered(&self, others: &[Grant]) -> bool {
        if others.iter().any(|other| self.within(other)) {
            return true;
        }
        let near: Vec<&Grant> = others
            .iter()
            .filter(|other| {
                self.actions.within(&other.actions)
                    && self.resources.within(&other.resources)
                    && self.same_kind(other)
                    && self.principals.within(&other.principals)
            })
            .collect();
        if near.is_empty() {
            return false;
        }
        let Some(pieces) = self.conditions.pieces(MAX_PIECES) else { return false };
        self.worlds(&near).iter().all(|guard| {
            pieces
                .iter()
                .all(|piece| near.iter().any(|other| guard.implies(&other.guard) && piece.implies(&other.conditions)))
        })
    }

    /// Same holder and same effect.
    #[must_use]
    pub fn same_kind(&self, other: &Grant) -> bool {
        self.holder == other.holder && self.effect == other.effect
    }

    /// Same actions, resources and principals: they differ in conditions and guard at most.
    #[must_use]
    pub fn same_target(&self, other: &Grant) -> bool {
        self.actions == other.actions
            && self.resources == other.resources
            && self.same_kind(other)
            && self.principals == other.principals
    }

    /// Everything that a grant says but its guard.
    pub(super) fn meaning(&self) -> Meaning {
        let Grant { holder, effect, principals, actions, resources, conditions, .. } = self.clone();
        (holder, effect, principals, actions, resources, conditions)
    }

    fn worlds(&self, others: &[&Grant]) -> Vec<Guard> {
        let mut facts: Vec<_> = others.iter().flat_map(|other| other.guard.facts()).collect();
        facts.sort();
        facts.dedup();
        if MAX_FACTS < facts.len() {
            return vec![self.guard.clone()];
        }
        facts.iter().fold(vec![self.guard.clone()], |worlds, fact| {
            worlds
                .iter()
                .flat_map(|world| [true, false].into_iter().filter_map(|holds| world.with(fact, holds)))
                .collect()
        })
    }
}

/// AWS's managed policy that allows everything.
const ADMINISTRATOR: &str = "AdministratorAccess";

impl Actions {
    /// A policy of AWS's own that is known to allow every action on everything.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        match self {
            Actions::Attached(policy) => is_administrator(policy),
            Actions::Matching(_) | Actions::AllBut(_) | Actions::Unreadable(_) => false,
        }
    }

    /// Every action of `self` is one of `other`.
    #[must_use]
    pub fn within(&self, other: &Actions) -> bool {
        match (self, other) {
            (_, Actions::Matching(all)) if all.is_everything() => true,
            (_, Actions::Attached(policy)) if is_administrator(policy) => true,
            (Actions::Matching(inner), Actions::Matching(outer)) => inner.within(outer),
            (Actions::Matching(inner), Actions::AllBut(excepted)) => excepted.iter().all(|one| inner.disjoint(one)),
            (Actions::AllBut(inner), Actions::AllBut(outer)) => {
                outer.iter().all(|one| inner.iter().any(|wider| one.within(wider)))
            }
            (Actions::Attached(inner), Actions::Attached(outer)) => inner == outer,
            (Actions::Unreadable(inner), Actions::Unreadable(outer)) => inner == outer,
            (Actions::AllBut(_), Actions::Matching(_))
            | (Actions::Attached(_) | Actions::Unreadable(_), _)
            | (_, Actions::Attached(_) | Actions::Unreadable(_)) => false,
        }
    }
}

impl fmt::Display for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actions::Matching(pattern) => write!(f, "{pattern}"),
            Actions::AllBut(excepted) => write!(f, "every action but {}", listed(excepted)),
            Actions::Attached(text) => write!(f, "what the policy {text} allows"),
            Actions::Unreadable(text) => f.write_str(text),
        }
    }
}

impl Resources {
    /// Every resource of `self` is one of `other`.
    #[must_use]
    pub fn within(&self, other: &Resources) -> bool {
        match (self, other) {
            (Resources::Itself, Resources::Itself) => true,
            (_, Resources::Matching(all)) if all.is_everything() => true,
            (Resources::Matching(inner), Resources::Matching(outer)) => inner.within_arn(outer),
            (Resources::Matching(inner), Resources::AllBut(excepted)) => excepted.iter().all(|one| inner.disjoint(one)),
            (Resources::AllBut(inner), Resources::AllBut(outer)) => {
                outer.iter().all(|one| inner.iter().any(|wider| one.within_arn(wider)))
            }
            (Resources::AllBut(_), Resources::Matching(_)) | (Resources::Itself, _) | (_, Resources::Itself) => false,
        }
    }
}

impl fmt::Display for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resources::Itself => f.write_str("itself"),
            Resources::Matching(pattern) => write!(f, "{pattern}"),
            Resources::AllBut(excepted) => write!(f, "everything but {}", listed(excepted)),
        }
    }
}

impl Principals {
    /// Every principal of `self` is one of `other`.
    #[must_use]
    pub fn within(&self, other: &Principals) -> bool {
        match (self, other) {
            (Principals::Holder, Principals::Holder) => true,
            (Principals::One(_) | Principals::AllBut(_), Principals::One(Principal::Everyone)) => true,
            (Principals::One(inner), Principals::One(outer)) => inner.within(outer),
            (Principals::AllBut(inner), Principals::AllBut(outer)) => outer.iter().all(|one| inner.contains(one)),
            (Principals::Holder | Principals::One(_) | Principals::AllBut(_), _) => false,
        }
    }
}

impl fmt::Display for Principals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Principals::Holder => f.write_str("the holder"),
            Principals::One(principal) => principal.fmt(f),
            Principals::AllBut(excepted) => write!(f, "anyone but {}", listed(excepted)),
        }
    }
}

impl Principal {
    /// Whoever is `self` is `other`.
    ///
    /// A role or user is taken as one of its account only if the account is written as twelve digits: an account
    /// written `AWS::AccountId` is the stack's own, and there naming a role grants more than naming the account does,
    /// since the role then needs no permission of its own ("Principal element", IAM User Guide).
    #[must_use]
    pub fn within(&self, other: &Principal) -> bool {
        match (self, other) {
            (_, Principal::Everyone) => true,
            (Principal::Arn(arn), Principal::Account(account)) => match (arn.as_literal(), account.as_literal()) {
                (Some(arn), Some(account)) => arn.split(':').nth(4) == Some(account),
                (Some(_) | None, Some(_) | None) => false,
            },
            (
                Principal::Everyone
                | Principal::Account(_)
                | Principal::Arn(_)
                | Principal::Service(_)
                | Principal::Federated(_)
                | Principal::CanonicalUser(_)
                | Principal::Other(_, _),
                _,
            ) => self == other,
        }
    }
}

/// `arn:…:iam::aws:policy/AdministratorAccess` in any partition, or the name alone, as SAM takes it.
fn is_administrator(policy: &Text) -> bool {
    let text = policy.to_string();
    let name = match text.split_once(":iam::aws:policy/") {
        Some((_, name)) => name,
        None => &text,
    };
    name == ADMINISTRATOR
}

fn listed<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
