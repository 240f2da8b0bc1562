//! AWS's budgets of calls: a bucket per account, region and API, refilled by the clock.

use std::collections::HashMap;

/// A budget.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Budget {
    size: f64,
    per_second: f64,
}

/// Amazon EC2 API Reference, "Request throttling": instances for RunInstances and TerminateInstances, calls for the
/// others.
fn budget(action: &str) -> Budget {
    match action {
        "RunInstances" => Budget { size: 1_000.0, per_second: 2.0 },
        "TerminateInstances" => Budget { size: 1_000.0, per_second: 20.0 },
        "DescribeInstances" | "DescribeSpotPriceHistory" => Budget { size: 100.0, per_second: 20.0 },
        _ => Budget { size: 50.0, per_second: 5.0 },
    }
}

#[derive(Debug, Default)]
pub(super) struct Throttle {
    pub(super) on: bool,
    buckets: HashMap<(String, String, String), (f64, u64)>,
}

impl Throttle {
    /// Takes so much out of a bucket; false if there is not enough in it.
    pub(super) fn take(&mut self, account: &str, region: &str, action: &str, amount: u32, now: u64) -> bool {
        if !self.on {
            return true;
        }
        let Budget { size, per_second } = budget(action);
        let key = (account.to_owned(), region.to_owned(), action.to_owned());
        let (left, at) = self.buckets.entry(key).or_insert((size, now));
        // Milliseconds of a test are far below 2^53.
        let passed = now.saturating_sub(*at) as f64 / 1_000.0;
        *left = (*left + passed * per_second).min(size);
        *at = now;
        if *left < f64::from(amount) {
            return false;
        }
        *left -= f64::from(amount);
        true
    }

    /// Empties a bucket.
    pub(super) fn empty(&mut self, account: &str, region: &str, action: &str, now: u64) {
        self.buckets.insert((account.to_owned(), region.to_owned(), action.to_owned()), (0.0, now));
    }
}
