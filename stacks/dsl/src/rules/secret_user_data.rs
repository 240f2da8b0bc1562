//! SPR052: user data carries no secret.

use super::secret_output::secret_in;
use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR052-secret-user-data"),
    severity: Severity::Error,
    guardrail: false,
    why: "user data can be read by every process on the instance and by whoever may describe it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.instance_settings()
        .into_iter()
        .filter_map(|(resource, settings, path)| {
            let secret = secret_in(view.template, settings.get("UserData")?)?;
            Some(Remark {
                severity: None,
                logical_id: resource.logical_id.to_owned(),
                path: format!("{path}/UserData"),
                found: format!("puts the secret {secret} into user data"),
                allowed: "the name of a secret that the instance reads with its own role".to_owned(),
                remedy: "let the instance fetch it when it needs it".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said_of;

    fn said(user_data: &str) -> String {
        said_of(
            &RULE,
            &format!(
                "Parameters:\n  Code: {{Type: String, NoEcho: true}}\n  Stage: {{Type: String}}\nResources:\n  T:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData:\n        UserData:\n          Fn::Base64: {user_data}\n"
            ),
        )
    }

    #[test]
    fn a_secret_in_user_data_is_found() {
        insta::assert_snapshot!(said("!Sub 'echo ${Code} > /etc/code'"));
    }

    #[test]
    fn other_user_data_is_fine() {
        assert_eq!(said("!Sub 'echo ${Stage}'"), "");
    }
}
