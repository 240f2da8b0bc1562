//! Where an entry lies in the bucket, and the record that says what it is.
//!
//! ```text
//! PREFIX index/REPOSITORY/s-SHA256(ref)/v-SHA256(version)/k-KEY    the record
//! PREFIX data/REPOSITORY/OBJECT/N                                  the data
//! ```
//!
//! The key stands in the record's name so that S3 lists by it: what begins alike is listed together. Ref and version
//! are only ever looked up whole, so a hash keeps their length in bounds.

use crate::ENTRY_MAX;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Characters of a key: GitHub's own limit.
const KEY_MAX: usize = 512;
/// Bytes of a key in the form that it has in a record's name: S3 takes 1,024 for the whole, and the rest needs 300. A
/// key of plain characters fits at any length that GitHub allows.
const NAME_MAX: usize = 700;
/// Bytes of a version; clients of GitHub's send 64.
const VERSION_MAX: usize = 512;
/// Pieces of an entry: as many as a multipart upload may have.
pub const PIECES_MAX: usize = 10_000;
/// Bytes of a record: the longest ref, key and version, and 60 for each piece.
pub const RECORD_MAX: usize = 640 * 1024;
/// Bytes that a new object's name is made of.
const OBJECT_BYTES: usize = 18;

/// What is wrong with what a client sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A key that GitHub would not take either.
    #[error("The cache key must have 1 to 512 characters and no comma")]
    Key,
    /// A key that is within GitHub's limit, and not within S3's.
    #[error("The cache key has too many special characters: S3 takes keys of at most 700 bytes once they are escaped")]
    TooLong,
    /// A version without text, or longer than any client makes one.
    #[error("The cache version must have 1 to 512 characters")]
    Version,
}

/// The key of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

impl TryFrom<String> for Key {
    type Error = NameError;

    fn try_from(key: String) -> Result<Self, NameError> {
        if key.is_empty() || KEY_MAX < key.chars().count() || key.contains(',') {
            return Err(NameError::Key);
        }
        if NAME_MAX < escaped(&key).len() {
            return Err(NameError::TooLong);
        }
        Ok(Self(key))
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0
    }
}

impl Key {
    /// As the client wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The version of an entry: what the client makes of its paths and its compression.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(String);

impl TryFrom<String> for Version {
    type Error = NameError;

    fn try_from(version: String) -> Result<Self, NameError> {
        if version.is_empty() || VERSION_MAX < version.len() {
            return Err(NameError::Version);
        }
        Ok(Self(version))
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.0
    }
}

/// What an entry is called: a second one of the same name is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// GitHub's id of the repository.
    pub repository: u64,
    /// The ref that it was saved for.
    pub scope: String,
    /// What the client makes of its paths.
    pub version: Version,
    /// The client's key.
    pub key: Key,
}

impl Name {
    /// The record's key in the bucket, behind the prefix.
    #[must_use]
    pub fn record(&self) -> String {
        beginning(self.repository, &self.scope, &self.version, self.key.as_str())
    }
}

/// What the records' keys begin with whose entries' keys begin with `key`.
#[must_use]
pub fn beginning(repository: u64, scope: &str, version: &Version, key: &str) -> String {
    format!("index/{repository}/s-{}/v-{}/k-{}", hash(scope), hash(&version.0), escaped(key))
}

/// The key, byte by byte, so that a key begins with another one exactly where its form here begins with the other's.
fn escaped(key: &str) -> String {
    let mut escaped = String::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("!{byte:02x}"));
        }
    }
    escaped
}

fn hash(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of an entry's data: drawn, so that nobody's data is ever written over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Object(String);

impl TryFrom<String> for Object {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, &'static str> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let right = name.len() == OBJECT_BYTES / 3 * 4 && name.bytes().all(plain);
        right.then_some(Self(name)).ok_or("the name of the data is none of ours")
    }
}

impl From<Object> for String {
    fn from(object: Object) -> Self {
        object.0
    }
}

impl Object {
    /// A new name.
    ///
    /// # Errors
    /// When the kernel has no randomness to give.
    pub fn draw() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; OBJECT_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The key in the bucket of the piece with this number, behind the prefix. Piece 0 is the one that is uploaded in
    /// parts.
    #[must_use]
    pub fn piece(&self, repository: u64, number: u32) -> String {
        format!("data/{repository}/{}/{number}", self.0)
    }
}

/// Bytes `start..start + length` of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment(
    /// The piece's number.
    pub u32,
    /// Where the bytes begin in the piece.
    pub u64,
    /// How many there are; never 0.
    pub u64,
);

/// What stands in the bucket for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    format: One,
    /// The ref that it was saved for.
    pub scope: String,
    /// What the client made of its paths.
    pub version: Version,
    /// The client's key.
    pub key: Key,
    /// Milliseconds since 1970 when it was written.
    pub created_ms: u64,
    /// Where the data is.
    pub object: Object,
    /// Bytes of the data.
    pub size: u64,
    /// The data, in order.
    pub segments: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
struct One;

impl TryFrom<u8> for One {
    type Error = &'static str;

    fn try_from(format: u8) -> Result<Self, &'static str> {
        (format == 1).then_some(Self).ok_or("a record of another format")
    }
}

impl From<One> for u8 {
    fn from(_: One) -> Self {
        1
    }
}

impl Record {
    /// The record of an entry that is there from now on.
    #[must_use]
    pub fn new(name: &Name, created_ms: u64, object: Object, segments: Vec<Segment>) -> Self {
        let size = segments.iter().map(|segment| segment.2).sum();
        let (scope, version, key) = (name.scope.clone(), name.version.clone(), name.key.clone());
        Self { format: One, scope, version, key, created_ms, object, size, segments }
    }

    /// Reads a record. Another machine wrote it, and the job there may have been root.
    ///
    /// # Errors
    /// When it is none, or its numbers do not agree.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_slice(bytes).map_err(|_| RecordError)?;
        let mut size = 0_u64;
        for Segment(_, start, length) in &record.segments {
            start.checked_add(*length).ok_or(RecordError)?;
            size = size.checked_add(*length).filter(|_| 0 < *length).ok_or(RecordError)?;
        }
        let right = size == record.size && size <= ENTRY_MAX && record.segments.len() <= PIECES_MAX;
        right.then_some(record).ok_or(RecordError)
    }

    /// As it is written.
    ///
    /// # Errors
    /// Never, in practice.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError)
    }

    /// The segments that hold the bytes of this range, cut to it and into at most `most` bytes each.
    #[must_use]
    pub fn part(&self, range: &Range<u64>, most: u64) -> Vec<Segment> {
        let mut found = Vec::new();
        let mut at = 0;
        for Segment(piece, start, length) in &self.segments {
            let (from, to) = (range.start.max(at), range.end.min(at + length));
            let mut from = from;
            while from < to {
                let count = (to - from).min(most.max(1));
                found.push(Segment(*piece, start + (from - at), count));
                from += count;
            }
            at += length;
        }
        found
    }
}

/// Not a record of ours.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the entry's record is not understood")]
pub struct RecordError;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(key: &str) -> Name {
        Name {
            repository: 7,
            scope: "refs/heads/main".into(),
            version: "v".to_owned().try_into().unwrap(),
            key: key.to_owned().try_into().unwrap(),
        }
    }

    fn record(lengths: &[u64]) -> Record {
        let mut start = 0;
        let segments = lengths.iter().map(|length| {
            let segment = Segment(0, start, *length);
            start += length;
            segment
        });
        Record::new(&name("k"), 1, Object::draw().unwrap(), segments.collect())
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let written = record(&[5, 3]);
        assert_eq!(Record::parse(&written.to_bytes().unwrap()).unwrap(), written);
        assert_eq!(written.size, 8);
    }

    #[test]
    fn a_record_that_lies_is_refused() {
        let good = serde_json::to_value(record(&[5, 3])).unwrap();
        for (field, value) in [
            ("size", serde_json::json!(9)),
            ("format", serde_json::json!(2)),
            ("object", serde_json::json!("../../other")),
            ("object", serde_json::json!("AAAAAAAAAAAAAAAAAAAAAAA/")),
            ("segments", serde_json::json!([[0, 0, 8], [0, 0, 0]])),
            ("segments", serde_json::json!([[0, u64::MAX, 8]])),
            ("key", serde_json::json!("a,b")),
            ("more", serde_json::json!(1)),
        ] {
            let mut value_ = good.clone();
            value_[field] = value;
            assert_eq!(Record::parse(value_.to_string().as_bytes()), Err(RecordError), "{field}");
        }
    }

    #[test]
    fn keys_that_github_takes_are_taken() {
        for key in ["a", "Linux-npm-0f3a==", "späte/Ärger", &"k".repeat(512)] {
            assert!(Key::try_from(key.to_owned()).is_ok(), "{key}");
        }
        for (key, error) in [
            (String::new(), NameError::Key),
            ("a,b".to_owned(), NameError::Key),
            ("k".repeat(513), NameError::Key),
            ("/".repeat(300), NameError::TooLong),
        ] {
            assert_eq!(Key::try_from(key).unwrap_err(), error);
        }
    }

    #[test]
    fn every_name_is_one_that_s3_takes() {
        let key = name(&"k".repeat(512)).record();
        assert!(key.len() + 100 <= 1024, "{}", key.len());
        assert!(name("../../x").record().split('/').all(|part| !part.is_empty() && part != "." && part != ".."));
    }

    proptest! {
        #[test]
        fn names_begin_alike_where_keys_do(one in "[a-z/!., ä]{1,9}", other in "[a-z/!., ä]{1,9}") {
            prop_assert_eq!(one.starts_with(&other), escaped(&one).starts_with(&escaped(&other)));
        }

        #[test]
        fn a_part_is_the_bytes_of_its_range(
            lengths in prop::collection::vec(1_u64..40, 0..6), from in 0_u64..200, count in 0_u64..200, most in 1_u64..50,
        ) {
            let record = record(&lengths);
            let range = from.min(record.size)..(from + count).min(record.size);
            let part = record.part(&range, most);
            // The segments lie one behind the other in piece 0, so the part is one run of bytes there.
            let bytes: Vec<u64> = part.iter().flat_map(|segment| segment.1..segment.1 + segment.2).collect();
            prop_assert_eq!(bytes, range.collect::<Vec<_>>());
            prop_assert!(part.iter().all(|segment| 0 < segment.2 && segment.2 <= most));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(Record::parse(&bytes));
        }
    }
}
