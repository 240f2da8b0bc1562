//! `POST /webhooks/github`: from bytes of anybody to a committed delivery of GitHub's.

mod body;
mod event;
mod loose;
pub(crate) mod moment;
mod payload;
mod receive;
mod signature;

pub use body::{ARRIVE, BodyBudget, LARGE_BODY_BYTES, LARGE_BODY_MEMORY, MAX_BODY_BYTES};
pub use event::Event;
pub use payload::{AuthorizationFields, InstallationFields, JobFields, PayloadError, PingFields, Read, read};
pub use receive::receive;
pub use signature::{Signature, WebhookSecret};
