//! Sprinters without accounts: a control plane on an empty database, between fakes of GitHub and AWS on loopback.
//! Everything of ours is real: the stack is rendered and installed, the role assumed, deliveries are signed and sent,
//! instances launched by the real SDK. Nothing real is touched.

mod stream;
mod table;
mod world;

pub use stream::{Scene, Stream};
pub use table::Table;
pub use world::{Sandbox, SandboxError};
