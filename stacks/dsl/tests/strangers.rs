//! What somebody needs whose stack nobody here thought of: raw pieces, existing templates, grants, several stacks.

use serde_json::{Value as JsonValue, json};
use sprinters_dsl::app::{App, AppRefused, Environment};
use sprinters_dsl::construct::KeyPolicy;
use sprinters_dsl::iam::{Principal, TrustPolicy, TrustStatement};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::{iam, kms, s3, sns, sqs};
use sprinters_dsl::rules;
use sprinters_dsl::stack::{CreationPolicy, ImportError, RawResource, UpdatePolicy};
use sprinters_dsl::template::Template;
use std::time::Duration;

fn role(stack: &mut Stack) -> Resource<iam::Role> {
    let trust = TrustPolicy::new([TrustStatement::allow("Functions")
        .because("The worker is a function")
        .assumed_by(&Principal::service("lambda.amazonaws.com"))]);
    stack.resource("Worker", iam::Role::new(trust))
}

#[expect(clippy::unwrap_used, reason = "a helper of tests; the message is the refusal")]
fn json_of(stack: Stack) -> JsonValue {
    stack.synthesize().unwrap().as_json().clone()
}

/// Whatever is in a template is in it again, in the same bytes.
#[test]
fn an_imported_template_loses_nothing() {
    for source in [
        "Resources: {Q: {Type: AWS::SQS::Queue}}",
        "Description: d\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {}}}",
        "AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Timeout: 3}}\nResources: {F: {Type: AWS::Serverless::Function, Connectors: {C: {Properties: {Destination: {Id: F}, Permissions: [Read]}}}, Properties: {Handler: h}}}",
        "Transform: AWS::LanguageExtensions\nResources: {'Fn::ForEach::Topics': [Name, [a, b], {'Topic${Name}': {Type: AWS::SNS::Topic}}], Q: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, DependsOn: [Topica]}}",
        "Parameters: {P: {Type: String, NoEcho: true}}\nRules: {R: {Assertions: [{Assert: !Equals [!Ref P, a]}]}}\nMappings: {M: {a: {b: c}}}\nConditions: {C: !Equals [!Ref P, a]}\nHooks: {H: {Type: AWS::CodeDeploy::BlueGreen}}\nResources: {B: {Type: AWS::S3::Bucket, Condition: C, Metadata: {a: b}, UpdateReplacePolicy: Retain, Properties: {BucketName: !FindInMap [M, a, b]}}}\nOutputs: {O: {Value: !GetAtt B.Arn, Condition: C, Export: {Name: x}}}",
        "Resources: {C: {Type: Custom::Thing, Version: '1.0', Properties: {ServiceToken: t}}, G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: open, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]}}}",
    ] {
        let template = Template::parse(source).unwrap();
        let again = Stack::import(&template).synthesize().unwrap();
        assert_eq!(again.to_yaml(), template.to_yaml(), "{source}");
    }
}

#[test]
fn what_is_added_to_an_import_is_judged_and_what_was_there_is_not() {
    let open = "Resources: {G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: open, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]}}}";
    let template = Template::parse(open).unwrap();
    let mut extended = Stack::import(&template);
    extended.resource("Orders", sqs::Queue::new());
    assert!(extended.synthesize().unwrap().resource("Orders").is_some());
    let mut changed = Stack::import(&template);
    let group = changed.resource_mut("G").unwrap();
    group.properties_mut().insert("GroupDescription".to_owned(), json!("still open"));
    assert!(changed.synthesize().unwrap_err().to_string().contains("SPR001"));
}

#[test]
fn handles_of_an_import_know_their_type() {
    let source =
        "Parameters: {P: {Type: Number}}\nConditions: {C: !Equals [a, b]}\nResources: {Q: {Type: AWS::SQS::Queue}}";
    let stack = Stack::import(&Template::parse(source).unwrap());
    assert_eq!(stack.imported_resource::<sqs::Queue>("Q").unwrap().logical_id(), "Q");
    assert!(stack.imported_resource::<RawResource>("Q").is_ok());
    let other = stack.imported_resource::<sns::Topic>("Q").unwrap_err();
    assert_eq!(other.to_string(), "the resource `Q` is of type AWS::SQS::Queue, and AWS::SNS::Topic is wanted");
    assert!(matches!(stack.imported_resource::<sqs::Queue>("R"), Err(ImportError::Missing { .. })));
    assert!(stack.imported_parameter::<i64>("P").is_ok());
    assert!(stack.imported_parameter::<String>("P").is_err());
    assert!(stack.imported_condition("C").is_ok() && stack.imported_condition("D").is_err());
}

#[test]
fn raw_pieces_stand_beside_typed_ones() {
    let mut stack = Stack::new("Raw");
    let table = RawResource::new("AWS::DynamoDB::Table")
        .with_properties(json!({"BillingMode": "PAY_PER_REQUEST"}))
        .raw_property("KeySchema", json!([{"AttributeName": "id", "KeyType": "HASH"}]))
        .retain();
    let table = stack.resource("Orders", table);
    let arn: Value<Arn> = table.get_att("Arn");
    let queue = sqs::Queue::new().raw_property("BrandNew", json!({"Mode": "fast"})).depends_on(&table);
    stack.resource("Queue", queue);
    let group = RawResource::new("AWS::AutoScaling::AutoScalingGroup")
        .creation_policy(CreationPolicy::signals(1, Duration::from_secs(300)))
        .update_policy(UpdatePolicy::rolling(1, 1, Duration::from_secs(300)));
    stack.resource("Group", group);
    stack.output("Arn", OutputSpec::new(&arn));
    let json = json_of(stack);
    assert_eq!(json["Resources"]["Orders"]["Type"], "AWS::DynamoDB::Table");
    assert_eq!(json["Resources"]["Orders"]["DeletionPolicy"], "Retain");
    assert_eq!(json["Resources"]["Queue"]["Properties"]["BrandNew"], json!({"Mode": "fast"}));
    assert_eq!(json["Resources"]["Queue"]["DependsOn"], json!(["Orders"]));
    assert_eq!(json["Resources"]["Group"]["CreationPolicy"]["ResourceSignal"]["Timeout"], "PT5M");
    assert_eq!(json["Outputs"]["Arn"]["Value"], json!({"Fn::GetAtt": ["Orders", "Arn"]}));
    // A reference to nothing is refused, also where it was written by hand.
    let mut dangling = Stack::new("Dangling");
    let nothing: Value<String> = Value::raw(json!({"Ref": "Nothing"}));
    dangling.resource("Queue", sqs::Queue::new().queue_name(nothing));
    assert!(dangling.synthesize().is_err());
}

#[test]
fn grants_say_what_may_be_done_and_why() {
    let mut stack = Stack::new("Grants");
    let worker = role(&mut stack);
    let orders = stack.resource("Orders", sqs::Queue::new());
    let events = stack.resource("Events", sns::Topic::new());
    let files = stack.resource("Files", s3::Bucket::new());
    orders.grant_consume(&mut stack, &worker, "It works off the orders");
    events.grant_publish(&mut stack, &worker, "It tells what it did");
    files.grant_read(&mut stack, &worker, "invoices/*", "It sends invoices");
    let template = stack.synthesize().unwrap();
    let policy = template.as_json()["Resources"]["WorkerGrants"].clone();
    assert_eq!(policy["Properties"]["Roles"], json!([{"Ref": "Worker"}]));
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let sids: Vec<&str> = statements.iter().filter_map(|statement| statement["Sid"].as_str()).collect();
    assert_eq!(sids, ["ConsumeOrders", "PublishToEvents", "ReadFiles"]);
    assert_eq!(statements[0]["Resource"], json!({"Fn::GetAtt": ["Orders", "Arn"]}));
    assert_eq!(policy["Metadata"]["Reasons"]["PublishToEvents"], "It tells what it did");
    assert_eq!(policy["Metadata"]["Reasons"]["ConsumeOrders"], "It works off the orders");
    let remarks = rules::check(&template, rules::all());
    let policies = remarks.iter().filter(|finding| finding.logical_id == "WorkerGrants");
    assert_eq!(policies.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn key_policies_keep_the_account_in_hold_of_its_key() {
    let mut stack = Stack::new("Key");
    let worker = role(&mut stack);
    let by_role = Principal::role(worker.arn());
    let policy = KeyPolicy::of_this_account()
        .used_under_alias(&by_role, "alias/orders-*", "Worker", "The worker reads orders")
        .granted_to_services_by(&by_role, "Worker", "Its volumes are encrypted with it");
    stack.resource("Key", kms::Key::new().key_policy(policy).enable_key_rotation(true));
    let json = json_of(stack);
    let statements = json["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 3);
    assert!(statements[0]["Principal"]["AWS"].to_string().contains(":root"));
    assert_eq!(
        statements[1]["Condition"],
        json!({"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/orders-*"}})
    );
    assert_eq!(statements[2]["Condition"], json!({"Bool": {"kms:GrantIsForAWSResource": "true"}}));
}

/// An ARN stands where the schema says text.
#[test]
fn any_arn_is_text() {
    let mut stack = Stack::new("ARNs");
    let key = stack.resource("Key", kms::Key::new().key_policy(KeyPolicy::of_this_account()));
    stack.resource("Topic", sns::Topic::new().kms_master_key_id(key.arn()));
    assert!(json_of(stack)["Resources"]["Topic"]["Properties"]["KmsMasterKeyId"].is_object());
}

#[test]
fn stacks_of_an_app_stand_in_the_order_of_what_they_tell() {
    let here = Environment::new("111122223333", "eu-west-1").unwrap();
    let there = Environment::new("111122223333", "us-east-1").unwrap();
    assert!(Environment::new("1", "eu-west-1").is_err());
    let mut app = App::new();
    let mut producer = app.stack("producer", &here, "Tells");
    let queue = producer.resource("Queue", sqs::Queue::new());
    let arn = producer.export("QueueArn", &queue.arn());
    let mut consumer = app.stack("consumer", &here, "Listens");
    let taken = consumer.import(&arn);
    consumer.resource("Other", sqs::Queue::new());
    consumer.output("Taken", OutputSpec::new(&taken));
    app.add(consumer);
    app.add(producer);
    let rendered = app.synthesize().unwrap();
    assert_eq!(rendered.iter().map(|stack| stack.name.as_str()).collect::<Vec<_>>(), ["producer", "consumer"]);
    let output = &rendered[0].template.as_json()["Outputs"]["QueueArn"];
    assert_eq!(output["Export"]["Name"], "producer-QueueArn");
    let taken = &rendered[1].template.as_json()["Outputs"]["Taken"]["Value"];
    assert_eq!(*taken, json!({"Fn::ImportValue": "producer-QueueArn"}));

    // An export is of one account and region.
    let mut app = App::new();
    let mut far = app.stack("far", &there, "Elsewhere");
    far.resource("Queue", sqs::Queue::new());
    let text = far.import(&arn);
    far.output("Taken", OutputSpec::new(&text));
    app.add(far);
    assert!(matches!(app.synthesize(), Err(AppRefused::NotExported { .. })));

    // Two that wait for each other are never deployed.
    let mut app = App::new();
    let (mut one, mut two) = (app.stack("one", &here, "One"), app.stack("two", &here, "Two"));
    for stack in [&mut one, &mut two] {
        stack.resource("Queue", sqs::Queue::new());
    }
    let value: Value<String> = "x".into_value();
    let (first, second) = (one.export("A", &value), two.export("B", &value));
    let (from_two, from_one) = (one.import(&second), two.import(&first));
    one.output("C", OutputSpec::new(&from_two));
    two.output("C", OutputSpec::new(&from_one));
    app.add(one);
    app.add(two);
    let refused = app.synthesize().unwrap_err();
    assert_eq!(refused.to_string(), "the stacks one, two wait for each other");
}
