//! Stacks, as CloudFormation tells of them.

use super::{Aws, failed};
use crate::failure::{Failure, Problem};
use aws_sdk_cloudformation::types::{Stack, StackResourceSummary};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use sprinters_dsl::template::Template;
use sprinters_stacks::link::is_stack_name;

/// What a stack's status means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// CloudFormation is working on it.
    UnderWay,
    /// It stands as its template says.
    Stands,
    /// Only a change set exists: nothing was ever created.
    OnlyReviewed,
    /// Its creation was rolled back; it can only be deleted.
    NeverCreated,
    /// An update was rolled back; it stands as before.
    RolledBack,
    /// Something failed; a person has to look.
    Stuck,
}

impl Phase {
    /// By the status' name: AWS CloudFormation User Guide, "Stack status codes".
    pub(crate) fn from_status(status: &str) -> Phase {
        match status {
            "REVIEW_IN_PROGRESS" => Phase::OnlyReviewed,
            "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE" => Phase::Stands,
            "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" | "DELETE_COMPLETE" => Phase::NeverCreated,
            "UPDATE_ROLLBACK_COMPLETE" | "IMPORT_ROLLBACK_COMPLETE" => Phase::RolledBack,
            other if other.ends_with("_IN_PROGRESS") => Phase::UnderWay,
            _other => Phase::Stuck,
        }
    }
}

/// Name of the status.
pub(crate) fn status(stack: &Stack) -> &str {
    stack.stack_status().map_or("", |status| status.as_str())
}

/// The stack, if there is one of this name or id.
pub(crate) async fn find(aws: &Aws, name: &str) -> Result<Option<Stack>, Failure> {
    if !is_stack_name(name) && !name.starts_with("arn:") {
        return Err(Failure::input(
            Problem::new(format!("`{name}` can't be the name of a stack"))
                .help("begin with a letter, go on with letters, digits and hyphens"),
        ));
    }
    match aws.cloudformation.describe_stacks().stack_name(name).send().await {
        Ok(answer) => Ok(answer.stacks().first().cloned()),
        // CloudFormation has no code of its own for a stack that does not exist; the name's form was checked above.
        Err(error) if error.code() == Some("ValidationError") => Ok(None),
        Err(error) => Err(failed(&format!("the stack {name} can't be described"), &error)),
    }
}

/// The stack of this name.
pub(crate) async fn get(aws: &Aws, name: &str) -> Result<Stack, Failure> {
    find(aws, name).await?.ok_or_else(|| missing(aws, name))
}

fn missing(aws: &Aws, name: &str) -> Failure {
    Failure::outside(Problem::new(format!("there is no stack {name} in {}", aws.region)).help(
        "give its name with --stack and its region with --region; aws cloudformation list-stacks shows what there is",
    ))
}

/// The template that the stack was deployed with.
pub(crate) async fn template(aws: &Aws, name: &str) -> Result<Template, Failure> {
    let stack = get(aws, name).await?;
    let id = stack.stack_id().unwrap_or(name);
    let answer = aws
        .cloudformation
        .get_template()
        .stack_name(id)
        .send()
        .await
        .map_err(|error| failed(&format!("the template of {name} can't be read"), &error))?;
    let body = answer.template_body().unwrap_or_default();
    let shown = format!("<stack {name}>");
    Template::parse(body).map_err(|error| Failure::input(Problem::of_template(&error, &shown, body)))
}

/// Everything that the stack consists of.
pub(crate) async fn resources(aws: &Aws, name: &str) -> Result<Vec<StackResourceSummary>, Failure> {
    let mut pages = aws.cloudformation.list_stack_resources().stack_name(name).into_paginator().send();
    let mut resources = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| failed(&format!("the resources of {name} can't be listed"), &error))?;
        resources.extend_from_slice(page.stack_resource_summaries());
    }
    Ok(resources)
}

/// Name, value and description of each output, in the order of the names: CloudFormation has none of its own.
pub(crate) fn outputs(stack: &Stack) -> Vec<(String, String, String)> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut outputs: Vec<(String, String, String)> = stack
        .outputs()
        .iter()
        .map(|output| (text(output.output_key()), text(output.output_value()), text(output.description())))
        .collect();
    outputs.sort();
    outputs
}

/// Lets nobody delete the stack, or anybody again who may.
pub(crate) async fn protect(aws: &Aws, name: &str, protect: bool) -> Result<(), Failure> {
    let call =
        aws.cloudformation.update_termination_protection().stack_name(name).enable_termination_protection(protect);
    call.send().await.map(|_| ()).map_err(|error| failed(&format!("the protection of {name} can't be set"), &error))
}

#[cfg(test)]
mod tests {
    use super::Phase;

    #[test]
    fn each_status_means_one_thing() {
        let of = |statuses: &[&str]| statuses.iter().map(|status| Phase::from_status(status)).collect::<Vec<_>>();
        assert_eq!(of(&["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]), [Phase::Stands; 3]);
        assert_eq!(
            of(&["CREATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"]),
            [Phase::UnderWay; 3]
        );
        assert_eq!(of(&["ROLLBACK_COMPLETE", "CREATE_FAILED"]), [Phase::NeverCreated; 2]);
        assert_eq!(of(&["UPDATE_ROLLBACK_COMPLETE"]), [Phase::RolledBack]);
        assert_eq!(of(&["UPDATE_ROLLBACK_FAILED", "DELETE_FAILED", "NEW_IN_2030"]), [Phase::Stuck; 3]);
        assert_eq!(of(&["REVIEW_IN_PROGRESS"]), [Phase::OnlyReviewed]);
    }
}
