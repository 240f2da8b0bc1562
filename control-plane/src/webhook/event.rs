//! The events that concern us.

use axum::http::HeaderMap;
use sprinters_telemetry::metrics::EventLabel;

/// An event that GitHub sends and we act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A job changed.
    WorkflowJob,
    /// The App was installed, removed, suspended.
    Installation,
    /// Repositories were added to an installation or removed from it.
    InstallationRepositories,
    /// GitHub tries whether it reaches us.
    Ping,
    /// A person took their authorization back.
    GithubAppAuthorization,
}

impl Event {
    /// All of them.
    pub const ALL: [Event; 5] = [
        Event::WorkflowJob,
        Event::Installation,
        Event::InstallationRepositories,
        Event::Ping,
        Event::GithubAppAuthorization,
    ];

    /// GitHub's name for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.label().as_str()
    }

    /// The event that the headers claim; nothing if it is none of ours. The header is not signed: the body has to fit.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Event> {
        let name = headers.get("x-github-event")?.to_str().ok()?;
        Event::ALL.into_iter().find(|event| event.as_str() == name)
    }

    /// As metrics call it.
    #[must_use]
    pub fn label(self) -> EventLabel {
        match self {
            Event::WorkflowJob => EventLabel::WorkflowJob,
            Event::Installation => EventLabel::Installation,
            Event::InstallationRepositories => EventLabel::InstallationRepositories,
            Event::Ping => EventLabel::Ping,
            Event::GithubAppAuthorization => EventLabel::GithubAppAuthorization,
        }
    }
}
