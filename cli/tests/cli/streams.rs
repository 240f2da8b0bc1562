use crate::{command, run};
use std::process::Stdio;

const ESCAPE: char = '\u{1b}';

#[test]
fn a_pipe_gets_no_colour_unless_asked_for() {
    assert!(!run(&["explain"]).stdout.contains(ESCAPE));
    assert!(run(&["explain", "--color", "always"]).stdout.contains(ESCAPE));
    assert!(!run(&["--color", "never", "explain"]).stdout.contains(ESCAPE));
    assert!(!run(&["explain", "nothing"]).stderr.contains(ESCAPE));
    assert!(run(&["--color", "always", "explain", "nothing"]).stderr.contains(ESCAPE));
}

#[test]
fn a_reader_that_leaves_is_no_fault() {
    for args in [&["render"] as &[&str], &["explain"], &["policy"], &["man"], &["--help"], &["label", "sprinters:aws"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command().args(args).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command().arg("render").stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("standard output can't be written"));
}

#[test]
fn an_escape_sequence_in_a_template_is_shown_and_not_performed() {
    let template = "Resources: {T: {Type: AWS::SNS::Topic, Properties: {X: !Ref \"\\e[2J\"}}}";
    let run = crate::run_with(&["check", "-"], template.as_bytes());
    assert_eq!(run.exit, 2);
    assert!(!run.stderr.contains(ESCAPE) && !run.stdout.contains(ESCAPE), "{run}");
}
