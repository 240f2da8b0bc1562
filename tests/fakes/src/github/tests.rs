//! The model: what GitHub does with jobs and runners, whoever asks.

use super::{GitHub, NewApp, NewJob, RunnerRefused, Selection, Sending, Site, Status};
use crate::clock::Clock;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const MINUTE: u64 = 60_000;

struct World {
    github: GitHub,
    clock: Arc<AtomicU64>,
    organization: i64,
    repository: i64,
}

impl World {
    async fn new() -> World {
        let clock = Arc::new(AtomicU64::new(1_767_225_600_000));
        let github = GitHub::start(Clock::Manual(Arc::clone(&clock))).await.unwrap();
        github.set_sending(Sending::Held);
        let organization = github.add_organization("octo-org");
        let repository = github.add_repository(organization, "hello", true);
        let webhook_url = Some("http://127.0.0.1:9/".to_owned());
        let app = github.make_app(NewApp { webhook_url, ..NewApp::default() }).unwrap();
        let _ = github.install(app.id, organization, Selection::All);
        github.outbox().iter().for_each(|delivery| github.forget(delivery.id));
        World { github, clock, organization, repository }
    }

    fn job(&self, labels: &[&str]) -> NewJob {
        let labels = labels.iter().map(|&label| label.to_owned()).collect();
        NewJob { repository: self.repository, labels, ..NewJob::default() }
    }

    fn queue(&self, labels: &[&str]) -> u64 {
        self.github.queue_job(&self.job(labels))
    }

    /// A runner, registered as by its API; its configuration.
    fn register(&self, site: Site, name: &str, labels: &[&str]) -> (u64, String) {
        let labels = labels.iter().map(|&label| label.to_owned()).collect();
        self.github.with(|state| state.register(site, name, labels, 1))
    }

    fn pass(&self, millis: u64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    /// What was told since the last time: action and status.
    fn told(&self) -> Vec<(String, String)> {
        let told = self.github.outbox();
        told.iter().for_each(|delivery| self.github.forget(delivery.id));
        let read = |body: &[u8]| -> Value { serde_json::from_slice(body).unwrap() };
        let of = |body: Value| {
            (body["action"].as_str().unwrap().to_owned(), body["workflow_job"]["status"].as_str().unwrap().to_owned())
        };
        told.iter().map(|delivery| of(read(&delivery.body))).collect()
    }
}

#[tokio::test]
async fn a_job_goes_to_any_idle_runner_that_has_all_its_labels() {
    let world = World::new().await;
    let here = Site::Repository(world.repository);
    let job = world.queue(&["a", "B"]);
    let (_, less) = world.register(here, "less", &["a"]);
    assert_eq!(world.github.runner_online(&less).unwrap().job, None);
    let (more, configuration) = world.register(here, "more", &["A", "b", "c"]);
    assert_eq!(world.github.runner_online(&configuration).unwrap().job, Some(job));
    assert_eq!(world.github.job(job).unwrap().runner, Some((more, "more".to_owned())));
    // The first one takes what it can, though it was made for another.
    let next = world.queue(&["a"]);
    assert_eq!(world.github.job(next).unwrap().runner.unwrap().1, "less");
}

#[tokio::test]
async fn the_repositorys_own_runners_come_before_the_organisations() {
    let world = World::new().await;
    let above = world.github.foreign_runner(Site::Organization(world.organization), "above", &["a"]);
    world.pass(1_000);
    let here = world.github.foreign_runner(Site::Repository(world.repository), "here", &["a"]);
    let first = world.queue(&["a"]);
    let second = world.queue(&["a"]);
    assert_eq!(world.github.job(first).unwrap().runner.unwrap().0, here);
    assert_eq!(world.github.job(second).unwrap().runner.unwrap().0, above);
    let elsewhere = world.github.add_repository(world.github.add_organization("other"), "x", false);
    let other = world.github.queue_job(&NewJob { repository: elsewhere, ..world.job(&["a"]) });
    assert_eq!(world.github.job(other).unwrap().status, Status::Queued);
}

#[tokio::test]
async fn a_configuration_is_good_for_one_runner_and_one_job() {
    let world = World::new().await;
    let (id, configuration) = world.register(Site::Repository(world.repository), "one", &["a"]);
    let job = world.queue(&["a"]);
    assert_eq!(world.github.runner_online("nonsense"), Err(RunnerRefused::Unreadable));
    assert_eq!(world.github.runner_online(&configuration).unwrap().job, Some(job));
    assert_eq!(world.github.runner_online(&configuration), Err(RunnerRefused::Used));
    assert!(world.github.finish_job(job, "success") && !world.github.finish_job(job, "success"));
    assert_eq!(world.github.registration(id), None);
    assert_eq!(world.github.runner_online(&configuration), Err(RunnerRefused::Gone));
}

#[tokio::test]
async fn time_ends_idle_runners_forgotten_ones_and_jobs_whose_machine_died() {
    let world = World::new().await;
    let here = Site::Repository(world.repository);
    let idle = world.github.foreign_runner(here, "idle", &["x"]);
    let (never, _) = world.register(here, "never", &["x"]);
    let job = world.queue(&["a"]);
    let busy = world.github.foreign_runner(here, "busy", &["a"]);
    world.pass(6 * MINUTE);
    assert_eq!(world.github.registration(idle), None);
    assert!(world.github.registration(never).is_some() && world.github.registration(busy).is_some());
    world.github.runner_died(busy);
    world.pass(9 * MINUTE);
    assert_eq!(world.github.job(job).unwrap().status, Status::InProgress);
    world.pass(2 * MINUTE);
    assert_eq!(world.github.job(job).unwrap().conclusion.as_deref(), Some("failure"));
    world.pass(24 * 60 * MINUTE);
    assert!(world.github.registrations().is_empty());
}

#[tokio::test]
async fn an_approval_is_told_as_github_tells_it() {
    let world = World::new().await;
    let job = world.github.queue_job(&NewJob { needs_approval: true, ..world.job(&["a"]) });
    let _ = world.github.foreign_runner(Site::Repository(world.repository), "r", &["a"]);
    let told = |action: &str, status: &str| (action.to_owned(), status.to_owned());
    assert_eq!(world.told(), [told("queued", "waiting"), told("waiting", "waiting")]);
    world.pass(MINUTE);
    assert!(world.github.approve(job) && !world.github.approve(job));
    assert_eq!(world.told(), [told("queued", "queued"), told("in_progress", "in_progress")]);
}

#[tokio::test]
async fn running_again_makes_new_jobs_and_tells_again_of_those_that_had_succeeded() {
    let world = World::new().await;
    let good = world.queue(&["a"]);
    let run = world.github.job(good).unwrap().run;
    let bad = world.github.queue_job(&NewJob { run: Some(run), ..world.job(&["a"]) });
    world.github.finish_job(good, "success");
    assert!(!world.github.rerun_failed_jobs(run), "the other one goes on");
    world.github.finish_job(bad, "failure");
    world.told();
    assert!(world.github.rerun_failed_jobs(run));
    let told = world.told();
    assert_eq!(told.iter().map(|(action, _)| action.as_str()).collect::<Vec<_>>(), ["completed", "queued"]);
    let again = world.github.jobs().into_iter().next_back().unwrap();
    assert!(again.id != bad && again.attempt == 2 && again.run == run);
}

#[tokio::test]
async fn a_thousand_jobs_are_nothing() {
    let world = World::new().await;
    let began = std::time::Instant::now();
    for number in 0..1_000 {
        let _ = world.queue(&[&format!("pin-{number}"), "a"]);
    }
    let here = Site::Repository(world.repository);
    for number in 0..1_000 {
        let (_, configuration) = world.register(here, &format!("r{number}"), &[&format!("pin-{number}"), "a"]);
        let online = world.github.runner_online(&configuration).unwrap();
        world.github.finish_job(online.job.unwrap(), "success");
    }
    assert!(world.github.registrations().is_empty());
    assert!(world.github.jobs().iter().all(|job| job.status == Status::Completed));
    assert_eq!(world.told().len(), 3_000);
    assert!(began.elapsed() < std::time::Duration::from_secs(60), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_suspended_installation_hears_of_no_jobs() {
    let world = World::new().await;
    let installation = world.github.installations()[0].id;
    world.github.suspend(installation);
    world.github.outbox().iter().for_each(|delivery| world.github.forget(delivery.id));
    let _ = world.queue(&["a"]);
    assert!(world.github.outbox().is_empty());
    let silent = NewJob { silent: true, ..world.job(&["a"]) };
    world.github.unsuspend(installation);
    world.github.outbox().iter().for_each(|delivery| world.github.forget(delivery.id));
    let _ = world.github.queue_job(&silent);
    assert!(world.github.outbox().is_empty(), "some `queued` are never sent");
}
