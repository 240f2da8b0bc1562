//! Figures of the console: time of the server for each page with many jobs in the database, and what open live streams
//! take.
//!
//! `cargo bench -p sprinters-control-plane --bench pages [-- JOBS…]`; without numbers 100,000. On both databases.
//! Seeding a million jobs takes some minutes.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement: it prints, and ends where it can't go on"
)]

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_console as console;
use sprinters_console::ConsoleSettings;
use sprinters_control_plane::server;
use sprinters_control_plane::{ControlPlane, Options};
use sprinters_samples as samples;
use sprinters_seal::{RootKey, RootKeyId, RootKeys};
use sprinters_store::DatabaseUrl;
use sprinters_store::{Opening, Store, Subject, TimelineEvent, in_change};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;

#[expect(dead_code, reason = "each benchmark needs a part of it")]
#[path = "support/cost.rs"]
mod cost;
#[expect(dead_code, reason = "made for the tests; a benchmark needs less of it")]
#[path = "../tests/process/support/postgres.rs"]
mod postgres;

const PAGES: [(&str, &str); 24] = [
    ("jobs", "/o/acme/jobs"),
    ("jobs, a page in the middle", "/o/acme/jobs?before=60000"),
    ("jobs, by repository", "/o/acme/jobs?repository=acme%2Fweb"),
    ("jobs, by state", "/o/acme/jobs?state=running"),
    ("jobs, searched", "/o/acme/jobs?q=no+such+job"),
    ("job", "/o/acme/jobs/1006"),
    ("runners", "/o/acme/runners"),
    ("costs", "/o/acme/costs"),
    ("connections", "/o/acme/connections"),
    ("policy review", "/o/acme/policy"),
    ("settings", "/o/acme/settings"),
    ("audit log", "/o/acme/audit"),
    ("connection", "/o/acme/connections/1"),
    ("labels", "/o/acme/labels?label=sprinters%3Aaws%3Am7i.large%3Aspot%3Dauto"),
    ("API tokens", "/o/acme/settings/tokens"),
    ("set-up, connect", "/o/acme/setup/connect"),
    ("set-up, workflow", "/o/acme/setup/workflow"),
    ("e-mail to me", "/account/notifications"),
    ("accounts", "/accounts"),
    ("help", "/help"),
    ("a failure reason", "/help/spot-reclaimed"),
    ("API, jobs", "/api/v1/jobs?account=acme&limit=100"),
    ("API, runners", "/api/v1/runners?account=acme"),
    ("API, costs", "/api/v1/costs?account=acme"),
];

/// What the median of a page may take, in milliseconds, with so many jobs.
fn limit(jobs: u64) -> f64 {
    if jobs <= 100_000 { 5.0 } else { 20.0 }
}

const ROUNDS: usize = 60;
const STREAMS: usize = 1_000;
const CHUNK: u64 = 5_000;

fn main() {
    // `cargo test --benches` would run it too.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let jobs: Vec<u64> = std::env::args().filter_map(|argument| argument.replace(',', "").parse().ok()).collect();
    let jobs = if jobs.is_empty() { vec![100_000] } else { jobs };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let directory = tempfile::TempDir::new().unwrap();
        let server = postgres::Server::start("off");
        let postgres = SecretString::from(server.create("pages"));
        let databases =
            [("SQLite", DatabaseUrl::in_directory(directory.path())), ("PostgreSQL", DatabaseUrl::Postgres(postgres))];
        for (name, database) in databases {
            let keys = RootKeys::one(RootKey::generate(RootKeyId::parse("bench").unwrap()).unwrap());
            let opening =
                Opening { database, root_keys: Some(keys), state_dir: directory.path().to_owned(), may_migrate: true };
            let store = Store::open(&opening).await.unwrap();
            let now = clock::now();
            samples::people(&store, now).await.unwrap();
            samples::everything(&store, now).await.unwrap();
            let mut there = 0;
            for wanted in &jobs {
                let began = Instant::now();
                while there < *wanted {
                    samples::many_jobs(&store, 10_000 + there, CHUNK.min(*wanted - there), now).await.unwrap();
                    there += CHUNK.min(*wanted - there);
                }
                println!("{name}, {wanted} jobs (seeded in {:.0} s)", began.elapsed().as_secs_f64());
                pages(&store, limit(*wanted)).await;
            }
            streams(&store).await;
            store.close().await;
        }
    });
}

async fn pages(store: &Store, limit: f64) {
    // What was kept of memberships counts for some minutes, and seeding took longer.
    samples::people(store, clock::now()).await.unwrap();
    let session = samples::session(store, samples::ADA, clock::now()).await.unwrap();
    for (name, path) in PAGES {
        // Each with a console of its own, so that the limit of requests a minute is not what is measured.
        let router = console::router(started(store, None).console.unwrap());
        let mut times = Vec::with_capacity(ROUNDS);
        let mut size = 0;
        for _ in 0..ROUNDS {
            let cookie = format!("__Host-sprinters={}", session.expose_secret());
            let request =
                Request::builder().uri(path).header(header::COOKIE, cookie).header(header::ACCEPT_ENCODING, "gzip");
            let began = Instant::now();
            let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert!(response.status().is_success(), "{path}: {}", response.status());
            size = response.into_body().collect().await.unwrap().to_bytes().len();
            times.push(began.elapsed());
        }
        times.sort_unstable();
        let at = |part: usize| times[(ROUNDS - 1) * part / 100].as_secs_f64() * 1_000.0;
        let over = if limit < at(50) { "   OVER ITS LIMIT" } else { "" };
        println!("  {name:<28} median {:>7.2} ms   p95 {:>7.2} ms   {size:>6} bytes compressed{over}", at(50), at(95));
    }
}

async fn streams(store: &Store) {
    samples::people(store, clock::now()).await.unwrap();
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let listener = server::Listener::plain(socket);
    let _serving = started(store, Some(listener));
    let before = cost::resident_mib(std::process::id());
    let mut open = Vec::new();
    // As many people as there are bundles of forty streams.
    let mut session = samples::session(store, samples::ADA, clock::now()).await.unwrap();
    for number in 0..STREAMS {
        if number % 40 == 0 {
            session = samples::somebody(store, 10_000 + i64::try_from(number).unwrap(), clock::now()).await.unwrap();
        }
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /o/acme/events HTTP/1.1\r\nHost: {address}\r\nCookie: __Host-sprinters={}\r\n\r\n",
            session.expose_secret()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        read_until(&mut stream, "event: hello").await;
        open.push(stream);
    }
    println!(
        "  {STREAMS} live streams: {} MiB more in both ends together",
        cost::resident_mib(std::process::id()).saturating_sub(before)
    );
    // The watcher takes up its place when somebody listens.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    let job = samples::job(9_999_999, samples::ACME, "news", sprinters_core::job::JobState::Waiting, clock::now());
    let notice = TimelineEvent::Notice { text: "news".to_owned() };
    let about = Subject { account_id: samples::ACME, job: Some(job.id), runner: None };
    in_change!(store, change => {
        change.put_job(&job);
        change.note(about, &notice, clock::now());
        Ok(())
    })
    .unwrap();
    let mut last = Duration::ZERO;
    for stream in &mut open {
        read_until(stream, "event: change").await;
        last = last.max(began.elapsed());
    }
    println!("  a change reached the last of {STREAMS} streams after {:.2} s", last.as_secs_f64());
}

fn started(store: &Store, listener: Option<server::Listener>) -> ControlPlane {
    let console = ConsoleSettings {
        image_owner: Some(samples::IMAGE_OWNER.to_owned()),
        control_plane_role: Some(samples::CONTROL_PLANE_ROLE.to_owned()),
        template_url: Some(samples::TEMPLATE_URL.to_owned()),
        retention_days: 30,
        ..ConsoleSettings::default()
    };
    ControlPlane::start(Options { console: Some(console), listener, ..Options::new(store.clone()) })
}

async fn read_until(stream: &mut tokio::net::TcpStream, words: &str) {
    let mut seen = String::new();
    let mut buffer = [0; 1024];
    while !seen.contains(words) {
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut buffer)).await.unwrap().unwrap();
        assert!(0 < read, "the stream ended: {seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
        assert!(seen.len() < 10_000 && !seen.starts_with("HTTP/1.1 4"), "{seen}");
    }
}
