//! `SPRINTERS_LOG`.

use super::problem::Wrong;
use tracing_subscriber::EnvFilter;

/// Checks a filter, as `SPRINTERS_LOG` takes it.
///
/// # Errors
/// If it is none.
pub(super) fn check_filter(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let fail =
        |what: String| Wrong::new(what, "write error, warn, info, debug or trace, or a filter such as info,sqlx=warn");
    EnvFilter::builder().parse(text).map_err(|error| fail(format!("not a filter: {error}")))?;
    // A lone word that is no level would be taken for the name of a module, and switch the log off.
    let is_level =
        |word: &str| ["off", "error", "warn", "info", "debug", "trace"].contains(&word.to_ascii_lowercase().as_str());
    match text.split(',').find(|part| !part.contains('=') && !is_level(part.trim())) {
        Some(part) => Err(fail(format!("`{part}` is not a level"))),
        None => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_would_silence_the_log_is_refused() {
        assert!(check_filter("info,sqlx=warn").is_ok());
        for wrong in ["verbose", "info,sqlx=loud", "warm"] {
            assert!(check_filter(wrong).is_err(), "{wrong}");
        }
    }
}
