//! Change sets: what an installation would do, before it does it.

use super::{Aws, failed};
use crate::failure::{Failure, Problem};
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{Capability, ChangeSetStatus, ChangeSetType, Parameter, Replacement, Tag};
use std::time::Duration;

/// Between two looks at a change set that is being made. It takes CloudFormation 5 to 30 seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks until we give up: ten minutes, far beyond what a template of one megabyte takes.
const LOOKS: u32 = 600;

/// What is to be installed.
#[derive(Debug)]
pub(crate) struct Request {
    /// Name of the stack.
    pub(crate) stack: String,
    /// Whether the stack exists already.
    pub(crate) update: bool,
    /// The template as text, at most 51,200 bytes.
    pub(crate) body: String,
    /// Every parameter that does not take its default.
    pub(crate) parameters: Vec<Parameter>,
    /// What the user agrees to.
    pub(crate) capabilities: Vec<String>,
    /// Tags of the stack and of all that it makes; empty: those that the stack has.
    pub(crate) tags: Vec<Tag>,
    /// The role that CloudFormation works with; none: that of before, or the user's own rights.
    pub(crate) role_arn: Option<String>,
    /// SNS topics that are told of each step; empty: those of before.
    pub(crate) notification_arns: Vec<String>,
    /// Unique: name of the change set.
    pub(crate) name: String,
}

/// A change set that CloudFormation has finished looking at.
#[derive(Debug)]
pub(crate) struct ChangeSet {
    /// Its ARN.
    pub(crate) id: String,
    /// The stack's ARN.
    pub(crate) stack_id: String,
    /// What it would do.
    pub(crate) changes: Vec<Change>,
}

/// One resource that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// `Add`, `Modify`, `Remove`.
    pub(crate) action: String,
    pub(crate) logical_id: String,
    pub(crate) kind: String,
    /// Whether a new one is made in its place.
    pub(crate) replacement: &'static str,
}

/// Has CloudFormation look at what would change. `None`: nothing would.
pub(crate) async fn create(aws: &Aws, request: Request) -> Result<Option<ChangeSet>, Failure> {
    let what = format!("the change set of {} can't be made", request.stack);
    let kind = if request.update { ChangeSetType::Update } else { ChangeSetType::Create };
    let answer = aws
        .cloudformation
        .create_change_set()
        .stack_name(&request.stack)
        .change_set_name(&request.name)
        .client_token(&request.name)
        .change_set_type(kind)
        .template_body(request.body)
        .set_parameters(Some(request.parameters))
        .set_capabilities(Some(request.capabilities.iter().map(|name| Capability::from(name.as_str())).collect()))
        // An empty list would take away what the stack has.
        .set_tags(Some(request.tags).filter(|tags| !tags.is_empty()))
        .set_role_arn(request.role_arn)
        .set_notification_arns(Some(request.notification_arns).filter(|topics| !topics.is_empty()))
        .description("Made by sprinters-iac deploy")
        .send()
        .await
        .map_err(|error| failed(&what, &error))?;
    let id = answer.id().unwrap_or(&request.name).to_owned();
    let stack_id = answer.stack_id().unwrap_or(&request.stack).to_owned();
    for look in 0..LOOKS {
        if 0 < look {
            tokio::time::sleep(PAUSE).await;
        }
        let described = describe(aws, &stack_id, &id).await?;
        let reason = described.status_reason().unwrap_or_default();
        match described.status() {
            Some(ChangeSetStatus::CreateComplete) => {
                let changes = changes(aws, &stack_id, &id).await?;
                return Ok(Some(ChangeSet { id, stack_id, changes }));
            }
            Some(ChangeSetStatus::Failed) => {
                delete(aws, &stack_id, &id).await?;
                if is_empty(reason) {
                    return Ok(None);
                }
                return Err(Failure::outside(Problem::new(format!("{what}: {reason}"))));
            }
            Some(_) | None => {}
        }
    }
    Err(Failure::outside(
        Problem::new(format!("{what}: CloudFormation did not finish it in time"))
            .help(format!("aws cloudformation describe-change-set --change-set-name {id}")),
    ))
}

/// A change set without changes fails, and says why by text alone. The two sentences are those that CloudFormation has
/// sent for years; a third would be shown to the user as a failure, which is annoying and not wrong.
fn is_empty(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

async fn describe(aws: &Aws, stack_id: &str, id: &str) -> Result<DescribeChangeSetOutput, Failure> {
    let call = aws.cloudformation.describe_change_set().stack_name(stack_id).change_set_name(id);
    call.send().await.map_err(|error| failed("the change set can't be described", &error))
}

async fn changes(aws: &Aws, stack_id: &str, id: &str) -> Result<Vec<Change>, Failure> {
    let call = aws.cloudformation.describe_change_set().stack_name(stack_id).change_set_name(id);
    let mut pages = call.into_paginator().send();
    let mut changes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| failed("the change set can't be described", &error))?;
        changes.extend(page.changes().iter().filter_map(|change| change.resource_change()).map(|change| Change {
            action: change.action().map_or("", |action| action.as_str()).to_owned(),
            logical_id: change.logical_resource_id().unwrap_or_default().to_owned(),
            kind: change.resource_type().unwrap_or_default().to_owned(),
            replacement: match change.replacement() {
                Some(Replacement::True) => "replaced",
                Some(Replacement::Conditional) => "perhaps replaced",
                Some(_) | None => "",
            },
        }));
    }
    Ok(changes)
}

/// Starts what was looked at.
pub(crate) async fn execute(aws: &Aws, change_set: &ChangeSet) -> Result<(), Failure> {
    let call = aws.cloudformation.execute_change_set().stack_name(&change_set.stack_id).change_set_name(&change_set.id);
    call.send().await.map(|_| ()).map_err(|error| failed("the change set can't be executed", &error))
}

/// Throws it away.
pub(crate) async fn delete(aws: &Aws, stack_id: &str, id: &str) -> Result<(), Failure> {
    let call = aws.cloudformation.delete_change_set().stack_name(stack_id).change_set_name(id);
    call.send().await.map(|_| ()).map_err(|error| failed("the change set can't be deleted", &error))
}

/// Removes the empty stack that a change set for a new stack leaves when it is thrown away.
pub(crate) async fn delete_empty_stack(aws: &Aws, stack_id: &str) -> Result<(), Failure> {
    let call = aws.cloudformation.delete_stack().stack_name(stack_id);
    call.send().await.map(|_| ()).map_err(|error| failed("the empty stack can't be deleted", &error))
}
