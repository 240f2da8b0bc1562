//! Root keys that a service keeps: sealed with, opened with, replaced, and away.

use crate::support::fake_kms::{ARN, Keeper, Mood, root_keys};
use crate::support::harness::{World, postgres_opening, sqlite_opening};
use crate::support::payload::{Sent, guid, job};
use crate::support::process::run;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_seal::{KeyError, RootKey, RootKeyId, RootKeys, ServiceError};
use sprinters_store::{OpenStoreError, Opening, SecretKind, SecretName, Store, StoreError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn name(account: i64) -> SecretName<'static> {
    SecretName { account, kind: SecretKind::ExternalId, subject: "42" }
}

fn kms() -> String {
    format!("kms:aws-kms:{ARN}")
}

/// A local root key, as a setting.
fn local() -> String {
    let key = RootKey::generate(RootKeyId::parse("local").unwrap()).unwrap();
    key.to_setting().expose_secret().to_owned()
}

/// An opening of each database.
fn both(directory: &TempDir) -> [Opening; 2] {
    [sqlite_opening(directory), postgres_opening(directory)]
}

async fn put(store: &Store, account: i64) -> Result<(), StoreError> {
    store.put_secret(name(account), &SecretString::from(format!("secret of {account}")), clock::now()).await
}

async fn reads(store: &Store, account: i64) -> Result<bool, StoreError> {
    let value = store.secret(name(account)).await?.unwrap();
    Ok(value.expose_secret() == format!("secret of {account}"))
}

async fn open(opening: &Opening, keys: RootKeys) -> Result<Store, OpenStoreError> {
    Store::open(&Opening { root_keys: Some(keys), ..opening.clone() }).await
}

#[tokio::test]
async fn what_it_wraps_is_bound_to_its_account_and_unwrapped_once_in_a_while() {
    for opening in both(&TempDir::new().unwrap()) {
        let keeper = Arc::new(Keeper::default());
        let store = open(&opening, root_keys(&kms(), &keeper)).await.unwrap();
        put(&store, 1).await.unwrap();
        put(&store, 2).await.unwrap();
        let (_, before) = keeper.calls();
        for _ in 0..50 {
            assert!(reads(&store, 1).await.unwrap() && reads(&store, 2).await.unwrap());
        }
        let (wraps, unwraps) = keeper.calls();
        assert!(unwraps <= before + 2, "{unwraps} calls for 100 reads");
        // One for each account, and one for the embedded file.
        assert!((2..=3).contains(&wraps), "{wraps}");
        let contexts = keeper.contexts();
        let about = |account: &str| {
            let bound = ("sprinters:account".to_owned(), account.to_owned());
            contexts.iter().filter(|context| context.contains(&bound)).count()
        };
        assert_eq!((about("1"), about("2")), (1, 1));
        assert!(!format!("{contexts:?} {store:?}").contains("secret of"));
        store.close().await;
    }
}

#[tokio::test]
async fn a_root_key_moves_to_the_service_and_back() {
    for opening in both(&TempDir::new().unwrap()) {
        let (keeper, local) = (Arc::new(Keeper::default()), local());
        let store = open(&opening, RootKeys::parse(&local).unwrap()).await.unwrap();
        for account in 1..=3 {
            put(&store, account).await.unwrap();
        }
        store.close().await;
        drop(store);
        for (order, alone) in [(format!("{},{local}", kms()), kms()), (format!("{local},{}", kms()), local.clone())] {
            let store = open(&opening, root_keys(&order, &keeper)).await.unwrap();
            let change = store.rewrap_keys().await.unwrap();
            let files = u64::from(opening.root_keys.is_none());
            assert_eq!((change.wrapped, change.files), (3, files), "{order}");
            store.close().await;
            drop(store);
            let store = open(&opening, root_keys(&alone, &keeper)).await.unwrap();
            for account in 1..=3 {
                assert!(reads(&store, account).await.unwrap());
            }
            store.close().await;
        }
        // Nothing needs the service any more.
        keeper.feel(Mood::Disabled);
        let store = open(&opening, root_keys(&local, &keeper)).await.unwrap();
        assert!(reads(&store, 1).await.unwrap());
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_is_away_only_what_needs_it_fails() {
    let directory = TempDir::new().unwrap();
    let (keeper, local) = (Arc::new(Keeper::default()), local());
    let opening = postgres_opening(&directory);
    let store = open(&opening, RootKeys::parse(&local).unwrap()).await.unwrap();
    put(&store, 1).await.unwrap();
    store.close().await;
    let mixed = format!("{},{local}", kms());
    let store = open(&opening, root_keys(&mixed, &keeper)).await.unwrap();
    put(&store, 2).await.unwrap();
    store.close().await;

    for mood in [Mood::Away, Mood::Silent] {
        keeper.feel(mood);
        // A start does not need the service, and neither do deliveries.
        let opening = Opening { root_keys: Some(root_keys(&mixed, &keeper)), ..opening.clone() };
        let world = World::start(opening, TempDir::new().unwrap()).await;
        let sent = Sent::new("workflow_job", &guid(mood as u64), &job("queued", mood as u64));
        assert_eq!(world.post(&sent).await, 202);
        let store = &world.ours.services.store;
        assert!(reads(store, 1).await.unwrap(), "another root key wraps that one");
        let began = Instant::now();
        for result in [reads(store, 2).await.map(drop), put(store, 3).await] {
            let error = result.unwrap_err();
            let StoreError::Key(error) = &error else { panic!("{error:?}") };
            assert!(matches!(error, KeyError::Service { source: ServiceError::Away(_), .. }), "{error:?}");
            assert!(error.is_passing());
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        keeper.feel(Mood::Well);
        assert!(reads(store, 2).await.unwrap());
        // What was unwrapped lasts a while.
        keeper.feel(mood);
        assert!(reads(store, 2).await.unwrap());
        world.finish().await;
    }
}

#[tokio::test]
async fn a_start_that_needs_it_says_so_and_touches_nothing() {
    let directory = TempDir::new().unwrap();
    let keeper = Arc::new(Keeper::default());
    let opening = sqlite_opening(&directory);
    let store = open(&opening, root_keys(&kms(), &keeper)).await.unwrap();
    put(&store, 1).await.unwrap();
    store.close().await;
    drop(store);
    let path = directory.path().join("sprinters.db");
    let before = std::fs::read(&path).unwrap();
    for mood in [Mood::Away, Mood::Silent] {
        keeper.feel(mood);
        let error = open(&opening, root_keys(&kms(), &keeper)).await.unwrap_err();
        assert!(matches!(error, OpenStoreError::KeysAway { .. }), "{error:?}");
    }
    keeper.feel(Mood::Disabled);
    let error = open(&opening, root_keys(&kms(), &keeper)).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Keys { .. }), "a person must act: {error:?}");
    // Without a way to it, and with a key of another service's.
    let error = open(&opening, RootKeys::parse(&kms()).unwrap()).await.unwrap_err();
    assert!(
        matches!(
            &error,
            OpenStoreError::Keys { source: KeyError::Service { source: ServiceError::NotConnected, .. }, .. }
        ),
        "{error:?}"
    );
    let stranger = Arc::new(Keeper::default());
    let error = open(&opening, root_keys(&kms(), &stranger)).await.unwrap_err();
    assert!(matches!(&error, OpenStoreError::Keys { source: KeyError::WrongRootKeyForFile { .. }, .. }), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    keeper.feel(Mood::Well);
    let store = open(&opening, root_keys(&kms(), &keeper)).await.unwrap();
    assert!(reads(&store, 1).await.unwrap());
    store.close().await;
}

#[test]
fn a_key_of_the_service_is_named_and_no_alias() {
    assert!(RootKeys::parse(&format!("{},{}", kms(), local())).unwrap().need_service());
    assert!(!RootKeys::parse(&local()).unwrap().need_service());
    assert_eq!(RootKeys::parse(&kms()).unwrap().first().to_setting().expose_secret(), kms());
    for (text, problem) in [
        (ARN.to_owned(), "written ID:aws-kms:ARN"),
        (format!("aws-kms:{ARN}"), "written ID:aws-kms:ARN"),
        (format!("kms:{ARN}"), "not base64"),
        ("kms:aws-kms:arn:aws:kms:eu-central-1:222233334444:alias/sprinters".to_owned(), "an alias could be pointed"),
        ("kms:aws-kms:arn:aws:kms:eu-central-1:2222:key/0f1e".to_owned(), "no ARN of a KMS key"),
        ("kms:aws-kms:".to_owned(), "no ARN of a KMS key"),
        (format!("{},{}", kms(), kms()), "two keys"),
    ] {
        let error = RootKeys::parse(&text).unwrap_err().to_string();
        assert!(error.contains(problem), "{text}: {error}");
    }
}

/// The binary, the AWS SDK and a KMS that judges signatures: a root key moves to KMS, and KMS is disabled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_binary_asks_kms_with_its_own_identity() {
    let theirs = sprinters_fakes::aws::Aws::start(sprinters_fakes::clock::Clock::System).await.unwrap();
    let arn = theirs.create_kms_key("999988887777", "eu-central-1");
    let us = theirs.session_of("arn:aws:iam::999988887777:role/sprinters-control-plane");
    let directory = TempDir::new().unwrap();
    let (endpoint, local) = (theirs.endpoint(), local());
    let settings = |root_keys: &str, command: &[&str]| {
        let settings = [
            ("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap()),
            ("SPRINTERS_ROOT_KEYS", root_keys),
            ("AWS_ENDPOINT_URL", endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", us.access_key_id.as_str()),
            ("AWS_SECRET_ACCESS_KEY", us.secret_access_key.as_str()),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        let output = run(command, &settings);
        let said =
            format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(!said.contains(&us.secret_access_key), "{said}");
        (output.status.code(), said)
    };
    let kms = format!("kms:aws-kms:{arn}");
    assert_eq!(settings(&local, &["migrate"]).0, Some(0));
    let (code, said) = settings(&format!("{kms},{local}"), &["keys", "rotate"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the database file's key is wrapped with the first root key"), "{said}");
    let (code, said) = settings(&kms, &["check-config"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&format!("kms (AWS KMS, {arn})")), "{said}");

    let calls: Vec<(String, String, Option<String>)> =
        theirs.calls().into_iter().map(|call| (call.action, call.region, call.error)).collect();
    let call = |action: &str| (action.to_owned(), "eu-central-1".to_owned(), None);
    // check-config looks twice.
    assert_eq!(calls, [call("Encrypt"), call("Decrypt"), call("Decrypt")]);

    theirs.set_kms_key(&arn, sprinters_fakes::aws::KeyState::Disabled);
    let (code, said) = settings(&kms, &["check-config"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("root key `kms`") && said.contains("refused: DisabledException"), "{said}");
    let (code, said) = settings(&local, &["check-config"]);
    assert_eq!(code, Some(2), "the old root key is not enough any more: {said}");
}
