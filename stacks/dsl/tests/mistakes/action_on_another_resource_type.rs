//! Instances are terminated, volumes are not.
use sprinters_dsl::iam::{Statement, ec2};

fn main() {
    let _ = Statement::allow("End").because("Jobs end").to(ec2::action::TerminateInstances).on(ec2::resource::volume("*"));
}
