//! Opening: look, check the keys, and only then change anything.

use super::at_rest::{self, AtRest};
use super::database::Database;
use super::error::{OpenStoreError, StoreError};
use super::group_commit::GroupCommit;
use super::inspect::{self, Inspection};
use super::lock::{self, Lock};
use super::migrate;
use super::postgres::{Servers, Watched};
use crate::DatabaseUrl;
use crate::tables::account_keys;
use crate::tables::writer::Writer;
use secrecy::ExposeSecret;
use sprinters_common::Chain;
use sprinters_seal::{FileKey, RootKey, RootKeyId, RootKeys};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Connections that read a SQLite file at once: pages and metrics.
const SQLITE_READERS: u32 = 4;

/// How long an operation waits for a free connection before it is an error.
pub(crate) const ACQUIRE: Duration = Duration::from_secs(5);

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Where the data is.
    pub database: DatabaseUrl,
    /// The keys that wrap account keys. Without any, the key in the state directory counts.
    pub root_keys: Option<RootKeys>,
    /// Where a key is generated for a new SQLite file.
    pub state_dir: PathBuf,
    /// Whether the schema may be created or brought up to date.
    pub may_migrate: bool,
}

/// Everything that is kept.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    keys: Arc<RootKeys>,
    // Of SQLite.
    file: Option<Arc<PathBuf>>,
    // Of PostgreSQL.
    watched: Option<Watched>,
    // Released when the last clone goes.
    _lock: Option<Arc<Lock>>,
}

impl Opening {
    /// The file of the generated root key.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.state_dir.join("root-keys")
    }

    pub(crate) fn place(&self) -> String {
        match &self.database {
            DatabaseUrl::Sqlite(path) => path.display().to_string(),
            DatabaseUrl::Postgres(_) => "the PostgreSQL database".to_owned(),
        }
    }
}

impl Store {
    /// Opens, and brings a new or older database up to date if that is allowed.
    ///
    /// # Errors
    /// If it is somebody else's, of a later version, in use, away, or the root keys don't open it. Nothing was changed
    /// then.
    pub async fn open(opening: &Opening) -> Result<Store, OpenStoreError> {
        let place = opening.place();
        match &opening.database {
            DatabaseUrl::Sqlite(path) => open_sqlite(opening, path, &place).await,
            DatabaseUrl::Postgres(url) => open_postgres(opening, url.expose_secret(), &place).await,
        }
    }

    /// Looks at a database without changing anything in it.
    ///
    /// # Errors
    /// If it is away or can't be read.
    pub async fn inspect(opening: &Opening) -> Result<Inspection, OpenStoreError> {
        look(opening).await.map(|(looked, _)| looked.inspection)
    }

    /// Whether a start would go beyond its first look, without changing anything.
    ///
    /// # Errors
    /// As `open`.
    pub async fn check(opening: &Opening) -> Result<(), OpenStoreError> {
        let (looked, keys) = look(opening).await?;
        check(opening, &looked, keys.as_ref(), &opening.place()).await?;
        match (keys, &opening.database) {
            (Some(_), _) | (None, DatabaseUrl::Sqlite(_)) => Ok(()),
            (None, DatabaseUrl::Postgres(_)) => Err(OpenStoreError::KeysNeeded),
        }
    }

    /// How the embedded database file lies on the disk; nothing for a server's database.
    ///
    /// # Errors
    /// If it can't be looked at.
    pub fn at_rest(opening: &Opening) -> Result<Option<AtRest>, OpenStoreError> {
        match &opening.database {
            DatabaseUrl::Sqlite(path) => at_rest::look(path).map(Some),
            DatabaseUrl::Postgres(_) => Ok(None),
        }
    }

    /// Copies the embedded database file, while it may be in use, to a file that is not there yet. The copy is
    /// encrypted with the same key, which lies beside it, wrapped as it is.
    ///
    /// # Errors
    /// If it is not an embedded database of ours, its root key is not at hand, or the copy can't be written.
    pub async fn back_up(opening: &Opening, to: &Path) -> Result<(), OpenStoreError> {
        let place = opening.place();
        let DatabaseUrl::Sqlite(path) = &opening.database else { return Err(OpenStoreError::NotAFile) };
        let (looked, keys) = look(opening).await?;
        let opening = Opening { may_migrate: false, ..opening.clone() };
        check(&opening, &looked, keys.as_ref(), &place).await?;
        match &looked.file_key {
            Some(key) if looked.at_rest == AtRest::Encrypted => at_rest::back_up(path, key, to, &place).await,
            Some(_) | None => Err(OpenStoreError::Plain { place }),
        }
    }

    /// Wraps the database file's key with the first root key, if another one wraps it; answers whether it did. On
    /// PostgreSQL there is none.
    ///
    /// # Errors
    /// If it can't be unwrapped, or not be written. The old one stays then.
    pub(crate) async fn rewrap_file_key(&self) -> Result<bool, StoreError> {
        match &self.file {
            Some(path) => at_rest::rewrap(path, &self.keys).await,
            None => Ok(false),
        }
    }

    /// Starts the task that commits deliveries. `observe` hears of each commit: how many, and how long it took.
    pub fn start_writer(
        &self,
        observe: impl Fn(usize, Duration) + Send + 'static,
    ) -> (Writer, tokio::task::JoinHandle<()>) {
        Writer::start(self.database.clone(), observe)
    }

    /// Why the database takes no writes now, as far as it is known without asking: a predicate, in words.
    #[must_use]
    pub fn trouble(&self) -> Option<&'static str> {
        self.watched.as_ref().and_then(Watched::trouble)
    }

    /// Closes all connections, after what they are doing.
    pub async fn close(&self) {
        self.database.close().await;
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.database, Database::Sqlite { .. })
    }

    pub(crate) fn root_keys(&self) -> &RootKeys {
        &self.keys
    }
}

/// What a look found: the state, and the wrapped keys that the root keys must open.
#[derive(Debug)]
struct Looked {
    inspection: Inspection,
    wrapped: Vec<sprinters_seal::WrappedKey>,
    at_rest: AtRest,
    /// Of an embedded file that has one already.
    file_key: Option<FileKey>,
}

/// Looks with the root keys at hand, if there are any.
async fn look(opening: &Opening) -> Result<(Looked, Option<RootKeys>), OpenStoreError> {
    let place = opening.place();
    let keys = match &opening.root_keys {
        Some(keys) => Some(keys.clone()),
        None => read_key_file(&opening.key_file())?,
    };
    let looked = match &opening.database {
        DatabaseUrl::Sqlite(path) => inspect_sqlite(opening, path, keys.as_ref(), &place).await?,
        DatabaseUrl::Postgres(url) => inspect_postgres(url.expose_secret(), &place).await?,
    };
    Ok((looked, keys))
}

async fn inspect_sqlite(
    opening: &Opening,
    path: &Path,
    keys: Option<&RootKeys>,
    place: &str,
) -> Result<Looked, OpenStoreError> {
    let at_rest = at_rest::look(path)?;
    let wrapped = at_rest::wrapped_key(path)?;
    if at_rest == AtRest::Plain {
        let mut looked = read_sqlite(path, None, place).await?;
        // A start that was interrupted before the file was encrypted has left its key.
        if let (Some(wrapped), Inspection::Ours { .. }) = (&wrapped, &looked.inspection) {
            looked.file_key = Some(at_rest::unwrap(opening, wrapped, keys, place).await?);
        }
        return Ok(Looked { at_rest, ..looked });
    }
    let file_key = match &wrapped {
        Some(wrapped) => Some(at_rest::unwrap(opening, wrapped, keys, place).await?),
        None => None,
    };
    match (at_rest, file_key) {
        (AtRest::Nothing | AtRest::Plain, file_key) => {
            Ok(Looked { inspection: Inspection::Empty, wrapped: Vec::new(), at_rest, file_key })
        }
        (AtRest::Encrypted, Some(key)) => {
            Ok(Looked { at_rest, file_key: Some(key.clone()), ..read_sqlite(path, Some(&key), place).await? })
        }
        (AtRest::Encrypted, None) => {
            let key = at_rest::key_path(path);
            let found = format!("it is no SQLite file; if it is one of ours, its key {} is missing", key.display());
            Err(OpenStoreError::Foreign { place: place.to_owned(), found })
        }
    }
}

async fn read_sqlite(path: &Path, key: Option<&FileKey>, place: &str) -> Result<Looked, OpenStoreError> {
    let fail = |source: sqlx::Error| match (StoreError::is_damage(&source), key) {
        (true, Some(_)) => OpenStoreError::Damaged { place: place.to_owned() },
        (true, None) => OpenStoreError::Foreign { place: place.to_owned(), found: "it is no SQLite file".to_owned() },
        (false, _) => OpenStoreError::Database { what: "look at", place: place.to_owned(), source },
    };
    let options = at_rest::options(path, key).read_only(true).create_if_missing(false);
    let mut connection = options.connect().await.map_err(fail)?;
    let inspection = inspect::sqlite(&mut connection).await.map_err(fail)?;
    let wrapped = match inspection {
        Inspection::Ours { .. } => account_keys::all(&mut connection).await.map_err(fail)?,
        Inspection::Empty | Inspection::Newer { .. } | Inspection::Foreign { .. } => Vec::new(),
    };
    sqlx::Connection::close(connection).await.map_err(fail)?;
    Ok(Looked { inspection, wrapped, at_rest: AtRest::Nothing, file_key: None })
}

/// One connection, beside any pool.
pub(crate) async fn connect_postgres(url: &str, place: &str) -> Result<PgConnection, OpenStoreError> {
    let fail = |source| OpenStoreError::Database { what: "look at", place: place.to_owned(), source };
    async { Servers::of(url)?.connect_to_read().await }.await.map_err(fail)
}

async fn inspect_postgres(url: &str, place: &str) -> Result<Looked, OpenStoreError> {
    let fail = |source| OpenStoreError::Database { what: "look at", place: place.to_owned(), source };
    let mut connection = connect_postgres(url, place).await?;
    let inspection = inspect::postgres(&mut connection).await.map_err(fail)?;
    let wrapped = match inspection {
        Inspection::Ours { .. } => account_keys::all(&mut connection).await.map_err(fail)?,
        Inspection::Empty | Inspection::Newer { .. } | Inspection::Foreign { .. } => Vec::new(),
    };
    sqlx::Connection::close(connection).await.map_err(fail)?;
    Ok(Looked { inspection, wrapped, at_rest: AtRest::Nothing, file_key: None })
}

/// Refuses what must not be touched, and keys that do not open it.
async fn check(opening: &Opening, looked: &Looked, keys: Option<&RootKeys>, place: &str) -> Result<(), OpenStoreError> {
    if let Some(refusal) = OpenStoreError::refuse(place, &looked.inspection) {
        return Err(refusal);
    }
    let needs = match looked.inspection {
        Inspection::Ours { version } if version == migrate::LATEST => None,
        Inspection::Ours { version } => Some(version),
        Inspection::Empty | Inspection::Newer { .. } | Inspection::Foreign { .. } => Some(0),
    };
    if let (Some(found), false) = (needs, opening.may_migrate) {
        return Err(OpenStoreError::Older { place: place.to_owned(), found, needed: migrate::LATEST });
    }
    if looked.at_rest == AtRest::Plain && !opening.may_migrate {
        return Err(OpenStoreError::Plain { place: place.to_owned() });
    }
    match (keys, looked.wrapped.first()) {
        (None, Some(wrapped)) => Err(OpenStoreError::NoKeys {
            place: place.to_owned(),
            root: wrapped.root.to_string(),
            key_file: opening.key_file(),
        }),
        (None, None) => Ok(()),
        (Some(keys), _) => {
            // One of each root key is enough to know that it is the right one.
            let mut seen = std::collections::BTreeSet::new();
            for wrapped in looked.wrapped.iter().filter(|wrapped| seen.insert(wrapped.root.clone())) {
                match keys.unwrap(wrapped).await {
                    Ok(_) => {}
                    // Deliveries can be kept without any key; whoever needs that one gets the error.
                    Err(source) if source.is_passing() && matches!(opening.database, DatabaseUrl::Postgres(_)) => {
                        tracing::warn!(error = %Chain(&source), "a root key can't be asked; starting without");
                    }
                    Err(source) => return Err(OpenStoreError::keys(place, source)),
                }
            }
            Ok(())
        }
    }
}

async fn open_sqlite(opening: &Opening, path: &Path, place: &str) -> Result<Store, OpenStoreError> {
    if opening.may_migrate {
        make_directory(&opening.state_dir)?;
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            make_directory(parent)?;
        }
    }
    let lock = lock::take(path)?;
    let (looked, keys) = look(opening).await?;
    check(opening, &looked, keys.as_ref(), place).await?;
    let keys = match keys {
        Some(keys) => keys,
        None => generate_key_file(&opening.key_file())?,
    };
    let file_key = match looked.file_key {
        Some(key) => key,
        None => at_rest::make_key(path, &keys, place).await?,
    };
    match looked.at_rest {
        AtRest::Plain => at_rest::encrypt(path, &file_key, place).await?,
        AtRest::Nothing => at_rest::create_private(path)?,
        AtRest::Encrypted => {}
    }
    let fail = |source| OpenStoreError::Database { what: "open", place: place.to_owned(), source };
    let common = at_rest::options(path, Some(&file_key))
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: a commit is on the disk when it returns. NORMAL would acknowledge what a power cut forgets.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(ACQUIRE)
        // A deleted secret is overwritten, not only unlinked.
        .pragma("secure_delete", "ON")
        // 64 MiB of log are kept between checkpoints, so that a burst does not leave a large file for ever.
        .pragma("journal_size_limit", "67108864")
        // 16 MiB of log from one checkpoint to the next: a page that many commits have changed is written back once.
        .pragma("wal_autocheckpoint", "4096");
    let write = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .acquire_timeout(ACQUIRE)
        // It is in this process: there is nothing that could have gone away.
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None);
    // 16 MiB of pages stay in the writer's memory; one that does not is read, deciphered and checked for each row that
    // goes into it.
    let writing = common.clone().pragma("cache_size", "-16384");
    let write = write.connect_with(writing).await.map_err(fail)?;
    let read =
        SqlitePoolOptions::new().max_connections(SQLITE_READERS).acquire_timeout(ACQUIRE).test_before_acquire(false);
    let read = read.connect_lazy_with(common.read_only(true));
    let database = Database::Sqlite { group: GroupCommit::new(write.clone()), write, read };
    migrate::run(&database, place).await?;
    let file = Some(Arc::new(path.to_owned()));
    Ok(Store { database, keys: Arc::new(keys), file, watched: None, _lock: Some(Arc::new(lock)) })
}

async fn open_postgres(opening: &Opening, url: &str, place: &str) -> Result<Store, OpenStoreError> {
    let (looked, keys) = look(opening).await?;
    check(opening, &looked, keys.as_ref(), place).await?;
    let keys = keys.ok_or(OpenStoreError::KeysNeeded)?;
    let fail = |source| OpenStoreError::Database { what: "open", place: place.to_owned(), source };
    let (pool, watched) = async { Servers::of(url)?.pool().await }.await.map_err(fail)?;
    let database = Database::Postgres(pool);
    migrate::run(&database, place).await?;
    Ok(Store { database, keys: Arc::new(keys), file: None, watched: Some(watched), _lock: None })
}

fn make_directory(path: &Path) -> Result<(), OpenStoreError> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|source| OpenStoreError::File {
        what: "can't make the directory",
        path: path.to_owned(),
        source,
    })
}

fn read_key_file(path: &Path) -> Result<Option<RootKeys>, OpenStoreError> {
    let fail = |source| OpenStoreError::File { what: "can't use the root keys in", path: path.to_owned(), source };
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(fail(source)),
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(fail(std::io::Error::other(
            "others may read it; run `chmod 600` on it, and rotate the keys if somebody did",
        )));
    }
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(path).map_err(fail)?);
    RootKeys::parse(&text).map(Some).map_err(|error| fail(std::io::Error::other(error)))
}

fn generate_key_file(path: &Path) -> Result<RootKeys, OpenStoreError> {
    let fail = |source| OpenStoreError::File { what: "can't keep a new root key in", path: path.to_owned(), source };
    let id = RootKeyId::parse("generated-1").map_err(|error| fail(std::io::Error::other(error)))?;
    let key = RootKey::generate(id).map_err(|error| fail(std::io::Error::other(error)))?;
    let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path).map_err(fail)?;
    // On the disk before anything is sealed with it.
    file.write_all(key.to_setting().expose_secret().as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(fail)?;
    file.sync_all().map_err(fail)?;
    at_rest::sync_directory(path).map_err(fail)?;
    Ok(RootKeys::one(key))
}
