//! Condition keys that every service's requests can have.

use super::glob::key_fits;

/// Keys of AWS's page "AWS global condition context keys" (IAM User Guide), without the three that only some actions
/// have: `aws:RequestTag`, `aws:ResourceTag` and `aws:TagKeys`. Those with a service's prefix describe the credentials,
/// so that any service's requests can have them.
pub const GLOBAL_KEYS: [&str; 58] = [
    // Properties of the principal.
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/${TagKey}",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
    // Properties of the role's session.
    "aws:AssumedRoot",
    "aws:ChatbotSourceArn",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:FederatedProvider",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:SignInSessionArn",
    "aws:SourceIdentity",
    "aws:TokenIssueTime",
    "codebuild:BuildArn",
    "codebuild:ProjectArn",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
    // Properties of the network.
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:VpcSourceIp",
    // Properties of the resource.
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    // Properties of the request.
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:IsMcpServiceAction",
    "aws:referer",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:UserAgent",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
];

/// Whether a key is one that any request can have, letter case not counted.
///
/// "Can": AWS states for each when it is present. `aws:SourceIp` is absent where a service calls on somebody's behalf,
/// `aws:MultiFactorAuthPresent` is absent with long-term credentials.
pub fn is_global_key(key: &str) -> bool {
    GLOBAL_KEYS.iter().any(|global| key_fits(global, key))
}
