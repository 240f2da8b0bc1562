//! The forms in which a difference is handed on: lines for a terminal, JSON for programs, a comment for a pull request.

use serde_json::{Value, json};
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Difference, Direction, LineKind, diff};

const BASE: &str = include_str!("diff/base.yml");

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn read(source: &str) -> Template {
    match Template::parse(source) {
        Ok(template) => template,
        Err(error) => panic!("{error}"),
    }
}

/// One of each: widened, changed, narrowed, and the rest with a replacement.
fn mixed() -> Difference {
    let edited = BASE
        .replace("ec2:InstanceType: !Ref InstanceTypes", "ec2:InstanceType: \"*\"")
        .replace("ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: [gp3, st1]")
        .replace("sts:RoleSessionName: build-*", "sts:RoleSessionName: build-1-*")
        .replace("GroupDescription: Build machines", "GroupDescription: Machines")
        .replace("        InstanceType: m7i.large\n", "");
    diff(&read(BASE), &read(&edited))
}

#[test]
fn json_has_the_documented_shape() {
    let found = mixed().to_json();
    assert_eq!(found["widened"], json!(true));
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&found), ["grants", "other", "not_judged", "widened"]);
    for grant in found["grants"].as_array().unwrap() {
        assert_eq!(keys(grant), ["holder", "direction", "sentence", "before", "after", "path", "count"]);
    }
    let directions: Vec<&str> =
        found["grants"].as_array().unwrap().iter().map(|grant| grant["direction"].as_str().unwrap()).collect();
    assert_eq!(directions, ["widened", "changed", "narrowed"]);
    insta::assert_json_snapshot!(found);
}

#[test]
fn a_path_leads_to_what_it_tells() {
    let edited = BASE.replace("ec2:InstanceType: !Ref InstanceTypes", "ec2:InstanceType: \"*\"");
    let new = read(&edited);
    let difference = diff(&read(BASE), &new);
    let statement = new.as_json().pointer(&difference.grants[0].path).unwrap();
    assert_eq!(statement["Sid"], "LaunchInstance");
}

#[test]
fn lines_carry_their_kind_and_no_escape_sequences() {
    let lines = mixed().lines();
    let kinds: Vec<LineKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds[0], LineKind::Heading);
    assert!(kinds.contains(&LineKind::Grant(Direction::Widened)));
    assert!(lines.iter().all(|line| !line.text.contains(['\n', '\u{1b}'])));
    let same = diff(&read(BASE), &read(BASE));
    assert_eq!(same.to_text(), "No difference.\n");
}

#[test]
fn a_template_cannot_put_escape_sequences_or_lines_into_the_terminal() {
    let edited = BASE.replace("Description: A role that launches build machines", "Description: \"a\\e[31mb\\nc\"");
    let text = diff(&read(BASE), &read(&edited)).to_text();
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert_eq!(text.lines().count(), 4, "{text}");
}

#[test]
fn the_comment_says_what_needs_the_label() {
    let comment = mixed().to_markdown().unwrap();
    assert!(comment.starts_with("<!-- sprinters-iac diff -->\n"), "the workflow finds its own comment by this line");
    assert!(comment.contains("label `policy-change`"));
    insta::assert_snapshot!(comment);
}

#[test]
fn the_comment_of_a_narrowing_asks_for_nothing() {
    let edited = BASE.replace("sts:RoleSessionName: build-*", "sts:RoleSessionName: build-1-*");
    let comment = diff(&read(BASE), &read(&edited)).to_markdown().unwrap();
    assert!(!comment.contains("policy-change"), "{comment}");
    insta::assert_snapshot!(comment);
}

#[test]
fn the_comment_of_no_difference() {
    insta::assert_snapshot!(diff(&read(BASE), &read(BASE)).to_markdown().unwrap());
}

#[test]
fn what_a_template_says_stays_text_in_the_comment() {
    let evil = "\"<img src=x> @everyone [click](http://example.com) `code` **bold** | # x\"";
    let edited = BASE.replace("Description: A role that launches build machines", &format!("Description: {evil}"));
    let comment = diff(&read(BASE), &read(&edited)).to_markdown().unwrap();
    for raw in ["<img", "@everyone", "[click]", "`code`", "**bold**"] {
        assert!(!comment.contains(raw), "{raw} in\n{comment}");
    }
}

#[test]
fn a_comment_fits_what_github_accepts() {
    let statements: String = (0..3_000)
        .map(|number| {
            format!(
                "              - {{Effect: Allow, Action: \"ec2:Action{number}\", Resource: \"arn:aws:ec2:*:*:thing/{number}\"}}\n"
            )
        })
        .collect();
    let edited = BASE
        .replace("              - Sid: LaunchVolume\n", &format!("{statements}              - Sid: LaunchVolume\n"));
    let comment = diff(&read(BASE), &read(&edited)).to_markdown().unwrap();
    assert!(comment.contains("more not listed here"));
    assert!(comment.len() < 65_536, "{} bytes", comment.len());
}
