//! Table `connections`: one installed stack each. The external id is sealed; see [`Store::external_id`].

use super::deliveries::{millis, moment};
use super::secrets::{SecretKind, SecretName};
use super::visible_to::VisibleTo;
use crate::engine::change::{Change, on_change};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::Region;
use sprinters_core::failure::Failure;
use sprinters_core::plan::TypePattern;
use sprinters_core::time::Timestamp;
use sprinters_core::verification::ConnectionCheck;
use sqlx::Row as _;
use std::collections::BTreeMap;

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionState {
    /// It waits for the outputs of its stack.
    Pending,
    /// It was verified; launches use it.
    Working,
    /// It worked once and does not now; it is tried again by itself.
    Broken,
    /// It was taken away. Its runners still end.
    Removed,
}

impl ConnectionState {
    /// All of them.
    pub const ALL: [ConnectionState; 4] =
        [ConnectionState::Pending, ConnectionState::Working, ConnectionState::Broken, ConnectionState::Removed];

    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ConnectionState::Pending => "pending",
            ConnectionState::Working => "working",
            ConnectionState::Broken => "broken",
            ConnectionState::Removed => "removed",
        }
    }
}

/// What an installed stack tells: its outputs, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackOutputs {
    /// Role to assume.
    pub role_arn: String,
    /// Launch template.
    pub launch_template_id: String,
    /// Its version, pinned.
    pub launch_template_version: String,
    /// Security group without ingress.
    pub security_group_id: String,
    /// VPC.
    pub vpc_id: String,
    /// Listed subnets; empty for the default subnets.
    pub subnet_ids: Vec<String>,
    /// AWS account.
    pub account_id: String,
    /// Types that the stack allows: its parameter, or the template's default where it was not told.
    #[serde(default)]
    pub allowed_types: Vec<TypePattern>,
    /// Sizes of these types that the stack allows; empty for a template that had no such parameter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_sizes: Vec<TypePattern>,
    /// Whether the stack lets us give back what was paid for a fast start of the root volume.
    #[serde(default = "yes")]
    pub may_tune_volumes: bool,
    /// The KMS key that encrypts the volumes, where it is one of the account's own and we were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key_arn: Option<String>,
    /// What template it is: its digest.
    pub template_digest: String,
    /// The stack's ARN, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_id: Option<String>,
    /// The stack's name, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_name: Option<String>,
}

fn yes() -> bool {
    true
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Our number of it.
    pub id: i64,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// Where it stands.
    pub state: ConnectionState,
    /// The region of the stack.
    pub region: Region,
    /// Value of the tag `sprinters:deployment`.
    pub deployment_id: String,
    /// When its one-time code ends; none where there is none.
    pub code_expires_at: Option<Timestamp>,
    /// What somebody wants the stack to be installed with, by the names of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// What the stack told.
    pub outputs: Option<StackOutputs>,
    /// Zones of listed subnets, as far as launches showed them.
    pub subnet_zones: BTreeMap<String, String>,
    /// The last verification, line by line.
    pub checks: Vec<ConnectionCheck>,
    /// Why it is broken.
    pub failure: Option<Failure>,
    /// When it was verified last.
    pub checked_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it worked first.
    pub connected_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, account_id, state, region, deployment_id, code_expires_at, outputs, subnet_zones, checks, failure, checked_at, created_at, connected_at, parameters"
    };
}

macro_rules! connection_row {
    ($row:expr) => {{
        let row = $row;
        let bad = |column: &'static str, problem: String| sqlx::Error::ColumnDecode {
            index: column.to_owned(),
            source: problem.into(),
        };
        let state: String = row.try_get("state")?;
        let region: String = row.try_get("region")?;
        let outputs: Option<String> = row.try_get("outputs")?;
        let zones: String = row.try_get("subnet_zones")?;
        let (checks, failure): (Option<String>, Option<String>) = (row.try_get("checks")?, row.try_get("failure")?);
        Ok::<Connection, sqlx::Error>(Connection {
            id: row.try_get("id")?,
            account_id: row.try_get("account_id")?,
            state: ConnectionState::ALL
                .into_iter()
                .find(|known| known.as_str() == state)
                .ok_or_else(|| bad("state", state))?,
            region: region.parse().map_err(|_| bad("region", region))?,
            deployment_id: row.try_get("deployment_id")?,
            code_expires_at: row.try_get::<Option<i64>, _>("code_expires_at")?.map(moment),
            outputs: outputs
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|error| bad("outputs", error.to_string()))?,
            parameters: serde_json::from_str(row.try_get("parameters")?)
                .map_err(|error| bad("parameters", error.to_string()))?,
            subnet_zones: serde_json::from_str(&zones).map_err(|error| bad("subnet_zones", error.to_string()))?,
            checks: checks
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|error| bad("checks", error.to_string()))?
                .unwrap_or_default(),
            failure: failure
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|error| bad("failure", error.to_string()))?,
            checked_at: row.try_get::<Option<i64>, _>("checked_at")?.map(moment),
            created_at: moment(row.try_get("created_at")?),
            connected_at: row.try_get::<Option<i64>, _>("connected_at")?.map(moment),
        })
    }};
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM connections WHERE id = $1");
const BY_CODE: &str = concat!("SELECT ", columns!(), " FROM connections WHERE code_hash = $1");
const IN_SIGHT: &str =
    concat!("SELECT ", columns!(), " FROM connections WHERE account_id = $1 AND id = $2 AND state <> 'removed'");
const OF_ACCOUNT: &str =
    concat!("SELECT ", columns!(), " FROM connections WHERE account_id = $1 AND state <> 'removed' ORDER BY id");
const CONNECTED: &str = concat!("SELECT ", columns!(), " FROM connections WHERE outputs IS NOT NULL ORDER BY id");

/// How a verification or a launch left a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Where it stands now.
    pub state: ConnectionState,
    /// Line by line; none leaves the last ones.
    pub checks: Option<Vec<ConnectionCheck>>,
    /// Why it is broken.
    pub failure: Option<Failure>,
}

/// A connection that is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewConnection<'a> {
    /// GitHub's number of the account.
    pub account_id: i64,
    /// The region of the stack.
    pub region: Region,
    /// Value of the tag `sprinters:deployment`, never used before.
    pub deployment_id: &'a str,
    /// SHA-256 of the one-time code, in hexadecimal digits.
    pub code_hash: &'a str,
    /// When the code ends.
    pub code_expires_at: Timestamp,
}

impl Store {
    /// Begins a connection. Its external id is kept by [`Store::put_external_id`].
    ///
    /// # Errors
    /// If the account is not there, the deployment id was used before, or the database is away.
    pub async fn begin_connection(&self, new: &NewConnection<'_>, now: Timestamp) -> Result<i64, StoreError> {
        let sql = "
            INSERT INTO connections (account_id, state, region, deployment_id, code_hash, code_expires_at, created_at)
            VALUES ($1, 'pending', $2, $3, $4, $5, $6) RETURNING id";
        on_writer!(self.database(), pool => {
            let add = sqlx::query_scalar(sql).bind(new.account_id).bind(new.region.name()).bind(new.deployment_id).bind(new.code_hash);
            add.bind(millis(new.code_expires_at)).bind(millis(now)).fetch_one(pool).await
        })
        .map_err(StoreError::on("begin a connection"))
    }

    /// Keeps what somebody wants a connection's stack to be installed with.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_connection_parameters(
        &self,
        id: i64,
        parameters: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(parameters).unwrap_or_default();
        let sql = "UPDATE connections SET parameters = $1 WHERE id = $2";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(json).bind(id).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("keep parameters"))
    }

    /// A connection by its number, whoever's it is.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connection(&self, id: i64) -> Result<Option<Connection>, StoreError> {
        on_reader!(self.database(), pool => async {
            sqlx::query(BY_ID).bind(id).fetch_optional(pool).await?.map(|row| connection_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a connection"))
    }

    /// The connection that a one-time code is for, by the code's SHA-256. Whether it has ended is the caller's to see.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connection_by_code(&self, code_hash: &str) -> Result<Option<Connection>, StoreError> {
        on_reader!(self.database(), pool => async {
            sqlx::query(BY_CODE).bind(code_hash).fetch_optional(pool).await?.map(|row| connection_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a connection"))
    }

    /// The connections of an account, removed ones aside.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connections_of(&self, account_id: i64) -> Result<Vec<Connection>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(OF_ACCOUNT).bind(account_id).fetch_all(pool).await?;
            rows.into_iter().map(|row| connection_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read connections"))
    }

    /// The accounts that have a connection with a stack.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn connected_accounts(&self) -> Result<Vec<i64>, StoreError> {
        let sql =
            "SELECT DISTINCT account_id FROM connections WHERE state IN ('working', 'broken') ORDER BY account_id";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read connections"))
    }

    /// The connections of the account in sight, removed ones aside. They are of the whole account, and so for whoever
    /// sees any of it.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connections_visible_to(&self, visible_to: VisibleTo) -> Result<Vec<Connection>, StoreError> {
        self.connections_of(visible_to.account()).await
    }

    /// A connection, if it is of the account in sight and not removed.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connection_visible_to(
        &self,
        visible_to: VisibleTo,
        id: i64,
    ) -> Result<Option<Connection>, StoreError> {
        on_reader!(self.database(), pool => async {
            let row = sqlx::query(IN_SIGHT).bind(visible_to.account()).bind(id).fetch_optional(pool).await?;
            row.map(|row| connection_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a connection"))
    }

    /// Every connection that was ever connected, removed ones too: what may have instances.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn connected(&self) -> Result<Vec<Connection>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(CONNECTED).fetch_all(pool).await?;
            rows.into_iter().map(|row| connection_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read connections"))
    }

    /// Another one-time code for a connection: the one before does not work any more.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_connection_code(&self, id: i64, code: Option<(&str, Timestamp)>) -> Result<(), StoreError> {
        let sql = "UPDATE connections SET code_hash = $1, code_expires_at = $2 WHERE id = $3";
        let (hash, expires) = code.unzip();
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(hash).bind(expires.map(millis)).bind(id).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a code"))
    }

    /// Keeps what a stack told, and ends the code by which it did, if it is still the one. Says whether it was.
    ///
    /// # Errors
    /// If another connection of the account is for the same AWS account and region, or the database is away.
    pub async fn put_outputs(&self, id: i64, code_hash: &str, outputs: &StackOutputs) -> Result<bool, StoreError> {
        let sql = "
            UPDATE connections SET outputs = $1, aws_account = $2, code_hash = NULL, code_expires_at = NULL
            WHERE id = $3 AND code_hash = $4 AND state <> 'removed'";
        let json = serde_json::to_string(outputs).unwrap_or_default();
        let rows = on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(json).bind(&outputs.account_id).bind(id).bind(code_hash);
            put.execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("keep outputs"))?;
        Ok(rows == 1)
    }

    /// Keeps the external id of a connection. `next` is the one that the stack is being updated to.
    ///
    /// # Errors
    /// If the account's key can't be used, or the database is away.
    pub async fn put_external_id(
        &self,
        connection: &Connection,
        next: bool,
        value: &SecretString,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let subject = external_id_subject(connection.id, next);
        self.put_secret(
            SecretName { account: connection.account_id, kind: SecretKind::ExternalId, subject: &subject },
            value,
            now,
        )
        .await
    }

    /// The external id of a connection, or the next one while it is being rotated.
    ///
    /// # Errors
    /// If it does not open, or the database is away.
    pub async fn external_id(&self, connection: &Connection, next: bool) -> Result<Option<SecretString>, StoreError> {
        let subject = external_id_subject(connection.id, next);
        self.secret(SecretName { account: connection.account_id, kind: SecretKind::ExternalId, subject: &subject })
            .await
    }

    /// Ends a rotation: the next external id is the only one now.
    ///
    /// # Errors
    /// If it does not open, or the database is away.
    pub async fn finish_rotation(&self, connection: &Connection, now: Timestamp) -> Result<bool, StoreError> {
        let Some(next) = self.external_id(connection, true).await? else { return Ok(false) };
        self.put_external_id(connection, false, &next, now).await?;
        let subject = external_id_subject(connection.id, true);
        self.remove_secret(SecretName {
            account: connection.account_id,
            kind: SecretKind::ExternalId,
            subject: &subject,
        })
        .await
    }
}

fn external_id_subject(connection: i64, next: bool) -> String {
    if next { format!("{connection}/next") } else { connection.to_string() }
}

impl Change {
    /// Notes how a verification or a launch left a connection. A removed one stays removed. Says whether its state is
    /// another now.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_verified(&mut self, id: i64, verified: &Verified, now: Timestamp) -> Result<bool, StoreError> {
        let before: Option<String> = on_change!(self, connection => {
            sqlx::query_scalar("SELECT state FROM connections WHERE id = $1").bind(id).fetch_optional(connection).await
        })
        .map_err(StoreError::on("read a connection"))?;
        let sql = "
            UPDATE connections SET state = $1, checks = COALESCE($2, checks), failure = $3, checked_at = $4,
                connected_at = COALESCE(connected_at, $5)
            WHERE id = $6 AND state <> 'removed'";
        let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
        let checks = verified.checks.as_ref().map(|checks| json(serde_json::to_string(checks)));
        let failure = verified.failure.as_ref().map(|failure| json(serde_json::to_string(failure)));
        let connected = (verified.state == ConnectionState::Working).then_some(millis(now));
        let rows = on_change!(self, connection => {
            let put = sqlx::query(sql).bind(verified.state.as_str()).bind(checks).bind(failure).bind(millis(now));
            put.bind(connected).bind(id).execute(connection).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("keep a verification"))?;
        Ok(rows == 1 && before.is_some_and(|before| before != verified.state.as_str()))
    }

    /// The KMS key that the stack was installed with, as far as we were told.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn kms_key_of(&mut self, id: i64) -> Result<Option<String>, StoreError> {
        let row = on_change!(self, connection => async {
            sqlx::query(BY_ID).bind(id).fetch_optional(connection).await?.map(|row| connection_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a connection"))?;
        Ok(row.and_then(|known| known.outputs).and_then(|outputs| outputs.kms_key_arn))
    }

    /// Takes a connection away: nothing is launched through it any more, and what runs still ends.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn remove_connection(&mut self, id: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE connections SET state = 'removed', code_hash = NULL, code_expires_at = NULL WHERE id = $1 AND state <> 'removed'";
        let rows = on_change!(self, connection => sqlx::query(sql).bind(id).execute(connection).await.map(|done| done.rows_affected()))
            .map_err(StoreError::on("remove a connection"))?;
        Ok(rows == 1)
    }

    /// Notes in which zone a launch showed a subnet to be.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn learn_zone(&mut self, id: i64, subnet: &str, zone: &str) -> Result<(), StoreError> {
        let row = on_change!(self, connection => async {
            sqlx::query(BY_ID).bind(id).fetch_optional(connection).await?.map(|row| connection_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a connection"))?;
        let Some(mut known) = row else { return Ok(()) };
        let listed = known.outputs.as_ref().is_some_and(|outputs| outputs.subnet_ids.iter().any(|one| one == subnet));
        if !listed || known.subnet_zones.get(subnet).is_some_and(|same| same == zone) {
            return Ok(());
        }
        known.subnet_zones.insert(subnet.to_owned(), zone.to_owned());
        let json = serde_json::to_string(&known.subnet_zones).unwrap_or_default();
        let sql = "UPDATE connections SET subnet_zones = $1 WHERE id = $2";
        on_change!(self, connection => sqlx::query(sql).bind(json).bind(id).execute(connection).await.map(|_| ()))
            .map_err(StoreError::on("keep a zone"))
    }
}
