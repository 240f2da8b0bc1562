//! Patterns with `*` and `?`, and the questions whether one takes in another and whether two can meet.

use std::cmp::Ordering;
use std::fmt;

use crate::template::symbolic::{Part, Text};

/// Values of these are known to hold no colon, so that they stay within one segment of an ARN.
const WITHOUT_COLON: [&str; 4] = ["AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix"];

/// Comparing takes time and memory by the product of the lengths. Policies are at most 10,240 characters long ("IAM and
/// AWS STS quotas"); beyond the product of two that long nothing is known but that equal patterns are equal.
const MAX_PRODUCT: usize = 10_240 * 10_240;

/// An ARN has six segments; the last one may hold colons itself ("IAM identifiers", AWS Identity and Access Management
/// User Guide).
const ARN_SEGMENTS: usize = 6;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// A value known at deployment or, for policy variables, per request. `exact`: its own `*` and `?` mean themselves.
    Symbol {
        name: String,
        exact: bool,
    },
}

/// A set of strings, written as a pattern: literal characters, wildcards, and symbols for values known only later.
///
/// Compares by meaning; the spelling for people ([`fmt::Display`]) is carried along.
#[derive(Clone, Debug)]
pub struct Pattern {
    tokens: Vec<Token>,
    shown: Text,
}

impl Pattern {
    /// `*` and `?` are wildcards, `${…}` in literal text is a policy variable.
    #[must_use]
    pub fn wildcard(text: &Text) -> Pattern {
        Pattern::build(text, Reading { wildcards: true, variables: true })
    }

    /// As [`Pattern::wildcard`] in a policy of version 2008-10-17, which knows no policy variables.
    #[must_use]
    pub fn wildcard_2008(text: &Text) -> Pattern {
        Pattern::build(text, Reading { wildcards: true, variables: false })
    }

    /// Every character means itself, but `${…}` is a policy variable.
    #[must_use]
    pub fn exact(text: &Text) -> Pattern {
        Pattern::build(text, Reading { wildcards: false, variables: true })
    }

    /// Every character means itself.
    #[must_use]
    pub fn exact_2008(text: &Text) -> Pattern {
        Pattern::build(text, Reading { wildcards: false, variables: false })
    }

    /// The same pattern with ASCII letters lowered, for names that are compared without case.
    #[must_use]
    pub fn ignoring_case(mut self) -> Pattern {
        for token in &mut self.tokens {
            if let Token::Char(char) = token {
                *char = char.to_ascii_lowercase();
            }
        }
        self
    }

    /// The text it was made from, in its own spelling.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.shown
    }

    /// It is `*`: every string.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        matches!(self.tokens.as_slice(), [Token::Any])
    }

    /// It has a wildcard.
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Any | Token::One))
    }

    /// Every string of `self` is a string of `other`, whatever the symbols stand for.
    ///
    /// A `false` may mean "not known".
    #[must_use]
    pub fn within(&self, other: &Pattern) -> bool {
        within(&self.tokens, &other.tokens)
    }

    /// No string belongs to both, whatever the symbols stand for.
    ///
    /// A `false` may mean "not known".
    #[must_use]
    pub fn disjoint(&self, other: &Pattern) -> bool {
        !may_meet(&self.tokens, &other.tokens)
    }

    /// As [`Pattern::within`] for ARNs, true both where a wildcard may span the colons of an ARN and where it may not.
    #[must_use]
    pub fn within_arn(&self, other: &Pattern) -> bool {
        if other.is_everything() || self.tokens == other.tokens {
            return true;
        }
        if let (Some((left, inner)), Some((right, outer))) = (self.tokens.split_first(), other.tokens.split_first())
            && left == right
            && is_whole_arn(left)
        {
            return within(inner, outer);
        }
        let (Some(left), Some(right)) = (segments(&self.tokens), segments(&other.tokens)) else { return false };
        left.iter().zip(&right).enumerate().all(|(index, (left, right))| match index + 1 == ARN_SEGMENTS {
            true => within(left, right),
            false => left == right || (stays_in_segment(left) && within(left, right)),
        })
    }

    fn build(text: &Text, reading: Reading) -> Pattern {
        let mut tokens = Vec::new();
        for part in text.parts() {
            match part {
                Part::Symbol(name) => tokens.push(Token::Symbol { name: name.clone(), exact: !reading.wildcards }),
                Part::Literal(text) => push_literal(&mut tokens, text, reading),
            }
        }
        Pattern { tokens: normalised(tokens), shown: text.clone() }
    }
}

#[derive(Clone, Copy)]
struct Reading {
    wildcards: bool,
    variables: bool,
}

fn push_literal(tokens: &mut Vec<Token>, text: &str, reading: Reading) {
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let variable = rest.strip_prefix("${").and_then(|inner| inner.split_once('}'));
        match (variable, char) {
            (Some((name, after)), _) if reading.variables => {
                tokens.push(Token::Symbol { name: format!("policy variable {name}"), exact: true });
                rest = after;
                continue;
            }
            (Some(_) | None, '*') if reading.wildcards => tokens.push(Token::Any),
            (Some(_) | None, '?') if reading.wildcards => tokens.push(Token::One),
            (Some(_) | None, char) => tokens.push(Token::Char(char)),
        }
        rest = &rest[char.len_utf8()..];
    }
}

/// In a run of wildcards the order says nothing: `*?*` is `?*`.
fn normalised(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut open = false;
    for token in tokens {
        match token {
            Token::Any => open = true,
            Token::One => out.push(Token::One),
            Token::Char(_) | Token::Symbol { .. } => {
                if open {
                    out.push(Token::Any);
                    open = false;
                }
                out.push(token);
            }
        }
    }
    if open {
        out.push(Token::Any);
    }
    out
}

/// Matches `outer` against the tokens of `inner`, where only `*` takes in a `*` or a symbol of another name.
fn within(inner: &[Token], outer: &[Token]) -> bool {
    // Up to the first wildcard both must say the same, which decides nearly every question at its first letters.
    let fixed = outer.iter().position(|token| matches!(token, Token::Any | Token::One));
    let start = fixed.unwrap_or(outer.len());
    if fixed.is_none() && inner.len() != outer.len() {
        return false;
    }
    let same = |(token, other): (&Token, &Token)| match other {
        Token::Symbol { name, exact } => is_symbol(token, name, *exact),
        Token::Char(_) | Token::One | Token::Any => token == other,
    };
    if inner.len() < start || !inner.iter().zip(&outer[..start]).all(same) {
        return false;
    }
    let (inner, outer) = (&inner[start..], &outer[start..]);
    if outer.is_empty() || matches!(outer, [Token::Any]) {
        return outer.len() == 1 || inner.is_empty();
    }
    if MAX_PRODUCT < inner.len().saturating_mul(outer.len()) {
        return inner == outer;
    }
    // row[j]: the tokens of `inner` read so far are taken in by the first j tokens of `outer`.
    let mut row = vec![false; outer.len() + 1];
    row[0] = true;
    for (index, token) in outer.iter().enumerate() {
        row[index + 1] = row[index] && *token == Token::Any;
    }
    for token in inner {
        let mut next = vec![false; outer.len() + 1];
        for (index, other) in outer.iter().enumerate() {
            next[index + 1] = match other {
                Token::Any => next[index] || row[index + 1],
                Token::One => row[index] && matches!(token, Token::Char(_) | Token::One),
                Token::Char(_) => row[index] && token == other,
                Token::Symbol { name, exact } => row[index] && is_symbol(token, name, *exact),
            };
        }
        row = next;
    }
    row[outer.len()]
}

/// The same symbol, read at most as widely.
fn is_symbol(token: &Token, name: &str, exact: bool) -> bool {
    matches!(token, Token::Symbol { name: inner, exact: fixed } if inner == name && (*fixed || !exact))
}

/// A symbol may stand for anything, so it is read as `*` on both sides.
fn may_meet(left: &[Token], right: &[Token]) -> bool {
    if MAX_PRODUCT < left.len().saturating_mul(right.len()) {
        return true;
    }
    let open = |token: &Token| matches!(token, Token::Any | Token::Symbol { .. });
    let mut row = vec![false; right.len() + 1];
    row[0] = true;
    for (index, token) in right.iter().enumerate() {
        row[index + 1] = row[index] && open(token);
    }
    for token in left {
        let mut next = vec![false; right.len() + 1];
        next[0] = row[0] && open(token);
        for (index, other) in right.iter().enumerate() {
            next[index + 1] = match (open(token), open(other)) {
                // An open token is dropped as empty, or takes in the other side's token.
                (true, _) | (_, true) => next[index] || row[index + 1],
                (false, false) => {
                    row[index]
                        && match (token, other) {
                            (Token::Char(left), Token::Char(right)) => left == right,
                            (
                                Token::Char(_) | Token::One | Token::Any | Token::Symbol { .. },
                                Token::Char(_) | Token::One | Token::Any | Token::Symbol { .. },
                            ) => true,
                        }
                }
            };
        }
        row = next;
    }
    row[right.len()]
}

fn segments(tokens: &[Token]) -> Option<Vec<&[Token]>> {
    let out: Vec<&[Token]> = tokens.splitn(ARN_SEGMENTS, |token| *token == Token::Char(':')).collect();
    (out.len() == ARN_SEGMENTS).then_some(out)
}

/// An attribute `Arn` of a resource has all six segments; what follows it stands in the last one.
fn is_whole_arn(token: &Token) -> bool {
    match token {
        Token::Symbol { name, .. } => {
            name.ends_with(".Arn") && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        }
        Token::Char(_) | Token::One | Token::Any => false,
    }
}

fn stays_in_segment(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Char(_) | Token::One | Token::Any => true,
        Token::Symbol { name, .. } => WITHOUT_COLON.contains(&name.as_str()),
    })
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.tokens == other.tokens
    }
}

impl Eq for Pattern {}

impl PartialOrd for Pattern {
    fn partial_cmp(&self, other: &Pattern) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pattern {
    fn cmp(&self, other: &Pattern) -> Ordering {
        self.tokens.cmp(&other.tokens)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.fmt(f)
    }
}
