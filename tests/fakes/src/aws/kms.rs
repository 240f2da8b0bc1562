//! KMS: keys that wrap 32 bytes or so, bound to an encryption context.
//!
//! The ciphertext is the plaintext under a stream made of the key's secret, with a tag over both and the context:
//! enough for what a fake must do, which is to give back exactly what was wrapped, and nothing where key, context or
//! ciphertext differ.

use super::policy::Denial;
use super::refusal::Refusal;
use super::request::{Answer, Request};
use super::signature::hex;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Most bytes that a key encrypts (AWS KMS API Reference, "Encrypt").
const MOST_BYTES: usize = 4_096;

const TAG: usize = 32;
const NONCE: usize = 16;

/// The state of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Usable.
    Enabled,
    /// Switched off by a person.
    Disabled,
    /// To be deleted, and not usable until then either.
    PendingDeletion,
}

#[derive(Debug, Clone)]
pub(super) struct RootKey {
    pub(super) account: String,
    pub(super) secret: [u8; 32],
    pub(super) state: KeyState,
}

/// Every key, by ARN.
#[derive(Debug, Default)]
pub(super) struct Keyring(pub(super) BTreeMap<String, RootKey>);

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    let json = request.json;
    let context = context(&json["EncryptionContext"]);
    let body = match request.action.as_str() {
        "Encrypt" => {
            let (arn, key) = usable(request, json["KeyId"].as_str().unwrap_or_default(), "kms:Encrypt")?;
            let plaintext = bytes(&json["Plaintext"])?;
            json!({"CiphertextBlob": STANDARD.encode(seal(&arn, &key, &context, &plaintext)?), "KeyId": arn,
                "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"})
        }
        "GenerateDataKey" => {
            let (arn, key) = usable(request, json["KeyId"].as_str().unwrap_or_default(), "kms:GenerateDataKey")?;
            let plaintext = random::<32>()?;
            json!({"CiphertextBlob": STANDARD.encode(seal(&arn, &key, &context, &plaintext)?), "KeyId": arn,
                "Plaintext": STANDARD.encode(plaintext)})
        }
        "Decrypt" => {
            let ciphertext = bytes(&json["CiphertextBlob"])?;
            let arn = named(&ciphertext).ok_or_else(invalid)?;
            if json["KeyId"].as_str().is_some_and(|wanted| wanted != arn) {
                return Err(Refusal::client(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.",
                ));
            }
            let (arn, key) = usable(request, &arn, "kms:Decrypt")?;
            let plaintext = open(&arn, &key, &context, &ciphertext).ok_or_else(invalid)?;
            json!({"Plaintext": STANDARD.encode(plaintext), "KeyId": arn, "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"})
        }
        action => return Err(Refusal::client("UnknownOperationException", format!("no operation {action}"))),
    };
    Ok(Answer::Body(body.to_string()))
}

fn invalid() -> Refusal {
    Refusal::client("InvalidCiphertextException", "")
}

/// The key, if the caller may use it and it is in use.
fn usable(request: &mut Request<'_>, arn: &str, action: &str) -> Result<(String, RootKey), Refusal> {
    let not_found = || Refusal::client("NotFoundException", format!("Key '{arn}' does not exist"));
    let in_region = arn.split(':').nth(3) == Some(request.region.as_str());
    let key = request.world.kms.0.get(arn).filter(|_| in_region).cloned().ok_or_else(not_found)?;
    // Its key policy lets its own account in, and nobody else.
    if request.caller.who.account() != key.account {
        let denial = Denial {
            layer: super::policy::Layer::Resource,
            explicit: false,
            principal: request.caller.who.arn(),
            action: action.to_owned(),
            resource: arn.to_owned(),
        };
        return Err(Refusal::client("AccessDeniedException", denial.sentence()));
    }
    let grant = request
        .caller
        .may(action, arn, arn, super::policy::Keys::new())
        .map_err(|denial| Refusal::client("AccessDeniedException", denial.sentence()))?;
    request.grants.extend(grant);
    match key.state {
        KeyState::Enabled => Ok((arn.to_owned(), key)),
        KeyState::Disabled => Err(Refusal::client("DisabledException", format!("{arn} is disabled."))),
        KeyState::PendingDeletion => {
            Err(Refusal::client("KMSInvalidStateException", format!("{arn} is pending deletion.")))
        }
    }
}

fn context(value: &Value) -> BTreeMap<String, String> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn bytes(value: &Value) -> Result<Vec<u8>, Refusal> {
    let wrong = || Refusal::client("ValidationException", "a blob is base64 and has 1 to 4096 bytes");
    let bytes = STANDARD.decode(value.as_str().unwrap_or_default()).map_err(|_| wrong())?;
    // A ciphertext is longer than its plaintext by its header.
    if bytes.is_empty() || MOST_BYTES + 256 < bytes.len() { Err(wrong()) } else { Ok(bytes) }
}

fn random<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::with_status(500, "KMSInternalException", ""))?;
    Ok(bytes)
}

/// Header (the key's ARN and its length), nonce, masked plaintext, tag.
fn seal(arn: &str, key: &RootKey, context: &BTreeMap<String, String>, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
    if MOST_BYTES < plaintext.len() {
        return Err(Refusal::client("ValidationException", "the plaintext is too long"));
    }
    let nonce = random::<NONCE>()?;
    let mut out = vec![u8::try_from(arn.len()).unwrap_or(u8::MAX)];
    out.extend_from_slice(arn.as_bytes());
    out.extend_from_slice(&nonce);
    out.extend(masked(key, &nonce, plaintext));
    let tag = tag(key, context, &out);
    out.extend_from_slice(&tag);
    Ok(out)
}

fn open(arn: &str, key: &RootKey, context: &BTreeMap<String, String>, ciphertext: &[u8]) -> Option<Vec<u8>> {
    let (body, found) = ciphertext.split_at_checked(ciphertext.len().checked_sub(TAG)?)?;
    if tag(key, context, body) != found {
        return None;
    }
    let rest = body.get(1 + arn.len()..)?;
    let (nonce, masked_text) = rest.split_at_checked(NONCE)?;
    Some(masked(key, nonce, masked_text))
}

/// The ARN in a ciphertext's header.
fn named(ciphertext: &[u8]) -> Option<String> {
    let length = usize::from(*ciphertext.first()?);
    String::from_utf8(ciphertext.get(1..=length)?.to_vec()).ok()
}

fn masked(key: &RootKey, nonce: &[u8], text: &[u8]) -> Vec<u8> {
    let block = |index: usize| {
        Sha256::new().chain_update(key.secret).chain_update(nonce).chain_update(index.to_be_bytes()).finalize()
    };
    text.chunks(32)
        .enumerate()
        .flat_map(|(index, chunk)| chunk.iter().zip(block(index)).map(|(a, b)| a ^ b).collect::<Vec<_>>())
        .collect()
}

fn tag(key: &RootKey, context: &BTreeMap<String, String>, body: &[u8]) -> [u8; TAG] {
    let context = hex(json!(context).to_string().as_bytes());
    Sha256::new()
        .chain_update(key.secret)
        .chain_update(context)
        .chain_update(body)
        .chain_update(key.secret)
        .finalize()
        .into()
}
