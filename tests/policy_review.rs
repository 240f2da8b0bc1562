//! What the workflow does with a pull request, with fakes of GitHub's command line and of ours.
#![expect(clippy::unwrap_used, reason = "what the tests share: a wrong assumption ends the test")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory of its own for each test, with a `gh` that writes down what it is asked and a `sprinters-iac` that
/// compares by text: it says "widened" where the word stands in the new template.
struct Desk {
    directory: PathBuf,
}

const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$DESK/asked"
case "$*" in
  *--method*) [ ! -e "$DESK/read-only" ] ;;
  */comments*) cat "$DESK/comments" ;;
  */labels*) cat "$DESK/labels" ;;
esac
"#;

const IAC: &str = r#"#!/usr/bin/env bash
case "$1" in
  render) if [ -e "$DESK/broken" ]; then exit 3; fi; echo "{\"stack\": \"$2\"}" ;;
  diff) if grep -q widened "$3"; then echo 'A grant was widened.'; exit 1; else echo 'Nothing.'; fi ;;
esac
"#;

impl Desk {
    fn new(name: &str) -> Desk {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("policy-review-{name}"));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(directory.join("head")).unwrap();
        let desk = Desk { directory };
        for (file, script) in [("gh", GH), ("sprinters-iac", IAC)] {
            desk.write(file, script);
            fs::set_permissions(desk.directory.join(file), fs::Permissions::from_mode(0o755)).unwrap();
        }
        for file in ["comments", "labels", "asked", "head/runner.json", "head/organization.json"] {
            desk.write(file, "");
        }
        desk
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.directory.join(file), text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.directory.join(file)).unwrap_or_default()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let path = format!("{}:{}", self.directory.display(), std::env::var("PATH").unwrap());
        Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/policy-review"))
            .args(arguments)
            .env("PATH", path)
            .env("DESK", &self.directory)
            .env("SPRINTERS_IAC", self.directory.join("sprinters-iac"))
            .env("GITHUB_OUTPUT", self.directory.join("output"))
            .env("GITHUB_STEP_SUMMARY", self.directory.join("summary"))
            .env("GITHUB_REPOSITORY", "o/r")
            .env("PULL_REQUEST", "7")
            .output()
            .unwrap()
    }

    fn compare(&self) -> Output {
        self.run(&["compare", self.directory.join("head").to_str().unwrap()])
    }

    fn publish(&self, comment: &str, widened: &str) -> Output {
        self.write("comment.md", comment);
        self.run(&["publish", self.directory.join("comment.md").to_str().unwrap(), widened])
    }
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn both_stacks_become_outputs() {
    let desk = Desk::new("render");
    let output = desk.run(&["render"]);
    assert_eq!(code(&output), Some(0), "{output:?}");
    let names: Vec<String> =
        desk.read("output").lines().map(|line| line.split_once('=').unwrap().0.to_owned()).collect();
    assert_eq!(names, ["runner", "organization"]);
}

#[test]
fn a_comparison_without_widening_ends_well() {
    let desk = Desk::new("same");
    let output = desk.compare();
    assert_eq!(code(&output), Some(0), "{output:?}");
    let comment = String::from_utf8(output.stdout).unwrap();
    assert!(comment.starts_with("<!-- sprinters-iac diff -->\n"), "{comment}");
    assert!(comment.contains("# The stack runner") && comment.contains("# The stack organization"));
}

#[test]
fn one_widened_stack_is_enough() {
    let desk = Desk::new("widened");
    desk.write("head/runner.json", "widened");
    let output = desk.compare();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("# The stack organization"), "both are told");
}

#[test]
fn what_cannot_be_compared_is_no_widening_and_no_success() {
    let desk = Desk::new("broken");
    desk.write("broken", "");
    assert_eq!(code(&desk.compare()), Some(2));
    assert_eq!(code(&desk.run(&["compare"])), Some(2));
    assert_eq!(code(&desk.run(&[])), Some(2));
}

#[test]
fn the_first_comment_is_posted_and_the_next_one_takes_its_place() {
    let desk = Desk::new("comment");
    assert_eq!(code(&desk.publish("hello", "false")), Some(0));
    assert!(desk.read("asked").contains("--method POST repos/o/r/issues/7/comments"), "{}", desk.read("asked"));
    desk.write("comments", "41\n");
    desk.write("asked", "");
    assert_eq!(code(&desk.publish("hello", "false")), Some(0));
    let asked = desk.read("asked");
    assert!(asked.contains("--method PATCH repos/o/r/issues/comments/41 --raw-field body=hello"), "{asked}");
    assert!(!asked.contains("POST"), "{asked}");
    assert!(desk.read("summary").contains("hello"));
}

#[test]
fn a_widened_grant_needs_the_label() {
    let desk = Desk::new("label");
    desk.write("labels", "bug\npolicy-change-later\n");
    let output = desk.publish("hello", "true");
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("policy-change"));
    desk.write("labels", "bug\npolicy-change\n");
    assert_eq!(code(&desk.publish("hello", "true")), Some(0));
}

#[test]
fn a_fork_that_may_not_comment_is_judged_all_the_same() {
    let desk = Desk::new("fork");
    desk.write("read-only", "");
    assert_eq!(code(&desk.publish("hello", "false")), Some(0));
    assert_eq!(code(&desk.publish("hello", "true")), Some(1));
    assert!(desk.read("summary").contains("hello"));
}

#[test]
fn a_long_comment_is_cut_at_a_line() {
    let desk = Desk::new("long");
    assert_eq!(code(&desk.publish(&"a line of the comment\n".repeat(5_000), "false")), Some(0));
    let summary = desk.read("summary");
    assert!(summary.len() < 65_536, "{} bytes", summary.len());
    assert!(summary.contains("Cut here"));
}

/// Who may do what is stated per job, nothing is left to defaults, and no action can change under its name.
#[test]
fn the_workflow_asks_for_little() {
    let workflow =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/policy-review.yml")).unwrap();
    assert!(workflow.contains("\npermissions: {}\n"));
    assert!(!workflow.contains("pull_request_target"), "a fork's code must not run with our token");
    let (render, review) = workflow.split_once("\n  review:\n").unwrap();
    assert!(!render.contains(": write"), "the job that runs the pull request's code may not write");
    assert!(review.contains("ref: ${{ github.event.pull_request.base.sha }}"));
    for line in workflow.lines().filter(|line| line.contains("uses:")) {
        let pin = line.split('@').nth(1).unwrap().split(' ').next().unwrap();
        assert!(pin.len() == 40 && pin.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
    }
}
