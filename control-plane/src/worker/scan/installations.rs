//! Installations that GitHub has, against those that we know: events of them are missed like all others.

use super::super::parts::Parts;
use crate::app::Chain;
use crate::store::{AccountKind, InstallationChange, StoreError};
use sprinters_core::reconcile::Coverage;
use std::collections::BTreeSet;

pub(super) async fn run(parts: &Parts) -> Result<(), StoreError> {
    let Some(github) = parts.github() else { return Ok(()) };
    let (theirs, coverage) = match github.installations().await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "GitHub does not list installations");
            return Ok(());
        }
    };
    let mut there = BTreeSet::new();
    for installation in &theirs {
        there.insert(installation.id);
        let kind = if installation.is_organization { AccountKind::Organization } else { AccountKind::User };
        let change = InstallationChange {
            id: installation.id,
            account_id: installation.account_id,
            login: installation.account.clone(),
            kind,
            at: installation.updated_at,
            suspended: installation.suspended,
            removed: false,
        };
        parts.store.apply_installation(&change).await?;
    }
    // A list that broke off proves nothing is missing.
    if coverage == Coverage::Partial {
        return Ok(());
    }
    let now = parts.clock.now();
    for known in parts.store.live_installations().await? {
        if !there.contains(&known.id)
            && let Some(account) = parts.store.account(known.account_id).await?
        {
            let (id, account_id, kind) = (known.id, known.account_id, account.kind);
            let change = InstallationChange {
                id,
                account_id,
                login: account.login,
                kind,
                at: now,
                suspended: false,
                removed: true,
            };
            parts.store.apply_installation(&change).await?;
        }
    }
    Ok(())
}
