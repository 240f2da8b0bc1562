//! Numbers and moments in words for people.

use serde::Serialize;
use sprinters_core::calendar::{self, DAY_MILLIS, Day};
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// A moment, as a page shows it: relative, with the absolute one beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct HumanTime {
    /// RFC 3339, for `datetime`.
    pub(super) iso: String,
    /// `25 Nov 2026, 16:04:10 UTC`, for `title`.
    pub(super) absolute: String,
    /// `3 minutes ago`.
    pub(super) relative: String,
}

impl HumanTime {
    /// A moment as seen from now.
    #[must_use]
    pub(super) fn new(at: Timestamp, now: Timestamp) -> HumanTime {
        HumanTime { iso: calendar::rfc3339(at), absolute: calendar::for_people(at), relative: relative(at, now) }
    }
}

fn relative(at: Timestamp, now: Timestamp) -> String {
    let (gap, future) = if at <= now { (now.since(at), false) } else { (at.since(now), true) };
    let seconds = gap.as_secs();
    let units = [(24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"), (1, "second")];
    let Some((size, unit)) = units.into_iter().find(|(size, _)| *size <= seconds) else { return "just now".to_owned() };
    let words = count(seconds / size, unit);
    if future { format!("in {words}") } else { format!("{words} ago") }
}

/// `1 job`, `2 jobs`.
#[must_use]
pub(super) fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(number))
}

/// `1,234,567`.
#[must_use]
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. Below ten seconds with one decimal.
#[must_use]
pub(super) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let pair = |big: u64, big_unit: &str, small: u64, small_unit: &str| {
        if small == 0 { format!("{big} {big_unit}") } else { format!("{big} {big_unit} {small} {small_unit}") }
    };
    if seconds < 10 {
        let tenths = time.as_millis() / 100;
        return if tenths.is_multiple_of(10) {
            format!("{seconds} s")
        } else {
            format!("{}.{} s", tenths / 10, tenths % 10)
        };
    }
    if seconds < 60 {
        return format!("{seconds} s");
    }
    if seconds < 60 * 60 {
        return pair(seconds / 60, "min", seconds % 60, "s");
    }
    if seconds < 24 * 60 * 60 {
        return pair(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
    }
    pair(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h")
}

/// US dollars of millionths: cents, and below ten of them tenths of one.
#[must_use]
pub(super) fn dollars(micro_usd: u64) -> String {
    if micro_usd == 0 {
        return "$0".to_owned();
    }
    if micro_usd < 1_000 {
        return "<$0.001".to_owned();
    }
    if micro_usd < 100_000 {
        return format!("$0.{:03}", (micro_usd + 500) / 1_000);
    }
    let cents = (micro_usd + 5_000) / 10_000;
    format!("${}.{:02}", thousands(cents / 100), cents % 100)
}

/// A gain or a loss in US dollars.
#[must_use]
pub(super) fn dollars_signed(micro_usd: i64) -> String {
    let sign = if micro_usd < 0 { "−" } else { "" };
    format!("{sign}{}", dollars(micro_usd.unsigned_abs()))
}

/// The number of the day since 1970-01-01 UTC.
#[must_use]
pub(super) fn day_number(at: Timestamp) -> u64 {
    at.as_millis() / DAY_MILLIS
}

/// `2026-11-25`.
#[must_use]
pub(super) fn day_iso(day: u64) -> String {
    Day::from_number(day).to_string()
}

/// `25 Nov`.
#[must_use]
pub(super) fn day_short(day: u64) -> String {
    Day::from_number(day).short()
}

/// Reads `2026-11-25` as the first moment of that day.
#[must_use]
pub(super) fn parse_day(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Day::began)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_from_now() {
        let now = Timestamp::from_millis(1_709_251_199_500);
        let when = HumanTime::new(now, now.after(Duration::from_secs(185)));
        assert_eq!(when.iso, "2024-02-29T23:59:59.500Z");
        assert_eq!(when.absolute, "29 Feb 2024, 23:59:59 UTC");
        assert_eq!(when.relative, "3 minutes ago");
        assert_eq!(HumanTime::new(now.after(Duration::from_secs(86_400)), now).relative, "in 1 day");
        assert_eq!(HumanTime::new(now, now).relative, "just now");
    }

    #[test]
    fn money_and_lengths_are_short() {
        assert_eq!(dollars(0), "$0");
        assert_eq!(dollars(400), "<$0.001");
        assert_eq!(dollars(11_900), "$0.012");
        assert_eq!(dollars(99_999), "$0.100");
        assert_eq!(dollars(1_234_567_890), "$1,234.57");
        assert_eq!(dollars_signed(-250_000), "−$0.25");
        let lengths =
            [(0, "0 s"), (9_400, "9.4 s"), (65_000, "1 min 5 s"), (7_200_000, "2 h"), (90_000_000, "1 d 1 h")];
        for (millis, words) in lengths {
            assert_eq!(duration(Duration::from_millis(millis)), words);
        }
        assert_eq!(count(1, "job"), "1 job");
        assert_eq!(count(1_000_000, "job"), "1,000,000 jobs");
    }
}
