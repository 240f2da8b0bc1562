//! When one clause of a condition implies another.

use std::cmp::Ordering;
use std::net::IpAddr;

use super::condition::{Clause, Order, Quantifier, Test};
use super::glob::Pattern;

impl Clause {
    /// Every request that passes `self` passes `other`. A `false` may mean "not known".
    #[must_use]
    pub fn implies(&self, other: &Clause) -> bool {
        if self == other {
            return true;
        }
        if self.key != other.key || self.is_opaque() || other.is_opaque() {
            return false;
        }
        match (&self.test, &other.test) {
            // The key is absent (or present) and that is all that is known.
            (Test::Null, _) => self.null_means_absent() == Some(true) && other.passes_without_key(),
            (_, Test::Null) => other.null_means_absent() == Some(false) && !self.passes_without_key(),
            (_, _) => {
                self.quantifier == other.quantifier
                    && (!self.passes_without_key() || other.passes_without_key())
                    && self.values_imply(other)
            }
        }
    }

    fn values_imply(&self, other: &Clause) -> bool {
        let compare: &dyn Fn(&Pattern, &Pattern) -> bool = match (&self.test, &other.test) {
            (Test::Text { negated, ignore_case }, Test::Text { negated: theirs, ignore_case: other_ignores }) => {
                match (negated == theirs, *negated, *ignore_case, *other_ignores) {
                    (false, _, _, _) => return false,
                    (true, _, true, true) | (true, _, false, false) => &Pattern::within,
                    // A positive test that ignores case takes in one that does not; a negated one the other way round.
                    (true, false, false, true) => &|inner, outer| inner.clone().ignoring_case().within(outer),
                    (true, true, true, false) => &|inner, outer| inner.clone().ignoring_case().within(outer),
                    (true, false, true, false) | (true, true, false, true) => return false,
                }
            }
            (Test::Arn { negated }, Test::Arn { negated: theirs }) if negated == theirs => &Pattern::within_arn,
            (Test::Number(left), Test::Number(right)) => return self.orders_imply(other, *left, *right, &numbers),
            (Test::Date(left), Test::Date(right)) => return self.orders_imply(other, *left, *right, &moments),
            (Test::Bool, Test::Bool) | (Test::Binary, Test::Binary) => &|inner, outer| inner == outer,
            (Test::Address { negated }, Test::Address { negated: theirs }) if negated == theirs => &network_within,
            (
                Test::Text { .. }
                | Test::Arn { .. }
                | Test::Number(_)
                | Test::Date(_)
                | Test::Bool
                | Test::Binary
                | Test::Address { .. }
                | Test::Null
                | Test::Unknown(_),
                _,
            ) => return false,
        };
        match self.is_negated() {
            false => self.values.iter().all(|inner| other.values.iter().any(|outer| compare(inner, outer))),
            // Fewer values may pass if more are ruled out.
            true => other.values.iter().all(|inner| self.values.iter().any(|outer| compare(inner, outer))),
        }
    }

    fn orders_imply(
        &self,
        other: &Clause,
        left: Order,
        right: Order,
        compare: &dyn Fn(&Pattern, &Pattern) -> Option<Ordering>,
    ) -> bool {
        match (left, right) {
            (Order::NotEqual, Order::NotEqual) => other
                .values
                .iter()
                .all(|inner| self.values.iter().any(|outer| compare(inner, outer) == Some(Ordering::Equal))),
            (Order::NotEqual, _) | (_, Order::NotEqual) => false,
            (
                Order::Equal | Order::Less | Order::LessEqual | Order::Greater | Order::GreaterEqual,
                Order::Equal | Order::Less | Order::LessEqual | Order::Greater | Order::GreaterEqual,
            ) => self.values.iter().all(|inner| {
                other
                    .values
                    .iter()
                    .any(|outer| compare(inner, outer).is_some_and(|found| order_implies(left, right, found)))
            }),
        }
    }

    /// Empty lists and unknown operators say nothing that could be compared.
    fn is_opaque(&self) -> bool {
        self.values.is_empty() || matches!(self.test, Test::Unknown(_))
    }

    fn null_means_absent(&self) -> Option<bool> {
        match self.values.as_slice() {
            [value] => match value.text().as_literal()?.to_ascii_lowercase().as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            [] | [_, _, ..] => None,
        }
    }

    fn passes_without_key(&self) -> bool {
        match (self.if_exists, self.quantifier) {
            (true, _) | (false, Quantifier::All) => true,
            (false, Quantifier::Any) => false,
            (false, Quantifier::Single) => self.is_negated(),
        }
    }
}

/// Any `x` with `x left a` has `x right b`, where `a` compares to `b` as found.
fn order_implies(left: Order, right: Order, found: Ordering) -> bool {
    let (below, same, above) = (found == Ordering::Less, found == Ordering::Equal, found == Ordering::Greater);
    match (left, right) {
        (Order::Equal, Order::Equal) => same,
        (Order::Equal, Order::Less) => below,
        (Order::Equal, Order::LessEqual) => below || same,
        (Order::Equal, Order::Greater) => above,
        (Order::Equal, Order::GreaterEqual) => above || same,
        (Order::Less, Order::Less | Order::LessEqual) | (Order::LessEqual, Order::LessEqual) => below || same,
        (Order::LessEqual, Order::Less) => below,
        (Order::Greater, Order::Greater | Order::GreaterEqual) | (Order::GreaterEqual, Order::GreaterEqual) => {
            above || same
        }
        (Order::GreaterEqual, Order::Greater) => above,
        (Order::NotEqual, _)
        | (_, Order::NotEqual)
        | (Order::Less | Order::LessEqual, Order::Equal | Order::Greater | Order::GreaterEqual)
        | (Order::Greater | Order::GreaterEqual, Order::Equal | Order::Less | Order::LessEqual) => false,
    }
}

fn literals<'p>(left: &'p Pattern, right: &'p Pattern) -> Option<(&'p str, &'p str)> {
    Some((left.text().as_literal()?, right.text().as_literal()?))
}

fn numbers(left: &Pattern, right: &Pattern) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    let (left, right) = literals(left, right)?;
    // Fifteen digits are exact in a double.
    let parse = |text: &str| (text.len() <= 15).then(|| text.parse::<f64>().ok()).flatten().filter(|n| n.is_finite());
    parse(left)?.partial_cmp(&parse(right)?)
}

/// Only `2026-01-31T12:00:00Z`: in that form the order of the characters is the order in time.
fn moments(left: &Pattern, right: &Pattern) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    let (left, right) = literals(left, right)?;
    let plain = |text: &str| {
        text.len() == 20
            && text.bytes().zip("0000-00-00T00:00:00Z".bytes()).all(|(found, form)| match form {
                b'0' => found.is_ascii_digit(),
                _ => found == form,
            })
    };
    (plain(left) && plain(right)).then(|| left.cmp(right))
}

fn network_within(inner: &Pattern, outer: &Pattern) -> bool {
    if inner == outer {
        return true;
    }
    let Some((inner, outer)) = literals(inner, outer) else { return false };
    cidr_within(inner, outer)
}

/// Every address of one range (`10.0.0.0/8`, `2001:db8::/32`, or a single address) is in the other. `false` if either
/// is not a range.
#[must_use]
pub fn cidr_within(inner: &str, outer: &str) -> bool {
    let (Some((inner, inner_bits)), Some((outer, outer_bits))) = (cidr(inner), cidr(outer)) else { return false };
    let masked = |address: u128, width: u32| match width - outer_bits {
        128 => 0,
        shift => address >> shift,
    };
    match (inner, outer) {
        (IpAddr::V4(inner), IpAddr::V4(outer)) => {
            outer_bits <= inner_bits
                && masked(u128::from(inner.to_bits()), 32) == masked(u128::from(outer.to_bits()), 32)
        }
        (IpAddr::V6(inner), IpAddr::V6(outer)) => {
            outer_bits <= inner_bits && masked(inner.to_bits(), 128) == masked(outer.to_bits(), 128)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

fn cidr(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let width = match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    };
    let bits = bits.unwrap_or(width);
    (bits <= width).then_some((address, bits))
}
