//! The embedded database file at rest: SQLCipher encrypts it as a whole, log included, with a key of its own. That key
//! lies beside the file, wrapped by a root key, in `FILE.key`.
//!
//! The wrapped key is on the disk before the first byte of the database. A file of an earlier version, which was not
//! encrypted, is copied into an encrypted one that takes its place when it is complete; a start that is interrupted
//! meanwhile begins that anew.

use super::error::{OpenStoreError, StoreError};
use super::open::Opening;
use secrecy::ExposeSecret as _;
use sprinters_seal::{FileKey, RootKeys, WrappedFileKey};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// How a plain SQLite file begins. An encrypted one begins with random bytes.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// What lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtRest {
    /// Nothing yet.
    Nothing,
    /// A file of an earlier version. The next start encrypts it.
    Plain,
    /// A file that is encrypted, or no database at all.
    Encrypted,
}

/// Looks at the file's first bytes.
pub(crate) fn look(path: &Path) -> Result<AtRest, OpenStoreError> {
    let fail = |source| OpenStoreError::File { what: "can't look at", path: path.to_owned(), source };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(AtRest::Nothing),
        Err(source) => return Err(fail(source)),
    };
    let mut first = Vec::with_capacity(PLAIN.len());
    file.take(PLAIN.len() as u64).read_to_end(&mut first).map_err(fail)?;
    Ok(match first.as_slice() {
        [] => AtRest::Nothing,
        first if first == PLAIN => AtRest::Plain,
        _other => AtRest::Encrypted,
    })
}

/// Where a file's key lies.
pub(crate) fn key_path(path: &Path) -> PathBuf {
    beside(path, ".key")
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The wrapped key beside a file, if there is one.
pub(crate) fn wrapped_key(path: &Path) -> Result<Option<WrappedFileKey>, OpenStoreError> {
    let path = key_path(path);
    let fail =
        |source| OpenStoreError::File { what: "can't use the database file's key in", path: path.clone(), source };
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let parsed = WrappedFileKey::parse(&text);
            let wrong = || fail(std::io::Error::other("it is no wrapped key: put back the one that was there"));
            parsed.map(Some).ok_or_else(wrong)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(fail(source)),
    }
}

/// Unwraps a file's key with the root keys at hand.
pub(crate) async fn unwrap(
    opening: &Opening,
    wrapped: &WrappedFileKey,
    keys: Option<&RootKeys>,
    place: &str,
) -> Result<FileKey, OpenStoreError> {
    let Some(keys) = keys else {
        return Err(OpenStoreError::NoKeys {
            place: place.to_owned(),
            root: wrapped.root.to_string(),
            key_file: opening.key_file(),
        });
    };
    let opened = keys.unwrap_file_key(wrapped).await;
    opened.map_err(|source| OpenStoreError::keys(place, source))
}

/// Makes a key for a new file, and keeps it wrapped.
pub(crate) async fn make_key(path: &Path, keys: &RootKeys, place: &str) -> Result<FileKey, OpenStoreError> {
    let fail = |source| OpenStoreError::keys(place, source);
    let key = FileKey::generate().map_err(|error| fail(error.into()))?;
    let wrapped = keys.wrap_file_key(&key).await.map_err(fail)?;
    let path = key_path(path);
    keep(&path, &wrapped).map_err(|source| OpenStoreError::File {
        what: "can't keep the database file's key in",
        path,
        source,
    })?;
    Ok(key)
}

/// Wraps a file's key with the first root key, if another one wraps it.
pub(crate) async fn rewrap(path: &Path, keys: &RootKeys) -> Result<bool, StoreError> {
    let key_path = key_path(path);
    let fail = |source| StoreError::KeyFile { path: key_path.clone(), source };
    let text = std::fs::read_to_string(&key_path).map_err(fail)?;
    let old = WrappedFileKey::parse(&text);
    let old = old.ok_or_else(|| fail(std::io::Error::other("it is no wrapped key")))?;
    if keys.is_current(&old.root) {
        return Ok(false);
    }
    let new = keys.wrap_file_key(&keys.unwrap_file_key(&old).await?).await?;
    keep(&key_path, &new).map_err(fail)?;
    Ok(true)
}

/// Writes a wrapped key so that there is always the old one or the new one, on the disk.
pub(crate) fn keep(path: &Path, wrapped: &WrappedFileKey) -> std::io::Result<()> {
    let new = beside(path, ".new");
    remove(&new)?;
    let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&new)?;
    file.write_all(wrapped.to_string().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    sync_directory(path)
}

/// Puts what a directory lists onto the disk.
pub(crate) fn sync_directory(of: &Path) -> std::io::Result<()> {
    let parent = of.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(parent)?.sync_all()
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes a file before SQLite does, so that nobody else can read it; its log takes over the mode.
pub(crate) fn create_private(path: &Path) -> Result<(), OpenStoreError> {
    let made = std::fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
    made.map(|_| ()).map_err(|source| OpenStoreError::File { what: "can't make", path: path.to_owned(), source })
}

/// What authenticates pages: processors have instructions for it, which SQLCipher's own choice, SHA-512, lacks on most.
const PAGES_HMAC: &str = "HMAC_SHA256";

/// Options of every connection to a file. Without a key it is read as it is.
pub(crate) fn options(path: &Path, key: Option<&FileKey>) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).disable_statement_logging();
    // What files that are attached, and copies, are written with.
    let options = options.pragma("cipher_default_hmac_algorithm", PAGES_HMAC);
    let Some(key) = key else { return options };
    // Sent before anything else. What goes wrong reaches us as an error; SQLCipher's own lines on standard error would
    // break the log.
    options
        .pragma("key", format!("\"{}\"", key.to_raw().expose_secret()))
        .pragma("cipher_hmac_algorithm", PAGES_HMAC)
        .pragma("cipher_log_level", "NONE")
}

/// Takes a file of an earlier version into an encrypted one, under the same name.
pub(crate) async fn encrypt(path: &Path, key: &FileKey, place: &str) -> Result<(), OpenStoreError> {
    let new = beside(path, ".new");
    let file = |source| OpenStoreError::File { what: "can't encrypt", path: path.to_owned(), source };
    for leftover in [new.clone(), beside(&new, "-wal"), beside(&new, "-shm"), beside(&new, "-journal")] {
        remove(&leftover).map_err(file)?;
    }
    create_private(&new)?;
    copy(path, &new, key).await.map_err(|source| OpenStoreError::Database {
        what: "encrypt",
        place: place.to_owned(),
        source,
    })?;
    std::fs::File::open(&new).and_then(|new| new.sync_all()).map_err(file)?;
    std::fs::rename(&new, path).and_then(|()| sync_directory(path)).map_err(file)?;
    tracing::warn!(
        file = place,
        "the database file is encrypted now; what it was before may be left on the disk and in backups in the clear"
    );
    Ok(())
}

async fn copy(plain: &Path, new: &Path, key: &FileKey) -> Result<(), sqlx::Error> {
    // Without a log: what is in one comes back into the file first, and none is left that would be taken for the new
    // file's.
    let options =
        options(plain, None).create_if_missing(false).journal_mode(SqliteJournalMode::Delete).foreign_keys(false);
    let mut connection = options.connect().await?;
    let attach = sqlx::query("ATTACH DATABASE $1 AS encrypted KEY $2").bind(new.to_string_lossy().into_owned());
    attach.bind(key.to_raw().expose_secret()).execute(&mut connection).await?;
    sqlx::query("SELECT sqlcipher_export('encrypted')").execute(&mut connection).await?;
    for (read, write) in [
        ("PRAGMA main.application_id", "PRAGMA encrypted.application_id = "),
        ("PRAGMA main.user_version", "PRAGMA encrypted.user_version = "),
    ] {
        let number: i64 = sqlx::query_scalar(read).fetch_one(&mut connection).await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("{write}{number}"))).execute(&mut connection).await?;
    }
    intact(&mut connection, "PRAGMA encrypted.integrity_check").await?;
    sqlx::query("DETACH DATABASE encrypted").execute(&mut connection).await?;
    sqlx::Connection::close(connection).await
}

async fn intact(connection: &mut SqliteConnection, check: &'static str) -> Result<(), sqlx::Error> {
    let found: String = sqlx::query_scalar(check).fetch_one(connection).await?;
    if found == "ok" { Ok(()) } else { Err(sqlx::Error::Protocol(found)) }
}

/// Copies an encrypted file, while it is used, into another one under the same key; the copy's wrapped key lies beside
/// it.
pub(crate) async fn back_up(path: &Path, key: &FileKey, to: &Path, place: &str) -> Result<(), OpenStoreError> {
    let file = |source| OpenStoreError::File { what: "can't write the backup", path: to.to_owned(), source };
    let Some(wrapped) = wrapped_key(path)? else {
        return Err(file(std::io::Error::other("the database file's key is missing")));
    };
    for target in [to.to_owned(), key_path(to)] {
        if target.try_exists().map_err(file)? {
            return Err(file(std::io::Error::other(format!("{} is there already", target.display()))));
        }
    }
    create_private(to)?;
    let result = vacuum_into(path, key, to).await;
    result.map_err(|source| OpenStoreError::Database { what: "back up", place: place.to_owned(), source })?;
    std::fs::File::open(to).and_then(|copy| copy.sync_all()).map_err(file)?;
    keep(&key_path(to), &wrapped).map_err(file)
}

async fn vacuum_into(path: &Path, key: &FileKey, to: &Path) -> Result<(), sqlx::Error> {
    let mut connection = options(path, Some(key)).read_only(true).create_if_missing(false).connect().await?;
    let vacuum = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned());
    vacuum.execute(&mut connection).await?;
    sqlx::Connection::close(connection).await?;
    let mut copy = options(to, Some(key)).read_only(true).create_if_missing(false).connect().await?;
    intact(&mut copy, "PRAGMA integrity_check").await?;
    sqlx::Connection::close(copy).await
}
