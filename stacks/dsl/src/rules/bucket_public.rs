//! SPR040: a bucket cannot be opened to everybody.

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
                logical_id: bucket.logical_id.to_owned(),
                found: format!("is opened by the access list {}", list.text),
                path: list.path,
                allowed: "no AccessControl".to_owned(),
                remedy: "remove AccessControl; a bucket policy says who reads".to_owned(),
            });
        }
        // AWS blocks public access to new buckets by itself since April 2023; a template that turns it off says so.
        for block in BLOCKS {
            let name = format!("PublicAccessBlockConfiguration/{block}");
            let set = bucket.property("PublicAccessBlockConfiguration").is_some();
            let values = view.property(&bucket, &name);
            let off = values.into_iter().find(|value| match value {
                None => set,
                Some(text) => truth(&text.text) != Some(true),
            });
            if let Some(off) = off {
                remarks.push(Remark {
                    logical_id: bucket.logical_id.to_owned(),
                    path: off.map_or_else(
                        || format!("{}/Properties/PublicAccessBlockConfiguration", bucket.path()),
                        |text| text.path,
                    ),
                    found: format!("does not set {block}"),
                    allowed: format!("{block}: true"),
                    remedy: format!("write {block}: true"),
                });
            }
        }
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
