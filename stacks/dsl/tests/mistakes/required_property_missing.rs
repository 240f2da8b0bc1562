//! AWS requires a description of a security group.
use sprinters_dsl::resources::ec2::SecurityGroup;

fn main() {
    let _ = SecurityGroup::new();
}
