//! Keys: what is sealed opens with the right root key and with no other; rotation while serving; a wrong start touches
//! nothing.

use crate::support::harness::{World, postgres_opening, root_keys, sqlite_opening};
use crate::support::on_both;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_seal::RootKeys;
use sprinters_store::{OpenStoreError, Opening, SecretKind, SecretName, Store};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

const NAME: SecretName<'static> = SecretName { account: 7, kind: SecretKind::ExternalId, subject: "42" };

fn value() -> SecretString {
    SecretString::from("a secret")
}

async fn open_value(store: &Store, name: SecretName<'_>) -> String {
    store.secret(name).await.unwrap().unwrap().expose_secret().to_owned()
}

/// Everything in a directory but locks.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let kept =
        entries.filter(|path| !path.to_str().unwrap().ends_with(".lock") && !path.to_str().unwrap().ends_with("-shm"));
    kept.map(|path| (name(&path), std::fs::read(&path).unwrap())).filter(|(_, bytes)| !bytes.is_empty()).collect()
}

on_both!(a_value_opens_as_it_was_sealed, world => {
    let store = &world.ours.services.store;
    assert!(store.secret(NAME).await.unwrap().is_none());
    store.put_secret(NAME, &value(), clock::now()).await.unwrap();
    assert_eq!(open_value(store, NAME).await, "a secret");
    store.put_secret(NAME, &SecretString::from("another"), clock::now()).await.unwrap();
    assert_eq!(open_value(store, NAME).await, "another");
    assert!(store.secret(SecretName { account: 8, ..NAME }).await.unwrap().is_none());
    assert!(store.remove_secret(NAME).await.unwrap());
    assert!(store.secret(NAME).await.unwrap().is_none());
});

on_both!(keys_rotate_while_values_are_used, world => {
    let store = &world.ours.services.store;
    for account in 0..20 {
        store.put_secret(SecretName { account, ..NAME }, &value(), clock::now()).await.unwrap();
    }
    let before = store.accounts_with_keys().await.unwrap();
    let change = store.rotate_account_keys(clock::now()).await.unwrap();
    assert_eq!((change.replaced, change.resealed, change.destroyed), (20, 20, 20));
    assert_eq!(store.accounts_with_keys().await.unwrap(), before);
    for account in 0..20 {
        assert_eq!(open_value(store, SecretName { account, ..NAME }).await, "a secret");
    }
});

on_both!(a_root_key_is_replaced_in_three_starts, world => {
    let old = RootKeys::parse(&one_key(&world.opening)).unwrap();
    world.ours.services.store.put_secret(NAME, &value(), clock::now()).await.unwrap();
    let opening = world.opening.clone();
    let directory = world.finish().await;
    let old_setting = old.first().to_setting().expose_secret().to_owned();
    let new_setting = root_keys("new").first().to_setting().expose_secret().to_owned();
    // Both, the new one first: what is there still opens, and rotation wraps it anew.
    let both = RootKeys::parse(&format!("{new_setting},{old_setting}")).unwrap();
    let store = Store::open(&Opening { root_keys: Some(both), ..opening.clone() }).await.unwrap();
    assert_eq!(open_value(&store, NAME).await, "a secret");
    assert_eq!(store.rewrap_keys().await.unwrap().wrapped, 1);
    assert_eq!(store.rewrap_keys().await.unwrap().wrapped, 0, "a second time there is nothing to do");
    store.close().await;
    drop(store);
    // The new one alone.
    let new = RootKeys::parse(&new_setting).unwrap();
    let store = Store::open(&Opening { root_keys: Some(new), ..opening.clone() }).await.unwrap();
    assert_eq!(open_value(&store, NAME).await, "a secret");
    store.close().await;
    drop(store);
    // The old one is not enough any more.
    let refused = Store::open(&Opening { root_keys: Some(old), ..opening }).await.unwrap_err();
    assert!(matches!(refused, OpenStoreError::Keys { .. }), "{refused}");
    drop(directory);
});

/// The root key that a world was started with, as a setting.
fn one_key(opening: &Opening) -> String {
    match &opening.root_keys {
        Some(keys) => keys.first().to_setting().expose_secret().to_owned(),
        None => std::fs::read_to_string(opening.key_file()).unwrap(),
    }
}

#[tokio::test]
async fn a_wrong_or_missing_root_key_stops_the_start_and_touches_nothing() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = sqlite_opening(&directory);
    let store = Store::open(&opening).await.unwrap();
    store.put_secret(NAME, &value(), clock::now()).await.unwrap();
    store.close().await;
    drop(store);
    let key = std::fs::read(opening.key_file()).unwrap();
    let before = files(directory.path());

    let other_name = Opening { root_keys: Some(root_keys("other")), ..opening.clone() };
    let error = Store::open(&other_name).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Keys { .. }), "{error}");
    let same_name = Opening { root_keys: Some(root_keys("generated-1")), ..opening.clone() };
    let error = Store::open(&same_name).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Keys { .. }), "{error}");
    assert_eq!(files(directory.path()), before);

    std::fs::remove_file(opening.key_file()).unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(&error, OpenStoreError::NoKeys { root, .. } if root == "generated-1"), "{error}");
    assert!(!opening.key_file().exists(), "no new key takes the place of one that is missing");

    std::fs::write(opening.key_file(), &key).unwrap();
    std::fs::set_permissions(opening.key_file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::File { .. }), "a key that others can read is refused: {error}");

    std::fs::set_permissions(opening.key_file(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let store = Store::open(&opening).await.unwrap();
    assert_eq!(open_value(&store, NAME).await, "a secret");
}

#[tokio::test]
async fn postgres_needs_keys_that_all_its_processes_share() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = Opening { root_keys: None, ..postgres_opening(&directory) };
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::KeysNeeded), "{error}");
}

#[tokio::test]
async fn what_is_generated_is_for_its_owner_alone() {
    let directory = tempfile::TempDir::new().unwrap();
    let state = directory.path().join("state");
    let opening = Opening {
        state_dir: state.clone(),
        database: sprinters_store::DatabaseUrl::in_directory(&state),
        ..sqlite_opening(&directory)
    };
    let store = Store::open(&opening).await.unwrap();
    store.put_secret(NAME, &value(), clock::now()).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&state), 0o700);
    for entry in std::fs::read_dir(&state).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
