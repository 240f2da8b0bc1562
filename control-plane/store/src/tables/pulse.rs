//! Table `pulse`: one row that is written to find out whether anything can be.

use super::deliveries::millis;
use crate::engine::database::on_writer;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;

impl Store {
    /// Writes a row, so that it is on the disk when this returns. A database that only reads, or whose disk is full,
    /// answers questions as if it were well.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO pulse (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(millis(now)).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("keep a beat"))
    }
}
