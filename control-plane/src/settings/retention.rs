//! `SPRINTERS_RETENTION_DAYS`.

use super::problem::Wrong;
use std::time::Duration;

/// How long finished jobs and deliveries are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention(u16);

impl Retention {
    /// GitHub can send a delivery again for three days. Forgetting one sooner would let it in twice.
    pub const MIN_DAYS: u16 = 4;
    /// Ten years.
    pub const MAX_DAYS: u16 = 3650;

    /// As a length of time.
    #[must_use]
    pub fn as_duration(self) -> Duration {
        Duration::from_secs(u64::from(self.0) * 24 * 60 * 60)
    }

    /// In days.
    #[must_use]
    pub fn days(self) -> u16 {
        self.0
    }
}

impl Default for Retention {
    fn default() -> Retention {
        Retention(30)
    }
}

pub(super) fn parse(text: &str) -> Result<Retention, Wrong> {
    let days = text.trim().parse().ok().filter(|days| (Retention::MIN_DAYS..=Retention::MAX_DAYS).contains(days));
    days.map(Retention).ok_or_else(|| {
        let remedy = format!("write a whole number of days, {} to {}", Retention::MIN_DAYS, Retention::MAX_DAYS);
        Wrong::new(format!("`{}` is no number of days that can be kept", text.trim()), remedy)
    })
}
