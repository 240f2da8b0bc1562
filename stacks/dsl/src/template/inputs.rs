//! What CloudFormation knows when it evaluates a template: parameters, where the stack stands, what its resources are
//! called.

use std::collections::BTreeMap;

use serde_json::Value;

use super::sections::Parameter;

/// What a template is evaluated with. The default is a stack `stack` in account 111122223333, region us-east-1; the
/// ids of resources follow from the stack's name and their logical id, so that the same inputs give the same result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Values of parameters, as a person types them; lists with commas. Parameters not named take their default.
    pub parameters: BTreeMap<String, String>,
    /// `AWS::AccountId`, twelve digits.
    pub account_id: String,
    /// `AWS::Region`.
    pub region: String,
    /// `AWS::Partition`.
    pub partition: String,
    /// `AWS::URLSuffix`.
    pub url_suffix: String,
    /// `AWS::StackName`.
    pub stack_name: String,
    /// `AWS::StackId`; made from the stack's name if not given.
    pub stack_id: Option<String>,
    /// `AWS::NotificationARNs`.
    pub notification_arns: Vec<String>,
    /// What `Ref` to a resource gives, by logical id; made up if not given.
    pub physical_ids: BTreeMap<String, String>,
    /// What `Fn::GetAtt` gives, by logical id and attribute; made up if not given.
    pub attributes: BTreeMap<(String, String), String>,
    /// What `Fn::ImportValue` gives, by export name.
    pub imports: BTreeMap<String, String>,
    /// What `Fn::GetAZs` gives; zones a, b and c of the region if not given.
    pub zones: Option<Vec<String>>,
}

/// A resource as far as its names go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) logical_id: &'a str,
    pub(super) kind: &'a str,
    /// The physical name its properties give, if they do.
    pub(super) name: Option<&'a str>,
    /// The path of an IAM resource, `/` or `/team/`.
    pub(super) path: &'a str,
}

impl Default for Inputs {
    fn default() -> Inputs {
        Inputs {
            parameters: BTreeMap::new(),
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            url_suffix: "amazonaws.com".to_owned(),
            stack_name: "stack".to_owned(),
            stack_id: None,
            notification_arns: Vec::new(),
            physical_ids: BTreeMap::new(),
            attributes: BTreeMap::new(),
            imports: BTreeMap::new(),
            zones: None,
        }
    }
}

impl Inputs {
    /// The same inputs with one parameter set.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Inputs {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// `AWS::StackId`, given or made.
    #[must_use]
    pub fn stack_id(&self) -> String {
        self.stack_id.clone().unwrap_or_else(|| {
            let hex = hex_of(&[&self.stack_name], 32);
            format!(
                "arn:{}:cloudformation:{}:{}:stack/{}/{}-{}-{}-{}-{}",
                self.partition,
                self.region,
                self.account_id,
                self.stack_name,
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..32]
            )
        })
    }

    /// What `Ref` gives for a resource.
    pub(super) fn physical_id(&self, resource: &Named<'_>) -> String {
        let kind = resource.kind;
        if let Some(id) = self.physical_ids.get(resource.logical_id) {
            return id.clone();
        }
        let own_name = self.name(resource);
        match kind {
            "AWS::IAM::ManagedPolicy" | "AWS::SNS::Topic" | "AWS::SecretsManager::Secret" => self.arn(resource),
            "AWS::SQS::Queue" => {
                format!("https://sqs.{}.{}/{}/{own_name}", self.region, self.url_suffix, self.account_id)
            }
            _ => own_name,
        }
    }

    /// What `Fn::GetAtt` gives for a resource of this type.
    pub(super) fn attribute(&self, resource: &Named<'_>, attribute: &str) -> String {
        let Named { logical_id, kind, .. } = *resource;
        if let Some(value) = self.attributes.get(&(logical_id.to_owned(), attribute.to_owned())) {
            return value.clone();
        }
        match attribute {
            "Arn" | "TopicArn" | "PolicyArn" => self.arn(resource),
            "LatestVersionNumber" | "DefaultVersionNumber" => "1".to_owned(),
            "VpcId" if kind != "AWS::EC2::VPC" => format!("vpc-{}", hex_of(&[&self.stack_name, "vpc"], 17)),
            "GroupId" | "Id" | "LaunchTemplateId" | "TopicName" | "QueueName" | "InstanceId" | "VolumeId" | "KeyId"
            | "VpcId" | "SubnetId" => self.name(resource),
            "QueueUrl" => self.physical_id(resource),
            "RoleId" => format!("AROA{}", hex_of(&[&self.stack_name, logical_id], 17).to_ascii_uppercase()),
            "DomainName" => format!("{}.s3.{}", self.name(resource), self.url_suffix),
            other => format!("{}.{other}", self.name(resource)),
        }
    }

    fn name(&self, resource: &Named<'_>) -> String {
        let Named { logical_id, kind, name, .. } = *resource;
        let id = self.physical_ids.get(logical_id).map(String::as_str);
        // An ARN or URL that was given as physical id ends in the name.
        if let Some(id) = id {
            return id.rsplit(['/', ':']).next().unwrap_or(id).to_owned();
        }
        if let Some(name) = name {
            return name.to_owned();
        }
        let hex = hex_of(&[&self.stack_name, logical_id], 17);
        match ec2_prefix(kind) {
            Some(prefix) => format!("{prefix}-{hex}"),
            None if kind == "AWS::KMS::Key" => {
                let hex = hex_of(&[&self.stack_name, logical_id], 32);
                format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32])
            }
            None if kind == "AWS::S3::Bucket" => {
                format!("{}-{}-{}", self.stack_name, logical_id, &hex[..12]).to_ascii_lowercase()
            }
            None => format!("{}-{}-{}", self.stack_name, logical_id, hex[..12].to_ascii_uppercase()),
        }
    }

    fn arn(&self, resource: &Named<'_>) -> String {
        let Named { logical_id, kind, path, .. } = *resource;
        if let Some(id) = self.physical_ids.get(logical_id).filter(|id| id.starts_with("arn:")) {
            return id.clone();
        }
        let Inputs { partition, region, account_id, .. } = self;
        let name = self.name(resource);
        match kind {
            "AWS::IAM::Role" => format!("arn:{partition}:iam::{account_id}:role{path}{name}"),
            "AWS::IAM::User" => format!("arn:{partition}:iam::{account_id}:user{path}{name}"),
            "AWS::IAM::Group" => format!("arn:{partition}:iam::{account_id}:group{path}{name}"),
            "AWS::IAM::ManagedPolicy" => format!("arn:{partition}:iam::{account_id}:policy{path}{name}"),
            "AWS::IAM::InstanceProfile" => format!("arn:{partition}:iam::{account_id}:instance-profile{path}{name}"),
            "AWS::S3::Bucket" => format!("arn:{partition}:s3:::{name}"),
            "AWS::SNS::Topic" => format!("arn:{partition}:sns:{region}:{account_id}:{name}"),
            "AWS::SQS::Queue" => format!("arn:{partition}:sqs:{region}:{account_id}:{name}"),
            "AWS::KMS::Key" => format!("arn:{partition}:kms:{region}:{account_id}:key/{name}"),
            "AWS::Logs::LogGroup" => format!("arn:{partition}:logs:{region}:{account_id}:log-group:{name}:*"),
            "AWS::Lambda::Function" => format!("arn:{partition}:lambda:{region}:{account_id}:function:{name}"),
            "AWS::DynamoDB::Table" => format!("arn:{partition}:dynamodb:{region}:{account_id}:table/{name}"),
            "AWS::SecretsManager::Secret" => {
                format!("arn:{partition}:secretsmanager:{region}:{account_id}:secret:{name}")
            }
            other => {
                let mut parts = other.split("::").skip(1);
                let service = parts.next().unwrap_or("resource").to_ascii_lowercase();
                let what = parts.next().unwrap_or("resource").to_ascii_lowercase();
                format!("arn:{partition}:{service}:{region}:{account_id}:{what}/{name}")
            }
        }
    }
}

/// The property that gives a resource of this type its physical name.
pub(super) fn name_property(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::IAM::Role" => Some("RoleName"),
        "AWS::IAM::User" => Some("UserName"),
        "AWS::IAM::Group" => Some("GroupName"),
        "AWS::IAM::ManagedPolicy" => Some("ManagedPolicyName"),
        "AWS::IAM::InstanceProfile" => Some("InstanceProfileName"),
        "AWS::S3::Bucket" => Some("BucketName"),
        "AWS::SNS::Topic" => Some("TopicName"),
        "AWS::SQS::Queue" => Some("QueueName"),
        "AWS::Logs::LogGroup" => Some("LogGroupName"),
        "AWS::Lambda::Function" => Some("FunctionName"),
        "AWS::DynamoDB::Table" => Some("TableName"),
        "AWS::SecretsManager::Secret" => Some("Name"),
        _ => None,
    }
}

/// The prefix of the ids that EC2 gives to its resources.
fn ec2_prefix(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::EC2::Instance" => Some("i"),
        "AWS::EC2::InternetGateway" => Some("igw"),
        "AWS::EC2::LaunchTemplate" => Some("lt"),
        "AWS::EC2::NetworkInterface" => Some("eni"),
        "AWS::EC2::RouteTable" => Some("rtb"),
        "AWS::EC2::SecurityGroup" => Some("sg"),
        "AWS::EC2::Subnet" => Some("subnet"),
        "AWS::EC2::Volume" => Some("vol"),
        "AWS::EC2::VPC" => Some("vpc"),
        "AWS::EC2::VPCEndpoint" => Some("vpce"),
        _ => None,
    }
}

/// What a parameter's value is to `Ref`: a list for the list types, else a text.
pub(super) fn parameter_value(parameter: &Parameter<'_>, text: &str) -> Value {
    let is_list = parameter.kind == "CommaDelimitedList" || parameter.kind.contains("List<");
    if !is_list {
        return Value::from(text);
    }
    if text.is_empty() {
        return Value::Array(Vec::new());
    }
    text.split(',').map(str::trim).map(Value::from).collect()
}

/// Lower-case hexadecimal digits that depend on the words and nothing else: FNV-1a, 64 bits at a time. Only for ids
/// that look right; not for security.
fn hex_of(words: &[&str], digits: usize) -> String {
    let mut out = String::new();
    let mut round = 0_u8;
    while out.len() < digits {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in words.iter().flat_map(|word| word.bytes().chain([0xff])).chain([round]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        out.push_str(&format!("{hash:016x}"));
        round += 1;
    }
    out.truncate(digits);
    out
}
