//! Macros that the generated vocabulary of each service is written with.

/// Actions by name.
macro_rules! action {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl crate::iam::Action for $name {
                const NAME: &'static str = $text;
            }
        )*
    };
}

/// Resource types, each with a function that makes its ARN.
macro_rules! resource {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $function:ident($($argument:ident),*) => [$($part:tt),+];)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl crate::iam::ResourceKind for $name {
                const NAME: &'static str = $text;
            }
            $(#[$doc])*
            pub fn $function($($argument: impl crate::iam::IntoArnPart),*) -> crate::iam::ResourceArn<$name> {
                crate::iam::ResourceArn::from_parts([$(crate::iam::vocabulary::part!($part)),+])
            }
        )*
    };
}

/// One part of an ARN's template.
macro_rules! part {
    (Partition) => {
        crate::iam::ArnPart::Partition
    };
    (Region) => {
        crate::iam::ArnPart::Region
    };
    (Account) => {
        crate::iam::ArnPart::Account
    };
    (($argument:ident)) => {
        crate::iam::IntoArnPart::into_arn_part($argument)
    };
    ($literal:literal) => {
        crate::iam::ArnPart::Literal($literal)
    };
}

/// Condition keys by type; `(..)` marks a key with a part that varies.
macro_rules! key {
    ($($(#[$doc:meta])* $name:ident $(($dots:tt))?: $kind:ident = $before:literal $(, $after:literal)?;)*) => {
        $(crate::iam::vocabulary::one_key! { $(#[$doc])* $name $(($dots))?: $kind = $before $(, $after)? })*
    };
}

/// One condition key.
macro_rules! one_key {
    ($(#[$doc:meta])* $name:ident: $kind:ident = $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl crate::iam::ConditionKey for $name {
            type Kind = crate::iam::key_kind::$kind;
            type Condition = crate::iam::KeyCondition<Self>;
            fn name(&self) -> String {
                $text.to_owned()
            }
        }
    };
    ($(#[$doc:meta])* $name:ident(..): $kind:ident = $before:literal, $after:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name(
            /// The part that varies.
            pub &'static str,
        );
        impl crate::iam::ConditionKey for $name {
            type Kind = crate::iam::key_kind::$kind;
            type Condition = crate::iam::KeyCondition<Self>;
            fn name(&self) -> String {
                format!("{}{}{}", $before, self.0, $after)
            }
        }
    };
}

/// Which action takes which resource type, and which keys are supplied there.
macro_rules! supplied {
    ($($action:path, $resource:path: $($key:path),*;)*) => {
        $(
            impl crate::iam::ActsOn<$resource> for $action {}
            $(impl crate::iam::Supplied<$action, $resource> for $key {})*
        )*
    };
}

pub(crate) use {action, key, one_key, part, resource, supplied};
