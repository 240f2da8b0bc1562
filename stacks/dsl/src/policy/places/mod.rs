//! Where policies stand and roles are handed over in the resource types of AWS, by their published schemas.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Written by `generate.py` beside it.
const PLACES: &str = include_str!("places.txt");

/// The property paths of one resource type, without list indexes: `Code/Role`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Where a policy stands.
    pub policies: Vec<&'static str>,
    /// Where a role is handed over, by ARN or by name.
    pub roles: Vec<&'static str>,
}

/// The places of a resource type; `None` if it is none of AWS's.
#[must_use]
pub fn places(kind: &str) -> Option<&'static Places> {
    static ALL: OnceLock<BTreeMap<&'static str, Places>> = OnceLock::new();
    ALL.get_or_init(|| PLACES.lines().filter_map(line).collect()).get(kind)
}

fn line(line: &'static str) -> Option<(&'static str, Places)> {
    let mut words = line.split(' ');
    let kind = words.next().filter(|kind| !kind.is_empty())?;
    let mut places = Places::default();
    for word in words {
        match word.split_once('=') {
            Some(("policies", list)) => places.policies = list.split(',').collect(),
            Some(("roles", list)) => places.roles = list.split(',').collect(),
            Some((_, _)) | None => {}
        }
    }
    Some((kind, places))
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn policies_and_roles_are_where_the_schemas_have_them() {
        for (kind, policy) in [
            ("AWS::S3::BucketPolicy", "PolicyDocument"),
            ("AWS::KMS::Key", "KeyPolicy"),
            ("AWS::ECR::Repository", "RepositoryPolicyText"),
            ("AWS::DynamoDB::Table", "ResourcePolicy/PolicyDocument"),
            ("AWS::OpenSearchService::Domain", "AccessPolicies"),
            ("AWS::SSO::PermissionSet", "InlinePolicy"),
            ("AWS::VpcLattice::AuthPolicy", "Policy"),
        ] {
            assert!(places(kind).unwrap().policies.contains(&policy), "{kind} {policy}");
        }
        for (kind, role) in [
            ("AWS::ECS::TaskDefinition", "TaskRoleArn"),
            ("AWS::ECS::TaskDefinition", "ExecutionRoleArn"),
            ("AWS::Lambda::Function", "Role"),
            ("AWS::EC2::Instance", "IamInstanceProfile"),
            ("AWS::CodeBuild::Project", "ServiceRole"),
            ("AWS::StepFunctions::StateMachine", "RoleArn"),
            ("AWS::Events::Rule", "Targets/RoleArn"),
        ] {
            assert!(places(kind).unwrap().roles.contains(&role), "{kind} {role}");
        }
        assert!(places("AWS::SQS::Queue").unwrap().policies.is_empty(), "a redrive policy grants nothing");
        assert_eq!(places("Custom::Thing"), None);
    }
}
