//! From what octocrab hands over to what it means.
//!
//! GitHub tells many refusals apart by their sentence alone: 403 is a limit, a missing permission, a suspended
//! installation, an IP allow list, disabled runners. This is the one file that looks at sentences. What is not known by
//! its sentence is told by its status.

use super::error::{GitHubError, Outage};
use super::transport::TransportError;
use axum::http::{HeaderMap, StatusCode};
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// What an answer that refuses means, before the call says what it means for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The token is not good, or not any more.
    Unauthorized,
    /// 409: it exists, or it has ended; the call knows which.
    Conflict,
    /// A job runs on it.
    Busy,
    /// The token lacks the permission.
    NotAccessible,
    /// The installation does not have the repository that a token was asked for.
    NoSuchRepository,
    /// A secondary limit that does not say for how long.
    BackOff,
    /// The same for every call.
    Other(GitHubError),
}

impl From<GitHubError> for Refusal {
    fn from(error: GitHubError) -> Refusal {
        Refusal::Other(error)
    }
}

/// Most bytes of GitHub's message that are kept: a page for people has thousands.
const MAX_MESSAGE: usize = 200;

/// Sorts an error of octocrab's.
pub(super) fn classify(error: octocrab::Error, now: Timestamp) -> Refusal {
    match error {
        octocrab::Error::GitHub { source, .. } => {
            let mut text = source.message.clone();
            for more in source.errors.iter().flatten() {
                text.push(' ');
                text.push_str(&more.to_string());
            }
            let nothing = HeaderMap::new();
            answered(source.status_code, &text, source.headers.as_ref().unwrap_or(&nothing), now)
        }
        octocrab::Error::Service { source, .. } => transported(source.as_ref()),
        octocrab::Error::Hyper { .. } => GitHubError::Unavailable(Outage::Connection).into(),
        octocrab::Error::JWT { .. } => GitHubError::AppRefused.into(),
        // octocrab's list is open. What is left is an answer that could not be read, or a request that could not be
        // made.
        _ => GitHubError::Malformed.into(),
    }
}

/// The error of our own service, or that of a body that broke off: octocrab wraps both.
fn transported(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let mut next = Some(error);
    while let Some(error) = next {
        match error.downcast_ref::<TransportError>() {
            Some(TransportError::Connection(_)) => return GitHubError::Unavailable(Outage::Connection).into(),
            Some(TransportError::Request) => return GitHubError::Malformed.into(),
            None => {}
        }
        if error.is::<http_body_util::LengthLimitError>() {
            return GitHubError::Malformed.into();
        }
        if error.is::<hyper::Error>() {
            return GitHubError::Unavailable(Outage::Connection).into();
        }
        next = error.source();
    }
    GitHubError::Unavailable(Outage::Connection).into()
}

/// Sorts an answer that is no success.
pub(super) fn answered(status: StatusCode, text: &str, headers: &HeaderMap, now: Timestamp) -> Refusal {
    let small = text.to_ascii_lowercase();
    let says = |phrase: &str| small.contains(phrase);
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    match status.as_u16() {
        401 => Refusal::Unauthorized,
        403 | 429 => {
            if let Some(seconds) = number("retry-after") {
                return GitHubError::SecondaryLimit { after: Duration::from_secs(seconds) }.into();
            }
            if number("x-ratelimit-remaining") == Some(0) {
                let resets_at = number("x-ratelimit-reset").map_or(now, Timestamp::from_secs);
                return GitHubError::PrimaryLimit { after: resets_at.since(now) }.into();
            }
            forbidden(&says).unwrap_or(if status == StatusCode::TOO_MANY_REQUESTS {
                Refusal::BackOff
            } else {
                refused(status, text)
            })
        }
        404 | 410 => GitHubError::NotFound.into(),
        409 => Refusal::Conflict,
        422 if says("running a job") => Refusal::Busy,
        422 if says("permissions requested are not granted") => Refusal::NotAccessible,
        422 if says("does not exist or is not accessible") => Refusal::NoSuchRepository,
        500..=599 => GitHubError::Unavailable(Outage::Status(status.as_u16())).into(),
        // Statuses, not an enum of ours.
        _ => refused(status, text),
    }
}

/// What a 403 means by its sentence.
fn forbidden(says: &impl Fn(&str) -> bool) -> Option<Refusal> {
    let meaning = if says("rate limit") || says("abuse detection") {
        return Some(Refusal::BackOff);
    } else if says("resource not accessible by integration") {
        return Some(Refusal::NotAccessible);
    } else if says("has been suspended") {
        GitHubError::Suspended
    } else if says("ip allow list") {
        GitHubError::IpAllowList
    } else if says("self-hosted runners are disabled") {
        GitHubError::RunnersDisabled
    } else if says("actions") && says("disabled") {
        GitHubError::ActionsDisabled
    } else if says("runner version") || says("deprecated") {
        GitHubError::RunnerTooOld
    } else if says("limit") && (says("runner") || says("registration")) {
        GitHubError::RegistrationLimit
    } else if says("already running") || says("in progress") || says("not completed") {
        GitHubError::RunNotCompleted
    } else {
        return None;
    };
    Some(meaning.into())
}

fn refused(status: StatusCode, text: &str) -> Refusal {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut end = line.len().min(MAX_MESSAGE);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    GitHubError::Refused { status: status.as_u16(), message: line[..end].to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GitHub's sentences, each as seen in public logs, with what they mean.
    #[test]
    fn each_sentence_of_githubs_is_known() {
        let other = Refusal::Other;
        let outage = |status| other(GitHubError::Unavailable(Outage::Status(status)));
        for (status, text, meaning) in [
            (401, "Bad credentials", Refusal::Unauthorized),
            (403, "Resource not accessible by integration", Refusal::NotAccessible),
            (422, "The permissions requested are not granted to this installation.", Refusal::NotAccessible),
            (403, "This installation has been suspended", other(GitHubError::Suspended)),
            (
                403,
                "Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
                other(GitHubError::IpAllowList),
            ),
            (
                403,
                r#"{"message":"Forbidden","errors":"Repository level self-hosted runners are disabled on this repository"}"#,
                other(GitHubError::RunnersDisabled),
            ),
            (
                403,
                "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
                Refusal::BackOff,
            ),
            (429, "", Refusal::BackOff),
            (403, "This workflow is already running", other(GitHubError::RunNotCompleted)),
            (409, "Already exists - A runner with the name *** already exists.", Refusal::Conflict),
            (409, "Cannot cancel a workflow run that is completed.", Refusal::Conflict),
            (422, "Bad request - Runner \"x\" is still running a job\"", Refusal::Busy),
            (422, "Runner \"x\" is currently running a job and cannot be deleted.", Refusal::Busy),
            (404, "Not Found", other(GitHubError::NotFound)),
            (410, "Gone", other(GitHubError::NotFound)),
            (
                422,
                "There is at least one repository that does not exist or is not accessible to the parent installation.",
                Refusal::NoSuchRepository,
            ),
            (503, "<html>Unicorn!</html>", outage(503)),
            (502, "", outage(502)),
            (403, "Something new", other(GitHubError::Refused { status: 403, message: "Something new".to_owned() })),
            (451, "a\nb", other(GitHubError::Refused { status: 451, message: "a b".to_owned() })),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(answered(status, text, &HeaderMap::new(), Timestamp::from_secs(0)), meaning, "{status} {text}");
        }
    }

    #[test]
    fn a_limit_is_known_by_its_headers_whatever_it_says() {
        let now = Timestamp::from_secs(1_000);
        let told = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            answered(StatusCode::FORBIDDEN, "Resource not accessible by integration", &headers.collect(), now)
        };
        let after = |seconds| Duration::from_secs(seconds);
        assert_eq!(told(&[("retry-after", "7")]), GitHubError::SecondaryLimit { after: after(7) }.into());
        let used_up = told(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1090")]);
        assert_eq!(used_up, GitHubError::PrimaryLimit { after: after(90) }.into());
        assert_eq!(told(&[("x-ratelimit-remaining", "1")]), Refusal::NotAccessible);
    }

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let text = "é".repeat(1_000);
        let told = answered(StatusCode::BAD_REQUEST, &text, &HeaderMap::new(), Timestamp::from_secs(0));
        let Refusal::Other(GitHubError::Refused { message, .. }) = told else { panic!("{told:?}") };
        assert!(message.len() <= MAX_MESSAGE);
    }
}
