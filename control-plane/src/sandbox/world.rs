//! The two fakes, the machines between them, and a control plane connected to both through its own doors.

use crate::control_plane::{ControlPlane, Options, Work};
use crate::server;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_aws::{Aws, AwsStartError, Endpoint, StaticCredentials};
use sprinters_common::clock::{self, Clock};
use sprinters_console::ConsoleSettings;
use sprinters_core::catalogue::Region;
use sprinters_core::images::{ImagesError, PublishedImages};
use sprinters_fakes::aws::{self as their_aws, CustomerStack, InstallError};
use sprinters_fakes::clock::Clock as TheirClock;
use sprinters_fakes::github::{self as their_github, NewApp, Selection};
use sprinters_fakes::machines::Machines;
use sprinters_github::{GitHub, GitHubConfig, GitHubSetupError, OAuth};
use sprinters_services::connections;
use sprinters_services::connections::{ConnectError, HandOver};
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::DatabaseUrl;
use sprinters_store::{ConnectionState, OpenStoreError, Opening, Store, StoreError};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

/// The customer's AWS account, the control plane's role, and who publishes images. Numbers that AWS keeps for
/// documentation.
const ACCOUNT: &str = "111122223333";
const CONTROL_PLANE: &str = "arn:aws:iam::444455556666:role/sprinters-control-plane";
const IMAGE_OWNER: &str = "123456789012";

/// Where the stack is installed: the region of labels that name none.
const REGION: &str = "us-east-1";

/// How long a machine takes from its launch to an online runner. Real ones take longer; nobody wants to wait for
/// pretence.
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
    /// The fake GitHub.
    pub github: their_github::GitHub,
    /// The fake AWS.
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
    ours: ControlPlane,
    stop: watch::Sender<bool>,
    looking_after: tokio::task::JoinHandle<()>,
}

impl Sandbox {
    /// Starts everything, installs the stack, connects it, and waits until it is verified. The database is a file in
    /// `state`, which should be empty.
    ///
    /// # Errors
    /// Whatever does not start.
    pub async fn start(listen: SocketAddr, state: &Path) -> Result<Sandbox, SandboxError> {
        let io = |what| move |source| SandboxError::Io { what, source };
        let listener = TcpListener::bind(listen).await.map_err(io("listen"))?;
        let address = listener.local_addr().map_err(io("listen"))?;
        let github = their_github::GitHub::start(TheirClock::System).await.map_err(io("start the fake GitHub"))?;
        let aws = their_aws::Aws::start(TheirClock::System).await.map_err(io("start the fake AWS"))?;
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
        let ours = ControlPlane::start(Options {
            identity: identity(&github, &theirs)?,
            images: Arc::new(PublishedImages::read(&aws.publish_each_name(REGION, IMAGE_OWNER))?),
            work: Work::Here(our_aws(&aws)?),
            console: Some(ConsoleSettings {
                public_url: Some(url(&format!("http://{address}"))?),
                image_owner: Some(IMAGE_OWNER.to_owned()),
                control_plane_role: Some(CONTROL_PLANE.to_owned()),
                retention_days: 30,
                ..ConsoleSettings::default()
            }),
            listener: Some(server::Listener::plain(listener)),
            ..Options::new(store.clone())
        });
        let machines = Machines::new(aws.clone(), github.clone(), BOOT);
        let (stop, stopped) = watch::channel(false);
        let looking_after = tokio::spawn(look_after(machines, stopped));
        let sandbox =
            Sandbox { github, aws, store, address, repositories, organization, person, ours, stop, looking_after };
        // Its number comes with the delivery that tells of it.
        let _ = sandbox.github.install(theirs.id, organization, Selection::All);
        sandbox.connect().await?;
        Ok(sandbox)
    }

    /// Installs the rendered stack and connects it as a customer does: with the one-time code.
    async fn connect(&self) -> Result<(), SandboxError> {
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
        let begun = connections::begin(&self.store, self.organization, region, clock::now()).await?;
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
        connections::accept(&self.store, &given, clock::now()).await?;
        self.ours.services.notify.urgent();
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
        self.ours.stop().await;
        // The machines end with us.
        let _ = self.stop.send(true);
        let _ = self.looking_after.await;
    }
}

fn url(text: &str) -> Result<Url, SandboxError> {
    Url::parse(text).map_err(|_| SandboxError::Impossible("an address of the sandbox"))
}

/// The App that the fake of GitHub made, as the control plane acts as it.
fn identity(github: &their_github::GitHub, app: &their_github::App) -> Result<AppIdentity, SandboxError> {
    let (api, web) = (url(&github.api_url())?, url(&github.web_url())?);
    let secret = |text: &str| SecretString::from(text.to_owned());
    let key = secret(app.private_key.expose());
    let sign_in = OAuth::new(app.client_id.clone(), secret(app.client_secret.expose()), api.clone(), web);
    Ok(AppIdentity {
        github: Some(GitHub::new(GitHubConfig::new(api, app.id, key), Clock::System)?),
        webhook_secret: Some(Arc::new(WebhookSecret::new(secret(app.webhook_secret.expose())))),
        sign_in: Some(sign_in.map_err(|_| SandboxError::Impossible("the way to sign in"))?),
    })
}

fn our_aws(aws: &their_aws::Aws) -> Result<Aws, SandboxError> {
    let keys = aws.session_of(CONTROL_PLANE);
    let credentials = StaticCredentials {
        access_key_id: keys.access_key_id,
        secret_access_key: SecretString::from(keys.secret_access_key),
        session_token: keys.session_token.map(SecretString::from),
    };
    Ok(Aws::with(&Endpoint { endpoint: aws.endpoint(), credentials, tls: None }, Clock::System)?)
}

async fn look_after(mut machines: Machines, mut stopped: watch::Receiver<bool>) {
    loop {
        machines.step(sprinters_common::clock::now().as_millis());
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(MACHINE_STEP) => {}
        }
    }
}
