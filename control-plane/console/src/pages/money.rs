//! What runners and jobs cost, for pages and the API.

use crate::format::{dollars, dollars_signed};
use serde::Serialize;
use sprinters_core::catalogue;
use sprinters_core::hosted;
use sprinters_core::time::Timestamp;
use sprinters_store::{JobRow, ListedRunner};
use std::time::Duration;

/// What a runner has cost so far, and what it would have on demand.
pub(crate) fn runner_cost(runner: &ListedRunner, now: Timestamp) -> Option<(u64, u64)> {
    let time = runner.ended_at.unwrap_or(now).since(runner.launched_at?).as_secs();
    let price = runner_price(runner)?;
    let on_demand = runner.on_demand_micro_usd_per_hour.and_then(|price| u64::try_from(price).ok()).unwrap_or(price);
    Some((time * price / 3_600, time * on_demand / 3_600))
}

/// What an hour of it costs. Where the price of spot was not known, that of on demand is an upper bound.
pub(crate) fn runner_price(runner: &ListedRunner) -> Option<u64> {
    u64::try_from(runner.price_micro_usd_per_hour.or(runner.on_demand_micro_usd_per_hour)?).ok()
}

/// A cost that grows while people look.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Ticking {
    value: u64,
    hour: u64,
    at: u64,
    words: String,
}

/// A job's money in words.
#[derive(Debug, Serialize)]
pub(super) struct Money {
    /// While it runs.
    pub(super) ticking: Option<Ticking>,
    pub(super) cost: String,
    pub(super) on_demand: String,
    pub(super) hosted: String,
    pub(super) saved: Option<String>,
}

/// What a job has cost so far with all runners made for it, in millionths of a US dollar.
pub(crate) fn job_cost(runners: &[ListedRunner], now: Timestamp) -> Option<u64> {
    let mut costs = runners.iter().filter_map(|runner| runner_cost(runner, now)).peekable();
    costs.peek()?;
    Some(costs.map(|(cost, _)| cost).sum())
}

impl Money {
    pub(super) fn of(job: &JobRow, runners: &[ListedRunner], now: Timestamp) -> Money {
        let sums: Vec<(u64, u64)> = runners.iter().filter_map(|runner| runner_cost(runner, now)).collect();
        let cost: u64 = sums.iter().map(|(cost, _)| cost).sum();
        let on_demand: u64 = sums.iter().map(|(_, on_demand)| on_demand).sum();
        let ran = job.started_at.map(|started| job.finished_at.unwrap_or(now).since(started));
        let vcpu_type = runners.iter().rev().find_map(|runner| catalogue::find(&runner.instance_type));
        let minute = vcpu_type.and_then(|one| hosted::micro_usd_per_minute(one.vcpu(), one.arch()));
        let hosted = match (ran, minute) {
            (Some(ran), Some(minute)) => Some(whole_minutes(ran) * minute),
            (Some(_) | None, _) => None,
        };
        let saved = hosted
            .filter(|_| !sums.is_empty())
            .map(|hosted| dollars_signed(i64::try_from(hosted).unwrap_or(i64::MAX).saturating_sub_unsigned(cost)));
        let alive = runners.iter().filter(|one| one.launched_at.is_some() && one.ended_at.is_none());
        let hour: u64 = alive.filter_map(runner_price).sum();
        let none = || match (sums.is_empty(), job.job.state.is_end()) {
            (true, true) => "None – no instance was launched".to_owned(),
            (true, false) => "None yet".to_owned(),
            (false, _) => "Not known".to_owned(),
        };
        Money {
            ticking: (0 < hour).then(|| Ticking { value: cost, hour, at: now.as_millis(), words: dollars(cost) }),
            cost: if sums.is_empty() { none() } else { dollars(cost) },
            on_demand: if sums.is_empty() { none() } else { dollars(on_demand) },
            hosted: hosted.map_or_else(|| if ran.is_none() { none() } else { "No such size".to_owned() }, dollars),
            saved,
        }
    }
}

fn whole_minutes(time: Duration) -> u64 {
    time.as_secs().div_ceil(60).max(1)
}
