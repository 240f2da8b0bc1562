//! What happens to a runner once it was launched, and to a job meanwhile.

use super::connection::queued;
use super::{HOUR, LABEL, MINUTE};
use crate::harness::{BOOT, Universe};
use sprinters_core::ids::JobId;
use sprinters_fakes::aws::Fault as AwsFault;
use sprinters_fakes::github::{Fault, NewJob};
use sprinters_fakes::machines::Machines;
use std::time::Duration;

/// There is no way out of the subnet.
pub(super) async fn never_online(world: &mut Universe) -> JobId {
    world.machines = Machines::new(world.aws.clone(), world.github.clone(), 24 * HOUR);
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE, 45 * MINUTE).await;
    job
}

/// GitHub forgets the registration of a runner that waits: its group does not allow the repository.
pub(super) async fn picked_up_by_nobody(world: &mut Universe) -> JobId {
    world.machines = Machines::new(world.aws.clone(), world.github.clone(), 24 * HOUR);
    let job = queued(world, LABEL).await;
    for _ in 0..45 {
        for registration in world.github.registrations() {
            world.github.remove_registration(registration.id);
        }
        world.pass_by(MINUTE, MINUTE).await;
    }
    job
}

pub(super) async fn instance_failed(world: &mut Universe) -> JobId {
    let code = "Server.InternalError";
    world.aws.order(AwsFault::on("RunInstances").times(9).die_starting(
        BOOT / 4,
        code,
        "Server.InternalError: on launch",
    ));
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE / 2, 5 * MINUTE).await;
    job
}

/// A job that runs, and its instance.
async fn running(world: &mut Universe, label: &str) -> (JobId, String) {
    let job = queued(world, label).await;
    world.pass_by(BOOT, BOOT + MINUTE).await;
    let live = world.aws.live_instances();
    (job, live[0].id.clone())
}

pub(super) async fn runner_lost(world: &mut Universe) -> JobId {
    let (job, instance) = running(world, LABEL).await;
    world.aws.end(&instance, Duration::ZERO, "Server.InternalError", "Server.InternalError: the host failed");
    world.pass(3 * MINUTE).await;
    job
}

pub(super) async fn spot_reclaimed(world: &mut Universe) -> JobId {
    let (job, instance) = running(world, "sprinters:aws:eu-central-1:m7i.large:spot=true").await;
    world.aws.reclaim(&instance, true);
    world.pass(5 * MINUTE).await;
    job
}

/// Nobody of ours was there for the five days that GitHub lets a job run, and the machine hangs.
pub(super) async fn lifetime_exceeded(world: &mut Universe) -> JobId {
    let (job, _) = running(world, LABEL).await;
    world.github.finish_job(job.0, "failure");
    for delivery in world.github.outbox() {
        world.github.forget(delivery.id);
    }
    world.clock.advance(5 * 24 * HOUR + HOUR);
    world.ours.worker.settle().await.unwrap();
    job
}

/// Other people's jobs ask for a part of our job's labels, and stand before it in GitHub's queue.
pub(super) async fn runners_taken(world: &mut Universe) -> JobId {
    for _ in 0..20 {
        world.queue_job(NewJob { labels: vec!["gpu".to_owned()], ..NewJob::default() });
    }
    let labels = vec![LABEL.to_owned(), "gpu".to_owned()];
    let job = world.queue_job(NewJob { labels, ..NewJob::default() });
    world.pass_by(MINUTE / 2, 20 * MINUTE).await;
    job
}

pub(super) async fn cancelled(world: &mut Universe) -> JobId {
    let job = world.queue(LABEL);
    world.settle().await;
    world.github.cancel_job(job.0);
    world.settle().await;
    job
}

/// GitHub says nothing of a job for a day; what we ask is not answered either.
pub(super) async fn queued_too_long(world: &mut Universe) -> JobId {
    world.machines = Machines::new(world.aws.clone(), world.github.clone(), 48 * HOUR);
    let job = queued(world, LABEL).await;
    // Its runner is as late as the job, and can't be given up: GitHub does not answer. So it is the job that is judged.
    world.github.fail("DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}", 900, Fault::Html(503));
    world.clock.advance(24 * HOUR);
    world.ours.worker.settle().await.unwrap();
    job
}
