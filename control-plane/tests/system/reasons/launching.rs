//! What AWS does not have, or not for this account.

use super::connection::{queued, refused};
use super::{LABEL, MINUTE};
use crate::harness::{ACCOUNT, REGION, Universe};
use sprinters_core::ids::JobId;
use sprinters_fakes::aws::{Fault, Market, Pool};

const ZONES: [&str; 3] = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
const SPOT: &str = "sprinters:aws:eu-central-1:m7i.large:spot=true";

fn nothing_left(world: &Universe, market: Market) {
    for zone in ZONES {
        let pool = Pool { instance_type: "m7i.large".to_owned(), zone: zone.to_owned(), market };
        world.aws.set_capacity(pool, Some(0));
    }
}

pub(super) async fn no_capacity(world: &mut Universe) -> JobId {
    nothing_left(world, Market::OnDemand);
    queued(world, LABEL).await
}

pub(super) async fn no_spot_capacity(world: &mut Universe) -> JobId {
    nothing_left(world, Market::Spot);
    queued(world, SPOT).await
}

pub(super) async fn vcpu_quota(world: &mut Universe) -> JobId {
    world.aws.set_quota(ACCOUNT, REGION, Market::OnDemand, Some(1));
    queued(world, LABEL).await
}

pub(super) async fn spot_quota(world: &mut Universe) -> JobId {
    world.aws.set_quota(ACCOUNT, REGION, Market::Spot, Some(1));
    queued(world, SPOT).await
}

pub(super) async fn volume_quota(world: &mut Universe) -> JobId {
    refused(world, 400, "VolumeLimitExceeded", "You have exceeded your maximum gp3 storage limit of 50 TiB").await
}

pub(super) async fn type_not_offered(world: &mut Universe) -> JobId {
    for zone in ZONES {
        world.aws.do_not_offer(zone, "m7i.large");
    }
    queued(world, LABEL).await
}

pub(super) async fn launch_refused(world: &mut Universe) -> JobId {
    let sentence = "The parameter 'something new' may not be used with it.";
    refused(world, 400, "InvalidParameterCombination", sentence).await
}

pub(super) async fn aws_unavailable(world: &mut Universe) -> JobId {
    world.aws.order(Fault::on("RunInstances").times(900).refuse(503, "Unavailable", "The service is unavailable."));
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE / 2, 5 * MINUTE).await;
    job
}

pub(super) async fn answer_unknown(world: &mut Universe) -> JobId {
    refused(world, 400, "InvalidMoonPhase", "The moon is not in the right phase for this launch.").await
}

pub(super) async fn clock_wrong(world: &mut Universe) -> JobId {
    let sentence =
        "Signature expired: 20261201T120000Z is now earlier than 20261201T124500Z (20261201T130000Z - 15 min.)";
    refused(world, 403, "SignatureDoesNotMatch", sentence).await
}
