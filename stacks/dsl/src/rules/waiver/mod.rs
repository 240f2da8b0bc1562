//! Waivers: why a finding may stay, and until when.

use std::fmt;

use serde_json::Value;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `2027-03-31`. `None` for any other form and for days that don't exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (1..=days_in(date.year, date.month)).contains(&date.day).then_some(date)
    }

    /// The day, in UTC, of a moment in seconds since 1970; `None` beyond the year 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: u64) -> Option<Date> {
        let mut days = seconds / 86_400;
        let mut year = 1970_u16;
        while u64::from(days_of(year)) <= days {
            days -= u64::from(days_of(year));
            year += 1;
            if 9999 < year {
                return None;
            }
        }
        let mut month = 1_u8;
        while u64::from(days_in(year, month)) <= days {
            days -= u64::from(days_in(year, month));
            month += 1;
        }
        Some(Date { year, month, day: u8::try_from(days + 1).ok()? })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u16) -> u16 {
    if is_leap(year) { 366 } else { 365 }
}

/// Days of a month; 0 for what is no month.
fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(is_leap(year)),
        _ => 0,
    }
}

/// The reason that a waiver gives, or why it does not hold: a text, or `{Reason: …, Until: 2027-03-31}`.
pub(super) fn reason(waiver: &Value, today: Option<Date>) -> Result<String, String> {
    let (reason, until) = match waiver {
        Value::Object(map) => (map.get("Reason").and_then(Value::as_str), map.get("Until")),
        other => (other.as_str(), None),
    };
    let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        return Err("the waiver gives no reason".to_owned());
    };
    let Some(until) = until else { return Ok(reason.to_owned()) };
    let Some(last) = until.as_str().and_then(Date::parse) else {
        return Err(format!("the waiver's Until is no date such as 2027-03-31: {until}"));
    };
    match today {
        Some(today) if last < today => Err(format!("the waiver ended on {last}: {reason}")),
        Some(_) | None => Ok(format!("{reason} (until {last})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_are_read_and_counted() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_709_251_199, "2024-02-29"),
            (1_709_251_200, "2024-03-01"),
            (1_798_761_599, "2026-12-31"),
        ] {
            let date = Date::from_unix_seconds(seconds).unwrap();
            assert_eq!(date.to_string(), expected);
            assert_eq!(Date::parse(expected), Some(date));
        }
        for wrong in
            ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01T00:00", "", "2026-01-+1"]
        {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Date::from_unix_seconds(u64::MAX), None);
    }

    #[test]
    fn a_waiver_holds_until_its_last_day() {
        let waiver = json!({"Reason": "old client", "Until": "2026-12-31"});
        let on = |day| reason(&waiver, Date::parse(day));
        assert_eq!(on("2026-12-31").unwrap(), "old client (until 2026-12-31)");
        assert_eq!(on("2027-01-01").unwrap_err(), "the waiver ended on 2026-12-31: old client");
        assert_eq!(reason(&waiver, None).unwrap(), "old client (until 2026-12-31)");
        assert_eq!(reason(&json!("kept"), Date::parse("2026-01-01")).unwrap(), "kept");
        for void in [json!(" "), json!({"Until": "2026-12-31"}), json!(true), json!({"Reason": "x", "Until": "soon"})] {
            assert!(reason(&void, None).is_err(), "{void}");
        }
    }
}
