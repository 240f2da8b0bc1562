// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::S3::Bucket`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `AbortIncompleteMultipartUpload` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct AbortIncompleteMultipartUpload(Properties);

impl AbortIncompleteMultipartUpload {
    /// With what AWS requires: `DaysAfterInitiation`.
    pub fn new(days_after_initiation: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<i64>("DaysAfterInitiation", days_after_initiation))
    }
}

pub(crate) static ABORT_INCOMPLETE_MULTIPART_UPLOAD: ResourceSchema = ResourceSchema {
    name: "AbortIncompleteMultipartUpload",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(0.0), ..PropertyFacts::new("DaysAfterInitiation") },
    ],
};

impl IntoValue<AbortIncompleteMultipartUpload> for AbortIncompleteMultipartUpload {
    fn into_value(self) -> Value<AbortIncompleteMultipartUpload> {
        self.0.into_value_of()
    }
}

/// `AccelerateConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct AccelerateConfiguration(Properties);

impl AccelerateConfiguration {
    /// With what AWS requires: `AccelerationStatus`.
    pub fn new(acceleration_status: impl IntoValue<AccelerationStatus>) -> Self {
        Self(Properties::new().set::<AccelerationStatus>("AccelerationStatus", acceleration_status))
    }
}

pub(crate) static ACCELERATE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "AccelerateConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AccelerateConfiguration> for AccelerateConfiguration {
    fn into_value(self) -> Value<AccelerateConfiguration> {
        self.0.into_value_of()
    }
}

/// `AccessControlTranslation` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessControlTranslation(Properties);

impl AccessControlTranslation {
    /// With what AWS requires: `Owner`.
    pub fn new(owner: impl IntoValue<Owner>) -> Self {
        Self(Properties::new().set::<Owner>("Owner", owner))
    }
}

pub(crate) static ACCESS_CONTROL_TRANSLATION: ResourceSchema = ResourceSchema {
    name: "AccessControlTranslation",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AccessControlTranslation> for AccessControlTranslation {
    fn into_value(self) -> Value<AccessControlTranslation> {
        self.0.into_value_of()
    }
}

/// `AnalyticsConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyticsConfiguration(Properties);

impl AnalyticsConfiguration {
    /// With what AWS requires: `Id`, `StorageClassAnalysis`.
    pub fn new(id: impl IntoValue<String>, storage_class_analysis: impl IntoValue<StorageClassAnalysis>) -> Self {
        Self(Properties::new().set::<String>("Id", id).set::<StorageClassAnalysis>("StorageClassAnalysis", storage_class_analysis))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilters`.
    #[must_use]
    pub fn tag_filters(self, value: impl IntoValue<Vec<TagFilter>>) -> Self {
        Self(self.0.set::<Vec<TagFilter>>("TagFilters", value))
    }
}

pub(crate) static ANALYTICS_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "AnalyticsConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&STORAGE_CLASS_ANALYSIS), ..PropertyFacts::new("StorageClassAnalysis") },
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilters") },
    ],
};

impl IntoValue<AnalyticsConfiguration> for AnalyticsConfiguration {
    fn into_value(self) -> Value<AnalyticsConfiguration> {
        self.0.into_value_of()
    }
}

/// `AnnotationTableConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotationTableConfiguration(Properties);

impl AnnotationTableConfiguration {
    /// With what AWS requires: `ConfigurationState`.
    pub fn new(configuration_state: impl IntoValue<ConfigurationState>) -> Self {
        Self(Properties::new().set::<ConfigurationState>("ConfigurationState", configuration_state))
    }

    /// `EncryptionConfiguration`.
    #[must_use]
    pub fn encryption_configuration(self, value: impl IntoValue<MetadataTableEncryptionConfiguration>) -> Self {
        Self(self.0.set::<MetadataTableEncryptionConfiguration>("EncryptionConfiguration", value))
    }

    /// `Role`.
    #[must_use]
    pub fn role(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Role", value))
    }
}

pub(crate) static ANNOTATION_TABLE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "AnnotationTableConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&METADATA_TABLE_ENCRYPTION_CONFIGURATION), ..PropertyFacts::new("EncryptionConfiguration") },
    ],
};

impl IntoValue<AnnotationTableConfiguration> for AnnotationTableConfiguration {
    fn into_value(self) -> Value<AnnotationTableConfiguration> {
        self.0.into_value_of()
    }
}

/// `BlockedEncryptionTypes` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockedEncryptionTypes(Properties);

impl Default for BlockedEncryptionTypes {
    fn default() -> Self {
        Self::new()
    }
}

impl BlockedEncryptionTypes {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EncryptionType`.
    #[must_use]
    pub fn encryption_type(self, value: impl IntoValue<Vec<BlockedEncryptionTypeList>>) -> Self {
        Self(self.0.set::<Vec<BlockedEncryptionTypeList>>("EncryptionType", value))
    }
}

pub(crate) static BLOCKED_ENCRYPTION_TYPES: ResourceSchema = ResourceSchema {
    name: "BlockedEncryptionTypes",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<BlockedEncryptionTypes> for BlockedEncryptionTypes {
    fn into_value(self) -> Value<BlockedEncryptionTypes> {
        self.0.into_value_of()
    }
}

/// `BucketEncryption` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct BucketEncryption(Properties);

impl BucketEncryption {
    /// With what AWS requires: `ServerSideEncryptionConfiguration`.
    pub fn new(server_side_encryption_configuration: impl IntoValue<Vec<ServerSideEncryptionRule>>) -> Self {
        Self(Properties::new().set::<Vec<ServerSideEncryptionRule>>("ServerSideEncryptionConfiguration", server_side_encryption_configuration))
    }
}

pub(crate) static BUCKET_ENCRYPTION: ResourceSchema = ResourceSchema {
    name: "BucketEncryption",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&SERVER_SIDE_ENCRYPTION_RULE), ..PropertyFacts::new("ServerSideEncryptionConfiguration") },
    ],
};

impl IntoValue<BucketEncryption> for BucketEncryption {
    fn into_value(self) -> Value<BucketEncryption> {
        self.0.into_value_of()
    }
}

/// `CorsConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct CorsConfiguration(Properties);

impl CorsConfiguration {
    /// With what AWS requires: `CorsRules`.
    pub fn new(cors_rules: impl IntoValue<Vec<CorsRule>>) -> Self {
        Self(Properties::new().set::<Vec<CorsRule>>("CorsRules", cors_rules))
    }
}

pub(crate) static CORS_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "CorsConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&CORS_RULE), ..PropertyFacts::new("CorsRules") },
    ],
};

impl IntoValue<CorsConfiguration> for CorsConfiguration {
    fn into_value(self) -> Value<CorsConfiguration> {
        self.0.into_value_of()
    }
}

/// `CorsRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct CorsRule(Properties);

impl CorsRule {
    /// With what AWS requires: `AllowedMethods`, `AllowedOrigins`.
    pub fn new(allowed_methods: impl IntoValue<Vec<AllowedMethods>>, allowed_origins: impl IntoValue<Vec<String>>) -> Self {
        Self(Properties::new().set::<Vec<AllowedMethods>>("AllowedMethods", allowed_methods).set::<Vec<String>>("AllowedOrigins", allowed_origins))
    }

    /// `AllowedHeaders`.
    #[must_use]
    pub fn allowed_headers(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("AllowedHeaders", value))
    }

    /// `ExposedHeaders`.
    #[must_use]
    pub fn exposed_headers(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("ExposedHeaders", value))
    }

    /// `Id`, at most 255 characters.
    #[must_use]
    pub fn id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Id", value))
    }

    /// `MaxAge`, at least 0.
    #[must_use]
    pub fn max_age(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaxAge", value))
    }
}

pub(crate) static CORS_RULE: ResourceSchema = ResourceSchema {
    name: "CorsRule",
    tags: None,
    properties: &[
        PropertyFacts { max_length: Some(255), ..PropertyFacts::new("Id") },
        PropertyFacts { minimum: Some(0.0), ..PropertyFacts::new("MaxAge") },
    ],
};

impl IntoValue<CorsRule> for CorsRule {
    fn into_value(self) -> Value<CorsRule> {
        self.0.into_value_of()
    }
}

/// `DataExport` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct DataExport(Properties);

impl DataExport {
    /// With what AWS requires: `Destination`, `OutputSchemaVersion`.
    pub fn new(destination: impl IntoValue<Destination>, output_schema_version: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<Destination>("Destination", destination).set::<String>("OutputSchemaVersion", output_schema_version))
    }
}

pub(crate) static DATA_EXPORT: ResourceSchema = ResourceSchema {
    name: "DataExport",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DESTINATION), ..PropertyFacts::new("Destination") },
    ],
};

impl IntoValue<DataExport> for DataExport {
    fn into_value(self) -> Value<DataExport> {
        self.0.into_value_of()
    }
}

/// `DefaultEventHold` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultEventHold(Properties);

impl Default for DefaultEventHold {
    fn default() -> Self {
        Self::new()
    }
}

impl DefaultEventHold {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Days`.
    #[must_use]
    pub fn days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Days", value))
    }

    /// `Years`.
    #[must_use]
    pub fn years(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Years", value))
    }
}

pub(crate) static DEFAULT_EVENT_HOLD: ResourceSchema = ResourceSchema {
    name: "DefaultEventHold",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<DefaultEventHold> for DefaultEventHold {
    fn into_value(self) -> Value<DefaultEventHold> {
        self.0.into_value_of()
    }
}

/// `DefaultRetention` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultRetention(Properties);

impl Default for DefaultRetention {
    fn default() -> Self {
        Self::new()
    }
}

impl DefaultRetention {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Days`.
    #[must_use]
    pub fn days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Days", value))
    }

    /// `DefaultEventHold`.
    #[must_use]
    pub fn default_event_hold(self, value: impl IntoValue<DefaultEventHold>) -> Self {
        Self(self.0.set::<DefaultEventHold>("DefaultEventHold", value))
    }

    /// `Mode`.
    #[must_use]
    pub fn mode(self, value: impl IntoValue<Mode>) -> Self {
        Self(self.0.set::<Mode>("Mode", value))
    }

    /// `Years`.
    #[must_use]
    pub fn years(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Years", value))
    }
}

pub(crate) static DEFAULT_RETENTION: ResourceSchema = ResourceSchema {
    name: "DefaultRetention",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DEFAULT_EVENT_HOLD), ..PropertyFacts::new("DefaultEventHold") },
    ],
};

impl IntoValue<DefaultRetention> for DefaultRetention {
    fn into_value(self) -> Value<DefaultRetention> {
        self.0.into_value_of()
    }
}

/// `DeleteMarkerReplication` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteMarkerReplication(Properties);

impl Default for DeleteMarkerReplication {
    fn default() -> Self {
        Self::new()
    }
}

impl DeleteMarkerReplication {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Status`.
    #[must_use]
    pub fn status(self, value: impl IntoValue<Status>) -> Self {
        Self(self.0.set::<Status>("Status", value))
    }
}

pub(crate) static DELETE_MARKER_REPLICATION: ResourceSchema = ResourceSchema {
    name: "DeleteMarkerReplication",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<DeleteMarkerReplication> for DeleteMarkerReplication {
    fn into_value(self) -> Value<DeleteMarkerReplication> {
        self.0.into_value_of()
    }
}

/// `Destination` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination(Properties);

impl Destination {
    /// With what AWS requires: `BucketArn`, `Format`.
    pub fn new(bucket_arn: impl IntoValue<String>, format: impl IntoValue<Format>) -> Self {
        Self(Properties::new().set::<String>("BucketArn", bucket_arn).set::<Format>("Format", format))
    }

    /// `BucketAccountId`.
    #[must_use]
    pub fn bucket_account_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("BucketAccountId", value))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }
}

pub(crate) static DESTINATION: ResourceSchema = ResourceSchema {
    name: "Destination",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Destination> for Destination {
    fn into_value(self) -> Value<Destination> {
        self.0.into_value_of()
    }
}

/// `EncryptionConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct EncryptionConfiguration(Properties);

impl EncryptionConfiguration {
    /// With what AWS requires: `ReplicaKmsKeyID`.
    pub fn new(replica_kms_key_id: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("ReplicaKmsKeyID", replica_kms_key_id))
    }
}

pub(crate) static ENCRYPTION_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "EncryptionConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<EncryptionConfiguration> for EncryptionConfiguration {
    fn into_value(self) -> Value<EncryptionConfiguration> {
        self.0.into_value_of()
    }
}

/// `EventBridgeConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct EventBridgeConfiguration(Properties);

impl EventBridgeConfiguration {
    /// With what AWS requires: `EventBridgeEnabled`.
    pub fn new(event_bridge_enabled: impl IntoValue<bool>) -> Self {
        Self(Properties::new().set::<bool>("EventBridgeEnabled", event_bridge_enabled))
    }
}

pub(crate) static EVENT_BRIDGE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "EventBridgeConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<EventBridgeConfiguration> for EventBridgeConfiguration {
    fn into_value(self) -> Value<EventBridgeConfiguration> {
        self.0.into_value_of()
    }
}

/// `FilterRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterRule(Properties);

impl FilterRule {
    /// With what AWS requires: `Name`, `Value`.
    pub fn new(name: impl IntoValue<String>, value: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Name", name).set::<String>("Value", value))
    }
}

pub(crate) static FILTER_RULE: ResourceSchema = ResourceSchema {
    name: "FilterRule",
    tags: None,
    properties: &[
        PropertyFacts { max_length: Some(1024), ..PropertyFacts::new("Name") },
    ],
};

impl IntoValue<FilterRule> for FilterRule {
    fn into_value(self) -> Value<FilterRule> {
        self.0.into_value_of()
    }
}

/// `IntelligentTieringConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct IntelligentTieringConfiguration(Properties);

impl IntelligentTieringConfiguration {
    /// With what AWS requires: `Id`, `Status`, `Tierings`.
    pub fn new(id: impl IntoValue<String>, status: impl IntoValue<Status>, tierings: impl IntoValue<Vec<Tiering>>) -> Self {
        Self(Properties::new().set::<String>("Id", id).set::<Status>("Status", status).set::<Vec<Tiering>>("Tierings", tierings))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilters`.
    #[must_use]
    pub fn tag_filters(self, value: impl IntoValue<Vec<TagFilter>>) -> Self {
        Self(self.0.set::<Vec<TagFilter>>("TagFilters", value))
    }
}

pub(crate) static INTELLIGENT_TIERING_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "IntelligentTieringConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilters") },
        PropertyFacts { nested: Some(&TIERING), ..PropertyFacts::new("Tierings") },
    ],
};

impl IntoValue<IntelligentTieringConfiguration> for IntelligentTieringConfiguration {
    fn into_value(self) -> Value<IntelligentTieringConfiguration> {
        self.0.into_value_of()
    }
}

/// `InventoryConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct InventoryConfiguration(Properties);

impl InventoryConfiguration {
    /// With what AWS requires: `Destination`, `Enabled`, `Id`, `IncludedObjectVersions`, `ScheduleFrequency`.
    pub fn new(destination: impl IntoValue<Destination>, enabled: impl IntoValue<bool>, id: impl IntoValue<String>, included_object_versions: impl IntoValue<IncludedObjectVersions>, schedule_frequency: impl IntoValue<ScheduleFrequency>) -> Self {
        Self(Properties::new().set::<Destination>("Destination", destination).set::<bool>("Enabled", enabled).set::<String>("Id", id).set::<IncludedObjectVersions>("IncludedObjectVersions", included_object_versions).set::<ScheduleFrequency>("ScheduleFrequency", schedule_frequency))
    }

    /// `OptionalFields`.
    #[must_use]
    pub fn optional_fields(self, value: impl IntoValue<Vec<OptionalFields>>) -> Self {
        Self(self.0.set::<Vec<OptionalFields>>("OptionalFields", value))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }
}

pub(crate) static INVENTORY_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "InventoryConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DESTINATION), ..PropertyFacts::new("Destination") },
    ],
};

impl IntoValue<InventoryConfiguration> for InventoryConfiguration {
    fn into_value(self) -> Value<InventoryConfiguration> {
        self.0.into_value_of()
    }
}

/// `InventoryTableConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct InventoryTableConfiguration(Properties);

impl InventoryTableConfiguration {
    /// With what AWS requires: `ConfigurationState`.
    pub fn new(configuration_state: impl IntoValue<ConfigurationState>) -> Self {
        Self(Properties::new().set::<ConfigurationState>("ConfigurationState", configuration_state))
    }

    /// `EncryptionConfiguration`.
    #[must_use]
    pub fn encryption_configuration(self, value: impl IntoValue<MetadataTableEncryptionConfiguration>) -> Self {
        Self(self.0.set::<MetadataTableEncryptionConfiguration>("EncryptionConfiguration", value))
    }
}

pub(crate) static INVENTORY_TABLE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "InventoryTableConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&METADATA_TABLE_ENCRYPTION_CONFIGURATION), ..PropertyFacts::new("EncryptionConfiguration") },
    ],
};

impl IntoValue<InventoryTableConfiguration> for InventoryTableConfiguration {
    fn into_value(self) -> Value<InventoryTableConfiguration> {
        self.0.into_value_of()
    }
}

/// `JournalTableConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalTableConfiguration(Properties);

impl JournalTableConfiguration {
    /// With what AWS requires: `RecordExpiration`.
    pub fn new(record_expiration: impl IntoValue<RecordExpiration>) -> Self {
        Self(Properties::new().set::<RecordExpiration>("RecordExpiration", record_expiration))
    }

    /// `EncryptionConfiguration`.
    #[must_use]
    pub fn encryption_configuration(self, value: impl IntoValue<MetadataTableEncryptionConfiguration>) -> Self {
        Self(self.0.set::<MetadataTableEncryptionConfiguration>("EncryptionConfiguration", value))
    }
}

pub(crate) static JOURNAL_TABLE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "JournalTableConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&METADATA_TABLE_ENCRYPTION_CONFIGURATION), ..PropertyFacts::new("EncryptionConfiguration") },
        PropertyFacts { nested: Some(&RECORD_EXPIRATION), ..PropertyFacts::new("RecordExpiration") },
    ],
};

impl IntoValue<JournalTableConfiguration> for JournalTableConfiguration {
    fn into_value(self) -> Value<JournalTableConfiguration> {
        self.0.into_value_of()
    }
}

/// `LambdaConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct LambdaConfiguration(Properties);

impl LambdaConfiguration {
    /// With what AWS requires: `Event`, `Function`.
    pub fn new(event: impl IntoValue<String>, function: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Event", event).set::<String>("Function", function))
    }

    /// `Filter`.
    #[must_use]
    pub fn filter(self, value: impl IntoValue<NotificationFilter>) -> Self {
        Self(self.0.set::<NotificationFilter>("Filter", value))
    }
}

pub(crate) static LAMBDA_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "LambdaConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&NOTIFICATION_FILTER), ..PropertyFacts::new("Filter") },
    ],
};

impl IntoValue<LambdaConfiguration> for LambdaConfiguration {
    fn into_value(self) -> Value<LambdaConfiguration> {
        self.0.into_value_of()
    }
}

/// `LifecycleConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct LifecycleConfiguration(Properties);

impl LifecycleConfiguration {
    /// With what AWS requires: `Rules`.
    pub fn new(rules: impl IntoValue<Vec<Rule>>) -> Self {
        Self(Properties::new().set::<Vec<Rule>>("Rules", rules))
    }

    /// `TransitionDefaultMinimumObjectSize`.
    #[must_use]
    pub fn transition_default_minimum_object_size(self, value: impl IntoValue<TransitionDefaultMinimumObjectSize>) -> Self {
        Self(self.0.set::<TransitionDefaultMinimumObjectSize>("TransitionDefaultMinimumObjectSize", value))
    }
}

pub(crate) static LIFECYCLE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "LifecycleConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&RULE), ..PropertyFacts::new("Rules") },
    ],
};

impl IntoValue<LifecycleConfiguration> for LifecycleConfiguration {
    fn into_value(self) -> Value<LifecycleConfiguration> {
        self.0.into_value_of()
    }
}

/// `LoggingConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggingConfiguration(Properties);

impl Default for LoggingConfiguration {
    fn default() -> Self {
        Self::new()
    }
}

impl LoggingConfiguration {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DestinationBucketName`.
    #[must_use]
    pub fn destination_bucket_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DestinationBucketName", value))
    }

    /// `LogFilePrefix`.
    #[must_use]
    pub fn log_file_prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LogFilePrefix", value))
    }

    /// `TargetObjectKeyFormat`.
    #[must_use]
    pub fn target_object_key_format(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("TargetObjectKeyFormat", value))
    }
}

pub(crate) static LOGGING_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "LoggingConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<LoggingConfiguration> for LoggingConfiguration {
    fn into_value(self) -> Value<LoggingConfiguration> {
        self.0.into_value_of()
    }
}

/// `MetadataConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataConfiguration(Properties);

impl MetadataConfiguration {
    /// With what AWS requires: `JournalTableConfiguration`.
    pub fn new(journal_table_configuration: impl IntoValue<JournalTableConfiguration>) -> Self {
        Self(Properties::new().set::<JournalTableConfiguration>("JournalTableConfiguration", journal_table_configuration))
    }

    /// `AnnotationTableConfiguration`.
    #[must_use]
    pub fn annotation_table_configuration(self, value: impl IntoValue<AnnotationTableConfiguration>) -> Self {
        Self(self.0.set::<AnnotationTableConfiguration>("AnnotationTableConfiguration", value))
    }

    /// `InventoryTableConfiguration`.
    #[must_use]
    pub fn inventory_table_configuration(self, value: impl IntoValue<InventoryTableConfiguration>) -> Self {
        Self(self.0.set::<InventoryTableConfiguration>("InventoryTableConfiguration", value))
    }
}

pub(crate) static METADATA_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "MetadataConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ANNOTATION_TABLE_CONFIGURATION), ..PropertyFacts::new("AnnotationTableConfiguration") },
        PropertyFacts { nested: Some(&INVENTORY_TABLE_CONFIGURATION), ..PropertyFacts::new("InventoryTableConfiguration") },
        PropertyFacts { nested: Some(&JOURNAL_TABLE_CONFIGURATION), ..PropertyFacts::new("JournalTableConfiguration") },
    ],
};

impl IntoValue<MetadataConfiguration> for MetadataConfiguration {
    fn into_value(self) -> Value<MetadataConfiguration> {
        self.0.into_value_of()
    }
}

/// `MetadataTableConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataTableConfiguration(Properties);

impl MetadataTableConfiguration {
    /// With what AWS requires: `S3TablesDestination`.
    pub fn new(s3_tables_destination: impl IntoValue<S3TablesDestination>) -> Self {
        Self(Properties::new().set::<S3TablesDestination>("S3TablesDestination", s3_tables_destination))
    }
}

pub(crate) static METADATA_TABLE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "MetadataTableConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&S3_TABLES_DESTINATION), ..PropertyFacts::new("S3TablesDestination") },
    ],
};

impl IntoValue<MetadataTableConfiguration> for MetadataTableConfiguration {
    fn into_value(self) -> Value<MetadataTableConfiguration> {
        self.0.into_value_of()
    }
}

/// `MetadataTableEncryptionConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataTableEncryptionConfiguration(Properties);

impl MetadataTableEncryptionConfiguration {
    /// With what AWS requires: `SseAlgorithm`.
    pub fn new(sse_algorithm: impl IntoValue<MetadataTableEncryptionConfigurationSseAlgorithm>) -> Self {
        Self(Properties::new().set::<MetadataTableEncryptionConfigurationSseAlgorithm>("SseAlgorithm", sse_algorithm))
    }

    /// `KmsKeyArn`.
    #[must_use]
    pub fn kms_key_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KmsKeyArn", value))
    }
}

pub(crate) static METADATA_TABLE_ENCRYPTION_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "MetadataTableEncryptionConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<MetadataTableEncryptionConfiguration> for MetadataTableEncryptionConfiguration {
    fn into_value(self) -> Value<MetadataTableEncryptionConfiguration> {
        self.0.into_value_of()
    }
}

/// `Metrics` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics(Properties);

impl Metrics {
    /// With what AWS requires: `Status`.
    pub fn new(status: impl IntoValue<Status>) -> Self {
        Self(Properties::new().set::<Status>("Status", status))
    }

    /// `EventThreshold`.
    #[must_use]
    pub fn event_threshold(self, value: impl IntoValue<ReplicationTimeValue>) -> Self {
        Self(self.0.set::<ReplicationTimeValue>("EventThreshold", value))
    }
}

pub(crate) static METRICS: ResourceSchema = ResourceSchema {
    name: "Metrics",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REPLICATION_TIME_VALUE), ..PropertyFacts::new("EventThreshold") },
    ],
};

impl IntoValue<Metrics> for Metrics {
    fn into_value(self) -> Value<Metrics> {
        self.0.into_value_of()
    }
}

/// `MetricsConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricsConfiguration(Properties);

impl MetricsConfiguration {
    /// With what AWS requires: `Id`.
    pub fn new(id: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Id", id))
    }

    /// `AccessPointArn`.
    #[must_use]
    pub fn access_point_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AccessPointArn", value))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilters`.
    #[must_use]
    pub fn tag_filters(self, value: impl IntoValue<Vec<TagFilter>>) -> Self {
        Self(self.0.set::<Vec<TagFilter>>("TagFilters", value))
    }
}

pub(crate) static METRICS_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "MetricsConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilters") },
    ],
};

impl IntoValue<MetricsConfiguration> for MetricsConfiguration {
    fn into_value(self) -> Value<MetricsConfiguration> {
        self.0.into_value_of()
    }
}

/// `NoncurrentVersionExpiration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct NoncurrentVersionExpiration(Properties);

impl NoncurrentVersionExpiration {
    /// With what AWS requires: `NoncurrentDays`.
    pub fn new(noncurrent_days: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<i64>("NoncurrentDays", noncurrent_days))
    }

    /// `NewerNoncurrentVersions`.
    #[must_use]
    pub fn newer_noncurrent_versions(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("NewerNoncurrentVersions", value))
    }
}

pub(crate) static NONCURRENT_VERSION_EXPIRATION: ResourceSchema = ResourceSchema {
    name: "NoncurrentVersionExpiration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<NoncurrentVersionExpiration> for NoncurrentVersionExpiration {
    fn into_value(self) -> Value<NoncurrentVersionExpiration> {
        self.0.into_value_of()
    }
}

/// `NoncurrentVersionTransition` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct NoncurrentVersionTransition(Properties);

impl NoncurrentVersionTransition {
    /// With what AWS requires: `StorageClass`, `TransitionInDays`.
    pub fn new(storage_class: impl IntoValue<String>, transition_in_days: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<String>("StorageClass", storage_class).set::<i64>("TransitionInDays", transition_in_days))
    }

    /// `NewerNoncurrentVersions`.
    #[must_use]
    pub fn newer_noncurrent_versions(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("NewerNoncurrentVersions", value))
    }
}

pub(crate) static NONCURRENT_VERSION_TRANSITION: ResourceSchema = ResourceSchema {
    name: "NoncurrentVersionTransition",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<NoncurrentVersionTransition> for NoncurrentVersionTransition {
    fn into_value(self) -> Value<NoncurrentVersionTransition> {
        self.0.into_value_of()
    }
}

/// `NotificationConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct NotificationConfiguration(Properties);

impl Default for NotificationConfiguration {
    fn default() -> Self {
        Self::new()
    }
}

impl NotificationConfiguration {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EventBridgeConfiguration`.
    #[must_use]
    pub fn event_bridge_configuration(self, value: impl IntoValue<EventBridgeConfiguration>) -> Self {
        Self(self.0.set::<EventBridgeConfiguration>("EventBridgeConfiguration", value))
    }

    /// `LambdaConfigurations`.
    #[must_use]
    pub fn lambda_configurations(self, value: impl IntoValue<Vec<LambdaConfiguration>>) -> Self {
        Self(self.0.set::<Vec<LambdaConfiguration>>("LambdaConfigurations", value))
    }

    /// `QueueConfigurations`.
    #[must_use]
    pub fn queue_configurations(self, value: impl IntoValue<Vec<QueueConfiguration>>) -> Self {
        Self(self.0.set::<Vec<QueueConfiguration>>("QueueConfigurations", value))
    }

    /// `TopicConfigurations`.
    #[must_use]
    pub fn topic_configurations(self, value: impl IntoValue<Vec<TopicConfiguration>>) -> Self {
        Self(self.0.set::<Vec<TopicConfiguration>>("TopicConfigurations", value))
    }
}

pub(crate) static NOTIFICATION_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "NotificationConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&EVENT_BRIDGE_CONFIGURATION), ..PropertyFacts::new("EventBridgeConfiguration") },
        PropertyFacts { nested: Some(&LAMBDA_CONFIGURATION), ..PropertyFacts::new("LambdaConfigurations") },
        PropertyFacts { nested: Some(&QUEUE_CONFIGURATION), ..PropertyFacts::new("QueueConfigurations") },
        PropertyFacts { nested: Some(&TOPIC_CONFIGURATION), ..PropertyFacts::new("TopicConfigurations") },
    ],
};

impl IntoValue<NotificationConfiguration> for NotificationConfiguration {
    fn into_value(self) -> Value<NotificationConfiguration> {
        self.0.into_value_of()
    }
}

/// `NotificationFilter` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct NotificationFilter(Properties);

impl NotificationFilter {
    /// With what AWS requires: `S3Key`.
    pub fn new(s3_key: impl IntoValue<S3KeyFilter>) -> Self {
        Self(Properties::new().set::<S3KeyFilter>("S3Key", s3_key))
    }
}

pub(crate) static NOTIFICATION_FILTER: ResourceSchema = ResourceSchema {
    name: "NotificationFilter",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&S3_KEY_FILTER), ..PropertyFacts::new("S3Key") },
    ],
};

impl IntoValue<NotificationFilter> for NotificationFilter {
    fn into_value(self) -> Value<NotificationFilter> {
        self.0.into_value_of()
    }
}

/// `ObjectLockConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectLockConfiguration(Properties);

impl Default for ObjectLockConfiguration {
    fn default() -> Self {
        Self::new()
    }
}

impl ObjectLockConfiguration {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ObjectLockEnabled`.
    #[must_use]
    pub fn object_lock_enabled(self, value: impl IntoValue<ObjectLockEnabled>) -> Self {
        Self(self.0.set::<ObjectLockEnabled>("ObjectLockEnabled", value))
    }

    /// `Rule`.
    #[must_use]
    pub fn rule(self, value: impl IntoValue<ObjectLockRule>) -> Self {
        Self(self.0.set::<ObjectLockRule>("Rule", value))
    }
}

pub(crate) static OBJECT_LOCK_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "ObjectLockConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&OBJECT_LOCK_RULE), ..PropertyFacts::new("Rule") },
    ],
};

impl IntoValue<ObjectLockConfiguration> for ObjectLockConfiguration {
    fn into_value(self) -> Value<ObjectLockConfiguration> {
        self.0.into_value_of()
    }
}

/// `ObjectLockRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectLockRule(Properties);

impl Default for ObjectLockRule {
    fn default() -> Self {
        Self::new()
    }
}

impl ObjectLockRule {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DefaultRetention`.
    #[must_use]
    pub fn default_retention(self, value: impl IntoValue<DefaultRetention>) -> Self {
        Self(self.0.set::<DefaultRetention>("DefaultRetention", value))
    }
}

pub(crate) static OBJECT_LOCK_RULE: ResourceSchema = ResourceSchema {
    name: "ObjectLockRule",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DEFAULT_RETENTION), ..PropertyFacts::new("DefaultRetention") },
    ],
};

impl IntoValue<ObjectLockRule> for ObjectLockRule {
    fn into_value(self) -> Value<ObjectLockRule> {
        self.0.into_value_of()
    }
}

/// `OwnershipControls` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnershipControls(Properties);

impl OwnershipControls {
    /// With what AWS requires: `Rules`.
    pub fn new(rules: impl IntoValue<Vec<OwnershipControlsRule>>) -> Self {
        Self(Properties::new().set::<Vec<OwnershipControlsRule>>("Rules", rules))
    }
}

pub(crate) static OWNERSHIP_CONTROLS: ResourceSchema = ResourceSchema {
    name: "OwnershipControls",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&OWNERSHIP_CONTROLS_RULE), ..PropertyFacts::new("Rules") },
    ],
};

impl IntoValue<OwnershipControls> for OwnershipControls {
    fn into_value(self) -> Value<OwnershipControls> {
        self.0.into_value_of()
    }
}

/// `OwnershipControlsRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnershipControlsRule(Properties);

impl Default for OwnershipControlsRule {
    fn default() -> Self {
        Self::new()
    }
}

impl OwnershipControlsRule {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ObjectOwnership`.
    #[must_use]
    pub fn object_ownership(self, value: impl IntoValue<ObjectOwnership>) -> Self {
        Self(self.0.set::<ObjectOwnership>("ObjectOwnership", value))
    }
}

pub(crate) static OWNERSHIP_CONTROLS_RULE: ResourceSchema = ResourceSchema {
    name: "OwnershipControlsRule",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<OwnershipControlsRule> for OwnershipControlsRule {
    fn into_value(self) -> Value<OwnershipControlsRule> {
        self.0.into_value_of()
    }
}

/// `PublicAccessBlockConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicAccessBlockConfiguration(Properties);

impl Default for PublicAccessBlockConfiguration {
    fn default() -> Self {
        Self::new()
    }
}

impl PublicAccessBlockConfiguration {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BlockPublicAcls`.
    #[must_use]
    pub fn block_public_acls(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("BlockPublicAcls", value))
    }

    /// `BlockPublicPolicy`.
    #[must_use]
    pub fn block_public_policy(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("BlockPublicPolicy", value))
    }

    /// `IgnorePublicAcls`.
    #[must_use]
    pub fn ignore_public_acls(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IgnorePublicAcls", value))
    }

    /// `RestrictPublicBuckets`.
    #[must_use]
    pub fn restrict_public_buckets(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("RestrictPublicBuckets", value))
    }
}

pub(crate) static PUBLIC_ACCESS_BLOCK_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "PublicAccessBlockConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<PublicAccessBlockConfiguration> for PublicAccessBlockConfiguration {
    fn into_value(self) -> Value<PublicAccessBlockConfiguration> {
        self.0.into_value_of()
    }
}

/// `QueueConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueConfiguration(Properties);

impl QueueConfiguration {
    /// With what AWS requires: `Event`, `Queue`.
    pub fn new(event: impl IntoValue<String>, queue: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Event", event).set::<String>("Queue", queue))
    }

    /// `Filter`.
    #[must_use]
    pub fn filter(self, value: impl IntoValue<NotificationFilter>) -> Self {
        Self(self.0.set::<NotificationFilter>("Filter", value))
    }
}

pub(crate) static QUEUE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "QueueConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&NOTIFICATION_FILTER), ..PropertyFacts::new("Filter") },
    ],
};

impl IntoValue<QueueConfiguration> for QueueConfiguration {
    fn into_value(self) -> Value<QueueConfiguration> {
        self.0.into_value_of()
    }
}

/// `RecordExpiration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordExpiration(Properties);

impl RecordExpiration {
    /// With what AWS requires: `Expiration`.
    pub fn new(expiration: impl IntoValue<Expiration>) -> Self {
        Self(Properties::new().set::<Expiration>("Expiration", expiration))
    }

    /// `Days`.
    #[must_use]
    pub fn days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Days", value))
    }
}

pub(crate) static RECORD_EXPIRATION: ResourceSchema = ResourceSchema {
    name: "RecordExpiration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<RecordExpiration> for RecordExpiration {
    fn into_value(self) -> Value<RecordExpiration> {
        self.0.into_value_of()
    }
}

/// `RedirectAllRequestsTo` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct RedirectAllRequestsTo(Properties);

impl RedirectAllRequestsTo {
    /// With what AWS requires: `HostName`.
    pub fn new(host_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("HostName", host_name))
    }

    /// `Protocol`.
    #[must_use]
    pub fn protocol(self, value: impl IntoValue<Protocol>) -> Self {
        Self(self.0.set::<Protocol>("Protocol", value))
    }
}

pub(crate) static REDIRECT_ALL_REQUESTS_TO: ResourceSchema = ResourceSchema {
    name: "RedirectAllRequestsTo",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<RedirectAllRequestsTo> for RedirectAllRequestsTo {
    fn into_value(self) -> Value<RedirectAllRequestsTo> {
        self.0.into_value_of()
    }
}

/// `RedirectRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct RedirectRule(Properties);

impl Default for RedirectRule {
    fn default() -> Self {
        Self::new()
    }
}

impl RedirectRule {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `HostName`.
    #[must_use]
    pub fn host_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostName", value))
    }

    /// `HttpRedirectCode`.
    #[must_use]
    pub fn http_redirect_code(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HttpRedirectCode", value))
    }

    /// `Protocol`.
    #[must_use]
    pub fn protocol(self, value: impl IntoValue<Protocol>) -> Self {
        Self(self.0.set::<Protocol>("Protocol", value))
    }

    /// `ReplaceKeyPrefixWith`.
    #[must_use]
    pub fn replace_key_prefix_with(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ReplaceKeyPrefixWith", value))
    }

    /// `ReplaceKeyWith`.
    #[must_use]
    pub fn replace_key_with(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ReplaceKeyWith", value))
    }
}

pub(crate) static REDIRECT_RULE: ResourceSchema = ResourceSchema {
    name: "RedirectRule",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<RedirectRule> for RedirectRule {
    fn into_value(self) -> Value<RedirectRule> {
        self.0.into_value_of()
    }
}

/// `ReplicaModifications` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicaModifications(Properties);

impl ReplicaModifications {
    /// With what AWS requires: `Status`.
    pub fn new(status: impl IntoValue<ReplicaModificationsStatus>) -> Self {
        Self(Properties::new().set::<ReplicaModificationsStatus>("Status", status))
    }
}

pub(crate) static REPLICA_MODIFICATIONS: ResourceSchema = ResourceSchema {
    name: "ReplicaModifications",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ReplicaModifications> for ReplicaModifications {
    fn into_value(self) -> Value<ReplicaModifications> {
        self.0.into_value_of()
    }
}

/// `ReplicationConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationConfiguration(Properties);

impl ReplicationConfiguration {
    /// With what AWS requires: `Role`, `Rules`.
    pub fn new(role: impl IntoValue<String>, rules: impl IntoValue<Vec<ReplicationRule>>) -> Self {
        Self(Properties::new().set::<String>("Role", role).set::<Vec<ReplicationRule>>("Rules", rules))
    }
}

pub(crate) static REPLICATION_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "ReplicationConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REPLICATION_RULE), ..PropertyFacts::new("Rules") },
    ],
};

impl IntoValue<ReplicationConfiguration> for ReplicationConfiguration {
    fn into_value(self) -> Value<ReplicationConfiguration> {
        self.0.into_value_of()
    }
}

/// `ReplicationDestination` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationDestination(Properties);

impl ReplicationDestination {
    /// With what AWS requires: `Bucket`.
    pub fn new(bucket: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Bucket", bucket))
    }

    /// `AccessControlTranslation`.
    #[must_use]
    pub fn access_control_translation(self, value: impl IntoValue<AccessControlTranslation>) -> Self {
        Self(self.0.set::<AccessControlTranslation>("AccessControlTranslation", value))
    }

    /// `Account`.
    #[must_use]
    pub fn account(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Account", value))
    }

    /// `EncryptionConfiguration`.
    #[must_use]
    pub fn encryption_configuration(self, value: impl IntoValue<EncryptionConfiguration>) -> Self {
        Self(self.0.set::<EncryptionConfiguration>("EncryptionConfiguration", value))
    }

    /// `Metrics`.
    #[must_use]
    pub fn metrics(self, value: impl IntoValue<Metrics>) -> Self {
        Self(self.0.set::<Metrics>("Metrics", value))
    }

    /// `ReplicationTime`.
    #[must_use]
    pub fn replication_time(self, value: impl IntoValue<ReplicationTime>) -> Self {
        Self(self.0.set::<ReplicationTime>("ReplicationTime", value))
    }

    /// `StorageClass`.
    #[must_use]
    pub fn storage_class(self, value: impl IntoValue<StorageClass>) -> Self {
        Self(self.0.set::<StorageClass>("StorageClass", value))
    }
}

pub(crate) static REPLICATION_DESTINATION: ResourceSchema = ResourceSchema {
    name: "ReplicationDestination",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ACCESS_CONTROL_TRANSLATION), ..PropertyFacts::new("AccessControlTranslation") },
        PropertyFacts { nested: Some(&ENCRYPTION_CONFIGURATION), ..PropertyFacts::new("EncryptionConfiguration") },
        PropertyFacts { nested: Some(&METRICS), ..PropertyFacts::new("Metrics") },
        PropertyFacts { nested: Some(&REPLICATION_TIME), ..PropertyFacts::new("ReplicationTime") },
    ],
};

impl IntoValue<ReplicationDestination> for ReplicationDestination {
    fn into_value(self) -> Value<ReplicationDestination> {
        self.0.into_value_of()
    }
}

/// `ReplicationRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationRule(Properties);

impl ReplicationRule {
    /// With what AWS requires: `Destination`, `Status`.
    pub fn new(destination: impl IntoValue<ReplicationDestination>, status: impl IntoValue<Status>) -> Self {
        Self(Properties::new().set::<ReplicationDestination>("Destination", destination).set::<Status>("Status", status))
    }

    /// `DeleteMarkerReplication`.
    #[must_use]
    pub fn delete_marker_replication(self, value: impl IntoValue<DeleteMarkerReplication>) -> Self {
        Self(self.0.set::<DeleteMarkerReplication>("DeleteMarkerReplication", value))
    }

    /// `Filter`.
    #[must_use]
    pub fn filter(self, value: impl IntoValue<ReplicationRuleFilter>) -> Self {
        Self(self.0.set::<ReplicationRuleFilter>("Filter", value))
    }

    /// `Id`, at most 255 characters.
    #[must_use]
    pub fn id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Id", value))
    }

    /// `Prefix`, at most 1024 characters.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `Priority`.
    #[must_use]
    pub fn priority(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Priority", value))
    }

    /// `SourceSelectionCriteria`.
    #[must_use]
    pub fn source_selection_criteria(self, value: impl IntoValue<SourceSelectionCriteria>) -> Self {
        Self(self.0.set::<SourceSelectionCriteria>("SourceSelectionCriteria", value))
    }
}

pub(crate) static REPLICATION_RULE: ResourceSchema = ResourceSchema {
    name: "ReplicationRule",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DELETE_MARKER_REPLICATION), ..PropertyFacts::new("DeleteMarkerReplication") },
        PropertyFacts { nested: Some(&REPLICATION_DESTINATION), ..PropertyFacts::new("Destination") },
        PropertyFacts { nested: Some(&REPLICATION_RULE_FILTER), ..PropertyFacts::new("Filter") },
        PropertyFacts { max_length: Some(255), ..PropertyFacts::new("Id") },
        PropertyFacts { max_length: Some(1024), ..PropertyFacts::new("Prefix") },
        PropertyFacts { nested: Some(&SOURCE_SELECTION_CRITERIA), ..PropertyFacts::new("SourceSelectionCriteria") },
    ],
};

impl IntoValue<ReplicationRule> for ReplicationRule {
    fn into_value(self) -> Value<ReplicationRule> {
        self.0.into_value_of()
    }
}

/// `ReplicationRuleAndOperator` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationRuleAndOperator(Properties);

impl Default for ReplicationRuleAndOperator {
    fn default() -> Self {
        Self::new()
    }
}

impl ReplicationRuleAndOperator {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilters`.
    #[must_use]
    pub fn tag_filters(self, value: impl IntoValue<Vec<TagFilter>>) -> Self {
        Self(self.0.set::<Vec<TagFilter>>("TagFilters", value))
    }
}

pub(crate) static REPLICATION_RULE_AND_OPERATOR: ResourceSchema = ResourceSchema {
    name: "ReplicationRuleAndOperator",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilters") },
    ],
};

impl IntoValue<ReplicationRuleAndOperator> for ReplicationRuleAndOperator {
    fn into_value(self) -> Value<ReplicationRuleAndOperator> {
        self.0.into_value_of()
    }
}

/// `ReplicationRuleFilter` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationRuleFilter(Properties);

impl Default for ReplicationRuleFilter {
    fn default() -> Self {
        Self::new()
    }
}

impl ReplicationRuleFilter {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `And`.
    #[must_use]
    pub fn and(self, value: impl IntoValue<ReplicationRuleAndOperator>) -> Self {
        Self(self.0.set::<ReplicationRuleAndOperator>("And", value))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilter`.
    #[must_use]
    pub fn tag_filter(self, value: impl IntoValue<TagFilter>) -> Self {
        Self(self.0.set::<TagFilter>("TagFilter", value))
    }
}

pub(crate) static REPLICATION_RULE_FILTER: ResourceSchema = ResourceSchema {
    name: "ReplicationRuleFilter",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REPLICATION_RULE_AND_OPERATOR), ..PropertyFacts::new("And") },
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilter") },
    ],
};

impl IntoValue<ReplicationRuleFilter> for ReplicationRuleFilter {
    fn into_value(self) -> Value<ReplicationRuleFilter> {
        self.0.into_value_of()
    }
}

/// `ReplicationTime` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationTime(Properties);

impl ReplicationTime {
    /// With what AWS requires: `Status`, `Time`.
    pub fn new(status: impl IntoValue<Status>, time: impl IntoValue<ReplicationTimeValue>) -> Self {
        Self(Properties::new().set::<Status>("Status", status).set::<ReplicationTimeValue>("Time", time))
    }
}

pub(crate) static REPLICATION_TIME: ResourceSchema = ResourceSchema {
    name: "ReplicationTime",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REPLICATION_TIME_VALUE), ..PropertyFacts::new("Time") },
    ],
};

impl IntoValue<ReplicationTime> for ReplicationTime {
    fn into_value(self) -> Value<ReplicationTime> {
        self.0.into_value_of()
    }
}

/// `ReplicationTimeValue` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationTimeValue(Properties);

impl ReplicationTimeValue {
    /// With what AWS requires: `Minutes`.
    pub fn new(minutes: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<i64>("Minutes", minutes))
    }
}

pub(crate) static REPLICATION_TIME_VALUE: ResourceSchema = ResourceSchema {
    name: "ReplicationTimeValue",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ReplicationTimeValue> for ReplicationTimeValue {
    fn into_value(self) -> Value<ReplicationTimeValue> {
        self.0.into_value_of()
    }
}

/// `RoutingRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutingRule(Properties);

impl RoutingRule {
    /// With what AWS requires: `RedirectRule`.
    pub fn new(redirect_rule: impl IntoValue<RedirectRule>) -> Self {
        Self(Properties::new().set::<RedirectRule>("RedirectRule", redirect_rule))
    }

    /// `RoutingRuleCondition`.
    #[must_use]
    pub fn routing_rule_condition(self, value: impl IntoValue<RoutingRuleCondition>) -> Self {
        Self(self.0.set::<RoutingRuleCondition>("RoutingRuleCondition", value))
    }
}

pub(crate) static ROUTING_RULE: ResourceSchema = ResourceSchema {
    name: "RoutingRule",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REDIRECT_RULE), ..PropertyFacts::new("RedirectRule") },
        PropertyFacts { nested: Some(&ROUTING_RULE_CONDITION), ..PropertyFacts::new("RoutingRuleCondition") },
    ],
};

impl IntoValue<RoutingRule> for RoutingRule {
    fn into_value(self) -> Value<RoutingRule> {
        self.0.into_value_of()
    }
}

/// `RoutingRuleCondition` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutingRuleCondition(Properties);

impl Default for RoutingRuleCondition {
    fn default() -> Self {
        Self::new()
    }
}

impl RoutingRuleCondition {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `HttpErrorCodeReturnedEquals`.
    #[must_use]
    pub fn http_error_code_returned_equals(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HttpErrorCodeReturnedEquals", value))
    }

    /// `KeyPrefixEquals`.
    #[must_use]
    pub fn key_prefix_equals(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KeyPrefixEquals", value))
    }
}

pub(crate) static ROUTING_RULE_CONDITION: ResourceSchema = ResourceSchema {
    name: "RoutingRuleCondition",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<RoutingRuleCondition> for RoutingRuleCondition {
    fn into_value(self) -> Value<RoutingRuleCondition> {
        self.0.into_value_of()
    }
}

/// `Rule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule(Properties);

impl Rule {
    /// With what AWS requires: `Status`.
    pub fn new(status: impl IntoValue<RuleStatus>) -> Self {
        Self(Properties::new().set::<RuleStatus>("Status", status))
    }

    /// `AbortIncompleteMultipartUpload`.
    #[must_use]
    pub fn abort_incomplete_multipart_upload(self, value: impl IntoValue<AbortIncompleteMultipartUpload>) -> Self {
        Self(self.0.set::<AbortIncompleteMultipartUpload>("AbortIncompleteMultipartUpload", value))
    }

    /// `ExpirationDate`.
    #[must_use]
    pub fn expiration_date(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ExpirationDate", value))
    }

    /// `ExpirationInDays`.
    #[must_use]
    pub fn expiration_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ExpirationInDays", value))
    }

    /// `ExpiredObjectDeleteMarker`.
    #[must_use]
    pub fn expired_object_delete_marker(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("ExpiredObjectDeleteMarker", value))
    }

    /// `Id`, at most 255 characters.
    #[must_use]
    pub fn id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Id", value))
    }

    /// `NoncurrentVersionExpiration`.
    #[must_use]
    pub fn noncurrent_version_expiration(self, value: impl IntoValue<NoncurrentVersionExpiration>) -> Self {
        Self(self.0.set::<NoncurrentVersionExpiration>("NoncurrentVersionExpiration", value))
    }

    /// `NoncurrentVersionExpirationInDays`.
    #[must_use]
    pub fn noncurrent_version_expiration_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("NoncurrentVersionExpirationInDays", value))
    }

    /// `NoncurrentVersionTransition`.
    #[must_use]
    pub fn noncurrent_version_transition(self, value: impl IntoValue<NoncurrentVersionTransition>) -> Self {
        Self(self.0.set::<NoncurrentVersionTransition>("NoncurrentVersionTransition", value))
    }

    /// `NoncurrentVersionTransitions`.
    #[must_use]
    pub fn noncurrent_version_transitions(self, value: impl IntoValue<Vec<NoncurrentVersionTransition>>) -> Self {
        Self(self.0.set::<Vec<NoncurrentVersionTransition>>("NoncurrentVersionTransitions", value))
    }

    /// `ObjectSizeGreaterThan`, at most 20 characters.
    #[must_use]
    pub fn object_size_greater_than(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ObjectSizeGreaterThan", value))
    }

    /// `ObjectSizeLessThan`, at most 20 characters.
    #[must_use]
    pub fn object_size_less_than(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ObjectSizeLessThan", value))
    }

    /// `Prefix`.
    #[must_use]
    pub fn prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Prefix", value))
    }

    /// `TagFilters`.
    #[must_use]
    pub fn tag_filters(self, value: impl IntoValue<Vec<TagFilter>>) -> Self {
        Self(self.0.set::<Vec<TagFilter>>("TagFilters", value))
    }

    /// `Transition`.
    #[must_use]
    pub fn transition(self, value: impl IntoValue<Transition>) -> Self {
        Self(self.0.set::<Transition>("Transition", value))
    }

    /// `Transitions`.
    #[must_use]
    pub fn transitions(self, value: impl IntoValue<Vec<Transition>>) -> Self {
        Self(self.0.set::<Vec<Transition>>("Transitions", value))
    }
}

pub(crate) static RULE: ResourceSchema = ResourceSchema {
    name: "Rule",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ABORT_INCOMPLETE_MULTIPART_UPLOAD), ..PropertyFacts::new("AbortIncompleteMultipartUpload") },
        PropertyFacts { max_length: Some(255), ..PropertyFacts::new("Id") },
        PropertyFacts { nested: Some(&NONCURRENT_VERSION_EXPIRATION), ..PropertyFacts::new("NoncurrentVersionExpiration") },
        PropertyFacts { nested: Some(&NONCURRENT_VERSION_TRANSITION), ..PropertyFacts::new("NoncurrentVersionTransition") },
        PropertyFacts { nested: Some(&NONCURRENT_VERSION_TRANSITION), ..PropertyFacts::new("NoncurrentVersionTransitions") },
        PropertyFacts { max_length: Some(20), ..PropertyFacts::new("ObjectSizeGreaterThan") },
        PropertyFacts { max_length: Some(20), ..PropertyFacts::new("ObjectSizeLessThan") },
        PropertyFacts { nested: Some(&TAG_FILTER), ..PropertyFacts::new("TagFilters") },
        PropertyFacts { nested: Some(&TRANSITION), ..PropertyFacts::new("Transition") },
        PropertyFacts { nested: Some(&TRANSITION), ..PropertyFacts::new("Transitions") },
    ],
};

impl IntoValue<Rule> for Rule {
    fn into_value(self) -> Value<Rule> {
        self.0.into_value_of()
    }
}

/// `S3KeyFilter` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct S3KeyFilter(Properties);

impl S3KeyFilter {
    /// With what AWS requires: `Rules`.
    pub fn new(rules: impl IntoValue<Vec<FilterRule>>) -> Self {
        Self(Properties::new().set::<Vec<FilterRule>>("Rules", rules))
    }
}

pub(crate) static S3_KEY_FILTER: ResourceSchema = ResourceSchema {
    name: "S3KeyFilter",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&FILTER_RULE), ..PropertyFacts::new("Rules") },
    ],
};

impl IntoValue<S3KeyFilter> for S3KeyFilter {
    fn into_value(self) -> Value<S3KeyFilter> {
        self.0.into_value_of()
    }
}

/// `S3TablesDestination` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct S3TablesDestination(Properties);

impl S3TablesDestination {
    /// With what AWS requires: `TableBucketArn`, `TableName`.
    pub fn new(table_bucket_arn: impl IntoValue<String>, table_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("TableBucketArn", table_bucket_arn).set::<String>("TableName", table_name))
    }
}

pub(crate) static S3_TABLES_DESTINATION: ResourceSchema = ResourceSchema {
    name: "S3TablesDestination",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<S3TablesDestination> for S3TablesDestination {
    fn into_value(self) -> Value<S3TablesDestination> {
        self.0.into_value_of()
    }
}

/// `ServerSideEncryptionByDefault` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerSideEncryptionByDefault(Properties);

impl ServerSideEncryptionByDefault {
    /// With what AWS requires: `SSEAlgorithm`.
    pub fn new(sse_algorithm: impl IntoValue<SseAlgorithm>) -> Self {
        Self(Properties::new().set::<SseAlgorithm>("SSEAlgorithm", sse_algorithm))
    }

    /// `KMSMasterKeyID`.
    #[must_use]
    pub fn kms_master_key_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KMSMasterKeyID", value))
    }
}

pub(crate) static SERVER_SIDE_ENCRYPTION_BY_DEFAULT: ResourceSchema = ResourceSchema {
    name: "ServerSideEncryptionByDefault",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ServerSideEncryptionByDefault> for ServerSideEncryptionByDefault {
    fn into_value(self) -> Value<ServerSideEncryptionByDefault> {
        self.0.into_value_of()
    }
}

/// `ServerSideEncryptionRule` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerSideEncryptionRule(Properties);

impl Default for ServerSideEncryptionRule {
    fn default() -> Self {
        Self::new()
    }
}

impl ServerSideEncryptionRule {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BlockedEncryptionTypes`.
    #[must_use]
    pub fn blocked_encryption_types(self, value: impl IntoValue<BlockedEncryptionTypes>) -> Self {
        Self(self.0.set::<BlockedEncryptionTypes>("BlockedEncryptionTypes", value))
    }

    /// `BucketKeyEnabled`.
    #[must_use]
    pub fn bucket_key_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("BucketKeyEnabled", value))
    }

    /// `ServerSideEncryptionByDefault`.
    #[must_use]
    pub fn server_side_encryption_by_default(self, value: impl IntoValue<ServerSideEncryptionByDefault>) -> Self {
        Self(self.0.set::<ServerSideEncryptionByDefault>("ServerSideEncryptionByDefault", value))
    }
}

pub(crate) static SERVER_SIDE_ENCRYPTION_RULE: ResourceSchema = ResourceSchema {
    name: "ServerSideEncryptionRule",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&BLOCKED_ENCRYPTION_TYPES), ..PropertyFacts::new("BlockedEncryptionTypes") },
        PropertyFacts { nested: Some(&SERVER_SIDE_ENCRYPTION_BY_DEFAULT), ..PropertyFacts::new("ServerSideEncryptionByDefault") },
    ],
};

impl IntoValue<ServerSideEncryptionRule> for ServerSideEncryptionRule {
    fn into_value(self) -> Value<ServerSideEncryptionRule> {
        self.0.into_value_of()
    }
}

/// `SourceSelectionCriteria` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceSelectionCriteria(Properties);

impl Default for SourceSelectionCriteria {
    fn default() -> Self {
        Self::new()
    }
}

impl SourceSelectionCriteria {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ReplicaModifications`.
    #[must_use]
    pub fn replica_modifications(self, value: impl IntoValue<ReplicaModifications>) -> Self {
        Self(self.0.set::<ReplicaModifications>("ReplicaModifications", value))
    }

    /// `SseKmsEncryptedObjects`.
    #[must_use]
    pub fn sse_kms_encrypted_objects(self, value: impl IntoValue<SseKmsEncryptedObjects>) -> Self {
        Self(self.0.set::<SseKmsEncryptedObjects>("SseKmsEncryptedObjects", value))
    }
}

pub(crate) static SOURCE_SELECTION_CRITERIA: ResourceSchema = ResourceSchema {
    name: "SourceSelectionCriteria",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REPLICA_MODIFICATIONS), ..PropertyFacts::new("ReplicaModifications") },
        PropertyFacts { nested: Some(&SSE_KMS_ENCRYPTED_OBJECTS), ..PropertyFacts::new("SseKmsEncryptedObjects") },
    ],
};

impl IntoValue<SourceSelectionCriteria> for SourceSelectionCriteria {
    fn into_value(self) -> Value<SourceSelectionCriteria> {
        self.0.into_value_of()
    }
}

/// `SseKmsEncryptedObjects` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct SseKmsEncryptedObjects(Properties);

impl SseKmsEncryptedObjects {
    /// With what AWS requires: `Status`.
    pub fn new(status: impl IntoValue<Status>) -> Self {
        Self(Properties::new().set::<Status>("Status", status))
    }
}

pub(crate) static SSE_KMS_ENCRYPTED_OBJECTS: ResourceSchema = ResourceSchema {
    name: "SseKmsEncryptedObjects",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<SseKmsEncryptedObjects> for SseKmsEncryptedObjects {
    fn into_value(self) -> Value<SseKmsEncryptedObjects> {
        self.0.into_value_of()
    }
}

/// `StorageClassAnalysis` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageClassAnalysis(Properties);

impl Default for StorageClassAnalysis {
    fn default() -> Self {
        Self::new()
    }
}

impl StorageClassAnalysis {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DataExport`.
    #[must_use]
    pub fn data_export(self, value: impl IntoValue<DataExport>) -> Self {
        Self(self.0.set::<DataExport>("DataExport", value))
    }
}

pub(crate) static STORAGE_CLASS_ANALYSIS: ResourceSchema = ResourceSchema {
    name: "StorageClassAnalysis",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DATA_EXPORT), ..PropertyFacts::new("DataExport") },
    ],
};

impl IntoValue<StorageClassAnalysis> for StorageClassAnalysis {
    fn into_value(self) -> Value<StorageClassAnalysis> {
        self.0.into_value_of()
    }
}

/// `TagFilter` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct TagFilter(Properties);

impl TagFilter {
    /// With what AWS requires: `Key`, `Value`.
    pub fn new(key: impl IntoValue<String>, value: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Key", key).set::<String>("Value", value))
    }
}

pub(crate) static TAG_FILTER: ResourceSchema = ResourceSchema {
    name: "TagFilter",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<TagFilter> for TagFilter {
    fn into_value(self) -> Value<TagFilter> {
        self.0.into_value_of()
    }
}

/// `Tiering` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiering(Properties);

impl Tiering {
    /// With what AWS requires: `AccessTier`, `Days`.
    pub fn new(access_tier: impl IntoValue<AccessTier>, days: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<AccessTier>("AccessTier", access_tier).set::<i64>("Days", days))
    }
}

pub(crate) static TIERING: ResourceSchema = ResourceSchema {
    name: "Tiering",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Tiering> for Tiering {
    fn into_value(self) -> Value<Tiering> {
        self.0.into_value_of()
    }
}

/// `TopicConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicConfiguration(Properties);

impl TopicConfiguration {
    /// With what AWS requires: `Event`, `Topic`.
    pub fn new(event: impl IntoValue<String>, topic: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Event", event).set::<String>("Topic", topic))
    }

    /// `Filter`.
    #[must_use]
    pub fn filter(self, value: impl IntoValue<NotificationFilter>) -> Self {
        Self(self.0.set::<NotificationFilter>("Filter", value))
    }
}

pub(crate) static TOPIC_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "TopicConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&NOTIFICATION_FILTER), ..PropertyFacts::new("Filter") },
    ],
};

impl IntoValue<TopicConfiguration> for TopicConfiguration {
    fn into_value(self) -> Value<TopicConfiguration> {
        self.0.into_value_of()
    }
}

/// `Transition` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition(Properties);

impl Transition {
    /// With what AWS requires: `StorageClass`.
    pub fn new(storage_class: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("StorageClass", storage_class))
    }

    /// `TransitionDate`.
    #[must_use]
    pub fn transition_date(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("TransitionDate", value))
    }

    /// `TransitionInDays`.
    #[must_use]
    pub fn transition_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("TransitionInDays", value))
    }
}

pub(crate) static TRANSITION: ResourceSchema = ResourceSchema {
    name: "Transition",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Transition> for Transition {
    fn into_value(self) -> Value<Transition> {
        self.0.into_value_of()
    }
}

/// `VersioningConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct VersioningConfiguration(Properties);

impl VersioningConfiguration {
    /// With what AWS requires: `Status`.
    pub fn new(status: impl IntoValue<VersioningConfigurationStatus>) -> Self {
        Self(Properties::new().set::<VersioningConfigurationStatus>("Status", status))
    }
}

pub(crate) static VERSIONING_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "VersioningConfiguration",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<VersioningConfiguration> for VersioningConfiguration {
    fn into_value(self) -> Value<VersioningConfiguration> {
        self.0.into_value_of()
    }
}

/// `WebsiteConfiguration` of `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq)]
pub struct WebsiteConfiguration(Properties);

impl Default for WebsiteConfiguration {
    fn default() -> Self {
        Self::new()
    }
}

impl WebsiteConfiguration {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ErrorDocument`.
    #[must_use]
    pub fn error_document(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ErrorDocument", value))
    }

    /// `IndexDocument`.
    #[must_use]
    pub fn index_document(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("IndexDocument", value))
    }

    /// `RedirectAllRequestsTo`.
    #[must_use]
    pub fn redirect_all_requests_to(self, value: impl IntoValue<RedirectAllRequestsTo>) -> Self {
        Self(self.0.set::<RedirectAllRequestsTo>("RedirectAllRequestsTo", value))
    }

    /// `RoutingRules`.
    #[must_use]
    pub fn routing_rules(self, value: impl IntoValue<Vec<RoutingRule>>) -> Self {
        Self(self.0.set::<Vec<RoutingRule>>("RoutingRules", value))
    }
}

pub(crate) static WEBSITE_CONFIGURATION: ResourceSchema = ResourceSchema {
    name: "WebsiteConfiguration",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REDIRECT_ALL_REQUESTS_TO), ..PropertyFacts::new("RedirectAllRequestsTo") },
        PropertyFacts { nested: Some(&ROUTING_RULE), ..PropertyFacts::new("RoutingRules") },
    ],
};

impl IntoValue<WebsiteConfiguration> for WebsiteConfiguration {
    fn into_value(self) -> Value<WebsiteConfiguration> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `Enabled`, `Disabled`.
    AbacStatus {
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Disabled`.
        Disabled = "Disabled",
    }
}

value::text_enum! {
    /// One of `Enabled`, `Suspended`.
    AccelerationStatus {
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Suspended`.
        Suspended = "Suspended",
    }
}

value::text_enum! {
    /// One of `AuthenticatedRead`, `AwsExecRead`, `BucketOwnerFullControl`, `BucketOwnerRead`, `LogDeliveryWrite`, `Private`, `PublicRead`, `PublicReadWrite`.
    AccessControl {
        /// `AuthenticatedRead`.
        AuthenticatedRead = "AuthenticatedRead",
        /// `AwsExecRead`.
        AwsExecRead = "AwsExecRead",
        /// `BucketOwnerFullControl`.
        BucketOwnerFullControl = "BucketOwnerFullControl",
        /// `BucketOwnerRead`.
        BucketOwnerRead = "BucketOwnerRead",
        /// `LogDeliveryWrite`.
        LogDeliveryWrite = "LogDeliveryWrite",
        /// `Private`.
        Private = "Private",
        /// `PublicRead`.
        PublicRead = "PublicRead",
        /// `PublicReadWrite`.
        PublicReadWrite = "PublicReadWrite",
    }
}

value::text_enum! {
    /// One of `ARCHIVE_ACCESS`, `DEEP_ARCHIVE_ACCESS`.
    AccessTier {
        /// `ARCHIVE_ACCESS`.
        ArchiveAccess = "ARCHIVE_ACCESS",
        /// `DEEP_ARCHIVE_ACCESS`.
        DeepArchiveAccess = "DEEP_ARCHIVE_ACCESS",
    }
}

value::text_enum! {
    /// One of `GET`, `PUT`, `HEAD`, `POST`, `DELETE`.
    AllowedMethods {
        /// `GET`.
        Get = "GET",
        /// `PUT`.
        Put = "PUT",
        /// `HEAD`.
        Head = "HEAD",
        /// `POST`.
        Post = "POST",
        /// `DELETE`.
        Delete = "DELETE",
    }
}

value::text_enum! {
    /// One of `NONE`, `SSE-C`.
    BlockedEncryptionTypeList {
        /// `NONE`.
        None = "NONE",
        /// `SSE-C`.
        SseC = "SSE-C",
    }
}

value::text_enum! {
    /// One of `global`, `account-regional`.
    BucketNamespace {
        /// `global`.
        Global = "global",
        /// `account-regional`.
        AccountRegional = "account-regional",
    }
}

value::text_enum! {
    /// One of `ENABLED`, `DISABLED`.
    ConfigurationState {
        /// `ENABLED`.
        Enabled = "ENABLED",
        /// `DISABLED`.
        Disabled = "DISABLED",
    }
}

value::text_enum! {
    /// One of `ENABLED`, `DISABLED`.
    Expiration {
        /// `ENABLED`.
        Enabled = "ENABLED",
        /// `DISABLED`.
        Disabled = "DISABLED",
    }
}

value::text_enum! {
    /// One of `CSV`, `ORC`, `Parquet`.
    Format {
        /// `CSV`.
        Csv = "CSV",
        /// `ORC`.
        Orc = "ORC",
        /// `Parquet`.
        Parquet = "Parquet",
    }
}

value::text_enum! {
    /// One of `All`, `Current`.
    IncludedObjectVersions {
        /// `All`.
        All = "All",
        /// `Current`.
        Current = "Current",
    }
}

value::text_enum! {
    /// One of `aws:kms`, `AES256`.
    MetadataTableEncryptionConfigurationSseAlgorithm {
        /// `aws:kms`.
        AwsKms = "aws:kms",
        /// `AES256`.
        Aes256 = "AES256",
    }
}

value::text_enum! {
    /// One of `COMPLIANCE`, `GOVERNANCE`.
    Mode {
        /// `COMPLIANCE`.
        Compliance = "COMPLIANCE",
        /// `GOVERNANCE`.
        Governance = "GOVERNANCE",
    }
}

value::text_enum! {
    /// One of `Enabled`.
    ObjectLockEnabled {
        /// `Enabled`.
        Enabled = "Enabled",
    }
}

value::text_enum! {
    /// One of `ObjectWriter`, `BucketOwnerPreferred`, `BucketOwnerEnforced`.
    ObjectOwnership {
        /// `ObjectWriter`.
        ObjectWriter = "ObjectWriter",
        /// `BucketOwnerPreferred`.
        BucketOwnerPreferred = "BucketOwnerPreferred",
        /// `BucketOwnerEnforced`.
        BucketOwnerEnforced = "BucketOwnerEnforced",
    }
}

value::text_enum! {
    /// One of `Size`, `LastModifiedDate`, `StorageClass`, `ETag`, `IsMultipartUploaded`, `ReplicationStatus`, `EncryptionStatus`, `ObjectLockRetainUntilDate`, `ObjectLockMode`, `ObjectLockLegalHoldStatus`, `ObjectLockEventHoldStatus`, `ObjectLockEventHoldDuration`, `IntelligentTieringAccessTier`, `BucketKeyStatus`, `ChecksumAlgorithm`, `ObjectAccessControlList`, `ObjectOwner`, `LifecycleExpirationDate`, `IntelligentTieringReferenceDate`.
    OptionalFields {
        /// `Size`.
        Size = "Size",
        /// `LastModifiedDate`.
        LastModifiedDate = "LastModifiedDate",
        /// `StorageClass`.
        StorageClass = "StorageClass",
        /// `ETag`.
        ETag = "ETag",
        /// `IsMultipartUploaded`.
        IsMultipartUploaded = "IsMultipartUploaded",
        /// `ReplicationStatus`.
        ReplicationStatus = "ReplicationStatus",
        /// `EncryptionStatus`.
        EncryptionStatus = "EncryptionStatus",
        /// `ObjectLockRetainUntilDate`.
        ObjectLockRetainUntilDate = "ObjectLockRetainUntilDate",
        /// `ObjectLockMode`.
        ObjectLockMode = "ObjectLockMode",
        /// `ObjectLockLegalHoldStatus`.
        ObjectLockLegalHoldStatus = "ObjectLockLegalHoldStatus",
        /// `ObjectLockEventHoldStatus`.
        ObjectLockEventHoldStatus = "ObjectLockEventHoldStatus",
        /// `ObjectLockEventHoldDuration`.
        ObjectLockEventHoldDuration = "ObjectLockEventHoldDuration",
        /// `IntelligentTieringAccessTier`.
        IntelligentTieringAccessTier = "IntelligentTieringAccessTier",
        /// `BucketKeyStatus`.
        BucketKeyStatus = "BucketKeyStatus",
        /// `ChecksumAlgorithm`.
        ChecksumAlgorithm = "ChecksumAlgorithm",
        /// `ObjectAccessControlList`.
        ObjectAccessControlList = "ObjectAccessControlList",
        /// `ObjectOwner`.
        ObjectOwner = "ObjectOwner",
        /// `LifecycleExpirationDate`.
        LifecycleExpirationDate = "LifecycleExpirationDate",
        /// `IntelligentTieringReferenceDate`.
        IntelligentTieringReferenceDate = "IntelligentTieringReferenceDate",
    }
}

value::text_enum! {
    /// One of `Destination`.
    Owner {
        /// `Destination`.
        Destination = "Destination",
    }
}

value::text_enum! {
    /// One of `http`, `https`.
    Protocol {
        /// `http`.
        Http = "http",
        /// `https`.
        Https = "https",
    }
}

value::text_enum! {
    /// One of `Enabled`, `Disabled`.
    ReplicaModificationsStatus {
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Disabled`.
        Disabled = "Disabled",
    }
}

value::text_enum! {
    /// One of `Enabled`, `Disabled`.
    RuleStatus {
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Disabled`.
        Disabled = "Disabled",
    }
}

value::text_enum! {
    /// One of `Daily`, `Weekly`.
    ScheduleFrequency {
        /// `Daily`.
        Daily = "Daily",
        /// `Weekly`.
        Weekly = "Weekly",
    }
}

value::text_enum! {
    /// One of `aws:kms`, `AES256`, `aws:kms:dsse`.
    SseAlgorithm {
        /// `aws:kms`.
        AwsKms = "aws:kms",
        /// `AES256`.
        Aes256 = "AES256",
        /// `aws:kms:dsse`.
        AwsKmsDsse = "aws:kms:dsse",
    }
}

value::text_enum! {
    /// One of `Disabled`, `Enabled`.
    Status {
        /// `Disabled`.
        Disabled = "Disabled",
        /// `Enabled`.
        Enabled = "Enabled",
    }
}

value::text_enum! {
    /// One of `DEEP_ARCHIVE`, `GLACIER`, `GLACIER_IR`, `INTELLIGENT_TIERING`, `ONEZONE_IA`, `REDUCED_REDUNDANCY`, `STANDARD`, `STANDARD_IA`.
    StorageClass {
        /// `DEEP_ARCHIVE`.
        DeepArchive = "DEEP_ARCHIVE",
        /// `GLACIER`.
        Glacier = "GLACIER",
        /// `GLACIER_IR`.
        GlacierIr = "GLACIER_IR",
        /// `INTELLIGENT_TIERING`.
        IntelligentTiering = "INTELLIGENT_TIERING",
        /// `ONEZONE_IA`.
        OnezoneIa = "ONEZONE_IA",
        /// `REDUCED_REDUNDANCY`.
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        /// `STANDARD`.
        Standard = "STANDARD",
        /// `STANDARD_IA`.
        StandardIa = "STANDARD_IA",
    }
}

value::text_enum! {
    /// One of `varies_by_storage_class`, `all_storage_classes_128K`.
    TransitionDefaultMinimumObjectSize {
        /// `varies_by_storage_class`.
        VariesByStorageClass = "varies_by_storage_class",
        /// `all_storage_classes_128K`.
        AllStorageClasses128K = "all_storage_classes_128K",
    }
}

value::text_enum! {
    /// One of `Enabled`, `Suspended`.
    VersioningConfigurationStatus {
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Suspended`.
        Suspended = "Suspended",
    }
}

