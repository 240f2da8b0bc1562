//! `/api/v1/runners`.

use super::Answer;
use super::caller::{Caller, Params, store};
use super::jobs::iso;
use super::refusals::RefusedRead;
use crate::pages::money::runner_cost;
use crate::state::Console;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use sprinters_core::time::Timestamp;
use sprinters_store::RunnerList;
use utoipa::{IntoParams, ToSchema};

/// Runners of a page.
const PAGE: usize = 100;

/// Which runners.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueryParams {
    /// The account; only for a signed-in person, a token has its own.
    #[expect(dead_code, reason = "read by whoever finds out who calls")]
    account: Option<String>,
    /// Those that are gone instead of those that live.
    gone: Option<bool>,
    /// `next_cursor` of the page before.
    cursor: Option<i64>,
}

/// How an instance is paid.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "the document describes it; the table has the word")]
pub(super) enum Market {
    Spot,
    OnDemand,
}

/// A runner.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunnerDocument {
    /// Our id.
    id: String,
    /// Where it stands.
    state: String,
    /// The job that it was made for.
    job_id: i64,
    /// That job's repository, while the job is kept.
    repository: Option<String>,
    /// EC2's id.
    instance_id: Option<String>,
    /// Instance type.
    instance_type: String,
    /// `spot` or `on-demand`.
    #[schema(value_type = Market)]
    market: String,
    /// Region.
    region: String,
    /// Zone.
    zone: Option<String>,
    /// vCPU.
    vcpu: i64,
    /// Price of an hour, in millionths of a US dollar.
    price_micro_usd_per_hour: Option<i64>,
    /// What it cost so far, in millionths of a US dollar.
    cost_micro_usd: Option<u64>,
    /// RFC 3339.
    #[schema(format = DateTime)]
    created_at: String,
    /// RFC 3339.
    #[schema(format = DateTime)]
    launched_at: Option<String>,
    /// RFC 3339.
    #[schema(format = DateTime)]
    busy_at: Option<String>,
    /// RFC 3339.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

/// A page of runners, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunnerPageDocument {
    /// The runners.
    items: Vec<RunnerDocument>,
    /// The cursor of the next page; none on the last.
    next_cursor: Option<String>,
}

/// Lists runners: those that live, or those that are gone.
#[utoipa::path(get, operation_id = "listRunners", path = "/api/v1/runners", params(QueryParams), responses((status = 200, description = "A page of runners.", body = RunnerPageDocument), RefusedRead))]
pub(super) async fn list(
    State(console): State<Console>,
    caller: Caller,
    Params(which): Params<QueryParams>,
) -> Answer<RunnerPageDocument> {
    let far = u64::MAX / 4;
    let gone = which.gone.unwrap_or_default();
    let list = if gone {
        RunnerList::EndedBefore(Timestamp::from_millis(
            which.cursor.map_or(far, |cursor| cursor.max(0).unsigned_abs()).min(far),
        ))
    } else {
        RunnerList::Live
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut runners = console.store().runner_list(caller.visible_to, list, limit).await.map_err(store)?;
    let more = PAGE < runners.len();
    runners.truncate(PAGE);
    let next = runners.last().filter(|_| more && gone).map(|last| last.created_at.as_millis().to_string());
    let now = console.now();
    let document = |runner: sprinters_store::ListedRunner| RunnerDocument {
        cost_micro_usd: runner_cost(&runner, now).map(|(cost, _)| cost),
        id: runner.id,
        state: runner.state,
        job_id: runner.job_id,
        repository: runner.repository,
        instance_id: runner.instance_id,
        instance_type: runner.instance_type,
        market: runner.market,
        region: runner.region,
        zone: runner.zone,
        vcpu: runner.vcpu,
        price_micro_usd_per_hour: runner.price_micro_usd_per_hour,
        created_at: iso(runner.created_at),
        launched_at: runner.launched_at.map(iso),
        busy_at: runner.busy_at.map(iso),
        ended_at: runner.ended_at.map(iso),
    };
    Ok(Json(RunnerPageDocument { items: runners.into_iter().map(document).collect(), next_cursor: next }))
}
