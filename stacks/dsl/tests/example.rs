//! The example in `examples/` renders, and says what its author meant.

#[path = "../examples/cache_bucket.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod cache_bucket;

#[test]
fn the_cache_stack_renders_as_reviewed() {
    let template = cache_bucket::template().unwrap();
    insta::assert_snapshot!("cache_bucket", template.to_yaml());
}

#[test]
fn the_cache_stack_is_private_and_tagged() {
    let template = cache_bucket::template().unwrap();
    let bucket = template.resource("CacheBucket").unwrap();
    let access = bucket.property("PublicAccessBlockConfiguration").unwrap();
    assert!(access.as_object().unwrap().values().all(|blocked| blocked == true), "a cache is nobody else's: {access}");
    for tagged in template.resources().filter(|resource| resource.property("Tags").is_some()) {
        assert_eq!(tagged.property("Tags").unwrap()[0]["Key"], "team", "{} must say who pays", tagged.logical_id);
    }
}

#[test]
fn the_same_stack_gives_the_same_bytes() {
    let [first, second] = [cache_bucket::template().unwrap(), cache_bucket::template().unwrap()];
    assert_eq!(first.to_yaml(), second.to_yaml());
    assert_eq!(first.to_json(), second.to_json());
}
