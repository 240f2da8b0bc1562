//! Who asks, where a proxy stands between. What a proxy writes about a client counts only if the proxy is one that the
//! operator named, and only as far as such proxies wrote it: the list is read from its right end, where our own proxy
//! adds, up to the first address that is none of theirs. Whatever stands left of that one the client may have written.

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// Most hops that are looked at. More than a few proxies in a row are a forged list.
const MAX_HOPS: usize = 32;

/// Which header the proxies write. One and no other: a proxy passes on what it does not know, so a client could write
/// the other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForwardedBy {
    /// `X-Forwarded-For`: what most proxies and load balancers write.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The proxies that an operator trusts to say who asks. None by default: then the other end of the connection asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies {
    /// Their addresses.
    pub networks: Vec<IpNet>,
    /// Which header they write.
    pub header: ForwardedBy,
}

impl TrustedProxies {
    fn trust(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// Who asks: the other end of the connection, or whoever trusted proxies say stands behind it.
    pub(super) fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> SocketAddr {
        if !self.trust(peer.ip()) {
            return peer;
        }
        let hops = match self.header {
            ForwardedBy::XForwardedFor => hops(headers, &HeaderName::from_static("x-forwarded-for"), address),
            ForwardedBy::Forwarded => hops(headers, &header::FORWARDED, for_parameter),
        };
        let mut client = peer;
        for hop in hops.into_iter().take(MAX_HOPS) {
            // What can't be read was not written by a proxy of ours; neither was anything left of it.
            let Some(address) = hop else { break };
            client = SocketAddr::new(address.to_canonical(), 0);
            if !self.trust(address) {
                break;
            }
        }
        client
    }
}

/// What a header lists, from right to left over all its lines.
fn hops(headers: &HeaderMap, name: &HeaderName, read: fn(&str) -> Option<IpAddr>) -> Vec<Option<IpAddr>> {
    let lines: Vec<&str> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    lines.into_iter().rev().flat_map(|line| line.rsplit(',')).map(|hop| read(hop.trim())).collect()
}

/// The `for` of one hop of `Forwarded`.
fn for_parameter(hop: &str) -> Option<IpAddr> {
    let mut parameters = hop.split(';').filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

/// An address, with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address);
    }
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(header: ForwardedBy, peer: &str, lines: &[(&'static str, &'static str)]) -> String {
        let networks = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        TrustedProxies { networks, header }.client(peer, &headers).ip().to_string()
    }

    #[test]
    fn the_rightmost_address_that_is_no_proxy_of_ours_asks() {
        let x = |peer: &str, value: &'static str| asks(ForwardedBy::XForwardedFor, peer, &[("x-forwarded-for", value)]);
        assert_eq!(x("10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(x("10.0.0.1", "203.0.113.9, 198.51.100.7"), "198.51.100.7", "what a client wrote itself");
        assert_eq!(x("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.2.3.4"), "198.51.100.7", "two proxies of ours");
        assert_eq!(x("10.0.0.1", "198.51.100.7:5060"), "198.51.100.7");
        assert_eq!(x("::ffff:10.0.0.1", "[2001:db8::5]:443"), "2001:db8::5");
        assert_eq!(x("10.0.0.1", "10.9.9.9"), "10.9.9.9", "whoever asks from inside");
    }

    #[test]
    fn a_stranger_is_not_believed_about_who_asks() {
        let from =
            |peer: &str, value: &'static str| asks(ForwardedBy::XForwardedFor, peer, &[("x-forwarded-for", value)]);
        assert_eq!(from("198.51.100.7", "192.0.2.1"), "198.51.100.7");
        for odd in ["", "unknown", "192.0.2.1, what", "192.0.2.1 192.0.2.2", "192.0.2.1,", "300.1.1.1"] {
            assert_eq!(from("10.0.0.1", odd), "10.0.0.1", "{odd}");
        }
    }

    #[test]
    fn one_header_counts_and_the_other_is_a_clients_own() {
        let both: [(&'static str, &'static str); 2] =
            [("forwarded", "for=192.0.2.1"), ("x-forwarded-for", "198.51.100.7")];
        assert_eq!(asks(ForwardedBy::XForwardedFor, "10.0.0.1", &both), "198.51.100.7");
        assert_eq!(asks(ForwardedBy::Forwarded, "10.0.0.1", &both), "192.0.2.1");
    }

    #[test]
    fn forwarded_is_read_as_its_rfc_writes_it() {
        let f = |value: &'static str| asks(ForwardedBy::Forwarded, "fd00::1", &[("forwarded", value)]);
        assert_eq!(f("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
        assert_eq!(f("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::17");
        assert_eq!(f("for=203.0.113.9, for=198.51.100.17;by=10.0.0.1"), "198.51.100.17");
        assert_eq!(f("for=_hidden"), "fd00::1");
        let lines = [("forwarded", "for=203.0.113.9"), ("forwarded", "for=198.51.100.17")];
        assert_eq!(asks(ForwardedBy::Forwarded, "10.0.0.1", &lines), "198.51.100.17");
    }
}
