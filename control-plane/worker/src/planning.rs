//! What a plan is made from: the connection that a label means, where its stack can launch, and what spot costs there.

use super::context::Context;
use super::perform::{PerformError, access};
use sprinters_aws::SpotQuery;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::label::RunnerSpec;
use sprinters_core::plan::{MAX_TYPES, Site, SpotPrice, TypePattern};
use sprinters_store::{Connection, ConnectionState, StoreError};
use std::time::Duration;

/// The connection for a label.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The connection.
    pub(super) connection: Connection,
    /// Its AWS account.
    pub(super) aws_account: String,
    /// Types that its stack allows.
    pub(super) allowed_types: Vec<TypePattern>,
    /// Sizes of these that its stack allows.
    pub(super) allowed_sizes: Vec<TypePattern>,
    /// Its listed subnets; empty for the default subnets.
    pub(super) sites: Vec<Site>,
}

/// Why there is no connection to launch through.
#[derive(Debug)]
pub(super) struct NotChosen {
    /// The reason.
    pub(super) failure: Failure,
    /// Whether somebody is at it, so that the job waits.
    pub(super) waits: bool,
    /// A broken connection that may be well again by now: whether it is, is to be found out.
    pub(super) probe: Option<i64>,
}

/// Between two looks at a broken connection while jobs wait for it.
const PROBE: Duration = Duration::from_secs(30);

/// Chooses the connection that a label means: of the account and role that it names, in its region.
pub(super) async fn choose(
    context: &Context,
    account: i64,
    spec: &RunnerSpec,
) -> Result<Result<Chosen, NotChosen>, StoreError> {
    let region = spec.placement().region();
    let connections = context.services.store.connections_of(account).await?;
    let mut here: Vec<Connection> = connections.iter().filter(|one| one.region == region).cloned().collect();
    here.retain(|one| means(spec, one));
    // A working one before a broken one; of two working ones the older.
    here.sort_by_key(|one| (one.state != ConnectionState::Working, one.id));
    let Some(connection) = here.into_iter().next() else {
        return Ok(Err(none(not_connected(&connections, spec))));
    };
    match connection.state {
        ConnectionState::Working => {}
        ConnectionState::Broken => {
            let now = context.services.clock.now();
            let due = connection.checked_at.is_none_or(|at| PROBE <= now.since(at));
            let failure = connection.failure.unwrap_or_else(|| FailureReason::RoleGone.into());
            return Ok(Err(NotChosen { failure, waits: true, probe: due.then_some(connection.id) }));
        }
        // Its stack told what it made, and it is being verified.
        ConnectionState::Pending => {
            return Ok(Err(NotChosen { waits: true, ..none(not_connected(&connections, spec)) }));
        }
        ConnectionState::Removed => return Ok(Err(none(not_connected(&connections, spec)))),
    }
    let Some(outputs) = connection.outputs.clone() else {
        return Ok(Err(none(not_connected(&connections, spec))));
    };
    let sites = outputs
        .subnet_ids
        .iter()
        .filter_map(|subnet| {
            let zone = connection.subnet_zones.get(subnet).and_then(|zone| zone.parse().ok());
            Some(Site { zone, subnet: Some(subnet.parse().ok()?) })
        })
        .collect();
    Ok(Ok(Chosen {
        connection,
        aws_account: outputs.account_id,
        allowed_types: outputs.allowed_types,
        allowed_sizes: outputs.allowed_sizes,
        sites,
    }))
}

/// Nothing that passes: a person has to connect something, or to write another label.
fn none(failure: Failure) -> NotChosen {
    NotChosen { failure, waits: false, probe: None }
}

fn means(spec: &RunnerSpec, connection: &Connection) -> bool {
    let Some(outputs) = &connection.outputs else { return false };
    let account = spec.account().is_none_or(|named| named.as_str() == outputs.account_id);
    let role =
        spec.role().is_none_or(|named| outputs.role_arn.rsplit('/').next().is_some_and(|role| role == named.as_str()));
    account && role
}

fn not_connected(connections: &[Connection], spec: &RunnerSpec) -> Failure {
    let mut there: Vec<String> = connections
        .iter()
        .filter(|one| one.state == ConnectionState::Working)
        .filter_map(|one| Some(format!("{}:{}", one.outputs.as_ref()?.account_id, one.region)))
        .collect();
    there.sort();
    let wanted = spec.placement().region();
    let detail = match (spec.account(), there.is_empty()) {
        (_, true) => format!("{wanted} is wanted; nothing is connected"),
        (Some(account), false) => format!("{account}:{wanted} is wanted; connected: {}", there.join(", ")),
        (None, false) => format!("{wanted} is wanted; connected: {}", there.join(", ")),
    };
    Failure::about(FailureReason::NotConnected, &detail)
}

/// Spot prices, where they decide something: which zone, or which type. Without an answer a plan is made all the same,
/// and EC2 chooses the zone.
pub(super) async fn spot_prices(
    context: &Context,
    chosen: &Chosen,
    spec: &RunnerSpec,
    on_demand_only: bool,
) -> Result<Vec<SpotPrice>, PerformError> {
    if on_demand_only || !spec.spot().tries_spot() {
        return Ok(Vec::new());
    }
    let Some(access) = access(context, &chosen.connection).await? else { return Ok(Vec::new()) };
    let mut instance_types: Vec<&'static str> =
        spec.fitting_types().map(|one| one.name()).take(4 * MAX_TYPES).collect();
    instance_types.sort_unstable();
    match context.aws.spot_prices(&access, &SpotQuery { instance_types }).await {
        Ok(prices) => Ok(prices),
        Err(error) => {
            tracing::warn!(connection = chosen.connection.id, error = %sprinters_common::Chain(&error), "spot prices are not known");
            Ok(Vec::new())
        }
    }
}
