//! PostgreSQL as it is in operation: several hosts of which one takes writes, and another one tomorrow. Whoever is
//! connected to the one of yesterday is let go.
//!
//! A task of its own looks once a second whether the server that new connections go to takes writes. While it does not,
//! the others are asked; and every connection that was made before it was well again is closed instead of handed out.

use super::open::ACQUIRE;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use std::future::Future;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Connections of one process to PostgreSQL, whose default allows 100 in all.
const CONNECTIONS: u32 = 16;

/// How long a connection that lies idle is taken to be well.
const TRUSTED: Duration = Duration::from_millis(500);

/// How long a connection is used: one that a balancer leads elsewhere than the one that looks is gone by then.
const LIFETIME: Duration = Duration::from_secs(5 * 60);

/// From one look at the server to the next.
const LOOK: Duration = Duration::from_secs(1);

/// How long a server may take to answer a look, its connection included.
const ANSWER: Duration = Duration::from_secs(2);

/// SQLSTATE of a write on a server that only reads: `read_only_sql_transaction`.
pub(crate) const READ_ONLY: &str = "25006";

const TAKES_WRITES: &str = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'";

/// The servers of one URL, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Servers(Vec<PgConnectOptions>);

/// What is known of the server that connections go to.
#[derive(Debug, Clone)]
pub(crate) struct Watched(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Why it takes no writes now.
    trouble: Option<&'static str>,
    /// A connection made before is not handed out any more.
    distrusted: Instant,
}

/// One URL for each host of a URL that may name several, as libpq's may: `postgres://USER@HOST,HOST:PORT/DATABASE`, or
/// in its options `host=` and `port=`. Without `target_session_attrs`: the one that takes writes is always meant.
///
/// # Errors
/// A sentence, if lists do not fit, or the option asks for a server that takes no writes.
pub(crate) fn single_hosts(url: &str) -> Result<Vec<String>, String> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = base.split_once("://").ok_or("not a URL")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, hosts) = match authority.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), authority),
    };
    let (mut listed, mut ports, mut options) = (Vec::new(), Vec::new(), Vec::new());
    for option in query.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=') {
            Some(("target_session_attrs", "read-write" | "primary" | "any")) => {}
            Some(("target_session_attrs", other)) => {
                return Err(format!("target_session_attrs={other} asks for a server that takes no writes"));
            }
            Some(("host" | "hostaddr", value)) if value.contains(',') => listed = value.split(',').collect(),
            Some(("port", value)) if value.contains(',') => ports = value.split(',').collect(),
            _other => options.push(option),
        }
    }
    let with = |host: &str, more: &[String]| {
        let all: Vec<&str> = options.iter().copied().chain(more.iter().map(String::as_str)).collect();
        let query = if all.is_empty() { String::new() } else { format!("?{}", all.join("&")) };
        format!("{scheme}://{user}{host}/{path}{query}")
    };
    if !listed.is_empty() {
        if !ports.is_empty() && ports.len() != listed.len() {
            return Err(format!("{} hosts and {} ports", listed.len(), ports.len()));
        }
        let host = hosts.split(',').next().unwrap_or_default();
        let of = |(index, one): (usize, &&str)| {
            let port = ports.get(index).map(|port| format!("port={port}"));
            with(host, &[Some(format!("host={one}")), port].into_iter().flatten().collect::<Vec<_>>())
        };
        return Ok(listed.iter().enumerate().map(of).collect());
    }
    if !ports.is_empty() {
        return Err("several ports and one host".to_owned());
    }
    Ok(hosts.split(',').map(|host| with(host, &[])).collect())
}

impl Servers {
    pub(crate) fn of(url: &str) -> Result<Servers, sqlx::Error> {
        let urls = single_hosts(url).map_err(|error| sqlx::Error::Configuration(error.into()))?;
        let options = urls.iter().map(|url| {
            let options = PgConnectOptions::from_str(url)?;
            Ok(options.application_name("sprinters-control-plane").disable_statement_logging())
        });
        options.collect::<Result<Vec<_>, sqlx::Error>>().map(Servers)
    }

    /// Connects with the first one that takes writes.
    pub(crate) async fn connect(&self) -> Result<(usize, PgConnection), sqlx::Error> {
        let mut last = None;
        for (index, options) in self.0.iter().enumerate() {
            match within(ANSWER.max(ACQUIRE), writable(options)).await {
                Ok(connection) => return Ok((index, connection)),
                // A server that is there says more than one that is not.
                Err(error) if last.is_none() || !matches!(error, sqlx::Error::Io(_)) => last = Some(error),
                Err(_) => {}
            }
        }
        Err(last.unwrap_or(sqlx::Error::PoolTimedOut))
    }

    /// Any one, for what only reads.
    pub(crate) async fn connect_to_read(&self) -> Result<PgConnection, sqlx::Error> {
        if let Ok((_, connection)) = self.connect().await {
            return Ok(connection);
        }
        let mut result = Err(sqlx::Error::PoolTimedOut);
        for options in &self.0 {
            result = within(ACQUIRE, options.connect()).await;
            if result.is_ok() {
                break;
            }
        }
        result
    }

    /// The pool, and what keeps it well for as long as it is open. Must be called inside a runtime.
    pub(crate) async fn pool(self) -> Result<(PgPool, Watched), sqlx::Error> {
        let (first, connection) = self.connect().await?;
        let watched = Watched(Arc::new(Mutex::new(State { trouble: None, distrusted: Instant::now() })));
        let options = self.0.get(first).cloned().unwrap_or_default();
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE).max_lifetime(LIFETIME);
        // One that was used a moment ago was well when it was given back, and is not asked once more.
        let (before, after) = (watched.clone(), watched.clone());
        let pool = pool.test_before_acquire(false).before_acquire(move |connection, about| {
            let trusted = before.trusts(about.age);
            let asked = TRUSTED <= about.idle_for;
            Box::pin(async move { Ok(trusted && (!asked || takes_writes(connection).await.unwrap_or(false))) })
        });
        // While something is wrong a connection may hang for as long as the network likes.
        let pool = pool.after_release(move |connection, about| {
            let (trusted, trouble) = (after.trusts(about.age), after.trouble().is_some());
            Box::pin(async move {
                if trouble {
                    within(ANSWER, connection.ping()).await?;
                }
                Ok(trusted)
            })
        });
        let pool = pool.after_connect(|connection, _| Box::pin(set_up(connection)));
        let pool = pool.connect_with(options).await?;
        tokio::spawn(watch(pool.clone(), self, watched.clone(), connection));
        Ok((pool, watched))
    }
}

impl Watched {
    /// Why the server takes no writes now.
    pub(crate) fn trouble(&self) -> Option<&'static str> {
        self.state().trouble
    }

    fn trusts(&self, age: Duration) -> bool {
        let made = Instant::now().checked_sub(age);
        made.is_some_and(|made| self.state().distrusted <= made)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks until the pool is closed.
async fn watch(pool: PgPool, servers: Servers, watched: Watched, connection: PgConnection) {
    let mut connection = Some(connection);
    loop {
        tokio::select! {
            () = pool.close_event() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let well = match &mut connection {
            Some(connection) => within(ANSWER, takes_writes(connection)).await,
            None => Ok(false),
        };
        if let Ok(true) = well {
            watched.state().trouble = None;
            continue;
        }
        connection = None;
        let found = tokio::select! {
            () = pool.close_event() => return,
            found = servers.connect() => found,
        };
        let mut state = watched.state();
        state.distrusted = Instant::now();
        match found {
            Ok((index, new)) => {
                tracing::warn!(host = index, "the database takes writes again; connections of before are closed");
                if let Some(options) = servers.0.get(index) {
                    pool.set_connect_options(options.clone());
                }
                state.trouble = None;
                connection = Some(new);
            }
            Err(error) => {
                let trouble = if is_read_only(&error) { "is read-only" } else { "does not answer" };
                if state.trouble != Some(trouble) {
                    tracing::error!(%error, "the database {trouble}");
                }
                state.trouble = Some(trouble);
            }
        }
    }
}

async fn writable(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let mut connection = options.connect().await?;
    if takes_writes(&mut connection).await? { Ok(connection) } else { Err(read_only()) }
}

async fn takes_writes(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(TAKES_WRITES).fetch_one(connection).await
}

async fn set_up(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    // A server that is told not to wait for its disk would break the promise of 202; the connection asks for what it
    // needs.
    sqlx::query("SET synchronous_commit = on").execute(&mut *connection).await?;
    sqlx::query("SET statement_timeout = '30s'").execute(&mut *connection).await?;
    sqlx::query("SET idle_in_transaction_session_timeout = '30s'").execute(&mut *connection).await?;
    if takes_writes(connection).await? { Ok(()) } else { Err(read_only()) }
}

fn read_only() -> sqlx::Error {
    sqlx::Error::Configuration(ReadOnly.into())
}

/// The server is there, and takes no writes: a standby, or set so.
#[derive(Debug, thiserror::Error)]
#[error("PostgreSQL takes no writes: it is a standby, or set to read-only")]
struct ReadOnly;

/// Whether a server only reads.
pub(crate) fn is_read_only(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Configuration(error) => error.is::<ReadOnly>(),
        error => error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == READ_ONLY),
    }
}

async fn within<T>(time: Duration, what: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    let late = || sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "PostgreSQL did not answer"));
    tokio::time::timeout(time, what).await.map_err(|_| late())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_may_name_several_hosts_in_both_places() {
        let read = |url: &str| single_hosts(url).unwrap();
        assert_eq!(read("postgres://u:p@one/db?sslmode=verify-full"), ["postgres://u:p@one/db?sslmode=verify-full"]);
        assert_eq!(
            read("postgres://u:p@one:1,two/db?target_session_attrs=read-write&sslmode=verify-full"),
            ["postgres://u:p@one:1/db?sslmode=verify-full", "postgres://u:p@two/db?sslmode=verify-full"]
        );
        assert_eq!(
            read("postgres://u@localhost/db?host=/a,/b&port=1,2"),
            ["postgres://u@localhost/db?host=/a&port=1", "postgres://u@localhost/db?host=/b&port=2"]
        );
        assert!(single_hosts("postgres://one,two/db?target_session_attrs=standby").unwrap_err().contains("standby"));
        assert!(single_hosts("postgres://one/db?host=/a,/b&port=1,2,3").unwrap_err().contains("3 ports"));
        assert!(single_hosts("postgres://one/db?port=1,2").is_err());
    }
}
