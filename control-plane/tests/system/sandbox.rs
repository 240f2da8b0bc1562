//! The first command of the README, as a new user runs it.

use std::process::{Command, Stdio};

#[test]
fn the_sandbox_plays_some_jobs_and_leaves_nothing() {
    let output = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane"))
        .args(["sandbox", "--listen", "127.0.0.1:0", "--jobs", "6", "--pace", "0.2"])
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (said, lines) = (String::from_utf8(output.stderr).unwrap(), String::from_utf8(output.stdout).unwrap());
    assert!(output.status.success(), "{said}");
    assert!(said.starts_with("SANDBOX: "), "{said}");
    assert!(said.contains("Console: http://127.0.0.1:"), "{said}");
    assert!(said.contains("Sign in with GitHub"), "what to do there: {said}");
    assert!(!said.contains("{\""), "no lines of libraries: {said}");
    assert!(said.contains("6 jobs were queued and have ended; 0 instances are left."), "{said}\n{lines}");
    assert!(lines.contains("The runs-on label has a mistake"), "{lines}");
    assert!(4 <= lines.lines().filter(|line| line.ends_with(" running")).count(), "{lines}");
}

#[test]
fn the_sandbox_lets_in_nobody_from_elsewhere() {
    let output = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane"))
        .args(["sandbox", "--listen", "0.0.0.0:0"])
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("loopback"));
}
