//! A day of the calendar, as `runner-image/publish` writes it.

use serde::Deserialize;
use sprinters_core::time::Timestamp;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Milliseconds of a day.
const DAY_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// A day in UTC from 1970 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Day {
    year: u64,
    month: u64,
    day: u64,
}

/// The text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a day is written YYYY-MM-DD, from 1970-01-01 on")]
pub struct NotADay;

impl Day {
    /// Its first moment.
    #[must_use]
    pub fn began(self) -> Timestamp {
        // Howard Hinnant's `days_from_civil`: years begin in March, so that the day that some years have more is their last.
        let (year, month) = if self.month <= 2 { (self.year - 1, self.month + 9) } else { (self.year, self.month - 3) };
        let of_year = (153 * month + 2) / 5 + self.day - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
        Timestamp::from_millis(days * DAY_MILLIS)
    }

    /// Whole days from its beginning to a moment; 0 for one before it.
    #[must_use]
    pub fn age(self, now: Timestamp) -> u64 {
        now.since(self.began()).as_secs() / Duration::from_millis(DAY_MILLIS).as_secs()
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Day, NotADay> {
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten().ok_or(NotADay)
        };
        let mut parts = text.splitn(3, '-').map(Some).chain(std::iter::repeat(None));
        let mut next = |digits| parts.next().flatten().ok_or(NotADay).and_then(|part| number(part, digits));
        let day = Day { year: next(4)?, month: next(2)?, day: next(2)? };
        let leap = day.year.is_multiple_of(4) && (!day.year.is_multiple_of(100) || day.year.is_multiple_of(400));
        let longest = match day.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let exists = 1970 <= day.year && (1..=12).contains(&day.month) && (1..=longest).contains(&day.day);
        if exists { Ok(day) } else { Err(NotADay) }
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Day, NotADay> {
        text.parse()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_when_the_calendar_says() {
        for (text, began) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400),
            ("2024-02-29", 1_709_164_800),
            ("2024-03-01", 1_709_251_200),
            ("2026-11-01", 1_793_491_200),
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!(day.began(), Timestamp::from_secs(began), "{text}");
            assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn an_age_is_in_whole_days() {
        let day: Day = "2026-11-01".parse().unwrap();
        assert_eq!(day.age(Timestamp::from_secs(1_793_491_200 + 86_399)), 0);
        assert_eq!(day.age(Timestamp::from_secs(1_793_491_200 + 20 * 86_400)), 20);
        assert_eq!(day.age(Timestamp::from_secs(0)), 0);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-11-1",
            "2026-13-01",
            "2026-00-01",
            "2026-11-31",
            "2025-02-29",
            "1969-12-31",
            "2026-11-01T",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }
}
