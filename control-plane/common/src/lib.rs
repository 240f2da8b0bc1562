//! What every room of the control plane uses and none owns: the time, numbers that nobody can guess, TLS, and how one
//! part tells another that there is something to do.

mod chain;
pub mod clock;
pub mod notify;
pub mod random;
pub mod tls;
pub mod vitals;

pub use chain::Chain;
