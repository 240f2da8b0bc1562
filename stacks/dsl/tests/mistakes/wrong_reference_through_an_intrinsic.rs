//! The kind survives `Fn::If`.
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::SecurityGroup;

fn main() {
    let mut stack = Stack::new("Workers");
    let one: Parameter<SubnetId> = stack.parameter("One", parameter());
    let two: Parameter<SubnetId> = stack.parameter("Two", parameter());
    let second = stack.condition("Second", not(two.is_empty()));
    let chosen: Value<SubnetId> = when(&second, &two, &one);
    stack.resource("Group", SecurityGroup::new("Workers").vpc_id(chosen));
}
