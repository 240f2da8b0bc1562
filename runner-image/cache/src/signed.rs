//! The addresses that are handed out for an upload or a download: whoever has one may use it until it expires, without
//! a token. That is what GitHub's are.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Seconds that an address is good for: the longest upload of 10 GiB on the smallest machine, several times over.
pub const GOOD_FOR_S: u64 = 3600;

/// What an address lets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Write the data of one entry.
    Upload,
    /// Read the data of one entry.
    Download,
}

impl Purpose {
    const ALL: [(&'static str, Self); 2] = [("upload", Self::Upload), ("download", Self::Download)];

    fn word(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Download => "download",
        }
    }
}

/// The key that addresses are signed with, drawn anew at every start: no address outlives the process that knows what
/// it stands for.
#[derive(Debug)]
pub struct Signer {
    key: hmac::Key,
}

impl Signer {
    /// A new key.
    ///
    /// # Errors
    /// When the kernel has no randomness to give.
    pub fn draw() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, &bytes) })
    }

    /// Path and query of an address. Three segments, because Azure's client takes the first for an account and the
    /// second for a container.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, id: u64, now_s: u64) -> String {
        let expires = now_s.saturating_add(GOOD_FOR_S);
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, &signed(purpose, id, expires)));
        format!("/sprinters/{}/{id}?se={expires}&sig={signature}", purpose.word())
    }

    /// What an address stands for, if it is one of ours and its time is not over.
    #[must_use]
    pub fn verify(&self, path: &str, query: &str, now_s: u64) -> Option<(Purpose, u64)> {
        let (word, id) = path.strip_prefix("/sprinters/")?.split_once('/')?;
        let (_, purpose) = Purpose::ALL.into_iter().find(|(known, _)| *known == word)?;
        let id = id.parse().ok()?;
        let (mut expires, mut signature) = (None, None);
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "se" => expires = value.parse::<u64>().ok(),
                "sig" => signature = URL_SAFE_NO_PAD.decode(value.as_bytes()).ok(),
                // Azure's client adds what it is about to do.
                _ => {}
            }
        }
        let (expires, signature) = (expires?, signature?);
        hmac::verify(&self.key, &signed(purpose, id, expires), &signature).ok()?;
        (now_s < expires).then_some((purpose, id))
    }
}

fn signed(purpose: Purpose, id: u64, expires: u64) -> Vec<u8> {
    format!("{} {id} {expires}", purpose.word()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verify(signer: &Signer, address: &str, now_s: u64) -> Option<(Purpose, u64)> {
        let (path, query) = address.split_once('?')?;
        signer.verify(path, query, now_s)
    }

    #[test]
    fn an_address_is_good_for_what_it_says_and_no_longer() {
        let signer = Signer::draw().unwrap();
        let address = signer.sign(Purpose::Download, 7, 1000);
        assert_eq!(verify(&signer, &address, 1000), Some((Purpose::Download, 7)));
        assert_eq!(
            verify(&signer, &format!("{address}&comp=block&blockid=QQ%3D%3D"), 1000),
            Some((Purpose::Download, 7))
        );
        assert_eq!(verify(&signer, &address, 1000 + GOOD_FOR_S), None);
        assert_eq!(verify(&Signer::draw().unwrap(), &address, 1000), None);
        for changed in [
            address.replace("download", "upload"),
            address.replace("/7?", "/8?"),
            address.replace("se=4600", "se=9600"),
            address.replace("&sig=", "&sig=A"),
            address[..address.find("&sig").unwrap()].to_owned(),
        ] {
            assert_eq!(verify(&signer, &changed, 1000), None, "{changed}");
        }
    }
}
