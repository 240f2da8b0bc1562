//! Looks at a database before anything is changed in it.

use super::migrate::LATEST;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;

/// "SPRN", as the first migration writes it.
const APPLICATION_ID: i64 = 1_397_772_878;

/// What a database turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspection {
    /// Nothing is in it.
    Empty,
    /// Ours, with a schema that we know.
    Ours {
        /// The last migration applied.
        version: i64,
    },
    /// Ours, from a later version.
    Newer {
        /// The last migration applied.
        version: i64,
    },
    /// Somebody else's.
    Foreign {
        /// How we know.
        found: String,
    },
}

fn ours(version: Option<i64>) -> Inspection {
    match version {
        None => Inspection::Empty,
        Some(version) if LATEST < version => Inspection::Newer { version },
        Some(version) => Inspection::Ours { version },
    }
}

pub(crate) async fn sqlite(connection: &mut SqliteConnection) -> Result<Inspection, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut *connection)
    .await?;
    let application: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    if let Some(found) = foreign(&tables, application == APPLICATION_ID) {
        return Ok(found);
    }
    if tables.is_empty() {
        return Ok(Inspection::Empty);
    }
    let version: Option<i64> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success").fetch_one(connection).await?;
    Ok(ours(version))
}

pub(crate) async fn postgres(connection: &mut PgConnection) -> Result<Inspection, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    )
    .fetch_all(&mut *connection)
    .await?;
    let marked = tables.iter().any(|table| table == "sprinters");
    if let Some(found) = foreign(&tables, marked) {
        return Ok(found);
    }
    if tables.is_empty() {
        return Ok(Inspection::Empty);
    }
    let version: Option<i64> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success").fetch_one(connection).await?;
    Ok(ours(version))
}

/// Ours has our mark and the list of migrations, or nothing but an empty such list: a first start that was interrupted.
fn foreign(tables: &[String], marked: bool) -> Option<Inspection> {
    let migrated = tables.iter().any(|table| table == "_sqlx_migrations");
    let only_list = migrated && tables.len() == 1;
    if tables.is_empty() && !marked || only_list || marked && migrated {
        return None;
    }
    let some: Vec<&str> = tables.iter().take(3).map(String::as_str).collect();
    let found = if some.is_empty() {
        "another application's file".to_owned()
    } else {
        format!("it holds the tables {}", some.join(", "))
    };
    Some(Inspection::Foreign { found })
}
