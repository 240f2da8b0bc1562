//! Percentiles of waiting and running, by what people group jobs by.

use sprinters_core::time::Timestamp;
use sprinters_store::JobTimes;
use std::collections::BTreeMap;
use std::time::Duration;

/// The middle and the slow end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p95: Duration,
}

/// Jobs of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) jobs: usize,
    pub(crate) reruns: usize,
    pub(crate) queued: Percentiles,
    pub(crate) ran: Percentiles,
    /// p95 of the queue time in the period before, if there were jobs.
    pub(crate) before: Option<Duration>,
}

impl Percentiles {
    /// By the nearest rank: a time that a job really took.
    pub(crate) fn of(mut times: Vec<Duration>) -> Percentiles {
        times.sort_unstable();
        let rank = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).copied().unwrap_or_default()
        };
        Percentiles { p50: rank(50), p95: rank(95) }
    }
}

pub(crate) fn queued(job: &JobTimes) -> Duration {
    job.started_at.since(job.queued_at)
}

fn ran(job: &JobTimes) -> Option<Duration> {
    job.finished_at.map(|finished| finished.since(job.started_at))
}

/// The jobs since a moment by what `key` says, the ones with most jobs first; what were before it are compared with.
pub(crate) fn groups(jobs: &[JobTimes], since: Timestamp, key: fn(&JobTimes) -> String) -> Vec<Group> {
    let mut by: BTreeMap<String, (Vec<&JobTimes>, Vec<&JobTimes>)> = BTreeMap::new();
    for job in jobs {
        let (now, before) = by.entry(key(job)).or_default();
        if since <= job.queued_at { now.push(job) } else { before.push(job) }
    }
    let group = |(name, (now, before)): (String, (Vec<&JobTimes>, Vec<&JobTimes>))| Group {
        name,
        jobs: now.len(),
        reruns: now.iter().filter(|job| 1 < job.run_attempt).count(),
        queued: Percentiles::of(now.iter().map(|job| queued(job)).collect()),
        ran: Percentiles::of(now.iter().filter_map(|job| ran(job)).collect()),
        before: (!before.is_empty()).then(|| Percentiles::of(before.iter().map(|job| queued(job)).collect()).p95),
    };
    let mut groups: Vec<Group> = by.into_iter().map(group).filter(|group| 0 < group.jobs).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.jobs));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(label: &str, queued: u64, waited: u64, attempt: i64) -> JobTimes {
        let at = Timestamp::from_secs;
        JobTimes {
            id: 1,
            name: "x".to_owned(),
            repository: "acme/web".to_owned(),
            workflow: String::new(),
            label: label.to_owned(),
            run_attempt: attempt,
            queued_at: at(queued),
            started_at: at(queued + waited),
            finished_at: Some(at(queued + waited + 100)),
        }
    }

    #[test]
    fn percentiles_are_times_that_jobs_took() {
        let seconds = Duration::from_secs;
        let of = |times: &[u64]| Percentiles::of(times.iter().copied().map(seconds).collect());
        assert_eq!(of(&[]), Percentiles::default());
        assert_eq!(of(&[7]), Percentiles { p50: seconds(7), p95: seconds(7) });
        let hundred: Vec<u64> = (1..=100).rev().collect();
        assert_eq!(of(&hundred), Percentiles { p50: seconds(50), p95: seconds(95) });
    }

    #[test]
    fn groups_are_compared_with_the_time_before() {
        let jobs = [job("a", 10, 5, 1), job("a", 1_000, 20, 1), job("a", 1_001, 30, 2), job("b", 20, 1, 1)];
        let found = groups(&jobs, Timestamp::from_secs(500), |job| job.label.clone());
        let [a] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((a.jobs, a.reruns, a.queued.p95.as_secs(), a.before.unwrap().as_secs()), (2, 1, 30, 5));
    }
}
