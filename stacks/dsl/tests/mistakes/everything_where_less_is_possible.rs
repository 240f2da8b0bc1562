//! `*` is for actions that AWS can't limit.
use sprinters_dsl::iam::{Statement, ec2};

fn main() {
    let _ = Statement::allow("End").because("Jobs end").to(ec2::action::TerminateInstances).on_everything();
}
