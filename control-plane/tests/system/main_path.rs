//! A job runs; and what can happen to it on the way.

use crate::harness::{BOOT, On, Universe, on_both};
use sprinters_core::job::{Conclusion, JobState};
use sprinters_fakes::aws::{Market, Pool};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

on_both!(a_job_runs_and_nothing_is_left, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large");
    universe.settle().await;
    let live = universe.aws.live_instances();
    assert_eq!(live.len(), 1, "{:?}", universe.timeline(job).await);
    assert_eq!((live[0].instance_type.as_str(), live[0].market), ("m7i.large", Market::OnDemand));
    assert!(live[0].volumes.iter().all(|volume| volume.encrypted && volume.delete_on_termination));
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { on: Some(_) }), "{:?}", universe.timeline(job).await);
    assert!(universe.github.finish_job(job.0, "success"));
    universe.pass(5 * MINUTE).await;
    assert_eq!(universe.state(job).await, JobState::Completed { conclusion: Conclusion::Success });
    universe.assert_nothing_is_left().await;
});

on_both!(every_phase_of_a_job_is_measured, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large");
    universe.pass(BOOT + MINUTE).await;
    universe.github.finish_job(job.0, "success");
    universe.pass(5 * MINUTE).await;
    let metrics = universe.ours.worker.context().services.metrics.to_text();
    // The pick-up is measured of runners that a scan saw waiting, and this one did not have to wait.
    let phases = ["github_delay", "decision", "registration", "run_instances", "boot", "run", "clean_up"];
    for phase in phases {
        let line = format!("sprinters_job_phase_seconds_count{{phase=\"{phase}\"}} 1");
        assert!(metrics.lines().any(|found| found == line), "no `{line}` in\n{metrics}");
    }
    assert!(metrics.contains("sprinters_job_phase_seconds_sum{phase=\"boot\"} 20.0"), "{metrics}");
    assert!(!metrics.contains("sprinters_github_quota_left NaN"), "{metrics}");
});

on_both!(without_capacity_the_next_candidate_is_tried, universe => {
    for zone in ["eu-central-1a", "eu-central-1b", "eu-central-1c"] {
        let pool = Pool { instance_type: "m7i.large".to_owned(), zone: zone.to_owned(), market: Market::Spot };
        universe.aws.set_capacity(pool, Some(0));
    }
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=auto");
    universe.settle().await;
    let live = universe.aws.live_instances();
    assert_eq!(live.len(), 1);
    assert_eq!(live[0].market, Market::OnDemand, "{:?}", universe.launches(job).await);
    // The next job does not walk into the same wall first.
    let second = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=auto");
    universe.settle().await;
    assert_eq!(universe.launches(second).await.len(), 1, "{:?}", universe.launches(second).await);
});

on_both!(a_job_cancelled_while_its_runner_boots_leaves_nothing, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1");
    universe.settle().await;
    assert_eq!(universe.aws.live_instances().len(), 1);
    universe.github.cancel_job(job.0);
    universe.settle().await;
    universe.pass(MINUTE).await;
    assert_eq!(universe.reason(job).await.as_deref(), Some("cancelled"));
    universe.pass(3 * MINUTE).await;
    universe.assert_nothing_is_left().await;
});

on_both!(a_label_with_a_mistake_ends_with_a_reason, universe => {
    let job = universe.queue("sprinters:aws:eu-centrall-1");
    universe.settle().await;
    assert_eq!(universe.reason(job).await.as_deref(), Some("label-wrong"));
    assert!(universe.aws.live_instances().is_empty());
});
