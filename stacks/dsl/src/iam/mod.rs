//! Typed IAM: policies that can only say what AWS can evaluate.
//!
//! The vocabulary of each service (`ec2`, `s3`, …) is written by the generator from AWS's Service Authorization
//! Reference: an `action` module, a `resource` module and a `key` module. A statement is built in one order, and each
//! step narrows what the next accepts:
//!
//! 1. [`Statement::allow`] with a statement id, then [`because`](Draft::because): no statement without a reason;
//! 2. [`to`](Reasoned::to) one action, or [`to_each`](Reasoned::to_each) of several;
//! 3. [`on`](Acting::on) resources of a type that the action has, [`on_each`](Acting::on_each) of several types, or
//!    [`on_everything`](Acting::on_everything) where AWS knows no narrower resource;
//! 4. [`when`](Statement::when) conditions, each on a key that AWS supplies for *every* action and resource type named.
//!
//! An action that doesn't exist, a misspelt key, a key that is never present there, a value of the wrong type and a
//! misspelt operator do not compile. Neither `NotAction`, `NotResource` nor a wildcard in an action can be written.
//!
//! ```
//! use sprinters_dsl::prelude::*;
//! use sprinters_dsl::iam::{Policy, Statement, aws, ec2};
//!
//! let stop_own = Statement::allow("StopOwnInstances")
//!     .because("Development machines are stopped in the evening")
//!     .to(ec2::action::StopInstances)
//!     .on(ec2::resource::instance("*"))
//!     .when(aws::ResourceTag("team").equals("build"));
//! let policy = Policy::new([stop_own.erase()]);
//! assert!(policy.into_value().to_json().to_string().contains("arn:${AWS::Partition}:ec2:${AWS::Region}"));
//! ```

mod arn;
pub mod aws;
mod condition;
mod federation;
mod policy;
mod principal;
pub mod reference;
mod statement;
mod supplied;
mod trust;
pub(crate) mod vocabulary;

pub use crate::generated::iam::*;
pub use arn::{ArnPart, IntoArnPart, IntoArns, ResourceArn, ResourceKind};
pub(crate) use condition::RawCondition;
pub use condition::{
    AnyKey, ArnKey, ArnText, BoolKey, ConditionKey, DateKey, GlobalCondition, IntoTexts, IpKey, KeyCondition,
    NumericKey, TextKey, TextListKey, key_kind,
};
pub use federation::{GithubRepository, GithubSubject, NameError, WebIdentity};
pub(crate) use policy::take_reasons;
pub use policy::{ErasedStatement, Policy};
pub use principal::Principal;
pub use statement::{Acting, Draft, Reasoned, Statement};
pub use supplied::{Action, ActsOn, AppliesTo, Everything, Supplied, SuppliedToEach, TakesEach};
pub use trust::{TrustPolicy, TrustStatement};
