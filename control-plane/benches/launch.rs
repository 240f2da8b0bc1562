//! From GitHub's delivery to RunInstances, at 10 and 100 jobs a second, with a GitHub and an AWS that answer at once;
//! and the memory it takes.
//!
//! The real binary serves; the fakes are this process. A hundred customers with an AWS account each, since one account
//! may launch two instances a second and no more: a hundred jobs a second are a hundred customers' business. Prints
//! figures; judges nothing.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "prints figures, or says why it can't"
)]

#[path = "support/cost.rs"]
mod cost;
#[expect(dead_code, reason = "made for the tests; a benchmark needs less of it")]
#[path = "../tests/process/support/payload.rs"]
mod payload;
#[expect(dead_code, reason = "made for the tests; a benchmark needs less of it")]
#[path = "../tests/process/support/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "made for the tests; a benchmark needs less of it")]
#[path = "../tests/process/support/process.rs"]
mod process;

use process::Process;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_fakes::aws::{self, CustomerStack};
use sprinters_fakes::clock::Clock as TheirClock;
use sprinters_fakes::github::{GitHub, Limits, NewApp, NewJob, Selection, Sending};
use sprinters_seal::RootKeys;
use sprinters_services::connections;
use sprinters_services::connections::HandOver;
use sprinters_store::DatabaseUrl;
use sprinters_store::{AccountKind, ConnectionState, InstallationChange, Opening, Store, Verified, in_change};
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CUSTOMERS: usize = 100;
const REGION: &str = "eu-central-1";
const OURS: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";
const IMAGE_OWNER: &str = "111122223333";
const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";

/// How long each rate is kept up.
const TIME: Duration = Duration::from_secs(15);

/// Longest wait for the last launches.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    // `cargo test --benches` would run it too.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        println!(
            "{:<11} {:>7} {:>6} {:>8} {:>8} {:>8} {:>11} {:>10}",
            "database", "jobs/s", "jobs", "p50 ms", "p99 ms", "max ms", "ms CPU each", "MiB"
        );
        let keys = String::from_utf8(process::run(&["keys", "generate"], &[]).stdout).unwrap();
        let keys = keys.trim().to_owned();
        let directory = TempDir::new().unwrap();
        figures("sqlite", DatabaseUrl::in_directory(directory.path()), None, &keys, directory.path()).await;
        let server = postgres::Server::start("on");
        let url = server.create("bench");
        let directory = TempDir::new().unwrap();
        let database = DatabaseUrl::Postgres(SecretString::from(url.clone()));
        figures("postgresql", database, Some(&url), &keys, directory.path()).await;
    });
}

struct Customers {
    github: GitHub,
    aws: aws::Aws,
    repositories: Vec<i64>,
}

async fn figures(name: &str, database: DatabaseUrl, url: Option<&str>, keys: &str, directory: &Path) {
    let github = GitHub::start(TheirClock::System).await.unwrap();
    github.set_sending(Sending::Held);
    let wide =
        Limits { requests_per_hour: u32::MAX, points_per_minute: u32::MAX, at_once: 10_000, ..Limits::default() };
    github.set_limits(wide);
    let aws = aws::Aws::start(TheirClock::System).await.unwrap();
    let images = directory.join("images.jsonl");
    std::fs::write(&images, aws.publish_each_name(REGION, IMAGE_OWNER)).unwrap();
    let opening = Opening {
        database,
        root_keys: Some(RootKeys::parse(keys).unwrap()),
        state_dir: directory.to_owned(),
        may_migrate: true,
    };
    let vendor = github.add_organization("vendor");
    // The port is free until our process takes it, as far as one can know.
    let listen = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let webhook_url = Some(format!("http://{listen}/webhooks/github"));
    let app = github.make_app(NewApp { owner: vendor, webhook_url, ..NewApp::default() }).unwrap();
    let repositories = customers(&github, app.id, &aws, &opening).await;
    let key_file = directory.join("app.pem");
    std::fs::write(&key_file, app.private_key.expose()).unwrap();
    let session = aws.session_of(OURS);
    let (listen, app_id, api, web, endpoint) =
        (listen.to_string(), app.id.to_string(), github.api_url(), github.web_url(), aws.endpoint());
    let token = session.session_token.unwrap_or_default();
    let mut settings = vec![
        ("SPRINTERS_LISTEN", listen.as_str()),
        ("SPRINTERS_ROOT_KEYS", keys),
        ("SPRINTERS_GITHUB_API_URL", api.as_str()),
        ("SPRINTERS_GITHUB_WEB_URL", web.as_str()),
        ("SPRINTERS_GITHUB_APP_ID", app_id.as_str()),
        ("SPRINTERS_GITHUB_APP_PRIVATE_KEY_FILE", key_file.to_str().unwrap()),
        ("SPRINTERS_GITHUB_WEBHOOK_SECRET", app.webhook_secret.expose()),
        ("SPRINTERS_IMAGES", images.to_str().unwrap()),
        ("SPRINTERS_LOG", "warn,sprinters_control_plane::commands=info"),
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", session.access_key_id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", session.secret_access_key.as_str()),
        ("AWS_SESSION_TOKEN", token.as_str()),
    ];
    settings.extend(url.map(|url| ("SPRINTERS_DATABASE_URL", url)));
    let process = Process::serve(directory, &settings);
    let customers = Customers { github, aws, repositories };
    customers.github.set_sending(Sending::Live);
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!(
        "{name:<11} {:>7} {:>6} {:>8} {:>8} {:>8} {:>11} {:>10}",
        "idle",
        0,
        "",
        "",
        "",
        "",
        cost::resident_mib(process.id())
    );
    // The first call of each customer assumes its role and makes its token; that is not what is measured.
    customers.run(&process, 20, 2 * CUSTOMERS).await;
    for rate in [10, 100] {
        let jobs = rate * usize::try_from(TIME.as_secs()).unwrap();
        let cpu_before = cost::cpu_seconds(process.id());
        let mut times = customers.run(&process, rate, jobs).await;
        let cpu = cost::cpu_seconds(process.id()) - cpu_before;
        times.sort_unstable();
        let at = |share: f64| times[((times.len() as f64 - 1.0) * share) as usize];
        println!(
            "{name:<11} {rate:>7} {jobs:>6} {:>8} {:>8} {:>8} {:>11.2} {:>10}",
            at(0.5),
            at(0.99),
            at(1.0),
            cpu / jobs as f64 * 1e3,
            cost::resident_mib(process.id())
        );
    }
    println!("{name:<11} {:>7} {:>6} {:>8} {:>8} {:>8} {:>11} {:>10}", "peak", "", "", "", "", "", process.peak_mib());
}

/// Organisations with a repository, each with the App installed and an AWS account connected.
async fn customers(github: &GitHub, app: u64, aws: &aws::Aws, opening: &Opening) -> Vec<i64> {
    let store = Store::open(opening).await.unwrap();
    let now = clock::now();
    let mut repositories = Vec::new();
    for number in 0..CUSTOMERS {
        let login = format!("customer-{number}");
        let account_id = github.add_organization(&login);
        repositories.push(github.add_repository(account_id, "web", true));
        let id = github.install(app, account_id, Selection::All);
        let kind = AccountKind::Organization;
        let installed = InstallationChange { id, account_id, login, kind, at: now, suspended: false, removed: false };
        store.apply_installation(&installed).await.unwrap();
        let begun = connections::begin(&store, account_id, REGION.parse().unwrap(), now).await.unwrap();
        let account = format!("{:012}", 222_000_000_000_u64 + number as u64);
        let parameters = [("ImageOwnerAccountId", IMAGE_OWNER)];
        let stack = aws
            .install_customer_stack(CustomerStack {
                account: &account,
                region: REGION,
                control_plane: OURS,
                external_id: begun.external_id.expose_secret(),
                deployment_id: &begun.deployment_id,
                parameters: &parameters,
            })
            .unwrap();
        let code = begun.code.expose_secret().to_owned();
        let given = HandOver { code, stack: None, outputs: stack.outputs, parameters: Default::default() };
        connections::accept(&store, &given, now).await.unwrap();
        let verified = Verified { state: ConnectionState::Working, checks: None, failure: None };
        in_change!(store, change => change.put_verified(begun.connection, &verified, now).await).unwrap();
    }
    store.close().await;
    repositories
}

impl Customers {
    /// Queues so many jobs at this rate, customer after customer. Gives back for each the milliseconds from its
    /// queueing to its RunInstances.
    async fn run(&self, process: &Process, rate: usize, jobs: usize) -> Vec<u64> {
        let mut queued = HashMap::new();
        let before = self.launches().len();
        let began = Instant::now();
        for number in 0..jobs {
            let due = Duration::from_secs_f64(number as f64 / rate as f64);
            tokio::time::sleep(due.saturating_sub(began.elapsed())).await;
            let repository = self.repositories[number % self.repositories.len()];
            let at = clock::now().as_millis();
            let new = NewJob { repository, labels: vec![LABEL.to_owned()], ..NewJob::default() };
            queued.insert(self.github.queue_job(&new).to_string(), at);
        }
        let waiting = Instant::now();
        while self.launches().len() < before + jobs {
            assert!(
                waiting.elapsed() < PATIENCE,
                "{} of {jobs} jobs were launched; the process has {} MiB",
                self.launches().len() - before,
                cost::resident_mib(process.id())
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let launches = self.launches();
        let times = launches.into_iter().filter_map(|(job, at)| Some(at.saturating_sub(*queued.get(&job)?)));
        times.collect()
    }

    /// The jobs that were launched for, and when.
    fn launches(&self) -> Vec<(String, u64)> {
        let calls = self.aws.calls_of("RunInstances");
        let launched = calls.iter().filter(|call| call.error.is_none() && !call.is_dry_run());
        launched
            .filter_map(|call| {
                let (key, _) =
                    call.parameters.iter().find(|(key, value)| key.ends_with(".Key") && value == "sprinters:job")?;
                let job = call.parameter(&key.replace(".Key", ".Value"))?;
                Some((job.to_owned(), call.at))
            })
            .collect()
    }
}
