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
    link::check_template_url(text).map_err(|error| Wrong::new(error.to_string(), error.help()))?;
    Ok(text.to_owned())
}

/// The AWS account that publishes the runner images.
pub(super) fn image_owner(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(Wrong::new("not the id of an AWS account", "write its 12 digits"))
}
