//! A size is a number; numbers have no patterns.
use sprinters_dsl::iam::ec2;
use sprinters_dsl::prelude::*;

fn main() {
    let _ = ec2::key::VolumeSize.like("1*");
}
