//! A PostgreSQL that only reads, that another one takes over from, that does not answer; and a process that is told to
//! stop meanwhile.

use crate::support::harness::{World, root_keys};
use crate::support::payload::{Sent, guid, job};
use crate::support::postgres::Server;
use crate::support::process::Process;
use crate::support::{http, on_both};
use secrecy::SecretString;
use sprinters_store::{DatabaseUrl, Opening};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, UnixStream};

/// How long what passes by itself may take.
const SOON: Duration = Duration::from_secs(30);

fn sent(number: u64) -> Sent {
    Sent::new("workflow_job", &guid(number), &job("queued", number))
}

async fn on_url(url: String) -> World {
    let directory = TempDir::new().unwrap();
    let database = DatabaseUrl::Postgres(SecretString::from(url));
    let keys = Some(root_keys("test"));
    let opening = Opening { database, root_keys: keys, state_dir: directory.path().to_owned(), may_migrate: true };
    World::start(opening, directory).await
}

/// Asks until the answer to readiness is that one.
async fn until_ready_says(address: SocketAddr, body: &str) {
    let begun = Instant::now();
    loop {
        let answer = http::get(address, "/readyz").await;
        if answer.body.trim() == body {
            return;
        }
        assert!(begun.elapsed() < SOON, "{answer:?}");
    }
}

/// Asks until the answer to readiness has that status; gives its body.
async fn until_ready_is(address: SocketAddr, status: u16) -> String {
    let begun = Instant::now();
    loop {
        let answer = http::get(address, "/readyz").await;
        if answer.status == status {
            return answer.body;
        }
        assert!(begun.elapsed() < SOON, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_only_reads_for_a_while_is_told_and_left_behind() {
    let server = Server::start("off");
    let world = on_url(server.create("reads")).await;
    assert_eq!(world.post(&sent(1)).await, 202);
    until_ready_is(world.address, 200).await;
    let set = |value: &str| {
        // psql's own session would be told not to write, too.
        server.sql("postgres", &format!("SET default_transaction_read_only = off; ALTER SYSTEM {value}"));
        server.sql("postgres", "SELECT pg_reload_conf()");
    };
    set("SET default_transaction_read_only = on");
    until_ready_says(world.address, "the database is read-only").await;
    assert_eq!(world.post(&sent(2)).await, 503);
    assert_eq!(http::get(world.address, "/healthz").await.status, 200);
    set("RESET default_transaction_read_only");
    until_ready_is(world.address, 200).await;
    // Each of the connections takes writes again, not only the one that was asked.
    let all = (2..60).map(sent).collect::<Vec<_>>();
    let statuses = crate::support::join_all(all.iter().map(|sent| world.post(sent))).await;
    assert!(statuses.iter().all(|status| *status == 202), "{statuses:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_standby_takes_over_nothing_that_was_acknowledged_is_lost() {
    let (primary, standby) = Server::start_with_standby();
    primary.create("failover");
    let world = on_url(Server::url_of(&[&primary, &standby], "failover")).await;
    let (world, acknowledged) = (Arc::new(world), Arc::new(std::sync::Mutex::new(Vec::new())));
    let (first_half, begun) = (Arc::new(tokio::sync::Semaphore::new(0)), Instant::now());
    // Each sends its own deliveries, one after another, until each is taken: GitHub is asked for those that were not.
    let senders: Vec<_> = (0..8_u64)
        .map(|sender| {
            let (world, acknowledged, half) = (Arc::clone(&world), Arc::clone(&acknowledged), Arc::clone(&first_half));
            tokio::spawn(async move {
                for number in (0..60).map(|number| sender * 1_000 + number) {
                    while world.post(&sent(number)).await != 202 {
                        assert!(begun.elapsed() < 2 * SOON, "{number} is not taken");
                    }
                    acknowledged.lock().unwrap().push(number);
                    half.add_permits(1);
                }
            })
        })
        .collect();
    first_half.acquire_many(200).await.unwrap().forget();
    let (primary, standby) = tokio::task::spawn_blocking(move || {
        primary.stop();
        standby.promote();
        (primary, standby)
    })
    .await
    .unwrap();
    let over = Instant::now();
    until_ready_is(world.address, 200).await;
    assert!(over.elapsed() < SOON, "{:?}", over.elapsed());
    for sender in senders {
        sender.await.unwrap();
    }
    let kept = standby.sql("failover", "SELECT count(DISTINCT content) FROM deliveries");
    assert_eq!(kept, acknowledged.lock().unwrap().len().to_string());
    drop(primary);
}

/// A wire to a server's socket, that can go dead.
struct Wire {
    port: u16,
    dead: Arc<AtomicBool>,
}

impl Wire {
    async fn to(socket: PathBuf) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let dead = Arc::new(AtomicBool::new(false));
        let cut = Arc::clone(&dead);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&socket).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(carry(from_client, to_server, Arc::clone(&cut)));
                tokio::spawn(carry(from_server, to_client, Arc::clone(&cut)));
            }
        });
        Wire { port, dead }
    }

    fn cut(&self) {
        self.dead.store(true, Ordering::SeqCst);
    }
}

/// Carries bytes until the wire is dead; then takes them, and carries none.
async fn carry(
    mut from: impl tokio::io::AsyncRead + Unpin,
    mut to: impl tokio::io::AsyncWrite + Unpin,
    dead: Arc<AtomicBool>,
) {
    let mut bytes = [0_u8; 16 * 1024];
    while let Ok(read @ 1..) = tokio::io::AsyncReadExt::read(&mut from, &mut bytes).await {
        if !dead.load(Ordering::SeqCst) && to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
    // Nobody hears that the other side has gone.
    if dead.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
}

fn serve_on(state: &Path, url: &str, more: &[(&str, &str)]) -> Process {
    let keys = "test:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let settings = [("SPRINTERS_DATABASE_URL", url), ("SPRINTERS_ROOT_KEYS", keys)];
    Process::serve(state, &[&settings[..], more].concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_does_not_answer_is_told_and_does_not_hold_up_a_stop() {
    let server = Server::start("off");
    server.create("silent");
    let wire = Wire::to(server.socket()).await;
    let url = format!("postgres://tests@127.0.0.1:{}/silent", wire.port);
    let directory = TempDir::new().unwrap();
    let process = serve_on(directory.path(), &url, &[]);
    assert_eq!(http::get(process.address, "/readyz").await.status, 200);
    wire.cut();
    until_ready_says(process.address, "the database does not answer").await;
    let begun = Instant::now();
    let (log, well) = tokio::task::spawn_blocking(move || process.stop()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_millis(5_500), "{:?}", begun.elapsed());
    assert!(well, "{log:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_told_to_stop_says_so_first_and_serves_for_its_grace() {
    let directory = TempDir::new().unwrap();
    let process = Process::serve(directory.path(), &[("SPRINTERS_STOP_GRACE_SECONDS", "3")]);
    assert_eq!(http::get(process.address, "/readyz").await.status, 200);
    let begun = Instant::now();
    process.signal("TERM");
    assert_eq!(until_ready_is(process.address, 503).await.trim(), "the process is stopping");
    let late = sent(1);
    assert_eq!(http::send(process.address, &late.head(), &late.body).await.status, 202);
    let (_, well) = tokio::task::spawn_blocking(move || process.stop()).await.unwrap();
    assert!(well && Duration::from_secs(3) <= begun.elapsed(), "{:?}", begun.elapsed());
}

on_both!(a_delivery_can_be_kept_or_the_reason_is_said, world => {
    assert_eq!(until_ready_is(world.address, 200).await.trim(), "ready");
    world.ours.services.vitals.stop();
    assert_eq!(until_ready_is(world.address, 503).await.trim(), "the process is stopping");
});
