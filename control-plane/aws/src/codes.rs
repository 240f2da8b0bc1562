//! The table of AWS's error codes: what each means for a runner (Amazon EC2 API Reference, "Error codes for the Amazon
//! EC2 API"; AWS STS API Reference, "Common Errors").
//!
//! Not found, no capacity, throttled and unauthorised are four different futures for a job, so the sets are kept apart.
//! What is in no set goes by its HTTP status.

use super::LaunchDisposition;
use super::error::{Call, Context, Refusal, again};
use super::message::{self, Denial};
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::plan::Market;
use std::time::Duration;

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

/// AWS has a disturbance.
const DISTURBED: [&str; 8] = [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "Unavailable",
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

/// Whoever called did not sign as AWS wants it.
const UNSIGNED: [&str; 4] = [
    "IncompleteSignature",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
];

/// This pool has nothing left.
const NO_CAPACITY: [&str; 5] = [
    "InsufficientCapacity",
    "InsufficientHostCapacity",
    "InsufficientInstanceCapacity",
    "InsufficientReservedInstanceCapacity",
    "SpotMaxPriceTooLow",
];

/// A policy says no.
const DENIED: [&str; 4] = ["AccessDenied", "AccessDeniedException", "UnauthorizedException", "UnauthorizedOperation"];

/// Reasons for people, by code. Repeating the call changes nothing.
const REASONS: [(&str, FailureReason); 38] = [
    ("AccountDisabled", FailureReason::AwsAccountUnusable),
    ("AuthFailure.ServiceLinkedRoleCreationNotPermitted", FailureReason::SpotRoleMissing),
    ("Blocked", FailureReason::AwsAccountUnusable),
    ("DefaultVpcDoesNotExist", FailureReason::NoDefaultVpc),
    ("IdempotentInstanceTerminated", FailureReason::InstanceFailed),
    ("IdempotentParameterMismatch", FailureReason::Internal),
    ("InstanceLimitExceeded", FailureReason::VcpuQuota),
    ("InvalidAMIID.Malformed", FailureReason::ImageNotShared),
    ("InvalidAMIID.NotFound", FailureReason::ImageNotShared),
    ("InvalidAMIID.Unavailable", FailureReason::ImageNotShared),
    ("InvalidGroup.NotFound", FailureReason::SecurityGroupGone),
    ("InvalidGroupId.Malformed", FailureReason::SecurityGroupGone),
    ("InvalidIamInstanceProfileArn.Malformed", FailureReason::InstanceProfileGone),
    ("InvalidKMSKey.InvalidState", FailureReason::KmsKeyUnusable),
    ("InvalidLaunchTemplateId.Malformed", FailureReason::LaunchTemplateGone),
    ("InvalidLaunchTemplateId.NotFound", FailureReason::LaunchTemplateGone),
    ("InvalidLaunchTemplateId.NotFoundException", FailureReason::LaunchTemplateGone),
    ("InvalidLaunchTemplateId.VersionNotFound", FailureReason::LaunchTemplateGone),
    ("InvalidSecurityGroupID.NotFound", FailureReason::SecurityGroupGone),
    ("InvalidSecurityGroupId.Malformed", FailureReason::SecurityGroupGone),
    ("InvalidSubnet", FailureReason::SubnetGone),
    ("InvalidSubnetID.NotFound", FailureReason::SubnetGone),
    ("InvalidSubnetId.Malformed", FailureReason::SubnetGone),
    ("InvalidVpcID.NotFound", FailureReason::SubnetGone),
    ("KMSKeyNotAccessibleFault", FailureReason::KmsKeyUnusable),
    ("KmsKeyNotFound", FailureReason::KmsKeyUnusable),
    ("MaxIOPSLimitExceeded", FailureReason::VolumeQuota),
    ("NetworkInterfaceLimitExceeded", FailureReason::VcpuQuota),
    ("OptInRequired", FailureReason::AwsAccountUnusable),
    ("PendingVerification", FailureReason::AwsAccountUnusable),
    ("SignatureDoesNotMatch", FailureReason::Internal),
    ("SubscriptionRequiredException", FailureReason::AwsAccountUnusable),
    ("UnknownParameter", FailureReason::Internal),
    ("VPCIdNotSpecified", FailureReason::NoDefaultVpc),
    ("VcpuLimitExceeded", FailureReason::VcpuQuota),
    ("VolumeIOPSLimitExceeded", FailureReason::VolumeQuota),
    ("VolumeLimitExceeded", FailureReason::VolumeQuota),
    ("VpcLimitExceeded", FailureReason::AwsAccountUnusable),
];

/// Not this candidate, but perhaps another one, for another reason than capacity.
const OTHER_CANDIDATE: [(&str, FailureReason); 8] = [
    ("DefaultSubnetDoesNotExistInAvailabilityZone", FailureReason::NoDefaultVpc),
    ("InsufficientFreeAddressesInSubnet", FailureReason::SubnetFull),
    ("InvalidAvailabilityZone", FailureReason::TypeNotOffered),
    ("InvalidInstanceType", FailureReason::TypeNotOffered),
    ("MaxSpotInstanceCountExceeded", FailureReason::SpotQuota),
    ("MissingInput", FailureReason::NoDefaultVpc),
    ("SpotInstanceCountLimitExceeded", FailureReason::SpotQuota),
    ("Unsupported", FailureReason::TypeNotOffered),
];

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
    STALE_SESSION.contains(&refusal.code.as_str())
}

/// Whether a policy says no.
pub(super) fn is_denied(refusal: &Refusal) -> bool {
    DENIED.contains(&refusal.code.as_str())
}

/// What to do about an error of a call.
pub(super) fn sort(context: &Context, refusal: &Refusal) -> LaunchDisposition {
    let code = refusal.code.as_str();
    if is_throttled(refusal) {
        return again(Some(THROTTLED_FOR), about(FailureReason::AwsUnavailable, refusal));
    }
    if NO_CAPACITY.contains(&code) {
        let reason = match context.market {
            Some(Market::Spot) => FailureReason::NoSpotCapacity,
            Some(Market::OnDemand) | None => FailureReason::NoCapacity,
        };
        return LaunchDisposition::NextCandidate(about(reason, refusal), context.market);
    }
    if is_stale_session(refusal) {
        return again(None, about(FailureReason::RoleGone, refusal));
    }
    if DISTURBED.contains(&code) {
        return again(None, about(FailureReason::AwsUnavailable, refusal));
    }
    if is_denied(refusal) {
        return LaunchDisposition::GiveUp(denied(&message::denial(refusal)));
    }
    if context.call == Call::ModifyVolume && (code == "IncorrectState" || code == "IncorrectModificationState") {
        return again(Some(SETTLES_IN), about(FailureReason::AwsUnavailable, refusal));
    }
    // One quota counts for every type on demand; for spot there may be another market to go to.
    if code == "VcpuLimitExceeded" && context.market == Some(Market::Spot) {
        return LaunchDisposition::NextCandidate(about(FailureReason::SpotQuota, refusal), None);
    }
    if let Some((_, reason)) = OTHER_CANDIDATE.iter().find(|(known, _)| *known == code) {
        // A type that a zone does not have stays away from it; a full subnet may have room in a minute.
        let remembered = context.market.filter(|_| *reason == FailureReason::TypeNotOffered);
        return LaunchDisposition::NextCandidate(about(*reason, refusal), remembered);
    }
    if let Some((_, reason)) = REASONS.iter().find(|(known, _)| *known == code) {
        return LaunchDisposition::GiveUp(about(*reason, refusal));
    }
    if 500 <= refusal.status {
        return again(None, about(FailureReason::AwsUnavailable, refusal));
    }
    let reason = message::reason(refusal).unwrap_or(FailureReason::LaunchRefused);
    LaunchDisposition::GiveUp(about(reason, refusal))
}

/// What to do when the role was not assumed. AWS answers `AccessDenied` whether the role is gone, does not trust us, or
/// wants another external id. A role that has let us in before is most likely gone; one that never has most likely
/// wants another external id, since that is what people paste.
pub(super) fn sort_not_assumed(refusal: &Refusal, worked_before: bool) -> LaunchDisposition {
    if is_throttled(refusal) {
        return again(Some(THROTTLED_FOR), about(FailureReason::AwsUnavailable, refusal));
    }
    if is_denied(refusal) {
        let denial = message::denial(refusal);
        if denial.is_above_the_role() {
            return LaunchDisposition::GiveUp(denied(&denial));
        }
        let (reason, detail) = if worked_before {
            (FailureReason::RoleGone, "AccessDenied: deleted, or its trust policy was changed")
        } else {
            (FailureReason::ExternalIdWrong, "AccessDenied: another external id, another principal, or no such role")
        };
        return LaunchDisposition::GiveUp(Failure::about(reason, detail));
    }
    // Our own credentials, not the role's: the operator's to mend, and no fault of the connection.
    if is_stale_session(refusal) || UNSIGNED.contains(&refusal.code.as_str()) {
        return again(None, about(FailureReason::Internal, refusal));
    }
    if DISTURBED.contains(&refusal.code.as_str()) || 500 <= refusal.status {
        return again(None, about(FailureReason::AwsUnavailable, refusal));
    }
    match refusal.code.as_str() {
        "RegionDisabledException" | "OptInRequired" => {
            LaunchDisposition::GiveUp(about(FailureReason::AwsAccountUnusable, refusal))
        }
        _ => LaunchDisposition::GiveUp(about(FailureReason::RoleGone, refusal)),
    }
}

/// Why an instance ended, from the code of its state reason (Amazon EC2 API Reference, "StateReason"); none where it
/// ended as it should.
pub(super) fn ended(code: &str, message: &str) -> Option<Failure> {
    let reason = match code {
        "" | "Client.InstanceInitiatedShutdown" | "Client.UserInitiatedShutdown" => return None,
        "Server.SpotInstanceTermination" | "Server.SpotInstanceShutdown" => FailureReason::SpotReclaimed,
        "Server.InsufficientInstanceCapacity" => FailureReason::NoCapacity,
        "Client.VolumeLimitExceeded" => FailureReason::VolumeQuota,
        code if code.starts_with("Client.InvalidKMSKey") => FailureReason::KmsKeyUnusable,
        _ => FailureReason::InstanceFailed,
    };
    // EC2 repeats the code at the beginning of its sentence.
    let sentence = message.strip_prefix(code).map_or(message, |rest| rest.trim_start_matches([':', ' ']));
    Some(Failure::about(reason, &if sentence.is_empty() { code.to_owned() } else { format!("{code}: {sentence}") }))
}

fn denied(denial: &Denial) -> Failure {
    let reason =
        if denial.is_above_the_role() { FailureReason::DeniedByOrganization } else { FailureReason::ActionDenied };
    Failure::about(reason, &denial.to_string())
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
