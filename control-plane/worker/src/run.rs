//! The loop: everything that is due, leased, done and written.

use super::batch::{self, Delivered};
use super::context::Context;
use super::crash_point::{CrashPoint, Moment};
use super::machines::{self, Event};
use super::outcome::{self, Done, Outcome, Write};
use super::perform::{PerformError, perform};
use super::poll_schedule::{Poll, PollSchedule};
use super::under_way::{UnderWay, Unit};
use super::{scan, uses};
use sprinters_aws::Aws;
use sprinters_common::Chain;
use sprinters_common::clock::{Clock, ClockSteps};
use sprinters_common::random;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::{EffectEnd, Verdict};
use sprinters_core::ids::JobId;
use sprinters_core::runner::RunnerEvent;
use sprinters_core::time::Timestamp;
use sprinters_services::Services;
use sprinters_store::{LeasedEffect, RunnerRow, StoreError, Subject, TimelineEvent, in_change};
use sprinters_telemetry::metrics::EffectOutcome;
use sprinters_telemetry::traces;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::Instrument as _;

/// How much a worker does at once, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most effects and scans under way at once. Each is a call that waits for the network: some kilobytes and a
    /// socket.
    pub calls: usize,
    /// Most of them at one place: a connection, which is one AWS account and region, or an account's installation at
    /// GitHub.
    pub calls_of_place: usize,
    /// Most deliveries in one change.
    pub deliveries: u32,
    /// How long a lease lasts. Every call ends before, so that nobody else begins while one is under way.
    pub lease: Duration,
    /// Pause when nothing was due, and from one look at deadlines and scans to the next. A delivery kept by this
    /// process ends it: at once, or after some milliseconds when others came just before or nobody waits for it.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            calls: 512,
            calls_of_place: 16,
            deliveries: 64,
            lease: Duration::from_secs(120),
            pause: Duration::from_millis(200),
        }
    }
}

/// How much a look for what is due has taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    /// There was nothing.
    Nothing,
    /// All that was due.
    All,
    /// As much as is allowed at once: there may be more.
    AsMuchAsAllowed,
}

impl Taken {
    fn of(taken: usize, most: u32) -> Taken {
        match usize::try_from(most) {
            _ if taken == 0 => Taken::Nothing,
            Ok(most) if most <= taken => Taken::AsMuchAsAllowed,
            Ok(_) | Err(_) => Taken::All,
        }
    }
}

/// The first pause after a failure, doubled each time up to [`LONGEST_BACKOFF`], then drawn between half of it and all
/// of it.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// Failures after which an effect is given up. With the pauses above this is an hour and a half, longer than any
/// deadline of a machine; what is left is found by the scans.
pub(super) const MOST_FAILURES: i64 = 100;

/// How long an effect rests that this version can't read, and how often.
const UNREAD: Duration = Duration::from_secs(60);
const MOST_UNREAD: i64 = 24 * 60;

/// How long a stopping worker waits for what is under way: what answers at all has answered by then.
const STOP: Duration = Duration::from_millis(2_500);

/// How long a look at what is due may take. PostgreSQL ends each statement after thirty seconds; a connection that
/// nobody answers on would hold the loop for as long as the network likes.
const TURN: Duration = Duration::from_secs(60);

/// How long a stopping worker waits for a look that has begun.
const LAST_TURN: Duration = Duration::from_secs(1);

/// What the worker does, one thing after another or all at once. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    context: Context,
    limits: Limits,
    crash_point: CrashPoint,
}

impl Worker {
    /// A worker of this process. Whoever keeps a delivery notifies it by what the process shares.
    #[must_use]
    pub fn new(services: Services, aws: Aws, limits: Limits) -> Worker {
        Worker { context: Context::new(services, aws), limits, crash_point: CrashPoint::default() }
    }

    /// The same, but it dies where `chosen` says so of an effect's kind and moment, as a killed process does: nothing
    /// more is called or written. For tests.
    #[must_use]
    pub fn crash_at(self, chosen: impl Fn(&'static str, Moment) -> bool + Send + Sync + 'static) -> Worker {
        Worker { crash_point: CrashPoint::at(Arc::new(chosen)), ..self }
    }

    /// Whether it has died.
    #[must_use]
    pub fn has_crashed(&self) -> bool {
        self.crash_point.has_crashed()
    }

    /// What it works with.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Works until `stop`, then lets what is under way come to its end.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        let mut under_way = self.under_way();
        let mut schedule = PollSchedule::new(self.limits.pause, Instant::now());
        let (mut steps, mut doubted) = (ClockSteps::default(), false);
        loop {
            self.context.services.vitals.turn(Instant::now());
            let mut poll = schedule.poll(Instant::now());
            if let Some(moved) = self.doubt(&mut steps) {
                if !doubted {
                    let seconds = moved / 1_000;
                    tracing::error!(seconds, "the machine's clock was set; nothing is taken up until it stands still");
                }
                poll = Poll::NOTHING;
                doubted = true;
            } else if doubted {
                doubted = false;
                poll = Poll::ALL;
                tracing::info!("the machine's clock stands still");
            }
            let begun = {
                let mut begin = std::pin::pin!(self.begin(&mut under_way, poll));
                tokio::select! {
                    begun = tokio::time::timeout(TURN, &mut begin) => Some(begun),
                    () = &mut stop => {
                        // What it has leased is to be among what is given back.
                        let _ = tokio::time::timeout(LAST_TURN, begin).await;
                        None
                    }
                }
            };
            let Some(begun) = begun else { return self.stop(under_way).await };
            let taken = match begun {
                Ok(Ok(taken)) => taken,
                Err(_) => {
                    tracing::error!("the database did not answer the worker; it tries again");
                    Taken::Nothing
                }
                Ok(Err(error)) => {
                    tracing::error!(error = %Chain(&error), "the worker can't go on; it tries again");
                    Taken::Nothing
                }
            };
            if taken == Taken::AsMuchAsAllowed {
                schedule.again(Instant::now());
            }
            loop {
                let next = schedule.next();
                tokio::select! {
                    () = &mut stop => return self.stop(under_way).await,
                    () = self.context.services.notify.raised_urgent() => schedule.notified_urgent(Instant::now()),
                    () = self.context.services.notify.raised_eventually() => schedule.notified_eventually(Instant::now()),
                    true = under_way.next(), if !under_way.is_empty() => schedule.effect_ended(Instant::now()),
                    () = tokio::time::sleep_until(next.into()) => break,
                }
            }
        }
    }

    /// A clock that a test moves is moved on purpose.
    fn doubt(&self, steps: &mut ClockSteps) -> Option<i64> {
        match &self.context.services.clock {
            clock @ Clock::System => steps.doubt(clock.now(), Instant::now()),
            Clock::Manual(_) => None,
        }
    }

    async fn stop(&self, under_way: UnderWay) {
        let services = &self.context.services;
        under_way.stop(STOP, &services.store, services.clock.now()).await;
    }

    fn under_way(&self) -> UnderWay {
        UnderWay::new(self.limits.calls, self.limits.calls_of_place)
    }

    /// Does everything that is due now, and what follows from it: for tests, which then look at the world.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let mut under_way = self.under_way();
        loop {
            let taken = self.begin(&mut under_way, Poll::ALL).await?;
            let some = !under_way.is_empty();
            while under_way.next().await {}
            if taken == Taken::Nothing && !some {
                return Ok(());
            }
        }
    }

    /// Takes up whatever is due. Awaits nothing but the database: every call to the outside is a task of its own.
    async fn begin(&self, under_way: &mut UnderWay, poll: Poll) -> Result<Taken, StoreError> {
        if self.has_crashed() {
            return Ok(Taken::Nothing);
        }
        let at_deliveries = poll.deliveries
            || (poll.round && self.context.services.store.is_delivery_due(self.context.services.clock.now()).await?);
        let mut delivered = Delivered::default();
        if at_deliveries {
            self.context.services.notify.drained();
            delivered = batch::take(&self.context, self.limits).await?;
        }
        let mut found = false;
        if poll.round {
            found |= self.deadlines().await?;
            uses::write_down(&self.context).await?;
        }
        // Whoever rings without a delivery has written down what is to be done.
        let at_effects =
            poll.effects || poll.round || delivered.wants_effects || (poll.deliveries && delivered.count == 0);
        let mut taken = if 0 < delivered.count || found { Taken::All } else { Taken::Nothing };
        if usize::try_from(self.limits.deliveries).is_ok_and(|most| most <= delivered.count) {
            taken = Taken::AsMuchAsAllowed;
        }
        if at_effects {
            taken = taken.max(self.begin_effects(under_way).await?);
        }
        if poll.round {
            taken = taken.max(self.begin_scans(under_way).await?);
        }
        Ok(taken)
    }

    async fn begin_effects(&self, under_way: &mut UnderWay) -> Result<Taken, StoreError> {
        let Some(room) = under_way.room_for_effects() else { return Ok(Taken::Nothing) };
        let (lease, now) = (random::number_63()?, self.context.services.clock.now());
        let leased = self.context.services.store.lease_effects(lease, now, self.limits.lease, &room).await?;
        let taken = Taken::of(leased.len(), room.most);
        for effect in leased {
            let worker = self.clone();
            under_way.spawn(Unit::effect(&effect), async move { worker.perform_leased(effect).await });
        }
        Ok(taken)
    }

    async fn begin_scans(&self, under_way: &mut UnderWay) -> Result<Taken, StoreError> {
        let Some(room) = under_way.room_for_scans() else { return Ok(Taken::Nothing) };
        let (lease, now) = (random::number_63()?, self.context.services.clock.now());
        let leased =
            self.context.services.store.lease_scans(lease, now, scan::LEASE, &room, &scan::longest_pauses()).await?;
        let taken = Taken::of(leased.len(), room.most);
        for leased in leased {
            let (context, limits) = (self.context.clone(), self.limits);
            let unit = Unit::Scan(leased.clone());
            let span = tracing::info_span!("scan", kind = leased.kind, subject = leased.subject);
            under_way.spawn(unit, async move { scan::perform(&context, limits, &leased).await }.instrument(span));
        }
        Ok(taken)
    }

    // --- deadlines

    async fn deadlines(&self) -> Result<bool, StoreError> {
        let now = self.context.services.clock.now();
        let overdue = self.context.services.store.overdue_runners(now).await?;
        for id in &overdue {
            let applied = in_change!(self.context.services.store, change => {
                // Another process may have been faster.
                let Some(row) = change.runner(*id).await? else { return Ok(()) };
                if row.runner.deadline.is_some_and(|at| at <= now) {
                    let event = Event::Runner(*id, RunnerEvent::TooLate);
                    machines::apply(change, event, now, &self.context.services.metrics).await?;
                } else {
                    let runner = row.runner.clone().in_its_time(now);
                    change.put_runner(&RunnerRow { runner, ..row }).await?;
                }
                Ok(())
            });
            match applied {
                // It is still overdue at the next look.
                Err(error) if error.is_collision() => {}
                result => result?,
            }
        }
        Ok(!overdue.is_empty())
    }

    // --- effects

    async fn perform_leased(&self, leased: LeasedEffect) {
        let job = self.job_of(&leased).await;
        let (kind_of, id, account) = (kind(&leased), leased.id, leased.account_id);
        let span = tracing::info_span!("effect", kind = kind_of, effect = id, account, job_id = job.map(|job| job.0));
        if let Some(job) = job {
            traces::of_job(&span, job);
        }
        async {
            if let Err(error) = self.try_perform(&leased).await {
                if error.is_lost_lease() {
                    self.context.services.metrics.effect(kind(&leased), EffectOutcome::LeaseLost);
                    tracing::info!("the lease was lost");
                } else {
                    tracing::error!(error = %Chain(&error), "an effect's end was not written; it is performed again");
                }
            }
        }
        .instrument(span)
        .await;
    }

    /// The job that an effect is for, so that the log and traces tell it; nothing if that can't be found out now.
    async fn job_of(&self, leased: &LeasedEffect) -> Option<JobId> {
        let effect: Effect = serde_json::from_str(&leased.plan).ok()?;
        match (effect.job(), effect.runner()) {
            (Some(job), _) => Some(job),
            (None, Some(runner)) => Some(self.context.services.store.runner(runner).await.ok()??.job_id),
            (None, None) => None,
        }
    }

    async fn try_perform(&self, leased: &LeasedEffect) -> Result<(), StoreError> {
        if self.crash_point.reached(kind(leased), Moment::Leased) {
            return Ok(());
        }
        let effect: Effect = match serde_json::from_str(&leased.plan) {
            Ok(effect) => effect,
            // What a newer process wrote is left for it, through a day of an update that is rolled out or back.
            Err(error) if leased.attempts < MOST_UNREAD => {
                tracing::warn!(%error, "an effect can't be read; it is left for a newer process");
                return self.write(leased, None, Outcome::Later(UNREAD)).await;
            }
            Err(error) => {
                tracing::error!(%error, "an effect can't be read; it is put aside");
                return self.write(leased, None, Outcome::done(EffectEnd::Unreadable)).await;
            }
        };
        let performed = perform(&self.context, &effect).await;
        if self.crash_point.reached(kind(leased), Moment::Performed) {
            return Ok(());
        }
        let performed = match performed {
            Ok(outcome) => outcome,
            Err(PerformError::Store(error)) if error.is_collision() => Outcome::Later(Duration::ZERO),
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "not performed");
                Outcome::Again {
                    after: None,
                    meanwhile: sprinters_core::failure::FailureReason::Internal.into(),
                    writes: Vec::new(),
                }
            }
        };
        self.write(leased, Some(&effect), performed).await
    }

    /// Writes how an effect ended, with what follows from it, in one change.
    async fn write(&self, leased: &LeasedEffect, effect: Option<&Effect>, outcome: Outcome) -> Result<(), StoreError> {
        let now = self.context.services.clock.now();
        let kind = kind(leased);
        let done = match outcome {
            Outcome::Later(wait) => {
                self.context.services.metrics.effect(kind, EffectOutcome::Again);
                return self.context.services.store.return_effect(leased.id, leased.lease, now.after(wait)).await;
            }
            Outcome::Again { after, meanwhile, writes } if leased.attempts < MOST_FAILURES => {
                self.context.services.metrics.effect(kind, EffectOutcome::Again);
                let again_at = now.after(backoff(leased.attempts).max(after.unwrap_or_default()));
                tracing::info!(reason = meanwhile.reason().code(), "again later");
                return self.again(leased, effect, again_at, meanwhile, writes).await;
            }
            Outcome::Again { writes, .. } => Done { end: EffectEnd::GaveUp, events: Vec::new(), writes },
            Outcome::Done(done) => done,
        };
        let counted = match done.end.verdict() {
            Verdict::Done => EffectOutcome::Done,
            Verdict::Replaced => EffectOutcome::Replaced,
            Verdict::GaveUp => EffectOutcome::GaveUp,
        };
        self.context.services.metrics.effect(kind, counted);
        tracing::debug!(outcome = done.end.as_str(), "done");
        let keys = outcome::keys(&self.context.services.store, &done.writes, now).await?;
        in_change!(self.context.services.store, change => {
            // First of all: if somebody else has it by now, nothing of this is written.
            change.finish_effect(leased.id, leased.lease, done.end, now).await?;
            // Machines before everything else: they hold jobs and runners in the one order.
            for event in &done.events {
                machines::apply(change, event.clone(), now, &self.context.services.metrics).await?;
            }
            for (write, key) in done.writes.iter().zip(&keys) {
                write.put(change, key.as_ref(), now).await?;
            }
            Ok(())
        })
    }

    /// Gives an effect back, and says so where people look for why their job waits.
    async fn again(
        &self,
        leased: &LeasedEffect,
        effect: Option<&Effect>,
        again_at: Timestamp,
        meanwhile: sprinters_core::failure::Failure,
        writes: Vec<Write>,
    ) -> Result<(), StoreError> {
        let now = self.context.services.clock.now();
        self.context.services.store.return_effect(leased.id, leased.lease, again_at).await?;
        let runner = effect.and_then(Effect::runner);
        let job = match (effect.and_then(Effect::job), runner) {
            (Some(job), _) => Some(job),
            (None, Some(runner)) => self.context.services.store.runner(runner).await?.map(|row| row.job_id),
            (None, None) => None,
        };
        // The first failures of something are worth a line each; a long outage is not.
        let worth_a_line = leased.attempts < 5 && job.is_some();
        // What a runner waits for is its reason, should its time pass.
        let delayed = runner.filter(|_| matches!(effect, Some(Effect::Launch { .. } | Effect::Register { .. })));
        if !worth_a_line && writes.is_empty() && delayed.is_none() {
            return Ok(());
        }
        let keys = outcome::keys(&self.context.services.store, &writes, now).await?;
        let about = Subject { account_id: leased.account_id, job, runner };
        let event = delayed.map(|id| Event::Runner(id, RunnerEvent::Delayed { failure: meanwhile.clone() }));
        let retry = TimelineEvent::Retry { effect: leased.kind.clone(), failure: meanwhile, again_at };
        in_change!(self.context.services.store, change => {
            if let Some(event) = &event {
                machines::apply(change, event.clone(), now, &self.context.services.metrics).await?;
            }
            for (write, key) in writes.iter().zip(&keys) {
                write.put(change, key.as_ref(), now).await?;
            }
            if worth_a_line {
                change.note(about, &retry, now);
            }
            Ok(())
        })
    }
}

fn kind(leased: &LeasedEffect) -> &'static str {
    sprinters_core::effect::KINDS.into_iter().find(|kind| *kind == leased.kind).unwrap_or("unknown")
}

/// The pause after so many failures, with jitter, so that what failed together does not come back together.
pub(super) fn backoff(failures: i64) -> Duration {
    let doublings = u32::try_from(failures).unwrap_or(u32::MAX).min(10);
    let longest = FIRST_BACKOFF.saturating_mul(1 << doublings).min(LONGEST_BACKOFF);
    longest.mul_f64(0.5 + random::fraction() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_are_bounded() {
        for failures in 0..200 {
            let pause = backoff(failures);
            assert!(FIRST_BACKOFF / 2 <= pause && pause <= LONGEST_BACKOFF, "{pause:?}");
        }
        assert!(LONGEST_BACKOFF / 2 <= backoff(20));
    }
}
