//! `sprinters-iac policy`

use super::rendered;
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::intrinsic::{is_nothing, lines, short};
use crate::printer::Printer;
use crate::table::table;
use serde_json::{Map, Value};
use sprinters_dsl::template::{Intrinsic, as_intrinsic};
use sprinters_stacks::StackKind;
use sprinters_stacks::policy::{permissions_json, trust_json};

/// Print the IAM policy of the role alone, or who may assume it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  sprinters-iac policy --format table\n  sprinters-iac policy --trust")]
pub(crate) struct Args {
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The trust policy instead of the permissions
    #[arg(long)]
    trust: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// As it stands in the template
    Json,
    /// One row for each statement
    Table,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let template = rendered(StackKind::Runner)?;
    let policy = if args.trust { trust_json(&template) } else { permissions_json(&template) };
    let policy = policy.ok_or_else(|| Failure::input(Problem::new("the stack has no role of ours")))?;
    match args.format {
        Format::Json => printer.json(policy)?,
        Format::Table => {
            printer.data(&as_table(policy))?;
            printer.say("ARNs of EC2 are those of the stack's region and account, and shortened here; --format json has them in full.");
        }
    }
    Ok(Exit::Fine)
}

fn as_table(policy: &Value) -> String {
    let statements = policy.get("Statement").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let rows: Vec<[String; 4]> = statements.iter().filter_map(row).collect();
    let rows: Vec<[String; 4]> = rows.into_iter().map(|row| row.map(|cell| shortened(&cell))).collect();
    table(["STATEMENT", "ACTION", "ON OR BY", "ONLY IF"], &rows)
}

/// ARNs without what is the same in all of them: a table has to fit on a screen.
fn shortened(cell: &str) -> String {
    cell.replace("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:", "")
        .replace("arn:${AWS::Partition}:ec2:${AWS::Region}::", "any account's ")
}

fn row(statement: &Value) -> Option<[String; 4]> {
    let (statement, only_if) = match as_intrinsic(statement) {
        Some((Intrinsic::If, Value::Array(branches))) => match branches.as_slice() {
            [condition, statement, no] if is_nothing(no) => (statement, Some(short(condition))),
            [..] => (statement, None),
        },
        Some(_) | None => (statement, None),
    };
    let statement = statement.as_object()?;
    let text = |key: &str| statement.get(key).map(lines).unwrap_or_default();
    let target = if statement.contains_key("Resource") { text("Resource") } else { text("Principal") };
    let given = only_if.map(|condition| format!("the stack has {condition}"));
    let conditions = statement.get("Condition").and_then(Value::as_object).map(conditions).unwrap_or_default();
    let conditions = given.into_iter().chain(conditions).collect::<Vec<_>>().join("\n");
    Some([text("Sid"), text("Action"), target, conditions])
}

/// `StringEquals ec2:Tenancy default`, one line for each key.
fn conditions(conditions: &Map<String, Value>) -> Vec<String> {
    let of = |operator: &str, tests: &Map<String, Value>| {
        tests.iter().map(|(key, value)| format!("{operator} {key} {}", short(value))).collect::<Vec<_>>()
    };
    conditions
        .iter()
        .flat_map(|(operator, tests)| match (as_intrinsic(tests), tests) {
            (None, Value::Object(tests)) => of(operator, tests),
            (_, other) => vec![format!("{operator} {}", short(other))],
        })
        .collect()
}
