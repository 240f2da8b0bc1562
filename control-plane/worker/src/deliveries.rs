//! From a kept delivery to events.

use super::machines;
use sprinters_core::delivery::{DeliveryFacts, InstallationAction, InstallationFields, JobAction, JobFields};
use sprinters_core::ids::{JobId, RunnerId};
use sprinters_core::job::{Job, JobEvent};
use sprinters_core::label::{self, Reading, Spot};
use sprinters_core::time::Timestamp;
use sprinters_store::{
    AboutRepository, AccountKind, Change, DueDelivery, InstallationChange, JobRow, SecretKind, SecretName, StoreError,
    Subject, TimelineEvent,
};
use sprinters_telemetry::metrics::{Metrics, Phase};
use sprinters_telemetry::traces;
use tracing::Instrument as _;

/// Acts on a delivery. Fields that no version wrote are an error of ours; the delivery is put aside, not repeated for
/// ever.
///
/// # Errors
/// If the database is away, or holds what no version wrote.
pub async fn apply(
    change: &mut Change,
    delivery: &DueDelivery,
    now: Timestamp,
    metrics: &Metrics,
) -> Result<(), StoreError> {
    let facts = delivery.facts.as_ref().map_err(|problem| StoreError::Inconsistent {
        table: "deliveries",
        row: delivery.id.to_string(),
        problem: problem.clone(),
    })?;
    match facts {
        DeliveryFacts::Job(action, fields) => {
            if *action == JobAction::Queued
                && let Some(made) = fields.created_at
            {
                metrics.phase(Phase::GithubDelay, delivery.received_at.since(made));
            }
            let number = JobId(fields.job_id.unsigned_abs());
            let span = tracing::info_span!("decision", job_id = number.0, action = action.as_str());
            traces::of_job(&span, number);
            job(change, delivery, fields, now, metrics).instrument(span).await
        }
        DeliveryFacts::Installation(action, fields) => installation(change, delivery, Some(*action), fields).await,
        DeliveryFacts::Repositories(_, fields) => installation(change, delivery, None, fields).await,
        DeliveryFacts::AuthorizationRevoked(fields) => {
            let subject = fields.user_id.to_string();
            change.end_authorization(fields.user_id).await?;
            change.remove_secret(SecretName { account: 0, kind: SecretKind::UserTokens, subject: &subject }).await
        }
        DeliveryFacts::Ping(_) => Ok(()),
    }
}

/// `action` is none where only its repositories changed.
async fn installation(
    change: &mut Change,
    delivery: &DueDelivery,
    action: Option<InstallationAction>,
    fields: &InstallationFields,
) -> Result<(), StoreError> {
    let at = fields.updated_at.unwrap_or(delivery.received_at);
    let kind = account_kind(fields.is_organization);
    let (login, account_id, id) = (fields.account.clone(), fields.account_id, fields.installation_id);
    let change_of = |suspended, removed, at| InstallationChange {
        id,
        account_id,
        login: login.clone(),
        kind,
        at,
        suspended,
        removed,
    };
    match action {
        Some(InstallationAction::Deleted) => {
            // The body of a deletion has the time of the last change before it.
            change.apply_installation(&change_of(false, true, at.max(delivery.received_at))).await
        }
        Some(InstallationAction::Suspend) => change.apply_installation(&change_of(true, false, at)).await,
        Some(
            InstallationAction::Created | InstallationAction::Unsuspend | InstallationAction::NewPermissionsAccepted,
        ) => change.apply_installation(&change_of(false, false, at)).await,
        None => change.meet_installation(&change_of(false, false, at)).await,
    }
}

fn account_kind(is_organization: bool) -> AccountKind {
    if is_organization { AccountKind::Organization } else { AccountKind::User }
}

async fn job(
    change: &mut Change,
    delivery: &DueDelivery,
    fields: &JobFields,
    now: Timestamp,
    metrics: &Metrics,
) -> Result<(), StoreError> {
    let Some(installation_id) = delivery.installation_id else {
        // A repository's own webhook: nobody installed the App, so nobody can be acted for.
        return Ok(());
    };
    let id = JobId(fields.job_id.unsigned_abs());
    let met = InstallationChange {
        id: installation_id,
        account_id: fields.account_id,
        login: fields.account.clone(),
        kind: account_kind(fields.is_organization),
        at: delivery.received_at,
        suspended: false,
        removed: false,
    };
    let about = AboutRepository { account_id: fields.account_id, repository_id: fields.repository_id };
    let news = fields.observed();
    let runner = match news.claimed() {
        Some(claimed) => change.claimed_runner(about, claimed).await?.map(|row| row.id),
        None => None,
    };
    let row = match change.job(id).await? {
        Some(row) if row.account_id != about.account_id || row.repository_id != about.repository_id => {
            tracing::warn!(job_id = id.0, account = about.account_id, "a delivery about another account's job");
            return Ok(());
        }
        Some(row) => {
            Some(JobRow { installation_id, repository: fields.repository.clone(), private: fields.private, ..row })
        }
        None => new_job(change, &met, fields, id, runner, delivery.received_at).await?,
    };
    let Some(row) = row else { return Ok(()) };
    let (position, news) = (news.position, news.on(runner));
    let row = JobRow { run_attempt: row.run_attempt.max(position.run_attempt), ..row };
    machines::observe_job(change, row, &JobEvent::Observed { position, news }, now, metrics).await
}

/// A job that was not known: its row, or nothing if it is none of ours.
async fn new_job(
    change: &mut Change,
    met: &InstallationChange,
    fields: &JobFields,
    id: JobId,
    runner: Option<RunnerId>,
    received_at: Timestamp,
) -> Result<Option<JobRow>, StoreError> {
    let mut ours = None;
    let mut near_miss = None;
    for label in &fields.labels {
        match label::read(label) {
            Reading::Ours(spec) => ours = ours.or(Some((label, spec.spot() == Spot::Rerun))),
            Reading::Wrong(_) => ours = ours.or(Some((label, false))),
            Reading::NearMiss { .. } => near_miss = near_miss.or(Some(label)),
            Reading::NotOurs => {}
        }
    }
    change.meet_installation(met).await?;
    let (label, rerun) = match (ours, near_miss) {
        (Some((label, rerun)), _) => (label.clone(), rerun),
        // It took a runner of ours by its other labels: its row says so.
        (None, _) if runner.is_some() => (String::new(), false),
        (None, Some(label)) => {
            explain_near_miss(change, met.account_id, label, received_at).await?;
            return Ok(None);
        }
        (None, None) => return Ok(None),
    };
    let run_attempt = u32::try_from(fields.run_attempt).unwrap_or(1);
    let on_demand_only = change.is_on_demand(fields.account_id, fields.run_id, &fields.name, run_attempt).await?;
    let queued_at = fields.created_at.unwrap_or(received_at);
    Ok(Some(JobRow {
        id,
        account_id: met.account_id,
        installation_id: met.id,
        repository_id: fields.repository_id,
        repository: fields.repository.clone(),
        private: fields.private,
        run_id: fields.run_id,
        run_attempt,
        name: fields.name.clone(),
        workflow: fields.workflow.clone(),
        head_branch: fields.head_branch.clone(),
        label,
        labels: fields.labels.clone(),
        job: Job::unheard(rerun && !on_demand_only),
        on_demand_only,
        queued_at,
        state_since: received_at,
        heard_at: received_at,
        started_at: None,
        finished_at: None,
    }))
}

/// Once for each label and day: a workflow with a slip in it runs often.
async fn explain_near_miss(
    change: &mut Change,
    account_id: i64,
    label: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Reading::NearMiss { meant } = label::read(label) else { return Ok(()) };
    if change.near_miss_told(account_id, label, now).await? {
        return Ok(());
    }
    let happening = TimelineEvent::NearMiss { label: label.to_owned(), meant };
    change.note(Subject { account_id, job: None, runner: None }, &happening, now);
    Ok(())
}
