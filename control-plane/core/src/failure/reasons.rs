//! The table of reasons.

use super::Next::{self, Again, GiveUp, Wait};
use super::Party::{self, Developer, Operator, Outside, PlatformEngineer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Makes the enum and its table from one list, so that neither has a row that the other lacks.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $party:ident, $next:ident, $cause:literal, $remedy:literal;)+) => {
        /// Why a job did not run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FailureReason {
            $($(#[$doc])* $name,)+
        }

        impl FailureReason {
            /// Every reason, in the order of the documentation.
            pub const ALL: [FailureReason; [$($code),+].len()] = [$(FailureReason::$name),+];

            /// A stable name, for the database, metrics and links.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(FailureReason::$name => $code,)+ }
            }

            /// Who can do something about it.
            #[must_use]
            pub fn party(self) -> Party {
                match self { $(FailureReason::$name => $party,)+ }
            }

            /// What a job does that is waiting for a runner.
            #[must_use]
            pub fn next(self) -> Next {
                match self { $(FailureReason::$name => $next,)+ }
            }

            /// What happened, in one sentence.
            #[must_use]
            pub fn cause(self) -> &'static str {
                match self { $(FailureReason::$name => $cause,)+ }
            }

            /// What to do about it.
            #[must_use]
            pub fn remedy(self) -> &'static str {
                match self { $(FailureReason::$name => $remedy,)+ }
            }

            /// Where it is explained at length, below the root of the documentation.
            #[must_use]
            pub fn help_anchor(self) -> &'static str {
                match self { $(FailureReason::$name => concat!("failures#", $code),)+ }
            }
        }
    };
}

reasons! {
    // The label.
    /// The label does not parse.
    LabelWrong, "label-wrong", Developer, GiveUp,
        "The runs-on label has a mistake", "Correct the part that is pointed out on the job's page. `sprinters-iac label` checks a label before you push it";
    /// A label that is nearly ours.
    LabelNearMiss, "label-near-miss", Developer, GiveUp,
        "The label is almost a Sprinters label, but does not begin with `sprinters:aws`", "Use the suggested label. Ignore this if the label belongs to another runner";

    // Policy.
    /// Outside the allowed types.
    TypeNotAllowed, "type-not-allowed", PlatformEngineer, GiveUp,
        "This account does not allow the instance type", "Use an allowed type, or extend AllowedInstanceTypes in the stack or the account's launch policy";
    /// Outside the allowed regions.
    RegionNotAllowed, "region-not-allowed", PlatformEngineer, GiveUp,
        "This account does not allow the region", "Use an allowed region, or extend the account's launch policy";
    /// Beyond the largest volume.
    VolumeNotAllowed, "volume-not-allowed", PlatformEngineer, GiveUp,
        "A volume is larger than the stack allows", "Request a smaller volume, or raise MaxVolumeGiB in the stack";
    /// Forks may not launch.
    ForkNotAllowed, "fork-not-allowed", PlatformEngineer, GiveUp,
        "The job comes from a fork, and this account does not run jobs from forks", "Run it on GitHub-hosted runners, or allow forks in the account's launch policy";
    /// Too many runners at once in the account.
    AccountRunnerLimit, "account-runner-limit", PlatformEngineer, Wait,
        "Runner limit reached for this account", "The job starts when another runner ends. Raise the limit in Settings if that takes too long";
    /// Too many runners at once in the repository.
    RepositoryRunnerLimit, "repository-runner-limit", PlatformEngineer, Wait,
        "Runner limit reached for this repository", "The job starts when another runner ends. Raise the limit in Settings if that takes too long";
    /// Too many vCPU at once.
    VcpuPolicyLimit, "vcpu-policy-limit", PlatformEngineer, Wait,
        "vCPU limit reached for this account", "The job starts when another runner ends. Raise the limit in Settings if that takes too long";
    /// One job asks for more vCPU than the policy ever allows.
    VcpuNeverAllowed, "vcpu-never-allowed", PlatformEngineer, GiveUp,
        "The job needs more vCPUs than this account ever allows", "Use a smaller instance type, or raise the vCPU limit in Settings";
    /// The month's money is spent.
    BudgetSpent, "budget-spent", PlatformEngineer, GiveUp,
        "This month's budget is used up", "Raise the budget in Settings, or wait for next month";

    // The connection.
    /// No connection for the account and region.
    NotConnected, "not-connected", PlatformEngineer, GiveUp,
        "No AWS account is connected for this label", "Connect the AWS account and region, or name a connected account in the label";
    /// Somebody deleted the role.
    RoleGone, "role-gone", PlatformEngineer, Wait,
        "The connection's IAM role is gone or no longer trusts the control plane", "Install the stack again and connect it, or disconnect the AWS account";
    /// The external id does not match.
    ExternalIdWrong, "external-id-wrong", PlatformEngineer, Wait,
        "External ID mismatch", "Update the stack with the external ID shown on the connection's page";
    /// An action that the stack should grant is denied.
    ActionDenied, "action-denied", PlatformEngineer, Wait,
        "The IAM role lacks a permission that a launch needs", "Update the stack to its current version. The detail names the action";
    /// The role lets us do what it must not.
    RoleTooWide, "role-too-wide", PlatformEngineer, Wait,
        "The IAM role is broader than it should be", "Update the stack to its current version. The detail says what was allowed";
    /// A layer above the role denies.
    DeniedByOrganization, "denied-by-organization", PlatformEngineer, Wait,
        "A policy above the IAM role denies the launch: an SCP, a permissions boundary or a session policy", "Ask the administrators of your AWS organization. The detail names the policy";
    /// The launch template is gone.
    LaunchTemplateGone, "launch-template-gone", PlatformEngineer, Wait,
        "The stack's launch template, or the version in use, no longer exists", "Update the stack and connect it again";
    /// The security group is gone.
    SecurityGroupGone, "security-group-gone", PlatformEngineer, Wait,
        "The security group no longer exists, or belongs to another VPC", "Update the stack, or correct the `sg-` part of the label";
    /// The subnet is gone.
    SubnetGone, "subnet-gone", PlatformEngineer, Wait,
        "The subnet no longer exists", "Update SubnetIds in the stack, or correct the subnet in the label";
    /// The subnet is full.
    SubnetFull, "subnet-full", PlatformEngineer, Wait,
        "The subnet has no free IP addresses", "Use a larger subnet, or add more subnets to SubnetIds in the stack";
    /// No subnet in the zone.
    NoSubnetInZone, "no-subnet-in-zone", PlatformEngineer, GiveUp,
        "The stack has no subnet in the label's zone", "Use another zone, or add a subnet to SubnetIds in the stack";
    /// No default subnet.
    NoDefaultVpc, "no-default-vpc", PlatformEngineer, Wait,
        "The region has no default VPC, or the zone has no default subnet", "List subnets in SubnetIds in the stack";
    /// The image cannot be used.
    ImageNotShared, "image-not-shared", Operator, Wait,
        "AWS does not let this account use the runner image: it is not published to the region, not shared with the account, or hidden by the organization's Allowed AMIs", "Publish the image to the region and share it with the account, or add its owner to the Allowed AMIs";
    /// The instance profile is gone.
    InstanceProfileGone, "instance-profile-gone", PlatformEngineer, Wait,
        "The launch template's instance profile no longer exists", "Update InstanceProfileRoleArn in the stack";
    /// The key is not usable.
    KmsKeyUnusable, "kms-key-unusable", PlatformEngineer, Again,
        "The KMS key for the volumes is disabled, deleted, or not usable by EC2", "Enable the key and let EC2 use it, or clear KmsKeyArn in the stack";
    /// No service-linked role for spot.
    SpotRoleMissing, "spot-role-missing", PlatformEngineer, Wait,
        "The AWS account lacks the service-linked role for spot", "Set CreateSpotServiceLinkedRole to true in the stack, or request one spot instance in the EC2 console";
    /// The AWS account is suspended or not signed up.
    AwsAccountUnusable, "aws-account-unusable", PlatformEngineer, Wait,
        "AWS blocks launches in this account: it is suspended, not signed up, or not opted in to the region", "Check AWS's emails to the account owner, or enable the region. Jobs start when AWS allows it";
    /// AWS verifies the account.
    AwsAccountPending, "aws-account-pending", Outside, Wait,
        "AWS is still verifying the account for its first launch in this region", "Wait: it usually takes minutes, and at most four hours. Contact AWS Support after that";

    // Capacity.
    /// Every candidate was refused for want of capacity.
    NoCapacity, "no-capacity", Developer, Wait,
        "AWS has no capacity for any of the types and zones that the label allows", "Wait: the job is retried. Allow more types with cpu, ram and family, or use spot=auto";
    /// `spot=true` and no spot capacity.
    NoSpotCapacity, "no-spot-capacity", Developer, Wait,
        "AWS has no spot capacity, and the label allows nothing else", "Wait: the job is retried. Use spot=auto to fall back to on-demand";
    /// The account's vCPU quota.
    VcpuQuota, "vcpu-quota", PlatformEngineer, Wait,
        "The AWS account's on-demand vCPU quota is reached", "Request an increase in Service Quotas, Amazon EC2. The job starts when other instances end";
    /// The spot quota.
    SpotQuota, "spot-quota", PlatformEngineer, Wait,
        "The AWS account's spot vCPU quota is reached", "Request an increase in Service Quotas, Amazon EC2, or use spot=false";
    /// The volume quota.
    VolumeQuota, "volume-quota", PlatformEngineer, Wait,
        "An EBS quota of the AWS account is reached: storage or IOPS", "Request an increase in Service Quotas, Amazon EBS, or request smaller volumes";
    /// Not offered there.
    TypeNotOffered, "type-not-offered", Developer, GiveUp,
        "AWS does not offer the instance type in this region or zone", "Use another instance type, region or zone";
    /// AWS refuses the combination.
    LaunchRefused, "launch-refused", Developer, GiveUp,
        "AWS refused the launch, and retrying would not help", "Correct what AWS names in the detail";
    /// AWS did not answer in time.
    AwsUnavailable, "aws-unavailable", Outside, Wait,
        "AWS timed out or was unavailable", "Wait: the job is retried. Check the AWS Health Dashboard";
    /// A code that nobody decided.
    AwsAnswerUnknown, "aws-answer-unknown", Operator, Wait,
        "AWS refused the launch with an error code that this version does not know", "Wait: the job is retried. Update the control plane, or report the code in the detail";

    // GitHub.
    /// Permission missing.
    GitHubPermissionMissing, "github-permission-missing", PlatformEngineer, GiveUp,
        "The GitHub App lacks a permission in this repository", "Accept the App's new permissions in the organization's settings";
    /// Self-hosted runners are disabled.
    RunnersDisabled, "runners-disabled", PlatformEngineer, GiveUp,
        "Self-hosted runners are disabled for this repository", "Allow them in the organization's settings, under Actions, General";
    /// Actions are disabled.
    ActionsDisabled, "actions-disabled", PlatformEngineer, GiveUp,
        "GitHub Actions is disabled for this repository", "Enable it in the repository's or organization's settings";
    /// The IP allow list.
    IpAllowList, "ip-allow-list", PlatformEngineer, GiveUp,
        "The organization's IP allow list blocks the control plane", "Add the control plane's addresses, or allow access by installed GitHub Apps";
    /// The App was suspended or removed.
    InstallationSuspended, "installation-suspended", PlatformEngineer, Wait,
        "The GitHub App's installation is suspended or was removed", "Unsuspend or install it in the organization's settings";
    /// Too many registered runners.
    RegistrationLimit, "registration-limit", Outside, Wait,
        "GitHub's limit of registered runners, or of registrations per hour, is reached", "Remove stale runners from the group. The job is retried for a while";
    /// The rate limit.
    GitHubRateLimit, "github-rate-limit", Outside, Wait,
        "GitHub's rate limit for this installation is used up", "No action needed: the job starts when GitHub accepts calls again";
    /// GitHub is away.
    GitHubUnavailable, "github-unavailable", Outside, Wait,
        "GitHub timed out or was unavailable", "Wait: the job is retried. Check githubstatus.com";
    /// The runner software is too old.
    ImageTooOld, "image-too-old", Operator, GiveUp,
        "GitHub no longer accepts the runner version in the image", "Publish a new image. GitHub refuses a runner version a month after its successor";

    // The runner.
    /// Never came online.
    NeverOnline, "never-online", PlatformEngineer, Again,
        "The EC2 instance started, but its runner never reached GitHub", "Check that the subnet has a route to the internet and the security group allows outbound HTTPS";
    /// Nobody took it.
    PickedUpByNobody, "picked-up-by-nobody", Outside, Again,
        "The runner was ready, but GitHub assigned no job to it", "Check that the runner group includes this repository, then rerun the job";
    /// Ended at once.
    InstanceFailed, "instance-failed", PlatformEngineer, Again,
        "The EC2 instance ended while it was starting", "Check EC2's reason in the detail. With your own KMS key, check that EC2 may use it";
    /// Lost in the middle.
    RunnerLost, "runner-lost", Outside, Again,
        "The EC2 instance ended while the job was running", "Rerun the job. If it happens often, check whether the job runs out of memory";
    /// Reclaimed.
    SpotReclaimed, "spot-reclaimed", Developer, Again,
        "Spot interruption while the job was running", "Rerun the job. Use spot=rerun to rerun automatically, or spot=false to avoid it";
    /// Lived too long.
    LifetimeExceeded, "lifetime-exceeded", Developer, Again,
        "The runner reached its maximum lifetime", "Split the job: GitHub ends jobs after five days";
    /// Others took its runners.
    RunnersTaken, "runners-taken", Developer, GiveUp,
        "Other jobs with this label took its runners", "Pin the label: `sprinters/${{ github.run_id }}-${{ github.run_attempt }}-NAME:aws`";

    // Ends by intent.
    /// Cancelled.
    Cancelled, "cancelled", Developer, GiveUp,
        "The job was cancelled before it started", "No action needed. No runner is left behind";
    /// Waited too long.
    QueuedTooLong, "queued-too-long", Operator, GiveUp,
        "The job waited longer than GitHub keeps jobs queued", "Check the job's activity for what it waited for";
    /// Signatures are refused for their time.
    ClockWrong, "clock-wrong", Operator, Wait,
        "The clock of the control plane is wrong, so AWS refuses every request that it signs", "Synchronize the clock of the control plane's host, for example with chrony. Jobs start when it is right";
    /// Something of ours broke.
    Internal, "internal", Operator, Wait,
        "Internal error in the control plane", "Tell the operator. The job's activity has the time and place";
}

impl FailureReason {
    /// What an account limits itself: the job's turn comes when another one ends, however long that takes.
    pub const OWN_LIMITS: [FailureReason; 3] =
        [FailureReason::AccountRunnerLimit, FailureReason::RepositoryRunnerLimit, FailureReason::VcpuPolicyLimit];
}

/// Not a reason that we know: written by a newer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no failure reason has that code")]
pub struct UnknownReason;

impl FromStr for FailureReason {
    type Err = UnknownReason;

    fn from_str(code: &str) -> Result<FailureReason, UnknownReason> {
        FailureReason::ALL.into_iter().find(|reason| reason.code() == code).ok_or(UnknownReason)
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for FailureReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for FailureReason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FailureReason, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
