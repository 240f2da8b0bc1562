//! CloudFormation's and IAM's quotas, checked before anything is sent.
//!
//! Sources: "AWS CloudFormation quotas" in the CloudFormation user guide; "IAM and AWS STS quotas" in the IAM user
//! guide; "Security group rules" and "Amazon VPC quotas"; "Run commands at launch" (user data) in the EC2 user guide.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use super::Template;
use super::intrinsic::as_intrinsic;
use super::length::policy_characters;
use super::read::pointer_join;
use super::sections::Resource;

/// Longest template body that CloudFormation takes, in bytes, from S3 (1 MB).
pub const BODY_BYTES: usize = 1_048_576;

/// Longest template body that CloudFormation takes in the call itself, in bytes.
pub const INLINE_BODY_BYTES: usize = 51_200;

/// A quota, with its value and unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the template body from S3.
    Body,
    /// Bytes of the template's description.
    Description,
    /// Resources in a template.
    Resources,
    /// Parameters in a template.
    Parameters,
    /// Outputs in a template.
    Outputs,
    /// Mappings in a template.
    Mappings,
    /// Keys in one mapping.
    MappingKeys,
    /// Characters of a logical id, a parameter's, output's or mapping's name.
    LogicalId,
    /// Characters of a logical id that are neither letters nor digits.
    LogicalIdCharacters,
    /// Bytes of a parameter's value, here of its default.
    ParameterValue,
    /// Characters of all inline policies of a role together, white space not counted.
    InlineRolePolicies,
    /// Characters of all inline policies of a group together.
    InlineGroupPolicies,
    /// Characters of all inline policies of a user together.
    InlineUserPolicies,
    /// Characters of a managed policy.
    ManagedPolicy,
    /// Characters of a trust policy: the default quota; IAM raises it to 4,096 on request.
    TrustPolicy,
    /// Characters of the name of a role.
    RoleName,
    /// Characters of the name of a policy, an instance profile or a group.
    IamName,
    /// Characters of an IAM path.
    IamPath,
    /// Characters of the description of a role or a managed policy.
    IamDescription,
    /// Managed policies of one role: the default quota; IAM raises it to 25 on request.
    ManagedPoliciesPerRole,
    /// Characters of the description of a security group or of one of its rules.
    SecurityGroupDescription,
    /// Rules of a security group in one direction: the default quota.
    SecurityGroupRules,
    /// Tags of one resource.
    Tags,
    /// Characters of a tag's key.
    TagKey,
    /// Characters of a tag's value.
    TagValue,
    /// Bytes of user data before encoding.
    UserData,
}

impl Limit {
    /// The most that is allowed.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Limit::Body => BODY_BYTES,
            Limit::Description => 1_024,
            Limit::Resources => 500,
            Limit::Parameters | Limit::Outputs | Limit::Mappings | Limit::MappingKeys => 200,
            Limit::LogicalId | Limit::SecurityGroupDescription => 255,
            Limit::LogicalIdCharacters => 0,
            Limit::ParameterValue => 4_096,
            Limit::InlineRolePolicies => 10_240,
            Limit::InlineGroupPolicies => 5_120,
            Limit::InlineUserPolicies | Limit::TrustPolicy => 2_048,
            Limit::ManagedPolicy => 6_144,
            Limit::RoleName => 64,
            Limit::IamName | Limit::TagKey => 128,
            Limit::IamPath => 512,
            Limit::IamDescription => 1_000,
            Limit::ManagedPoliciesPerRole => 10,
            Limit::SecurityGroupRules => 60,
            Limit::Tags => 50,
            Limit::TagValue => 256,
            Limit::UserData => 16_384,
        }
    }

    /// What is counted, in the unit that is counted.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Limit::Body => "bytes of template body",
            Limit::Description => "bytes of description",
            Limit::Resources => "resources",
            Limit::Parameters => "parameters",
            Limit::Outputs => "outputs",
            Limit::Mappings => "mappings",
            Limit::MappingKeys => "keys in the mapping",
            Limit::LogicalId => "characters in the name",
            Limit::LogicalIdCharacters => "characters in the name that are neither letters nor digits",
            Limit::ParameterValue => "bytes in the parameter's default",
            Limit::InlineRolePolicies => "characters in the role's inline policies",
            Limit::InlineGroupPolicies => "characters in the group's inline policies",
            Limit::InlineUserPolicies => "characters in the user's inline policies",
            Limit::ManagedPolicy => "characters in the managed policy",
            Limit::TrustPolicy => "characters in the trust policy",
            Limit::RoleName => "characters in the role's name",
            Limit::IamName => "characters in the name",
            Limit::IamPath => "characters in the path",
            Limit::IamDescription => "characters in the description",
            Limit::ManagedPoliciesPerRole => "managed policies on the role",
            Limit::SecurityGroupDescription => "characters in the description",
            Limit::SecurityGroupRules => "rules in one direction",
            Limit::Tags => "tags",
            Limit::TagKey => "characters in the tag's key",
            Limit::TagValue => "characters in the tag's value",
            Limit::UserData => "bytes of user data",
        }
    }
}

/// A quota that the template exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitExceeded {
    /// Which quota.
    pub limit: Limit,
    /// How much was found, in the quota's unit.
    pub found: usize,
    /// JSON pointer to what is too large; empty for the whole template.
    pub path: String,
}

impl fmt::Display for LimitExceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the template" } else { &self.path };
        write!(formatter, "{place}: {} {}, at most {} are allowed", self.found, self.limit.what(), self.limit.most())
    }
}

impl std::error::Error for LimitExceeded {}

pub(super) fn check(template: &Template) -> Vec<LimitExceeded> {
    let mut found = Found(Vec::new());
    found.expect(Limit::Body, template.to_yaml().len(), String::new);
    found.expect(Limit::Description, template.description().map_or(0, str::len), || "/Description".to_owned());
    for (section, limit) in [
        ("Parameters", Limit::Parameters),
        ("Mappings", Limit::Mappings),
        ("Resources", Limit::Resources),
        ("Outputs", Limit::Outputs),
    ] {
        let Some(entries) = template.unfolded().get(section).and_then(Value::as_object) else { continue };
        found.expect(limit, entries.len(), || format!("/{section}"));
        // A loop over what only the deployment knows makes names that nobody knows before.
        let known = |name: &&String| !name.contains("${") && !name.contains("&{") && !name.starts_with("Fn::ForEach::");
        for name in entries.keys().filter(known) {
            let path = || pointer_join(&format!("/{section}"), name);
            found.expect(Limit::LogicalId, name.chars().count(), path);
            let odd = name.chars().filter(|c| !c.is_ascii_alphanumeric()).count();
            found.expect(Limit::LogicalIdCharacters, odd, path);
        }
    }
    for mapping in template.mappings() {
        let keys = mapping.json.as_object().map_or(0, Map::len);
        found.expect(Limit::MappingKeys, keys, || pointer_join("/Mappings", mapping.name));
    }
    for parameter in template.parameters() {
        let bytes = parameter.default.and_then(super::resolve::text_of).map_or(0, |text| text.len());
        found.expect(Limit::ParameterValue, bytes, || {
            format!("{}/Default", pointer_join("/Parameters", parameter.name))
        });
    }
    let added = added_policies(template);
    for resource in template.resources() {
        found.resource(template, &resource, &added);
    }
    found.0
}

struct Found(Vec<LimitExceeded>);

impl Found {
    fn expect(&mut self, limit: Limit, found: usize, path: impl FnOnce() -> String) {
        if limit.most() < found {
            self.0.push(LimitExceeded { limit, found, path: path() });
        }
    }

    fn resource(&mut self, template: &Template, resource: &Resource<'_>, added: &BTreeMap<&str, usize>) {
        let path = |name: &str| format!("{}/Properties/{name}", resource.path());
        match resource.kind {
            "AWS::IAM::Role" => {
                self.policies(Limit::InlineRolePolicies, template, resource, added);
                if let Some(trust) = resource.property("AssumeRolePolicyDocument") {
                    let characters = policy_characters(template, trust);
                    self.expect(Limit::TrustPolicy, characters, || path("AssumeRolePolicyDocument"));
                }
                let managed = resource.property("ManagedPolicyArns").and_then(Value::as_array).map_or(0, Vec::len);
                self.expect(Limit::ManagedPoliciesPerRole, managed, || path("ManagedPolicyArns"));
                self.text(Limit::RoleName, resource, "RoleName");
                self.text(Limit::IamDescription, resource, "Description");
                self.text(Limit::IamPath, resource, "Path");
            }
            "AWS::IAM::User" => self.policies(Limit::InlineUserPolicies, template, resource, added),
            "AWS::IAM::Group" => {
                self.policies(Limit::InlineGroupPolicies, template, resource, added);
                self.text(Limit::IamName, resource, "GroupName");
            }
            "AWS::IAM::ManagedPolicy" => {
                if let Some(policy) = resource.property("PolicyDocument") {
                    let characters = policy_characters(template, policy);
                    self.expect(Limit::ManagedPolicy, characters, || path("PolicyDocument"));
                }
                self.text(Limit::IamName, resource, "ManagedPolicyName");
                self.text(Limit::IamDescription, resource, "Description");
                self.text(Limit::IamPath, resource, "Path");
            }
            "AWS::IAM::InstanceProfile" => {
                self.text(Limit::IamName, resource, "InstanceProfileName");
                self.text(Limit::IamPath, resource, "Path");
            }
            "AWS::EC2::SecurityGroup" => {
                self.text(Limit::SecurityGroupDescription, resource, "GroupDescription");
                for direction in ["SecurityGroupIngress", "SecurityGroupEgress"] {
                    let rules = resource.property(direction).and_then(Value::as_array);
                    self.expect(Limit::SecurityGroupRules, rules.map_or(0, Vec::len), || path(direction));
                    for (index, rule) in rules.into_iter().flatten().enumerate() {
                        let description = rule.get("Description").and_then(Value::as_str).unwrap_or_default();
                        self.expect(Limit::SecurityGroupDescription, description.chars().count(), || {
                            format!("{}/{index}/Description", path(direction))
                        });
                    }
                }
            }
            "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => {
                self.text(Limit::SecurityGroupDescription, resource, "Description");
            }
            "AWS::EC2::LaunchTemplate" => {
                let data = resource.property("LaunchTemplateData");
                self.user_data(data.and_then(|data| data.get("UserData")), || path("LaunchTemplateData/UserData"));
                let tags = data.and_then(|data| data.get("TagSpecifications")).and_then(Value::as_array);
                for (index, specification) in tags.into_iter().flatten().enumerate() {
                    self.tags(specification.get("Tags"), || {
                        path(&format!("LaunchTemplateData/TagSpecifications/{index}/Tags"))
                    });
                }
            }
            "AWS::EC2::Instance" => self.user_data(resource.property("UserData"), || path("UserData")),
            _ => {}
        }
        self.tags(resource.property("Tags"), || path("Tags"));
    }

    fn text(&mut self, limit: Limit, resource: &Resource<'_>, property: &str) {
        let characters = resource.property(property).and_then(Value::as_str).map_or(0, |text| text.chars().count());
        self.expect(limit, characters, || format!("{}/Properties/{property}", resource.path()));
    }

    /// The inline policies of a role, group or user, and those that policies of their own add to it.
    fn policies(&mut self, limit: Limit, template: &Template, resource: &Resource<'_>, added: &BTreeMap<&str, usize>) {
        let own = resource.property("Policies").map_or(0, |policies| documents(template, policies));
        let added = added.get(resource.logical_id).copied().unwrap_or(0);
        self.expect(limit, own + added, || format!("{}/Properties/Policies", resource.path()));
    }

    fn tags(&mut self, tags: Option<&Value>, path: impl Fn() -> String) {
        let Some(tags) = tags.and_then(Value::as_array) else { return };
        self.expect(Limit::Tags, tags.len(), &path);
        for (index, tag) in tags.iter().enumerate() {
            let length = |key: &str| tag.get(key).and_then(Value::as_str).map_or(0, |text| text.chars().count());
            self.expect(Limit::TagKey, length("Key"), || format!("{}/{index}/Key", path()));
            self.expect(Limit::TagValue, length("Value"), || format!("{}/{index}/Value", path()));
        }
    }

    fn user_data(&mut self, user_data: Option<&Value>, path: impl FnOnce() -> String) {
        let text = user_data.and_then(as_intrinsic).map(|(_, argument)| argument);
        let text = match text.map(|text| (text, as_intrinsic(text))) {
            Some((_, Some((_, inner)))) => inner.get(0).unwrap_or(inner),
            Some((text, None)) => text,
            None => return,
        };
        self.expect(Limit::UserData, text.as_str().map_or(0, str::len), path);
    }
}

/// Characters that resources of type AWS::IAM::Policy add to the roles, groups and users they name.
fn added_policies(template: &Template) -> BTreeMap<&str, usize> {
    let mut added = BTreeMap::new();
    for policy in template.resources().filter(|policy| policy.kind == "AWS::IAM::Policy") {
        let Some(document) = policy.property("PolicyDocument") else { continue };
        let characters = policy_characters(template, document);
        for property in ["Roles", "Groups", "Users"] {
            let holders = policy.property(property).and_then(Value::as_array);
            for holder in holders.into_iter().flatten().filter_map(|holder| holder.get("Ref")?.as_str()) {
                *added.entry(holder).or_insert(0) += characters;
            }
        }
    }
    added
}

/// Characters of all documents in a list of inline policies; of `Fn::If`, the longer branch.
fn documents(template: &Template, policies: &Value) -> usize {
    let items = match policies {
        Value::Array(items) => items,
        _ => return 0,
    };
    items
        .iter()
        .map(|item| match as_intrinsic(item) {
            Some((_, Value::Array(branches))) => branches
                .iter()
                .filter_map(|branch| branch.get("PolicyDocument"))
                .map(|document| policy_characters(template, document))
                .max()
                .unwrap_or(0),
            Some(_) => 0,
            None => item.get("PolicyDocument").map_or(0, |document| policy_characters(template, document)),
        })
        .sum()
}
