//! Nobody can take more than their share of memory, connections or time.

use crate::support::harness::World;
use crate::support::http::{self, read};
use crate::support::join_all;
use crate::support::payload::{Sent, guid, job, sign};
use crate::support::process::Process;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_of_the_largest_bodies_at_once_take_bounded_memory_and_let_jobs_through() {
    let directory = tempfile::TempDir::new().unwrap();
    let process = Process::serve(directory.path(), &[]);
    let address = process.address;
    let body: Arc<Vec<u8>> = Arc::new({
        let mut body = b"{\"action\":\"queued\",\"pad\":\"".to_vec();
        body.resize(25 * 1024 * 1024 - 2, b'x');
        body.extend_from_slice(b"\"}");
        body
    });
    // Nothing is known about a body before all of it is there, so the signature need not be right.
    let signature = sign(b"something else");
    let large = (0..200).map(|number| {
        let body = Arc::clone(&body);
        let sent = Sent {
            event: "workflow_job".to_owned(),
            guid: guid(number),
            body: Vec::new(),
            signature: signature.clone(),
        };
        let head = sent.head().replace("content-length: 0", &format!("content-length: {}", body.len()));
        async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            // Whoever is refused need not be listened to until the end.
            let _ = timeout(PATIENCE, stream.write_all(&body)).await;
        }
    });
    let large = tokio::spawn(join_all(large.collect::<Vec<_>>()));
    for number in 0..20 {
        let sent = Sent::new("workflow_job", &guid(1_000 + number), &job("queued", number));
        let answer = timeout(PATIENCE, http::send(address, &sent.head(), &sent.body)).await.unwrap();
        assert_eq!(answer.status, 202, "a job's delivery while large bodies come in: {answer:?}");
    }
    timeout(Duration::from_secs(120), large).await.unwrap().unwrap();
    let peak = process.peak_mib();
    assert!(peak < 250, "{peak} MiB: 200 bodies of 25 MiB are 5,000");
}

#[tokio::test]
async fn a_body_larger_than_githubs_is_refused_by_its_length() {
    let world = World::sqlite().await;
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    for bytes in [25 * 1024 * 1024 + 1, 26 * 1024 * 1024, 1_u64 << 50] {
        let head =
            sent.head().replace(&format!("content-length: {}", sent.body.len()), &format!("content-length: {bytes}"));
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The answer comes before the body.
        let mut status = [0; 12];
        timeout(PATIENCE, tokio::io::AsyncReadExt::read_exact(&mut stream, &mut status)).await.unwrap().unwrap();
        assert_eq!(&status, b"HTTP/1.1 413", "{bytes}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_say_how_large_it_is_is_refused_when_it_is_too_large() {
    let world = World::sqlite().await;
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    let head = sent.head().replace(&format!("content-length: {}", sent.body.len()), "transfer-encoding: chunked");
    let mut chunked = Vec::new();
    for _ in 0..27 {
        chunked.extend_from_slice(b"100000\r\n");
        chunked.resize(chunked.len() + 0x10_0000, b' ');
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let answer = timeout(PATIENCE, http::send(world.address, &head, &chunked)).await.unwrap();
    assert_eq!(answer.status, 413);
    // The same way in for a body that fits.
    let fits = format!("{:x}\r\n{}\r\n0\r\n\r\n", sent.body.len(), String::from_utf8(sent.body.clone()).unwrap());
    assert_eq!(http::send(world.address, &head, fits.as_bytes()).await.status, 202);
}

#[tokio::test]
async fn whoever_says_nothing_or_half_of_it_is_cut_off() {
    let world = World::impatient(Duration::from_millis(200)).await;
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    let half_a_body = [sent.head().as_bytes(), &sent.body[..50]].concat();
    for (what, said, status) in [
        ("nothing", b"".as_slice(), 0),
        ("half a line", b"POST /webhooks/gi", 0),
        ("half the headers", b"POST /webhooks/github HTTP/1.1\r\nhost: x\r\n", 0),
        ("half a body", &half_a_body, 408),
        ("nothing after a request", b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n", 200),
    ] {
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        stream.write_all(said).await.unwrap();
        let answer = timeout(PATIENCE, read(&mut stream)).await;
        let answer = answer.unwrap_or_else(|_| panic!("still connected after {what}"));
        // A connection may also be told that it took too long.
        assert!(answer.status == status || status == 0 && answer.status == 408, "{what}: {answer:?}");
    }
    assert_eq!(world.ours.services.store.kept_deliveries().await.unwrap(), 0);
}

#[tokio::test]
async fn headers_beyond_any_of_githubs_are_refused() {
    let world = World::sqlite().await;
    let long =
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: {}\r\n\r\n", "x".repeat(100_000));
    assert_eq!(http::send(world.address, &long, b"").await.status, 431);
}

#[tokio::test]
async fn what_is_signed_and_makes_no_sense_is_not_asked_for_again_and_a_form_is_told_so() {
    let world = World::sqlite().await;
    for (what, body) in [
        ("not JSON", b"{".to_vec()),
        ("another shape", b"5".to_vec()),
        ("no job", b"{\"action\":\"queued\"}".to_vec()),
        ("a job that is null", b"{\"action\":\"queued\",\"workflow_job\":null}".to_vec()),
        ("deep", [b"{\"action\":\"queued\",\"workflow_job\":".as_slice(), &b"[".repeat(50_000)].concat()),
    ] {
        let sent = Sent { event: "workflow_job".to_owned(), guid: guid(1), signature: sign(&body), body };
        assert_eq!(world.post(&sent).await, 204, "{what}");
    }
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    let form = sent.head().replace("application/json", "application/x-www-form-urlencoded");
    let answer = http::send(world.address, &form, &sent.body).await;
    assert_eq!((answer.status, answer.body.as_str()), (415, "the webhook's content type must be application/json"));
    for wrong in ["", "a b", "'; DROP TABLE deliveries; --", &"a".repeat(65)] {
        assert_eq!(world.post(&Sent::new("workflow_job", wrong, &job("queued", 1))).await, 400, "{wrong}");
    }
}
