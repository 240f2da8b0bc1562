//! A CloudFormation stack: a rendered template, made into roles, groups and launch templates that are then enforced.

use super::identity::Role;
use super::moment::SECOND;
use super::policy::{BadPolicy, Policy};
use super::state::{LaunchTemplate, World};
use serde_json::Value;
use sprinters_dsl::template::{Inputs, ResolveError, Resolved, ResolvedResource, Template};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a template was not installed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    /// The template does not resolve with these parameters.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A parameter names something that is not in the account and region.
    #[error("{parameter} value {value} does not exist")]
    NotThere {
        /// The parameter.
        parameter: String,
        /// Its value.
        value: String,
    },
    /// A policy of the template is none.
    #[error("{resource}: {source}")]
    Policy {
        /// The resource's logical id.
        resource: String,
        /// What is wrong.
        source: BadPolicy,
    },
    /// A resource type that this AWS does not have.
    #[error("{resource}: this AWS has no {kind}")]
    Unknown {
        /// The resource's logical id.
        resource: String,
        /// Its type.
        kind: String,
    },
    /// A stack of that name exists, or does not.
    #[error("{0}")]
    Name(String),
}

/// What an installed stack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The stack's name.
    pub name: String,
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
}

impl Installed {
    /// An output; empty if the stack has no such output.
    #[must_use]
    pub fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map(String::as_str).unwrap_or_default()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Stack {
    pub(super) id: String,
    pub(super) template: Template,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) outputs: BTreeMap<String, String>,
    /// What `Ref` gives, by logical id.
    physical: BTreeMap<String, String>,
    /// What it made that has no name of its own in the region.
    made: Vec<Made>,
    pub(super) updated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Made {
    Role(String),
    Profile(String),
    Group(String),
    LaunchTemplate(String),
}

/// What a person gives to install a stack.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) name: &'a str,
    pub(super) template: &'a Template,
    pub(super) parameters: BTreeMap<String, String>,
}

impl World {
    /// Creates a stack, or updates the one of that name.
    pub(super) fn install(&mut self, order: Order<'_>) -> Result<Installed, InstallError> {
        let Order { account, region, name, template, parameters } = order;
        self.check_references(account, region, template, &parameters)?;
        let before = self.regional(account, region).stacks.get(name).cloned();
        let physical = self.physical_ids(name, template, before.as_ref());
        let versions = self.next_versions(account, region, template, &physical);
        let inputs = Inputs {
            parameters: parameters.clone(),
            account_id: account.to_owned(),
            region: region.to_owned(),
            stack_name: name.to_owned(),
            physical_ids: physical.clone(),
            ..Inputs::default()
        };
        // A version is only made where the data changed, which is known once they are resolved.
        let first = template.resolve(&Inputs { attributes: attributes(&versions), ..inputs.clone() })?;
        let versions = self.changed_versions(account, region, &first, versions);
        let resolved = template.resolve(&Inputs { attributes: attributes(&versions), ..inputs.clone() })?;
        let plans = resolved
            .resources
            .iter()
            .map(|resource| plan(account, resource, &inputs))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(before) = &before {
            self.remove(account, region, &before.made, &plans);
        }
        let made = plans.into_iter().filter_map(|plan| self.make(account, region, plan, &versions)).collect();
        let outputs: BTreeMap<String, String> = resolved
            .outputs
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let stack = Stack {
            id: inputs.stack_id(),
            template: template.clone(),
            parameters,
            outputs: outputs.clone(),
            physical,
            made,
            updated: before.is_some(),
        };
        self.regional(account, region).stacks.insert(name.to_owned(), stack);
        Ok(Installed { name: name.to_owned(), account: account.to_owned(), region: region.to_owned(), outputs })
    }

    /// Deletes a stack with all it made; false if there is none of that name.
    pub(super) fn uninstall(&mut self, account: &str, region: &str, name: &str) -> bool {
        let Some(stack) = self.regional(account, region).stacks.remove(name) else { return false };
        self.remove(account, region, &stack.made, &[]);
        true
    }

    /// CloudFormation looks up what a parameter of an AWS type names.
    fn check_references(
        &mut self,
        account: &str,
        region: &str,
        template: &Template,
        given: &BTreeMap<String, String>,
    ) -> Result<(), InstallError> {
        let regional = self.regional(account, region);
        for parameter in template.parameters() {
            let Some(value) = given.get(parameter.name).filter(|value| !value.is_empty()) else { continue };
            let kind = parameter.kind;
            let is_there = |id: &str| match kind.trim_start_matches("List<").trim_end_matches('>') {
                "AWS::EC2::VPC::Id" => regional.vpcs.contains(id),
                "AWS::EC2::Subnet::Id" => regional.subnets.contains_key(id),
                "AWS::EC2::SecurityGroup::Id" => regional.groups.contains_key(id),
                _ => true,
            };
            if let Some(missing) = value.split(',').map(str::trim).find(|id| !is_there(id)) {
                return Err(InstallError::NotThere { parameter: parameter.name.to_owned(), value: missing.to_owned() });
            }
        }
        Ok(())
    }

    /// Names of what will be made; those of an update stay.
    fn physical_ids(&mut self, stack: &str, template: &Template, before: Option<&Stack>) -> BTreeMap<String, String> {
        let mut ids = BTreeMap::new();
        for resource in template.resources() {
            let known = before.and_then(|before| before.physical.get(resource.logical_id)).cloned();
            let id = match (known, resource.kind) {
                (Some(known), _) => known,
                (None, "AWS::EC2::SecurityGroup") => self.id("sg"),
                (None, "AWS::EC2::LaunchTemplate") => self.id("lt"),
                (None, _) => {
                    let suffix = format!("{:012X}", self.serial().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16);
                    format!("{stack}-{}-{suffix}", resource.logical_id)
                }
            };
            ids.insert(resource.logical_id.to_owned(), id);
        }
        ids
    }

    fn next_versions(
        &mut self,
        account: &str,
        region: &str,
        template: &Template,
        physical: &BTreeMap<String, String>,
    ) -> BTreeMap<String, u64> {
        let templates = &self.regional(account, region).templates;
        let launch_templates = template.resources().filter(|resource| resource.kind == "AWS::EC2::LaunchTemplate");
        launch_templates
            .map(|resource| {
                let known = physical.get(resource.logical_id).and_then(|id| templates.get(id));
                let latest = known.and_then(|known| known.versions.last_key_value()).map_or(0, |(number, _)| *number);
                (resource.logical_id.to_owned(), latest + 1)
            })
            .collect()
    }

    fn changed_versions(
        &mut self,
        account: &str,
        region: &str,
        resolved: &Resolved,
        mut versions: BTreeMap<String, u64>,
    ) -> BTreeMap<String, u64> {
        let templates = &self.regional(account, region).templates;
        for (logical_id, version) in &mut versions {
            let Some(resource) = resolved.resource(logical_id) else { continue };
            let latest = templates.get(&resource.physical_id).and_then(|known| known.versions.last_key_value());
            if let Some((number, data)) = latest
                && Some(data) == resource.properties.get("LaunchTemplateData")
            {
                *version = *number;
            }
        }
        versions
    }

    fn make(&mut self, account: &str, region: &str, plan: Plan, versions: &BTreeMap<String, u64>) -> Option<Made> {
        match plan {
            Plan::Role(role) => {
                let arn = role.arn.clone();
                self.account(account).roles.insert(arn.clone(), Arc::new(role));
                Some(Made::Role(arn))
            }
            Plan::Profile { arn, role } => {
                self.account(account).profiles.insert(arn.clone(), role);
                Some(Made::Profile(arn))
            }
            Plan::Group { id, vpc } => {
                let regional = self.regional(account, region);
                let vpc = vpc.unwrap_or_else(|| regional.default_vpc.clone());
                regional.groups.insert(id.clone(), vpc);
                Some(Made::Group(id))
            }
            Plan::LaunchTemplate { logical_id, id, data } => {
                let version = versions.get(&logical_id).copied().unwrap_or(1);
                let templates = &mut self.regional(account, region).templates;
                let template =
                    templates.entry(id.clone()).or_insert_with(|| LaunchTemplate { versions: BTreeMap::new() });
                template.versions.insert(version, data);
                Some(Made::LaunchTemplate(id))
            }
            Plan::SpotRole => {
                self.account(account).no_spot_role = false;
                None
            }
            Plan::Nothing => None,
        }
    }

    /// Deletes what was made, except what will be made again under the same name.
    fn remove(&mut self, account: &str, region: &str, made: &[Made], keep: &[Plan]) {
        let kept = |id: &str| keep.iter().any(|plan| plan.name() == Some(id));
        for made in made {
            match made {
                Made::Role(arn) if !kept(arn) => {
                    self.account(account).roles.remove(arn);
                }
                Made::Profile(arn) if !kept(arn) => {
                    self.account(account).profiles.remove(arn);
                }
                Made::Group(id) if !kept(id) => {
                    self.regional(account, region).groups.remove(id);
                }
                Made::LaunchTemplate(id) if !kept(id) => {
                    self.regional(account, region).templates.remove(id);
                }
                Made::Role(_) | Made::Profile(_) | Made::Group(_) | Made::LaunchTemplate(_) => {}
            }
        }
    }
}

/// A resource to make.
#[derive(Debug)]
enum Plan {
    Role(Role),
    Profile { arn: String, role: String },
    Group { id: String, vpc: Option<String> },
    LaunchTemplate { logical_id: String, id: String, data: Value },
    SpotRole,
    Nothing,
}

impl Plan {
    fn name(&self) -> Option<&str> {
        match self {
            Plan::Role(role) => Some(&role.arn),
            Plan::Profile { arn, .. } => Some(arn),
            Plan::Group { id, .. } | Plan::LaunchTemplate { id, .. } => Some(id),
            Plan::SpotRole | Plan::Nothing => None,
        }
    }
}

fn plan(account: &str, resource: &ResolvedResource, inputs: &Inputs) -> Result<Plan, InstallError> {
    let text = |name: &str| resource.properties.get(name).and_then(Value::as_str).map(str::to_owned);
    let read = |document: &Value| {
        Policy::read(document).map_err(|source| InstallError::Policy { resource: resource.logical_id.clone(), source })
    };
    let path = text("Path").unwrap_or_else(|| "/".to_owned());
    let name = &resource.physical_id;
    match resource.kind.as_str() {
        "AWS::IAM::Role" => {
            let name = text("RoleName").unwrap_or_else(|| name.clone());
            let inline = resource.properties.get("Policies").and_then(Value::as_array);
            let policies =
                inline.into_iter().flatten().map(|policy| read(&policy["PolicyDocument"])).collect::<Result<_, _>>()?;
            let longest = resource.properties.get("MaxSessionDuration").and_then(Value::as_u64);
            Ok(Plan::Role(Role {
                arn: format!("arn:{}:iam::{account}:role{path}{name}", inputs.partition),
                trust: read(resource.properties.get("AssumeRolePolicyDocument").unwrap_or(&Value::Null))?,
                policies,
                boundary: None,
                longest: longest.map_or(Role::USUAL_LONGEST, |seconds| seconds * SECOND),
            }))
        }
        "AWS::IAM::InstanceProfile" => {
            let name = text("InstanceProfileName").unwrap_or_else(|| name.clone());
            let roles = resource.properties.get("Roles").and_then(Value::as_array);
            let role = roles.and_then(|roles| roles.first()).and_then(Value::as_str).unwrap_or_default();
            Ok(Plan::Profile {
                arn: format!("arn:{}:iam::{account}:instance-profile{path}{name}", inputs.partition),
                role: format!("arn:{}:iam::{account}:role/{role}", inputs.partition),
            })
        }
        "AWS::EC2::SecurityGroup" => Ok(Plan::Group { id: name.clone(), vpc: text("VpcId") }),
        "AWS::EC2::LaunchTemplate" => {
            let data = resource.properties.get("LaunchTemplateData").cloned().unwrap_or(Value::Null);
            Ok(Plan::LaunchTemplate { logical_id: resource.logical_id.clone(), id: name.clone(), data })
        }
        "AWS::IAM::ServiceLinkedRole" if text("AWSServiceName").as_deref() == Some("spot.amazonaws.com") => {
            Ok(Plan::SpotRole)
        }
        "AWS::IAM::ServiceLinkedRole" => Ok(Plan::Nothing),
        kind => Err(InstallError::Unknown { resource: resource.logical_id.clone(), kind: kind.to_owned() }),
    }
}

fn attributes(versions: &BTreeMap<String, u64>) -> BTreeMap<(String, String), String> {
    let mut attributes = BTreeMap::new();
    for (logical_id, version) in versions {
        attributes.insert((logical_id.clone(), "LatestVersionNumber".to_owned()), version.to_string());
    }
    attributes
}
