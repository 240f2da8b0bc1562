//! SPR050: a parameter that holds a secret is masked and has no default.

use super::secret_property::is_a_secret_by_name;
use super::view::View;
use super::view::text::shown;
use super::{Remark, Rule, RuleId, Severity};
use crate::template::Parameter;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR050-secret-parameter"),
    severity: Severity::Error,
    guardrail: false,
    why: "parameters are shown to everybody who may look at the stack, defaults to everybody who has the template",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for parameter in view.template.parameters() {
        let path = crate::template::pointer_join("/Parameters", parameter.name);
        let default = parameter.default.map(shown).unwrap_or_default();
        if parameter.no_echo && !default.is_empty() && !default.starts_with("{{resolve:") {
            remarks.push(Remark {
                severity: None,
                logical_id: parameter.name.to_owned(),
                path: format!("{path}/Default"),
                found: "is masked and has its secret as default".to_owned(),
                allowed: "no default".to_owned(),
                remedy: "remove the default; whoever has the template has it".to_owned(),
            });
        }
        if !parameter.no_echo && holds_a_secret(&parameter) {
            // By its name alone; a secret that stands there is certain.
            let given = !default.is_empty() && !default.starts_with("{{resolve:");
            remarks.push(Remark {
                severity: (!given).then_some(Severity::Warning),
                logical_id: parameter.name.to_owned(),
                path,
                found: "takes a secret and shows it".to_owned(),
                allowed: "NoEcho: true, or the name of a secret in Secrets Manager".to_owned(),
                remedy: "take the secret's ARN instead and let the resource resolve it".to_owned(),
            });
        }
    }
    remarks
}

/// Whether a parameter takes a secret, by its name's last words: `DbPassword`, `ApiToken`; not where one is kept
/// (`SecretArn`, `SecretsBucketRegion`) nor where the values are listed.
pub(super) fn holds_a_secret(parameter: &Parameter<'_>) -> bool {
    // A type of its own takes a name, not a value: AWS::SSM::Parameter::Name, AWS::EC2::KeyPair::KeyName.
    parameter.kind == "String" && parameter.allowed_values.is_none() && is_a_secret_by_name(parameter.name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said_of;

    fn said(parameters: &str) -> String {
        said_of(&RULE, &format!("Parameters:\n{parameters}\nResources:\n  T: {{Type: AWS::SNS::Topic}}\n"))
    }

    #[test]
    fn shown_secrets_and_defaults_are_found() {
        insta::assert_snapshot!(said(
            "  DbPassword: {Type: String}\n  GithubApiToken: {Type: String, Default: ''}\n  WebhookSecret: {Type: String, NoEcho: true, Default: hunter2}"
        ));
    }

    #[test]
    fn masked_secrets_and_what_is_only_about_secrets_are_fine() {
        let parameters = "
  DbPassword: {Type: String, NoEcho: true}
  WebhookSecret: {Type: String, NoEcho: 'true', Default: ''}
  SecretArn: {Type: String}
  PasswordLength: {Type: String}
  ExternalId: {Type: String}
  TokenParameter: {Type: 'AWS::SSM::Parameter::Name'}
  SecretsBucketRegion: {Type: String, Default: eu-west-1}
  UsePassword: {Type: String, AllowedValues: ['true', 'false']}
  ImageDigest: {Type: String, Default: latest}
";
        assert_eq!(said(parameters), "");
    }
}
