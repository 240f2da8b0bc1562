//! What GitHub refuses.

use super::connection::queued;
use super::{HOUR, LABEL, MINUTE};
use crate::harness::Universe;
use sprinters_core::ids::JobId;
use sprinters_fakes::github::{Fault, Limits};

const JIT_CONFIG: &str = "POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig";

pub(super) async fn permission_missing(world: &mut Universe) -> JobId {
    world.github.withhold(world.installation, "administration");
    queued(world, LABEL).await
}

pub(super) async fn runners_disabled(world: &mut Universe) -> JobId {
    world.github.change_repository(world.repository, |repository| repository.runners_disabled = true);
    queued(world, LABEL).await
}

pub(super) async fn actions_disabled(world: &mut Universe) -> JobId {
    let job = world.queue(LABEL);
    world.github.change_repository(world.repository, |repository| repository.actions_disabled = true);
    world.pass_by(MINUTE / 2, MINUTE).await;
    job
}

pub(super) async fn ip_allow_list(world: &mut Universe) -> JobId {
    world.github.change_account(world.organization, |account| account.ip_allow_list = true);
    queued(world, LABEL).await
}

/// The delivery of the suspension overtakes the work on the job's.
pub(super) async fn suspended(world: &mut Universe) -> JobId {
    let job = world.queue(LABEL);
    world.github.suspend(world.installation);
    world.github.deliver_all().await;
    world.settle().await;
    job
}

pub(super) async fn registration_limit(world: &mut Universe) -> JobId {
    world.github.set_limits(Limits { runners: 0, ..Limits::default() });
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE / 2, 6 * MINUTE).await;
    job
}

pub(super) async fn rate_limit(world: &mut Universe) -> JobId {
    let until = world.clock.now().after(HOUR / 2).as_millis();
    world.github.use_up(world.installation, until);
    queued(world, LABEL).await
}

pub(super) async fn unavailable(world: &mut Universe) -> JobId {
    world.github.fail(JIT_CONFIG, 900, Fault::Html(503));
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE / 2, 6 * MINUTE).await;
    job
}

pub(super) async fn image_too_old(world: &mut Universe) -> JobId {
    let message = "Runner version v2.100.0 is deprecated and cannot receive messages.".to_owned();
    world.github.fail(JIT_CONFIG, 9, Fault::Refused { status: 403, message });
    queued(world, LABEL).await
}

/// The operator made a new private key for the App, and did not give it to us.
pub(super) async fn our_key_refused(world: &mut Universe) -> JobId {
    let app = world.github.apps().first().unwrap().id;
    world.github.new_app_key(app, false).unwrap();
    world.github.revoke_tokens();
    queued(world, LABEL).await
}
