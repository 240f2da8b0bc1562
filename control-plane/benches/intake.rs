//! Deliveries accepted per second on each database, against what the disk can commit, measured in the same run.
//!
//! The real binary serves; this process is GitHub, with signed bodies of a job's usual size over kept connections.
//! Every delivery is another job, so every one is committed, and the worker decides about it. The jobs have ended, so
//! that nothing is launched for them: that is what the bench `launch` measures. Prints figures; judges nothing.
//!
//! A last table is of jobs for other runners, which are checked, read and answered, and not kept: all that a middleware
//! does. With `--octokit` the one of octokit is measured beside it in the same run; that takes it from npm, with node.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "prints figures, or says why it can't"
)]

#[expect(dead_code, reason = "each benchmark needs a part of it")]
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

use payload::{Sent, guid, job};
use process::Process;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long each figure is measured.
const TIME: Duration = Duration::from_secs(5);

/// What others need for one delivery on a machine of two such cores, in microseconds of CPU: GARM, which stores it,
/// from 1,390 on; the webhook of terraform-aws-github-runner with its durable hand-off 787 (1,270 a second of CPU).
const PEERS: [(&str, f64); 2] = [("GARM", 1_390.0), ("terraform-aws", 787.0)];

/// How many connections send at once.
const CONNECTIONS: [u64; 4] = [1, 16, 64, 256];

/// Whose jobs are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    Others,
}

fn main() {
    // `cargo test --benches` would run it too.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        println!(
            "{:<11} {:>6} {:>12} {:>9} {:>9} {:>11} {:>14} {:>6} {:>8} {:>14}",
            "database",
            "conns",
            "deliveries/s",
            "p50 ms",
            "p99 ms",
            "us CPU each",
            "disk commits/s",
            "ratio",
            "of GARM",
            "of terraform-aws"
        );
        for connections in CONNECTIONS {
            let directory = tempfile::TempDir::new().unwrap();
            let process = Process::serve(directory.path(), &[QUIET]);
            kept("sqlite", connections, &process, directory.path()).await;
        }
        let server = postgres::Server::start("on");
        let keys = String::from_utf8(process::run(&["keys", "generate"], &[]).stdout).unwrap();
        for connections in CONNECTIONS {
            let directory = tempfile::TempDir::new().unwrap();
            let url = server.create(&format!("bench_{connections}"));
            let settings = [("SPRINTERS_DATABASE_URL", url.as_str()), ("SPRINTERS_ROOT_KEYS", keys.trim()), QUIET];
            let process = Process::serve(directory.path(), &settings);
            kept("postgresql", connections, &process, directory.path()).await;
        }
        println!(
            "\n{:<11} {:>6} {:>12} {:>9} {:>9} {:>11}",
            "not kept", "conns", "deliveries/s", "p50 ms", "p99 ms", "us CPU each"
        );
        let directory = tempfile::TempDir::new().unwrap();
        let process = Process::serve(directory.path(), &[QUIET]);
        let ours = not_kept("ours", process.address, process.id(), "HTTP/1.1 204").await;
        if std::env::args().any(|argument| argument == "--octokit") {
            let octokit = Octokit::start();
            let theirs = not_kept("octokit", octokit.address, octokit.process.id(), "HTTP/1.1 200").await;
            let ratios: Vec<String> =
                ours.iter().zip(&theirs).map(|(ours, theirs)| format!("{:.2}", ours / theirs)).collect();
            println!("of octokit's CPU: {}", ratios.join(", "));
        }
    });
}

/// Lines of the log that can't be done without.
const QUIET: (&str, &str) = ("SPRINTERS_LOG", "warn,sprinters_control_plane::commands=info");

async fn kept(database: &str, connections: u64, process: &Process, directory: &Path) {
    let disk = disk_commits(directory);
    let stream = Stream { address: process.address, whose: Whose::Ours, wanted: "HTTP/1.1 202" };
    let Figures { rate, p50, p99, cost } = measure(connections, process.id(), stream).await;
    println!(
        "{database:<11} {connections:>6} {rate:>12.0} {p50:>9.2} {p99:>9.2} {cost:>11.0} {disk:>14.0} {:>6.2} {:>8.2} {:>14.2}",
        rate / disk,
        cost / PEERS[0].1,
        cost / PEERS[1].1
    );
}

/// Measures whoever listens there, and says what a delivery cost at each number of connections.
async fn not_kept(who: &str, address: SocketAddr, process: u32, wanted: &'static str) -> Vec<f64> {
    let mut costs = Vec::new();
    for connections in CONNECTIONS {
        let stream = Stream { address, whose: Whose::Others, wanted };
        let Figures { rate, p50, p99, cost } = measure(connections, process, stream).await;
        println!("{who:<11} {connections:>6} {rate:>12.0} {p50:>9.2} {p99:>9.2} {cost:>11.0}");
        costs.push(cost);
    }
    costs
}

/// Octokit's middleware, in a process of node.
struct Octokit {
    process: Child,
    address: SocketAddr,
    _directory: tempfile::TempDir,
}

impl Octokit {
    fn start() -> Octokit {
        let directory = tempfile::TempDir::new().unwrap();
        let install = ["install", "--no-audit", "--no-fund", "@octokit/webhooks@14.2.0"];
        let npm = Command::new("npm").args(install).current_dir(&directory).stdout(Stdio::null()).status();
        assert!(npm.expect("npm, for --octokit").success(), "npm install failed");
        std::fs::write(directory.path().join("octokit.mjs"), include_str!("octokit.mjs")).unwrap();
        let mut node = Command::new("node");
        node.arg("octokit.mjs").current_dir(&directory).env("SECRET", payload::SECRET).stdout(Stdio::piped());
        let mut process = node.spawn().expect("node, for --octokit");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Octokit { process, address: line.trim().parse().unwrap(), _directory: directory }
    }
}

impl Drop for Octokit {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// What is sent where, and how the answer begins.
#[derive(Debug, Clone, Copy)]
struct Stream {
    address: SocketAddr,
    whose: Whose,
    wanted: &'static str,
}

/// What was measured: deliveries a second, milliseconds to the answer, and microseconds of CPU for each.
struct Figures {
    rate: f64,
    p50: f64,
    p99: f64,
    cost: f64,
}

async fn measure(connections: u64, process: u32, stream: Stream) -> Figures {
    let cpu_before = cost::cpu_seconds(process);
    let started = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let workers: Vec<_> = (0..connections).map(|_| tokio::spawn(work(stream, Arc::clone(&next), started))).collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.await.unwrap());
    }
    let took = started.elapsed().as_secs_f64();
    let cpu = cost::cpu_seconds(process) - cpu_before;
    times.sort_unstable();
    let count = times.len() as f64;
    let at = |share: f64| times[((count - 1.0) * share) as usize].as_secs_f64() * 1_000.0;
    Figures { rate: count / took, p50: at(0.5), p99: at(0.99), cost: cpu / count * 1e6 }
}

/// One connection: the next job, and the next after its answer.
async fn work(Stream { address, whose, wanted }: Stream, next: Arc<AtomicU64>, started: Instant) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut template = job("completed", 1_234_567_890_123);
    if whose == Whose::Others {
        template["workflow_job"]["labels"] = serde_json::json!(["ubuntu-latest"]);
        template["workflow_job"]["runner_name"] = serde_json::json!("somebody's");
    }
    let template = serde_json::to_string(&template).unwrap();
    let mut times = Vec::new();
    let mut answer = vec![0; 4_096];
    while started.elapsed() < TIME {
        let number = 1_000_000_000_000 + next.fetch_add(1, Ordering::Relaxed);
        let body = template.replace("1234567890123", &number.to_string()).into_bytes();
        let sent = Sent { event: "workflow_job".to_owned(), guid: guid(number), signature: payload::sign(&body), body };
        let head = sent.head().replace("connection: close\r\n", "");
        let request = [head.as_bytes(), &sent.body].concat();
        let began = Instant::now();
        stream.write_all(&request).await.unwrap();
        let bytes = stream.read(&mut answer).await.unwrap();
        assert!(answer[..bytes].starts_with(wanted.as_bytes()), "{}", String::from_utf8_lossy(&answer[..bytes]));
        times.push(began.elapsed());
    }
    times
}

/// Appends of a delivery's size that this disk makes durable in a second, one after the other.
fn disk_commits(directory: &Path) -> f64 {
    let path = directory.join("disk");
    let mut file = std::fs::File::create(&path).unwrap();
    let started = Instant::now();
    let mut commits = 0.0;
    while started.elapsed() < TIME / 5 {
        file.write_all(&[7; 600]).unwrap();
        file.sync_data().unwrap();
        commits += 1.0;
    }
    let rate = commits / started.elapsed().as_secs_f64();
    std::fs::remove_file(path).unwrap();
    rate
}
