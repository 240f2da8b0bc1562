//! A control plane on an empty database, listening on a port of its own.

use super::http::{self, Answer};
use super::payload::{SECRET, Sent};
use super::postgres;
use secrecy::SecretString;
use sprinters_control_plane::app::App;
use sprinters_control_plane::seal::{RootKey, RootKeyId, RootKeys};
use sprinters_control_plane::settings::DatabaseUrl;
use sprinters_control_plane::store::{Opening, Store};
use sprinters_control_plane::webhook::WebhookSecret;
use sprinters_control_plane::{clock, server};
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    pub(crate) opening: Opening,
    directory: Option<TempDir>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    served: Option<tokio::task::JoinHandle<()>>,
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
        let (app, _writer) = App::start(store, Some(WebhookSecret::new(SecretString::from(SECRET))));
        World::serve(app, None, server::Limits::default(), opening, directory).await
    }

    /// The same, with times that a test can wait for.
    pub(crate) async fn impatient(time: Duration) -> World {
        let directory = TempDir::new().unwrap();
        let opening = sqlite_opening(&directory);
        let store = Store::open(&opening).await.unwrap();
        let (app, _writer) = App::start(store, Some(WebhookSecret::new(SecretString::from(SECRET))));
        let limits = server::Limits { headers: time, ..server::Limits::default() };
        World::serve(app.with_body_time(time), None, limits, opening, directory).await
    }

    pub(crate) async fn serve(
        app: App,
        tls: Option<server::Tls>,
        limits: server::Limits,
        opening: Opening,
        directory: TempDir,
    ) -> World {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = app.clone();
        let served = tokio::spawn(async move {
            let front = server::Front { listener, tls, limits };
            server::serve(front, serving, async move {
                let _ = stopped.await;
            })
            .await;
        });
        World { app, address, opening, directory: Some(directory), stop: Some(stop), served: Some(served) }
    }

    /// A second process on the same database, with its own port.
    pub(crate) async fn beside(&self) -> World {
        World::start(self.opening.clone(), TempDir::new().unwrap()).await
    }

    /// Stops serving and lets go of the database; answers with the directory.
    pub(crate) async fn finish(mut self) -> TempDir {
        if let (Some(stop), Some(served)) = (self.stop.take(), self.served.take()) {
            stop.send(()).unwrap();
            served.await.unwrap();
        }
        self.app.store.close().await;
        self.directory.take().unwrap()
    }

    pub(crate) async fn post(&self, sent: &Sent) -> u16 {
        self.answer(sent).await.status
    }

    pub(crate) async fn answer(&self, sent: &Sent) -> Answer {
        http::send(self.address, &sent.head(), &sent.body).await
    }

    /// The deliveries that a worker would get now, as `event.action` and fields.
    pub(crate) async fn inbox(&self) -> Vec<(String, serde_json::Value)> {
        let leased = self.app.store.lease_deliveries(1, clock::now(), Duration::ZERO, 10_000).await.unwrap();
        let read = |fields: &str| serde_json::from_str(fields).unwrap();
        leased.iter().map(|one| (format!("{}.{}", one.event, one.action), read(&one.fields))).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}
