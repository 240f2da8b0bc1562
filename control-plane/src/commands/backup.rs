//! `backup`.

use super::{CommandError, opening, say};
use crate::settings::Settings;
use sprinters_store::Store;
use std::path::Path;

pub(super) async fn run(settings: &Settings, to: &Path) -> Result<(), CommandError> {
    Store::back_up(&opening(settings, false).await?, to).await?;
    let to = to.display();
    say(&format!("copied to {to}, with its key in {to}.key; keep the root keys elsewhere"));
    Ok(())
}
