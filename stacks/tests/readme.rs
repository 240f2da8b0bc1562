//! The README's tables say what the code does.

use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::{StackKind, render};

const README: &str = include_str!("../../README.md");

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_permission_table_is_the_permission_list() {
    let mut table = "| action | why | when | what it can't do |\n|---|---|---|---|\n".to_owned();
    for permission in PERMISSIONS {
        let only = permission.only_with.map(|parameter| format!(" (only with `{parameter}`)")).unwrap_or_default();
        table.push_str(&format!(
            "| `{}`{only} | {} | {} | {} |\n",
            permission.action,
            cell(permission.reason),
            cell(permission.used_when),
            cell(permission.cannot)
        ));
    }
    assert!(README.contains(&table), "README.md must hold this table:\n{table}");
}

#[test]
fn the_parameter_table_is_the_templates() {
    let template = render(StackKind::Runner).unwrap();
    let mut table = "| parameter | default | meaning |\n|---|---|---|\n".to_owned();
    for parameter in template.parameters() {
        let default = match parameter.default.map(|default| default.as_str().map_or(default.to_string(), str::to_owned))
        {
            Some(empty) if empty.is_empty() => "empty".to_owned(),
            Some(default) => format!("`{default}`"),
            None => "to be given".to_owned(),
        };
        table.push_str(&format!("| `{}` | {default} | {} |\n", parameter.name, cell(parameter.description.unwrap())));
    }
    assert!(README.contains(&table), "README.md must hold this table:\n{table}");
}
