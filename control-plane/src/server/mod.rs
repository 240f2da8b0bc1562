//! HTTP within bounds: so many connections, and for each a time by which its headers are in. A client that says
//! nothing, or half of it, is cut off; what it holds meanwhile is one connection and a few kilobytes. With a
//! certificate every connection is TLS 1.2 or 1.3; plain HTTP on that port gets no answer.

mod certificate;
mod health;
mod listen;
mod ready;
mod routes;
mod tls;

pub use certificate::{Certificate, CertificateProblem, TlsFiles};
pub use listen::{Limits, Listener, serve};
pub use routes::{Served, router};
pub use tls::{Refreshed, Tls, renew};
