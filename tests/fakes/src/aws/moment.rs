//! Moments as AWS writes them.

/// Milliseconds of a second, minute, hour, day.
pub(super) const SECOND: u64 = 1_000;
pub(super) const MINUTE: u64 = 60 * SECOND;
pub(super) const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `2026-11-25T16:00:00.000Z`, from milliseconds since 1970.
pub(super) fn iso_8601(millis: u64) -> String {
    let (year, month, day) = date(millis / DAY);
    let (hour, minute, second) = (millis % DAY / HOUR, millis % HOUR / MINUTE, millis % MINUTE / SECOND);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", millis % SECOND)
}

/// Year, month and day of a day since 1970: days are counted from 1 March of year 0, so that leap days come last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

/// Milliseconds since 1970 of `20261125T160000Z`; none if it is not one.
pub(super) fn of_basic(text: &str) -> Option<u64> {
    if text.len() != 16 || !text.is_ascii() || &text[8..9] != "T" || !text.ends_with('Z') {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u64>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (shifted_year, shifted_month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let days = 365 * shifted_year + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 + of_year - 719_468;
    Some(days * DAY + number(9..11)? * HOUR + number(11..13)? * MINUTE + number(13..15)? * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_and_read() {
        assert_eq!(iso_8601(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso_8601(951_827_696_789), "2000-02-29T12:34:56.789Z");
        assert_eq!(iso_8601(1_795_622_400_000), "2026-11-25T16:00:00.000Z");
        for millis in [0, 951_827_696_000, 1_795_622_400_000, 4_107_542_399_000] {
            let basic: String = iso_8601(millis).replace(['-', ':'], "").replace(".000", "");
            assert_eq!(of_basic(&basic), Some(millis), "{basic}");
        }
        assert_eq!(of_basic("20261325T000000Z"), None);
    }
}
