//! Webhook deliveries: what was to be sent, what became of it.

use super::GitHub;
use super::keys;
use super::send;
use super::state::State;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// What happens to a new delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending {
    /// It is sent at once.
    #[default]
    Live,
    /// It waits in the outbox for [`GitHub::deliver`] or [`GitHub::lose`].
    Held,
}

/// A delivery.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Its number here; GitHub numbers attempts, not deliveries.
    pub id: u64,
    /// `X-GitHub-Delivery`: the same for every attempt.
    pub guid: String,
    /// Number of the App.
    pub app: u64,
    /// `X-GitHub-Event`
    pub event: String,
    /// The body's action.
    pub action: String,
    /// Number of the installation.
    pub installation: Option<i64>,
    /// Number of the repository.
    pub repository: Option<i64>,
    /// The bytes that are signed and sent.
    pub body: Arc<[u8]>,
}

/// An attempt of a delivery.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// GitHub's number of it.
    pub id: u64,
    /// The delivery.
    pub delivery: u64,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What was answered; none if nothing was, or it never arrived.
    pub status: Option<u16>,
    /// Whether somebody had asked for it.
    pub redelivery: bool,
    /// How long it took, in milliseconds.
    pub took: u64,
}

/// How long GitHub remembers deliveries, in milliseconds: three days.
const KEPT: u64 = 3 * 24 * 3_600_000;

/// Most bytes of bodies that are kept; the oldest deliveries go first.
const MOST_BYTES: usize = 256 * 1024 * 1024;

#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    all: BTreeMap<u64, Delivery>,
    bytes: usize,
    /// Newest last.
    pub(super) attempts: VecDeque<Attempt>,
    /// To be sent: the delivery, and whether somebody asked for it again.
    pub(super) outbox: VecDeque<(u64, bool)>,
    sending: Sending,
}

impl Deliveries {
    /// Whether the sender has something to do.
    pub(super) fn has_waiting(&self) -> bool {
        self.sending == Sending::Live && !self.outbox.is_empty()
    }

    pub(super) fn next_to_send(&mut self) -> Option<(u64, bool)> {
        if self.sending == Sending::Held {
            return None;
        }
        self.outbox.pop_front()
    }

    pub(super) fn get(&self, id: u64) -> Option<&Delivery> {
        self.all.get(&id)
    }
}

impl State {
    /// Makes a delivery for an App.
    pub(super) fn make_delivery(
        &mut self,
        app: u64,
        event: &str,
        installation: Option<i64>,
        repository: Option<i64>,
        body: &Value,
    ) {
        let Some(url) = self.apps.get(&app).and_then(|app| app.webhook_url.as_ref()) else { return };
        if url.is_empty() {
            return;
        }
        let id = self.next_id();
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        let action = body.get("action").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (guid, event) = (keys::guid(), event.to_owned());
        self.deliveries.bytes += bytes.len();
        let delivery = Delivery { id, guid, app, event, action, installation, repository, body: bytes.into() };
        self.deliveries.all.insert(id, delivery);
        self.deliveries.outbox.push_back((id, false));
        while MOST_BYTES < self.deliveries.bytes {
            let Some((id, oldest)) = self.deliveries.all.pop_first() else { break };
            self.deliveries.bytes -= oldest.body.len();
            self.deliveries.outbox.retain(|(waiting, _)| *waiting != id);
            self.deliveries.attempts.retain(|attempt| attempt.delivery != id);
        }
    }

    /// Writes down what became of an attempt.
    pub(super) fn attempted(&mut self, delivery: u64, status: Option<u16>, redelivery: bool, took: u64) {
        let id = self.next_id();
        let at = self.now;
        self.deliveries.attempts.push_back(Attempt { id, delivery, at, status, redelivery, took });
        while self.deliveries.attempts.front().is_some_and(|oldest| KEPT <= at - oldest.at) {
            self.deliveries.attempts.pop_front();
        }
    }

    /// What is to be sent where.
    pub(super) fn letter(&self, delivery: u64) -> Option<send::Letter> {
        let delivery = self.deliveries.get(delivery)?;
        let app = self.apps.get(&delivery.app)?;
        Some(send::Letter {
            url: app.webhook_url.clone()?,
            secret: app.webhook_secret.clone(),
            delivery: delivery.clone(),
            app: app.id,
        })
    }
}

impl GitHub {
    /// Says what happens to new deliveries. What waits in the outbox is sent when it becomes live.
    pub fn set_sending(&self, sending: Sending) {
        self.with(|state| state.deliveries.sending = sending);
    }

    /// Deliveries that are to be sent, oldest first.
    #[must_use]
    pub fn outbox(&self) -> Vec<Delivery> {
        self.with(|state| {
            state.deliveries.outbox.iter().filter_map(|(id, _)| state.deliveries.get(*id).cloned()).collect()
        })
    }

    /// Sends a delivery now, whether it waits or was sent before; a second time makes a duplicate. Answers with the
    /// status, if there was one.
    pub async fn deliver(&self, id: u64) -> Option<u16> {
        let redelivery = self.with(|state| {
            let at = state.deliveries.outbox.iter().position(|(waiting, _)| *waiting == id);
            at.and_then(|at| state.deliveries.outbox.remove(at)).is_some_and(|(_, redelivery)| redelivery)
        });
        send::send(&self.shared, id, redelivery).await
    }

    /// Sends all that waits, oldest first, one after the other.
    pub async fn deliver_all(&self) {
        while let Some(first) = self.with(|state| state.deliveries.outbox.front().map(|(id, _)| *id)) {
            self.deliver(first).await;
        }
    }

    /// A delivery that never arrives: GitHub lists it as failed.
    pub fn lose(&self, id: u64) {
        self.with(|state| {
            let before = state.deliveries.outbox.len();
            state.deliveries.outbox.retain(|(waiting, _)| *waiting != id);
            if state.deliveries.outbox.len() < before {
                state.attempted(id, None, false, 0);
            }
        });
    }

    /// A delivery that GitHub forgets: no list shows it.
    pub fn forget(&self, id: u64) {
        self.with(|state| state.deliveries.outbox.retain(|(waiting, _)| *waiting != id));
    }

    /// All attempts, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.with(|state| state.deliveries.attempts.iter().cloned().collect())
    }

    /// A delivery by its number.
    #[must_use]
    pub fn delivery(&self, id: u64) -> Option<Delivery> {
        self.with(|state| state.deliveries.get(id).cloned())
    }
}
