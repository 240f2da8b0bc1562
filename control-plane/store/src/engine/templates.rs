//! Table `templates`: every template that a version of ours rendered, by its digest. So what a stack was installed from
//! can be compared with the newest.

use super::database::{on_reader, on_writer};
use super::error::StoreError;
use super::open::Store;
use crate::tables::deliveries::millis;
use sprinters_core::time::Timestamp;

impl Store {
    /// Keeps a rendered template as JSON. One that is there already stays.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn keep_template(&self, digest: &str, json: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO templates (digest, body, kept_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(digest).bind(json).bind(millis(now)).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a template"))
    }

    /// The template with a digest, as JSON; none if no version of ours that used this database rendered it.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn template(&self, digest: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM templates WHERE digest = $1";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).bind(digest).fetch_optional(pool).await)
            .map_err(StoreError::on("read a template"))
    }
}
