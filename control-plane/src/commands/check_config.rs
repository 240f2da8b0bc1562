//! `check-config`.

use super::{CommandError, opening, print, say};
use crate::settings::{DatabaseUrl, Settings};
use crate::store::{Inspection, LATEST, OpenStoreError, Store};

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    print(&format!("listen          {}", settings.listen));
    print(&format!("public URL      {}", settings.public_url.as_ref().map_or("not set", url::Url::as_str)));
    print(&format!("state directory {}", settings.state_dir.display()));
    print(&format!("database        {}", database(&settings.database)));
    print(&format!("root keys       {}", root_keys(settings)));
    print(&format!("webhook secret  {}", set(settings.github.webhook_secret.is_some())));
    print(&format!(
        "GitHub App      {}",
        settings.github.app_id.map_or_else(|| "not set".to_owned(), |id| id.to_string())
    ));
    print(&format!("TLS             {}", set(settings.tls.is_some())));
    print(&format!("e-mail          {}", settings.mail.as_ref().map_or("not set", |mail| mail.from.as_str())));
    print(&format!("retention       {} days", settings.retention.days()));
    let opening = opening(settings, true);
    let inspection = Store::inspect(&opening).await?;
    print(&format!("schema          {}", schema(&inspection)));
    for warning in settings.warnings() {
        say(&format!("warning: {warning}"));
    }
    Store::check(&opening).await.map_err(|error: OpenStoreError| CommandError::Open(error))
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
        Some(keys) => keys.ids().map(|id| id.as_str()).collect::<Vec<_>>().join(", "),
        None => "in the state directory".to_owned(),
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
