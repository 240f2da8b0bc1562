// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod bucket;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket(Properties);

impl Default for Bucket {
    fn default() -> Self {
        Self::new()
    }
}

impl Bucket {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AbacStatus`.
    #[must_use]
    pub fn abac_status(self, value: impl IntoValue<bucket::AbacStatus>) -> Self {
        Self(self.0.set::<bucket::AbacStatus>("AbacStatus", value))
    }

    /// `AccelerateConfiguration`.
    #[must_use]
    pub fn accelerate_configuration(self, value: impl IntoValue<bucket::AccelerateConfiguration>) -> Self {
        Self(self.0.set::<bucket::AccelerateConfiguration>("AccelerateConfiguration", value))
    }

    /// `AccessControl`.
    #[must_use]
    pub fn access_control(self, value: impl IntoValue<bucket::AccessControl>) -> Self {
        Self(self.0.set::<bucket::AccessControl>("AccessControl", value))
    }

    /// `AnalyticsConfigurations`.
    #[must_use]
    pub fn analytics_configurations(self, value: impl IntoValue<Vec<bucket::AnalyticsConfiguration>>) -> Self {
        Self(self.0.set::<Vec<bucket::AnalyticsConfiguration>>("AnalyticsConfigurations", value))
    }

    /// `BucketEncryption`.
    #[must_use]
    pub fn bucket_encryption(self, value: impl IntoValue<bucket::BucketEncryption>) -> Self {
        Self(self.0.set::<bucket::BucketEncryption>("BucketEncryption", value))
    }

    /// `BucketName`, at most 63 characters; changing it replaces the resource.
    #[must_use]
    pub fn bucket_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("BucketName", value))
    }

    /// `BucketNamePrefix`; changing it replaces the resource.
    #[must_use]
    pub fn bucket_name_prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("BucketNamePrefix", value))
    }

    /// `BucketNamespace`; changing it replaces the resource.
    #[must_use]
    pub fn bucket_namespace(self, value: impl IntoValue<bucket::BucketNamespace>) -> Self {
        Self(self.0.set::<bucket::BucketNamespace>("BucketNamespace", value))
    }

    /// `CorsConfiguration`.
    #[must_use]
    pub fn cors_configuration(self, value: impl IntoValue<bucket::CorsConfiguration>) -> Self {
        Self(self.0.set::<bucket::CorsConfiguration>("CorsConfiguration", value))
    }

    /// `IntelligentTieringConfigurations`.
    #[must_use]
    pub fn intelligent_tiering_configurations(self, value: impl IntoValue<Vec<bucket::IntelligentTieringConfiguration>>) -> Self {
        Self(self.0.set::<Vec<bucket::IntelligentTieringConfiguration>>("IntelligentTieringConfigurations", value))
    }

    /// `InventoryConfigurations`.
    #[must_use]
    pub fn inventory_configurations(self, value: impl IntoValue<Vec<bucket::InventoryConfiguration>>) -> Self {
        Self(self.0.set::<Vec<bucket::InventoryConfiguration>>("InventoryConfigurations", value))
    }

    /// `LifecycleConfiguration`.
    #[must_use]
    pub fn lifecycle_configuration(self, value: impl IntoValue<bucket::LifecycleConfiguration>) -> Self {
        Self(self.0.set::<bucket::LifecycleConfiguration>("LifecycleConfiguration", value))
    }

    /// `LoggingConfiguration`.
    #[must_use]
    pub fn logging_configuration(self, value: impl IntoValue<bucket::LoggingConfiguration>) -> Self {
        Self(self.0.set::<bucket::LoggingConfiguration>("LoggingConfiguration", value))
    }

    /// `MetadataConfiguration`.
    #[must_use]
    pub fn metadata_configuration(self, value: impl IntoValue<bucket::MetadataConfiguration>) -> Self {
        Self(self.0.set::<bucket::MetadataConfiguration>("MetadataConfiguration", value))
    }

    /// `MetadataTableConfiguration`.
    #[must_use]
    pub fn metadata_table_configuration(self, value: impl IntoValue<bucket::MetadataTableConfiguration>) -> Self {
        Self(self.0.set::<bucket::MetadataTableConfiguration>("MetadataTableConfiguration", value))
    }

    /// `MetricsConfigurations`.
    #[must_use]
    pub fn metrics_configurations(self, value: impl IntoValue<Vec<bucket::MetricsConfiguration>>) -> Self {
        Self(self.0.set::<Vec<bucket::MetricsConfiguration>>("MetricsConfigurations", value))
    }

    /// `NotificationConfiguration`.
    #[must_use]
    pub fn notification_configuration(self, value: impl IntoValue<bucket::NotificationConfiguration>) -> Self {
        Self(self.0.set::<bucket::NotificationConfiguration>("NotificationConfiguration", value))
    }

    /// `ObjectLockConfiguration`.
    #[must_use]
    pub fn object_lock_configuration(self, value: impl IntoValue<bucket::ObjectLockConfiguration>) -> Self {
        Self(self.0.set::<bucket::ObjectLockConfiguration>("ObjectLockConfiguration", value))
    }

    /// `ObjectLockEnabled`.
    #[must_use]
    pub fn object_lock_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("ObjectLockEnabled", value))
    }

    /// `OwnershipControls`.
    #[must_use]
    pub fn ownership_controls(self, value: impl IntoValue<bucket::OwnershipControls>) -> Self {
        Self(self.0.set::<bucket::OwnershipControls>("OwnershipControls", value))
    }

    /// `PublicAccessBlockConfiguration`.
    #[must_use]
    pub fn public_access_block_configuration(self, value: impl IntoValue<bucket::PublicAccessBlockConfiguration>) -> Self {
        Self(self.0.set::<bucket::PublicAccessBlockConfiguration>("PublicAccessBlockConfiguration", value))
    }

    /// `ReplicationConfiguration`.
    #[must_use]
    pub fn replication_configuration(self, value: impl IntoValue<bucket::ReplicationConfiguration>) -> Self {
        Self(self.0.set::<bucket::ReplicationConfiguration>("ReplicationConfiguration", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `VersioningConfiguration`.
    #[must_use]
    pub fn versioning_configuration(self, value: impl IntoValue<bucket::VersioningConfiguration>) -> Self {
        Self(self.0.set::<bucket::VersioningConfiguration>("VersioningConfiguration", value))
    }

    /// `WebsiteConfiguration`.
    #[must_use]
    pub fn website_configuration(self, value: impl IntoValue<bucket::WebsiteConfiguration>) -> Self {
        Self(self.0.set::<bucket::WebsiteConfiguration>("WebsiteConfiguration", value))
    }
}

pub(crate) static BUCKET: ResourceSchema = ResourceSchema {
    name: "AWS::S3::Bucket",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&bucket::ACCELERATE_CONFIGURATION), ..PropertyFacts::new("AccelerateConfiguration") },
        PropertyFacts { nested: Some(&bucket::ANALYTICS_CONFIGURATION), ..PropertyFacts::new("AnalyticsConfigurations") },
        PropertyFacts { nested: Some(&bucket::BUCKET_ENCRYPTION), ..PropertyFacts::new("BucketEncryption") },
        PropertyFacts { max_length: Some(63), ..PropertyFacts::new("BucketName") },
        PropertyFacts { nested: Some(&bucket::CORS_CONFIGURATION), ..PropertyFacts::new("CorsConfiguration") },
        PropertyFacts { nested: Some(&bucket::INTELLIGENT_TIERING_CONFIGURATION), ..PropertyFacts::new("IntelligentTieringConfigurations") },
        PropertyFacts { nested: Some(&bucket::INVENTORY_CONFIGURATION), ..PropertyFacts::new("InventoryConfigurations") },
        PropertyFacts { nested: Some(&bucket::LIFECYCLE_CONFIGURATION), ..PropertyFacts::new("LifecycleConfiguration") },
        PropertyFacts { nested: Some(&bucket::LOGGING_CONFIGURATION), ..PropertyFacts::new("LoggingConfiguration") },
        PropertyFacts { nested: Some(&bucket::METADATA_CONFIGURATION), ..PropertyFacts::new("MetadataConfiguration") },
        PropertyFacts { nested: Some(&bucket::METADATA_TABLE_CONFIGURATION), ..PropertyFacts::new("MetadataTableConfiguration") },
        PropertyFacts { nested: Some(&bucket::METRICS_CONFIGURATION), ..PropertyFacts::new("MetricsConfigurations") },
        PropertyFacts { nested: Some(&bucket::NOTIFICATION_CONFIGURATION), ..PropertyFacts::new("NotificationConfiguration") },
        PropertyFacts { nested: Some(&bucket::OBJECT_LOCK_CONFIGURATION), ..PropertyFacts::new("ObjectLockConfiguration") },
        PropertyFacts { nested: Some(&bucket::OWNERSHIP_CONTROLS), ..PropertyFacts::new("OwnershipControls") },
        PropertyFacts { nested: Some(&bucket::PUBLIC_ACCESS_BLOCK_CONFIGURATION), ..PropertyFacts::new("PublicAccessBlockConfiguration") },
        PropertyFacts { nested: Some(&bucket::REPLICATION_CONFIGURATION), ..PropertyFacts::new("ReplicationConfiguration") },
        PropertyFacts { nested: Some(&bucket::VERSIONING_CONFIGURATION), ..PropertyFacts::new("VersioningConfiguration") },
        PropertyFacts { nested: Some(&bucket::WEBSITE_CONFIGURATION), ..PropertyFacts::new("WebsiteConfiguration") },
    ],
};

impl ResourceType for Bucket {
    const TYPE: &'static str = "AWS::S3::Bucket";
    const SCHEMA: &'static ResourceSchema = &BUCKET;
    type Reference = value::S3BucketName;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Bucket> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::S3BucketArn> {
        self.get_att("Arn")
    }
    /// `Fn::GetAtt` of `DomainName`.
    pub fn domain_name(&self) -> Value<String> {
        self.get_att("DomainName")
    }
    /// `Fn::GetAtt` of `DualStackDomainName`.
    pub fn dual_stack_domain_name(&self) -> Value<String> {
        self.get_att("DualStackDomainName")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.JournalTableConfiguration.TableName`.
    pub fn metadata_configuration_journal_table_configuration_table_name(&self) -> Value<String> {
        self.get_att("MetadataConfiguration.JournalTableConfiguration.TableName")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.JournalTableConfiguration.TableArn`.
    pub fn metadata_configuration_journal_table_configuration_table_arn(&self) -> Value<value::Arn> {
        self.get_att("MetadataConfiguration.JournalTableConfiguration.TableArn")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.InventoryTableConfiguration.TableName`.
    pub fn metadata_configuration_inventory_table_configuration_table_name(&self) -> Value<String> {
        self.get_att("MetadataConfiguration.InventoryTableConfiguration.TableName")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.InventoryTableConfiguration.TableArn`.
    pub fn metadata_configuration_inventory_table_configuration_table_arn(&self) -> Value<value::Arn> {
        self.get_att("MetadataConfiguration.InventoryTableConfiguration.TableArn")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.AnnotationTableConfiguration.TableName`.
    pub fn metadata_configuration_annotation_table_configuration_table_name(&self) -> Value<String> {
        self.get_att("MetadataConfiguration.AnnotationTableConfiguration.TableName")
    }
    /// `Fn::GetAtt` of `MetadataConfiguration.AnnotationTableConfiguration.TableArn`.
    pub fn metadata_configuration_annotation_table_configuration_table_arn(&self) -> Value<value::Arn> {
        self.get_att("MetadataConfiguration.AnnotationTableConfiguration.TableArn")
    }
    /// `Fn::GetAtt` of `MetadataTableConfiguration.S3TablesDestination.TableNamespace`.
    pub fn metadata_table_configuration_s3_tables_destination_table_namespace(&self) -> Value<String> {
        self.get_att("MetadataTableConfiguration.S3TablesDestination.TableNamespace")
    }
    /// `Fn::GetAtt` of `MetadataTableConfiguration.S3TablesDestination.TableArn`.
    pub fn metadata_table_configuration_s3_tables_destination_table_arn(&self) -> Value<value::Arn> {
        self.get_att("MetadataTableConfiguration.S3TablesDestination.TableArn")
    }
    /// `Fn::GetAtt` of `RegionalDomainName`.
    pub fn regional_domain_name(&self) -> Value<String> {
        self.get_att("RegionalDomainName")
    }
    /// `Fn::GetAtt` of `WebsiteURL`.
    pub fn website_url(&self) -> Value<String> {
        self.get_att("WebsiteURL")
    }
}

/// `AWS::S3::BucketPolicy`.
#[derive(Debug, Clone, PartialEq)]
pub struct BucketPolicy(Properties);

impl BucketPolicy {
    /// With what AWS requires: `Bucket`, `PolicyDocument`.
    pub fn new(bucket: impl IntoValue<value::S3BucketName>, policy_document: impl IntoValue<value::PolicyDocument>) -> Self {
        Self(Properties::new().set::<value::S3BucketName>("Bucket", bucket).set::<value::PolicyDocument>("PolicyDocument", policy_document))
    }
}

pub(crate) static BUCKET_POLICY: ResourceSchema = ResourceSchema {
    name: "AWS::S3::BucketPolicy",
    tags: None,
    properties: &[
    ],
};

impl ResourceType for BucketPolicy {
    const TYPE: &'static str = "AWS::S3::BucketPolicy";
    const SCHEMA: &'static ResourceSchema = &BUCKET_POLICY;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

