// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod queue;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::SQS::Queue`.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue(Properties);

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

impl Queue {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ContentBasedDeduplication`.
    #[must_use]
    pub fn content_based_deduplication(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("ContentBasedDeduplication", value))
    }

    /// `DeduplicationScope`.
    #[must_use]
    pub fn deduplication_scope(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DeduplicationScope", value))
    }

    /// `DelaySeconds`, 0 to 900.
    #[must_use]
    pub fn delay_seconds(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("DelaySeconds", value))
    }

    /// `FifoQueue`; changing it replaces the resource.
    #[must_use]
    pub fn fifo_queue(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("FifoQueue", value))
    }

    /// `FifoThroughputLimit`.
    #[must_use]
    pub fn fifo_throughput_limit(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("FifoThroughputLimit", value))
    }

    /// `KmsDataKeyReusePeriodSeconds`, 60 to 86400.
    #[must_use]
    pub fn kms_data_key_reuse_period_seconds(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("KmsDataKeyReusePeriodSeconds", value))
    }

    /// `KmsMasterKeyId`.
    #[must_use]
    pub fn kms_master_key_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KmsMasterKeyId", value))
    }

    /// `MaximumMessageSize`, 1024 to 1048576.
    #[must_use]
    pub fn maximum_message_size(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaximumMessageSize", value))
    }

    /// `MessageRetentionPeriod`, 60 to 1209600.
    #[must_use]
    pub fn message_retention_period(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MessageRetentionPeriod", value))
    }

    /// `QueueName`; changing it replaces the resource.
    #[must_use]
    pub fn queue_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("QueueName", value))
    }

    /// `ReceiveMessageWaitTimeSeconds`, 0 to 20.
    #[must_use]
    pub fn receive_message_wait_time_seconds(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ReceiveMessageWaitTimeSeconds", value))
    }

    /// `RedriveAllowPolicy`.
    #[must_use]
    pub fn redrive_allow_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("RedriveAllowPolicy", value))
    }

    /// `RedrivePolicy`.
    #[must_use]
    pub fn redrive_policy(self, value: impl IntoValue<queue::RedrivePolicy>) -> Self {
        Self(self.0.set::<queue::RedrivePolicy>("RedrivePolicy", value))
    }

    /// `SqsManagedSseEnabled`.
    #[must_use]
    pub fn sqs_managed_sse_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("SqsManagedSseEnabled", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `VisibilityTimeout`, 0 to 43200.
    #[must_use]
    pub fn visibility_timeout(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("VisibilityTimeout", value))
    }
}

pub(crate) static QUEUE: ResourceSchema = ResourceSchema {
    name: "AWS::SQS::Queue",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { minimum: Some(0.0), maximum: Some(900.0), ..PropertyFacts::new("DelaySeconds") },
        PropertyFacts { minimum: Some(60.0), maximum: Some(86400.0), ..PropertyFacts::new("KmsDataKeyReusePeriodSeconds") },
        PropertyFacts { minimum: Some(1024.0), maximum: Some(1048576.0), ..PropertyFacts::new("MaximumMessageSize") },
        PropertyFacts { minimum: Some(60.0), maximum: Some(1209600.0), ..PropertyFacts::new("MessageRetentionPeriod") },
        PropertyFacts { minimum: Some(0.0), maximum: Some(20.0), ..PropertyFacts::new("ReceiveMessageWaitTimeSeconds") },
        PropertyFacts { nested: Some(&queue::REDRIVE_POLICY), ..PropertyFacts::new("RedrivePolicy") },
        PropertyFacts { minimum: Some(0.0), maximum: Some(43200.0), ..PropertyFacts::new("VisibilityTimeout") },
    ],
};

impl ResourceType for Queue {
    const TYPE: &'static str = "AWS::SQS::Queue";
    const SCHEMA: &'static ResourceSchema = &QUEUE;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Queue> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::Arn> {
        self.get_att("Arn")
    }
    /// `Fn::GetAtt` of `QueueUrl`.
    pub fn queue_url(&self) -> Value<String> {
        self.get_att("QueueUrl")
    }
}

