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

/// Most times that a change is begun again because another one held its rows. Each time one of the two gets through.
const MOST_COLLISIONS: usize = 8;

/// An open transaction, inside of [`in_change!`](crate::in_change).
///
/// Rows are taken in one order everywhere, jobs before runners, so that two processes rarely wait for each other; where
/// they do, PostgreSQL ends one of them with [`StoreError::is_collision`], and it begins again.
///
/// Jobs and entries of the timeline, of which one change has many, are written at its end, each kind with one
/// statement.
#[derive(Debug)]
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
    /// Whether nothing of it is to be kept.
    discarded: bool,
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

/// Reads and writes in one transaction: `in_change!(store, change => …)`, where the expression is the body of an
/// `async` block that gives a `Result<_, StoreError>`.
///
/// What it wrote is kept when it succeeds, after it is on the disk; nothing is kept when it fails or says
/// [`Change::discard`]. Another process that holds its rows makes it begin again, eight times at most: so it does
/// nothing but read and write the change. On SQLite every other change waits for its end.
///
/// A macro, since the compiler can't see yet that what an `async` closure borrows may move to another thread.
///
/// # Errors
/// What the expression failed with. If the account of a job or an entry is not there. If the rows stay held. If the
/// database is away; when that came while it was kept, nobody knows whether it was, and whoever repeats it must find
/// out.
#[macro_export]
macro_rules! in_change {
    ($store:expr, $change:ident => $decide:expr) => {{
        let mut tries = $crate::Tries::new(&$store);
        loop {
            let mut open = match tries.begin().await {
                Ok(open) => open,
                Err(error) => break Err(error),
            };
            let decided = {
                let $change = &mut open;
                async { $decide }.await
            };
            if let Some(ended) = tries.end(open, decided).await {
                break ended;
            }
        }
    }};
}

/// The tries of one [`in_change!`].
#[derive(Debug)]
pub struct Tries<'a> {
    store: &'a Store,
    collisions: usize,
}

impl<'a> Tries<'a> {
    /// Before the first one.
    #[must_use]
    pub fn new(store: &'a Store) -> Tries<'a> {
        Tries { store, collisions: 0 }
    }

    /// Begins one.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn begin(&self) -> Result<Change, StoreError> {
        self.store.begin().await
    }

    /// Keeps or undoes it; nothing if it is to be tried again.
    pub async fn end<T>(&mut self, change: Change, decided: Result<T, StoreError>) -> Option<Result<T, StoreError>> {
        let ended = match decided {
            Ok(decided) if change.discarded => change.undo().await.map(|()| decided),
            Ok(decided) => change.commit().await.map(|()| decided),
            Err(error) => Err(change.fail(error).await),
        };
        match ended {
            Err(error) if error.is_collision() && self.collisions < MOST_COLLISIONS => {
                self.collisions += 1;
                None
            }
            ended => Some(ended),
        }
    }
}

impl Store {
    async fn begin(&self) -> Result<Change, StoreError> {
        let open = match self.database() {
            Database::Sqlite { group, .. } => {
                Open::Sqlite(group.begin().await.map_err(StoreError::on("begin a change"))?)
            }
            Database::Postgres(pool) => Open::Postgres(pool.begin().await.map_err(StoreError::on("begin a change"))?),
        };
        Ok(Change {
            open,
            met: HashSet::new(),
            jobs: BTreeMap::new(),
            wants_effects: false,
            entries: Vec::new(),
            discarded: false,
        })
    }
}

impl Change {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.open, Open::Sqlite(_))
    }

    /// Nothing of it is to be kept, although nothing went wrong.
    pub fn discard(&mut self) {
        self.discarded = true;
    }

    async fn commit(mut self) -> Result<(), StoreError> {
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
    async fn fail(self, error: StoreError) -> StoreError {
        // If this fails, the connection is gone, and all is free.
        let _ = self.undo().await;
        error
    }

    async fn undo(self) -> Result<(), StoreError> {
        match self.open {
            // What is not committed is undone by whoever comes next.
            Open::Sqlite(_turn) => Ok(()),
            Open::Postgres(transaction) => transaction.rollback().await.map_err(StoreError::on("undo a change")),
        }
    }
}
