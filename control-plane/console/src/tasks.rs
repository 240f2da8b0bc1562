//! What a serving process does for the console by itself: live pages, sums of costs, e-mail, and forgetting.

use super::access;
use super::request_context::LIFETIMES;
use super::state::Console;
use sprinters_common::Chain;
use sprinters_core::time::Timestamp;
use sprinters_services::mail;
use sprinters_services::mail::Mailer;
use sprinters_store::{StoreError, in_change};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often costs are added up and e-mail is looked for.
const EVERY: Duration = Duration::from_secs(30);

/// How often what is old is removed, in rounds of the above: half an hour.
const FORGET_EVERY: u32 = 60;

/// The audit log is kept for two years: longer than jobs, since it answers questions that come late.
const KEEP_AUDIT: Duration = Duration::from_secs(2 * 365 * 24 * 60 * 60);

/// How long somebody is remembered whom no account names any more: they may be about to install the App.
const KEEP_PEOPLE: Duration = Duration::from_secs(24 * 60 * 60);

/// How long it is remembered what was told.
const KEEP_MAIL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Rows that are removed at once.
const CHUNK: i64 = 500;

/// The running tasks. They end when this is dropped.
#[derive(Debug)]
pub struct Tasks(Vec<JoinHandle<()>>);

impl Drop for Tasks {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

/// Starts them. Several processes may run them at once.
#[must_use]
pub fn start(console: &Console, mailer: Option<Mailer>) -> Tasks {
    let watching = tokio::spawn(super::events::watch(console.clone()));
    let keeping = tokio::spawn(keep(console.clone(), mailer));
    Tasks(vec![watching, keeping])
}

async fn keep(console: Console, mailer: Option<Mailer>) {
    let mut round: u32 = 0;
    loop {
        if let Err(error) = once(&console, mailer.as_ref(), round.is_multiple_of(FORGET_EVERY)).await {
            tracing::error!(error = %Chain(&error), "the console's own work was not done");
        }
        round = round.wrapping_add(1);
        tokio::time::sleep(EVERY).await;
    }
}

/// One round of it.
///
/// # Errors
/// If the database is away.
pub(super) async fn once(console: &Console, mailer: Option<&Mailer>, forget: bool) -> Result<(), StoreError> {
    let (store, now) = (console.store(), console.now());
    if forget {
        super::pages::policy::keep_template(console).await?;
    }
    store.add_up_costs(now).await?;
    if let (Some(mailer), Some(base)) = (mailer, console.settings().public_url.as_ref()) {
        let base = base.as_str().trim_end_matches('/');
        // Whoever is about to get mail is asked about first; whoever can't be stays without.
        for person in store.mail_recipients(now, CHUNK).await? {
            match access::refresh_if_old(console, person, store.reach_told_at(person).await?).await {
                Ok(()) | Err(access::Denied::Unknown) => {}
                Err(access::Denied::Ended) => {
                    in_change!(store, change => change.end_authorization(person).await)?;
                }
                Err(access::Denied::Store(error)) => return Err(error),
            }
        }
        mail::announce(store, base, now).await?;
        mail::announce_standing(store, &console.services().images, base, now).await?;
        mail::send_due(store, mailer, base, now).await?;
    }
    if forget {
        store.forget_sessions(LIFETIMES, now).await?;
        for person in store.people_without_need(LIFETIMES, now, CHUNK).await? {
            access::release_tokens(console, person).await?;
        }
        while store.forget_people(before(now, KEEP_PEOPLE), CHUNK).await? == CHUNK.unsigned_abs() {}
        while store.forget_mail(before(now, KEEP_MAIL), CHUNK).await? == CHUNK.unsigned_abs() {}
        while store.forget_audit(before(now, KEEP_AUDIT), CHUNK).await? == CHUNK.unsigned_abs() {}
    }
    Ok(())
}

fn before(now: Timestamp, time: Duration) -> Timestamp {
    Timestamp::from_millis(now.as_millis().saturating_sub(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
}
