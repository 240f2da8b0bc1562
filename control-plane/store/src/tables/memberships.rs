//! Tables `memberships` and `reachable_repositories`: what a person reaches, as GitHub last told. Replaced as a whole,
//! so that what GitHub no longer tells is gone.

use super::accounts::AccountKind;
use super::deliveries::millis;
use super::visible_to::VisibleTo;
use crate::engine::change::on_change;
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;

/// What a person reaches of one account, as GitHub tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    /// GitHub's number of the account.
    pub account: i64,
    /// GitHub's name of the account.
    pub login: String,
    /// What the account is.
    pub kind: AccountKind,
    /// GitHub's number of the installation.
    pub installation: i64,
    /// Whether they may change what the whole account shares, and see all of it.
    pub is_admin: bool,
    /// The repositories they reach; not needed of an admin.
    pub repositories: Vec<i64>,
}

/// An account that a person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which person.
    pub person: i64,
    /// GitHub's number of the account.
    pub account: i64,
    /// GitHub's name of the account, as last heard.
    pub login: String,
    /// Whether the account is an organisation.
    pub is_organization: bool,
    /// GitHub's number of the installation.
    pub installation: i64,
    /// Whether they are an admin of it.
    pub is_admin: bool,
}

impl Membership {
    /// What they may see of it.
    #[must_use]
    pub fn visible_to(&self) -> VisibleTo {
        if self.is_admin { VisibleTo::whole(self.account) } else { VisibleTo::of_person(self.account, self.person) }
    }
}

// An event of GitHub's knows more than a list: what is there already stays.
const PUT_ACCOUNT: &str =
    "INSERT INTO accounts (id, login, kind, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
const PUT_INSTALLATION: &str = "
    INSERT INTO installations (id, account_id, created_at, changed_at) VALUES ($1, $2, $3, 0) ON CONFLICT (id) DO NOTHING";
const PUT: &str = "INSERT INTO memberships (person_id, account_id, installation_id, is_admin) VALUES ($1, $2, $3, $4)";
const PUT_REPOSITORY: &str = "INSERT INTO reachable_repositories (person_id, account_id, repository_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
// Tokens end with the right of whoever made them.
const REVOKE: &str = "
    UPDATE api_tokens SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL AND account_id NOT IN (
        SELECT account_id FROM memberships WHERE person_id = $1 AND is_admin = 1
    )";

impl Store {
    /// Replaces what a person reaches. API tokens that they made for accounts of which they are no admin any more are
    /// revoked.
    ///
    /// # Errors
    /// If the database is away. Everything stays as it was then.
    pub async fn replace_memberships(
        &self,
        person: i64,
        reachable: &[Reachable],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let at = millis(now);
        in_change!(self, change => {
                on_change!(change, connection => async {
                    sqlx::query("DELETE FROM memberships WHERE person_id = $1").bind(person).execute(&mut *connection).await?;
                    for one in reachable {
                        let account = sqlx::query(PUT_ACCOUNT).bind(one.account).bind(&one.login).bind(one.kind.as_str()).bind(at);
                        account.execute(&mut *connection).await?;
                        sqlx::query(PUT_INSTALLATION).bind(one.installation).bind(one.account).bind(at).execute(&mut *connection).await?;
                        let put = sqlx::query(PUT).bind(person).bind(one.account).bind(one.installation).bind(i64::from(one.is_admin));
                        put.execute(&mut *connection).await?;
                        for repository in one.repositories.iter().filter(|_| !one.is_admin) {
                            sqlx::query(PUT_REPOSITORY).bind(person).bind(one.account).bind(repository).execute(&mut *connection).await?;
                        }
                    }
                    sqlx::query(REVOKE).bind(person).bind(at).execute(&mut *connection).await?;
                    sqlx::query("UPDATE people SET reach_told_at = $2 WHERE id = $1").bind(person).bind(at).execute(&mut *connection).await?;
                    Ok::<(), sqlx::Error>(())
                }
                .await)
                .map_err(StoreError::on("keep what a person reaches"))
        })
    }

    /// The accounts that a person may see, by name.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn memberships(&self, person: i64) -> Result<Vec<Membership>, StoreError> {
        let sql = "
            SELECT memberships.account_id, accounts.login, accounts.kind, memberships.installation_id, memberships.is_admin
            FROM memberships JOIN accounts ON accounts.id = memberships.account_id
            WHERE memberships.person_id = $1 AND accounts.removed_at IS NULL ORDER BY accounts.login LIMIT 500";
        let rows: Vec<(i64, String, String, i64, i64)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(person).fetch_all(pool).await)
                .map_err(StoreError::on("read what a person reaches"))?;
        let membership = |(account, login, kind, installation, is_admin): (i64, String, String, i64, i64)| Membership {
            person,
            account,
            login,
            is_organization: kind == AccountKind::Organization.as_str(),
            installation,
            is_admin: is_admin == 1,
        };
        Ok(rows.into_iter().map(membership).collect())
    }

    /// People who can see an account: number, name, and whether they are admins of it.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn members(&self, account: i64) -> Result<Vec<(i64, String, bool)>, StoreError> {
        let sql = "
            SELECT people.id, people.login, memberships.is_admin FROM memberships JOIN people ON people.id = memberships.person_id
            WHERE memberships.account_id = $1 ORDER BY memberships.is_admin DESC, people.login LIMIT 500";
        let rows: Vec<(i64, String, i64)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(account).fetch_all(pool).await)
                .map_err(StoreError::on("read members"))?;
        Ok(rows.into_iter().map(|(id, login, is_admin)| (id, login, is_admin == 1)).collect())
    }
}
