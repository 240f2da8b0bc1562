//! SPR042: a bucket is reached by TLS only.

use serde_json::Value;

use super::view::View;
use super::view::policies::Purpose;
use super::view::text::elements;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR042-bucket-tls"),
    severity: Severity::Warning,
    guardrail: false,
    why: "S3 also answers without encryption unless the bucket's policy denies it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let protected: Vec<String> = view
        .documents()
        .iter()
        .filter(|document| document.purpose == Purpose::Resource && document.kind == "AWS::S3::BucketPolicy")
        .filter(|document| {
            document.statements.iter().any(|statement| {
                !statement.allows
                    && statement.clauses.iter().any(|clause| {
                        (clause.has_key("aws:SecureTransport")
                            && clause.is("Bool")
                            && clause.values.iter().any(|value| value.text == "false"))
                            || (clause.has_key("s3:TlsVersion") && clause.is("NumericLessThan"))
                    })
            })
        })
        .filter_map(|document| view.template.resource(document.logical_id)?.property("Bucket"))
        .flat_map(|bucket| elements(bucket, ""))
        .filter_map(|(bucket, _)| bucket.get("Ref").and_then(Value::as_str).map(str::to_owned))
        .collect();
    view.of_kind("AWS::S3::Bucket")
        .filter(|bucket| !protected.iter().any(|id| id == bucket.logical_id))
        .map(|bucket| Remark {
            severity: None,
            logical_id: bucket.logical_id.to_owned(),
            path: bucket.path(),
            found: "may be reached without TLS".to_owned(),
            allowed: "a bucket policy that denies requests whose aws:SecureTransport is false".to_owned(),
            remedy: "add an AWS::S3::BucketPolicy with that denial for everybody".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn policy(effect: &str, value: &str) -> String {
        format!(
            "
Cache:
  Type: AWS::S3::Bucket
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Cache
    PolicyDocument:
      Statement:
        - {{Effect: {effect}, Principal: '*', Action: 's3:*', Resource: !Sub '${{Cache.Arn}}/*', Condition: {{Bool: {{aws:SecureTransport: {value}}}}}}}
"
        )
    }

    #[test]
    fn no_denial_is_found() {
        insta::assert_snapshot!(
            said(&RULE, &policy("Deny", "'true'")) + &said(&RULE, "Alone:\n  Type: AWS::S3::Bucket")
        );
    }

    #[test]
    fn a_denial_is_fine() {
        assert_eq!(said(&RULE, &policy("Deny", "'false'")), "");
        assert_eq!(said(&RULE, &policy("Deny", "false")), "");
    }
}
