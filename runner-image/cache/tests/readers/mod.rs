//! What must hold of the cache's readers whatever bytes they are given: what jobs, S3, GitHub and other machines'
//! records say. Read by the fuzz target `cache` in `fuzz/`, which looks for bytes that break it without an end, and by
//! `fuzzed.rs`, which tries a fixed number in every test run.

use hyper::Method;
use sprinters_cache::ranges::{self, Asked};
use sprinters_cache::record::{Key, Record};
use sprinters_cache::token::{Claims, Policy, Writers, bearer};
use sprinters_cache::wire::{blocks, v1, v2};
use sprinters_cache::{ENTRY_MAX, credentials, keys};

/// Every reader, since the bytes do not say whose they are.
pub(crate) fn cache(bytes: &[u8]) {
    record(bytes);
    headers(bytes);
    requests(bytes);
    token(bytes);
    if let Ok(read) = credentials::parse(bytes) {
        assert!(!read.key().is_empty() && !read.secret().is_empty());
    }
    assert!(keys::parse(bytes).len() <= 32);
}

/// A record names data of its own kind only, and its parts are within it.
fn record(bytes: &[u8]) {
    let Ok(record) = Record::parse(bytes) else { return };
    assert!(record.size <= ENTRY_MAX && record.segments.len() <= 10_000);
    let piece = record.object.piece(7, 1);
    assert!(piece.starts_with("data/7/") && piece.split('/').count() == 4 && !piece.contains(".."), "{piece}");
    for range in [0..record.size, record.size / 3..record.size / 2] {
        let part = record.part(&range, 16 << 20);
        assert_eq!(part.iter().map(|segment| segment.2).sum::<u64>(), range.end - range.start);
    }
    let again = record.to_bytes().map(|bytes| Record::parse(&bytes));
    assert_eq!(again, Ok(Ok(record)));
}

/// A part of a body lies within it.
fn headers(bytes: &[u8]) {
    for size in [0, 1, 1000, u64::MAX] {
        if let Asked::Part(part) = ranges::asked(Some(bytes), size) {
            assert!(part.start < part.end && part.end <= size);
        }
    }
    assert!(ranges::chunk(bytes).is_none_or(|part| part.start < part.end));
    assert!(bearer(Some(bytes)).is_ok_and(|token| token.len() <= 16 * 1024) || bearer(Some(bytes)).is_err());
}

/// A request is refused, or names keys that S3 takes.
fn requests(bytes: &[u8]) {
    let check = |keys: &[Key]| {
        assert!((1..=10).contains(&keys.len()));
        assert!(
            keys.iter().all(|key| !key.as_str().contains(',') && (1..=512).contains(&key.as_str().chars().count()))
        );
    };
    for method in ["CreateCacheEntry", "FinalizeCacheEntryUpload", "GetCacheEntryDownloadURL", "Other"] {
        for form in [v2::Form::Json, v2::Form::Protobuf] {
            match v2::read(method, form, bytes) {
                Ok(v2::Request::Find(keys, _)) => check(&keys),
                Ok(v2::Request::Create(key, _) | v2::Request::Finalize(key, _, _)) => check(&[key]),
                Err(problem) => assert!(problem.status.is_client_error() && problem.message.len() < 200),
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        for method in [Method::GET, Method::POST, Method::PATCH] {
            if let Ok(v1::Request::Find(keys, _)) = v1::read(&method, path, query) {
                check(&keys);
            }
        }
    }
    drop((v1::reservation(bytes), v1::size(bytes)));
    if let Ok(ids) = blocks::parse(bytes) {
        assert!(ids.len() <= 10_000 && ids.iter().all(|id| blocks::is_id(id)));
    }
}

/// Claims give nothing beyond what they say, and nothing to write where only branches may.
fn token(bytes: &[u8]) {
    let Ok(claims) = serde_json::from_slice::<Claims>(bytes) else { return };
    let issuer = "https://token.actions.githubusercontent.com".to_owned();
    let policy = Policy { repository: 7, writers: Writers::Branches, issuer };
    if let Ok(grant) = claims.grant(&policy) {
        assert_eq!(grant.repository, 7);
        assert!(grant.reads.len() <= 16);
        assert!(grant.writes.is_none_or(|scope| scope.starts_with("refs/heads/") || scope.starts_with("refs/tags/")));
    }
}
