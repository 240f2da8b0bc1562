//! SPR025: a policy names actions that AWS has.

use super::view::View;
use super::view::policies::{Document, Statement};
use super::view::text::Text;
use super::{Remark, Rule, RuleId, Severity};
use crate::iam::reference;
use crate::template::nearest;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR025-unknown-action"),
    severity: Severity::Error,
    guardrail: false,
    why: "IAM takes any word for an action: a misspelt one is missing, and a misspelt denial denies nothing",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            for action in statement.actions.iter().chain(&statement.not_actions) {
                if action.text == "*" || !action.is_known() {
                    continue;
                }
                let Some((service, _)) = action.text.split_once(':') else {
                    remarks.push(Remark {
                        severity: None,
                        logical_id: document.logical_id.to_owned(),
                        path: action.path.clone(),
                        found: format!(
                            "names the action {} in {}, which has no service",
                            action.text,
                            statement.name()
                        ),
                        allowed: "SERVICE:ACTION".to_owned(),
                        remedy: "write the service before a colon".to_owned(),
                    });
                    continue;
                };
                // AWS's own default policy of a topic has an action that SNS does not.
                if service.contains(['*', '?']) || action.text.eq_ignore_ascii_case("sns:Receive") {
                    continue;
                }
                if reference::find_service(service).is_none() {
                    remarks.push(of_unknown_service(document, statement, action, service));
                    continue;
                }
                if !reference::matching(&action.text).is_empty() {
                    continue;
                }
                let nearest = permission_of(&action.text).or_else(|| reference::nearest_action(&action.text));
                remarks.push(Remark {
                    severity: None,
                    logical_id: document.logical_id.to_owned(),
                    path: action.path.clone(),
                    found: format!("names the action {} in {}, which AWS does not have", action.text, statement.name()),
                    allowed: format!("the actions of {service} in the Service Authorization Reference"),
                    remedy: nearest.map_or_else(|| "remove it".to_owned(), |nearest| format!("write {nearest}")),
                });
            }
        }
    }
    remarks
}

/// A service that is not in the vocabulary may be new: nothing about its actions was judged.
fn of_unknown_service(document: &Document<'_>, statement: &Statement, action: &Text, service: &str) -> Remark {
    let meant = reference::nearest_action(&action.text).filter(|meant| {
        // Only a slip of the prefix, with an action that is there.
        let same = |one: &str, other: &str| {
            one.split_once(':').map(|(_, own)| own.to_ascii_lowercase())
                == other.split_once(':').map(|(_, own)| own.to_ascii_lowercase())
        };
        same(meant, &action.text) && nearest(service, meant.split_once(':').map(|(prefix, _)| prefix)).is_some()
    });
    Remark {
        severity: Some(Severity::Warning),
        logical_id: document.logical_id.to_owned(),
        path: action.path.clone(),
        found: format!(
            "names the action {} in {}, whose service {service} is not in the vocabulary, so nothing about it was judged",
            action.text,
            statement.name()
        ),
        allowed: "a service of the Service Authorization Reference".to_owned(),
        remedy: meant.map_or_else(
            || "check the prefix; if the service is new, waive this".to_owned(),
            |meant| format!("did you mean {meant}?"),
        ),
    }
}

/// Operations of an API that another permission's name stands for ("Actions, resources, and condition keys": S3 and
/// Lambda name several of theirs otherwise than the call).
fn permission_of(name: &str) -> Option<&'static str> {
    const PERMISSIONS: [(&str, &str); 19] = [
        ("s3:HeadBucket", "s3:ListBucket"),
        ("s3:HeadObject", "s3:GetObject"),
        ("s3:ListObjects", "s3:ListBucket"),
        ("s3:ListObjectsV2", "s3:ListBucket"),
        ("s3:ListBuckets", "s3:ListAllMyBuckets"),
        ("s3:ListObjectVersions", "s3:ListBucketVersions"),
        ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
        ("s3:ListParts", "s3:ListMultipartUploadParts"),
        ("s3:SelectObjectContent", "s3:GetObject"),
        ("s3:DeleteObjects", "s3:DeleteObject"),
        ("s3:CreateMultipartUpload", "s3:PutObject"),
        ("s3:UploadPart", "s3:PutObject"),
        ("s3:CompleteMultipartUpload", "s3:PutObject"),
        ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
        ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
        ("lambda:Invoke", "lambda:InvokeFunction"),
        ("bedrock:Converse", "bedrock:InvokeModel"),
        ("bedrock:ConverseStream", "bedrock:InvokeModelWithResponseStream"),
        ("sqs:SendMessageBatch", "sqs:SendMessage"),
    ];
    let found = PERMISSIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(name));
    // Only where the vocabulary has it.
    found.map(|(_, permission)| *permission).filter(|permission| reference::find_action(permission).is_some())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn slips_strangers_and_empty_patterns_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: Launch, Effect: Allow, Action: [ec2:RunInstance, ec2:Banana, RunInstances, 'ec2:Lauch*'], Resource: '*'}
- {Sid: Never, Effect: Deny, Action: s3:DeleteObjects, Resource: '*'}
- {Sid: Other, Effect: Allow, Action: [s3:HeadBucket, s3:ReadObject, 'dynamodb:GetItm', 'nosuch:Foo', 'bedrok:InvokeModel'], Resource: '*'}
"
            )
        ));
    }

    #[test]
    fn known_actions_in_any_case_are_fine() {
        let statements = "- {Effect: Allow, Action: [EC2:runinstances, 'ec2:Describe*', '*', 'bedrock:InvokeModel', '*:Get*'], Resource: '*'}";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
