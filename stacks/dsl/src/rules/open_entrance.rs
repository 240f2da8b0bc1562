//! SPR049: interfaces, identity pools and endpoint services know who comes in.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR049-open-entrance"),
    severity: Severity::Warning,
    guardrail: false,
    why: "whoever finds the address comes in, and the account pays for what they do",
    check,
};

struct Entrance {
    kind: &'static str,
    property: &'static str,
    /// The value that lets everybody in.
    open: &'static str,
    /// Whether saying nothing is the open value.
    by_default: bool,
    severity: Severity,
    found: &'static str,
    remedy: &'static str,
}

/// Public interfaces are many teams' trade: they are worth knowing. Who gives AWS credentials to guests, or takes
/// connections from every account, seldom means it.
const ENTRANCES: &[Entrance] = &[
    Entrance {
        kind: "AWS::Cognito::IdentityPool",
        property: "AllowUnauthenticatedIdentities",
        open: "true",
        by_default: false,
        severity: Severity::Warning,
        found: "gives AWS credentials to guests",
        remedy: "set AllowUnauthenticatedIdentities to false, or waive it with what its role for guests may do",
    },
    Entrance {
        kind: "AWS::EC2::VPCEndpointServicePermissions",
        property: "AllowedPrincipals",
        open: "*",
        by_default: false,
        severity: Severity::Warning,
        found: "lets every AWS account ask for a connection",
        remedy: "name the accounts that connect",
    },
    Entrance {
        kind: "AWS::ApiGateway::Method",
        property: "AuthorizationType",
        open: "NONE",
        by_default: true,
        severity: Severity::Info,
        found: "is called by anybody (AuthorizationType: NONE)",
        remedy: "set an authoriser, or a policy on the interface",
    },
    Entrance {
        kind: "AWS::ApiGatewayV2::Route",
        property: "AuthorizationType",
        open: "NONE",
        by_default: true,
        severity: Severity::Info,
        found: "is called by anybody (AuthorizationType: NONE)",
        remedy: "set AuthorizationType: JWT, AWS_IAM or CUSTOM",
    },
    Entrance {
        kind: "AWS::AppSync::GraphQLApi",
        property: "AuthenticationType",
        open: "API_KEY",
        by_default: false,
        severity: Severity::Info,
        found: "is called by whoever has the key, which its clients carry (AuthenticationType: API_KEY)",
        remedy: "use AWS_IAM, AMAZON_COGNITO_USER_POOLS or OPENID_CONNECT",
    },
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    // Interfaces that admit by a policy of their own.
    let admits = |id: &str| {
        view.of_kind("AWS::ApiGateway::RestApi").any(|api| api.logical_id == id && api.property("Policy").is_some())
    };
    for entrance in ENTRANCES {
        for resource in view.of_kind(entrance.kind) {
            let is = |name: &str, value: &str| resource.property(name).and_then(|text| text.as_str()) == Some(value);
            let api = resource.property("RestApiId").and_then(|api| api.get("Ref")).and_then(|id| id.as_str());
            // A browser's question before its call carries no credentials.
            if is("HttpMethod", "OPTIONS") || api.is_some_and(admits) || is("ApiKeyRequired", "true") {
                continue;
            }
            let values = view.property(&resource, entrance.property);
            let open = values.iter().find(|value| match value {
                Some(text) => text.text.eq_ignore_ascii_case(entrance.open),
                None => entrance.by_default,
            });
            let Some(open) = open else { continue };
            remarks.push(Remark {
                severity: Some(entrance.severity),
                logical_id: resource.logical_id.to_owned(),
                path: open.as_ref().map_or_else(|| resource.path(), |text| text.path.clone()),
                found: entrance.found.to_owned(),
                allowed: "callers who are known".to_owned(),
                remedy: entrance.remedy.to_owned(),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{said, said_of};

    #[test]
    fn who_lets_everybody_in_is_told() {
        for (resource, sentence) in [
            ("P: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: true}}", "to guests"),
            (
                "S: {Type: AWS::EC2::VPCEndpointServicePermissions, Properties: {AllowedPrincipals: ['*']}}",
                "every AWS account",
            ),
            ("M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, RestApiId: a}}", "by anybody"),
            ("R: {Type: AWS::ApiGatewayV2::Route, Properties: {RouteKey: GET /, ApiId: a}}", "by anybody"),
            ("G: {Type: AWS::AppSync::GraphQLApi, Properties: {AuthenticationType: API_KEY}}", "has the key"),
        ] {
            assert!(said(&RULE, resource).contains(sentence), "{resource}");
        }
    }

    #[test]
    fn who_asks_is_not() {
        for resource in [
            "P: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: false}}",
            "S: {Type: AWS::EC2::VPCEndpointServicePermissions, Properties: {AllowedPrincipals: ['arn:aws:iam::1:root']}}",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: AWS_IAM}}",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: OPTIONS, AuthorizationType: NONE}}",
            "G: {Type: AWS::AppSync::GraphQLApi, Properties: {AuthenticationType: AWS_IAM}}",
        ] {
            assert_eq!(said(&RULE, resource), "", "{resource}");
        }
    }

    #[test]
    fn globals_speak_for_every_function() {
        let template = "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: {FunctionUrlConfig: {AuthType: NONE}}\nResources:\n  F: {Type: AWS::Serverless::Function, Properties: {Handler: h}}\n";
        assert!(said_of(&super::super::public_function::RULE, template).contains("AuthType: NONE"));
    }
}
