//! What can go wrong with the store.

use super::inspect::Inspection;
use sprinters_seal::{KeyError, OpenError, SealError};
use std::path::PathBuf;
use std::sync::Arc;

/// Why a store does not open. Nothing was changed by trying.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// Another program's data.
    #[error("{place} belongs to another program ({found}); give Sprinters a database of its own")]
    Foreign {
        /// Which database.
        place: String,
        /// What was found in it.
        found: String,
    },
    /// Written by a later version.
    #[error(
        "{place} has schema {found}, this version knows schemas up to {known}; start a version at least as new as the one that ran last"
    )]
    Newer {
        /// Which database.
        place: String,
        /// Its schema.
        found: i64,
        /// The latest schema this version knows.
        known: i64,
    },
    /// The schema does not come from our migrations.
    #[error(
        "{place}: migration {version} was changed after it was applied; restore the backup made before it, or ask us"
    )]
    Changed {
        /// Which database.
        place: String,
        /// The migration.
        version: i64,
    },
    /// It was asked for without permission to change it.
    #[error("{place} has schema {found}, this version needs {needed}; run `sprinters-control-plane migrate`")]
    Older {
        /// Which database.
        place: String,
        /// Its schema.
        found: i64,
        /// The schema needed.
        needed: i64,
    },
    /// Two processes on one SQLite file.
    #[error("{place} is in use by another process; several processes need PostgreSQL")]
    InUse {
        /// Which file.
        place: PathBuf,
    },
    /// A key is missing or wrong.
    #[error(
        "{place} can't be opened with the root keys given; nothing was changed. Give the keys that it was sealed with"
    )]
    Keys {
        /// Which database.
        place: String,
        /// Which key.
        source: KeyError,
    },
    /// The service that keeps a root key did not answer.
    #[error(
        "{place} can't be opened now, because a root key can't be asked; nothing was changed. Start again when it answers"
    )]
    KeysAway {
        /// Which database.
        place: String,
        /// Which key.
        source: KeyError,
    },
    /// There is sealed data and no root key at all.
    #[error(
        "{place} was sealed with root key `{root}`, and no root key is given and none is in {key_file}; put the key back, nothing was changed"
    )]
    NoKeys {
        /// Which database.
        place: String,
        /// The name of the key that is missing.
        root: String,
        /// Where one would have been.
        key_file: PathBuf,
    },
    /// An embedded file that is not encrypted yet.
    #[error("{place} was made by a version that did not encrypt it; start `serve` or run `migrate`, which do")]
    Plain {
        /// Which file.
        place: String,
    },
    /// An encrypted file was changed, or lies beside another file's key.
    #[error(
        "{place} does not open with the key beside it: one of the two was changed, or belongs elsewhere. Nothing was touched; restore both from the same backup"
    )]
    Damaged {
        /// Which file.
        place: String,
    },
    /// What is for an embedded file was asked of a server's database.
    #[error("this is for the embedded database file; PostgreSQL is backed up with pg_dump")]
    NotAFile,
    /// A shared database without a key that all its processes share.
    #[error(
        "PostgreSQL needs SPRINTERS_ROOT_KEYS: a key generated on one machine would be missing on the others. `keys generate` makes one"
    )]
    KeysNeeded,
    /// The file system said no.
    #[error("{what} {path}")]
    File {
        /// What was tried.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// What it answered.
        source: std::io::Error,
    },
    /// The database said no, or nothing at all.
    #[error("can't {what} {place}")]
    Database {
        /// What was tried.
        what: &'static str,
        /// Which database.
        place: String,
        /// What it answered.
        source: sqlx::Error,
    },
    /// Something in it is not right.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an operation did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away, or refused.
    #[error("the database did not {what}")]
    Database {
        /// The verb.
        what: &'static str,
        /// What it answered.
        source: sqlx::Error,
    },
    /// The embedded file was changed by somebody else, or its disk lost something.
    #[error("the database file is damaged, so it did not {what}; stop, and restore it with its key from a backup")]
    Damaged {
        /// The verb.
        what: &'static str,
        /// What SQLite answered.
        source: sqlx::Error,
    },
    /// The file that holds the database file's key can't be used.
    #[error("can't use {path}", path = .path.display())]
    KeyFile {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The database contradicts itself.
    #[error("table {table}, row {row}: {problem}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        row: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A value is there and does not open.
    #[error("table secrets, account {account}, {name}: the value can't be opened")]
    Sealed {
        /// Whose.
        account: i64,
        /// Which.
        name: String,
        /// Why not.
        source: OpenError,
    },
    /// A key does not unwrap.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Nothing was sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The lease was lost to somebody else, or its account is gone.
    #[error("the lease on {table} {id} is not ours any more")]
    LeaseLost {
        /// The table.
        table: &'static str,
        /// The row.
        id: i64,
    },
    /// The process is stopping.
    #[error("the process is stopping")]
    Stopping,
}

impl From<sprinters_common::random::NoRandomness> for StoreError {
    fn from(_: sprinters_common::random::NoRandomness) -> StoreError {
        StoreError::Seal(sprinters_seal::SealError)
    }
}

impl StoreError {
    /// Whether PostgreSQL ended this change because another one held the same rows in another order. Beginning again is
    /// all it takes.
    #[must_use]
    pub fn is_collision(&self) -> bool {
        match self {
            StoreError::Database { source, .. } => is_collision(source),
            StoreError::Inconsistent { .. }
            | StoreError::Sealed { .. }
            | StoreError::Damaged { .. }
            | StoreError::KeyFile { .. }
            | StoreError::Key(_)
            | StoreError::Seal(_)
            | StoreError::LeaseLost { .. }
            | StoreError::Stopping => false,
        }
    }

    /// What it says of the database, as a predicate in words: for whoever asks whether it is well.
    #[must_use]
    pub fn about_database(&self) -> &'static str {
        let StoreError::Database { source, .. } = self else {
            return match self {
                StoreError::Damaged { .. } => "file is damaged",
                _other => "does not take a write",
            };
        };
        let code = source.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        // PostgreSQL's codes have five characters; SQLite's extended codes have the plain one in their last byte.
        let sqlite = if code.len() < 5 { code.parse::<u32>().ok().map(|code| code & 0xff) } else { None };
        match (source, sqlite) {
            (source, _) if super::postgres::is_read_only(source) => "is read-only",
            // SQLITE_READONLY, SQLITE_FULL, SQLITE_IOERR.
            (_, Some(8)) => "is read-only",
            (_, Some(13)) => "has no space left on its disk",
            (_, Some(10)) => "can't use its disk",
            (_, _) if code == "53100" => "has no space left on its disk",
            (sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed, _) => "does not answer",
            (_, _) => "does not take a write",
        }
    }

    /// Whether the lease was lost: somebody else does it now.
    #[must_use]
    pub fn is_lost_lease(&self) -> bool {
        matches!(self, StoreError::LeaseLost { .. })
    }

    /// For `map_err`: names the verb that failed.
    pub(crate) fn on(what: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
        move |source| {
            if StoreError::is_damage(&source) {
                return StoreError::Damaged { what, source };
            }
            StoreError::Database { what, source }
        }
    }

    /// Whether SQLite says that the file is not what it wrote: SQLITE_CORRUPT (11) or SQLITE_NOTADB (26), or one of
    /// their extended codes. PostgreSQL's codes have five characters.
    pub(crate) fn is_damage(error: &sqlx::Error) -> bool {
        let code = error.as_database_error().and_then(|error| error.code());
        let number = code.filter(|code| code.len() < 5).and_then(|code| code.parse::<u32>().ok());
        number.is_some_and(|number| matches!(number & 0xff, 11 | 26))
    }
}

impl OpenStoreError {
    /// A key did not open it.
    pub(crate) fn keys(place: &str, source: KeyError) -> OpenStoreError {
        let place = place.to_owned();
        match source.is_passing() {
            true => OpenStoreError::KeysAway { place, source },
            false => OpenStoreError::Keys { place, source },
        }
    }

    /// A refusal by what was found.
    pub(crate) fn refuse(place: &str, inspection: &Inspection) -> Option<OpenStoreError> {
        let place = place.to_owned();
        match inspection {
            Inspection::Empty | Inspection::Ours { .. } => None,
            Inspection::Foreign { found } => Some(OpenStoreError::Foreign { place, found: found.clone() }),
            Inspection::Newer { version } => {
                Some(OpenStoreError::Newer { place, found: *version, known: super::migrate::LATEST })
            }
        }
    }
}

/// SQLSTATE of a deadlock and of a serialization failure (PostgreSQL, "Error Codes").
pub(crate) fn is_collision(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "40P01" || code == "40001")
}

/// A failure that several share, for one of them. Its text is enough for whoever reads the log.
pub(crate) fn of_all(cause: Arc<sqlx::Error>) -> sqlx::Error {
    Arc::try_unwrap(cause).unwrap_or_else(|cause| sqlx::Error::Io(std::io::Error::other(cause)))
}
