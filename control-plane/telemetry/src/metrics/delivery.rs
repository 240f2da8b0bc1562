//! Labels of deliveries and connections.

/// The event of a delivery, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventLabel {
    /// `workflow_job`.
    WorkflowJob,
    /// `installation`.
    Installation,
    /// `installation_repositories`.
    InstallationRepositories,
    /// `ping`.
    Ping,
    /// `github_app_authorization`.
    GithubAppAuthorization,
    /// Any other, or not known because it was refused before that.
    Other,
}

impl EventLabel {
    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EventLabel::WorkflowJob => "workflow_job",
            EventLabel::Installation => "installation",
            EventLabel::InstallationRepositories => "installation_repositories",
            EventLabel::Ping => "ping",
            EventLabel::GithubAppAuthorization => "github_app_authorization",
            EventLabel::Other => "other",
        }
    }
}

/// How a delivery was answered, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Kept. 202.
    Accepted,
    /// Kept already. 202.
    Duplicate,
    /// Not ours. 204.
    Ignored,
    /// Not what GitHub sends. 400.
    Malformed,
    /// Signature missing or wrong. 401.
    BadSignature,
    /// The body did not come in time. 408.
    Slow,
    /// The body is larger than GitHub's are. 413.
    TooLarge,
    /// Not JSON. 415.
    NotJson,
    /// Too much at once, no secret to check with, or the database is away. 503.
    Unavailable,
}

impl Outcome {
    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Duplicate => "duplicate",
            Outcome::Ignored => "ignored",
            Outcome::Malformed => "malformed",
            Outcome::BadSignature => "bad_signature",
            Outcome::Slow => "slow",
            Outcome::TooLarge => "too_large",
            Outcome::NotJson => "not_json",
            Outcome::Unavailable => "unavailable",
        }
    }
}

/// How a TLS handshake ended, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TlsOutcome {
    /// The connection is encrypted.
    Done,
    /// Not TLS, or nothing in common.
    Failed,
    /// It took too long.
    Slow,
}

impl TlsOutcome {
    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TlsOutcome::Done => "done",
            TlsOutcome::Failed => "failed",
            TlsOutcome::Slow => "slow",
        }
    }
}
