//! References come from handles: a name in a string is not one.
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::SecurityGroup;

fn main() {
    let mut stack = Stack::new("Workers");
    stack.resource("Group", SecurityGroup::new("Workers").vpc_id(vpc));
}
