//! SPR025: a policy names actions that AWS has.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};
use crate::iam::reference;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR025-unknown-action"),
    severity: Severity::Error,
    guardrail: false,
    why: "IAM takes any word for an action: a misspelt one is missing, and a misspelt denial denies nothing",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            for action in statement.actions.iter().chain(&statement.not_actions) {
                if action.text == "*" || !action.is_known() {
                    continue;
                }
                let Some((service, _)) = action.text.split_once(':') else {
                    remarks.push(Remark {
                        logical_id: document.logical_id.to_owned(),
                        path: action.path.clone(),
                        found: format!(
                            "names the action {} in {}, which has no service",
                            action.text,
                            statement.name()
                        ),
                        allowed: "SERVICE:ACTION".to_owned(),
                        remedy: "write the service before a colon".to_owned(),
                    });
                    continue;
                };
                // The reference does not cover every service; of those it does, it knows every action.
                if reference::find_service(service).is_none() || !reference::matching(&action.text).is_empty() {
                    continue;
                }
                let nearest = reference::nearest_action(&action.text);
                remarks.push(Remark {
                    logical_id: document.logical_id.to_owned(),
                    path: action.path.clone(),
                    found: format!("names the action {} in {}, which AWS does not have", action.text, statement.name()),
                    allowed: format!("the actions of {service} in the Service Authorization Reference"),
                    remedy: nearest.map_or_else(|| "remove it".to_owned(), |nearest| format!("write {nearest}")),
                });
            }
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn slips_strangers_and_empty_patterns_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: Launch, Effect: Allow, Action: [ec2:RunInstance, ec2:Banana, RunInstances, 'ec2:Lauch*'], Resource: '*'}
- {Sid: Never, Effect: Deny, Action: s3:DeleteObjects, Resource: '*'}
"
            )
        ));
    }

    #[test]
    fn known_actions_in_any_case_and_services_beyond_the_reference_are_fine() {
        let statements =
            "- {Effect: Allow, Action: [EC2:runinstances, 'ec2:Describe*', '*', 'zebra:Ride'], Resource: '*'}";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
