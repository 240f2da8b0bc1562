//! Mistakes that no type can tell, refused before any output: what was given, what is allowed, what to do.

use sprinters_dsl::iam::{Policy, Principal, Statement, TrustPolicy, TrustStatement, ec2, iam as iam_actions};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::launch_template::{BlockDeviceMapping, Ebs, LaunchTemplateData};
use sprinters_dsl::resources::ec2::security_group::Ingress;
use sprinters_dsl::resources::{ec2 as instances, iam, logs};

/// What the stack is refused with, or the template where nothing refused it.
fn refusal(stack: Stack) -> String {
    stack.synthesize().map_or_else(|refused| refused.to_string(), |template| template.to_yaml())
}

fn trusting_ec2() -> TrustPolicy {
    TrustPolicy::new([TrustStatement::allow("Ec2")
        .because("Instances use the role")
        .assumed_by(&Principal::service("ec2.amazonaws.com"))])
}

#[test]
fn a_number_out_of_range_is_refused() {
    let mut stack = Stack::new("Sessions of a day");
    stack.resource("Role", iam::Role::new(trusting_ec2()).max_session_duration(86_400));
    insta::assert_snapshot!(refusal(stack), @"Role.MaxSessionDuration: 86400 given, 3600 to 43200 allowed");
}

#[test]
fn a_number_that_aws_does_not_list_is_refused() {
    let mut stack = Stack::new("Logs of a month");
    stack.resource("Builds", logs::LogGroup::new().retention_in_days(31));
    insta::assert_snapshot!(refusal(stack), @"Builds.RetentionInDays: 31 given, one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 allowed");
}

#[test]
fn a_condition_does_not_hide_a_number_out_of_range() {
    let mut stack = Stack::new("Sessions of a day, sometimes");
    let long = stack.parameter("Long", text_parameter().allow(["yes", "no"]));
    let is_long = stack.condition("IsLong", equals(&long, "yes"));
    stack.resource("Role", iam::Role::new(trusting_ec2()).max_session_duration(when(&is_long, 86_400, 3_600)));
    insta::assert_snapshot!(refusal(stack), @"Role.MaxSessionDuration: 86400 given, 3600 to 43200 allowed");
}

#[test]
fn ingress_is_refused() {
    let mut stack = Stack::new("An open door");
    let ssh = Ingress::new("tcp").from_port(22).to_port(22).cidr_ip("0.0.0.0/0");
    stack.resource("Group", instances::SecurityGroup::new("Workers").security_group_ingress([ssh]));
    insta::assert_snapshot!(refusal(stack));
}

#[test]
fn an_unencrypted_volume_is_refused() {
    let mut stack = Stack::new("A readable disk");
    let volume = BlockDeviceMapping::new().device_name("/dev/xvda").ebs(Ebs::new().volume_size(8));
    let data = LaunchTemplateData::new().block_device_mappings([volume]);
    stack.resource("Template", instances::LaunchTemplate::new(data));
    insta::assert_snapshot!(refusal(stack));
}

#[test]
fn a_foreign_role_without_an_external_id_is_refused() {
    let mut stack = Stack::new("A confused deputy");
    let vendor: Parameter<RoleArn> = stack.parameter("VendorRoleArn", parameter());
    let trust = TrustPolicy::new([TrustStatement::allow("Vendor")
        .because("The vendor launches our machines")
        .assumed_by(&Principal::role(&vendor))]);
    stack.resource("Role", iam::Role::new(trust));
    insta::assert_snapshot!(refusal(stack));
}

#[test]
fn launching_with_any_role_is_refused() {
    let mut stack = Stack::new("An administrator in two steps");
    let policy = Policy::new([
        Statement::allow("Launch")
            .because("Launches machines")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::instance("*"))
            .erase(),
        Statement::allow("Pass")
            .because("Machines have roles")
            .to(iam_actions::action::PassRole)
            .on(iam_actions::resource::role("*"))
            .erase(),
    ]);
    stack.resource("Role", iam::Role::new(trusting_ec2()).policies([iam::role::Policy::new(policy, "launch")]));
    insta::assert_snapshot!(refusal(stack));
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let mut stack = Stack::new("Two of a name");
    stack.parameter("Group", text_parameter());
    stack.resource("Group", instances::SecurityGroup::new("Workers"));
    insta::assert_snapshot!(refusal(stack), @"the parameter or resource `Group` is defined twice; every name in a template stands for one thing");
}

#[test]
fn a_reference_into_another_stack_is_refused() {
    let mut other = Stack::new("Elsewhere");
    let vpc: Parameter<VpcId> = other.parameter("TheirVpc", parameter());
    let mut stack = Stack::new("Here");
    stack.resource("Group", instances::SecurityGroup::new("Workers").vpc_id(&vpc));
    insta::assert_snapshot!(refusal(stack));
}

#[test]
fn every_refusal_is_told_at_once() {
    let mut stack = Stack::new("Several mistakes");
    stack.resource("Not-a-name", iam::Role::new(trusting_ec2()).max_session_duration(60));
    let told = refusal(stack);
    assert!(told.contains("Not-a-name") && told.contains("60 given"), "{told}");
}

#[test]
fn a_tag_that_stands_already_with_another_value_is_refused() {
    let mut stack = Stack::new("Two owners");
    stack.resource("Group", instances::SecurityGroup::new("Workers").tags([Tag::new("team", "web")]));
    stack.aspect(TagEverything::with([Tag::new("team", "build")]));
    insta::assert_snapshot!(refusal(stack), @r#"Group.Tags: the tag "team" is set to "web" already"#);
}

#[test]
fn a_guardrail_is_waived_with_a_reason_that_stays_visible() {
    let mut stack = Stack::new("A bastion");
    let ssh = Ingress::new("tcp").from_port(22).to_port(22).cidr_ip("203.0.113.7/32");
    let group = stack.resource("Bastion", instances::SecurityGroup::new("Bastion").security_group_ingress([ssh]));
    stack.waive(&group, "SPR001", "the one address of the office");
    let yaml = stack.synthesize().unwrap().to_yaml();
    assert!(yaml.contains("SPR001: the one address of the office"), "{yaml}");
}

#[test]
fn a_literal_of_another_kind_is_refused_when_it_is_written() {
    insta::assert_snapshot!(
        Value::<SubnetId>::literal("vpc-0a1b2c3d").unwrap_err(),
        @"`vpc-0a1b2c3d` is not a subnet id: expected subnet- and 8 to 17 hexadecimal digits"
    );
    assert!(Value::<SubnetId>::literal("subnet-0a1b2c3d").is_ok());
}
