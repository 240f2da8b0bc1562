//! Who pays and who is asked: the pin, the AWS account, the role.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Makes a type that is a checked string, with one way in.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $wrong:ident, $problem:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// As written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        #[doc = concat!("What a [`", stringify!($name), "`] cannot be.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($problem)]
        pub struct $wrong;

        impl FromStr for $name {
            type Err = $wrong;

            fn from_str(text: &str) -> Result<$name, $wrong> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok($name(text.to_owned())) } else { Err($wrong) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(super) use checked_text;

checked_text! {
    /// Text after `sprinters/` that nobody else's label has, such as the run's id, its attempt and the job's name.
    ///
    /// Letters, digits, `.`, `_` and `-`, at most 100: what GitHub's run ids and job ids consist of.
    Pin, BadPin, "a pin has 1 to 100 letters, digits, `.`, `_` or `-`",
    |text| (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
}

checked_text! {
    /// An AWS account id: twelve digits.
    AccountId, BadAccountId, "an AWS account id has 12 digits",
    |text| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

checked_text! {
    /// The name of an IAM role, without its path: 1 to 64 of the characters that IAM allows (IAM API reference,
    /// CreateRole).
    RoleName, BadRoleName, "a role name has 1 to 64 letters, digits or `+=,.@_-`",
    |text| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+=,.@_-".contains(&b))
}
