//! Resources that by being there let somebody do something, without a policy document: one line of a table each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text};

use super::kind;
use super::setting::{covers, once};
use crate::diff::{Direction, GrantChange};

/// How the values of one of its properties compare.
#[derive(Clone, Copy)]
enum How {
    /// Each element lets something more happen.
    Each,
    /// Being there at all keeps something from happening.
    Held,
    /// `true` lets more happen.
    Flag,
    /// A range of ports; none is every port.
    Ports,
    /// Another value is another grant.
    Other,
}
use How::{Each, Flag, Held, Other, Ports};

struct Thing {
    kind: &'static str,
    /// `{may}` stands for "may now" or "may no longer", `{Property}` for its value, `{id}` for the logical id.
    says: &'static str,
    properties: &'static [(&'static str, How)],
    /// It keeps something from happening: its going lets more happen.
    protects: bool,
}

const fn thing(kind: &'static str, says: &'static str, properties: &'static [(&'static str, How)]) -> Thing {
    Thing { kind, says, properties, protects: false }
}

const ACL_ENTRY: &str = "AWS::EC2::NetworkAclEntry";
const ROUTE: &str = "AWS::EC2::Route";

const THINGS: &[Thing] = &[
    thing(
        "AWS::SSO::Assignment",
        "{PrincipalType} {PrincipalId} {may} use the permission set {PermissionSetArn} in {TargetId}",
        &[
            ("InstanceArn", Other),
            ("PermissionSetArn", Other),
            ("PrincipalId", Other),
            ("PrincipalType", Other),
            ("TargetId", Other),
            ("TargetType", Other),
        ],
    ),
    thing(
        "AWS::Events::EventBusPolicy",
        "{Principal} {may} call {Action} on the event bus {EventBusName}",
        &[("Principal", Each), ("Action", Other), ("EventBusName", Other), ("Condition", Held)],
    ),
    thing(
        "AWS::Lambda::LayerVersionPermission",
        "{Principal} {may} use the layer {LayerVersionArn}",
        &[("Action", Other), ("LayerVersionArn", Other), ("OrganizationId", Held), ("Principal", Each)],
    ),
    thing(
        "AWS::RAM::ResourceShare",
        "{Principals} {may} use {ResourceArns}, shared by {id}",
        &[
            ("Principals", Each),
            ("ResourceArns", Each),
            ("PermissionArns", Each),
            ("AllowExternalPrincipals", Flag),
            ("Sources", Other),
        ],
    ),
    thing(
        "AWS::EC2::VPCEndpointServicePermissions",
        "{AllowedPrincipals} {may} connect to the endpoint service {ServiceId}",
        &[("AllowedPrincipals", Each), ("ServiceId", Other)],
    ),
    thing(
        "AWS::EKS::AccessEntry",
        "{PrincipalArn} {may} act in the cluster {ClusterName}, groups: {KubernetesGroups}, policies: {AccessPolicies}",
        &[
            ("AccessPolicies", Each),
            ("ClusterName", Other),
            ("KubernetesGroups", Each),
            ("PrincipalArn", Other),
            ("Type", Other),
            ("Username", Other),
        ],
    ),
    thing(
        "AWS::EKS::IdentityProviderConfig",
        "users of the identity provider {id} {may} act in the cluster {ClusterName}",
        &[("ClusterName", Other), ("Oidc", Other), ("Type", Other)],
    ),
    thing(
        "AWS::IAM::UserToGroupAddition",
        "{Users} {may} do what the group {GroupName} may",
        &[("GroupName", Other), ("Users", Each)],
    ),
    thing(
        "AWS::IAM::AccessKey",
        "the holder of the access key {id} {may} act as the user {UserName}",
        &[("UserName", Other)],
    ),
    thing("AWS::IAM::OIDCProvider", "identities of {Url} {may} ask for roles in this account", &[]),
    thing("AWS::IAM::SAMLProvider", "identities of the SAML provider {id} {may} ask for roles in this account", &[]),
    thing(
        "AWS::IAM::ServiceLinkedRole",
        "the service {AWSServiceName} {may} act in this account by its service-linked role",
        &[("AWSServiceName", Other), ("CustomSuffix", Other)],
    ),
    thing(
        "AWS::RolesAnywhere::TrustAnchor",
        "holders of certificates of {id} {may} ask for roles in this account",
        &[],
    ),
    thing(
        "AWS::IdentityStore::GroupMembership",
        "{MemberId} {may} do what the group {GroupId} may",
        &[("GroupId", Other), ("IdentityStoreId", Other), ("MemberId", Other)],
    ),
    thing(
        "AWS::Cognito::UserPoolUserToGroupAttachment",
        "the user {Username} {may} do what the group {GroupName} may",
        &[("GroupName", Other), ("UserPoolId", Other), ("Username", Other)],
    ),
    thing(
        "AWS::Cognito::UserPoolIdentityProvider",
        "users of {ProviderName} {may} sign in to {UserPoolId}",
        &[
            ("AttributeMapping", Other),
            ("IdpIdentifiers", Each),
            ("ProviderDetails", Other),
            ("ProviderName", Other),
            ("ProviderType", Other),
            ("UserPoolId", Other),
        ],
    ),
    thing(
        "AWS::Cognito::UserPoolUser",
        "the user {Username} {may} sign in to {UserPoolId}",
        &[("UserPoolId", Other), ("Username", Other)],
    ),
    thing(
        "AWS::Cognito::IdentityPoolRoleAttachment",
        "users of the identity pool {IdentityPoolId} {may} act as {Roles}",
        &[("IdentityPoolId", Other), ("RoleMappings", Other), ("Roles", Each)],
    ),
    thing(
        "AWS::Cognito::IdentityPoolPrincipalTag",
        "users of the identity pool {IdentityPoolId} {may} carry the tags {PrincipalTags}",
        &[("IdentityPoolId", Other), ("IdentityProviderName", Other), ("PrincipalTags", Other), ("UseDefaults", Other)],
    ),
    thing(
        "AWS::LakeFormation::Permissions",
        "{DataLakePrincipal} {may} {Permissions} on {Resource}",
        &[
            ("DataLakePrincipal", Other),
            ("Permissions", Each),
            ("PermissionsWithGrantOption", Each),
            ("Resource", Other),
        ],
    ),
    thing(
        "AWS::LakeFormation::PrincipalPermissions",
        "{Principal} {may} {Permissions} on {Resource}",
        &[
            ("Catalog", Other),
            ("Permissions", Each),
            ("PermissionsWithGrantOption", Each),
            ("Principal", Other),
            ("Resource", Other),
        ],
    ),
    thing(
        "AWS::LakeFormation::DataLakeSettings",
        "{Admins} {may} administer the data lake",
        &[
            ("Admins", Each),
            ("AllowExternalDataFiltering", Flag),
            ("AllowFullTableExternalDataAccess", Flag),
            ("CreateDatabaseDefaultPermissions", Each),
            ("CreateTableDefaultPermissions", Each),
            ("ExternalDataFilteringAllowList", Each),
            ("TrustedResourceOwners", Each),
        ],
    ),
    thing(
        "AWS::ServiceCatalog::PortfolioPrincipalAssociation",
        "{PrincipalARN} {may} launch from the portfolio {PortfolioId}",
        &[("PortfolioId", Other), ("PrincipalARN", Each), ("PrincipalType", Other)],
    ),
    thing(
        "AWS::ServiceCatalog::PortfolioShare",
        "the account {AccountId} {may} use the portfolio {PortfolioId}",
        &[("AccountId", Other), ("PortfolioId", Other)],
    ),
    thing(
        "AWS::S3::AccessGrant",
        "{Grantee} {may} {Permission} in {AccessGrantsLocationId}",
        &[
            ("AccessGrantsLocationConfiguration", Other),
            ("AccessGrantsLocationId", Other),
            ("ApplicationArn", Held),
            ("Grantee", Other),
            ("Permission", Other),
            ("S3PrefixType", Other),
        ],
    ),
    thing("AWS::AppSync::ApiKey", "the holder of the API key {id} {may} call {ApiId}", &[("ApiId", Other)]),
    thing("AWS::EC2::EIP", "{InstanceId} {may} be reached at the public address {id}", &[("InstanceId", Other)]),
    thing(
        "AWS::EC2::EIPAssociation",
        "{InstanceId}{NetworkInterfaceId} {may} be reached at the public address {AllocationId}{EIP}",
        &[
            ("AllocationId", Other),
            ("EIP", Other),
            ("InstanceId", Other),
            ("NetworkInterfaceId", Other),
            ("PrivateIpAddress", Other),
        ],
    ),
    thing(
        ACL_ENTRY,
        "{CidrBlock}{Ipv6CidrBlock} {may} pass the network ACL {NetworkAclId} by its rule {RuleNumber}",
        &[
            ("CidrBlock", Each),
            ("Egress", Other),
            ("Icmp", Other),
            ("Ipv6CidrBlock", Each),
            ("NetworkAclId", Other),
            ("PortRange", Ports),
            ("Protocol", Each),
            ("RuleAction", Other),
            ("RuleNumber", Other),
        ],
    ),
    thing(
        ROUTE,
        "what is in {RouteTableId} {may} reach {DestinationCidrBlock}{DestinationIpv6CidrBlock} through {GatewayId}",
        &[
            ("DestinationCidrBlock", Each),
            ("DestinationIpv6CidrBlock", Each),
            ("GatewayId", Other),
            ("RouteTableId", Other),
        ],
    ),
    thing(
        "AWS::EC2::VPCGatewayAttachment",
        "the VPC {VpcId} {may} reach the internet through {InternetGatewayId}{VpnGatewayId}",
        &[("InternetGatewayId", Other), ("VpcId", Other), ("VpnGatewayId", Other)],
    ),
    thing(
        "AWS::EC2::ClientVpnAuthorizationRule",
        "clients of {ClientVpnEndpointId} {may} reach {TargetNetworkCidr}",
        &[
            ("AccessGroupId", Held),
            ("AuthorizeAllGroups", Flag),
            ("ClientVpnEndpointId", Other),
            ("TargetNetworkCidr", Each),
        ],
    ),
    thing(
        "AWS::EC2::VPCPeeringConnection",
        "{VpcId} and {PeerVpcId} {may} be connected by {id}",
        &[
            ("PeerOwnerId", Other),
            ("PeerRegion", Other),
            ("PeerRoleArn", Other),
            ("PeerVpcId", Other),
            ("VpcId", Other),
        ],
    ),
    thing(
        "AWS::EC2::SecurityGroupVpcAssociation",
        "the security group {GroupId} {may} be used in {VpcId}",
        &[("GroupId", Other), ("VpcId", Other)],
    ),
    thing(
        "AWS::RDS::DBSecurityGroupIngress",
        "{CIDRIP}{EC2SecurityGroupId}{EC2SecurityGroupName} {may} connect to {DBSecurityGroupName}",
        &[
            ("CIDRIP", Each),
            ("DBSecurityGroupName", Other),
            ("EC2SecurityGroupId", Other),
            ("EC2SecurityGroupName", Other),
            ("EC2SecurityGroupOwnerId", Other),
        ],
    ),
    thing(
        "AWS::ElastiCache::SecurityGroupIngress",
        "{EC2SecurityGroupName} {may} connect to {CacheSecurityGroupName}",
        &[("CacheSecurityGroupName", Other), ("EC2SecurityGroupName", Other), ("EC2SecurityGroupOwnerId", Other)],
    ),
    thing(
        "AWS::Redshift::ClusterSecurityGroupIngress",
        "{CIDRIP}{EC2SecurityGroupName} {may} connect to {ClusterSecurityGroupName}",
        &[
            ("CIDRIP", Each),
            ("ClusterSecurityGroupName", Other),
            ("EC2SecurityGroupName", Other),
            ("EC2SecurityGroupOwnerId", Other),
        ],
    ),
    thing(
        "AWS::Redshift::EndpointAuthorization",
        "the account {Account} {may} reach the cluster {ClusterIdentifier}",
        &[("Account", Other), ("ClusterIdentifier", Other), ("VpcIds", Each)],
    ),
    thing(
        "AWS::IoT::PolicyPrincipalAttachment",
        "{Principal} {may} do what the policy {PolicyName} allows",
        &[("PolicyName", Other), ("Principal", Other)],
    ),
    thing(
        "AWS::Serverless::Connector",
        "{Source} {may} {Permissions} {Destination}",
        &[("Destination", Other), ("Permissions", Each), ("Source", Other)],
    ),
    thing(
        "AWS::Route53::VPCAssociationAuthorization",
        "{VPC} {may} be associated with {HostedZoneId}",
        &[("HostedZoneId", Other), ("VPC", Other)],
    ),
    thing(
        "AWS::Oam::Link",
        "{SinkIdentifier} {may} see {ResourceTypes} of this account",
        &[("ResourceTypes", Each), ("SinkIdentifier", Other), ("LinkConfiguration", Other)],
    ),
    thing(
        "AWS::VpcLattice::ServiceNetworkVpcAssociation",
        "{VpcIdentifier} {may} reach {ServiceNetworkIdentifier}",
        &[("SecurityGroupIds", Each), ("ServiceNetworkIdentifier", Other), ("VpcIdentifier", Other)],
    ),
    Thing {
        kind: "AWS::WAFv2::WebACLAssociation",
        says: "the web ACL {WebACLArn} {may} hold requests to {ResourceArn}",
        properties: &[("ResourceArn", Other), ("WebACLArn", Other)],
        protects: true,
    },
    Thing {
        kind: "AWS::WAFRegional::WebACLAssociation",
        says: "the web ACL {WebACLId} {may} hold requests to {ResourceArn}",
        properties: &[("ResourceArn", Other), ("WebACLId", Other)],
        protects: true,
    },
    Thing {
        kind: "AWS::Organizations::Policy",
        says: "the policy {id} {may} hold {TargetIds}",
        properties: &[("TargetIds", Each), ("Type", Other)],
        protects: true,
    },
    Thing {
        kind: "AWS::EC2::SnapshotBlockPublicAccess",
        says: "snapshots {may} be held private",
        properties: &[("State", Other)],
        protects: true,
    },
    Thing {
        kind: "AWS::EC2::VPCBlockPublicAccessOptions",
        says: "the internet {may} be held out of VPCs",
        properties: &[("InternetGatewayBlockMode", Other)],
        protects: true,
    },
];

/// An address that belongs to nothing yet, a route that leads nowhere outside, a policy that is read as a document:
/// these are no such thing.
fn is_none(resource: &Value) -> bool {
    let has = |name: &str| resource.get("Properties").is_some_and(|properties| properties.get(name).is_some());
    match kind(resource) {
        "AWS::EC2::EIP" => !has("InstanceId"),
        ROUTE => !has("GatewayId"),
        "AWS::Events::EventBusPolicy" => has("Statement"),
        _ => false,
    }
}

/// The properties that are compared here.
pub(super) fn told(resource: &Value) -> Vec<&'static str> {
    let thing = THINGS.iter().find(|thing| thing.kind == kind(resource) && !is_none(resource));
    thing.map(|thing| thing.properties.iter().map(|(name, _)| *name).collect()).unwrap_or_default()
}

/// One resource in one world of the template's conditions.
struct Seen {
    thing: &'static Thing,
    id: String,
    guard: Guard,
    values: BTreeMap<&'static str, BTreeSet<String>>,
    said: String,
}

/// Things that came, went or changed.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let (was, now) = (seen(old), seen(new));
    let mut before: BTreeMap<(&str, &str), Vec<&Seen>> = BTreeMap::new();
    for one in &was {
        before.entry((one.thing.kind, &one.id)).or_default().push(one);
    }
    let mut after: BTreeMap<(&str, &str), Vec<&Seen>> = BTreeMap::new();
    for one in &now {
        after.entry((one.thing.kind, &one.id)).or_default().push(one);
    }
    let elsewhere = |one: &Seen, others: &[Seen]| others.iter().any(|other| one.within(other));
    let mut out: Vec<(Guard, GrantChange)> = Vec::new();
    for (key, ones) in &after {
        for one in ones {
            let earlier = before.get(key).map(Vec::as_slice).unwrap_or_default();
            let meeting: Vec<&&Seen> = earlier.iter().filter(|other| other.guard.and(&one.guard).is_some()).collect();
            if meeting.iter().any(|other| one.within(other) && other.within(one)) {
                continue;
            }
            match meeting.first() {
                Some(other) => {
                    let direction = one.direction(other);
                    let said = format!("{} (before: {})", one.sentence("may now"), other.bare());
                    out.push((one.guard.clone(), one.told(direction, said, Some(other.bare()), Some(one.bare()))));
                }
                None if elsewhere(one, &was) => {}
                None => {
                    let direction = if one.protects() { Direction::Narrowed } else { Direction::Widened };
                    out.push((one.guard.clone(), one.told(direction, one.sentence("may now"), None, Some(one.bare()))));
                }
            }
        }
    }
    for (key, ones) in &before {
        for one in ones {
            let later = after.get(key).map(Vec::as_slice).unwrap_or_default();
            let meets = later.iter().any(|other| other.guard.and(&one.guard).is_some());
            if elsewhere(one, &now) || (meets && later.iter().any(|other| one.guard.implies(&other.guard))) {
                continue;
            }
            let direction = if one.protects() { Direction::Widened } else { Direction::Narrowed };
            let said = one.sentence("may no longer");
            out.push((one.guard.clone(), one.told(direction, said, Some(one.bare()), None)));
        }
    }
    once(out)
}

fn seen(scope: &Scope<'_>) -> Vec<Seen> {
    let none = json!({});
    let mut out = Vec::new();
    for (id, resource) in scope.section("Resources") {
        let Some(thing) = THINGS.iter().find(|thing| thing.kind == kind(resource)) else { continue };
        let Some(guard) = scope.guard_of(resource) else { continue };
        let properties = resource.get("Properties").unwrap_or(&none);
        if is_none(resource) {
            continue;
        }
        let compared: Value = thing
            .properties
            .iter()
            .filter_map(|(name, _)| Some(((*name).to_owned(), properties.get(*name)?.clone())))
            .collect::<serde_json::Map<_, _>>()
            .into();
        for (more, values) in scope.alternatives(&compared) {
            let Some(guard) = guard.and(&more) else { continue };
            let shown = |name: &str| match name {
                "id" => id.to_owned(),
                _ => {
                    let value = values.get(name).or_else(|| properties.get(name));
                    let texts: Vec<String> =
                        value.map(|value| elements(scope, value).into_iter().collect()).unwrap_or_default();
                    match texts.as_slice() {
                        [] => "none".to_owned(),
                        texts if texts.iter().any(|text| text == "*") => "anyone".to_owned(),
                        texts => texts.join(", "),
                    }
                }
            };
            let said = filled(thing.says, &shown);
            let of = |name: &'static str| {
                let texts = elements(scope, values.get(name)?);
                // Every protocol is each of them.
                let all = name == "Protocol" && texts.contains("-1");
                Some((name, if all { BTreeSet::from(["*".to_owned()]) } else { texts }))
            };
            let values = thing.properties.iter().filter_map(|(name, _)| of(name)).collect();
            out.push(Seen { thing, id: id.to_owned(), guard, values, said });
        }
    }
    out
}

/// The texts of a value, each element of a list and each entry of a mapping as one.
fn elements(scope: &Scope<'_>, value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(map) if map.len() != 1 || !map.keys().all(|key| key == "Ref" || key.starts_with("Fn::")) => {
            let each = map.iter().map(|(key, item)| {
                let texts: Vec<String> = scope.texts(item).iter().map(Text::to_string).collect();
                format!("{key} {}", texts.join(", "))
            });
            each.collect()
        }
        _ => scope.texts(value).iter().map(readable).collect(),
    }
}

fn ports(texts: &BTreeSet<String>) -> (i64, i64) {
    let number = |name: &str| texts.iter().find_map(|text| text.strip_prefix(name)?.trim().parse::<i64>().ok());
    match (number("From "), number("To ")) {
        (Some(from), Some(to)) if 0 <= from => (from, to),
        (_, _) => (0, 65_535),
    }
}

fn readable(text: &Text) -> String {
    let shown = text.to_string();
    // A whole mapping is one symbol.
    match shown.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) {
        Some(inner) => inner.replace('"', ""),
        None => shown,
    }
}

fn filled(pattern: &str, shown: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        match name {
            "may" => out.push_str("{may}"),
            name => out.push_str(&shown(name)),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

impl Seen {
    fn sentence(&self, may: &str) -> String {
        let held = self.values.get("RuleAction").is_some_and(|action| action.contains("deny"));
        match (held, may) {
            (true, "may no longer") => self.said.replace("{may}", "is no longer held back and may"),
            (true, _) => self.said.replace("{may}", "may no longer"),
            (false, may) => self.said.replace("{may}", may),
        }
    }

    fn bare(&self) -> String {
        let held = self.values.get("RuleAction").is_some_and(|action| action.contains("deny"));
        self.said.replace("{may}", if held { "may not" } else { "may" })
    }

    /// Whatever it lets happen, the other lets happen too.
    fn within(&self, other: &Seen) -> bool {
        let more = self.direction_of(other);
        self.thing.kind == other.thing.kind && self.guard.implies(&other.guard) && !more.0
    }

    /// A rule of a network ACL that denies holds back what another may let pass.
    fn protects(&self) -> bool {
        self.thing.protects || self.values.get("RuleAction").is_some_and(|action| action.contains("deny"))
    }

    fn direction(&self, before: &Seen) -> Direction {
        match (before.protects(), self.protects()) {
            (true, false) => return Direction::Widened,
            (false, true) => return Direction::Narrowed,
            (true, true) | (false, false) => {}
        }
        let (more, less) = self.direction_of(before);
        match (more, less, self.protects()) {
            (true, false, false) | (false, true, true) => Direction::Widened,
            (false, true, false) | (true, false, true) => Direction::Narrowed,
            (_, _, _) => Direction::Changed,
        }
    }

    /// Whether it holds more than the other, and whether it holds less.
    fn direction_of(&self, before: &Seen) -> (bool, bool) {
        let (mut more, mut less) = (false, false);
        let none = BTreeSet::new();
        for (name, how) in self.thing.properties {
            let (was, now) = (before.values.get(name).unwrap_or(&none), self.values.get(name).unwrap_or(&none));
            if was == now {
                continue;
            }
            let (gained, lost) = match how {
                Each => (!covers(was, now), !covers(now, was)),
                Held => (!was.is_empty(), !now.is_empty()),
                Flag => {
                    (now.contains("true") || !now.contains("false"), was.contains("true") || !was.contains("false"))
                }
                Ports => {
                    let ((from, to), (old_from, old_to)) = (ports(now), ports(was));
                    (from < old_from || old_to < to, old_from < from || to < old_to)
                }
                Other => (true, true),
            };
            (more, less) = (more || gained, less || lost);
        }
        (more, less)
    }

    fn told(
        &self,
        direction: Direction,
        sentence: String,
        before: Option<String>,
        after: Option<String>,
    ) -> GrantChange {
        GrantChange {
            holder: self.id.clone(),
            direction,
            sentence,
            before,
            after,
            path: format!("/Resources/{}", self.id),
            aspect: "thing".to_owned(),
            count: 1,
        }
    }
}
