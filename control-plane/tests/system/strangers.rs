//! As a stranger: another tenant of the same control plane, another repository of the same organisation, whoever holds
//! keys of another AWS account. What they may write (names of runners, tags, labels) is written as another's, through
//! GitHub and AWS, and moves nothing of that one's.

use crate::harness::{BOOT, On, Universe, on_both};
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_core::runner::RunnerState;
use sprinters_fakes::github::{NewJob, Registration, Selection, Site};
use sprinters_store::{RunnerRow, TimelineEvent};
use std::time::Duration;

const LABEL: &str = "sprinters:aws:eu-central-1";
/// The AWS account of another tenant.
const THEIR_ACCOUNT: &str = "555566667777";
const MINUTE: Duration = Duration::from_secs(60);

/// Another account with a public repository, where the same App is installed: the numbers of both.
fn another_tenant(world: &Universe) -> (i64, i64) {
    let organization = world.github.add_organization("mallory");
    let repository = world.github.add_repository(organization, "tools", false);
    let _installed = world.github.install(world.app_id, organization, Selection::All);
    (organization, repository)
}

async fn runner_of(world: &Universe, job: JobId) -> RunnerRow {
    world.ours.store.runners_of_job(job).await.unwrap().remove(0)
}

/// What GitHub lists for a job's runner: its number and its name, which stands in the job's log.
async fn listed(world: &Universe, job: JobId) -> Registration {
    let row = runner_of(world, job).await;
    let registration = row.runner.state.registration().unwrap();
    world.github.registration(registration.0).unwrap()
}

/// A job at somebody's own runner, which has another's name; it begins and ends.
async fn play(world: &mut Universe, repository: i64, name: &str, labels: &[&str]) -> JobId {
    let own = world.github.foreign_runner(Site::Repository(repository), name, labels);
    let labels = labels.iter().map(|&label| label.to_owned()).collect();
    let job = JobId(world.github.queue_job(&NewJob { repository, labels, ..NewJob::default() }));
    assert_eq!(world.github.registration(own).unwrap().job, Some(job.0));
    world.settle().await;
    assert!(world.github.finish_job(job.0, "success"));
    world.settle().await;
    job
}

async fn still_runs(world: &Universe, job: JobId, runner: &RunnerRow) {
    assert_eq!(world.state(job).await, JobState::Running { on: Some(runner.id) });
    let now = runner_of(world, job).await;
    assert!(matches!(now.runner.state, RunnerState::Busy { .. }), "{:?}", now.runner.state);
    assert_eq!(world.aws.live_instances().len(), 1);
}

async fn ends_well(world: &mut Universe, job: JobId) {
    assert!(world.github.finish_job(job.0, "success"));
    world.pass_by(MINUTE / 2, 10 * MINUTE).await;
    world.assert_nothing_is_left().await;
}

on_both!(a_runner_that_is_called_like_anothers_ends_no_job_of_theirs, world => {
    let (_, theirs) = another_tenant(&world);
    let sibling = world.github.add_repository(world.organization, "wiki", false);
    let job = world.queue(LABEL);
    world.pass(BOOT + MINUTE).await;
    let victim = runner_of(&world, job).await;
    let name = listed(&world, job).await.name;
    still_runs(&world, job, &victim).await;
    for stranger in [theirs, sibling] {
        // With labels of their own, and with one that makes the job ours.
        for labels in [["self-hosted", "linux"], ["self-hosted", LABEL]] {
            play(&mut world, stranger, &name, &labels).await;
            world.pass_by(MINUTE / 2, 5 * MINUTE).await;
            still_runs(&world, job, &victim).await;
        }
    }
    ends_well(&mut world, job).await;
});

on_both!(a_runner_that_is_called_like_anothers_takes_none_away_from_a_waiting_job, world => {
    let (_, theirs) = another_tenant(&world);
    let job = world.queue(LABEL);
    world.settle().await;
    let victim = runner_of(&world, job).await;
    assert_eq!(world.state(job).await, JobState::Starting { runner: victim.id });
    let name = listed(&world, job).await.name;
    play(&mut world, theirs, &name, &["self-hosted"]).await;
    assert_eq!(world.state(job).await, JobState::Starting { runner: victim.id });
    world.pass(BOOT + MINUTE).await;
    still_runs(&world, job, &victim).await;
    assert_eq!(world.aws.instances().len(), 1, "nobody pays for a second one");
    ends_well(&mut world, job).await;
});

on_both!(what_github_answers_about_a_strangers_job_moves_nothing_either, world => {
    let sibling = world.github.add_repository(world.organization, "wiki", false);
    let job = world.queue(LABEL);
    world.pass(BOOT + MINUTE).await;
    let victim = runner_of(&world, job).await;
    let name = listed(&world, job).await.name;
    // Its deliveries are lost, so we read it.
    let labels = vec!["self-hosted".to_owned(), LABEL.to_owned()];
    let asked = world.github.queue_job(&NewJob { repository: sibling, labels, ..NewJob::default() });
    world.settle().await;
    let own = world.github.foreign_runner(Site::Repository(sibling), &name, &["self-hosted", LABEL]);
    assert_eq!(world.github.registration(own).unwrap().job, Some(asked));
    assert!(world.github.finish_job(asked, "success"));
    for delivery in world.github.outbox() {
        world.github.forget(delivery.id);
    }
    world.pass_by(MINUTE / 2, 40 * MINUTE).await;
    assert!(world.state(JobId(asked)).await.is_end(), "it was read");
    still_runs(&world, job, &victim).await;
    ends_well(&mut world, job).await;
});

on_both!(the_name_at_github_says_nothing_that_stands_on_the_instance, world => {
    let job = world.queue(LABEL);
    world.settle().await;
    let victim = runner_of(&world, job).await;
    let name = listed(&world, job).await.name;
    assert!(!name.contains(&victim.id.to_string()), "{name}");
    let other = world.queue(LABEL);
    world.settle().await;
    assert_ne!(listed(&world, other).await.name, name);
});

on_both!(a_tag_in_one_aws_account_names_no_runner_of_another, world => {
    let (organization, _) = another_tenant(&world);
    world.settle().await;
    let theirs = world.connect_as(organization, THEIR_ACCOUNT, &[]).await;
    world.settle().await;
    let job = world.queue(LABEL);
    world.pass(BOOT + MINUTE).await;
    let victim = runner_of(&world, job).await;
    let before = world.github.ledger_end();
    world.launch_tagged(victim.id, theirs, victim.id).await;
    assert_eq!(world.aws.live_instances().len(), 2);
    // Its machine does nothing by itself; only the scans can end it, and a connection on which nothing ever ran is
    // looked at every three hours.
    for _ in 0..60 {
        world.clock.advance(4 * MINUTE);
        world.ours.worker.settle().await.unwrap();
    }
    still_runs(&world, job, &victim).await;
    let asked: Vec<String> =
        world.github.ledger(before).iter().map(|entry| entry.operation()).filter(|one| one.starts_with("DELETE")).collect();
    assert_eq!(asked, Vec::<String>::new(), "nobody asked GitHub to delete anything");
    let told = world.timeline(job).await;
    assert!(!told.iter().any(|entry| matches!(entry.happening, TimelineEvent::Orphan { .. })), "{told:#?}");
    ends_well(&mut world, job).await;
});

on_both!(a_strangers_fork_that_takes_a_runner_is_ended_with_it, world => {
    let public = world.github.add_repository(world.organization, "open", false);
    let stranger = world.github.add_user("mallory", "mallory@example.com");
    let fork = world.github.add_repository(stranger, "open", false);
    let plain = ["self-hosted", "linux"].map(str::to_owned).to_vec();
    // It waits for any runner, before ours is made for somebody else.
    let new = NewJob { repository: public, labels: plain.clone(), fork: Some(fork), ..NewJob::default() };
    let taker = JobId(world.github.queue_job(&new));
    let labels = [plain, vec![LABEL.to_owned()]].concat();
    let job = JobId(world.github.queue_job(&NewJob { repository: public, labels, ..NewJob::default() }));
    world.settle().await;
    let first = runner_of(&world, job).await;
    world.pass_by(MINUTE / 4, BOOT + 6 * MINUTE).await;
    assert!(world.state(taker).await.is_end(), "{:?}", world.state(taker).await);
    let gone = world.ours.store.runner(first.id).await.unwrap().unwrap();
    assert!(matches!(gone.runner.state, RunnerState::Gone { .. }), "{:?}", gone.runner.state);
    let told = world.ours.store.timeline_of_job(taker).await.unwrap();
    let is_told = |event: &TimelineEvent| {
        matches!(event, TimelineEvent::Told { failure } if failure.reason() == FailureReason::ForkNotAllowed)
    };
    assert!(told.iter().any(|entry| is_told(&entry.happening)), "{told:?}");
    // Whoever the runner was made for has another one.
    let JobState::Running { on: Some(second) } = world.state(job).await else { panic!("{:?}", world.state(job).await) };
    assert_ne!(second, first.id);
    ends_well(&mut world, job).await;
});
