//! Each call, on a GitHub where all is well.

use super::harness::{START, World, strings};
use secrecy::ExposeSecret as _;
use sprinters_core::ids::{JobId, RunnerId, RunnerName};
use sprinters_core::job::{Conclusion, JobObserved, Phase};
use sprinters_core::reconcile::Coverage;
use sprinters_core::site::RunnerSite;
use sprinters_core::time::Timestamp;
use sprinters_fakes::github::{NewApp, NewJob, Selection, Sending};
use sprinters_github::{Deregistration, GitHubError};
use std::collections::BTreeMap;

const LABEL: &str = "sprinters:aws:eu-central-1";

#[tokio::test]
async fn a_job_runs_on_the_runner_that_was_registered_for_it() {
    let world = World::new().await;
    let (ours, theirs, site) = (&world.ours, &world.theirs, world.site());
    let job = world.queue(&[LABEL]);
    let (runner, name) = (RunnerId(7), RunnerName::from_random(8));
    let name = name.as_str();
    let registered = ours.register(&site, name, &strings(&[LABEL])).await.unwrap();
    let listed = ours.registration_named(&site, name).await.unwrap().unwrap();
    assert_eq!((listed.id, listed.busy), (registered.id, false));

    let online = theirs.runner_online(registered.jit_config.expose_secret()).unwrap();
    assert_eq!(online.job, Some(job));
    assert_eq!(ours.deregister(&site, registered.id).await, Ok(Deregistration::Busy));
    let (all, coverage) = ours.registrations(&site).await.unwrap();
    assert_eq!((all.len(), all[0].busy, coverage), (1, true, Coverage::Complete));
    let reading = ours.job(&world.repository, JobId(job)).await.unwrap().unwrap();
    let claimed = reading.news.claimed().unwrap();
    assert_eq!((claimed.registration(), claimed.is_called(&RunnerName::from_random(8))), (registered.id, true));
    assert_eq!(reading.news.on(Some(runner)), JobObserved::InProgress { on: Some(runner) });
    assert_eq!(reading.labels, [LABEL]);

    assert!(theirs.finish_job(job, "success"));
    let reading = ours.job(&world.repository, JobId(job)).await.unwrap().unwrap();
    assert_eq!(reading.news.claimed().map(|claimed| claimed.registration()), Some(registered.id));
    assert_eq!(reading.news.on(None), JobObserved::Completed { conclusion: Conclusion::Success, on: None });
    assert_eq!(ours.deregister(&site, registered.id).await, Ok(Deregistration::Gone));
    assert_eq!(ours.registration_named(&site, name).await, Ok(None));
    assert!(theirs.registrations().is_empty());
}

#[tokio::test]
async fn a_name_that_is_taken_says_so_and_an_idle_runner_goes() {
    let world = World::new().await;
    let site = world.site();
    let name = RunnerName::from_random(1);
    let name = name.as_str();
    let first = world.ours.register(&site, name, &strings(&[LABEL])).await.unwrap();
    let second = world.ours.register(&site, name, &strings(&[LABEL])).await;
    assert_eq!(second.err(), Some(GitHubError::NameTaken));
    assert_eq!(world.ours.deregister(&site, first.id).await, Ok(Deregistration::Gone));
    assert_eq!(world.ours.deregister(&site, first.id).await, Ok(Deregistration::Gone));
    world.ours.register(&site, name, &strings(&[LABEL])).await.unwrap();
}

#[tokio::test]
async fn organisations_have_runners_of_their_own() {
    let world = World::new().await;
    world.theirs.change_app(world.app, |app| {
        app.permissions.insert("organization_self_hosted_runners".to_owned(), "write".to_owned());
    });
    let site = RunnerSite::Organization { installation: world.installation, login: "octo-org".to_owned() };
    let refused = world.ours.register(&site, "a", &strings(&[LABEL])).await.err();
    let permission = "organization_self_hosted_runners";
    assert_eq!(refused, Some(GitHubError::NotAccessible { permission }));
    assert!(world.theirs.accept_permissions(world.installation));
    let registered = world.ours.register(&site, "a", &strings(&[LABEL])).await.unwrap();
    assert_eq!(world.ours.registrations(&site).await.unwrap().0.len(), 1);
    assert_eq!(world.ours.registration_named(&site, "a").await.unwrap().unwrap().id, registered.id);
    let job = world.queue(&[LABEL]);
    assert_eq!(world.theirs.runner_online(registered.jit_config.expose_secret()).unwrap().job, Some(job));
    assert_eq!(world.ours.deregister(&site, registered.id).await, Ok(Deregistration::Busy));
    world.theirs.finish_job(job, "success");
    assert_eq!(world.ours.deregister(&site, registered.id).await, Ok(Deregistration::Gone));
}

#[tokio::test]
async fn a_list_is_read_to_its_last_page() {
    let world = World::new().await;
    for number in 0..250 {
        let labels = ["other"];
        let _ = world.theirs.foreign_runner(
            sprinters_fakes::github::Site::Repository(world.repository.id),
            &format!("other-{number}"),
            &labels,
        );
    }
    let (all, coverage) = world.ours.registrations(&world.site()).await.unwrap();
    assert_eq!((all.len(), coverage), (250, Coverage::Complete));
}

#[tokio::test]
async fn a_run_is_cancelled_once_and_run_again_only_when_it_has_ended() {
    let world = World::new().await;
    let (ours, repository) = (&world.ours, &world.repository);
    let first = world.queue(&[LABEL]);
    let run = world.theirs.job(first).unwrap().run;
    let second = world.theirs.queue_job(&NewJob { run: Some(run), always: true, ..world.job(&[LABEL]) });
    let reading = ours.run(repository, run).await.unwrap().unwrap();
    assert_eq!((reading.completed, reading.run_attempt, reading.from_fork), (false, 1, false));
    assert_eq!(ours.rerun_failed_jobs(repository, run).await, Err(GitHubError::RunNotCompleted));

    ours.cancel_run(repository, run).await.unwrap();
    let cancelled = ours.job(repository, JobId(first)).await.unwrap().unwrap().news;
    assert_eq!(cancelled.on(None), JobObserved::Completed { conclusion: Conclusion::Cancelled, on: None });
    assert_eq!(ours.job(repository, JobId(second)).await.unwrap().unwrap().news.on(None), JobObserved::Queued);
    assert_eq!(ours.rerun_failed_jobs(repository, run).await, Err(GitHubError::RunNotCompleted));
    world.theirs.finish_job(second, "failure");
    ours.cancel_run(repository, run).await.unwrap();

    ours.rerun_failed_jobs(repository, run).await.unwrap();
    let reading = ours.run(repository, run).await.unwrap().unwrap();
    assert_eq!((reading.completed, reading.run_attempt), (false, 2));
    let again: Vec<_> = world.theirs.jobs().into_iter().filter(|job| job.attempt == 2).collect();
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|job| job.id != first && job.id != second));
    let position = ours.job(repository, JobId(again[0].id)).await.unwrap().unwrap().news.position;
    assert_eq!((position.run_attempt, position.phase, position.ready), (2, Phase::Requested, true));
}

#[tokio::test]
async fn what_is_gone_is_none_and_cancelling_it_is_fine() {
    let world = World::new().await;
    let (ours, repository) = (&world.ours, &world.repository);
    assert_eq!(ours.job(repository, JobId(404)).await, Ok(None));
    assert_eq!(ours.run(repository, 404).await, Ok(None));
    assert_eq!(ours.cancel_run(repository, 404).await, Ok(()));
    assert_eq!(ours.rerun_failed_jobs(repository, 404).await, Err(GitHubError::NotFound));
    assert_eq!(ours.redeliver(404).await, Err(GitHubError::NotFound));
}

#[tokio::test]
async fn a_fork_is_known_as_one_even_when_it_was_deleted() {
    let world = World::new().await;
    let fork = world.another("fork");
    let job = world.theirs.queue_job(&NewJob { fork: Some(fork.id), ..world.job(&[LABEL]) });
    let run = world.theirs.job(job).unwrap().run;
    assert!(world.ours.run(&world.repository, run).await.unwrap().unwrap().from_fork);
    world.theirs.delete_repository(fork.id);
    assert!(world.ours.run(&world.repository, run).await.unwrap().unwrap().from_fork);
}

#[tokio::test]
async fn an_approval_is_read_as_it_stands() {
    let world = World::new().await;
    let job = world.theirs.queue_job(&NewJob { needs_approval: true, ..world.job(&[LABEL]) });
    let waiting = world.ours.job(&world.repository, JobId(job)).await.unwrap().unwrap();
    assert_eq!(waiting.news.on(None), JobObserved::Waiting);
    world.advance(std::time::Duration::from_secs(60));
    world.theirs.approve(job);
    let queued = world.ours.job(&world.repository, JobId(job)).await.unwrap().unwrap();
    assert_eq!(queued.news.on(None), JobObserved::Queued);
    // Were the approval's delivery lost, the read is further than any `waiting` that was heard of.
    let heard = sprinters_core::job::Position::requested(1, Some(START), false);
    assert!(heard < queued.news.position && waiting.news.position < heard);
}

#[tokio::test]
async fn a_renamed_repository_is_followed_by_reads_and_writes() {
    let world = World::new().await;
    world.theirs.change_repository(world.repository.id, |repository| repository.name = "renamed".to_owned());
    let job = world.queue(&[LABEL]);
    assert!(world.ours.job(&world.repository, JobId(job)).await.unwrap().is_some());
    let registered = world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.unwrap();
    assert_eq!(world.ours.deregister(&world.site(), registered.id).await, Ok(Deregistration::Gone));
}

#[tokio::test]
async fn a_name_that_somebody_else_took_over_is_not_ours() {
    let world = World::new().await;
    world.theirs.change_repository(world.repository.id, |repository| repository.name = "renamed".to_owned());
    let _ = world.theirs.add_repository(world.organization, "hello", true);
    let refused = world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.err();
    assert_eq!(refused, Some(GitHubError::NotFound));
}

#[tokio::test]
async fn deliveries_that_failed_are_found_and_asked_for_again() {
    let world = World::new().await;
    world.theirs.set_sending(Sending::Held);
    world.theirs.change_app(world.app, |app| app.webhook_url = Some("http://127.0.0.1:9/nobody".to_owned()));
    for _ in 0..130 {
        let _ = world.queue(&[LABEL]);
    }
    let sent = world.theirs.outbox();
    sent.iter().for_each(|delivery| world.theirs.lose(delivery.id));
    let (attempts, coverage) = world.ours.delivery_attempts(Timestamp::from_secs(0)).await.unwrap();
    assert_eq!((attempts.len(), coverage), (130, Coverage::Complete));
    assert!(attempts.iter().all(|attempt| !attempt.taken && attempt.at == START));
    assert!(attempts.is_sorted_by(|a, b| b.id < a.id), "newest first");
    let (none, _) = world.ours.delivery_attempts(START.after(std::time::Duration::from_secs(1))).await.unwrap();
    assert!(none.is_empty());

    world.ours.redeliver(attempts[0].id).await.unwrap();
    let again = world.theirs.outbox();
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].guid, attempts[0].guid);
}

#[tokio::test]
async fn installations_are_listed_with_whose_they_are() {
    let world = World::new().await;
    let mona = world.theirs.add_user("mona", "mona@example.com");
    let other = world.theirs.install(world.app, mona, Selection::All);
    let foreign = world.theirs.make_app(NewApp { slug: "foreign".to_owned(), ..NewApp::default() }).unwrap();
    let _ = world.theirs.install(foreign.id, mona, Selection::All);
    world.advance(std::time::Duration::from_secs(5));
    assert!(world.theirs.suspend(other));
    let (all, coverage) = world.ours.installations().await.unwrap();
    assert_eq!(coverage, Coverage::Complete);
    let by_id: BTreeMap<_, _> = all.into_iter().map(|one| (one.id, one)).collect();
    assert_eq!(by_id.len(), 2);
    let ours = &by_id[&world.installation];
    assert_eq!((ours.account.as_str(), ours.account_id), ("octo-org", world.organization));
    assert!(ours.is_organization && !ours.suspended && ours.updated_at == START);
    let theirs = &by_id[&other];
    assert!(!theirs.is_organization && theirs.suspended);
    assert_eq!(theirs.updated_at, START.after(std::time::Duration::from_secs(5)));
}
