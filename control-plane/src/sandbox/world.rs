//! The two stand-ins, the machines between them, and a control plane connected to both through its own doors.

use crate::app::App;
use crate::aws::{Aws, AwsStartError, Elsewhere, StaticCredentials};
use crate::clock::Clock;
use crate::connections::{self, ConnectError, HandOver};
use crate::console;
use crate::github::{GitHub, GitHubConfig, GitHubSetupError, OAuth};
use crate::launch::{ImagesError, PublishedImages};
use crate::server;
use crate::settings::DatabaseUrl;
use crate::store::{ConnectionState, OpenStoreError, Opening, Store, StoreError};
use crate::webhook::WebhookSecret;
use crate::worker::{Limits, Parts, Worker};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_core::catalogue::Region;
use sprinters_stand_ins::aws::{self as their_aws, CustomerStack, InstallError};
use sprinters_stand_ins::clock::Clock as TheirClock;
use sprinters_stand_ins::github::{self as their_github, NewApp, Selection};
use sprinters_stand_ins::machines::Machines;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

/// The customer's AWS account, the control plane's role, and who publishes images. Numbers that AWS keeps for documentation.
const ACCOUNT: &str = "111122223333";
const CONTROL_PLANE: &str = "arn:aws:iam::444455556666:role/sprinters-control-plane";
const IMAGE_OWNER: &str = "123456789012";

/// Where the stack is installed: the region of labels that name none.
const REGION: &str = "us-east-1";

/// How long a machine takes from its launch to an online runner. Real ones take longer; nobody wants to wait for pretence.
const BOOT: Duration = Duration::from_secs(3);

/// How often the machines are looked after.
const MACHINE_STEP: Duration = Duration::from_millis(250);

/// How long the connection may take to be verified.
const VERIFIED_WITHIN: Duration = Duration::from_secs(30);

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// No port, or no directory.
    #[error("can't {what}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// What it answered.
        source: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    /// The database, later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// GitHub's client.
    #[error(transparent)]
    GitHub(#[from] GitHubSetupError),
    /// AWS's client.
    #[error(transparent)]
    Aws(#[from] AwsStartError),
    /// The stack could not be installed.
    #[error("the rendered stack could not be installed")]
    Install(#[from] InstallError),
    /// The stack could not be connected.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The images.
    #[error(transparent)]
    Images(#[from] ImagesError),
    /// A name that must be right is not: a mistake of ours.
    #[error("{0} could not be made")]
    Impossible(&'static str),
    /// Verified, and found not to work.
    #[error("the connection does not work: {0}")]
    NotVerified(String),
}

/// A running sandbox.
#[derive(Debug)]
pub struct Sandbox {
    /// GitHub's stand-in.
    pub github: their_github::GitHub,
    /// AWS's stand-in.
    pub aws: their_aws::Aws,
    /// Our store.
    pub store: Store,
    /// Where we listen.
    pub address: SocketAddr,
    /// GitHub's numbers of the repositories.
    pub repositories: Vec<i64>,
    /// GitHub's number of the account.
    pub organization: i64,
    /// GitHub's number of the person who is signed in there.
    pub person: i64,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    _pages: console::Tasks,
}

impl Sandbox {
    /// Starts everything, installs the stack, connects it, and waits until it is verified. The database is a file in `state`, which should be empty.
    ///
    /// # Errors
    /// Whatever does not start.
    pub async fn start(listen: SocketAddr, state: &Path) -> Result<Sandbox, SandboxError> {
        let io = |what| move |source| SandboxError::Io { what, source };
        let listener = TcpListener::bind(listen).await.map_err(io("listen"))?;
        let address = listener.local_addr().map_err(io("listen"))?;
        let github = their_github::GitHub::start(TheirClock::System).await.map_err(io("start GitHub's stand-in"))?;
        let aws = their_aws::Aws::start(TheirClock::System).await.map_err(io("start AWS's stand-in"))?;
        let organization = github.add_organization("acme");
        let person = github.add_user("octavia", "octavia@acme.example");
        github.add_member(organization, person);
        github.sit_down(person);
        let repositories =
            ["web", "api", "mobile"].into_iter().map(|name| github.add_repository(organization, name, true)).collect();
        let theirs = github
            .make_app(NewApp {
                owner: organization,
                webhook_url: Some(format!("http://{address}/webhooks/github")),
                callback_urls: vec![format!("http://{address}/sign-in/callback")],
                ..NewApp::default()
            })
            .ok_or(SandboxError::Impossible("the GitHub App"))?;
        let opening = Opening {
            database: DatabaseUrl::in_directory(state),
            root_keys: None,
            state_dir: state.to_owned(),
            may_migrate: true,
        };
        let store = Store::open(&opening).await?;
        let secret = SecretString::from(theirs.webhook_secret.expose().to_owned());
        let (app, writer) = App::start(store.clone(), Some(WebhookSecret::new(secret)));
        let pages = pages(&github, &theirs, &app, address)?;
        let looking_after_pages = console::start(&pages, None);
        let app = app.with_console(pages);
        let parts = Parts::new(
            store.clone(),
            Some(our_github(&github, &theirs)?),
            our_aws(&aws)?,
            PublishedImages::read(&aws.publish_each_name(REGION, IMAGE_OWNER))?,
            Clock::System,
            app.metrics.clone(),
        );
        let worker = Worker::new(parts, Limits::default(), Arc::clone(&app.wake));
        let (stop, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let machines = Machines::new(aws.clone(), github.clone(), BOOT);
        let front = server::Front { listener, tls: None, limits: server::Limits::default() };
        let (serving, working) = (until(stopped.clone()), until(stopped.clone()));
        let served = app.clone();
        let tasks = vec![
            tokio::spawn(async move { server::serve(front, served, serving).await }),
            tokio::spawn(async move { worker.run(working).await }),
            tokio::spawn(look_after(machines, stopped)),
            writer,
        ];
        let sandbox = Sandbox {
            github,
            aws,
            store,
            address,
            repositories,
            organization,
            person,
            stop,
            tasks,
            _pages: looking_after_pages,
        };
        // Its number comes with the delivery that tells of it.
        let _ = sandbox.github.install(theirs.id, organization, Selection::All);
        sandbox.connect(&app).await?;
        Ok(sandbox)
    }

    /// Installs the rendered stack and connects it as a customer does: with the one-time code.
    async fn connect(&self, app: &App) -> Result<(), SandboxError> {
        // The installation is told of by a delivery, which takes its moment.
        let known = async {
            while self.store.account(self.organization).await?.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok::<(), StoreError>(())
        };
        let late = || SandboxError::NotVerified("it takes too long".to_owned());
        tokio::time::timeout(VERIFIED_WITHIN, known).await.map_err(|_| late())??;
        let region: Region = REGION.parse().map_err(|_| SandboxError::Impossible("the region"))?;
        let begun = connections::begin(&self.store, self.organization, region, app.clock.now()).await?;
        let installed = self.aws.install_customer_stack(CustomerStack {
            account: ACCOUNT,
            region: REGION,
            control_plane: CONTROL_PLANE,
            external_id: begun.external_id.expose_secret(),
            deployment_id: &begun.deployment_id,
            parameters: &[("ImageOwnerAccountId", IMAGE_OWNER)],
        })?;
        let given = HandOver {
            code: begun.code.expose_secret().to_owned(),
            stack: None,
            outputs: installed.outputs.clone(),
            parameters: BTreeMap::new(),
        };
        connections::accept(&self.store, &given, app.clock.now()).await?;
        app.wake.now();
        let verified = async {
            loop {
                let connection = self.store.connection(begun.connection).await?;
                match connection.as_ref().map(|connection| connection.state) {
                    Some(ConnectionState::Working) => return Ok(()),
                    Some(ConnectionState::Broken) => {
                        let why = connection.and_then(|connection| connection.failure).map(|why| why.to_string());
                        return Err(SandboxError::NotVerified(why.unwrap_or_default()));
                    }
                    Some(ConnectionState::Pending | ConnectionState::Removed) | None => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                }
            }
        };
        tokio::time::timeout(VERIFIED_WITHIN, verified).await.map_err(|_| late())?
    }

    /// Ends everything, in order.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = tokio::time::timeout(Duration::from_secs(25), task).await;
        }
        self.store.close().await;
    }
}

fn our_github(github: &their_github::GitHub, app: &their_github::App) -> Result<GitHub, SandboxError> {
    let url = |text: String| text.parse().map_err(|_| SandboxError::Impossible("the address of GitHub's stand-in"));
    let key = SecretString::from(app.private_key.expose().to_owned());
    Ok(GitHub::new(GitHubConfig::new(url(github.api_url())?, app.id, key), Clock::System)?)
}

/// The console, with GitHub's stand-in to sign in at.
fn pages(
    github: &their_github::GitHub,
    app: &their_github::App,
    ours: &App,
    address: SocketAddr,
) -> Result<console::Console, SandboxError> {
    let url = |text: String| Url::parse(&text).map_err(|_| SandboxError::Impossible("an address of the sandbox"));
    let secret = SecretString::from(app.client_secret.expose().to_owned());
    let sign_in = OAuth::new(app.client_id.clone(), secret, url(github.api_url())?, url(github.web_url())?);
    Ok(console::Console::new(console::Parts {
        store: ours.store.clone(),
        clock: Clock::System,
        public_url: Some(url(format!("http://{address}"))?),
        sign_in: Some(sign_in.map_err(|_| SandboxError::Impossible("the way to sign in"))?),
        making: None,
        github: Some(our_github(github, app)?),
        control_plane_role: Some(CONTROL_PLANE.to_owned()),
        template_url: None,
        retention_days: 30,
        images: Arc::default(),
        sends_mail: false,
        wake: Arc::clone(&ours.wake),
    }))
}

fn our_aws(aws: &their_aws::Aws) -> Result<Aws, SandboxError> {
    let keys = aws.session_of(CONTROL_PLANE);
    let credentials = StaticCredentials {
        access_key_id: keys.access_key_id,
        secret_access_key: SecretString::from(keys.secret_access_key),
        session_token: keys.session_token.map(SecretString::from),
    };
    Ok(Aws::with(&Elsewhere { endpoint: aws.endpoint(), credentials, tls: None }, Clock::System)?)
}

async fn look_after(mut machines: Machines, mut stopped: watch::Receiver<bool>) {
    loop {
        machines.step(crate::clock::now().as_millis());
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(MACHINE_STEP) => {}
        }
    }
}
