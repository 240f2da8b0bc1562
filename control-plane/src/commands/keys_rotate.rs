//! `keys rotate`.

use super::{CommandError, opening, say};
use crate::settings::Settings;
use sprinters_common::clock;
use sprinters_store::{KeyChange, Store};

pub(super) async fn run(settings: &Settings, accounts: bool) -> Result<(), CommandError> {
    let store = Store::open(&opening(settings, false).await?).await?;
    let result = rotate(&store, accounts).await;
    store.close().await;
    let change = result.map_err(|error| CommandError::Outside(error.into()))?;
    let KeyChange { wrapped, files, replaced, resealed, destroyed } = change;
    say(&format!("account keys wrapped with the first root key: {wrapped}"));
    if 0 < files {
        say("the database file's key is wrapped with the first root key");
    }
    if accounts {
        say(&format!(
            "account keys replaced: {replaced}, values sealed anew: {resealed}, old keys destroyed: {destroyed}"
        ));
    }
    Ok(())
}

async fn rotate(store: &Store, accounts: bool) -> Result<KeyChange, sprinters_store::StoreError> {
    let mut change = store.rewrap_keys().await?;
    if accounts {
        let replaced = store.rotate_account_keys(clock::now()).await?;
        change = KeyChange { wrapped: change.wrapped, files: change.files, ..replaced };
    }
    Ok(change)
}
