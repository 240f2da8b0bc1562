//! From GitHub's delivery to a terminated instance, with emulators of AWS by other people in place of our own stand-in. Two, because neither does all of
//! it: one evaluates trust policies and signatures, the other launches from launch templates.
//!
//! Neither refuses what a role must not be allowed to do. Verification says so, as it must; the test then goes on where a person would stop.

use crate::universe::{At, Ours};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sprinters::account::EmulatedAccount;
use sprinters::emulator::{Credentials, Kind};
use sprinters_control_plane::aws::{Elsewhere, StaticCredentials};
use sprinters_control_plane::clock::Clock;
use sprinters_control_plane::connections::{self, HandOver};
use sprinters_control_plane::launch::PublishedImages;
use sprinters_control_plane::settings::DatabaseUrl;
use sprinters_control_plane::store::{AccountKind, ConnectionState, InstallationChange, Opening, Verified};
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_stand_ins::clock::Clock as TheirClock;
use sprinters_stand_ins::github::{GitHub, NewApp, NewJob, Selection, Sending};

/// What the emulators have without a list of images of ours.
const IMAGE: &str = "ami-12c6146b";

fn elsewhere(account: &EmulatedAccount, who: &Credentials) -> Elsewhere {
    let (key, secret, token) = who.parts();
    let credentials = StaticCredentials {
        access_key_id: key.to_owned(),
        secret_access_key: SecretString::from(secret.to_owned()),
        session_token: token.map(|token| SecretString::from(token.to_owned())),
    };
    Elsewhere { endpoint: account.endpoint().to_owned(), credentials, tls: None }
}

/// Runs the main path and gives back what the account's owner saw: the instance while it lived, and after the job was cancelled.
async fn delivery_to_instance(kind: Kind) -> (Value, Value) {
    let clock = Clock::System;
    let github = GitHub::start(TheirClock::System).await.unwrap();
    github.set_sending(Sending::Held);
    let organization = github.add_organization("acme");
    let repository = github.add_repository(organization, "web", true);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let webhook_url = Some(format!("http://{}/webhooks/github", listener.local_addr().unwrap()));
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
    let (external_id, begun) = {
        let store = sprinters_control_plane::store::Store::open(&opening).await.unwrap();
        let installed = InstallationChange {
            id: installation,
            account_id: organization,
            login: "acme".to_owned(),
            kind: AccountKind::Organization,
            at: clock.now(),
            suspended: false,
            removed: false,
        };
        store.apply_installation(&installed).await.unwrap();
        let begun = connections::begin(&store, organization, "us-east-1".parse().unwrap(), clock.now()).await.unwrap();
        store.close().await;
        (begun.external_id.expose_secret().to_owned(), begun)
    };
    let mut account = EmulatedAccount::on(kind, &external_id, &begun.deployment_id);
    let who = match kind {
        Kind::Ministack => {
            account.let_the_role_launch();
            account.control_plane()
        }
        Kind::Moto => Credentials::root_of(sprinters::installation::ACCOUNT),
    };
    let images = PublishedImages::read(&format!(
        r#"{{"region":"us-east-1","image":"{IMAGE}","name":"ubuntu-24.04","architecture":"x86_64","root_gib":8,"runner_version":"2.333.0","built":"2026-11-01"}}"#
    ));
    let (images, app_key) = (images.unwrap(), SecretString::from(app.private_key.expose().to_owned()));
    let at = At {
        clock: &clock,
        github: &github,
        aws: elsewhere(&account, &who),
        images: &images,
        app_id: app.id,
        app_key: &app_key,
    };
    let secret = SecretString::from(app.webhook_secret.expose().to_owned());
    let ours = Ours::start(&at, &opening, &secret, listener).await;
    github.deliver_all().await;
    let mut outputs = account.outputs.clone();
    // The emulators choose no default subnet of a VPC that somebody made.
    outputs.insert("SubnetIds".to_owned(), account.subnet.clone());
    let given =
        HandOver { code: begun.code.expose_secret().to_owned(), stack: None, outputs, parameters: Default::default() };
    connections::accept(&ours.store, &given, clock.now()).await.unwrap();
    ours.worker.settle().await.unwrap();
    let connection = ours.store.connection(begun.connection).await.unwrap().unwrap();
    let reason = connection.failure.as_ref().map(Failure::reason);
    let wide = (ConnectionState::Broken, Some(FailureReason::RoleTooWide));
    assert_eq!((connection.state, reason), wide, "{:#?}", connection.checks);
    let assumed =
        connection.checks.iter().find(|check| check.what.starts_with("Assume the role with the conn")).unwrap();
    assert!(assumed.passed, "{assumed:?}");
    let mut change = ours.store.begin().await.unwrap();
    let verified = Verified { state: ConnectionState::Working, checks: None, failure: None };
    change.put_verified(begun.connection, &verified, clock.now()).await.unwrap();
    change.commit().await.unwrap();

    let labels = vec!["sprinters:aws:us-east-1:ubuntu-24.04:m7i.large".to_owned()];
    let job = github.queue_job(&NewJob { repository, labels, ..NewJob::default() });
    github.deliver_all().await;
    ours.worker.settle().await.unwrap();
    let timeline = ours.store.timeline_of_job(JobId(job)).await.unwrap();
    let state = ours.store.job(JobId(job)).await.unwrap().unwrap().job.state;
    assert!(matches!(state, JobState::Starting { .. }), "{timeline:#?}");
    let alive = of_job(account.instances(), job);
    assert_eq!(alive.len(), 1, "{timeline:#?}");
    github.cancel_job(job);
    github.deliver_all().await;
    ours.worker.settle().await.unwrap();
    assert!(github.registrations().is_empty());
    let ended = of_job(account.instances(), job);
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
