//! A delivery that was answered is there, whatever happens next.

use crate::support::payload::{Sent, guid, job};
use crate::support::process::{Process, run};
use crate::support::{http, join_all, postgres};
use std::collections::BTreeSet;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Sends jobs from all sides, kills the process after the first hundred answers, and names the jobs that were answered
/// with 202.
async fn kill_under_load(process: Process) -> BTreeSet<u64> {
    let address = process.address;
    let answered = std::sync::Arc::new(std::sync::Mutex::new(BTreeSet::new()));
    let (enough, killed) = tokio::sync::oneshot::channel();
    let enough = std::sync::Arc::new(std::sync::Mutex::new(Some(enough)));
    let senders = (0..8_u64).map(|sender| {
        let (answered, enough) = (std::sync::Arc::clone(&answered), std::sync::Arc::clone(&enough));
        tokio::spawn(async move {
            for number in (sender..100_000).step_by(8) {
                let sent = Sent::new("workflow_job", &guid(number), &job("queued", number));
                let Ok(mut stream) = tokio::net::TcpStream::connect(address).await else { return };
                let mut status = [0; 12];
                let whole = [sent.head().as_bytes(), &sent.body].concat();
                if stream.write_all(&whole).await.is_err() || stream.read_exact(&mut status).await.is_err() {
                    return;
                }
                assert_eq!(&status, b"HTTP/1.1 202");
                let mut answered = answered.lock().unwrap();
                answered.insert(number);
                if let (100.., Some(enough)) =
                    (answered.len(), enough.lock().unwrap().take_if(|_| 100 <= answered.len()))
                {
                    enough.send(()).unwrap();
                }
            }
        })
    });
    let senders: Vec<_> = senders.collect();
    killed.await.unwrap();
    process.kill();
    join_all(senders).await;
    let answered = answered.lock().unwrap();
    answered.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_202_survives_a_kill_on_sqlite() {
    let directory = tempfile::TempDir::new().unwrap();
    let answered = kill_under_load(Process::serve(directory.path(), &[])).await;
    assert!(100 <= answered.len());
    // The next start takes over what the last one left, lock and log included.
    let process = Process::serve(directory.path(), &[]);
    assert_eq!(http::get(process.address, "/readyz").await.status, 200);
    // What is there is not taken a second time, whether or not it was acted on meanwhile.
    for number in &answered {
        let sent = Sent::new("workflow_job", &guid(*number), &job("queued", *number));
        assert_eq!(http::send(process.address, &sent.head(), &sent.body).await.status, 202);
    }
    let metrics = http::get(process.address, "/metrics").await.body;
    let counted = |outcome: &str| {
        let name = format!("sprinters_deliveries_total{{event=\"workflow_job\",outcome=\"{outcome}\"}} ");
        metrics.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
    };
    assert_eq!((counted("duplicate"), counted("accepted")), (answered.len(), 0), "answered with 202 and lost");
    let (_, ended_well) = process.stop();
    assert!(ended_well);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_202_survives_a_kill_on_postgres() {
    let directory = tempfile::TempDir::new().unwrap();
    let url = postgres::database();
    let keys = String::from_utf8(run(&["keys", "generate"], &[]).stdout).unwrap();
    let settings = [("SPRINTERS_DATABASE_URL", url.as_str()), ("SPRINTERS_ROOT_KEYS", keys.trim())];
    let answered = kill_under_load(Process::serve(directory.path(), &settings)).await;
    // Its fields go when it was acted on; what it is stays.
    let kept = postgres::sql(&url, "SELECT split_part(content, '/', 2) FROM deliveries");
    let kept: BTreeSet<u64> = kept.lines().map(|line| line.parse().unwrap()).collect();
    let lost: Vec<&u64> = answered.difference(&kept).collect();
    assert!(lost.is_empty(), "answered with 202 and lost: {lost:?}");
}
