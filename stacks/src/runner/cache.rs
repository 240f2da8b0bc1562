//! The cache next to the runners: a bucket of the account's own, and who may use it.
//!
//! What a runner may do with the bucket stands in the bucket's policy alone, so it holds for whichever role the
//! instances have: the one of this stack, to which nothing else is attached, or the one that the installer named.

use super::parameter::{Conditions, Parameters};
use sprinters_dsl::iam::{Policy, Principal, ResourceArn, Statement, TrustPolicy, TrustStatement, aws, s3};
use sprinters_dsl::prelude::{
    AnyKey, BoolKey, IntoPart, Resource, RoleArn, Stack, TextKey, Value, only_when, pseudo, text, when,
};
use sprinters_dsl::resources::s3::bucket::{
    AbortIncompleteMultipartUpload, BucketEncryption, LifecycleConfiguration, PublicAccessBlockConfiguration, Rule,
    RuleStatus, ServerSideEncryptionByDefault, ServerSideEncryptionRule, SseAlgorithm,
};
use sprinters_dsl::resources::{ec2, iam, s3 as buckets};

/// What the keys of all entries begin with.
pub const CACHE_PREFIX: &str = "cache/";

/// Days until what an upload left behind is removed. An upload ends within an hour.
const ABORT_AFTER_DAYS: i64 = 1;

/// The role of the instances where the installer named none and wants a cache.
pub(super) fn role(stack: &mut Stack, parameters: &Parameters, conditions: &Conditions) -> Resource<iam::Role> {
    let ec2 = Principal::service_named(text(["ec2.".part(), pseudo::url_suffix().part()]));
    let trust = TrustPolicy::new([TrustStatement::allow("Instances")
        .because("EC2 hands the role to the runners that are launched with its profile")
        .assumed_by(&ec2)]);
    let role = iam::Role::new(trust)
        .description(
            "Of Sprinters runners: the policy of the cache's bucket lets it in there, and nothing is attached to it",
        )
        .path(&parameters.role_path)
        .permissions_boundary(only_when(
            &conditions.boundary_given,
            parameters.permissions_boundary_arn.value().as_text(),
        ));
    stack.resource_when(&conditions.cache_role_made, "CacheRole", role)
}

/// The role that the instances have: the named one, or the one of the cache.
pub(super) fn role_of_instances(
    parameters: &Parameters,
    conditions: &Conditions,
    role: &Resource<iam::Role>,
) -> Value<RoleArn> {
    when(&conditions.profile_given, parameters.instance_profile_role_arn.value(), role.arn())
}

/// The bucket, its policy, and the way to it.
pub(super) fn bucket(
    stack: &mut Stack,
    parameters: &Parameters,
    conditions: &Conditions,
    runners: &Value<RoleArn>,
) -> Resource<buckets::Bucket> {
    let bucket = buckets::Bucket::new()
        .bucket_encryption(BucketEncryption::new([ServerSideEncryptionRule::new()
            .server_side_encryption_by_default(ServerSideEncryptionByDefault::new(SseAlgorithm::Aes256))]))
        .public_access_block_configuration(
            PublicAccessBlockConfiguration::new()
                .block_public_acls(true)
                .block_public_policy(true)
                .ignore_public_acls(true)
                .restrict_public_buckets(true),
        )
        .lifecycle_configuration(LifecycleConfiguration::new([Rule::new(RuleStatus::Enabled)
            .expiration_in_days(&parameters.cache_days)
            .abort_incomplete_multipart_upload(AbortIncompleteMultipartUpload::new(ABORT_AFTER_DAYS))]));
    let bucket = stack.resource_when(&conditions.cache_wanted, "CacheBucket", bucket);
    let policy = buckets::BucketPolicy::new(bucket.reference(), policy(&bucket, runners));
    stack.resource_when(&conditions.cache_wanted, "CacheBucketPolicy", policy);
    endpoint(stack, parameters, conditions);
    bucket
}

fn policy(bucket: &Resource<buckets::Bucket>, runners: &Value<RoleArn>) -> Policy {
    let whole = || ResourceArn::<s3::resource::Bucket>::from_value(&bucket.arn());
    let objects = |beginning: &str| s3::resource::object(bucket.reference(), beginning);
    let entries = || objects(&format!("{CACHE_PREFIX}*"));
    let runner = Principal::role(runners.clone());
    Policy::new([
        Statement::deny("OnlyEncryptedConnections")
            .because("Nobody, of whatever account, speaks with the bucket in the clear")
            .to_each((
                s3::action::GetObject,
                s3::action::PutObject,
                s3::action::AbortMultipartUpload,
                s3::action::DeleteObject,
            ))
            .on(objects("*"))
            .when(aws::SecureTransport.is(false))
            .erase()
            .by(&Principal::anybody()),
        Statement::deny("OnlyEncryptedLists")
            .because("Nor asks it in the clear what it holds")
            .to_each((s3::action::ListBucket, s3::action::ListBucketMultipartUploads))
            .on(whole())
            .when(aws::SecureTransport.is(false))
            .erase()
            .by(&Principal::anybody()),
        Statement::allow("RunnersReadEntries")
            .because("The cache next to a runner reads entries")
            .to(s3::action::GetObject)
            .on(entries())
            .erase()
            .by(&runner),
        Statement::allow("RunnersAddEntries")
            .because("It adds entries, and gives up an upload that its client gave up")
            .to_each((s3::action::PutObject, s3::action::AbortMultipartUpload))
            .on(entries())
            .erase()
            .by(&runner),
        Statement::allow("RunnersFindEntries")
            .because("It looks for the newest entry whose key begins as a step asks")
            .to(s3::action::ListBucket)
            .on(whole())
            .when(s3::key::Prefix.like(format!("{CACHE_PREFIX}*")))
            .erase()
            .by(&runner),
        Statement::deny("RunnersNeverReplaceEntries")
            .because("An entry that is there stays what it is, whatever a job does that became root of its runner")
            .to(s3::action::PutObject)
            .on(objects("*"))
            .when(s3::key::IfNoneMatch.is_absent())
            .when(s3::key::ObjectCreationOperation.is(true))
            .erase()
            .by(&runner),
        Statement::deny("RunnersNeverDeleteEntries")
            .because("Likewise; the bucket's own rule removes what is old")
            .to(s3::action::DeleteObject)
            .on(objects("*"))
            .erase()
            .by(&runner),
    ])
}

/// The way from the VPC to S3 that costs nothing. It carries whatever else the subnets send to S3, so it has no policy
/// of its own: the bucket's says who may use it.
fn endpoint(stack: &mut Stack, parameters: &Parameters, conditions: &Conditions) {
    let service = text(["com.amazonaws.".part(), pseudo::region().part(), ".s3".part()]);
    let endpoint = ec2::VpcEndpoint::new(&parameters.vpc_id)
        .service_name(service)
        .vpc_endpoint_type(ec2::vpc_endpoint::VpcEndpointType::Gateway)
        .route_table_ids(parameters.cache_route_table_ids.value());
    stack.resource_when(&conditions.endpoint_wanted, "CacheEndpoint", endpoint);
}
