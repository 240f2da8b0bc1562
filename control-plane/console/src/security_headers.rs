//! What every answer of the console tells the browser to refuse.

use super::view::Fragment;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// No inline script, no inline style, nothing from elsewhere, no frame, no plug-in, no form to elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    // Two years. A browser ignores it where it came without TLS, such as on loopback.
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// For a part of a page: whoever opens it as a document gets nothing that runs or loads.
const FRAGMENT: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Adds the headers. What a handler set itself stays.
pub(super) async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_fragment = response.extensions().get::<Fragment>().is_some();
    let headers = response.headers_mut();
    if is_fragment {
        for (name, value) in FRAGMENT {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        return response;
    }
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    // Pages are about one person; what may be kept says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The policy for the page whose form leads to GitHub at that origin, and back to us.
pub(super) fn with_form_to(origin: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inline_and_nothing_from_elsewhere() {
        assert!(!POLICY.contains("unsafe") && !POLICY.contains("http") && POLICY.starts_with("default-src 'none'"));
        let policy = with_form_to("https://github.com").unwrap();
        assert!(policy.to_str().unwrap().contains("form-action 'self' https://github.com;"));
    }
}
