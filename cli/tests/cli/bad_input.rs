use crate::{Run, directory, run, run_with};
use proptest::prelude::*;

/// What `check` says of bytes on standard input: never data, always a message, always 2.
fn refused(input: &[u8]) -> Run {
    let run = run_with(&["check", "-"], input);
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run}");
    assert!(run.stderr.starts_with("error"), "{run}");
    run
}

#[test]
fn bad_templates_are_told_what_is_wrong_where_and_what_to_do() {
    let cases: &[(&str, &str)] = &[
        ("nothing at all", ""),
        ("not YAML", "Resources: [\n  a: b"),
        ("not JSON", "{\"Resources\": {\"T\": }}"),
        ("not a template", "- a\n- list\n"),
        ("no resources", "Parameters: {}\n"),
        ("a key twice", "Resources:\n  T: {Type: AWS::SNS::Topic}\n  T: {Type: AWS::SQS::Queue}\n"),
        (
            "an unknown function",
            "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Reff X\n",
        ),
        (
            "a malformed function",
            "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !GetAtt X\n",
        ),
        (
            "a reference to nothing",
            "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n  Name: {Value: !Ref Topik}\n",
        ),
        ("an unknown section", "Resource:\n  T: {Type: AWS::SNS::Topic}\n"),
    ];
    let told: String =
        cases.iter().map(|(what, template)| format!("## {what}\n{}", refused(template.as_bytes()).stderr)).collect();
    insta::assert_snapshot!(told);
}

#[test]
fn a_template_over_the_size_limit() {
    let template = format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\n# {}", "ä".repeat(600_000));
    let run = refused(template.as_bytes());
    assert!(run.stderr.contains("<stdin> has more than 1048576 bytes"), "{}", run.stderr);
}

#[test]
fn a_template_that_is_nested_too_deeply() {
    let json = format!("{{\"Resources\": {}1{}}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    refused(json.as_bytes());
    let yaml = format!("Resources: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    refused(yaml.as_bytes());
}

#[test]
fn a_template_that_unfolds_without_end() {
    let mut yaml = "a: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let alias = format!("*a{}", level - 1);
        yaml.push_str(&format!("b{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", ")));
    }
    yaml.push_str("Resources: {T: {Type: AWS::SNS::Topic, Properties: {X: *a19}}}\n");
    refused(yaml.as_bytes());
}

#[test]
fn bytes_that_are_no_text() {
    let run = refused(b"Resources: \xff\xfe");
    assert!(run.stderr.contains("<stdin> is not text: byte 11 is no UTF-8"), "{}", run.stderr);
}

#[test]
fn a_device_that_never_ends_is_not_read_for_ever() {
    let run = run(&["check", "/dev/zero"]);
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
}

#[test]
fn files_that_are_not_there_or_not_files() {
    let (_keep, path) = directory();
    for file in ["missing.yaml", path.to_str().unwrap()] {
        let run = run(&["check", file]);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("can't be read"), "{}", run.stderr);
    }
}

#[test]
fn a_byte_order_mark_of_an_editor_means_nothing() {
    let run = run_with(&["check", "-"], "\u{feff}Resources: {T: {Type: AWS::SNS::Topic}}\n".as_bytes());
    assert_eq!(run.exit, 0, "{run}");
}

#[test]
fn bad_usage_exits_with_2() {
    let cases: &[&[&str]] = &[
        &["rendr"],
        &["render", "customer"],
        &["render", "--format", "toml"],
        &["policy", "--format", "yaml"],
        &["label"],
        &["completions", "tcsh"],
        &["--color", "sometimes", "render"],
        &["check", "--rules", "topic.yaml"],
    ];
    let told: String = cases
        .iter()
        .map(|args| {
            let run = run(args);
            assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{args:?}");
            format!("$ sprinters-iac {}\n{}\n", args.join(" "), run.stderr)
        })
        .collect();
    insta::assert_snapshot!(told);
}

#[cfg(feature = "aws")]
#[test]
fn what_can_be_refused_without_asking_aws_is() {
    let cases: &[&[&str]] = &[
        &["deploy", "--param", "MaxVolumeGiB=4"],
        &["deploy", "--param", "MaxVolumeGib=64"],
        &["deploy", "--template", "missing.yaml"],
        &["connect", "--control-plane", "http://sprinters.example", "--code", "x"],
        &["connect", "--control-plane", "https://sprinters.example", "--code", ""],
        &["outputs"],
    ];
    let told: String = cases
        .iter()
        .map(|args| {
            let run = run(args);
            assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
            format!("$ sprinters-iac {}\n{}\n", args.join(" "), run.stderr)
        })
        .collect();
    insta::assert_snapshot!(told);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_label_panics(label in ".{0,60}") {
        let exit = run(&["label", "--", &label.replace('\0', "")]).exit;
        prop_assert!(exit == 0 || exit == 2);
    }

    #[test]
    fn no_bytes_panic(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        let exit = run_with(&["check", "-"], &input).exit;
        prop_assert!(exit <= 2);
    }
}
