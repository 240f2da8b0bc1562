// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::SNS::Topic`.

use crate::stack::{Properties, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `LoggingConfig` of `AWS::SNS::Topic`.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggingConfig(Properties);

impl LoggingConfig {
    /// With what AWS requires: `Protocol`.
    pub fn new(protocol: impl IntoValue<Protocol>) -> Self {
        Self(Properties::new().set::<Protocol>("Protocol", protocol))
    }

    /// `FailureFeedbackRoleArn`.
    #[must_use]
    pub fn failure_feedback_role_arn(self, value: impl IntoValue<value::RoleArn>) -> Self {
        Self(self.0.set::<value::RoleArn>("FailureFeedbackRoleArn", value))
    }

    /// `SuccessFeedbackRoleArn`.
    #[must_use]
    pub fn success_feedback_role_arn(self, value: impl IntoValue<value::RoleArn>) -> Self {
        Self(self.0.set::<value::RoleArn>("SuccessFeedbackRoleArn", value))
    }

    /// `SuccessFeedbackSampleRate`.
    #[must_use]
    pub fn success_feedback_sample_rate(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SuccessFeedbackSampleRate", value))
    }
}

pub(crate) static LOGGING_CONFIG: ResourceSchema = ResourceSchema {
    name: "LoggingConfig",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<LoggingConfig> for LoggingConfig {
    fn into_value(self) -> Value<LoggingConfig> {
        self.0.into_value_of()
    }
}

/// `Subscription` of `AWS::SNS::Topic`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription(Properties);

impl Subscription {
    /// With what AWS requires: `Endpoint`, `Protocol`.
    pub fn new(endpoint: impl IntoValue<String>, protocol: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Endpoint", endpoint).set::<String>("Protocol", protocol))
    }
}

pub(crate) static SUBSCRIPTION: ResourceSchema = ResourceSchema {
    name: "Subscription",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Subscription> for Subscription {
    fn into_value(self) -> Value<Subscription> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `http/s`, `sqs`, `lambda`, `firehose`, `application`.
    Protocol {
        /// `http/s`.
        HttpS = "http/s",
        /// `sqs`.
        Sqs = "sqs",
        /// `lambda`.
        Lambda = "lambda",
        /// `firehose`.
        Firehose = "firehose",
        /// `application`.
        Application = "application",
    }
}

