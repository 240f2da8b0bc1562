//! The agent's readers on a fixed number of changed inputs: the corpus and the dictionaries of the fuzz targets, cut,
//! mixed and damaged. The targets themselves go on for as long as somebody lets them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod damage;
mod readers;

use damage::{corpus, run};

#[test]
fn user_data_is_read_or_refused_whatever_it_is() {
    run("user_data", readers::user_data);
}

#[test]
fn answers_of_the_metadata_service_are_read_or_refused_whatever_they_are() {
    run("metadata", readers::metadata);
}

#[test]
fn the_corpus_reaches_both_what_is_accepted_and_what_is_refused() {
    let read = |bytes: &Vec<u8>| sprinters_agent::user_data::UserData::parse(bytes).is_ok();
    let (accepted, refused): (Vec<_>, Vec<_>) = corpus("user_data").into_iter().partition(read);
    assert!(!accepted.is_empty() && !refused.is_empty(), "{} accepted, {} refused", accepted.len(), refused.len());
    let parsed = |bytes: &Vec<u8>| sprinters_agent::imds::parse(bytes).is_ok();
    let (accepted, refused): (Vec<_>, Vec<_>) = corpus("metadata").into_iter().partition(parsed);
    assert!(!accepted.is_empty() && !refused.is_empty(), "{} accepted, {} refused", accepted.len(), refused.len());
}
