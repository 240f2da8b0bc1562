//! The one place that reads AWS's sentences, where a code does not say enough. Each sentence is a fixture of the tests
//! below, as AWS writes it.

use super::codes::RefusalKind;
use super::error::Refusal;
use sprinters_core::catalogue::Zone;
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

/// What a sentence decides, whose code says too little: something is wrong with one of many parameters, or one code
/// stands for two things.
pub(super) fn decision(refusal: &Refusal) -> Option<(RefusalKind, FailureReason)> {
    let says = |words: &str| refusal.message.contains(words);
    // The organisation's switch for a whole feature; the sentence may be its own.
    if says("eclarative policy") || says("eclarative Policy") {
        return Some((RefusalKind::Organisation, FailureReason::DeniedByOrganization));
    }
    match refusal.code.as_str() {
        "AuthFailure" if says("authorized for images") => Some((RefusalKind::Operator, FailureReason::ImageNotShared)),
        "SignatureDoesNotMatch" | "InvalidSignatureException"
            if says("Signature expired") || says("not yet current") =>
        {
            Some((RefusalKind::Operator, FailureReason::ClockWrong))
        }
        "ClientInvalidParameterValue"
        | "InvalidParameter"
        | "InvalidParameterValue"
        | "InvalidParameterCombination"
        | "InvalidParameterDependency"
        | "InvalidRequest"
        | "UnsupportedOperation"
        | "ValidationError" => {
            SENTENCES.iter().find(|(words, _, _)| says(words)).map(|(_, kind, reason)| (*kind, *reason))
        }
        _ => None,
    }
}

/// Words of sentences about a parameter, and what they are about; the first that is found counts.
const SENTENCES: [(&str, RefusalKind, FailureReason); 14] = [
    ("Invalid IAM Instance Profile", RefusalKind::Customer, FailureReason::InstanceProfileGone),
    ("parameter iamInstanceProfile", RefusalKind::Customer, FailureReason::InstanceProfileGone),
    ("belong to different networks", RefusalKind::Customer, FailureReason::SecurityGroupGone),
    ("parameter groupId", RefusalKind::Customer, FailureReason::SecurityGroupGone),
    ("parameter subnetId", RefusalKind::NextCandidate, FailureReason::SubnetGone),
    ("KmsKeyId", RefusalKind::Customer, FailureReason::KmsKeyUnusable),
    ("No default VPC", RefusalKind::Customer, FailureReason::NoDefaultVpc),
    ("for InstanceType", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("nvalid availability zone", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("boot mode", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("UEFI", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("(ENA)", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("nhanced networking", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
    ("is not supported in your requested Availability Zone", RefusalKind::NextCandidate, FailureReason::TypeNotOffered),
];

/// Zones that AWS says have room: "You can currently get t3.large capacity by not specifying an Availability Zone in
/// your request or choosing us-east-1a, us-east-1b."
pub(super) fn zones_with_room(sentence: &str) -> Vec<Zone> {
    let Some((_, named)) = sentence.split_once("or choosing ") else { return Vec::new() };
    let end = named.find(". ").unwrap_or(named.len());
    let words = named.get(..end).unwrap_or(named).split([',', ' ']);
    words.filter_map(|word| word.trim_end_matches('.').parse().ok()).collect()
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
            (
                "UnsupportedOperation",
                "The instance type 'm4.large' does not support the boot mode 'uefi' of the AMI.",
                Some(FailureReason::TypeNotOffered),
            ),
            (
                "InvalidParameterCombination",
                "Enhanced networking with the Elastic Network Adapter (ENA) is required for the 'm7i.large' instance type.",
                Some(FailureReason::TypeNotOffered),
            ),
            (
                "InvalidParameterValue",
                "Value (subnet-0aaaaaaaaaaaaaaa1) for parameter subnetId is invalid.",
                Some(FailureReason::SubnetGone),
            ),
            ("AuthFailure", "Not authorized for images: [ami-0d0d0d0d0d0d0d0d1]", Some(FailureReason::ImageNotShared)),
            ("AuthFailure", "AWS was not able to validate the provided access credentials", None),
            (
                "SignatureDoesNotMatch",
                "Signature expired: 20261201T120000Z is now earlier than 20261201T124500Z (20261201T130000Z - 15 min.)",
                Some(FailureReason::ClockWrong),
            ),
            (
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
                None,
            ),
            (
                "OperationNotPermitted",
                "This functionality has been disabled by a Declarative Policy. Custom Message: Ask cloud@example.com.",
                Some(FailureReason::DeniedByOrganization),
            ),
        ] {
            assert_eq!(decision(&refusal(code, message)).map(|(_, reason)| reason), expected, "{message}");
        }
    }

    #[test]
    fn aws_names_the_zones_that_have_room() {
        let zones = |sentence: &str| zones_with_room(sentence).iter().map(ToString::to_string).collect::<Vec<_>>();
        let sentence = "We currently do not have sufficient t1.micro capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity. You can currently get t1.micro capacity by not specifying an Availability Zone in your request or choosing us-east-1d, us-east-1b.";
        assert_eq!(zones(sentence), ["us-east-1d", "us-east-1b"]);
        assert!(zones("There is no Spot capacity available that matches your request.").is_empty());
        assert!(zones("or choosing ../etc, <b>, us-east-1z").is_empty());
    }
}
