//! What the control plane needs of AWS wherever it runs: the role that customers' stacks trust, and the root key.
//!
//! Installed once, in the account of the control plane, by whoever operates it. The role may become the roles that our
//! stacks make, in any account, and nothing else: whether it may is each customer's trust policy to say. The root key
//! wraps the keys of the accounts; only the role uses it, and its key policy is the only place that says so.
//!
//! A key costs 1 US dollar a month, a role nothing.

mod key;
mod role;

use sprinters_dsl::prelude::{Condition, OutputSpec, Parameter, Stack, Value, equals, text, text_parameter};
use sprinters_dsl::prelude::{IntoPart, Tag, TagEverything};
use sprinters_dsl::stack::Refused;
use sprinters_dsl::template::Template;

/// Logical id of the role that the control plane runs as.
pub const ROLE: &str = "ControlPlane";

/// Logical id of the key that wraps the keys of the accounts.
pub const ROOT_KEY: &str = "RootKey";

/// Services that hand the role to what runs the control plane.
const SERVICES: [&str; 2] = ["ec2", "ecs-tasks"];

/// Renders the stack.
///
/// # Errors
///
/// See [`crate::render`].
pub fn template() -> Result<Template, Refused> {
    let mut stack =
        Stack::new("Sprinters control plane: its role, which becomes the roles of customers' stacks, and its root key");
    let runs_on: Parameter<String> = stack.parameter(
        "RunsOn",
        text_parameter()
            .describe("What runs the control plane: an EC2 instance with the profile of this stack, or ECS tasks, Fargate among them")
            .default("ec2")
            .allow(SERVICES),
    );
    let on_ec2: Condition = stack.condition("RunsOnEc2", equals(&runs_on, "ec2"));
    let role = role::control_plane(&mut stack, &runs_on);
    let profile = role::instance_profile(&mut stack, &on_ec2, &role);
    let key = key::root_key(&mut stack, &role);
    stack.aspect(TagEverything::with([Tag::new("sprinters:part", "control-plane")]));
    stack.output(
        "ControlPlaneRoleArn",
        OutputSpec::new(&role.arn())
            .describe("SPRINTERS_CONTROL_PLANE_ROLE_ARN, and the parameter of customers' stacks"),
    );
    let setting: Value<String> = text(["1:aws-kms:".part(), key.arn().part()]);
    stack.output("RootKeys", OutputSpec::new(&setting).describe("SPRINTERS_ROOT_KEYS"));
    stack.output(
        "InstanceProfileArn",
        OutputSpec::new(&profile.arn())
            .describe("Profile of the instance that runs the control plane")
            .only_when(&on_ec2),
    );
    stack.synthesize()
}
