//! AWS never says which launch template a spot request came from.
use sprinters_dsl::iam::{Statement, ec2};
use sprinters_dsl::prelude::*;

fn main() {
    let _ = Statement::allow("Launch")
        .because("Jobs")
        .to(ec2::action::RunInstances)
        .on(ec2::resource::spot_instances_request("*"))
        .when(ec2::key::LaunchTemplate.arn_equals(ec2::resource::launch_template("lt-0123456789abcdef0")));
}
