//! PostgreSQL's own tools back our database up and restore it; the root keys are not in it.

use crate::support::harness::{World, postgres_opening, root_keys};
use crate::support::payload::{Sent, guid, job};
use crate::support::postgres;
use crate::support::process::run;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_store::DatabaseUrl;
use sprinters_store::{OpenStoreError, Opening, SecretKind, SecretName, Store};
use tempfile::TempDir;

#[test]
fn check_config_says_what_the_server_does_not_do() {
    let directory = TempDir::new().unwrap();
    let home = directory.path().to_str().unwrap();
    let keys = root_keys("test").first().to_setting();
    let url = postgres::database();
    let settings = [
        ("SPRINTERS_STATE_DIR", home),
        ("SPRINTERS_DATABASE_URL", url.as_str()),
        ("SPRINTERS_ROOT_KEYS", keys.expose_secret()),
    ];
    let output = run(&["check-config"], &settings);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("switch on encryption of its disk and backups"), "{text}");
    // The tests' server does not wait for its disk.
    assert!(text.contains("fsync = off: a crash of its machine loses deliveries"), "{text}");
    assert!(!text.contains("full_page_writes"), "{text}");
}

const NAME: SecretName<'static> = SecretName { account: 7, kind: SecretKind::ExternalId, subject: "42" };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_made_while_serving_is_restored_with_the_root_keys() {
    let directory = TempDir::new().unwrap();
    let opening = postgres_opening(&directory);
    let world = World::start(opening.clone(), directory).await;
    for number in 0..20 {
        assert_eq!(world.post(&Sent::new("workflow_job", &guid(number), &job("queued", number))).await, 202);
    }
    world.ours.services.store.put_secret(NAME, &SecretString::from("a secret"), clock::now()).await.unwrap();
    let DatabaseUrl::Postgres(url) = &opening.database else { panic!("not PostgreSQL") };
    let dump = postgres::dump(url.expose_secret());
    assert!(!dump.windows(8).any(|bytes| bytes == b"a secret"));
    // Serving goes on, and what comes in now is not in the dump.
    assert_eq!(world.post(&Sent::new("workflow_job", &guid(20), &job("queued", 20))).await, 202);

    let elsewhere = postgres::database();
    postgres::restore(&elsewhere, &dump);
    let restored = Opening { database: DatabaseUrl::Postgres(SecretString::from(elsewhere)), ..opening };
    let error = Store::open(&Opening { root_keys: Some(root_keys("test")), ..restored.clone() }).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Keys { .. }), "the root keys are not in the dump: {error}");
    let store = Store::open(&restored).await.unwrap();
    assert_eq!(store.kept_deliveries().await.unwrap(), 20);
    assert_eq!(store.secret(NAME).await.unwrap().unwrap().expose_secret(), "a secret");
    // A delivery that was lost with the server comes in again, and one that was not counts once.
    let fresh = World::start(restored, TempDir::new().unwrap()).await;
    for number in 19..=20 {
        assert_eq!(fresh.post(&Sent::new("workflow_job", &guid(number), &job("queued", number))).await, 202);
    }
    assert_eq!(fresh.ours.services.store.kept_deliveries().await.unwrap(), 21);
}
