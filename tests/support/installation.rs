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
/// The account that shares the VPC where an option says that one does.
pub const NETWORK_ACCOUNT: &str = "777788889999";
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
/// The groups that every runner has where an option says so.
pub const ALWAYS_ON: [&str; 2] = ["sg-0eeeeeeeeeeeeeee1", "sg-0eeeeeeeeeeeeeee2"];
/// The tags of the customer's own where an option names some.
pub const EXTRA_TAGS: [(&str, &str); 2] = [("CostCenter", "42"), ("Team", "build")];
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
    /// As an account with rules of its own wants it: boundary, path, name, tags, groups, a budget.
    Governed,
    /// A VPC that another account shares, and no public addresses.
    SharedVpc,
    /// The role may not slow down volumes.
    NoTuning,
    /// All of these together but the last, and a key for the volumes.
    Everything,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 10] = [
        Self::Defaults,
        Self::OwnLimits,
        Self::ListedSubnets,
        Self::NamedGroups,
        Self::JobRole,
        Self::Rotation,
        Self::Governed,
        Self::SharedVpc,
        Self::NoTuning,
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
            Self::Governed => "governed",
            Self::SharedVpc => "shared-vpc",
            Self::NoTuning => "no-tuning",
            Self::Everything => "everything",
        }
    }

    /// The parameters it gives beside those without a default.
    pub fn parameters(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Defaults => vec![],
            Self::OwnLimits => vec![
                ("AllowedInstanceTypes", "m7i.*,c8g.large".to_owned()),
                ("AllowedInstanceSizes", "*.large,*.2xlarge".to_owned()),
                ("MaxVolumeGiB", "40".to_owned()),
                ("MaxVolumeIops", "6000".to_owned()),
                ("MaxVolumeThroughput", "500".to_owned()),
                ("ImageOwnerAccountId", ACCOUNT.to_owned()),
            ],
            Self::ListedSubnets => vec![("SubnetIds", SUBNETS.join(","))],
            Self::NamedGroups => vec![("AdditionalSecurityGroupIds", GROUPS.join(","))],
            Self::JobRole => vec![("InstanceProfileRoleArn", JOB_ROLE.to_owned())],
            Self::Rotation => vec![("PreviousExternalId", PREVIOUS_EXTERNAL_ID.to_owned())],
            Self::Governed => vec![
                ("PermissionsBoundaryArn", format!("arn:aws:iam::{ACCOUNT}:policy/acme-boundary")),
                ("RolePath", "/ci/".to_owned()),
                ("RoleNamePrefix", "acme-".to_owned()),
                ("ExtraTag1", format!("{}={}", EXTRA_TAGS[0].0, EXTRA_TAGS[0].1)),
                ("ExtraTag4", format!("{}={}", EXTRA_TAGS[1].0, EXTRA_TAGS[1].1)),
                ("AllowedTagKeys", format!("Name,sprinters:*,{}", EXTRA_TAGS.map(|(key, _)| key).join(","))),
                ("AlwaysOnSecurityGroupIds", ALWAYS_ON.join(",")),
                ("BudgetEmail", "platform@acme.example".to_owned()),
            ],
            Self::SharedVpc => {
                vec![("VpcOwnerAccountId", NETWORK_ACCOUNT.to_owned()), ("RefusePublicAddresses", "true".to_owned())]
            }
            Self::NoTuning => vec![("TuneVolumes", "false".to_owned())],
            Self::Everything => [
                Self::OwnLimits.parameters(),
                Self::ListedSubnets.parameters(),
                Self::NamedGroups.parameters(),
                Self::JobRole.parameters(),
                Self::Rotation.parameters(),
                Self::Governed.parameters(),
                Self::SharedVpc.parameters(),
                vec![("KmsKeyArn", format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"))],
            ]
            .concat(),
        }
    }

    /// Whether it is that option, or all of them.
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
        ("ImageOwnerAccountId", IMAGE_OWNER.to_owned()),
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
        let path = profile.properties["Path"].as_str().expect("the profile has a path");
        Some(format!("arn:aws:iam::{ACCOUNT}:instance-profile{path}{}", profile.physical_id))
    }

    /// Whether subnets are listed.
    pub fn lists_subnets(&self) -> bool {
        self.choice.has(Choice::ListedSubnets)
    }

    /// Whether further groups are named.
    pub fn names_groups(&self) -> bool {
        self.choice.has(Choice::NamedGroups)
    }

    /// Whether every runner has further groups.
    pub fn has_always_on_groups(&self) -> bool {
        self.choice.has(Choice::Governed)
    }

    /// Whether a role for jobs is named.
    pub fn names_role(&self) -> bool {
        self.choice.has(Choice::JobRole)
    }

    /// Whether the previous external id still counts.
    pub fn rotates(&self) -> bool {
        self.choice.has(Choice::Rotation)
    }

    /// Whether the customer's own tags may be set.
    pub fn has_extra_tags(&self) -> bool {
        self.choice.has(Choice::Governed)
    }

    /// Whether a launch that asks for a public address is refused.
    pub fn refuses_public_addresses(&self) -> bool {
        self.choice.has(Choice::SharedVpc)
    }

    /// Whether the role may slow down volumes.
    pub fn tunes_volumes(&self) -> bool {
        self.choice != Choice::NoTuning
    }

    /// Whether it was installed with what a permission is there only with.
    ///
    /// # Panics
    /// When the parameter is none that a permission depends on.
    pub fn has(&self, parameter: &str) -> bool {
        match parameter {
            "InstanceProfileRoleArn" => self.names_role(),
            "TuneVolumes" => self.tunes_volumes(),
            other => panic!("no permission depends on {other}"),
        }
    }

    /// The account that the VPC belongs to.
    pub fn network_account(&self) -> &'static str {
        if self.choice.has(Choice::SharedVpc) { NETWORK_ACCOUNT } else { ACCOUNT }
    }

    /// Most IOPS and most throughput, in MiB/s, of a volume that may be launched.
    pub fn max_volume_speed(&self) -> (u32, u32) {
        if self.has_own_limits() { (6_000, 500) } else { (80_000, 2_000) }
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
