//! `/o/{login}/jobs`: the live list. Filters and search are in the address; pages go by key.

use super::{Badge, FailureView};
use crate::error::PageError;
use crate::format::{HumanTime, duration, parse_day, thousands};
use crate::request_context::{AccountSession, encode};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_core::calendar::DAY_MILLIS;
use sprinters_core::time::Timestamp;
use sprinters_store::{JobFilter, JobRow, LOOKED_THROUGH};
use std::collections::BTreeSet;
use std::time::Duration;

/// Jobs on a page.
const PAGE: u32 = 50;

/// Longest value of a filter.
const MAX_VALUE: usize = 300;

/// Values of the filter by state, the names that they stand for in the table, and words for people.
const STATES: [(&str, &str, &str); 7] = [
    ("queued", "queued", "queued"),
    ("held", "queued (held)", "held"),
    ("waiting", "waiting", "waiting for approval"),
    ("starting", "starting", "starting"),
    ("running", "running", "running"),
    ("completed", "completed", "ended"),
    ("failed", "failed", "did not run"),
];

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    q: String,
    state: String,
    repository: String,
    workflow: String,
    branch: String,
    label: String,
    from: String,
    until: String,
    before: String,
}

#[derive(Debug, Serialize)]
struct StateView {
    value: &'static str,
    words: &'static str,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct CountView {
    value: &'static str,
    words: &'static str,
    count: String,
}

#[derive(Debug, Serialize)]
struct JobView {
    id: u64,
    href: String,
    name: String,
    repository: String,
    workflow: Option<String>,
    branch: String,
    label: String,
    badge: Badge,
    why: Option<&'static str>,
    queued: HumanTime,
    took: String,
}

#[derive(Debug, Serialize)]
struct JobsView {
    path: String,
    setup: String,
    filter: QueryParams,
    filtered: bool,
    states: Vec<StateView>,
    repositories: BTreeSet<String>,
    workflows: BTreeSet<String>,
    branches: BTreeSet<String>,
    now: Vec<CountView>,
    jobs: Vec<JobView>,
    first: Option<String>,
    next: Option<String>,
    looked_through: bool,
    looked: String,
}

impl QueryParams {
    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("state", &self.state),
            ("repository", &self.repository),
            ("workflow", &self.workflow),
            ("branch", &self.branch),
            ("label", &self.label),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    pub(crate) fn filter(&self) -> JobFilter {
        let given = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.chars().take(MAX_VALUE).collect::<String>())
        };
        let state = STATES.iter().find(|(value, _, _)| *value == self.state).map(|(_, name, _)| (*name).to_owned());
        JobFilter {
            repository: given(&self.repository),
            workflow: given(&self.workflow),
            branch: given(&self.branch),
            label: given(&self.label),
            // A state that is none has no jobs.
            state: state.or_else(|| given(&self.state)),
            from: parse_day(&self.from),
            until: parse_day(&self.until).map(|day| day.after(Duration::from_millis(DAY_MILLIS))),
            search: given(&self.q),
        }
    }

    fn address(&self, path: &str, before: Option<i64>) -> String {
        let mut query: Vec<String> = self
            .pairs()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        query.extend(before.map(|before| format!("before={before}")));
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// `GET /o/{login}/jobs`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let (store, visible_to, path) = (console.store(), seat.visible_to(), seat.path("jobs"));
    let before: Option<i64> = asked.before.parse().ok();
    let filter = asked.filter();
    let open = STATES.into_iter().filter(|(value, _, _)| !matches!(*value, "completed" | "failed"));
    let names: Vec<&str> = open.clone().map(|(_, name, _)| name).collect();
    let (page, counts, values) = tokio::try_join!(
        store.job_page(visible_to, &filter, before, PAGE),
        store.count_jobs(visible_to, &names),
        store.job_values(visible_to)
    )?;
    let now = open.filter_map(|(value, name, words)| {
        let count = counts.get(name)?.unsigned_abs();
        let count = if count < 1_000 { thousands(count) } else { "1,000 or more".to_owned() };
        Some(CountView { value, words, count })
    });
    let now = now.collect();
    let (mut repositories, mut workflows, mut branches) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (repository, workflow, branch) in values {
        repositories.insert(repository);
        workflows.insert(workflow);
        branches.insert(branch);
    }
    let view = JobsView {
        setup: seat.path("setup"),
        filtered: asked.pairs().iter().any(|(_, value)| !value.is_empty()),
        states: STATES
            .into_iter()
            .map(|(value, _, words)| StateView { value, words, chosen: value == asked.state })
            .collect(),
        repositories,
        workflows,
        branches,
        now,
        jobs: page.jobs.iter().map(|job| of(job, &path, seat.visit.now)).collect(),
        first: before.map(|_| asked.address(&path, None)),
        next: page.next.map(|next| asked.address(&path, Some(next))),
        looked_through: page.looked_through,
        looked: thousands(LOOKED_THROUGH.unsigned_abs()),
        filter: asked,
        path,
    };
    let stream = seat.path("events");
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Jobs), "Jobs").live(stream), "jobs.html", view))
}

fn of(job: &JobRow, path: &str, now: Timestamp) -> JobView {
    let took = match (job.started_at, job.finished_at) {
        (Some(started), Some(finished)) => duration(finished.since(started)),
        (Some(started), None) => duration(now.since(started)),
        (None, _) => String::new(),
    };
    JobView {
        id: job.id.0,
        href: format!("{path}/{}", job.id.0),
        name: job.name.clone(),
        repository: job.repository.clone(),
        workflow: job.workflow.clone(),
        branch: job.head_branch.clone().unwrap_or_default(),
        label: job.label.clone(),
        badge: Badge::of_job(&job.job.state),
        why: job.job.state.reason().map(|failure| FailureView::of(&failure).cause),
        queued: HumanTime::new(job.queued_at, now),
        took,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::World;
    use sprinters_core::job::JobState;
    use sprinters_samples as samples;

    #[tokio::test]
    async fn an_empty_account_says_how_to_begin() {
        let world = World::new().await;
        let page = world.text("/o/acme/jobs").await;
        assert!(page.contains("No job yet") && page.contains("/o/acme/setup"));
        assert!(world.text("/o/acme/jobs?q=x").await.contains("No job fits"));
    }

    #[tokio::test]
    async fn every_state_has_its_words_and_filters_find_it() {
        let world = World::with_samples().await;
        let page = world.text("/o/acme/jobs").await;
        for words in ["waits for approval", "queued", "held", "starting", "running", "succeeded", "did not run"] {
            assert!(page.contains(words), "{words}");
        }
        for (value, _, _) in STATES {
            let page = world.text(&format!("/o/acme/jobs?state={value}")).await;
            assert!(page.contains("<tbody>"), "{value}");
        }
        assert!(!world.text("/o/acme/jobs?state=nonsense").await.contains("<tbody>"));
        assert!(world.text("/o/acme/jobs?repository=acme%2Fweb").await.contains("acme/web"));
        assert!(world.text("/o/acme/jobs?q=integ").await.contains("integration"));
        assert!(world.text("/o/acme/jobs?q=1001").await.contains("job-1001"));
        assert!(world.text("/o/acme/jobs?from=2020-01-01&until=2020-01-02").await.contains("No job fits"));
    }

    #[tokio::test]
    async fn a_search_knows_capital_letters_and_goes_back_as_far_as_one_asks() {
        let world = World::new().await;
        let mut rare = samples::job(1, samples::ACME, "Prüfung ÄÖÜ", JobState::Waiting, world.now());
        rare.head_branch = Some("feature/ΑΘΗΝΑ".to_owned());
        sprinters_store::in_change!(world.console().store(), change => {
            change.put_job(&rare);
            Ok(())
        })
        .unwrap();
        for words in ["äöü", "ÄÖÜ", "prüf", "αθηνα"] {
            let page = world.text(&format!("/o/acme/jobs?q={}", encode(words))).await;
            assert!(page.contains("id=\"job-1\""), "{words}");
        }
        // What stands in two places stands nowhere as a whole.
        for words in ["äöü acme", "äöüacme", "%", "_rüfung", "'"] {
            let page = world.text(&format!("/o/acme/jobs?q={}", encode(words))).await;
            assert!(page.contains("No job fits"), "{words}");
        }
        world.add_jobs(LOOKED_THROUGH.unsigned_abs()).await;
        let search = format!("/o/acme/jobs?q={}&from=1970-01-02", encode("äöü"));
        let page = world.text(&search).await;
        assert!(page.contains("Among the newest 1,000 jobs") && page.contains("Search further back"), "{page}");
        let at = page.find("rel=\"next\" href=\"").unwrap();
        let next = page[at + 17..].split('"').next().unwrap().replace("&#x2f;", "/").replace("&amp;", "&");
        assert!(world.text(&next).await.contains("id=\"job-1\""), "{next}");
        // As many as were made fit, and the page after the last full one is none.
        let page = world.text("/o/acme/jobs?q=job+999").await;
        assert_eq!(page.matches("id=\"job-").count(), 1);
    }

    #[tokio::test]
    async fn pages_go_on_where_the_last_one_ended() {
        let world = World::new().await;
        world.add_jobs(120).await;
        let (mut address, mut seen) = ("/o/acme/jobs".to_owned(), Vec::new());
        loop {
            let page = world.text(&address).await;
            seen.extend(
                page.match_indices("id=\"job-")
                    .map(|(at, _)| page[at + 8..].split('"').next().unwrap().parse::<u64>().unwrap()),
            );
            let Some(at) = page.find("rel=\"next\" href=\"") else { break };
            address = page[at + 17..].split('"').next().unwrap().replace("&#x2f;", "/");
        }
        assert_eq!(seen.len(), 120);
        assert!(seen.is_sorted_by(|a, b| b < a));
    }
}
