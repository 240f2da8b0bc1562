//! SPR053: no credential stands in the template.

use serde_json::Value;

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
const PREFIXES: [(&str, usize, &str); 13] = [
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
];

/// Bytes of the shortest credential: an AWS access key id.
const SHORTEST: usize = 20;

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for section in ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"] {
        let entries = view.template.as_json().get(section).and_then(Value::as_object);
        for (id, entry) in entries.into_iter().flatten() {
            let root = Place { above: None, key: Key::Name(id) };
            search(entry, &root, &mut |what, place| {
                remarks.push(Remark {
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
    PREFIXES.iter().find(|(prefix, length, _)| has_token(text, prefix, *length)).map(|(_, _, what)| *what)
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
        said_of(
            &RULE,
            &format!(
                "Resources:\n  T:\n    Type: AWS::EC2::LaunchTemplate\n    Properties: {{LaunchTemplateData: {{UserData: {{Fn::Base64: '{text}'}}}}}}\n"
            ),
        )
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
    fn examples_and_words_that_look_alike_are_fine() {
        for text in
            ["AKIAIOSFODNN7EXAMPLE", "SLOVAKIAN", "npm_config_cache=/tmp", "-----BEGIN CERTIFICATE-----", "ghs_short"]
        {
            assert_eq!(said(text), "");
        }
    }
}
