//! Every kind of way in which somebody may now do more, each with its opposite, and what must not be taken for one.

use std::fmt::Write;

use sprinters_dsl::policy::places;
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Difference, Direction, diff};

/// What a reviewer says of a step from one template to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// Somebody may do more, nobody less.
    More,
    /// Somebody may do more, and somebody less; or which of the two is not known.
    Other,
    /// Somebody may do less, nobody more.
    Less,
    /// It is told, and no grant.
    Told,
    /// It means the same.
    Same,
}
use Said::{Less, More, Other, Same, Told};

/// Both templates as the lines under `Resources`, but for those that begin with another section.
struct Step {
    name: &'static str,
    before: &'static str,
    after: &'static str,
    said: Said,
}

const fn step(name: &'static str, before: &'static str, after: &'static str, said: Said) -> Step {
    Step { name, before, after, said }
}

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn read(lines: &str) -> Template {
    const SECTIONS: [&str; 8] =
        ["Transform:", "Globals:", "Parameters:", "Conditions:", "Mappings:", "Hooks:", "Outputs:", "Metadata:"];
    let (mut sections, mut resources) = (String::new(), String::from("Resources:\n  Queue: {Type: AWS::SQS::Queue}\n"));
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match SECTIONS.iter().any(|section| line.starts_with(section)) {
            true => writeln!(sections, "{line}").unwrap(),
            false => writeln!(resources, "  {line}").unwrap(),
        }
    }
    match Template::parse(&format!("{sections}{resources}")) {
        Ok(template) => template,
        Err(error) => panic!("{error}\n{sections}{resources}"),
    }
}

fn said(difference: &Difference) -> Said {
    let any = |direction| difference.grants.iter().any(|change| change.direction == direction);
    match (any(Direction::Widened), any(Direction::Changed), any(Direction::Narrowed)) {
        (true, false, false) => More,
        (false, false, true) => Less,
        (false, false, false) if difference.is_empty() => Same,
        (false, false, false) => Told,
        (_, _, _) => Other,
    }
}

fn judge(steps: &[Step]) {
    let mut wrong = String::new();
    for step in steps {
        let (old, new) = (read(step.before), read(step.after));
        let (forth, back) = (diff(&old, &new), diff(&new, &old));
        let turned = match step.said {
            More => Less,
            Less => More,
            other => other,
        };
        if said(&forth) != step.said {
            writeln!(wrong, "{}: {:?} and not {:?}\n{}", step.name, said(&forth), step.said, forth.to_text()).unwrap();
        }
        if said(&back) != turned {
            writeln!(wrong, "{}, undone: {:?} and not {turned:?}\n{}", step.name, said(&back), back.to_text()).unwrap();
        }
        for template in [&old, &new] {
            assert!(diff(template, template).is_empty(), "{}: it differs from itself", step.name);
        }
        for change in forth.grants.iter().chain(&back.grants) {
            let sentence = &change.sentence;
            assert!(
                change.before.is_none() || change.before != change.after || sentence.contains("what it depends on"),
                "{sentence}"
            );
            assert!(!sentence.contains("=>"), "{sentence}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const TASK: &str = "D: {Type: AWS::ECS::TaskDefinition, Properties: {Family: f}}";

#[test]
fn roles_that_are_handed_over() {
    judge(&[
        step(
            "task role",
            TASK,
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {Family: f, TaskRoleArn: 'arn:aws:iam::111122223333:role/admin'}}",
            More,
        ),
        step(
            "execution role",
            TASK,
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {Family: f, ExecutionRoleArn: x}}",
            More,
        ),
        step(
            "another role",
            "F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111122223333:role/a'}}",
            "F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111122223333:role/b'}}",
            Other,
        ),
        step(
            "a function with a role",
            "",
            "F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111122223333:role/a'}}",
            More,
        ),
        step(
            "instance profile",
            "I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1}}",
            "I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, IamInstanceProfile: p}}",
            More,
        ),
        step(
            "instance profile of a launch template",
            "L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1}}}",
            "L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1, IamInstanceProfile: {Name: p}}}}",
            More,
        ),
        step(
            "instance profile of a launch configuration",
            "L: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {ImageId: ami-1, InstanceType: t3.micro}}",
            "L: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {ImageId: ami-1, InstanceType: t3.micro, IamInstanceProfile: p}}",
            More,
        ),
        step(
            "second role of a profile",
            "P: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: []}}",
            "P: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [admin]}}",
            More,
        ),
        step(
            "service role of a build",
            "B: {Type: AWS::CodeBuild::Project, Properties: {ServiceRole: a}}",
            "B: {Type: AWS::CodeBuild::Project, Properties: {ServiceRole: b}}",
            Other,
        ),
        step(
            "role of a target",
            "R: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: b}]}}",
            "R: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: b, RoleArn: c}]}}",
            More,
        ),
        step(
            "state machine",
            "S: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: a}}",
            "S: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: b}}",
            Other,
        ),
        step(
            "service-linked role",
            "",
            "S: {Type: AWS::IAM::ServiceLinkedRole, Properties: {AWSServiceName: spot.amazonaws.com}}",
            More,
        ),
        step(
            "launch role",
            "",
            "C: {Type: AWS::ServiceCatalog::LaunchRoleConstraint, Properties: {PortfolioId: p, ProductId: q, RoleArn: r}}",
            More,
        ),
        step(
            "role of a pod",
            "",
            "P: {Type: AWS::EKS::PodIdentityAssociation, Properties: {ClusterName: c, Namespace: n, ServiceAccount: s, RoleArn: r}}",
            More,
        ),
        step(
            "SAM function with a role",
            "Transform: AWS::Serverless-2016-10-31\nF: {Type: AWS::Serverless::Function, Properties: {Handler: h}}",
            "Transform: AWS::Serverless-2016-10-31\nF: {Type: AWS::Serverless::Function, Properties: {Handler: h, Role: r}}",
            More,
        ),
        step(
            "custom resource with a role",
            "C: {Type: Custom::Thing, Properties: {ServiceToken: t}}",
            "C: {Type: Custom::Thing, Properties: {ServiceToken: t, RoleArn: r}}",
            More,
        ),
        step(
            "the same role by its ARN's parts",
            "F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111122223333:role/a'}}",
            "F: {Type: AWS::Lambda::Function, Properties: {Role: !Join ['/', ['arn:aws:iam::111122223333:role', a]]}}",
            Same,
        ),
        step(
            "role behind a condition",
            "Conditions: {Live: !Equals [!Ref AWS::Region, eu-west-1]}\nF: {Type: AWS::Lambda::Function, Properties: {Role: a}}",
            "Conditions: {Live: !Equals [!Ref AWS::Region, eu-west-1]}\nF: {Type: AWS::Lambda::Function, Properties: {Role: !If [Live, a, b]}}",
            Other,
        ),
    ]);
}

#[test]
fn grants_that_are_no_policy_documents() {
    judge(&[
        step(
            "assignment",
            "",
            "A: {Type: AWS::SSO::Assignment, Properties: {InstanceArn: i, PermissionSetArn: p, PrincipalId: u, PrincipalType: USER, TargetId: '111122223333', TargetType: AWS_ACCOUNT}}",
            More,
        ),
        step(
            "assignment to somebody else",
            "A: {Type: AWS::SSO::Assignment, Properties: {InstanceArn: i, PermissionSetArn: p, PrincipalId: u, PrincipalType: USER, TargetId: '111122223333', TargetType: AWS_ACCOUNT}}",
            "A: {Type: AWS::SSO::Assignment, Properties: {InstanceArn: i, PermissionSetArn: p, PrincipalId: v, PrincipalType: USER, TargetId: '111122223333', TargetType: AWS_ACCOUNT}}",
            Other,
        ),
        step(
            "permission set with a policy",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n}}",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n, ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess']}}",
            More,
        ),
        step(
            "permission set with an inline policy",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n, InlinePolicy: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: s3:GetObject, Resource: '*'}]}}}",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n, InlinePolicy: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: s3:*, Resource: '*'}]}}}",
            More,
        ),
        step(
            "permission set without boundary",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n, PermissionsBoundary: {ManagedPolicyArn: b}}}",
            "P: {Type: AWS::SSO::PermissionSet, Properties: {InstanceArn: i, Name: n}}",
            More,
        ),
        step(
            "event bus for an account",
            "",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '111122223333'}}",
            More,
        ),
        step(
            "event bus for anyone",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '111122223333'}}",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '*'}}",
            More,
        ),
        step(
            "event bus no longer within the organisation",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '*', Condition: {Type: StringEquals, Key: aws:PrincipalOrgID, Value: o-1}}}",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Action: events:PutEvents, Principal: '*'}}",
            More,
        ),
        step(
            "event bus by a statement",
            "",
            "P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Statement: {Effect: Allow, Principal: '*', Action: events:PutEvents, Resource: '*'}}}",
            More,
        ),
        step(
            "layer",
            "",
            "P: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Action: lambda:GetLayerVersion, LayerVersionArn: l, Principal: '*'}}",
            More,
        ),
        step(
            "layer beyond the organisation",
            "P: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Action: lambda:GetLayerVersion, LayerVersionArn: l, Principal: '*', OrganizationId: o}}",
            "P: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Action: lambda:GetLayerVersion, LayerVersionArn: l, Principal: '*'}}",
            More,
        ),
        step(
            "function for anyone",
            "",
            "P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: '*'}}",
            More,
        ),
        step(
            "function without source",
            "P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com, SourceAccount: '111122223333'}}",
            "P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com}}",
            More,
        ),
        step(
            "URL for anyone",
            "U: {Type: AWS::Lambda::Url, Properties: {AuthType: AWS_IAM, TargetFunctionArn: f}}",
            "U: {Type: AWS::Lambda::Url, Properties: {AuthType: NONE, TargetFunctionArn: f}}",
            More,
        ),
        step(
            "share",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['111122223333'], ResourceArns: [a]}}",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['111122223333', '444455556666'], ResourceArns: [a]}}",
            More,
        ),
        step(
            "share of more",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['111122223333'], ResourceArns: [a]}}",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['111122223333'], ResourceArns: [a, b]}}",
            More,
        ),
        step(
            "share beyond the organisation",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, AllowExternalPrincipals: false}}",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, AllowExternalPrincipals: true}}",
            More,
        ),
        step(
            "endpoint service",
            "",
            "E: {Type: AWS::EC2::VPCEndpointServicePermissions, Properties: {ServiceId: s, AllowedPrincipals: ['*']}}",
            More,
        ),
        step(
            "endpoint service that asks nobody",
            "E: {Type: AWS::EC2::VPCEndpointService, Properties: {AcceptanceRequired: true}}",
            "E: {Type: AWS::EC2::VPCEndpointService, Properties: {AcceptanceRequired: false}}",
            More,
        ),
        step(
            "access entry",
            "",
            "E: {Type: AWS::EKS::AccessEntry, Properties: {ClusterName: c, PrincipalArn: p}}",
            More,
        ),
        step(
            "access entry with a policy",
            "E: {Type: AWS::EKS::AccessEntry, Properties: {ClusterName: c, PrincipalArn: p}}",
            "E: {Type: AWS::EKS::AccessEntry, Properties: {ClusterName: c, PrincipalArn: p, AccessPolicies: [{PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', AccessScope: {Type: cluster}}]}}",
            More,
        ),
        step(
            "access entry with a group",
            "E: {Type: AWS::EKS::AccessEntry, Properties: {ClusterName: c, PrincipalArn: p, KubernetesGroups: [a]}}",
            "E: {Type: AWS::EKS::AccessEntry, Properties: {ClusterName: c, PrincipalArn: p, KubernetesGroups: [a, 'system:masters']}}",
            More,
        ),
        step(
            "method for anyone",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: AWS_IAM, ResourceId: r, RestApiId: a}}",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: NONE, ResourceId: r, RestApiId: a}}",
            More,
        ),
        step(
            "method with another authoriser",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: a, ResourceId: r, RestApiId: a}}",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: b, ResourceId: r, RestApiId: a}}",
            Other,
        ),
        step(
            "method with another kind of authoriser",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: AWS_IAM, ResourceId: r, RestApiId: a}}",
            "M: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: GET, AuthorizationType: COGNITO_USER_POOLS, ResourceId: r, RestApiId: a}}",
            Other,
        ),
        step(
            "route for anyone",
            "R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: a, RouteKey: GET /, AuthorizationType: JWT, AuthorizerId: b}}",
            "R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: a, RouteKey: GET /, AuthorizerId: b}}",
            More,
        ),
        step(
            "one more audience",
            "A: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: a, AuthorizerType: JWT, JwtConfiguration: {Audience: [x], Issuer: i}}}",
            "A: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: a, AuthorizerType: JWT, JwtConfiguration: {Audience: [x, y], Issuer: i}}}",
            More,
        ),
        step(
            "interface without a policy",
            "A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: n, Policy: {Version: 2012-10-17, Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}]}}}",
            "A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: n}}",
            More,
        ),
        step(
            "identity pool for anyone",
            "P: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: false}}",
            "P: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: true}}",
            More,
        ),
        step(
            "role of an identity pool",
            "",
            "A: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: p, Roles: {unauthenticated: r}}}",
            More,
        ),
        step(
            "one more way to sign in",
            "C: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: p, ExplicitAuthFlows: [a]}}",
            "C: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: p, ExplicitAuthFlows: [a, b]}}",
            More,
        ),
        step(
            "everybody may sign up",
            "P: {Type: AWS::Cognito::UserPool, Properties: {AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}}}",
            "P: {Type: AWS::Cognito::UserPool, Properties: {AdminCreateUserConfig: {AllowAdminCreateUserOnly: false}}}",
            More,
        ),
        step(
            "data lake",
            "P: {Type: AWS::LakeFormation::PrincipalPermissions, Properties: {Principal: {DataLakePrincipalIdentifier: r}, Permissions: [SELECT], PermissionsWithGrantOption: [], Resource: {Catalog: {}}}}",
            "P: {Type: AWS::LakeFormation::PrincipalPermissions, Properties: {Principal: {DataLakePrincipalIdentifier: r}, Permissions: [SELECT, DROP], PermissionsWithGrantOption: [], Resource: {Catalog: {}}}}",
            More,
        ),
        step(
            "dashboard of other people",
            "D: {Type: AWS::QuickSight::Dashboard, Properties: {AwsAccountId: a, DashboardId: d, Name: n, Permissions: [{Principal: p, Actions: [x]}]}}",
            "D: {Type: AWS::QuickSight::Dashboard, Properties: {AwsAccountId: a, DashboardId: d, Name: n, Permissions: [{Principal: q, Actions: [x]}]}}",
            Other,
        ),
        step(
            "list in another order",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['111122223333', '444455556666']}}",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n, Principals: ['444455556666', '111122223333']}}",
            Same,
        ),
        step(
            "name of a share",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: n}}",
            "S: {Type: AWS::RAM::ResourceShare, Properties: {Name: m}}",
            Told,
        ),
    ]);
}

#[test]
fn resource_policies_of_every_type_that_has_one() {
    let closed = "Statement: [{Effect: Allow, Principal: {AWS: '111122223333'}, Action: 'x:Read', Resource: '*'}]";
    let open = "Statement: [{Effect: Allow, Principal: '*', Action: 'x:Read', Resource: '*'}]";
    for (kind, property) in [
        ("AWS::S3::BucketPolicy", "PolicyDocument"),
        ("AWS::S3::AccessPoint", "Policy"),
        ("AWS::SQS::QueuePolicy", "PolicyDocument"),
        ("AWS::SQS::QueueInlinePolicy", "PolicyDocument"),
        ("AWS::SNS::TopicInlinePolicy", "PolicyDocument"),
        ("AWS::KMS::Key", "KeyPolicy"),
        ("AWS::ECR::Repository", "RepositoryPolicyText"),
        ("AWS::ECR::PublicRepository", "RepositoryPolicyText"),
        ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
        ("AWS::EFS::FileSystem", "FileSystemPolicy"),
        ("AWS::Backup::BackupVault", "AccessPolicy"),
        ("AWS::Elasticsearch::Domain", "AccessPolicies"),
        ("AWS::OpenSearchService::Domain", "AccessPolicies"),
        ("AWS::Kinesis::ResourcePolicy", "ResourcePolicy"),
        ("AWS::Lambda::ResourcePolicy", "PolicyDocument"),
        ("AWS::Glue::Database", "AnythingPolicy"),
        ("AWS::VpcLattice::AuthPolicy", "Policy"),
        ("AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"),
        ("AWS::XRay::ResourcePolicy", "PolicyDocument"),
        ("AWS::MediaStore::Container", "Policy"),
        ("AWS::IoT::Policy", "PolicyDocument"),
        ("Some::Future::Thing", "Policy"),
    ] {
        let with = |policy: &str| {
            read(&format!("R: {{Type: '{kind}', Properties: {{{property}: {{Version: 2012-10-17, {policy}}}}}}}"))
        };
        let text = |policy: &str| {
            let json = read(&format!("R: {{Type: X, Properties: {{P: {{Version: 2012-10-17, {policy}}}}}}}"));
            let json = json.as_json()["Resources"]["R"]["Properties"]["P"].to_string();
            read(&format!("R: {{Type: '{kind}', Properties: {{{property}: '{json}'}}}}"))
        };
        let difference = diff(&with(closed), &with(open));
        assert_eq!(said(&difference), More, "{kind}\n{}", difference.to_text());
        assert_eq!(said(&diff(&with(open), &with(closed))), Less, "{kind}");
        // The same as a text that holds JSON.
        assert_eq!(said(&diff(&text(closed), &text(open))), More, "{kind}");
        if places(kind).is_some_and(|places| places.policies.contains(&property)) {
            assert_eq!(said(&diff(&with(open), &text(open))), Same, "{kind}");
        }
        // What can't be read is never quiet.
        let opaque = |name: &str| {
            read(&format!(
                "Parameters: {{{name}: {{Type: String}}}}\nR: {{Type: '{kind}', Properties: {{{property}: !Ref {name}}}}}"
            ))
        };
        let unread = diff(&opaque("Some"), &opaque("Other"));
        assert!(!unread.is_empty(), "{kind}");
    }
}

#[test]
fn identities() {
    const ADMIN: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
    judge(&[
        step(
            "user in a group",
            "U: {Type: AWS::IAM::User}",
            "U: {Type: AWS::IAM::User, Properties: {Groups: [admins]}}",
            More,
        ),
        step(
            "user added to a group",
            "A: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: g, Users: [a]}}",
            "A: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: g, Users: [a, b]}}",
            More,
        ),
        step("access key", "", "K: {Type: AWS::IAM::AccessKey, Properties: {UserName: u}}", More),
        step(
            "access key that is used again",
            "K: {Type: AWS::IAM::AccessKey, Properties: {UserName: u, Status: Inactive}}",
            "K: {Type: AWS::IAM::AccessKey, Properties: {UserName: u}}",
            More,
        ),
        step(
            "password",
            "U: {Type: AWS::IAM::User}",
            "U: {Type: AWS::IAM::User, Properties: {LoginProfile: {Password: '{{resolve:secretsmanager:x}}'}}}",
            More,
        ),
        step(
            "OIDC provider",
            "",
            "P: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://token.actions.githubusercontent.com', ClientIdList: [sts.amazonaws.com]}}",
            More,
        ),
        step(
            "one more client",
            "P: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://x', ClientIdList: [a]}}",
            "P: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://x', ClientIdList: [a, b]}}",
            More,
        ),
        step(
            "another certificate in another case",
            "P: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://x', ThumbprintList: [AB]}}",
            "P: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://x', ThumbprintList: [cd]}}",
            Other,
        ),
        step("SAML provider", "", "P: {Type: AWS::IAM::SAMLProvider, Properties: {SamlMetadataDocument: x}}", More),
        step(
            "other SAML metadata",
            "P: {Type: AWS::IAM::SAMLProvider, Properties: {SamlMetadataDocument: x}}",
            "P: {Type: AWS::IAM::SAMLProvider, Properties: {SamlMetadataDocument: y}}",
            Other,
        ),
        step(
            "group membership",
            "",
            "M: {Type: AWS::IdentityStore::GroupMembership, Properties: {GroupId: g, IdentityStoreId: i, MemberId: {UserId: u}}}",
            More,
        ),
        step(
            "anchor of trust",
            "",
            "A: {Type: AWS::RolesAnywhere::TrustAnchor, Properties: {Name: n, Enabled: true, Source: {SourceType: CERTIFICATE_BUNDLE, SourceData: {X509CertificateData: x}}}}",
            More,
        ),
        step(
            "administrator for read-only",
            "R: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']}}",
            "R: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']}}",
            More,
        ),
        step(
            "administrator for a statement",
            "R: {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Version: 2012-10-17, Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}}]}}",
            "R: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']}}",
            More,
        ),
        step(
            "another policy of AWS",
            "R: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']}}",
            "R: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit']}}",
            Other,
        ),
        step(
            "path of a user",
            "U: {Type: AWS::IAM::User, Properties: {Path: /a/}}",
            "U: {Type: AWS::IAM::User, Properties: {Path: /b/}}",
            Told,
        ),
    ]);
    let attached = read(&format!("U: {{Type: AWS::IAM::User, Properties: {{ManagedPolicyArns: ['{ADMIN}']}}}}"));
    let sentence = &diff(&read("U: {Type: AWS::IAM::User}"), &attached).grants[0].sentence;
    assert!(sentence.contains("may now do anything"), "{sentence}");
}

#[test]
fn what_the_internet_can_reach() {
    judge(&[
        step(
            "database",
            "D: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: false}}",
            "D: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: true}}",
            More,
        ),
        step(
            "database, unsaid",
            "D: {Type: AWS::RDS::DBInstance}",
            "D: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: 'true'}}",
            More,
        ),
        step(
            "unsaid and said are one",
            "D: {Type: AWS::RDS::DBInstance}",
            "D: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: false}}",
            Told,
        ),
        step(
            "data warehouse",
            "C: {Type: AWS::Redshift::Cluster}",
            "C: {Type: AWS::Redshift::Cluster, Properties: {PubliclyAccessible: true}}",
            More,
        ),
        step(
            "balancer",
            "B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal}}",
            "B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internet-facing}}",
            More,
        ),
        step(
            "balancer, unsaid",
            "B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal}}",
            "B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}",
            More,
        ),
        step(
            "cluster",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {EndpointPublicAccess: false}}}",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {EndpointPublicAccess: true}}}",
            More,
        ),
        step(
            "cluster from more addresses",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {PublicAccessCidrs: [10.0.0.0/9]}}}",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {PublicAccessCidrs: [10.0.0.0/8]}}}",
            More,
        ),
        step(
            "cluster from two halves",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {PublicAccessCidrs: [10.0.0.0/9, 10.128.0.0/9]}}}",
            "C: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {PublicAccessCidrs: [10.0.0.0/8]}}}",
            Same,
        ),
        step(
            "domain outside of a VPC",
            "D: {Type: AWS::OpenSearchService::Domain, Properties: {VPCOptions: {SubnetIds: [s]}}}",
            "D: {Type: AWS::OpenSearchService::Domain}",
            More,
        ),
        step(
            "domain in another subnet",
            "D: {Type: AWS::OpenSearchService::Domain, Properties: {VPCOptions: {SubnetIds: [s]}}}",
            "D: {Type: AWS::OpenSearchService::Domain, Properties: {VPCOptions: {SubnetIds: [t]}}}",
            Told,
        ),
        step(
            "notebook",
            "N: {Type: AWS::SageMaker::NotebookInstance, Properties: {DirectInternetAccess: Disabled}}",
            "N: {Type: AWS::SageMaker::NotebookInstance, Properties: {DirectInternetAccess: Enabled}}",
            More,
        ),
        step(
            "subnet",
            "S: {Type: AWS::EC2::Subnet, Properties: {VpcId: v}}",
            "S: {Type: AWS::EC2::Subnet, Properties: {VpcId: v, MapPublicIpOnLaunch: true}}",
            More,
        ),
        step(
            "address of an instance",
            "E: {Type: AWS::EC2::EIP}",
            "E: {Type: AWS::EC2::EIP, Properties: {InstanceId: i}}",
            More,
        ),
        step(
            "address by association",
            "",
            "E: {Type: AWS::EC2::EIPAssociation, Properties: {AllocationId: e, InstanceId: i}}",
            More,
        ),
        step(
            "address of a task",
            "S: {Type: AWS::ECS::Service, Properties: {NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: DISABLED}}}}",
            "S: {Type: AWS::ECS::Service, Properties: {NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED}}}}",
            More,
        ),
        step(
            "route out",
            "",
            "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: r, DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}}",
            More,
        ),
        step(
            "bucket's block",
            "B: {Type: AWS::S3::Bucket, Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}}}",
            "B: {Type: AWS::S3::Bucket}",
            More,
        ),
        step(
            "bucket's list",
            "B: {Type: AWS::S3::Bucket, Properties: {AccessControl: Private}}",
            "B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}",
            More,
        ),
        step(
            "access point",
            "P: {Type: AWS::S3::AccessPoint, Properties: {Bucket: b, VpcConfiguration: {VpcId: v}}}",
            "P: {Type: AWS::S3::AccessPoint, Properties: {Bucket: b}}",
            More,
        ),
        step(
            "without a web ACL",
            "A: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: r, WebACLArn: w}}",
            "",
            More,
        ),
        step(
            "streaming cluster",
            "C: {Type: AWS::MSK::Cluster, Properties: {ClientAuthentication: {Unauthenticated: {Enabled: false}}}}",
            "C: {Type: AWS::MSK::Cluster, Properties: {ClientAuthentication: {Unauthenticated: {Enabled: true}}}}",
            More,
        ),
        step(
            "privileged container",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i}]}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i, Privileged: true}]}}",
            More,
        ),
        step(
            "a second container, privileged",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i}]}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i}, {Name: d, Image: i, Privileged: true}]}}",
            More,
        ),
        step(
            "capability",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i}]}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i, LinuxParameters: {Capabilities: {Add: [SYS_ADMIN]}}}]}}",
            More,
        ),
        step(
            "host's network",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: awsvpc}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: host}}",
            More,
        ),
        step(
            "host's directory",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {Volumes: [{Name: v}]}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {Volumes: [{Name: v, Host: {SourcePath: /}}]}}",
            More,
        ),
        step(
            "privileged build",
            "B: {Type: AWS::CodeBuild::Project, Properties: {Environment: {PrivilegedMode: false}}}",
            "B: {Type: AWS::CodeBuild::Project, Properties: {Environment: {PrivilegedMode: true}}}",
            More,
        ),
        step(
            "image of a container",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: i}]}}",
            "D: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Image: j}]}}",
            Told,
        ),
        step(
            "metadata service of a launch configuration",
            "L: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {MetadataOptions: {HttpTokens: required}}}",
            "L: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {MetadataOptions: {HttpTokens: optional}}}",
            More,
        ),
    ]);
}

#[test]
fn networks() {
    judge(&[
        step(
            "group of another account",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, SourceSecurityGroupName: a, SourceSecurityGroupOwnerId: '111122223333'}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, SourceSecurityGroupName: a, SourceSecurityGroupOwnerId: '444455556666'}]}}",
            Other,
        ),
        step(
            "two halves of a range",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/9}, {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.128.0.0/9}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]}}",
            Same,
        ),
        step(
            "three quarters of a range",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/9}, {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.128.0.0/10}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]}}",
            More,
        ),
        step(
            "two ranges of ports",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}, {IpProtocol: tcp, FromPort: 10, ToPort: 20, CidrIp: 10.0.0.0/8}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 20, CidrIp: 10.0.0.0/8}]}}",
            Same,
        ),
        step(
            "two ranges of ports with a gap",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}, {IpProtocol: tcp, FromPort: 11, ToPort: 20, CidrIp: 10.0.0.0/8}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 20, CidrIp: 10.0.0.0/8}]}}",
            More,
        ),
        step(
            "protocol by its number",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: 6, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}]}}",
            Same,
        ),
        step(
            "rule of its own",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}\nR: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref G, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}",
            More,
        ),
        step(
            "description of a rule",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{Description: a, IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{Description: b, IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 10.0.0.0/8}]}}",
            Told,
        ),
        step(
            "ports without a source",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 6379, ToPort: 6379}]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: h, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 6379, ToPort: 6379}]}}",
            Told,
        ),
        step(
            "every range of a parameter",
            "Parameters: {From: {Type: String}}\nG: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref From}]}}",
            "Parameters: {From: {Type: String}}\nG: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]}}",
            More,
        ),
        step(
            "ACL that lets pass",
            "",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 22, To: 22}}}",
            More,
        ),
        step(
            "ACL that held back",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: deny, CidrBlock: 0.0.0.0/0}}",
            "",
            More,
        ),
        step(
            "ACL that lets more pass",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8}}",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0}}",
            More,
        ),
        step(
            "ACL that turned round",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: deny, CidrBlock: 10.0.0.0/8}}",
            "E: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: a, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8}}",
            More,
        ),
        step(
            "prefix list",
            "L: {Type: AWS::EC2::PrefixList, Properties: {AddressFamily: IPv4, PrefixListName: n, Entries: [{Cidr: 10.0.0.0/8}]}}",
            "L: {Type: AWS::EC2::PrefixList, Properties: {AddressFamily: IPv4, PrefixListName: n, Entries: [{Cidr: 10.0.0.0/8}, {Cidr: 0.0.0.0/0}]}}",
            More,
        ),
        step(
            "one more group",
            "I: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [a]}}",
            "I: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [a, b]}}",
            More,
        ),
        step(
            "the same group by its id",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: v}}\nI: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!Ref G]}}",
            "G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: v}}\nI: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!GetAtt G.GroupId]}}",
            Same,
        ),
        step("peering", "", "P: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: a, PeerVpcId: b}}", More),
    ]);
}

const SAM: &str = "Transform: AWS::Serverless-2016-10-31\n";

#[test]
fn what_sam_adds() {
    let with = |lines: &'static str| -> &'static str { Box::leak(format!("{SAM}{lines}").into_boxed_str()) };
    let function = |properties: &str| -> &'static str {
        Box::leak(
            format!("{SAM}F: {{Type: AWS::Serverless::Function, Properties: {{Handler: h{properties}}}}}")
                .into_boxed_str(),
        )
    };
    judge(&[
        step(
            "boundary in Globals",
            with(
                "Globals: {Function: {PermissionsBoundary: b}}\nF: {Type: AWS::Serverless::Function, Properties: {Handler: h}}",
            ),
            function(""),
            More,
        ),
        step("policy template", function(""), function(", Policies: [{S3CrudPolicy: {BucketName: b}}]"), More),
        step(
            "policy template with another argument",
            function(", Policies: [{S3CrudPolicy: {BucketName: b}}]"),
            function(", Policies: [{S3CrudPolicy: {BucketName: c}}]"),
            Other,
        ),
        step("policy by name", function(""), function(", Policies: AdministratorAccess"), More),
        step(
            "statement",
            function(
                ", Policies: [{Version: 2012-10-17, Statement: [{Effect: Allow, Action: s3:GetObject, Resource: '*'}]}]",
            ),
            function(
                ", Policies: [{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}]",
            ),
            More,
        ),
        step(
            "a policy and a list of it",
            function(", Policies: AmazonS3ReadOnlyAccess"),
            function(", Policies: [AmazonS3ReadOnlyAccess]"),
            Same,
        ),
        step(
            "URL for anyone",
            function(", FunctionUrlConfig: {AuthType: AWS_IAM}"),
            function(", FunctionUrlConfig: {AuthType: NONE}"),
            More,
        ),
        step(
            "state machine",
            with("S: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: d}}"),
            with(
                "S: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: d, Policies: [{LambdaInvokePolicy: {FunctionName: f}}]}}",
            ),
            More,
        ),
        step(
            "interface without authoriser",
            with("A: {Type: AWS::Serverless::Api, Properties: {StageName: s, Auth: {DefaultAuthorizer: a}}}"),
            with("A: {Type: AWS::Serverless::Api, Properties: {StageName: s}}"),
            More,
        ),
        step(
            "authoriser in Globals",
            with(
                "Globals: {Api: {Auth: {DefaultAuthorizer: a}}}\nA: {Type: AWS::Serverless::Api, Properties: {StageName: s}}",
            ),
            with("A: {Type: AWS::Serverless::Api, Properties: {StageName: s}}"),
            More,
        ),
        step(
            "connector",
            with("F: {Type: AWS::Serverless::Function, Properties: {Handler: h}}"),
            with(
                "F: {Type: AWS::Serverless::Function, Properties: {Handler: h}}\nC: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: F}, Destination: {Id: T}, Permissions: [Read]}}",
            ),
            More,
        ),
        step(
            "connector that writes",
            with(
                "C: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: F}, Destination: {Id: T}, Permissions: [Read]}}",
            ),
            with(
                "C: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: F}, Destination: {Id: T}, Permissions: [Read, Write]}}",
            ),
            More,
        ),
        step(
            "connector of the function itself",
            with("F: {Type: AWS::Serverless::Function, Properties: {Handler: h}}"),
            with(
                "F: {Type: AWS::Serverless::Function, Connectors: {C: {Properties: {Destination: {Id: T}, Permissions: [Read]}}}, Properties: {Handler: h}}",
            ),
            More,
        ),
        step(
            "event without authoriser",
            function(", Events: {E: {Type: Api, Properties: {Path: /, Method: get, Auth: {Authorizer: AWS_IAM}}}}"),
            function(", Events: {E: {Type: Api, Properties: {Path: /, Method: get, Auth: {Authorizer: NONE}}}}"),
            More,
        ),
        step(
            "memory in Globals",
            with(
                "Globals: {Function: {MemorySize: 128}}\nF: {Type: AWS::Serverless::Function, Properties: {Handler: h}}",
            ),
            with(
                "Globals: {Function: {MemorySize: 256}}\nF: {Type: AWS::Serverless::Function, Properties: {Handler: h}}",
            ),
            Told,
        ),
        step(
            "application",
            with("A: {Type: AWS::Serverless::Application, Properties: {Location: a.yml}}"),
            with("A: {Type: AWS::Serverless::Application, Properties: {Location: b.yml}}"),
            Other,
        ),
    ]);
}

#[test]
fn nested_stacks_and_macros() {
    judge(&[
        step(
            "template of a nested stack",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a'}}",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://b'}}",
            Other,
        ),
        step("nested stack", "", "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a'}}", More),
        step(
            "parameter of a nested stack",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a', Parameters: {Admin: a}}}",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a', Parameters: {Admin: b}}}",
            Other,
        ),
        step(
            "one more parameter of a nested stack",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a'}}",
            "S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a', Parameters: {Admin: b}}}",
            Other,
        ),
        step("language extensions", "", "Transform: AWS::LanguageExtensions", Told),
    ]);
    for (transform, change) in [("Transform: Anything", More), ("Transform: [AWS::LanguageExtensions, Anything]", More)]
    {
        let difference = diff(&read(""), &read(transform));
        assert_eq!(said(&difference), change, "{}", difference.to_text());
        assert_eq!(difference.not_judged[0].what, "the macro Anything");
    }
    let with = |properties: &str| read(&format!("T: {{Type: AWS::SNS::Topic, Properties: {{{properties}}}}}"));
    let included = diff(&with(""), &with("Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}"));
    assert!(included.any_widened(), "{}", included.to_text());
}

#[test]
fn what_is_no_grant_is_told_and_raises_no_alarm() {
    judge(&[
        step(
            "image",
            "I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1}}",
            "I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-2}}",
            Told,
        ),
        step(
            "user data",
            "I: {Type: AWS::EC2::Instance, Properties: {UserData: a}}",
            "I: {Type: AWS::EC2::Instance, Properties: {UserData: b}}",
            Told,
        ),
        step(
            "instance type",
            "I: {Type: AWS::EC2::Instance, Properties: {InstanceType: t3.micro}}",
            "I: {Type: AWS::EC2::Instance, Properties: {InstanceType: t3.small}}",
            Told,
        ),
        step(
            "bounds of a parameter",
            "Parameters: {T: {Type: String, AllowedValues: [t3.micro]}}\nI: {Type: AWS::EC2::Instance, Properties: {InstanceType: !Ref T}}",
            "Parameters: {T: {Type: String, AllowedValues: [t3.micro, t3.small]}}\nI: {Type: AWS::EC2::Instance, Properties: {InstanceType: !Ref T}}",
            Told,
        ),
        step(
            "bounds of a parameter that a grant reads",
            "Parameters: {P: {Type: String, AllowedPattern: a}}\nR: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: g, IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: !Ref P}}",
            "Parameters: {P: {Type: String}}\nR: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: g, IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: !Ref P}}",
            More,
        ),
        step(
            "tag",
            "Q: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: b}]}}",
            "Q: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: c}]}}",
            Told,
        ),
        step(
            "name of an inline policy",
            "U: {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: a, PolicyDocument: {Version: 2012-10-17, Statement: []}}]}}",
            "U: {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: b, PolicyDocument: {Version: 2012-10-17, Statement: []}}]}}",
            Told,
        ),
        step(
            "version of a policy",
            "U: {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: a, PolicyDocument: {Version: 2012-10-17, Statement: []}}]}}",
            "U: {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: a, PolicyDocument: {Version: 2008-10-17, Statement: []}}]}}",
            Told,
        ),
        step(
            "hooks",
            "Hooks: {H: {Type: AWS::CodeDeploy::BlueGreen, Properties: {A: b}}}",
            "Hooks: {H: {Type: AWS::CodeDeploy::BlueGreen, Properties: {A: c}}}",
            Told,
        ),
        step("metadata", "Metadata: {A: b}", "Metadata: {A: c}", Told),
        step(
            "property of a custom resource",
            "C: {Type: Custom::Thing, Properties: {ServiceToken: t, A: b}}",
            "C: {Type: Custom::Thing, Properties: {ServiceToken: t, A: c}}",
            Told,
        ),
        step(
            "version of a custom resource",
            "C: {Type: Custom::Thing, Version: '1.0', Properties: {ServiceToken: t}}",
            "C: {Type: Custom::Thing, Version: '1.1', Properties: {ServiceToken: t}}",
            Told,
        ),
        step(
            "a function that is not known",
            "T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetStackOutput [a, b]}}",
            "T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetStackOutput [a, c]}}",
            Told,
        ),
        step(
            "loop written out",
            "Transform: AWS::LanguageExtensions\nFn::ForEach::Topics: [Name, [a, b], {'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}}]",
            "Transform: AWS::LanguageExtensions\nTopica: {Type: AWS::SNS::Topic, Properties: {TopicName: a}}\nTopicb: {Type: AWS::SNS::Topic, Properties: {TopicName: b}}",
            Same,
        ),
        step(
            "grant in a loop",
            "Transform: AWS::LanguageExtensions\nFn::ForEach::Users: [Name, [a, b], {'User${Name}': {Type: AWS::IAM::User}}]",
            "Transform: AWS::LanguageExtensions\nFn::ForEach::Users: [Name, [a, b], {'User${Name}': {Type: AWS::IAM::User, Properties: {Groups: [admins]}}}]",
            More,
        ),
        step(
            "grant in a loop over a parameter",
            "Transform: AWS::LanguageExtensions\nParameters: {Names: {Type: CommaDelimitedList}}\nFn::ForEach::Users: [Name, !Ref Names, {'User${Name}': {Type: AWS::IAM::User}}]",
            "Transform: AWS::LanguageExtensions\nParameters: {Names: {Type: CommaDelimitedList}}\nFn::ForEach::Users: [Name, !Ref Names, {'User${Name}': {Type: AWS::IAM::User, Properties: {Groups: [admins]}}}]",
            More,
        ),
        step(
            "another table, the same cell",
            "Mappings: {M: {eu-west-1: {ami: a, size: s}}}\nR: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: g, IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: !FindInMap [M, !Ref AWS::Region, size]}}",
            "Mappings: {M: {eu-west-1: {ami: b, size: s}}}\nR: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: g, IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: !FindInMap [M, !Ref AWS::Region, size]}}",
            Told,
        ),
    ]);
}

#[test]
fn worlds_that_cannot_be_are_not_compared() {
    let conditions = "Parameters: {P: {Type: String, AllowedValues: [a, b, c]}}\nConditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref P, b], C: !Equals [!Ref P, c], AnyA: !Or [!Condition A, !Condition B], Both: !And [!Condition A, !Condition B]}\n";
    let group = |rules: &str| {
        let text = format!(
            "{conditions}G: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: g, SecurityGroupIngress: [{rules}]}}}}"
        );
        read(&text)
    };
    let rule = |port: u32| format!("{{IpProtocol: tcp, FromPort: {port}, ToPort: {port}, CidrIp: 10.0.0.0/8}}");
    let when = |condition: &str, port: u32| format!("!If [{condition}, {}, !Ref AWS::NoValue]", rule(port));
    // Never both, so the rule is never there.
    let never = diff(&group(&rule(1)), &group(&format!("{}, {}", rule(1), when("Both", 2))));
    assert_eq!(said(&never), Same, "{}", never.to_text());
    // One of the three is always.
    let always = diff(&group(&[when("A", 1), when("B", 1), when("C", 1)].join(", ")), &group(&rule(1)));
    assert!(!always.grants.iter().any(|change| change.direction == Direction::Narrowed), "{}", always.to_text());
    let either = diff(&group(&when("AnyA", 1)), &group(&[when("A", 1), when("B", 1)].join(", ")));
    assert!(!either.grants.iter().any(|change| change.direction == Direction::Widened), "{}", either.to_text());
}

/// The work and the sentences grow with the template, not with the number of worlds.
#[test]
fn many_conditions_make_one_sentence() {
    let template = |first: &str| {
        let mut text = String::from("Parameters: {");
        for number in 0..8 {
            write!(text, "P{number}: {{Type: String}}, ").unwrap();
        }
        text.push_str("}\nConditions: {");
        for number in 0..8 {
            write!(text, "C{number}: !Equals [!Ref P{number}, x], ").unwrap();
        }
        text.push_str("}\nL: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1, KeyName: !If [C0, k, !Ref AWS::NoValue], UserData: {Fn::Base64: !Join ['', [");
        text.push_str(first);
        for number in 0..8 {
            write!(text, ", !If [C{number}, a{number}, b{number}]").unwrap();
        }
        text.push_str("]]}}}}");
        read(&text)
    };
    let difference = diff(&template("x"), &template("y"));
    assert!(difference.grants.is_empty(), "{}", difference.to_text());
    assert_eq!(difference.other.len(), 1, "{}", difference.to_text());
}

#[test]
fn thousands_of_grants_are_counted() {
    let users = |action: &str| {
        let mut text = String::new();
        for number in 0..400 {
            writeln!(text, "U{number}: {{Type: AWS::IAM::User, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: '{action}', Resource: 'arn:aws:s3:::b{number}'}}]}}}}]}}}}").unwrap();
        }
        read(&text)
    };
    let difference = diff(&users("s3:GetObject"), &users("s3:*"));
    assert!(difference.any_widened());
    assert!(difference.grants.len() <= 80, "{}", difference.grants.len());
    assert_eq!(difference.grants.iter().map(|change| change.count).sum::<usize>(), 400);
}

#[test]
fn what_is_not_understood_is_named() {
    for (lines, what) in [
        ("T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::GetStackOutput: [a, b]}}}", "Fn::GetStackOutput"),
        (
            "T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::Transform: [{Name: Date}]}}}",
            "Fn::Transform Date",
        ),
        ("Hooks: {H: {Type: AWS::CodeDeploy::BlueGreen}}", "the section Hooks"),
        ("C: {Type: Custom::Thing, Properties: {ServiceToken: t}}", "the type Custom::Thing"),
        ("C: {Type: 'Acme::Shop::Cart', Properties: {A: b}}", "the type Acme::Shop::Cart"),
        ("Transform: Count", "the macro Count"),
    ] {
        let difference = diff(&read(""), &read(lines));
        assert!(difference.not_judged.iter().any(|one| one.what == what), "{what}:\n{}", difference.to_text());
        assert!(difference.to_text().contains(what), "{}", difference.to_text());
        assert!(difference.to_markdown().unwrap().contains("Not judged"));
    }
}

#[test]
fn sentences_say_what_is_meant() {
    let invoked = diff(
        &read("F: {Type: AWS::Lambda::Function}"),
        &read(
            "F: {Type: AWS::Lambda::Function}\nP: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !GetAtt F.Arn, Action: lambda:InvokeFunction, Principal: '*'}}",
        ),
    );
    assert!(invoked.grants[0].sentence.contains("anyone may now invoke the function F"), "{}", invoked.to_text());
    let user = |resource: &str| {
        read(&format!(
            "U: {{Type: AWS::IAM::User, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: s3:GetObject, Resource: {resource}}}]}}}}]}}}}"
        ))
    };
    let read_more = diff(&user("a"), &user("!Sub 'arn:aws:s3:::${AWS::AccountId}-logs/*'"));
    assert!(read_more.to_text().contains("${AWS::AccountId}-logs/*"), "{}", read_more.to_text());
}
