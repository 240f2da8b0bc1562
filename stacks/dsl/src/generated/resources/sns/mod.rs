// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod topic;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::SNS::Subscription`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription(Properties);

impl Subscription {
    /// With what AWS requires: `Protocol`, `TopicArn`.
    pub fn new(protocol: impl IntoValue<String>, topic_arn: impl IntoValue<value::TopicArn>) -> Self {
        Self(Properties::new().set::<String>("Protocol", protocol).set::<value::TopicArn>("TopicArn", topic_arn))
    }

    /// `DeliveryPolicy`.
    #[must_use]
    pub fn delivery_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("DeliveryPolicy", value))
    }

    /// `Endpoint`; changing it replaces the resource.
    #[must_use]
    pub fn endpoint(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Endpoint", value))
    }

    /// `FilterPolicy`.
    #[must_use]
    pub fn filter_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("FilterPolicy", value))
    }

    /// `FilterPolicyScope`.
    #[must_use]
    pub fn filter_policy_scope(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("FilterPolicyScope", value))
    }

    /// `RawMessageDelivery`.
    #[must_use]
    pub fn raw_message_delivery(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("RawMessageDelivery", value))
    }

    /// `RedrivePolicy`.
    #[must_use]
    pub fn redrive_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("RedrivePolicy", value))
    }

    /// `Region`.
    #[must_use]
    pub fn region(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Region", value))
    }

    /// `ReplayPolicy`.
    #[must_use]
    pub fn replay_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("ReplayPolicy", value))
    }

    /// `SubscriptionRoleArn`.
    #[must_use]
    pub fn subscription_role_arn(self, value: impl IntoValue<value::RoleArn>) -> Self {
        Self(self.0.set::<value::RoleArn>("SubscriptionRoleArn", value))
    }
}

pub(crate) static SUBSCRIPTION: ResourceSchema = ResourceSchema {
    name: "AWS::SNS::Subscription",
    tags: None,
    properties: &[
    ],
};

impl ResourceType for Subscription {
    const TYPE: &'static str = "AWS::SNS::Subscription";
    const SCHEMA: &'static ResourceSchema = &SUBSCRIPTION;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Subscription> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::Arn> {
        self.get_att("Arn")
    }
}

/// `AWS::SNS::Topic`.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic(Properties);

impl Default for Topic {
    fn default() -> Self {
        Self::new()
    }
}

impl Topic {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ArchivePolicy`.
    #[must_use]
    pub fn archive_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("ArchivePolicy", value))
    }

    /// `ContentBasedDeduplication`.
    #[must_use]
    pub fn content_based_deduplication(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("ContentBasedDeduplication", value))
    }

    /// `DataProtectionPolicy`.
    #[must_use]
    pub fn data_protection_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("DataProtectionPolicy", value))
    }

    /// `DeliveryStatusLogging`.
    #[must_use]
    pub fn delivery_status_logging(self, value: impl IntoValue<Vec<topic::LoggingConfig>>) -> Self {
        Self(self.0.set::<Vec<topic::LoggingConfig>>("DeliveryStatusLogging", value))
    }

    /// `DisplayName`.
    #[must_use]
    pub fn display_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DisplayName", value))
    }

    /// `FifoThroughputScope`.
    #[must_use]
    pub fn fifo_throughput_scope(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("FifoThroughputScope", value))
    }

    /// `FifoTopic`; changing it replaces the resource.
    #[must_use]
    pub fn fifo_topic(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("FifoTopic", value))
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

    /// `SignatureVersion`.
    #[must_use]
    pub fn signature_version(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SignatureVersion", value))
    }

    /// `Subscription`.
    #[must_use]
    pub fn subscription(self, value: impl IntoValue<Vec<topic::Subscription>>) -> Self {
        Self(self.0.set::<Vec<topic::Subscription>>("Subscription", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `TopicName`, at most 256 characters; changing it replaces the resource.
    #[must_use]
    pub fn topic_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("TopicName", value))
    }

    /// `TracingConfig`.
    #[must_use]
    pub fn tracing_config(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("TracingConfig", value))
    }
}

pub(crate) static TOPIC: ResourceSchema = ResourceSchema {
    name: "AWS::SNS::Topic",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&topic::LOGGING_CONFIG), ..PropertyFacts::new("DeliveryStatusLogging") },
        PropertyFacts { minimum: Some(1024.0), maximum: Some(1048576.0), ..PropertyFacts::new("MaximumMessageSize") },
        PropertyFacts { nested: Some(&topic::SUBSCRIPTION), ..PropertyFacts::new("Subscription") },
        PropertyFacts { max_length: Some(256), ..PropertyFacts::new("TopicName") },
    ],
};

impl ResourceType for Topic {
    const TYPE: &'static str = "AWS::SNS::Topic";
    const SCHEMA: &'static ResourceSchema = &TOPIC;
    type Reference = value::TopicArn;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Topic> {
    /// `Fn::GetAtt` of `TopicArn`.
    pub fn topic_arn(&self) -> Value<value::TopicArn> {
        self.get_att("TopicArn")
    }
}

/// `AWS::SNS::TopicPolicy`.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPolicy(Properties);

impl TopicPolicy {
    /// With what AWS requires: `PolicyDocument`, `Topics`.
    pub fn new(policy_document: impl IntoValue<value::PolicyDocument>, topics: impl IntoValue<Vec<String>>) -> Self {
        Self(Properties::new().set::<value::PolicyDocument>("PolicyDocument", policy_document).set::<Vec<String>>("Topics", topics))
    }
}

pub(crate) static TOPIC_POLICY: ResourceSchema = ResourceSchema {
    name: "AWS::SNS::TopicPolicy",
    tags: None,
    properties: &[
    ],
};

impl ResourceType for TopicPolicy {
    const TYPE: &'static str = "AWS::SNS::TopicPolicy";
    const SCHEMA: &'static ResourceSchema = &TOPIC_POLICY;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<TopicPolicy> {
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

