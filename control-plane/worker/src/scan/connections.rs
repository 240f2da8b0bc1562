//! Connections that are broken are tried again, and all are verified once a day, so that a role that changed is seen
//! before a job needs it.

use super::{Held, Looked, Scan};
use sprinters_core::effect::Effect;
use sprinters_core::time::Timestamp;
use sprinters_store::{Connection, ConnectionState, StoreError};
use std::time::Duration;

/// Between two tries of a broken one: somebody is at it, and wants to see it turn green.
const BROKEN: Duration = Duration::from_secs(120);

/// Between two verifications of a working one.
const WORKING: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let now = held.context.services.clock.now();
    for connection in held.context.services.store.connected().await? {
        if is_due(&connection, now) {
            let (account, id) = (connection.account_id, connection.id);
            held.intend(account, &Effect::CheckConnection { account, connection: id }).await?;
        }
    }
    Ok(Looked::seen(Scan::Connections, String::new()))
}

fn is_due(connection: &Connection, now: Timestamp) -> bool {
    let since = connection.checked_at.map(|at| now.since(at));
    match connection.state {
        // Its outputs came, and nobody has tried it yet.
        ConnectionState::Pending => since.is_none_or(|since| BROKEN <= since),
        ConnectionState::Broken => since.is_none_or(|since| BROKEN <= since),
        ConnectionState::Working => since.is_none_or(|since| WORKING <= since),
        ConnectionState::Removed => false,
    }
}
