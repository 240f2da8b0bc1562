//! Moments as GitHub writes them.

/// `2026-01-31T12:00:00Z` of milliseconds since 1970.
pub(super) fn iso(millis: u64) -> String {
    let seconds = millis / 1_000;
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// The Gregorian date of a day since 1970: counted in eras of 400 years that begin in March, so that leap days come
/// last.
fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn moments_are_written_as_rfc_3339_says() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(1_628_159_638_000), "2021-08-05T10:33:58Z");
        assert_eq!(iso(1_709_251_199_999), "2024-02-29T23:59:59Z");
        assert_eq!(iso(951_868_800_000), "2000-03-01T00:00:00Z");
    }
}
