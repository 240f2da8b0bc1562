//! SPR034: a session of a role that others assume is as short as STS offers.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR034-session-length"),
    severity: Severity::Info,
    guardrail: false,
    why: "credentials that leak work until the session ends; an hour is the least a role can be limited to",
    check,
};

/// One hour: the least and the default of MaxSessionDuration ("CreateRole", IAM API reference).
const LEAST_SECONDS: f64 = 3_600.0;

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for role in view.of_kind("AWS::IAM::Role") {
        let by_people_or_accounts = view.allows(Purpose::Trust).any(|(document, statement)| {
            document.logical_id == role.logical_id
                && statement.principals.iter().any(|principal| principal.kind != "Service")
        });
        if !by_people_or_accounts {
            continue;
        }
        let lengths = view.property(&role, "MaxSessionDuration");
        let long = lengths
            .into_iter()
            .flatten()
            .find(|text| text.text.parse::<f64>().map_or(true, |seconds| LEAST_SECONDS < seconds));
        if let Some(long) = long {
            remarks.push(Remark {
                severity: None,
                logical_id: role.logical_id.to_owned(),
                found: format!("lets a session last {} seconds", long.text),
                path: long.path,
                allowed: "MaxSessionDuration: 3600".to_owned(),
                remedy: "assume the role again each hour, or waive this with the reason".to_owned(),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn role(seconds: &str, principal: &str) -> String {
        format!(
            "Role:\n  Type: AWS::IAM::Role\n  Properties:\n    MaxSessionDuration: {seconds}\n    AssumeRolePolicyDocument: {{Statement: {{Effect: Allow, Principal: {{{principal}}}, Action: sts:AssumeRole}}}}"
        )
    }

    #[test]
    fn a_long_session_is_found() {
        insta::assert_snapshot!(said(&RULE, &role("43200", "AWS: '111122223333'")));
    }

    #[test]
    fn an_hour_and_services_are_fine() {
        assert_eq!(said(&RULE, &role("3600", "AWS: '111122223333'")), "");
        assert_eq!(said(&RULE, &role("43200", "Service: ec2.amazonaws.com")), "");
    }
}
