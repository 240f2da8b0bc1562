//! Days and moments of the calendar, in UTC. One library reckons for all of us (jiff), and this is the one file that
//! names it.

use crate::time::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Milliseconds of a day.
pub const DAY_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// Three letters a month, January first.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day in UTC from 1970 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(Date);

/// The text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a day is written YYYY-MM-DD, from 1970-01-01 on")]
pub struct NotADay;

impl Day {
    /// The day of a moment.
    #[must_use]
    pub fn containing(at: Timestamp) -> Day {
        Day(civil(at).date())
    }

    /// The day with this number since 1970-01-01, at most the last of the year 9999.
    #[must_use]
    pub fn from_number(days: u64) -> Day {
        Day::containing(Timestamp::from_millis(days.saturating_mul(DAY_MILLIS)))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> u64 {
        self.began().as_millis() / DAY_MILLIS
    }

    /// Its first moment.
    #[must_use]
    pub fn began(self) -> Timestamp {
        moment(self.0.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Day {
        Day(self.0.first_of_month())
    }

    /// Whole days from its beginning to a moment; 0 for one before it.
    #[must_use]
    pub fn age(self, now: Timestamp) -> u64 {
        now.since(self.began()).as_secs() / Duration::from_millis(DAY_MILLIS).as_secs()
    }

    /// `25 Nov`.
    #[must_use]
    pub fn short(self) -> String {
        format!("{} {}", self.0.day(), month_name(self.0))
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Day, NotADay> {
        // The library reads more than we write: years with a sign, days without hyphens.
        if text.len() != "2026-11-25".len() {
            return Err(NotADay);
        }
        let date: Date = text.parse().map_err(|_| NotADay)?;
        let day = Day(date);
        if 1970 <= date.year() && day.to_string() == text { Ok(day) } else { Err(NotADay) }
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
        write!(f, "{}", self.0)
    }
}

/// The beginning of a moment's month.
#[must_use]
pub fn month_began(at: Timestamp) -> Timestamp {
    Day::containing(at).first_of_month().began()
}

/// Reads a moment as RFC 3339 writes it, such as `2024-02-29T12:00:00Z`, with an optional fraction, which is cut at
/// milliseconds, and an offset. Nothing for a text that is none, and for moments before 1970.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    let at: jiff::Timestamp = text.parse().ok()?;
    u64::try_from(at.as_millisecond()).ok().map(Timestamp::from_millis)
}

/// `2026-11-25T16:04:10.000Z`: milliseconds, whatever they are, so that all are equally long.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    let at = civil(at);
    let millis = at.subsec_nanosecond() / 1_000_000;
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", at.date())
}

/// `25 Nov 2026, 16:04:10 UTC`.
#[must_use]
pub fn for_people(at: Timestamp) -> String {
    let at = civil(at);
    let (day, month, year) = (at.day(), month_name(at.date()), at.year());
    format!("{day} {month} {year}, {:02}:{:02}:{:02} UTC", at.hour(), at.minute(), at.second())
}

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// The last moment that the library knows is in the year 9999.
fn civil(at: Timestamp) -> DateTime {
    let millis = i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
    TimeZone::UTC.to_datetime(at)
}

fn moment(at: DateTime) -> Timestamp {
    let millis = TimeZone::UTC.to_timestamp(at).map_or(0, jiff::Timestamp::as_millisecond);
    Timestamp::from_millis(u64::try_from(millis).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_rfc_3339_says() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2021-08-05T10:33:58Z", 1_628_159_638_000),
            ("2024-02-29T23:59:59.5Z", 1_709_251_199_500),
            ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("2020-04-03T11:12:56.000+02:00", 1_585_905_176_000),
            ("2021-06-11T10:54:25.123456789-05:00", 1_623_426_865_123),
        ] {
            assert_eq!(parse_rfc3339(text).map(Timestamp::as_millis), Some(millis), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_moment() {
        for text in [
            "",
            "2021",
            "2021-13-01T00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2021-01-01T24:00:00Z",
            "2021-01-01T00:00:00",
            "2021-01-01T00:00:00.Z",
            "1969-12-31T23:59:59Z",
            "2021-01-01T00:00:0éZ",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_begins_on_its_first_day() {
        for (moment, began) in [
            (1_764_057_599, 1_761_955_200), // 2025-11-25 to 2025-11-01
            (1_709_208_000, 1_706_745_600), // 2024-02-29 to 2024-02-01
            (1_706_745_600, 1_706_745_600),
            (1_704_067_199, 1_701_388_800), // the last second of 2023
        ] {
            assert_eq!(month_began(Timestamp::from_secs(moment)), Timestamp::from_secs(began));
        }
    }

    #[test]
    fn days_are_read_back_and_nothing_else_is_a_day() {
        for number in [0, 59, 789, 11_016, 19_782, 20_782, 400_000] {
            let day = Day::from_number(number);
            assert_eq!(day.number(), number);
            assert_eq!(day.to_string().parse(), Ok(day), "{day}");
        }
        let day: Day = "2024-02-29".parse().unwrap();
        assert_eq!(day.age(day.began().after(Duration::from_secs(47 * 60 * 60))), 1);
        assert_eq!(day.age(Timestamp::from_secs(0)), 0);
        for wrong in [
            "",
            "2026",
            "2026-02-30",
            "2026-13-01",
            "1969-12-31",
            "x-y-z",
            "99999-01-01",
            "20260101",
            "+2026-01-1",
            "2026-1-1",
        ] {
            assert_eq!(wrong.parse::<Day>(), Err(NotADay), "{wrong}");
        }
    }

    #[test]
    fn people_and_programs_read_the_same_moment() {
        let at = Timestamp::from_millis(1_709_251_199_500);
        assert_eq!(rfc3339(at), "2024-02-29T23:59:59.500Z");
        assert_eq!(for_people(at), "29 Feb 2024, 23:59:59 UTC");
        assert_eq!(Day::containing(at).short(), "29 Feb");
    }

    #[test]
    fn no_number_of_milliseconds_is_too_large() {
        assert!(rfc3339(Timestamp::from_millis(u64::MAX)).starts_with("9999-12-"));
        assert!(!for_people(Timestamp::from_millis(u64::MAX)).is_empty());
    }
}
