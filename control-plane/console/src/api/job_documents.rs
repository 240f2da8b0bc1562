//! What the API says of jobs.

use serde::Serialize;
use sprinters_core::job::{Conclusion, JobState};
use utoipa::ToSchema;

/// Where a job stands, as a filter.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "the document describes it; the filter of the pages reads it")]
pub(super) enum StateParam {
    Queued,
    Held,
    Waiting,
    Starting,
    Running,
    Completed,
    Failed,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(super) enum JobStateWord {
    /// For an environment approval on GitHub.
    #[serde(rename = "waiting")]
    Waiting,
    /// A runner is being chosen.
    #[serde(rename = "queued")]
    Queued,
    /// A limit or quota holds it; `failure` says which.
    #[serde(rename = "queued (held)")]
    Held,
    /// Its runner is being launched or boots.
    #[serde(rename = "starting")]
    Starting,
    /// It runs.
    #[serde(rename = "running")]
    Running,
    /// GitHub says that it ended; `conclusion` says how.
    #[serde(rename = "completed")]
    Completed,
    /// It was not started; `failure` says why.
    #[serde(rename = "failed")]
    Failed,
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Outcome {
    Succeeded,
    Failed,
    Cancelled,
    Skipped,
    NotStarted,
}

/// GitHub's conclusion.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "the document describes it; the core's type writes it")]
pub(super) enum ConclusionWord {
    Success,
    Failure,
    Cancelled,
    Skipped,
    TimedOut,
    Other,
}

/// Why a job waits or did not run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FailureDocument {
    /// Stable.
    pub(super) code: String,
    /// In one sentence.
    pub(super) cause: String,
    /// In one sentence.
    pub(super) remedy: String,
    /// What exactly it was about.
    pub(super) detail: Option<String>,
}

impl FailureDocument {
    pub(super) fn of(failure: &sprinters_core::failure::Failure) -> FailureDocument {
        let reason = failure.reason();
        FailureDocument {
            code: reason.code().to_owned(),
            cause: reason.cause().to_owned(),
            remedy: reason.remedy().to_owned(),
            detail: failure.detail().map(str::to_owned),
        }
    }
}

/// Where the time until a job started went, in milliseconds; as far as it has come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PhasesDocument {
    /// Until GitHub told us, for an approval, and for a registration.
    pub(super) github_ms: u64,
    /// Until a plan was made; a limit or a hold among it.
    pub(super) sprinters_ms: u64,
    /// Until EC2 gave an instance, and until that had booted.
    pub(super) aws_ms: u64,
    /// How long it ran, or runs.
    pub(super) ran_ms: Option<u64>,
}

/// The runner that a job ran on, or the last that was made for it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobRunnerDocument {
    /// Our id.
    pub(super) id: String,
    /// EC2's id.
    pub(super) instance_id: Option<String>,
    /// Instance type.
    pub(super) instance_type: String,
    /// `spot` or `on-demand`.
    #[schema(value_type = super::runners::Market)]
    pub(super) market: String,
    /// Region.
    pub(super) region: String,
    /// Zone.
    pub(super) zone: Option<String>,
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobDocument {
    /// GitHub's number.
    pub(super) id: i64,
    /// Its page on GitHub.
    #[schema(format = "uri")]
    pub(super) html_url: String,
    /// Its page here.
    #[schema(format = "uri")]
    pub(super) console_url: String,
    /// Name.
    pub(super) name: String,
    /// `OWNER/NAME`.
    pub(super) repository: String,
    /// Workflow.
    pub(super) workflow: Option<String>,
    /// Branch.
    pub(super) branch: Option<String>,
    /// GitHub's number of the run.
    pub(super) run_id: i64,
    /// Attempt of the run.
    pub(super) run_attempt: u32,
    /// The label that is ours.
    pub(super) label: String,
    /// All labels.
    pub(super) labels: Vec<String>,
    /// Where it stands.
    pub(super) state: JobStateWord,
    /// GitHub's conclusion, once it has ended.
    #[schema(value_type = Option<ConclusionWord>)]
    pub(super) conclusion: Option<String>,
    /// How it ended, once it has.
    pub(super) outcome: Option<Outcome>,
    /// Why it waits or was not started.
    pub(super) failure: Option<FailureDocument>,
    /// The runner that it ran on, or the last that was made for it.
    pub(super) runner: Option<JobRunnerDocument>,
    /// What it has cost so far, in millionths of a US dollar: instance time, without EBS and data transfer.
    pub(super) cost_micro_usd: Option<u64>,
    /// Where its time went.
    pub(super) phases: PhasesDocument,
    /// When GitHub queued it.
    #[schema(format = DateTime)]
    pub(super) queued_at: String,
    /// When a runner took it.
    #[schema(format = DateTime)]
    pub(super) started_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    pub(super) finished_at: Option<String>,
}

/// A page of jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobPageDocument {
    /// The jobs.
    pub(super) items: Vec<JobDocument>,
    /// The cursor of the next page; none on the last. A page may be short, or empty, and still have a next one.
    pub(super) next_cursor: Option<String>,
}

/// Something that happened to a job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ActivityDocument {
    /// When.
    #[schema(format = DateTime)]
    pub(super) at: String,
    /// In words.
    pub(super) text: String,
    /// More of it.
    pub(super) more: Option<String>,
}

/// What happened to a job, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ActivityPageDocument {
    /// The sentence at the top of the job's page.
    pub(super) summary: String,
    /// What it waits for now.
    pub(super) waiting_for: Option<String>,
    /// When something is tried next.
    #[schema(format = DateTime)]
    pub(super) next_try_at: Option<String>,
    /// What happened.
    pub(super) items: Vec<ActivityDocument>,
    /// Always none: all that is kept is here.
    pub(super) next_cursor: Option<String>,
}

/// What was asked for is intended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// In a sentence.
    pub(super) message: String,
}

pub(super) fn state(state: &JobState) -> JobStateWord {
    match state {
        JobState::Waiting => JobStateWord::Waiting,
        JobState::Queued { held: None } => JobStateWord::Queued,
        JobState::Queued { held: Some(_) } => JobStateWord::Held,
        JobState::Starting { .. } => JobStateWord::Starting,
        JobState::Running { .. } => JobStateWord::Running,
        JobState::Completed { .. } => JobStateWord::Completed,
        JobState::Failed { .. } => JobStateWord::Failed,
    }
}

pub(super) fn outcome(state: &JobState) -> Option<Outcome> {
    match state {
        JobState::Completed { conclusion } => match conclusion {
            Conclusion::Success => Some(Outcome::Succeeded),
            Conclusion::Failure | Conclusion::TimedOut => Some(Outcome::Failed),
            Conclusion::Cancelled => Some(Outcome::Cancelled),
            Conclusion::Skipped => Some(Outcome::Skipped),
            Conclusion::Other => None,
        },
        JobState::Failed { .. } => Some(Outcome::NotStarted),
        JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => None,
    }
}
