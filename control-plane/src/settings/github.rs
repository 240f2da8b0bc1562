//! `SPRINTERS_GITHUB_*`.

use super::problem::Wrong;
use super::reader::Reader;
use super::url;
use secrecy::{ExposeSecret, SecretString};
use sprinters_services::identity::GitHubSettings;

/// Fewest characters of a webhook secret: anybody who saw one delivery can try guesses at home.
const MIN_WEBHOOK_SECRET: usize = 16;

pub(super) fn read(reader: &mut Reader<'_>) -> GitHubSettings {
    let github = GitHubSettings {
        api_url: reader.optional("SPRINTERS_GITHUB_API_URL", url::parse),
        web_url: reader.optional("SPRINTERS_GITHUB_WEB_URL", url::parse),
        app_id: reader.optional("SPRINTERS_GITHUB_APP_ID", app_id),
        app_private_key: reader.optional("SPRINTERS_GITHUB_APP_PRIVATE_KEY", private_key),
        webhook_secret: reader.optional("SPRINTERS_GITHUB_WEBHOOK_SECRET", webhook_secret),
        client_id: reader.optional("SPRINTERS_GITHUB_CLIENT_ID", |text| Ok(text.trim().to_owned())),
        client_secret: reader.secret("SPRINTERS_GITHUB_CLIENT_SECRET"),
    };
    together(reader, "SPRINTERS_GITHUB_APP_ID", "SPRINTERS_GITHUB_APP_PRIVATE_KEY");
    together(reader, "SPRINTERS_GITHUB_CLIENT_ID", "SPRINTERS_GITHUB_CLIENT_SECRET");
    // One of the two alone would send tokens of one GitHub to the other.
    together(reader, "SPRINTERS_GITHUB_API_URL", "SPRINTERS_GITHUB_WEB_URL");
    github
}

/// Refuses one of two settings without the other.
pub(super) fn together(reader: &mut Reader<'_>, one: &'static str, other: &'static str) {
    for (given, missing) in [(one, other), (other, one)] {
        if reader.is_given(given) && !reader.is_given(missing) {
            let wrong = Wrong::new(format!("{missing} is missing beside it"), format!("set {missing} too, or neither"));
            reader.refuse(given, wrong);
        }
    }
}

fn app_id(text: &str) -> Result<u64, Wrong> {
    let id = text.trim().parse().ok().filter(|id| *id != 0);
    id.ok_or_else(|| {
        Wrong::new(format!("`{}` is not an App's number", text.trim()), "copy the App ID from the App's settings page")
    })
}

fn private_key(text: &str) -> Result<SecretString, Wrong> {
    let text = text.trim();
    // Environment files often hold the line ends as two characters.
    let key = if text.contains('\n') { text.to_owned() } else { text.replace("\\n", "\n") };
    let is_pem = key.starts_with("-----BEGIN ") && key.contains("PRIVATE KEY-----") && key.ends_with("-----");
    if !is_pem {
        return Err(Wrong::new(
            "not a private key in PEM",
            "give the whole .pem file that GitHub made, or its name in SPRINTERS_GITHUB_APP_PRIVATE_KEY_FILE",
        ));
    }
    Ok(SecretString::from(key))
}

fn webhook_secret(text: &str) -> Result<SecretString, Wrong> {
    let secret = SecretString::from(text.trim());
    if secret.expose_secret().len() < MIN_WEBHOOK_SECRET {
        return Err(Wrong::new(
            format!("shorter than {MIN_WEBHOOK_SECRET} characters"),
            "make one with `openssl rand -hex 32` and give it to GitHub too",
        ));
    }
    Ok(secret)
}
