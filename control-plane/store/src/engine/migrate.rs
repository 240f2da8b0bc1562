//! The schema's history. A migration that was released is never changed; a new one is added below it, in both
//! directories.

use super::database::Database;
use super::error::OpenStoreError;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

/// One step of the schema, in both dialects.
#[derive(Debug, Clone, Copy)]
struct Step {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// One step from its two files.
macro_rules! step {
    ($version:literal, $name:literal, $file:literal) => {
        Step {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../../migrations/postgres/", $file)),
        }
    };
}

const STEPS: &[Step] = &[
    step!(1, "intake", "0001_intake.sql"),
    step!(2, "runners", "0002_runners.sql"),
    step!(3, "console", "0003_console.sql"),
    step!(4, "reviews", "0004_reviews.sql"),
    step!(5, "search", "0005_search.sql"),
    step!(6, "inbox", "0006_inbox.sql"),
    step!(7, "scans", "0007_scans.sql"),
    step!(8, "runner-names", "0008_runner_names.sql"),
    step!(9, "asked-parameters", "0009_asked_parameters.sql"),
    step!(10, "patience", "0010_patience.sql"),
    step!(11, "pulse", "0011_pulse.sql"),
    step!(12, "audit", "0012_audit.sql"),
    step!(13, "trust", "0013_trust.sql"),
];

/// The schema that this version writes.
pub const LATEST: i64 = STEPS[STEPS.len() - 1].version;

/// How many migrations there are.
pub const SCHEMA_VERSIONS: usize = STEPS.len();

fn migrator(dialect: impl Fn(&Step) -> &'static str) -> Migrator {
    migrator_of(STEPS, dialect)
}

fn migrator_of(steps: &[Step], dialect: impl Fn(&Step) -> &'static str) -> Migrator {
    let migration = |step: &Step| {
        Migration::new(step.version, step.name.into(), MigrationType::Simple, dialect(step).into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(migration).collect())
}

/// Applies what is missing. On PostgreSQL under a lock, so that several processes may start at once.
pub(crate) async fn run(database: &Database, place: &str) -> Result<(), OpenStoreError> {
    let result = match database {
        Database::Sqlite { write, .. } => migrator(|step| step.sqlite).run(write).await,
        Database::Postgres(pool) => migrator(|step| step.postgres).run(pool).await,
    };
    result.map_err(|error| refuse(error, place))
}

fn refuse(error: MigrateError, place: &str) -> OpenStoreError {
    let place = place.to_owned();
    match error {
        MigrateError::VersionMismatch(version) => OpenStoreError::Changed { place, version },
        MigrateError::VersionMissing(found) | MigrateError::VersionNotPresent(found) => {
            OpenStoreError::Newer { place, found, known: LATEST }
        }
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
            OpenStoreError::Database { what: "migrate", place, source }
        }
        // Not our enum: what else it may hold depends on the library.
        other => OpenStoreError::Database { what: "migrate", place, source: sqlx::Error::Migrate(Box::new(other)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqlitePoolOptions;

    #[tokio::test]
    async fn deliveries_survive_the_table_that_sqlite_makes_anew() {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        migrator_of(&STEPS[..5], |step| step.sqlite).run(&pool).await.unwrap();
        let insert = "INSERT INTO deliveries (guid, content, event, action, received_at, fields, done_at) VALUES ($1, $1, 'ping', '', 7, '{}', $2)";
        for (guid, done_at) in [("one", Some(8)), ("two", None), ("three", None)] {
            sqlx::query(insert).bind(guid).bind(done_at).execute(&pool).await.unwrap();
        }
        let all = "SELECT id, guid, received_at, done_at FROM deliveries ORDER BY id";
        let before: Vec<(i64, String, i64, Option<i64>)> = sqlx::query_as(all).fetch_all(&pool).await.unwrap();
        migrator(|step| step.sqlite).run(&pool).await.unwrap();
        let after: Vec<(i64, String, i64, Option<i64>)> = sqlx::query_as(all).fetch_all(&pool).await.unwrap();
        assert_eq!(before, after);
        sqlx::query(insert).bind("two").bind(9).execute(&pool).await.unwrap_err();
        sqlx::query(insert).bind("four").bind(9).execute(&pool).await.unwrap();
        let (last,): (i64,) = sqlx::query_as("SELECT max(id) FROM deliveries").fetch_one(&pool).await.unwrap();
        assert_eq!(last, before[2].0 + 1);
    }
}
