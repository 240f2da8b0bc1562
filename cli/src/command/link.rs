//! `sprinters-iac link`

use super::{Stack, key_value, rendered};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use sprinters_stacks::link::{LinkRequest, quick_create};

/// Print the link that opens CloudFormation with everything filled in
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Whoever opens the link still reviews, may change every value, and ticks the box for IAM.\n\nExample:\n  sprinters-iac link --template-url https://BUCKET.s3.eu-central-1.amazonaws.com/runner.yaml \\\n      --region eu-central-1 --param DeploymentId=acme-prod --param VpcId=vpc-0123456789abcdef0 \\\n      --param ImageOwnerAccountId=…"
)]
pub(crate) struct Args {
    /// Which stack the template is
    #[arg(value_enum, default_value_t = Stack::Runner)]
    stack: Stack,
    /// Where the template lies, https://… on S3
    #[arg(long, value_name = "URL")]
    template_url: String,
    /// Region of the stack
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: String,
    /// Name of the stack
    #[arg(long, value_name = "NAME", default_value = "sprinters")]
    stack_name: String,
    /// Value of a parameter; a list has commas
    #[arg(long = "param", value_name = "KEY=VALUE", value_parser = key_value)]
    parameters: Vec<(String, String)>,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let template = rendered(args.stack.kind())?;
    let request = LinkRequest {
        template_url: args.template_url.clone(),
        region: args.region.clone(),
        stack_name: args.stack_name.clone(),
        parameters: args.parameters.clone(),
    };
    let link = quick_create(&template, &request)
        .map_err(|error| Failure::input(Problem::new(error.to_string()).help(error.help())))?;
    printer.data(&format!("{link}\n"))?;
    Ok(Exit::Fine)
}
