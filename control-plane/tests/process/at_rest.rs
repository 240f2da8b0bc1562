//! The embedded database file on the disk: encrypted as a whole, checked page by page, and restorable.

use crate::support::harness::{World, root_keys, sqlite_opening};
use crate::support::payload::{Sent, guid, job};
use crate::support::process::{Process, run};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Sha256, Sha512};
use sprinters_common::clock;
use sprinters_seal::{RootKeys, WrappedFileKey};
use sprinters_store::{AtRest, LATEST, OpenStoreError, Opening, SecretKind, SecretName, Store, StoreError};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const PAGE: usize = 4096;
const PLANTED: [&str; 2] = ["planted-owner/planted-repository", "planted job name"];
const NAME: SecretName<'static> = SecretName { account: 7, kind: SecretKind::ExternalId, subject: "42" };

/// A job with names that are found wherever they lie in the clear.
fn planted(number: u64) -> Sent {
    let mut body = job("queued", number);
    body["repository"]["full_name"] = json!(PLANTED[0]);
    body["workflow_job"]["name"] = json!(PLANTED[1]);
    Sent::new("workflow_job", &guid(number), &body)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Names of files of a directory that hold any of the planted names.
fn leaks(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let leaking = entries.filter(|path| {
        let bytes = std::fs::read(path).unwrap();
        PLANTED.iter().any(|text| contains(&bytes, text))
    });
    leaking.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

/// The file's key, as whoever has the root key can learn it.
async fn raw_key(opening: &Opening) -> SecretString {
    let roots = RootKeys::parse(&std::fs::read_to_string(opening.key_file()).unwrap()).unwrap();
    let wrapped = std::fs::read_to_string(opening.state_dir.join("sprinters.db.key")).unwrap();
    roots.unwrap_file_key(&WrappedFileKey::parse(&wrapped).unwrap()).await.unwrap().to_raw()
}

#[tokio::test]
async fn nothing_is_on_the_disk_in_the_clear_while_it_serves_or_afterwards() {
    let world = World::sqlite().await;
    for number in 0..50 {
        assert_eq!(world.post(&planted(number)).await, 202);
    }
    // It is there for us.
    let fields = world.inbox().await[0].1.to_string();
    assert!(PLANTED.iter().all(|text| fields.contains(text)), "{fields}");
    let directory = world.opening.state_dir.clone();
    let log = std::fs::metadata(directory.join("sprinters.db-wal")).unwrap().len();
    assert!(10_000 < log, "the log holds {log} bytes, so looking into it proves nothing");
    assert_eq!(leaks(&directory), Vec::<String>::new());
    let printed = format!("{:?}", world.ours.services.store);
    let key = raw_key(&world.opening).await;
    assert!(!printed.contains(&key.expose_secret()[2..20]), "{printed}");
    let directory = world.finish().await;
    assert_eq!(leaks(directory.path()), Vec::<String>::new());
    let bytes = std::fs::read(directory.path().join("sprinters.db")).unwrap();
    assert!(!contains(&bytes, "SQLite format 3") && !contains(&bytes, "CREATE TABLE"));
    let mode = |name: &str| std::fs::metadata(directory.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("sprinters.db"), mode("sprinters.db.key"), mode("root-keys")), (0o600, 0o600, 0o600));
}

/// HMAC-SHA-256, by code that the database library has nothing to do with.
fn checksum(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// HMAC-SHA-512, likewise.
fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 64] {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// As SQLCipher 4 describes it: the key of checksums comes from the key by PBKDF2 with two rounds over the file's salt,
/// changed by 0x3a; a page ends with 16 bytes of initial vector and 32 of checksum over what is before them and the
/// page's number.
#[tokio::test]
async fn pages_are_what_sqlcipher_describes() {
    let world = World::sqlite().await;
    world.post(&planted(1)).await;
    let key = raw_key(&world.opening).await;
    let directory = world.finish().await;
    let digits = key.expose_secret().strip_prefix("x'").unwrap().strip_suffix('\'').unwrap();
    let key: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect();
    let file = std::fs::read(directory.path().join("sprinters.db")).unwrap();
    let salt: Vec<u8> = file[..16].iter().map(|byte| byte ^ 0x3a).collect();
    let first = hmac(&key, &[&salt, &1_u32.to_be_bytes()]);
    let second = hmac(&key, &[&first]);
    let checksums: Vec<u8> = first.iter().zip(second).map(|(one, other)| one ^ other).take(32).collect();
    let pages: Vec<&[u8]> = file.chunks(PAGE).collect();
    assert!(5 < pages.len());
    for (index, page) in pages.into_iter().enumerate() {
        let begins = if index == 0 { 16 } else { 0 };
        let number = u32::try_from(index + 1).unwrap().to_le_bytes();
        let expected = checksum(&checksums, &[&page[begins..PAGE - 32], &number]);
        assert!(page[PAGE - 32..] == expected, "page {}", index + 1);
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Opens and reads whatever there is.
async fn read_all(opening: &Opening) -> Result<Vec<String>, String> {
    let typed = |error: StoreError| match error {
        StoreError::Damaged { .. } => "damaged".to_owned(),
        other => panic!("not the error of a damaged file: {other:?}"),
    };
    let store = match Store::open(opening).await {
        Ok(store) => store,
        Err(OpenStoreError::Damaged { .. }) => return Err("damaged".to_owned()),
        Err(other) => panic!("not the error of a damaged file: {other:?}"),
    };
    let read = async {
        let leased = store.lease_deliveries(1, clock::now(), Duration::ZERO, 1_000).await.map_err(typed)?;
        let secret = store.secret(NAME).await.map_err(typed)?;
        let mut all: Vec<String> = leased.into_iter().map(|one| one.facts.unwrap().fields()).collect();
        all.extend(secret.map(|secret| secret.expose_secret().to_owned()));
        Ok(all)
    };
    let result = read.await;
    store.close().await;
    result
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_a_typed_error_and_never_another_value() {
    let world = World::sqlite().await;
    for number in 0..40 {
        world.post(&planted(number)).await;
    }
    world.ours.services.store.put_secret(NAME, &SecretString::from("a secret"), clock::now()).await.unwrap();
    let directory = world.finish().await;
    let whole = read_all(&sqlite_opening(&directory)).await.unwrap();
    assert_eq!(whole.len(), 41);
    let size = std::fs::metadata(directory.path().join("sprinters.db")).unwrap().len();
    let mut damaged = Vec::new();
    for page in 0..usize::try_from(size).unwrap() / PAGE {
        // In the salt or the ciphertext, in the initial vector, in the checksum.
        for byte in [7, PAGE - 70, PAGE - 1] {
            let changed = TempDir::new().unwrap();
            copy(directory.path(), changed.path());
            let path = changed.path().join("sprinters.db");
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[page * PAGE + byte] ^= 0b100;
            std::fs::write(&path, bytes).unwrap();
            match read_all(&sqlite_opening(&changed)).await {
                Err(_) => damaged.push(page + 1),
                Ok(read) => assert_eq!(read, whole, "page {} byte {byte}", page + 1),
            }
        }
    }
    assert!(damaged.starts_with(&[1, 1, 1]), "{damaged:?}");
    assert!(10 < damaged.len(), "pages that hold what is read: {damaged:?}");
}

#[tokio::test]
async fn a_file_without_its_key_is_refused_and_gets_no_new_one() {
    let world = World::sqlite().await;
    let directory = world.finish().await;
    let opening = sqlite_opening(&directory);
    let key = directory.path().join("sprinters.db.key");
    let (kept, file) = (std::fs::read(&key).unwrap(), std::fs::read(directory.path().join("sprinters.db")).unwrap());
    std::fs::remove_file(&key).unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(error.to_string().contains("sprinters.db.key is missing"), "{error}");
    assert!(!key.exists());
    std::fs::write(&key, "not a key").unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::File { .. }), "{error}");
    // The key of another file, wrapped by the same root key.
    let roots = RootKeys::parse(&std::fs::read_to_string(opening.key_file()).unwrap()).unwrap();
    let other = sprinters_seal::FileKey::generate().unwrap();
    std::fs::write(&key, roots.wrap_file_key(&other).await.unwrap().to_string()).unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Damaged { .. }), "{error}");
    assert_eq!(std::fs::read(directory.path().join("sprinters.db")).unwrap(), file);
    std::fs::write(&key, kept).unwrap();
    Store::open(&opening).await.unwrap().close().await;
}

/// A file as the version before encryption left it when its power was cut: rows in the file, and rows in the log beside
/// it.
async fn plain_file(directory: &Path) {
    let elsewhere = TempDir::new().unwrap();
    let path = elsewhere.path().join("sprinters.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options.journal_mode(SqliteJournalMode::Wal)).await.unwrap();
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("store/migrations/sqlite");
    sqlx::migrate::Migrator::new(migrations).await.unwrap().run(&mut connection).await.unwrap();
    let insert = "INSERT INTO deliveries (guid, content, event, action, received_at, fields) VALUES ($1, $1, 'workflow_job', 'queued', 1, $2)";
    for number in 0..20 {
        if number == 10 {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.unwrap();
        }
        let fields = json!({
            "job_id": number, "run_id": 1, "run_attempt": 1, "status": "queued", "labels": [], "repository_id": 1,
            "account_id": 1, "account": "acme", "is_organization": true, "repository": PLANTED[0], "name": PLANTED[1],
        })
        .to_string();
        sqlx::query(insert).bind(guid(number)).bind(fields).execute(&mut connection).await.unwrap();
    }
    copy(elsewhere.path(), directory);
    connection.close().await.unwrap();
    std::fs::remove_file(directory.join("sprinters.db-shm")).unwrap();
    assert!(1 < leaks(directory).len(), "file and log hold rows in the clear: {:?}", leaks(directory));
}

async fn is_all_there(opening: &Opening) {
    let store = Store::open(opening).await.unwrap();
    let leased = store.lease_deliveries(1, clock::now(), Duration::ZERO, 100).await.unwrap();
    let mut jobs: Vec<i64> = leased
        .iter()
        .map(|one| {
            serde_json::from_str::<serde_json::Value>(&one.facts.as_ref().unwrap().fields()).unwrap()["job_id"]
                .as_i64()
                .unwrap()
        })
        .collect();
    jobs.sort_unstable();
    assert_eq!(jobs, (0..20).collect::<Vec<_>>());
    // Deliveries are numbered on from where they were.
    assert_eq!(leased.iter().map(|one| one.id).max(), Some(20));
    store.close().await;
}

#[tokio::test]
async fn a_file_of_the_version_before_is_encrypted_at_the_next_start() {
    let directory = TempDir::new().unwrap();
    plain_file(directory.path()).await;
    let opening = sqlite_opening(&directory);
    let home = directory.path().to_str().unwrap();
    let check = run(&["check-config"], &[("SPRINTERS_STATE_DIR", home)]);
    assert!(String::from_utf8(check.stdout).unwrap().contains("not encrypted yet"));
    let rotate = run(&["keys", "rotate"], &[("SPRINTERS_STATE_DIR", home)]);
    assert_eq!(rotate.status.code(), Some(2), "rotating keys is not the moment to rewrite the file");
    assert_eq!(Store::at_rest(&opening).unwrap(), Some(AtRest::Plain));
    is_all_there(&opening).await;
    assert_eq!(Store::at_rest(&opening).unwrap(), Some(AtRest::Encrypted));
    assert_eq!(leaks(directory.path()), Vec::<String>::new());
    is_all_there(&opening).await;
    let inspected = Store::inspect(&opening).await.unwrap();
    assert_eq!(inspected, sprinters_store::Inspection::Ours { version: LATEST });
}

#[tokio::test]
async fn an_encryption_that_was_interrupted_is_done_anew() {
    let directory = TempDir::new().unwrap();
    plain_file(directory.path()).await;
    let opening = sqlite_opening(&directory);
    // What a start leaves that is killed after it made the keys and a part of the copy.
    let roots = root_keys("generated-1");
    std::fs::write(opening.key_file(), roots.first().to_setting().expose_secret()).unwrap();
    std::fs::set_permissions(opening.key_file(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let key = sprinters_seal::FileKey::generate().unwrap();
    let wrapped = roots.wrap_file_key(&key).await.unwrap().to_string();
    std::fs::write(directory.path().join("sprinters.db.key"), &wrapped).unwrap();
    std::fs::write(directory.path().join("sprinters.db.new"), vec![0x5e; 10_000]).unwrap();
    is_all_there(&opening).await;
    assert_eq!(std::fs::read_to_string(directory.path().join("sprinters.db.key")).unwrap(), wrapped, "the same key");
    assert_eq!(leaks(directory.path()), Vec::<String>::new());
    assert!(!directory.path().join("sprinters.db.new").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_serving_is_restored() {
    let (state, backups) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let home = state.path().to_str().unwrap();
    let process = Process::serve(state.path(), &[]);
    let post = async |number: u64| {
        let sent = planted(number);
        crate::support::http::send(process.address, &sent.head(), &sent.body).await.status
    };
    for number in 0..20 {
        assert_eq!(post(number).await, 202);
    }
    let copy = backups.path().join("copy.db");
    let back_up = |to: &Path| run(&["backup", to.to_str().unwrap()], &[("SPRINTERS_STATE_DIR", home)]);
    let output = back_up(&copy);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(post(20).await, 202, "serving goes on");
    let again = back_up(&copy);
    assert_eq!(
        again.status.code(),
        Some(3),
        "a backup is not written over: {}",
        String::from_utf8_lossy(&again.stderr)
    );
    assert!(process.stop().1);
    assert_eq!(leaks(backups.path()), Vec::<String>::new());

    let restored = TempDir::new().unwrap();
    let opening = sqlite_opening(&restored);
    std::fs::copy(&copy, restored.path().join("sprinters.db")).unwrap();
    std::fs::copy(backups.path().join("copy.db.key"), restored.path().join("sprinters.db.key")).unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::NoKeys { .. }), "the root keys are not in the backup: {error}");
    std::fs::copy(state.path().join("root-keys"), opening.key_file()).unwrap();
    let store = Store::open(&opening).await.unwrap();
    assert_eq!(store.kept_deliveries().await.unwrap(), 20);
    store.close().await;
}

#[test]
fn a_backup_of_nothing_is_refused() {
    let directory = TempDir::new().unwrap();
    let settings = [("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())];
    let to = directory.path().join("copy.db");
    let output = run(&["backup", to.to_str().unwrap()], &settings);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!to.exists());
}
