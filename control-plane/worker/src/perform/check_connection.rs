//! `check-connection`: what must work is tried, and so is what must be refused.

use super::super::context::Context;
use super::super::outcome::{Done, Outcome, Write};
use super::{PerformError, access};
use crate::launch;
use crate::launch::Target;
use sprinters_aws::Access;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, JobId, RunnerId, RunnerName};
use sprinters_core::label::RunnerSpec;
use sprinters_core::plan::StoredPlan;
use sprinters_core::plan::{self, Circumstances, Site};
use sprinters_core::verification::ConnectionCheck;
use sprinters_store::{Connection, ConnectionState, Verified};

pub(super) async fn perform(context: &Context, id: i64) -> Result<Outcome, PerformError> {
    let Some(connection) = context.services.store.connection(id).await? else { return Ok(Outcome::superseded()) };
    if connection.state == ConnectionState::Removed {
        return Ok(Outcome::superseded());
    }
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    // While the external id is rotated the stack may know the next one already: then that is the one.
    if let Some(next) = context.services.store.external_id(&connection, true).await? {
        let trial = Access { external_id: next, ..access.clone() };
        if context.aws.can_assume(&trial).await {
            context.services.store.finish_rotation(&connection, context.services.clock.now()).await?;
            return Ok(verified(context, &connection, &trial).await);
        }
    }
    Ok(verified(context, &connection, &access).await)
}

async fn verified(context: &Context, connection: &Connection, access: &Access) -> Outcome {
    let launch = match trial_launch(context, connection) {
        Ok(launch) => launch,
        Err(failure) => return finished(connection, Vec::new(), Some(failure)),
    };
    let checks = context.aws.verify(access, &launch).await;
    // A line without a failure that did not pass was not decided: AWS stopped at something else first.
    let failure = checks.iter().find_map(|check| check.failure.clone());
    match failure {
        // A disturbance says nothing about the connection: it stays what it was until AWS answers. One that is broken
        // is probed by whoever waits for it, and by the scan.
        Some(meanwhile) if is_ours_or_passing(meanwhile.reason()) => match connection.state {
            ConnectionState::Broken => Outcome::done(EffectEnd::Broken),
            ConnectionState::Pending | ConnectionState::Working | ConnectionState::Removed => {
                Outcome::Again { after: None, meanwhile, writes: Vec::new() }
            }
        },
        failure => finished(connection, checks, failure),
    }
}

fn is_ours_or_passing(reason: FailureReason) -> bool {
    matches!(
        reason,
        FailureReason::AwsUnavailable
            | FailureReason::AwsAccountPending
            | FailureReason::AwsAnswerUnknown
            | FailureReason::ClockWrong
            | FailureReason::Internal
            | FailureReason::NoCapacity
            | FailureReason::NoSpotCapacity
            | FailureReason::SpotQuota
            | FailureReason::SubnetFull
            | FailureReason::VcpuQuota
            | FailureReason::VolumeQuota
    )
}

fn finished(connection: &Connection, checks: Vec<ConnectionCheck>, failure: Option<Failure>) -> Outcome {
    let state = if failure.is_none() { ConnectionState::Working } else { ConnectionState::Broken };
    let end = if failure.is_none() { EffectEnd::Working } else { EffectEnd::Broken };
    let verified = Verified { state, checks: Some(checks), failure };
    let write = Write::Verified { account: connection.account_id, connection: connection.id, verified };
    Outcome::Done(Done { end, events: Vec::new(), writes: vec![write] })
}

/// The launch that is tried dry: the smallest of what a label without parts means.
fn trial_launch(
    context: &Context,
    connection: &Connection,
) -> Result<sprinters_core::launch_request::LaunchRequest, Failure> {
    let Some(outputs) = &connection.outputs else { return Err(FailureReason::NotConnected.into()) };
    let label = format!("sprinters:aws:{}", connection.region.name());
    let spec: RunnerSpec =
        label.parse().map_err(|_| Failure::about(FailureReason::Internal, "the trial label does not parse"))?;
    let sites: Vec<Site> = outputs
        .subnet_ids
        .iter()
        .filter_map(|subnet| Some(Site { zone: None, subnet: Some(subnet.parse().ok()?) }))
        .collect();
    let allowed: [&[sprinters_core::plan::TypePattern]; 2] = [&outputs.allowed_types, &outputs.allowed_sizes];
    let circumstances = Circumstances {
        sites: &sites,
        allowed_types: &allowed,
        now: context.services.clock.now(),
        ..Circumstances::unknown()
    };
    let plan = plan::plan(&spec, &circumstances).map_err(|error| Failure::from(&error))?;
    let name = RunnerName::from_random(0);
    let target = Target {
        launch_template_id: &outputs.launch_template_id,
        launch_template_version: &outputs.launch_template_version,
        deployment_id: &connection.deployment_id,
        runner: RunnerId(0),
        name: &name,
        job: JobId(0),
        repository: "verification",
    };
    let request = launch::request(&StoredPlan::from(&plan), Attempt(0), &target, &context.services.images)
        .map_err(|error| Failure::from(&error))?;
    // So that a launch without the template differs from it in nothing else.
    Ok(sprinters_core::launch_request::LaunchRequest {
        security_group_id: Some(outputs.security_group_id.clone()),
        ..request
    })
}
