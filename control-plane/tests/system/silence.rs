//! GitHub says nothing, or not what is: deliveries that never come, lists that know less than the job itself.

use crate::harness::{BOOT, On, Universe, on_both};
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_core::runner::RunnerState;
use std::time::Duration;

const LABEL: &str = "sprinters:aws:eu-central-1";
const MINUTE: Duration = Duration::from_secs(60);

/// Time passes, and nothing that GitHub would deliver of a job ever comes.
async fn pass_without_a_word_of(world: &mut Universe, job: JobId, time: Duration) {
    let step = Duration::from_secs(10);
    let mut left = time;
    while !left.is_zero() {
        world.clock.advance(step);
        left = left.saturating_sub(step);
        for _ in 0..10 {
            forget(world, job);
            world.github.deliver_all().await;
            world.ours.worker.settle().await.unwrap();
            world.machines.step(world.clock.now().as_millis());
        }
    }
}

fn forget(world: &Universe, job: JobId) {
    for delivery in world.github.outbox() {
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap();
        if body["workflow_job"]["id"].as_u64() == Some(job.0) {
            world.github.forget(delivery.id);
        }
    }
}

on_both!(a_job_whose_runner_works_for_one_that_nobody_told_of_gets_another, world => {
    let thief = world.queue(LABEL);
    forget(&world, thief);
    let job = world.queue(LABEL);
    pass_without_a_word_of(&mut world, thief, BOOT + 7 * MINUTE).await;
    assert_eq!(world.github.job(thief.0).unwrap().status.word(), "in_progress");
    assert!(matches!(world.state(job).await, JobState::Running { .. }), "{:#?}", world.timeline(job).await);
    assert_eq!(world.ours.store.runners_of_job(job).await.unwrap().len(), 2);
    for done in [thief, job] {
        assert!(world.github.finish_job(done.0, "success"));
    }
    pass_without_a_word_of(&mut world, thief, 10 * MINUTE).await;
    world.assert_nothing_is_left().await;
});

on_both!(a_job_that_runs_unheard_keeps_its_machine_beyond_the_deadline, world => {
    let job = world.queue(LABEL);
    world.settle().await;
    world.github.blind_to_jobs();
    pass_without_a_word_of(&mut world, job, BOOT + 13 * MINUTE).await;
    assert_eq!(world.github.job(job.0).unwrap().status.word(), "in_progress");
    assert_eq!(world.aws.live_instances().len(), 1, "{:#?}", world.timeline(job).await);
    let rows = world.ours.store.runners_of_job(job).await.unwrap();
    assert!(matches!(rows[0].runner.state, RunnerState::Busy { .. }), "{:?}", rows[0].runner.state);
    assert_eq!(world.state(job).await, JobState::Running { on: Some(rows[0].id) });
});
