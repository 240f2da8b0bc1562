//! `sprinters-iac connect`
//!
//! The request, which the control plane's API documents as well:
//!
//! ```text
//! POST {control-plane}/api/v1/connections
//! Content-Type: application/json
//!
//! {"code": "the one-time code", "stack": {"id": "arn:…", "name": "sprinters"}, "outputs": {"RoleArn": "arn:…", …},
//!  "parameters": {"AllowedInstanceTypes": "t3.*,…", "AllowedInstanceSizes": "*.large,…"}}
//! ```
//!
//! The code binds the request to the installation for which the console showed it, so no other credential is sent. The
//! external id is not sent either: the control plane made it, and proves the connection by assuming the role with it.

use super::outputs;
use crate::aws::{self, Aws, http, stack};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read};

/// Longest code that is read from standard input; codes have some thirty characters.
const MAX_CODE_BYTES: u64 = 1_024;

/// Hand the outputs of an installed stack to a control plane
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Posts {\"code\", \"stack\": {\"id\", \"name\"}, \"outputs\"} to CONTROL_PLANE/api/v1/connections, over https alone\n(http to this machine). No AWS credential leaves this machine.\n\nExamples:\n  sprinters-iac connect --control-plane https://sprinters.example --code 7KQ2-M9XD-4TRW\n  pass sprinters/code | sprinters-iac connect --control-plane https://sprinters.example --code -"
)]
pub(crate) struct Args {
    /// Address of the control plane
    #[arg(long, value_name = "URL")]
    control_plane: String,
    /// The one-time code that the console shows, or - to read it from standard input
    #[arg(long, value_name = "CODE")]
    code: String,
    /// Name of the stack
    #[arg(long, alias = "stack-name", value_name = "NAME", default_value = "sprinters")]
    stack: String,
    /// Print the control plane's answer for programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aws: aws::Target,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let base = http::check_base(&args.control_plane)?;
    let code = code(&args.code)?;
    let answer = aws::block_on(async {
        let aws = Aws::new(&args.aws).await?;
        let stack = stack::get(&aws, &args.stack).await?;
        let request = request(&code, &stack)?;
        printer.say(&format!("Handing {} outputs of {} to {base}.", stack.outputs().len(), args.stack));
        http::post(&format!("{base}/api/v1/connections"), &request).await
    })?;
    if !(200..300).contains(&answer.status) {
        let mut problem = Problem::new(format!("the control plane refused the connection (status {})", answer.status));
        problem.notes.extend(said(&answer.body));
        return Err(Failure::outside(
            problem.help("codes are for one use and expire: take a new one from the console"),
        ));
    }
    if args.json {
        printer.json(&answer.body)?;
    } else {
        printer.say("Connected.");
        if let Some(text) = said(&answer.body) {
            printer.data(&format!("{}\n", crate::printer::printable(&text)))?;
        }
    }
    Ok(Exit::Fine)
}

/// The parameters that say which instance types a plan may name.
const PLANNED_BY: [&str; 2] = ["AllowedInstanceTypes", "AllowedInstanceSizes"];

fn request(code: &str, stack: &aws_sdk_cloudformation::types::Stack) -> Result<Value, Failure> {
    let outputs = outputs::as_json(stack::outputs(stack));
    if !outputs.contains_key("RoleArn") {
        return Err(Failure::outside(
            Problem::new("the stack has no output RoleArn").help("give the name of a Sprinters stack with --stack"),
        ));
    }
    // What plans need, and nothing else: nothing leaves this machine that is not asked for.
    let parameters: serde_json::Map<String, Value> = stack
        .parameters()
        .iter()
        .filter(|parameter| parameter.parameter_key().is_some_and(|name| PLANNED_BY.contains(&name)))
        .filter_map(|parameter| Some((parameter.parameter_key()?.to_owned(), parameter.parameter_value()?.into())))
        .collect();
    let stack = json!({"id": stack.stack_id(), "name": stack.stack_name()});
    Ok(json!({"code": code, "stack": stack, "outputs": outputs, "parameters": parameters}))
}

/// What the server says to a person: its `message`, else all of it.
fn said(body: &Value) -> Option<String> {
    let text = match body {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => match other.get("message").and_then(Value::as_str) {
            Some(message) => message.to_owned(),
            None => format!("{other:#}"),
        },
    };
    (!text.is_empty()).then_some(text)
}

fn code(given: &str) -> Result<String, Failure> {
    let mut code = given.to_owned();
    if given == "-" {
        code.clear();
        let read = io::stdin().lock().take(MAX_CODE_BYTES).read_line(&mut code);
        read.map_err(|error| Failure::input(Problem::new(format!("the code can't be read: {error}"))))?;
    }
    let code = code.trim().to_owned();
    if code.is_empty() {
        return Err(Failure::input(
            Problem::new("the code is empty").help("the console shows one under Connect an account"),
        ));
    }
    Ok(code)
}
