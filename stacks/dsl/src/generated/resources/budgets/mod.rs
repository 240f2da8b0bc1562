// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod budget;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{IntoValue, Value};

/// `AWS::Budgets::Budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget(Properties);

impl Budget {
    /// With what AWS requires: `Budget`.
    pub fn new(budget: impl IntoValue<budget::BudgetData>) -> Self {
        Self(Properties::new().set::<budget::BudgetData>("Budget", budget))
    }

    /// `NotificationsWithSubscribers`; changing it replaces the resource.
    #[must_use]
    pub fn notifications_with_subscribers(self, value: impl IntoValue<Vec<budget::NotificationWithSubscribers>>) -> Self {
        Self(self.0.set::<Vec<budget::NotificationWithSubscribers>>("NotificationsWithSubscribers", value))
    }

    /// `ResourceTags`.
    #[must_use]
    pub fn resource_tags(self, value: impl IntoValue<Vec<budget::ResourceTag>>) -> Self {
        Self(self.0.set::<Vec<budget::ResourceTag>>("ResourceTags", value))
    }
}

pub(crate) static BUDGET: ResourceSchema = ResourceSchema {
    name: "AWS::Budgets::Budget",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&budget::BUDGET_DATA), ..PropertyFacts::new("Budget") },
        PropertyFacts { nested: Some(&budget::NOTIFICATION_WITH_SUBSCRIBERS), ..PropertyFacts::new("NotificationsWithSubscribers") },
        PropertyFacts { nested: Some(&budget::RESOURCE_TAG), ..PropertyFacts::new("ResourceTags") },
    ],
};

impl ResourceType for Budget {
    const TYPE: &'static str = "AWS::Budgets::Budget";
    const SCHEMA: &'static ResourceSchema = &BUDGET;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Budget> {
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

