//! Every statement says why it is there.
use sprinters_dsl::iam::{Statement, ec2};

fn main() {
    let _ = Statement::allow("End").to(ec2::action::TerminateInstances);
}
