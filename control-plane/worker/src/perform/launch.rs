//! `launch`: one RunInstances. The request is stored before the first call; whatever is repeated, is repeated to the
//! byte, so that one attempt makes one instance (I2).

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::{Done, Outcome, Write};
use super::{PerformError, access};
use crate::launch;
use crate::launch::Target;
use secrecy::SecretString;
use sprinters_aws::{Access, AwsError, LaunchDisposition, Launched};
use sprinters_core::catalogue::Zone;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::plan::Market;
use sprinters_core::runner::{RunnerEvent, RunnerState};
use sprinters_core::site::RunnerSite;
use sprinters_store::{
    Connection, ConnectionState, RunnerRow, SecretKind, SecretName, StoredPool, Subject, TimelineEvent, Verified,
    in_change, market_word,
};

pub(super) async fn perform(context: &Context, id: RunnerId, attempt: Attempt) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    match &row.runner.state {
        RunnerState::Launching { attempt: current, .. } if *current == attempt => {}
        RunnerState::Withdrawing { attempt: current, .. } if *current == attempt => {
            return withdrawn(context, &row, attempt).await;
        }
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => return Ok(Outcome::superseded()),
    }
    let refused =
        |failure| Outcome::event(EffectEnd::Refused, Event::Runner(id, RunnerEvent::Refused { attempt, failure }));
    let Some(connection) = context.services.store.connection(row.connection_id).await? else {
        return Ok(refused(FailureReason::NotConnected.into()));
    };
    let Some(access) = access(context, &connection).await? else {
        return Ok(refused(FailureReason::NotConnected.into()));
    };
    // Of a call that was made before, nobody knows what came of it until AWS says so.
    let repeated = context.services.store.launch(id, attempt).await?.is_some();
    let (request, user_data) = match prepare(context, &row, &connection, attempt).await? {
        Ok(prepared) => prepared,
        Err(failure) => return Ok(refused(failure)),
    };
    let answer = context.aws.run_instances(&access, &request, &user_data).await;
    let call = Call { row: &row, attempt, connection: &connection, access: &access, request: &request, repeated };
    Ok(match answer {
        Ok(launched) => {
            context.services.metrics.launched(if request.spot { Market::Spot } else { Market::OnDemand });
            call.launched(&launched)
        }
        Err(error) => {
            context.raise_alarm(&error);
            let outcome = call.failed(&error);
            if let AwsError::Paced { .. } = error { keeping_awss_word(context, &row, outcome).await? } else { outcome }
        }
    })
}

/// The runner is not wanted any more. If no call was ever made, none is; if one was, `find` says what came of it.
async fn withdrawn(context: &Context, row: &RunnerRow, attempt: Attempt) -> Result<Outcome, PerformError> {
    let stored = context.services.store.launch(row.id, attempt).await?;
    if stored.is_some() {
        return Ok(Outcome::superseded());
    }
    let failure = FailureReason::Cancelled.into();
    Ok(Outcome::event(EffectEnd::NeverCalled, Event::Runner(row.id, RunnerEvent::Refused { attempt, failure })))
}

/// The request and its user data: those that are stored, or new ones, stored first.
async fn prepare(
    context: &Context,
    row: &RunnerRow,
    connection: &Connection,
    attempt: Attempt,
) -> Result<Result<(LaunchRequest, SecretString), Failure>, PerformError> {
    let subject = format!("{}/{}", row.id, attempt.0);
    let name = |subject| SecretName { account: row.account_id, kind: SecretKind::JitConfig, subject };
    if let Some(stored) = context.services.store.launch(row.id, attempt).await? {
        return Ok(match context.services.store.secret(name(&subject)).await? {
            Some(user_data) => Ok((stored.request, user_data)),
            None => Err(FailureReason::Internal.into()),
        });
    }
    let Some(outputs) = &connection.outputs else { return Ok(Err(FailureReason::NotConnected.into())) };
    let whole = row.id.to_string();
    let Some(jit_config) = context.services.store.secret(name(&whole)).await? else {
        return Ok(Err(Failure::about(FailureReason::Internal, "the runner's configuration is missing")));
    };
    let repository = match &row.site {
        RunnerSite::Repository(repository) => repository.full_name.clone(),
        RunnerSite::Organization { login, .. } => login.clone(),
    };
    let target = Target {
        launch_template_id: &outputs.launch_template_id,
        launch_template_version: &outputs.launch_template_version,
        deployment_id: &connection.deployment_id,
        runner: row.id,
        name: &row.name,
        job: row.job_id,
        repository: &repository,
    };
    let request = match launch::request(&row.plan, attempt, &target, &context.services.images) {
        Ok(request) => request,
        Err(error) => return Ok(Err(Failure::from(&error))),
    };
    let user_data = match launch::user_data(&row.plan, usize::from(attempt.0), &jit_config) {
        Ok(user_data) => user_data,
        Err(error) => return Ok(Err(Failure::about(FailureReason::Internal, &error.to_string()))),
    };
    let now = context.services.clock.now();
    let key = context.services.store.sealing_key(row.account_id, now).await?;
    in_change!(context.services.store, change => {
        change.add_launch(row.id, attempt, &request, now).await?;
        change.put_secret(&key, name(&subject), &user_data).await
    })?;
    Ok(Ok((request, user_data)))
}

struct Call<'a> {
    row: &'a RunnerRow,
    attempt: Attempt,
    connection: &'a Connection,
    access: &'a Access,
    request: &'a LaunchRequest,
    /// Whether the same call was made before.
    repeated: bool,
}

impl Call<'_> {
    fn market(&self) -> Market {
        if self.request.spot { Market::Spot } else { Market::OnDemand }
    }

    fn pool(&self) -> StoredPool {
        StoredPool {
            aws_account: self.connection.outputs.as_ref().map(|outputs| outputs.account_id.clone()).unwrap_or_default(),
            region: self.access.region,
            instance_type: self.request.instance_type.clone(),
            zone: self.request.zone.clone(),
            market: self.market(),
        }
    }

    /// What everybody reads of this call.
    fn answered(&self, answer: &str) -> Vec<Write> {
        let about = Subject { account_id: self.row.account_id, job: Some(self.row.job_id), runner: Some(self.row.id) };
        let note = TimelineEvent::Launch {
            attempt: self.attempt.0,
            instance_type: self.request.instance_type.clone(),
            market: market_word(self.market()).to_owned(),
            zone: self.request.zone.clone(),
            answer: answer.to_owned(),
        };
        let answered = Write::LaunchAnswered { runner: self.row.id, attempt: self.attempt, answer: answer.to_owned() };
        vec![answered, Write::Note(about, note)]
    }

    fn launched(&self, launched: &Launched) -> Outcome {
        let zone = launched.zone.as_deref().unwrap_or("an unknown zone");
        let mut writes = self.answered(&format!("{} in {zone}", launched.instance));
        let pool = self.pool();
        let zones: Vec<Zone> = launched.zone.iter().filter_map(|zone| zone.parse().ok()).collect();
        writes.push(Write::ZonesSeen { aws_account: pool.aws_account.clone(), zones });
        writes.push(Write::CapacityGranted(self.row.account_id, pool));
        if let (Some(subnet), Some(zone)) = (&launched.subnet_id, &launched.zone) {
            writes.push(Write::Zone { connection: self.connection.id, subnet: subnet.clone(), zone: zone.clone() });
        }
        let event = RunnerEvent::Launched { attempt: self.attempt, instance: launched.instance.clone() };
        Outcome::Done(Done { end: EffectEnd::Launched, events: vec![Event::Runner(self.row.id, event)], writes })
    }

    fn failed(&self, error: &AwsError) -> Outcome {
        let attempt = self.attempt;
        if self.repeated && does_not_tell(error) {
            // The same bytes again, until AWS says what became of them (I2), or the runner's time is over.
            return Outcome::Again { after: None, meanwhile: failure_of(error), writes: Vec::new() };
        }
        match error.classify() {
            // Whether AWS made an instance is not known: the same call again finds out. Other launches try elsewhere
            // first.
            LaunchDisposition::Again(Disposition::Retry { after, meanwhile }) => {
                let elsewhere = error.is_disturbance().then(|| Write::CapacityRefused(self.pool()));
                Outcome::Again { after, meanwhile, writes: elsewhere.into_iter().collect() }
            }
            LaunchDisposition::Again(Disposition::GiveUp(failure)) | LaunchDisposition::GiveUp(failure) => {
                let mut writes = self.answered(&failure.to_string());
                let (account, connection) = (self.row.account_id, self.connection.id);
                if is_about_stack(failure.reason()) {
                    writes.push(Write::Intend(account, Effect::CheckConnection { account, connection }));
                }
                if breaks_connection(failure.reason()) {
                    let verified =
                        Verified { state: ConnectionState::Broken, checks: None, failure: Some(failure.clone()) };
                    writes.push(Write::Verified { account, connection, verified });
                }
                let event = RunnerEvent::Refused { attempt, failure };
                Outcome::Done(Done { end: EffectEnd::Refused, events: vec![Event::Runner(self.row.id, event)], writes })
            }
            LaunchDisposition::NextCandidate(failure, remembered) => {
                let mut writes = self.answered(&failure.to_string());
                // A full subnet or a quota says nothing about the pool.
                writes.extend(remembered.map(|_| Write::CapacityRefused(self.pool())));
                let zones = error.zones_with_room();
                if !zones.is_empty() {
                    writes.push(Write::ZonesSeen { aws_account: self.pool().aws_account, zones });
                }
                if is_about_stack(failure.reason()) {
                    // Perhaps this type or zone alone. The verification tells.
                    let (account, connection) = (self.row.account_id, self.connection.id);
                    writes.push(Write::Intend(account, Effect::CheckConnection { account, connection }));
                }
                let event = RunnerEvent::NoCapacity { attempt, failure };
                Outcome::Done(Done {
                    end: EffectEnd::NoCapacity,
                    events: vec![Event::Runner(self.row.id, event)],
                    writes,
                })
            }
        }
    }
}

/// We hold a call back because AWS throttled us: that is what people read then, and not that we hold back.
async fn keeping_awss_word(context: &Context, row: &RunnerRow, outcome: Outcome) -> Result<Outcome, PerformError> {
    let Outcome::Again { after, meanwhile, writes } = outcome else { return Ok(outcome) };
    let before = match &row.runner.trouble {
        Some(trouble) => Some(trouble.clone()),
        None => context.services.store.job(row.job_id).await?.and_then(|job| job.job.wait.cause),
    };
    let meanwhile = before.filter(|before| before.reason() == meanwhile.reason()).unwrap_or(meanwhile);
    Ok(Outcome::Again { after, meanwhile, writes })
}

/// Whether every other launch through the connection would fail the same way, until somebody does something about it.
fn breaks_connection(reason: FailureReason) -> bool {
    matches!(
        reason,
        FailureReason::RoleGone
            | FailureReason::ExternalIdWrong
            | FailureReason::LaunchTemplateGone
            | FailureReason::AwsAccountUnusable
    )
}

/// Whether it may be the stack, so that every launch fails alike: then one verification is worth more than a launch for
/// each job.
fn is_about_stack(reason: FailureReason) -> bool {
    matches!(
        reason,
        FailureReason::ActionDenied
            | FailureReason::DeniedByOrganization
            | FailureReason::SecurityGroupGone
            | FailureReason::InstanceProfileGone
            | FailureReason::SubnetGone
            | FailureReason::NoDefaultVpc
    )
}

/// Whether the answer says nothing of what an earlier call with the same token did: AWS did not get as far as the
/// token.
fn does_not_tell(error: &AwsError) -> bool {
    matches!(error, AwsError::NotAssumed { .. })
        || matches!(failure_of(error).reason(), FailureReason::ActionDenied | FailureReason::DeniedByOrganization)
}

/// What people read of an error.
fn failure_of(error: &AwsError) -> Failure {
    match error.classify() {
        LaunchDisposition::Again(Disposition::Retry { meanwhile: failure, .. } | Disposition::GiveUp(failure))
        | LaunchDisposition::NextCandidate(failure, _)
        | LaunchDisposition::GiveUp(failure) => failure,
    }
}
