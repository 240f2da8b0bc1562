//! A security group that lets nothing in.

use crate::resources::ec2::{self, security_group::Egress};
use crate::stack::{Resource, Stack};
use crate::value::{IntoValue, Value, VpcId};

/// Every IPv4 address.
const ANY_IPV4: &str = "0.0.0.0/0";

/// Every IPv6 address.
const ANY_IPV6: &str = "::/0";

/// A security group without ingress, whose egress is written out.
///
/// There is no method that opens a port inwards. Without any egress rule nothing goes out either: AWS would otherwise
/// add a rule that lets everything out (AWS CloudFormation User Guide, "AWS::EC2::SecurityGroup").
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::construct::{EgressRule, IngresslessSecurityGroup};
///
/// let mut stack = Stack::new("Workers");
/// let vpc: Parameter<VpcId> = stack.parameter("VpcId", parameter());
/// let group = IngresslessSecurityGroup::new("Workers: HTTPS out, nothing in")
///     .vpc(&vpc)
///     .egress(EgressRule::tcp("HTTPS", 443))
///     .add_to(&mut stack, "WorkerGroup");
/// stack.output("GroupId", OutputSpec::new(&group.group_id()));
/// assert!(!stack.synthesize()?.to_yaml().contains("SecurityGroupIngress"));
/// # Ok::<(), sprinters_dsl::stack::Refused>(())
/// ```
#[derive(Debug, Clone)]
pub struct IngresslessSecurityGroup {
    group: ec2::SecurityGroup,
    egress: Vec<EgressRule>,
}

/// One port that may be reached outside.
///
/// ```
/// use sprinters_dsl::construct::EgressRule;
/// let https = EgressRule::tcp("HTTPS", 443);
/// assert!(format!("{https:?}").contains("443"));
/// ```
#[derive(Debug, Clone)]
pub struct EgressRule {
    description: String,
    port: u16,
}

impl EgressRule {
    /// TCP to this port of any address, IPv4 and IPv6.
    pub fn tcp(description: &str, port: u16) -> Self {
        Self { description: description.to_owned(), port }
    }

    fn to_any(&self) -> [Egress; 2] {
        let rule = || {
            Egress::new("tcp")
                .description(&self.description)
                .from_port(i64::from(self.port))
                .to_port(i64::from(self.port))
        };
        [rule().cidr_ip(ANY_IPV4), rule().cidr_ipv6(ANY_IPV6)]
    }
}

impl IngresslessSecurityGroup {
    /// A group with this description (1 to 255 characters).
    pub fn new(description: &str) -> Self {
        Self { group: ec2::SecurityGroup::new(description), egress: Vec::new() }
    }

    /// The VPC it belongs to.
    #[must_use]
    pub fn vpc(mut self, vpc: impl IntoValue<VpcId>) -> Self {
        self.group = self.group.vpc_id(vpc);
        self
    }

    /// Opens one port outwards.
    #[must_use]
    pub fn egress(mut self, rule: EgressRule) -> Self {
        self.egress.push(rule);
        self
    }

    /// Adds the group to a stack.
    pub fn add_to(self, stack: &mut Stack, logical_id: &str) -> Resource<ec2::SecurityGroup> {
        let egress: Vec<Value<Egress>> = if self.egress.is_empty() {
            // The documented way to have no egress: a rule that leads nowhere.
            vec![
                Egress::new("icmp")
                    .description("Nowhere")
                    .cidr_ip("127.0.0.1/32")
                    .from_port(-1)
                    .to_port(-1)
                    .into_value(),
            ]
        } else {
            self.egress.iter().flat_map(EgressRule::to_any).map(IntoValue::into_value).collect()
        };
        stack.resource(logical_id, self.group.security_group_egress(egress))
    }
}
