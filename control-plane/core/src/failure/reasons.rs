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
        "The label has a mistake", "Correct the part that is underlined; `sprinters-iac label` checks a label before it is pushed";
    /// A label that is nearly ours.
    LabelNearMiss, "label-near-miss", Developer, GiveUp,
        "The label looks like one of ours but does not begin with `sprinters:aws`", "Write it as suggested, or ignore this if the label is meant for somebody else";

    // Policy.
    /// Outside the allowed types.
    TypeNotAllowed, "type-not-allowed", PlatformEngineer, GiveUp,
        "The instance type is not among those that this account allows", "Use an allowed type, or widen AllowedInstanceTypes of the stack or the account's policy";
    /// Outside the allowed regions.
    RegionNotAllowed, "region-not-allowed", PlatformEngineer, GiveUp,
        "The region is not among those that this account allows", "Use an allowed region, or widen the account's policy";
    /// Beyond the largest volume.
    VolumeNotAllowed, "volume-not-allowed", PlatformEngineer, GiveUp,
        "A volume is larger than the stack allows", "Ask for less, or raise MaxVolumeGiB of the stack";
    /// Forks may not launch.
    ForkNotAllowed, "fork-not-allowed", PlatformEngineer, GiveUp,
        "The job comes from a fork, and this account does not launch runners for forks", "Run it on GitHub's runners, or allow forks in the account's policy";
    /// Too many runners at once in the account.
    AccountRunnerLimit, "account-runner-limit", PlatformEngineer, Wait,
        "The account has as many runners as its policy allows", "The job starts when another one ends; raise the limit if that takes too long";
    /// Too many runners at once in the repository.
    RepositoryRunnerLimit, "repository-runner-limit", PlatformEngineer, Wait,
        "The repository has as many runners as the account's policy allows", "The job starts when another one ends; raise the limit if that takes too long";
    /// Too many vCPU at once.
    VcpuPolicyLimit, "vcpu-policy-limit", PlatformEngineer, Wait,
        "The account's runners have as many vCPU as its policy allows", "The job starts when another one ends; raise the limit if that takes too long";
    /// One job asks for more vCPU than the policy ever allows.
    VcpuNeverAllowed, "vcpu-never-allowed", PlatformEngineer, GiveUp,
        "The job alone asks for more vCPU than the account's policy allows at once", "Use a smaller type, or raise the limit in the account's policy";
    /// The month's money is spent.
    BudgetSpent, "budget-spent", PlatformEngineer, GiveUp,
        "This month's budget of the account is spent", "Raise the budget, or wait for the next month";

    // The connection.
    /// No connection for the account and region.
    NotConnected, "not-connected", PlatformEngineer, GiveUp,
        "No AWS account is connected for this label", "Install the stack in that account and region and connect it, or name a connected account in the label";
    /// Somebody deleted the role.
    RoleGone, "role-gone", PlatformEngineer, GiveUp,
        "The role of the connection does not exist any more or does not trust us", "Install the stack again and connect it, or disconnect the account";
    /// The external id does not match.
    ExternalIdWrong, "external-id-wrong", PlatformEngineer, GiveUp,
        "The role refuses our external id", "Update the stack with the external id that the console shows";
    /// An action that the stack should grant is denied.
    ActionDenied, "action-denied", PlatformEngineer, GiveUp,
        "The role does not grant an action that a launch needs", "Update the stack to its current version; the detail names the action";
    /// The role lets us do what it must not.
    RoleTooWide, "role-too-wide", PlatformEngineer, GiveUp,
        "The role lets the control plane do something that it must not be able to do", "Update the stack to its current version; the detail says what was allowed";
    /// A layer above the role denies.
    DeniedByOrganization, "denied-by-organization", PlatformEngineer, GiveUp,
        "A policy above the role denies the launch: of the organisation, a permissions boundary or a session", "Ask whoever runs the AWS organisation; the detail names the layer";
    /// The launch template is gone.
    LaunchTemplateGone, "launch-template-gone", PlatformEngineer, GiveUp,
        "The stack's launch template, or the version we were given, does not exist any more", "Update the stack and connect it again";
    /// The security group is gone.
    SecurityGroupGone, "security-group-gone", PlatformEngineer, GiveUp,
        "The security group does not exist any more, or is of another VPC", "Update the stack, or correct the `sg-` part of the label";
    /// The subnet is gone.
    SubnetGone, "subnet-gone", PlatformEngineer, GiveUp,
        "The subnet does not exist any more", "Update SubnetIds of the stack, or correct the subnet in the label";
    /// The subnet is full.
    SubnetFull, "subnet-full", PlatformEngineer, GiveUp,
        "The subnet has no free addresses", "Name a larger subnet, or more of them, in the stack";
    /// No subnet in the zone.
    NoSubnetInZone, "no-subnet-in-zone", PlatformEngineer, GiveUp,
        "The stack has no subnet in the zone that the label names", "Name another zone, or add a subnet to the stack";
    /// No default subnet.
    NoDefaultVpc, "no-default-vpc", PlatformEngineer, GiveUp,
        "The region has no default VPC or the zone no default subnet", "Name subnets in the stack's SubnetIds";
    /// The image cannot be used.
    ImageNotShared, "image-not-shared", Operator, GiveUp,
        "The runner image does not exist in this region or is not shared with this account", "Publish the image to the region and share it with the account";
    /// The instance profile is gone.
    InstanceProfileGone, "instance-profile-gone", PlatformEngineer, GiveUp,
        "The instance profile of the launch template does not exist any more", "Update the stack's InstanceProfileRoleArn";
    /// The key is not usable.
    KmsKeyUnusable, "kms-key-unusable", PlatformEngineer, GiveUp,
        "The KMS key that encrypts the volumes is disabled, gone, or does not let EC2 use it", "Enable the key and allow EC2's use of it, or clear the stack's KmsKeyArn";
    /// No service-linked role for spot.
    SpotRoleMissing, "spot-role-missing", PlatformEngineer, GiveUp,
        "The account lacks the service-linked role that EC2 needs for spot", "Set CreateSpotServiceLinkedRole of the stack to true, or request one spot instance in the console once";
    /// The AWS account is suspended or not signed up.
    AwsAccountUnusable, "aws-account-unusable", PlatformEngineer, GiveUp,
        "AWS does not let this account launch: it is new, suspended, or not opted in to the region", "Read AWS's mail to the account, or enable the region";

    // Capacity.
    /// Every candidate was refused for want of capacity.
    NoCapacity, "no-capacity", Developer, GiveUp,
        "AWS had no capacity for any of the types and zones that the label allows", "Allow more types with cpu, ram and family, or let spot=auto fall to on demand";
    /// `spot=true` and no spot capacity.
    NoSpotCapacity, "no-spot-capacity", Developer, GiveUp,
        "AWS had no spot capacity, and the label allows nothing else", "Write spot=auto to fall to on demand";
    /// The account's vCPU quota.
    VcpuQuota, "vcpu-quota", PlatformEngineer, Wait,
        "The AWS account has reached its quota of vCPU", "Raise the quota under Service Quotas, Amazon EC2; the job starts when our own runners end";
    /// The spot quota.
    SpotQuota, "spot-quota", PlatformEngineer, Wait,
        "The AWS account has reached its quota of spot vCPU", "Raise the quota under Service Quotas, Amazon EC2, or write spot=false";
    /// The volume quota.
    VolumeQuota, "volume-quota", PlatformEngineer, Wait,
        "The AWS account has reached a quota for EBS volumes: storage or IOPS", "Raise the quota under Service Quotas, Amazon EBS, or ask for less";
    /// Not offered there.
    TypeNotOffered, "type-not-offered", Developer, GiveUp,
        "The region or zone does not offer this instance type", "Name another type or place";
    /// AWS refuses the combination.
    LaunchRefused, "launch-refused", Developer, GiveUp,
        "AWS refused the launch for a reason that repeating it does not change", "The detail has AWS's own words; tell us if the label should have been refused earlier";
    /// AWS did not answer in time.
    AwsUnavailable, "aws-unavailable", Outside, Again,
        "AWS did not answer, or kept us waiting too long", "Run the job again later; the AWS health page tells of disturbances";

    // GitHub.
    /// Permission missing.
    GitHubPermissionMissing, "github-permission-missing", PlatformEngineer, GiveUp,
        "The GitHub App lacks a permission it needs in this repository", "Accept the App's new permissions in the settings of the organisation";
    /// Self-hosted runners are disabled.
    RunnersDisabled, "runners-disabled", PlatformEngineer, GiveUp,
        "Self-hosted runners are disabled for this repository", "Allow them in the organisation's settings, under Actions, Runners";
    /// Actions are disabled.
    ActionsDisabled, "actions-disabled", PlatformEngineer, GiveUp,
        "GitHub Actions is disabled for this repository", "Enable it in the settings of the repository or organisation";
    /// The IP allow list.
    IpAllowList, "ip-allow-list", PlatformEngineer, GiveUp,
        "The organisation's IP allow list does not contain the control plane", "Add our addresses, or allow those of installed Apps";
    /// The App was suspended or removed.
    InstallationSuspended, "installation-suspended", PlatformEngineer, GiveUp,
        "The installation of the GitHub App is suspended or was removed", "Unsuspend or install it in the settings of the organisation";
    /// Too many registered runners.
    RegistrationLimit, "registration-limit", Outside, Wait,
        "GitHub has reached its limit of registered runners or of registrations an hour", "Remove stale runners from the group; the job is tried again for a while";
    /// The rate limit.
    GitHubRateLimit, "github-rate-limit", Outside, Wait,
        "GitHub's rate limit for this installation is used up", "Nothing: the job starts when GitHub allows more calls";
    /// GitHub is away.
    GitHubUnavailable, "github-unavailable", Outside, Again,
        "GitHub did not answer, or kept us waiting too long", "Run the job again later; the GitHub status page tells of disturbances";
    /// The runner software is too old.
    ImageTooOld, "image-too-old", Operator, GiveUp,
        "GitHub does not accept runners as old as the one in the image", "Publish a new image: GitHub refuses runner software a month after its successor";

    // The runner.
    /// Never came online.
    NeverOnline, "never-online", PlatformEngineer, Again,
        "The instance started, but its runner never reached GitHub", "See that the subnet has a way out to the internet and the security group lets HTTPS out";
    /// Nobody took it.
    PickedUpByNobody, "picked-up-by-nobody", Outside, Again,
        "The runner was ready, but GitHub gave it no job", "See that the runner group allows this repository; run the job again";
    /// Ended at once.
    InstanceFailed, "instance-failed", PlatformEngineer, Again,
        "The instance ended while it was starting", "The detail has EC2's reason; with a key of your own, see that EC2 may use it";
    /// Lost in the middle.
    RunnerLost, "runner-lost", Outside, Again,
        "The instance ended while the job was running", "Run the job again; if it happens often, see whether it runs out of memory";
    /// Reclaimed.
    SpotReclaimed, "spot-reclaimed", Developer, Again,
        "AWS took the spot instance back while the job was running", "Run the job again; spot=rerun does so by itself, spot=false avoids it";
    /// Lived too long.
    LifetimeExceeded, "lifetime-exceeded", Developer, Again,
        "The runner reached its longest lifetime", "GitHub ends jobs after five days; split the job";
    /// Others took its runners.
    RunnersTaken, "runners-taken", Developer, GiveUp,
        "Other jobs with the same label took every runner that was started for this one", "Pin the label: `sprinters/${{ github.run_id }}-${{ github.run_attempt }}-NAME:aws`";

    // Ends by intent.
    /// Cancelled.
    Cancelled, "cancelled", Developer, GiveUp,
        "The job was cancelled before it ran", "Nothing: no runner is left behind";
    /// Waited too long.
    QueuedTooLong, "queued-too-long", Operator, GiveUp,
        "The job waited longer than GitHub keeps a job waiting", "See what it was waiting for in its timeline";
    /// Something of ours broke.
    Internal, "internal", Operator, Again,
        "Something of our own went wrong", "Tell the operator of the control plane; the job's timeline has the time and place";
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
