//! `SPRINTERS_OTLP_ENDPOINT`.

use super::problem::Wrong;
use super::url;
use ::url::Url;

/// Where traces are sent: the collector's base, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it, with the path of traces added.
pub(super) fn parse(text: &str) -> Result<Url, Wrong> {
    let mut url = url::parse(text)?;
    let base = url.path().trim_end_matches('/').to_owned();
    if base.ends_with("/v1/traces") {
        return Err(Wrong::new("it ends in /v1/traces, which is added by itself", "leave that part out"));
    }
    url.set_path(&format!("{base}/v1/traces"));
    Ok(url)
}
