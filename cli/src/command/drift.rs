//! `sprinters-iac drift`
//!
//! Three comparisons. The deployed template with ours: is this version installed? Each live role with the deployed
//! template, evaluated with the stack's parameters: was a policy changed by hand? And CloudFormation's own
//! drift detection for everything else. That one compares only what a template sets (AWS CloudFormation User Guide,
//! "Detect unmanaged configuration changes"), so an ingress rule added by hand to a group that declares none escapes
//! it: the command that lists a group's rules is printed, since this binary carries no EC2 SDK.

use super::{Stack, diff as diff_command, rendered};
use crate::aws::drift::Drifted;
use crate::aws::{self, Aws, drift as detection, failed, role, stack};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use crate::source;
use anstyle::Style;
use serde_json::{Map, Value, json};
use sprinters_dsl::template::{Inputs, Template};
use sprinters_stacks::diff::{Difference, diff};

/// Compare an installed stack with what we would render, and with what is really there
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if anything differs.\n\nExamples:\n  sprinters-iac drift\n  sprinters-iac drift --stack sprinters-eu --json"
)]
pub(crate) struct Args {
    /// Which stack
    #[arg(value_enum, default_value_t = Stack::Runner)]
    kind: Stack,
    /// Name of the stack
    #[arg(long, alias = "stack-name", value_name = "NAME", default_value = "sprinters")]
    stack: String,
    /// Compare with this template instead of rendering one
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    template: Option<String>,
    /// For programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    aws: aws::Target,
}

/// Everything that was found.
struct Drift {
    template: Difference,
    /// Logical id and what became of the role.
    roles: Vec<(String, RoleDrift)>,
    /// What CloudFormation found, or why it could not look.
    resources: Result<Vec<Drifted>, Failure>,
    /// Commands that show what nothing here can see.
    commands: Vec<String>,
}

enum RoleDrift {
    Differs(Difference),
    Gone,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let ours = match &args.template {
        Some(file) => source::read(file)?.template,
        None => rendered(args.kind.kind())?,
    };
    let drift = aws::block_on(look(args, &ours))?;
    if args.json {
        printer.json(&drift.as_json(&args.stack))?;
    } else {
        let text = drift.as_text(printer);
        printer.data(&text)?;
    }
    if !args.json && !drift.commands.is_empty() {
        printer.say("Rules that were added to a security group by hand are seen by EC2 alone:");
        drift.commands.iter().for_each(|command| printer.say(&format!("  {command}")));
    }
    let found = drift.found();
    let Err(failure) = drift.resources else {
        if !found {
            printer.say(&format!("{} is as it was installed, and what we would install.", args.stack));
        }
        return Ok(if found { Exit::Found } else { Exit::Fine });
    };
    for problem in &failure.problems {
        printer.warn(problem);
    }
    printer.say("Only the template and the roles were compared.");
    Ok(if found { Exit::Found } else { failure.exit })
}

async fn look(args: &Args, ours: &Template) -> Result<Drift, Failure> {
    let aws = Aws::new(&args.aws).await?;
    let deployed = stack::template(&aws, &args.stack).await?;
    let mut roles = Vec::new();
    let inputs = inputs(&aws, &args.stack).await?;
    let resolved = deployed.resolve(&inputs).map_err(|error| {
        Failure::input(Problem::new(format!("the template of {} can't be evaluated: {error}", args.stack)))
    })?;
    for expected in resolved.resources.iter().filter(|resource| resource.kind == "AWS::IAM::Role") {
        let id = &expected.logical_id;
        let should_be = role::expected(id, &expected.properties)?;
        match role::live(&aws, id, &expected.physical_id).await? {
            None => roles.push((id.clone(), RoleDrift::Gone)),
            Some(live) => roles.push((id.clone(), RoleDrift::Differs(diff(&should_be, &live)))),
        }
    }
    let resources = detection::detect(&aws, &args.stack).await.map(beside_the_roles);
    let groups = resolved.resources.iter().filter(|resource| resource.kind == "AWS::EC2::SecurityGroup");
    let commands = groups.map(|group| rules_of(&aws.region, &group.physical_id)).collect();
    Ok(Drift { template: diff(ours, &deployed), roles, resources, commands })
}

fn rules_of(region: &str, group: &str) -> String {
    format!(
        "aws ec2 describe-security-group-rules --region {region} --filters Name=group-id,Values={group} --query 'SecurityGroupRules[].[IsEgress,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6]' --output table"
    )
}

/// What CloudFormation knows when it evaluates the deployed template.
async fn inputs(aws: &Aws, name: &str) -> Result<Inputs, Failure> {
    let deployed = stack::get(aws, name).await?;
    let identity = aws.sts.get_caller_identity().send().await;
    let identity = identity.map_err(|error| failed("the account can't be asked for", &error))?;
    let mut inputs = Inputs {
        region: aws.region.clone(),
        stack_name: deployed.stack_name().unwrap_or(name).to_owned(),
        stack_id: deployed.stack_id().map(str::to_owned),
        ..Inputs::default()
    };
    if let Some(account) = identity.account() {
        inputs.account_id = account.to_owned();
    }
    // The partition and the domain are not asked for anywhere; the caller's ARN has the one, and the other follows.
    if let Some(partition) = identity.arn().and_then(|arn| arn.split(':').nth(1)) {
        inputs.partition = partition.to_owned();
        if partition == "aws-cn" {
            inputs.url_suffix = "amazonaws.com.cn".to_owned();
        }
    }
    for parameter in deployed.parameters() {
        let value = parameter.resolved_value().or(parameter.parameter_value());
        if let (Some(name), Some(value)) = (parameter.parameter_key(), value) {
            inputs.parameters.insert(name.to_owned(), value.to_owned());
        }
    }
    for resource in stack::resources(aws, name).await? {
        if let (Some(id), Some(physical)) = (resource.logical_resource_id(), resource.physical_resource_id()) {
            inputs.physical_ids.insert(id.to_owned(), physical.to_owned());
        }
    }
    Ok(inputs)
}

/// Leaves out the properties of roles that were compared by meaning.
fn beside_the_roles(found: Vec<Drifted>) -> Vec<Drifted> {
    let compared = |path: &str| {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        role::COMPARED.contains(&first)
    };
    found
        .into_iter()
        .map(|mut drifted| {
            if drifted.kind == "AWS::IAM::Role" {
                drifted.properties.retain(|property| !compared(&property.path));
            }
            drifted
        })
        .filter(|drifted| drifted.deleted || !drifted.properties.is_empty())
        .collect()
}

impl Drift {
    fn found(&self) -> bool {
        let role = |drift: &RoleDrift| match drift {
            RoleDrift::Differs(difference) => !difference.is_empty(),
            RoleDrift::Gone => true,
        };
        !self.template.is_empty()
            || self.roles.iter().any(|(_, drift)| role(drift))
            || self.resources.as_ref().is_ok_and(|resources| !resources.is_empty())
    }

    fn as_text(&self, printer: &Printer) -> String {
        let paint = |style, text: &str| printer.paint(style, text);
        let heading = |text: &str| format!("{}\n", printer.paint(Style::new().bold().underline(), text));
        let mut out = String::new();
        if !self.template.is_empty() {
            out.push_str(&heading("The installed template, compared with ours"));
            out.push_str(&diff_command::as_text(&self.template, paint));
        }
        for (id, drift) in &self.roles {
            match drift {
                RoleDrift::Gone => out.push_str(&heading(&format!("The role {id} does not exist any more"))),
                RoleDrift::Differs(difference) if difference.is_empty() => {}
                RoleDrift::Differs(difference) => {
                    out.push_str(&heading(&format!("The role {id} in the account, compared with its template")));
                    out.push_str(&diff_command::as_text(difference, paint));
                }
            }
        }
        for drifted in self.resources.iter().flatten() {
            let what = if drifted.deleted { "does not exist any more" } else { "was changed by hand" };
            out.push_str(&heading(&format!("{} ({}) {what}", drifted.logical_id, drifted.kind)));
            for property in &drifted.properties {
                let line = format!("  {}: {} (expected: {})", property.path, property.actual, property.expected);
                out.push_str(&format!("{}\n", printer.paint(Style::new(), &line)));
            }
        }
        out
    }

    fn as_json(&self, stack: &str) -> Value {
        let roles: Map<String, Value> = self
            .roles
            .iter()
            .map(|(id, drift)| match drift {
                RoleDrift::Gone => (id.clone(), json!({"gone": true})),
                RoleDrift::Differs(difference) => (id.clone(), difference.to_json()),
            })
            .collect();
        let resources = self.resources.as_ref().ok().map(|resources| resources.iter().map(as_json).collect::<Vec<_>>());
        json!({
            "stack": stack,
            "drifted": self.found(),
            "template": self.template.to_json(),
            "roles": roles,
            "resources": resources,
            "commands": self.commands,
        })
    }
}

fn as_json(drifted: &Drifted) -> Value {
    let properties: Vec<Value> = drifted
        .properties
        .iter()
        .map(|property| json!({"path": property.path, "expected": property.expected, "actual": property.actual}))
        .collect();
    json!({
        "logicalId": drifted.logical_id,
        "type": drifted.kind,
        "deleted": drifted.deleted,
        "properties": properties,
    })
}
