//! Tables `capacity_refusals` and `known_zones`: where AWS had no capacity lately, and which zones there are, for every
//! process to know.

use super::deliveries::{millis, moment};
use super::runners::market_word;
use crate::engine::change::{Change, on_change};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::catalogue::{self, Region, Zone};
use sprinters_core::ids::RunnerId;
use sprinters_core::plan::{CapacityMemory, Market, Pool};
use sprinters_core::time::Timestamp;

impl Store {
    /// What is remembered of an AWS account in a region. Pools of types that this version does not know are left out.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn capacity(
        &self,
        aws_account: &str,
        region: Region,
        now: Timestamp,
    ) -> Result<CapacityMemory, StoreError> {
        let sql = "
            SELECT instance_type, zone, market, refused_at FROM capacity_refusals
            WHERE aws_account = $1 AND region = $2 AND refused_at > $3 ORDER BY refused_at";
        let since = Timestamp::from_millis(
            now.as_millis().saturating_sub(u64::try_from(CapacityMemory::REMEMBERED.as_millis()).unwrap_or(u64::MAX)),
        );
        let rows: Vec<(String, String, String, i64)> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(aws_account).bind(region.name()).bind(millis(since)).fetch_all(pool).await
        })
        .map_err(StoreError::on("read refusals"))?;
        let mut memory = CapacityMemory::default();
        for (instance_type, zone, market, at) in rows {
            let Some(instance_type) = catalogue::find(&instance_type).map(catalogue::InstanceType::name) else {
                continue;
            };
            let market = if market == market_word(Market::Spot) { Market::Spot } else { Market::OnDemand };
            memory.refused(Pool { region, instance_type, zone: zone.parse().ok(), market }, moment(at));
        }
        Ok(memory)
    }
}

impl Store {
    /// Zones of a region that an AWS account was seen to have.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn known_zones(&self, aws_account: &str, region: Region) -> Result<Vec<Zone>, StoreError> {
        let sql = "SELECT zone FROM known_zones WHERE aws_account = $1 ORDER BY zone";
        let rows: Vec<String> =
            on_reader!(self.database(), pool => sqlx::query_scalar(sql).bind(aws_account).fetch_all(pool).await)
                .map_err(StoreError::on("read zones"))?;
        Ok(rows.iter().filter_map(|zone| zone.parse().ok()).filter(|zone: &Zone| zone.region() == region).collect())
    }
}

/// One pool as it is stored: an empty zone where EC2 could choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPool {
    /// AWS account.
    pub aws_account: String,
    /// Region.
    pub region: Region,
    /// Instance type.
    pub instance_type: String,
    /// Zone.
    pub zone: Option<String>,
    /// Spot or on demand.
    pub market: Market,
}

impl Change {
    /// Remembers a refusal.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn capacity_refused(&mut self, pool: &StoredPool, now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO capacity_refusals (aws_account, region, instance_type, zone, market, refused_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (aws_account, region, instance_type, zone, market) DO UPDATE SET refused_at = excluded.refused_at";
        on_change!(self, connection => {
            let put = sqlx::query(sql).bind(&pool.aws_account).bind(pool.region.name()).bind(&pool.instance_type);
            let put = put.bind(pool.zone.as_deref().unwrap_or_default()).bind(market_word(pool.market));
            put.bind(millis(now)).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("remember a refusal"))
    }

    /// Forgets a refusal: there was capacity after all. Says whether there was a refusal.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn capacity_granted(&mut self, pool: &StoredPool) -> Result<bool, StoreError> {
        let sql = "
            DELETE FROM capacity_refusals
            WHERE aws_account = $1 AND region = $2 AND instance_type = $3 AND zone = $4 AND market = $5";
        on_change!(self, connection => {
            let gone = sqlx::query(sql).bind(&pool.aws_account).bind(pool.region.name()).bind(&pool.instance_type);
            let gone = gone.bind(pool.zone.as_deref().unwrap_or_default()).bind(market_word(pool.market));
            gone.execute(connection).await.map(|done| 0 < done.rows_affected())
        })
        .map_err(StoreError::on("forget a refusal"))
    }

    /// Remembers a refusal that was heard of when an instance ended while it started: of the candidate that a runner's
    /// row says.
    ///
    /// # Errors
    /// If the runner is not there, or the database is away.
    pub async fn capacity_refused_to(&mut self, runner: RunnerId, now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO capacity_refusals (aws_account, region, instance_type, zone, market, refused_at)
            SELECT connections.aws_account, connections.region, runners.instance_type, COALESCE(runners.zone, ''), runners.market, $1
            FROM runners JOIN connections ON connections.id = runners.connection_id
            WHERE runners.id = $2 AND connections.aws_account IS NOT NULL
            ON CONFLICT (aws_account, region, instance_type, zone, market) DO UPDATE SET refused_at = excluded.refused_at";
        on_change!(self, connection => {
            sqlx::query(sql).bind(millis(now)).bind(runner.to_string()).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("remember a refusal"))
    }

    /// Remembers that an AWS account has these zones.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn zones_seen(&mut self, aws_account: &str, zones: &[Zone], now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO known_zones (aws_account, zone, seen_at) VALUES ($1, $2, $3)
            ON CONFLICT (aws_account, zone) DO UPDATE SET seen_at = excluded.seen_at";
        for zone in zones {
            on_change!(self, connection => {
                let put = sqlx::query(sql).bind(aws_account).bind(zone.to_string()).bind(millis(now));
                put.execute(connection).await.map(|_| ())
            })
            .map_err(StoreError::on("remember a zone"))?;
        }
        Ok(())
    }
}
