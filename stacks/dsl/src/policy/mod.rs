//! Every permission of a template, in one normal form that can be compared.
//!
//! [`Permissions::read`] finds the policies of roles, users, groups, managed policies, trust policies and resource
//! policies, and takes them apart into [`Grant`]s: one holder, effect, principal, action pattern and resource pattern,
//! with the conditions of the request and the conditions of the template under which it stands. Statement ids, the
//! order of statements, one element instead of a list, short and long intrinsics, and the way a text is put together
//! leave no trace.
//!
//! [`Grant::covered`] answers the one question a reviewer has: could this grant let a request pass that the others do
//! not? It is sound: "covered" is said only when it holds for every request, every choice of parameters and every value
//! of the symbols. Where that is not known the answer is "not covered".
//!
//! ```
//! use sprinters_dsl::policy::{Permissions, Scope};
//! let role = |kind: &str| serde_json::json!({"Resources": {"Launcher": {"Type": "AWS::IAM::Role", "Properties": {
//!     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
//!     "Policies": [{"PolicyName": "launch", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
//!         "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*",
//!         "Condition": {"StringLike": {"ec2:InstanceType": kind}}}]}}]}}}});
//! let (small, any) = (role("t3.*"), role("*"));
//! let (small, any) = (Permissions::read(&Scope::new(&small)), Permissions::read(&Scope::new(&any)));
//! assert!(small.grants[0].covered(&any.grants));
//! assert!(!any.grants[0].covered(&small.grants));
//! ```

mod condition;
mod glob;
mod grant;
mod guard;
mod implication;
mod places;
mod read;
mod satisfy;

pub use crate::template::symbolic::{Allowed, Logic, Part, Scope, Text};
pub use condition::{Clause, Conditions, Order, Quantifier, Test};
pub use glob::Pattern;
pub use grant::{Actions, Effect, Grant, Holder, Principal, Principals, Resources};
pub use guard::{Guard, Literal};
pub use implication::cidr_within;
pub use places::{Places, places};
pub use read::{Boundary, Permissions};
