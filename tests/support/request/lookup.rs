//! Reading: instances and spot prices of the region, and nothing else.

use super::{Call, Caller, Check, context};
use crate::installation::{OTHER_REGION, REGION};

pub(super) fn calls() -> Vec<Call> {
    let nowhere = |mut call: Call| {
        call.title = call.title.replace(REGION, "no region");
        call.checks.iter_mut().for_each(|check| check.context.clear());
        call
    };
    vec![
        nowhere(read(
            "ec2:DescribeInstances",
            "FollowInstances",
            REGION,
            false,
            "A missing key must not count as this region",
        )),
        nowhere(read(
            "ec2:DescribeSpotPriceHistory",
            "CompareSpotPrices",
            REGION,
            false,
            "A missing key must not count as this region",
        )),
        read(
            "ec2:DescribeInstances",
            "FollowInstances",
            REGION,
            true,
            "The control plane follows its runners until they are gone",
        ),
        read(
            "ec2:DescribeSpotPriceHistory",
            "CompareSpotPrices",
            REGION,
            true,
            "The cheapest zone is chosen by recent prices",
        ),
        read("ec2:DescribeInstances", "FollowInstances", OTHER_REGION, false, "A connection is one region"),
        read("ec2:DescribeSpotPriceHistory", "CompareSpotPrices", OTHER_REGION, false, "A connection is one region"),
        read(
            "ec2:DescribeSubnets",
            "FollowInstances",
            REGION,
            false,
            "Subnets come from the stack's parameters and from launches",
        ),
        read(
            "ec2:DescribeSecurityGroups",
            "FollowInstances",
            REGION,
            false,
            "The network is nobody's business but the customer's",
        ),
        read("ec2:DescribeVolumes", "FollowInstances", REGION, false, "Instances say which volumes they have"),
        read("ec2:DescribeImages", "FollowInstances", REGION, false, "Images are the publisher's and known"),
        read("ec2:DescribeSnapshots", "FollowInstances", REGION, false, "Snapshots hold data"),
        read(
            "ec2:DescribeReservedInstances",
            "CompareSpotPrices",
            REGION,
            false,
            "What the customer has bought is not asked",
        ),
        read(
            "ec2:DescribeSpotInstanceRequests",
            "CompareSpotPrices",
            REGION,
            false,
            "Launches make their own requests",
        ),
        read("s3:ListAllMyBuckets", "FollowInstances", REGION, false, "Nothing but EC2"),
        read("iam:ListRoles", "FollowInstances", REGION, false, "Nothing but EC2"),
        read("secretsmanager:ListSecrets", "FollowInstances", REGION, false, "Nothing but EC2"),
    ]
}

fn read(action: &str, statement: &'static str, region: &str, allowed: bool, reason: &'static str) -> Call {
    let (_, name) = action.split_once(':').expect("an action has a service");
    Call {
        title: format!("{name} in {region}"),
        reason,
        caller: Caller::Session,
        checks: vec![Check {
            part: "everything",
            statement,
            action: action.to_owned(),
            resource: "*".to_owned(),
            context: context([("aws:RequestedRegion", region)]),
            allowed,
        }],
    }
}
