//! What a PostgreSQL server is set to that an operator should know before trusting it with deliveries.

use super::error::OpenStoreError;
use super::open::{Opening, Store, connect_postgres};
use crate::DatabaseUrl;
use secrecy::ExposeSecret as _;

/// A server's setting, the values that are worth a sentence, and the sentence.
const WORTH_A_WARNING: &[(&str, &[&str], &str)] = &[
    ("fsync", &["off"], "a crash of its machine loses deliveries that were answered with 202, and may lose everything"),
    ("full_page_writes", &["off"], "a crash of its machine may leave half-written pages"),
    ("data_checksums", &["off"], "a bit that flips on its disk is not noticed"),
    ("log_statement", &["mod", "all"], "names of repositories and jobs go into its log in the clear"),
];

impl Store {
    /// Sentences about the server's settings; none for an embedded file.
    ///
    /// # Errors
    /// If it is away or can't be asked.
    pub async fn server_warnings(opening: &Opening) -> Result<Vec<String>, OpenStoreError> {
        let DatabaseUrl::Postgres(url) = &opening.database else { return Ok(Vec::new()) };
        let place = opening.place();
        let mut connection = connect_postgres(url.expose_secret(), &place).await?;
        let names: Vec<&str> = WORTH_A_WARNING.iter().map(|(name, ..)| *name).collect();
        let asked = sqlx::query_as("SELECT name, setting FROM pg_settings WHERE name = ANY ($1)").bind(names);
        let settings: Result<Vec<(String, String)>, sqlx::Error> = asked.fetch_all(&mut connection).await;
        let fail = |source| OpenStoreError::Database { what: "ask", place: place.clone(), source };
        let settings = settings.map_err(fail)?;
        sqlx::Connection::close(connection).await.map_err(fail)?;
        let of = |name: &str| settings.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        let warnings = WORTH_A_WARNING.iter().filter_map(|(name, values, sentence)| {
            let value = of(name).filter(|value| values.contains(value))?;
            Some(format!("PostgreSQL runs with {name} = {value}: {sentence}"))
        });
        Ok(warnings.collect())
    }
}
