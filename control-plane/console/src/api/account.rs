//! The rest of an account, and what is the same for everybody.

use super::caller::{Caller, Params, store};
use super::job_documents::FailureDocument;
use super::jobs::iso;
use super::refusals::{RefusedChange, RefusedRead};
use super::{Answer, ProblemDocument};
use crate::api::Problem;
use crate::format::{day_iso, day_number};
use crate::rate;
use crate::request_context::RequestContext;
use crate::state::Console;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sprinters_core::label::{MAX_LABEL_BYTES, Reading, read};
use sprinters_core::plan::{Circumstances, explain, plan};
use utoipa::{IntoParams, ToSchema};

/// Most days of costs.
const MOST_DAYS: u64 = 400;

/// Which account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueryParams {
    /// The account; only for a signed-in person, a token has its own.
    #[expect(dead_code, reason = "read by whoever finds out who calls")]
    account: Option<String>,
    /// How many days back, 30 without.
    #[param(minimum = 1, maximum = 400)]
    days: Option<u64>,
}

/// Which lines of the audit log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichLines {
    /// The account; only for a signed-in person, a token has its own.
    #[expect(dead_code, reason = "read by whoever finds out who calls")]
    account: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<i64>,
}

/// Who you are here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// The account.
    account: String,
    /// A person's name, or which token.
    name: String,
    /// Whether changes are allowed.
    may_write: bool,
}

/// Who the caller is.
#[utoipa::path(get, operation_id = "whoAmI", path = "/api/v1/me", params(("account" = Option<String>, Query)), responses((status = 200, description = "Who calls.", body = Me), RefusedRead))]
pub(super) async fn me(caller: Caller) -> Answer<Me> {
    Ok(Json(Me { account: caller.account, name: caller.name, may_write: caller.may_write }))
}

/// Costs of a day of one kind of runner.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CostDocument {
    /// `2026-11-25`.
    #[schema(format = Date)]
    day: String,
    /// `OWNER/NAME`.
    repository: String,
    /// Workflow; empty where GitHub told none.
    workflow: String,
    /// Instance type.
    instance_type: String,
    /// `spot` or `on-demand`.
    #[schema(value_type = super::runners::Market)]
    market: String,
    /// How many runners ended.
    runners: i64,
    /// How many of them AWS took back.
    reclaimed: i64,
    /// How long they lived, in seconds.
    seconds: i64,
    /// In millionths of a US dollar.
    micro_usd: i64,
    /// What they would have cost on demand.
    on_demand_micro_usd: i64,
}

/// Costs by day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CostsDocument {
    /// One entry for each day, repository, workflow, type and market.
    items: Vec<CostDocument>,
    /// Always none: a time of at most 400 days is one page.
    next_cursor: Option<String>,
}

/// Costs by day, repository, workflow, instance type and market.
#[utoipa::path(get, operation_id = "listCosts", path = "/api/v1/costs", params(QueryParams), responses((status = 200, description = "Costs by day.", body = CostsDocument), RefusedRead))]
pub(super) async fn costs(
    State(console): State<Console>,
    caller: Caller,
    Params(which): Params<QueryParams>,
) -> Answer<CostsDocument> {
    let days = which.days.unwrap_or(30);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "days out of range", "days is 1 to 400"));
    }
    let today = day_number(console.now());
    let signed = |day: u64| i64::try_from(day).unwrap_or(i64::MAX);
    let days = console
        .store()
        .cost_days(caller.visible_to, signed(today.saturating_sub(days - 1)), signed(today))
        .await
        .map_err(store)?;
    let document = |day: sprinters_store::CostDay| CostDocument {
        day: day_iso(day.day.unsigned_abs()),
        repository: day.repository,
        workflow: day.workflow,
        instance_type: day.instance_type,
        market: day.market,
        runners: day.runners,
        reclaimed: day.reclaimed,
        seconds: day.millis / 1_000,
        micro_usd: day.micro_usd,
        on_demand_micro_usd: day.on_demand_micro_usd,
    };
    Ok(Json(CostsDocument { items: days.into_iter().map(document).collect(), next_cursor: None }))
}

/// One line of a verification.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CheckDocument {
    /// What was tried.
    what: String,
    /// Whether it must be refused.
    must_be_refused: bool,
    /// Whether it came out as it must.
    passed: bool,
    /// What AWS answered.
    answer: String,
}

/// A connected AWS account and region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConnectionDocument {
    /// Our number.
    id: i64,
    /// `pending`, `working` or `broken`.
    state: String,
    /// Region.
    region: String,
    /// AWS account, once the stack told it.
    aws_account: Option<String>,
    /// Why it is broken.
    failure: Option<FailureDocument>,
    /// The last verification.
    checks: Vec<CheckDocument>,
    /// RFC 3339.
    #[schema(format = DateTime)]
    checked_at: Option<String>,
}

/// All connections.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConnectionsDocument {
    /// The connections.
    items: Vec<ConnectionDocument>,
    /// Always none: an account has few.
    next_cursor: Option<String>,
}

/// Connections with their last verification.
#[utoipa::path(get, operation_id = "listConnections", path = "/api/v1/connections", params(("account" = Option<String>, Query)), responses((status = 200, description = "All connections.", body = ConnectionsDocument), RefusedRead))]
pub(super) async fn connections(State(console): State<Console>, caller: Caller) -> Answer<ConnectionsDocument> {
    let found = console.store().connections_visible_to(caller.visible_to).await.map_err(store)?;
    let check = |check: &sprinters_core::verification::ConnectionCheck| CheckDocument {
        what: check.what.clone(),
        must_be_refused: check.must_be_refused,
        passed: check.passed,
        answer: check.answer.clone(),
    };
    let document = |one: sprinters_store::Connection| ConnectionDocument {
        id: one.id,
        state: one.state.as_str().to_owned(),
        region: one.region.name().to_owned(),
        aws_account: one.outputs.as_ref().map(|outputs| outputs.account_id.clone()),
        failure: one.failure.as_ref().map(FailureDocument::of),
        checks: one.checks.iter().map(check).collect(),
        checked_at: one.checked_at.map(iso),
    };
    Ok(Json(ConnectionsDocument { items: found.into_iter().map(document).collect(), next_cursor: None }))
}

/// A line of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditDocument {
    /// Its number.
    id: i64,
    /// RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    actor: String,
    /// What.
    action: String,
    /// To what.
    subject: String,
    /// More.
    detail: String,
    /// From where.
    address: String,
}

/// A page of the audit log, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditPageDocument {
    /// The lines.
    items: Vec<AuditDocument>,
    /// The cursor of the next page; none on the last.
    next_cursor: Option<String>,
}

/// The audit log, for admins and tokens.
#[utoipa::path(get, operation_id = "listAuditLog", path = "/api/v1/audit", params(WhichLines), responses((status = 200, description = "A page of the audit log.", body = AuditPageDocument), RefusedChange))]
pub(super) async fn audit(
    State(console): State<Console>,
    caller: Caller,
    Params(which): Params<WhichLines>,
) -> Answer<AuditPageDocument> {
    const PAGE: usize = 100;
    if !caller.is_admin {
        return Err(Problem::new(StatusCode::FORBIDDEN, "admins only", "the audit log is for admins of the account"));
    }
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut lines = console.store().audit_lines(caller.visible_to, which.cursor, limit).await.map_err(store)?;
    let more = PAGE < lines.len();
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(|last| last.id.to_string());
    let document = |line: sprinters_store::AuditLine| AuditDocument {
        id: line.id,
        at: iso(line.at),
        actor: line.actor,
        action: line.action,
        subject: line.subject,
        detail: line.detail,
        address: line.address,
    };
    Ok(Json(AuditPageDocument { items: lines.into_iter().map(document).collect(), next_cursor: next }))
}

/// A label to be explained.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LabelQuestion {
    /// As it stands in `runs-on`.
    label: String,
}

/// What is wrong with a label, and where.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelProblemDocument {
    /// Stable.
    code: String,
    /// In words.
    message: String,
    /// Where it begins, in bytes.
    start: usize,
    /// Where it ends, in bytes.
    end: usize,
    /// The whole label with this put right.
    corrected: Option<String>,
}

/// What a label means.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelDocument {
    /// Whether it is one of ours.
    ours: bool,
    /// What was probably meant, of one that is nearly ours.
    meant: Option<String>,
    /// What would be launched, line by line.
    lines: Vec<(String, String)>,
    /// What is tried, in this order.
    candidates: Vec<String>,
    /// What is wrong with it.
    problems: Vec<LabelProblemDocument>,
}

/// Explains a label. Needs no token.
#[utoipa::path(get, operation_id = "explainLabel", path = "/api/v1/labels", params(LabelQuestion), security(()), responses(
    (status = 200, description = "What it means.", body = LabelDocument),
    (status = 400, description = "The query can't be read.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 429, description = "More calls than allowed.", body = ProblemDocument, content_type = "application/problem+json"),
))]
pub(super) async fn label(
    State(console): State<Console>,
    visit: RequestContext,
    question: Params<LabelQuestion>,
) -> Answer<LabelDocument> {
    let counted = console.api_rate().admit(&format!("address {}", rate::client(&visit.address)), visit.now);
    counted.map_err(|too_often| Problem::too_often("at most 600 calls a minute", too_often))?;
    let Params(LabelQuestion { label }) = question;
    let mut document =
        LabelDocument { ours: false, meant: None, lines: Vec::new(), candidates: Vec::new(), problems: Vec::new() };
    if MAX_LABEL_BYTES * 4 < label.len() {
        return Ok(Json(document));
    }
    match read(&label) {
        Reading::Ours(spec) => {
            document.ours = true;
            match plan(&spec, &Circumstances::unknown()) {
                Ok(plan) => {
                    let explanation = explain(&spec, &plan);
                    document.lines =
                        explanation.lines.into_iter().map(|line| (line.what.to_owned(), line.value)).collect();
                    document.candidates = explanation.candidates;
                }
                Err(error) => document.problems.push(LabelProblemDocument {
                    code: "launches-nothing".to_owned(),
                    message: error.to_string(),
                    start: 0,
                    end: label.len(),
                    corrected: None,
                }),
            }
        }
        Reading::Wrong(problems) => {
            document.ours = true;
            document.problems = problems
                .iter()
                .map(|error| LabelProblemDocument {
                    code: error.code().to_owned(),
                    message: error.to_string(),
                    start: error.span().start,
                    end: error.span().end,
                    corrected: error.corrected(&label),
                })
                .collect();
        }
        Reading::NearMiss { meant } => document.meant = Some(meant),
        Reading::NotOurs => {}
    }
    Ok(Json(document))
}

/// One permission of the role.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PermissionDocument {
    /// As IAM writes it.
    action: String,
    /// Why it is needed.
    reason: String,
    /// When it is used.
    used_when: String,
    /// What the policy makes impossible with it.
    cannot: String,
    /// The parameter that switches it on.
    only_with: Option<String>,
}

/// What the role grants.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PolicyDocument {
    /// Digest of the template.
    template_digest: String,
    /// Every granted action.
    permissions: Vec<PermissionDocument>,
}

/// What the role of the stack grants, and why. Needs no token.
#[utoipa::path(get, operation_id = "listPermissions", path = "/api/v1/policy", security(()), responses(
    (status = 200, description = "Every granted action.", body = PolicyDocument),
    (status = 429, description = "More calls than allowed.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 500, description = "An internal error.", body = ProblemDocument, content_type = "application/problem+json"),
))]
pub(super) async fn policy() -> Answer<PolicyDocument> {
    let digest = crate::pages::policy::digest().ok_or_else(Problem::internal)?;
    let permissions = sprinters_stacks::permission::PERMISSIONS.iter().map(|one| PermissionDocument {
        action: one.action.to_owned(),
        reason: one.reason.to_owned(),
        used_when: one.used_when.to_owned(),
        cannot: one.cannot.to_owned(),
        only_with: one.only_with.map(str::to_owned),
    });
    Ok(Json(PolicyDocument { template_digest: digest.to_owned(), permissions: permissions.collect() }))
}
