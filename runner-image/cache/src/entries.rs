//! Which entry a job gets, and how a new one comes to be.

use crate::record::{Key, Name, RECORD_MAX, Record, Version, beginning};
use crate::store::{Listed, Store, StoreError};
use crate::token::Grant;
use std::cmp::Reverse;

/// Records of one list that are read: the newest may have lost its data to the bucket's lifecycle a moment ago, or
/// share its second with others.
const TRIED: usize = 4;

/// The entry that a job gets for these keys, the first of which is the one that it would save under.
///
/// GitHub's order ("Dependency caching reference", GitHub Docs, "Cache key matching"): the job's own ref before the
/// others; in each ref the first key as a whole, then whatever begins with it, then whatever begins with each further
/// key; of several the newest.
///
/// # Errors
/// When the bucket does not answer.
pub async fn find(store: &Store, grant: &Grant, keys: &[Key], version: &Version) -> Result<Option<Record>, StoreError> {
    for scope in &grant.reads {
        for (index, key) in keys.iter().enumerate() {
            let whole = beginning(grant.repository, scope, version, key.as_str());
            let listed = store.list(&whole).await?;
            let mut newest: Option<(Listed, Record)> = None;
            for candidate in in_order(listed, &whole, index == 0) {
                // S3 tells seconds alone; of those in one second the record tells which is newest.
                if newest.as_ref().is_some_and(|(found, _)| found.modified != candidate.modified || found.key == whole)
                {
                    break;
                }
                if let Some(record) = read(store, grant.repository, scope, version, &candidate.key).await?
                    && newest.as_ref().is_none_or(|(_, found)| found.created_ms < record.created_ms)
                {
                    newest = Some((candidate, record));
                }
            }
            if let Some((_, record)) = newest {
                return Ok(Some(record));
            }
        }
    }
    Ok(None)
}

/// The candidates of one list: the one of exactly this name if `whole_first`, then the newest.
fn in_order(mut listed: Vec<Listed>, whole: &str, whole_first: bool) -> Vec<Listed> {
    listed.sort_by_key(|listed| Reverse((whole_first && listed.key == whole, listed.modified.clone())));
    listed.truncate(TRIED);
    listed
}

/// Reads a record, and makes sure that it is what its name says and that its data is there.
async fn read(
    store: &Store,
    repository: u64,
    scope: &str,
    version: &Version,
    at: &str,
) -> Result<Option<Record>, StoreError> {
    let Some(bytes) = store.read(at, RECORD_MAX).await? else { return Ok(None) };
    // What is not understood is no entry: a newer version of this program may have written it.
    let Ok(record) = Record::parse(&bytes) else { return Ok(None) };
    let name =
        Name { repository, scope: record.scope.clone(), version: record.version.clone(), key: record.key.clone() };
    if record.scope != scope || record.version != *version || name.record() != at {
        return Ok(None);
    }
    // One piece stands for all: the lifecycle removes what was written together on the same day, and a piece that is
    // missing breaks the download off.
    match record.segments.first() {
        Some(first) if !store.exists(&record.object.piece(repository, first.0)).await? => Ok(None),
        Some(_) | None => Ok(Some(record)),
    }
}

/// Whether there is an entry of this name already.
///
/// # Errors
/// When the bucket does not answer.
pub async fn exists(store: &Store, name: &Name) -> Result<bool, StoreError> {
    Ok(read(store, name.repository, &name.scope, &name.version, &name.record()).await?.is_some())
}

/// Makes an entry of data that is there: from here on every job that may read it finds it.
///
/// # Errors
/// [`StoreError::Exists`] when another machine was quicker.
pub async fn add(store: &Store, name: &Name, record: &Record) -> Result<(), StoreError> {
    let bytes = record.to_bytes().map_err(|error| StoreError::Malformed(error.into()))?;
    store.write_new(&name.record(), bytes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(key: &str, modified: &str) -> Listed {
        Listed { key: key.into(), modified: modified.into() }
    }

    #[test]
    fn the_whole_key_goes_before_the_newest() {
        let all = vec![
            listed("k-a", "2026-01-01T00:00:00.000Z"),
            listed("k-ab", "2026-01-03T00:00:00.000Z"),
            listed("k-ac", "2026-01-02T00:00:00.000Z"),
        ];
        let keys = |listed: Vec<Listed>| listed.into_iter().map(|listed| listed.key).collect::<Vec<_>>();
        assert_eq!(keys(in_order(all.clone(), "k-a", true)), ["k-a", "k-ab", "k-ac"]);
        assert_eq!(keys(in_order(all, "k-a", false)), ["k-ab", "k-ac", "k-a"]);
    }
}
