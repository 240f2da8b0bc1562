//! The operator is `like`.
use sprinters_dsl::iam::ec2;
use sprinters_dsl::prelude::*;

fn main() {
    let _ = ec2::key::InstanceType.lik("m7i.*");
}
