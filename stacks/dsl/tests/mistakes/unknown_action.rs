//! There is no `ec2:RunInstance`.
use sprinters_dsl::iam::{Statement, ec2};

fn main() {
    let _ = Statement::allow("Launch").because("Jobs").to(ec2::action::RunInstance);
}
