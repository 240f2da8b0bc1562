//! What a label or the account's own policy does not allow.

use super::{LABEL, MINUTE};
use crate::harness::{BOOT, Universe};
use sprinters_core::ids::JobId;
use sprinters_core::policy::Policy;
use sprinters_fakes::github::NewJob;
use sprinters_store::{AccountSettings, in_change};

pub(super) async fn label(world: &mut Universe, label: &str) -> JobId {
    let job = world.queue(label);
    world.settle().await;
    job
}

async fn under(world: &mut Universe, policy: Policy) {
    let settings = AccountSettings { policy, ..AccountSettings::default() };
    in_change!(world.ours.store, change => change.put_account_settings(world.organization, &settings, world.clock.now()).await).unwrap();
}

pub(super) async fn type_not_allowed(world: &mut Universe) -> JobId {
    under(world, Policy { allowed_types: vec!["c7i.*".parse().unwrap()], ..Policy::default() }).await;
    label(world, LABEL).await
}

pub(super) async fn region_not_allowed(world: &mut Universe) -> JobId {
    under(world, Policy { allowed_regions: vec!["us-east-1".parse().unwrap()], ..Policy::default() }).await;
    label(world, LABEL).await
}

pub(super) async fn volume_not_allowed(world: &mut Universe) -> JobId {
    under(world, Policy { max_volume_gib: Some(20), ..Policy::default() }).await;
    label(world, "sprinters:aws:eu-central-1:m7i.large:temp=gp3/64").await
}

pub(super) async fn fork(world: &mut Universe) -> JobId {
    let public = world.github.add_repository(world.organization, "open", false);
    let stranger = world.github.add_user("mallory", "mallory@example.com");
    let fork = world.github.add_repository(stranger, "open", false);
    let new = NewJob { repository: public, labels: vec![LABEL.to_owned()], fork: Some(fork), ..NewJob::default() };
    let job = world.github.queue_job(&new);
    world.settle().await;
    JobId(job)
}

/// Two jobs where there is room for one: the one that waits.
async fn second_of_two(world: &mut Universe, policy: Policy) -> JobId {
    under(world, policy).await;
    label(world, LABEL).await;
    label(world, LABEL).await
}

pub(super) async fn account_limit(world: &mut Universe) -> JobId {
    second_of_two(world, Policy { max_runners: Some(1), ..Policy::default() }).await
}

pub(super) async fn repository_limit(world: &mut Universe) -> JobId {
    second_of_two(world, Policy { max_runners_per_repository: Some(1), ..Policy::default() }).await
}

pub(super) async fn vcpu_limit(world: &mut Universe) -> JobId {
    second_of_two(world, Policy { max_vcpu: Some(3), ..Policy::default() }).await
}

pub(super) async fn vcpu_never(world: &mut Universe) -> JobId {
    under(world, Policy { max_vcpu: Some(1), ..Policy::default() }).await;
    label(world, LABEL).await
}

pub(super) async fn budget(world: &mut Universe) -> JobId {
    under(world, Policy { monthly_budget_micro_usd: Some(1), ..Policy::default() }).await;
    let first = label(world, LABEL).await;
    world.pass_by(BOOT, BOOT + 5 * MINUTE).await;
    world.github.finish_job(first.0, "success");
    world.pass_by(MINUTE / 2, 5 * MINUTE).await;
    label(world, LABEL).await
}
