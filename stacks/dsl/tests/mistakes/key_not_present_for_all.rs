//! A condition over several resource types must be on a key that each of them has.
use sprinters_dsl::iam::{Statement, ec2};
use sprinters_dsl::prelude::*;

fn main() {
    let _ = Statement::allow("Launch")
        .because("Jobs")
        .to(ec2::action::RunInstances)
        .on_each((ec2::resource::instance("*"), ec2::resource::volume("*")))
        .when(ec2::key::Encrypted.is(true));
}
