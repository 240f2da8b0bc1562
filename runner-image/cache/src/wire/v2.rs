//! `github.actions.results.api.v1.CacheService`: three methods of Twirp, each in JSON (with snake_case names, 64-bit
//! numbers as texts) or protobuf. The messages are those that GitHub's own client carries; fields that name
//! repositories and scopes are not read, because the token says these.

use crate::record::{Key, NameError, Version};
use hyper::StatusCode;
use serde::{Deserialize, Serialize};

/// Bytes of a request: ten keys of 512 characters and a version.
pub const REQUEST_MAX: usize = 64 * 1024;
/// Keys of a look-up: GitHub's own limit.
pub const KEYS_MAX: usize = 10;

/// In what form a client speaks; it is answered in the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `application/json`
    Json,
    /// `application/protobuf`
    Protobuf,
}

impl Form {
    /// The form that a `Content-Type` names.
    #[must_use]
    pub fn of(content_type: &[u8]) -> Option<Self> {
        let kind = content_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        if kind.eq_ignore_ascii_case(b"application/json") {
            return Some(Self::Json);
        }
        kind.eq_ignore_ascii_case(b"application/protobuf").then_some(Self::Protobuf)
    }

    /// The `Content-Type` of an answer.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Protobuf => "application/protobuf",
        }
    }

    fn read<M: prost::Message + Default + for<'a> Deserialize<'a>>(self, body: &[u8]) -> Option<M> {
        match self {
            Self::Json => serde_json::from_slice(body).ok(),
            Self::Protobuf => M::decode(body).ok(),
        }
    }

    fn write<M: prost::Message + Serialize>(self, message: &M) -> Vec<u8> {
        match self {
            // It has texts and truth values alone, for which there is always a JSON.
            Self::Json => serde_json::to_vec(message).unwrap_or_default(),
            Self::Protobuf => message.encode_to_vec(),
        }
    }
}

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Reserve an entry, and say where its data goes.
    Create(Key, Version),
    /// The data has been sent: make it an entry of so many bytes.
    Finalize(Key, Version, u64),
    /// Find an entry: by the first key, or by what begins with one of the keys.
    Find(Vec<Key>, Version),
}

/// What is answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Where the data goes.
    Created {
        /// The address to send it to.
        url: String,
    },
    /// It is an entry now.
    Finalized {
        /// Its number.
        id: u64,
    },
    /// There is one.
    Found {
        /// The address to read it from.
        url: String,
        /// Its key.
        key: String,
    },
    /// There is none.
    Missed,
    /// It was refused, in words for a person. A client prints them as a warning and goes on.
    NotCreated(String),
    /// The same at the end of an upload.
    NotFinalized(String),
}

/// Why a request is not answered, in Twirp's terms. None of them makes a client repeat it: GitHub's own would wait 24 s
/// in all, and a job that goes on without its cache is better off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// One of Twirp's codes.
    pub code: &'static str,
    /// The status that goes with it.
    pub status: StatusCode,
    /// For a person.
    pub message: String,
}

impl Problem {
    /// A request that makes no sense.
    #[must_use]
    pub fn malformed(message: impl Into<String>) -> Self {
        Self { code: "malformed", status: StatusCode::BAD_REQUEST, message: message.into() }
    }

    /// No method of this name.
    #[must_use]
    pub fn bad_route() -> Self {
        Self { code: "bad_route", status: StatusCode::NOT_FOUND, message: "The cache has no such method".into() }
    }

    /// As Twirp writes it, in JSON whatever the form of the request.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::json!({"code": self.code, "msg": self.message}).to_string().into_bytes()
    }
}

impl From<NameError> for Problem {
    fn from(error: NameError) -> Self {
        Self { code: "invalid_argument", status: StatusCode::BAD_REQUEST, message: error.to_string() }
    }
}

#[derive(Clone, PartialEq, prost::Message, Deserialize)]
struct CreateRequest {
    #[prost(string, tag = "2")]
    #[serde(default)]
    key: String,
    #[prost(string, tag = "3")]
    #[serde(default)]
    version: String,
}

#[derive(Clone, PartialEq, prost::Message, Deserialize)]
struct FinalizeRequest {
    #[prost(string, tag = "2")]
    #[serde(default)]
    key: String,
    #[prost(int64, tag = "3")]
    #[serde(default, alias = "sizeBytes", deserialize_with = "number")]
    size_bytes: i64,
    #[prost(string, tag = "4")]
    #[serde(default)]
    version: String,
}

#[derive(Clone, PartialEq, prost::Message, Deserialize)]
struct FindRequest {
    #[prost(string, tag = "2")]
    #[serde(default)]
    key: String,
    #[prost(string, repeated, tag = "3")]
    #[serde(default, alias = "restoreKeys")]
    restore_keys: Vec<String>,
    #[prost(string, tag = "4")]
    #[serde(default)]
    version: String,
}

#[derive(Clone, PartialEq, prost::Message, Serialize)]
struct CreateAnswer {
    #[prost(bool, tag = "1")]
    ok: bool,
    #[prost(string, tag = "2")]
    signed_upload_url: String,
    #[prost(string, tag = "3")]
    message: String,
}

#[derive(Clone, PartialEq, prost::Message, Serialize)]
struct FinalizeAnswer {
    #[prost(bool, tag = "1")]
    ok: bool,
    #[prost(int64, tag = "2")]
    #[serde(serialize_with = "as_text")]
    entry_id: i64,
    #[prost(string, tag = "3")]
    message: String,
}

#[derive(Clone, PartialEq, prost::Message, Serialize)]
struct FindAnswer {
    #[prost(bool, tag = "1")]
    ok: bool,
    #[prost(string, tag = "2")]
    signed_download_url: String,
    #[prost(string, tag = "3")]
    matched_key: String,
}

/// Protobuf's JSON writes 64-bit numbers as texts, and reads both.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

fn as_text<S: serde::Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// Reads the body of a call of this method.
///
/// # Errors
/// When there is no such method, or the body is not its message.
pub fn read(method: &str, form: Form, body: &[u8]) -> Result<Request, Problem> {
    let malformed = || Problem::malformed("The request is not understood");
    match method {
        "CreateCacheEntry" => {
            let CreateRequest { key, version } = form.read(body).ok_or_else(malformed)?;
            Ok(Request::Create(key.try_into()?, version.try_into()?))
        }
        "FinalizeCacheEntryUpload" => {
            let FinalizeRequest { key, size_bytes, version } = form.read(body).ok_or_else(malformed)?;
            let size = u64::try_from(size_bytes).map_err(|_| malformed())?;
            Ok(Request::Finalize(key.try_into()?, version.try_into()?, size))
        }
        "GetCacheEntryDownloadURL" => {
            let FindRequest { key, restore_keys, version } = form.read(body).ok_or_else(malformed)?;
            if KEYS_MAX <= restore_keys.len() {
                return Err(Problem::malformed("A look-up has at most 10 keys"));
            }
            let keys: Result<Vec<Key>, NameError> =
                std::iter::once(key).chain(restore_keys).map(Key::try_from).collect();
            Ok(Request::Find(keys?, version.try_into()?))
        }
        _ => Err(Problem::bad_route()),
    }
}

impl Answer {
    /// As it is sent.
    #[must_use]
    pub fn write(self, form: Form) -> Vec<u8> {
        match self {
            Self::Created { url } => {
                form.write(&CreateAnswer { ok: true, signed_upload_url: url, message: String::new() })
            }
            Self::NotCreated(message) => {
                form.write(&CreateAnswer { ok: false, signed_upload_url: String::new(), message })
            }
            Self::Finalized { id } => form.write(&FinalizeAnswer {
                ok: true,
                entry_id: i64::try_from(id).unwrap_or_default(),
                message: String::new(),
            }),
            Self::NotFinalized(message) => form.write(&FinalizeAnswer { ok: false, entry_id: 0, message }),
            Self::Found { url, key } => {
                form.write(&FindAnswer { ok: true, signed_download_url: url, matched_key: key })
            }
            Self::Missed => form.write(&FindAnswer::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(key: &str) -> Key {
        key.to_owned().try_into().unwrap()
    }

    fn version() -> Version {
        "v".to_owned().try_into().unwrap()
    }

    #[test]
    fn reads_what_githubs_client_sends() {
        let body = br#"{"key":"a","restore_keys":["b","c"],"version":"v","metadata":{"repository_id":"9","scope":[{"scope":"refs/heads/main","permission":"3"}]}}"#;
        let read_ = read("GetCacheEntryDownloadURL", Form::Json, body).unwrap();
        assert_eq!(read_, Request::Find(vec![name("a"), name("b"), name("c")], version()));
        let body = br#"{"key":"a","size_bytes":"68719476736","version":"v"}"#;
        assert_eq!(
            read("FinalizeCacheEntryUpload", Form::Json, body).unwrap(),
            Request::Finalize(name("a"), version(), 1 << 36)
        );
        let body = br#"{"key":"a","sizeBytes":1,"version":"v"}"#;
        assert_eq!(
            read("FinalizeCacheEntryUpload", Form::Json, body).unwrap(),
            Request::Finalize(name("a"), version(), 1)
        );
    }

    #[test]
    fn the_two_forms_say_the_same() {
        // metadata (1), key (2), version (3), as protobuf writes them.
        let body = b"\x0a\x02\x08\x09\x12\x01a\x1a\x01v";
        assert_eq!(read("CreateCacheEntry", Form::Protobuf, body).unwrap(), Request::Create(name("a"), version()));
        let found = || Answer::Found { url: "u".into(), key: "a".into() };
        assert_eq!(found().write(Form::Protobuf), b"\x08\x01\x12\x01u\x1a\x01a");
        assert_eq!(found().write(Form::Json), br#"{"ok":true,"signed_download_url":"u","matched_key":"a"}"#);
        assert_eq!(Answer::Finalized { id: 7 }.write(Form::Json), br#"{"ok":true,"entry_id":"7","message":""}"#);
        assert_eq!(Form::of(b"application/json; charset=utf-8"), Some(Form::Json));
        assert_eq!(Form::of(b"Application/Protobuf"), Some(Form::Protobuf));
        assert_eq!(Form::of(b"text/plain"), None);
    }

    #[test]
    fn what_is_none_is_refused_without_a_repeat() {
        let many = format!(r#"{{"key":"a","version":"v","restore_keys":[{}]}}"#, ["\"k\""; 10].join(","));
        for (method, body) in [
            ("CreateCacheEntry", "nonsense"),
            ("CreateCacheEntry", r#"{"key":"a,b","version":"v"}"#),
            ("CreateCacheEntry", r#"{"key":"a"}"#),
            ("FinalizeCacheEntryUpload", r#"{"key":"a","version":"v","size_bytes":"-1"}"#),
            ("GetCacheEntryDownloadURL", &many),
            ("DeleteCacheEntry", "{}"),
        ] {
            let problem = read(method, Form::Json, body.as_bytes()).unwrap_err();
            assert!(
                problem.status.is_client_error() && problem.status != StatusCode::TOO_MANY_REQUESTS,
                "{method} {body}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(method in 0_usize..3, protobuf: bool, body in prop::collection::vec(any::<u8>(), 0..200)) {
            let method = ["CreateCacheEntry", "FinalizeCacheEntryUpload", "GetCacheEntryDownloadURL"][method];
            drop(read(method, if protobuf { Form::Protobuf } else { Form::Json }, &body));
        }
    }
}
