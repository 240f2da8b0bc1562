//! A property of a resource is misspelt.
use sprinters_dsl::resources::ec2::SecurityGroup;

fn main() {
    let _ = SecurityGroup::new("Workers").group_nmae("workers");
}
