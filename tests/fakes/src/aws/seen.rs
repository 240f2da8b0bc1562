//! What a test sees: instances, user data, calls, grants.

use super::Aws;
use super::instance::{Instance, SeenInstance, SeenVolume};
use super::ledger::Call;
use super::state::{Regional, World};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;

impl Aws {
    /// Every instance that there is, of all accounts and regions, also ended ones while they are listed; in the order
    /// of their launches.
    #[must_use]
    pub fn instances(&self) -> Vec<SeenInstance> {
        let mut world = self.world();
        world.settle_all();
        let mut all: Vec<(u64, SeenInstance)> = Vec::new();
        for (account, of) in &world.accounts {
            for (region, regional) in &of.regions {
                let seen = regional
                    .instances
                    .values()
                    .map(|instance| (instance.number, seen(&world, (account, region), regional, instance)));
                all.extend(seen);
            }
        }
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, seen)| seen).collect()
    }

    /// Those that cost money.
    #[must_use]
    pub fn live_instances(&self) -> Vec<SeenInstance> {
        let mut all = self.instances();
        all.retain(|instance| instance.state.is_live());
        all
    }

    /// One of them.
    #[must_use]
    pub fn instance(&self, id: &str) -> Option<SeenInstance> {
        let mut world = self.world();
        world.settle_all();
        let (account, region) = world.whereabouts(id)?;
        let regional = world.accounts.get(&account)?.regions.get(&region)?;
        Some(seen(&world, (&account, &region), regional, regional.instance(id)?))
    }

    /// What an instance was started with, as it reads it.
    #[must_use]
    pub fn user_data(&self, id: &str) -> Option<String> {
        let world = self.world();
        let (account, region) = world.whereabouts(id)?;
        let encoded = world.accounts.get(&account)?.regions.get(&region)?.instance(id)?.user_data.clone()?;
        String::from_utf8(STANDARD.decode(encoded).ok()?).ok()
    }

    /// Every call, the oldest first. Bounded: of very many the latest.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.world().ledger.calls()
    }

    /// Every call of one action.
    #[must_use]
    pub fn calls_of(&self, action: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.action == action);
        calls
    }

    /// Action and Sid of every statement that let a call through.
    #[must_use]
    pub fn used_grants(&self) -> BTreeSet<(String, String)> {
        self.world().ledger.used().clone()
    }

    /// Action and Sid of every statement of every installed role that let none through: what nobody needs.
    #[must_use]
    pub fn unused_grants(&self) -> BTreeSet<(String, String)> {
        let world = self.world();
        let roles = world.accounts.values().flat_map(|account| account.roles.values());
        let granted: BTreeSet<_> =
            roles.flat_map(|role| &role.policies).flat_map(super::policy::Policy::grants).collect();
        granted.difference(world.ledger.used()).cloned().collect()
    }
}

fn seen(world: &World, (account, region): (&str, &str), regional: &Regional, instance: &Instance) -> SeenInstance {
    let now = world.now();
    let volumes = instance.devices.iter().filter_map(|(device, id)| {
        let volume = regional.volumes.get(id)?;
        Some(SeenVolume {
            id: volume.id.clone(),
            device: device.clone(),
            kind: volume.kind.clone(),
            gib: volume.gib,
            iops: volume.iops,
            mib_per_second: volume.mib_per_second,
            encrypted: volume.encrypted,
            kms_key: volume.key.clone(),
            tags: volume.tags.clone(),
            delete_on_termination: volume.delete_on_termination,
        })
    });
    SeenInstance {
        id: instance.id.clone(),
        account: account.to_owned(),
        region: region.to_owned(),
        state: instance.state(now, world.timing),
        instance_type: instance.kind.to_owned(),
        market: instance.market,
        zone: instance.zone.clone(),
        subnet_id: instance.subnet.clone(),
        security_groups: instance.groups.clone(),
        image_id: instance.image.clone(),
        instance_profile: instance.profile.clone(),
        tags: instance.tags.clone(),
        other_tags: instance.other_tags.clone(),
        client_token: instance.token.clone(),
        launched_at: instance.launched,
        volumes: volumes.collect(),
        state_reason: instance.end.as_ref().filter(|end| end.at <= now).map(|end| end.message.clone()),
    }
}
