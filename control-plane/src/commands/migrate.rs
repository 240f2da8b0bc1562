//! `migrate`.

use super::{CommandError, opening, say};
use crate::settings::Settings;
use sprinters_store::{Inspection, LATEST, Store};

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let opening = opening(settings, true).await?;
    let before = Store::inspect(&opening).await?;
    let store = Store::open(&opening).await?;
    store.close().await;
    let done = match before {
        Inspection::Ours { version } if version == LATEST => format!("schema {LATEST}: nothing to do"),
        Inspection::Ours { version } => format!("schema {version} is now schema {LATEST}"),
        // Opening refuses what is not ours or newer.
        Inspection::Empty | Inspection::Newer { .. } | Inspection::Foreign { .. } => format!("made schema {LATEST}"),
    };
    say(&done);
    Ok(())
}
