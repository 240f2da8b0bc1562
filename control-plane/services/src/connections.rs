//! Connecting an AWS account: begun here, installed by the customer, handed over with a one-time code, verified,
//! rotated.
//!
//! ```text
//! begin ─▶ external id, deployment id, one-time code ─▶ the customer installs the stack with them
//!                                                        │ sprinters-iac connect, or the console's form
//!                                                        ▼
//!                                        accept: outputs checked ─▶ effect check-connection ─▶ working or broken
//! ```
//!
//! The external id never changes hands but through the stack's parameter; it is random, of this connection alone, and
//! bound to the account's number at GitHub. The code binds the outputs to the account for which the console showed it,
//! once and for an hour.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use sprinters_core::catalogue::{Region, other_partition};
use sprinters_core::effect::Effect;
use sprinters_core::plan::TypePattern;
use sprinters_core::time::Timestamp;
use sprinters_stacks::runner::parameter::{DEFAULT_INSTANCE_SIZES, DEFAULT_INSTANCE_TYPES};
use sprinters_store::{Connection, ConnectionState, NewConnection, StackOutputs, Store, StoreError};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// How long a one-time code is good: to read a template, and to get somebody to install it, takes longer than minutes.
pub const CODE_LASTS: Duration = Duration::from_secs(24 * 60 * 60);

/// Letters of a code: without those that are read for another.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/// Bytes of an external id before base64. AWS takes 2 to 1,224 characters ("AssumeRole", AWS STS API Reference); ours
/// has 43.
const EXTERNAL_ID_BYTES: usize = 32;

/// Most connections of one account. A company has some accounts and regions.
pub const MAX_CONNECTIONS: usize = 200;

/// A connection that was begun, with what is shown once.
#[derive(Debug)]
pub struct Begun {
    /// Our number of it.
    pub connection: i64,
    /// For the stack's parameter `ExternalId`.
    pub external_id: SecretString,
    /// For the stack's parameter `DeploymentId`.
    pub deployment_id: String,
    /// For `sprinters-iac connect`.
    pub code: SecretString,
}

/// Why a connection was not begun, or a stack not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The account has too many.
    #[error("this account has {MAX_CONNECTIONS} connections already; remove one that is not used")]
    TooMany,
    /// The code is none of ours, was used, or is over. Which of these is not said.
    #[error("the code is wrong, was used already, or is over; the console shows a new one")]
    Code,
    /// An output is missing.
    #[error("the stack has no output `{0}`; is it the Sprinters stack, of a current version?")]
    Missing(&'static str),
    /// An output is not what the stack makes.
    #[error("the output `{output}` is not {must}")]
    Output {
        /// Which.
        output: &'static str,
        /// What it must be.
        must: &'static str,
    },
    /// The stack stands elsewhere than was said.
    #[error("the stack is in {found}, the connection was begun for {begun}; begin one for {found}")]
    Region {
        /// The stack's region.
        found: String,
        /// The connection's.
        begun: &'static str,
    },
    /// The stack was installed for another connection.
    #[error(
        "the stack's DeploymentId is of another connection; install it with the values that the console shows for this one"
    )]
    Deployment,
    /// The stack stands in another AWS.
    #[error(
        "the stack is in {0}, which is not supported: install it in a region of the commercial partition, such as us-east-1"
    )]
    Partition(&'static str),
    /// Another connection of the account has this place.
    #[error("AWS account {account_id} in {region} is connected already; disconnect that connection first")]
    Connected {
        /// The AWS account.
        account_id: String,
        /// The region.
        region: &'static str,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is told of an installed stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstalledStack {
    /// Which it is, where that is known.
    pub stack: Option<StackName>,
    /// Its outputs by name.
    pub outputs: BTreeMap<String, String>,
    /// What it was installed with, where that is known.
    pub parameters: BTreeMap<String, String>,
}

/// What `sprinters-iac connect` hands over.
#[derive(Debug, Clone, Deserialize)]
pub struct HandOver {
    /// The one-time code.
    pub code: String,
    /// The stack.
    #[serde(default)]
    pub stack: Option<StackName>,
    /// The stack's outputs by name.
    pub outputs: BTreeMap<String, String>,
    /// What the stack was installed with, as far as plans need it: `AllowedInstanceTypes`.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
}

/// Which stack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StackName {
    /// Its ARN.
    #[serde(default)]
    pub id: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Seal(sprinters_seal::SealError))?;
    Ok(bytes)
}

/// A new external id.
fn external_id() -> Result<SecretString, StoreError> {
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(random::<EXTERNAL_ID_BYTES>()?)))
}

/// A new one-time code, 80 bits: `7KQ2-M9XD-4TRW-8HVB`.
fn code() -> Result<SecretString, StoreError> {
    let mut code = String::new();
    for (at, byte) in random::<16>()?.into_iter().enumerate() {
        if 0 < at && at % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(CODE_LETTERS[usize::from(byte % 32)]));
    }
    Ok(SecretString::from(code))
}

/// What is kept of a code. Case and dashes do not count, so that it can be read out.
fn hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let mut text = String::new();
    for byte in Sha256::digest(plain.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Begins a connection.
///
/// # Errors
/// If the account has too many, or the database is away.
pub async fn begin(store: &Store, account_id: i64, region: Region, now: Timestamp) -> Result<Begun, ConnectError> {
    if MAX_CONNECTIONS <= store.connections_of(account_id).await?.len() {
        return Err(ConnectError::TooMany);
    }
    let external_id = external_id()?;
    let code = code()?;
    let mut deployment_id = String::from("sprinters-");
    for byte in random::<8>().map_err(ConnectError::Store)? {
        let _ = write!(deployment_id, "{byte:02x}");
    }
    let new = NewConnection {
        account_id,
        region,
        deployment_id: &deployment_id,
        code_hash: &hash(code.expose_secret()),
        code_expires_at: now.after(CODE_LASTS),
    };
    let connection = store.begin_connection(&new, now).await?;
    if let Some(row) = store.connection(connection).await? {
        store.put_external_id(&row, false, &external_id, now).await?;
    }
    Ok(Begun { connection, external_id, deployment_id, code })
}

/// Another one-time code for a connection that waits for its stack.
///
/// # Errors
/// If the database is away.
pub async fn new_code(store: &Store, connection: &Connection, now: Timestamp) -> Result<SecretString, ConnectError> {
    let code = code()?;
    store.put_connection_code(connection.id, Some((&hash(code.expose_secret()), now.after(CODE_LASTS)))).await?;
    Ok(code)
}

/// Takes a stack's outputs over from whoever has the one-time code, and has the connection verified. The code is used
/// up.
///
/// # Errors
/// If the code or an output is not right. Nothing is changed then, and the code is still good.
pub async fn accept(store: &Store, given: &HandOver, now: Timestamp) -> Result<Connection, ConnectError> {
    let hash = hash(&given.code);
    let connection = store.connection_by_code(&hash).await?.ok_or(ConnectError::Code)?;
    if connection.code_expires_at.is_none_or(|end| end < now) || connection.state == ConnectionState::Removed {
        return Err(ConnectError::Code);
    }
    let (stack, outputs, parameters) = (given.stack.clone(), given.outputs.clone(), given.parameters.clone());
    let outputs = checked(store, &InstalledStack { stack, outputs, parameters }, &connection).await?;
    keep(store, connection, &hash, outputs, now).await
}

/// The same, from an admin of the account that has the connection, who is signed in: no code is asked. One that was
/// shown for the connection ends.
///
/// # Errors
/// If an output is not right. Nothing is changed then.
pub async fn accept_from_admin(
    store: &Store,
    connection: Connection,
    told: &InstalledStack,
    now: Timestamp,
) -> Result<Connection, ConnectError> {
    let outputs = checked(store, told, &connection).await?;
    let code = new_code(store, &connection, now).await?;
    keep(store, connection, &hash(code.expose_secret()), outputs, now).await
}

/// What was told, if it is right and no other connection of the account is for the same place.
async fn checked(store: &Store, told: &InstalledStack, connection: &Connection) -> Result<StackOutputs, ConnectError> {
    let outputs = outputs(told, connection)?;
    let others = store.connections_of(connection.account_id).await?;
    let is_there = |one: &Connection| {
        let connected = matches!(one.state, ConnectionState::Working | ConnectionState::Broken);
        let same = one.outputs.as_ref().is_some_and(|its| its.account_id == outputs.account_id);
        one.id != connection.id && connected && same && one.region == connection.region
    };
    if others.iter().any(is_there) {
        let (account_id, region) = (outputs.account_id, connection.region.name());
        return Err(ConnectError::Connected { account_id, region });
    }
    Ok(outputs)
}

/// Keeps outputs by the code that is for the connection, and has it verified.
async fn keep(
    store: &Store,
    connection: Connection,
    code_hash: &str,
    outputs: StackOutputs,
    now: Timestamp,
) -> Result<Connection, ConnectError> {
    if !store.put_outputs(connection.id, code_hash, &outputs).await? {
        return Err(ConnectError::Code);
    }
    let effect = Effect::CheckConnection { account: connection.account_id, connection: connection.id };
    store.intend(&effect.row(connection.account_id, now)).await?;
    Ok(Connection { outputs: Some(outputs), code_expires_at: None, ..connection })
}

/// Begins to replace the external id: the next one, for the stack's parameter `ExternalId`, while the old one goes into
/// `PreviousExternalId`. Both are accepted until the stack is updated once more; we change over as soon as the role
/// takes the next one.
///
/// # Errors
/// If the database is away.
pub async fn rotate(store: &Store, connection: &Connection, now: Timestamp) -> Result<SecretString, ConnectError> {
    // One that was begun goes on: somebody may be updating the stack with it right now.
    if let Some(next) = store.external_id(connection, true).await? {
        return Ok(next);
    }
    let next = external_id()?;
    store.put_external_id(connection, true, &next, now).await?;
    Ok(next)
}

/// The account of a role's ARN, if all of it is one: `arn:aws:iam::ACCOUNT:role/PATH/NAME`, with the characters that
/// IAM lets names and paths have ("IAM identifiers", IAM User Guide).
fn account_of_role(arn: &str) -> Option<&str> {
    let (account, role) = arn.strip_prefix("arn:aws:iam::")?.split_once(":role/")?;
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let is_role = (1..=576).contains(&role.len())
        && role.split('/').all(|part| !part.is_empty())
        && role.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@_-/".contains(&byte));
    (is_account && is_role).then_some(account)
}

fn outputs(given: &InstalledStack, connection: &Connection) -> Result<StackOutputs, ConnectError> {
    let output = |name: &'static str| given.outputs.get(name).cloned().ok_or(ConnectError::Missing(name));
    let checked = |name: &'static str, must: &'static str, is: fn(&str) -> bool| {
        let value = output(name)?;
        if is(&value) { Ok(value) } else { Err(ConnectError::Output { output: name, must }) }
    };
    let region = output("Region")?;
    if let Some(partition) = other_partition(&region) {
        return Err(ConnectError::Partition(partition));
    }
    if region != connection.region.name() {
        return Err(ConnectError::Region { found: region.chars().take(40).collect(), begun: connection.region.name() });
    }
    if output("DeploymentId")? != connection.deployment_id {
        return Err(ConnectError::Deployment);
    }
    let account_id = checked("AccountId", "an AWS account's 12 digits", |text| {
        text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
    })?;
    let role_arn = checked("RoleArn", "the ARN of a role", |text| account_of_role(text).is_some())?;
    if account_of_role(&role_arn) != Some(account_id.as_str()) {
        return Err(ConnectError::Output { output: "RoleArn", must: "of the account in AccountId" });
    }
    let listed = given.outputs.get("SubnetIds").map(String::as_str).unwrap_or_default();
    let subnet_ids: Vec<String> =
        listed.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    if !subnet_ids.iter().all(|id| is_id(id, "subnet-")) {
        return Err(ConnectError::Output { output: "SubnetIds", must: "a list of subnet ids" });
    }
    let types = given.parameters.get("AllowedInstanceTypes").map_or(DEFAULT_INSTANCE_TYPES, String::as_str);
    let allowed_types = patterns("AllowedInstanceTypes", types)?;
    let allowed_sizes = match given.parameters.get("AllowedInstanceSizes") {
        Some(sizes) => patterns("AllowedInstanceSizes", sizes)?,
        // Nobody said which parameters the stack has: then its defaults hold.
        None if given.parameters.is_empty() => patterns("AllowedInstanceSizes", DEFAULT_INSTANCE_SIZES)?,
        // An earlier template, which limits no sizes.
        None => Vec::new(),
    };
    let may_tune_volumes = given.parameters.get("TuneVolumes").is_none_or(|value| value != "false");
    let stack = given.stack.as_ref();
    let short = |text: &String| text.chars().take(300).collect::<String>();
    Ok(StackOutputs {
        role_arn,
        launch_template_id: checked("LaunchTemplateId", "the id of a launch template", |text| is_id(text, "lt-"))?,
        launch_template_version: checked("LaunchTemplateVersion", "a version number", |text| {
            (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        })?,
        security_group_id: checked("SecurityGroupId", "the id of a security group", |text| is_id(text, "sg-"))?,
        vpc_id: checked("VpcId", "the id of a VPC", |text| is_id(text, "vpc-"))?,
        subnet_ids,
        account_id,
        allowed_types,
        allowed_sizes,
        may_tune_volumes,
        kms_key_arn: given.parameters.get("KmsKeyArn").filter(|key| key.starts_with("arn:")).map(short),
        template_digest: checked("TemplateDigest", "a digest", |text| (1..=200).contains(&text.len()))?,
        stack_id: stack.and_then(|stack| stack.id.as_ref()).map(short),
        stack_name: stack.and_then(|stack| stack.name.as_ref()).map(short),
    })
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        (8..=17).contains(&id.len()) && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// A parameter's patterns, with commas between them.
fn patterns(parameter: &'static str, text: &str) -> Result<Vec<TypePattern>, ConnectError> {
    let patterns: Result<Vec<TypePattern>, _> = text.split(',').map(str::trim).map(str::parse).collect();
    patterns.map_err(|_| ConnectError::Output { output: parameter, must: "a list of patterns of instance types" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_s_arn_is_parsed_and_names_one_account() {
        let account = |arn| super::account_of_role(arn);
        assert_eq!(account("arn:aws:iam::111122223333:role/sprinters/ControlPlane-1"), Some("111122223333"));
        for wrong in [
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role/a//b",
            "arn:aws:iam::111122223333:role/a\nb",
            "arn:aws:iam::111122223333:role/a:role/b",
            "arn:aws:iam::11112222333:role/a",
            "arn:aws:sts::111122223333:assumed-role/a/b",
            "arn:aws-cn:iam::111122223333:role/a",
            "arn:aws:s3:::x:iam::444455556666::111122223333:role/a",
            "arn:aws:iam::111122223333:user/a",
        ] {
            assert_eq!(account(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_can_be_read_out() {
        let code = code().unwrap();
        assert_eq!(code.expose_secret().len(), 19);
        assert_eq!(hash(code.expose_secret()), hash(&code.expose_secret().to_lowercase().replace('-', " ")));
        assert_ne!(hash("AAAA"), hash("AAAB"));
    }

    #[test]
    fn an_external_id_is_one_that_the_stack_takes() {
        let id = external_id().unwrap();
        let text = id.expose_secret();
        assert!((22..=128).contains(&text.len()));
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
        assert_ne!(text, external_id().unwrap().expose_secret());
    }
}
