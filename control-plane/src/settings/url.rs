//! URLs of web services: encrypted, or on this machine.

use super::problem::Wrong;
use ::url::{Host, Url};

pub(super) fn parse(text: &str) -> Result<Url, Wrong> {
    // The text is not repeated: a URL may carry a password.
    let url = Url::parse(text.trim())
        .map_err(|error| Wrong::new(format!("not a URL: {error}"), "write it like https://sprinters.example.com"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Wrong::new("the URL carries a user name or password", "leave them out"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Wrong::new("the URL has a `?` or `#` part", "leave it out"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Wrong::new("`http://` to another machine is not encrypted", "use https://")),
        other => Err(Wrong::new(format!("`{other}://` is not the web"), "use https://")),
    }
}

/// Whether a URL's host is this machine by its name or number.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
