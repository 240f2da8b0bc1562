//! What goes wrong, and what must then be seen: by the ledgers of the outside world, never by our own database alone.

use crate::harness::{BOOT, CONTROL_PLANE, On, REGION, Universe, on_both};
use sprinters_core::job::{Conclusion, JobState};
use sprinters_core::policy::Policy;
use sprinters_fakes::aws::{Fault, Market};
use sprinters_fakes::github::{Fault as TheirFault, NewJob};
use sprinters_store::{AccountSettings, ConnectionState, TimelineEvent, in_change};
use std::collections::BTreeSet;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";

on_both!(a_lost_answer_of_run_instances_makes_no_second_instance, universe => {
    universe.aws.order(Fault::on("RunInstances").times(2).lose_answer());
    let job = universe.queue(LABEL);
    universe.pass(MINUTE).await;
    let launched: Vec<_> = universe.aws.instances();
    assert_eq!(launched.len(), 1, "{launched:#?}");
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
    let tokens: BTreeSet<String> = universe
        .aws
        .calls_of("RunInstances")
        .iter()
        .filter(|call| !call.is_dry_run())
        .filter_map(|call| call.parameter("ClientToken").map(str::to_owned))
        .collect();
    assert_eq!(tokens.len(), 1, "one attempt, one token");
});

on_both!(a_delivery_that_cannot_be_read_is_put_aside_and_costs_the_others_nothing, universe => {
    let jobs = [universe.queue(LABEL), universe.queue(LABEL)];
    let [first, second] = universe.github.outbox().try_into().unwrap();
    universe.github.deliver(first.id).await;
    // What no version writes.
    let now = universe.clock.now();
    universe.ours.store.put_foreign_delivery("workflow_job", "queued", "{}", now).await.unwrap();
    universe.github.deliver(second.id).await;
    universe.settle().await;
    for job in jobs {
        assert!(matches!(universe.state(job).await, JobState::Starting { .. }), "{:?}", universe.timeline(job).await);
    }
    assert_eq!(universe.ours.store.waiting_deliveries().await.unwrap(), 0, "it is not tried again for ever");
    assert_eq!(universe.aws.instances().len(), 2);
});

on_both!(a_lost_answer_of_a_registration_leaves_one_registration, universe => {
    universe.github.fail("POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig", 1, TheirFault::Lost { done: true });
    let job = universe.queue(LABEL);
    universe.pass(2 * MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
    assert_eq!(universe.github.registrations().len(), 1);
    assert_eq!(universe.aws.live_instances().len(), 1);
});

on_both!(two_jobs_of_one_label_run_whichever_runner_github_gives_them, universe => {
    let first = universe.queue(LABEL);
    universe.settle().await;
    // The second job is queued while the first one's runner boots, and GitHub gives it to whichever it likes.
    let second = universe.queue(LABEL);
    universe.pass(BOOT + MINUTE).await;
    for job in [first, second] {
        assert!(matches!(universe.state(job).await, JobState::Running { on: Some(_) }), "{:?}", universe.timeline(job).await);
    }
    assert_eq!(universe.aws.instances().len(), 2, "no third launch");
    universe.github.finish_job(first.0, "success");
    universe.github.finish_job(second.0, "success");
    universe.pass(5 * MINUTE).await;
    universe.assert_nothing_is_left().await;
});

on_both!(a_job_that_took_anothers_runner_gives_its_own_instead, universe => {
    // GitHub serves the older job first; of that one we hear later.
    let older = universe.queue(LABEL);
    let younger = universe.queue(LABEL);
    let deliveries = universe.github.outbox();
    universe.github.deliver(deliveries[1].id).await;
    universe.ours.worker.settle().await.unwrap();
    let of_younger = universe.aws.live_instances()[0].id.clone();
    universe.clock.advance(BOOT / 2);
    universe.settle().await;
    let of_older = universe.aws.live_instances().into_iter().find(|one| one.id != of_younger).unwrap().id;
    universe.pass(BOOT / 2).await;
    assert!(matches!(universe.state(older).await, JobState::Running { .. }), "{:?}", universe.timeline(older).await);
    let told = universe.timeline(younger).await;
    let exchanged = told.iter().any(|entry| matches!(&entry.happening, TimelineEvent::Job { event, .. } if event == "runner taken"));
    assert!(exchanged, "{told:#?}");
    universe.pass(BOOT).await;
    assert!(matches!(universe.state(younger).await, JobState::Running { .. }), "{told:#?}");
    assert_eq!(universe.aws.instances().len(), 2, "each runs on the other one's: {of_younger} {of_older}");
    universe.github.finish_job(older.0, "success");
    universe.github.finish_job(younger.0, "success");
    universe.pass(5 * MINUTE).await;
    universe.assert_nothing_is_left().await;
});

on_both!(a_reclaimed_spot_instance_is_named_and_the_job_runs_again_on_demand, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=rerun");
    universe.pass(BOOT + MINUTE).await;
    let live = universe.aws.live_instances();
    assert_eq!((live.len(), live[0].market), (1, Market::Spot));
    universe.aws.reclaim(&live[0].id, false);
    universe.pass(2 * MINUTE).await;
    assert!(
        universe.timeline(job).await.iter().any(|entry| matches!(&entry.happening, TimelineEvent::Told { failure } if failure.reason().code() == "spot-reclaimed")),
        "{:?}", universe.timeline(job).await
    );
    // GitHub notices the lost runner after its own time.
    universe.pass(20 * MINUTE).await;
    let jobs = universe.github.jobs();
    assert_eq!(jobs.len(), 2, "run again: {jobs:#?}");
    let live = universe.aws.live_instances();
    assert_eq!((live.len(), live[0].market), (1, Market::OnDemand));
});

on_both!(a_killed_process_loses_nothing, universe => {
    let job = universe.queue(LABEL);
    universe.github.deliver_all().await;
    universe.crash().await;
    universe.settle().await;
    universe.crash().await;
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
    assert_eq!(universe.aws.instances().len(), 1);
    universe.crash().await;
    universe.github.finish_job(job.0, "success");
    universe.pass(5 * MINUTE).await;
    assert_eq!(universe.state(job).await, JobState::Completed { conclusion: Conclusion::Success });
    universe.assert_nothing_is_left().await;
});

on_both!(deliveries_that_never_came_are_asked_for_again, universe => {
    let job = universe.queue(LABEL);
    for delivery in universe.github.outbox() {
        universe.github.lose(delivery.id);
    }
    universe.pass(8 * MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
});

on_both!(limits_of_the_account_hold_and_then_let_through, universe => {
    let policy = Policy { max_runners: Some(1), ..Policy::default() };
    let settings = AccountSettings { policy, ..AccountSettings::default() };
    in_change!(universe.ours.store, change => change.put_account_settings(universe.organization, &settings, universe.clock.now()).await).unwrap();
    let first = universe.queue(LABEL);
    let second = universe.queue(LABEL);
    universe.pass(BOOT + MINUTE).await;
    assert_eq!(universe.aws.live_instances().len(), 1);
    let (first_reason, second_reason) = (universe.reason(first).await, universe.reason(second).await);
    let held = Some("account-runner-limit".to_owned());
    assert!([&first_reason, &second_reason].contains(&&held), "{first_reason:?} {second_reason:?}");
    // Whichever of the two runs: when it ends, the other one's time has come.
    let (running, waiting) = if first_reason == held { (second, first) } else { (first, second) };
    universe.github.finish_job(running.0, "success");
    universe.pass(10 * MINUTE).await;
    assert!(matches!(universe.state(waiting).await, JobState::Running { .. }), "{:?}", universe.timeline(waiting).await);
    assert_eq!(universe.aws.instances().len(), 2, "one after the other");
});

on_both!(a_limit_frees_its_place_the_moment_a_job_ends, universe => {
    let policy = Policy { max_runners: Some(1), ..Policy::default() };
    let settings = AccountSettings { policy, ..AccountSettings::default() };
    in_change!(universe.ours.store, change => change.put_account_settings(universe.organization, &settings, universe.clock.now()).await).unwrap();
    let mut jobs: Vec<_> = Vec::new();
    for _ in 0..3 {
        // One after the other, so that which came first is the same to everybody.
        jobs.push(universe.queue(LABEL));
        universe.settle().await;
    }
    for (number, job) in jobs.into_iter().enumerate() {
        assert!(matches!(universe.state(job).await, JobState::Starting { .. }), "{number}: {:?}", universe.timeline(job).await);
        // Long enough for the runner, not for a scan to look at whoever waits.
        universe.pass_by(BOOT / 4, BOOT).await;
        assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{number}: {:?}", universe.timeline(job).await);
        universe.github.finish_job(job.0, "success");
        // No time passes.
        universe.settle().await;
    }
    assert_eq!(universe.aws.instances().len(), 3);
});

on_both!(a_fork_does_not_launch_in_a_public_repository, universe => {
    let public = universe.github.add_repository(universe.organization, "open", false);
    let stranger = universe.github.add_user("mallory", "mallory@example.com");
    let fork = universe.github.add_repository(stranger, "open", false);
    let job = universe.github.queue_job(&NewJob { repository: public, labels: vec![LABEL.to_owned()], fork: Some(fork), ..NewJob::default() });
    universe.settle().await;
    let job = sprinters_core::ids::JobId(job);
    assert_eq!(universe.reason(job).await.as_deref(), Some("fork-not-allowed"));
    assert!(universe.aws.live_instances().is_empty());
});

on_both!(a_role_that_is_gone_breaks_the_connection_and_nothing_else, universe => {
    // It worked once: that is how a role that is gone is told from an external id that was never right.
    let before = universe.queue(LABEL);
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(before).await, JobState::Running { .. }));
    let role = universe.connection().await.outputs.unwrap().role_arn;
    universe.aws.delete_role(&role);
    universe.aws.expire_sessions();
    let job = universe.queue(LABEL);
    universe.settle().await;
    assert_eq!(universe.reason(job).await.as_deref(), Some("role-gone"), "{:?}", universe.timeline(job).await);
    assert_eq!(universe.connection().await.state, ConnectionState::Broken);
});

on_both!(an_instance_that_nobody_knows_is_ended, universe => {
    let job = universe.queue(LABEL);
    universe.settle().await;
    let known = universe.ours.store.runners_of_job(job).await.unwrap().remove(0);
    universe.github.cancel_job(job.0);
    universe.pass(10 * MINUTE).await;
    universe.assert_nothing_is_left().await;
    universe.launch_stranger(known.id).await;
    assert_eq!(universe.aws.live_instances().len(), 1);
    // Its machine does nothing by itself; only the scans can end it, and not before it is old enough.
    for _ in 0..80 {
        universe.clock.advance(Duration::from_secs(30));
        universe.ours.worker.settle().await.unwrap();
    }
    assert!(universe.aws.live_instances().is_empty());
    assert!(universe.aws.calls_of("TerminateInstances").iter().any(|call| call.error.is_none()));
});

on_both!(two_processes_launch_one_instance, universe => {
    let other = universe.beside_if_possible().await;
    let jobs: Vec<_> = (0..5).map(|_| universe.queue(LABEL)).collect();
    universe.github.deliver_all().await;
    if let Some(other) = &other {
        let (ours, theirs) = tokio::join!(universe.ours.worker.settle(), other.worker.settle());
        ours.unwrap();
        theirs.unwrap();
    }
    universe.pass(BOOT + MINUTE).await;
    assert_eq!(universe.aws.instances().len(), 5, "one for each job");
    for job in jobs {
        assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
    }
});

on_both!(a_run_uses_every_grant_of_the_role, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=auto");
    universe.pass(BOOT + 2 * MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }));
    let cancelled = universe.queue(LABEL);
    universe.settle().await;
    universe.github.cancel_job(cancelled.0);
    universe.github.finish_job(job.0, "success");
    universe.pass(10 * MINUTE).await;
    let used: BTreeSet<String> = universe.aws.used_grants().into_iter().map(|(action, _)| action).collect();
    let granted: BTreeSet<String> = sprinters_stacks::permission::PERMISSIONS
        .iter()
        .filter(|permission| permission.only_with.is_none())
        .map(|permission| permission.action.to_owned())
        .collect();
    assert_eq!(granted.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "granted and not used");
    let sessions: BTreeSet<String> = universe.aws.calls_of("RunInstances").into_iter().map(|call| call.caller).collect();
    assert!(sessions.iter().all(|caller| caller.contains(":assumed-role/") && caller.contains("/sprinters-")), "{sessions:?} {CONTROL_PLANE} {REGION}");
});

on_both!(nothing_is_launched_for_a_suspended_installation, universe => {
    let running = universe.queue(LABEL);
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(running).await, JobState::Running { .. }));
    universe.github.suspend(universe.installation);
    let late = universe.queue(LABEL);
    universe.settle().await;
    assert_eq!(universe.aws.instances().len(), 1, "{:?}", universe.ours.store.job(late).await);
});
