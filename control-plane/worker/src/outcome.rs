//! How performing an effect ended, as data: what is written about it is written in one change, in one place.

use super::machines::Event;
use secrecy::SecretString;
use sprinters_core::catalogue::Zone;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::Failure;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::time::Timestamp;
use sprinters_seal::AccountKey;
use sprinters_store::{
    Change, ConnectionState, SecretKind, SecretName, Store, StoreError, StoredPool, Subject, TimelineEvent, Verified,
};
use std::time::Duration;

/// Most held jobs that one success brings forward: each of them brings as many, if it succeeds.
const HASTENED: i64 = 20;

/// How it ended.
#[derive(Debug)]
pub enum Outcome {
    /// It need not be performed again.
    Done(Done),
    /// It did not succeed, and may later.
    Again {
        /// Not before that, if the other side said so.
        after: Option<Duration>,
        /// What people read who wait for it.
        meanwhile: Failure,
        /// What is written all the same.
        writes: Vec<Write>,
    },
    /// It is too early to say: look again after that.
    Later(Duration),
}

/// What is written with the end of an effect.
#[derive(Debug)]
pub struct Done {
    /// How, for the row and the metrics.
    pub end: EffectEnd,
    /// What happens to the machines.
    pub events: Vec<Event>,
    /// What else is kept.
    pub writes: Vec<Write>,
}

/// Something to be kept together with the end of an effect.
#[derive(Debug)]
pub enum Write {
    /// A secret, to be sealed.
    Secret {
        /// GitHub's number of the account.
        account: i64,
        /// What it is.
        kind: SecretKind,
        /// Of what.
        subject: String,
        /// The value.
        value: SecretString,
    },
    /// What AWS answered to a launch, for good.
    LaunchAnswered {
        /// The runner.
        runner: RunnerId,
        /// Which attempt.
        attempt: Attempt,
        /// In words.
        answer: String,
    },
    /// There was no capacity.
    CapacityRefused(StoredPool),
    /// There was capacity, for a runner of this account.
    CapacityGranted(i64, StoredPool),
    /// An AWS account was seen to have these zones.
    ZonesSeen {
        /// AWS account.
        aws_account: String,
        /// The zones.
        zones: Vec<Zone>,
    },
    /// A launch showed in which zone a subnet is.
    Zone {
        /// Our number of the connection.
        connection: i64,
        /// The subnet.
        subnet: String,
        /// Its zone.
        zone: String,
    },
    /// A connection came to stand elsewhere.
    Verified {
        /// GitHub's number of the account.
        account: i64,
        /// Our number of the connection.
        connection: i64,
        /// Where.
        verified: Verified,
    },
    /// Something to be done on an account's behalf.
    Intend(i64, Effect),
    /// An entry of the timeline.
    Note(Subject, TimelineEvent),
}

impl Outcome {
    /// Done, and nothing follows.
    pub(super) fn done(end: EffectEnd) -> Outcome {
        Outcome::Done(Done { end, events: Vec::new(), writes: Vec::new() })
    }

    /// Done, with one event.
    pub(super) fn event(end: EffectEnd, event: Event) -> Outcome {
        Outcome::Done(Done { end, events: vec![event], writes: Vec::new() })
    }

    /// The state has moved on: nobody wants it any more.
    pub(super) fn superseded() -> Outcome {
        Outcome::done(EffectEnd::Superseded)
    }

    /// What an error comes to; `give_up` makes the outcome of one that will not pass.
    pub(super) fn of(disposition: Disposition, give_up: impl FnOnce(Failure) -> Outcome) -> Outcome {
        match disposition {
            Disposition::Retry { after, meanwhile } => Outcome::Again { after, meanwhile, writes: Vec::new() },
            Disposition::GiveUp(failure) => give_up(failure),
        }
    }
}

/// The keys for secrets among the writes; one is made for an account that has none, which is a change of its own.
pub(super) async fn keys(
    store: &Store,
    writes: &[Write],
    now: Timestamp,
) -> Result<Vec<Option<AccountKey>>, StoreError> {
    let mut keys = Vec::with_capacity(writes.len());
    for write in writes {
        keys.push(match write {
            Write::Secret { account, .. } => Some(store.sealing_key(*account, now).await?),
            Write::LaunchAnswered { .. }
            | Write::CapacityRefused(_)
            | Write::CapacityGranted(..)
            | Write::ZonesSeen { .. }
            | Write::Zone { .. }
            | Write::Verified { .. }
            | Write::Intend(..)
            | Write::Note(..) => None,
        });
    }
    Ok(keys)
}

impl Write {
    /// Writes it; `key` is its account's, if it is a secret.
    pub(super) async fn put(
        &self,
        change: &mut Change,
        key: Option<&AccountKey>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match (self, key) {
            (Write::Secret { account, kind, subject, value }, Some(key)) => {
                change.put_secret(key, SecretName { account: *account, kind: *kind, subject }, value).await
            }
            // Its key was asked for above.
            (Write::Secret { .. }, None) => Err(StoreError::Stopping),
            (Write::LaunchAnswered { runner, attempt, answer }, _) => {
                change.answer_launch(*runner, *attempt, answer, now).await
            }
            (Write::CapacityRefused(pool), _) => change.capacity_refused(pool, now).await,
            (Write::CapacityGranted(account, pool), _) => {
                // Where AWS refused a moment ago and does not any more, others may go too.
                if change.capacity_granted(pool).await? {
                    change.hasten_held(*account, HASTENED, now).await?;
                }
                Ok(())
            }
            (Write::ZonesSeen { aws_account, zones }, _) => change.zones_seen(aws_account, zones, now).await,
            (Write::Zone { connection, subnet, zone }, _) => change.learn_zone(*connection, subnet, zone).await,
            (Write::Verified { account, connection, verified }, _) => {
                let moved = change.put_verified(*connection, verified, now).await?;
                if moved {
                    let happening = TimelineEvent::Connection {
                        connection: *connection,
                        state: verified.state.as_str().to_owned(),
                        failure: verified.failure.clone(),
                    };
                    change.note(Subject { account_id: *account, job: None, runner: None }, &happening, now);
                    // Whatever waited for this goes on by itself.
                    if verified.state == ConnectionState::Working {
                        change.hasten_held(*account, i64::MAX, now).await?;
                    }
                }
                Ok(())
            }
            (Write::Intend(account, effect), _) => change.intend(&effect.row(*account, now)).await.map(|_| ()),
            (Write::Note(about, happening), _) => {
                change.note(*about, happening, now);
                Ok(())
            }
        }
    }
}
