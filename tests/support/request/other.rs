//! What the role may do to what it launched, and the nearest that it may not.

use super::{Call, Caller, Check, KeyValue, context, one};
use crate::installation::{ACCOUNT, DEPLOYMENT, Installation, OTHER_ACCOUNT, OTHER_REGION, REGION};

const TAG: &str = "aws:ResourceTag/sprinters:deployment";

/// A request about something that exists.
struct About<'a> {
    title: &'a str,
    reason: &'static str,
    action: &'a str,
    statement: &'static str,
    resource: String,
    keys: Vec<(&'a str, &'a str)>,
    allowed: bool,
}

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    [tuning(installation), ending(), tagging(), passing(installation), templates(installation)].concat()
}

fn call(about: About<'_>) -> Call {
    let region = about.resource.split(':').nth(3).filter(|region| !region.is_empty()).unwrap_or(REGION).to_owned();
    let mut keys = context([("aws:RequestedRegion", region.as_str())]);
    keys.extend(about.keys.iter().map(|(key, value)| ((*key).to_owned(), one(*value))));
    let names: Vec<String> =
        about.keys.iter().filter_map(|(key, _)| key.strip_prefix("aws:RequestTag/").map(str::to_owned)).collect();
    if !names.is_empty() {
        keys.insert("aws:TagKeys".to_owned(), KeyValue::Many(names));
    }
    Call {
        title: about.title.to_owned(),
        reason: about.reason,
        caller: Caller::Session,
        checks: vec![Check {
            part: "resource",
            statement: about.statement,
            action: about.action.to_owned(),
            resource: about.resource,
            context: keys,
            allowed: about.allowed,
        }],
    }
}

fn arn(partition: &str, region: &str, account: &str, id: &str) -> String {
    format!("arn:{partition}:ec2:{region}:{account}:{id}")
}

fn volume() -> String {
    arn("aws", REGION, ACCOUNT, "volume/vol-00000000000000001")
}

fn instance() -> String {
    arn("aws", REGION, ACCOUNT, "instance/i-00000000000000001")
}

/// A volume of ours as AWS describes it to the policy.
fn own_volume() -> Vec<(&'static str, &'static str)> {
    vec![
        (TAG, DEPLOYMENT),
        ("ec2:Encrypted", "true"),
        ("ec2:VolumeIops", "6000"),
        ("ec2:VolumeSize", "8"),
        ("ec2:VolumeThroughput", "500"),
        ("ec2:VolumeType", "gp3"),
    ]
}

/// The same with a key left out or with another value.
fn own_volume_but(key: &str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    let keys = own_volume().into_iter();
    keys.filter_map(|(known, usual)| Some((known, if known == key { value? } else { usual }))).collect()
}

fn tuning(installation: &Installation) -> Vec<Call> {
    const IOPS: (&str, &str) = ("ec2:Attribute/Iops", "3000");
    const THROUGHPUT: (&str, &str) = ("ec2:Attribute/Throughput", "125");
    let one = |title, reason, action, resource, keys, allowed| {
        call(About { title, reason, action, statement: "TuneOwnVolumes", resource, keys, allowed })
    };
    let modify = "ec2:ModifyVolume";
    let id = "volume/vol-00000000000000001";
    let granted = installation.tunes_volumes();
    let slower = |mut keys: Vec<(&'static str, &'static str)>| {
        keys.extend([IOPS, THROUGHPUT]);
        keys
    };
    let ours = || slower(own_volume());
    let setting = |more: &[(&'static str, &'static str)]| [own_volume().as_slice(), more].concat();
    let (largest, too_large) = if installation.has_own_limits() { ("40", "41") } else { ("256", "257") };
    let slow_down = if granted { "Boot is over, its speed need not be paid for" } else { "The installer left it out" };
    let mut calls = vec![
        one("slow down a runner's volume", slow_down, modify, volume(), ours(), granted),
        one(
            "slow down the largest volume",
            slow_down,
            modify,
            volume(),
            slower(own_volume_but("ec2:VolumeSize", Some(largest))),
            granted,
        ),
        one(
            "slow down a runner's volume where AWS does not say what is set",
            slow_down,
            modify,
            volume(),
            own_volume(),
            granted,
        ),
    ];
    for (title, more) in [
        ("make a runner's volume 64 TiB large", vec![IOPS, THROUGHPUT, ("ec2:Attribute/Size", "65536")]),
        ("make a runner's volume 1 GiB larger", vec![IOPS, THROUGHPUT, ("ec2:Attribute/Size", "9")]),
        ("turn a runner's volume into io2", vec![IOPS, THROUGHPUT, ("ec2:Attribute/VolumeType", "io2")]),
        (
            "turn a runner's volume into 64 TiB of io2",
            vec![
                ("ec2:Attribute/Iops", "256000"),
                ("ec2:Attribute/Size", "65536"),
                ("ec2:Attribute/VolumeType", "io2"),
            ],
        ),
        ("turn a runner's volume into gp3 again", vec![IOPS, THROUGHPUT, ("ec2:Attribute/VolumeType", "gp3")]),
        ("give a runner's volume more IOPS", vec![("ec2:Attribute/Iops", "16000"), THROUGHPUT]),
        ("give a runner's volume more throughput", vec![IOPS, ("ec2:Attribute/Throughput", "1000")]),
    ] {
        let reason = "Only the speed that costs nothing extra can be set";
        calls.push(one(title, reason, modify, volume(), setting(&more), false));
    }
    for (title, key, value) in [
        ("modify an io2 volume", "ec2:VolumeType", Some("io2")),
        ("modify a volume that is 1 GiB too large", "ec2:VolumeSize", Some(too_large)),
        ("modify a volume of an unknown type", "ec2:VolumeType", None),
        ("modify a volume of an unknown size", "ec2:VolumeSize", None),
    ] {
        let reason = "Only a volume that a launch could have made; a missing key must not count as one";
        calls.push(one(title, reason, modify, volume(), slower(own_volume_but(key, value)), false));
    }
    calls.extend([
        one("modify a volume without tags", "Not ours", modify, volume(), slower(own_volume_but(TAG, None)), false),
        one(
            "modify a volume of another deployment",
            "Each deployment has its own role",
            modify,
            volume(),
            slower(own_volume_but(TAG, Some("acme-staging"))),
            false,
        ),
        one(
            "modify a volume that has another tag of ours",
            "Only the deployment's tag counts",
            modify,
            volume(),
            slower([own_volume_but(TAG, None), vec![("aws:ResourceTag/sprinters:runner", DEPLOYMENT)]].concat()),
            false,
        ),
        one(
            "modify a volume of another region",
            "A connection is one region",
            modify,
            arn("aws", OTHER_REGION, ACCOUNT, id),
            ours(),
            false,
        ),
        one(
            "modify a volume of another account",
            "A connection is one account",
            modify,
            arn("aws", REGION, OTHER_ACCOUNT, id),
            ours(),
            false,
        ),
        one(
            "modify a volume of another partition",
            "A connection is one partition",
            modify,
            arn("aws-cn", REGION, ACCOUNT, id),
            ours(),
            false,
        ),
        one("delete a runner's volume", "It goes with its instance", "ec2:DeleteVolume", volume(), own_volume(), false),
        one("detach a runner's volume", "Data could be taken away", "ec2:DetachVolume", volume(), own_volume(), false),
    ]);
    calls.push(one(
        "snapshot a runner's volume",
        "Data could be taken away",
        "ec2:CreateSnapshot",
        volume(),
        own_volume(),
        false,
    ));
    calls
}

fn ending() -> Vec<Call> {
    let one = |title, reason, action, resource, keys, allowed| {
        call(About { title, reason, action, statement: "TerminateOwnInstances", resource, keys, allowed })
    };
    let terminate = "ec2:TerminateInstances";
    let id = "instance/i-00000000000000001";
    let ours = || vec![(TAG, DEPLOYMENT)];
    vec![
        one(
            "terminate a runner",
            "Its job was cancelled, or it outlived its deadline",
            terminate,
            instance(),
            ours(),
            true,
        ),
        one("terminate an instance without tags", "Not ours", terminate, instance(), vec![], false),
        one(
            "terminate an instance of another deployment",
            "Each deployment has its own role",
            terminate,
            instance(),
            vec![(TAG, "acme-staging")],
            false,
        ),
        one(
            "terminate an instance that has another tag of ours",
            "Only the deployment's tag counts",
            terminate,
            instance(),
            vec![("aws:ResourceTag/sprinters:runner", DEPLOYMENT)],
            false,
        ),
        one(
            "terminate an instance of another region",
            "A connection is one region",
            terminate,
            arn("aws", OTHER_REGION, ACCOUNT, id),
            ours(),
            false,
        ),
        one(
            "terminate an instance of another account",
            "A connection is one account",
            terminate,
            arn("aws", REGION, OTHER_ACCOUNT, id),
            ours(),
            false,
        ),
        one(
            "terminate an instance of another partition",
            "A connection is one partition",
            terminate,
            arn("aws-cn", REGION, ACCOUNT, id),
            ours(),
            false,
        ),
        one("stop a runner", "Runners end, they don't pause", "ec2:StopInstances", instance(), ours(), false),
        one("start a runner again", "Each is used once", "ec2:StartInstances", instance(), ours(), false),
        one("reboot a runner", "Each boots once", "ec2:RebootInstances", instance(), ours(), false),
        one(
            "read a runner's console",
            "It may show what a job printed",
            "ec2:GetConsoleOutput",
            instance(),
            ours(),
            false,
        ),
        one(
            "change a runner's user data",
            "What starts is decided at launch",
            "ec2:ModifyInstanceAttribute",
            instance(),
            ours(),
            false,
        ),
        one(
            "let a runner's metadata answer to IMDSv1",
            "IMDSv2 only",
            "ec2:ModifyInstanceMetadataOptions",
            instance(),
            ours(),
            false,
        ),
        one("make an image of a runner", "Data could be taken away", "ec2:CreateImage", instance(), ours(), false),
    ]
}

fn tagging() -> Vec<Call> {
    const REQUEST: &str = "aws:RequestTag/sprinters:deployment";
    const BY: &str = "ec2:CreateAction";
    let one = |title, reason, action, resource, keys, allowed| {
        call(About { title, reason, action, statement: "TagOnlyWhileLaunching", resource, keys, allowed })
    };
    let tag = "ec2:CreateTags";
    let there = |partition, region, account| arn(partition, region, account, "instance/i-00000000000000001");
    let launching = || vec![(BY, "RunInstances"), (REQUEST, DEPLOYMENT)];
    let spot = || arn("aws", REGION, ACCOUNT, "spot-instances-request/sir-00000001");
    let interface = || arn("aws", REGION, ACCOUNT, "network-interface/eni-00000000000000001");
    let group = || arn("aws", REGION, ACCOUNT, "security-group/sg-0ddddddddddddddd1");
    let mut calls = vec![
        one(
            "put our tag on an existing instance",
            "It would become ours, and could be terminated",
            tag,
            instance(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on an existing volume",
            "It would become ours, and could be modified",
            tag,
            volume(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on an existing network interface",
            "Tags are given at launch only",
            tag,
            interface(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on an existing spot request",
            "Tags are given at launch only",
            tag,
            spot(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on an image",
            "Tags are for what a launch makes",
            tag,
            format!("arn:aws:ec2:{REGION}::image/ami-0c0c0c0c0c0c0c0c1"),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on a security group",
            "Tags are for what a launch makes",
            tag,
            group(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "put our tag on a security group, as if a launch had made it",
            "Launches make no groups",
            tag,
            group(),
            launching(),
            false,
        ),
        one(
            "tag with another creating action",
            "Only RunInstances creates what is ours",
            tag,
            volume(),
            vec![(BY, "CreateVolume"), (REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "tag an instance through a fleet",
            "Only RunInstances creates what is ours",
            tag,
            instance(),
            vec![(BY, "CreateFleet"), (REQUEST, DEPLOYMENT)],
            false,
        ),
        one(
            "remove a runner's tag",
            "It would be ours no longer, and never end",
            "ec2:DeleteTags",
            instance(),
            vec![(REQUEST, DEPLOYMENT)],
            false,
        ),
    ];
    for (title, resource) in [
        ("tag while launching in another region", there("aws", OTHER_REGION, ACCOUNT)),
        ("tag while launching in another account", there("aws", REGION, OTHER_ACCOUNT)),
        ("tag while launching in another partition", there("aws-cn", REGION, ACCOUNT)),
    ] {
        calls.push(one(title, "A connection is one account and region", tag, resource, launching(), false));
    }
    for (what, id) in [
        ("a volume", "volume/vol-00000000000000001"),
        ("a network interface", "network-interface/eni-00000000000000001"),
        ("a spot request", "spot-instances-request/sir-00000001"),
    ] {
        for (place, partition, region, account) in [
            ("region", "aws", OTHER_REGION, ACCOUNT),
            ("account", "aws", REGION, OTHER_ACCOUNT),
            ("partition", "aws-cn", REGION, ACCOUNT),
        ] {
            calls.push(call(About {
                title: &format!("tag {what} while launching in another {place}"),
                reason: "A connection is one account and region",
                action: tag,
                statement: "TagOnlyWhileLaunching",
                resource: arn(partition, region, account, id),
                keys: launching(),
                allowed: false,
            }));
        }
    }
    calls
}

fn passing(installation: &Installation) -> Vec<Call> {
    let one = |title, reason, action, resource: &str, keys, allowed| {
        let resource = resource.to_owned();
        call(About { title, reason, action, statement: "PassTheNamedRole", resource, keys, allowed })
    };
    const TO: &str = "iam:PassedToService";
    let pass = "iam:PassRole";
    let to_ec2 = || vec![(TO, "ec2.amazonaws.com")];
    let named = crate::installation::JOB_ROLE;
    let given = installation.names_role();
    let mut calls = vec![
        one(
            "pass the role of the control plane to EC2",
            "A job must not become the control plane",
            pass,
            &installation.role_arn(),
            to_ec2(),
            false,
        ),
        one(
            "pass an administrator's role to EC2",
            "Only the named role, if any",
            pass,
            "arn:aws:iam::222233334444:role/admin",
            to_ec2(),
            false,
        ),
        one(
            "pass a role whose name begins like the named one",
            "Only the named role, if any",
            pass,
            "arn:aws:iam::222233334444:role/acme-ci-admin",
            to_ec2(),
            false,
        ),
        one(
            "pass the same name in another account",
            "Only the named role, if any",
            pass,
            "arn:aws:iam::444455556666:role/acme-ci",
            to_ec2(),
            false,
        ),
        one(
            "pass the same name in another partition",
            "Only the named role, if any",
            pass,
            "arn:aws-cn:iam::222233334444:role/acme-ci",
            to_ec2(),
            false,
        ),
        one("pass the role for jobs to Lambda", "Only to EC2", pass, named, vec![(TO, "lambda.amazonaws.com")], false),
        one("pass the role for jobs to nobody in particular", "Only to EC2", pass, named, vec![], false),
        one("change the role for jobs", "The role is the customer's", "iam:AttachRolePolicy", named, vec![], false),
        one(
            "open the role for jobs to others",
            "The role is the customer's",
            "iam:UpdateAssumeRolePolicy",
            named,
            vec![],
            false,
        ),
    ];
    if given {
        calls.push(one("pass the role for jobs to EC2", "The customer named it", pass, named, to_ec2(), true));
    } else {
        calls.push(one(
            "pass the role for jobs, which nobody named",
            "Without the parameter nothing is granted",
            pass,
            named,
            to_ec2(),
            false,
        ));
    }
    calls
}

fn templates(installation: &Installation) -> Vec<Call> {
    let one = |title, reason, action, statement, resource, keys| {
        call(About { title, reason, action, statement, resource, keys, allowed: false })
    };
    let own = || installation.launch_template_arn();
    let group = || arn("aws", REGION, ACCOUNT, &format!("security-group/{}", installation.security_group_id()));
    let keys = || vec![(TAG, DEPLOYMENT)];
    let template = "LaunchFromThisTemplate";
    let network = "LaunchWithIngresslessSecurityGroup";
    vec![
        one(
            "change the launch template",
            "It changes with the stack only",
            "ec2:CreateLaunchTemplateVersion",
            template,
            own(),
            keys(),
        ),
        one(
            "delete the launch template",
            "It goes with the stack only",
            "ec2:DeleteLaunchTemplate",
            template,
            own(),
            keys(),
        ),
        one(
            "open a port in the security group",
            "It has no ingress, and keeps none",
            "ec2:AuthorizeSecurityGroupIngress",
            network,
            group(),
            keys(),
        ),
        one(
            "widen the security group's egress",
            "It changes with the stack only",
            "ec2:AuthorizeSecurityGroupEgress",
            network,
            group(),
            keys(),
        ),
        one(
            "launch on the spot market by the older call",
            "RunInstances is the only way to launch",
            "ec2:RequestSpotInstances",
            "LaunchSpotRequest",
            arn("aws", REGION, ACCOUNT, "spot-instances-request/sir-00000001"),
            vec![("aws:RequestTag/sprinters:deployment", DEPLOYMENT)],
        ),
        one(
            "cancel a spot request",
            "Requests end with their instance",
            "ec2:CancelSpotInstanceRequests",
            "LaunchSpotRequest",
            arn("aws", REGION, ACCOUNT, "spot-instances-request/sir-00000001"),
            keys(),
        ),
        one(
            "change the role's own policy",
            "The role can't widen itself",
            "iam:PutRolePolicy",
            template,
            installation.role_arn(),
            vec![],
        ),
        one(
            "change the role's trust",
            "The role can't open itself",
            "iam:UpdateAssumeRolePolicy",
            template,
            installation.role_arn(),
            vec![],
        ),
    ]
}
