//! SPR048: functions and their layers are used by whom they are meant for.

use super::view::View;
use super::view::text::{Text, property};
use super::{Remark, Rule, RuleId, Severity};
use crate::template::Resource;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR048-public-function"),
    severity: Severity::Error,
    guardrail: false,
    why: "everybody on the internet runs it, at the account's cost and with the function's role",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for permission in view.of_kind("AWS::Lambda::Permission") {
        remarks.extend(of_permission(view, &permission));
    }
    for permission in view.of_kind("AWS::Lambda::LayerVersionPermission") {
        let everybody = first(view, &permission, "Principal").filter(|principal| principal.text == "*");
        if let Some(everybody) = everybody
            && !is_given(view, &permission, "OrganizationId")
        {
            remarks.push(Remark {
                severity: Some(Severity::Warning),
                logical_id: permission.logical_id.to_owned(),
                path: everybody.path,
                found: "lets every AWS account use the layer".to_owned(),
                allowed: "an account, or OrganizationId".to_owned(),
                remedy: "add OrganizationId".to_owned(),
            });
        }
    }
    for url in view.of_kind("AWS::Lambda::Url") {
        remarks.extend(open_url(&url, view.property(&url, "AuthType")));
    }
    for function in view.of_kind("AWS::Serverless::Function") {
        remarks.extend(open_url(&function, view.property(&function, "FunctionUrlConfig/AuthType")));
    }
    for bus in view.of_kind("AWS::Events::EventBusPolicy") {
        let everybody = first(view, &bus, "Principal").filter(|principal| principal.text == "*");
        if let Some(everybody) = everybody
            && !is_given(view, &bus, "Condition")
        {
            remarks.push(Remark {
                severity: None,
                logical_id: bus.logical_id.to_owned(),
                path: everybody.path,
                found: "lets every AWS account put events on the bus".to_owned(),
                allowed: "an account, or a condition on aws:PrincipalOrgID".to_owned(),
                remedy: "name the account or the organisation".to_owned(),
            });
        }
    }
    remarks
}

fn of_permission(view: &View<'_>, permission: &Resource<'_>) -> Option<Remark> {
    let principal = first(view, permission, "Principal")?;
    let given = |name| is_given(view, permission, name);
    if principal.text == "*" {
        if given("PrincipalOrgID") {
            return None;
        }
        let action =
            first(view, permission, "Action").map_or_else(|| "lambda:InvokeFunction".to_owned(), |text| text.text);
        let by_url = action.ends_with("InvokeFunctionUrl");
        let signed = first(view, permission, "FunctionUrlAuthType").is_some_and(|kind| kind.text == "AWS_IAM");
        // A source narrows who calls through a service.
        let narrowed = given("SourceArn") || given("SourceAccount");
        return (!narrowed).then(|| Remark {
            severity: None,
            logical_id: permission.logical_id.to_owned(),
            path: principal.path,
            found: match (by_url, signed) {
                (true, false) => format!("lets everybody on the internet call the function's URL ({action} for *)"),
                (_, _) => format!("lets every AWS account invoke the function ({action} for *)"),
            },
            allowed: "an account, a role, or PrincipalOrgID".to_owned(),
            remedy: "name who invokes it".to_owned(),
        });
    }
    // A service acts for all its customers, so the permission must say for which of them. Some name no source.
    let service = principal.text.ends_with(".amazonaws.com");
    const WITHOUT_SOURCE: [&str; 5] = ["alexa", "lex", "connect", "elasticloadbalancing", "cognito-idp"];
    let has_source = !WITHOUT_SOURCE.iter().any(|name| principal.text.starts_with(name));
    (service && has_source && !given("SourceArn") && !given("SourceAccount")).then(|| Remark {
        severity: Some(Severity::Warning),
        logical_id: permission.logical_id.to_owned(),
        path: principal.path,
        found: format!("lets {} invoke the function for whichever account", principal.text),
        allowed: "SourceArn or SourceAccount".to_owned(),
        remedy: "add the SourceArn that is meant, and SourceAccount where that has no account in it".to_owned(),
    })
}

fn open_url(resource: &Resource<'_>, kinds: Vec<Option<Text>>) -> Option<Remark> {
    let open = kinds.into_iter().flatten().find(|kind| kind.text == "NONE")?;
    Some(Remark {
        severity: None,
        logical_id: resource.logical_id.to_owned(),
        path: open.path,
        found: "has a URL that anybody may call (AuthType: NONE)".to_owned(),
        allowed: "AuthType: AWS_IAM".to_owned(),
        remedy: "write AWS_IAM, or waive this if the function checks its callers itself".to_owned(),
    })
}

fn first(view: &View<'_>, resource: &Resource<'_>, name: &str) -> Option<Text> {
    let properties = resource.json.get("Properties")?;
    let path = format!("{}/Properties", resource.path());
    let found = property(view.template, properties, &path, name);
    let star = found.iter().flatten().find(|text| text.text == "*").cloned();
    star.or_else(|| found.into_iter().flatten().next())
}

/// Whether a property is there in every deployment, with more than a wildcard.
fn is_given(view: &View<'_>, resource: &Resource<'_>, name: &str) -> bool {
    let Some(properties) = resource.json.get("Properties") else { return false };
    let found = property(view.template, properties, "", name);
    !found.is_empty() && found.iter().all(|text| text.as_ref().is_some_and(|text| text.text != "*"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn what_everybody_may_run_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
ByUrl: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunctionUrl, Principal: '*', FunctionUrlAuthType: NONE}}
Anybody: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: '*'}}
Bucket: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com}}
Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: f, AuthType: NONE}}
Sam: {Type: AWS::Serverless::Function, Properties: {FunctionUrlConfig: {AuthType: NONE}}}
Layer: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Action: lambda:GetLayerVersion, LayerVersionArn: l, Principal: '*'}}
Bus: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '*'}}
"
        ));
    }

    #[test]
    fn named_callers_are_fine() {
        let source = "
Org: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: '*', PrincipalOrgID: o-1}}
Bucket: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId}}
Account: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: '111122223333'}}
Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: f, AuthType: AWS_IAM}}
Layer: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Principal: '*', OrganizationId: o-1}}
";
        assert_eq!(said(&RULE, source), "");
    }
}
