//! SPR051: an output shows no secret.

use serde_json::Value;

use super::secret_parameter::holds_a_secret;
use super::view::View;
use super::{Remark, Rule, RuleId, Severity};
use crate::template::{Part, Template, parts, pointer_join};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR051-secret-output"),
    severity: Severity::Error,
    guardrail: false,
    why: "outputs are shown to everybody who may look at the stack, masked parameters too",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.template
        .outputs()
        .filter_map(|output| {
            let secret = secret_in(view.template, output.value)?;
            Some(Remark {
                severity: None,
                logical_id: output.name.to_owned(),
                path: format!("{}/Value", pointer_join("/Outputs", output.name)),
                found: format!("shows the secret {secret}"),
                allowed: "the ARN of a secret, never its value".to_owned(),
                remedy: "remove the output".to_owned(),
            })
        })
        .collect()
}

/// The first secret that a value is made of: a masked parameter, one that is a secret by its name, an access key's
/// secret, a secret that CloudFormation resolves.
pub(super) fn secret_in(template: &Template, value: &Value) -> Option<String> {
    let parameter = |name: &str| {
        let parameter = template.parameter(name)?;
        (parameter.no_echo || holds_a_secret(&parameter)).then(|| name.to_owned())
    };
    let attribute = |id: &str, attribute: &str| {
        let kind = template.resource(id)?.kind;
        (kind == "AWS::IAM::AccessKey" && attribute == "SecretAccessKey").then(|| format!("{id}.{attribute}"))
    };
    match value {
        Value::String(text) => text
            .contains("{{resolve:secretsmanager:")
            .then(|| text.clone())
            .or_else(|| text.contains("{{resolve:ssm-secure:").then(|| text.clone())),
        Value::Array(items) => items.iter().find_map(|item| secret_in(template, item)),
        Value::Object(map) => {
            if let Some(name) = map.get("Ref").and_then(Value::as_str).and_then(parameter) {
                return Some(name);
            }
            if let Some([Value::String(id), Value::String(name)]) =
                map.get("Fn::GetAtt").and_then(Value::as_array).map(Vec::as_slice)
                && let Some(secret) = attribute(id, name)
            {
                return Some(secret);
            }
            let text = map.get("Fn::Sub").and_then(|sub| sub.get(0).unwrap_or(sub).as_str()).unwrap_or_default();
            let substituted = parts(text).unwrap_or_default().into_iter().find_map(|part| match part {
                Part::Variable(name) => match name.split_once('.') {
                    Some((id, name)) => attribute(id, name),
                    None => parameter(name),
                },
                Part::Text(_) | Part::Literal(_) => None,
            });
            substituted.or_else(|| map.values().find_map(|item| secret_in(template, item)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said_of;

    fn said(outputs: &str) -> String {
        said_of(
            &RULE,
            &format!(
                "Parameters:\n  Code: {{Type: String, NoEcho: true}}\n  Stage: {{Type: String}}\nResources:\n  Key: {{Type: AWS::IAM::AccessKey, Properties: {{UserName: x}}}}\nOutputs:\n{outputs}"
            ),
        )
    }

    #[test]
    fn every_way_to_show_a_secret_is_found() {
        insta::assert_snapshot!(said(
            "
  A: {Value: !Ref Code}
  B: {Value: !Sub 'https://x/${Code}'}
  C: {Value: !GetAtt Key.SecretAccessKey}
  D: {Value: !Join ['', [a, !Sub '${Key.SecretAccessKey}']]}
  E: {Value: '{{resolve:secretsmanager:db:SecretString:password}}'}
"
        ));
    }

    #[test]
    fn other_values_are_fine() {
        assert_eq!(said("  A: {Value: !Ref Stage}\n  B: {Value: !Sub '${!Code}-${Stage}-${Key}'}\n"), "");
    }
}
