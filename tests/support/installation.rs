//! The customer stack as somebody installs it: one for every option that changes a policy.

use serde_json::Value;
use sprinters_dsl::template::{Inputs, Resolved, Template};
use sprinters_stacks::StackKind;
use sprinters_stacks::runner::ROLE;

/// The account that the stack is installed in.
pub const ACCOUNT: &str = "222233334444";
/// The account of somebody else.
pub const OTHER_ACCOUNT: &str = "444455556666";
/// The region of the stack.
pub const REGION: &str = "us-east-1";
/// Another region.
pub const OTHER_REGION: &str = "eu-west-1";
/// The value of the tag `sprinters:deployment`.
pub const DEPLOYMENT: &str = "acme-production";
/// The VPC of the runners.
pub const VPC: &str = "vpc-0a1b2c3d4e5f60718";
/// The account that publishes the images.
pub const IMAGE_OWNER: &str = "111122223333";
/// The control plane's role.
pub const CONTROL_PLANE: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";
/// The external id of the connection.
pub const EXTERNAL_ID: &str = "Q2h1Y2sgTm9ycmlzIGRvZXMgbm90IHNsZWVw";
/// The external id before it was rotated.
pub const PREVIOUS_EXTERNAL_ID: &str = "SGUgd2FpdHMgYW5kIHdhaXRzIGFuZCB3YWl0cw";
/// The subnets that are listed where an option lists subnets.
pub const SUBNETS: [&str; 2] = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"];
/// The groups that are named where an option names groups.
pub const GROUPS: [&str; 2] = ["sg-0bbbbbbbbbbbbbbb1", "sg-0bbbbbbbbbbbbbbb2"];
/// The role for jobs where an option names one.
pub const JOB_ROLE: &str = "arn:aws:iam::222233334444:role/acme-ci";

/// A way to install the stack that gives a policy of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Only what has no default.
    Defaults,
    /// Types, volume size and image publisher of one's own.
    OwnLimits,
    /// Runners only in listed subnets.
    ListedSubnets,
    /// Further security groups for labels that ask for one.
    NamedGroups,
    /// A role for jobs.
    JobRole,
    /// The external id is being replaced.
    Rotation,
    /// All of these together, and a key for the volumes.
    Everything,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 7] = [
        Self::Defaults,
        Self::OwnLimits,
        Self::ListedSubnets,
        Self::NamedGroups,
        Self::JobRole,
        Self::Rotation,
        Self::Everything,
    ];

    /// Its name, as in file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Defaults => "defaults",
            Self::OwnLimits => "own-limits",
            Self::ListedSubnets => "listed-subnets",
            Self::NamedGroups => "named-groups",
            Self::JobRole => "job-role",
            Self::Rotation => "rotation",
            Self::Everything => "everything",
        }
    }

    /// The parameters it gives beside those without a default.
    pub fn parameters(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Defaults => vec![],
            Self::OwnLimits => vec![
                ("AllowedInstanceTypes", "m7i.*,c8g.large".to_owned()),
                ("MaxVolumeGiB", "40".to_owned()),
                ("ImageOwnerAccountId", ACCOUNT.to_owned()),
            ],
            Self::ListedSubnets => vec![("SubnetIds", SUBNETS.join(","))],
            Self::NamedGroups => vec![("AdditionalSecurityGroupIds", GROUPS.join(","))],
            Self::JobRole => vec![("InstanceProfileRoleArn", JOB_ROLE.to_owned())],
            Self::Rotation => vec![("PreviousExternalId", PREVIOUS_EXTERNAL_ID.to_owned())],
            Self::Everything => [
                Self::OwnLimits.parameters(),
                Self::ListedSubnets.parameters(),
                Self::NamedGroups.parameters(),
                Self::JobRole.parameters(),
                Self::Rotation.parameters(),
                vec![("KmsKeyArn", format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"))],
            ]
            .concat(),
        }
    }

    fn has(self, one: Self) -> bool {
        self == one || self == Self::Everything
    }
}

/// The stack, installed.
#[derive(Debug)]
pub struct Installation {
    /// How it was installed.
    pub choice: Choice,
    /// The evaluated template.
    pub resolved: Resolved,
}

/// The parameters that have no default, and the choice's own.
pub fn inputs(choice: Choice) -> Inputs {
    let inputs = Inputs { account_id: ACCOUNT.to_owned(), region: REGION.to_owned(), ..Inputs::default() };
    [
        ("ExternalId", EXTERNAL_ID.to_owned()),
        ("ControlPlaneRoleArn", CONTROL_PLANE.to_owned()),
        ("DeploymentId", DEPLOYMENT.to_owned()),
        ("VpcId", VPC.to_owned()),
    ]
    .into_iter()
    .chain(choice.parameters())
    .fold(inputs, |inputs, (name, value)| inputs.with_parameter(name, value))
}

/// The customer stack's template.
pub fn template() -> Template {
    sprinters_stacks::render(StackKind::Runner).expect("the customer stack renders")
}

impl Installation {
    /// Installs the customer stack.
    pub fn new(choice: Choice) -> Self {
        let resolved = template().resolve(&inputs(choice)).expect("the template resolves with these parameters");
        Self { choice, resolved }
    }

    /// Installs it with every choice.
    pub fn all() -> Vec<Self> {
        Choice::ALL.into_iter().map(Self::new).collect()
    }

    /// The permissions policy of the role.
    pub fn permissions(&self) -> Value {
        let mut policies = self.resolved.resource(ROLE).expect("the stack has the role").properties["Policies"].clone();
        assert_eq!(policies.as_array().map(Vec::len), Some(1), "the role has one policy");
        policies[0]["PolicyDocument"].take()
    }

    /// The trust policy of the role.
    pub fn trust(&self) -> Value {
        self.resolved.resource(ROLE).expect("the stack has the role").properties["AssumeRolePolicyDocument"].clone()
    }

    /// The role's ARN.
    pub fn role_arn(&self) -> String {
        self.output("RoleArn")
    }

    /// The launch template's ARN.
    pub fn launch_template_arn(&self) -> String {
        format!("arn:aws:ec2:{REGION}:{ACCOUNT}:launch-template/{}", self.output("LaunchTemplateId"))
    }

    /// The id of the group without ingress.
    pub fn security_group_id(&self) -> String {
        self.output("SecurityGroupId")
    }

    /// The ARN of the instance profile around the role for jobs, where one is named.
    pub fn instance_profile_arn(&self) -> Option<String> {
        let profile = self.resolved.resource("RunnerInstanceProfile")?;
        Some(format!("arn:aws:iam::{ACCOUNT}:instance-profile/{}", profile.physical_id))
    }

    /// Whether subnets are listed.
    pub fn lists_subnets(&self) -> bool {
        self.choice.has(Choice::ListedSubnets)
    }

    /// Whether further groups are named.
    pub fn names_groups(&self) -> bool {
        self.choice.has(Choice::NamedGroups)
    }

    /// Whether a role for jobs is named.
    pub fn names_role(&self) -> bool {
        self.choice.has(Choice::JobRole)
    }

    /// Whether the previous external id still counts.
    pub fn rotates(&self) -> bool {
        self.choice.has(Choice::Rotation)
    }

    /// Whether types, sizes and publisher are not the defaults.
    pub fn has_own_limits(&self) -> bool {
        self.choice.has(Choice::OwnLimits)
    }

    /// The account whose images may be launched.
    pub fn image_owner(&self) -> &'static str {
        if self.has_own_limits() { ACCOUNT } else { IMAGE_OWNER }
    }

    /// The size of the largest volume that may be launched, in GiB.
    pub fn max_volume_gib(&self) -> u32 {
        if self.has_own_limits() { 40 } else { 256 }
    }

    /// An instance type that may be launched.
    pub fn instance_type(&self) -> &'static str {
        if self.has_own_limits() { "c8g.large" } else { "t3.large" }
    }

    fn output(&self, name: &str) -> String {
        self.resolved.output(name).and_then(Value::as_str).expect("the stack has the output").to_owned()
    }
}
