//! `POST …/outputs`: an admin pastes what the stack's Outputs tab shows. Their session is what a one-time code is for
//! `sprinters-iac connect`.

use super::{PathParams, Shown, find, note, page, pasted};
use crate::admin_action::Admin;
use crate::csrf::Change;
use crate::error::PageError;
use crate::state::Console;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use sprinters_core::catalogue::Region;
use sprinters_services::connections::{self, ConnectError, InstalledStack};
use sprinters_stacks::runner::parameter::DEFAULT_INSTANCE_SIZES;
use sprinters_store::Connection;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    outputs: String,
}

/// `POST …/outputs`.
pub(crate) async fn outputs(
    State(console): State<Console>,
    Admin(seat): Admin,
    Path(PathParams { id }): Path<PathParams>,
    Change(form): Change<Form>,
) -> Result<Response, PageError> {
    let connection = find(&console, &seat, id).await?;
    if connection.outputs.is_some() {
        return Err(PageError::Refused("This connection has its stack's outputs already.".to_owned()));
    }
    let problem = match pasted::read(&form.outputs) {
        Err(error) => error.to_string(),
        Ok(mut told) => {
            add_asked(&mut told, &connection);
            match connections::accept_from_admin(console.store(), connection.clone(), &told, seat.visit.now).await {
                Ok(connection) => {
                    console.wake();
                    note(&console, &seat, "connection.outputs", &connection, "pasted in the console").await?;
                    return Ok(Redirect::to(&seat.path(&format!("connections/{id}"))).into_response());
                }
                Err(ConnectError::Store(error)) => return Err(PageError::Store(error)),
                Err(error) => sentence(&error),
            }
        }
    };
    let shown = Shown { pasted: form.outputs, problem: Some(problem), ..Shown::default() };
    let mut response = page(&console, &seat, &connection, shown).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Where nobody says what the stack was installed with, it is what was asked for here.
fn add_asked(told: &mut InstalledStack, connection: &Connection) {
    if !told.parameters.is_empty() {
        return;
    }
    told.parameters.clone_from(&connection.parameters);
    told.parameters.entry("AllowedInstanceSizes".to_owned()).or_insert_with(|| DEFAULT_INSTANCE_SIZES.to_owned());
}

fn sentence(error: &ConnectError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// CloudFormation's list of stacks in the console of AWS, narrowed to ours: its Outputs tab is one click from there.
pub(super) fn stacks_link(region: Region) -> String {
    format!(
        "https://{region}.console.aws.amazon.com/cloudformation/home?region={region}#/stacks?filteringText=sprinters&filteringStatus=active"
    )
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    /// The outputs of a stack that was installed with what the page shows, as a table.
    async fn table(world: &World, region: &str, account: &str) -> String {
        let page = world.text("/o/acme/connections/1").await;
        let shown = page.split("<dt>DeploymentId</dt><dd><code>").nth(1).unwrap();
        let deployment = shown.split('<').next().unwrap();
        format!(
            "Key\tValue\tDescription\tExport name\nAccountId\t{account}\tAccount\t-\nDeploymentId\t{deployment}\tTag\t-\nLaunchTemplateId\tlt-0123456789abcdef0\t\t-\nLaunchTemplateVersion\t1\t\t-\nRegion\t{region}\t\t-\nRoleArn\tarn:aws:iam::{account}:role/sprinters-ControlPlaneRole-1A2B\t\t-\nSecurityGroupId\tsg-0123456789abcdef0\t\t-\nSubnetIds\t\t\t-\nTemplateDigest\tsha256:00\t\t-\nVpcId\tvpc-0123456789abcdef0\t\t-"
        )
    }

    async fn begun() -> World {
        let world = World::new().await;
        let fields = [("region", "eu-central-1"), ("types", "m7i.*")];
        assert_eq!(world.post("/o/acme/setup/connect", &fields).await.status(), 303);
        world
    }

    #[tokio::test]
    async fn an_admin_pastes_the_outputs_and_they_are_checked_at_once() {
        let world = begun().await;
        let outputs = table(&world, "eu-central-1", "444455556666").await;
        let member = world.as_member().text("/o/acme/connections/1").await;
        assert!(member.contains("An admin of acme creates the stack") && !member.contains("ExternalId"), "{member}");
        assert_eq!(
            world.as_member().post("/o/acme/connections/1/outputs", &[("outputs", &outputs)]).await.status(),
            403
        );
        let sent = world.post("/o/acme/connections/1/outputs", &[("outputs", &outputs)]).await;
        assert_eq!(
            (sent.status().as_u16(), sent.headers()["location"].to_str().unwrap()),
            (303, "/o/acme/connections/1")
        );
        assert_eq!(world.intended("check-connection").await, 1);
        let connection = world.console().store().connection(1).await.unwrap().unwrap();
        let kept = connection.outputs.unwrap();
        assert_eq!(kept.allowed_types.len(), 1, "what was asked for here");
        assert!(!kept.allowed_sizes.is_empty(), "and the template's default beside it");
        assert!(world.text("/o/acme/audit").await.contains("connection.outputs"));
        assert_eq!(world.post("/o/acme/connections/1/outputs", &[("outputs", &outputs)]).await.status(), 422);
    }

    #[tokio::test]
    async fn what_is_wrong_with_the_outputs_is_said_beside_them_and_nothing_is_lost() {
        let world = begun().await;
        let code = world.post("/o/acme/connections/1/code", &[]).await.text().await;
        assert!(code.contains("--code "));
        let right = table(&world, "eu-central-1", "444455556666").await;
        let gov = right.replace("Region\teu-central-1", "Region\tus-gov-west-1").replace("arn:aws:", "arn:aws-us-gov:");
        let china = right.replace("arn:aws:", "arn:aws-cn:");
        for (outputs, words) in [
            ("nothing of it", "None of the stack&#x27;s outputs is in it"),
            ("", "Paste the outputs of the stack."),
            (&right.replace("Region\teu-central-1", "Region\tus-west-2"), "The stack is in us-west-2"),
            (&gov, "AWS GovCloud (US), which is not supported"),
            (&china, "RoleArn"),
            (&right.replace("DeploymentId\tsprinters", "DeploymentId\tother"), "DeploymentId is of another connection"),
        ] {
            let refused = world.post("/o/acme/connections/1/outputs", &[("outputs", outputs)]).await;
            assert_eq!(refused.status(), 422, "{words}");
            let page = refused.text().await;
            assert!(page.contains(words), "{words}: {page}");
            assert!(page.contains(outputs.lines().next().unwrap_or_default()), "what was pasted is still there");
        }
        let connection = world.console().store().connection(1).await.unwrap().unwrap();
        assert!(connection.outputs.is_none() && connection.code_expires_at.is_some(), "the code is good as before");
        assert_eq!(world.intended("check-connection").await, 0);
    }

    #[tokio::test]
    async fn an_account_that_is_connected_already_is_said_to_be() {
        let world = World::with_samples().await;
        let working = world.console().store().connection(1).await.unwrap().unwrap();
        let (region, account) = (working.region.name(), working.outputs.unwrap().account_id);
        let begun = world.post("/o/acme/setup/connect", &[("region", region), ("types", "m7i.*")]).await;
        let path = begun.headers()["location"].to_str().unwrap().split('?').next().unwrap().to_owned();
        let page = world.text(&path).await;
        let deployment = page.split("<dt>DeploymentId</dt><dd><code>").nth(1).unwrap().split('<').next().unwrap();
        let outputs = serde_json::json!({"AccountId": account, "DeploymentId": deployment, "LaunchTemplateId": "lt-0123456789abcdef0", "LaunchTemplateVersion": "1", "Region": region,
            "RoleArn": format!("arn:aws:iam::{account}:role/x"), "SecurityGroupId": "sg-0123456789abcdef0", "VpcId": "vpc-0123456789abcdef0", "TemplateDigest": "sha256:00"});
        let refused = world.post(&format!("{path}/outputs"), &[("outputs", &outputs.to_string())]).await;
        let status = refused.status();
        let page = refused.text().await;
        assert!(status == 422 && page.contains("is connected already; disconnect that connection first"), "{page}");
    }
}
