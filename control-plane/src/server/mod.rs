//! HTTP within bounds. A connection has a time for its headers, a request for its body and for the whole of its answer,
//! a client a share of what may be under way at once; a client that says nothing, half of it, or reads nothing is cut
//! off, and makes room before that when somebody else wants in. What machines ask (deliveries, readiness, metrics) has
//! places that pages can't take, and may have listeners of its own. With a certificate every connection is TLS 1.2 or
//! 1.3, with HTTP/2 for whoever speaks it; plain HTTP on that port gets no answer.

mod certificate;
mod exchange;
mod health;
mod listen;
mod places;
mod proxies;
mod ready;
mod routes;
mod tls;

pub use certificate::{Certificate, CertificateProblem, TlsFiles};
pub use listen::{Limits, Listener, serve};
pub use proxies::{ForwardedBy, TrustedProxies};
pub(crate) use ready::LOOP_AGE;
pub use routes::{Paths, Served, router};
pub use tls::{Refreshed, Tls, renew};
