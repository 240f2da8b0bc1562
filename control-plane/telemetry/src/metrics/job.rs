//! What is measured of jobs, effects and runners.

use super::Metrics;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use sprinters_core::ids::RunnerId;
use sprinters_core::plan::Market;
use sprinters_core::runner::RunnerState;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A part of a job's way. Together, in this order, they are the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// From GitHub's moment of the event to its delivery here.
    GithubDelay,
    /// From the moment when the job came to wait here to the stored plan. A job that is held waits in it.
    Decision,
    /// From the stored plan to the registration at GitHub.
    Registration,
    /// From the registration to EC2's answer, all candidates and retries included.
    RunInstances,
    /// From EC2's answer to the moment when GitHub was first seen to know the runner as connected: by a scan, or else
    /// by the job's start.
    Boot,
    /// From that moment to the start of the job; only of runners that a scan saw waiting, since of the others nobody
    /// knows how long they waited.
    PickUp,
    /// From the start to the end of the job.
    Run,
    /// From the end of the runner's job to the end of its instance.
    CleanUp,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Phase; 8] = [
        Phase::GithubDelay,
        Phase::Decision,
        Phase::Registration,
        Phase::RunInstances,
        Phase::Boot,
        Phase::PickUp,
        Phase::Run,
        Phase::CleanUp,
    ];

    /// The label's value, and the name of the phase's span.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::GithubDelay => "github_delay",
            Phase::Decision => "decision",
            Phase::Registration => "registration",
            Phase::RunInstances => "run_instances",
            Phase::Boot => "boot",
            Phase::PickUp => "pick_up",
            Phase::Run => "run",
            Phase::CleanUp => "clean_up",
        }
    }
}

/// How one try of an effect ended, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectOutcome {
    /// It is done.
    Done,
    /// It is tried again later.
    Again,
    /// It was refused, and something else takes its place: another launch candidate.
    Replaced,
    /// It is given up, with a failure reason.
    GaveUp,
    /// Its lease ended meanwhile, so somebody else has it now.
    LeaseLost,
}

impl EffectOutcome {
    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EffectOutcome::Done => "done",
            EffectOutcome::Again => "again",
            EffectOutcome::Replaced => "replaced",
            EffectOutcome::GaveUp => "gave_up",
            EffectOutcome::LeaseLost => "lease_lost",
        }
    }
}

/// What was found without anybody to look after it, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrphanKind {
    /// An instance with our tags that no live runner has.
    Instance,
    /// A registration at GitHub that no live runner has.
    Registration,
}

impl OrphanKind {
    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            OrphanKind::Instance => "instance",
            OrphanKind::Registration => "registration",
        }
    }
}

/// Where a runner stands, as a label: the states of [`RunnerState`] without what they carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunnerLabel {
    /// Planned.
    Planned,
    /// Launching, whether or not a job took it already.
    Launching,
    /// Booting.
    Booting,
    /// Busy.
    Busy,
    /// Withdrawing.
    Withdrawing,
    /// Releasing.
    Releasing,
    /// Stopping.
    Stopping,
    /// Gone, and not yet forgotten.
    Gone,
}

impl RunnerLabel {
    /// All of them, in the order of a runner's life.
    pub const ALL: [RunnerLabel; 8] = [
        RunnerLabel::Planned,
        RunnerLabel::Launching,
        RunnerLabel::Booting,
        RunnerLabel::Busy,
        RunnerLabel::Withdrawing,
        RunnerLabel::Releasing,
        RunnerLabel::Stopping,
        RunnerLabel::Gone,
    ];

    /// The label's value: the state's tag in JSON, as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RunnerLabel::Planned => "planned",
            RunnerLabel::Launching => "launching",
            RunnerLabel::Booting => "booting",
            RunnerLabel::Busy => "busy",
            RunnerLabel::Withdrawing => "withdrawing",
            RunnerLabel::Releasing => "releasing",
            RunnerLabel::Stopping => "stopping",
            RunnerLabel::Gone => "gone",
        }
    }

    /// From a state's name as it is stored, or nothing if no state has it.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<RunnerLabel> {
        RunnerLabel::ALL.into_iter().find(|label| label.as_str() == name)
    }
}

impl From<&RunnerState> for RunnerLabel {
    fn from(state: &RunnerState) -> RunnerLabel {
        match state {
            RunnerState::Planned => RunnerLabel::Planned,
            RunnerState::Launching { .. } => RunnerLabel::Launching,
            RunnerState::Booting { .. } => RunnerLabel::Booting,
            RunnerState::Busy { .. } => RunnerLabel::Busy,
            RunnerState::Withdrawing { .. } => RunnerLabel::Withdrawing,
            RunnerState::Releasing { .. } => RunnerLabel::Releasing,
            RunnerState::Stopping { .. } => RunnerLabel::Stopping,
            RunnerState::Gone { .. } => RunnerLabel::Gone,
        }
    }
}

/// A market as a label: no spaces in it.
fn market_label(market: Market) -> &'static str {
    match market {
        Market::Spot => "spot",
        Market::OnDemand => "on_demand",
    }
}

type One = [(&'static str, &'static str); 1];
type Two = [(&'static str, &'static str); 2];

/// The families. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct JobMetrics {
    phases: Family<One, Histogram>,
    effects: Family<Two, Counter>,
    effects_waiting: Gauge,
    github_quota_left: Gauge<f64, AtomicU64>,
    runners: Family<One, Gauge>,
    orphans: Family<One, Counter>,
    launched: Family<One, Counter>,
    /// When a scan first saw a runner connected. Of one process: for a measure, the next scan's moment will do.
    online: Arc<Mutex<BTreeMap<RunnerId, Timestamp>>>,
}

/// Most runners of which it is remembered that they were seen connected.
const MAX_ONLINE: usize = 10_000;

/// 10 ms to 5.8 hours: a decision takes milliseconds, a job hours.
fn phase_histogram() -> Histogram {
    Histogram::new(exponential_buckets(0.01, 2.0, 22))
}

impl JobMetrics {
    pub(crate) fn register(registry: &mut Registry) -> JobMetrics {
        let metrics = JobMetrics {
            phases: Family::new_with_constructor(phase_histogram),
            effects: Family::default(),
            effects_waiting: Gauge::default(),
            github_quota_left: Gauge::default(),
            runners: Family::default(),
            orphans: Family::default(),
            launched: Family::default(),
            online: Arc::default(),
        };
        // Zero would read as "nothing left".
        metrics.github_quota_left.set(f64::NAN);
        let quota = "Requests left at GitHub, of the installation that has the fewest; NaN until GitHub was asked";
        registry.register(
            "job_phase_seconds",
            "Time that jobs spent in each part of their way",
            metrics.phases.clone(),
        );
        registry.register("effects", "Effects tried, by kind and how it ended", metrics.effects.clone());
        registry.register("effects_waiting", "Effects that are not done yet", metrics.effects_waiting.clone());
        registry.register("github_quota_left", quota, metrics.github_quota_left.clone());
        registry.register("runners", "Runners by state", metrics.runners.clone());
        registry.register("orphans_found", "Found without a live runner, and ended", metrics.orphans.clone());
        registry.register("instances_launched", "Instances launched, by market", metrics.launched.clone());
        metrics
    }
}

impl Metrics {
    /// A job went through a phase, in that time.
    pub fn phase(&self, phase: Phase, took: Duration) {
        self.jobs.phases.get_or_create(&[("phase", phase.as_str())]).observe(took.as_secs_f64());
    }

    /// GitHub lists a runner as connected.
    pub fn runner_online(&self, runner: RunnerId, at: Timestamp) {
        let mut online = self.jobs.online.lock().unwrap_or_else(PoisonError::into_inner);
        if online.len() < MAX_ONLINE {
            online.entry(runner).or_insert(at);
        }
    }

    /// A runner launched then took its job now.
    pub fn picked_up(&self, runner: RunnerId, launched_at: Timestamp, now: Timestamp) {
        let online = self.jobs.online.lock().unwrap_or_else(PoisonError::into_inner).get(&runner).copied();
        self.phase(Phase::Boot, online.unwrap_or(now).since(launched_at));
        if let Some(online) = online {
            self.phase(Phase::PickUp, now.since(online));
        }
    }

    /// A runner is gone, and nothing more will be asked of it.
    pub fn runner_gone(&self, runner: RunnerId) {
        self.jobs.online.lock().unwrap_or_else(PoisonError::into_inner).remove(&runner);
    }

    /// An effect was tried. `kind` is one of the constant names of kinds, never text from outside.
    pub fn effect(&self, kind: &'static str, outcome: EffectOutcome) {
        self.jobs.effects.get_or_create(&[("kind", kind), ("outcome", outcome.as_str())]).inc();
    }

    /// How often effects of a kind ended so.
    #[must_use]
    pub fn effects(&self, kind: &'static str, outcome: EffectOutcome) -> u64 {
        self.jobs.effects.get_or_create(&[("kind", kind), ("outcome", outcome.as_str())]).get()
    }

    /// Effects that are not done yet.
    pub fn set_effects_waiting(&self, effects: i64) {
        self.jobs.effects_waiting.set(effects);
    }

    /// Requests left at GitHub until its next reset: the least of all installations, so that the label set stays one.
    #[expect(clippy::cast_precision_loss, reason = "GitHub's limits are far below 2^53")]
    pub fn set_github_quota_left(&self, requests: u64) {
        self.jobs.github_quota_left.set(requests as f64);
    }

    /// How many runners are in each state. States that are not named have none.
    pub fn set_runners(&self, counts: &[(RunnerLabel, i64)]) {
        for label in RunnerLabel::ALL {
            let count = counts.iter().filter(|(counted, _)| *counted == label).map(|(_, count)| count).sum();
            self.jobs.runners.get_or_create(&[("state", label.as_str())]).set(count);
        }
    }

    /// Something was found that no live runner has.
    pub fn orphan(&self, kind: OrphanKind) {
        self.jobs.orphans.get_or_create(&[("kind", kind.as_str())]).inc();
    }

    /// How many orphans of a kind were found.
    #[must_use]
    pub fn orphans(&self, kind: OrphanKind) -> u64 {
        self.jobs.orphans.get_or_create(&[("kind", kind.as_str())]).get()
    }

    /// EC2 made an instance.
    pub fn launched(&self, market: Market) {
        self.jobs.launched.get_or_create(&[("market", market_label(market))]).inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_was_measured_can_be_read() {
        let metrics = Metrics::default();
        let before = metrics.to_text();
        assert!(before.contains("sprinters_github_quota_left NaN\n"), "nobody asked GitHub yet:\n{before}");
        metrics.phase(Phase::Boot, Duration::from_millis(18_500));
        metrics.effect("launch", EffectOutcome::Replaced);
        metrics.set_effects_waiting(3);
        metrics.set_github_quota_left(0);
        metrics.orphan(OrphanKind::Instance);
        metrics.launched(Market::OnDemand);
        metrics.set_runners(&[(RunnerLabel::Busy, 2), (RunnerLabel::Booting, 1)]);
        metrics.set_runners(&[(RunnerLabel::Busy, 1)]);
        let text = metrics.to_text();
        for line in [
            "sprinters_job_phase_seconds_sum{phase=\"boot\"} 18.5",
            "sprinters_job_phase_seconds_bucket{le=\"10.24\",phase=\"boot\"} 0",
            "sprinters_job_phase_seconds_bucket{le=\"20.48\",phase=\"boot\"} 1",
            "sprinters_effects_total{kind=\"launch\",outcome=\"replaced\"} 1",
            "sprinters_effects_waiting 3",
            "sprinters_github_quota_left 0.0",
            "sprinters_orphans_found_total{kind=\"instance\"} 1",
            "sprinters_instances_launched_total{market=\"on_demand\"} 1",
            "sprinters_runners{state=\"busy\"} 1",
            "sprinters_runners{state=\"booting\"} 0",
        ] {
            assert!(text.lines().any(|found| found == line), "no `{line}` in\n{text}");
        }
    }

    #[test]
    fn a_runner_that_a_scan_saw_waiting_shows_what_booting_and_what_waiting_took() {
        let metrics = Metrics::default();
        let at = Timestamp::from_secs;
        metrics.runner_online(RunnerId(1), at(130));
        metrics.runner_online(RunnerId(1), at(190));
        metrics.picked_up(RunnerId(1), at(100), at(200));
        metrics.picked_up(RunnerId(2), at(100), at(120));
        metrics.runner_gone(RunnerId(1));
        metrics.picked_up(RunnerId(1), at(100), at(200));
        let text = metrics.to_text();
        for line in ["_sum{phase=\"boot\"} 150.0", "_sum{phase=\"pick_up\"} 70.0", "_count{phase=\"pick_up\"} 1"] {
            assert!(text.contains(&format!("sprinters_job_phase_seconds{line}\n")), "no `{line}` in\n{text}");
        }
    }

    #[test]
    fn a_label_is_a_states_tag_as_it_is_stored() {
        let tag = serde_json::to_value(RunnerState::Planned).unwrap()["state"].as_str().unwrap().to_owned();
        assert_eq!(RunnerLabel::from_stored(&tag), Some(RunnerLabel::Planned));
        assert_eq!(RunnerLabel::from(&RunnerState::Planned), RunnerLabel::Planned);
        assert_eq!(RunnerLabel::from_stored("launching (taken)"), None);
        for label in RunnerLabel::ALL {
            assert_eq!(RunnerLabel::from_stored(label.as_str()), Some(label));
        }
        assert_eq!(Phase::ALL.map(Phase::as_str).into_iter().collect::<BTreeSet<_>>().len(), Phase::ALL.len());
    }
}
