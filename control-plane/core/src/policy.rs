//! What an account allows itself. Every limit is optional; a refusal is a [failure reason](crate::failure).

use crate::catalogue::Region;
use crate::failure::{Failure, FailureReason};
use crate::plan::{LaunchPlan, TempVolume, TypePattern};
use serde::{Deserialize, Serialize};

/// The policy of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Types that may be launched. Empty: all. The plan applies it, since a label may have other types to fall to.
    pub allowed_types: Vec<TypePattern>,
    /// Regions that may be launched in. Empty: all.
    pub allowed_regions: Vec<Region>,
    /// Most runners at once in the account.
    pub max_runners: Option<u32>,
    /// Most runners at once in one repository.
    pub max_runners_per_repository: Option<u32>,
    /// Most vCPU at once in the account.
    pub max_vcpu: Option<u32>,
    /// Largest volume in GiB, as the stack has it.
    pub max_volume_gib: Option<u32>,
    /// Most money a month, in millionths of a US dollar, by our own reckoning.
    pub monthly_budget_micro_usd: Option<u64>,
    /// Whether a pull request from a fork may launch. Without it, strangers could spend the account's money.
    pub forks_may_launch: bool,
}

/// What the account uses at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Runners on which a job runs or can still run.
    pub runners: u32,
    /// Of those, in the job's repository.
    pub runners_in_repository: u32,
    /// vCPU of all of them.
    pub vcpu: u32,
    /// Spent since the month began, in millionths of a US dollar.
    pub spent_micro_usd: u64,
}

/// What the policy says to a launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Launch.
    Go,
    /// Not now: it fits when other runners have ended.
    Hold(Failure),
    /// Not under this policy.
    Refuse(Failure),
}

impl Policy {
    /// Judges a plan. What can never pass is said before what passes later, so that nobody waits for nothing.
    #[must_use]
    pub fn judge(&self, usage: &Usage, plan: &LaunchPlan, from_fork: bool) -> Verdict {
        // The plan tries the candidates in order, and any of them may be the one: the largest counts.
        let vcpu = plan.candidates.iter().map(|candidate| candidate.instance_type.vcpu()).max().unwrap_or_default();
        let volumes = plan.candidates.iter().map(|candidate| match candidate.temp {
            TempVolume::Gp3(volume) => volume.gib,
            TempVolume::Ephemeral { .. } | TempVolume::Zram { .. } => 0,
        });
        let gib = volumes.max().unwrap_or_default().max(plan.root.gib);
        let refuse = |reason, detail: String| Verdict::Refuse(Failure::about(reason, &detail));
        let hold = |reason, detail: String| Verdict::Hold(Failure::about(reason, &detail));
        if from_fork && !self.forks_may_launch {
            return Verdict::Refuse(FailureReason::ForkNotAllowed.into());
        }
        if !self.allowed_regions.is_empty() && !self.allowed_regions.contains(&plan.region) {
            return refuse(FailureReason::RegionNotAllowed, plan.region.to_string());
        }
        if self.max_volume_gib.is_some_and(|most| most < gib) {
            return refuse(FailureReason::VolumeNotAllowed, format!("{gib} GiB"));
        }
        if let Some(most) = self.max_vcpu
            && most < vcpu
        {
            return refuse(FailureReason::VcpuNeverAllowed, format!("{vcpu} vCPU of {most}"));
        }
        // A month is too long to keep a job waiting.
        if self.monthly_budget_micro_usd.is_some_and(|budget| budget <= usage.spent_micro_usd) {
            return Verdict::Refuse(FailureReason::BudgetSpent.into());
        }
        if let Some(most) = self.max_runners
            && most <= usage.runners
        {
            return hold(FailureReason::AccountRunnerLimit, format!("{} of {most}", usage.runners));
        }
        if let Some(most) = self.max_runners_per_repository
            && most <= usage.runners_in_repository
        {
            return hold(FailureReason::RepositoryRunnerLimit, format!("{} of {most}", usage.runners_in_repository));
        }
        if let Some(most) = self.max_vcpu
            && most < usage.vcpu.saturating_add(vcpu)
        {
            return hold(FailureReason::VcpuPolicyLimit, format!("{} of {most}, and {vcpu} more wanted", usage.vcpu));
        }
        Verdict::Go
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Circumstances, plan};

    fn judge(policy: &Policy, usage: &Usage, label: &str, fork: bool) -> Result<(), (FailureReason, bool)> {
        let plan = plan(&label.parse().unwrap(), &Circumstances::unknown()).unwrap();
        match policy.judge(usage, &plan, fork) {
            Verdict::Go => Ok(()),
            Verdict::Hold(failure) => Err((failure.reason(), true)),
            Verdict::Refuse(failure) => Err((failure.reason(), false)),
        }
    }

    #[test]
    fn without_a_policy_everything_goes_but_forks() {
        let usage = Usage { runners: 9_999, runners_in_repository: 9_999, vcpu: 99_999, spent_micro_usd: u64::MAX };
        assert_eq!(judge(&Policy::default(), &usage, "sprinters:aws:m7i.48xlarge", false), Ok(()));
        let refused = Err((FailureReason::ForkNotAllowed, false));
        assert_eq!(judge(&Policy::default(), &usage, "sprinters:aws", true), refused);
        let open = Policy { forks_may_launch: true, ..Policy::default() };
        assert_eq!(judge(&open, &usage, "sprinters:aws", true), Ok(()));
    }

    #[test]
    fn each_limit_refuses_something_and_lets_the_last_one_through() {
        let none = Policy { forks_may_launch: true, ..Policy::default() };
        let idle = Usage::default();
        let label = "sprinters:aws:m7i.xlarge:temp=gp3/100";
        let cases = [
            (
                Policy { allowed_regions: vec!["eu-west-1".parse().unwrap()], ..none.clone() },
                idle,
                FailureReason::RegionNotAllowed,
                false,
            ),
            (Policy { max_volume_gib: Some(99), ..none.clone() }, idle, FailureReason::VolumeNotAllowed, false),
            (Policy { max_vcpu: Some(3), ..none.clone() }, idle, FailureReason::VcpuNeverAllowed, false),
            (
                Policy { monthly_budget_micro_usd: Some(5), ..none.clone() },
                Usage { spent_micro_usd: 5, ..idle },
                FailureReason::BudgetSpent,
                false,
            ),
            (
                Policy { max_runners: Some(2), ..none.clone() },
                Usage { runners: 2, ..idle },
                FailureReason::AccountRunnerLimit,
                true,
            ),
            (
                Policy { max_runners_per_repository: Some(2), ..none.clone() },
                Usage { runners_in_repository: 2, ..idle },
                FailureReason::RepositoryRunnerLimit,
                true,
            ),
            (
                Policy { max_vcpu: Some(8), ..none.clone() },
                Usage { vcpu: 5, ..idle },
                FailureReason::VcpuPolicyLimit,
                true,
            ),
        ];
        for (policy, usage, reason, waits) in cases {
            assert_eq!(judge(&policy, &usage, label, false), Err((reason, waits)));
        }
        let wide = Policy {
            allowed_regions: vec![Region::us_east_1()],
            max_runners: Some(3),
            max_runners_per_repository: Some(3),
            max_vcpu: Some(8),
            max_volume_gib: Some(100),
            monthly_budget_micro_usd: Some(6),
            ..none
        };
        let usage = Usage { runners: 2, runners_in_repository: 2, vcpu: 4, spent_micro_usd: 5 };
        assert_eq!(judge(&wide, &usage, label, false), Ok(()));
    }

    #[test]
    fn a_typo_in_a_policy_is_refused() {
        assert!(serde_json::from_str::<Policy>(r#"{"max_runnerz": 5}"#).is_err());
        assert!(serde_json::from_str::<Policy>(r#"{"allowed_regions": ["eu-centrall-1"]}"#).is_err());
        assert!(serde_json::from_str::<Policy>(r#"{"allowed_types": ["M7i.*"]}"#).is_err());
        let policy: Policy = serde_json::from_str(r#"{"allowed_types": ["m7i.*"], "max_vcpu": 64}"#).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&serde_json::to_string(&policy).unwrap()).unwrap(), policy);
    }
}
