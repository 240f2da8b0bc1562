//! `sprinters-iac deploy`

use super::{Stack, diff, key_value, outputs, rendered};
use crate::aws::change_set::{self, ChangeSet, Request};
use crate::aws::stack::{self, Phase};
use crate::aws::{self, Aws, follow};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use crate::source;
use crate::table::table;
use anstyle::Style;
use aws_sdk_cloudformation::types::{Parameter, Stack as Deployed, Tag};
use sprinters_core::catalogue::other_partition;
use sprinters_dsl::template::{INLINE_BODY_BYTES, Template};
use sprinters_stacks::link::parameter;
use std::io::{self, IsTerminal, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// Install or update a stack with your own AWS credentials
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Shows what would change, asks, then follows the installation; its outputs go to standard output.\nOn an update, parameters that are not given keep their values.\n\nExamples:\n  sprinters-iac deploy --param ExternalId=… --param ControlPlaneRoleArn=arn:aws:iam::…:role/… \\\n      --param DeploymentId=acme-prod --param VpcId=vpc-0123456789abcdef0 \\\n      --param ImageOwnerAccountId=…\n  sprinters-iac deploy --param MaxVolumeGiB=100 --yes\n  sprinters-iac deploy organization --stack sprinters-organization --dry-run"
)]
pub(crate) struct Args {
    /// Which stack
    #[arg(value_enum, default_value_t = Stack::Runner)]
    kind: Stack,
    /// Name of the stack
    #[arg(long, alias = "stack-name", value_name = "NAME", default_value = "sprinters")]
    stack: String,
    /// Install this template instead of rendering one
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    template: Option<String>,
    /// Value of a parameter; a list has commas
    #[arg(long = "param", value_name = "KEY=VALUE", value_parser = key_value)]
    parameters: Vec<(String, String)>,
    /// Tag of the stack and of everything it makes, once for each; without it, a stack keeps its tags
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_value, help_heading = "Stack")]
    tags: Vec<(String, String)>,
    /// Role that CloudFormation works with, instead of your own rights
    #[arg(long, value_name = "ARN", help_heading = "Stack")]
    role_arn: Option<String>,
    /// SNS topic that is told of each step, once for each; without it, a stack keeps its topics
    #[arg(long = "notification-arn", value_name = "ARN", help_heading = "Stack")]
    notification_arns: Vec<String>,
    /// Refuse to delete the stack; =false allows it again
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        help_heading = "Stack"
    )]
    termination_protection: Option<bool>,
    /// What CloudFormation may do, CAPABILITY_IAM or others; without it, what the template needs
    #[arg(long, value_name = "CAPABILITY", value_delimiter = ',')]
    capabilities: Vec<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// Only show what would change
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Print the outputs for programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aws: aws::Target,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let template = match &args.template {
        Some(file) => source::read(file)?.template,
        None => rendered(args.kind.kind())?,
    };
    parameter::check(&template, &args.parameters)
        .map_err(|error| Failure::input(Problem::new(error.to_string()).help(error.help())))?;
    let body = template.to_yaml();
    if INLINE_BODY_BYTES < body.len() {
        return Err(Failure::input(
            Problem::new(format!("the template has {} bytes; a call takes at most {INLINE_BODY_BYTES}", body.len()))
                .help("upload it to S3 and open it with sprinters-iac link"),
        ));
    }
    if let Some((key, _)) = args
        .tags
        .iter()
        .enumerate()
        .find_map(|(index, tag)| args.tags.iter().take(index).any(|earlier| earlier.0 == tag.0).then_some(tag))
    {
        return Err(Failure::input(Problem::new(format!("the tag {key} is given twice")).help("give it once")));
    }
    let deployed = aws::block_on(install(args, &template, body, printer))?;
    if let Some(deployed) = deployed {
        outputs::print(&deployed, args.json, printer)?;
    }
    Ok(Exit::Fine)
}

/// The stack at the end; `None` if nothing was to be done, or the user did not want it.
async fn install(
    args: &Args,
    template: &Template,
    body: String,
    printer: &mut Printer,
) -> Result<Option<Deployed>, Failure> {
    let aws = Aws::new(&args.aws).await?;
    if let (Stack::Runner, None, Some(partition)) = (args.kind, &args.template, other_partition(&aws.region)) {
        return Err(Failure::input(
            Problem::new(format!("{partition} is not supported: no control plane could use a stack in {}", aws.region))
                .help("give a region of the commercial partition with --region, such as us-east-1"),
        ));
    }
    let before = stack::find(&aws, &args.stack).await?;
    let update = match before.as_ref().map(|stack| Phase::from_status(stack::status(stack))) {
        None | Some(Phase::OnlyReviewed) => false,
        Some(Phase::Stands | Phase::RolledBack) => true,
        Some(Phase::UnderWay) => {
            printer.say(&format!("CloudFormation is at work on {} already; following it.", args.stack));
            return followed(args, &aws, &args.stack, 0, Default::default(), printer).await.map(Some);
        }
        Some(Phase::NeverCreated) => {
            return Err(Failure::outside(
                Problem::new(format!("{} is what a failed installation has left", args.stack)).help(format!(
                    "look at its events, then remove it: aws cloudformation delete-stack --region {} --stack-name {}",
                    aws.region, args.stack
                )),
            ));
        }
        Some(Phase::Stuck) => {
            let status = before.as_ref().map_or("", stack::status);
            return Err(Failure::outside(
                Problem::new(format!("{} is in {status}", args.stack))
                    .help("a person has to look at it in CloudFormation"),
            ));
        }
    };
    let parameters = values(template, &args.parameters, before.as_ref().filter(|_| update))?;
    if !args.yes && !args.dry_run && !io::stdin().is_terminal() {
        return Err(Failure::input(
            Problem::new("nobody is there to say yes: standard input is no terminal").help("give --yes, or --dry-run"),
        ));
    }
    if update {
        let old = stack::template(&aws, &args.stack).await?;
        let difference = sprinters_stacks::diff::diff(&old, template);
        let text = diff::as_text(&difference, |style, text| printer.paint_note(style, text));
        printer.say_painted(&text);
    }
    let capabilities = if args.capabilities.is_empty() { needed(template) } else { args.capabilities.clone() };
    let name = format!("sprinters-{}", SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
    let request = Request {
        stack: args.stack.clone(),
        update,
        body,
        parameters,
        capabilities,
        tags: args.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect(),
        role_arn: args.role_arn.clone(),
        notification_arns: args.notification_arns.clone(),
        name,
    };
    printer.say(&format!("Asking CloudFormation what would change in {} ({}).", args.stack, aws.region));
    let Some(change_set) = change_set::create(&aws, request).await? else {
        printer.say("Nothing to change.");
        protect(args, &aws, printer).await?;
        return Ok(before);
    };
    show(&change_set, printer);
    if !wanted(args, &aws, &change_set, printer).await? {
        change_set::delete(&aws, &change_set.stack_id, &change_set.id).await?;
        if !update {
            change_set::delete_empty_stack(&aws, &change_set.stack_id).await?;
        }
        printer.say("Nothing was changed.");
        return Ok(None);
    }
    let seen = follow::seen(&aws, &change_set.stack_id).await?;
    change_set::execute(&aws, &change_set).await?;
    // The stack itself is one of those that come to an end.
    let deployed = followed(args, &aws, &change_set.stack_id, change_set.changes.len() + 1, seen, printer).await?;
    protect(args, &aws, printer).await?;
    Ok(Some(deployed))
}

/// A change set can't say whether its stack is protected, so it is said when the stack stands.
async fn protect(args: &Args, aws: &Aws, printer: &mut Printer) -> Result<(), Failure> {
    let Some(protected) = args.termination_protection.filter(|_| !args.dry_run) else { return Ok(()) };
    stack::protect(aws, &args.stack, protected).await?;
    printer.say(match protected {
        true => "Termination protection is on: the stack can't be deleted.",
        false => "Termination protection is off.",
    });
    Ok(())
}

/// Follows CloudFormation; whoever interrupts is told how to come back.
async fn followed(
    args: &Args,
    aws: &Aws,
    stack_id: &str,
    steps: usize,
    seen: std::collections::HashSet<String>,
    printer: &mut Printer,
) -> Result<Deployed, Failure> {
    let (name, region) = (&args.stack, &aws.region);
    tokio::select! {
        deployed = follow::to_the_end(aws, stack_id, steps, seen, printer) => deployed,
        _ = tokio::signal::ctrl_c() => Err(Failure::outside(
            Problem::new(format!("not followed any longer; CloudFormation goes on with {name}")).help(format!(
                "run the same command again to follow it; to stop an update: aws cloudformation cancel-update-stack --region {region} --stack-name {name}"
            )),
        )),
    }
}

fn show(change_set: &ChangeSet, printer: &mut Printer) {
    let rows: Vec<[String; 4]> = change_set
        .changes
        .iter()
        .map(|change| {
            [change.action.clone(), change.logical_id.clone(), change.kind.clone(), change.replacement.to_owned()]
        })
        .collect();
    printer.say(table(["CHANGE", "RESOURCE", "TYPE", ""], &rows).trim_end());
}

/// Whether to go on; asks if nobody has said so.
async fn wanted(args: &Args, aws: &Aws, change_set: &ChangeSet, printer: &mut Printer) -> Result<bool, Failure> {
    if args.yes || args.dry_run {
        return Ok(args.yes);
    }
    let question = printer.paint_note(Style::new().bold(), "Go on? [y/N] ");
    let asked = tokio::task::spawn_blocking(move || {
        let mut error = io::stderr().lock();
        error.write_all(question.as_bytes())?;
        error.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).map(|_| answer)
    });
    tokio::select! {
        answer = asked => {
            let answer = answer.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
            Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
        }
        _ = tokio::signal::ctrl_c() => Err(Failure::outside(
            Problem::new("interrupted; nothing was changed").help(format!(
                "the change set is still there: aws cloudformation execute-change-set --region {} --change-set-name {}",
                aws.region, change_set.id
            )),
        )),
    }
}

/// What CloudFormation wants to be told about a template: AWS CloudFormation API Reference, `CreateChangeSet`,
/// `Capabilities`.
fn needed(template: &Template) -> Vec<String> {
    const NAMES: [&str; 5] = ["GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName"];
    let mut iam = template.resources().filter(|resource| resource.kind.starts_with("AWS::IAM::")).peekable();
    if iam.peek().is_none() {
        return Vec::new();
    }
    let named = iam.any(|resource| NAMES.iter().any(|name| resource.property(name).is_some()));
    vec![if named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" }.to_owned()]
}

/// Given values, else those of before, else the defaults.
fn values(
    template: &Template,
    given: &[(String, String)],
    before: Option<&Deployed>,
) -> Result<Vec<Parameter>, Failure> {
    let mut values = Vec::new();
    let mut missing = Vec::new();
    for parameter in template.parameters() {
        let value = Parameter::builder().parameter_key(parameter.name);
        let known = |name: &str| {
            before.is_some_and(|stack| stack.parameters().iter().any(|old| old.parameter_key() == Some(name)))
        };
        if let Some((_, given)) = given.iter().find(|(name, _)| name == parameter.name) {
            values.push(value.parameter_value(given).build());
        } else if known(parameter.name) {
            values.push(value.use_previous_value(true).build());
        } else if parameter.default.is_none() {
            missing.push(parameter);
        }
    }
    if missing.is_empty() {
        return Ok(values);
    }
    let names: Vec<&str> = missing.iter().map(|parameter| parameter.name).collect();
    let mut problem = Problem::new(format!("values are missing for {}", names.join(", ")));
    problem.notes.extend(
        missing
            .iter()
            .map(|parameter| format!("{}: {}", parameter.name, parameter.description.unwrap_or("no description"))),
    );
    Err(Failure::input(problem.help("give each with --param KEY=VALUE")))
}

#[cfg(test)]
mod tests {
    use super::{Template, needed, values};
    use sprinters_stacks::{StackKind, render};

    #[test]
    fn a_template_with_named_roles_needs_more() {
        let of = |resources: &str| needed(&Template::parse(&format!("Resources: {{{resources}}}")).unwrap());
        assert_eq!(of("T: {Type: AWS::SNS::Topic}"), [""; 0]);
        assert_eq!(of("R: {Type: AWS::IAM::Role, Properties: {}}"), ["CAPABILITY_IAM"]);
        assert_eq!(
            of("R: {Type: AWS::IAM::Role}, P: {Type: AWS::IAM::InstanceProfile, Properties: {InstanceProfileName: p}}"),
            ["CAPABILITY_NAMED_IAM"]
        );
        assert_eq!(needed(&render(StackKind::Runner).unwrap()), ["CAPABILITY_NAMED_IAM"], "its role may have a name");
    }

    #[test]
    fn a_new_stack_needs_every_value_that_has_no_default() {
        let failure = values(&render(StackKind::Runner).unwrap(), &[("VpcId".into(), "vpc-01234567".into())], None);
        let problem = &failure.unwrap_err().problems[0];
        assert_eq!(
            problem.title,
            "values are missing for ExternalId, ControlPlaneRoleArn, DeploymentId, ImageOwnerAccountId"
        );
    }
}
