use crate::run;
use serde_json::Value;
use sprinters_stacks::policy::{permissions_json, trust_json};
use sprinters_stacks::{StackKind, render};

#[test]
fn the_policy_alone() {
    let template = render(StackKind::Runner).unwrap();
    let printed = |args: &[&str]| serde_json::from_str::<Value>(&run(args).stdout).unwrap();
    assert_eq!(Some(&printed(&["policy"])), permissions_json(&template));
    assert_eq!(Some(&printed(&["policy", "--trust"])), trust_json(&template));
}

#[test]
fn the_policy_as_a_table() {
    let table = run(&["policy", "--format", "table"]);
    insta::assert_snapshot!(table);
    let template = render(StackKind::Runner).unwrap();
    for permission in sprinters_stacks::permission::PERMISSIONS {
        for statement in permission.statements {
            let row = table.stdout.lines().find(|line| line.starts_with(statement));
            assert!(row.is_some_and(|row| row.contains(permission.action)), "{statement} has no row");
        }
    }
    assert!(permissions_json(&template).is_some());
}

#[test]
fn the_trust_policy_as_a_table() {
    insta::assert_snapshot!(run(&["policy", "--format", "table", "--trust"]));
}
