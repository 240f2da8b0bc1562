//! A control plane on an empty database, listening on a port of its own.

use super::http::{self, Answer};
use super::payload::{SECRET, Sent};
use super::postgres;
use secrecy::SecretString;
use sprinters_common::clock;
use sprinters_console::ConsoleSettings;
use sprinters_control_plane::server;
use sprinters_control_plane::{ControlPlane, Options};
use sprinters_core::delivery::DeliveryFacts;
use sprinters_seal::{RootKey, RootKeyId, RootKeys};
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::DatabaseUrl;
use sprinters_store::{Opening, Store};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) ours: ControlPlane,
    pub(crate) address: SocketAddr,
    pub(crate) opening: Opening,
    directory: Option<TempDir>,
}

pub(crate) fn root_keys(id: &str) -> RootKeys {
    RootKeys::one(RootKey::generate(RootKeyId::parse(id).unwrap()).unwrap())
}

pub(crate) fn sqlite_opening(directory: &TempDir) -> Opening {
    let database = DatabaseUrl::in_directory(directory.path());
    Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true }
}

pub(crate) fn postgres_opening(directory: &TempDir) -> Opening {
    let database = DatabaseUrl::Postgres(SecretString::from(postgres::database()));
    Opening { database, root_keys: Some(root_keys("test")), state_dir: directory.path().to_owned(), may_migrate: true }
}

/// Takes deliveries and does nothing else.
pub(crate) fn options(store: Store) -> Options {
    let webhook_secret = Arc::new(WebhookSecret::new(SecretString::from(SECRET)));
    let identity = AppIdentity { webhook_secret: Some(webhook_secret), ..AppIdentity::default() };
    Options { identity, ..Options::new(store) }
}

impl World {
    pub(crate) async fn sqlite() -> World {
        let directory = TempDir::new().unwrap();
        World::start(sqlite_opening(&directory), directory).await
    }

    pub(crate) async fn postgres() -> World {
        let directory = TempDir::new().unwrap();
        World::start(postgres_opening(&directory), directory).await
    }

    pub(crate) async fn start(opening: Opening, directory: TempDir) -> World {
        let store = Store::open(&opening).await.unwrap();
        World::serve(options(store), None, server::Limits::default(), opening, directory).await
    }

    /// The same, with times that a test can wait for.
    pub(crate) async fn impatient(time: Duration) -> World {
        let directory = TempDir::new().unwrap();
        let opening = sqlite_opening(&directory);
        let store = Store::open(&opening).await.unwrap();
        let limits = server::Limits { headers: time, ..server::Limits::default() };
        let options = Options { body_time: time, ..options(store) };
        World::serve(options, None, limits, opening, directory).await
    }

    pub(crate) async fn serve(
        options: Options,
        tls: Option<server::Tls>,
        limits: server::Limits,
        opening: Opening,
        directory: TempDir,
    ) -> World {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let listener = Some(server::Listener { tls, limits, ..server::Listener::plain(socket) });
        let ours = ControlPlane::start(Options { listener, ..options });
        World { ours, address, opening, directory: Some(directory) }
    }

    /// With pages and sample rows, and whatever else the options and the listener say.
    pub(crate) async fn with_pages(
        limits: server::Limits,
        shape: impl FnOnce(&mut Options, &mut server::Listener),
    ) -> World {
        let directory = TempDir::new().unwrap();
        let opening = sqlite_opening(&directory);
        let store = Store::open(&opening).await.unwrap();
        let console = Some(ConsoleSettings { retention_days: 30, ..ConsoleSettings::default() });
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let mut listener = server::Listener { limits, ..server::Listener::plain(socket) };
        let mut options = Options { console, ..options(store) };
        shape(&mut options, &mut listener);
        let ours = ControlPlane::start(Options { listener: Some(listener), ..options });
        World { ours, address, opening, directory: Some(directory) }
    }

    /// A second process on the same database, with its own port.
    pub(crate) async fn beside(&self) -> World {
        World::start(self.opening.clone(), TempDir::new().unwrap()).await
    }

    /// Stops serving and lets go of the database; answers with the directory.
    pub(crate) async fn finish(mut self) -> TempDir {
        let directory = self.directory.take().unwrap();
        self.ours.stop().await;
        directory
    }

    pub(crate) async fn post(&self, sent: &Sent) -> u16 {
        self.answer(sent).await.status
    }

    pub(crate) async fn answer(&self, sent: &Sent) -> Answer {
        http::send(self.address, &sent.head(), &sent.body).await
    }

    /// The deliveries that a worker would get now, as `event.action` and fields.
    pub(crate) async fn inbox(&self) -> Vec<(String, serde_json::Value)> {
        let leased = self.ours.services.store.lease_deliveries(1, clock::now(), Duration::ZERO, 10_000).await.unwrap();
        let facts = leased.iter().map(|one| one.facts.as_ref().unwrap());
        let read = |facts: &DeliveryFacts| serde_json::from_str(&facts.fields()).unwrap();
        facts.map(|facts| (format!("{}.{}", facts.event(), facts.action()), read(facts))).collect()
    }
}
