//! What pages load: one stylesheet, a script of others, two of ours, an icon. Compiled in; the address carries a
//! hash of the content, so a browser may keep it for ever.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::sync::LazyLock;

/// One file.
#[derive(Debug)]
struct Asset {
    name: String,
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
}

const FILES: [(&str, &str, &[u8]); 5] = [
    ("style.css", "text/css; charset=utf-8", include_bytes!("../../../templates/console/assets/style.css")),
    ("console.js", "text/javascript; charset=utf-8", include_bytes!("../../../templates/console/assets/console.js")),
    ("live.js", "text/javascript; charset=utf-8", include_bytes!("../../../templates/console/assets/live.js")),
    (
        "morph.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../../templates/console/assets/vendor/idiomorph.min.js"),
    ),
    ("icon.svg", "image/svg+xml", include_bytes!("../../../templates/console/assets/icon.svg")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| FILES.iter().map(|file| Asset::of(*file)).collect());

impl Asset {
    fn of((name, content_type, content): (&str, &'static str, &'static [u8])) -> Asset {
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(content)[..9]);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail; an empty answer would be seen at once.
        let gzip = encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default();
        Asset {
            name: format!("{hash}-{name}"),
            content_type,
            plain: Bytes::from_static(content),
            gzip: Bytes::from(gzip),
        }
    }
}

/// The addresses of all assets, for the frame of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Addresses {
    style: String,
    script: String,
    live: String,
    morph: String,
    icon: String,
}

/// Where the assets of this version are.
#[must_use]
pub(super) fn addresses() -> &'static Addresses {
    static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
        let address = |wanted: &str| {
            let asset = ASSETS.iter().find(|asset| asset.name.ends_with(&format!("-{wanted}")));
            asset.map(|asset| format!("/assets/{}", asset.name)).unwrap_or_default()
        };
        Addresses {
            style: address("style.css"),
            script: address("console.js"),
            live: address("live.js"),
            morph: address("morph.js"),
            icon: address("icon.svg"),
        }
    });
    &ADDRESSES
}

/// `GET /assets/{name}`.
pub(super) async fn get(State(_): State<super::Console>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return (StatusCode::NOT_FOUND, "no such file in this version\n").into_response();
    };
    let takes_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim().split(';').next() == Some("gzip")));
    let content = if takes_gzip { asset.gzip.clone() } else { asset.plain.clone() };
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if takes_gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_compressed_leaves_room_for_a_page_of_forty_kilobytes() {
        let compressed: usize = ASSETS.iter().map(|asset| asset.gzip.len()).sum();
        assert!((8_000..22_000).contains(&compressed), "{compressed} bytes");
    }

    #[test]
    fn scripts_of_others_are_the_ones_that_were_reviewed() {
        let readme = include_str!("../../../templates/console/assets/vendor/README.md");
        let (name, _, content) = FILES.iter().find(|file| file.0 == "morph.js").unwrap();
        let hash: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(readme.contains(&hash), "{name} has {hash}");
    }

    #[test]
    fn another_content_has_another_address() {
        let one = Asset::of(("a.css", "text/css", b"a{}"));
        assert_ne!(one.name, Asset::of(("a.css", "text/css", b"b{}")).name);
        assert!(addresses().style.starts_with("/assets/") && addresses().style.ends_with("-style.css"));
    }
}
