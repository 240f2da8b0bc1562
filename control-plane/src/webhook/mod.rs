//! `POST /webhooks/github`: from bytes of anybody to a committed delivery of GitHub's.

mod body;
mod event;
mod intake;
mod lenient;
mod payload;
mod receive;

pub use body::{ARRIVE, BodyBudget, LARGE_BODY_BYTES, LARGE_BODY_MEMORY, MAX_BODY_BYTES};
pub use event::Event;
pub use intake::Intake;
pub use payload::{PayloadError, Read, read};
pub use receive::receive;
