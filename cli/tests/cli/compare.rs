use crate::{run, run_with};
use serde_json::Value;

/// Our template with one text replaced by another.
fn edited(from: &str, to: &str) -> String {
    let ours = run(&["render"]).stdout;
    assert!(ours.contains(from), "the template does not say `{from}`");
    ours.replace(from, to)
}

/// Compares our template with an edited one.
fn diff(edited: &str, more: &[&str]) -> crate::Run {
    let (_keep, directory) = crate::directory();
    let ours = directory.join("ours.yaml");
    std::fs::write(&ours, run(&["render"]).stdout).unwrap();
    let args: Vec<&str> = ["diff", ours.to_str().unwrap(), "-"].into_iter().chain(more.iter().copied()).collect();
    run_with(&args, edited.as_bytes())
}

#[test]
fn a_wider_grant_exits_with_1() {
    let wider = diff(&edited("MetadataHttpTokens: required", "MetadataHttpTokens: [required, optional]"), &[]);
    insta::assert_snapshot!(wider);
    assert_eq!(wider.exit, 1);
}

#[test]
fn a_narrower_grant_exits_with_0() {
    let narrower = diff(&edited("Default: 256", "Default: 64"), &[]);
    insta::assert_snapshot!(narrower);
    assert_eq!(narrower.exit, 0);
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    let (_keep, directory) = crate::directory();
    let json = directory.join("ours.json");
    std::fs::write(&json, run(&["render", "--format", "json"]).stdout).unwrap();
    let same = run_with(&["diff", json.to_str().unwrap(), "-"], run(&["render"]).stdout.as_bytes());
    assert_eq!((same.exit, same.stdout.as_str(), same.stderr.as_str()), (0, "", "The templates mean the same.\n"));
}

#[test]
fn for_programs_and_for_pull_requests() {
    let wider = edited("MetadataHttpTokens: required", "MetadataHttpTokens: [required, optional]");
    let json = diff(&wider, &["--format", "json"]);
    let value: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((json.exit, json.stderr.as_str(), &value["widened"]), (1, "", &Value::Bool(true)));
    let markdown = diff(&wider, &["--format", "markdown"]);
    assert_eq!((markdown.exit, markdown.stderr.as_str()), (1, ""));
    assert!(markdown.stdout.contains("**widened**") || markdown.stdout.contains("widened"), "{}", markdown.stdout);
    let same = diff(&run(&["render"]).stdout, &["--format", "json"]);
    assert_eq!((same.exit, same.stdout.contains("\"widened\": false")), (0, true));
}

#[test]
fn two_templates_are_needed_and_one_standard_input_at_most() {
    for args in [&["diff"] as &[&str], &["diff", "topic.yaml"], &["diff", "-", "-"]] {
        let run = run(args);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains("see sprinters-iac diff --help"), "{}", run.stderr);
    }
}

/// A nested template that is a file beside the template is compared, too.
#[test]
fn nested_templates_beside_the_template_are_compared() {
    let (_keep, directory) = crate::directory();
    let parent = "Resources: {Net: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/net.yaml}}}";
    let group = |cidr: &str| {
        format!(
            "Resources: {{G: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: g, SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: {cidr}}}]}}}}}}"
        )
    };
    for (side, cidr) in [("old", "10.0.0.0/8"), ("new", "0.0.0.0/0")] {
        std::fs::create_dir_all(directory.join(side).join("nested")).unwrap();
        std::fs::write(directory.join(side).join("stack.yaml"), parent).unwrap();
        std::fs::write(directory.join(side).join("nested/net.yaml"), group(cidr)).unwrap();
    }
    let path = |side: &str| directory.join(side).join("stack.yaml").to_str().unwrap().to_owned();
    let wider = run(&["diff", &path("old"), &path("new")]);
    assert_eq!(wider.exit, 1, "{}", wider.stderr);
    assert!(wider.stdout.contains("in the stacks of Net"), "{}", wider.stdout);
    let same = run(&["diff", &path("old"), &path("old")]);
    assert_eq!((same.exit, same.stdout.as_str()), (0, ""), "{}", same.stderr);
}
