//! Whether a bucket may become public.

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};

use super::setting::Setting;

const BLOCKS: [&str; 4] = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

/// What is compared together.
pub(super) fn units(kind: &str) -> Vec<&'static str> {
    if kind == "AWS::S3::Bucket" { vec!["PublicAccessBlockConfiguration", "AccessControl"] } else { Vec::new() }
}

/// Settings of buckets.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    if kind != "AWS::S3::Bucket" {
        return Vec::new();
    }
    let block = properties.get("PublicAccessBlockConfiguration");
    let mut out: Vec<Setting> = BLOCKS
        .iter()
        .map(|name| {
            let written = block.and_then(|block| block.get(*name)).and_then(|value| scope.text(value));
            let explicit = written.is_some();
            // Removing the block from a bucket that exists turns it off.
            let value = written.unwrap_or_else(|| Text::literal("false"));
            Setting {
                name: (*name).to_owned(),
                path: format!("/PublicAccessBlockConfiguration/{name}"),
                risk: value.as_literal().map(|text| i64::from(!text.eq_ignore_ascii_case("true"))),
                value: Some(value),
                changed: format!("the bucket {id} now has {name} {{after}} (before: {{before}})"),
                widened: format!("the bucket {id} may now become public: {name} is off"),
                narrowed: format!("the bucket {id} is held private by {name}"),
                set: None,
                gone: String::new(),
                explicit,
            }
        })
        .collect();
    let acl = properties.get("AccessControl").and_then(|value| scope.text(value));
    let acl = acl.unwrap_or_else(|| Text::literal("Private"));
    let sentence = format!("the bucket {id} now has the access control {{after}} (before: {{before}})");
    out.push(Setting {
        name: "AccessControl".to_owned(),
        path: "/AccessControl".to_owned(),
        risk: acl.as_literal().and_then(|text| match text {
            "Private" | "BucketOwnerFullControl" | "BucketOwnerRead" => Some(0),
            "AuthenticatedRead" | "PublicRead" => Some(1),
            "PublicReadWrite" => Some(2),
            _ => None,
        }),
        value: Some(acl),
        changed: sentence.clone(),
        widened: sentence.clone(),
        narrowed: sentence,
        set: None,
        gone: String::new(),
        explicit: true,
    });
    out
}
