//! `SPRINTERS_SMTP_URL` and `SPRINTERS_MAIL_FROM`.

use super::github::together;
use super::problem::Wrong;
use super::reader::Reader;
use super::url::is_loopback;
use ::url::Url;
use secrecy::SecretString;
use sprinters_services::mail::MailSettings;

pub(super) fn read(reader: &mut Reader<'_>) -> Option<MailSettings> {
    let server = reader.optional("SPRINTERS_SMTP_URL", server);
    let from = reader.optional("SPRINTERS_MAIL_FROM", from);
    together(reader, "SPRINTERS_SMTP_URL", "SPRINTERS_MAIL_FROM");
    Some(MailSettings { server: server?, from: from? })
}

fn server(text: &str) -> Result<SecretString, Wrong> {
    // The text is not repeated: it carries a password.
    let url = Url::parse(text.trim())
        .map_err(|error| Wrong::new(format!("not a URL: {error}"), "write it like smtps://USER:PASSWORD@HOST"))?;
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() {
        return Err(Wrong::new("no host in it", "write it like smtps://USER:PASSWORD@HOST"));
    }
    let on_this_machine =
        is_loopback(&url) || host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match url.scheme() {
        "smtps" => Ok(SecretString::from(text.trim())),
        "smtp" if on_this_machine => Ok(SecretString::from(text.trim())),
        "smtp" => Err(Wrong::new("`smtp://` to another machine is not encrypted", "use smtps://")),
        other => Err(Wrong::new(format!("`{other}://` is no mail server"), "use smtps://")),
    }
}

fn from(text: &str) -> Result<String, Wrong> {
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
