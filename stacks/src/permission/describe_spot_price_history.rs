//! `ec2:DescribeSpotPriceHistory`

use super::Permission;
use crate::runner::Deployment;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::{TextKey, pseudo};

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:DescribeSpotPriceHistory",
    reason: "To launch in the cheapest zone when the label names none, and to show what a job cost",
    used_when: "Before a launch that may choose its zone; answers are kept for some minutes",
    cannot: "See anything about the account: spot prices are public. Other regions are not granted",
    only_with: None,
    statements: &["CompareSpotPrices"],
    render,
};

fn render(_deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("CompareSpotPrices")
            .because(
                "The cheapest zone is chosen by recent spot prices; AWS supports no narrower resource for this action",
            )
            .to(ec2::action::DescribeSpotPriceHistory)
            .on_everything()
            .when(aws::RequestedRegion.equals(pseudo::region()))
            .erase(),
    ]
}
