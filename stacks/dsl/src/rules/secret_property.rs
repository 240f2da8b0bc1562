//! SPR054: a password, a token or a key is no literal.

use serde_json::Value;

use super::view::View;
use super::view::text::{Text, texts};
use super::{Remark, Rule, RuleId, Severity};
use crate::template::{Template, as_intrinsic, pointer_join};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR054-secret-property"),
    severity: Severity::Error,
    guardrail: false,
    why: "whoever may read the template or its repository has the secret",
    check,
};

/// Properties whose value is a secret whatever it looks like ("AWS CloudFormation Template Reference").
const SECRETS: [&str; 15] = [
    "MasterUserPassword",
    "MasterPassword",
    "AdminPassword",
    "AdminUserPassword",
    "Password",
    "UserPassword",
    "ServicePassword",
    "AuthToken",
    "OAuthToken",
    "SecretString",
    "SecretAccessKey",
    "ClientSecret",
    "PrivateKey",
    "SecretToken",
    "PreSharedKey",
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for resource in view.template.resources() {
        if let Some(properties) = resource.json.get("Properties") {
            let path = format!("{}/Properties", resource.path());
            search(view.template, properties, &path, &mut |name, text| {
                remarks.push(Remark {
                    severity: None,
                    logical_id: resource.logical_id.to_owned(),
                    path: text.path,
                    // The secret itself is not repeated: findings are posted and kept too.
                    found: format!("has the secret {name} in the open"),
                    allowed: "{{resolve:secretsmanager:…}}, or a parameter with NoEcho and without default".to_owned(),
                    remedy: "change the secret, keep the new one in Secrets Manager, and refer to it".to_owned(),
                });
            });
        }
    }
    remarks
}

fn search(template: &Template, value: &Value, path: &str, hit: &mut impl FnMut(&str, Text)) {
    match value {
        Value::Object(map) => {
            // The variables of containers and functions come as NAME: VALUE or as {Name: NAME, Value: VALUE}.
            if let (Some(Value::String(name)), Some(given)) = (map.get("Name"), map.get("Value"))
                && is_a_secret_by_name(name)
            {
                judge(template, name, given, &pointer_join(path, "Value"), false, hit);
            }
            for (name, item) in map {
                let path = pointer_join(path, name);
                if SECRETS.contains(&name.as_str()) {
                    judge(template, name, item, &path, true, hit);
                } else if is_a_secret_by_name(name) && !name.starts_with("Fn::") {
                    judge(template, name, item, &path, false, hit);
                }
                search(template, item, &path, hit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                search(template, item, &format!("{path}/{index}"), hit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn judge(template: &Template, name: &str, value: &Value, path: &str, certain: bool, hit: &mut impl FnMut(&str, Text)) {
    // What a mapping holds is looked at by its own names; a parameter's default is another rule's.
    let is_parameter = as_intrinsic(value).is_some() && value.get("Ref").is_some();
    if is_parameter || value.is_object() && as_intrinsic(value).is_none() || value.is_array() {
        return;
    }
    let literal = texts(template, value, path).into_iter().find(|text| {
        text.is_known()
            && !text.text.is_empty()
            && !text.text.contains("{{resolve:")
            && match certain {
                true => !is_structured(&text.text) && !is_about_a_secret(&text.text),
                false => looks_like_a_secret(&text.text),
            }
    });
    if let Some(text) = literal {
        hit(name, text);
    }
}

/// `SecretString: '{"username": "x"}'` without a password in it is no secret; neither is a switch.
fn is_structured(text: &str) -> bool {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(map)) => !map.iter().any(|(name, value)| {
            is_a_secret_by_name(name) && value.as_str().is_some_and(|value| !is_about_a_secret(value))
        }),
        Ok(Value::Bool(_)) => true,
        Ok(_) | Err(_) => false,
    }
}

/// Whether a name says that its value is a secret: its last words do, whatever else they are about. `DB_PASSWORD`,
/// `apiToken`, `ClientSecret`; not `SecretsBucketRegion`, `PasswordPolicy` or `TokenUrl`.
pub(super) fn is_a_secret_by_name(name: &str) -> bool {
    const SECRETS: [&str; 12] = [
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "token",
        "apikey",
        "secretkey",
        "privatekey",
        "accesskey",
        "credential",
        "credentials",
    ];
    const NO_SECRETS: [&str; 7] = [
        "nexttoken",
        "continuationtoken",
        "servicetoken",
        "clientrequesttoken",
        "publictoken",
        "clienttoken",
        "eventsourcetoken",
    ];
    // A path into the input of a step of Step Functions.
    if name.ends_with(".$") {
        return false;
    }
    let flat: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let flat = flat.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let flat = flat.strip_suffix("value").or_else(|| flat.strip_suffix("plaintext")).unwrap_or(flat);
    let last_word = SECRETS.iter().find(|word| flat.ends_with(*word));
    last_word.is_some_and(|word| {
        let before = &flat[..flat.len() - word.len()];
        // `generatesecret`, `use_password`: a switch.
        !NO_SECRETS.contains(&flat)
            && !["generate", "use", "has", "require", "rotate"].iter().any(|verb| before.ends_with(verb))
    })
}

/// A name, an address or a placeholder where a secret is meant.
fn is_about_a_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let placeholder =
        ["<", "${", "{{", "changeme", "change-me", "change_me", "replace", "placeholder", "todo", "example"];
    text.starts_with("arn:")
        || text.contains(":aws:")
        || text.starts_with("amzn1.")
        || text.starts_with("$$.")
        || text.starts_with('/')
        || text.contains("://")
        || placeholder.iter().any(|word| lower.contains(word)) && lower.len() < 40 && !is_dense(text)
}

/// By value: long enough, not a word, an address or a sentence, and with the mixture that generated secrets have.
pub(super) fn looks_like_a_secret(text: &str) -> bool {
    let length = text.chars().count();
    let one_word = !text.contains(char::is_whitespace);
    (8..=512).contains(&length) && one_word && !is_about_a_secret(text) && is_dense(text)
}

/// Whether letters of both cases, digits and signs are mixed as in what was generated, and no two thirds repeat.
fn is_dense(text: &str) -> bool {
    let has = |test: fn(&char) -> bool| u8::from(text.chars().any(|letter| test(&letter)));
    let kinds = has(char::is_ascii_lowercase)
        + has(char::is_ascii_uppercase)
        + has(char::is_ascii_digit)
        + has(|letter| letter.is_ascii_punctuation() && !matches!(letter, '-' | '.' | '_' | ':' | '/'));
    3 <= kinds && 2.8 <= entropy(text) || 2 <= kinds && 20 <= text.len() && 3.5 <= entropy(text)
}

/// Shannon's entropy of the text, in bits a character.
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::<char, u32>::new();
    for letter in text.chars() {
        *counts.entry(letter).or_default() += 1;
    }
    let total = f64::from(counts.values().sum::<u32>());
    counts.into_values().map(|count| f64::from(count) / total).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{said, said_of};

    #[test]
    fn literals_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Database: {Type: AWS::RDS::DBInstance, Properties: {MasterUsername: admin, MasterUserPassword: hunter2}}
User: {Type: AWS::IAM::User, Properties: {LoginProfile: {Password: 'Welcome1'}}}
Secret: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: '{\"username\": \"a\", \"password\": \"Tr0ub4dor&3\"}'}}
Function: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {DB_PASSWORD: 'xK9!mQ2#vL', STAGE: production}}}}
Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Environment: [{Name: API_TOKEN, Value: 'q7Wm2ZxT9bLr4Kp1'}]}]}}
"
        ));
    }

    #[test]
    fn references_names_and_switches_are_fine() {
        let source = "
Parameters:
  Code: {Type: String, NoEcho: true}
Resources:
  Database: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}'}}
  Other: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Ref Code}}
  Joined: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Sub '{{resolve:ssm-secure:${Code}}}'}}
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {SecretStringTemplate: '{\"username\": \"a\"}', GenerateStringKey: password}}}
  Function: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {SECRET_ARN: 'arn:aws:secretsmanager:x', DB_PASSWORD: '<your password>', SecretsBucketRegion: eu-west-1, TOKEN_URL: 'https://x.example/oauth2/T0ken', GITHUB_TOKEN: production}}}}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {GenerateSecret: true}}
  Custom: {Type: Custom::X, Properties: {ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:f'}}
";
        assert_eq!(said_of(&RULE, source), "");
    }

    #[test]
    fn names_are_read_by_their_last_word() {
        for (name, expected) in [
            ("DB_PASSWORD", true),
            ("MasterUserPassword", true),
            ("apiToken", true),
            ("Secret2", true),
            ("SecretsBucketRegion", false),
            ("PasswordPolicy", false),
            ("TokenUrl", false),
            ("SecretArn", false),
            ("ServiceToken", false),
            ("NextToken", false),
            ("GenerateSecret", false),
            ("", false),
        ] {
            assert_eq!(is_a_secret_by_name(name), expected, "{name}");
        }
    }

    #[test]
    fn values_are_told_apart_by_their_mixture() {
        for (text, expected) in [
            ("Tr0ub4dor&3", true),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz9", true),
            ("0b5c8a1e9f3d7c2b4a6e8d0f1c3b5a79", true),
            ("production", false),
            ("eu-west-1", false),
            ("changeme", false),
            ("https://example.com/A1b2C3d4", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("My Secret Phrase 1", false),
        ] {
            assert_eq!(looks_like_a_secret(text), expected, "{text}");
        }
    }
}
