//! TerminateInstances.

use super::resource_tags;
use crate::aws::instance::State;
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.only(&["InstanceId"])?;
    let ids: Vec<String> = request.form.list("InstanceId").into_iter().map(str::to_owned).collect();
    request.throttled(u32::try_from(ids.len()).unwrap_or(u32::MAX))?;
    if ids.is_empty() {
        return Err(Refusal::client("MissingParameter", "The request must contain the parameter InstanceId"));
    }
    let (account, region, now, timing) = (request.account(), request.region.clone(), request.now, request.world.timing);
    for id in &ids {
        let arn = request.arn(&format!("instance/{id}"));
        let mut keys = request.usual_keys();
        let instance = request.world.regional(&account, &region).instance(id).cloned();
        if let Some(instance) = &instance {
            keys.extend(resource_tags(&instance.tags));
            keys.insert("ec2:InstanceType".to_owned(), crate::aws::policy::one(instance.kind));
        }
        match (request.must("TerminateInstances", &arn, &arn, keys), instance) {
            (Ok(()), Some(_)) => {}
            // AWS looks for it first: what is not there has no tags that could be denied.
            (_, None) => {
                let message = format!("The instance ID '{id}' does not exist");
                return Err(Refusal::client("InvalidInstanceID.NotFound", message));
            }
            (Err(refusal), Some(_)) => return Err(refusal),
        }
    }
    if let Some(id) = ids.iter().find(|id| request.world.protected.contains(*id)) {
        let message = format!(
            "The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."
        );
        return Err(Refusal::client("OperationNotPermitted", message));
    }
    request.dry_run_ends()?;
    let mut changes: Vec<(String, State)> = Vec::new();
    for id in &ids {
        let regional = request.world.regional(&account, &region);
        let before = regional.instance(id).map_or(State::Terminated, |instance| instance.state(now, timing));
        regional.end(id, now, "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");
        changes.push((id.clone(), before));
    }
    request.world.settle(&account, &region);
    let regional = &*request.world.regional(&account, &region);
    let after: Vec<State> = ids
        .iter()
        .map(|id| regional.instance(id).map_or(State::Terminated, |instance| instance.state(now, timing)))
        .collect();
    Ok(request.body(|xml| {
        xml.items("instancesSet", changes.iter().zip(&after), |xml, ((id, before), after)| {
            xml.text("instanceId", id);
            for (name, state) in [("currentState", after), ("previousState", before)] {
                xml.element(name, |xml| {
                    xml.text("code", &state.code().to_string());
                    xml.text("name", state.name());
                });
            }
        });
    }))
}
