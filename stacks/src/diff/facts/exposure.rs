//! Settings that decide who may reach something, for the resource types of AWS: one line of a table each.

use std::collections::BTreeSet;

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};

use super::setting::Setting;
use crate::diff::words::spaced;

/// How the values of a setting compare.
#[derive(Clone, Copy)]
enum How {
    /// From the safest to the least safe; any other value counts as the safest that is not listed.
    Ranked(&'static [&'static str]),
    /// One value is open, all others are not.
    Open(&'static str),
    /// Each element lets something more happen.
    Each,
    /// Being there at all lets something happen.
    There,
    /// Being there at all keeps something from happening.
    Held,
    /// Any of these elements keeps something from happening.
    Keeps(&'static [&'static str]),
    /// Which of two values is safer is not known.
    Other,
}
use How::{Each, Held, Keeps, Open, Other, Ranked, There};

/// Whether a new resource is told of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum New {
    /// If the open value is written in it.
    Written,
    /// Also if it is open by saying nothing.
    Always,
    /// Not: what makes the resource exist is told.
    Never,
}

struct Row {
    kind: &'static str,
    /// Property path; `[Name]` stands for the elements of a list, told apart by that property.
    path: &'static str,
    /// What AWS takes when nothing is said.
    default: &'static str,
    how: How,
    new: New,
    /// Follows the resource when more may happen.
    more: &'static str,
    /// Follows the resource when less may happen.
    less: &'static str,
}

const fn row(
    kind: &'static str,
    path: &'static str,
    default: &'static str,
    how: How,
    new: New,
    more: &'static str,
    less: &'static str,
) -> Row {
    Row { kind, path, default, how, new, more, less }
}

const TRUE: How = Ranked(&["false", "true"]);
const FALSE: How = Ranked(&["true", "false"]);
const REACHED: &str = "may now be reached from the internet";
const HIDDEN: &str = "can no longer be reached from the internet";
const ROOT: &str = "may now run privileged on its host";
const NO_ROOT: &str = "no longer runs privileged on its host";
const CALLED: &str = "may now be called by anyone";
const ASKED: &str = "now asks its callers who they are";
const CALLERS: &str = "now takes other callers";
const FEWER: &str = "now takes fewer callers";
const GROUPS: &str = "now is in more security groups";
const MORE: &str = "now takes more callers";

/// Actions of a listener that ask who calls before anything is forwarded.
const SIGN_IN: &[&str] = &["authenticate-cognito", "authenticate-oidc", "jwt-validation"];

const ROWS: &[Row] = &[
    // Databases, queues and clusters that the internet can reach.
    row("AWS::RDS::DBInstance", "PubliclyAccessible", "false", TRUE, New::Written, REACHED, HIDDEN),
    row("AWS::RDS::DBCluster", "PubliclyAccessible", "false", TRUE, New::Written, REACHED, HIDDEN),
    row("AWS::Redshift::Cluster", "PubliclyAccessible", "false", TRUE, New::Written, REACHED, HIDDEN),
    row("AWS::RedshiftServerless::Workgroup", "PubliclyAccessible", "false", TRUE, New::Written, REACHED, HIDDEN),
    row("AWS::DMS::ReplicationInstance", "PubliclyAccessible", "true", TRUE, New::Always, REACHED, HIDDEN),
    row("AWS::AmazonMQ::Broker", "PubliclyAccessible", "false", TRUE, New::Written, REACHED, HIDDEN),
    row(
        "AWS::MSK::Cluster",
        "BrokerNodeGroupInfo/ConnectivityInfo/PublicAccess/Type",
        "DISABLED",
        Ranked(&["DISABLED", "SERVICE_PROVIDED_EIPS"]),
        New::Written,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::MSK::Cluster",
        "ClientAuthentication/Unauthenticated/Enabled",
        "false",
        TRUE,
        New::Written,
        CALLED,
        ASKED,
    ),
    row("AWS::OpenSearchService::Domain", "VPCOptions", "", Held, New::Never, REACHED, "now stands in a VPC"),
    row("AWS::Elasticsearch::Domain", "VPCOptions", "", Held, New::Never, REACHED, "now stands in a VPC"),
    row("AWS::OpenSearchService::Domain", "AdvancedSecurityOptions/Enabled", "false", FALSE, New::Never, CALLED, ASKED),
    row(
        "AWS::Neptune::DBCluster",
        "IamAuthEnabled",
        "false",
        FALSE,
        New::Never,
        "no longer asks for IAM authentication",
        "now asks for IAM authentication",
    ),
    row("AWS::EKS::Cluster", "ResourcesVpcConfig/EndpointPublicAccess", "true", TRUE, New::Always, REACHED, HIDDEN),
    row(
        "AWS::EKS::Cluster",
        "ResourcesVpcConfig/PublicAccessCidrs",
        "0.0.0.0/0",
        Each,
        New::Never,
        "may now be reached from more addresses",
        "may now be reached from fewer addresses",
    ),
    row(
        "AWS::EKS::Cluster",
        "AccessConfig/AuthenticationMode",
        "CONFIG_MAP",
        Other,
        New::Never,
        "now learns in another way who may use it",
        "",
    ),
    row(
        "AWS::EKS::Nodegroup",
        "RemoteAccess/Ec2SshKey",
        "",
        There,
        New::Written,
        "may now be signed in to with a key",
        "may no longer be signed in to with a key",
    ),
    row(
        "AWS::EKS::Nodegroup",
        "RemoteAccess/SourceSecurityGroups",
        "",
        Held,
        New::Never,
        "may now be signed in to from anywhere",
        "may now be signed in to from some groups alone",
    ),
    row(
        "AWS::EKS::Cluster",
        "AccessConfig/BootstrapClusterCreatorAdminPermissions",
        "true",
        TRUE,
        New::Never,
        "now makes its creator an administrator",
        "no longer makes its creator an administrator",
    ),
    row(
        "AWS::SageMaker::NotebookInstance",
        "DirectInternetAccess",
        "Enabled",
        Ranked(&["Disabled", "Enabled"]),
        New::Always,
        "now reaches the internet directly",
        "no longer reaches the internet directly",
    ),
    row(
        "AWS::SageMaker::NotebookInstance",
        "RootAccess",
        "Enabled",
        Ranked(&["Disabled", "Enabled"]),
        New::Never,
        "now gives its users root",
        "no longer gives its users root",
    ),
    row(
        "AWS::AppRunner::Service",
        "NetworkConfiguration/IngressConfiguration/IsPubliclyAccessible",
        "true",
        TRUE,
        New::Always,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::Transfer::Server",
        "EndpointType",
        "PUBLIC",
        Ranked(&["VPC", "VPC_ENDPOINT", "PUBLIC"]),
        New::Always,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::CodeBuild::Project",
        "Visibility",
        "PRIVATE",
        Ranked(&["PRIVATE", "PUBLIC_READ"]),
        New::Written,
        "now shows its builds to anyone",
        "no longer shows its builds to anyone",
    ),
    // Balancers, addresses and networks.
    row(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Scheme",
        "internet-facing",
        Ranked(&["internal", "internet-facing"]),
        New::Always,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::ElasticLoadBalancing::LoadBalancer",
        "Scheme",
        "internet-facing",
        Ranked(&["internal", "internet-facing"]),
        New::Always,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::EC2::Subnet",
        "MapPublicIpOnLaunch",
        "false",
        TRUE,
        New::Written,
        "now gives public addresses to what is launched in it",
        "no longer gives public addresses to what is launched in it",
    ),
    row(
        "AWS::EC2::VPCEndpointService",
        "AcceptanceRequired",
        "true",
        FALSE,
        New::Written,
        "now accepts every connection without asking",
        "now asks before it accepts a connection",
    ),
    row(
        "AWS::EC2::TransitGateway",
        "AutoAcceptSharedAttachments",
        "disable",
        Ranked(&["disable", "enable"]),
        New::Written,
        "now accepts attachments of other accounts without asking",
        "now asks before it accepts attachments of other accounts",
    ),
    row(
        "AWS::EC2::PrefixList",
        "Entries[Cidr]/Cidr",
        "",
        Each,
        New::Never,
        "now holds more addresses",
        "now holds fewer addresses",
    ),
    row("AWS::EC2::NetworkInterface", "GroupSet", "", Each, New::Never, GROUPS, "now is in fewer security groups"),
    row(
        "AWS::EC2::NetworkInterface",
        "SourceDestCheck",
        "true",
        FALSE,
        New::Written,
        "now passes on traffic of others",
        "no longer passes on traffic of others",
    ),
    row("AWS::RDS::DBInstance", "VPCSecurityGroups", "", Each, New::Never, GROUPS, "now is in fewer security groups"),
    row("AWS::RDS::DBCluster", "VpcSecurityGroupIds", "", Each, New::Never, GROUPS, "now is in fewer security groups"),
    row(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "SecurityGroups",
        "",
        Each,
        New::Never,
        GROUPS,
        "now is in fewer security groups",
    ),
    row(
        "AWS::ElasticLoadBalancing::LoadBalancer",
        "SecurityGroups",
        "",
        Each,
        New::Never,
        GROUPS,
        "now is in fewer security groups",
    ),
    row(
        "AWS::ECS::Service",
        "NetworkConfiguration/AwsvpcConfiguration/SecurityGroups",
        "",
        Each,
        New::Never,
        GROUPS,
        "now is in fewer security groups",
    ),
    row(
        "AWS::ECS::Service",
        "NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp",
        "DISABLED",
        Ranked(&["DISABLED", "ENABLED"]),
        New::Written,
        "now has a public address",
        "no longer has a public address",
    ),
    row(
        "AWS::ECS::Service",
        "EnableExecuteCommand",
        "false",
        TRUE,
        New::Written,
        "now lets commands be run in its containers",
        "no longer lets commands be run in its containers",
    ),
    row(
        "AWS::AutoScaling::LaunchConfiguration",
        "AssociatePublicIpAddress",
        "false",
        TRUE,
        New::Written,
        "now gives its instances public addresses",
        "no longer gives its instances public addresses",
    ),
    // Containers and builds that rule their host.
    row(
        "AWS::ECS::TaskDefinition",
        "ContainerDefinitions[Name]/Privileged",
        "false",
        TRUE,
        New::Written,
        ROOT,
        NO_ROOT,
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "ContainerDefinitions[Name]/LinuxParameters/Capabilities/Add",
        "",
        Each,
        New::Written,
        "now has more of its host's capabilities",
        "now has fewer of its host's capabilities",
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "ContainerDefinitions[Name]/ReadonlyRootFilesystem",
        "false",
        FALSE,
        New::Never,
        "may now write to its file system",
        "may no longer write to its file system",
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "NetworkMode",
        "",
        Open("host"),
        New::Written,
        "now shares its host's network",
        "no longer shares its host's network",
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "PidMode",
        "",
        Open("host"),
        New::Written,
        "now sees its host's processes",
        "no longer sees its host's processes",
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "IpcMode",
        "",
        Open("host"),
        New::Written,
        "now shares its host's memory",
        "no longer shares its host's memory",
    ),
    row(
        "AWS::ECS::TaskDefinition",
        "Volumes[Name]/Host/SourcePath",
        "",
        There,
        New::Written,
        "now has a directory of its host",
        "no longer has a directory of its host",
    ),
    row("AWS::Batch::JobDefinition", "ContainerProperties/Privileged", "false", TRUE, New::Written, ROOT, NO_ROOT),
    row(
        "AWS::Batch::JobDefinition",
        "ContainerProperties/LinuxParameters/Capabilities/Add",
        "",
        Each,
        New::Written,
        "now has more of its host's capabilities",
        "now has fewer of its host's capabilities",
    ),
    row("AWS::CodeBuild::Project", "Environment/PrivilegedMode", "false", TRUE, New::Written, ROOT, NO_ROOT),
    // Buckets.
    row("AWS::S3::AccessPoint", "VpcConfiguration", "", Held, New::Never, REACHED, "now answers in a VPC alone"),
    row(
        "AWS::S3::AccessPoint",
        "PublicAccessBlockConfiguration/BlockPublicPolicy",
        "true",
        FALSE,
        New::Written,
        "may now become public",
        "is now held private",
    ),
    row(
        "AWS::S3::AccessPoint",
        "PublicAccessBlockConfiguration/RestrictPublicBuckets",
        "true",
        FALSE,
        New::Written,
        "may now become public",
        "is now held private",
    ),
    row(
        "AWS::S3::AccessPoint",
        "PublicAccessBlockConfiguration/BlockPublicAcls",
        "true",
        FALSE,
        New::Written,
        "may now become public",
        "is now held private",
    ),
    row(
        "AWS::S3::AccessPoint",
        "PublicAccessBlockConfiguration/IgnorePublicAcls",
        "true",
        FALSE,
        New::Written,
        "may now become public",
        "is now held private",
    ),
    row(
        "AWS::S3::Bucket",
        "OwnershipControls/Rules[ObjectOwnership]/ObjectOwnership",
        "BucketOwnerEnforced",
        Ranked(&["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
        New::Never,
        "now takes access control lists",
        "no longer takes access control lists",
    ),
    row(
        "AWS::ElasticLoadBalancingV2::Listener",
        "DefaultActions[Type]/Type",
        "",
        Keeps(SIGN_IN),
        New::Never,
        "no longer asks its callers who they are",
        ASKED,
    ),
    row(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Actions[Type]/Type",
        "",
        Keeps(SIGN_IN),
        New::Never,
        "no longer asks its callers who they are",
        ASKED,
    ),
    row(
        "AWS::CloudFront::Distribution",
        "DistributionConfig/DefaultCacheBehavior/TrustedKeyGroups",
        "",
        Held,
        New::Never,
        "no longer asks for signed addresses",
        "now asks for signed addresses",
    ),
    row(
        "AWS::CloudFront::Distribution",
        "DistributionConfig/CacheBehaviors[PathPattern]/TrustedKeyGroups",
        "",
        Held,
        New::Never,
        "no longer asks for signed addresses",
        "now asks for signed addresses",
    ),
    row(
        "AWS::RDS::DBProxy",
        "Auth[SecretArn]/IAMAuth",
        "DISABLED",
        Ranked(&["REQUIRED", "ENABLED", "DISABLED"]),
        New::Never,
        "no longer asks for IAM authentication",
        "now asks for IAM authentication",
    ),
    row(
        "AWS::CloudFormation::StackSet",
        "StackInstancesGroup[Regions]/DeploymentTargets/Accounts",
        "",
        Each,
        New::Never,
        "now makes its stacks in more accounts",
        "now makes its stacks in fewer accounts",
    ),
    row(
        "AWS::CloudFormation::StackSet",
        "StackInstancesGroup[Regions]/DeploymentTargets/OrganizationalUnitIds",
        "",
        Each,
        New::Never,
        "now makes its stacks in more organizational units",
        "now makes its stacks in fewer organizational units",
    ),
    // Functions and interfaces.
    row("AWS::Lambda::Url", "TargetFunctionArn", "", Other, New::Never, "now calls another function", ""),
    row("AWS::Lambda::Url", "AuthType", "", Ranked(&["AWS_IAM", "NONE"]), New::Written, CALLED, ASKED),
    row("AWS::ApiGateway::Method", "AuthorizationType", "NONE", Open("NONE"), New::Written, CALLED, ASKED),
    row("AWS::ApiGateway::Method", "AuthorizerId", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::ApiGateway::Method", "AuthorizationScopes", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::ApiGateway::Method",
        "ApiKeyRequired",
        "false",
        FALSE,
        New::Never,
        "no longer asks for an API key",
        "now asks for an API key",
    ),
    row("AWS::ApiGatewayV2::Route", "AuthorizationType", "NONE", Open("NONE"), New::Always, CALLED, ASKED),
    row("AWS::ApiGatewayV2::Route", "AuthorizerId", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::ApiGatewayV2::Route", "AuthorizationScopes", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::ApiGatewayV2::Route",
        "ApiKeyRequired",
        "false",
        FALSE,
        New::Never,
        "no longer asks for an API key",
        "now asks for an API key",
    ),
    row("AWS::ApiGateway::Authorizer", "Type", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::ApiGateway::Authorizer",
        "AuthorizerUri",
        "",
        Other,
        New::Never,
        "now asks another function who may call",
        "",
    ),
    row("AWS::ApiGateway::Authorizer", "ProviderARNs", "", Each, New::Never, MORE, FEWER),
    row("AWS::ApiGateway::Authorizer", "IdentitySource", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::ApiGateway::Authorizer", "IdentityValidationExpression", "", Held, New::Never, MORE, FEWER),
    row("AWS::ApiGatewayV2::Authorizer", "AuthorizerType", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::ApiGatewayV2::Authorizer",
        "AuthorizerUri",
        "",
        Other,
        New::Never,
        "now asks another function who may call",
        "",
    ),
    row("AWS::ApiGatewayV2::Authorizer", "IdentitySource", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::ApiGatewayV2::Authorizer", "JwtConfiguration/Audience", "", Each, New::Never, MORE, FEWER),
    row("AWS::ApiGatewayV2::Authorizer", "JwtConfiguration/Issuer", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::ApiGateway::RestApi",
        "Policy",
        "",
        Held,
        New::Never,
        "no longer has a policy that limits its callers",
        "now has a policy that limits its callers",
    ),
    row(
        "AWS::ApiGateway::RestApi",
        "EndpointConfiguration/Types",
        "EDGE",
        Ranked(&["PRIVATE", "REGIONAL", "EDGE"]),
        New::Never,
        REACHED,
        HIDDEN,
    ),
    row(
        "AWS::ApiGateway::RestApi",
        "DisableExecuteApiEndpoint",
        "false",
        FALSE,
        New::Never,
        "now answers at its own address too",
        "no longer answers at its own address",
    ),
    row(
        "AWS::ApiGatewayV2::Api",
        "DisableExecuteApiEndpoint",
        "false",
        FALSE,
        New::Never,
        "now answers at its own address too",
        "no longer answers at its own address",
    ),
    row("AWS::AppSync::GraphQLApi", "AuthenticationType", "", Open("API_KEY"), New::Written, CALLED, ASKED),
    row(
        "AWS::AppSync::GraphQLApi",
        "AdditionalAuthenticationProviders[AuthenticationType]/AuthenticationType",
        "",
        Each,
        New::Never,
        MORE,
        FEWER,
    ),
    row("AWS::VpcLattice::Service", "AuthType", "NONE", Ranked(&["AWS_IAM", "NONE"]), New::Never, CALLED, ASKED),
    row("AWS::VpcLattice::ServiceNetwork", "AuthType", "NONE", Ranked(&["AWS_IAM", "NONE"]), New::Never, CALLED, ASKED),
    // Cognito.
    row(
        "AWS::Cognito::IdentityPool",
        "AllowUnauthenticatedIdentities",
        "",
        TRUE,
        New::Written,
        "now gives credentials to anyone",
        "no longer gives credentials to anyone",
    ),
    row(
        "AWS::Cognito::IdentityPool",
        "AllowClassicFlow",
        "false",
        TRUE,
        New::Written,
        "now gives credentials by the classic flow",
        "no longer gives credentials by the classic flow",
    ),
    row(
        "AWS::Cognito::IdentityPool",
        "OpenIdConnectProviderARNs",
        "",
        Each,
        New::Never,
        "now gives credentials to users of more providers",
        "now gives credentials to users of fewer providers",
    ),
    row(
        "AWS::Cognito::IdentityPool",
        "SamlProviderARNs",
        "",
        Each,
        New::Never,
        "now gives credentials to users of more providers",
        "now gives credentials to users of fewer providers",
    ),
    row(
        "AWS::Cognito::IdentityPool",
        "CognitoIdentityProviders[ClientId]/ClientId",
        "",
        Each,
        New::Never,
        "now gives credentials to users of more providers",
        "now gives credentials to users of fewer providers",
    ),
    row(
        "AWS::Cognito::UserPool",
        "AdminCreateUserConfig/AllowAdminCreateUserOnly",
        "false",
        FALSE,
        New::Never,
        "now lets anyone sign up",
        "now lets administrators alone add users",
    ),
    row(
        "AWS::Cognito::UserPool",
        "MfaConfiguration",
        "OFF",
        Ranked(&["ON", "OPTIONAL", "OFF"]),
        New::Never,
        "asks less for a second factor",
        "asks more for a second factor",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "ExplicitAuthFlows",
        "",
        Each,
        New::Never,
        "now takes more ways to sign in",
        "now takes fewer ways to sign in",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "AllowedOAuthFlows",
        "",
        Each,
        New::Never,
        "now takes more ways to sign in",
        "now takes fewer ways to sign in",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "AllowedOAuthScopes",
        "",
        Each,
        New::Never,
        "now gives tokens for more",
        "now gives tokens for less",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "CallbackURLs",
        "",
        Each,
        New::Never,
        "now hands its users to more addresses",
        "now hands its users to fewer addresses",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "SupportedIdentityProviders",
        "",
        Each,
        New::Never,
        "now takes users of more providers",
        "now takes users of fewer providers",
    ),
    row(
        "AWS::Cognito::UserPoolClient",
        "GenerateSecret",
        "false",
        FALSE,
        New::Never,
        "no longer has a secret",
        "now has a secret",
    ),
    // Identities.
    row("AWS::IAM::User", "Groups", "", Each, New::Written, "is now in more groups", "is now in fewer groups"),
    row(
        "AWS::IAM::User",
        "LoginProfile",
        "",
        There,
        New::Written,
        "may now sign in with a password",
        "may no longer sign in with a password",
    ),
    row(
        "AWS::IAM::AccessKey",
        "Status",
        "Active",
        Ranked(&["Inactive", "Active"]),
        New::Never,
        "may now be used",
        "may no longer be used",
    ),
    row("AWS::IAM::OIDCProvider", "Url", "", Other, New::Never, "now is of another issuer", ""),
    row(
        "AWS::IAM::OIDCProvider",
        "ClientIdList",
        "",
        Each,
        New::Never,
        "now vouches for more clients",
        "now vouches for fewer clients",
    ),
    row(
        "AWS::IAM::OIDCProvider",
        "ThumbprintList",
        "",
        Each,
        New::Never,
        "now trusts more certificates",
        "now trusts fewer certificates",
    ),
    row("AWS::IAM::SAMLProvider", "SamlMetadataDocument", "", Other, New::Never, "now has other metadata", ""),
    row(
        "AWS::RolesAnywhere::TrustAnchor",
        "Enabled",
        "false",
        TRUE,
        New::Never,
        "is now trusted",
        "is no longer trusted",
    ),
    row("AWS::RolesAnywhere::TrustAnchor", "Source", "", Other, New::Never, "now trusts another authority", ""),
    row(
        "AWS::SSO::PermissionSet",
        "SessionDuration",
        "PT1H",
        Other,
        New::Never,
        "now has sessions of another length",
        "",
    ),
    // SAM.
    row(
        "AWS::Serverless::Function",
        "FunctionUrlConfig/AuthType",
        "",
        Ranked(&["AWS_IAM", "NONE"]),
        New::Written,
        CALLED,
        ASKED,
    ),
    row("AWS::Serverless::Api", "Auth/DefaultAuthorizer", "", Held, New::Never, CALLED, ASKED),
    row(
        "AWS::Serverless::Api",
        "Auth/ApiKeyRequired",
        "false",
        FALSE,
        New::Never,
        "no longer asks for an API key",
        "now asks for an API key",
    ),
    row("AWS::Serverless::Api", "Auth/Authorizers", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::Serverless::Api", "Auth/ResourcePolicy", "", Other, New::Never, CALLERS, CALLERS),
    row(
        "AWS::Serverless::Api",
        "Auth/AddDefaultAuthorizerToCorsPreflight",
        "true",
        Other,
        New::Never,
        CALLERS,
        CALLERS,
    ),
    row(
        "AWS::Serverless::Api",
        "EndpointConfiguration",
        "EDGE",
        Other,
        New::Never,
        "may now be reached from elsewhere",
        "",
    ),
    row("AWS::Serverless::HttpApi", "Auth/DefaultAuthorizer", "", Held, New::Never, CALLED, ASKED),
    row("AWS::Serverless::HttpApi", "Auth/Authorizers", "", Other, New::Never, CALLERS, CALLERS),
    row("AWS::Serverless::HttpApi", "Auth/EnableIamAuthorizer", "false", Other, New::Never, CALLERS, CALLERS),
    row("AWS::Serverless::GraphQLApi", "Auth/Type", "", Open("API_KEY"), New::Written, CALLED, ASKED),
    row("AWS::Serverless::GraphQLApi", "Auth/Additional", "", Other, New::Never, CALLERS, CALLERS),
];

/// What may start a function of SAM, with an authoriser of its own.
const EVENTS: Row = row(
    "AWS::Serverless::Function",
    "Events/*/Properties/Auth/Authorizer",
    "",
    Open("NONE"),
    New::Written,
    CALLED,
    ASKED,
);

/// The first names of the paths in the table.
pub(super) fn units(kind: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> =
        rows(kind).map(|row| row.path.split(['/', '[']).next().unwrap_or(row.path)).collect();
    out.sort_unstable();
    out.dedup();
    if kind == EVENTS.kind {
        out.push("Events");
    }
    // What a method is called with decides whether it is told when it is new.
    if kind == METHOD {
        out.retain(|unit| *unit != "AuthorizationType");
        out.push("AuthorizationType|HttpMethod");
    }
    out
}

const METHOD: &str = "AWS::ApiGateway::Method";

/// The property paths that are compared here, without list indexes.
pub(super) fn told(kind: &str) -> Vec<String> {
    // What holds something back by being there may say more than that.
    let events = (kind == EVENTS.kind).then_some(&EVENTS);
    let rows = rows(kind).chain(events).filter(|row| !matches!(row.how, Held | Keeps(_)));
    rows.map(|row| row.path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect())
        .collect()
}

fn rows(kind: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.kind == kind)
}

/// The settings of one resource.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    let who = format!("the {} {id}", spaced(kind.rsplit("::").next().unwrap_or(kind)));
    let mut out: Vec<Setting> = rows(kind).flat_map(|row| row.settings(scope, &who, properties)).collect();
    if kind == EVENTS.kind {
        for (name, event) in properties.get("Events").and_then(Value::as_object).into_iter().flatten() {
            let authorizer = event.pointer("/Properties/Auth/Authorizer");
            let path = format!("/Events/{name}/Properties/Auth/Authorizer");
            out.push(EVENTS.setting(scope, &format!("the event {name} of {who}"), &path, &path, authorizer));
        }
    }
    // A browser asks before it calls, and has nothing to show then.
    if kind == METHOD && properties.get("HttpMethod").and_then(Value::as_str) == Some("OPTIONS") {
        out.iter_mut().for_each(|setting| setting.explicit = false);
    }
    out
}

impl Row {
    fn settings(&self, scope: &Scope<'_>, who: &str, properties: &Value) -> Vec<Setting> {
        let Some((list, rest)) = self.path.split_once('[') else {
            let value = properties.pointer(&format!("/{}", self.path));
            return vec![self.setting(scope, who, self.path, &format!("/{}", self.path), value)];
        };
        let (key, rest) = rest.split_once(']').unwrap_or((rest, ""));
        let items = properties.pointer(&format!("/{list}")).and_then(Value::as_array);
        let each = items.into_iter().flatten();
        // The elements themselves are what is compared.
        if rest.trim_start_matches('/') == key && matches!(self.how, Each | Keeps(_)) {
            let values: Vec<Value> = each.filter_map(|item| item.get(key).cloned()).collect();
            let values = Value::Array(values);
            return vec![self.setting(scope, who, self.path, &format!("/{list}"), Some(&values))];
        }
        each.enumerate()
            .map(|(index, item)| {
                let name = item
                    .get(key)
                    .and_then(|name| scope.text(name))
                    .map_or_else(|| index.to_string(), |text| text.to_string());
                let who = match list {
                    "ContainerDefinitions" => format!("the container {name} of {who}"),
                    "Volumes" => format!("the volume {name} of {who}"),
                    _ => who.to_owned(),
                };
                let path = format!("/{list}/{index}{rest}");
                self.setting(scope, &who, &format!("{list} {name} {rest}"), &path, item.pointer(rest))
            })
            .collect()
    }

    fn setting(&self, scope: &Scope<'_>, who: &str, name: &str, path: &str, value: Option<&Value>) -> Setting {
        let written = value.map(|value| scope.texts(value)).filter(|texts| !texts.is_empty());
        let explicit = match self.new {
            New::Always => true,
            New::Written => written.is_some(),
            New::Never => false,
        };
        let texts = match (&written, self.default) {
            (Some(texts), _) => texts.clone(),
            (None, "") => Vec::new(),
            (None, default) => vec![Text::literal(default)],
        };
        let known: Option<Vec<&str>> = texts.iter().map(Text::as_literal).collect();
        let risk = match (self.how, known.as_deref()) {
            (There, _) => Some(i64::from(!texts.is_empty())),
            (Held, _) => Some(i64::from(texts.is_empty())),
            (Ranked(_) | Open(_), Some([])) => Some(0),
            (Ranked(order), Some(values)) => {
                let rank = |value: &&str| order.iter().position(|known| known.eq_ignore_ascii_case(value)).unwrap_or(0);
                values.iter().map(rank).max().and_then(|rank| i64::try_from(rank).ok())
            }
            (Keeps(keepers), Some(values)) => Some(i64::from(!values.iter().any(|value| keepers.contains(value)))),
            (Open(open), Some(values)) => Some(i64::from(values.contains(&open))),
            (Ranked(_) | Open(_) | Keeps(_) | Each | Other, _) => None,
        };
        let element = |text: &Text| match () {
            () if self.more == GROUPS => super::security_group::group_name(text),
            () if self.path == "ThumbprintList" => text.to_string().to_ascii_lowercase(),
            () => text.to_string(),
        };
        let set: BTreeSet<String> = texts.iter().map(element).collect();
        let shown = match texts.as_slice() {
            [one] if !matches!(self.how, Each | Keeps(_)) => one.clone(),
            _ => Text::literal(&set.iter().cloned().collect::<Vec<_>>().join(", ")),
        };
        let property = self.path.rsplit(['/', ']']).find(|part| !part.is_empty()).unwrap_or(self.path);
        let values = format!("({property} is {{after}}, before: {{before}})");
        let less = if self.less.is_empty() { self.more } else { self.less };
        let either = match self.how {
            Ranked(_) | Open(_) => format!("{who}: {property} is now {{after}} (before: {{before}})"),
            Each | There | Held | Keeps(_) | Other => format!(
                "{who} {} {values}",
                CHANGED.iter().find(|(more, _)| *more == self.more).map_or(self.more, |(_, said)| said)
            ),
        };
        Setting {
            name: name.to_owned(),
            path: path.to_owned(),
            value: Some(shown),
            risk,
            set: matches!(self.how, Each).then_some(set),
            changed: if matches!(self.how, Held | Keeps(_)) { String::new() } else { either },
            widened: format!("{who} {} {values}", self.more),
            narrowed: format!("{who} {less} {values}"),
            gone: String::new(),
            explicit,
        }
    }
}

/// What is said when neither more nor less is known, where "more" would be said otherwise.
const CHANGED: &[(&str, &str)] = &[
    (GROUPS, "now is in other security groups"),
    ("now makes its stacks in more accounts", "now makes its stacks in other accounts"),
    ("now makes its stacks in more organizational units", "now makes its stacks in other organizational units"),
    (MORE, CALLERS),
    ("is now in more groups", "is now in other groups"),
    ("may now be reached from more addresses", "may now be reached from other addresses"),
    ("now holds more addresses", "now holds other addresses"),
    ("now gives credentials to users of more providers", "now gives credentials to users of other providers"),
    ("now takes more ways to sign in", "now takes other ways to sign in"),
    ("now gives tokens for more", "now gives tokens for other things"),
    ("now hands its users to more addresses", "now hands its users to other addresses"),
    ("now takes users of more providers", "now takes users of other providers"),
    ("now vouches for more clients", "now vouches for other clients"),
    ("now trusts more certificates", "now trusts other certificates"),
    ("now has more of its host's capabilities", "now has other capabilities of its host"),
    ("may now sign in with a password", "now signs in with another password"),
    ("now has a directory of its host", "now has another directory of its host"),
    ("no longer has a policy that limits its callers", "now has another policy"),
    (REACHED, "may now be reached from elsewhere"),
    (CALLED, CALLERS),
];
