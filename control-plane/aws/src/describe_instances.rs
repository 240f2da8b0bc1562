//! `ec2:DescribeInstances`: all of a deployment, or those of some client tokens.

use super::error::{AwsError, Call};
use super::tags::RunnerTags;
use super::{Access, Aws, SeenInstance, codes};
use aws_sdk_ec2::types::{Filter, Instance, InstanceStateName};
use sprinters_core::reconcile::{Coverage, InstancePhase, TheirInstance};
use sprinters_core::time::Timestamp;
use sprinters_stacks::tag;

/// Instances of a page: AWS's most.
const PAGE: i32 = 1_000;

/// Most pages of one scan: 100,000 instances. A longer list counts as broken off.
const MOST_PAGES: usize = 100;

/// Everything that carries the deployment's tag.
pub(super) async fn all(aws: &Aws, access: &Access) -> Result<(Vec<SeenInstance>, Coverage), AwsError> {
    let filter = filter(&format!("tag:{}", tag::DEPLOYMENT), vec![access.deployment_id.clone()]);
    let (instances, coverage) = pages(aws, access, filter).await?;
    let mut seen: Vec<SeenInstance> = instances.iter().filter_map(|instance| read(access, instance)).collect();
    // The unreadable last: a scan walks both sides in the order of runners.
    seen.sort_by(|a, b| {
        let key =
            |seen: &SeenInstance| (seen.instance.runner.is_none(), seen.instance.runner, seen.instance.id.clone());
        key(a).cmp(&key(b))
    });
    Ok((seen, coverage))
}

/// Those of these client tokens, each with its token.
pub(super) async fn of_tokens(
    aws: &Aws,
    access: &Access,
    tokens: Vec<String>,
) -> Result<Vec<(String, SeenInstance)>, AwsError> {
    let context = access.context(Call::DescribeInstances, None);
    let (instances, coverage) = pages(aws, access, filter("client-token", tokens)).await?;
    match coverage {
        Coverage::Complete => {}
        // Whoever asks for a token must not take silence for an answer.
        Coverage::Partial => return Err(AwsError::Incomplete { context, missing: "last page" }),
    }
    let with_token = |instance: &Instance| Some((instance.client_token.clone()?, read(access, instance)?));
    Ok(instances.iter().filter_map(with_token).collect())
}

fn filter(name: &str, values: Vec<String>) -> Filter {
    Filter::builder().name(name).set_values(Some(values)).build()
}

async fn pages(aws: &Aws, access: &Access, filter: Filter) -> Result<(Vec<Instance>, Coverage), AwsError> {
    let context = access.context(Call::DescribeInstances, None);
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    for page in 0..MOST_PAGES {
        let send = |ec2: aws_sdk_ec2::Client| {
            ec2.describe_instances().filters(filter.clone()).max_results(PAGE).set_next_token(next.clone()).send()
        };
        let answer = match aws.call(access, &context, send).await {
            Ok(answer) => answer,
            Err(error) if page == 0 => return Err(error),
            Err(error) => {
                tracing::warn!(%error, page, "a page of instances could not be read: the list is not complete");
                return Ok((found, Coverage::Partial));
            }
        };
        found.extend(
            answer
                .reservations
                .unwrap_or_default()
                .into_iter()
                .flat_map(|reservation| reservation.instances.unwrap_or_default()),
        );
        next = answer.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok((found, Coverage::Complete));
        }
    }
    Ok((found, Coverage::Partial))
}

/// An instance as the reconciler wants it. Only what has no id at all is left out, and said so: nobody could end it.
fn read(access: &Access, instance: &Instance) -> Option<SeenInstance> {
    let Some(id) = instance.instance_id.as_deref().and_then(|id| id.parse().ok()) else {
        tracing::error!(connection = access.connection, "AWS lists an instance without a readable id");
        return None;
    };
    let runner = RunnerTags::read(
        instance.tags().iter().filter_map(|tag| Some((tag.key()?, tag.value()?))),
        instance.client_token(),
    );
    let ended_because = instance
        .state_reason()
        .and_then(|reason| codes::ended(reason.code().unwrap_or_default(), reason.message().unwrap_or_default()));
    let launched =
        instance.launch_time().and_then(|time| time.to_millis().ok()).and_then(|millis| u64::try_from(millis).ok());
    let volumes = instance.block_device_mappings().iter();
    let volumes =
        volumes.filter_map(|mapping| Some((mapping.device_name()?.to_owned(), mapping.ebs()?.volume_id()?.to_owned())));
    Some(SeenInstance {
        instance: TheirInstance {
            id,
            runner,
            phase: phase(instance.state().and_then(|state| state.name())),
            launched_at: Timestamp::from_millis(launched.unwrap_or_default()),
            ended_because,
        },
        zone: instance.placement().and_then(|placement| placement.availability_zone()).map(str::to_owned),
        volumes: volumes.collect(),
    })
}

/// A state that AWS adds one day is taken for a living one, so that it is ended rather than forgotten.
fn phase(state: Option<&InstanceStateName>) -> InstancePhase {
    match state {
        Some(InstanceStateName::Pending) => InstancePhase::Pending,
        Some(InstanceStateName::ShuttingDown) => InstancePhase::ShuttingDown,
        Some(InstanceStateName::Stopped | InstanceStateName::Stopping) => InstancePhase::Stopped,
        Some(InstanceStateName::Terminated) => InstancePhase::Terminated,
        Some(_) | None => InstancePhase::Running,
    }
}
