//! `sprinters-iac explain`

use super::rendered;
use crate::exit::Exit;
use crate::failure::{Excerpt, Failure, Problem};
use crate::printer::Printer;
use anstyle::Style;
use serde_json::{Value, json};
use sprinters_dsl::template::{Template, nearest};
use sprinters_stacks::StackKind;
use sprinters_stacks::permission::{PERMISSIONS, Permission, find};
use sprinters_stacks::runner::ROLE;

/// Say why each permission is needed, when it is used and what it cannot do
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters-iac explain\n  sprinters-iac explain ec2:RunInstances\n  sprinters-iac explain --json"
)]
pub(crate) struct Args {
    /// One action, ec2:RunInstances; without it all of them
    action: Option<String>,
    /// For programs
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let permissions: Vec<&Permission> = match &args.action {
        None => PERMISSIONS.iter().collect(),
        Some(action) => vec![named(action)?],
    };
    let template = rendered(StackKind::Runner)?;
    if args.json {
        printer.json(&permissions.iter().map(|permission| as_json(permission, &template)).collect())?;
    } else {
        let texts: Vec<String> = permissions.iter().map(|permission| as_text(permission, &template, printer)).collect();
        printer.data(&texts.join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// The permission of this name; the service may be left out.
fn named(action: &str) -> Result<&'static Permission, Failure> {
    let alone = |permission: &&Permission| {
        permission.action.split_once(':').is_some_and(|(_, name)| name.eq_ignore_ascii_case(action))
    };
    if let Some(permission) = find(action).or_else(|| PERMISSIONS.iter().find(alone)) {
        return Ok(permission);
    }
    let actions = PERMISSIONS.iter().map(|permission| permission.action);
    let full = if action.contains(':') { action.to_owned() } else { format!("ec2:{action}") };
    let meant = nearest(&full, actions.clone());
    let help = match meant {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("granted are: {}", actions.collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::input(Problem {
        title: format!("the control plane is not granted `{action}`"),
        excerpt: Some(Excerpt {
            name: None,
            text: action.to_owned(),
            span: 0..action.len(),
            label: meant.map(|meant| format!("{meant}?")),
        }),
        help: Some(help),
        ..Problem::default()
    }))
}

/// The reason of a statement, as the template gives it to whoever reads it.
fn reason<'a>(template: &'a Template, statement: &str) -> &'a str {
    let reasons = template.as_json().pointer(&format!("/Resources/{ROLE}/Metadata/Reasons"));
    reasons.and_then(|reasons| reasons.get(statement)).and_then(Value::as_str).unwrap_or_default()
}

fn as_text(permission: &Permission, template: &Template, printer: &Printer) -> String {
    let mut out = format!("{}\n", printer.paint(Style::new().bold(), permission.action));
    let mut line = |what: &str, text: &str| out.push_str(&format!("  {what:<8}  {text}\n"));
    line("why", permission.reason);
    line("when", permission.used_when);
    line("cannot", permission.cannot);
    if let Some(parameter) = permission.only_with {
        line("only if", &format!("the stack has {parameter}"));
    }
    let width = permission.statements.iter().map(|name| name.len()).max().unwrap_or_default();
    for (index, statement) in permission.statements.iter().enumerate() {
        let what = if index == 0 { "by" } else { "" };
        line(what, &format!("{statement:<width$}  {}", reason(template, statement)));
    }
    out
}

fn as_json(permission: &Permission, template: &Template) -> Value {
    let statements: Vec<Value> = permission
        .statements
        .iter()
        .map(|statement| json!({"id": statement, "reason": reason(template, statement)}))
        .collect();
    json!({
        "action": permission.action,
        "reason": permission.reason,
        "usedWhen": permission.used_when,
        "cannot": permission.cannot,
        "onlyWith": permission.only_with,
        "statements": statements,
    })
}
