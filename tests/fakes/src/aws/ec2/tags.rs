//! CreateTags outside of a launch.

use super::{request_tags, resource_tags};
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};
use std::collections::BTreeMap;

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.throttled(1)?;
    request.only(&["ResourceId", "Tag"])?;
    let form = request.form;
    let mut tags = BTreeMap::new();
    for tag in form.parts("Tag") {
        tags.extend(tag.text("Key").map(|key| (key.to_owned(), tag.text("Value").unwrap_or_default().to_owned())));
    }
    let (account, region) = (request.account(), request.region.clone());
    let ids = form.list("ResourceId");
    for id in &ids {
        let regional = request.world.regional(&account, &region);
        let (kind, known) = match id.split('-').next().unwrap_or_default() {
            "i" => ("instance", regional.instance(id).map(|instance| instance.tags.clone())),
            "vol" => ("volume", regional.volumes.get(*id).map(|volume| volume.tags.clone())),
            "lt" => ("launch-template", regional.templates.get(*id).map(|_| BTreeMap::new())),
            "sg" => ("security-group", regional.groups.get(*id).map(|_| BTreeMap::new())),
            "subnet" => ("subnet", regional.subnets.get(*id).map(|_| BTreeMap::new())),
            _ => return Err(Refusal::client("InvalidID", format!("The ID '{id}' is not valid"))),
        };
        let arn = request.arn(&format!("{kind}/{id}"));
        let mut keys = request.usual_keys();
        keys.extend(request_tags(&tags));
        keys.extend(resource_tags(&known.clone().unwrap_or_default()));
        request.must("CreateTags", &arn, &arn, keys)?;
        if known.is_none() {
            return Err(Refusal::client("InvalidID", format!("The ID '{id}' does not exist")));
        }
    }
    request.dry_run_ends()?;
    let regional = request.world.regional(&account, &region);
    for id in ids {
        if let Some(number) = regional.by_id.get(id)
            && let Some(instance) = regional.instances.get_mut(number)
        {
            instance.tags.extend(tags.clone());
        }
        if let Some(volume) = regional.volumes.get_mut(id) {
            volume.tags.extend(tags.clone());
        }
    }
    Ok(request.body(|xml| xml.text("return", "true")))
}
