//! `/o/{login}/jobs`: the live list. Filters and search are in the address; pages go by key. What changed while
//! somebody looks is asked for at `/o/{login}/jobs/changed`: the rows of some jobs, and nothing around them.

use super::job_filter::{ChipView, OUTCOMES, QueryParams, STATES};
use super::job_search;
use super::{Badge, FailureView};
use crate::error::PageError;
use crate::format::{HumanTime, duration, thousands};
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::time::Timestamp;
use sprinters_store::{JobFilter, JobRow, LOOKED_THROUGH, VisibleTo};
use std::collections::{BTreeSet, HashMap};

/// Jobs on a page.
const PAGE: u32 = 50;

/// Most jobs whose rows are asked for at once: as many as an event names.
const MOST_CHANGED: usize = 50;

/// Most earlier pages that an address remembers the way back to.
const WAY_BACK: usize = 20;

#[derive(Debug, Serialize)]
struct TabView {
    href: String,
    words: &'static str,
    count: Option<String>,
    current: bool,
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
    short_label: String,
    badge: Badge,
    why: Option<&'static str>,
    queued: HumanTime,
    /// Since when it runs, if it does.
    running: Option<String>,
    took: String,
}

#[derive(Debug, Serialize)]
struct JobsView {
    path: String,
    setup: String,
    help: &'static str,
    filter: QueryParams,
    filtered: bool,
    more_filters: bool,
    chips: Vec<ChipView>,
    tabs: Vec<TabView>,
    repositories: BTreeSet<String>,
    workflows: BTreeSet<String>,
    branches: BTreeSet<String>,
    jobs: Vec<JobView>,
    /// Where the rows of changed jobs are.
    changed: String,
    is_first: bool,
    counted: String,
    newer: Option<String>,
    next: Option<String>,
    looked_through: bool,
    looked: String,
}

/// The filter, with the jobs of the instance that is looked for.
async fn filter_of(
    console: &Console,
    visible_to: VisibleTo,
    asked: &QueryParams,
) -> Result<(JobFilter, bool), PageError> {
    let filter = asked.filter()?;
    let Some(instance) = filter.search.as_deref().and_then(job_search::instance) else { return Ok((filter, false)) };
    let only = console.store().jobs_of_instance(visible_to, instance).await?;
    let none = only.is_empty();
    Ok((JobFilter { search: None, only, ..filter }, none))
}

/// `GET /o/{login}/jobs`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let (store, visible_to, path) = (console.store(), seat.visible_to(), seat.path("jobs"));
    let search = job_search::read(&asked.q);
    if search.has_keys() {
        // What was typed shows as filters, each of which can be taken away.
        return Ok(Redirect::to(&asked.with(search).address(&path)).into_response());
    }
    let before = match asked.before.as_str() {
        "" => None,
        text => Some(text.parse::<i64>().map_err(|_| PageError::BadFilter("`before` is a job's number.".to_owned()))?),
    };
    let (filter, nothing) = filter_of(&console, visible_to, &asked).await?;
    let names = STATES.map(|(_, name, _)| name);
    let limit = if nothing { 0 } else { PAGE };
    let (page, counts, values) = tokio::try_join!(
        store.job_page(visible_to, &filter, before, limit),
        store.count_jobs(visible_to, &names),
        store.job_values(visible_to)
    )?;
    let (mut repositories, mut workflows, mut branches) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (repository, workflow, branch) in values {
        repositories.insert(repository);
        workflows.insert(workflow);
        branches.insert(branch);
    }
    let back: Vec<&str> = if before.is_some() { asked.back.split('.').collect() } else { Vec::new() };
    let newer = before.map(|_| match back.as_slice() {
        [rest @ .., last] => asked.page(&path, Some(*last).filter(|last| !last.is_empty()), rest),
        [] => asked.page(&path, None, &[]),
    });
    let mut further = back.clone();
    further.push(&asked.before);
    let further = &further[further.len().saturating_sub(WAY_BACK)..];
    let number = page.jobs.len() as u64;
    let counted = match (page.next.is_some(), before.is_some(), number) {
        (false, false, 1) => "1 job".to_owned(),
        (false, false, number) => format!("{} jobs", thousands(number)),
        (true, false, number) => format!("The {} most recent jobs", thousands(number)),
        (_, true, number) => format!("{} earlier jobs", thousands(number)),
    };
    let [_, _, _, repository, workflow, branch, label, from, until] = asked.pairs().map(|(_, value)| !value.is_empty());
    let view = JobsView {
        setup: seat.path("setup"),
        help: "/help",
        filtered: asked.pairs().iter().any(|(_, value)| !value.is_empty()),
        more_filters: repository || workflow || branch || label || from || until,
        chips: asked.chips(&path),
        tabs: tabs(&asked, &path, &counts),
        repositories,
        workflows,
        branches,
        jobs: page.jobs.iter().map(|job| of(job, &path, seat.visit.now)).collect(),
        changed: asked.address(&format!("{path}/changed")),
        is_first: before.is_none(),
        counted,
        newer,
        next: page.next.map(|next| asked.page(&path, Some(&next.to_string()), further)),
        looked_through: page.looked_through,
        looked: thousands(LOOKED_THROUGH.unsigned_abs()),
        filter: asked,
        path,
    };
    let stream = seat.path("events");
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Jobs), "Jobs").live(stream), "jobs.html", view))
}

fn tabs(asked: &QueryParams, path: &str, counts: &HashMap<String, i64>) -> Vec<TabView> {
    let count = |name: &str| counts.get(name).map(|count| count.unsigned_abs());
    let number = |count: u64| if count < 1_000 { thousands(count) } else { "1,000+".to_owned() };
    let all = TabView {
        href: asked.of("", "").address(path),
        words: "All",
        count: None,
        current: asked.state.is_empty() && asked.outcome.is_empty(),
    };
    let open = STATES.into_iter().take(5).map(|(value, name, words)| TabView {
        href: asked.of(value, "").address(path),
        words,
        count: count(name).map(number),
        current: asked.state == value,
    });
    let ended = OUTCOMES.into_iter().filter(|(value, ..)| *value != "skipped").map(|(value, _, _, words)| TabView {
        href: asked.of("", value).address(path),
        words,
        count: None,
        current: asked.outcome == value,
    });
    std::iter::once(all).chain(open).chain(ended).collect()
}

#[derive(Debug, Serialize)]
struct ChangedView {
    jobs: Vec<JobView>,
    tabs: Vec<TabView>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangedParams {
    only: String,
    #[serde(flatten)]
    asked: HashMap<String, String>,
}

/// `GET /o/{login}/jobs/changed?only=1,2`: the rows of those of some jobs that fit the filters, and the counts.
pub(crate) async fn changed(
    State(console): State<Console>,
    seat: AccountSession,
    Query(params): Query<ChangedParams>,
) -> Result<Response, PageError> {
    let text = |name: &str| params.asked.get(name).cloned().unwrap_or_default();
    let asked = QueryParams {
        q: text("q"),
        state: text("state"),
        outcome: text("outcome"),
        repository: text("repository"),
        workflow: text("workflow"),
        branch: text("branch"),
        label: text("label"),
        from: text("from"),
        until: text("until"),
        ..QueryParams::default()
    };
    let (store, visible_to, path) = (console.store(), seat.visible_to(), seat.path("jobs"));
    let wanted: Vec<i64> = params.only.split(',').filter_map(|id| id.parse().ok()).take(MOST_CHANGED).collect();
    let (filter, nothing) = filter_of(&console, visible_to, &asked).await?;
    let instance = !filter.only.is_empty();
    let only: Vec<i64> = wanted.into_iter().filter(|id| !instance || filter.only.contains(id)).collect();
    let limit = if nothing || only.is_empty() { 0 } else { PAGE };
    let filter = JobFilter { only, ..filter };
    let names = STATES.map(|(_, name, _)| name);
    let (page, counts) =
        tokio::try_join!(store.job_page(visible_to, &filter, None, limit), store.count_jobs(visible_to, &names))?;
    let view = ChangedView {
        jobs: page.jobs.iter().map(|job| of(job, &path, seat.visit.now)).collect(),
        tabs: tabs(&asked, &path, &counts),
    };
    Ok(view::fragment("jobs_changed.html", view))
}

fn of(job: &JobRow, path: &str, now: Timestamp) -> JobView {
    let took = match (job.started_at, job.finished_at) {
        (Some(started), Some(finished)) => duration(finished.since(started)),
        (Some(started), None) => duration(now.since(started)),
        (None, _) => String::new(),
    };
    let running = job.started_at.filter(|_| job.finished_at.is_none()).map(|at| HumanTime::new(at, now).iso);
    JobView {
        id: job.id.0,
        href: format!("{path}/{}", job.id.0),
        name: job.name.clone(),
        repository: job.repository.clone(),
        workflow: job.workflow.clone(),
        branch: job.head_branch.clone().unwrap_or_default(),
        short_label: short(&job.label).to_owned(),
        label: job.label.clone(),
        badge: Badge::of_job(&job.job.state),
        why: job.job.reason().map(|failure| FailureView::of(&failure).cause),
        queued: HumanTime::new(job.queued_at, now),
        running,
        took,
    }
}

/// What tells labels apart: all of them begin alike.
fn short(label: &str) -> &str {
    label.strip_prefix("sprinters:aws:").unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::World;
    use crate::request_context::encode;
    use sprinters_core::job::JobState;
    use sprinters_samples as samples;

    #[tokio::test]
    async fn an_empty_account_says_how_to_begin() {
        let world = World::new().await;
        let page = world.text("/o/acme/jobs").await;
        assert!(page.contains("No jobs yet") && page.contains("/o/acme/setup"));
        assert!(world.text("/o/acme/jobs?q=x").await.contains("No matching jobs"));
    }

    #[tokio::test]
    async fn every_state_has_its_words_and_filters_find_it() {
        let world = World::with_samples().await;
        let page = world.text("/o/acme/jobs").await;
        for words in ["waiting for approval", "queued", "on hold", "starting", "running", "succeeded", "not started"] {
            assert!(page.contains(words), "{words}");
        }
        for (value, _, _) in STATES {
            let page = world.text(&format!("/o/acme/jobs?state={value}")).await;
            assert!(page.contains("<tbody>"), "{value}");
        }
        for (value, _, _, _) in OUTCOMES.iter().filter(|outcome| !matches!(outcome.0, "cancelled" | "skipped")) {
            let page = world.text(&format!("/o/acme/jobs?outcome={value}")).await;
            assert!(page.contains("<tbody>"), "{value}");
        }
        let refused = world.get("/o/acme/jobs?state=nonsense").await;
        assert_eq!(refused.status(), 400);
        let text = refused.text().await;
        assert!(text.contains("`queued`, `held`") && text.contains("aria-current=\"page\""), "{text}");
        assert_eq!(world.get("/o/acme/jobs?outcome=nonsense").await.status(), 400);
        assert_eq!(world.get("/o/acme/jobs?from=yesterday").await.status(), 400);
        assert!(world.text("/o/acme/jobs?repository=acme%2Fweb").await.contains("acme/web"));
        assert!(world.text("/o/acme/jobs?q=integ").await.contains("integration"));
        assert!(world.text("/o/acme/jobs?q=1001").await.contains("job-1001"));
        assert!(world.text("/o/acme/jobs?from=2020-01-01&until=2020-01-02").await.contains("No matching jobs"));
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
            assert!(page.contains("No matching jobs"), "{words}");
        }
        world.add_jobs(LOOKED_THROUGH.unsigned_abs()).await;
        let search = format!("/o/acme/jobs?q={}&from=1970-01-02", encode("äöü"));
        let page = world.text(&search).await;
        assert!(
            page.contains("None of the 1,000 most recent jobs match") && page.contains("Search older jobs"),
            "{page}"
        );
        let at = page.find("rel=\"next\" href=\"").unwrap();
        let next = page[at + 17..].split('"').next().unwrap().replace("&#x2f;", "/").replace("&amp;", "&");
        assert!(world.text(&next).await.contains("id=\"job-1\""), "{next}");
        // As many as were made fit, and the page after the last full one is none.
        let page = world.text("/o/acme/jobs?q=job+999").await;
        assert_eq!(page.matches("id=\"job-").count(), 1);
    }

    #[tokio::test]
    async fn the_search_box_takes_what_people_paste() {
        let world = World::with_samples().await;
        for (typed, filter) in [
            ("https://github.com/acme/web/actions/runs/750/job/1005", "q=1005&repository=acme%2Fweb"),
            ("is:held", "state=held"),
            ("outcome:failed repo:acme/web", "outcome=failed&repository=acme%2Fweb"),
        ] {
            let answer = world.get(&format!("/o/acme/jobs?q={}", encode(typed))).await;
            assert_eq!(answer.headers()["location"], format!("/o/acme/jobs?{filter}"), "{typed}");
        }
        let page = world.text("/o/acme/jobs?q=i-0123456789abcdef6").await;
        assert!(page.contains("id=\"job-1006\"") && !page.contains("id=\"job-1005\""));
        assert!(world.text("/o/acme/jobs?q=i-0123456789abcdef7").await.contains("No matching jobs"));
    }

    #[tokio::test]
    async fn the_rows_of_changed_jobs_are_asked_for_alone() {
        let world = World::with_samples().await;
        let rows = world.text("/o/acme/jobs/changed?only=1005,1003,2001").await;
        assert!(rows.contains("id=\"row-1005\"") && rows.contains("id=\"row-1003\""), "{rows}");
        assert!(!rows.contains("row-2001") && !rows.contains("<html"), "{rows}");
        // One that does not fit the filters any more is not among them.
        let rows = world.text("/o/acme/jobs/changed?only=1005,1003&state=held").await;
        assert!(rows.contains("row-1003") && !rows.contains("row-1005"), "{rows}");
        assert!(rows.len() < 4_000, "{} bytes", rows.len());
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
