//! What the action does with other people's pull requests: a real repository, the real binary, and a fake of GitHub's
//! command line that answers as the API does.

use crate::directory;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$DESK/asked"
for word in "$@"; do
  case "$word" in body=@*) cp "${word#body=@}" "$DESK/body" ;; sarif=@*) cp "${word#sarif=@}" "$DESK/sarif" ;; esac
done
case "$*" in
  *--method*) [ ! -e "$DESK/read-only" ] ;;
  */comments*) cat "$DESK/comments" ;;
  */labels*) cat "$DESK/labels" ;;
  */reviews*) cat "$DESK/reviews" ;;
  *teams/security/memberships/teammate*) echo active ;;
  *) exit 1 ;;
esac
"#;

const QUEUE: &str = "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}\n      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - {Effect: Allow, Action: [sqs:SendMessage], Resource: 'arn:aws:sqs:eu-west-1:111122223333:q'}\n";

/// A repository with a first commit, a place for what the action writes, and the fake.
struct Desk {
    _keep: tempfile::TempDir,
    folder: PathBuf,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Desk {
        let (keep, folder) = directory();
        let desk = Desk { _keep: keep, folder };
        fs::create_dir_all(desk.repository()).unwrap();
        desk.write("gh", GH);
        fs::set_permissions(desk.folder.join("gh"), fs::Permissions::from_mode(0o755)).unwrap();
        for file in ["comments", "labels", "reviews", "asked"] {
            desk.write(file, "");
        }
        // The body of the event, as GitHub sends it, cut to what is read.
        desk.write(
            "event.json",
            r#"{"action": "synchronize", "number": 7, "pull_request": {"number": 7, "head": {"sha": "abc123"}, "user": {"login": "author"}}}"#,
        );
        desk.git(&["init", "--quiet"]);
        desk.commit(files);
        desk
    }

    fn repository(&self) -> PathBuf {
        self.folder.join("repository")
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    fn git(&self, args: &[&str]) {
        let names = ["-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(names).args(args).current_dir(self.repository()).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = self.repository().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "m"]);
    }

    fn run(&self, args: &[&str], more: &[(&str, &str)]) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/review");
        Command::new(script)
            .args(args)
            .current_dir(self.repository())
            .env("PATH", format!("{}:{}", self.folder.display(), std::env::var("PATH").unwrap()))
            .env("DESK", &self.folder)
            .env("SPRINTERS_IAC", env!("CARGO_BIN_EXE_sprinters-iac"))
            .env("GITHUB_REPOSITORY", "o/r")
            .env("GITHUB_SHA", "merge1")
            .env("GITHUB_REF", "refs/pull/7/merge")
            .env("GITHUB_EVENT_NAME", "pull_request")
            .env("GITHUB_EVENT_PATH", self.folder.join("event.json"))
            .env("GITHUB_STEP_SUMMARY", self.folder.join("summary"))
            .envs(more.iter().copied())
            .output()
            .unwrap()
    }

    /// The comment and the outcome of the last commit against the one before.
    fn compare(&self, patterns: &[&str], more: &[(&str, &str)]) -> (String, String) {
        let out = self.folder.join("out");
        let done = self.run(&[&["compare", "HEAD^1", "HEAD", out.to_str().unwrap()], patterns].concat(), more);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        (self.read("out/comment.md"), self.read("out/outcome"))
    }

    fn publish(&self, more: &[(&str, &str)]) -> (Option<i32>, String) {
        let done = self.run(&["publish", self.folder.join("out").to_str().unwrap()], more);
        let said = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8(said).unwrap())
    }
}

fn widened() -> String {
    QUEUE.replace("[sqs:SendMessage]", "[sqs:SendMessage, sqs:DeleteQueue]")
}

#[test]
fn a_widened_grant_is_commented_once_and_needs_a_label_or_an_owner() {
    let desk = Desk::new(&[
        ("infra/a.yaml", QUEUE),
        ("README.md", "x"),
        (".github/CODEOWNERS", "*.yaml @owner @o/security\n/docs/ @writer\n"),
    ]);
    desk.commit(&[("infra/a.yaml", &widened()), (".github/CODEOWNERS", "* @author\n")]);
    let (comment, outcome) = desk.compare(&[], &[]);
    assert!(comment.starts_with("<!-- sprinters-iac review -->\n"), "{comment}");
    assert!(comment.contains("## `infra/a.yaml`") && comment.contains("sqs:DeleteQueue"), "{comment}");
    assert_eq!(outcome, "widened=true\nfailed=false\n");

    let (code, said) = desk.publish(&[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("add the label policy-change, or let a code owner approve"), "{said}");
    assert!(desk.read("asked").contains("--method POST repos/o/r/issues/7/comments"));
    assert_eq!(desk.read("body"), comment);
    assert!(desk.read("summary").contains("sqs:DeleteQueue"));

    // The next one takes its place.
    desk.write("comments", "41\n");
    desk.write("asked", "");
    desk.publish(&[]);
    assert!(desk.read("asked").contains("--method PATCH repos/o/r/issues/comments/41"), "{}", desk.read("asked"));
    assert!(!desk.read("asked").contains("POST"));

    // A label of that very name.
    desk.write("labels", "policy-change-later\n");
    assert_eq!(desk.publish(&[]).0, Some(1));
    desk.write("labels", "bug\npolicy-change\n");
    assert_eq!(desk.publish(&[]).0, Some(0));
    desk.write("labels", "");

    // Owners by the base's file; not the author, not who owns other files, not who then asked for changes.
    for (reviews, expected) in [
        ("owner\tAPPROVED\n", 0),
        ("teammate\tAPPROVED\n", 0),
        ("writer\tAPPROVED\n", 1),
        ("author\tAPPROVED\n", 1),
        ("owner\tAPPROVED\nowner\tCHANGES_REQUESTED\n", 1),
        ("owner\tCHANGES_REQUESTED\nowner\tAPPROVED\n", 0),
        ("owner\tCOMMENTED\n", 1),
    ] {
        desk.write("reviews", reviews);
        let (code, said) = desk.publish(&[]);
        assert_eq!(code, Some(expected), "{reviews}: {said}");
    }
    // Only approvals of exactly this commit are asked for.
    assert!(desk.read("asked").contains(r#"select(.commit_id == "abc123")"#), "{}", desk.read("asked"));
}

#[test]
fn what_does_not_widen_passes_and_other_files_are_nobodys_business() {
    let desk = Desk::new(&[("infra/a.yaml", QUEUE), ("app/package.json", "{\"name\": \"x\"}")]);
    desk.commit(&[
        ("infra/a.yaml", &QUEUE.replace("PolicyName: p", "PolicyName: q")),
        ("app/package.json", "{\"name\": \"y\"}"),
        ("notes.yaml", "a: 1\n"),
    ]);
    let (comment, outcome) = desk.compare(&[], &[]);
    assert_eq!(outcome, "widened=false\nfailed=false\n", "{comment}");
    assert!(!comment.contains("package.json") && !comment.contains("notes.yaml"), "{comment}");
    let (code, said) = desk.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    // A pattern leaves out the rest.
    let (comment, _) = desk.compare(&["other/*"], &[]);
    assert!(comment.contains("No template changed."), "{comment}");
}

#[test]
fn a_new_file_is_compared_with_nothing_and_a_broken_one_does_not_pass() {
    let desk = Desk::new(&[("a.yaml", QUEUE)]);
    desk.commit(&[("infra/new file.yaml", QUEUE)]);
    let (comment, outcome) = desk.compare(&[], &[]);
    assert!(comment.contains("## `infra/new file.yaml`") && comment.contains("queue q"), "{comment}");
    assert!(!comment.contains("Nothing"), "{comment}");
    assert!(outcome.contains("widened=true"), "{outcome}");
    desk.commit(&[("a.yaml", "Resources:\n  Role: {Type: AWS::IAM::Role, Properties: {Path: !Ref Nobody}}\n")]);
    let (comment, outcome) = desk.compare(&[], &[]);
    assert!(comment.contains("can't be compared"), "{comment}");
    assert!(outcome.contains("failed=true"), "{outcome}");
    assert_eq!(desk.publish(&[]).0, Some(1));
}

#[test]
fn findings_fail_by_severity_and_only_the_bases_baseline_counts() {
    let open = "Resources:\n  Door: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]}}\n";
    let entry = r#"{"version": 1, "findings": [{"file": "./door.yaml", "rule": "SPR001-security-group-ingress", "logicalId": "Door", "found": "lets in tcp 22 from 0.0.0.0/0"}]}"#;
    let empty = r#"{"version": 1, "findings": []}"#;
    let desk = Desk::new(&[("door.yaml", open), ("baseline.json", entry)]);
    desk.commit(&[("notes.txt", "x")]);
    let baseline = [("BASELINE", "baseline.json")];
    assert!(desk.compare(&[], &baseline).1.contains("failed=false"));
    let (comment, outcome) = desk.compare(&[], &[]);
    assert!(outcome.contains("failed=true") && comment.contains("| error | `door.yaml:2` |"), "{comment}");
    assert!(desk.compare(&[], &[("FAIL_ON", "never")]).1.contains("failed=false"));
    // A request that adds its own finding to the list is judged by the list that was there.
    let other = Desk::new(&[("a.yaml", QUEUE), ("baseline.json", empty)]);
    other.commit(&[("door.yaml", open), ("baseline.json", entry)]);
    assert!(other.compare(&[], &baseline).1.contains("failed=true"));
    assert_eq!(other.publish(&[]).0, Some(1));
}

#[test]
fn a_fork_gets_the_summary_and_a_merge_queue_no_comment() {
    let desk = Desk::new(&[("a.yaml", QUEUE)]);
    desk.commit(&[("a.yaml", &widened())]);
    desk.compare(&[], &[]);
    desk.write("read-only", "");
    let (code, said) = desk.publish(&[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("could not be posted"), "{said}");
    assert!(desk.read("summary").contains("sqs:DeleteQueue"));
    let upload = desk.run(&["upload", desk.folder.join("out").to_str().unwrap()], &[]);
    assert_eq!(upload.status.code(), Some(0));

    desk.write("asked", "");
    let (code, said) = desk.publish(&[("GITHUB_EVENT_NAME", "merge_group")]);
    assert_eq!((code, desk.read("asked").as_str()), (Some(0), ""), "{said}");
}

#[test]
fn code_scanning_gets_the_findings_packed() {
    let desk = Desk::new(&[("a.yaml", QUEUE)]);
    desk.commit(&[("a.yaml", &widened())]);
    desk.compare(&[], &[]);
    let upload = desk.run(&["upload", desk.folder.join("out").to_str().unwrap()], &[]);
    assert_eq!(upload.status.code(), Some(0));
    let asked = desk.read("asked");
    assert!(asked.contains("repos/o/r/code-scanning/sarifs") && asked.contains("commit_sha=merge1"), "{asked}");
    let packed =
        Command::new("sh").args(["-c", "base64 -d \"$0\" | gunzip"]).arg(desk.folder.join("sarif")).output().unwrap();
    let log: serde_json::Value = serde_json::from_slice(&packed.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
}

#[test]
fn what_a_request_writes_stays_text_and_within_bounds() {
    let desk = Desk::new(&[("a.yaml", QUEUE)]);
    let mut many = "Resources:\n".to_owned();
    for index in 0..200 {
        many.push_str(&format!(
            "  Role{index}:\n    Type: AWS::IAM::Role\n    Metadata: {{note: 'see https://evil.example/ @everybody'}}\n    Properties:\n      Description: 'ä https://evil.example/x @everybody www.evil.example #1'\n      AssumeRolePolicyDocument: {{Statement: [{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::11112222{index:04}:role/https://evil.example'}}, Action: sts:AssumeRole}}]}}\n"
        ));
    }
    let names: Vec<String> = (0..40).map(|index| format!("{index}.yaml")).collect();
    desk.commit(&names.iter().map(|name| (name.as_str(), many.as_str())).collect::<Vec<_>>());
    let (comment, _) = desk.compare(&[], &[]);
    assert!(comment.len() <= 65_536, "{} bytes", comment.len());
    assert!(comment.contains("Cut here"), "not cut");
    // Outside of code nothing links, mentions or refers.
    let mut fenced = false;
    for line in comment.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let text: String = line.split('`').step_by(2).collect();
        assert!(!text.contains("://") && !text.contains("@every") && !text.contains("www.evil"), "{line}");
    }
}

#[test]
fn wrong_use_is_told() {
    let desk = Desk::new(&[("a.yaml", QUEUE)]);
    for args in [&[][..], &["compare"], &["publish"], &["compare", "HEAD^1", "HEAD", "out"]] {
        assert_eq!(desk.run(args, &[]).status.code(), Some(2), "{args:?}");
    }
}
