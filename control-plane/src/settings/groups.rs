//! Settings that belong together: one of them without the other is a problem of its own.

use super::problem::Wrong;
use super::reader::Reader;
use super::values;
use crate::server::{Certificate, ForwardedBy, TlsFiles, TrustedProxies};
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use sprinters_common::clock;
use sprinters_services::identity::GitHubSettings;
use sprinters_services::mail::MailSettings;
use std::net::IpAddr;
use std::path::PathBuf;
use url::Url;

/// Refuses one of two settings without the other.
fn together(reader: &mut Reader<'_>, one: &'static str, other: &'static str) {
    for (given, missing) in [(one, other), (other, one)] {
        if reader.is_given(given) && !reader.is_given(missing) {
            let wrong = Wrong::new(format!("{missing} is missing beside it"), format!("set {missing} too, or neither"));
            reader.refuse(given, wrong);
        }
    }
}

/// Fewest characters of a webhook secret: anybody who saw one delivery can try guesses at home.
const MIN_WEBHOOK_SECRET: usize = 16;

/// `SPRINTERS_GITHUB_*`.
pub(super) fn github(reader: &mut Reader<'_>) -> GitHubSettings {
    let github = GitHubSettings {
        api_url: reader.optional("SPRINTERS_GITHUB_API_URL", values::url),
        web_url: reader.optional("SPRINTERS_GITHUB_WEB_URL", values::url),
        app_id: reader.optional("SPRINTERS_GITHUB_APP_ID", app_id),
        app_private_key: reader.optional("SPRINTERS_GITHUB_APP_PRIVATE_KEY", private_key),
        webhook_secret: reader.optional("SPRINTERS_GITHUB_WEBHOOK_SECRET", webhook_secret),
        previous_webhook_secret: reader.optional("SPRINTERS_GITHUB_WEBHOOK_SECRET_PREVIOUS", webhook_secret),
        client_id: reader.optional("SPRINTERS_GITHUB_CLIENT_ID", |text| Ok(text.trim().to_owned())),
        client_secret: reader.secret("SPRINTERS_GITHUB_CLIENT_SECRET"),
    };
    together(reader, "SPRINTERS_GITHUB_APP_ID", "SPRINTERS_GITHUB_APP_PRIVATE_KEY");
    together(reader, "SPRINTERS_GITHUB_CLIENT_ID", "SPRINTERS_GITHUB_CLIENT_SECRET");
    if reader.is_given("SPRINTERS_GITHUB_WEBHOOK_SECRET_PREVIOUS")
        && !reader.is_given("SPRINTERS_GITHUB_WEBHOOK_SECRET")
    {
        let wrong = Wrong::new("SPRINTERS_GITHUB_WEBHOOK_SECRET is missing beside it", "set the new one too");
        reader.refuse("SPRINTERS_GITHUB_WEBHOOK_SECRET_PREVIOUS", wrong);
    }
    // One of the two alone would send tokens of one GitHub to the other.
    together(reader, "SPRINTERS_GITHUB_API_URL", "SPRINTERS_GITHUB_WEB_URL");
    github
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

/// `SPRINTERS_TRUSTED_PROXIES` and `SPRINTERS_PROXY_HEADER`.
pub(super) fn proxies(reader: &mut Reader<'_>) -> TrustedProxies {
    let networks = reader.optional("SPRINTERS_TRUSTED_PROXIES", networks).unwrap_or_default();
    let header = reader.optional("SPRINTERS_PROXY_HEADER", proxy_header);
    if header.is_some() && !reader.is_given("SPRINTERS_TRUSTED_PROXIES") {
        let wrong = Wrong::new("SPRINTERS_TRUSTED_PROXIES is missing beside it", "name the proxies, or leave both out");
        reader.refuse("SPRINTERS_PROXY_HEADER", wrong);
    }
    TrustedProxies { networks, header: header.unwrap_or_default() }
}

fn networks(text: &str) -> Result<Vec<IpNet>, Wrong> {
    let one = |part: &str| {
        let network = part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from));
        let wrong = |what: &str| {
            Wrong::new(format!("`{part}` {what}"), "write addresses or networks like 10.0.0.0/8,192.0.2.7")
        };
        let network = network.ok_or_else(|| wrong("is no address or network"))?;
        // Whoever trusts everybody believes every client about who it is.
        if network.prefix_len() == 0 { Err(wrong("is everybody")) } else { Ok(network) }
    };
    text.split(',').map(str::trim).map(one).collect()
}

fn proxy_header(text: &str) -> Result<ForwardedBy, Wrong> {
    match text.trim().to_ascii_lowercase().as_str() {
        "x-forwarded-for" => Ok(ForwardedBy::XForwardedFor),
        "forwarded" => Ok(ForwardedBy::Forwarded),
        other => Err(Wrong::new(format!("`{other}` is not read"), "write X-Forwarded-For or Forwarded")),
    }
}

/// `SPRINTERS_SMTP_URL` and `SPRINTERS_MAIL_FROM`.
pub(super) fn mail(reader: &mut Reader<'_>) -> Option<MailSettings> {
    let server = reader.optional("SPRINTERS_SMTP_URL", mail_server);
    let from = reader.optional("SPRINTERS_MAIL_FROM", sender);
    together(reader, "SPRINTERS_SMTP_URL", "SPRINTERS_MAIL_FROM");
    Some(MailSettings { server: server?, from: from? })
}

fn mail_server(text: &str) -> Result<SecretString, Wrong> {
    // The text is not repeated: it carries a password.
    let url = Url::parse(text.trim())
        .map_err(|error| Wrong::new(format!("not a URL: {error}"), "write it like smtps://USER:PASSWORD@HOST"))?;
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() {
        return Err(Wrong::new("no host in it", "write it like smtps://USER:PASSWORD@HOST"));
    }
    let on_this_machine = values::is_loopback(&url)
        || host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match url.scheme() {
        "smtps" => Ok(SecretString::from(text.trim())),
        "smtp" if on_this_machine => Ok(SecretString::from(text.trim())),
        "smtp" => Err(Wrong::new("`smtp://` to another machine is not encrypted", "use smtps://")),
        other => Err(Wrong::new(format!("`{other}://` is no mail server"), "use smtps://")),
    }
}

fn sender(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let address = text.strip_suffix('>').and_then(|named| named.rsplit_once('<')).map_or(text, |(_, address)| address);
    let is_address = address
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'));
    if !is_address || text.chars().any(char::is_control) || address.contains(char::is_whitespace) {
        return Err(Wrong::new(
            format!("`{}` is not a sender", text.escape_default()),
            "write it like sprinters@example.com or Sprinters <sprinters@example.com>",
        ));
    }
    Ok(text.to_owned())
}

/// `SPRINTERS_TLS_*`.
pub(super) fn tls(reader: &mut Reader<'_>) -> Option<TlsFiles> {
    let certificate = reader.optional("SPRINTERS_TLS_CERT", readable_file);
    let key = reader.optional("SPRINTERS_TLS_KEY", readable_file);
    together(reader, "SPRINTERS_TLS_CERT", "SPRINTERS_TLS_KEY");
    let files = TlsFiles { certificate: certificate?, key: key? };
    match Certificate::read(&files, clock::now()) {
        Ok(_) => Some(files),
        Err(problem) => {
            let name = if problem.is_about_the_key(&files) { "SPRINTERS_TLS_KEY" } else { "SPRINTERS_TLS_CERT" };
            reader.refuse(name, Wrong::new(problem.to_string(), problem.remedy()));
            None
        }
    }
}

fn readable_file(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text.trim());
    std::fs::File::open(&path).map_err(|error| {
        Wrong::new(format!("can't read {}: {error}", path.display()), "name a file in PEM that this user can read")
    })?;
    Ok(path)
}
