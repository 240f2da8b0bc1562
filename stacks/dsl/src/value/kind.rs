//! The kinds of text that AWS tells apart: ids, names, ARNs.

use super::{IntoValue, Value};
use serde_json::Value as JsonValue;
use thiserror::Error;

/// What a value is, in the words an error message uses.
pub trait Kind {
    /// The name for people, e.g. `subnet id`.
    const NAME: &'static str;
}

/// A kind that is text at deployment, so it may be part of other text.
pub trait TextKind: Kind {
    /// The CloudFormation parameter type that accepts exactly this kind, `String` where there is none.
    const PARAMETER_TYPE: &'static str = "String";

    /// Whether a literal has the form of this kind. Any text by default.
    fn accepts(_literal: &str) -> bool {
        true
    }

    /// The accepted form, for an error message.
    const FORM: &'static str = "any text";
}

impl Kind for String {
    const NAME: &'static str = "text";
}
impl TextKind for String {}
impl Kind for i64 {
    const NAME: &'static str = "whole number";
}
impl TextKind for i64 {
    const PARAMETER_TYPE: &'static str = "Number";
}
impl Kind for f64 {
    const NAME: &'static str = "number";
}
impl Kind for bool {
    const NAME: &'static str = "true or false";
}

/// A literal that does not have the form its kind demands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{given}` is not a {kind}: expected {form}")]
pub struct ValueError {
    /// What was given.
    pub given: String,
    /// What was wanted, for people.
    pub kind: &'static str,
    /// The accepted form.
    pub form: &'static str,
}

impl<T: TextKind> Value<T> {
    /// A literal of this kind, e.g. `Value::<SubnetId>::literal("subnet-0a1b2c3d")`.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of the kind.
    pub fn literal(given: &str) -> Result<Self, ValueError> {
        if T::accepts(given) {
            return Ok(Self::from_json(JsonValue::from(given)));
        }
        Err(ValueError { given: given.to_owned(), kind: T::NAME, form: T::FORM })
    }
}

macro_rules! text_kinds {
    ($($(#[$doc:meta])* $name:ident, $words:literal, parameter $parameter:literal, $form:literal, $accepts:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;
            impl Kind for $name {
                const NAME: &'static str = $words;
            }
            impl TextKind for $name {
                const PARAMETER_TYPE: &'static str = $parameter;
                const FORM: &'static str = $form;
                fn accepts(literal: &str) -> bool {
                    let accepts: fn(&str) -> bool = $accepts;
                    accepts(literal)
                }
            }
        )+
    };
}

/// `prefix` and then 8 to 17 lower-case hexadecimal digits, as EC2 forms its ids.
fn ec2_id(literal: &str, prefix: &str) -> bool {
    literal.strip_prefix(prefix).is_some_and(|digits| {
        (8..=17).contains(&digits.len()) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// `arn:PARTITION:SERVICE:…` with six parts at least.
fn arn_of(literal: &str, service: &str) -> bool {
    let mut parts = literal.splitn(6, ':');
    parts.next() == Some("arn")
        && parts.next().is_some_and(|partition| partition.starts_with("aws"))
        && parts.next().is_some_and(|found| service.is_empty() || found == service)
        && parts.count() == 3
}

fn name(literal: &str) -> bool {
    !literal.is_empty() && literal.len() <= 512 && !literal.contains(char::is_whitespace)
}

text_kinds! {
    /// A 12-digit AWS account id.
    AccountId, "account id", parameter "String", "12 digits", |text| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    /// Any ARN.
    Arn, "ARN", parameter "String", "arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE", |text| arn_of(text, "");
    /// An availability zone's name, `eu-central-1a`.
    AvailabilityZone, "availability zone", parameter "AWS::EC2::AvailabilityZone::Name", "a region and a letter, e.g. us-east-1a", |text| text.len() > 5 && text.ends_with(|last: char| last.is_ascii_lowercase()) && text.contains('-');
    /// An IPv4 or IPv6 network, `10.0.0.0/8`.
    CidrBlock, "CIDR block", parameter "String", "ADDRESS/BITS, e.g. 10.0.0.0/8", |text| text.split_once('/').is_some_and(|(address, bits)| address.parse::<std::net::IpAddr>().is_ok_and(|address| bits.parse::<u8>().is_ok_and(|bits| bits <= if address.is_ipv4() { 32 } else { 128 })));
    /// A machine image, `ami-…`.
    ImageId, "image id", parameter "AWS::EC2::Image::Id", "ami- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "ami-");
    /// An instance profile's ARN.
    InstanceProfileArn, "instance profile ARN", parameter "String", "arn:PARTITION:iam::ACCOUNT:instance-profile/NAME", |text| arn_of(text, "iam") && text.contains(":instance-profile/");
    /// An instance profile's name.
    InstanceProfileName, "instance profile name", parameter "String", "1 to 512 characters without white space", name;
    /// An EC2 instance type, `m7i.large`.
    InstanceType, "instance type", parameter "String", "FAMILY.SIZE, e.g. m7i.large", |text| text.split_once('.').is_some_and(|(family, size)| name(family) && name(size));
    /// A KMS key's ARN.
    KeyArn, "KMS key ARN", parameter "String", "arn:PARTITION:kms:REGION:ACCOUNT:key/ID", |text| arn_of(text, "kms");
    /// A KMS key's id.
    KeyId, "KMS key id", parameter "String", "a UUID or mrk-…", name;
    /// A launch template, `lt-…`.
    LaunchTemplateId, "launch template id", parameter "String", "lt- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "lt-");
    /// A launch template's version number.
    LaunchTemplateVersion, "launch template version", parameter "String", "a number from 1", |text| text.parse::<u64>().is_ok_and(|version| 1 <= version);
    /// A log group's ARN.
    LogGroupArn, "log group ARN", parameter "String", "arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME", |text| arn_of(text, "logs");
    /// A log group's name.
    LogGroupName, "log group name", parameter "String", "1 to 512 characters without white space", name;
    /// A managed policy's ARN.
    ManagedPolicyArn, "managed policy ARN", parameter "String", "arn:PARTITION:iam::ACCOUNT:policy/NAME", |text| arn_of(text, "iam") && text.contains(":policy/");
    /// A partition: `aws`, `aws-cn`, `aws-us-gov`.
    Partition, "partition", parameter "String", "aws, aws-cn or aws-us-gov", |text| text.starts_with("aws");
    /// A region's name, `eu-central-1`.
    Region, "region", parameter "String", "a region's name, e.g. us-east-1", |text| text.ends_with(|last: char| last.is_ascii_digit()) && text.contains('-');
    /// An IAM role's ARN.
    RoleArn, "role ARN", parameter "String", "arn:PARTITION:iam::ACCOUNT:role/NAME", |text| arn_of(text, "iam") && text.contains(":role/");
    /// An IAM role's name.
    RoleName, "role name", parameter "String", "1 to 64 characters without white space", |text| name(text) && text.len() <= 64;
    /// An S3 bucket's ARN.
    S3BucketArn, "bucket ARN", parameter "String", "arn:PARTITION:s3:::NAME", |text| arn_of(text, "s3");
    /// An S3 bucket's name.
    S3BucketName, "bucket name", parameter "String", "3 to 63 lower-case letters, digits, dots and hyphens", |text| (3..=63).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'));
    /// A security group's id, `sg-…`.
    SecurityGroupId, "security group id", parameter "AWS::EC2::SecurityGroup::Id", "sg- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "sg-");
    /// A security group's name.
    SecurityGroupName, "security group name", parameter "AWS::EC2::SecurityGroup::GroupName", "1 to 255 characters", |text| !text.is_empty() && text.len() <= 255;
    /// A CloudFormation stack's ARN.
    StackId, "stack id", parameter "String", "arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID", |text| arn_of(text, "cloudformation");
    /// A subnet, `subnet-…`.
    SubnetId, "subnet id", parameter "AWS::EC2::Subnet::Id", "subnet- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "subnet-");
    /// An SNS topic's ARN.
    TopicArn, "topic ARN", parameter "String", "arn:PARTITION:sns:REGION:ACCOUNT:NAME", |text| arn_of(text, "sns");
    /// An SNS topic's name.
    TopicName, "topic name", parameter "String", "1 to 512 characters without white space", name;
    /// A VPC endpoint, `vpce-…`.
    VpcEndpointId, "VPC endpoint id", parameter "String", "vpce- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "vpce-");
    /// A VPC, `vpc-…`.
    VpcId, "VPC id", parameter "AWS::EC2::VPC::Id", "vpc- and 8 to 17 hexadecimal digits", |text| ec2_id(text, "vpc-");
}

macro_rules! any_arn {
    ($($kind:ident)+) => {
        $(
            impl IntoValue<Arn> for Value<$kind> {
                fn into_value(self) -> Value<Arn> {
                    self.assume()
                }
            }
            impl IntoValue<Arn> for &Value<$kind> {
                fn into_value(self) -> Value<Arn> {
                    self.clone().assume()
                }
            }
        )+
    };
}

/// The schemas type most places that take an ARN as text.
macro_rules! arn_as_text {
    ($($kind:ident)+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoValue<String> for Value<$kind> {
                fn into_value(self) -> Value<String> {
                    self.assume()
                }
            }
            #[diagnostic::do_not_recommend]
            impl IntoValue<String> for &Value<$kind> {
                fn into_value(self) -> Value<String> {
                    self.clone().assume()
                }
            }
        )+
    };
}

arn_as_text! { Arn InstanceProfileArn KeyArn LogGroupArn ManagedPolicyArn RoleArn S3BucketArn StackId TopicArn }
any_arn! { InstanceProfileArn KeyArn LogGroupArn ManagedPolicyArn RoleArn S3BucketArn StackId TopicArn }

/// Writes an enumeration of texts, as the generator finds them in AWS's schemas.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }
        impl $crate::value::Kind for $name {
            const NAME: &'static str = stringify!($name);
        }
        impl $crate::value::TextKind for $name {
            const FORM: &'static str = concat!("one of" $(, " ", $text)+);
            fn accepts(literal: &str) -> bool {
                [$($text),+].contains(&literal)
            }
        }
        impl $crate::value::IntoValue<$name> for $name {
            fn into_value(self) -> $crate::value::Value<$name> {
                let text = match self {
                    $(Self::$variant => $text,)+
                };
                $crate::value::text_value(text)
            }
        }
    };
}

/// A JSON object whose shape CloudFormation does not type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json;

/// An IAM policy document. Made by [`crate::iam::Policy`] and [`crate::iam::TrustPolicy`] only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyDocument;

/// A tag of a resource.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// assert_eq!(Tag::new("team", "build").into_value().to_json(), serde_json::json!({"Key": "team", "Value": "build"}));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    key: Value<String>,
    value: Value<String>,
}

impl Tag {
    /// A tag with a key (1 to 128 characters) and a value (at most 256 characters); checked before output.
    pub fn new(key: impl IntoValue<String>, value: impl IntoValue<String>) -> Self {
        Self { key: key.into_value(), value: value.into_value() }
    }
}

impl IntoValue<Tag> for Tag {
    fn into_value(self) -> Value<Tag> {
        (&self).into_value()
    }
}

impl IntoValue<Tag> for &Tag {
    fn into_value(self) -> Value<Tag> {
        Value::from_json(serde_json::json!({"Key": self.key.to_json(), "Value": self.value.to_json()}))
    }
}
