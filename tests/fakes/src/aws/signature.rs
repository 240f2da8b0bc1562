//! Signature Version 4: who signed a request, for which service and region, and whether it was them (AWS General
//! Reference, "Signature Version 4").

use super::moment;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A request as it was signed. Header names are in lower case.
#[derive(Debug)]
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a [(String, String)],
    pub(super) body: &'a [u8],
}

/// What the header `authorization` claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) access_key_id: String,
    pub(super) date: String,
    pub(super) region: String,
    pub(super) service: String,
    signed_headers: Vec<String>,
    signature: String,
}

/// What is wrong with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No header, or one that can't be read.
    Missing,
    /// Its date is not that of the request, or too far from now.
    Date,
    /// It was not signed with that key, or was changed since.
    Mismatch,
}

impl Signed<'_> {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// Reads the claim.
    pub(super) fn claim(&self) -> Result<Claim, Wrong> {
        let header = self.header("authorization").ok_or(Wrong::Missing)?;
        let parts = header.strip_prefix("AWS4-HMAC-SHA256").ok_or(Wrong::Missing)?;
        let part = |name: &str| {
            let mut parts = parts.split(',').map(str::trim);
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).ok_or(Wrong::Missing)
        };
        let scope: Vec<&str> = part("Credential")?.split('/').collect();
        let [access_key_id, date, region, service, "aws4_request"] = scope[..] else { return Err(Wrong::Missing) };
        Ok(Claim {
            access_key_id: access_key_id.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: part("SignedHeaders")?.split(';').map(str::to_owned).collect(),
            signature: part("Signature")?.to_owned(),
        })
    }

    /// Checks the claim with the key that it names. `now` in milliseconds, where the clock is the caller's too.
    pub(super) fn check(&self, claim: &Claim, secret: &str, now: Option<u64>) -> Result<(), Wrong> {
        /// How far apart the clocks of caller and AWS may be.
        const SKEW: u64 = 15 * moment::MINUTE;

        let stamp = self.header("x-amz-date").ok_or(Wrong::Missing)?;
        let at = moment::of_basic(stamp).ok_or(Wrong::Date)?;
        if !stamp.starts_with(&claim.date) || now.is_some_and(|now| SKEW < now.abs_diff(at)) {
            return Err(Wrong::Date);
        }
        // The host and the token must be signed, or they could be exchanged.
        let signs = |name: &str| claim.signed_headers.iter().any(|header| header == name);
        if !signs("host") || (self.header("x-amz-security-token").is_some() && !signs("x-amz-security-token")) {
            return Err(Wrong::Mismatch);
        }
        let mut canonical = format!("{}\n{}\n{}\n", self.method, self.path, self.query);
        for name in &claim.signed_headers {
            let value = self.header(name).ok_or(Wrong::Mismatch)?;
            let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            canonical.push_str(&format!("{name}:{value}\n"));
        }
        canonical.push_str(&format!("\n{}\n{}", claim.signed_headers.join(";"), hex(&Sha256::digest(self.body))));
        let Claim { date, region, service, .. } = claim;
        let scope = format!("{date}/{region}/{service}/aws4_request");
        let to_sign = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let mut key = mac(format!("AWS4{secret}").as_bytes(), date.as_bytes());
        for part in [region.as_str(), service, "aws4_request"] {
            key = mac(&key, part.as_bytes());
        }
        if hex(&mac(&key, to_sign.as_bytes())) == claim.signature { Ok(()) } else { Err(Wrong::Mismatch) }
    }
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AWS's own example: `get-vanilla` of the Signature Version 4 test suite.
    #[test]
    fn aws_signs_as_we_do() {
        let authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = [
            header("host", "example.amazonaws.com"),
            header("x-amz-date", "20150830T123600Z"),
            header("authorization", authorization),
        ];
        let signed = Signed { method: "GET", path: "/", query: "", headers: &headers, body: b"" };
        let claim = signed.claim().unwrap();
        assert_eq!((claim.access_key_id.as_str(), claim.service.as_str()), ("AKIDEXAMPLE", "service"));
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let at = moment::of_basic("20150830T124000Z");
        assert_eq!(signed.check(&claim, secret, at), Ok(()));
        assert_eq!(signed.check(&claim, "another", at), Err(Wrong::Mismatch));
        assert_eq!(signed.check(&claim, secret, moment::of_basic("20150830T130000Z")), Err(Wrong::Date));
        let changed = Signed { body: b"x", ..signed };
        assert_eq!(changed.check(&claim, secret, at), Err(Wrong::Mismatch));
        let nothing = Signed { headers: &[], ..changed };
        assert_eq!(nothing.claim(), Err(Wrong::Missing));
    }
}
