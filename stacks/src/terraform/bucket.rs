//! A bucket of the template, which is a resource of the provider for each of its settings.

use super::TerraformError;
use super::expression::{Expression, Translator, shape};
use super::resource::{Item, Properties, Rendered, attribute_of};
use serde_json::Value as JsonValue;

/// The bucket's own items, and the resources that hold its settings.
pub(super) fn bucket(
    label: &str,
    condition: Option<&str>,
    properties: &mut Properties,
    translator: &mut Translator<'_>,
) -> Result<(Vec<Item>, Vec<Rendered>), TerraformError> {
    let mut items = vec![attribute_of("bucket_prefix", Expression::text("sprinters-"))];
    items.extend(properties.tags(translator)?);
    let mut more = Vec::new();
    let mut setting = |kind: &'static str, body: Vec<Item>| {
        let mut items: Vec<Item> = condition.map(count).into_iter().collect();
        items.push(attribute_of("bucket", Expression::Plain(of_bucket(label, condition))));
        items.extend(body);
        more.push(Rendered { kind, label: label.to_owned(), items });
    };
    setting("aws_s3_bucket_server_side_encryption_configuration", encryption(properties, translator)?);
    let mut access = properties.nested("PublicAccessBlockConfiguration")?;
    let names = [
        ("BlockPublicAcls", "block_public_acls"),
        ("BlockPublicPolicy", "block_public_policy"),
        ("IgnorePublicAcls", "ignore_public_acls"),
        ("RestrictPublicBuckets", "restrict_public_buckets"),
    ];
    setting("aws_s3_bucket_public_access_block", access.attributes(&names, translator)?);
    access.finish()?;
    setting("aws_s3_bucket_lifecycle_configuration", lifecycle(properties, translator)?);
    Ok((items, more))
}

fn encryption(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut encryption = properties.nested("BucketEncryption")?;
    let mut items = Vec::new();
    for mut rule in encryption.list("ServerSideEncryptionConfiguration")? {
        let mut by_default = rule.nested("ServerSideEncryptionByDefault")?;
        let body = by_default.attributes(&[("SSEAlgorithm", "sse_algorithm")], translator)?;
        by_default.finish()?;
        rule.finish()?;
        let block = Item::Block("apply_server_side_encryption_by_default".to_owned(), body);
        items.push(Item::Block("rule".to_owned(), vec![block]));
    }
    encryption.finish()?;
    Ok(items)
}

fn lifecycle(properties: &mut Properties, translator: &mut Translator<'_>) -> Result<Vec<Item>, TerraformError> {
    let mut lifecycle = properties.nested("LifecycleConfiguration")?;
    let mut items = Vec::new();
    for (index, mut rule) in lifecycle.list("Rules")?.into_iter().enumerate() {
        // The provider wants a name for each, and a word for "all objects".
        let mut body = vec![attribute_of("id", Expression::text(&format!("rule-{}", index + 1)))];
        body.extend(rule.attributes(&[("Status", "status")], translator)?);
        body.push(Item::Block("filter".to_owned(), vec![]));
        let days = rule.attributes(&[("ExpirationInDays", "days")], translator)?;
        body.push(Item::Block("expiration".to_owned(), days));
        let mut abort = rule.nested("AbortIncompleteMultipartUpload")?;
        let days = abort.attributes(&[("DaysAfterInitiation", "days_after_initiation")], translator)?;
        abort.finish()?;
        body.push(Item::Block("abort_incomplete_multipart_upload".to_owned(), days));
        rule.finish()?;
        items.push(Item::Block("rule".to_owned(), body));
    }
    lifecycle.finish()?;
    Ok(items)
}

/// The policy of a bucket. Where there may be no bucket, the document is made only where there is one: a text can't
/// hold a name that is not there.
pub(super) fn bucket_policy(
    label: &str,
    condition: Option<&str>,
    properties: &mut Properties,
    reasons: Option<&JsonValue>,
    translator: &mut Translator<'_>,
) -> Result<Vec<Item>, TerraformError> {
    let items = properties.attributes(&[("Bucket", "bucket")], translator)?;
    let document = properties.take("PolicyDocument").ok_or_else(|| shape("PolicyDocument", &JsonValue::Null))?;
    let document = translator.policy(&document, reasons)?;
    let document = match condition {
        Some(condition) => Expression::Choice(condition.to_owned(), Box::new(document), Box::new(Expression::null())),
        None => document,
    };
    translator.documents.push((label.to_owned(), document));
    let policy = attribute_of("policy", Expression::Plain(format!("local.{label}")));
    Ok(items.into_iter().chain([policy]).collect())
}

/// The way from a VPC to a service of AWS.
pub(super) fn endpoint(
    properties: &mut Properties,
    translator: &mut Translator<'_>,
) -> Result<Vec<Item>, TerraformError> {
    let names = [
        ("VpcId", "vpc_id"),
        ("ServiceName", "service_name"),
        ("VpcEndpointType", "vpc_endpoint_type"),
        ("RouteTableIds", "route_table_ids"),
    ];
    let mut items = properties.attributes(&names, translator)?;
    items.extend(properties.tags(translator)?);
    Ok(items)
}

/// How often a resource that depends on a condition is there.
pub(super) fn count(condition: &str) -> Item {
    attribute_of("count", Expression::Plain(format!("{condition} ? 1 : 0")))
}

fn of_bucket(label: &str, condition: Option<&str>) -> String {
    match condition {
        Some(_) => format!("aws_s3_bucket.{label}[0].id"),
        None => format!("aws_s3_bucket.{label}.id"),
    }
}
