//! What becomes of a job when AWS refuses something: by the code, and by what the sentence says it is about.
//!
//! Every refusal is of one kind, by who has to do something about it. A kind is not an end: nearly all of them are
//! waited for.

mod decided;

use super::LaunchDisposition;
use super::error::{Call, Context, Refusal, again};
use super::message::{self, Denial};
use decided::decided;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::plan::Market;
use std::time::Duration;

/// Who has to do something about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// Nobody: another type, zone, subnet or market may do.
    NextCandidate,
    /// Nobody: it passes.
    Hold,
    /// Whoever runs the control plane.
    Operator,
    /// Whoever connected the AWS account, or wrote the label.
    Customer,
    /// Whoever runs the customer's AWS organisation.
    Organisation,
}

impl RefusalKind {
    /// All of them.
    pub const ALL: [RefusalKind; 5] = [
        RefusalKind::NextCandidate,
        RefusalKind::Hold,
        RefusalKind::Operator,
        RefusalKind::Customer,
        RefusalKind::Organisation,
    ];

    /// For a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            RefusalKind::NextCandidate => "Next candidate",
            RefusalKind::Hold => "Hold",
            RefusalKind::Operator => "Operator",
            RefusalKind::Customer => "Customer",
            RefusalKind::Organisation => "Organisation",
        }
    }

    /// What happens then, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            RefusalKind::NextCandidate => {
                "Another type, zone, subnet or market is tried at once; the job is held when all of them were refused."
            }
            RefusalKind::Hold => {
                "It passes. The same call is repeated with the same token; then the job is held and tried again."
            }
            RefusalKind::Operator => {
                "The operator of the control plane has to act. Jobs are held; no connection is marked broken."
            }
            RefusalKind::Customer => {
                "The customer has to act. Jobs are held with the reason, and start when it is done."
            }
            RefusalKind::Organisation => {
                "The customer's AWS organisation denies it. Other candidates are tried; then the job is held, and the detail has the layer, the action and AWS's sentence."
            }
        }
    }
}

/// AWS wants to be asked less often.
const THROTTLED: [&str; 11] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// The session is not good any more; another one may be.
const STALE_SESSION: [&str; 6] = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "RequestExpired",
    "UnrecognizedClientException",
];

/// A policy says no.
const DENIED: [&str; 5] =
    ["AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedException", "UnauthorizedOperation"];

/// How long a throttled call waits at least, on top of our own pace.
const THROTTLED_FOR: Duration = Duration::from_secs(2);

/// How long a volume that is not attached yet is left alone.
const SETTLES_IN: Duration = Duration::from_secs(15);

/// Whether AWS wants to be asked less often.
pub(super) fn is_throttled(refusal: &Refusal) -> bool {
    THROTTLED.contains(&refusal.code.as_str()) || refusal.status == 429
}

/// Whether another session may do.
pub(super) fn is_stale_session(refusal: &Refusal) -> bool {
    STALE_SESSION.contains(&refusal.code.as_str()) && message::decision(refusal).is_none()
}

/// Whether a policy says no.
pub(super) fn is_denied(refusal: &Refusal) -> bool {
    DENIED.contains(&refusal.code.as_str())
}

/// Kind and reason of a refusal: by the sentence where the code says too little, by the code, by what the code looks
/// like, by the status.
pub(super) fn decide(refusal: &Refusal) -> (RefusalKind, FailureReason) {
    if is_throttled(refusal) {
        return (RefusalKind::Hold, FailureReason::AwsUnavailable);
    }
    if is_denied(refusal) {
        return of_denial(&message::denial(refusal));
    }
    if let Some(decision) = message::decision(refusal).or_else(|| decided(&refusal.code)) {
        return decision;
    }
    // A new word for an old thing.
    if refusal.code.starts_with("Insufficient") && refusal.code.contains("Capacity") {
        return (RefusalKind::NextCandidate, FailureReason::NoCapacity);
    }
    if 500 <= refusal.status {
        return (RefusalKind::Hold, FailureReason::AwsUnavailable);
    }
    (RefusalKind::Operator, FailureReason::AwsAnswerUnknown)
}

fn of_denial(denial: &Denial) -> (RefusalKind, FailureReason) {
    if denial.is_above_the_role() {
        (RefusalKind::Organisation, FailureReason::DeniedByOrganization)
    } else {
        (RefusalKind::Customer, FailureReason::ActionDenied)
    }
}

/// What to do about an error of a call.
pub(super) fn sort(context: &Context, refusal: &Refusal) -> LaunchDisposition {
    let (kind, reason) = decide(refusal);
    let spot = context.market == Some(Market::Spot);
    // One quota counts for every type on demand; for spot there may be another market to go to.
    if spot && reason == FailureReason::VcpuQuota {
        return LaunchDisposition::NextCandidate(about(FailureReason::SpotQuota, refusal), None);
    }
    match kind {
        RefusalKind::NextCandidate => {
            let reason =
                if spot && reason == FailureReason::NoCapacity { FailureReason::NoSpotCapacity } else { reason };
            // What a pool lacks it lacks for the next job too; a full subnet or a quota says nothing about the pool.
            let of_pool = matches!(
                reason,
                FailureReason::NoCapacity | FailureReason::NoSpotCapacity | FailureReason::TypeNotOffered
            );
            LaunchDisposition::NextCandidate(about(reason, refusal), context.market.filter(|_| of_pool))
        }
        RefusalKind::Hold if reason == FailureReason::AwsUnavailable => {
            again(wait(context, refusal), about(reason, refusal))
        }
        // It may be for some types or zones alone.
        RefusalKind::Organisation | RefusalKind::Customer if is_denied(refusal) => {
            let failure = Failure::about(reason, &message::denial(refusal).to_string());
            match context.market {
                Some(market) => LaunchDisposition::NextCandidate(failure, Some(market)),
                None => LaunchDisposition::GiveUp(failure),
            }
        }
        RefusalKind::Organisation if context.market.is_some() => {
            LaunchDisposition::NextCandidate(about(reason, refusal), context.market)
        }
        RefusalKind::Hold | RefusalKind::Operator | RefusalKind::Customer | RefusalKind::Organisation => {
            LaunchDisposition::GiveUp(about(reason, refusal))
        }
    }
}

/// How long AWS is left alone before the same call.
fn wait(context: &Context, refusal: &Refusal) -> Option<Duration> {
    let unsettled = refusal.code == "IncorrectState" || refusal.code == "IncorrectModificationState";
    if is_throttled(refusal) {
        Some(THROTTLED_FOR)
    } else {
        (unsettled && context.call == Call::ModifyVolume).then_some(SETTLES_IN)
    }
}

/// What to do when the role was not assumed. AWS answers `AccessDenied` whether the role is gone, does not trust us, or
/// wants another external id. A role that has let us in before is most likely gone, or its trust is being changed; one
/// that never has most likely wants another external id, since that is what people paste.
pub(super) fn sort_not_assumed(refusal: &Refusal, worked_before: bool) -> LaunchDisposition {
    let (kind, reason) = decide(refusal);
    if is_denied(refusal) {
        let denial = message::denial(refusal);
        if denial.is_above_the_role() {
            return LaunchDisposition::GiveUp(Failure::about(reason, &denial.to_string()));
        }
        let (reason, detail) = if worked_before {
            (FailureReason::RoleGone, "AccessDenied: deleted, or its trust policy was changed")
        } else {
            (FailureReason::ExternalIdWrong, "AccessDenied: another external id, another principal, or no such role")
        };
        return LaunchDisposition::GiveUp(Failure::about(reason, detail));
    }
    match kind {
        // Our own credentials, not the role's: the operator's to mend, and no fault of the connection.
        RefusalKind::Hold if is_stale_session(refusal) => again(None, about(FailureReason::Internal, refusal)),
        RefusalKind::Operator if reason == FailureReason::Internal => again(None, about(reason, refusal)),
        RefusalKind::Hold => again(is_throttled(refusal).then_some(THROTTLED_FOR), about(reason, refusal)),
        // STS knows the role's ARN alone.
        RefusalKind::Customer if reason == FailureReason::LaunchRefused => {
            LaunchDisposition::GiveUp(about(FailureReason::RoleGone, refusal))
        }
        RefusalKind::Operator | RefusalKind::Customer | RefusalKind::Organisation | RefusalKind::NextCandidate => {
            LaunchDisposition::GiveUp(about(reason, refusal))
        }
    }
}

/// Why an instance ended, from the code of its state reason (Amazon EC2 API Reference, "StateReason"); none where it
/// ended as it should.
pub(super) fn ended(code: &str, message: &str) -> Option<Failure> {
    let reason = match code {
        "" | "Client.InstanceInitiatedShutdown" | "Client.UserInitiatedShutdown" => return None,
        "Server.SpotInstanceTermination" | "Server.SpotInstanceShutdown" => FailureReason::SpotReclaimed,
        "Client.VolumeLimitExceeded" => FailureReason::VolumeQuota,
        code if code.starts_with("Server.Insufficient") && code.contains("Capacity") => FailureReason::NoCapacity,
        code if code.starts_with("Client.InvalidKMSKey") => FailureReason::KmsKeyUnusable,
        _ => FailureReason::InstanceFailed,
    };
    // EC2 repeats the code at the beginning of its sentence.
    let sentence = message.strip_prefix(code).map_or(message, |rest| rest.trim_start_matches([':', ' ']));
    Some(Failure::about(reason, &if sentence.is_empty() { code.to_owned() } else { format!("{code}: {sentence}") }))
}

/// AWS's code, and its sentence as far as the detail has room.
fn about(reason: FailureReason, refusal: &Refusal) -> Failure {
    let detail = match (refusal.code.as_str(), refusal.message.as_str()) {
        ("", _) => format!("HTTP {}", refusal.status),
        (code, "") => code.to_owned(),
        (code, message) => format!("{code}: {message}"),
    };
    Failure::about(reason, &detail)
}
