//! `audit`.

use super::{CommandError, opening, print, say};
use crate::settings::Settings;
use sprinters_store::{AuditLine, Store, VisibleTo};

/// Lines that are read at once.
const PAGE: i64 = 1_000;

/// `audit verify`: an account a line, and an error if any chain is not whole.
pub(super) async fn verify(settings: &Settings) -> Result<(), CommandError> {
    let store = Store::open(&opening(settings, false).await?).await?;
    let chains = store.verify_audit().await;
    store.close().await;
    let chains = chains.map_err(|error| CommandError::Outside(error.into()))?;
    for chain in &chains {
        let without = if chain.without == 0 { String::new() } else { format!(", {} without a hash", chain.without) };
        let state = match (chain.broken, chain.ends_right) {
            (Some(line), _) => format!("BROKEN at line {line}"),
            (None, false) => "BROKEN: newest lines are missing".to_owned(),
            (None, true) => "whole".to_owned(),
        };
        print(&format!("account {} {state}, {} lines{without}, head {}", chain.account, chain.lines, chain.head));
    }
    let broken = chains.iter().filter(|chain| !chain.is_whole()).count();
    if broken == 0 {
        say("every chain is whole; keep the heads elsewhere to see later that none was made anew");
        return Ok(());
    }
    Err(CommandError::Input(format!("{broken} of {} audit logs were changed outside of this program", chains.len())))
}

/// `audit export`: every line of an account as JSON lines, newest first; also of one that is deleted.
pub(super) async fn export(settings: &Settings, account: i64) -> Result<(), CommandError> {
    let store = Store::open(&opening(settings, false).await?).await?;
    let mut before = None;
    let result = loop {
        match store.audit_lines(VisibleTo::whole(account), before, PAGE).await {
            Ok(lines) => {
                for line in &lines {
                    print(&json(line));
                }
                before = lines.last().map(|last| last.id);
                if before.is_none() {
                    break Ok(());
                }
            }
            Err(error) => break Err(CommandError::Outside(error.into())),
        }
    };
    store.close().await;
    result
}

fn json(line: &AuditLine) -> String {
    serde_json::json!({
        "id": line.id, "at": line.at.as_millis(), "actor": line.actor, "action": line.action, "subject": line.subject,
        "detail": line.detail, "address": line.address, "hash": line.hash,
    })
    .to_string()
}
