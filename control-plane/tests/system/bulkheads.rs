//! Nobody waits for a stranger: another customer's AWS or GitHub takes requests and never answers, and the job of a
//! healthy customer starts all the same. Here the worker runs by itself, and the calls that hang take the machine's own
//! time.

use crate::harness::{ACCOUNT, BOOT, NEIGHBOUR, Neighbour, On, Universe, on_both};
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_core::runner::RunnerState;
use sprinters_fakes::aws::Fault;
use sprinters_fakes::github::{Fault as TheirFault, Gate, NewJob};
use sprinters_store::Room;
use sprinters_worker::Worker;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const MINUTE: Duration = Duration::from_secs(60);
const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";

/// How long a healthy customer's launch may take here. It takes some tenths of a second where the machine has nothing
/// else to do; a call that hangs is given up after ten seconds at the earliest.
const SOON: Duration = Duration::from_secs(8);

/// How long a process may take to stop, with room for a busy machine.
const STOPPED: Duration = Duration::from_secs(7);

/// More than one customer may have under way at once.
const MANY: usize = 40;

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let looked = async {
        let mut often = tokio::time::interval(Duration::from_millis(20));
        while !is_so().await {
            often.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), looked).await.unwrap_or_else(|_| panic!("it never came to {what}"));
}

/// The worker works by itself.
struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    fn start(worker: &Worker) -> Running {
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = worker.clone();
        let task = tokio::spawn(async move {
            worker
                .run(async {
                    let _ = stopped.await;
                })
                .await;
        });
        Running { stop, task }
    }

    /// Stops it, and says how long that took.
    async fn stop(self) -> Duration {
        let began = Instant::now();
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
        began.elapsed()
    }
}

impl Universe {
    fn queue_at(&self, repository: i64) -> JobId {
        JobId(self.github.queue_job(&NewJob { repository, labels: vec![LABEL.to_owned()], ..NewJob::default() }))
    }

    /// How many calls of an action hang in the neighbour's account.
    fn hanging(&self, action: &str) -> usize {
        let hangs = |error: &Option<String>| error.as_deref() == Some("never answered");
        self.aws.calls_of(action).iter().filter(|call| hangs(&call.error)).count()
    }

    fn launched(&self, account: &str) -> usize {
        let calls = self.aws.calls_of("RunInstances");
        calls.iter().filter(|call| call.account == account && !call.is_dry_run() && call.error.is_none()).count()
    }

    /// A healthy customer's job is launched soon.
    async fn a_healthy_job_starts(&self) {
        let before = self.launched(ACCOUNT);
        let began = Instant::now();
        self.queue(LABEL);
        self.github.deliver_all().await;
        until("the launch of the healthy customer's job", async || before < self.launched(ACCOUNT)).await;
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }

    /// The neighbour's AWS never answers that call; somebody healthy is served, and the process stops in time and gives
    /// back what it leased.
    async fn served_while_hanging(&mut self, action: &str, at_least: usize) {
        let running = Running::start(&self.ours.worker);
        self.github.deliver_all().await;
        until("calls that hang", async || at_least <= self.hanging(action)).await;
        self.a_healthy_job_starts().await;
        let took = running.stop().await;
        assert!(took < STOPPED, "{took:?}");
    }

    async fn neighbours_jobs(&mut self, neighbour: &Neighbour, count: usize) -> Vec<JobId> {
        (0..count).map(|_| self.queue_at(neighbour.repository)).collect()
    }
}

on_both!(an_account_that_never_lets_its_role_be_assumed_delays_nobody_else, universe => {
    let neighbour = universe.neighbour().await;
    universe.aws.expire_sessions();
    universe.aws.order(Fault::on("AssumeRole").in_account(NEIGHBOUR).times(u32::MAX).hang());
    universe.neighbours_jobs(&neighbour, MANY).await;
    universe.served_while_hanging("AssumeRole", 1).await;
    assert_eq!(universe.launched(NEIGHBOUR), 0);
});

on_both!(an_account_that_never_lists_its_instances_delays_nobody_else, universe => {
    let neighbour = universe.neighbour().await;
    universe.neighbours_jobs(&neighbour, 1).await;
    universe.pass(BOOT + MINUTE).await;
    universe.aws.order(Fault::on("DescribeInstances").in_account(NEIGHBOUR).times(u32::MAX).hang());
    universe.clock.advance(MINUTE);
    universe.served_while_hanging("DescribeInstances", 1).await;
});

on_both!(an_account_that_never_launches_delays_nobody_else, universe => {
    let neighbour = universe.neighbour().await;
    universe.aws.order(Fault::on("RunInstances").in_account(NEIGHBOUR).times(u32::MAX).hang());
    let jobs = universe.neighbours_jobs(&neighbour, MANY).await;
    let share = 16;
    universe.served_while_hanging("RunInstances", share).await;
    assert_eq!(universe.hanging("RunInstances"), share, "no more than its share");
    // What was cut off is due at once, for whoever works now; nobody waits for a lease to run out.
    let due = universe.ours.store.lease_effects(1, universe.clock.now(), MINUTE, &Room::of(1_000)).await.unwrap();
    let place = format!("connection/{}", neighbour.connection);
    let launches = due.iter().filter(|effect| effect.kind == "launch" && effect.place == place).count();
    assert_eq!(launches, jobs.len());
});

on_both!(an_account_that_never_terminates_delays_nobody_else, universe => {
    let neighbour = universe.neighbour().await;
    let jobs = universe.neighbours_jobs(&neighbour, 20).await;
    universe.settle().await;
    universe.aws.order(Fault::on("TerminateInstances").in_account(NEIGHBOUR).times(u32::MAX).hang());
    for job in jobs {
        universe.github.cancel_job(job.0);
    }
    universe.served_while_hanging("TerminateInstances", 1).await;
});

on_both!(an_installation_that_never_answers_delays_nobody_else, universe => {
    let neighbour = universe.neighbour().await;
    let gate = Gate::closed();
    universe.github.fail_of(neighbour.installation, "", usize::MAX, TheirFault::Held(gate.clone()));
    universe.neighbours_jobs(&neighbour, MANY).await;
    let running = Running::start(&universe.ours.worker);
    universe.github.deliver_all().await;
    let waits = async || {
        let jobs = universe.ours.store.live_runners().await.unwrap();
        jobs.iter().filter(|row| row.connection_id == neighbour.connection).count() == MANY
    };
    until("the plans of the neighbour's runners", waits).await;
    universe.a_healthy_job_starts().await;
    let took = running.stop().await;
    assert!(took < STOPPED, "{took:?}");
    assert_eq!(universe.launched(NEIGHBOUR), 0);
    gate.open();
});

on_both!(a_scan_that_lost_its_lease_writes_nothing, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=rerun");
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:?}", universe.timeline(job).await);
    let instance = universe.aws.live_instances().remove(0);
    assert!(universe.aws.reclaim(&instance.id, false));
    universe.aws.order(Fault::on("DescribeInstances").delay(Duration::from_secs(3)));
    universe.clock.advance(MINUTE);
    let before = universe.aws.calls_of("DescribeInstances").len();
    let late = universe.ours.worker.clone();
    let late = tokio::spawn(async move { late.settle().await });
    until("a scan that waits for its answer", async || before < universe.aws.calls_of("DescribeInstances").len()).await;
    // Its process was paused for longer than its lease, and another one is at it.
    universe.clock.advance(Duration::from_secs(301));
    let taken = universe.ours.store.lease_scans(7, universe.clock.now(), 10 * MINUTE, &Room::of(1_000), &[("instances", 240 * MINUTE)].into()).await.unwrap();
    assert!(taken.iter().any(|scan| scan.kind == "instances"), "{taken:?}");
    late.await.unwrap().unwrap();
    let states = async || -> Vec<RunnerState> {
        let rows = universe.ours.store.runners_of_job(job).await.unwrap();
        rows.into_iter().map(|row| row.runner.state).collect()
    };
    assert!(matches!(states().await[..], [RunnerState::Busy { .. }]), "the late one wrote: {:?}", states().await);
    for scan in &taken {
        universe.ours.store.return_scan(scan).await.unwrap();
    }
    universe.ours.worker.settle().await.unwrap();
    assert!(matches!(states().await[..], [RunnerState::Gone { .. }]), "{:?}", states().await);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_takes_deliveries_wakes_a_worker_elsewhere() {
    let universe = Universe::new(On::Postgres).await;
    // By itself the worker would look again in an hour.
    let (web, works) = (universe.process(false, 60 * MINUTE), universe.process(true, 60 * MINUTE));
    // It has looked round once, and hears.
    let hears = async || {
        let before = universe.launched(ACCOUNT);
        universe.queue(LABEL);
        universe.github.deliver_all().await;
        web.services.notify.urgent();
        tokio::time::timeout(Duration::from_secs(2), until("a launch", async || before < universe.launched(ACCOUNT)))
            .await
            .is_ok()
    };
    until("a worker that hears", hears).await;
    for _ in 0..3 {
        let before = universe.launched(ACCOUNT);
        universe.queue(LABEL);
        universe.github.deliver_all().await;
        web.services.notify.urgent();
        until("a launch", async || before < universe.launched(ACCOUNT)).await;
    }
    web.stop().await;
    works.stop().await;
}
