//! The console over sample data, for looking at it and for the browser tests: one of everything, no GitHub and no AWS.
//!
//! `cargo run -p sprinters-control-plane --example console` prints one line of JSON: the address, and the cookies of an
//! admin and of a member. On standard input it takes lines, and answers each with `ok`: `job ID STATE NAME`,
//! `connected ID`, `drop` (every open connection), `quit`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for tests: it talks on standard output and ends where it can't go on"
)]

use secrecy::ExposeSecret as _;
use sprinters_common::clock;
use sprinters_console::ConsoleSettings;
use sprinters_control_plane::server;
use sprinters_control_plane::{ControlPlane, Options};
use sprinters_core::ids::RunnerId;
use sprinters_core::job::{Conclusion, JobState};
use sprinters_samples as samples;
use sprinters_store::DatabaseUrl;
use sprinters_store::{ConnectionState, Opening, Store, Subject, TimelineEvent, Verified, in_change};
use std::net::SocketAddr;

#[tokio::main]
async fn main() {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let directory = tempfile::TempDir::new().unwrap();
    let database = DatabaseUrl::in_directory(directory.path());
    let opening = Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true };
    let store = Store::open(&opening).await.unwrap();
    let now = clock::now();
    samples::people(&store, now).await.unwrap();
    samples::everything(&store, now).await.unwrap();
    let ada = samples::session(&store, samples::ADA, now).await.unwrap();
    let bob = samples::session(&store, samples::BOB, now).await.unwrap();
    let token = samples::token(&store, now).await.unwrap();
    let socket = tokio::net::TcpListener::bind(&listen).await.unwrap();
    let mut address = socket.local_addr().unwrap();
    println!(
        "{}",
        serde_json::json!({"url": format!("http://{address}"), "ada": ada.expose_secret(), "bob": bob.expose_secret(), "token": token.expose_secret()})
    );
    let mut serving = serve(socket, &store);
    let (sender, mut lines) = tokio::sync::mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        match words.as_slice() {
            ["job", id, state, name] => put_job(&store, id.parse().unwrap(), state, name).await,
            ["connected", id] => connected(&store, id.parse().unwrap()).await,
            ["drop"] => {
                // As a deployment does: the port is gone for a moment, and then there again.
                drop(serving);
                serving = serve(rebind(&mut address).await, &store);
            }
            ["fresh"] => samples::people(&store, clock::now()).await.unwrap(),
            ["quit"] => break,
            other => println!("unknown: {other:?}"),
        }
        println!("ok");
    }
}

fn serve(socket: tokio::net::TcpListener, store: &Store) -> ControlPlane {
    let console = ConsoleSettings {
        image_owner: Some(samples::IMAGE_OWNER.to_owned()),
        control_plane_role: Some(samples::CONTROL_PLANE_ROLE.to_owned()),
        template_url: Some(samples::TEMPLATE_URL.to_owned()),
        retention_days: 30,
        ..ConsoleSettings::default()
    };
    let listener = Some(server::Listener::plain(socket));
    ControlPlane::start(Options { console: Some(console), listener, ..Options::new(store.clone()) })
}

async fn rebind(address: &mut SocketAddr) -> tokio::net::TcpListener {
    loop {
        if let Ok(listener) = tokio::net::TcpListener::bind(*address).await {
            return listener;
        }
        tokio::task::yield_now().await;
    }
}

async fn put_job(store: &Store, id: u64, state: &str, name: &str) {
    let now = clock::now();
    let state = match state {
        "queued" => JobState::Queued { held: None },
        "starting" => JobState::Starting { runner: RunnerId(u128::from(id)) },
        "running" => JobState::Running { on: None },
        _ => JobState::Completed { conclusion: Conclusion::Success },
    };
    let mut job = samples::job(id, samples::ACME, name, state, now);
    job.started_at = matches!(job.job.state, JobState::Running { .. } | JobState::Completed { .. }).then_some(now);
    job.finished_at = job.job.state.is_end().then_some(now);
    let told = TimelineEvent::Job { event: "told".to_owned(), state: job.job.state.name().to_owned(), failure: None };
    let about = Subject { account_id: samples::ACME, job: Some(job.id), runner: None };
    in_change!(store, change => {
        change.put_job(&job);
        change.note(about, &told, now);
        Ok(())
    })
    .unwrap();
}

async fn connected(store: &Store, id: i64) {
    let now = clock::now();
    let verified = Verified { state: ConnectionState::Working, checks: None, failure: None };
    let works = TimelineEvent::Connection { connection: id, state: "working".to_owned(), failure: None };
    in_change!(store, change => {
        change.put_verified(id, &verified, now).await?;
        change.note(Subject { account_id: samples::ACME, job: None, runner: None }, &works, now);
        Ok(())
    })
    .unwrap();
}
