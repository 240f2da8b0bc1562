//! `m7i.*`: patterns of instance types, as the stack's parameter `AllowedInstanceTypes` and account policies hold them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A pattern in which `*` stands for any text and `?` for one character, as in an IAM `StringLike` condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TypePattern(String);

impl TypePattern {
    /// Every type.
    #[must_use]
    pub fn any() -> TypePattern {
        TypePattern("*".to_owned())
    }

    /// Whether a type's name matches.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        // After a star, take as little as possible and come back for one more when the rest does not match: linear per
        // star.
        let (pattern, name) = (self.0.as_bytes(), name.as_bytes());
        let (mut p, mut n) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while n < name.len() {
            match pattern.get(p) {
                Some(b'*') => {
                    retry = Some((p + 1, n));
                    p += 1;
                }
                Some(c) if *c == b'?' || Some(c) == name.get(n) => {
                    p += 1;
                    n += 1;
                }
                Some(_) | None => match retry {
                    Some((after, taken)) => {
                        retry = Some((after, taken + 1));
                        p = after;
                        n = taken + 1;
                    }
                    None => return false,
                },
            }
        }
        pattern.iter().skip(p).all(|c| *c == b'*')
    }
}

/// What a pattern cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pattern of instance types has 1 to 64 lower-case letters, digits, dots, dashes, `*` or `?`, as in `m7i.*`")]
pub struct BadTypePattern;

impl FromStr for TypePattern {
    type Err = BadTypePattern;

    fn from_str(text: &str) -> Result<TypePattern, BadTypePattern> {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-*?".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(good) {
            Ok(TypePattern(text.to_owned()))
        } else {
            Err(BadTypePattern)
        }
    }
}

impl TryFrom<String> for TypePattern {
    type Error = BadTypePattern;

    fn try_from(text: String) -> Result<TypePattern, BadTypePattern> {
        text.parse()
    }
}

impl From<TypePattern> for String {
    fn from(pattern: TypePattern) -> String {
        pattern.0
    }
}

impl fmt::Display for TypePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stars_and_question_marks() {
        let matches = |pattern: &str, name: &str| pattern.parse::<TypePattern>().unwrap().matches(name);
        assert!(matches("*", "m7i.large") && matches("m7i.*", "m7i.large") && matches("m?i.*", "m7i.large"));
        assert!(
            matches("*.large", "m7i.large") && matches("m*.*large", "m7i.2xlarge") && matches("m7i.large", "m7i.large")
        );
        assert!(!matches("m7i.*", "m7i-flex.large") && !matches("?", "m7") && !matches("m7i.larg", "m7i.large"));
        assert!("M7i.*".parse::<TypePattern>().is_err() && "".parse::<TypePattern>().is_err());
    }

    proptest! {
        #[test]
        fn it_matches_what_the_plain_definition_matches(pattern in "[ab.*?]{1,8}", name in "[ab.]{0,10}") {
            fn plain(p: &[u8], n: &[u8]) -> bool {
                match (p, n) {
                    ([], []) => true,
                    ([b'*', rest @ ..], _) => (0..=n.len()).any(|taken| plain(rest, &n[taken..])),
                    ([b'?', p @ ..], [_, n @ ..]) => plain(p, n),
                    ([a, p @ ..], [b, n @ ..]) if a == b => plain(p, n),
                    (_, _) => false,
                }
            }
            prop_assert_eq!(pattern.parse::<TypePattern>().unwrap().matches(&name), plain(pattern.as_bytes(), name.as_bytes()));
        }
    }
}
