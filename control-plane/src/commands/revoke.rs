//! `revoke`: for the day on which nobody knows who else has a session or a token.

use super::{CommandError, opening, say};
use crate::settings::Settings;
use sprinters_common::clock;
use sprinters_store::Store;

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let store = Store::open(&opening(settings, false).await?).await?;
    let revoked = store.revoke_everything(clock::now()).await;
    store.close().await;
    let (sessions, tokens) = revoked.map_err(|error| CommandError::Outside(error.into()))?;
    say(&format!("sessions ended: {sessions}, API tokens revoked: {tokens}"));
    Ok(())
}
