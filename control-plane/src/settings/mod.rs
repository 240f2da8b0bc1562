//! The settings of a control plane: from a file and the environment to values that are right, or to every problem at
//! once.

mod groups;
mod problem;
mod reader;
mod reference;
mod source;
mod values;

pub use problem::{Problem, Problems, Wrong};
pub use reference::{SETTINGS, Setting, to_markdown};
pub use source::Source;
pub use values::Retention;

use crate::server::{TlsFiles, TrustedProxies};
use reader::Reader;
use sprinters_seal::RootKeys;
use sprinters_services::identity::GitHubSettings;
use sprinters_services::mail::MailSettings;
use sprinters_store::DatabaseUrl;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Everything an operator can set, read and found right.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Address and port of readiness and metrics, if not there.
    pub operations_listen: Option<SocketAddr>,
    /// Address and port of deliveries, if not there.
    pub webhook_listen: Option<SocketAddr>,
    /// Who is believed about who asks.
    pub proxies: TrustedProxies,
    /// How GitHub and browsers reach us.
    pub public_url: Option<Url>,
    /// Directory of the SQLite file and of generated keys.
    pub state_dir: PathBuf,
    /// Where the data is.
    pub database: DatabaseUrl,
    /// The keys that wrap account keys. Without them the one in the state directory counts.
    pub root_keys: Option<RootKeys>,
    /// The GitHub App and where its GitHub is.
    pub github: GitHubSettings,
    /// File of the runner images, one JSON object a line.
    pub images: Option<PathBuf>,
    /// The AWS account that publishes the runner images.
    pub image_owner: Option<String>,
    /// The role that customers' stacks trust: ours.
    pub control_plane_role: Option<String>,
    /// Where the customer stack's template lies on S3.
    pub template_url: Option<String>,
    /// Whom to tell of a vulnerability in this deployment.
    pub security_contact: Option<String>,
    /// Certificate and key to serve HTTPS with.
    pub tls: Option<TlsFiles>,
    /// How e-mail is sent.
    pub mail: Option<MailSettings>,
    /// How long finished jobs and deliveries are kept.
    pub retention: Retention,
    /// How long the process goes on after it is told to stop.
    pub stop_grace: Duration,
    /// The filter of the log.
    pub log: String,
    /// Where traces are sent, path included.
    pub otlp: Option<Url>,
}

impl Settings {
    /// Reads all settings.
    ///
    /// # Errors
    /// Every problem of every setting, in the order of the reference.
    pub fn read(source: &Source) -> Result<Settings, Problems> {
        let mut reader = Reader::new(source);
        let listen = reader.optional("SPRINTERS_LISTEN", values::listen).unwrap_or(values::DEFAULT_LISTEN);
        let operations_listen = reader.optional("SPRINTERS_OPERATIONS_LISTEN", values::listen);
        let webhook_listen = reader.optional("SPRINTERS_WEBHOOK_LISTEN", values::listen);
        let proxies = groups::proxies(&mut reader);
        let public_url = reader.optional("SPRINTERS_PUBLIC_URL", values::url);
        let state_dir = reader.state_dir();
        let database = reader.optional("SPRINTERS_DATABASE_URL", values::database);
        let root_keys = reader.optional("SPRINTERS_ROOT_KEYS", values::root_keys);
        let github = groups::github(&mut reader);
        let images = reader.optional("SPRINTERS_IMAGES", values::images);
        let image_owner = reader.optional("SPRINTERS_IMAGE_OWNER_ACCOUNT_ID", values::image_owner);
        let control_plane_role = reader.optional("SPRINTERS_CONTROL_PLANE_ROLE_ARN", values::control_plane_role);
        let template_url = reader.optional("SPRINTERS_TEMPLATE_URL", values::template_url);
        let security_contact = reader.optional("SPRINTERS_SECURITY_CONTACT", values::security_contact);
        let tls = groups::tls(&mut reader);
        let mail = groups::mail(&mut reader);
        let retention = reader.optional("SPRINTERS_RETENTION_DAYS", values::retention).unwrap_or_default();
        let stop_grace = reader.optional("SPRINTERS_STOP_GRACE_SECONDS", values::stop_grace).unwrap_or_default();
        let log = reader.optional("SPRINTERS_LOG", values::log_filter).unwrap_or_else(|| "info".to_owned());
        let otlp = reader.optional("SPRINTERS_OTLP_ENDPOINT", values::otlp);
        let problems = reader.into_problems();
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        let database = database.unwrap_or_else(|| DatabaseUrl::in_directory(&state_dir));
        Ok(Settings {
            listen,
            operations_listen,
            webhook_listen,
            proxies,
            public_url,
            state_dir,
            database,
            root_keys,
            github,
            images,
            image_owner,
            control_plane_role,
            template_url,
            security_contact,
            tls,
            mail,
            retention,
            stop_grace,
            log,
            otlp,
        })
    }

    /// What is allowed and yet worth a second look, as sentences for the operator.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.github.webhook_secret.is_none() {
            warnings.push("SPRINTERS_GITHUB_WEBHOOK_SECRET is not set: until an App was made in the console every delivery is refused".to_owned());
        }
        if self.public_url.is_none() {
            warnings.push("SPRINTERS_PUBLIC_URL is not set: GitHub can't be told where to send deliveries".to_owned());
        }
        if self.tls.is_none() && !self.listen.ip().is_loopback() {
            let listen = self.listen;
            warnings.push(format!("listening on {listen} without TLS: put a proxy that speaks HTTPS in front"));
        }
        let is_behind_proxies = !self.proxies.networks.is_empty();
        if self.tls.is_none() && self.public_url.is_some() && !is_behind_proxies {
            warnings.push(
                "SPRINTERS_TRUSTED_PROXIES is not set: if a proxy stands in front, all people count as one address"
                    .to_owned(),
            );
        }
        if self.operations_listen.is_none() && (is_behind_proxies || !self.listen.ip().is_loopback()) {
            warnings.push(
                "SPRINTERS_OPERATIONS_LISTEN is not set: whoever reaches the pages can read /metrics too".to_owned(),
            );
        }
        match &self.database {
            DatabaseUrl::Postgres(_) => warnings.push(
                "PostgreSQL: secrets are sealed, but names of repositories and jobs are stored as they are: switch on encryption of its disk and backups (README, \"PostgreSQL\")"
                    .to_owned(),
            ),
            // Encrypted as a whole.
            DatabaseUrl::Sqlite(_) => {}
        }
        if self.root_keys.is_none() {
            warnings.push("SPRINTERS_ROOT_KEYS is not set: the key in the state directory counts; keep a copy of it apart from the database's backups".to_owned());
        }
        warnings
    }
}
