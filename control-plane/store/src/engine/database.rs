//! The two databases behind one face.

use super::error::StoreError;
use super::group_commit::GroupCommit;
use super::open::Store;
use crate::tables::deliveries::millis;
use sprinters_core::time::Timestamp;
use sqlx::{PgPool, SqlitePool};

/// Pools of one database.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    /// One connection that writes, which only the group uses once the tables are there, and several that read.
    Sqlite { write: SqlitePool, read: SqlitePool, group: GroupCommit },
    /// Connections that do both.
    Postgres(PgPool),
}

/// Executes one statement where either database writes. The expression is a result with an error of sqlx's.
macro_rules! on_writer {
    ($database:expr, $writer:ident => $body:expr) => {
        match $database {
            $crate::engine::database::Database::Sqlite { group, .. } => match group.statement().await {
                Ok(mut turn) => {
                    let $writer = turn.connection();
                    let done = $body;
                    turn.end(done).await
                }
                Err(error) => Err(error),
            },
            $crate::engine::database::Database::Postgres($writer) => $body,
        }
    };
}

/// Runs the same expression on the pool of either database that reads.
macro_rules! on_reader {
    ($database:expr, $pool:ident => $body:expr) => {
        match $database {
            $crate::engine::database::Database::Sqlite { read: $pool, .. } => $body,
            $crate::engine::database::Database::Postgres($pool) => $body,
        }
    };
}

pub(crate) use {on_reader, on_writer};

impl Store {
    /// Whether a query with a moment finds something. On SQLite only: it spares the queue for the one writer;
    /// PostgreSQL has none, and is asked when it takes over.
    pub(crate) async fn something_due(&self, exists: &'static str, now: Timestamp) -> Result<bool, StoreError> {
        let Database::Sqlite { read, .. } = self.database() else { return Ok(true) };
        let found = sqlx::query_scalar(exists).bind(millis(now)).fetch_one(read).await;
        found.map_err(StoreError::on("look for what is due"))
    }
}

impl Database {
    pub(crate) async fn close(&self) {
        match self {
            Database::Sqlite { write, read, group } => {
                read.close().await;
                group.end().await;
                // The last one to close writes the log back into the file.
                write.close().await;
            }
            Database::Postgres(pool) => pool.close().await,
        }
    }
}
