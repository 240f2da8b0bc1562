//! The security group: nothing comes in, and only the web's ports go out.

use super::parameter::Parameters;
use sprinters_dsl::construct::{EgressRule, IngresslessSecurityGroup};
use sprinters_dsl::prelude::{Resource, Stack};
use sprinters_dsl::resources::ec2;

/// HTTPS for GitHub, registries and AWS; HTTP because package mirrors of distributions still use it. Name resolution
/// and time come from AWS's link-local addresses, which security groups don't filter (Amazon VPC User Guide, "Security
/// groups").
pub(super) fn security_group(stack: &mut Stack, parameters: &Parameters) -> Resource<ec2::SecurityGroup> {
    IngresslessSecurityGroup::new("Sprinters runners - no ingress")
        .vpc(&parameters.vpc_id)
        .egress(EgressRule::tcp("HTTPS", 443))
        .egress(EgressRule::tcp("HTTP for package mirrors", 80))
        .add_to(stack, "RunnerSecurityGroup")
}
