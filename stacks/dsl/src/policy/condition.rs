//! The `Condition` block of a statement, read.

use std::cmp::Ordering;
use std::fmt;

use serde_json::Value;

use super::glob::Pattern;
use crate::template::symbolic::{Scope, Text};

/// All clauses of a statement's `Condition`; every one must hold. Sorted, without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    clauses: Vec<Clause>,
}

/// One operator, one key and its values, any of which may match (none of which may, for a negated operator).
#[derive(Clone, Debug)]
pub struct Clause {
    pub(super) test: Test,
    pub(super) quantifier: Quantifier,
    pub(super) if_exists: bool,
    pub(super) key: String,
    pub(super) values: Vec<Pattern>,
    shown_operator: String,
    shown_key: String,
    shown_values: Vec<Text>,
}

/// What an operator compares, and how. `StringLike` without a wildcard is `StringEquals`; `ArnEquals` is `ArnLike`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Strings.
    Text {
        /// `…Not…`: holds if no value matches.
        negated: bool,
        /// `…IgnoreCase`.
        ignore_case: bool,
    },
    /// ARNs, segment by segment.
    Arn {
        /// `…Not…`: holds if no value matches.
        negated: bool,
    },
    /// Numbers.
    Number(Order),
    /// Moments.
    Date(Order),
    /// `true` or `false`.
    Bool,
    /// Bytes in base64.
    Binary,
    /// Address ranges.
    Address {
        /// `NotIpAddress`: holds if no range has the address.
        negated: bool,
    },
    /// `"true"`: the key is absent; `"false"`: it is present.
    Null,
    /// An operator that is not known; comparable by equality only.
    Unknown(String),
}

/// How a number or a moment compares with the policy's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Less, or before.
    Less,
    /// At most.
    LessEqual,
    /// More, or after.
    Greater,
    /// At least.
    GreaterEqual,
}

/// How a key with several values in the request is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantifier {
    /// A key with one value.
    Single,
    /// `ForAllValues:`, true for no value at all.
    All,
    /// `ForAnyValue:`, false for no value at all.
    Any,
}

impl Conditions {
    /// Reads a `Condition` block whose `Fn::If`s are already decided. `version_2008`: policy variables are plain text.
    ///
    /// A block that is not an object of objects becomes one clause that equals only itself.
    pub(crate) fn read(scope: &Scope<'_>, block: Option<&Value>, version_2008: bool) -> Conditions {
        let Some(block) = block else { return Conditions::default() };
        let Some(operators) = block.as_object() else { return Conditions::unreadable(scope, block) };
        let mut clauses = Vec::new();
        for (operator, keys) in operators {
            let Some(keys) = keys.as_object() else { return Conditions::unreadable(scope, block) };
            if operator.starts_with("Fn::") || operator == "Ref" {
                return Conditions::unreadable(scope, block);
            }
            for (key, values) in keys {
                clauses.push(Clause::read(scope, operator, key, values, version_2008));
            }
        }
        Conditions::from_clauses(clauses)
    }

    /// The clauses.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// There is none: every request passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Every request that passes `self` passes `other`. A `false` may mean "not known".
    #[must_use]
    pub fn implies(&self, other: &Conditions) -> bool {
        other.clauses.iter().all(|clause| self.implies_clause(clause))
    }

    /// Every request that passes `self` passes that clause. A `false` may mean "not known".
    #[must_use]
    pub fn implies_clause(&self, clause: &Clause) -> bool {
        self.clauses.iter().any(|own| own.implies(clause))
    }

    /// Conditions that together allow what `self` allows, each with one value in every clause that lets any of several
    /// values pass; `None` beyond `limit` pieces.
    pub(crate) fn pieces(&self, limit: usize) -> Option<Vec<Conditions>> {
        let mut out: Vec<Vec<Clause>> = vec![Vec::new()];
        for clause in &self.clauses {
            let choices = clause.pieces();
            if limit < out.len().checked_mul(choices.len())? {
                return None;
            }
            out = out
                .iter()
                .flat_map(|done| {
                    choices.iter().map(|choice| {
                        let mut done = done.clone();
                        done.push(choice.clone());
                        done
                    })
                })
                .collect();
        }
        Some(out.into_iter().map(Conditions::from_clauses).collect())
    }

    fn from_clauses(mut clauses: Vec<Clause>) -> Conditions {
        clauses.sort();
        clauses.dedup();
        Conditions { clauses }
    }

    fn unreadable(scope: &Scope<'_>, block: &Value) -> Conditions {
        let shown = scope.canonical(block).to_string();
        Conditions {
            clauses: vec![Clause {
                test: Test::Unknown(shown.clone()),
                quantifier: Quantifier::Single,
                if_exists: false,
                key: String::new(),
                values: Vec::new(),
                shown_operator: "unreadable".to_owned(),
                shown_key: shown,
                shown_values: Vec::new(),
            }],
        }
    }
}

impl Clause {
    fn read(scope: &Scope<'_>, operator: &str, key: &str, values: &Value, version_2008: bool) -> Clause {
        let (quantifier, rest) = match operator.split_once(':') {
            Some((word, rest)) if word.eq_ignore_ascii_case("ForAllValues") => (Quantifier::All, rest),
            Some((word, rest)) if word.eq_ignore_ascii_case("ForAnyValue") => (Quantifier::Any, rest),
            Some(_) | None => (Quantifier::Single, operator),
        };
        let (if_exists, name) = match rest.len().checked_sub("IfExists".len()).and_then(|at| rest.split_at_checked(at))
        {
            Some((name, suffix)) if suffix.eq_ignore_ascii_case("IfExists") => (true, name),
            Some(_) | None => (false, rest),
        };
        let (test, wildcards) = Test::named(name, operator);
        let ignore_case = match test {
            Test::Text { ignore_case, .. } => ignore_case,
            Test::Bool | Test::Null => true,
            Test::Arn { .. }
            | Test::Number(_)
            | Test::Date(_)
            | Test::Binary
            | Test::Address { .. }
            | Test::Unknown(_) => false,
        };
        let shown_values = scope.texts(values);
        let mut values: Vec<Pattern> = shown_values
            .iter()
            .map(|text| match (wildcards, version_2008) {
                (true, false) => Pattern::wildcard(text),
                (true, true) => Pattern::wildcard_2008(text),
                (false, false) => Pattern::exact(text),
                (false, true) => Pattern::exact_2008(text),
            })
            .map(|pattern| if ignore_case { pattern.ignoring_case() } else { pattern })
            .collect();
        values.sort();
        values.dedup();
        Clause {
            test,
            quantifier,
            if_exists,
            key: key.to_ascii_lowercase(),
            values,
            shown_operator: operator.to_owned(),
            shown_key: key.to_owned(),
            shown_values,
        }
    }

    /// The condition key, in lower case: keys are compared without case.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The condition key as written.
    #[must_use]
    pub fn shown_key(&self) -> &str {
        &self.shown_key
    }

    /// The operator as written, with its prefix and suffix.
    #[must_use]
    pub fn shown_operator(&self) -> &str {
        &self.shown_operator
    }

    /// What is compared.
    #[must_use]
    pub fn test(&self) -> &Test {
        &self.test
    }

    /// How several values of the request are read.
    #[must_use]
    pub fn quantifier(&self) -> Quantifier {
        self.quantifier
    }

    /// A request without the key passes because of `…IfExists`.
    #[must_use]
    pub fn if_exists(&self) -> bool {
        self.if_exists
    }

    /// The policy's values, sorted.
    #[must_use]
    pub fn values(&self) -> &[Pattern] {
        &self.values
    }

    /// The policy's values as texts, in the order in which they are written.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shown_values.iter()
    }

    /// It holds where none of the values matches.
    #[must_use]
    pub fn is_negated(&self) -> bool {
        match self.test {
            Test::Text { negated, .. } | Test::Arn { negated } | Test::Address { negated } => negated,
            Test::Number(order) | Test::Date(order) => order == Order::NotEqual,
            Test::Bool | Test::Binary | Test::Null | Test::Unknown(_) => false,
        }
    }

    fn pieces(&self) -> Vec<Clause> {
        let several = match (self.quantifier, &self.test) {
            (Quantifier::All, _) | (_, Test::Null | Test::Unknown(_)) => false,
            (
                Quantifier::Single | Quantifier::Any,
                Test::Text { .. }
                | Test::Arn { .. }
                | Test::Number(_)
                | Test::Date(_)
                | Test::Bool
                | Test::Binary
                | Test::Address { .. },
            ) => !self.is_negated() && 1 < self.values.len(),
        };
        match several {
            true => self
                .values
                .iter()
                .map(|value| Clause {
                    values: vec![value.clone()],
                    shown_values: vec![value.text().clone()],
                    ..self.clone()
                })
                .collect(),
            false => vec![self.clone()],
        }
    }

    fn compared(&self) -> (&str, &Test, Quantifier, bool, &[Pattern]) {
        (&self.key, &self.test, self.quantifier, self.if_exists, &self.values)
    }
}

impl PartialEq for Clause {
    fn eq(&self, other: &Clause) -> bool {
        self.compared() == other.compared()
    }
}

impl Eq for Clause {}

impl PartialOrd for Clause {
    fn partial_cmp(&self, other: &Clause) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Clause {
    fn cmp(&self, other: &Clause) -> Ordering {
        self.compared().cmp(&other.compared())
    }
}

impl fmt::Display for Clause {
    /// `StringEquals ec2:Owner = 111122223333, amazon`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.shown_operator, self.shown_key)?;
        for (index, value) in self.shown_values.iter().enumerate() {
            write!(f, "{}{value}", if index == 0 { " = " } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, clause) in self.clauses.iter().enumerate() {
            write!(f, "{}{clause}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl Test {
    /// The test of an operator without prefix and suffix, and whether its values have wildcards.
    fn named(name: &str, whole: &str) -> (Test, bool) {
        let text = |negated, ignore_case| Test::Text { negated, ignore_case };
        match name.to_ascii_lowercase().as_str() {
            "stringequals" => (text(false, false), false),
            "stringnotequals" => (text(true, false), false),
            "stringequalsignorecase" => (text(false, true), false),
            "stringnotequalsignorecase" => (text(true, true), false),
            "stringlike" => (text(false, false), true),
            "stringnotlike" => (text(true, false), true),
            "arnequals" | "arnlike" => (Test::Arn { negated: false }, true),
            "arnnotequals" | "arnnotlike" => (Test::Arn { negated: true }, true),
            "numericequals" => (Test::Number(Order::Equal), false),
            "numericnotequals" => (Test::Number(Order::NotEqual), false),
            "numericlessthan" => (Test::Number(Order::Less), false),
            "numericlessthanequals" => (Test::Number(Order::LessEqual), false),
            "numericgreaterthan" => (Test::Number(Order::Greater), false),
            "numericgreaterthanequals" => (Test::Number(Order::GreaterEqual), false),
            "dateequals" => (Test::Date(Order::Equal), false),
            "datenotequals" => (Test::Date(Order::NotEqual), false),
            "datelessthan" => (Test::Date(Order::Less), false),
            "datelessthanequals" => (Test::Date(Order::LessEqual), false),
            "dategreaterthan" => (Test::Date(Order::Greater), false),
            "dategreaterthanequals" => (Test::Date(Order::GreaterEqual), false),
            "bool" => (Test::Bool, false),
            "binaryequals" => (Test::Binary, false),
            "ipaddress" => (Test::Address { negated: false }, false),
            "notipaddress" => (Test::Address { negated: true }, false),
            "null" => (Test::Null, false),
            _ => (Test::Unknown(whole.to_owned()), false),
        }
    }
}
