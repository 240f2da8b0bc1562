//! What the customer stack promises, asked of the rendered template.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

use serde_json::{Value, json};
use sprinters_dsl::template::{Inputs, Resolved, Template};
use sprinters_stacks::link::parameter;
use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::{StackKind, organization, policy, render};
use std::collections::BTreeSet;

fn runner() -> Template {
    render(StackKind::Runner).unwrap()
}

/// Statements of the role's policy; a conditional one is looked into.
fn statements(template: &Template) -> Vec<Value> {
    let policy = policy::permissions_json(template).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    statements.iter().map(|statement| statement.pointer("/Fn::If/1").unwrap_or(statement).clone()).collect()
}

#[test]
fn the_parameters_are_the_documented_ones() {
    let template = runner();
    let names: Vec<&str> = template.parameters().map(|parameter| parameter.name).collect();
    assert_eq!(
        names,
        [
            "ExternalId",
            "PreviousExternalId",
            "ControlPlaneRoleArn",
            "DeploymentId",
            "VpcId",
            "VpcOwnerAccountId",
            "SubnetIds",
            "ImageOwnerAccountId",
            "AllowedInstanceTypes",
            "AllowedInstanceSizes",
            "MaxVolumeGiB",
            "MaxVolumeIops",
            "MaxVolumeThroughput",
            "AdditionalSecurityGroupIds",
            "AlwaysOnSecurityGroupIds",
            "RefusePublicAddresses",
            "InstanceProfileRoleArn",
            "KmsKeyArn",
            "CreateSpotServiceLinkedRole",
            "TuneVolumes",
            "PermissionsBoundaryArn",
            "RolePath",
            "RoleNamePrefix",
            "ExtraTag1",
            "ExtraTag2",
            "ExtraTag3",
            "ExtraTag4",
            "AllowedTagKeys",
            "BudgetEmail",
            "MonthlyBudgetUsd",
        ]
    );
    for parameter in template.parameters() {
        assert!(parameter.description.is_some(), "{} must say what it is for", parameter.name);
        assert!(!parameter.no_echo, "{}: a quick-create link ignores NoEcho parameters", parameter.name);
    }
}

#[test]
fn the_outputs_are_the_documented_ones() {
    let template = runner();
    let names: Vec<&str> = template.outputs().map(|output| output.name).collect();
    assert_eq!(
        names,
        [
            "RoleArn",
            "LaunchTemplateId",
            "LaunchTemplateVersion",
            "SecurityGroupId",
            "VpcId",
            "SubnetIds",
            "AccountId",
            "Region",
            "DeploymentId",
            "TemplateDigest",
        ]
    );
}

#[test]
fn the_policy_grants_the_list_and_nothing_else() {
    let granted: BTreeSet<String> =
        statements(&runner()).iter().map(|statement| statement["Action"].as_str().unwrap().to_owned()).collect();
    let listed: BTreeSet<String> = PERMISSIONS.iter().map(|permission| permission.action.to_owned()).collect();
    assert_eq!(granted, listed);
    let contract = [
        "ec2:CreateTags",
        "ec2:DescribeInstances",
        "ec2:DescribeSpotPriceHistory",
        "ec2:ModifyVolume",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "iam:PassRole",
    ];
    assert_eq!(listed.iter().map(String::as_str).collect::<Vec<_>>(), contract, "customers were promised these seven");
}

#[test]
fn each_permission_names_the_statements_that_it_renders() {
    let rendered: Vec<String> =
        statements(&runner()).iter().map(|statement| statement["Sid"].as_str().unwrap().to_owned()).collect();
    let named: Vec<&str> = PERMISSIONS.iter().flat_map(|permission| permission.statements).copied().collect();
    assert_eq!(rendered, named);
}

#[test]
fn every_statement_carries_its_reason() {
    let template = runner();
    let role = template.resource("ControlPlaneRole").unwrap();
    let reasons = role.metadata.unwrap()["Reasons"].as_object().unwrap();
    for statement in statements(&template) {
        let sid = statement["Sid"].as_str().unwrap();
        assert!(reasons.get(sid).is_some_and(|reason| reason.as_str().unwrap().len() > 20), "{sid} has no reason");
    }
    assert!(!template.to_json().contains("$Reason"), "reasons must not stay in a policy: IAM refuses unknown elements");
}

#[test]
fn passing_a_role_is_granted_only_when_one_was_named() {
    let template = runner();
    let policy = policy::permissions_json(&template).unwrap();
    let pass_role = policy["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .find(|statement| statement.to_string().contains("iam:PassRole"))
        .unwrap();
    assert_eq!(pass_role["Fn::If"][0], "ProfileGiven", "without a named role there must be no iam:PassRole at all");
    assert_eq!(pass_role["Fn::If"][2]["Ref"], "AWS::NoValue");
}

#[test]
fn the_launch_template_has_the_safe_values() {
    let template = runner();
    let resource = template.resource("RunnerLaunchTemplate").unwrap();
    let data = resource.property("LaunchTemplateData").unwrap();
    assert_eq!(data["InstanceInitiatedShutdownBehavior"], "terminate");
    assert_eq!(data["MetadataOptions"]["HttpTokens"], "required");
    assert_eq!(data["MetadataOptions"]["HttpPutResponseHopLimit"], 1);
    assert!(data.get("KeyName").is_none(), "nobody logs in to a runner");
    assert!(data.get("NetworkInterfaces").is_none(), "AWS refuses a subnet beside a template's interface");
    assert!(data.get("ImageId").is_none(), "the image is chosen at launch, from the publisher's");
    for mapping in data["BlockDeviceMappings"].as_array().unwrap() {
        assert_eq!(mapping["Ebs"]["Encrypted"], true);
        assert_eq!(mapping["Ebs"]["DeleteOnTermination"], true, "a volume that stays costs money and keeps data");
    }
    for branch in data["TagSpecifications"]["Fn::If"].as_array().unwrap().iter().skip(1) {
        let tagged: BTreeSet<&str> = branch
            .as_array()
            .unwrap()
            .iter()
            .map(|specification| specification["ResourceType"].as_str().unwrap())
            .collect();
        assert_eq!(tagged, BTreeSet::from(["instance", "network-interface", "volume"]));
    }
}

#[test]
fn nothing_is_named_unasked_and_nothing_is_retained() {
    let template = runner();
    for resource in template.resources() {
        for name in ["GroupName", "LaunchTemplateName", "InstanceProfileName"] {
            assert!(
                resource.property(name).is_none(),
                "{}: a name would keep stacks of two deployments from living side by side",
                resource.logical_id
            );
        }
        assert!(
            resource.property("RoleName").is_none_or(|name| name["Fn::If"][0] == "RoleNamePrefixGiven"),
            "{}: without a prefix AWS generates the name",
            resource.logical_id
        );
        assert_eq!(resource.deletion_policy, None, "{}: deleting the stack leaves nothing behind", resource.logical_id);
    }
}

/// The stack as an account has it that gives these parameters beside the required ones.
fn installed(more: &[(&str, &str)]) -> Resolved {
    let required = [
        ("ExternalId", "0123456789abcdefghijkl"),
        ("ControlPlaneRoleArn", "arn:aws:iam::444455556666:role/control-plane"),
        ("DeploymentId", "acme-prod"),
        ("VpcId", "vpc-0123456789abcdef0"),
        ("ImageOwnerAccountId", "555566667777"),
    ];
    let given = required.iter().chain(more);
    let inputs = given.fold(Inputs::default(), |inputs, (name, value)| inputs.with_parameter(*name, *value));
    runner().resolve(&inputs).unwrap()
}

#[test]
fn the_publisher_of_the_images_has_to_be_named() {
    assert_eq!(runner().parameter("ImageOwnerAccountId").unwrap().default, None, "no account of AWS's documentation");
}

#[test]
fn a_role_has_the_boundary_path_and_name_that_its_account_wants() {
    let role = installed(&[
        ("PermissionsBoundaryArn", "arn:aws:iam::111122223333:policy/boundary"),
        ("RolePath", "/ci/"),
        ("RoleNamePrefix", "acme-"),
    ]);
    let role = &role.resource("ControlPlaneRole").unwrap().properties;
    assert_eq!(role["PermissionsBoundary"], "arn:aws:iam::111122223333:policy/boundary");
    assert_eq!(role["Path"], "/ci/");
    let name = role["RoleName"].as_str().unwrap();
    assert!(name.starts_with("acme-sprinters-") && name.len() == "acme-sprinters-".len() + 12, "{name}");
    let usual = installed(&[]);
    let usual = &usual.resource("ControlPlaneRole").unwrap().properties;
    assert_eq!((usual.get("PermissionsBoundary"), usual.get("RoleName"), &usual["Path"]), (None, None, &json!("/")));
}

#[test]
fn the_longest_prefix_still_makes_a_name() {
    let prefix = "p".repeat(40);
    let role = installed(&[("RoleNamePrefix", &prefix)]);
    assert!(role.resource("ControlPlaneRole").unwrap().properties["RoleName"].as_str().unwrap().len() <= 64);
}

#[test]
fn extra_tags_are_on_everything_launched_and_their_keys_are_allowed() {
    let stack = installed(&[
        ("ExtraTag1", "CostCenter=42"),
        ("ExtraTag2", "Team=a b"),
        ("ExtraTag4", "Empty="),
        ("AllowedTagKeys", "Name,sprinters:*,CostCenter,Team,Empty"),
    ]);
    let data = &stack.resource("RunnerLaunchTemplate").unwrap().properties["LaunchTemplateData"];
    let specifications = data["TagSpecifications"].as_array().unwrap();
    assert_eq!(specifications.len(), 3);
    for specification in specifications {
        assert_eq!(
            specification["Tags"],
            json!([
                {"Key": "sprinters:deployment", "Value": "acme-prod"},
                {"Key": "CostCenter", "Value": "42"},
                {"Key": "Team", "Value": "a b"},
                {"Key": "Empty", "Value": ""},
            ])
        );
    }
    let policy = &stack.resource("ControlPlaneRole").unwrap().properties["Policies"][0]["PolicyDocument"];
    let looked_at: Vec<&Value> = policy["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|statement| statement.pointer("/Condition/ForAllValues:StringLike/aws:TagKeys"))
        .collect();
    assert_eq!(looked_at.len(), 5);
    for keys in looked_at {
        assert_eq!(*keys, json!(["Name", "sprinters:*", "CostCenter", "Team", "Empty"]));
    }
}

#[test]
fn every_runner_has_the_groups_that_are_always_on() {
    let groups = |stack: &Resolved| {
        stack.resource("RunnerLaunchTemplate").unwrap().properties["LaunchTemplateData"]["SecurityGroupIds"].clone()
    };
    let usual = groups(&installed(&[]));
    let own = usual[0].as_str().unwrap().to_owned();
    assert_eq!(usual, json!([own]));
    let more = installed(&[("AlwaysOnSecurityGroupIds", "sg-0eeeeeeeeeeeeeee1,sg-0eeeeeeeeeeeeeee2")]);
    assert_eq!(groups(&more), json!([own, "sg-0eeeeeeeeeeeeeee1", "sg-0eeeeeeeeeeeeeee2"]));
}

#[test]
fn a_budget_is_made_for_whoever_wants_to_be_told() {
    assert!(installed(&[]).resource("RunnerBudget").is_none());
    let stack = installed(&[("BudgetEmail", "platform@acme.example"), ("MonthlyBudgetUsd", "250")]);
    let budget = &stack.resource("RunnerBudget").unwrap().properties;
    assert_eq!(budget["Budget"]["BudgetLimit"]["Amount"].to_string().trim_matches('"'), "250");
    assert_eq!(budget["Budget"]["CostFilters"]["TagKeyValue"], json!(["user:sprinters:deployment$acme-prod"]));
    let told = budget["NotificationsWithSubscribers"].as_array().unwrap();
    assert!(told.iter().all(|one| one["Subscribers"][0]["Address"] == "platform@acme.example"));
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_installed() {
    let refused =
        |name: &str, value: &str| parameter::check(&runner(), &[(name.to_owned(), value.to_owned())]).is_err();
    for (name, value) in [
        ("ExtraTag1", "CostCenter"),
        ("ExtraTag1", "=1"),
        ("ExtraTag1", "a=1,"),
        ("ExtraTag1", "a=1,b=2"),
        ("AlwaysOnSecurityGroupIds", "default"),
        ("RolePath", "ci"),
        ("RolePath", "/ci"),
        ("RoleNamePrefix", "a/b"),
        ("PermissionsBoundaryArn", "boundary"),
        ("VpcOwnerAccountId", "12"),
        ("AllowedInstanceSizes", "large"),
        ("MaxVolumeIops", "2999"),
        ("MaxVolumeThroughput", "2001"),
        ("BudgetEmail", "nobody"),
        ("MonthlyBudgetUsd", "0"),
    ] {
        assert!(refused(name, value), "{name}={value}");
    }
    for (name, value) in [
        ("ExtraTag1", "sprinters:a/c=1.5 x@y_-"),
        ("RolePath", "/ci/runners/"),
        ("PermissionsBoundaryArn", "arn:aws:iam::aws:policy/PowerUserAccess"),
        ("AllowedInstanceSizes", "*.large,*.?xlarge,*.metal-*"),
    ] {
        assert!(!refused(name, value), "{name}={value}");
    }
}

#[test]
fn the_external_id_rotates_without_downtime() {
    let template = runner();
    let trust = policy::trust_json(&template).unwrap();
    let accepted = &trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"]["Fn::If"];
    assert_eq!(accepted[1], serde_json::json!([{"Ref": "ExternalId"}, {"Ref": "PreviousExternalId"}]));
    assert_eq!(accepted[2], serde_json::json!([{"Ref": "ExternalId"}]));
}

#[test]
fn the_organisation_installs_the_same_policy() {
    let template = render(StackKind::Organization).unwrap();
    let set = template.resource("RunnerStacks").unwrap();
    assert_eq!(set.property("PermissionModel").unwrap(), "SERVICE_MANAGED");
    let body = Template::parse(set.property("TemplateBody").unwrap().as_str().unwrap()).unwrap();
    assert_eq!(body, organization::member_template().unwrap());
    assert_eq!(policy::permissions_json(&body), policy::permissions_json(&runner()));
    assert_eq!(policy::trust_json(&body), policy::trust_json(&runner()));
    assert!(
        template.to_json().len() <= 51_200,
        "within CloudFormation's limit for a body that is handed over directly"
    );
}

#[test]
fn the_organisation_passes_every_parameter_on() {
    let template = render(StackKind::Organization).unwrap();
    let set = template.resource("RunnerStacks").unwrap();
    let passed: Vec<&str> = set
        .property("Parameters")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| parameter["ParameterKey"].as_str().unwrap())
        .collect();
    let member = organization::member_template().unwrap();
    assert_eq!(passed, member.parameters().map(|parameter| parameter.name).collect::<Vec<_>>());
    let own: BTreeSet<&str> = template.parameters().map(|parameter| parameter.name).collect();
    assert!(passed.iter().all(|name| own.contains(name)));
}

#[test]
fn the_digest_is_of_everything_else() {
    let digest =
        |template: &Template| template.as_json()["Outputs"]["TemplateDigest"]["Value"].as_str().unwrap().to_owned();
    assert_eq!(digest(&runner()), digest(&runner()));
    assert_eq!(digest(&runner()).len(), 64);
    assert_ne!(
        digest(&runner()),
        digest(&organization::member_template().unwrap()),
        "the member's VPC parameter differs"
    );
}
