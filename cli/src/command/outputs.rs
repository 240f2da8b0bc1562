//! `sprinters-iac outputs`

use crate::aws::{self, Aws, stack};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::table;
use aws_sdk_cloudformation::types::Stack;
use serde_json::{Map, Value};

/// Print the outputs of an installed stack
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  sprinters-iac outputs\n  sprinters-iac outputs --stack sprinters-eu --json")]
pub(crate) struct Args {
    /// Name of the stack
    #[arg(long, alias = "stack-name", value_name = "NAME", default_value = "sprinters")]
    stack: String,
    /// For programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aws: aws::Target,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let stack = aws::block_on(async {
        let aws = Aws::new(&args.aws).await?;
        stack::get(&aws, &args.stack).await
    })?;
    print(&stack, args.json, printer)?;
    Ok(Exit::Fine)
}

/// Prints outputs, as `deploy` does at its end.
pub(crate) fn print(stack: &Stack, json: bool, printer: &mut Printer) -> Result<(), Failure> {
    let outputs = stack::outputs(stack);
    if json {
        return printer.json(&Value::Object(as_json(outputs)));
    }
    if outputs.is_empty() {
        printer.say("The stack has no outputs.");
        return Ok(());
    }
    let rows: Vec<[String; 3]> = outputs.into_iter().map(|(name, value, what)| [name, value, what]).collect();
    printer.data(&table(["OUTPUT", "VALUE", "DESCRIPTION"], &rows))
}

/// Values by name.
pub(crate) fn as_json(outputs: Vec<(String, String, String)>) -> Map<String, Value> {
    outputs.into_iter().map(|(name, value, _)| (name, Value::String(value))).collect()
}
