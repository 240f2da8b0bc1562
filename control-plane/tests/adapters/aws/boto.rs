//! What the fake answers, read by another library than the one that it was written with: boto3. With the owner's keys,
//! from the template to the terminated instance and back.

use super::cloud::{self, ACCOUNT, CONTROL_PLANE, DEPLOYMENT, EXTERNAL_ID, IMAGE, PUBLISHER, REGION};
use serde_json::{Value, json};
use sprinters_stacks::StackKind;
use std::io::Write;
use std::process::{Command, Stdio};

const SCRIPT: &str = r#"
import json, sys
import boto3
from botocore.exceptions import ClientError

order = json.load(sys.stdin)
clients = {name: boto3.client(name) for name in ("cloudformation", "ec2", "kms", "sts")}
cloudformation, ec2, kms, sts = (clients[name] for name in ("cloudformation", "ec2", "kms", "sts"))

def outputs():
    stack = cloudformation.describe_stacks(StackName="sprinters")["Stacks"][0]
    return stack["StackStatus"], {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

def parameters(**given):
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in (order["parameters"] | given).items()]

def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "nothing"

told = {"caller": sts.get_caller_identity()["Arn"]}
told["without capabilities"] = refused(
    cloudformation.create_stack, StackName="sprinters", TemplateBody=order["template"], Parameters=parameters())
told["in no vpc"] = refused(
    cloudformation.create_stack, StackName="sprinters", TemplateBody=order["template"],
    Parameters=parameters(VpcId="vpc-0a1b2c3d4e5f60718"), Capabilities=["CAPABILITY_NAMED_IAM"])
cloudformation.create_stack(
    StackName="sprinters", TemplateBody=order["template"], Parameters=parameters(), Capabilities=["CAPABILITY_NAMED_IAM"])
told["created"], first = outputs()
cloudformation.update_stack(
    StackName="sprinters", UsePreviousTemplate=True, Parameters=parameters(KmsKeyArn=order["key"]),
    Capabilities=["CAPABILITY_NAMED_IAM"])
told["updated"], second = outputs()
told["versions"] = [first["LaunchTemplateVersion"], second["LaunchTemplateVersion"]]
told["role stays"] = first["RoleArn"] == second["RoleArn"]

launch = dict(
    LaunchTemplate={"LaunchTemplateId": second["LaunchTemplateId"], "Version": "2"}, ImageId=order["image"],
    InstanceType="t3.large", MinCount=1, MaxCount=1, ClientToken="once", InstanceInitiatedShutdownBehavior="terminate")
told["dry run"] = refused(ec2.run_instances, DryRun=True, **launch)
instance = ec2.run_instances(**launch)["Instances"][0]
told["once"] = ec2.run_instances(**launch)["Instances"][0]["InstanceId"] == instance["InstanceId"]
told["launched"] = [instance["State"]["Name"], instance["InstanceType"], instance["Architecture"]]
pages = list(ec2.get_paginator("describe_instances").paginate(
    Filters=[{"Name": "tag:sprinters:deployment", "Values": [order["parameters"]["DeploymentId"]]}]))
[seen] = [instance for page in pages for reservation in page["Reservations"] for instance in reservation["Instances"]]
told["volumes"] = [mapping["DeviceName"] for mapping in seen["BlockDeviceMappings"]]
volume = ec2.modify_volume(VolumeId=seen["BlockDeviceMappings"][0]["Ebs"]["VolumeId"], Iops=4000, Throughput=200)
told["modified"] = [volume["VolumeModification"][name] for name in ("OriginalIops", "TargetIops", "TargetThroughput")]
prices = ec2.describe_spot_price_history(InstanceTypes=["t3.large"], ProductDescriptions=["Linux/UNIX"])["SpotPriceHistory"]
told["zones with a price"] = sorted(price["AvailabilityZone"] for price in prices)
ended = ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])["TerminatingInstances"][0]
told["ended"] = [ended["PreviousState"]["Name"], ended["CurrentState"]["Name"]]
told["no such instance"] = refused(ec2.terminate_instances, InstanceIds=["i-0123456789abcdef0"])

wrapped = kms.encrypt(KeyId=order["key"], Plaintext=b"secret", EncryptionContext={"a": "b"})["CiphertextBlob"]
told["unwrapped"] = kms.decrypt(CiphertextBlob=wrapped, EncryptionContext={"a": "b"})["Plaintext"].decode()
told["in another place"] = refused(kms.decrypt, CiphertextBlob=wrapped, EncryptionContext={"a": "c"})
key = kms.generate_data_key(KeyId=order["key"], KeySpec="AES_256")
told["data key"] = kms.decrypt(CiphertextBlob=key["CiphertextBlob"])["Plaintext"] == key["Plaintext"]

cloudformation.delete_stack(StackName="sprinters")
told["deleted"] = refused(cloudformation.describe_stacks, StackName="sprinters")
told["template gone"] = refused(ec2.run_instances, **(launch | {"ClientToken": "twice"}))
told["not built"] = refused(ec2.describe_vpcs)
print(json.dumps(told))
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_library_reads_the_same() {
    let (theirs, _, _) = cloud::empty().await;
    let vpc = theirs.default_vpc(ACCOUNT, REGION);
    let order = json!({
        "template": sprinters_stacks::render(StackKind::Runner).unwrap().to_yaml(),
        "parameters": {"ExternalId": EXTERNAL_ID, "ControlPlaneRoleArn": CONTROL_PLANE, "DeploymentId": DEPLOYMENT, "VpcId": vpc, "ImageOwnerAccountId": PUBLISHER},
        "image": IMAGE,
        "key": theirs.create_kms_key(ACCOUNT, REGION),
    });
    let owner = theirs.root_of(ACCOUNT);
    let endpoint = theirs.endpoint();
    let told = tokio::task::spawn_blocking(move || {
        let mut python = Command::new(sprinters::install::emulators().join("python"))
            .args(["-c", SCRIPT])
            .env("AWS_ENDPOINT_URL", endpoint)
            .env("AWS_REGION", REGION)
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", &owner.access_key_id)
            .env("AWS_SECRET_ACCESS_KEY", &owner.secret_access_key)
            .env_remove("AWS_SESSION_TOKEN")
            .env("AWS_MAX_ATTEMPTS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        python.stdin.take().unwrap().write_all(order.to_string().as_bytes()).unwrap();
        let output = python.wait_with_output().unwrap();
        assert!(output.status.success(), "boto3 did not get through: see its message above");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    })
    .await
    .unwrap();
    assert_eq!(
        told,
        json!({
            "caller": "arn:aws:iam::222233334444:root",
            "without capabilities": "InsufficientCapabilitiesException",
            "in no vpc": "ValidationError",
            "created": "CREATE_COMPLETE",
            "updated": "UPDATE_COMPLETE",
            "versions": ["1", "2"],
            "role stays": true,
            "dry run": "DryRunOperation",
            "once": true,
            "launched": ["pending", "t3.large", "x86_64"],
            "volumes": ["/dev/sda1", "/dev/sdf"],
            "modified": [3_000, 4_000, 200],
            "zones with a price": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "ended": ["pending", "shutting-down"],
            "no such instance": "InvalidInstanceID.NotFound",
            "unwrapped": "secret",
            "in another place": "InvalidCiphertextException",
            "data key": true,
            "deleted": "ValidationError",
            "template gone": "InvalidLaunchTemplateId.NotFound",
            "not built": "InvalidAction",
        })
    );
}
