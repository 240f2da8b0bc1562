//! `cache=`: what steps find as their cache.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Which cache a job has. Where the label says nothing it is the one next to the runner, if the connection's stack has
/// a bucket for it, and GitHub's otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cache {
    /// The one next to the runner. Where there is no bucket it is GitHub's: a job does not fail for want of a cache.
    S3,
    /// GitHub's own.
    Github,
    /// None.
    Off,
}

impl Cache {
    /// All of them, in the order of the documentation.
    pub const ALL: [Cache; 3] = [Cache::S3, Cache::Github, Cache::Off];

    /// As written after `cache=`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cache::S3 => "s3",
            Cache::Github => "github",
            Cache::Off => "off",
        }
    }
}

/// The text is no cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cache is s3, github or off")]
pub struct UnknownCache;

impl FromStr for Cache {
    type Err = UnknownCache;

    fn from_str(name: &str) -> Result<Cache, UnknownCache> {
        Cache::ALL.into_iter().find(|cache| cache.name() == name).ok_or(UnknownCache)
    }
}

impl fmt::Display for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
