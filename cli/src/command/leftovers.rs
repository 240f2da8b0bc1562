//! `sprinters-iac leftovers`
//!
//! What a removal has to think of. The stack's own resources go with the stack; what the control plane launched belongs
//! to no stack, ends by itself, and is found by its tag. EC2 is asked by the user, with the commands printed here: this
//! binary carries no EC2 SDK.

use crate::aws::{self, Aws, stack};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use crate::table::table;
use serde_json::{Value, json};
use sprinters_dsl::template::Template;
use sprinters_stacks::tag;

/// Show what deleting a stack removes, and how to find what it launched
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters-iac leftovers\n  sprinters-iac leftovers --deployment acme-prod     (the stack is gone already)"
)]
pub(crate) struct Args {
    /// Name of the stack
    #[arg(long, alias = "stack-name", value_name = "NAME", default_value = "sprinters")]
    stack: String,
    /// Value of the tag sprinters:deployment, where the stack is gone already
    #[arg(long, value_name = "ID", conflicts_with = "stack")]
    deployment: Option<String>,
    /// For programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aws: aws::Target,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let (region, resources, deployment) = aws::block_on(async {
        let aws = Aws::new(&args.aws).await?;
        let found = match &args.deployment {
            Some(deployment) => (Vec::new(), deployment.clone()),
            None => of_stack(&aws, &args.stack).await?,
        };
        Ok((aws.region, found.0, found.1))
    })?;
    if !deployment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') || deployment.is_empty() {
        return Err(Failure::input(
            Problem::new(format!("`{deployment}` is no deployment id"))
                .help("8 to 32 lower-case letters, digits and hyphens"),
        ));
    }
    let commands = commands(&region, &deployment);
    if args.json {
        let resources: Vec<Value> = resources
            .iter()
            .map(|[id, kind, physical, fate]| json!({"logicalId": id, "type": kind, "physicalId": physical, "onDeletion": fate}))
            .collect();
        printer
            .json(&json!({"deployment": deployment, "region": region, "resources": resources, "commands": commands}))?;
        return Ok(Exit::Fine);
    }
    if !resources.is_empty() {
        printer.data(&table(["RESOURCE", "TYPE", "ID", "WHEN THE STACK IS DELETED"], &resources))?;
        printer.data("\n")?;
    }
    printer.say("What was launched for this deployment ends by itself; these commands show what is still there:");
    printer.data(&format!("{}\n", commands.join("\n")))?;
    if args.deployment.is_none() {
        printer
            .say(&format!("To remove: aws cloudformation delete-stack --region {region} --stack-name {}", args.stack));
    }
    Ok(Exit::Fine)
}

async fn of_stack(aws: &Aws, name: &str) -> Result<(Vec<[String; 4]>, String), Failure> {
    let found = stack::get(aws, name).await?;
    let template = stack::template(aws, name).await?;
    let resources = stack::resources(aws, name).await?;
    let rows = resources.iter().map(|resource| {
        let id = resource.logical_resource_id().unwrap_or_default();
        [
            id.to_owned(),
            resource.resource_type().unwrap_or_default().to_owned(),
            resource.physical_resource_id().unwrap_or_default().to_owned(),
            fate(&template, id).to_owned(),
        ]
    });
    let outputs = stack::outputs(&found);
    let deployment = outputs.into_iter().find(|(name, _, _)| name == "DeploymentId").map(|(_, value, _)| value);
    let deployment = deployment.ok_or_else(|| {
        Failure::outside(
            Problem::new(format!("{name} has no output DeploymentId"))
                .help("give the name of a Sprinters stack with --stack, or the id with --deployment"),
        )
    })?;
    Ok((rows.collect(), deployment))
}

fn fate(template: &Template, logical_id: &str) -> &'static str {
    match template.resource(logical_id).and_then(|resource| resource.deletion_policy) {
        Some("Retain" | "RetainExceptOnCreate") => "stays",
        Some("Snapshot") => "goes, a snapshot stays",
        Some(_) | None => "goes",
    }
}

/// One command for each kind of thing that carries the tag.
fn commands(region: &str, deployment: &str) -> Vec<String> {
    let tagged = format!("Name=tag:{},Values={deployment}", tag::DEPLOYMENT);
    let describe = |what: &str, filter: &str, query: &str| {
        format!(
            "aws ec2 describe-{what} --region {region} --filters '{tagged}'{filter} --query '{query}' --output table"
        )
    };
    vec![
        describe(
            "instances",
            " Name=instance-state-name,Values=pending,running,stopping,stopped,shutting-down",
            "Reservations[].Instances[].[InstanceId,State.Name,LaunchTime]",
        ),
        describe("volumes", "", "Volumes[].[VolumeId,State,CreateTime]"),
        describe("network-interfaces", "", "NetworkInterfaces[].[NetworkInterfaceId,Status]"),
        describe(
            "spot-instance-requests",
            " Name=state,Values=open,active",
            "SpotInstanceRequests[].[SpotInstanceRequestId,State]",
        ),
    ]
}
