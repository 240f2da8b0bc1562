// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::Budgets::Budget`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `AutoAdjustData` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoAdjustData(Properties);

impl AutoAdjustData {
    /// With what AWS requires: `AutoAdjustType`.
    pub fn new(auto_adjust_type: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("AutoAdjustType", auto_adjust_type))
    }

    /// `HistoricalOptions`.
    #[must_use]
    pub fn historical_options(self, value: impl IntoValue<HistoricalOptions>) -> Self {
        Self(self.0.set::<HistoricalOptions>("HistoricalOptions", value))
    }
}

pub(crate) static AUTO_ADJUST_DATA: ResourceSchema = ResourceSchema {
    name: "AutoAdjustData",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&HISTORICAL_OPTIONS), ..PropertyFacts::new("HistoricalOptions") },
    ],
};

impl IntoValue<AutoAdjustData> for AutoAdjustData {
    fn into_value(self) -> Value<AutoAdjustData> {
        self.0.into_value_of()
    }
}

/// `BudgetData` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetData(Properties);

impl BudgetData {
    /// With what AWS requires: `BudgetType`, `TimeUnit`.
    pub fn new(budget_type: impl IntoValue<String>, time_unit: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("BudgetType", budget_type).set::<String>("TimeUnit", time_unit))
    }

    /// `AutoAdjustData`.
    #[must_use]
    pub fn auto_adjust_data(self, value: impl IntoValue<AutoAdjustData>) -> Self {
        Self(self.0.set::<AutoAdjustData>("AutoAdjustData", value))
    }

    /// `BillingViewArn`.
    #[must_use]
    pub fn billing_view_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("BillingViewArn", value))
    }

    /// `BudgetLimit`.
    #[must_use]
    pub fn budget_limit(self, value: impl IntoValue<Spend>) -> Self {
        Self(self.0.set::<Spend>("BudgetLimit", value))
    }

    /// `BudgetName`.
    #[must_use]
    pub fn budget_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("BudgetName", value))
    }

    /// `CostFilters`.
    #[must_use]
    pub fn cost_filters(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("CostFilters", value))
    }

    /// `CostTypes`.
    #[must_use]
    pub fn cost_types(self, value: impl IntoValue<CostTypes>) -> Self {
        Self(self.0.set::<CostTypes>("CostTypes", value))
    }

    /// `FilterExpression`.
    #[must_use]
    pub fn filter_expression(self, value: impl IntoValue<Expression>) -> Self {
        Self(self.0.set::<Expression>("FilterExpression", value))
    }

    /// `Metrics`.
    #[must_use]
    pub fn metrics(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Metrics", value))
    }

    /// `PlannedBudgetLimits`.
    #[must_use]
    pub fn planned_budget_limits(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("PlannedBudgetLimits", value))
    }

    /// `TimePeriod`.
    #[must_use]
    pub fn time_period(self, value: impl IntoValue<TimePeriod>) -> Self {
        Self(self.0.set::<TimePeriod>("TimePeriod", value))
    }
}

pub(crate) static BUDGET_DATA: ResourceSchema = ResourceSchema {
    name: "BudgetData",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&AUTO_ADJUST_DATA), ..PropertyFacts::new("AutoAdjustData") },
        PropertyFacts { nested: Some(&SPEND), ..PropertyFacts::new("BudgetLimit") },
        PropertyFacts { nested: Some(&COST_TYPES), ..PropertyFacts::new("CostTypes") },
        PropertyFacts { nested: Some(&EXPRESSION), ..PropertyFacts::new("FilterExpression") },
        PropertyFacts { nested: Some(&TIME_PERIOD), ..PropertyFacts::new("TimePeriod") },
    ],
};

impl IntoValue<BudgetData> for BudgetData {
    fn into_value(self) -> Value<BudgetData> {
        self.0.into_value_of()
    }
}

/// `CostCategoryValues` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct CostCategoryValues(Properties);

impl Default for CostCategoryValues {
    fn default() -> Self {
        Self::new()
    }
}

impl CostCategoryValues {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Key`.
    #[must_use]
    pub fn key(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Key", value))
    }

    /// `MatchOptions`.
    #[must_use]
    pub fn match_options(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("MatchOptions", value))
    }

    /// `Values`.
    #[must_use]
    pub fn values(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Values", value))
    }
}

pub(crate) static COST_CATEGORY_VALUES: ResourceSchema = ResourceSchema {
    name: "CostCategoryValues",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<CostCategoryValues> for CostCategoryValues {
    fn into_value(self) -> Value<CostCategoryValues> {
        self.0.into_value_of()
    }
}

/// `CostTypes` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct CostTypes(Properties);

impl Default for CostTypes {
    fn default() -> Self {
        Self::new()
    }
}

impl CostTypes {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `IncludeCredit`.
    #[must_use]
    pub fn include_credit(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeCredit", value))
    }

    /// `IncludeDiscount`.
    #[must_use]
    pub fn include_discount(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeDiscount", value))
    }

    /// `IncludeOtherSubscription`.
    #[must_use]
    pub fn include_other_subscription(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeOtherSubscription", value))
    }

    /// `IncludeRecurring`.
    #[must_use]
    pub fn include_recurring(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeRecurring", value))
    }

    /// `IncludeRefund`.
    #[must_use]
    pub fn include_refund(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeRefund", value))
    }

    /// `IncludeSubscription`.
    #[must_use]
    pub fn include_subscription(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeSubscription", value))
    }

    /// `IncludeSupport`.
    #[must_use]
    pub fn include_support(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeSupport", value))
    }

    /// `IncludeTax`.
    #[must_use]
    pub fn include_tax(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeTax", value))
    }

    /// `IncludeUpfront`.
    #[must_use]
    pub fn include_upfront(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("IncludeUpfront", value))
    }

    /// `UseAmortized`.
    #[must_use]
    pub fn use_amortized(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("UseAmortized", value))
    }

    /// `UseBlended`.
    #[must_use]
    pub fn use_blended(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("UseBlended", value))
    }
}

pub(crate) static COST_TYPES: ResourceSchema = ResourceSchema {
    name: "CostTypes",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<CostTypes> for CostTypes {
    fn into_value(self) -> Value<CostTypes> {
        self.0.into_value_of()
    }
}

/// `Expression` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression(Properties);

impl Default for Expression {
    fn default() -> Self {
        Self::new()
    }
}

impl Expression {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `And`.
    #[must_use]
    pub fn and(self, value: impl IntoValue<Vec<Expression>>) -> Self {
        Self(self.0.set::<Vec<Expression>>("And", value))
    }

    /// `CostCategories`.
    #[must_use]
    pub fn cost_categories(self, value: impl IntoValue<CostCategoryValues>) -> Self {
        Self(self.0.set::<CostCategoryValues>("CostCategories", value))
    }

    /// `Dimensions`.
    #[must_use]
    pub fn dimensions(self, value: impl IntoValue<ExpressionDimensionValues>) -> Self {
        Self(self.0.set::<ExpressionDimensionValues>("Dimensions", value))
    }

    /// `Not`.
    #[must_use]
    pub fn not(self, value: impl IntoValue<Expression>) -> Self {
        Self(self.0.set::<Expression>("Not", value))
    }

    /// `Or`.
    #[must_use]
    pub fn or(self, value: impl IntoValue<Vec<Expression>>) -> Self {
        Self(self.0.set::<Vec<Expression>>("Or", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<TagValues>) -> Self {
        Self(self.0.set::<TagValues>("Tags", value))
    }
}

pub(crate) static EXPRESSION: ResourceSchema = ResourceSchema {
    name: "Expression",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&EXPRESSION), ..PropertyFacts::new("And") },
        PropertyFacts { nested: Some(&COST_CATEGORY_VALUES), ..PropertyFacts::new("CostCategories") },
        PropertyFacts { nested: Some(&EXPRESSION_DIMENSION_VALUES), ..PropertyFacts::new("Dimensions") },
        PropertyFacts { nested: Some(&EXPRESSION), ..PropertyFacts::new("Not") },
        PropertyFacts { nested: Some(&EXPRESSION), ..PropertyFacts::new("Or") },
        PropertyFacts { nested: Some(&TAG_VALUES), ..PropertyFacts::new("Tags") },
    ],
};

impl IntoValue<Expression> for Expression {
    fn into_value(self) -> Value<Expression> {
        self.0.into_value_of()
    }
}

/// `ExpressionDimensionValues` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionDimensionValues(Properties);

impl Default for ExpressionDimensionValues {
    fn default() -> Self {
        Self::new()
    }
}

impl ExpressionDimensionValues {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Key`.
    #[must_use]
    pub fn key(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Key", value))
    }

    /// `MatchOptions`.
    #[must_use]
    pub fn match_options(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("MatchOptions", value))
    }

    /// `Values`.
    #[must_use]
    pub fn values(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Values", value))
    }
}

pub(crate) static EXPRESSION_DIMENSION_VALUES: ResourceSchema = ResourceSchema {
    name: "ExpressionDimensionValues",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ExpressionDimensionValues> for ExpressionDimensionValues {
    fn into_value(self) -> Value<ExpressionDimensionValues> {
        self.0.into_value_of()
    }
}

/// `HistoricalOptions` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoricalOptions(Properties);

impl HistoricalOptions {
    /// With what AWS requires: `BudgetAdjustmentPeriod`.
    pub fn new(budget_adjustment_period: impl IntoValue<i64>) -> Self {
        Self(Properties::new().set::<i64>("BudgetAdjustmentPeriod", budget_adjustment_period))
    }
}

pub(crate) static HISTORICAL_OPTIONS: ResourceSchema = ResourceSchema {
    name: "HistoricalOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<HistoricalOptions> for HistoricalOptions {
    fn into_value(self) -> Value<HistoricalOptions> {
        self.0.into_value_of()
    }
}

/// `Notification` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification(Properties);

impl Notification {
    /// With what AWS requires: `ComparisonOperator`, `NotificationType`, `Threshold`.
    pub fn new(comparison_operator: impl IntoValue<String>, notification_type: impl IntoValue<String>, threshold: impl IntoValue<f64>) -> Self {
        Self(Properties::new().set::<String>("ComparisonOperator", comparison_operator).set::<String>("NotificationType", notification_type).set::<f64>("Threshold", threshold))
    }

    /// `ThresholdType`.
    #[must_use]
    pub fn threshold_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ThresholdType", value))
    }
}

pub(crate) static NOTIFICATION: ResourceSchema = ResourceSchema {
    name: "Notification",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(0.1), maximum: Some(1000000000.0), ..PropertyFacts::new("Threshold") },
    ],
};

impl IntoValue<Notification> for Notification {
    fn into_value(self) -> Value<Notification> {
        self.0.into_value_of()
    }
}

/// `NotificationWithSubscribers` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct NotificationWithSubscribers(Properties);

impl NotificationWithSubscribers {
    /// With what AWS requires: `Notification`, `Subscribers`.
    pub fn new(notification: impl IntoValue<Notification>, subscribers: impl IntoValue<Vec<Subscriber>>) -> Self {
        Self(Properties::new().set::<Notification>("Notification", notification).set::<Vec<Subscriber>>("Subscribers", subscribers))
    }
}

pub(crate) static NOTIFICATION_WITH_SUBSCRIBERS: ResourceSchema = ResourceSchema {
    name: "NotificationWithSubscribers",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&NOTIFICATION), ..PropertyFacts::new("Notification") },
        PropertyFacts { nested: Some(&SUBSCRIBER), ..PropertyFacts::new("Subscribers") },
    ],
};

impl IntoValue<NotificationWithSubscribers> for NotificationWithSubscribers {
    fn into_value(self) -> Value<NotificationWithSubscribers> {
        self.0.into_value_of()
    }
}

/// `ResourceTag` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceTag(Properties);

impl ResourceTag {
    /// With what AWS requires: `Key`.
    pub fn new(key: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Key", key))
    }

    /// `Value`.
    #[must_use]
    pub fn value(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Value", value))
    }
}

pub(crate) static RESOURCE_TAG: ResourceSchema = ResourceSchema {
    name: "ResourceTag",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ResourceTag> for ResourceTag {
    fn into_value(self) -> Value<ResourceTag> {
        self.0.into_value_of()
    }
}

/// `Spend` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Spend(Properties);

impl Spend {
    /// With what AWS requires: `Amount`, `Unit`.
    pub fn new(amount: impl IntoValue<f64>, unit: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<f64>("Amount", amount).set::<String>("Unit", unit))
    }
}

pub(crate) static SPEND: ResourceSchema = ResourceSchema {
    name: "Spend",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Spend> for Spend {
    fn into_value(self) -> Value<Spend> {
        self.0.into_value_of()
    }
}

/// `Subscriber` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscriber(Properties);

impl Subscriber {
    /// With what AWS requires: `Address`, `SubscriptionType`.
    pub fn new(address: impl IntoValue<String>, subscription_type: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Address", address).set::<String>("SubscriptionType", subscription_type))
    }
}

pub(crate) static SUBSCRIBER: ResourceSchema = ResourceSchema {
    name: "Subscriber",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Subscriber> for Subscriber {
    fn into_value(self) -> Value<Subscriber> {
        self.0.into_value_of()
    }
}

/// `TagValues` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct TagValues(Properties);

impl Default for TagValues {
    fn default() -> Self {
        Self::new()
    }
}

impl TagValues {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Key`.
    #[must_use]
    pub fn key(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Key", value))
    }

    /// `MatchOptions`.
    #[must_use]
    pub fn match_options(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("MatchOptions", value))
    }

    /// `Values`.
    #[must_use]
    pub fn values(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Values", value))
    }
}

pub(crate) static TAG_VALUES: ResourceSchema = ResourceSchema {
    name: "TagValues",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<TagValues> for TagValues {
    fn into_value(self) -> Value<TagValues> {
        self.0.into_value_of()
    }
}

/// `TimePeriod` of `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct TimePeriod(Properties);

impl Default for TimePeriod {
    fn default() -> Self {
        Self::new()
    }
}

impl TimePeriod {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `End`.
    #[must_use]
    pub fn end(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("End", value))
    }

    /// `Start`.
    #[must_use]
    pub fn start(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Start", value))
    }
}

pub(crate) static TIME_PERIOD: ResourceSchema = ResourceSchema {
    name: "TimePeriod",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<TimePeriod> for TimePeriod {
    fn into_value(self) -> Value<TimePeriod> {
        self.0.into_value_of()
    }
}

