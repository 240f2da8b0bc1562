//! What CloudFormation waits for, and how it replaces: the attributes `CreationPolicy` and `UpdatePolicy`.

use serde_json::{Map, Value as JsonValue, json};
use std::time::Duration;

/// A duration as CloudFormation writes it: `PT15M`, `PT30S`.
fn iso(duration: Duration) -> String {
    match duration.as_secs() {
        seconds if seconds % 60 == 0 => format!("PT{}M", seconds / 60),
        seconds => format!("PT{seconds}S"),
    }
}

/// What CloudFormation waits for before it takes a resource for created.
#[derive(Debug, Clone, PartialEq)]
pub struct CreationPolicy(JsonValue);

impl CreationPolicy {
    /// So many signals (`cfn-signal`) within a time, at most twelve hours.
    #[must_use]
    pub fn signals(count: u32, within: Duration) -> Self {
        Self(json!({"ResourceSignal": {"Count": count, "Timeout": iso(within)}}))
    }

    /// Of an Auto Scaling group: the least share of its instances that must signal, in percent.
    #[must_use]
    pub fn least_healthy(mut self, percent: u8) -> Self {
        if let Some(policy) = self.0.as_object_mut() {
            policy.insert("AutoScalingCreationPolicy".to_owned(), json!({"MinSuccessfulInstancesPercent": percent}));
        }
        self
    }

    pub(crate) fn into_json(self) -> JsonValue {
        self.0
    }
}

/// How CloudFormation replaces what a resource runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdatePolicy(Map<String, JsonValue>);

impl UpdatePolicy {
    /// Of an Auto Scaling group: instances are replaced a few at a time, so many staying in service.
    #[must_use]
    pub fn rolling(in_service: u32, at_once: u32, pause: Duration) -> Self {
        let rolling = json!({
            "MinInstancesInService": in_service,
            "MaxBatchSize": at_once,
            "PauseTime": iso(pause),
            "WaitOnResourceSignals": true,
        });
        Self::default().with("AutoScalingRollingUpdate", rolling)
    }

    /// Of an Auto Scaling group: a new group beside the old one, which goes when the new one works.
    #[must_use]
    pub fn replacing() -> Self {
        Self::default().with("AutoScalingReplacingUpdate", json!({"WillReplace": true}))
    }

    /// Of an alias of a function: traffic moves as a CodeDeploy application says.
    #[must_use]
    pub fn code_deploy(application: &str, group: &str) -> Self {
        let update = json!({"ApplicationName": application, "DeploymentGroupName": group});
        Self::default().with("CodeDeployLambdaAliasUpdate", update)
    }

    /// One key of the attribute by its name, for what has no method here.
    #[must_use]
    pub fn with(mut self, key: &str, value: JsonValue) -> Self {
        self.0.insert(key.to_owned(), value);
        self
    }

    pub(crate) fn into_json(self) -> JsonValue {
        JsonValue::Object(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_cloudformation_reads_them() {
        let policy = CreationPolicy::signals(2, Duration::from_secs(900)).least_healthy(50);
        assert_eq!(policy.into_json()["ResourceSignal"], json!({"Count": 2, "Timeout": "PT15M"}));
        let rolling = UpdatePolicy::rolling(1, 1, Duration::from_secs(90)).into_json();
        assert_eq!(rolling["AutoScalingRollingUpdate"]["PauseTime"], "PT90S");
    }
}
