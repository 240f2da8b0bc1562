//! A plan or state of Terraform in its JSON form ("JSON output format" in Terraform's documentation, format version 1):
//! the resources of IAM, security groups and what carries a policy, as the CloudFormation resources that they are.
//!
//! What is known only when the plan is applied is `null` there; a policy of that kind is named as not judged.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::policy::holder;
use super::{Place, Subject, SubjectKind};
use crate::template::{Template, TemplateError, pointer_join};

/// A plan has planned values, a state has values; both say the version of their format.
pub(super) fn is_plan(value: &Value) -> bool {
    value.get("format_version").is_some_and(Value::is_string)
        && (value.get("planned_values").is_some() || value.pointer("/values/root_module").is_some())
}

pub(super) fn read(plan: &Value) -> Result<Subject, TemplateError> {
    let mut reader = Reader::default();
    for root in ["/planned_values/root_module", "/values/root_module"] {
        if let Some(module) = plan.pointer(root) {
            reader.module(module, root);
        }
    }
    let mut not_judged: Vec<String> = reader
        .unknown_types
        .iter()
        .map(|(kind, count)| match count {
            1 => format!("1 resource of the type {kind}"),
            count => format!("{count} resources of the type {kind}"),
        })
        .collect();
    not_judged.append(&mut reader.not_judged);
    // A template has at least one resource; of a plan without any there is nothing to say.
    if reader.resources.is_empty() {
        reader.resources.insert("Nothing".to_owned(), json!({"Type": "AWS::CloudFormation::WaitConditionHandle"}));
    }
    let template = Template::from_json(json!({"Resources": reader.resources}))?;
    Ok(Subject { kind: SubjectKind::Terraform, template, not_judged, places: reader.places })
}

#[derive(Default)]
struct Reader {
    resources: Map<String, Value>,
    places: Vec<Place>,
    unknown_types: BTreeMap<String, usize>,
    not_judged: Vec<String>,
}

/// One resource of the plan.
#[derive(Clone, Copy)]
struct Planned<'p> {
    address: &'p str,
    values: &'p Map<String, Value>,
    /// JSON pointer to its values.
    path: &'p str,
}

/// Types whose one policy is what there is to judge: the type, the argument that holds it.
const RESOURCE_POLICIES: [(&str, &str); 30] = [
    ("aws_s3_bucket_policy", "policy"),
    ("aws_s3_access_point", "policy"),
    ("aws_s3control_bucket_policy", "policy"),
    ("aws_sqs_queue", "policy"),
    ("aws_sqs_queue_policy", "policy"),
    ("aws_sns_topic", "policy"),
    ("aws_sns_topic_policy", "policy"),
    ("aws_kms_key", "policy"),
    ("aws_kms_key_policy", "policy"),
    ("aws_ecr_repository_policy", "policy"),
    ("aws_ecr_registry_policy", "policy"),
    ("aws_ecrpublic_repository_policy", "policy"),
    ("aws_secretsmanager_secret", "policy"),
    ("aws_secretsmanager_secret_policy", "policy"),
    ("aws_vpc_endpoint", "policy"),
    ("aws_vpc_endpoint_policy", "policy"),
    ("aws_opensearch_domain_policy", "access_policies"),
    ("aws_elasticsearch_domain_policy", "access_policies"),
    ("aws_opensearch_domain", "access_policies"),
    ("aws_elasticsearch_domain", "access_policies"),
    ("aws_efs_file_system_policy", "policy"),
    ("aws_cloudwatch_event_bus_policy", "policy"),
    ("aws_cloudwatch_log_resource_policy", "policy_document"),
    ("aws_backup_vault_policy", "policy"),
    ("aws_glacier_vault", "access_policy"),
    ("aws_api_gateway_rest_api_policy", "policy"),
    ("aws_codeartifact_domain_permissions_policy", "policy_document"),
    ("aws_codeartifact_repository_permissions_policy", "policy_document"),
    ("aws_dynamodb_resource_policy", "policy"),
    ("aws_kinesis_resource_policy", "policy"),
];

impl Reader {
    fn module(&mut self, module: &Value, path: &str) {
        for (index, resource) in list(module.get("resources")).iter().enumerate() {
            let path = format!("{path}/resources/{index}/values");
            let text = |name: &str| resource.get(name).and_then(Value::as_str);
            let (Some(address), Some(kind)) = (text("address"), text("type")) else { continue };
            if text("mode") == Some("data") {
                continue;
            }
            let Some(values) = resource.get("values").and_then(Value::as_object) else { continue };
            if !self.resource(kind, Planned { address, values, path: &path }) {
                *self.unknown_types.entry(kind.to_owned()).or_default() += 1;
            }
        }
        for (index, child) in list(module.get("child_modules")).iter().enumerate() {
            self.module(child, &format!("{path}/child_modules/{index}"));
        }
    }

    /// Whether the type is one that is judged.
    fn resource(&mut self, kind: &str, planned: Planned<'_>) -> bool {
        match kind {
            "aws_iam_role" => self.role(planned),
            "aws_iam_policy" => self.policy(planned, "AWS::IAM::ManagedPolicy", "policy", &[]),
            "aws_iam_role_policy" => self.policy(planned, "AWS::IAM::RolePolicy", "policy", &[("role", "RoleName")]),
            "aws_iam_user_policy" => self.policy(planned, "AWS::IAM::UserPolicy", "policy", &[("user", "UserName")]),
            "aws_iam_group_policy" => {
                self.policy(planned, "AWS::IAM::GroupPolicy", "policy", &[("group", "GroupName")]);
            }
            "aws_ssoadmin_permission_set_inline_policy" => {
                self.policy(planned, "AWS::IAM::ManagedPolicy", "inline_policy", &[]);
            }
            "aws_iam_role_policy_attachment" => self.attachment(planned, "AWS::IAM::Role", "policy_arn"),
            "aws_iam_user_policy_attachment" => self.attachment(planned, "AWS::IAM::User", "policy_arn"),
            "aws_iam_group_policy_attachment" => self.attachment(planned, "AWS::IAM::Group", "policy_arn"),
            "aws_iam_policy_attachment" => self.attachment(planned, "AWS::IAM::Group", "policy_arn"),
            "aws_ssoadmin_managed_policy_attachment" => {
                self.attachment(planned, "AWS::IAM::Group", "managed_policy_arn");
            }
            "aws_iam_user" | "aws_iam_group" => {
                self.simple(planned, if kind.ends_with("user") { "AWS::IAM::User" } else { "AWS::IAM::Group" }, &[]);
            }
            "aws_iam_access_key" => self.simple(planned, "AWS::IAM::AccessKey", &[("user", "UserName")]),
            "aws_iam_openid_connect_provider" => self.simple(planned, "AWS::IAM::OIDCProvider", &[("url", "Url")]),
            "aws_security_group" | "aws_default_security_group" => self.security_group(planned),
            "aws_security_group_rule" => self.security_group_rule(planned),
            "aws_vpc_security_group_ingress_rule" => self.ingress_rule(planned),
            "aws_vpc_security_group_egress_rule" => self.egress_rule(planned),
            "aws_lambda_permission" => self.simple(
                planned,
                "AWS::Lambda::Permission",
                &[
                    ("action", "Action"),
                    ("principal", "Principal"),
                    ("source_arn", "SourceArn"),
                    ("source_account", "SourceAccount"),
                    ("principal_org_id", "PrincipalOrgID"),
                    ("function_url_auth_type", "FunctionUrlAuthType"),
                ],
            ),
            "aws_lambda_function_url" => {
                self.simple(planned, "AWS::Lambda::Url", &[("authorization_type", "AuthType")]);
            }
            "aws_lambda_layer_version_permission" => self.simple(
                planned,
                "AWS::Lambda::LayerVersionPermission",
                &[("principal", "Principal"), ("organization_id", "OrganizationId")],
            ),
            "aws_db_instance" => self.simple(
                planned,
                "AWS::RDS::DBInstance",
                &[
                    ("publicly_accessible", "PubliclyAccessible"),
                    ("storage_encrypted", "StorageEncrypted"),
                    ("replicate_source_db", "SourceDBInstanceIdentifier"),
                    ("snapshot_identifier", "DBSnapshotIdentifier"),
                ],
            ),
            "aws_redshift_cluster" => {
                self.simple(planned, "AWS::Redshift::Cluster", &[("publicly_accessible", "PubliclyAccessible")]);
            }
            "aws_ebs_volume" => self.simple(planned, "AWS::EC2::Volume", &[("encrypted", "Encrypted")]),
            _ => {
                let Some((_, argument)) = RESOURCE_POLICIES.iter().find(|(known, _)| *known == kind) else {
                    return false;
                };
                // Most of these policies are optional.
                if planned.values.get(*argument).and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
                    self.resource_policy(planned, argument);
                } else if kind.ends_with("_policy") {
                    self.unknown(planned, argument);
                }
            }
        }
        true
    }

    fn add(&mut self, planned: Planned<'_>, kind: &str, properties: impl Into<Value>) {
        let properties: Value = properties.into();
        let own = pointer_join("/Resources", planned.address);
        self.places.push(Place { template: own, file: planned.path.to_owned(), same_below: false });
        self.resources.insert(planned.address.to_owned(), json!({"Type": kind, "Properties": properties}));
    }

    fn place(&mut self, planned: Planned<'_>, property: &str, argument: &str) {
        self.places.push(Place {
            template: format!("{}/Properties/{property}", pointer_join("/Resources", planned.address)),
            file: pointer_join(planned.path, argument),
            same_below: false,
        });
    }

    fn unknown(&mut self, planned: Planned<'_>, argument: &str) {
        self.not_judged.push(format!("{argument} of {}, known only when the plan is applied", planned.address));
    }

    /// Arguments that become properties as they are.
    fn simple(&mut self, planned: Planned<'_>, kind: &str, arguments: &[(&str, &str)]) {
        let mut properties = Map::new();
        for (argument, property) in arguments {
            let Some(value) = planned.values.get(*argument).filter(|value| is_said(value)) else { continue };
            properties.insert((*property).to_owned(), literal(value.clone()));
            self.place(planned, property, argument);
        }
        self.add(planned, kind, properties);
    }

    fn policy(&mut self, planned: Planned<'_>, kind: &str, argument: &str, holders: &[(&str, &str)]) {
        let Some(document) = document(planned.values.get(argument)) else { return self.unknown(planned, argument) };
        let mut properties = Map::new();
        for (argument, property) in holders {
            if let Some(name) = planned.values.get(*argument).filter(|value| is_said(value)) {
                properties.insert((*property).to_owned(), name.clone());
            }
        }
        properties.insert("PolicyDocument".to_owned(), document);
        self.place(planned, "PolicyDocument", argument);
        self.add(planned, kind, properties);
    }

    fn resource_policy(&mut self, planned: Planned<'_>, argument: &str) {
        let Some(document) = document(planned.values.get(argument)) else { return self.unknown(planned, argument) };
        let is_endpoint = planned.address.contains("aws_vpc_endpoint");
        let (kind, property) = match holder(&document) {
            _ if is_endpoint => ("AWS::EC2::VPCEndpoint", "PolicyDocument"),
            key @ ("AWS::KMS::Key", _) => key,
            _ => ("Policy::Of::Resource", "PolicyDocument"),
        };
        self.place(planned, property, argument);
        self.add(planned, kind, Map::from_iter([(property.to_owned(), document)]));
    }

    fn attachment(&mut self, planned: Planned<'_>, kind: &str, argument: &str) {
        let Some(arn) = planned.values.get(argument).filter(|value| is_said(value)) else {
            // The ARN of a policy of the plan itself: that policy is judged where it stands.
            return;
        };
        self.place(planned, "ManagedPolicyArns", argument);
        self.add(planned, kind, Map::from_iter([("ManagedPolicyArns".to_owned(), json!([literal(arn.clone())]))]));
    }

    fn role(&mut self, planned: Planned<'_>) {
        let mut properties = Map::new();
        match document(planned.values.get("assume_role_policy")) {
            Some(document) => {
                properties.insert("AssumeRolePolicyDocument".to_owned(), document);
                self.place(planned, "AssumeRolePolicyDocument", "assume_role_policy");
            }
            None => self.unknown(planned, "assume_role_policy"),
        }
        let inline: Vec<Value> = list(planned.values.get("inline_policy"))
            .iter()
            .filter_map(|policy| {
                Some(json!({"PolicyName": "inline", "PolicyDocument": document(policy.get("policy"))?}))
            })
            .collect();
        if !inline.is_empty() {
            properties.insert("Policies".to_owned(), Value::Array(inline));
            self.place(planned, "Policies", "inline_policy");
        }
        for (argument, property) in
            [("managed_policy_arns", "ManagedPolicyArns"), ("max_session_duration", "MaxSessionDuration")]
        {
            if let Some(value) = planned.values.get(argument).filter(|value| is_said(value)) {
                properties.insert(property.to_owned(), literal(value.clone()));
                self.place(planned, property, argument);
            }
        }
        self.add(planned, "AWS::IAM::Role", properties);
    }

    fn security_group(&mut self, planned: Planned<'_>) {
        let mut properties = Map::from_iter([("GroupDescription".to_owned(), json!("group"))]);
        for (argument, property) in [("ingress", "SecurityGroupIngress"), ("egress", "SecurityGroupEgress")] {
            let rules: Vec<Value> = list(planned.values.get(argument))
                .iter()
                .filter_map(Value::as_object)
                .flat_map(|rule| traffic(rule, argument))
                .collect();
            // Terraform takes EC2's own rule away, so that silence lets nothing out.
            properties.insert(property.to_owned(), Value::Array(rules));
            self.place(planned, property, argument);
        }
        self.add(planned, "AWS::EC2::SecurityGroup", properties);
    }

    fn security_group_rule(&mut self, planned: Planned<'_>) {
        let direction = planned.values.get("type").and_then(Value::as_str).unwrap_or("ingress");
        let (property, other) = match direction {
            "egress" => ("SecurityGroupEgress", "SecurityGroupIngress"),
            _ => ("SecurityGroupIngress", "SecurityGroupEgress"),
        };
        let rules = traffic(planned.values, direction);
        let properties = json!({"GroupDescription": "group", property: rules, other: []});
        self.add(planned, "AWS::EC2::SecurityGroup", properties);
    }

    fn ingress_rule(&mut self, planned: Planned<'_>) {
        self.simple(planned, "AWS::EC2::SecurityGroupIngress", &RULE_ARGUMENTS);
    }

    fn egress_rule(&mut self, planned: Planned<'_>) {
        self.simple(planned, "AWS::EC2::SecurityGroupEgress", &RULE_ARGUMENTS);
    }
}

const RULE_ARGUMENTS: [(&str, &str); 7] = [
    ("cidr_ipv4", "CidrIp"),
    ("cidr_ipv6", "CidrIpv6"),
    ("from_port", "FromPort"),
    ("to_port", "ToPort"),
    ("ip_protocol", "IpProtocol"),
    ("referenced_security_group_id", "SourceSecurityGroupId"),
    ("prefix_list_id", "SourcePrefixListId"),
];

/// A rule of several ranges and groups as one rule for each.
fn traffic(rule: &Map<String, Value>, direction: &str) -> Vec<Value> {
    let group = if direction == "egress" { "DestinationSecurityGroupId" } else { "SourceSecurityGroupId" };
    let sources = [
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", "SourcePrefixListId"),
        ("security_groups", group),
    ];
    let mut found: Vec<(&str, Value)> = sources
        .into_iter()
        .flat_map(|(argument, property)| list(rule.get(argument)).iter().map(move |item| (property, item.clone())))
        .collect();
    if rule.get("self").and_then(Value::as_bool) == Some(true) {
        found.push((group, json!("itself")));
    }
    if let Some(source) = rule.get("source_security_group_id").filter(|source| is_said(source)) {
        found.push((group, source.clone()));
    }
    let of = |name: &str| rule.get(name).cloned().unwrap_or(Value::Null);
    found
        .into_iter()
        .filter(|(_, source)| is_said(source))
        .map(|(property, source)| {
            let protocol = of("protocol");
            let mut rule = Map::from_iter([("IpProtocol".to_owned(), protocol.clone())]);
            if protocol != "-1" {
                rule.insert("FromPort".to_owned(), of("from_port"));
                rule.insert("ToPort".to_owned(), of("to_port"));
            }
            rule.insert(property.to_owned(), source);
            Value::Object(rule)
        })
        .collect()
}

fn document(text: Option<&Value>) -> Option<Value> {
    let document: Value = serde_json::from_str(text?.as_str()?).ok()?;
    document.is_object().then(|| literal(document))
}

/// A mapping with one key that is called as an intrinsic is none in Terraform: it is kept away from the reader.
fn literal(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map = map.into_iter().map(|(key, value)| match key.starts_with("Fn::") || key == "Ref" {
                true => (format!("_{key}"), literal(value)),
                false => (key, literal(value)),
            });
            Value::Object(map.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(literal).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Whether something is given: neither unknown, nor the empty text that the provider has for "not given".
fn is_said(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
