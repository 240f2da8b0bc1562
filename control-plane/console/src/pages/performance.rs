//! `/o/{login}/performance`: how long jobs wait and run, by label, repository and workflow; what changed, and what to
//! do.

use crate::draw::bars::{Bar, Chart, draw};
use crate::error::PageError;
use crate::format::{HumanTime, day_number, day_short, duration, thousands};
use crate::percentiles::{Group, Percentiles, groups, queued};
use crate::request_context::{AccountSession, encode};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_core::time::Timestamp;
use sprinters_store::JobTimes;
use std::time::Duration;

const RANGES: [(u64, &str); 3] = [(1, "24 hours"), (7, "7 days"), (30, "30 days")];

/// Rows of a table.
const ROWS: usize = 15;

/// A queue time from which on something can be done about it: most instances boot within a minute.
const SLOW: Duration = Duration::from_secs(120);

#[derive(Debug, Serialize)]
struct RangeView {
    days: u64,
    words: &'static str,
    current: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    name: String,
    href: String,
    jobs: String,
    reruns: String,
    queued_p50: String,
    queued_p95: String,
    change: Option<String>,
    worse: bool,
    ran_p50: String,
    ran_p95: String,
}

#[derive(Debug, Serialize)]
struct GroupView {
    id: &'static str,
    title: &'static str,
    column: &'static str,
    rows: Vec<RowView>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct SlowView {
    href: String,
    name: String,
    repository: String,
    waited: String,
    queued: HumanTime,
}

#[derive(Debug, Serialize)]
struct PerformanceView {
    path: String,
    jobs: String,
    costs: String,
    settings: String,
    words: &'static str,
    ranges: Vec<RangeView>,
    count: String,
    queued_p50: String,
    queued_p95: String,
    ran_p50: String,
    ran_p95: String,
    reruns: String,
    chart: Chart,
    groups: Vec<GroupView>,
    slowest: Vec<SlowView>,
    slow: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    days: String,
}

/// `GET /o/{login}/performance`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let now = seat.visit.now;
    let (range, words) = super::range(&asked.days, &RANGES)?;
    let length = Duration::from_secs(range * 24 * 60 * 60);
    let before = |length: Duration| {
        Timestamp::from_millis(now.as_millis().saturating_sub(u64::try_from(length.as_millis()).unwrap_or(u64::MAX)))
    };
    let since = before(length);
    let all = console.store().job_times(seat.visible_to(), before(length * 2)).await?;
    let jobs: Vec<&JobTimes> = all.iter().filter(|job| since <= job.queued_at).collect();
    let waited = Percentiles::of(jobs.iter().map(|job| queued(job)).collect());
    let ran = jobs.iter().filter_map(|job| job.finished_at.map(|finished| finished.since(job.started_at)));
    let ran = Percentiles::of(ran.collect());
    let path = seat.path("jobs");
    let group = |id, title, column, filter: &str, key: fn(&JobTimes) -> String| {
        let mut found = groups(&all, since, key);
        let more = found.len().saturating_sub(ROWS);
        found.truncate(ROWS);
        let rows = found.into_iter().map(|group| row(group, &format!("{path}?{filter}="))).collect();
        GroupView { id, title, column, rows, more }
    };
    let mut slowest = jobs.clone();
    slowest.sort_by_key(|job| std::cmp::Reverse(queued(job)));
    let slow = |job: &&JobTimes| SlowView {
        href: format!("{path}/{}", job.id),
        name: job.name.clone(),
        repository: job.repository.clone(),
        waited: duration(queued(job)),
        queued: HumanTime::new(job.queued_at, now),
    };
    let view = PerformanceView {
        costs: seat.path("costs"),
        settings: seat.path("settings"),
        words,
        ranges: RANGES.into_iter().map(|(days, words)| RangeView { days, words, current: days == range }).collect(),
        count: thousands(jobs.len() as u64),
        queued_p50: duration(waited.p50),
        queued_p95: duration(waited.p95),
        ran_p50: duration(ran.p50),
        ran_p95: duration(ran.p95),
        reruns: thousands(jobs.iter().filter(|job| 1 < job.run_attempt).count() as u64),
        chart: chart(&jobs, range, now),
        groups: vec![
            group("labels", "By label", "Label", "label", |job| job.label.clone()),
            group("repositories", "By repository", "Repository", "repository", |job| job.repository.clone()),
            group("workflows", "By workflow", "Workflow", "workflow", |job| job.workflow.clone()),
        ],
        slowest: slowest.iter().take(10).map(slow).collect(),
        slow: SLOW <= waited.p95,
        jobs: path,
        path: seat.path("performance"),
    };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Performance), "Performance"), "performance.html", view))
}

fn row(group: Group, address: &str) -> RowView {
    let change = group.before.map(|before| {
        let (now, before) = (group.queued.p95, before);
        let (sign, gap) =
            if before <= now { ("+", now.saturating_sub(before)) } else { ("−", before.saturating_sub(now)) };
        if gap < Duration::from_secs(1) { "no change".to_owned() } else { format!("{sign}{}", duration(gap)) }
    });
    RowView {
        href: format!("{address}{}", encode(&group.name)),
        name: if group.name.is_empty() { "–".to_owned() } else { group.name },
        jobs: thousands(group.jobs as u64),
        reruns: thousands(group.reruns as u64),
        queued_p50: duration(group.queued.p50),
        queued_p95: duration(group.queued.p95),
        worse: group.before.is_some_and(|before| before + Duration::from_secs(1) <= group.queued.p95),
        change,
        ran_p50: duration(group.ran.p50),
        ran_p95: duration(group.ran.p95),
    }
}

fn chart(jobs: &[&JobTimes], range: u64, now: Timestamp) -> Chart {
    let today = day_number(now);
    // A day alone is today and yesterday.
    let days = today.saturating_sub(range.max(2) - 1)..=today;
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let bars: Vec<Bar> = days
        .map(|day| {
            let of_day = jobs.iter().filter(|job| day_number(job.queued_at) == day).map(|job| queued(job)).collect();
            let Percentiles { p50, p95 } = Percentiles::of(of_day);
            Bar {
                name: day_short(day),
                lower: millis(p50),
                upper: millis(p95.saturating_sub(p50)),
                title: format!("{}: p50 {}, p95 {}", day_short(day), duration(p50), duration(p95)),
            }
        })
        .collect();
    let words: Vec<&str> = bars.iter().map(|bar| bar.title.as_str()).collect();
    let words = format!("Queue time by day. {}", words.join("; "));
    draw(&bars, |millis| duration(Duration::from_millis(millis)), words)
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn percentiles_by_label_repository_and_workflow() {
        let world = World::new().await;
        assert!(world.text("/o/acme/performance").await.contains("No jobs started"));
        let world = World::with_samples().await;
        let page = world.text("/o/acme/performance").await;
        for words in ["p50", "p95", "By label", "By repository", "By workflow", "Slowest to start", "acme/api", "<svg"]
        {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("globex"));
        // The part that somebody reaches.
        assert!(!world.as_member().text("/o/acme/performance").await.contains("acme/api"));
        assert_eq!(world.get("/o/acme/performance?days=4").await.status(), 400);
    }
}
