//! The budget: nothing counts or stops instances by their cost, so a person is told.

use super::parameter::{Conditions, Parameters};
use crate::tag;
use serde_json::json;
use sprinters_dsl::prelude::{IntoPart, Stack, text};
use sprinters_dsl::resources::budgets;
use sprinters_dsl::resources::budgets::budget::{
    BudgetData, Notification, NotificationWithSubscribers, Spend, Subscriber,
};

/// Shares of the budget, in per cent, at which the mail is sent: one in time to act, one when it is spent.
const TOLD_AT: [f64; 2] = [80.0, 100.0];

/// What everything with the deployment's tag costs in a month. AWS counts a tag from the day on which it is activated
/// as a cost allocation tag (AWS Billing User Guide, "Activating user-defined cost allocation tags").
pub(super) fn add(stack: &mut Stack, parameters: &Parameters, conditions: &Conditions) {
    let tagged = text(["user:".part(), tag::DEPLOYMENT.part(), "$".part(), parameters.deployment_id.part()]);
    let budget = BudgetData::new("COST", "MONTHLY")
        .budget_limit(Spend::new(parameters.monthly_budget_usd.value().assume::<f64>(), "USD"))
        .cost_filters(json!({"TagKeyValue": [tagged.to_json()]}));
    let reader = || Subscriber::new(parameters.budget_email.value(), "EMAIL");
    let told = TOLD_AT.map(|share| {
        NotificationWithSubscribers::new(
            Notification::new("GREATER_THAN", "ACTUAL", share).threshold_type("PERCENTAGE"),
            [reader()],
        )
    });
    stack.resource_when(
        &conditions.budget_given,
        "RunnerBudget",
        budgets::Budget::new(budget).notifications_with_subscribers(told),
    );
}
