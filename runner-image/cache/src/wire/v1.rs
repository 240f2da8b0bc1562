//! `_apis/artifactcache`, the service before Twirp, which older clients speak and which GitHub Enterprise Server has
//! alone.

use crate::record::{Key, NameError, Version};
use crate::wire::v2::KEYS_MAX;
use hyper::Method;
use serde::{Deserialize, Serialize};

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Find an entry: by the first key, or by what begins with one of the keys.
    Find(Vec<Key>, Version),
    /// Which entries there are of a key, to explain a miss.
    Explain,
    /// Reserve an entry; what it is called stands in the body.
    Reserve,
    /// A chunk of an entry's data.
    Chunk(u64),
    /// The data has been sent; its size stands in the body.
    Commit(u64),
}

/// What is wrong with a request.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum V1Error {
    /// Nothing of this service.
    #[error("The cache has no such method")]
    Route,
    /// A key or version that is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// More keys than GitHub takes.
    #[error("A look-up has 1 to 10 keys")]
    Keys,
    /// A body that is not understood.
    #[error("The request is not understood")]
    Body,
}

/// Reads method, path and query. Before the path stands what GitHub's address of the cache has there.
///
/// # Errors
/// When they are none of this service's.
pub fn read(method: &Method, path: &str, query: &str) -> Result<Request, V1Error> {
    let (_, path) = path.split_once("/_apis/artifactcache/").ok_or(V1Error::Route)?;
    match (method, path) {
        (&Method::GET, "cache") => {
            let (mut keys, mut version) = (String::new(), String::new());
            for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
                match &*name {
                    "keys" => keys = value.into_owned(),
                    "version" => version = value.into_owned(),
                    _ => {}
                }
            }
            // No key has a comma.
            let keys: Result<Vec<Key>, NameError> =
                keys.split(',').take(KEYS_MAX + 1).map(|key| key.trim().to_owned().try_into()).collect();
            let keys = keys?;
            if KEYS_MAX < keys.len() {
                return Err(V1Error::Keys);
            }
            Ok(Request::Find(keys, version.try_into()?))
        }
        (&Method::GET, "caches") => Ok(Request::Explain),
        (&Method::POST, "caches") => Ok(Request::Reserve),
        (method, path) => {
            let id = path.strip_prefix("caches/").and_then(|id| id.parse().ok()).ok_or(V1Error::Route)?;
            match *method {
                Method::PATCH => Ok(Request::Chunk(id)),
                Method::POST => Ok(Request::Commit(id)),
                _ => Err(V1Error::Route),
            }
        }
    }
}

/// Reads what an entry is to be called.
///
/// # Errors
/// When the body is no reservation.
pub fn reservation(body: &[u8]) -> Result<(Key, Version), V1Error> {
    #[derive(Deserialize)]
    struct Reservation {
        key: String,
        version: String,
    }
    let Reservation { key, version } = serde_json::from_slice(body).map_err(|_| V1Error::Body)?;
    Ok((key.try_into()?, version.try_into()?))
}

/// Reads how many bytes were sent.
///
/// # Errors
/// When the body does not say.
pub fn size(body: &[u8]) -> Result<u64, V1Error> {
    #[derive(Deserialize)]
    struct Commit {
        size: u64,
    }
    serde_json::from_slice::<Commit>(body).map(|commit| commit.size).map_err(|_| V1Error::Body)
}

/// An entry that was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found<'a> {
    /// Its key.
    pub cache_key: &'a str,
    /// The ref that it was saved for.
    pub scope: &'a str,
    /// The address to read it from.
    pub archive_location: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_githubs_client_sends() {
        let key = |key: &str| Key::try_from(key.to_owned()).unwrap();
        let version: Version = "v".to_owned().try_into().unwrap();
        assert_eq!(
            read(&Method::GET, "/abc/_apis/artifactcache/cache", "keys=a%2Fb%2Cc&version=v"),
            Ok(Request::Find(vec![key("a/b"), key("c")], version.clone()))
        );
        assert_eq!(read(&Method::GET, "/_apis/artifactcache/caches", "key=a"), Ok(Request::Explain));
        assert_eq!(read(&Method::POST, "/_apis/artifactcache/caches", ""), Ok(Request::Reserve));
        assert_eq!(read(&Method::PATCH, "/_apis/artifactcache/caches/7", ""), Ok(Request::Chunk(7)));
        assert_eq!(read(&Method::POST, "/_apis/artifactcache/caches/7", ""), Ok(Request::Commit(7)));
        assert_eq!(reservation(br#"{"key":"a","version":"v","cacheSize":3}"#), Ok((key("a"), version)));
        assert_eq!(size(br#"{"size":3}"#), Ok(3));
    }

    #[test]
    fn refuses_the_rest() {
        let many = format!("keys={}&version=v", ["k"; 11].join(","));
        for (method, path, query) in [
            (Method::GET, "/_apis/artifactcache/cache", ""),
            (Method::GET, "/_apis/artifactcache/cache", "keys=a"),
            (Method::GET, "/_apis/artifactcache/cache", many.as_str()),
            (Method::DELETE, "/_apis/artifactcache/caches/7", ""),
            (Method::PATCH, "/_apis/artifactcache/caches/seven", ""),
            (Method::GET, "/_apis/pipelines", ""),
        ] {
            assert!(read(&method, path, query).is_err(), "{method} {path}?{query}");
        }
        assert_eq!(size(br#"{"size":-1}"#), Err(V1Error::Body));
        assert_eq!(reservation(b"[]"), Err(V1Error::Body));
    }

    proptest! {
        #[test]
        fn any_address_is_read_or_refused(path in "(/_apis/artifactcache/)?[a-z0-9/]{0,20}", query in ".{0,60}") {
            drop(read(&Method::GET, &path, &query));
        }
    }
}
