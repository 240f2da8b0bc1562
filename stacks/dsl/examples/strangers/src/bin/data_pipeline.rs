//! A data pipeline: events come in on a stream, a function writes them to a bucket, what fails waits in a queue.

use sprinters_dsl::construct::KeyPolicy;
use sprinters_dsl::iam::{ErasedStatement, Principal, TrustPolicy, TrustStatement};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::s3::bucket::{
    BucketEncryption, LifecycleConfiguration, PublicAccessBlockConfiguration, Rule, RuleStatus,
    ServerSideEncryptionByDefault, ServerSideEncryptionRule, SseAlgorithm,
};
use sprinters_dsl::resources::{iam, kms, logs, s3, sqs};
use strangers::aws::attributes::*;
use strangers::aws::kinesis::Stream;
use strangers::aws::kinesis::stream::{EncryptionType, StreamEncryption};
use strangers::aws::lambda::event_source_mapping::{DestinationConfig, OnFailure};
use strangers::aws::lambda::function::{Code, Environment, Runtime};
use strangers::aws::lambda::{EventSourceMapping, Function};

const WRITER: &str = "
import base64, boto3, os, uuid
bucket = boto3.resource('s3').Bucket(os.environ['BUCKET'])
def handler(event, context):
    lines = [base64.b64decode(record['kinesis']['data']) for record in event['Records']]
    bucket.put_object(Key='events/%s' % uuid.uuid4(), Body=b'\\n'.join(lines))
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut stack = Stack::new("Events of the shop: a stream, a writer, a bucket");
    let days = stack.parameter("KeepDays", number_parameter().describe("Days until events go").default_number(90));

    let policy = KeyPolicy::of_this_account().used_as_iam_says("Roles of this account use it as their policies say");
    let key = kms::Key::new().key_policy(policy).enable_key_rotation(true).retain();
    let key = stack.resource("Key", key);

    let encryption = ServerSideEncryptionByDefault::new(SseAlgorithm::AwsKms).kms_master_key_id(key.arn());
    let events = s3::Bucket::new()
        .bucket_encryption(BucketEncryption::new([ServerSideEncryptionRule::new()
            .server_side_encryption_by_default(encryption)
            .bucket_key_enabled(true)]))
        .public_access_block_configuration(
            PublicAccessBlockConfiguration::new()
                .block_public_acls(true)
                .block_public_policy(true)
                .ignore_public_acls(true)
                .restrict_public_buckets(true),
        )
        .lifecycle_configuration(LifecycleConfiguration::new(
            [Rule::new(RuleStatus::Enabled).expiration_in_days(&days)],
        ))
        .retain();
    let events = stack.resource("Events", events);
    stack.resource("EventsPolicy", tls_only(&events));

    let stream = Stream::new()
        .shard_count(1)
        .stream_encryption(StreamEncryption::new(EncryptionType::Kms, key.arn()))
        .retention_period_hours(48);
    let stream = stack.resource("Stream", stream);
    let failed =
        stack.resource("Failed", sqs::Queue::new().kms_master_key_id(key.arn()).message_retention_period(1_209_600));

    let trust = TrustPolicy::new([TrustStatement::allow("Functions")
        .because("The writer is a function")
        .assumed_by(&Principal::service("lambda.amazonaws.com"))]);
    let role = stack.resource("WriterRole", iam::Role::new(trust));
    let log = stack.resource("WriterLog", logs::LogGroup::new().retention_in_days(30));
    log.grant_write(&mut stack, &role, "The writer says what it did");
    events.grant_write(&mut stack, &role, "events/*", "The writer keeps every event");
    key.grant_encrypt(&mut stack, &role, "Bucket and queue are encrypted with the key");
    key.grant_decrypt(&mut stack, &role, "The stream is encrypted with the key");
    failed.grant_send(&mut stack, &role, "What fails waits for somebody to look");
    // Kinesis is not among the services whose actions are typed: the statement is written by hand.
    let read = ErasedStatement::raw(
        "ReadStream",
        "The writer reads every event",
        &["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator"],
        &[stream.arn()],
    );
    stack.grant(&role, read);

    let writer = Function::new(Code::new().zip_file(WRITER), role.arn())
        .handler("index.handler")
        .runtime(Runtime::Python313)
        .timeout(60)
        .kms_key_arn(key.arn())
        .environment(Environment::new().variables(serde_json::json!({"BUCKET": events.reference().to_json()})))
        .raw_property("LoggingConfig", serde_json::json!({"LogGroup": log.reference().to_json()}));
    let writer = stack.resource("Writer", writer);
    let mapping = EventSourceMapping::new(writer.reference())
        .event_source_arn(stream.arn())
        .starting_position("TRIM_HORIZON")
        .bisect_batch_on_function_error(true)
        .maximum_retry_attempts(5)
        .destination_config(DestinationConfig::new().on_failure(OnFailure::new().destination(failed.arn())));
    stack.resource("Mapping", mapping);

    stack.output("StreamArn", OutputSpec::new(&stream.arn()).describe("Where producers put events"));
    print!("{}", stack.synthesize()?.to_yaml());
    Ok(())
}

fn tls_only(bucket: &Resource<s3::Bucket>) -> s3::BucketPolicy {
    use sprinters_dsl::iam::{Policy, Statement, aws, s3 as actions};
    let everybody = Principal::anybody();
    let deny = Statement::deny("OnlyTls")
        .because("Nobody reads or writes events without TLS")
        .to_each((actions::action::GetObject, actions::action::PutObject))
        .on(actions::resource::object(bucket.reference(), "*"))
        .when(aws::SecureTransport.is(false));
    s3::BucketPolicy::new(bucket.reference(), Policy::new([deny.erase().by(&everybody)]))
}
