//! From GitHub's delivery to a terminated instance, with emulators of AWS by other people in place of our own fake.
//! Two, because neither does all of it: one evaluates trust policies and signatures, the other launches from launch
//! templates.
//!
//! Neither refuses what a role must not be allowed to do. Verification says so, as it must; the test then goes on where
//! a person would stop.

use crate::harness::{At, Ours};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sprinters::account::EmulatedAccount;
use sprinters::emulator::{Credentials, Kind};
use sprinters_aws::{Endpoint, StaticCredentials};
use sprinters_common::clock;
use sprinters_common::clock::Clock;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::JobId;
use sprinters_core::images::PublishedImages;
use sprinters_core::job::JobState;
use sprinters_fakes::clock::Clock as TheirClock;
use sprinters_fakes::github::{self as their_github, GitHub, NewApp, NewJob, Selection, Sending};
use sprinters_services::connections;
use sprinters_services::connections::HandOver;
use sprinters_store::DatabaseUrl;
use sprinters_store::{AccountKind, ConnectionState, InstallationChange, Opening, Store, Verified, in_change};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the emulators have without a list of images of ours.
const IMAGE: &str = "ami-12c6146b";

fn endpoint(account: &EmulatedAccount, who: &Credentials) -> Endpoint {
    let (key, secret, token) = who.parts();
    let credentials = StaticCredentials {
        access_key_id: key.to_owned(),
        secret_access_key: SecretString::from(secret.to_owned()),
        session_token: token.map(|token| SecretString::from(token.to_owned())),
    };
    Endpoint { endpoint: account.endpoint().to_owned(), credentials, tls: None }
}

/// A GitHub with an organisation, and an emulator with its AWS account, connected but for what the emulator can't show.
struct Prepared {
    github: GitHub,
    app: their_github::App,
    repository: i64,
    account: EmulatedAccount,
    who: Credentials,
    begun: connections::Begun,
    opening: Opening,
    images: String,
    directory: tempfile::TempDir,
}

impl Prepared {
    /// `address` is where our process will listen.
    async fn on(kind: Kind, address: SocketAddr) -> Prepared {
        let github = GitHub::start(TheirClock::System).await.unwrap();
        github.set_sending(Sending::Held);
        let organization = github.add_organization("acme");
        let repository = github.add_repository(organization, "web", true);
        let webhook_url = Some(format!("http://{address}/webhooks/github"));
        let app = github.make_app(NewApp { owner: organization, webhook_url, ..NewApp::default() }).unwrap();
        let installation = github.install(app.id, organization, Selection::All);
        let directory = tempfile::TempDir::new().unwrap();
        let opening = Opening {
            database: DatabaseUrl::in_directory(directory.path()),
            root_keys: None,
            state_dir: directory.path().to_owned(),
            may_migrate: true,
        };
        // The stack needs what a connection draws, so the connection is begun before there is an account.
        let store = Store::open(&opening).await.unwrap();
        let now = clock::now();
        let installed = InstallationChange {
            id: installation,
            account_id: organization,
            login: "acme".to_owned(),
            kind: AccountKind::Organization,
            at: now,
            suspended: false,
            removed: false,
        };
        store.apply_installation(&installed).await.unwrap();
        let begun = connections::begin(&store, organization, "us-east-1".parse().unwrap(), now).await.unwrap();
        let mut account = EmulatedAccount::on(kind, begun.external_id.expose_secret(), &begun.deployment_id);
        let who = match kind {
            Kind::Ministack => {
                account.let_the_role_launch();
                account.control_plane()
            }
            Kind::Moto => Credentials::root_of(sprinters::installation::ACCOUNT),
        };
        let mut outputs = account.outputs.clone();
        // The emulators choose no default subnet of a VPC that somebody made.
        outputs.insert("SubnetIds".to_owned(), account.subnet.clone());
        let code = begun.code.expose_secret().to_owned();
        let given = HandOver { code, stack: None, outputs, parameters: BTreeMap::new() };
        connections::accept(&store, &given, now).await.unwrap();
        store.close().await;
        let images = format!(
            r#"{{"region":"us-east-1","image":"{IMAGE}","name":"ubuntu-24.04","architecture":"x86_64","root_gib":8,"runner_version":"2.333.0","built":"2026-11-01"}}"#
        );
        Prepared { github, app, repository, account, who, begun, opening, images, directory }
    }

    /// The stack is verified, which fails where the emulator refuses nothing; then it counts as working all the same.
    async fn take_as_working(&self, store: &Store) {
        let connection = store.connection(self.begun.connection).await.unwrap().unwrap();
        let reason = connection.failure.as_ref().map(Failure::reason);
        let wide = (ConnectionState::Broken, Some(FailureReason::RoleTooWide));
        assert_eq!((connection.state, reason), wide, "{:#?}", connection.checks);
        let assumed = connection.checks.iter().find(|check| check.what.starts_with("Assume the role with the conn"));
        assert!(assumed.unwrap().passed, "{assumed:?}");
        let verified = Verified { state: ConnectionState::Working, checks: None, failure: None };
        in_change!(store, change => change.put_verified(self.begun.connection, &verified, clock::now()).await).unwrap();
    }

    fn queue(&self) -> u64 {
        let labels = vec!["sprinters:aws:us-east-1:ubuntu-24.04:m7i.large".to_owned()];
        self.github.queue_job(&NewJob { repository: self.repository, labels, ..NewJob::default() })
    }
}

/// Runs the main path and gives back what the account's owner saw: the instance while it lived, and after the job was
/// cancelled.
async fn delivery_to_instance(kind: Kind) -> (Value, Value) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut world = Prepared::on(kind, listener.local_addr().unwrap()).await;
    let clock = Clock::System;
    let images = PublishedImages::read(&world.images).unwrap();
    let app_key = SecretString::from(world.app.private_key.expose().to_owned());
    let secret = SecretString::from(world.app.webhook_secret.expose().to_owned());
    let at = At {
        clock: &clock,
        github: &world.github,
        aws: endpoint(&world.account, &world.who),
        images: &images,
        app_id: world.app.id,
        app_key: &app_key,
        webhook_secret: &secret,
    };
    let ours = Ours::start(&at, &world.opening, listener).await;
    world.github.deliver_all().await;
    ours.worker.settle().await.unwrap();
    world.take_as_working(&ours.store).await;
    let job = world.queue();
    world.github.deliver_all().await;
    ours.worker.settle().await.unwrap();
    let timeline = ours.store.timeline_of_job(JobId(job)).await.unwrap();
    let state = ours.store.job(JobId(job)).await.unwrap().unwrap().job.state;
    assert!(matches!(state, JobState::Starting { .. }), "{timeline:#?}");
    let alive = of_job(world.account.instances(), job);
    assert_eq!(alive.len(), 1, "{timeline:#?}");
    world.github.cancel_job(job);
    world.github.deliver_all().await;
    ours.worker.settle().await.unwrap();
    assert!(world.github.registrations().is_empty());
    let ended = of_job(world.account.instances(), job);
    (alive[0].clone(), ended.first().cloned().unwrap_or(Value::Null))
}

/// The instances of a job. One of the emulators takes a dry run for a launch, so there are others.
fn of_job(mut instances: Vec<Value>, job: u64) -> Vec<Value> {
    instances.retain(|instance| tag(instance, "sprinters:job") == Some(job.to_string().as_str()));
    instances
}

fn tag<'a>(instance: &'a Value, key: &str) -> Option<&'a str> {
    instance["Tags"].as_array()?.iter().find(|tag| tag["Key"] == key)?["Value"].as_str()
}

fn is_ended(instance: &Value) -> bool {
    instance.is_null() || ["shutting-down", "terminated"].iter().any(|state| instance["State"]["Name"] == *state)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_becomes_an_instance_where_launch_templates_are_followed() {
    let (alive, ended) = delivery_to_instance(Kind::Moto).await;
    assert_eq!(alive["InstanceType"], "m7i.large");
    assert_eq!(alive["ImageId"], IMAGE);
    assert!(tag(&alive, "sprinters:runner").is_some() && tag(&alive, "sprinters:deployment").is_some(), "{alive:#}");
    assert!(is_ended(&ended), "{ended:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_becomes_an_instance_where_the_role_must_be_assumed() {
    let (alive, ended) = delivery_to_instance(Kind::Ministack).await;
    assert_eq!(alive["InstanceType"], "m7i.large");
    assert!(tag(&alive, "sprinters:runner").is_some(), "{alive:#}");
    assert!(is_ended(&ended), "{ended:#}");
}

/// A process of ours; it ends with this.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// As an operator starts it: one configuration file, and AWS's own variables.
fn serve(config: &Path, world: &Prepared) -> Served {
    let (key, secret, _) = world.who.parts();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane"))
        .args(["serve", "--config"])
        .arg(config)
        .env_clear()
        .envs([
            ("AWS_ENDPOINT_URL", world.account.endpoint()),
            ("AWS_ACCESS_KEY_ID", key),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let served = Served(child);
    let mut said = Vec::new();
    let listening = lines.by_ref().any(|line| {
        said.push(line);
        said.last().is_some_and(|line| line.contains("\"listen\""))
    });
    assert!(listening, "{said:#?}");
    // Whoever writes a log nobody reads stands still when the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    served
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_with_a_configuration_file_launches_and_ends() {
    // The port is free until our process takes it, as far as one can know.
    let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let mut world = Prepared::on(Kind::Moto, address).await;
    let folder = world.directory.path().to_owned();
    let (key, images, config) = (folder.join("app.pem"), folder.join("images.jsonl"), folder.join("sprinters.toml"));
    std::fs::write(&key, world.app.private_key.expose()).unwrap();
    std::fs::write(&images, &world.images).unwrap();
    let webhook_secret = world.app.webhook_secret.expose();
    let text = format!(
        "listen = \"{address}\"\nstate_dir = {folder:?}\nimages = {images:?}\nlog = \"info\"\n\n[github]\napi_url = \"{}\"\nweb_url = \"{}\"\n\
         app_id = {}\napp_private_key_file = {key:?}\nwebhook_secret = \"{webhook_secret}\"\n",
        world.github.api_url(),
        world.github.web_url(),
        world.app.id
    );
    std::fs::write(&config, text).unwrap();
    let patience = Instant::now() + Duration::from_secs(60);
    // Its first run verifies the connection; the second one finds it working.
    let first = serve(&config, &world);
    world.github.deliver_all().await;
    drop(first);
    let store = Store::open(&world.opening).await.unwrap();
    let verified = Verified { state: ConnectionState::Working, checks: None, failure: None };
    in_change!(store, change => change.put_verified(world.begun.connection, &verified, clock::now()).await).unwrap();
    store.close().await;
    drop(store);
    let _second = serve(&config, &world);
    let job = world.queue();
    world.github.deliver_all().await;
    let mut found = Vec::new();
    while found.is_empty() && Instant::now() < patience {
        found = of_job(world.account.instances(), job);
    }
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["InstanceType"], "m7i.large");
    world.github.cancel_job(job);
    world.github.deliver_all().await;
    while !found.iter().all(is_ended) && Instant::now() < patience {
        found = of_job(world.account.instances(), job);
    }
    assert!(found.iter().all(is_ended), "{found:#?}");
}
