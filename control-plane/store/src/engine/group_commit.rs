//! The one writer of SQLite, and group commit of changes in it. Changes follow one another as savepoints of one
//! transaction for as long as some are waiting already, and one commit to disk ends it for all of them. A change alone
//! is a transaction alone, without a savepoint; a statement alone needs neither.
//!
//! [`WriterGuard::commit`] answers after that commit, so what it promises is what it would promise with a transaction
//! of its own. A later change of a group sees what an earlier one made; if the commit fails, both are undone and both
//! are told.
//!
//! The connection is taken from its pool once and kept, since the pool asks a connection how it is each time that it
//! comes back.

use super::error::of_all;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection, SqlitePool};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Queue, OwnedMappedMutexGuard, OwnedMutexGuard, mpsc, oneshot};

type Answer = Result<(), Arc<sqlx::Error>>;

/// The group that is open, and the queue for a turn in it.
#[derive(Debug, Clone)]
pub(crate) struct GroupCommit {
    shared: Shared,
    /// Rung after each turn. Whoever commits waits in the queue like everybody else, so that those who came before are
    /// of the group.
    ended: mpsc::UnboundedSender<()>,
}

#[derive(Debug, Clone)]
struct Shared {
    pool: SqlitePool,
    /// Fair: turns are taken in the order that they were asked for.
    queue: Arc<Queue<Held>>,
    /// Changes that wait for the commit.
    waiting: Arc<Mutex<Vec<oneshot::Sender<Answer>>>>,
    /// What of the open transaction is to be undone, because the last change went away.
    abandoned: Arc<Mutex<Option<Unit>>>,
}

/// The writer between two turns.
#[derive(Debug, Default)]
struct Held {
    /// None before the first turn, and after it broke.
    connection: Option<PoolConnection<Sqlite>>,
    transaction: Open,
}

/// Whether a transaction is open in the writer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Open {
    #[default]
    No,
    Yes,
    /// Whoever began it went away before it was told whether it had begun.
    Perhaps,
}

/// How much of the transaction a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// All of it: the first one.
    Transaction,
    /// What follows its savepoint.
    Savepoint,
    /// There is none: each statement is one.
    Statement,
}

/// The one writer, for one change.
#[derive(Debug)]
pub(crate) struct WriterGuard {
    connection: OwnedMappedMutexGuard<Held, SqliteConnection>,
    shared: Shared,
    ended: mpsc::UnboundedSender<()>,
    extent: Unit,
    /// Neither kept nor undone so far.
    open: bool,
}

impl GroupCommit {
    /// Groups for the pool of the one writer, which nobody else uses from the first turn on. Must be called inside a
    /// runtime; what commits ends with the last clone.
    pub(crate) fn new(pool: SqlitePool) -> GroupCommit {
        let shared = Shared { pool, queue: Arc::default(), waiting: Arc::default(), abandoned: Arc::default() };
        let (ended, mut turns) = mpsc::unbounded_channel();
        let committing = shared.clone();
        tokio::spawn(async move {
            while turns.recv().await.is_some() {
                // One commit is for all turns before it.
                while turns.try_recv().is_ok() {}
                committing.commit().await;
            }
        });
        GroupCommit { shared, ended }
    }

    /// Waits for a turn.
    pub(crate) async fn begin(&self) -> Result<WriterGuard, sqlx::Error> {
        self.turn(Unit::Transaction).await
    }

    /// Waits for a turn in which one statement is executed.
    pub(crate) async fn statement(&self) -> Result<WriterGuard, sqlx::Error> {
        self.turn(Unit::Statement).await
    }

    async fn turn(&self, alone: Unit) -> Result<WriterGuard, sqlx::Error> {
        let mut held = Arc::clone(&self.shared.queue).lock_owned().await;
        self.shared.tidy(&mut held).await;
        let Held { connection, transaction } = &mut *held;
        let connection = match connection {
            Some(connection) => connection,
            none => none.insert(self.shared.pool.acquire().await?),
        };
        let extent = if *transaction == Open::Yes { Unit::Savepoint } else { alone };
        if extent == Unit::Transaction {
            *transaction = Open::Perhaps;
            sqlx::query("BEGIN").execute(&mut **connection).await?;
            *transaction = Open::Yes;
        }
        let Ok(connection) = OwnedMutexGuard::try_map(held, |held| held.connection.as_deref_mut()) else {
            return Err(sqlx::Error::PoolClosed);
        };
        let mut turn =
            WriterGuard { connection, shared: self.shared.clone(), ended: self.ended.clone(), extent, open: false };
        if extent == Unit::Savepoint {
            // If this future is dropped here, whether the savepoint is there does not matter: the next one lies inside
            // it, and nothing is written.
            sqlx::query("SAVEPOINT change").execute(&mut *turn.connection).await?;
        }
        turn.open = true;
        Ok(turn)
    }

    /// Commits what is open and gives the writer back to its pool, for good.
    pub(crate) async fn end(&self) {
        self.shared.commit().await;
        self.shared.queue.lock().await.connection = None;
    }
}

impl WriterGuard {
    /// The writer, inside the change.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Keeps the change. Returns after it is on the disk.
    pub(crate) async fn commit(mut self) -> Result<(), sqlx::Error> {
        // From here on it is kept, also if this future is dropped.
        self.open = false;
        if self.extent == Unit::Statement {
            return Ok(());
        }
        if self.extent == Unit::Savepoint
            && let Err(error) = sqlx::query("RELEASE change").execute(&mut *self.connection).await
        {
            self.open = true;
            return Err(error);
        }
        let (answer, answered) = oneshot::channel();
        self.shared.wait(answer);
        let shared = self.shared.clone();
        let nobody_commits = self.ended.is_closed();
        drop(self);
        if nobody_commits {
            shared.commit().await;
        }
        answered.await.map_err(|_| sqlx::Error::WorkerCrashed)?.map_err(of_all)
    }

    /// Keeps the change if what was done in it succeeded.
    pub(crate) async fn end<T>(self, done: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        let value = done?;
        self.commit().await?;
        Ok(value)
    }
}

impl Drop for WriterGuard {
    fn drop(&mut self) {
        if self.extent == Unit::Statement {
            return;
        }
        if self.open {
            *self.shared.abandoned.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.extent);
        }
        // Nobody listens while the process ends.
        let _ = self.ended.send(());
    }
}

impl Shared {
    fn wait(&self, answer: oneshot::Sender<Answer>) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
    }

    fn answer(&self, result: &Answer) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for answer in waiting {
            // Whoever asked may have gone.
            let _ = answer.send(result.clone());
        }
    }

    /// Undoes the change that went away, if the last one did. If this is dropped half-way, too, whoever comes next
    /// undoes the whole group: it is not known which savepoint is the last one then.
    async fn tidy(&self, held: &mut Held) {
        if held.transaction == Open::Perhaps {
            self.roll_back(held).await;
            let why = "a change before this one went away before it was undone; nothing of its group is kept";
            self.answer(&Err(Arc::new(sqlx::Error::Protocol(why.to_owned()))));
        }
        let abandoned = self.abandoned.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (abandoned, &mut held.connection) {
            (Some(Unit::Savepoint), Some(connection)) if held.transaction == Open::Yes => {
                held.transaction = Open::Perhaps;
                let undo = sqlx::raw_sql("ROLLBACK TO change; RELEASE change").execute(&mut **connection).await;
                held.transaction = Open::Yes;
                if let Err(error) = undo {
                    // SQLite has ended the transaction by itself, as it does when the disk is full: nothing of the
                    // group is there.
                    self.roll_back(held).await;
                    self.answer(&Err(Arc::new(error)));
                }
            }
            // Nobody else was in it.
            (Some(Unit::Transaction), Some(_)) => self.roll_back(held).await,
            (_, _) => {}
        }
    }

    /// Ends the transaction, if there is one, with nothing of it kept.
    async fn roll_back(&self, held: &mut Held) {
        held.transaction = Open::Perhaps;
        if let Some(connection) = &mut held.connection
            && let Err(sqlx::Error::WorkerCrashed) = sqlx::query("ROLLBACK").execute(&mut **connection).await
        {
            // The next turn gets another one. Any other error says that there is no transaction.
            held.connection = None;
        }
        held.transaction = Open::No;
    }

    /// Ends the group and tells everybody in it.
    async fn commit(&self) {
        let mut held = self.queue.lock().await;
        self.tidy(&mut held).await;
        if held.transaction != Open::Yes {
            return;
        }
        let Held { connection: Some(connection), transaction } = &mut *held else { return };
        *transaction = Open::Perhaps;
        let result = sqlx::query("COMMIT").execute(&mut **connection).await.map(|_| ()).map_err(Arc::new);
        if result.is_err() {
            self.roll_back(&mut held).await;
        }
        held.transaction = Open::No;
        self.answer(&result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// A file with a table of numbers, and how many commits it has seen.
    struct World {
        group: GroupCommit,
        pool: SqlitePool,
        reader: SqlitePool,
        commits: Arc<AtomicUsize>,
        _directory: tempfile::TempDir,
    }

    impl World {
        async fn new() -> World {
            let directory = tempfile::TempDir::new().unwrap();
            let options = SqliteConnectOptions::new().filename(directory.path().join("numbers"));
            let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
            let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.unwrap();
            sqlx::query("CREATE TABLE numbers (number INTEGER PRIMARY KEY)").execute(&pool).await.unwrap();
            let commits = Arc::new(AtomicUsize::new(0));
            let counted = Arc::clone(&commits);
            let mut connection = pool.acquire().await.unwrap();
            connection.lock_handle().await.unwrap().set_commit_hook(move || {
                counted.fetch_add(1, Ordering::Relaxed);
                true
            });
            drop(connection);
            let reader = SqlitePoolOptions::new().connect_with(options.read_only(true)).await.unwrap();
            World { group: GroupCommit::new(pool.clone()), pool, reader, commits, _directory: directory }
        }

        async fn numbers(&self) -> Vec<i64> {
            sqlx::query_scalar("SELECT number FROM numbers ORDER BY number").fetch_all(&self.reader).await.unwrap()
        }
    }

    async fn add(turn: &mut WriterGuard, number: i64) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO numbers VALUES ($1)").bind(number).execute(turn.connection()).await.map(|_| ())
    }

    #[tokio::test]
    async fn what_is_kept_is_on_the_disk_when_that_is_answered() {
        let world = World::new().await;
        for number in 0..3 {
            let mut turn = world.group.begin().await.unwrap();
            add(&mut turn, number).await.unwrap();
            turn.commit().await.unwrap();
            assert_eq!(world.numbers().await.len() as i64, number + 1);
        }
    }

    #[tokio::test]
    async fn those_who_wait_share_a_commit_and_one_that_fails_costs_the_others_nothing() {
        let world = World::new().await;
        let mut first = world.group.begin().await.unwrap();
        add(&mut first, 0).await.unwrap();
        let changes: Vec<_> = (1..=100)
            .map(|number| {
                let group = world.group.clone();
                tokio::spawn(async move {
                    let mut turn = group.begin().await.unwrap();
                    add(&mut turn, number).await.unwrap();
                    // Every tenth is refused its second row, and gives up with its first.
                    if number % 10 == 0 {
                        add(&mut turn, 0).await.unwrap_err();
                        return;
                    }
                    turn.commit().await.unwrap();
                })
            })
            .collect();
        tokio::task::yield_now().await;
        first.commit().await.unwrap();
        for change in changes {
            change.await.unwrap();
        }
        let wanted: Vec<i64> = (0..=100).filter(|number| *number == 0 || number % 10 != 0).collect();
        assert_eq!(world.numbers().await, wanted);
        let commits = world.commits.load(Ordering::Relaxed);
        assert!(commits < 10, "{commits} commits for 91 changes");
    }

    #[tokio::test]
    async fn whoever_goes_away_at_any_point_leaves_the_writer_free() {
        let world = World::new().await;
        // How far the database is at each step differs from time to time.
        for round in 0..20 {
            // Each time the change is dropped one step later than before, until it comes to its end.
            let mut steps = 0;
            while !ends_after(&world, steps, round * 1_000 + steps * 3).await {
                steps += 1;
            }
            assert!(0 < steps);
        }
    }

    #[tokio::test]
    async fn whoever_undoes_may_go_away_too_and_what_was_kept_stays() {
        let world = World::new().await;
        let change = async |number: i64| {
            let mut turn = world.group.begin().await?;
            add(&mut turn, number).await?;
            turn.commit().await
        };
        let mut number = 0;
        for (gone_after, undone_for) in (0..12).flat_map(|steps| (0..12).map(move |more| (steps, more))) {
            number += 10;
            // All wait at once, so that they are of a group: two are kept, one goes away, and one goes away perhaps
            // while it undoes that.
            let (first, second, (), last) = tokio::join!(
                change(number),
                change(number + 1),
                async {
                    some_steps(async { _ = change(number + 2).await }, gone_after).await;
                    some_steps(async { _ = change(number + 3).await }, undone_for).await;
                },
                change(number + 4)
            );
            let numbers = world.numbers().await;
            for (kept, number) in [(first, number), (second, number + 1), (last, number + 4)] {
                assert_eq!(kept.is_ok(), numbers.contains(&number), "{gone_after} {undone_for}: {kept:?} {numbers:?}");
            }
            change(number + 5).await.unwrap();
        }
    }

    /// Drops a change after so many steps, then makes others. Says whether it came to its end.
    async fn ends_after(world: &World, steps: i64, number: i64) -> bool {
        let change = async {
            let mut turn = world.group.begin().await.unwrap();
            add(&mut turn, number).await.unwrap();
            turn.commit().await.unwrap();
        };
        let ended = some_steps(change, steps).await;
        let mut next = world.group.begin().await.unwrap();
        add(&mut next, number + 1).await.unwrap();
        next.commit().await.unwrap();
        // A statement of its own gets the writer, too.
        let mut turn = world.group.statement().await.unwrap();
        let kept = add(&mut turn, number + 2).await;
        turn.end(kept).await.unwrap();
        let numbers = world.numbers().await;
        assert!(numbers.contains(&(number + 1)) && numbers.contains(&(number + 2)), "{steps} steps: {numbers:?}");
        assert!(!ended || numbers.contains(&number), "{steps} steps: {numbers:?}");
        ended
    }

    /// Polls a future so many times at most, then drops it. Says whether it came to its end.
    async fn some_steps(future: impl Future<Output = ()>, steps: i64) -> bool {
        let mut future = std::pin::pin!(future);
        let mut polled = 0;
        std::future::poll_fn(|context| {
            if polled == steps {
                return std::task::Poll::Ready(false);
            }
            polled += 1;
            future.as_mut().poll(context).map(|()| true)
        })
        .await
    }

    #[tokio::test]
    async fn a_commit_that_fails_is_told_to_all_of_the_group() {
        let world = World::new().await;
        let refuse = Arc::new(AtomicBool::new(true));
        let refused = Arc::clone(&refuse);
        let mut connection = world.pool.acquire().await.unwrap();
        connection.lock_handle().await.unwrap().set_commit_hook(move || !refused.load(Ordering::Relaxed));
        drop(connection);
        let mut first = world.group.begin().await.unwrap();
        add(&mut first, 1).await.unwrap();
        let group = world.group.clone();
        let second = tokio::spawn(async move {
            let mut turn = group.begin().await.unwrap();
            add(&mut turn, 2).await.unwrap();
            turn.commit().await
        });
        tokio::task::yield_now().await;
        first.commit().await.unwrap_err();
        second.await.unwrap().unwrap_err();
        refuse.store(false, Ordering::Relaxed);
        let mut later = world.group.begin().await.unwrap();
        add(&mut later, 1).await.unwrap();
        later.commit().await.unwrap();
        assert_eq!(world.numbers().await, [1]);
    }
}
