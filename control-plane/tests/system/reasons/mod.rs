//! Every failure reason, reached by what makes it in the world, and as a person then reads it. A reason without a
//! scenario does not compile.

mod connection;
mod github;
mod launching;
mod policy;
mod running;

use crate::harness::{On, Universe};
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::JobId;
use sprinters_store::TimelineEvent;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(3_600);
pub(crate) const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";

/// Makes a reason happen to a job.
async fn happen(reason: FailureReason, world: &mut Universe) -> JobId {
    match reason {
        FailureReason::LabelWrong => policy::label(world, "sprinters:aws:eu-centrall-1").await,
        FailureReason::LabelNearMiss => policy::label(world, "sprinter:aws").await,
        FailureReason::TypeNotAllowed => policy::type_not_allowed(world).await,
        FailureReason::RegionNotAllowed => policy::region_not_allowed(world).await,
        FailureReason::VolumeNotAllowed => policy::volume_not_allowed(world).await,
        FailureReason::ForkNotAllowed => policy::fork(world).await,
        FailureReason::AccountRunnerLimit => policy::account_limit(world).await,
        FailureReason::RepositoryRunnerLimit => policy::repository_limit(world).await,
        FailureReason::VcpuPolicyLimit => policy::vcpu_limit(world).await,
        FailureReason::VcpuNeverAllowed => policy::vcpu_never(world).await,
        FailureReason::BudgetSpent => policy::budget(world).await,
        FailureReason::NotConnected => policy::label(world, "sprinters:aws:eu-west-1").await,
        FailureReason::RoleGone => connection::role_gone(world).await,
        FailureReason::ExternalIdWrong => connection::external_id_wrong(world).await,
        FailureReason::ActionDenied => connection::action_denied(world).await,
        FailureReason::RoleTooWide => connection::role_too_wide(world).await,
        FailureReason::DeniedByOrganization => connection::denied_by_organization(world).await,
        FailureReason::LaunchTemplateGone => connection::launch_template_gone(world).await,
        FailureReason::SecurityGroupGone => connection::security_group_gone(world).await,
        FailureReason::SubnetGone => connection::subnet_gone(world).await,
        FailureReason::SubnetFull => connection::subnet_full(world).await,
        FailureReason::NoSubnetInZone => connection::no_subnet_in_zone(world).await,
        FailureReason::NoDefaultVpc => connection::no_default_vpc(world).await,
        FailureReason::ImageNotShared => connection::image_not_shared(world).await,
        FailureReason::InstanceProfileGone => connection::instance_profile_gone(world).await,
        FailureReason::KmsKeyUnusable => connection::kms_key_unusable(world).await,
        FailureReason::SpotRoleMissing => connection::spot_role_missing(world).await,
        FailureReason::AwsAccountUnusable => connection::account_unusable(world).await,
        FailureReason::AwsAccountPending => connection::account_pending(world).await,
        FailureReason::NoCapacity => launching::no_capacity(world).await,
        FailureReason::NoSpotCapacity => launching::no_spot_capacity(world).await,
        FailureReason::VcpuQuota => launching::vcpu_quota(world).await,
        FailureReason::SpotQuota => launching::spot_quota(world).await,
        FailureReason::VolumeQuota => launching::volume_quota(world).await,
        FailureReason::TypeNotOffered => launching::type_not_offered(world).await,
        FailureReason::LaunchRefused => launching::launch_refused(world).await,
        FailureReason::AwsUnavailable => launching::aws_unavailable(world).await,
        FailureReason::AwsAnswerUnknown => launching::answer_unknown(world).await,
        FailureReason::GitHubPermissionMissing => github::permission_missing(world).await,
        FailureReason::RunnersDisabled => github::runners_disabled(world).await,
        FailureReason::ActionsDisabled => github::actions_disabled(world).await,
        FailureReason::IpAllowList => github::ip_allow_list(world).await,
        FailureReason::InstallationSuspended => github::suspended(world).await,
        FailureReason::RegistrationLimit => github::registration_limit(world).await,
        FailureReason::GitHubRateLimit => github::rate_limit(world).await,
        FailureReason::GitHubUnavailable => github::unavailable(world).await,
        FailureReason::ImageTooOld => github::image_too_old(world).await,
        FailureReason::NeverOnline => running::never_online(world).await,
        FailureReason::PickedUpByNobody => running::picked_up_by_nobody(world).await,
        FailureReason::InstanceFailed => running::instance_failed(world).await,
        FailureReason::RunnerLost => running::runner_lost(world).await,
        FailureReason::SpotReclaimed => running::spot_reclaimed(world).await,
        FailureReason::LifetimeExceeded => running::lifetime_exceeded(world).await,
        FailureReason::RunnersTaken => running::runners_taken(world).await,
        FailureReason::Cancelled => running::cancelled(world).await,
        FailureReason::QueuedTooLong => running::queued_too_long(world).await,
        FailureReason::ClockWrong => launching::clock_wrong(world).await,
        FailureReason::Internal => github::our_key_refused(world).await,
    }
}

/// Everything that people can read of why a job waits or failed, and of a broken connection.
async fn read(world: &Universe, job: JobId) -> Vec<Failure> {
    let mut found: Vec<Failure> = Vec::new();
    if let Some(row) = world.ours.store.job(job).await.unwrap() {
        found.extend(row.job.state.reason());
    }
    for entry in world.ours.store.timeline_after(0, 10_000).await.unwrap() {
        match entry.happening {
            TimelineEvent::Job { failure, .. }
            | TimelineEvent::Runner { failure, .. }
            | TimelineEvent::Connection { failure, .. } => found.extend(failure),
            TimelineEvent::Retry { failure, .. } | TimelineEvent::Told { failure } => found.push(failure),
            TimelineEvent::NearMiss { label, meant } => {
                found.push(Failure::about(FailureReason::LabelNearMiss, &format!("{label}; meant: {meant}")));
            }
            TimelineEvent::Launch { .. } | TimelineEvent::Notice { .. } | TimelineEvent::Orphan { .. } => {}
        }
    }
    found
}

/// Ids and moments differ from run to run.
fn same_in_every_run(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive([' ', ')', '(', ',', '\'', ':', '/']) {
        let (core, end) = match word.char_indices().next_back() {
            Some((at, last)) if !last.is_ascii_alphanumeric() => word.split_at(at),
            _ => (word, ""),
        };
        let prefix = ["i-", "lt-", "subnet-", "sg-", "vpc-", "ami-"].iter().find(|prefix| core.starts_with(*prefix));
        match prefix {
            Some(prefix) if core[prefix.len()..].bytes().all(|byte| byte.is_ascii_hexdigit()) && 4 < core.len() => {
                out.push_str(prefix);
                out.push('*');
            }
            _ => out.push_str(core),
        }
        out.push_str(end);
    }
    out
}

async fn every_reason_on(on: On) -> String {
    let mut page = String::new();
    let mut missed = BTreeSet::new();
    for (number, reason) in FailureReason::ALL.into_iter().enumerate() {
        if number % 10 == 0 {
            println!("{on:?}: {number} of {} reasons", FailureReason::ALL.len());
        }
        let mut world = Universe::new(on).await;
        let job = happen(reason, &mut world).await;
        let found = read(&world, job).await;
        match found.iter().find(|failure| failure.reason() == reason) {
            Some(failure) => {
                let text = same_in_every_run(&failure.to_string());
                writeln!(page, "{}\n  {text}\n  Do: {}\n", reason.code(), reason.remedy()).unwrap();
            }
            None => {
                println!("{}: instead {found:?}\n{:#?}", reason.code(), world.ours.store.timeline_after(0, 100).await);
                missed.insert(reason.code());
            }
        }
    }
    assert!(missed.is_empty(), "not reached: {missed:?}");
    page
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_failure_reason_is_reached_and_reads_well() {
    let page = every_reason_on(On::Sqlite).await;
    insta::with_settings!({ snapshot_path => "../snapshots", omit_expression => true }, {
        insta::assert_snapshot!("failure-reasons-as-read", page);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_failure_reason_is_reached_on_postgresql() {
    every_reason_on(On::Postgres).await;
}
