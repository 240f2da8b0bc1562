//! The second judge: another evaluator, by other people, in another language.

use crate::judge::Evaluation;
use crate::request::KeyValue;
use iam_rs::{
    Arn, Context as TheirContext, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest, PolicyEvaluator,
    Principal, PrincipalId,
};
use serde_json::{Value, json};

/// Keys whose values are yes or no: this judge compares by type.
const YES_OR_NO: [&str; 4] =
    ["ec2:AssociatePublicIpAddress", "ec2:Encrypted", "ec2:IsLaunchTemplateResource", "ec2:Public"];

/// A policy as this judge reads it.
#[derive(Debug)]
pub struct SecondOpinion {
    evaluator: PolicyEvaluator,
}

impl SecondOpinion {
    /// Reads a policy; a trust policy, which names no resource, is about its own role.
    pub fn new(document: &Value) -> Self {
        let mut document = document.clone();
        for statement in document["Statement"].as_array_mut().into_iter().flatten() {
            let statement = statement.as_object_mut().expect("a statement is an object");
            if !statement.contains_key("Resource") {
                statement.insert("Resource".to_owned(), json!("*"));
            }
            arn_operators(statement);
        }
        let policy: IAMPolicy =
            serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{error} in {document:#}"));
        // `*` is no ARN to this judge, so resources are matched against an ARN that stands for it; see `allows`.
        let evaluator = PolicyEvaluator::with_policies(vec![policy]).with_options(EvaluationOptions::default());
        Self { evaluator }
    }

    /// Whether the policy allows it.
    ///
    /// A statement that names an account as principal means everybody there whom their own account lets: so the caller
    /// is also asked about as the root of its account.
    pub fn allows(&self, evaluation: &Evaluation) -> bool {
        let root = evaluation.trust.then(|| {
            let account = evaluation.principal.split(':').nth(4).expect("a principal's ARN has an account");
            format!("arn:aws:iam::{account}:root")
        });
        [Some(evaluation.principal.clone()), root]
            .into_iter()
            .flatten()
            .any(|principal| self.asks(evaluation, principal))
    }

    fn asks(&self, evaluation: &Evaluation, principal: String) -> bool {
        // An action without resources is asked about as `*`; any ARN will do, as its statements say `*` too.
        let resource = match evaluation.resource.as_str() {
            "*" => "arn:aws:none:::none",
            resource => resource,
        };
        let resource = Arn::parse(resource).unwrap_or_else(|error| panic!("{resource}: {error}"));
        let mut context = TheirContext::new();
        for (key, value) in &evaluation.context {
            let value = match value {
                KeyValue::Many(values) => ContextValue::StringList(values.clone()),
                KeyValue::One(text) if YES_OR_NO.contains(&key.as_str()) => ContextValue::Boolean(text == "true"),
                KeyValue::One(text) => ContextValue::String(text.clone()),
            };
            context.insert(key.clone(), value);
        }
        let principal = Principal::Aws(PrincipalId::String(principal));
        let request = IAMRequest::new_with_context(principal, evaluation.action.clone(), resource, context);
        match self.evaluator.evaluate(&request).unwrap_or_else(|error| panic!("{evaluation:?}: {error}")).decision {
            Decision::Allow => true,
            Decision::Deny | Decision::NotApplicable => false,
        }
    }
}

/// `ArnEquals` and `ArnLike` are the same to AWS; this judge takes wildcards in the first for letters.
fn arn_operators(statement: &mut serde_json::Map<String, Value>) {
    let Some(conditions) = statement.get_mut("Condition").and_then(Value::as_object_mut) else { return };
    *conditions = std::mem::take(conditions)
        .into_iter()
        .map(|(operator, keys)| (operator.replace("ArnEquals", "ArnLike"), keys))
        .collect();
}
