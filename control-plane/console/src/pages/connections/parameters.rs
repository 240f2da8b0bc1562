//! What a customer installs the stack with: everything that the deployment and the connection know.

use super::{ConnectionView, FactView, UnsetView};
use crate::error::PageError;
use crate::pages::policy;
use crate::state::Console;
use crate::view;
use secrecy::ExposeSecret as _;
use sprinters_stacks::link::{LinkRequest, quick_create};
use sprinters_store::Connection;

/// Fills in what the stack is installed with, the command, and the link.
pub(super) async fn fill_in(
    console: &Console,
    connection: &Connection,
    view: &mut ConnectionView,
) -> Result<(), PageError> {
    let Some(external_id) = console.store().external_id(connection, false).await? else { return Ok(()) };
    let parts = console.settings();
    let mut parameters = vec![
        ("ExternalId", external_id.expose_secret().to_owned()),
        ("DeploymentId", connection.deployment_id.clone()),
    ];
    parameters.extend(parts.control_plane_role.clone().map(|role| ("ControlPlaneRoleArn", role)));
    parameters.extend(parts.image_owner.clone().map(|owner| ("ImageOwnerAccountId", owner)));
    for (parameter, setting, is_set) in [
        ("ControlPlaneRoleArn", "SPRINTERS_CONTROL_PLANE_ROLE_ARN", parts.control_plane_role.is_some()),
        ("ImageOwnerAccountId", "SPRINTERS_IMAGE_OWNER_ACCOUNT_ID", parts.image_owner.is_some()),
    ] {
        if !is_set {
            view.unset.push(UnsetView { parameter, setting });
        }
    }
    // What an admin filled in, checked then; another template may have come since.
    let asked: Vec<(String, String)> = connection.parameters.clone().into_iter().collect();
    if sprinters_stacks::link::parameter::check(policy::template()?, &asked).is_ok() {
        parameters.extend(connection.parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
    }
    match &parts.template_url {
        None => {
            view.link_problem =
                Some("this control plane has published no template; use the command or the download".to_owned());
        }
        Some(url) => {
            let request = LinkRequest {
                template_url: url.clone(),
                region: connection.region.name().to_owned(),
                stack_name: "sprinters".to_owned(),
                parameters: parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            };
            match quick_create(policy::template()?, &request) {
                Ok(link) => view.link = Some(link),
                Err(error) => view.link_problem = Some(error.to_string()),
            }
        }
    }
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut words = vec!["sprinters-iac", "deploy", "--region", connection.region.name()];
    words.extend(pairs.iter().flat_map(|pair| ["--param", pair]));
    view.deploy = view::command(&words);
    view.names_no_vpc = !parameters.iter().any(|(name, _)| *name == "VpcId");
    view.parameters = parameters.into_iter().map(|(name, value)| FactView { name: name.to_owned(), value }).collect();
    Ok(())
}
