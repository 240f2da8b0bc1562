//! Watching CloudFormation work.

use super::stack::{self, Phase};
use super::{Aws, failed};
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use aws_sdk_cloudformation::types::{Stack, StackEvent};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashSet;
use std::time::Duration;

/// Between two looks. CloudFormation allows many more; events come every few seconds.
const PAUSE: Duration = Duration::from_secs(2);

/// Looks until we stop looking: an hour. Our stacks take one to three minutes.
const LOOKS: u32 = 1_800;

/// The events that were there before, so that what is shown is new. The latest page is enough: older ones are never
/// asked for.
pub(crate) async fn seen(aws: &Aws, stack_id: &str) -> Result<HashSet<String>, Failure> {
    Ok(latest(aws, stack_id).await?.iter().filter_map(|event| event.event_id().map(str::to_owned)).collect())
}

/// Follows a stack until it rests, with a bar that counts `steps` resources.
///
/// # Errors
/// When what it does fails, with the reason of the first resource that failed.
pub(crate) async fn to_the_end(
    aws: &Aws,
    stack_id: &str,
    steps: usize,
    mut seen: HashSet<String>,
    printer: &mut Printer,
) -> Result<Stack, Failure> {
    let bar = bar(steps);
    let mut done = HashSet::new();
    let mut failures: Vec<String> = Vec::new();
    for look in 0..LOOKS {
        if 0 < look {
            tokio::time::sleep(PAUSE).await;
        }
        // The status first: what happened before it is then among the events.
        let current = stack::get(aws, stack_id).await?;
        let new = latest(aws, stack_id).await?;
        for event in new.iter().rev().filter(|event| event.event_id().is_some_and(|id| seen.insert(id.to_owned()))) {
            let line = sentence(event);
            match bar.is_hidden() {
                true => printer.say(&line),
                false => bar.println(crate::printer::printable(&line)),
            }
            let status = event.resource_status().map_or("", |status| status.as_str());
            let logical_id = event.logical_resource_id().unwrap_or_default().to_owned();
            if status.ends_with("_FAILED") {
                failures.push(line);
            } else if status.ends_with("_COMPLETE") && done.insert(logical_id) {
                bar.inc(1);
            }
        }
        match Phase::from_status(stack::status(&current)) {
            Phase::UnderWay | Phase::OnlyReviewed => {}
            Phase::Stands => {
                bar.finish_and_clear();
                return Ok(current);
            }
            Phase::NeverCreated | Phase::RolledBack | Phase::Stuck => {
                bar.finish_and_clear();
                return Err(rolled_back(&current, failures));
            }
        }
    }
    Err(Failure::outside(
        Problem::new("CloudFormation is still at work after an hour").help("run the same command again to follow it"),
    ))
}

/// Hidden where standard error is no terminal: the events are then told line by line.
fn bar(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} resources, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

/// The latest page, newest first.
async fn latest(aws: &Aws, stack_id: &str) -> Result<Vec<StackEvent>, Failure> {
    let answer = aws.cloudformation.describe_stack_events().stack_name(stack_id).send().await;
    Ok(answer.map_err(|error| failed("the stack's events can't be read", &error))?.stack_events().to_vec())
}

fn sentence(event: &StackEvent) -> String {
    let logical_id = event.logical_resource_id().unwrap_or_default();
    let kind = event.resource_type().unwrap_or_default();
    let status = event.resource_status().map_or("", |status| status.as_str());
    match event.resource_status_reason() {
        Some(reason) if !reason.is_empty() => format!("{status}  {logical_id} ({kind}): {reason}"),
        Some(_) | None => format!("{status}  {logical_id} ({kind})"),
    }
}

fn rolled_back(stack: &Stack, failures: Vec<String>) -> Failure {
    let name = stack.stack_name().unwrap_or_default();
    let (title, help) = match Phase::from_status(stack::status(stack)) {
        Phase::NeverCreated => (
            format!("{name} could not be created and was rolled back"),
            format!(
                "remove what is left (aws cloudformation delete-stack --stack-name {name}), mend the cause, deploy again"
            ),
        ),
        Phase::RolledBack => {
            (format!("{name} could not be updated and stands as before"), "mend the cause and deploy again".to_owned())
        }
        Phase::Stuck | Phase::Stands | Phase::UnderWay | Phase::OnlyReviewed => (
            format!("{name} is stuck in {}", stack::status(stack)),
            format!("see aws cloudformation describe-stack-events --stack-name {name}"),
        ),
    };
    let mut notes = failures;
    if notes.is_empty() {
        notes.extend(stack.stack_status_reason().map(str::to_owned));
    }
    Failure::outside(Problem { notes, ..Problem::new(title) }.help(help))
}
