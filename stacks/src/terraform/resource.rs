//! Resources: which of the provider's each of ours is, and where its properties go.
//!
//! Every property has its place here; one without is an error, so that nothing of the template is lost silently.

use super::expression::{Expression, Translator, condition_name, is_no_value, shape, text_of};
use super::{TerraformError, name};
use serde_json::{Map, Value as JsonValue};
use sprinters_dsl::template::{Intrinsic, Resource, as_intrinsic};

/// What stands in a block.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// `name = value`.
    Attribute(String, Expression),
    /// `name { … }`.
    Block(String, Vec<Item>),
    /// A block that is there only when a condition holds.
    BlockWhen(String, String, Vec<Item>),
}

/// A resource of the module.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The provider's type.
    pub(super) kind: &'static str,
    /// Its name in the module.
    pub(super) label: String,
    /// What it is made of.
    pub(super) items: Vec<Item>,
}

/// The provider's type for one of ours, and its attribute for one that we read (`None`: what `Ref` gives).
pub(super) fn attribute(kind: &str, attribute: Option<&str>) -> Option<(&'static str, &'static str)> {
    Some(match (kind, attribute) {
        ("AWS::EC2::SecurityGroup", None | Some("GroupId")) => ("aws_security_group", "id"),
        ("AWS::EC2::LaunchTemplate", None) => ("aws_launch_template", "id"),
        ("AWS::EC2::LaunchTemplate", Some("LatestVersionNumber")) => ("aws_launch_template", "latest_version"),
        ("AWS::IAM::InstanceProfile", Some("Arn")) => ("aws_iam_instance_profile", "arn"),
        ("AWS::IAM::Role", None) => ("aws_iam_role", "name"),
        ("AWS::IAM::Role", Some("Arn")) => ("aws_iam_role", "arn"),
        _ => return None,
    })
}

/// A resource of the template as the provider's resources.
pub(super) fn render(
    resource: &Resource<'_>,
    translator: &mut Translator<'_>,
) -> Result<Vec<Rendered>, TerraformError> {
    let mut properties = Properties::new(resource.logical_id, resource.properties.cloned().unwrap_or_default());
    let label = name::snake(resource.logical_id);
    let (kind, mut items, mut more) = match resource.kind {
        "AWS::EC2::SecurityGroup" => ("aws_security_group", security_group(&mut properties, translator)?, vec![]),
        "AWS::EC2::LaunchTemplate" => ("aws_launch_template", launch_template(&mut properties, translator)?, vec![]),
        "AWS::IAM::InstanceProfile" => {
            ("aws_iam_instance_profile", instance_profile(&mut properties, translator)?, vec![])
        }
        "AWS::IAM::ServiceLinkedRole" => {
            ("aws_iam_service_linked_role", service_linked_role(&mut properties, translator)?, vec![])
        }
        "AWS::Budgets::Budget" => ("aws_budgets_budget", budget(&mut properties, translator)?, vec![]),
        "AWS::IAM::Role" => {
            let reasons = resource.metadata.and_then(|metadata| metadata.get("Reasons"));
            let (items, policies) = role(&label, &mut properties, reasons, translator)?;
            ("aws_iam_role", items, policies)
        }
        other => return Err(TerraformError::Kind { kind: other.to_owned() }),
    };
    properties.finish()?;
    if let Some(condition) = resource.condition {
        let count = format!("{} ? 1 : 0", condition_name(&JsonValue::from(condition))?);
        items.insert(0, Item::Attribute("count".to_owned(), Expression::Plain(count)));
    }
    let mut rendered = vec![Rendered { kind, label, items }];
    rendered.append(&mut more);
    Ok(rendered)
}

/// Properties that are taken one by one.
struct Properties {
    of: String,
    left: Map<String, JsonValue>,
}

impl Properties {
    fn new(of: &str, left: Map<String, JsonValue>) -> Self {
        Self { of: of.to_owned(), left }
    }

    fn nested(&mut self, name: &str) -> Result<Self, TerraformError> {
        let value = self.left.remove(name).unwrap_or_default();
        let left = value.as_object().cloned().ok_or_else(|| shape(name, &value))?;
        Ok(Self { of: format!("{}.{name}", self.of), left })
    }

    fn list(&mut self, name: &str) -> Result<Vec<Self>, TerraformError> {
        let value = self.left.remove(name).unwrap_or_default();
        let items = value.as_array().ok_or_else(|| shape(name, &value))?;
        let item = |item: &JsonValue| {
            let left = item.as_object().cloned().ok_or_else(|| shape(name, item))?;
            Ok(Self { of: format!("{}.{name}", self.of), left })
        };
        items.iter().map(item).collect()
    }

    fn take(&mut self, name: &str) -> Option<JsonValue> {
        self.left.remove(name)
    }

    /// Attributes under other names, those that are there.
    fn attributes(
        &mut self,
        names: &[(&str, &str)],
        translator: &mut Translator<'_>,
    ) -> Result<Vec<Item>, TerraformError> {
        let mut items = Vec::new();
        for (ours, theirs) in names {
            if let Some(value) = self.left.remove(*ours) {
                items.push(Item::Attribute((*theirs).to_owned(), translator.value(&value)?));
            }
        }
        Ok(items)
    }

    fn tags(&mut self, translator: &mut Translator<'_>) -> Result<Option<Item>, TerraformError> {
        let Some(tags) = self.left.remove("Tags") else { return Ok(None) };
        Ok(Some(Item::Attribute("tags".to_owned(), tag_map(&tags, translator)?)))
    }

    fn finish(self) -> Result<(), TerraformError> {
        match self.left.keys().next() {
            Some(property) => Err(TerraformError::Property { property: format!("{}.{property}", self.of) }),
            None => Ok(()),
        }
    }
}

/// A list of keys and values as a map; those that depend on a condition are merged into it.
fn tag_map(tags: &JsonValue, translator: &mut Translator<'_>) -> Result<Expression, TerraformError> {
    let mut always = Vec::new();
    let mut sometimes = Vec::new();
    for tag in tags.as_array().ok_or_else(|| shape("tags", tags))? {
        let (condition, tag) = match as_intrinsic(tag) {
            Some((Intrinsic::If, JsonValue::Array(branches))) => match branches.as_slice() {
                [condition, then, otherwise] if is_no_value(otherwise) => (Some(condition_name(condition)?), then),
                _ => return Err(shape("Fn::If", tag)),
            },
            _ => (None, tag),
        };
        let key = translator.value(tag.get("Key").unwrap_or(&JsonValue::Null))?.print(0);
        let value = translator.value(tag.get("Value").unwrap_or(&JsonValue::Null))?;
        match condition {
            None => always.push((key, value)),
            Some(condition) => {
                let one = format!("{{ ({key}) = {} }}", value.print(0));
                sometimes.push(Expression::Choice(
                    condition,
                    Box::new(Expression::Plain(one)),
                    Box::new(Expression::Plain("{}".to_owned())),
                ));
            }
        }
    }
    let always = Expression::Object(always);
    Ok(if sometimes.is_empty() {
        always
    } else {
        Expression::Call("merge", std::iter::once(always).chain(sometimes).collect())
    })
}

fn attribute_of(name: &str, value: Expression) -> Item {
    Item::Attribute(name.to_owned(), value)
}

fn security_group(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut items = vec![attribute_of("name_prefix", Expression::text("sprinters-"))];
    items.extend(properties.attributes(&[("GroupDescription", "description"), ("VpcId", "vpc_id")], translator)?);
    // Said, so that what somebody adds by hand is taken away again.
    items.push(attribute_of("ingress", Expression::List(vec![])));
    for mut rule in properties.list("SecurityGroupEgress")? {
        let names = [
            ("Description", "description"),
            ("IpProtocol", "protocol"),
            ("FromPort", "from_port"),
            ("ToPort", "to_port"),
        ];
        let mut egress = rule.attributes(&names, translator)?;
        for (ours, theirs) in [("CidrIp", "cidr_blocks"), ("CidrIpv6", "ipv6_cidr_blocks")] {
            if let Some(network) = rule.take(ours) {
                let network = translator.value(&network)?;
                egress.push(attribute_of(theirs, Expression::List(vec![(None, network)])));
            }
        }
        rule.finish()?;
        items.push(Item::Block("egress".to_owned(), egress));
    }
    items.extend(properties.tags(translator)?);
    Ok(items)
}

fn launch_template(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut data = properties.nested("LaunchTemplateData")?;
    let mut items = vec![attribute_of("name_prefix", Expression::text("sprinters-"))];
    let names = [
        ("InstanceInitiatedShutdownBehavior", "instance_initiated_shutdown_behavior"),
        ("SecurityGroupIds", "vpc_security_group_ids"),
    ];
    items.extend(data.attributes(&names, translator)?);
    // Launches name the version that the output says; the default is for people who look.
    items.push(attribute_of("update_default_version", Expression::Plain("true".to_owned())));
    let mut metadata = data.nested("MetadataOptions")?;
    let names = [
        ("HttpEndpoint", "http_endpoint"),
        ("HttpTokens", "http_tokens"),
        ("HttpPutResponseHopLimit", "http_put_response_hop_limit"),
        ("InstanceMetadataTags", "instance_metadata_tags"),
    ];
    items.push(Item::Block("metadata_options".to_owned(), metadata.attributes(&names, translator)?));
    metadata.finish()?;
    if let Some(profile) = data.take("IamInstanceProfile") {
        let Some((Intrinsic::If, JsonValue::Array(branches))) = as_intrinsic(&profile) else {
            return Err(shape("IamInstanceProfile", &profile));
        };
        let [condition, then, _no_value] = branches.as_slice() else { return Err(shape("Fn::If", &profile)) };
        let arn = translator.value(then.get("Arn").unwrap_or(&JsonValue::Null))?;
        items.push(Item::BlockWhen(
            "iam_instance_profile".to_owned(),
            condition_name(condition)?,
            vec![attribute_of("arn", arn)],
        ));
    }
    for mut mapping in data.list("BlockDeviceMappings")? {
        let mut block = mapping.attributes(&[("DeviceName", "device_name")], translator)?;
        let mut volume = mapping.nested("Ebs")?;
        let names = [
            ("VolumeType", "volume_type"),
            ("VolumeSize", "volume_size"),
            ("Encrypted", "encrypted"),
            ("DeleteOnTermination", "delete_on_termination"),
            ("KmsKeyId", "kms_key_id"),
        ];
        block.push(Item::Block("ebs".to_owned(), volume.attributes(&names, translator)?));
        volume.finish()?;
        mapping.finish()?;
        items.push(Item::Block("block_device_mappings".to_owned(), block));
    }
    if let Some(specifications) = data.take("TagSpecifications") {
        // The branch with tags that depend on conditions says all of it: without any it is the other branch.
        let with = match as_intrinsic(&specifications) {
            Some((Intrinsic::If, JsonValue::Array(branches))) => branches.get(1).cloned().unwrap_or_default(),
            _ => specifications,
        };
        for specification in with.as_array().ok_or_else(|| shape("TagSpecifications", &with))? {
            let kind = text_of(specification.get("ResourceType").unwrap_or(&JsonValue::Null))?;
            let tags = tag_map(specification.get("Tags").unwrap_or(&JsonValue::Null), translator)?;
            let block = vec![attribute_of("resource_type", Expression::text(kind)), attribute_of("tags", tags)];
            items.push(Item::Block("tag_specifications".to_owned(), block));
        }
    }
    data.finish()?;
    for mut own in properties.list("TagSpecifications")? {
        own.take("ResourceType");
        items.extend(own.tags(translator)?);
        own.finish()?;
    }
    Ok(items)
}

fn instance_profile(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut items = vec![attribute_of("name_prefix", Expression::text("sprinters-"))];
    let roles = properties.take("Roles").unwrap_or_default();
    let [role] = roles.as_array().map(Vec::as_slice).unwrap_or_default() else { return Err(shape("Roles", &roles)) };
    items.push(attribute_of("role", translator.value(role)?));
    items.extend(properties.attributes(&[("Path", "path")], translator)?);
    Ok(items)
}

fn service_linked_role(
    properties: &mut Properties,
    translator: &mut Translator<'_>,
) -> Result<Vec<Item>, TerraformError> {
    let names = [("AWSServiceName", "aws_service_name"), ("Description", "description")];
    properties.attributes(&names, translator)
}

fn role(
    label: &str,
    properties: &mut Properties,
    reasons: Option<&JsonValue>,
    translator: &mut Translator<'_>,
) -> Result<(Vec<Item>, Vec<Rendered>), TerraformError> {
    let mut items = Vec::new();
    if let Some(name) = properties.take("RoleName") {
        // The template makes a name of a prefix and of the stack's id; here the provider makes one of the prefix.
        let Some((Intrinsic::If, JsonValue::Array(branches))) = as_intrinsic(&name) else {
            return Err(shape("RoleName", &name));
        };
        let [condition, _name, _no_value] = branches.as_slice() else { return Err(shape("Fn::If", &name)) };
        condition_name(condition)?;
        let prefix = format!("\"${{var.{}}}sprinters-\"", name::snake("RoleNamePrefix"));
        items.push(attribute_of("name_prefix", Expression::Plain(prefix)));
    }
    let names = [
        ("Description", "description"),
        ("MaxSessionDuration", "max_session_duration"),
        ("Path", "path"),
        ("PermissionsBoundary", "permissions_boundary"),
    ];
    items.extend(properties.attributes(&names, translator)?);
    let trust = properties.take("AssumeRolePolicyDocument").unwrap_or_default();
    let trust = translator.policy(&trust, reasons)?;
    items.push(attribute_of("assume_role_policy", Expression::Plain(format!("local.{label}_trust"))));
    items.extend(properties.tags(translator)?);
    let mut policies = Vec::new();
    for mut policy in properties.list("Policies")? {
        let document = policy.take("PolicyDocument").unwrap_or_default();
        let document = translator.policy(&document, reasons)?;
        let mut body = policy.attributes(&[("PolicyName", "name")], translator)?;
        policy.finish()?;
        body.push(attribute_of("role", Expression::Plain(format!("aws_iam_role.{label}.id"))));
        body.push(attribute_of("policy", Expression::Plain(format!("local.{label}_policy"))));
        policies.push(Rendered { kind: "aws_iam_role_policy", label: label.to_owned(), items: body });
        translator.documents.push((format!("{label}_policy"), document));
    }
    translator.documents.push((format!("{label}_trust"), trust));
    Ok((items, policies))
}

fn budget(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut data = properties.nested("Budget")?;
    let mut items = vec![attribute_of("name_prefix", Expression::text("sprinters-"))];
    items.extend(data.attributes(&[("BudgetType", "budget_type"), ("TimeUnit", "time_unit")], translator)?);
    let mut limit = data.nested("BudgetLimit")?;
    items.extend(limit.attributes(&[("Amount", "limit_amount"), ("Unit", "limit_unit")], translator)?);
    limit.finish()?;
    for (name, values) in data.nested("CostFilters")?.left {
        let block =
            vec![attribute_of("name", Expression::text(&name)), attribute_of("values", translator.value(&values)?)];
        items.push(Item::Block("cost_filter".to_owned(), block));
    }
    data.finish()?;
    for mut told in properties.list("NotificationsWithSubscribers")? {
        let mut notification = told.nested("Notification")?;
        let names = [
            ("ComparisonOperator", "comparison_operator"),
            ("NotificationType", "notification_type"),
            ("Threshold", "threshold"),
            ("ThresholdType", "threshold_type"),
        ];
        let mut block = notification.attributes(&names, translator)?;
        notification.finish()?;
        let mut addresses = Vec::new();
        for mut subscriber in told.list("Subscribers")? {
            let kind = subscriber.take("SubscriptionType").unwrap_or_default();
            let address =
                subscriber.take("Address").filter(|_| kind == "EMAIL").ok_or_else(|| shape("Subscribers", &kind))?;
            addresses.push((None, translator.value(&address)?));
        }
        told.finish()?;
        block.push(attribute_of("subscriber_email_addresses", Expression::List(addresses)));
        items.push(Item::Block("notification".to_owned(), block));
    }
    Ok(items)
}
