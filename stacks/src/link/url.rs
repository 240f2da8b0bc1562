//! Addresses: where templates lie, where the console is, and how a value is written into a link.

use super::LinkError;

/// Most characters of the template's address in a quick-create link.
pub const MAX_TEMPLATE_URL_CHARACTERS: usize = 1_024;

/// Refuses what CloudFormation's console would.
pub(super) fn check(url: &str) -> Result<(), LinkError> {
    let characters = url.chars().count();
    if MAX_TEMPLATE_URL_CHARACTERS < characters {
        return Err(LinkError::TemplateUrlTooLong { characters });
    }
    problem(url).map_or(Ok(()), |problem| Err(LinkError::TemplateUrl { url: url.to_owned(), problem }))
}

fn problem(url: &str) -> Option<&'static str> {
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some("has characters that must be percent-encoded");
    }
    let Some(rest) = url.strip_prefix("https://") else { return Some("does not begin with https://") };
    if url.contains('#') {
        return Some("has a fragment");
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if host.contains(['@', ':']) {
        return Some("has a user or a port in it");
    }
    let Some(style) = s3_host(host) else { return Some("is not on S3") };
    let key = path.split('?').next().unwrap_or_default().trim_start_matches('/');
    let key = match style {
        Style::BucketInHost => key,
        Style::BucketInPath => key.split_once('/').map_or("", |(_, key)| key),
    };
    key.is_empty().then_some("names no object")
}

/// The two ways of S3 to name a bucket: Amazon S3 User Guide, "Virtual hosting of general purpose buckets".
enum Style {
    BucketInHost,
    BucketInPath,
}

fn s3_host(host: &str) -> Option<Style> {
    let host = host.to_ascii_lowercase();
    let name = host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"))?;
    let labels: Vec<&str> = name.split('.').collect();
    if labels.iter().any(|label| label.is_empty() || !label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')) {
        return None;
    }
    let endpoint = match labels.as_slice() {
        [.., "s3", "dualstack", region] if is_region(region) => 3,
        [.., "s3", region] if is_region(region) => 2,
        [.., "s3"] => 1,
        [.., last] if last.strip_prefix("s3-").is_some_and(is_region) => 1,
        [..] => return None,
    };
    Some(if labels.len() == endpoint { Style::BucketInPath } else { Style::BucketInHost })
}

/// Domain of the console for a region; none where the region is not written like one. AWS General Reference, "AWS
/// service endpoints": China and GovCloud are partitions with consoles of their own.
pub(super) fn console(region: &str) -> Option<&'static str> {
    if !is_region(region) {
        return None;
    }
    Some(match region.split('-').next() {
        Some("cn") => "console.amazonaws.cn",
        Some("us") if region.starts_with("us-gov-") => "console.amazonaws-us-gov.com",
        Some(_) | None => "console.aws.amazon.com",
    })
}

/// `eu-central-1`: two letters or more, one word or more, a number. New regions appear every year, so the form is
/// checked, not a list.
fn is_region(text: &str) -> bool {
    let words: Vec<&str> = text.split('-').collect();
    let Some((number, [first, rest @ ..])) = words.split_last() else { return false };
    let letters = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    !rest.is_empty()
        && 2 <= first.len()
        && letters(first)
        && rest.iter().all(|word| letters(word))
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Percent-encodes everything but RFC 3986's unreserved characters: a value may hold `&`, `=`, `+` and `#`, and the
/// link stands in a fragment that some readers decode twice.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
