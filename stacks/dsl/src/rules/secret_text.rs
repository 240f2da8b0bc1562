//! SPR053: no credential stands in the template.

use serde_json::Value;

use super::secret_property::{entropy, is_a_secret_by_name, looks_like_a_secret};
use super::view::View;
use super::{Remark, Rule, RuleId, Severity};
use crate::template::pointer_join;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR053-secret-text"),
    severity: Severity::Error,
    guardrail: true,
    why: "a template is kept, copied and mailed; what stands in it is public",
    check,
};

/// How a credential begins, what follows it, and whose it is. The prefixes are the issuers' own, made to be found.
const PREFIXES: [(&str, usize, &str); 25] = [
    ("AKIA", 16, "an AWS access key id"),
    ("ASIA", 16, "an AWS session key id"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghu_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("ghr_", 36, "a GitHub token"),
    ("github_pat_", 60, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("sk_live_", 24, "a Stripe key"),
    ("npm_", 36, "an npm token"),
    ("rk_live_", 24, "a Stripe key"),
    ("xoxa-", 20, "a Slack token"),
    ("xapp-", 20, "a Slack token"),
    ("AIza", 35, "a Google API key"),
    ("SG.", 60, "a SendGrid key"),
    ("pypi-AgEI", 50, "a PyPI token"),
    ("hvs.", 24, "a Vault token"),
    ("dop_v1_", 64, "a DigitalOcean token"),
    ("sk-ant-", 40, "an Anthropic key"),
    ("sk-proj-", 40, "an OpenAI key"),
    ("dckr_pat_", 24, "a Docker Hub token"),
    ("shpat_", 32, "a Shopify token"),
];

/// Bytes of the shortest text that is looked into: an AWS access key id, or an address with a password.
const SHORTEST: usize = 20;

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for section in ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"] {
        let entries = view.template.as_json().get(section).and_then(Value::as_object);
        for (id, entry) in entries.into_iter().flatten() {
            let root = Place { above: None, key: Key::Name(id) };
            search(entry, &root, &mut |what, place| {
                remarks.push(Remark {
                    severity: None,
                    logical_id: id.clone(),
                    path: format!("/{section}{}", place.pointer()),
                    // The credential itself is not repeated: findings are posted and kept too.
                    found: format!("contains {what}"),
                    allowed: "no credential in a template".to_owned(),
                    remedy: "revoke it, then keep the new one in Secrets Manager".to_owned(),
                });
            });
        }
    }
    remarks
}

/// Where the search is: written out only for a hit, since it looks at every text.
struct Place<'p> {
    above: Option<&'p Place<'p>>,
    key: Key<'p>,
}

enum Key<'p> {
    Name(&'p str),
    Index(usize),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        let above = self.above.map(Place::pointer).unwrap_or_default();
        match self.key {
            Key::Name(name) => pointer_join(&above, name),
            Key::Index(index) => format!("{above}/{index}"),
        }
    }
}

fn search(value: &Value, place: &Place<'_>, hit: &mut impl FnMut(&'static str, &Place<'_>)) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                search(item, &Place { above: Some(place), key: Key::Index(index) }, hit);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                search(item, &Place { above: Some(place), key: Key::Name(key) }, hit);
            }
        }
        Value::String(text) => {
            if let Some(what) = credential(text) {
                hit(what, place);
            }
        }
    }
}

fn credential(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    let issued = PREFIXES.iter().find(|(prefix, length, _)| has_token(text, prefix, *length)).map(|(_, _, what)| *what);
    issued
        .or_else(|| has_aws_secret(text).then_some("an AWS secret access key"))
        .or_else(|| has_password_in_url(text).then_some("a password in a URL"))
        .or_else(|| has_assigned_secret(text).then_some("a secret that a script sets"))
}

/// Forty letters, digits, slashes and pluses as a word of their own, mixed as AWS's secret keys are. A hash in hex has
/// one case, a path has words.
fn has_aws_secret(text: &str) -> bool {
    let is_part =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '+' | '=' | '_' | '-' | '.' | ':');
    text.split(|letter: char| !is_part(letter)).flat_map(|word| word.split('=')).any(|word| {
        let count = |test: fn(&u8) -> bool| word.bytes().filter(test).count();
        let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
        let digits = count(u8::is_ascii_digit);
        word.len() == 40
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'/' || byte == b'+')
            && 8 <= lower
            && 8 <= upper
            && 3 <= digits
            && word.bytes().filter(|byte| *byte == b'/').count() < 4
            && 4.3 <= entropy(word)
            && !word.ends_with("EXAMPLEKEY")
    })
}

/// `export DB_PASSWORD=…` of a script, with a value that looks like what was generated.
fn has_assigned_secret(text: &str) -> bool {
    text.contains('\n')
        && text.lines().any(|line| {
            let line = line.trim().trim_start_matches("export ").trim_start_matches("ENV ");
            let Some((name, value)) = line.split_once('=') else { return false };
            let value = value.split(|letter: char| letter.is_whitespace() || letter == ';').next().unwrap_or_default();
            let value = value.trim_matches(['"', '\'']);
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_name
                && !value.contains(['$', '(', ')', '`', '{', '[', ']', ',', '.'])
                && is_a_secret_by_name(name)
                && looks_like_a_secret(value)
        })
}

/// `postgres://user:password@host`, with a password that is written out.
fn has_password_in_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let rest = text[at + 3..].split(['/', ' ', '"', '\'', '\n']).next().unwrap_or_default();
        let Some((user, _)) = rest.rsplit_once('@') else { return false };
        user.split_once(':').is_some_and(|(name, password)| {
            let placeholder = password.contains(['$', '{', '<', '*']) || password.eq_ignore_ascii_case("password");
            !name.is_empty() && 4 <= password.len() && !placeholder
        })
    })
}

/// Whether the text has the prefix at the start of a word, followed by so many letters and digits. AWS's documented
/// examples end in EXAMPLE.
fn has_token(text: &str, prefix: &str, length: usize) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    text.match_indices(prefix).any(|(at, _)| {
        let before = text.as_bytes()[..at].last();
        let after = &text.as_bytes()[at + prefix.len()..];
        let run = after.iter().take_while(|byte| is_word(byte)).count();
        length <= run && !before.is_some_and(is_word) && !after[..run].ends_with(b"EXAMPLE")
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said_of;

    /// Put together here, so that no scanner of this repository takes the test for a leak.
    fn fake(prefix: &str, length: usize) -> String {
        format!("{prefix}{}", "Q7".repeat(length / 2))
    }

    fn said(text: &str) -> String {
        let data = serde_json::json!({"LaunchTemplateData": {"UserData": {"Fn::Base64": text}}});
        let resource = serde_json::json!({"Type": "AWS::EC2::LaunchTemplate", "Properties": data});
        said_of(&RULE, &serde_json::json!({"Resources": {"T": resource}}).to_string())
    }

    #[test]
    fn credentials_are_found_and_not_repeated() {
        let key = fake("AKIA", 16);
        let text = said(&format!("export AWS_ACCESS_KEY_ID={key}"))
            + &said(&fake("ghs_", 36))
            + &said("-----BEGIN RSA PRIVATE KEY-----");
        assert!(!text.contains(&key));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn keys_without_a_prefix_and_passwords_in_addresses_are_found() {
        // Forty mixed letters, put together for the same reason.
        let key = ["wJalrXUtnFEMI/K7MDE", "NG9bPxRfiCYq2ZkT8vLoQ"].concat();
        assert!(said(&format!("export AWS_SECRET_ACCESS_KEY={key}")).contains("an AWS secret access key"));
        assert!(said("DATABASE_URL=postgres://app:hunter2x@db.internal/app").contains("a password in a URL"));
        assert!(said("#!/bin/sh\nexport DB_PASSWORD=Sup3rS3cretX9\nstart").contains("a secret that a script sets"));
        assert_eq!(said("#!/bin/sh\nexport DB_PASSWORD=$(aws ssm get)\nTOKEN=production\n"), "");
        assert_eq!(said("put_evaluations(\n  ResultToken=event['resultToken'],\n  Token=self.Client9.Token2)\n"), "");
        for text in [
            "image@sha256:0b5c8a1e9f3d7c2b4a6e8d0f1c3b5a790b5c8a1e9f3d7c2b4a6e8d0f1c3b5a79",
            "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
            "https://github.com/acme/some-Repository-With-A-Long-Name/archive/refs/heads/main.zip",
            "git@github.com:acme/app.git cloned over ssh://git@github.com/acme/app",
            "postgres://app:${Password}@db.internal/app",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ] {
            assert_eq!(said(text), "", "{text}");
        }
    }

    #[test]
    fn examples_and_words_that_look_alike_are_fine() {
        for text in
            ["AKIAIOSFODNN7EXAMPLE", "SLOVAKIAN", "npm_config_cache=/tmp", "-----BEGIN CERTIFICATE-----", "ghs_short"]
        {
            assert_eq!(said(text), "");
        }
    }
}
