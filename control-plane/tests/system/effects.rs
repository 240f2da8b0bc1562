//! Every kind of effect, with the process killed before its call and after it: whoever comes next performs it again.
//! What the world shows in the end is the same as without.

use crate::harness::{BOOT, On, Universe};
use sprinters_core::effect::KINDS;
use sprinters_core::ids::{JobId, RunnerName};
use sprinters_core::job::{Conclusion, JobState};
use sprinters_fakes::aws::Fault;
use sprinters_fakes::github::{Site, Status};
use sprinters_worker::Moment;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";

/// What the world must show in the end: instances ever made, and jobs that GitHub ever had.
struct End {
    instances: usize,
    jobs: usize,
}

const ONE: End = End { instances: 1, jobs: 1 };

/// Has an effect of this kind performed, for a reason as in life.
async fn live(kind: &str, world: &mut Universe) -> End {
    match kind {
        "request-runner" | "register" | "launch" | "tune-root" => {
            let job = finished(world).await;
            assert_eq!(world.state(job).await, JobState::Completed { conclusion: Conclusion::Success });
            ONE
        }
        "deregister" | "terminate" => {
            let job = world.queue(LABEL);
            world.pass(BOOT / 2).await;
            world.github.cancel_job(job.0);
            world.pass(5 * MINUTE).await;
            assert_eq!(world.reason(job).await.as_deref(), Some("cancelled"));
            ONE
        }
        "find" => {
            world.aws.order(Fault::on("RunInstances").times(3).lose_answer());
            let job = world.queue(LABEL);
            world.settle().await;
            world.github.cancel_job(job.0);
            world.pass(10 * MINUTE).await;
            assert_eq!(world.reason(job).await.as_deref(), Some("cancelled"));
            ONE
        }
        "cancel-run" | "tell" => {
            let job = world.queue("sprinters:aws:eu-centrall-1");
            world.pass(MINUTE).await;
            assert_eq!(world.reason(job).await.as_deref(), Some("label-wrong"));
            assert_eq!(world.github.job(job.0).unwrap().status, Status::Completed, "it does not wait for a day");
            End { instances: 0, jobs: 1 }
        }
        "rerun" => {
            let job = world.queue("sprinters:aws:eu-central-1:m7i.large:spot=rerun");
            world.pass(BOOT + MINUTE).await;
            let instance = world.aws.live_instances()[0].id.clone();
            world.aws.reclaim(&instance, false);
            world.pass_by(MINUTE / 2, 30 * MINUTE).await;
            let again = world.github.jobs().into_iter().find(|one| one.id != job.0).map(|one| one.id);
            world.github.finish_job(again.unwrap_or_default(), "success");
            End { instances: 2, jobs: 2 }
        }
        "ask" => {
            let job = running(world).await;
            world.github.finish_job(job.0, "success");
            for delivery in world.github.outbox() {
                world.github.forget(delivery.id);
            }
            world.pass_by(MINUTE / 2, 20 * MINUTE).await;
            assert_eq!(world.state(job).await, JobState::Completed { conclusion: Conclusion::Success });
            ONE
        }
        "end-orphan" => {
            let job = finished(world).await;
            let known = world.ours.store.runners_of_job(job).await.unwrap().remove(0);
            world.launch_stranger(known.id).await;
            // Its machine does nothing by itself; only the scans can end it, and not before it is old enough.
            for _ in 0..60 {
                world.clock.advance(MINUTE / 2);
                world.ours.worker.settle().await.unwrap();
                if world.ours.worker.has_crashed() {
                    world.crash().await;
                }
            }
            End { instances: 2, jobs: 1 }
        }
        "deregister-orphan" => {
            finished(world).await;
            let site = Site::Repository(world.repository);
            let stranger = world.github.foreign_runner(site, RunnerName::from_random(7).as_str(), &["somebody"]);
            world.github.runner_died(stranger);
            world.pass_by(MINUTE / 2, 30 * MINUTE).await;
            ONE
        }
        "check-connection" => {
            world.clock.advance(Duration::from_secs(25 * 3_600));
            finished(world).await;
            ONE
        }
        other => panic!("{other} has no scenario here"),
    }
}

async fn running(world: &mut Universe) -> JobId {
    let job = world.queue(LABEL);
    world.pass(BOOT + 3 * MINUTE).await;
    job
}

async fn finished(world: &mut Universe) -> JobId {
    let job = running(world).await;
    assert!(world.github.finish_job(job.0, "success"), "{:#?}", world.timeline(job).await);
    world.pass(5 * MINUTE).await;
    job
}

async fn killed(on: On) {
    for kind in KINDS {
        for moment in Moment::ALL {
            let mut world = Universe::new(on).await;
            world.crash_at(kind, moment);
            let end = live(kind, &mut world).await;
            assert!(world.crashes == 1, "{kind}: nobody died {moment:?}");
            world.pass_by(MINUTE / 2, 10 * MINUTE).await;
            world.assert_nothing_is_left().await;
            assert_eq!(world.aws.instances().len(), end.instances, "{kind} {moment:?}");
            assert_eq!(world.github.jobs().len(), end.jobs, "{kind} {moment:?}");
            let waiting = world.ours.store.waiting_effects().await.unwrap();
            assert_eq!(waiting, 0, "{kind} {moment:?}: all is done");
        }
        println!("{on:?}: {kind}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_effect_performed_twice_is_as_good_as_once() {
    killed(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_effect_performed_twice_is_as_good_as_once_on_postgresql() {
    killed(On::Postgres).await;
}
