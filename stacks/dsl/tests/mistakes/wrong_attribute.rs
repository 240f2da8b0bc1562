//! A security group has no ARN attribute.
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::SecurityGroup;

fn main() {
    let mut stack = Stack::new("Workers");
    let group = stack.resource("Group", SecurityGroup::new("Workers"));
    let _ = group.arn();
}
