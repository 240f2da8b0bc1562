//! `request-runner`: from a queued job to a stored plan, or to a reason.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::{Outcome, Write};
use super::super::planning::{self, Chosen, NotChosen};
use super::PerformError;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::{Failure, FailureReason, Next};
use sprinters_core::ids::{JobId, RunnerId, RunnerName};
use sprinters_core::job::{JobEvent, JobObserved, JobState};
use sprinters_core::label::{self, Reading, RunnerSpec};
use sprinters_core::plan::StoredPlan;
use sprinters_core::plan::{self, BuiltInPrices, Candidate, CapacityMemory, Circumstances, LaunchPlan};
use sprinters_core::policy::Verdict;
use sprinters_core::runner::{Runner, RunnerEvent};
use sprinters_core::site::{Repository, RunnerSite};
use sprinters_core::time::Timestamp;
use sprinters_store::{JobRow, RunnerRow, RunnersAt, Subject, TimelineEvent, in_change};
use sprinters_telemetry::metrics::Phase;
use std::time::Duration;

/// A job that has been queued for so long is read from GitHub before money is spent on it: it may be over, and only we
/// have not heard.
const CONFIRM_AFTER: Duration = Duration::from_secs(5 * 60);

/// How long a try of somebody else stands for one of our own.
const TRIED_JUST_NOW: Duration = Duration::from_secs(60);

/// Runner, to be added with everything that it needs.
pub(super) struct Planned {
    row: RunnerRow,
    effects: Vec<Effect>,
    notices: Vec<String>,
    spent_micro_usd: u64,
    from_fork: bool,
    plan: LaunchPlan,
}

pub(super) async fn perform(context: &Context, id: JobId) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    if let JobState::Running { on: Some(taken) } = &job.job.state {
        return judge_taker(context, &job, *taken).await;
    }
    let JobState::Queued { .. } = job.job.state else { return Ok(Outcome::superseded()) };
    if let Some(old) = confirm(context, &job).await? {
        return Ok(old);
    }
    match plan(context, &job).await? {
        Ok(planned) => add(context, &job, planned).await,
        Err(NotPlanned { event, probe }) => Ok(probing(answered(id, event), job.account_id, probe)),
    }
}

/// Reads a job that has waited long. Answers with an outcome if GitHub says something else than we believe.
async fn confirm(context: &Context, job: &JobRow) -> Result<Option<Outcome>, PerformError> {
    // By the job's own time: what was delivered just now may have been said long ago.
    if context.services.clock.now().since(job.queued_at) < CONFIRM_AFTER {
        return Ok(None);
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    match github.job(&repository(job), job.id).await {
        Ok(Some(reading)) if reading.news.position <= job.job.position => Ok(None),
        // It still waits.
        Ok(Some(reading)) if reading.news.on(None) == JobObserved::Queued => Ok(None),
        Ok(Some(reading)) => {
            let told = super::ask::told(context, job, &reading.news).await?;
            Ok(Some(Outcome::event(EffectEnd::MovedOn, Event::Job(job.id, told))))
        }
        Ok(None) => Ok(Some(Outcome::event(EffectEnd::JobGone, Event::Job(job.id, super::ask::gone(job))))),
        Err(error) => Ok(Some(held(job.id, error.disposition()))),
    }
}

/// A job waits when GitHub can't be asked; it is asked for again by the scan.
fn held(job: JobId, disposition: Disposition) -> Outcome {
    match disposition {
        Disposition::Retry { meanwhile, .. } => answered(job, JobEvent::Held { failure: meanwhile }),
        Disposition::GiveUp(failure) => answered(job, kept_or_refused(failure)),
    }
}

/// Waited for, unless it stays as it is whatever anybody does.
fn kept_or_refused(failure: Failure) -> JobEvent {
    match failure.reason().next() {
        Next::Wait | Next::Again => JobEvent::Held { failure },
        Next::GiveUp => JobEvent::Refused { failure },
    }
}

/// Why no runner was planned.
struct NotPlanned {
    event: JobEvent,
    /// A connection to be looked at.
    probe: Option<i64>,
}

impl From<JobEvent> for NotPlanned {
    fn from(event: JobEvent) -> NotPlanned {
        NotPlanned { event, probe: None }
    }
}

/// The same outcome, and a connection is looked at.
fn probing(outcome: Outcome, account: i64, connection: Option<i64>) -> Outcome {
    match (outcome, connection) {
        (Outcome::Done(mut done), Some(connection)) => {
            done.writes.push(Write::Intend(account, Effect::CheckConnection { account, connection }));
            Outcome::Done(done)
        }
        (outcome, _) => outcome,
    }
}

/// Held or refused.
fn answered(job: JobId, event: JobEvent) -> Outcome {
    let end = if matches!(event, JobEvent::Held { .. }) { EffectEnd::Held } else { EffectEnd::JobRefused };
    Outcome::event(end, Event::Job(job, event))
}

pub(super) fn repository(job: &JobRow) -> Repository {
    Repository { installation: job.installation_id, id: job.repository_id, full_name: job.repository.clone() }
}

fn refused(reason: FailureReason, detail: &str) -> JobEvent {
    JobEvent::Refused { failure: Failure::about(reason, detail) }
}

/// The label, read again: what was stored is the text.
fn spec(job: &JobRow) -> Result<RunnerSpec, JobEvent> {
    match label::read(&job.label) {
        Reading::Ours(spec) => Ok(*spec),
        Reading::Wrong(error) => Err(refused(FailureReason::LabelWrong, &error.to_string())),
        Reading::NearMiss { .. } => Err(refused(FailureReason::LabelNearMiss, &job.label)),
        Reading::NotOurs => Err(refused(FailureReason::LabelNearMiss, &job.label)),
    }
}

async fn plan(context: &Context, job: &JobRow) -> Result<Result<Planned, NotPlanned>, PerformError> {
    let spec = match spec(job) {
        Ok(spec) => spec,
        Err(event) => return Ok(Err(event.into())),
    };
    let installation = context.services.store.installation(job.installation_id).await?;
    if installation.as_ref().is_none_or(|one| one.removed_at.is_some()) {
        return Ok(Err(refused(FailureReason::InstallationSuspended, "").into()));
    }
    if installation.is_some_and(|one| one.suspended_at.is_some()) {
        return Ok(Err(kept_or_refused(FailureReason::InstallationSuspended.into()).into()));
    }
    let settings = context.services.store.account_settings(job.account_id).await?;
    let from_fork = match is_from_fork(context, job, settings.policy.forks_may_launch).await? {
        Ok(from_fork) => from_fork,
        Err(event) => return Ok(Err(event.into())),
    };
    let chosen = match planning::choose(context, job.account_id, &spec).await? {
        Ok(chosen) => chosen,
        Err(NotChosen { failure, waits: true, probe }) => {
            return Ok(Err(NotPlanned { event: JobEvent::Held { failure }, probe }));
        }
        Err(NotChosen { failure, waits: false, .. }) => return Ok(Err(JobEvent::Refused { failure }.into())),
    };
    let Chosen { connection, aws_account, allowed_types, allowed_sizes, sites } = &chosen;
    let now = context.services.clock.now();
    let spot = planning::spot_prices(context, &chosen, &spec, job.on_demand_only).await?;
    let capacity = context.services.store.capacity(aws_account, connection.region, now).await?;
    let mut zones = context.services.store.known_zones(aws_account, connection.region).await?;
    zones.extend(connection.region.zones());
    let planned = plan::plan(
        &spec,
        &Circumstances {
            on_demand: &BuiltInPrices,
            spot: &spot,
            sites,
            zones: &zones,
            stand_ins: true,
            capacity: &capacity,
            allowed_types: &[&settings.policy.allowed_types, allowed_types, allowed_sizes],
            on_demand_only: job.on_demand_only,
            now,
        },
    );
    let plan = match planned {
        Ok(plan) => plan,
        Err(error) => return Ok(Err(JobEvent::Refused { failure: Failure::from(&error) }.into())),
    };
    if let Some(failure) = nothing_new(job, &plan, &capacity, now) {
        return Ok(Err(JobEvent::Held { failure }.into()));
    }
    let stored = StoredPlan::from(&plan);
    let site = match settings.runners_at {
        RunnersAt::Repository => RunnerSite::Repository(repository(job)),
        RunnersAt::Organization => RunnerSite::Organization {
            installation: job.installation_id,
            login: job.repository.split('/').next().unwrap_or_default().to_owned(),
        },
    };
    let id = RunnerId(sprinters_common::random::number_128()?);
    let candidates = u16::try_from(stored.candidates.len()).unwrap_or(u16::MAX);
    let (runner, effects) = Runner::planned(candidates, now);
    let effects = effects.into_iter().map(|_| Effect::Register { runner: id }).collect();
    let notices = stored.notices.clone();
    let row = RunnerRow {
        id,
        account_id: job.account_id,
        connection_id: connection.id,
        site,
        name: RunnerName::from_random(sprinters_common::random::number_128()?),
        registration: None,
        repository_id: job.repository_id,
        job_id: job.id,
        labels: job.labels.clone(),
        plan: stored,
        runner,
        state_since: now,
        missed_instance: 0,
        missed_registration: 0,
        candidate: 0,
        zone: None,
        created_at: now,
        launched_at: None,
        busy_at: None,
        ended_at: None,
    };
    let spent_micro_usd = context.spent(job.account_id).await?;
    Ok(Ok(Planned { row, effects, notices, spent_micro_usd, from_fork, plan }))
}

/// Why a job that was refused everywhere need not try again now: somebody else tried all the same since, just now. So
/// of a thousand jobs that wait for the same pools one asks AWS, and not each of them.
fn nothing_new(job: &JobRow, plan: &LaunchPlan, capacity: &CapacityMemory, now: Timestamp) -> Option<Failure> {
    let cause = job.job.wait.cause.clone()?;
    let tried = |candidate: &Candidate| {
        let at = capacity.refused_at(candidate.pool(plan.region), now);
        at.is_some_and(|at| job.state_since < at && now.since(at) < TRIED_JUST_NOW)
    };
    plan.candidates.iter().all(tried).then_some(cause)
}

/// Whether a stranger's code would run. In a private repository there are no strangers; and where they may launch it
/// does not matter.
async fn is_from_fork(context: &Context, job: &JobRow, allowed: bool) -> Result<Result<bool, JobEvent>, PerformError> {
    if job.private || allowed {
        return Ok(Ok(false));
    }
    if let Some(known) = context.known_fork(job.run_id) {
        return Ok(Ok(known));
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    match github.run(&repository(job), job.run_id).await {
        Ok(Some(run)) => {
            context.remember_fork(job.run_id, run.from_fork);
            Ok(Ok(run.from_fork))
        }
        Ok(None) => Ok(Err(super::ask::gone(job))),
        Err(error) => Ok(Err(match error.disposition() {
            Disposition::Retry { meanwhile, .. } => JobEvent::Held { failure: meanwhile },
            Disposition::GiveUp(failure) => kept_or_refused(failure),
        })),
    }
}

/// Whoever takes a runner that was made for another job is judged like whoever asks for one: a stranger's code that may
/// not launch may not run on what others launched either. Its run is cancelled and the instance ends at once, since a
/// cancelled job's last steps still run.
async fn judge_taker(context: &Context, job: &JobRow, taken: RunnerId) -> Result<Outcome, PerformError> {
    let Some(runner) = context.services.store.runner(taken).await? else { return Ok(Outcome::superseded()) };
    if runner.job_id == job.id {
        return Ok(Outcome::superseded());
    }
    let allowed = context.services.store.account_settings(job.account_id).await?.policy.forks_may_launch;
    match is_from_fork(context, job, allowed).await? {
        Ok(true) => {}
        Ok(false) | Err(JobEvent::Refused { .. }) => return Ok(Outcome::superseded()),
        // Until GitHub can say it, it is asked again.
        Err(JobEvent::Held { failure }) => {
            return Ok(Outcome::Again { after: None, meanwhile: failure, writes: Vec::new() });
        }
        Err(_gone) => return Ok(Outcome::superseded()),
    }
    let now = context.services.clock.now();
    let failure = Failure::from(FailureReason::ForkNotAllowed);
    let mut effects = vec![Effect::CancelRun { job: job.id, asked: Some(now) }, Effect::Tell { job: job.id, failure }];
    if let Some(instance) = runner.runner.state.instance() {
        effects.push(Effect::Terminate { runner: taken, instance: instance.clone() });
    }
    in_change!(context.services.store, change => {
        let event = Event::Runner(taken, RunnerEvent::JobDone);
        super::super::machines::apply(change, event, now, &context.services.metrics).await?;
        for effect in &effects {
            change.intend(&effect.row(job.account_id, now)).await?;
        }
        Ok(())
    })?;
    tracing::warn!(job_id = job.id.0, runner = %taken, "a fork's job took a runner and is ended with it");
    Ok(Outcome::done(EffectEnd::JobRefused))
}

/// Judges and adds in one change, so that two launches at once can't both be the last one allowed.
async fn add(context: &Context, job: &JobRow, planned: Planned) -> Result<Outcome, PerformError> {
    let Planned { row, effects, notices, spent_micro_usd, from_fork, plan } = planned;
    let now = context.services.clock.now();
    let policy = context.services.store.account_settings(job.account_id).await?.policy;
    let limited =
        policy.max_runners.is_some() || policy.max_runners_per_repository.is_some() || policy.max_vcpu.is_some();
    let other = in_change!(context.services.store, change => {
        // A job is held before its account's limits are, here as everywhere.
        let current = change.job(job.id).await?;
        if !current.is_some_and(|current| matches!(current.job.state, JobState::Queued { .. })) {
            change.discard();
            return Ok(Some(Outcome::superseded()));
        }
        let mut usage = sprinters_core::policy::Usage::default();
        if limited {
            change.hold_limits(job.account_id).await?;
            usage = change.usage(job.account_id, job.repository_id).await?;
        }
        usage.spent_micro_usd = spent_micro_usd;
        let event = match policy.judge(&usage, &plan, from_fork) {
            Verdict::Hold(failure) => Some(JobEvent::Held { failure }),
            Verdict::Refuse(failure) => Some(JobEvent::Refused { failure }),
            Verdict::Go => None,
        };
        if let Some(event) = event {
            change.discard();
            return Ok(Some(answered(job.id, event)));
        }
        change.add_runner(&row).await?;
        for effect in &effects {
            change.intend(&effect.row(job.account_id, now)).await?;
        }
        let about = Subject { account_id: job.account_id, job: Some(job.id), runner: Some(row.id) };
        for text in &notices {
            change.note(about, &TimelineEvent::Notice { text: text.clone() }, now);
        }
        let event = Event::Job(job.id, JobEvent::RunnerPlanned { runner: row.id });
        super::super::machines::apply(change, event, now, &context.services.metrics).await?;
        Ok(None)
    })?;
    if let Some(other) = other {
        return Ok(other);
    }
    context.services.metrics.phase(Phase::Decision, now.since(job.state_since));
    Ok(Outcome::done(EffectEnd::Planned))
}
