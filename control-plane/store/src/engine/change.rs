//! One transaction over several tables: a machine's new state, the effects that follow from it, and what people read of
//! it are written together or not at all.

use super::database::Database;
use super::error::StoreError;
use super::group_commit::WriterGuard;
use super::open::Store;
use crate::tables::jobs::HeldJob;
use crate::tables::timeline::NewEntry;
use sqlx::{Postgres, Transaction};
use std::collections::{BTreeMap, HashSet};

/// An open transaction. Nothing of it is kept without [`Change::commit`].
///
/// Rows are taken in one order everywhere, jobs before runners, so that two processes rarely wait for each other; where
/// they do, PostgreSQL ends one of them with [`StoreError::is_collision`], and it begins again.
///
/// Jobs and entries of the timeline, of which one change has many, are written at its end, each kind with one
/// statement.
#[derive(Debug)]
#[must_use = "a change that is not committed is undone"]
pub struct Change {
    pub(crate) open: Open,
    /// Installations that are known to be there, by GitHub's numbers.
    pub(crate) met: HashSet<i64>,
    /// Jobs that were read or are to be written, by GitHub's numbers as they are stored.
    pub(crate) jobs: BTreeMap<i64, HeldJob>,
    /// Whether an effect was added.
    pub(crate) wants_effects: bool,
    /// What is to be added to the timeline.
    pub(crate) entries: Vec<NewEntry>,
}

#[derive(Debug)]
pub(crate) enum Open {
    Sqlite(WriterGuard),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same expression on the connection of either database.
macro_rules! on_change {
    ($change:expr, $connection:ident => $body:expr) => {
        match &mut $change.open {
            $crate::engine::change::Open::Sqlite(turn) => {
                let $connection = turn.connection();
                $body
            }
            $crate::engine::change::Open::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}

pub(crate) use on_change;

/// Rows as one value, for a statement that writes all of them.
pub(crate) fn array(rows: &impl serde::Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(rows).map_err(|error| sqlx::Error::Encode(error.into()))
}

impl Store {
    /// Begins a change. On SQLite every other change waits for its end.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn begin(&self) -> Result<Change, StoreError> {
        let open = match self.database() {
            Database::Sqlite { group, .. } => {
                Open::Sqlite(group.begin().await.map_err(StoreError::on("begin a change"))?)
            }
            Database::Postgres(pool) => Open::Postgres(pool.begin().await.map_err(StoreError::on("begin a change"))?),
        };
        Ok(Change { open, met: HashSet::new(), jobs: BTreeMap::new(), wants_effects: false, entries: Vec::new() })
    }
}

impl Change {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.open, Open::Sqlite(_))
    }

    /// Keeps everything. Returns after it is on the disk.
    ///
    /// # Errors
    /// If the account of a job or an entry is not there; nothing is kept then. If the database is away; whether it was
    /// kept is not known then, and whoever repeats it must find out.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let written = async {
            self.write_jobs().await?;
            self.write_entries().await
        };
        if let Err(error) = written.await {
            return Err(self.fail(error).await);
        }
        match self.open {
            Open::Sqlite(turn) => turn.commit().await,
            Open::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(StoreError::on("commit a change"))
    }

    /// Whether it adds an effect that was not intended before.
    #[must_use]
    pub fn wants_effects(&self) -> bool {
        self.wants_effects
    }

    /// Keeps nothing because of an error, which is given back. Dropped, PostgreSQL's would be undone in the background:
    /// until then nobody else could take what it holds.
    pub async fn fail(self, error: StoreError) -> StoreError {
        // If this fails, the connection is gone, and all is free.
        let _ = self.undo().await;
        error
    }

    /// Keeps nothing.
    ///
    /// # Errors
    /// If the database is away: nothing is kept then either.
    pub async fn undo(self) -> Result<(), StoreError> {
        match self.open {
            // What is not committed is undone by whoever comes next.
            Open::Sqlite(_turn) => Ok(()),
            Open::Postgres(transaction) => transaction.rollback().await.map_err(StoreError::on("undo a change")),
        }
    }
}
