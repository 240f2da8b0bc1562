//! A small company's build cache: a private bucket, and a role by which its build machines use it.
//!
//! `cargo run -p sprinters-dsl --example cache_bucket` prints the template.
#![expect(clippy::print_stdout, reason = "printing the template is what the example is for")]

use sprinters_dsl::iam::{Policy, Principal, ResourceArn, Statement, TrustPolicy, TrustStatement, aws, s3};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::s3::bucket::{
    BucketEncryption, LifecycleConfiguration, PublicAccessBlockConfiguration, Rule, RuleStatus,
    ServerSideEncryptionByDefault, ServerSideEncryptionRule, SseAlgorithm,
};
use sprinters_dsl::resources::{iam, s3 as buckets};
use sprinters_dsl::stack::Refused;
use sprinters_dsl::template::Template;

fn main() -> Result<(), Refused> {
    print!("{}", template()?.to_yaml());
    Ok(())
}

/// The stack, rendered.
pub(crate) fn template() -> Result<Template, Refused> {
    let mut stack = Stack::new("Build cache: a private bucket and the role of the build machines");
    let team = stack.parameter("Team", text_parameter().describe("Who pays").default("build").length(1, 32));
    let days = stack.parameter(
        "KeepDays",
        number_parameter().describe("Days until a cache entry goes").default_number(14).range(1, 365),
    );

    let bucket = stack.resource("CacheBucket", private_bucket(&days));
    let role = stack.resource("BuildRole", build_role(&bucket));
    stack.resource("BuildProfile", iam::InstanceProfile::new([role.reference().as_text()]));

    stack.aspect(TagEverything::with([Tag::new("team", &team)]));
    stack.output("BucketName", OutputSpec::new(&bucket.reference()).describe("Where caches are kept"));
    stack.output("RoleArn", OutputSpec::new(&role.arn()).describe("Role of the build machines"));
    stack.synthesize()
}

fn private_bucket(days: &Parameter<i64>) -> buckets::Bucket {
    let by_default = ServerSideEncryptionByDefault::new(SseAlgorithm::AwsKms);
    buckets::Bucket::new()
        .bucket_encryption(BucketEncryption::new([ServerSideEncryptionRule::new()
            .server_side_encryption_by_default(by_default)
            .bucket_key_enabled(true)]))
        .public_access_block_configuration(
            PublicAccessBlockConfiguration::new()
                .block_public_acls(true)
                .block_public_policy(true)
                .ignore_public_acls(true)
                .restrict_public_buckets(true),
        )
        .lifecycle_configuration(LifecycleConfiguration::new([Rule::new(RuleStatus::Enabled).expiration_in_days(days)]))
}

fn build_role(bucket: &Resource<buckets::Bucket>) -> iam::Role {
    let trust = TrustPolicy::new([TrustStatement::allow("BuildMachines")
        .because("Build machines are EC2 instances with this role's profile")
        .assumed_by(&Principal::service("ec2.amazonaws.com"))]);
    let entries = s3::resource::object(bucket.reference(), "*");
    let policy = Policy::new([
        Statement::allow("UseCache")
            .because("Builds read and write cache entries")
            .to_each((s3::action::GetObject, s3::action::PutObject))
            .on(entries)
            .when(aws::SecureTransport.is(true))
            .erase(),
        Statement::allow("FindEntries")
            .because("A build looks for the newest entry of its branch")
            .to(s3::action::ListBucket)
            .on(ResourceArn::<s3::resource::Bucket>::from_value(&bucket.arn()))
            .when(s3::key::Prefix.like("branches/*"))
            .erase(),
    ]);
    iam::Role::new(trust).policies([iam::role::Policy::new(policy, "cache")])
}
