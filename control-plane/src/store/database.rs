//! The two databases behind one face.

use sqlx::{PgPool, SqlitePool};

/// Pools of one database.
#[derive(Debug, Clone)]
pub(super) enum Database {
    /// One connection that writes, several that read.
    Sqlite { write: SqlitePool, read: SqlitePool },
    /// Connections that do both.
    Postgres(PgPool),
}

/// Runs the same expression on the pool of either database that writes.
macro_rules! on_writer {
    ($database:expr, $pool:ident => $body:expr) => {
        match $database {
            $crate::store::database::Database::Sqlite { write: $pool, .. } => $body,
            $crate::store::database::Database::Postgres($pool) => $body,
        }
    };
}

/// Runs the same expression on the pool of either database that reads.
macro_rules! on_reader {
    ($database:expr, $pool:ident => $body:expr) => {
        match $database {
            $crate::store::database::Database::Sqlite { read: $pool, .. } => $body,
            $crate::store::database::Database::Postgres($pool) => $body,
        }
    };
}

pub(super) use {on_reader, on_writer};

impl Database {
    pub(super) async fn close(&self) {
        match self {
            Database::Sqlite { write, read } => {
                read.close().await;
                // The last one to close writes the log back into the file.
                write.close().await;
            }
            Database::Postgres(pool) => pool.close().await,
        }
    }
}
