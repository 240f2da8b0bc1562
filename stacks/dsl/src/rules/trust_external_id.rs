//! SPR032: a principal from elsewhere proves by an external id whom it works for.

use super::trust_everyone::is_about_the_organisation;
use super::view::View;
use super::view::policies::{Principal, Purpose, Statement};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR032-trust-external-id"),
    severity: Severity::Error,
    guardrail: true,
    why: "without it anybody who talks the other account into using this role's ARN uses this role (the confused deputy)",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Trust) {
        if !statement.covers_action("sts:AssumeRole") || asks_for_external_id(view, statement) {
            continue;
        }
        for principal in statement.principals.iter().filter(|principal| is_from_elsewhere(principal)) {
            remarks.push(Remark {
                severity: severity(view, statement, principal),
                logical_id: document.logical_id.to_owned(),
                path: principal.text.path.clone(),
                found: format!("trusts {} without an external id in {}", principal.text.text, statement.name()),
                allowed: "a foreign principal only with a condition StringEquals on sts:ExternalId".to_owned(),
                remedy: "add Condition: {StringEquals: {sts:ExternalId: …}} with a random id of the two parties' own"
                    .to_owned(),
            });
        }
    }
    remarks
}

/// Somebody of the own organisation, and one role by name, matter less than whoever an account lets.
fn severity(view: &View<'_>, statement: &Statement, principal: &Principal) -> Option<Severity> {
    if statement.always(view.template, is_about_the_organisation) {
        return Some(Severity::Info);
    }
    let text = &principal.text;
    let one = [":role/", ":user/", ":assumed-role/"].iter().any(|kind| text.text.contains(kind));
    (one && text.is_known() && !text.has_wildcard()).then_some(Severity::Warning)
}

/// An account that is written out, or one that is not known before deployment. The stack's own account, services and
/// identity providers are no foreigners; everybody (`*`) is another rule's.
fn is_from_elsewhere(principal: &Principal) -> bool {
    if principal.kind != "AWS" || principal.text.text == "*" {
        return false;
    }
    let text = &principal.text.text;
    let account = text.split(':').nth(4).filter(|_| text.starts_with("arn:")).unwrap_or(text);
    // A hole with colons in it, `${AWS::AccountId}`, is cut by the split: look at the whole.
    let own = text == "${AWS::AccountId}" || text.contains(":${AWS::AccountId}:");
    let in_this_stack = principal.text.hole().is_some_and(|hole| hole.contains('.') && !hole.contains("::"));
    !own && !in_this_stack && !account.is_empty()
}

fn asks_for_external_id(view: &View<'_>, statement: &Statement) -> bool {
    statement.always(view.template, |clause| {
        clause.has_key("sts:ExternalId")
            && (clause.is("StringEquals") || clause.is("StringLike"))
            && !clause.passes_without_key()
            && clause
                .values
                .iter()
                .all(|value| !value.text.is_empty() && (clause.is("StringEquals") || !value.has_wildcard()))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{said_of, trusted_by};

    fn said(statements: &str) -> String {
        let role = trusted_by(statements).lines().map(|line| format!("  {line}\n")).collect::<String>();
        said_of(
            &RULE,
            &format!(
                "Parameters:\n  Vendor: {{Type: String}}\n  Id: {{Type: String}}\nConditions:\n  HasId: !Not [!Equals [!Ref Id, '']]\nResources:\n{role}"
            ),
        )
    }

    #[test]
    fn a_foreign_principal_without_external_id_is_found() {
        insta::assert_snapshot!(said(
            "
- {Effect: Allow, Principal: {AWS: arn:aws:iam::999999999999:root}, Action: sts:AssumeRole}
- {Effect: Allow, Principal: {AWS: ['999999999999', !Ref Vendor]}, Action: 'sts:*'}
- {Sid: Pattern, Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${Vendor}:role/x'}, Action: sts:AssumeRole, Condition: {StringLike: {sts:ExternalId: '*'}}}
- {Sid: Loose, Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringEqualsIfExists: {sts:ExternalId: !Ref Id}}}
- {Sid: Sometimes, Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: !If [HasId, {StringEquals: {sts:ExternalId: !Ref Id}}, !Ref AWS::NoValue]}
- {Sid: NoValue, Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: !If [HasId, !Ref Id, !Ref AWS::NoValue]}}}
- {Sid: Negated, Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringNotEquals: {sts:ExternalId: x}}}
"
        ));
    }

    #[test]
    fn an_external_id_the_own_account_and_services_are_fine() {
        let statements = "
- {Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: !Ref Id}}}
- {Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:externalid: [!Ref Id, old]}}}
- {Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: [!Ref Id, !If [HasId, old, !Ref AWS::NoValue]]}}}
- {Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:AssumeRole, Condition: !If [HasId, {StringEquals: {sts:ExternalId: !Ref Id}}, {StringEquals: {sts:ExternalId: other}}]}
- {Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: sts:AssumeRole}
- {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: sts:AssumeRole}
- {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
- {Effect: Allow, Principal: {AWS: !Ref Vendor}, Action: sts:TagSession}
- {Effect: Deny, Principal: {AWS: '999999999999'}, Action: sts:AssumeRole}
";
        assert_eq!(said(statements), "");
    }
}
