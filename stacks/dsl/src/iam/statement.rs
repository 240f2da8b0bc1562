//! One statement of a policy, built step by step.

use super::policy::ErasedStatement;
use super::{Action, AppliesTo, Everything, IntoArns, TakesEach};
use serde_json::{Value as JsonValue, json};
use std::marker::PhantomData;

/// A statement about the actions `A` on resources of the types `R` (tuples).
#[derive(Debug, Clone)]
pub struct Statement<A, R> {
    erased: ErasedStatement,
    about: PhantomData<fn() -> (A, R)>,
}

/// A statement that has an id and no reason yet.
#[derive(Debug, Clone)]
pub struct Draft {
    effect: &'static str,
    sid: String,
}

/// A statement that has a reason and no action yet.
#[derive(Debug, Clone)]
pub struct Reasoned {
    effect: &'static str,
    sid: String,
    reason: String,
}

/// A statement that has actions and no resource yet.
#[derive(Debug, Clone)]
pub struct Acting<A> {
    reasoned: Reasoned,
    actions: Vec<&'static str>,
    about: PhantomData<fn() -> A>,
}

impl Statement<(), ()> {
    /// Begins a statement that allows; `sid` is its id, letters and digits, unique in the policy.
    pub fn allow(sid: &str) -> Draft {
        Draft { effect: "Allow", sid: sid.to_owned() }
    }

    /// Begins a statement that denies, whatever else allows.
    pub fn deny(sid: &str) -> Draft {
        Draft { effect: "Deny", sid: sid.to_owned() }
    }
}

impl Draft {
    /// Why the statement is there: a sentence for the person who reviews the policy.
    #[must_use]
    pub fn because(self, reason: &str) -> Reasoned {
        Reasoned { effect: self.effect, sid: self.sid, reason: reason.to_owned() }
    }
}

impl Reasoned {
    /// The action.
    #[must_use]
    pub fn to<A: Action>(self, _action: A) -> Acting<(A,)> {
        Acting { reasoned: self, actions: vec![A::NAME], about: PhantomData }
    }

    /// Several actions, as a tuple of two to six.
    #[must_use]
    pub fn to_each<A: Actions>(self, _actions: A) -> Acting<A> {
        Acting { reasoned: self, actions: A::names(), about: PhantomData }
    }
}

/// A tuple of actions.
pub trait Actions {
    /// Their names.
    fn names() -> Vec<&'static str>;
}

macro_rules! action_tuples {
    ($(($($action:ident)+))+) => {
        $(impl<$($action: Action),+> Actions for ($($action,)+) {
            fn names() -> Vec<&'static str> {
                vec![$($action::NAME),+]
            }
        })+
    };
}

action_tuples! { (A1 A2) (A1 A2 A3) (A1 A2 A3 A4) (A1 A2 A3 A4 A5) (A1 A2 A3 A4 A5 A6) }

impl<A> Acting<A> {
    /// The resources, all of one type: one ARN or several.
    #[must_use]
    pub fn on<R>(self, arns: impl IntoArns<R>) -> Statement<A, (R,)>
    where
        A: TakesEach<(R,)>,
    {
        self.statement(arns.into_arns())
    }

    /// Resources of several types, as a tuple of two to five ARNs.
    #[must_use]
    pub fn on_each<T: ArnTuple>(self, arns: T) -> Statement<A, T::Kinds>
    where
        A: TakesEach<T::Kinds>,
    {
        self.statement(arns.arns())
    }

    /// `*`, for actions that AWS can't limit to a resource.
    #[must_use]
    pub fn on_everything(self) -> Statement<A, (Everything,)>
    where
        A: TakesEach<(Everything,)>,
    {
        self.statement(vec![json!("*")])
    }

    fn statement<R>(self, resources: Vec<JsonValue>) -> Statement<A, R> {
        let Reasoned { effect, sid, reason } = self.reasoned;
        Statement { erased: ErasedStatement::new(effect, sid, reason, &self.actions, resources), about: PhantomData }
    }
}

/// A tuple of ARNs of several resource types.
pub trait ArnTuple {
    /// The resource types, as a tuple.
    type Kinds;
    /// The ARNs as CloudFormation JSON.
    fn arns(self) -> Vec<JsonValue>;
}

macro_rules! arn_tuples {
    ($(($($kind:ident $index:tt)+))+) => {
        $(impl<$($kind: super::ResourceKind),+> ArnTuple for ($(super::ResourceArn<$kind>,)+) {
            type Kinds = ($($kind,)+);
            fn arns(self) -> Vec<JsonValue> {
                vec![$(self.$index.to_value().into_json()),+]
            }
        })+
    };
}

arn_tuples! { (R1 0 R2 1) (R1 0 R2 1 R3 2) (R1 0 R2 1 R3 2 R4 3) (R1 0 R2 1 R3 2 R4 3 R5 4) }

impl<A, R> Statement<A, R> {
    /// A condition that must hold as well.
    #[must_use]
    pub fn when(mut self, condition: impl AppliesTo<A, R>) -> Self {
        self.erased.condition(condition.into_condition());
        self
    }

    /// A condition that must hold as well where the template's condition holds, and is not there otherwise.
    #[must_use]
    pub fn when_given(mut self, given: &crate::value::Condition, condition: impl AppliesTo<A, R>) -> Self {
        self.erased.condition_when(given, false, condition.into_condition());
        self
    }

    /// A condition that must hold as well where the template's condition does not hold, and is not there otherwise.
    #[must_use]
    pub fn when_not_given(mut self, given: &crate::value::Condition, condition: impl AppliesTo<A, R>) -> Self {
        self.erased.condition_when(given, true, condition.into_condition());
        self
    }

    /// The statement is there only when the template's condition holds.
    #[must_use]
    pub fn only_when(mut self, condition: &crate::value::Condition) -> Self {
        self.erased.only_when(condition);
        self
    }

    /// Forgets what the statement is about, so that statements can stand in one list.
    #[must_use]
    pub fn erase(self) -> ErasedStatement {
        self.erased
    }
}

impl<A, R> From<Statement<A, R>> for ErasedStatement {
    fn from(statement: Statement<A, R>) -> Self {
        statement.erase()
    }
}
