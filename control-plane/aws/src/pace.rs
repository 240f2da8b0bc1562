//! AWS's budgets of calls, kept by us before AWS has to: a bucket for each AWS account, region and API, so that one
//! account never delays another.
//!
//! The budgets are AWS's usual ones (Amazon EC2 API Reference, "Request throttling"). An account may have less, or
//! share it with others: a throttled answer empties the bucket and halves its refill, which then recovers within a
//! minute.

use super::error::{AwsError, Call, Context};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Longest that a call is held back here. What has to wait longer goes back to whoever asked, with the time.
const MOST_WAIT: Duration = Duration::from_secs(2);

/// Most buckets: six for each connection of a large control plane. Full ones are forgotten first; they hold nothing.
const MOST_BUCKETS: usize = 8_192;

/// Slowest refill, as a part of the budget's own.
const SLOWEST: f64 = 1.0 / 16.0;

/// How long a halved refill takes to be whole again from nothing.
const RECOVERS_IN: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Budget {
    size: f64,
    per_second: f64,
}

fn budget(call: Call) -> Budget {
    match call {
        // Instances, and we launch one a call.
        Call::RunInstances => Budget { size: 1_000.0, per_second: 2.0 },
        Call::TerminateInstances => Budget { size: 1_000.0, per_second: 20.0 },
        // Filtered and paged.
        Call::DescribeInstances | Call::DescribeSpotPriceHistory => Budget { size: 100.0, per_second: 20.0 },
        Call::ModifyVolume => Budget { size: 200.0, per_second: 5.0 },
        // STS counts for our own account as well, but far higher.
        Call::AssumeRole => Budget { size: 100.0, per_second: 20.0 },
    }
}

/// Whose budget: AWS account, region, API.
type Key = (String, &'static str, Call);

/// All buckets.
#[derive(Debug, Default)]
pub(super) struct Pace {
    buckets: Mutex<BTreeMap<Key, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    budget: Budget,
    /// May be below zero: calls that wait have taken theirs already.
    left: f64,
    per_second: f64,
    at: Instant,
}

impl Bucket {
    fn new(call: Call, at: Instant) -> Bucket {
        let budget = budget(call);
        Bucket { budget, left: budget.size, per_second: budget.per_second, at }
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.left = (self.left + passed * self.per_second).min(self.budget.size);
        let recovered = passed / RECOVERS_IN.as_secs_f64() * self.budget.per_second;
        self.per_second = (self.per_second + recovered).min(self.budget.per_second);
    }

    /// Takes one, and says how long to wait for it; if that is too long, takes none.
    fn take(&mut self, now: Instant) -> Result<Duration, Duration> {
        self.refill(now);
        let lacking = (1.0 - self.left).max(0.0);
        let wait = Duration::from_secs_f64(lacking / self.per_second);
        if MOST_WAIT < wait {
            return Err(wait);
        }
        self.left -= 1.0;
        Ok(wait)
    }

    fn throttled(&mut self, now: Instant) {
        self.refill(now);
        self.left = self.left.min(0.0);
        self.per_second = (self.per_second / 2.0).max(self.budget.per_second * SLOWEST);
    }

    fn is_idle(&self, now: Instant) -> bool {
        let mut then = *self;
        then.refill(now);
        then.budget.size <= then.left && then.budget.per_second <= then.per_second
    }
}

impl Pace {
    /// Waits for this call's turn.
    pub(super) async fn turn(&self, account: &str, context: &Context) -> Result<(), AwsError> {
        let wait = self.with(account, context, Bucket::take);
        match wait {
            Ok(Duration::ZERO) => Ok(()),
            Ok(wait) => {
                tokio::time::sleep(wait).await;
                Ok(())
            }
            Err(after) => Err(AwsError::Paced { context: context.clone(), after }),
        }
    }

    /// AWS said that it was too much.
    pub(super) fn throttled(&self, account: &str, context: &Context) {
        self.with(account, context, Bucket::throttled);
    }

    fn with<T>(&self, account: &str, context: &Context, change: impl FnOnce(&mut Bucket, Instant) -> T) -> T {
        let now = Instant::now();
        let key = (account.to_owned(), context.region, context.call);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if MOST_BUCKETS <= buckets.len() && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| !bucket.is_idle(now));
        }
        change(buckets.entry(key).or_insert_with(|| Bucket::new(context.call, now)), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_the_refill() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Call::RunInstances, start);
        for _ in 0..1_000 {
            assert_eq!(bucket.take(start), Ok(Duration::ZERO));
        }
        assert_eq!(bucket.take(start), Ok(Duration::from_millis(500)));
        assert_eq!(bucket.take(start), Ok(Duration::from_millis(1_000)));
        assert_eq!(bucket.take(start), Ok(Duration::from_millis(1_500)));
        assert_eq!(bucket.take(start), Ok(Duration::from_millis(2_000)));
        assert_eq!(bucket.take(start), Err(Duration::from_millis(2_500)), "nothing is taken that takes too long");
        assert_eq!(bucket.take(start + Duration::from_secs(4)), Ok(Duration::ZERO));
    }

    #[test]
    fn a_throttled_answer_slows_down_and_time_recovers() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Call::DescribeInstances, start);
        bucket.throttled(start);
        assert_eq!(bucket.take(start), Ok(Duration::from_millis(100)), "half of 20 a second");
        for _ in 0..10 {
            bucket.throttled(start);
        }
        assert!((bucket.per_second - 20.0 / 16.0).abs() < 1e-9, "never slower than a sixteenth");
        bucket.refill(start + Duration::from_secs(60));
        assert!((bucket.per_second - 20.0).abs() < 1e-9, "whole again within a minute");
        assert!(bucket.is_idle(start + Duration::from_secs(120)));
    }
}
