//! A subnet is not a VPC, and a VPC's id is not an ARN.
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::SecurityGroup;
use sprinters_dsl::iam::Principal;

fn main() {
    let mut stack = Stack::new("Workers");
    let subnet: Parameter<SubnetId> = stack.parameter("SubnetId", parameter());
    stack.resource("Group", SecurityGroup::new("Workers").vpc_id(&subnet));
    let _ = Principal::role(&subnet);
}
