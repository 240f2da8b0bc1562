//! What is read of a body: the fields we use and nothing else. The rest is skipped unseen, and the body is dropped.
//!
//! The event's name and the delivery's guid are not signed. So a body counts as an event only if its action is one of
//! that event's, no two events share an action, and a delivery of a job is known by what its body says (`content`),
//! under whatever guid it comes back.

use super::event::Event;
use super::lenient::LenientValue;
use serde::Deserialize;
use sprinters_core::delivery::{
    AuthorizationFields, DeliveryFacts, InstallationAction, InstallationFields, JobAction, JobFields, PingFields,
    RepositoriesAction,
};
use sprinters_core::label::{self, Reading};
use sprinters_core::time::Timestamp;
use sprinters_store::Delivery;

/// Most bytes of a name that is kept. GitHub's own limits are lower for all but a matrix job's name, which is for
/// people to read.
const MAX_NAME: usize = 512;

/// Most labels of a job, and bytes of one. GitHub allows 256 characters a label.
const MAX_LABELS: usize = 64;
const MAX_LABEL: usize = 1_024;

/// How names of our runners begin.
const RUNNER_NAME_PREFIX: &str = "sprinters";

/// What a body turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// To be kept.
    Delivery(Delivery),
    /// GitHub's, and none of our business: another action, or a job for others' runners.
    NotOurs,
}

/// Why a body is not what its event says. Never holds any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// Not JSON, or not of this shape.
    #[error("the body is not the JSON of such an event (line {line}, column {column})")]
    Json {
        /// Line of the body.
        line: usize,
        /// Column of the line.
        column: usize,
    },
    /// Something is missing that nothing works without.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// More labels than any job has.
    #[error("the job has more than {MAX_LABELS} labels, or one longer than {MAX_LABEL} bytes")]
    Labels,
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow, default)]
    action: LenientValue<'a>,
    #[serde(borrow, default)]
    workflow_job: Option<Job<'a>>,
    #[serde(borrow, default)]
    deployment: Option<Deployment<'a>>,
    #[serde(borrow, default)]
    repository: Option<Repository<'a>>,
    #[serde(borrow, default)]
    installation: Option<Installation<'a>>,
    #[serde(borrow, default)]
    sender: Option<Account<'a>>,
    #[serde(borrow, default)]
    hook_id: LenientValue<'a>,
    #[serde(borrow, default)]
    zen: LenientValue<'a>,
}

#[derive(Deserialize)]
struct Job<'a> {
    #[serde(borrow, default)]
    id: LenientValue<'a>,
    #[serde(borrow, default)]
    run_id: LenientValue<'a>,
    #[serde(borrow, default)]
    run_attempt: LenientValue<'a>,
    #[serde(borrow, default)]
    status: LenientValue<'a>,
    #[serde(borrow, default)]
    conclusion: LenientValue<'a>,
    #[serde(borrow, default)]
    name: LenientValue<'a>,
    #[serde(borrow, default)]
    workflow_name: LenientValue<'a>,
    #[serde(borrow, default)]
    head_branch: LenientValue<'a>,
    #[serde(borrow, default)]
    labels: Option<Vec<LenientValue<'a>>>,
    #[serde(borrow, default)]
    runner_id: LenientValue<'a>,
    #[serde(borrow, default)]
    runner_name: LenientValue<'a>,
    #[serde(borrow, default)]
    created_at: LenientValue<'a>,
    #[serde(borrow, default)]
    started_at: LenientValue<'a>,
    #[serde(borrow, default)]
    completed_at: LenientValue<'a>,
}

#[derive(Deserialize)]
struct Deployment<'a> {
    #[serde(borrow, default)]
    updated_at: LenientValue<'a>,
}

#[derive(Deserialize)]
struct Repository<'a> {
    #[serde(borrow, default)]
    id: LenientValue<'a>,
    #[serde(borrow, default)]
    full_name: LenientValue<'a>,
    #[serde(borrow, default)]
    private: LenientValue<'a>,
    #[serde(borrow, default)]
    owner: Option<Account<'a>>,
}

#[derive(Deserialize)]
struct Installation<'a> {
    #[serde(borrow, default)]
    id: LenientValue<'a>,
    #[serde(borrow, default)]
    account: Option<Account<'a>>,
    #[serde(borrow, default)]
    updated_at: LenientValue<'a>,
}

#[derive(Deserialize)]
struct Account<'a> {
    #[serde(borrow, default)]
    id: LenientValue<'a>,
    #[serde(borrow, default)]
    login: LenientValue<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: LenientValue<'a>,
}

impl Account<'_> {
    fn is_organization(&self) -> bool {
        self.kind == LenientValue::Text("Organization".into())
    }
}

/// Reads a verified body.
///
/// # Errors
/// If it is not what the event says.
pub fn read(event: Event, guid: &str, body: &[u8], received_at: Timestamp) -> Result<Read, PayloadError> {
    let body: Body<'_> = serde_json::from_slice(body)
        .map_err(|error| PayloadError::Json { line: error.line(), column: error.column() })?;
    let action = body.action.text(MAX_NAME).unwrap_or_default();
    let (content, facts) = match event {
        Event::WorkflowJob => {
            let Some(action) = JobAction::from_word(&action) else { return Ok(Read::NotOurs) };
            let job = job_fields(&body)?;
            if !concerns_us(&job, action) {
                return Ok(Read::NotOurs);
            }
            (content_of_job(&job, action), DeliveryFacts::Job(action, Box::new(job)))
        }
        Event::Installation => {
            let Some(action) = InstallationAction::from_word(&action) else { return Ok(Read::NotOurs) };
            let fields = installation_fields(&body)?;
            let changed = fields.updated_at.map_or(0, Timestamp::as_millis);
            let content = format!("installation/{}/{}/{changed}", fields.installation_id, action.as_str());
            (content, DeliveryFacts::Installation(action, fields))
        }
        Event::InstallationRepositories => {
            let Some(action) = RepositoriesAction::from_word(&action) else { return Ok(Read::NotOurs) };
            // No key by content: adding a repository a second time says the same, and is another event.
            let fields = installation_fields(&body)?;
            (format!("installation_repositories/{guid}"), DeliveryFacts::Repositories(action, fields))
        }
        Event::Ping => {
            if body.zen == LenientValue::Nothing {
                return Err(PayloadError::Missing("zen"));
            }
            let hook_id = body.hook_id.number().ok_or(PayloadError::Missing("hook_id"))?;
            (format!("ping/{guid}"), DeliveryFacts::Ping(PingFields { hook_id }))
        }
        Event::GithubAppAuthorization => {
            if action != "revoked" {
                return Ok(Read::NotOurs);
            }
            let user_id =
                body.sender.as_ref().and_then(|sender| sender.id.number()).ok_or(PayloadError::Missing("sender.id"))?;
            // No key by content: a person may give and take back any number of times.
            let fields = AuthorizationFields { user_id };
            (format!("github_app_authorization/{guid}"), DeliveryFacts::AuthorizationRevoked(fields))
        }
    };
    let installation_id = body.installation.as_ref().and_then(|installation| installation.id.number());
    Ok(Read::Delivery(Delivery { guid: guid.to_owned(), content, facts, installation_id, received_at }))
}

/// The same job, attempt, action, status and change of its deployment are the same event.
fn content_of_job(job: &JobFields, action: JobAction) -> String {
    let deployment = job.deployment_updated_at.map_or_else(String::new, |at| at.as_millis().to_string());
    format!("workflow_job/{}/{}/{}/{}/{deployment}", job.job_id, job.run_attempt, action.as_str(), job.status)
}

fn job_fields(body: &Body<'_>) -> Result<JobFields, PayloadError> {
    let job = body.workflow_job.as_ref().ok_or(PayloadError::Missing("workflow_job"))?;
    let repository = body.repository.as_ref().ok_or(PayloadError::Missing("repository"))?;
    let owner = repository.owner.as_ref().ok_or(PayloadError::Missing("repository.owner"))?;
    let labels = job.labels.as_deref().unwrap_or_default();
    Ok(JobFields {
        job_id: job.id.number().ok_or(PayloadError::Missing("workflow_job.id"))?,
        run_id: job.run_id.number().ok_or(PayloadError::Missing("workflow_job.run_id"))?,
        // Missing in bodies from before reruns had numbers.
        run_attempt: job.run_attempt.number().unwrap_or(1),
        status: job.status.text(MAX_NAME).ok_or(PayloadError::Missing("workflow_job.status"))?,
        conclusion: job.conclusion.text(MAX_NAME),
        name: job.name.text(MAX_NAME).unwrap_or_default(),
        workflow: job.workflow_name.text(MAX_NAME),
        head_branch: job.head_branch.text(MAX_NAME).filter(|branch| !branch.is_empty()),
        labels: read_labels(labels)?,
        repository_id: repository.id.number().ok_or(PayloadError::Missing("repository.id"))?,
        repository: repository.full_name.text(MAX_NAME).unwrap_or_default(),
        private: repository.private.is_true(),
        account_id: owner.id.number().ok_or(PayloadError::Missing("repository.owner.id"))?,
        account: owner.login.text(MAX_NAME).unwrap_or_default(),
        is_organization: owner.is_organization(),
        runner_id: job.runner_id.number().filter(|id| *id != 0),
        runner_name: job.runner_name.text(MAX_NAME).filter(|name| !name.is_empty()),
        created_at: job.created_at.moment(),
        started_at: job.started_at.moment(),
        completed_at: job.completed_at.moment(),
        deployment_updated_at: body.deployment.as_ref().and_then(|deployment| deployment.updated_at.moment()),
    })
}

/// Labels are kept whole: a label that was cut would ask for something else.
fn read_labels(labels: &[LenientValue<'_>]) -> Result<Vec<String>, PayloadError> {
    if MAX_LABELS < labels.len() {
        return Err(PayloadError::Labels);
    }
    let whole = |label: &LenientValue<'_>| match label.text(MAX_LABEL + 1) {
        Some(text) if MAX_LABEL < text.len() => Err(PayloadError::Labels),
        Some(text) => Ok(text),
        None => Err(PayloadError::Labels),
    };
    labels.iter().map(whole).collect()
}

/// A job is ours by its label, or nearly so; or because a runner of ours took it, which GitHub may give to any job
/// whose labels it has. Of everybody else's jobs nothing is kept.
fn concerns_us(job: &JobFields, action: JobAction) -> bool {
    let is_ours = |label: &String| match label::read(label) {
        Reading::Ours(_) | Reading::Wrong(_) | Reading::NearMiss { .. } => true,
        Reading::NotOurs => false,
    };
    let by_runner = matches!(action, JobAction::InProgress | JobAction::Completed)
        && job.runner_name.as_ref().is_some_and(|name| name.starts_with(RUNNER_NAME_PREFIX));
    by_runner || job.labels.iter().any(is_ours)
}

fn installation_fields(body: &Body<'_>) -> Result<InstallationFields, PayloadError> {
    let installation = body.installation.as_ref().ok_or(PayloadError::Missing("installation"))?;
    let account = installation.account.as_ref().ok_or(PayloadError::Missing("installation.account"))?;
    Ok(InstallationFields {
        installation_id: installation.id.number().ok_or(PayloadError::Missing("installation.id"))?,
        account_id: account.id.number().ok_or(PayloadError::Missing("installation.account.id"))?,
        account: account.login.text(MAX_NAME).unwrap_or_default(),
        is_organization: account.is_organization(),
        updated_at: installation.updated_at.moment(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use sprinters_core::job::{JobObserved, Position};

    fn fields(change: impl FnOnce(&mut Value)) -> JobFields {
        let mut body = json!({
            "action": "queued",
            "workflow_job": {
                "id": 1, "run_id": 2, "run_attempt": 3, "status": "queued", "name": "build", "head_branch": "feature/x",
                "labels": ["sprinters:aws"], "runner_name": "sprinters-00000000000000000000000000000007",
            },
            "repository": { "id": 4, "full_name": "o/r", "private": true, "owner": { "id": 5, "login": "o", "type": "User" } },
        });
        change(&mut body);
        let read = read(Event::WorkflowJob, "guid", body.to_string().as_bytes(), Timestamp::from_secs(0)).unwrap();
        let Read::Delivery(delivery) = read else { panic!("not ours") };
        let DeliveryFacts::Job(_, fields) = delivery.facts else { panic!("not a job") };
        *fields
    }

    #[test]
    fn branch_and_visibility_are_kept_and_unknown_counts_as_public() {
        let whole = fields(|_| {});
        assert_eq!((whole.head_branch.as_deref(), whole.private), (Some("feature/x"), true));
        let null = fields(|body| {
            body["workflow_job"]["head_branch"] = Value::Null;
            body["repository"]["private"] = Value::Null;
        });
        assert_eq!((null.head_branch, null.private), (None, false));
        let missing = fields(|body| {
            body["workflow_job"].as_object_mut().unwrap().remove("head_branch");
            body["repository"].as_object_mut().unwrap().remove("private");
        });
        assert_eq!((missing.head_branch, missing.private), (None, false));
        for odd in [json!("true"), json!(1), json!(-1), json!(1.5), json!({ "a": true }), json!([true])] {
            assert!(!fields(|body| body["repository"]["private"] = odd.clone()).private, "{odd}");
        }
    }

    #[test]
    fn fields_that_were_stored_before_these_two_are_still_read() {
        let mut stored = serde_json::to_value(fields(|_| {})).unwrap();
        stored.as_object_mut().unwrap().retain(|name, _| name != "head_branch" && name != "private");
        let read: JobFields = serde_json::from_value(stored).unwrap();
        assert_eq!((read.head_branch, read.private), (None, false));
    }

    #[test]
    fn a_delivery_is_told_by_its_status_and_not_by_its_action() {
        let waiting = fields(|body| body["workflow_job"]["status"] = json!("waiting"));
        let told = |fields: &JobFields| (fields.observed().position, fields.observed().on(None));
        assert_eq!(told(&waiting), (Position::requested(3, None, false), JobObserved::Waiting));
        assert_eq!(told(&fields(|_| {})), (Position::requested(3, None, true), JobObserved::Queued));
    }
}
