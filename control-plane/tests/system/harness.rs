//! GitHub, AWS, the machines between them, and a control plane with its own clock and database.

use secrecy::SecretString;
use sprinters_aws::{Access, Aws, Endpoint, StaticCredentials};
use sprinters_common::clock;
use sprinters_common::clock::Clock;
use sprinters_control_plane::server;
use sprinters_control_plane::{ControlPlane, Options, Work};
use sprinters_core::ids::{Attempt, JobId, RunnerId};
use sprinters_core::images::PublishedImages;
use sprinters_core::job::JobState;
use sprinters_core::runner::RunnerState;
use sprinters_fakes::aws::{self as their_aws, CustomerStack};
use sprinters_fakes::clock::Clock as TheirClock;
use sprinters_fakes::github::{self as their_github, NewApp, NewJob, Selection, Sending};
use sprinters_fakes::machines::Machines;
use sprinters_github::{GitHub, GitHubConfig};
use sprinters_seal::{RootKey, RootKeyId, RootKeys};
use sprinters_services::connections;
use sprinters_services::connections::HandOver;
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::DatabaseUrl;
use sprinters_store::{ConnectionState, Entry, JobRow, Opening, Store, TimelineEvent, in_change};
use sprinters_worker::{Limits, Moment, Worker};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// The customer's AWS account.
pub(crate) const ACCOUNT: &str = "222233334444";
/// The AWS account of another customer.
pub(crate) const NEIGHBOUR: &str = "555566667777";
/// Ours.
pub(crate) const CONTROL_PLANE: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";
/// Where the stack is installed.
pub(crate) const REGION: &str = "eu-central-1";
/// Who publishes the runner images.
pub(crate) const IMAGE_OWNER: &str = "111122223333";

/// How long a machine takes to boot.
pub(crate) const BOOT: Duration = Duration::from_secs(20);

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

pub(crate) struct Universe {
    pub(crate) clock: Clock,
    pub(crate) github: their_github::GitHub,
    pub(crate) aws: their_aws::Aws,
    pub(crate) machines: Machines,
    pub(crate) app_id: u64,
    pub(crate) organization: i64,
    pub(crate) repository: i64,
    pub(crate) installation: i64,
    pub(crate) connection: i64,
    /// How often a process of ours was killed.
    pub(crate) crashes: usize,
    pub(crate) ours: Ours,
    images: PublishedImages,
    app_key: SecretString,
    webhook_secret: SecretString,
    opening: Opening,
    _directory: TempDir,
}

/// Another customer.
pub(crate) struct Neighbour {
    pub(crate) repository: i64,
    pub(crate) installation: i64,
    pub(crate) connection: i64,
}

/// One process of ours. It stops serving when it is dropped.
pub(crate) struct Ours {
    pub(crate) worker: Worker,
    pub(crate) store: Store,
    _plane: ControlPlane,
}

fn their_clock(clock: &Clock) -> TheirClock {
    match clock {
        Clock::System => TheirClock::System,
        Clock::Manual(millis) => TheirClock::Manual(Arc::clone(millis)),
    }
}

fn opening(on: On, directory: &TempDir) -> Opening {
    let state_dir = directory.path().to_owned();
    match on {
        On::Sqlite => Opening {
            database: DatabaseUrl::in_directory(directory.path()),
            root_keys: None,
            state_dir,
            may_migrate: true,
        },
        On::Postgres => {
            let url = crate::postgres::database();
            let key = RootKeys::one(RootKey::generate(RootKeyId::parse("test").unwrap()).unwrap());
            let database = DatabaseUrl::Postgres(SecretString::from(url));
            Opening { database, root_keys: Some(key), state_dir, may_migrate: true }
        }
    }
}

impl Universe {
    /// An organisation with a private repository and the App installed; nothing connected yet.
    pub(crate) async fn unconnected(on: On) -> Universe {
        let clock = Clock::manual(clock::now());
        let github = their_github::GitHub::start(their_clock(&clock)).await.unwrap();
        github.set_sending(Sending::Held);
        let aws = their_aws::Aws::start(their_clock(&clock)).await.unwrap();
        let images = PublishedImages::read(&aws.publish_each_name(REGION, IMAGE_OWNER)).unwrap();
        let directory = TempDir::new().unwrap();
        let opening = opening(on, &directory);
        let organization = github.add_organization("acme");
        let repository = github.add_repository(organization, "web", true);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = github
            .make_app(NewApp {
                owner: organization,
                webhook_url: Some(format!("http://{address}/webhooks/github")),
                ..NewApp::default()
            })
            .unwrap();
        let installation = github.install(app.id, organization, Selection::All);
        let webhook_secret = SecretString::from(app.webhook_secret.expose().to_owned());
        let app_key = SecretString::from(app.private_key.expose().to_owned());
        let machines = Machines::new(aws.clone(), github.clone(), BOOT);
        let at = At {
            clock: &clock,
            github: &github,
            aws: endpoint(&aws),
            images: &images,
            app_id: app.id,
            app_key: &app_key,
            webhook_secret: &webhook_secret,
        };
        let ours = Ours::start(&at, &opening, listener).await;
        Universe {
            clock,
            github,
            aws,
            machines,
            app_id: app.id,
            organization,
            repository,
            installation,
            connection: 0,
            crashes: 0,
            ours,
            images,
            app_key,
            webhook_secret,
            opening,
            _directory: directory,
        }
    }

    /// The same, with the stack installed and connected through the front door, and verified.
    pub(crate) async fn new(on: On) -> Universe {
        let mut universe = Universe::unconnected(on).await;
        universe.settle().await;
        universe.connect(&[]).await;
        universe
    }

    /// Installs the stack and connects it.
    pub(crate) async fn connect(&mut self, parameters: &[(&str, &str)]) {
        self.connection = self.connect_account(self.organization, ACCOUNT, parameters).await;
    }

    /// Another customer: an organisation with a repository, the App installed, its own AWS account connected.
    pub(crate) async fn neighbour(&mut self) -> Neighbour {
        let organization = self.github.add_organization("neighbour");
        let repository = self.github.add_repository(organization, "web", true);
        let installation = self.github.install(self.app_id, organization, Selection::All);
        self.settle().await;
        let connection = self.connect_account(organization, NEIGHBOUR, &[]).await;
        Neighbour { repository, installation, connection }
    }

    /// Installs the stack in an AWS account, connects it with an organisation, and waits until it is verified.
    async fn connect_account(&mut self, organization: i64, account: &str, parameters: &[(&str, &str)]) -> i64 {
        let connection = self.connect_as(organization, account, parameters).await;
        self.settle().await;
        let connected = self.ours.store.connection(connection).await.unwrap().unwrap();
        assert_eq!(connected.state, ConnectionState::Working, "{:?} {:#?}", connected.failure, connected.checks);
        connection
    }

    /// Somebody installs the stack in an AWS account and hands it over; it is not verified yet.
    pub(crate) async fn connect_as(&self, organization: i64, account: &str, parameters: &[(&str, &str)]) -> i64 {
        let store = &self.ours.store;
        let region = REGION.parse().unwrap();
        let begun = connections::begin(store, organization, region, self.clock.now()).await.unwrap();
        use secrecy::ExposeSecret as _;
        let mut parameters = parameters.to_vec();
        parameters.push(("ImageOwnerAccountId", IMAGE_OWNER));
        let installed = self
            .aws
            .install_customer_stack(CustomerStack {
                account,
                region: REGION,
                control_plane: CONTROL_PLANE,
                external_id: begun.external_id.expose_secret(),
                deployment_id: &begun.deployment_id,
                parameters: &parameters,
            })
            .unwrap();
        let outputs: BTreeMap<String, String> = installed.outputs.clone();
        let given = HandOver {
            code: begun.code.expose_secret().to_owned(),
            stack: None,
            outputs,
            parameters: parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        connections::accept(store, &given, self.clock.now()).await.unwrap();
        begun.connection
    }

    /// Removes the connection, as its people do before they connect anew.
    pub(crate) async fn disconnect(&self) {
        in_change!(self.ours.store, change => change.remove_connection(self.connection).await).unwrap();
    }

    pub(crate) async fn connection(&self) -> sprinters_store::Connection {
        self.ours.store.connection(self.connection).await.unwrap().unwrap()
    }

    /// A worker that knows nothing but what is on the disk.
    pub(crate) fn another_worker(&self) -> Worker {
        worker(&self.at(), &self.ours.store)
    }

    /// Another process of ours on the same database, which takes no deliveries.
    pub(crate) async fn beside(&self) -> Ours {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        Ours::start(&self.at(), &self.opening, listener).await
    }

    /// Another process on the same database, which works by itself or not at all, and looks at what is due no more than
    /// once in a pause.
    pub(crate) fn process(&self, works: bool, pause: Duration) -> ControlPlane {
        let at = self.at();
        let aws = Aws::with(&at.aws, at.clock.clone()).unwrap();
        let work = if works { Work::Here(aws) } else { Work::Elsewhere };
        let limits = Limits { pause, ..Limits::default() };
        ControlPlane::start(Options { work, limits, ..options(&at, &self.ours.store) })
    }

    /// Another process, where the database lets several in.
    pub(crate) async fn beside_if_possible(&self) -> Option<Ours> {
        match self.opening.database {
            DatabaseUrl::Sqlite(_) => None,
            DatabaseUrl::Postgres(_) => Some(self.beside().await),
        }
    }

    /// Queues a job with one label.
    pub(crate) fn queue(&self, label: &str) -> JobId {
        self.queue_job(NewJob { labels: vec![label.to_owned()], ..NewJob::default() })
    }

    pub(crate) fn queue_job(&self, new: NewJob) -> JobId {
        JobId(self.github.queue_job(&NewJob { repository: self.repository, ..new }))
    }

    /// Everything that is due now happens, everywhere, and what follows from it.
    pub(crate) async fn settle(&mut self) {
        for _ in 0..50 {
            let before = self.github.outbox().len();
            self.github.deliver_all().await;
            self.ours.worker.settle().await.unwrap();
            if self.ours.worker.has_crashed() {
                self.crash().await;
                continue;
            }
            let moved = self.machines.step(self.clock.now().as_millis());
            if before == 0 && !moved.any() && self.github.outbox().is_empty() {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    /// Time passes, in small steps, and everything happens in its time.
    pub(crate) async fn pass(&mut self, time: Duration) {
        self.pass_by(Duration::from_secs(10), time).await;
    }

    /// Time passes in steps of this length.
    pub(crate) async fn pass_by(&mut self, step: Duration, time: Duration) {
        let mut left = time;
        while !left.is_zero() {
            let now = step.min(left);
            self.clock.advance(now);
            left -= now;
            self.settle().await;
        }
    }

    pub(crate) async fn job(&self, id: JobId) -> JobRow {
        self.ours.store.job(id).await.unwrap().unwrap_or_else(|| panic!("job {} is not known", id.0))
    }

    pub(crate) async fn state(&self, id: JobId) -> JobState {
        self.job(id).await.job.state
    }

    /// The reason that a person reads.
    pub(crate) async fn reason(&self, id: JobId) -> Option<String> {
        self.state(id).await.reason().map(|failure| failure.reason().code().to_owned())
    }

    pub(crate) async fn timeline(&self, id: JobId) -> Vec<Entry> {
        self.ours.store.timeline_of_job(id).await.unwrap()
    }

    /// What AWS answered to launches for a job, in order.
    pub(crate) async fn launches(&self, id: JobId) -> Vec<(String, String, String)> {
        let timeline = self.timeline(id).await;
        timeline
            .into_iter()
            .filter_map(|entry| match entry.happening {
                TimelineEvent::Launch { instance_type, market, answer, .. } => Some((instance_type, market, answer)),
                _else => None,
            })
            .collect()
    }

    /// A worker that knows nothing but what is on the disk takes over, as after a crash; the leases of the one before
    /// run out meanwhile.
    pub(crate) async fn crash(&mut self) {
        self.crashes += 1;
        self.clock.advance(Limits::default().lease);
        self.ours.worker = worker(&self.at(), &self.ours.store);
    }

    /// The worker will die at this moment, once.
    pub(crate) fn crash_at(&mut self, kind: &'static str, moment: Moment) {
        let worker = self.ours.worker.clone();
        self.ours.worker = worker.crash_at(move |this, now| this == kind && now == moment);
    }

    /// An instance with our tags, of a runner that no row tells of. Its machine does nothing by itself.
    pub(crate) async fn launch_stranger(&mut self, known: RunnerId) -> RunnerId {
        let stranger = RunnerId(7);
        self.launch_tagged(known, self.connection, stranger).await;
        stranger
    }

    /// An instance of a connection whose tags say that it is a certain runner. Its machine does nothing by itself.
    pub(crate) async fn launch_tagged(&self, known: RunnerId, connection: i64, tagged: RunnerId) {
        let connection = self.ours.store.connection(connection).await.unwrap().unwrap();
        let outputs = connection.outputs.clone().unwrap();
        let mut request = self.ours.store.launch(known, Attempt(0)).await.unwrap().unwrap().request;
        request.client_token = format!("{}-of-{}", tagged.client_token(Attempt(0)), connection.id);
        request.launch_template_id = outputs.launch_template_id;
        request.launch_template_version = outputs.launch_template_version;
        for (key, value) in &mut request.tags {
            match key.as_str() {
                "sprinters:runner" => *value = tagged.to_string(),
                "sprinters:deployment" => value.clone_from(&connection.deployment_id),
                _other => {}
            }
        }
        let access = Access {
            connection: connection.id,
            role_arn: outputs.role_arn,
            external_id: self.ours.store.external_id(&connection, false).await.unwrap().unwrap(),
            region: connection.region,
            deployment_id: connection.deployment_id.clone(),
            worked_before: true,
        };
        let aws = &self.ours.worker.context().aws;
        aws.run_instances(&access, &request, &SecretString::from("{}")).await.unwrap();
    }

    fn at(&self) -> At<'_> {
        At {
            clock: &self.clock,
            github: &self.github,
            aws: endpoint(&self.aws),
            images: &self.images,
            app_id: self.app_id,
            app_key: &self.app_key,
            webhook_secret: &self.webhook_secret,
        }
    }

    /// Nothing is left anywhere: no instance, no registration, no runner of ours that is not gone (I3).
    pub(crate) async fn assert_nothing_is_left(&self) {
        let live = self.aws.live_instances();
        assert!(live.is_empty(), "instances: {live:#?}");
        let ours: Vec<_> =
            self.github.registrations().into_iter().filter(|one| one.name.starts_with("sprinters-")).collect();
        assert!(ours.is_empty(), "registrations: {ours:#?}");
        for row in self.ours.store.live_runners().await.unwrap() {
            assert!(matches!(row.runner.state, RunnerState::Gone { .. }), "{row:#?}");
        }
    }
}

/// Where a process of ours finds everything.
pub(crate) struct At<'a> {
    pub(crate) clock: &'a Clock,
    pub(crate) github: &'a their_github::GitHub,
    pub(crate) aws: Endpoint,
    pub(crate) images: &'a PublishedImages,
    pub(crate) app_id: u64,
    pub(crate) app_key: &'a SecretString,
    pub(crate) webhook_secret: &'a SecretString,
}

/// The fake, with the keys of our own role.
fn endpoint(aws: &their_aws::Aws) -> Endpoint {
    let keys = aws.session_of(CONTROL_PLANE);
    Endpoint {
        endpoint: aws.endpoint(),
        credentials: StaticCredentials {
            access_key_id: keys.access_key_id.clone(),
            secret_access_key: SecretString::from(keys.secret_access_key.clone()),
            session_token: keys.session_token.map(SecretString::from),
        },
        tls: None,
    }
}

/// A process with clients of its own, whose worker works when a test lets it.
fn start(at: &At<'_>, store: &Store, listener: Option<server::Listener>) -> ControlPlane {
    let work = Work::ByHand(Aws::with(&at.aws, at.clock.clone()).unwrap());
    ControlPlane::start(Options { work, listener, ..options(at, store) })
}

fn options(at: &At<'_>, store: &Store) -> Options {
    let config = GitHubConfig::new(at.github.api_url().parse().unwrap(), at.app_id, at.app_key.clone());
    let webhook_secret = Arc::new(WebhookSecret::new(at.webhook_secret.clone()));
    Options {
        identity: AppIdentity {
            github: Some(GitHub::new(config, at.clock.clone()).unwrap()),
            webhook_secret: Some(webhook_secret),
            sign_in: None,
        },
        clock: at.clock.clone(),
        images: Arc::new(at.images.clone()),
        ..Options::new(store.clone())
    }
}

/// A worker that remembers nothing.
pub(crate) fn worker(at: &At<'_>, store: &Store) -> Worker {
    start(at, store, None).worker.unwrap()
}

impl Ours {
    pub(crate) async fn start(at: &At<'_>, opening: &Opening, socket: tokio::net::TcpListener) -> Ours {
        let store = Store::open(opening).await.unwrap();
        let listener = server::Listener::plain(socket);
        let plane = start(at, &store, Some(listener));
        Ours { worker: plane.worker.clone().unwrap(), store, _plane: plane }
    }
}

/// Runs a test on both databases.
macro_rules! on_both {
    ($name:ident, $universe:ident => $body:block) => {
        mod $name {
            use super::*;

            async fn check(mut $universe: Universe) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                check(Universe::new(On::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                check(Universe::new(On::Postgres).await).await;
            }
        }
    };
}
pub(crate) use on_both;
