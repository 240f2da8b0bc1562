//! The key is `ec2:InstanceType`.
use sprinters_dsl::iam::{Statement, ec2};
use sprinters_dsl::prelude::*;

fn main() {
    let _ = Statement::allow("Launch")
        .because("Jobs")
        .to(ec2::action::RunInstances)
        .on(ec2::resource::instance("*"))
        .when(ec2::key::InstanceTyp.like("m7i.*"));
}
