use crate::run;
use serde_json::Value;

#[test]
fn a_label_is_explained() {
    insta::assert_snapshot!(run(&["label", "sprinters:aws:ubuntu-24.04-arm:eu-central-1:cpu=4:spot=auto:temp=100"]));
}

#[test]
fn the_wrong_part_is_underlined_and_the_right_one_proposed() {
    let wrong = run(&["label", "sprinters:aws:m7i.2xlrge:eu-centrl-1:spot=maybe"]);
    insta::assert_snapshot!(wrong);
    assert_eq!((wrong.exit, wrong.stdout.as_str()), (2, ""));
}

#[test]
fn a_label_that_is_nearly_ours() {
    insta::assert_snapshot!(run(&["label", "sprinter:aws"]));
}

#[test]
fn a_label_of_somebody_else_is_fine() {
    insta::assert_snapshot!(run(&["label", "ubuntu-latest"]));
}

#[test]
fn several_labels_are_several_answers() {
    let run = run(&["label", "sprinters:aws", "sprinters:aws:swap=-1", "self-hosted"]);
    assert_eq!(run.exit, 2);
    assert!(run.stdout.starts_with("sprinters:aws:"), "{}", run.stdout);
    assert!(run.stderr.contains("swap=-1") && run.stderr.contains("`self-hosted`"), "{}", run.stderr);
}

#[test]
fn for_programs() {
    let right = run(&["label", "--json", "sprinters:aws", "ubuntu-latest"]);
    let json: Value = serde_json::from_str(&right.stdout).unwrap();
    assert_eq!((right.exit, right.stderr.as_str()), (0, ""));
    assert_eq!(json.pointer("/0/plan/candidates/0/market").and_then(Value::as_str), Some("on-demand"));
    assert_eq!(json.pointer("/1/ours"), Some(&Value::Bool(false)));
    let wrong = run(&["label", "--json", "sprinters:aws:m7i.2xlrge"]);
    let json: Value = serde_json::from_str(&wrong.stdout).unwrap();
    assert_eq!((wrong.exit, wrong.stderr.as_str()), (2, ""));
    assert_eq!(json.pointer("/0/problems/0/corrected").and_then(Value::as_str), Some("sprinters:aws:m7i.2xlarge"));
    assert_eq!(json.pointer("/0/problems/0/start"), Some(&Value::from(14)));
}
