//! `check-config`.

use super::{CommandError, opening, print, say};
use crate::server::{Certificate, TrustedProxies};
use crate::settings::Settings;
use sprinters_common::clock;
use sprinters_core::images::PublishedImages;
use sprinters_core::time::Timestamp;
use sprinters_seal::RootKey;
use sprinters_store::DatabaseUrl;
use sprinters_store::{AtRest, Inspection, LATEST, OpenStoreError, Store};

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let now = clock::now();
    print(&format!("listen          {}", settings.listen));
    let elsewhere = |address: Option<std::net::SocketAddr>| {
        address.map_or_else(|| "on the same address".to_owned(), |address| address.to_string())
    };
    print(&format!("operations      {}", elsewhere(settings.operations_listen)));
    print(&format!("webhook         {}", elsewhere(settings.webhook_listen)));
    print(&format!("trusted proxies {}", proxies(&settings.proxies)));
    print(&format!("public URL      {}", settings.public_url.as_ref().map_or("not set", url::Url::as_str)));
    print(&format!("state directory {}", settings.state_dir.display()));
    print(&format!("database        {}", database(&settings.database)));
    print(&format!("root keys       {}", root_keys(settings)));
    print(&format!("webhook secret  {}", set(settings.github.webhook_secret.is_some())));
    print(&format!("GitHub App      {}", app(settings)));
    let certificate = settings.tls.as_ref().and_then(|files| Certificate::read(files, now).ok());
    print(&format!("TLS             {}", tls(certificate.as_ref(), now)));
    print(&format!("e-mail          {}", settings.mail.as_ref().map_or("not set", |mail| mail.from.as_str())));
    let images = super::serve::images(settings)?;
    print(&format!("runner images   {}", listed(settings, &images)));
    print(&format!("retention       {} days", settings.retention.days()));
    print(&format!("grace at stop   {} seconds", settings.stop_grace.as_secs()));
    let opening = opening(settings, true).await?;
    let inspection = Store::inspect(&opening).await?;
    print(&format!("schema          {}", schema(&inspection)));
    if let Some(at_rest) = Store::at_rest(&opening)? {
        print(&format!("at rest         {}", file(at_rest)));
    }
    let about_certificate = certificate.iter().flat_map(|certificate| certificate_warnings(certificate, settings, now));
    let about_server = Store::server_warnings(&opening).await?;
    let about_images = images.warnings(now);
    for warning in settings.warnings().into_iter().chain(about_certificate).chain(about_images).chain(about_server) {
        say(&format!("warning: {warning}"));
    }
    Store::check(&opening).await.map_err(|error: OpenStoreError| CommandError::Open(error))
}

fn tls(certificate: Option<&Certificate>, now: Timestamp) -> String {
    match certificate.map(|certificate| certificate.remaining(now)) {
        None => "not set".to_owned(),
        Some(None) => "set".to_owned(),
        Some(Some(remaining)) => format!("certificate valid for {} days", remaining.as_secs() / (24 * 60 * 60)),
    }
}

fn proxies(proxies: &TrustedProxies) -> String {
    let all: Vec<String> = proxies.networks.iter().map(ToString::to_string).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn listed(settings: &Settings, images: &PublishedImages) -> String {
    match &settings.images {
        None => "not set".to_owned(),
        Some(_) => format!("{} listed", images.all().len()),
    }
}

fn certificate_warnings(certificate: &Certificate, settings: &Settings, now: Timestamp) -> Vec<String> {
    let host = settings.public_url.as_ref().and_then(url::Url::host_str);
    let elsewhere = host.filter(|host| !certificate.covers(host.trim_matches(['[', ']'])));
    let elsewhere = elsewhere.map(|host| format!("the certificate in SPRINTERS_TLS_CERT is not for {host}"));
    certificate.expiry_warning(now).into_iter().chain(elsewhere).collect()
}

fn app(settings: &Settings) -> String {
    match (settings.github.app_id, &settings.github.client_id) {
        (None, _) => "not set".to_owned(),
        (Some(id), Some(_)) => id.to_string(),
        (Some(id), None) => format!("{id}; people sign in with SPRINTERS_GITHUB_CLIENT_ID, which is not set"),
    }
}

fn set(is_set: bool) -> &'static str {
    if is_set { "set" } else { "not set" }
}

/// Without the URL of a server: it carries a password.
fn database(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => format!("SQLite, {}", path.display()),
        DatabaseUrl::Postgres(_) => "PostgreSQL".to_owned(),
    }
}

fn root_keys(settings: &Settings) -> String {
    match &settings.root_keys {
        Some(keys) => keys.all().map(root_key).collect::<Vec<_>>().join(", "),
        None => "in the state directory".to_owned(),
    }
}

fn file(at_rest: AtRest) -> &'static str {
    match at_rest {
        AtRest::Nothing => "encrypted, once it is there",
        AtRest::Plain => "not encrypted yet; encrypted at the next start",
        AtRest::Encrypted => "encrypted",
    }
}

fn root_key(key: &RootKey) -> String {
    match key.service_key() {
        Some(service) => format!("{} (AWS KMS, {})", key.id(), service.as_str()),
        None => key.id().to_string(),
    }
}

fn schema(inspection: &Inspection) -> String {
    match inspection {
        Inspection::Empty => "none yet; made at the first start".to_owned(),
        Inspection::Ours { version } if *version == LATEST => format!("{version}, up to date"),
        Inspection::Ours { version } => format!("{version}, becomes {LATEST} at the next start"),
        Inspection::Newer { version } => format!("{version}, newer than this version knows"),
        Inspection::Foreign { found } => format!("another program's: {found}"),
    }
}
