//! CloudFormation: stacks created, described, updated and deleted by the owner of an account. Everything is done at
//! once.

use super::refusal::Refusal;
use super::request::{Answer, Request};
use super::stack::{InstallError, Order, Stack};
use super::xml::Xml;
use sprinters_dsl::template::Template;
use std::collections::BTreeMap;

pub(super) const NAMESPACE: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    let action = request.action.clone();
    let shown = format!("arn:aws:cloudformation:{}:{}:stack/*", request.region, request.account());
    let keys = super::policy::Keys::new();
    let grant = request
        .caller
        .may(&format!("cloudformation:{action}"), &shown, &shown, keys)
        .map_err(|denial| Refusal::with_status(403, "AccessDenied", denial.sentence()))?;
    request.grants.extend(grant);
    match action.as_str() {
        "CreateStack" => install(request, false),
        "UpdateStack" => install(request, true),
        "DeleteStack" => {
            let (account, region) = (request.account(), request.region.clone());
            let name = stack_name(request)?;
            // Deleting what is not there is fine, as AWS has it.
            request.world.uninstall(&account, &region, &name);
            Ok(result(request, |_| {}))
        }
        "DescribeStacks" => describe(request),
        "GetTemplate" => {
            let stack = known(request)?;
            Ok(result(request, |xml| xml.text("TemplateBody", &stack.template.to_yaml())))
        }
        action => Err(Refusal::client("InvalidAction", format!("Could not find operation {action}"))),
    }
}

fn validation(message: impl Into<String>) -> Refusal {
    Refusal::client("ValidationError", message)
}

fn stack_name(request: &Request<'_>) -> Result<String, Refusal> {
    let name = request.form.text("StackName").ok_or_else(|| validation("StackName is missing"))?;
    // A stack's id is its name's as well.
    let name = if name.starts_with("arn:") { name.split('/').nth(1).unwrap_or_default() } else { name };
    Ok(name.to_owned())
}

fn known(request: &mut Request<'_>) -> Result<Stack, Refusal> {
    let (account, region, name) = (request.account(), request.region.clone(), stack_name(request)?);
    let stack = request.world.regional(&account, &region).stacks.get(&name).cloned();
    stack.ok_or_else(|| validation(format!("Stack with id {name} does not exist")))
}

fn install(request: &mut Request<'_>, update: bool) -> Result<Answer, Refusal> {
    let (account, region, name) = (request.account(), request.region.clone(), stack_name(request)?);
    let before = request.world.regional(&account, &region).stacks.get(&name).cloned();
    match (&before, update) {
        (Some(_), false) => {
            return Err(Refusal::client("AlreadyExistsException", format!("Stack [{name}] already exists")));
        }
        (None, true) => return Err(validation(format!("Stack [{name}] does not exist"))),
        (Some(_), true) | (None, false) => {}
    }
    let template = match (request.form.text("TemplateBody"), &before) {
        (Some(body), _) => {
            Template::parse(body).map_err(|error| validation(format!("Template format error: {error}")))?
        }
        (None, Some(before)) if request.form.is("UsePreviousTemplate") => before.template.clone(),
        (None, _) => return Err(validation("Either Template URL or Template Body must be specified.")),
    };
    let mut parameters = BTreeMap::new();
    for part in request.form.parts("Parameters.member") {
        let key = part.text("ParameterKey").unwrap_or_default().to_owned();
        let value = if part.is("UsePreviousValue") {
            before.as_ref().and_then(|before| before.parameters.get(&key)).cloned().unwrap_or_default()
        } else {
            part.text("ParameterValue").unwrap_or_default().to_owned()
        };
        parameters.insert(key, value);
    }
    let has_roles = template.resources().any(|resource| resource.kind.starts_with("AWS::IAM::"));
    let acknowledged = request
        .form
        .list("Capabilities.member")
        .iter()
        .any(|name| name.starts_with("CAPABILITY_IAM") || name.starts_with("CAPABILITY_NAMED_IAM"));
    if has_roles && !acknowledged {
        return Err(Refusal::client("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"));
    }
    let order = Order { account: &account, region: &region, name: &name, template: &template, parameters };
    request.world.install(order).map_err(|error| match error {
        InstallError::NotThere { parameter, value } => validation(format!(
            "Parameter validation failed: parameter value {value} for parameter name {parameter} does not exist"
        )),
        other => validation(other.to_string()),
    })?;
    let stack = known(request)?;
    Ok(result(request, |xml| xml.text("StackId", &stack.id)))
}

fn describe(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    let stacks: Vec<(String, Stack)> = match request.form.text("StackName") {
        Some(_) => vec![(stack_name(request)?, known(request)?)],
        None => {
            let (account, region) = (request.account(), request.region.clone());
            request.world.regional(&account, &region).stacks.clone().into_iter().collect()
        }
    };
    let made = super::moment::iso_8601(request.now);
    Ok(result(request, |xml| {
        xml.list("Stacks", "member", &stacks, |xml, (name, stack)| {
            xml.text("StackName", name);
            xml.text("StackId", &stack.id);
            xml.text("StackStatus", if stack.updated { "UPDATE_COMPLETE" } else { "CREATE_COMPLETE" });
            xml.text("CreationTime", &made);
            xml.list("Capabilities", "member", ["CAPABILITY_IAM"], |xml, capability| xml.verbatim(capability));
            xml.list("Parameters", "member", &stack.parameters, |xml, (key, value)| {
                xml.text("ParameterKey", key);
                xml.text("ParameterValue", value);
            });
            xml.list("Outputs", "member", &stack.outputs, |xml, (key, value)| {
                xml.text("OutputKey", key);
                xml.text("OutputValue", value);
            });
        });
    }))
}

fn result(request: &Request<'_>, content: impl FnOnce(&mut Xml)) -> Answer {
    let action = &request.action;
    let body = Xml::document(&format!("{action}Response"), NAMESPACE, |xml| {
        xml.element(&format!("{action}Result"), content);
        xml.element("ResponseMetadata", |xml| xml.text("RequestId", &request.id));
    });
    Answer::Body(body)
}
