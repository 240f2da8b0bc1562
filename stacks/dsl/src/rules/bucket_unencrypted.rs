//! SPR041: a bucket says with which key it encrypts.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR041-bucket-unencrypted"),
    severity: Severity::Info,
    guardrail: false,
    why: "S3 encrypts with a key of its own when nothing is said; a reviewer must see that this was meant",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.of_kind("AWS::S3::Bucket")
        .filter_map(|bucket| {
            let rules = "BucketEncryption/ServerSideEncryptionConfiguration";
            let absent = view.property(&bucket, rules).iter().any(Option::is_none);
            absent.then(|| Remark {
                severity: None,
                logical_id: bucket.logical_id.to_owned(),
                path: bucket.path(),
                found: "does not say how it encrypts".to_owned(),
                allowed: "BucketEncryption with aws:kms or AES256".to_owned(),
                remedy: "add BucketEncryption".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn silence_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "Cache:\n  Type: AWS::S3::Bucket\nOther:\n  Type: AWS::S3::Bucket\n  Properties: {BucketEncryption: !Ref AWS::NoValue}"
        ));
    }

    #[test]
    fn a_stated_encryption_is_fine() {
        let bucket = "Cache:\n  Type: AWS::S3::Bucket\n  Properties: {BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}}";
        assert_eq!(said(&RULE, bucket), "");
    }
}
