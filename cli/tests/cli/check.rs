use crate::{run, run_with};
use serde_json::Value;

#[test]
fn our_own_stacks_are_clean() {
    let own = run(&["check"]);
    assert_eq!((own.exit, own.stdout.as_str()), (0, ""), "{}", own.stdout);
    assert!(own.stderr.contains("<runner>: 0 errors, 0 warnings"), "{}", own.stderr);
    assert!(own.stderr.contains("<organization>: 0 errors, 0 warnings"), "{}", own.stderr);
}

#[test]
fn somebody_elses_template_is_told_what_and_where() {
    let found = run(&["check", "bastion.yaml"]);
    insta::assert_snapshot!(found);
    assert_eq!(found.exit, 1);
    assert!(found.stdout.contains("SPR001"), "the open port 22 is not found");
}

#[test]
fn standard_input_is_a_template_too() {
    let source = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/templates/bastion.yaml")).unwrap();
    let found = run_with(&["check", "-"], &source);
    assert_eq!(found.exit, 1);
    assert!(found.stdout.contains("<stdin>:12"), "{}", found.stdout);
}

#[test]
fn for_programs() {
    let found = run(&["check", "bastion.yaml", "--json"]);
    assert_eq!((found.exit, found.stderr.as_str()), (1, ""));
    let json: Value = serde_json::from_str(&found.stdout).unwrap();
    let first = &json.as_array().unwrap()[0];
    for key in ["file", "rule", "severity", "logicalId", "path", "line", "found", "allowed", "remedy", "waived"] {
        assert!(first.get(key).is_some(), "{key} is missing: {first}");
    }
}

#[test]
fn a_waived_finding_is_listed_and_does_not_count() {
    let waived = "Resources: {Door: {Type: AWS::EC2::SecurityGroup, Metadata: {Sprinters: {Waive: {SPR001: a bastion of the operators}}}, \
        Properties: {GroupDescription: d, VpcId: vpc-01234567, \
        SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}], \
        SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]}}}";
    let found = run_with(&["check", "-"], waived.as_bytes());
    assert_eq!(found.exit, 0, "{found}");
    assert!(found.stdout.contains("waived: a bastion of the operators"), "{}", found.stdout);
}

#[test]
fn the_rules_can_be_listed() {
    let rules = run(&["check", "--rules"]);
    assert_eq!(rules.exit, 0);
    assert_eq!(rules.stdout.lines().count() - 1, sprinters_dsl::rules::all().count());
}

#[test]
fn a_template_over_the_quotas_is_found() {
    let outputs: String = (0..201).map(|n| format!("  O{n}: {{Value: x}}\n")).collect();
    let found = run_with(
        &["check", "-"],
        format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs:\n{outputs}").as_bytes(),
    );
    assert_eq!(found.exit, 1);
    assert!(found.stdout.contains("201"), "{}", found.stdout);
}
