//! How one process tells another that there is something to do, where a database is shared: PostgreSQL's LISTEN and
//! NOTIFY. Nothing depends on it: whoever is not told looks by itself, a little later.

use super::database::Database;
use super::error::StoreError;
use super::open::Store;
use sqlx::postgres::PgListener;

/// The channel. PostgreSQL has one of that name in each database.
const CHANNEL: &str = "sprinters_work";

/// How soon somebody wants to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Somebody waits for what follows.
    Urgent,
    /// It can be gathered with more of its kind.
    Eventually,
}

impl Wake {
    fn word(self) -> &'static str {
        match self {
            Wake::Urgent => "urgent",
            Wake::Eventually => "eventually",
        }
    }
}

/// What hears other processes. It holds a connection of its own.
#[derive(Debug)]
pub struct Waker(PgListener);

impl Waker {
    /// Waits for another process. After a connection that broke it is urgent: what was said meanwhile is lost.
    ///
    /// # Errors
    /// If the database is away. It may be asked again.
    pub async fn heard(&mut self) -> Result<Wake, StoreError> {
        let heard = self.0.try_recv().await.map_err(StoreError::on("listen to other processes"))?;
        let is_eventual = heard.is_some_and(|heard| heard.payload() == Wake::Eventually.word());
        Ok(if is_eventual { Wake::Eventually } else { Wake::Urgent })
    }
}

impl Store {
    /// Tells the workers of other processes, if there can be any. It is no part of any change: what it tells of is kept
    /// already.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn wake_others(&self, wake: Wake) -> Result<(), StoreError> {
        let Database::Postgres(pool) = self.database() else { return Ok(()) };
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(wake.word()).execute(pool).await;
        told.map(|_| ()).map_err(StoreError::on("wake other processes"))
    }

    /// Begins to hear other processes; nothing where there can't be any.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn hear_others(&self) -> Result<Option<Waker>, StoreError> {
        let Database::Postgres(pool) = self.database() else { return Ok(None) };
        let listening = async {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            Ok(Waker(listener))
        };
        listening.await.map(Some).map_err(StoreError::on("listen to other processes"))
    }
}
