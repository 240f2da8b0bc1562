//! The cache's readers on a fixed number of changed inputs. The fuzz target goes on for as long as somebody lets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "../../agent/tests/damage/mod.rs"]
mod damage;
mod readers;

use damage::{corpus, run};
use sprinters_cache::record::Record;
use sprinters_cache::wire::blocks;

#[test]
fn what_jobs_and_buckets_say_is_read_or_refused_whatever_it_is() {
    run("cache", readers::cache);
}

#[test]
fn the_corpus_reaches_both_what_is_accepted_and_what_is_refused() {
    let readers: [fn(&[u8]) -> bool; 2] = [|bytes| Record::parse(bytes).is_ok(), |bytes| blocks::parse(bytes).is_ok()];
    for reader in readers {
        let (accepted, refused): (Vec<_>, Vec<_>) = corpus("cache").into_iter().partition(|bytes| reader(bytes));
        assert!(!accepted.is_empty() && !refused.is_empty(), "{} accepted, {} refused", accepted.len(), refused.len());
    }
}
