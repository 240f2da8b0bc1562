//! CloudFormation's own drift detection: what was changed by hand in the resources of a stack.

use super::{Aws, failed};
use crate::failure::{Failure, Problem};
use aws_sdk_cloudformation::types::{StackDriftDetectionStatus, StackResourceDriftStatus};
use std::time::Duration;

/// Between two looks at a detection, which takes some 5 seconds for a small stack.
const PAUSE: Duration = Duration::from_secs(2);

/// Looks until we give up: five minutes.
const LOOKS: u32 = 150;

/// One resource that is not as the template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drifted {
    pub(crate) logical_id: String,
    pub(crate) kind: String,
    /// It is gone.
    pub(crate) deleted: bool,
    pub(crate) properties: Vec<Property>,
}

/// One property of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    /// JSON pointer into the resource's properties.
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) actual: String,
}

/// Has CloudFormation look at every resource of a stack.
pub(crate) async fn detect(aws: &Aws, stack_id: &str) -> Result<Vec<Drifted>, Failure> {
    let what = "CloudFormation can't detect drift";
    let started = aws.cloudformation.detect_stack_drift().stack_name(stack_id).send().await;
    let started = started.map_err(|error| failed(what, &error))?;
    let id = started.stack_drift_detection_id().unwrap_or_default();
    for look in 0..LOOKS {
        if 0 < look {
            tokio::time::sleep(PAUSE).await;
        }
        let call = aws.cloudformation.describe_stack_drift_detection_status().stack_drift_detection_id(id);
        let answer = call.send().await.map_err(|error| failed(what, &error))?;
        match answer.detection_status() {
            Some(StackDriftDetectionStatus::DetectionComplete) => return drifted(aws, stack_id).await,
            Some(StackDriftDetectionStatus::DetectionFailed) => {
                let reason = answer.detection_status_reason().unwrap_or("no reason given");
                return Err(Failure::outside(Problem::new(format!("{what}: {reason}"))));
            }
            Some(_) | None => {}
        }
    }
    Err(Failure::outside(Problem::new(format!("{what} in time")).help("run the command again")))
}

async fn drifted(aws: &Aws, stack_id: &str) -> Result<Vec<Drifted>, Failure> {
    let what = "CloudFormation's drift can't be read";
    let call = aws
        .cloudformation
        .describe_stack_resource_drifts()
        .stack_name(stack_id)
        .stack_resource_drift_status_filters(StackResourceDriftStatus::Modified)
        .stack_resource_drift_status_filters(StackResourceDriftStatus::Deleted);
    let mut pages = call.into_paginator().send();
    let mut out = Vec::new();
    while let Some(page) = pages.next().await {
        for drift in page.map_err(|error| failed(what, &error))?.stack_resource_drifts() {
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let properties = drift.property_differences().iter().map(|difference| Property {
                path: text(difference.property_path()),
                expected: text(difference.expected_value()),
                actual: text(difference.actual_value()),
            });
            out.push(Drifted {
                logical_id: text(drift.logical_resource_id()),
                kind: text(drift.resource_type()),
                deleted: drift.stack_resource_drift_status() == Some(&StackResourceDriftStatus::Deleted),
                properties: properties.collect(),
            });
        }
    }
    Ok(out)
}
