//! Every artefact that a customer reviews or installs, as a snapshot under `golden/`: a change to it shows in a pull
//! request.
//!
//! Beside each snapshot stands a test that says in a sentence what must be true of it, whatever it looks like.
#![expect(clippy::expect_used, reason = "what the tests share: a wrong assumption ends the test")]

use serde_json::Value;
use sprinters::installation::{self, Choice, EXTERNAL_ID, Installation, JOB_ROLE, PREVIOUS_EXTERNAL_ID, inputs};
use sprinters_dsl::template::Template;
use sprinters_stacks::link::{LinkRequest, quick_create};
use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::policy::{permissions_json, trust_json};
use sprinters_stacks::{StackKind, organization, render};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Compares with `golden/NAME.snap`.
fn golden(name: &str, artefact: &str) {
    insta::with_settings!({ snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, artefact);
    });
}

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).expect("JSON can be printed")
}

fn runner() -> Template {
    installation::template()
}

fn organization() -> Template {
    render(StackKind::Organization).expect("the organisation's stack renders")
}

#[test]
fn runner_template() {
    golden("runner.yaml", &runner().to_yaml());
    golden("runner.json", &runner().to_json());
}

#[test]
fn both_forms_of_the_template_are_the_same_template() {
    let template = runner();
    for text in [template.to_yaml(), template.to_json()] {
        let read = Template::parse(&text).expect("what was printed can be read");
        assert_eq!(read, template, "a printed template is another template when it is read");
    }
    assert_eq!(runner().to_yaml(), template.to_yaml(), "rendering twice gives two templates");
}

#[test]
fn the_template_has_the_parameters_and_outputs_that_others_rely_on() {
    let template = runner();
    let parameters: Vec<&str> = template.parameters().map(|parameter| parameter.name).collect();
    let expected = [
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
    ];
    assert_eq!(parameters, expected, "the parameters changed: links, docs and installed stacks name them");
    let outputs: BTreeSet<&str> = template.outputs().map(|output| output.name).collect();
    let expected = BTreeSet::from([
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
    ]);
    assert_eq!(outputs, expected, "the outputs changed: the control plane reads them");
}

#[test]
fn organization_template() {
    golden("organization.yaml", &organization().to_yaml());
    golden("organization.json", &organization().to_json());
    golden("organization-member.yaml", &member().to_yaml());
}

fn member() -> Template {
    organization::member_template().expect("the member's template renders")
}

#[test]
fn an_account_of_an_organisation_gets_the_policies_that_were_judged() {
    let (member, runner) = (member(), runner());
    assert_eq!(permissions_json(&member), permissions_json(&runner), "members have another permissions policy");
    assert_eq!(trust_json(&member), trust_json(&runner), "members have another trust policy");
    let organization = organization();
    let set = organization.resource("RunnerStacks").expect("the stack has its stack set");
    let body = set.property("TemplateBody").and_then(Value::as_str).expect("the member's template is embedded as text");
    assert_eq!(
        Template::parse(body).expect("it can be read"),
        member,
        "accounts install another template than the member's"
    );
}

#[test]
fn platform_template() {
    golden("platform.yaml", &render(StackKind::Platform).expect("the control plane's stack renders").to_yaml());
}

#[test]
fn policies_of_each_choice() {
    for installation in Installation::all() {
        let name = installation.choice.name();
        golden(&format!("policy-{name}"), &pretty(&installation.permissions()));
    }
    golden("trust-defaults", &pretty(&Installation::new(Choice::Defaults).trust()));
    golden("trust-rotation", &pretty(&Installation::new(Choice::Rotation).trust()));
}

fn actions(policy: &Value) -> BTreeSet<String> {
    let statements = policy["Statement"].as_array().expect("a policy has statements");
    statements
        .iter()
        .flat_map(|statement| match &statement["Action"] {
            Value::Array(actions) => actions.clone(),
            action => vec![action.clone()],
        })
        .map(|action| action.as_str().expect("an action is text").to_owned())
        .collect()
}

#[test]
fn no_policy_grants_an_action_that_is_not_on_the_list() {
    for installation in Installation::all() {
        let listed: BTreeSet<String> = PERMISSIONS
            .iter()
            .filter(|permission| permission.only_with.is_none_or(|parameter| installation.has(parameter)))
            .map(|permission| permission.action.to_owned())
            .collect();
        let choice = installation.choice.name();
        assert_eq!(
            actions(&installation.permissions()),
            listed,
            "{choice}: the policy grants other actions than the list"
        );
    }
}

#[test]
fn pass_role_is_there_for_the_named_role_alone() {
    for installation in Installation::all() {
        let policy = installation.permissions();
        let statements = policy["Statement"].as_array().expect("a policy has statements");
        let passing: Vec<&Value> =
            statements.iter().filter(|statement| statement["Action"].to_string().contains("iam:")).collect();
        let choice = installation.choice.name();
        if installation.names_role() {
            assert_eq!(passing.len(), 1, "{choice}: one statement passes a role");
            assert_eq!(passing[0]["Resource"], JOB_ROLE, "{choice}: it passes another role than the named one");
        } else {
            assert!(passing.is_empty(), "{choice}: a role can be passed though none was named");
        }
    }
}

#[test]
fn a_choice_changes_only_what_it_is_about() {
    let defaults = Installation::new(Choice::Defaults);
    let rotation = Installation::new(Choice::Rotation);
    assert_eq!(defaults.permissions(), rotation.permissions(), "rotating the external id changes what the role may do");
    for installation in Installation::all().iter().filter(|installation| !installation.rotates()) {
        let choice = installation.choice.name();
        assert_eq!(installation.trust(), defaults.trust(), "{choice}: the choice changes who may assume the role");
    }
    let with_key = inputs(Choice::Defaults).with_parameter("KmsKeyArn", "arn:aws:kms:us-east-1:222233334444:key/1");
    let resolved = runner().resolve(&with_key).expect("the template resolves with a key");
    let properties = &resolved.resource("ControlPlaneRole").expect("the stack has the role").properties;
    assert_eq!(
        properties["Policies"][0]["PolicyDocument"],
        defaults.permissions(),
        "a key changes what the role may do"
    );
}

#[test]
fn the_trust_policy_wants_the_external_id_and_accepts_two_only_while_rotating() {
    let ids = |choice| {
        let trust = Installation::new(choice).trust();
        let ids = &trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"];
        match ids {
            Value::Array(ids) => ids.clone(),
            id => vec![id.clone()],
        }
    };
    assert_eq!(ids(Choice::Defaults), [EXTERNAL_ID], "one external id counts");
    let both: BTreeSet<String> = ids(Choice::Rotation).iter().filter_map(|id| id.as_str().map(str::to_owned)).collect();
    assert_eq!(
        both,
        BTreeSet::from([EXTERNAL_ID.to_owned(), PREVIOUS_EXTERNAL_ID.to_owned()]),
        "both ids count while rotating"
    );
}

#[test]
fn explanation() {
    let mut text = String::new();
    for permission in PERMISSIONS {
        let statements = permission.statements.join(", ");
        writeln!(text, "{}", permission.action).expect("text can be written");
        writeln!(text, "  why:        {}", permission.reason).expect("text can be written");
        writeln!(text, "  when:       {}", permission.used_when).expect("text can be written");
        writeln!(text, "  cannot:     {}", permission.cannot).expect("text can be written");
        writeln!(text, "  granted:    {}", permission.only_with.unwrap_or("always")).expect("text can be written");
        writeln!(text, "  statements: {statements}\n").expect("text can be written");
    }
    golden("explanation", text.trim_end());
}

#[test]
fn the_list_names_every_statement_of_the_policy_once() {
    let everything = Installation::new(Choice::Everything).permissions();
    let emitted: Vec<&str> = everything["Statement"]
        .as_array()
        .expect("a policy has statements")
        .iter()
        .map(|statement| statement["Sid"].as_str().expect("each of our statements has an id"))
        .collect();
    let listed: Vec<&str> = PERMISSIONS.iter().flat_map(|permission| permission.statements).copied().collect();
    assert_eq!(emitted, listed, "the statements and the permission list differ");
}

fn link() -> String {
    let parameters = [
        ("ExternalId", EXTERNAL_ID),
        ("ControlPlaneRoleArn", installation::CONTROL_PLANE),
        ("DeploymentId", installation::DEPLOYMENT),
        ("ImageOwnerAccountId", installation::IMAGE_OWNER),
    ];
    let request = LinkRequest {
        template_url: "https://sprinters-templates.s3.us-east-1.amazonaws.com/runner.yaml".to_owned(),
        region: installation::REGION.to_owned(),
        stack_name: "sprinters".to_owned(),
        parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
    };
    quick_create(&runner(), &request).expect("the link is fine")
}

#[test]
fn quick_create_link() {
    golden("quick-create-link", &link());
}

#[test]
fn the_link_fills_in_what_has_no_default_but_the_network() {
    let link = link();
    for parameter in runner().parameters().filter(|parameter| parameter.default.is_none() && parameter.name != "VpcId")
    {
        let name = parameter.name;
        assert!(link.contains(&format!("&param_{name}=")), "the link leaves {name} to the person who clicks it");
    }
    assert!(!link.contains("param_VpcId"), "only the person who installs knows the VPC");
}
