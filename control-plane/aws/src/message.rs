//! The one place that reads AWS's sentences, where a code does not say enough. Each sentence is a fixture of the tests
//! below, as AWS writes it.

use super::error::Refusal;
use sprinters_core::failure::FailureReason;
use std::fmt;

/// Which policy denies, in the order in which its words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Of the organisation, on whoever calls.
    ServiceControlPolicy,
    /// Of the organisation, on what is called.
    ResourceControlPolicy,
    /// The role's boundary.
    PermissionsBoundary,
    /// Of the session.
    SessionPolicy,
    /// Of a VPC endpoint on the way.
    VpcEndpointPolicy,
    /// Of what is accessed.
    ResourceBasedPolicy,
    /// The role's own.
    IdentityBasedPolicy,
}

impl Layer {
    const ALL: [Layer; 7] = [
        Layer::ServiceControlPolicy,
        Layer::ResourceControlPolicy,
        Layer::PermissionsBoundary,
        Layer::SessionPolicy,
        Layer::VpcEndpointPolicy,
        Layer::ResourceBasedPolicy,
        Layer::IdentityBasedPolicy,
    ];

    /// AWS's words for it (IAM User Guide, "Troubleshoot access denied error messages").
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Layer::ServiceControlPolicy => "service control policy",
            Layer::ResourceControlPolicy => "resource control policy",
            Layer::PermissionsBoundary => "permissions boundary",
            Layer::SessionPolicy => "session policy",
            Layer::VpcEndpointPolicy => "VPC endpoint policy",
            Layer::ResourceBasedPolicy => "resource-based policy",
            Layer::IdentityBasedPolicy => "identity-based policy",
        }
    }

    fn is_above_the_role(self) -> bool {
        match self {
            Layer::ServiceControlPolicy
            | Layer::ResourceControlPolicy
            | Layer::PermissionsBoundary
            | Layer::SessionPolicy
            | Layer::VpcEndpointPolicy => true,
            Layer::ResourceBasedPolicy | Layer::IdentityBasedPolicy => false,
        }
    }
}

/// What a refusal by policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The action, `ec2:RunInstances`.
    pub action: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// The layer, where AWS names it.
    pub layer: Option<Layer>,
    /// Whether a statement denies it, instead of none allowing it.
    pub explicit: bool,
}

impl Denial {
    /// Whether the role's own policy could not change it.
    #[must_use]
    pub fn is_above_the_role(&self) -> bool {
        self.layer.is_some_and(Layer::is_above_the_role)
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.action.as_deref().unwrap_or("an action that AWS does not name"))?;
        if let Some(resource) = &self.resource {
            write!(f, " on {resource}")?;
        }
        match (self.layer, self.explicit) {
            (Some(layer), true) => write!(f, " is denied by a statement of the {}", layer.words()),
            (Some(layer), false) => write!(f, " is allowed by no {}", layer.words()),
            (None, _) => f.write_str(" is denied; AWS does not say by which policy"),
        }
    }
}

/// Reads a refusal by policy.
pub(super) fn denial(refusal: &Refusal) -> Denial {
    // What is encoded behind the sentence could hold any words.
    let sentence = refusal.message.split("Encoded authorization failure message").next().unwrap_or_default();
    let word_after = |marker: &str| {
        let word = sentence.split_once(marker)?.1.split_whitespace().next()?;
        Some(word.trim_end_matches(['.', ',']).to_owned()).filter(|word| !word.is_empty())
    };
    let (explicit, named) = match (sentence.split_once("explicit deny in a"), sentence.split_once("because no ")) {
        (Some((_, named)), _) => (true, named),
        (None, Some((_, named))) => (false, named),
        (None, None) => (false, ""),
    };
    let first = |layer: &Layer| named.find(layer.words());
    Denial {
        action: word_after("not authorized to perform: "),
        resource: word_after("on resource: "),
        layer: Layer::ALL.into_iter().filter(|layer| first(layer).is_some()).min_by_key(first),
        explicit,
    }
}

/// Codes that say "something is wrong with a parameter" of many parameters: which one is only in the sentence.
pub(super) fn reason(refusal: &Refusal) -> Option<FailureReason> {
    let general =
        ["InvalidParameter", "InvalidParameterValue", "InvalidParameterCombination", "InvalidParameterDependency"];
    if !general.contains(&refusal.code.as_str()) {
        return None;
    }
    const SENTENCES: [(&str, FailureReason); 6] = [
        ("Invalid IAM Instance Profile", FailureReason::InstanceProfileGone),
        ("belong to different networks", FailureReason::SecurityGroupGone),
        ("for InstanceType", FailureReason::TypeNotOffered),
        ("Invalid availability zone", FailureReason::TypeNotOffered),
        ("KmsKeyId", FailureReason::KmsKeyUnusable),
        ("No default VPC", FailureReason::NoDefaultVpc),
    ];
    SENTENCES.iter().find(|(words, _)| refusal.message.contains(words)).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: &str, message: &str) -> Refusal {
        Refusal { status: 403, code: code.to_owned(), message: message.to_owned() }
    }

    #[test]
    fn what_is_denied_and_by_whom() {
        for (message, action, resource, layer, explicit) in [
            (
                "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/sprinters/sprinters-7 is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:222233334444:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: c2VydmljZSBjb250cm9sIHBvbGljeQ service control policy",
                "ec2:RunInstances",
                Some("arn:aws:ec2:us-east-1:222233334444:instance/*"),
                Some(Layer::IdentityBasedPolicy),
                false,
            ),
            (
                "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/sprinters/sprinters-7 is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:222233334444:instance/* with an explicit deny in a service control policy. Encoded authorization failure message: 4VqKt",
                "ec2:RunInstances",
                Some("arn:aws:ec2:us-east-1:222233334444:instance/*"),
                Some(Layer::ServiceControlPolicy),
                true,
            ),
            (
                "User: arn:aws:iam::777788889999:user/shaanstudent is not authorized to perform: codecommit:ListRepositories because no permissions boundary allows the codecommit:ListRepositories action",
                "codecommit:ListRepositories",
                None,
                Some(Layer::PermissionsBoundary),
                false,
            ),
            (
                "User: arn:aws:sts::123456789012:assumed-role/test/test is not authorized to perform: ec2:TerminateInstances on resource: arn:aws:ec2:us-east-1:123456789012:instance/i-0 with an explicit deny in an identity-based policy",
                "ec2:TerminateInstances",
                Some("arn:aws:ec2:us-east-1:123456789012:instance/i-0"),
                Some(Layer::IdentityBasedPolicy),
                true,
            ),
            (
                "User: arn:aws:sts::999988887777:assumed-role/sprinters-control-plane/worker is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/sprinters",
                "sts:AssumeRole",
                Some("arn:aws:iam::222233334444:role/sprinters"),
                None,
                false,
            ),
        ] {
            let denial = denial(&refusal("UnauthorizedOperation", message));
            assert_eq!(denial.action.as_deref(), Some(action), "{message}");
            assert_eq!(denial.resource.as_deref(), resource, "{message}");
            assert_eq!((denial.layer, denial.explicit), (layer, explicit), "{message}");
        }
        let nothing = denial(&refusal("UnauthorizedOperation", "You are not authorized to perform this operation."));
        assert_eq!(nothing.to_string(), "an action that AWS does not name is denied; AWS does not say by which policy");
    }

    #[test]
    fn which_parameter_is_wrong() {
        for (code, message, expected) in [
            (
                "InvalidParameterValue",
                "Value (runner) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
                Some(FailureReason::InstanceProfileGone),
            ),
            (
                "InvalidParameter",
                "Security group sg-0bbbbbbbbbbbbbbb1 and subnet subnet-0aaaaaaaaaaaaaaa1 belong to different networks.",
                Some(FailureReason::SecurityGroupGone),
            ),
            (
                "InvalidParameterValue",
                "Invalid value 'm9.large' for InstanceType.",
                Some(FailureReason::TypeNotOffered),
            ),
            ("InvalidParameterCombination", "Iops to volume size ratio is too high", None),
            ("InvalidBlockDeviceMapping", "No default VPC", None),
        ] {
            assert_eq!(reason(&refusal(code, message)), expected, "{message}");
        }
    }
}
