//! What the installer of the customer stack decides.

use serde_json::{Value as JsonValue, json};
use sprinters_dsl::prelude::{
    AccountId, Condition, KeyArn, Parameter, RoleArn, Stack, Tag, Value, VpcId, any, equals, list_parameter, not,
    number_parameter, parameter, text_parameter,
};
use sprinters_dsl::value::ManagedPolicyArn;

/// Where the VPC's id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VpcSource {
    /// The installer picks one of the account's VPCs.
    Given,
    /// Every account publishes its own under one parameter name in Systems Manager: a stack set gives all accounts the
    /// same parameter values.
    ParameterStore,
}

/// The SSM parameter under which an account of an organisation publishes its VPC's id.
pub const VPC_ID_PARAMETER: &str = "/sprinters/vpc-id";

/// The parameter that only the operator of the control plane can fill in: no page of AWS shows its value.
pub const IMAGE_OWNER_ACCOUNT_ID: &str = "ImageOwnerAccountId";

/// Tags of the customer's own, each a parameter: CloudFormation can't walk through a list.
pub const EXTRA_TAGS: [&str; 4] = ["ExtraTag1", "ExtraTag2", "ExtraTag3", "ExtraTag4"];

/// The parameter that bounds the keys of tags.
pub const ALLOWED_TAG_KEYS: &str = "AllowedTagKeys";

/// The parameters, as handles.
#[derive(Debug)]
pub struct Parameters {
    /// The control plane's external id for this connection.
    pub external_id: Parameter<String>,
    /// The external id that is being replaced; empty when none is.
    pub previous_external_id: Parameter<String>,
    /// The one principal that may assume the role.
    pub control_plane_role_arn: Parameter<RoleArn>,
    /// Value of the tag [`crate::tag::DEPLOYMENT`].
    pub deployment_id: Parameter<String>,
    /// The VPC that runners are launched in.
    pub vpc_id: Value<VpcId>,
    /// The account that shares the VPC; empty for this one.
    pub vpc_owner_account_id: Parameter<AccountId>,
    /// The subnets that runners may be launched in; empty for the default subnets.
    pub subnet_ids: Parameter<Vec<String>>,
    /// The account that publishes the runner images.
    pub image_owner_account_id: Parameter<AccountId>,
    /// Patterns of instance types that may be launched.
    pub allowed_instance_types: Parameter<Vec<String>>,
    /// Patterns of instance types by their sizes, the part after the dot.
    pub allowed_instance_sizes: Parameter<Vec<String>>,
    /// Size of the largest volume that may be launched, in GiB.
    pub max_volume_gib: Parameter<i64>,
    /// Most IOPS of a volume that may be launched.
    pub max_volume_iops: Parameter<i64>,
    /// Most throughput of a volume that may be launched, in MiB/s.
    pub max_volume_throughput: Parameter<i64>,
    /// Further security groups that a label may ask for.
    pub additional_security_group_ids: Parameter<Vec<String>>,
    /// Security groups that every runner has beside the one of the stack.
    pub always_on_security_group_ids: Parameter<Vec<String>>,
    /// Whether a launch that asks for a public address is refused.
    pub refuse_public_addresses: Parameter<String>,
    /// The role that jobs may use through an instance profile; empty for none.
    pub instance_profile_role_arn: Parameter<RoleArn>,
    /// The key that encrypts the volumes; empty for the AWS-managed key.
    pub kms_key_arn: Parameter<KeyArn>,
    /// Whether to create the role that spot launches need.
    pub create_spot_service_linked_role: Parameter<String>,
    /// Whether the role may slow down the volumes of its runners.
    pub tune_volumes: Parameter<String>,
    /// The boundary of the role; empty for none.
    pub permissions_boundary_arn: Parameter<ManagedPolicyArn>,
    /// The path of the role and of the instance profile.
    pub role_path: Parameter<String>,
    /// What the role's name begins with; empty for a generated name.
    pub role_name_prefix: Parameter<String>,
    /// Tags of everything that is launched, each `Key=Value`; empty for none.
    pub extra_tags: [Parameter<String>; EXTRA_TAGS.len()],
    /// Patterns of the keys of tags that a launch may set.
    pub allowed_tag_keys: Parameter<Vec<String>>,
    /// Who is told when the month's budget runs out; empty for no budget.
    pub budget_email: Parameter<String>,
    /// The budget of a month, in US dollars.
    pub monthly_budget_usd: Parameter<i64>,
}

impl Parameters {
    /// The extra tags, each with its condition.
    pub(crate) fn extra_tags<'a>(&self, conditions: &'a Conditions) -> impl Iterator<Item = (&'a Condition, Tag)> {
        conditions.extra_tags.iter().zip(&self.extra_tags).map(|(given, tag)| {
            let pair = tag.value().split("=");
            (given, Tag::new(pair.select(0), pair.select(1)))
        })
    }
}

/// Which optional parameters were given.
#[derive(Debug)]
pub struct Conditions {
    /// A previous external id is still valid.
    pub rotating: Condition,
    /// Subnets are listed.
    pub subnets_given: Condition,
    /// Further security groups are listed.
    pub groups_given: Condition,
    /// A role for jobs is named.
    pub profile_given: Condition,
    /// A key for the volumes is named.
    pub key_given: Condition,
    /// The service-linked role of spot is to be created.
    pub create_spot_role: Condition,
    /// The VPC belongs to another account, which shares it.
    pub vpc_shared: Condition,
    /// Public addresses are refused.
    pub public_addresses_refused: Condition,
    /// The role may slow down volumes.
    pub tuning_granted: Condition,
    /// A boundary is named.
    pub boundary_given: Condition,
    /// The role's name begins as the installer says.
    pub prefix_given: Condition,
    /// A budget is wanted.
    pub budget_given: Condition,
    /// Further groups of every runner are listed.
    pub always_on_given: Condition,
    /// One of the extra tags is given.
    pub any_extra_tag_given: Condition,
    /// One for each of the extra tags that there may be.
    pub extra_tags: [Condition; EXTRA_TAGS.len()],
}

/// Instance types that a stack allows whose installer said nothing: patterns with commas between them.
pub const DEFAULT_INSTANCE_TYPES: &str = "t3.*,t4g.*,c7*.*,m7*.*,r7*.*,c8*.*,m8*.*,r8*.*";

/// Sizes that a stack allows whose installer said nothing: up to 64 vCPUs, and no bare metal, whose smallest costs more
/// than the largest of these.
pub const DEFAULT_INSTANCE_SIZES: &str =
    "*.nano,*.micro,*.small,*.medium,*.large,*.xlarge,*.?xlarge,*.12xlarge,*.16xlarge";

/// Keys of the tags that the control plane sets.
pub const DEFAULT_TAG_KEYS: &str = "Name,sprinters:*";

/// Shape of an external id: the control plane draws 32 random bytes and writes them in URL-safe base64.
const EXTERNAL_ID: &str = "[A-Za-z0-9_-]{22,128}";
const PARTITION: &str = "arn:aws[a-z-]*";
const ACCOUNT: &str = "[0-9]{12}";
/// The characters that AWS takes in every service's tags, without the two that separate.
const TAG: &str = "[A-Za-z0-9+._:/@-][A-Za-z0-9 +._:/@-]{0,127}=[A-Za-z0-9 +._:/@-]{0,256}";

pub(crate) fn add(stack: &mut Stack, vpc: VpcSource) -> Parameters {
    stack.metadata("AWS::CloudFormation::Interface", interface());
    Parameters {
        external_id: stack.parameter(
            "ExternalId",
            text_parameter()
                .describe("External id of this connection, as the Sprinters console shows it")
                .length(22, 128)
                .allowed_pattern(&format!("^{EXTERNAL_ID}$"))
                .constraint_description("22 to 128 letters, digits, - and _, drawn by the control plane"),
        ),
        previous_external_id: stack.parameter(
            "PreviousExternalId",
            text_parameter()
                .describe("While the external id is being replaced: the old one, still accepted. Empty otherwise")
                .default("")
                .allowed_pattern(&format!("^({EXTERNAL_ID})?$"))
                .constraint_description("empty, or an external id"),
        ),
        control_plane_role_arn: stack.parameter(
            "ControlPlaneRoleArn",
            parameter()
                .describe("Role of the Sprinters control plane, the only principal that may assume the role of this stack")
                .allowed_pattern(&format!("^{PARTITION}:iam::{ACCOUNT}:role/[A-Za-z0-9+=,.@_/-]{{1,512}}$"))
                .constraint_description("the ARN of an IAM role"),
        ),
        deployment_id: stack.parameter(
            "DeploymentId",
            text_parameter()
                .describe("Everything that is launched carries it as the tag sprinters:deployment")
                .allowed_pattern("^[a-z0-9-]{8,32}$")
                .constraint_description("8 to 32 lower-case letters, digits and hyphens"),
        ),
        vpc_id: add_vpc(stack, vpc),
        vpc_owner_account_id: stack.parameter(
            "VpcOwnerAccountId",
            parameter()
                .describe("For a VPC that another account shares: that account. Empty: the VPC is this account's own")
                .default("")
                .allowed_pattern(&format!("^({ACCOUNT})?$"))
                .constraint_description("empty, or 12 digits"),
        ),
        subnet_ids: stack.parameter(
            "SubnetIds",
            list_parameter()
                .describe("Subnets of the VPC that runners may be launched in, comma-separated. Empty: the default subnet of the chosen zone")
                .default("")
                .allowed_pattern("^(subnet-[0-9a-f]{8,17})?$")
                .constraint_description("empty, or subnet ids"),
        ),
        image_owner_account_id: stack.parameter(
            IMAGE_OWNER_ACCOUNT_ID,
            parameter()
                .describe("AWS account that publishes the runner images, as the Sprinters console shows it; images of other accounts can't be launched")
                .allowed_pattern(&format!("^{ACCOUNT}$"))
                .constraint_description("12 digits"),
        ),
        allowed_instance_types: stack.parameter(
            "AllowedInstanceTypes",
            list_parameter()
                .describe("Instance types that may be launched, comma-separated, * and ? allowed")
                .default(DEFAULT_INSTANCE_TYPES)
                .allowed_pattern("^[a-z0-9*?-]+\\.[a-z0-9*?-]+$")
                .constraint_description("patterns such as m7i.* or c8g.large"),
        ),
        allowed_instance_sizes: stack.parameter(
            "AllowedInstanceSizes",
            list_parameter()
                .describe("Sizes of these types that may be launched, comma-separated, * and ? allowed. The default ends at 16xlarge and has no bare metal")
                .default(DEFAULT_INSTANCE_SIZES)
                .allowed_pattern("^\\*\\.[a-z0-9*?-]+$")
                .constraint_description("patterns such as *.large, *.?xlarge or *.metal-*"),
        ),
        max_volume_gib: stack.parameter(
            "MaxVolumeGiB",
            number_parameter()
                .describe("Size of the largest volume that may be launched, in GiB")
                .default_number(256)
                .range(8, 65_536),
        ),
        max_volume_iops: stack.parameter(
            "MaxVolumeIops",
            number_parameter()
                .describe("Most IOPS of a volume that may be launched. Default: the most that gp3 has; 3000 cost nothing extra")
                .default_number(80_000)
                .range(3_000, 80_000),
        ),
        max_volume_throughput: stack.parameter(
            "MaxVolumeThroughput",
            number_parameter()
                .describe("Most throughput of a volume that may be launched, in MiB/s. Default: the most that gp3 has; 125 cost nothing extra")
                .default_number(2_000)
                .range(125, 2_000),
        ),
        additional_security_group_ids: stack.parameter(
            "AdditionalSecurityGroupIds",
            list_parameter()
                .describe("Further security groups that a label may ask for (sg-...), comma-separated. Empty: none")
                .default("")
                .allowed_pattern("^(sg-[0-9a-f]{8,17})?$")
                .constraint_description("empty, or security group ids"),
        ),
        always_on_security_group_ids: stack.parameter(
            "AlwaysOnSecurityGroupIds",
            list_parameter()
                .describe("Security groups that every runner has beside the one of this stack, for more egress, comma-separated. Empty: none")
                .default("")
                .allowed_pattern("^(sg-[0-9a-f]{8,17})?$")
                .constraint_description("empty, or security group ids"),
        ),
        refuse_public_addresses: stack.parameter(
            "RefusePublicAddresses",
            text_parameter()
                .describe("true refuses launches that ask for a public address; name subnets that give none by themselves")
                .default("false")
                .allow(["false", "true"]),
        ),
        instance_profile_role_arn: stack.parameter(
            "InstanceProfileRoleArn",
            parameter()
                .describe("Role that every job of this stack may use, without a path. Empty: none, and no iam:PassRole at all")
                .default("")
                .allowed_pattern(&format!("^({PARTITION}:iam::{ACCOUNT}:role/[A-Za-z0-9+=,.@_-]{{1,64}})?$"))
                .constraint_description("empty, or the ARN of a role whose path is /"),
        ),
        kms_key_arn: stack.parameter(
            "KmsKeyArn",
            parameter()
                .describe("KMS key that encrypts the runners' volumes; its key policy must let the role of this stack use it. Empty: the AWS-managed key")
                .default("")
                .allowed_pattern(&format!("^({PARTITION}:kms:[a-z0-9-]+:{ACCOUNT}:key/[A-Za-z0-9-]{{1,64}})?$"))
                .constraint_description("empty, or the ARN of a KMS key"),
        ),
        create_spot_service_linked_role: stack.parameter(
            "CreateSpotServiceLinkedRole",
            text_parameter()
                .describe("true creates the role AWSServiceRoleForEC2Spot; where it exists already, creating it fails")
                .default("false")
                .allow(["false", "true"]),
        ),
        tune_volumes: stack.parameter(
            "TuneVolumes",
            text_parameter()
                .describe("false leaves out ec2:ModifyVolume: what a label asks of a boot volume is then paid for until the job ends")
                .default("true")
                .allow(["true", "false"]),
        ),
        permissions_boundary_arn: stack.parameter(
            "PermissionsBoundaryArn",
            parameter()
                .describe("Permissions boundary of the role of this stack. Empty: none")
                .default("")
                .allowed_pattern(&format!("^({PARTITION}:iam::({ACCOUNT}|aws):policy/[A-Za-z0-9+=,.@_/-]{{1,512}})?$"))
                .constraint_description("empty, or the ARN of a managed policy"),
        ),
        role_path: stack.parameter(
            "RolePath",
            text_parameter()
                .describe("Path of the role of this stack, and of its instance profile")
                .default("/")
                .length(1, 512)
                .allowed_pattern("^/([A-Za-z0-9+=,.@_-]+/)*$")
                .constraint_description("/, or names between slashes such as /ci/"),
        ),
        role_name_prefix: stack.parameter(
            "RoleNamePrefix",
            text_parameter()
                .describe("What the name of the role begins with. Empty: AWS generates the name. With a name, the stack needs CAPABILITY_NAMED_IAM")
                .default("")
                .allowed_pattern("^[A-Za-z0-9+=,.@_-]{0,40}$")
                .constraint_description("empty, or up to 40 letters, digits and +=,.@_-"),
        ),
        extra_tags: EXTRA_TAGS.map(|name| {
            stack.parameter(
                name,
                text_parameter()
                    .describe("Tag for everything that is launched, Key=Value; name its key in AllowedTagKeys too. Empty: none")
                    .default("")
                    .allowed_pattern(&format!("^({TAG})?$"))
                    .constraint_description("empty, or a tag such as CostCenter=42"),
            )
        }),
        allowed_tag_keys: stack.parameter(
            ALLOWED_TAG_KEYS,
            list_parameter()
                .describe("Keys of tags that a launch may set, comma-separated, * and ? allowed: Name, sprinters:*, and the keys of ExtraTag1 to 4")
                .default(DEFAULT_TAG_KEYS)
                .allowed_pattern("^[A-Za-z0-9 +=._:/@*?-]{1,128}$")
                .constraint_description("keys of tags such as CostCenter"),
        ),
        budget_email: stack.parameter(
            "BudgetEmail",
            text_parameter()
                .describe("Who is told at 80 and at 100 % of MonthlyBudgetUsd; activate sprinters:deployment as a cost allocation tag. Empty: no budget")
                .default("")
                .allowed_pattern("^([^@ ,]{1,64}@[^@ ,]{1,185})?$")
                .constraint_description("empty, or an e-mail address"),
        ),
        monthly_budget_usd: stack.parameter(
            "MonthlyBudgetUsd",
            number_parameter()
                .describe("Budget of a month for what carries this deployment's tag, in US dollars. It tells, and stops nothing")
                .default_number(500)
                .range(1, 1_000_000),
        ),
    }
}

fn add_vpc(stack: &mut Stack, source: VpcSource) -> Value<VpcId> {
    match source {
        VpcSource::Given => {
            let vpc: Parameter<VpcId> =
                stack.parameter("VpcId", parameter().describe("Existing VPC that the runners are launched in"));
            vpc.value()
        }
        VpcSource::ParameterStore => {
            let vpc = stack.parameter(
                "VpcId",
                text_parameter()
                    .stored_in_parameter_store("AWS::EC2::VPC::Id")
                    .describe(
                        "Name of the Systems Manager parameter under which each account publishes the id of its VPC",
                    )
                    .default(VPC_ID_PARAMETER),
            );
            // CloudFormation reads the id from Parameter Store and checks that it is one of the account's VPCs.
            vpc.value().assume()
        }
    }
}

pub(crate) fn conditions(stack: &mut Stack, parameters: &Parameters) -> Conditions {
    let given = |list: &Parameter<Vec<String>>| not(list.value().join("").is_empty());
    let mut names = EXTRA_TAGS.iter();
    let extra_tags = parameters.extra_tags.each_ref().map(|tag| {
        let name = names.next().copied().unwrap_or_default();
        stack.condition(&format!("{name}Given"), not(tag.is_empty()))
    });
    Conditions {
        rotating: stack.condition("Rotating", not(parameters.previous_external_id.is_empty())),
        subnets_given: stack.condition("SubnetsGiven", given(&parameters.subnet_ids)),
        groups_given: stack.condition("GroupsGiven", given(&parameters.additional_security_group_ids)),
        profile_given: stack.condition("ProfileGiven", not(parameters.instance_profile_role_arn.is_empty())),
        key_given: stack.condition("KeyGiven", not(parameters.kms_key_arn.is_empty())),
        create_spot_role: stack
            .condition("CreateSpotRole", equals(&parameters.create_spot_service_linked_role, "true")),
        vpc_shared: stack.condition("VpcShared", not(parameters.vpc_owner_account_id.is_empty())),
        public_addresses_refused: stack
            .condition("PublicAddressesRefused", equals(&parameters.refuse_public_addresses, "true")),
        tuning_granted: stack.condition("TuningGranted", equals(&parameters.tune_volumes, "true")),
        boundary_given: stack.condition("BoundaryGiven", not(parameters.permissions_boundary_arn.is_empty())),
        prefix_given: stack.condition("RoleNamePrefixGiven", not(parameters.role_name_prefix.is_empty())),
        budget_given: stack.condition("BudgetGiven", not(parameters.budget_email.is_empty())),
        always_on_given: stack.condition("AlwaysOnGroupsGiven", given(&parameters.always_on_security_group_ids)),
        any_extra_tag_given: stack.condition("AnyExtraTagGiven", any(&extra_tags)),
        extra_tags,
    }
}

/// How CloudFormation's console groups the parameters: AWS CloudFormation User Guide, "AWS::CloudFormation::Interface".
fn interface() -> JsonValue {
    let group = |label: &str, parameters: &[&str]| json!({"Label": {"default": label}, "Parameters": parameters});
    json!({"ParameterGroups": [
        group("Who may use this", &["ExternalId", "PreviousExternalId", "ControlPlaneRoleArn", "DeploymentId"]),
        group("Where runners live", &[
            "VpcId",
            "VpcOwnerAccountId",
            "SubnetIds",
            "AdditionalSecurityGroupIds",
            "AlwaysOnSecurityGroupIds",
            "RefusePublicAddresses",
        ]),
        group("What may be launched", &[
            IMAGE_OWNER_ACCOUNT_ID,
            "AllowedInstanceTypes",
            "AllowedInstanceSizes",
            "MaxVolumeGiB",
            "MaxVolumeIops",
            "MaxVolumeThroughput",
        ]),
        group("Rules of your account", &[["PermissionsBoundaryArn", "RolePath", "RoleNamePrefix"].as_slice(), &EXTRA_TAGS, &[ALLOWED_TAG_KEYS]].concat()),
        group("Options", &[
            "InstanceProfileRoleArn",
            "KmsKeyArn",
            "CreateSpotServiceLinkedRole",
            "TuneVolumes",
            "BudgetEmail",
            "MonthlyBudgetUsd",
        ]),
    ]})
}
