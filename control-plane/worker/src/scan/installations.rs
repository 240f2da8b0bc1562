//! Installations that GitHub has, against those that we know: events of them are missed like all others.

use super::{Held, Looked, Scan, in_held_change};
use sprinters_common::Chain;
use sprinters_core::reconcile::Coverage;
use sprinters_store::{AccountKind, InstallationChange, StoreError};
use std::collections::BTreeSet;

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let context = held.context;
    let Some(github) = context.services.identity.github() else {
        return Ok(Looked::seen(Scan::Installations, String::new()));
    };
    let (theirs, coverage) = match github.installations().await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "GitHub does not list installations");
            return Ok(Looked::NoAnswer);
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
        apply(held, &change).await?;
    }
    // A list that broke off proves nothing is missing.
    if coverage == Coverage::Partial {
        return Ok(Looked::seen(Scan::Installations, String::new()));
    }
    let now = context.services.clock.now();
    for known in context.services.store.live_installations().await? {
        if !there.contains(&known.id)
            && let Some(account) = context.services.store.account(known.account_id).await?
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
            apply(held, &change).await?;
        }
    }
    Ok(Looked::seen(Scan::Installations, String::new()))
}

async fn apply(held: &Held<'_>, installation: &InstallationChange) -> Result<(), StoreError> {
    in_held_change!(held, change => change.apply_installation(installation).await)
}
