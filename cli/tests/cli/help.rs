use crate::run;

const OFFLINE: [&str; 9] = ["render", "policy", "explain", "check", "diff", "link", "label", "completions", "man"];

#[cfg(feature = "aws")]
const WITH_AWS: [&str; 5] = ["deploy", "drift", "outputs", "connect", "leftovers"];
#[cfg(not(feature = "aws"))]
const WITH_AWS: [&str; 0] = [];

fn commands() -> impl Iterator<Item = &'static str> {
    OFFLINE.into_iter().chain(WITH_AWS)
}

#[test]
fn every_command_is_listed() {
    let help = run(&["--help"]);
    assert_eq!((help.exit, help.stderr.as_str()), (0, ""));
    let list = help.stdout.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let mut listed: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let mut expected: Vec<&str> = commands().chain(["help"]).collect();
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in commands() {
        let help = run(&[command, "--help"]);
        assert_eq!((help.exit, help.stderr.as_str()), (0, ""), "{command}");
        assert!(help.stdout.contains("Example"), "{command} has no example");
        assert!(help.stdout.contains(&format!("sprinters-iac {command}")), "{command} shows another command's example");
    }
}

#[cfg(feature = "aws")]
#[test]
fn the_help_of_everything() {
    insta::assert_snapshot!("help", run(&["--help"]).stdout);
    for command in commands() {
        insta::assert_snapshot!(format!("help_{command}"), run(&[command, "--help"]).stdout);
    }
}

#[test]
fn without_arguments_the_help_is_an_error() {
    let run = run(&[]);
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("Usage: sprinters-iac"));
}

#[test]
fn the_version_is_data() {
    let run = run(&["--version"]);
    assert_eq!((run.exit, run.stdout.as_str()), (0, concat!("sprinters-iac ", env!("CARGO_PKG_VERSION"), "\n")));
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = run(&["completions", shell]);
        assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{shell}");
        for command in commands() {
            assert!(run.stdout.contains(command), "{shell} does not complete {command}");
        }
    }
}

#[test]
fn the_man_page_has_every_command() {
    let run = run(&["man"]);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains(".TH sprinters-iac 1"));
    for command in commands() {
        assert!(run.stdout.contains(&format!(".SH \"COMMAND {}\"", command.to_uppercase())), "{command}");
    }
}
