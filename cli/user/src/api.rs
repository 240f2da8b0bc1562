//! Calls to a control plane's `/api/v1`.

use crate::failure::Failure;
use crate::settings;
use serde_json::Value;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Largest answer: a page of the API has some hundred kilobytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A control plane, and who calls.
#[derive(Debug)]
pub(crate) struct Api {
    agent: ureq::Agent,
    pub(crate) base: String,
    token: Option<String>,
    verbose: bool,
}

impl Api {
    /// As the environment and the file say; without a token where none is needed.
    pub(crate) fn open(url: Option<&str>, verbose: bool) -> Result<Api, Failure> {
        let settings = settings::read()?;
        let url = url.map(str::to_owned).or(settings.url).ok_or_else(|| {
            Failure::input("no control plane is set")
                .help("run `sprinters sign-in --url https://HOST`, or set SPRINTERS_URL and SPRINTERS_TOKEN")
        })?;
        Api::new(&url, settings.token, verbose)
    }

    pub(crate) fn new(url: &str, token: Option<String>, verbose: bool) -> Result<Api, Failure> {
        let base = check_base(url)?;
        let roots = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<Certificate<'static>> = roots.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .root_certs(RootCerts::from(roots))
            .build();
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            // A token goes to one server.
            .max_redirects(0)
            .user_agent(concat!("sprinters/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Ok(Api { agent: config.into(), base, token, verbose })
    }

    pub(crate) fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Failure> {
        let mut url = format!("{}/api/v1/{path}", self.base);
        if !query.is_empty() {
            let pairs = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            url = format!("{url}?{pairs}");
        }
        if self.verbose {
            eprint_line(&format!("GET {url}"));
        }
        let mut request = self.agent.get(&url).header("accept", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.answer(request.call())
    }

    pub(crate) fn post(&self, path: &str) -> Result<Value, Failure> {
        let url = format!("{}/api/v1/{path}", self.base);
        if self.verbose {
            eprint_line(&format!("POST {url}"));
        }
        let mut request = self.agent.post(&url).header("accept", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.answer(request.send_empty())
    }

    /// Every item of a list, page by page, at most so many.
    pub(crate) fn all(&self, path: &str, query: &[(&str, String)], most: usize) -> Result<Vec<Value>, Failure> {
        let (mut items, mut query) = (Vec::new(), query.to_vec());
        loop {
            let mut page = self.get(path, &query)?;
            let Some(Value::Array(found)) = page.get_mut("items").map(Value::take) else {
                return Err(Failure::outside(format!("{} answers like no control plane of this version", self.base)));
            };
            items.extend(found);
            items.truncate(most);
            match page.get("next_cursor").and_then(Value::as_str) {
                Some(cursor) if items.len() < most => {
                    query.retain(|(name, _)| *name != "cursor");
                    query.push(("cursor", cursor.to_owned()));
                }
                Some(_) | None => return Ok(items),
            }
        }
    }

    fn answer(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Failure> {
        let unreachable = |error: ureq::Error| {
            Failure::outside(format!("can't reach {}: {error}", self.base))
                .help("check the address, the network and the proxy")
        };
        let mut answer = answer.map_err(unreachable)?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(MAX_BYTES).read_to_string().map_err(unreachable)?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        let detail = body.get("detail").and_then(Value::as_str).unwrap_or("no reason given").to_owned();
        match status {
            200..=299 if !body.is_null() => Ok(body),
            401 => {
                Err(Failure::input(detail).help("run `sprinters sign-in` with a new token from Settings, API tokens"))
            }
            403 | 404 | 400 | 409 | 422 => Err(Failure::input(detail)),
            429 => Err(Failure::outside(detail).help("wait a minute, then try again")),
            _ => Err(Failure::outside(format!("{} answered with status {status}: {detail}", self.base))),
        }
    }
}

/// `https`, or `http` to this machine: a token is never sent in the clear.
fn check_base(given: &str) -> Result<String, Failure> {
    let help = "give the address of the control plane, https://HOST";
    let url = url::Url::parse(given)
        .map_err(|error| Failure::input(format!("`{given}` is no address: {error}")).help(help))?;
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(url::Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    };
    let secure = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    if !secure || !url.username().is_empty() || url.query().is_some() || url.fragment().is_some() {
        return Err(Failure::input(format!("`{given}` is not the https address of a server")).help(help));
    }
    Ok(given.trim_end_matches('/').to_owned())
}

fn eprint_line(text: &str) {
    use std::io::Write as _;
    let _nobody_left_to_tell = writeln!(std::io::stderr().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::check_base;

    #[test]
    fn a_token_is_never_sent_in_the_clear() {
        for url in ["https://sprinters.example", "http://127.0.0.1:8080/", "http://localhost", "http://[::1]:1"] {
            assert!(check_base(url).is_ok(), "{url}");
        }
        for url in ["http://sprinters.example", "ftp://x", "sprinters.example", "https://user@host", "https://h?x", ""]
        {
            assert!(check_base(url).is_err(), "{url}");
        }
    }
}
