//! The log: JSON lines on standard error. A flood of the same kind of line is sampled, so that an attack does not fill the disk.

use crate::settings::Wrong;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tracing_subscriber::EnvFilter;

/// Checks a filter, as `SPRINTERS_LOG` takes it.
///
/// # Errors
/// If it is none.
pub fn check_filter(text: &str) -> Result<String, Wrong> {
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

/// Starts the log. A second start in the same process changes nothing.
pub fn start(filter: &str) {
    let filter = EnvFilter::builder().parse_lossy(filter);
    let subscriber =
        tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr);
    // Fails if there is one already, as in tests.
    let _ = subscriber.try_init();
}

/// Lets a few lines through in each window and counts the rest.
#[derive(Debug)]
pub struct Sampler {
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    began: Instant,
    lines: u32,
    suppressed: u64,
}

impl Default for Sampler {
    fn default() -> Sampler {
        Sampler { window: Mutex::new(Window { began: Instant::now(), lines: 0, suppressed: 0 }) }
    }
}

impl Sampler {
    /// Lines in one window: enough to see what is going on.
    pub const LINES: u32 = 10;

    /// Length of a window.
    pub const WINDOW: Duration = Duration::from_secs(10);

    /// Whether to write this line, and how many were not written since the last one.
    pub fn admit(&self) -> Option<u64> {
        self.admit_at(Instant::now())
    }

    fn admit_at(&self, now: Instant) -> Option<u64> {
        let mut window = self.window.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if Self::WINDOW <= now.duration_since(window.began) {
            window.began = now;
            window.lines = 0;
        }
        if Self::LINES <= window.lines {
            window.suppressed += 1;
            return None;
        }
        window.lines += 1;
        Some(std::mem::take(&mut window.suppressed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_sampled_and_counted() {
        let sampler = Sampler::default();
        let start = Instant::now();
        let admitted = (0..1_000).filter(|_| sampler.admit_at(start).is_some()).count();
        assert_eq!(admitted, 10);
        assert_eq!(sampler.admit_at(start + Sampler::WINDOW), Some(990), "the next window says how many are missing");
        assert_eq!(sampler.admit_at(start + Sampler::WINDOW), Some(0));
    }

    #[test]
    fn a_filter_that_would_silence_the_log_is_refused() {
        assert!(check_filter("info,sqlx=warn").is_ok());
        for wrong in ["verbose", "info,sqlx=loud", "warm"] {
            assert!(check_filter(wrong).is_err(), "{wrong}");
        }
    }
}
