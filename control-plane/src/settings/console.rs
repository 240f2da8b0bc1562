//! What the set-up wizard fills into a customer's stack.

use super::problem::Wrong;
use sprinters_stacks::{StackKind, link, render};

/// The role's ARN, as the template's own pattern takes it.
pub(super) fn role(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let wrong = |what: String| Wrong::new(what, "write it like arn:aws:iam::123456789012:role/sprinters-control-plane");
    let template =
        render(StackKind::Runner).map_err(|_| wrong("the template can't be rendered to check it".to_owned()))?;
    let given = [("ControlPlaneRoleArn".to_owned(), text.to_owned())];
    link::parameter::check(&template, &given).map_err(|error| wrong(error.to_string()))?;
    Ok(text.to_owned())
}

/// An address that CloudFormation's console takes.
pub(super) fn template(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let wrong = |what: String, help: String| Wrong::new(what, help);
    let template = render(StackKind::Runner)
        .map_err(|_| wrong("the template can't be rendered to check it".to_owned(), "report it".to_owned()))?;
    let request = link::LinkRequest {
        template_url: text.to_owned(),
        region: "us-east-1".to_owned(),
        stack_name: "sprinters".to_owned(),
        parameters: Vec::new(),
    };
    link::quick_create(&template, &request).map_err(|error| wrong(error.to_string(), error.help()))?;
    Ok(text.to_owned())
}
