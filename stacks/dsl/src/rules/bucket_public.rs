//! SPR040: a bucket cannot be opened to everybody.

use super::view::text::Text;
use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR040-bucket-public"),
    severity: Severity::Error,
    guardrail: false,
    why: "one careless access list or policy publishes what is in it",
    check,
};

const BLOCKS: [&str; 4] = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for bucket in view.of_kind("AWS::S3::Bucket") {
        let lists = view.property(&bucket, "AccessControl");
        if let Some(list) = lists.into_iter().flatten().find(|list| list.text.starts_with("Public")) {
            remarks.push(Remark {
                severity: None,
                logical_id: bucket.logical_id.to_owned(),
                found: format!("is opened by the access list {}", list.text),
                path: list.path,
                allowed: "no AccessControl".to_owned(),
                remedy: "remove AccessControl; a bucket policy says who reads".to_owned(),
            });
        }
        // AWS blocks public access to new buckets by itself since April 2023; a template that turns it off says so.
        if bucket.property("PublicAccessBlockConfiguration").is_none() {
            continue;
        }
        let off = BLOCKS.iter().filter_map(|block| {
            let values = view.property(&bucket, &format!("PublicAccessBlockConfiguration/{block}"));
            let is_off = |value: &Option<_>| value.as_ref().is_none_or(|text: &Text| truth(&text.text) != Some(true));
            values.into_iter().find(is_off).map(|value| (*block, value.map(|text| text.path)))
        });
        let off: Vec<(&str, Option<String>)> = off.collect();
        let Some((_, path)) = off.first() else { continue };
        let names = off.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let silent = off.iter().all(|(_, path)| path.is_none());
        remarks.push(Remark {
            // What is not said may be on for the whole account.
            severity: silent.then_some(Severity::Warning),
            logical_id: bucket.logical_id.to_owned(),
            path: path
                .clone()
                .unwrap_or_else(|| format!("{}/Properties/PublicAccessBlockConfiguration", bucket.path())),
            found: format!("does not set {names}"),
            allowed: "all four of PublicAccessBlockConfiguration".to_owned(),
            remedy: format!("write true for {names}"),
        });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn an_open_list_and_a_block_that_is_off_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Open:
  Type: AWS::S3::Bucket
  Properties: {AccessControl: PublicRead}
Half:
  Type: AWS::S3::Bucket
  Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true}}
"
        ));
    }

    #[test]
    fn blocked_and_silent_buckets_are_fine() {
        let source = "
Blocked:
  Type: AWS::S3::Bucket
  Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}}
Silent:
  Type: AWS::S3::Bucket
";
        assert_eq!(said(&RULE, source), "");
    }
}
