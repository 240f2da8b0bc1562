//! Which action takes which resource type, and which condition key AWS supplies there.

use super::{ConditionKey, GlobalCondition, KeyCondition};

/// An action of the Service Authorization Reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an IAM action",
    note = "actions are in the `action` module of a service, e.g. `ec2::action::RunInstances`; a real action that is missing there is added by naming it in `stacks/dsl/generator/vocabulary.toml`"
)]
pub trait Action {
    /// `SERVICE:ACTION`, e.g. `ec2:RunInstances`.
    const NAME: &'static str;
}

/// The action can be limited to resources of type `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not act on `{R}`",
    label = "AWS never evaluates this action on that resource type",
    note = "the resource types of each action are in AWS's Service Authorization Reference"
)]
pub trait ActsOn<R> {}

/// Stands for `*` where AWS knows no narrower resource for an action.
#[derive(Debug, Clone, Copy)]
pub struct Everything;

/// AWS supplies this condition key when it evaluates action `A` on resource type `R`.
#[diagnostic::on_unimplemented(
    message = "AWS never supplies the condition key `{Self}` when it evaluates `{A}` on `{R}`",
    label = "a condition on this key would deny everything or nothing there",
    note = "the condition keys of each action and resource type are in AWS's Service Authorization Reference"
)]
pub trait Supplied<A, R> {}

/// AWS supplies this key for each of the actions `A` on each of the resource types `R` (tuples).
pub trait SuppliedToEach<A, R> {}

/// Each of the actions (a tuple) takes each of the resource types (a tuple).
pub trait TakesEach<R> {}

/// A condition that may stand in a statement about the actions `A` on the resource types `R` (tuples).
#[diagnostic::on_unimplemented(
    message = "this condition can't stand in a statement about `{A}` on `{R}`",
    note = "each key must be one that AWS supplies for every action and resource type of the statement; split the statement, or leave the condition out"
)]
pub trait AppliesTo<A, R> {
    /// The condition itself.
    fn into_condition(self) -> super::condition::RawCondition;
}

impl<K, A, R> AppliesTo<A, R> for KeyCondition<K>
where
    K: ConditionKey + SuppliedToEach<A, R>,
{
    fn into_condition(self) -> super::condition::RawCondition {
        self.raw
    }
}

impl<A, R> AppliesTo<A, R> for GlobalCondition {
    fn into_condition(self) -> super::condition::RawCondition {
        self.raw
    }
}

macro_rules! each {
    ($(($($action:ident)+) ($($resource:ident)+);)+) => {
        $(
            each!(@supplied [$($action)+] ($($resource)+) ($($action)+));
        )+
    };
    (@supplied [$($action:ident)+] $resources:tt $all:tt) => {
        each!(@keys $all $resources; $($action: $resources),+);
    };
    (@keys ($($a:ident)+) ($($r:ident)+); $($action:ident : ($($resource:ident)+)),+) => {
        impl<K, $($a,)+ $($r,)+> SuppliedToEach<($($a,)+), ($($r,)+)> for K
        where
            $(K: $(Supplied<$action, $resource> +)+,)+
        {}
        impl<$($a,)+ $($r,)+> TakesEach<($($r,)+)> for ($($a,)+)
        where
            $($action: $(ActsOn<$resource> +)+,)+
        {}
    };
}

each! {
    (A1) (R1);
    (A1) (R1 R2);
    (A1) (R1 R2 R3);
    (A1) (R1 R2 R3 R4);
    (A1) (R1 R2 R3 R4 R5);
    (A1 A2) (R1);
    (A1 A2) (R1 R2);
    (A1 A2) (R1 R2 R3);
    (A1 A2 A3) (R1);
    (A1 A2 A3) (R1 R2);
    (A1 A2 A3) (R1 R2 R3);
    (A1 A2 A3 A4) (R1);
    (A1 A2 A3 A4) (R1 R2);
    (A1 A2 A3 A4 A5) (R1);
    (A1 A2 A3 A4 A5 A6) (R1);
}
