//! What the rules' tests share.

use super::Rule;
use crate::template::Template;

/// The sentences a rule says about these resources, one a line. The resources are given as the body of `Resources`.
pub(super) fn said(rule: &Rule, resources: &str) -> String {
    said_of(rule, &format!("Resources:\n{}", indented(resources)))
}

/// The sentences a rule says about a template, one a line.
pub(super) fn said_of(rule: &Rule, source: &str) -> String {
    let template = Template::parse(source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let findings = rule.check(&template);
    for finding in &findings {
        assert!(
            finding.path.is_empty() || template.as_json().pointer(&finding.path).is_some(),
            "{} points to nothing",
            finding.path
        );
    }
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// A role with these statements as the body of its one inline policy.
pub(super) fn role_with(statements: &str) -> String {
    format!(
        "Role:\n  Type: AWS::IAM::Role\n  Properties:\n    Policies:\n      - PolicyName: p\n        PolicyDocument:\n          Statement:\n{}",
        statements.trim_matches('\n').lines().map(|line| format!("            {line}\n")).collect::<String>()
    )
}

/// A role with these statements as the body of its trust policy.
pub(super) fn trusted_by(statements: &str) -> String {
    format!(
        "Role:\n  Type: AWS::IAM::Role\n  Properties:\n    AssumeRolePolicyDocument:\n      Statement:\n{}",
        statements.trim_matches('\n').lines().map(|line| format!("        {line}\n")).collect::<String>()
    )
}

fn indented(text: &str) -> String {
    text.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect()
}
