//! `SPRINTERS_LISTEN`.

use super::problem::Wrong;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Only this machine, until somebody says otherwise.
pub(super) const DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

pub(super) fn parse(text: &str) -> Result<SocketAddr, Wrong> {
    text.trim().parse().map_err(|_| {
        Wrong::new(
            format!("`{text}` is not an address with a port"),
            "write it like 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080",
        )
    })
}
