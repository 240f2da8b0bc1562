//! GitHub's rate limits: requests an hour, points a minute, requests at once, registrations an hour.

use super::answer::Answer;
use axum::http::{HeaderName, StatusCode, header};
use std::collections::{HashMap, VecDeque};

/// How much is allowed to each App, installation and person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The primary limit.
    pub requests_per_hour: u32,
    /// The secondary limit: a read counts 1, anything else 5.
    pub points_per_minute: u32,
    /// Requests that may be under way at once.
    pub at_once: u32,
    /// Runners that an account may register in an hour.
    pub registrations_per_hour: usize,
    /// Runners that may be registered in one place.
    pub runners: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            requests_per_hour: 5_000,
            points_per_minute: 900,
            at_once: 100,
            registrations_per_hour: 10_000,
            runners: 10_000,
        }
    }
}

/// Who is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Counted {
    App(u64),
    Installation(i64),
    Person(i64),
    Nobody,
}

const HOUR: u64 = 3_600_000;
const MINUTE: u64 = 60_000;

/// Seconds after which GitHub lets one try again who met a secondary limit.
const RETRY_AFTER: u64 = 60;

#[derive(Debug)]
pub(super) struct Limiter {
    pub(super) limits: Limits,
    spent: HashMap<Counted, Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    used: u32,
    /// When the hour ends; 0 before the first request.
    resets_at: u64,
    /// Points of the last minute, by second.
    points: VecDeque<(u64, u32)>,
    under_way: u32,
}

impl Limiter {
    pub(super) fn new(limits: Limits) -> Limiter {
        Limiter { limits, spent: HashMap::new() }
    }

    /// Counts a request that begins; answers it at once if it is one too many.
    pub(super) fn begin(&mut self, who: Counted, is_read: bool, now: u64) -> Option<Answer> {
        let limits = self.limits;
        // Whoever was idle for an hour is forgotten, so that this does not grow with the number of Apps and people.
        if 10_000 < self.spent.len() {
            self.spent.retain(|_, spent| 0 < spent.under_way || now < spent.resets_at);
        }
        let spent = self.spent.entry(who).or_default();
        if spent.resets_at <= now {
            spent.used = 0;
            spent.resets_at = now + HOUR;
        }
        if limits.requests_per_hour <= spent.used {
            return Some(Answer::error(StatusCode::FORBIDDEN, "API rate limit exceeded for installation."));
        }
        spent.used += 1;
        while spent.points.front().is_some_and(|(second, _)| second * 1_000 + MINUTE <= now) {
            spent.points.pop_front();
        }
        let cost = if is_read { 1 } else { 5 };
        let points: u32 = spent.points.iter().map(|(_, points)| points).sum();
        if limits.points_per_minute < points + cost || limits.at_once <= spent.under_way {
            let message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
            let answer = Answer::error(StatusCode::FORBIDDEN, message);
            return Some(answer.with(header::RETRY_AFTER, &RETRY_AFTER.to_string()));
        }
        match spent.points.back_mut() {
            Some((second, points)) if *second == now / 1_000 => *points += cost,
            Some(_) | None => spent.points.push_back((now / 1_000, cost)),
        }
        spent.under_way += 1;
        None
    }

    /// A request that was begun has ended.
    pub(super) fn end(&mut self, who: Counted) {
        if let Some(spent) = self.spent.get_mut(&who) {
            spent.under_way = spent.under_way.saturating_sub(1);
        }
    }

    /// Uses up the hour of somebody.
    pub(super) fn use_up(&mut self, who: Counted, resets_at: u64) {
        let spent = self.spent.entry(who).or_default();
        spent.used = self.limits.requests_per_hour;
        spent.resets_at = resets_at;
    }

    /// What every answer says of it.
    pub(super) fn headers(&self, who: Counted) -> Vec<(HeaderName, String)> {
        let Some(spent) = self.spent.get(&who) else { return Vec::new() };
        let limit = self.limits.requests_per_hour;
        let name = HeaderName::from_static;
        vec![
            (name("x-ratelimit-limit"), limit.to_string()),
            (name("x-ratelimit-remaining"), limit.saturating_sub(spent.used).to_string()),
            (name("x-ratelimit-used"), spent.used.to_string()),
            (name("x-ratelimit-reset"), spent.resets_at.div_ceil(1_000).to_string()),
            (name("x-ratelimit-resource"), "core".to_owned()),
        ]
    }
}
