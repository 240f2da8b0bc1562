//! What the installer of the customer stack decides.

use serde_json::{Value as JsonValue, json};
use sprinters_dsl::prelude::{
    AccountId, Condition, KeyArn, Parameter, RoleArn, Stack, Value, VpcId, equals, list_parameter, not,
    number_parameter, parameter, text_parameter,
};

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

/// Account that publishes the runner images, until an operator publishes their own.
const IMAGE_OWNER: &str = "111122223333";

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
    /// The subnets that runners may be launched in; empty for the default subnets.
    pub subnet_ids: Parameter<Vec<String>>,
    /// The account that publishes the runner images.
    pub image_owner_account_id: Parameter<AccountId>,
    /// Patterns of instance types that may be launched.
    pub allowed_instance_types: Parameter<Vec<String>>,
    /// Size of the largest volume that may be launched, in GiB.
    pub max_volume_gib: Parameter<i64>,
    /// Further security groups that a label may ask for.
    pub additional_security_group_ids: Parameter<Vec<String>>,
    /// The role that jobs may use through an instance profile; empty for none.
    pub instance_profile_role_arn: Parameter<RoleArn>,
    /// The key that encrypts the volumes; empty for the AWS-managed key.
    pub kms_key_arn: Parameter<KeyArn>,
    /// Whether to create the role that spot launches need.
    pub create_spot_service_linked_role: Parameter<String>,
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
}

/// Instance types that a stack allows whose installer said nothing: patterns with commas between them.
pub const DEFAULT_INSTANCE_TYPES: &str = "t3.*,t4g.*,c7*.*,m7*.*,r7*.*,c8*.*,m8*.*,r8*.*";

/// Shape of an external id: the control plane draws 32 random bytes and writes them in URL-safe base64.
const EXTERNAL_ID: &str = "[A-Za-z0-9_-]{22,128}";
const PARTITION: &str = "arn:aws[a-z-]*";
const ACCOUNT: &str = "[0-9]{12}";

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
        subnet_ids: stack.parameter(
            "SubnetIds",
            list_parameter()
                .describe("Subnets of the VPC that runners may be launched in, comma-separated. Empty: the default subnet of the chosen zone")
                .default("")
                .allowed_pattern("^(subnet-[0-9a-f]{8,17})?$")
                .constraint_description("empty, or subnet ids"),
        ),
        image_owner_account_id: stack.parameter(
            "ImageOwnerAccountId",
            parameter()
                .describe("AWS account that publishes the runner images; images of other accounts can't be launched")
                .default(IMAGE_OWNER)
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
        max_volume_gib: stack.parameter(
            "MaxVolumeGiB",
            number_parameter()
                .describe("Size of the largest volume that may be launched, in GiB")
                .default_number(256)
                .range(8, 65_536),
        ),
        additional_security_group_ids: stack.parameter(
            "AdditionalSecurityGroupIds",
            list_parameter()
                .describe("Further security groups that a label may ask for (sg-...), comma-separated. Empty: none")
                .default("")
                .allowed_pattern("^(sg-[0-9a-f]{8,17})?$")
                .constraint_description("empty, or security group ids"),
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
    Conditions {
        rotating: stack.condition("Rotating", not(parameters.previous_external_id.is_empty())),
        subnets_given: stack.condition("SubnetsGiven", given(&parameters.subnet_ids)),
        groups_given: stack.condition("GroupsGiven", given(&parameters.additional_security_group_ids)),
        profile_given: stack.condition("ProfileGiven", not(parameters.instance_profile_role_arn.is_empty())),
        key_given: stack.condition("KeyGiven", not(parameters.kms_key_arn.is_empty())),
        create_spot_role: stack
            .condition("CreateSpotRole", equals(&parameters.create_spot_service_linked_role, "true")),
    }
}

/// How CloudFormation's console groups the parameters: AWS CloudFormation User Guide, "AWS::CloudFormation::Interface".
fn interface() -> JsonValue {
    let group = |label: &str, parameters: &[&str]| json!({"Label": {"default": label}, "Parameters": parameters});
    json!({"ParameterGroups": [
        group("Who may use this", &["ExternalId", "PreviousExternalId", "ControlPlaneRoleArn", "DeploymentId"]),
        group("Where runners live", &["VpcId", "SubnetIds", "AdditionalSecurityGroupIds"]),
        group("What may be launched", &["AllowedInstanceTypes", "MaxVolumeGiB", "ImageOwnerAccountId"]),
        group("Options", &["InstanceProfileRoleArn", "KmsKeyArn", "CreateSpotServiceLinkedRole"]),
    ]})
}
