use crate::run;
use serde_json::Value;
use sprinters_stacks::permission::PERMISSIONS;

#[test]
fn every_permission_says_why_when_and_what_it_cannot() {
    let all = run(&["explain"]);
    assert_eq!((all.exit, all.stderr.as_str()), (0, ""));
    for permission in PERMISSIONS {
        for text in [permission.action, permission.reason, permission.used_when, permission.cannot] {
            assert!(all.stdout.contains(text), "{} lacks: {text}", permission.action);
        }
        for statement in permission.statements {
            let line = all.stdout.lines().find(|line| line.contains(statement)).unwrap();
            assert!(statement.len() + 20 < line.trim().len(), "{statement} has no reason: {line}");
        }
    }
}

#[test]
fn one_action() {
    insta::assert_snapshot!(run(&["explain", "iam:PassRole"]));
}

#[test]
fn the_service_and_the_case_may_be_left_out() {
    let whole = run(&["explain", "ec2:TerminateInstances"]);
    assert_eq!(whole.exit, 0);
    assert_eq!(run(&["explain", "terminateinstances"]).stdout, whole.stdout);
}

#[test]
fn an_unknown_action_is_answered_with_the_nearest() {
    insta::assert_snapshot!(run(&["explain", "ec2:TerminateInstance"]));
}

#[test]
fn an_action_that_is_far_from_ours() {
    insta::assert_snapshot!(run(&["explain", "s3:GetObject"]));
}

#[test]
fn for_programs() {
    let json: Value = serde_json::from_str(&run(&["explain", "--json"]).stdout).unwrap();
    let actions: Vec<&str> = json.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, PERMISSIONS.iter().map(|permission| permission.action).collect::<Vec<_>>());
    assert!(json.pointer("/0/statements/0/reason").unwrap().as_str().is_some_and(|reason| 10 < reason.len()));
}
