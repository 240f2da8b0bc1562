use crate::{command, directory, run, run_with};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Runs the check in a directory of the test's own, on the last day of 2026.
fn check_in(folder: &Path, args: &[&str]) -> crate::Run {
    let output = command().current_dir(folder).args(["check", "--today", "2026-12-31"]).args(args).output().unwrap();
    crate::Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

const DOOR: &str = "Resources:\n  Door:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: d\n      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]\n      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]\n";

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
    let source = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/templates/bastion.yaml")).unwrap();
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
    assert_eq!(run(&["check", "bastion.yaml", "--format", "json"]).stdout, found.stdout);
}

#[test]
fn a_waived_finding_is_listed_and_does_not_count() {
    let waived = DOOR.replace(
        "    Properties:",
        "    Metadata: {Sprinters: {Waive: {SPR001: a bastion of the operators}}}\n    Properties:",
    );
    let found = run_with(&["check", "-"], waived.as_bytes());
    assert_eq!(found.exit, 0, "{found}");
    assert!(found.stdout.contains("waived: a bastion of the operators"), "{}", found.stdout);
}

#[test]
fn a_waiver_ends_with_its_last_day() {
    let waived = DOOR.replace(
        "    Properties:",
        "    Metadata: {Sprinters: {Waive: {SPR001: {Reason: until the tunnel is there, Until: 2026-12-31}}}}\n    Properties:",
    );
    let on = |day| run_with(&["check", "-", "--today", day], waived.as_bytes());
    let last = on("2026-12-31");
    assert_eq!(last.exit, 0, "{last}");
    assert!(last.stdout.contains("waived: until the tunnel is there (until 2026-12-31)"), "{last}");
    let after = on("2027-01-01");
    assert_eq!(after.exit, 1, "{after}");
    assert!(after.stdout.contains("not waived: the waiver ended on 2026-12-31"), "{after}");
    // Without the argument it is the clock's day that counts, and the year 9000 is not over.
    let far = waived.replace("Until: 2026-12-31", "Until: 9000-01-01");
    assert_eq!(run_with(&["check", "-"], far.as_bytes()).exit, 0);
    let nonsense = run(&["check", "--today", "tomorrow"]);
    assert_eq!(nonsense.exit, 2, "{nonsense}");
}

#[test]
fn the_rules_can_be_listed() {
    let rules = run(&["check", "--rules"]);
    assert_eq!(rules.exit, 0);
    assert_eq!(rules.stdout.lines().count() - 1, sprinters_dsl::rules::all().count());
}

#[test]
fn rules_are_chosen_by_id_number_or_name() {
    let rules = |args: &[&str]| -> Vec<String> {
        let found = run(&[&["check", "bastion.yaml", "--json"], args].concat());
        let json: Value = serde_json::from_str(&found.stdout).unwrap();
        json.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    for name in ["SPR001-security-group-ingress", "spr001", "security-group-ingress"] {
        assert_eq!(rules(&["--rule", name]), ["SPR001-security-group-ingress"], "{name}");
    }
    assert!(
        !rules(&["--ignore", "SPR001,SPR020"]).iter().any(|id| id.starts_with("SPR001") || id.starts_with("SPR020"))
    );
    assert_eq!(rules(&["--rule", "SPR001", "--ignore", "SPR001"]), Vec::<String>::new());
    let unknown = run(&["check", "bastion.yaml", "--rule", "security-group-ingres"]);
    assert_eq!(unknown.exit, 2);
    assert!(unknown.stderr.contains("did you mean security-group-ingress?"), "{unknown}");
}

#[test]
fn what_fails_is_the_teams_to_say() {
    let warning = "Resources: {Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}}";
    let fact = "Resources: {Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: u}}}";
    for (template, level, expected) in [
        (DOOR, "error", 1),
        (DOOR, "never", 0),
        (warning, "error", 0),
        (warning, "warning", 1),
        (fact, "warning", 0),
        (fact, "info", 1),
    ] {
        let found = run_with(&["check", "-", "--fail-on", level], template.as_bytes());
        assert_eq!(found.exit, expected, "{level}: {found}");
    }
    assert_eq!(run_with(&["check", "-"], warning.as_bytes()).exit, 1);
    assert_eq!(run_with(&["check", "-"], fact.as_bytes()).exit, 0);
}

#[test]
fn a_template_over_the_quotas_is_found() {
    let outputs: String = (0..201).map(|n| format!("  O{n}: {{Value: x}}\n")).collect();
    let template = format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs:\n{outputs}");
    let found = run_with(&["check", "-"], template.as_bytes());
    assert_eq!(found.exit, 1);
    assert!(found.stdout.contains("201"), "{}", found.stdout);
    assert_eq!(run_with(&["check", "-", "--ignore", "quota"], template.as_bytes()).exit, 0);
}

#[test]
fn several_files_folders_and_patterns_are_checked_in_one_run() {
    let (_directory, folder) = directory();
    fs::create_dir_all(folder.join("infra/deep")).unwrap();
    fs::write(folder.join("infra/door.yaml"), DOOR).unwrap();
    fs::write(folder.join("infra/deep/topic.json"), r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}"#).unwrap();
    fs::write(folder.join("infra/deep/package.json"), r#"{"name": "x"}"#).unwrap();
    fs::write(folder.join("other.yml"), "Resources: {T: {Type: AWS::SNS::Topic}}").unwrap();
    for args in [&["infra"][..], &["infra/**/*.yaml", "infra/**/*.json"], &["infra/door.yaml", "infra/deep", "infra"]] {
        let found = check_in(&folder, args);
        assert_eq!(found.exit, 1, "{args:?}: {found}");
        assert!(found.stdout.contains("infra/door.yaml:6"), "{found}");
        assert!(found.stderr.contains("infra/deep/topic.json: 0 errors"), "{found}");
        assert!(found.stderr.contains("2 files: 1 errors"), "{found}");
        assert!(found.stderr.contains("not judged: infra/deep/package.json"), "{found}");
        assert!(!found.stderr.contains("other.yml"), "{found}");
    }
    let none = check_in(&folder, &["nowhere/*.yaml"]);
    assert_eq!(none.exit, 2, "{none}");
    // A file that is named must be something to check; the others are checked all the same.
    let one_bad = check_in(&folder, &["infra/door.yaml", "infra/deep/package.json", "missing.yaml"]);
    assert_eq!(one_bad.exit, 2, "{one_bad}");
    assert!(one_bad.stdout.contains("SPR001"), "{one_bad}");
    assert!(one_bad.stderr.contains("missing.yaml can't be read"), "{one_bad}");
    // A template that is broken is no other file.
    fs::write(
        folder.join("infra/broken.yaml"),
        "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Nobody}}}",
    )
    .unwrap();
    assert_eq!(check_in(&folder, &["infra"]).exit, 2);
}

#[test]
fn a_baseline_keeps_old_findings_quiet_and_new_ones_loud() {
    let (_directory, folder) = directory();
    fs::write(folder.join("door.yaml"), DOOR).unwrap();
    let written = check_in(&folder, &["door.yaml", "--write-baseline", "baseline.json"]);
    assert_eq!(written.exit, 0, "{written}");
    let known = check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]);
    assert_eq!((known.exit, known.stdout.as_str()), (0, ""), "{known}");
    assert!(known.stderr.contains("in the baseline"), "{known}");

    // Moved to other lines it is still known; a second one of the kind is not.
    let moved = DOOR.replacen("Resources:", "\n\nDescription: moved\nResources:", 1);
    fs::write(folder.join("door.yaml"), &moved).unwrap();
    assert_eq!(check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]).exit, 0);
    let second = moved.replace("CidrIp: 0.0.0.0/0}]\n      SecurityGroupEgress", "CidrIp: 0.0.0.0/0}, {IpProtocol: tcp, FromPort: 3389, ToPort: 3389, CidrIp: 0.0.0.0/0}]\n      SecurityGroupEgress");
    fs::write(folder.join("door.yaml"), second).unwrap();
    let new = check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]);
    assert_eq!(new.exit, 1, "{new}");
    assert!(new.stdout.contains("3389") && !new.stdout.contains("tcp 22"), "{new}");

    // What is fixed is named, so that the list gets shorter.
    fs::write(folder.join("door.yaml"), "Resources: {T: {Type: AWS::SNS::Topic}}").unwrap();
    let fixed = check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]);
    assert!(fixed.stderr.contains("no longer found: SPR001"), "{fixed}");
}

#[test]
fn an_entry_of_a_baseline_has_a_reason_and_an_end() {
    let (_directory, folder) = directory();
    fs::write(folder.join("door.yaml"), DOOR).unwrap();
    check_in(&folder, &["door.yaml", "--write-baseline", "baseline.json"]);
    let mut baseline: Value = serde_json::from_str(&fs::read_to_string(folder.join("baseline.json")).unwrap()).unwrap();
    let entry = &mut baseline["findings"][0];
    entry["reason"] = json!("until the tunnel is there");
    entry["until"] = json!("2026-12-31");
    let write = |baseline: &Value| fs::write(folder.join("baseline.json"), baseline.to_string()).unwrap();
    write(&baseline);
    let found = check_in(&folder, &["door.yaml", "--baseline", "baseline.json", "--json"]);
    assert_eq!(found.exit, 0, "{found}");
    assert!(found.stdout.contains("until the tunnel is there (baseline)"), "{found}");
    baseline["findings"][0]["until"] = json!("2026-12-30");
    write(&baseline);
    let ended = check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]);
    assert_eq!(ended.exit, 1, "{ended}");
    assert!(ended.stdout.contains("not waived: the baseline's entry ended on 2026-12-30"), "{ended}");
    for (wrong, said) in [
        (json!({"version": 2, "findings": []}), "version"),
        (json!({"version": 1}), "findings"),
        (json!({"version": 1, "findings": [{"file": "a"}]}), "without rule"),
        (
            json!({"version": 1, "findings": [{"file": "a", "rule": "b", "logicalId": "c", "found": "d", "until": "soon"}]}),
            "no day",
        ),
    ] {
        write(&wrong);
        let refused = check_in(&folder, &["door.yaml", "--baseline", "baseline.json"]);
        assert_eq!(refused.exit, 2, "{refused}");
        assert!(refused.stderr.contains(said), "{refused}");
    }
}

#[test]
fn code_scanning_gets_sarif() {
    let found = run(&["check", "bastion.yaml", "--format", "sarif"]);
    assert_eq!(found.exit, 1);
    let log: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), sprinters_dsl::rules::all().count() + 1);
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "bastion.yaml");
        assert!(0 < place["region"]["startLine"].as_u64().unwrap());
        assert!(result["partialFingerprints"]["sprinters/v1"].is_string());
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
    }
    let port = results.iter().find(|result| result["ruleId"] == "SPR001-security-group-ingress").unwrap();
    assert_eq!(port["locations"][0]["physicalLocation"]["region"]["startLine"], 12);
    assert_eq!(port["suppressions"], Value::Null);
}

#[test]
fn what_is_waived_is_suppressed_in_sarif() {
    let waived =
        DOOR.replace("    Properties:", "    Metadata: {Sprinters: {Waive: {SPR001: a bastion}}}\n    Properties:");
    let found = run_with(&["check", "-", "--format", "sarif"], waived.as_bytes());
    let log: Value = serde_json::from_str(&found.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let port = results.iter().find(|result| result["ruleId"] == "SPR001-security-group-ingress").unwrap();
    assert_eq!(port["suppressions"][0]["kind"], "inSource");
    assert_eq!(port["suppressions"][0]["justification"], "a bastion");
}

#[test]
fn a_page_of_tests_gets_junit() {
    let strange = "Resources: {Door: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, SecurityGroupIngress: [{IpProtocol: '<&\"', CidrIp: 0.0.0.0/0}]}}}";
    let found = run_with(&["check", "-", "--format", "junit", "--rule", "SPR001,SPR002,SPR060"], strange.as_bytes());
    assert_eq!(found.exit, 1, "{found}");
    insta::assert_snapshot!(found.stdout);
}

#[test]
fn a_policy_alone_is_checked_with_its_own_lines() {
    let policy = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": \"sqs:SendMessage\", \"Resource\": \"arn:aws:sqs:*:111122223333:q\"},\n    {\"Effect\": \"Allow\",\n     \"Action\": \"dynamodb:GetItm\", \"Resource\": \"arn:aws:dynamodb:eu-west-1:111122223333:table/t\"}\n  ]\n}\n";
    let found = run_with(&["check", "-"], policy.as_bytes());
    insta::assert_snapshot!(found);
    assert_eq!(found.exit, 1);
}

#[test]
fn a_plan_of_terraform_is_checked_and_the_rest_of_it_named() {
    let plan = json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": [
        {"address": "aws_security_group.web", "mode": "managed", "type": "aws_security_group", "values": {
            "ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}], "egress": []}},
        {"address": "aws_route53_zone.z", "mode": "managed", "type": "aws_route53_zone", "values": {}},
    ]}}});
    let found = run_with(&["check", "-"], format!("{plan:#}").as_bytes());
    assert_eq!(found.exit, 1, "{found}");
    assert!(found.stdout.contains("aws_security_group.web lets in tcp 22 from 0.0.0.0/0"), "{found}");
    assert!(found.stderr.contains("not judged: 1 resource of the type aws_route53_zone"), "{found}");
    let json = run_with(&["check", "-", "--json"], plan.to_string().as_bytes());
    assert!(json.stdout.contains("not-judged"), "{json}");
}

#[test]
fn more_than_a_person_reads_is_counted_by_rule() {
    let doors: String =
        (0..400).map(|index| DOOR.replacen("Resources:\n", "", 1).replace("Door:", &format!("Door{index}:"))).collect();
    let template = format!(
        "Resources:\n{}",
        doors.replace(
            "      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]\n",
            ""
        )
    );
    let found = run_with(&["check", "-"], template.as_bytes());
    assert_eq!(found.stdout.matches("[SPR0").count(), 500, "{}", found.stderr);
    assert!(
        found.stderr.contains("300 more findings are not shown here; --json has all: 300 of SPR002"),
        "{}",
        found.stderr
    );
    let all = run_with(&["check", "-", "--json"], template.as_bytes());
    assert_eq!(serde_json::from_str::<Value>(&all.stdout).unwrap().as_array().unwrap().len(), 800);
}

/// What strangers would write with the DSL is judged as anybody's templates are.
#[test]
fn the_examples_of_the_dsl_have_nothing_that_counts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../stacks/dsl/examples/strangers/rendered");
    let checked = run(&["check", folder]);
    assert_eq!(checked.exit, 0, "{}{}", checked.stdout, checked.stderr);
    assert!(checked.stderr.contains("3 files: 0 errors, 0 warnings"), "{}", checked.stderr);
    assert!(!checked.stderr.contains("not judged"), "{}", checked.stderr);
}
