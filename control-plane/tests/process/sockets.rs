//! Strangers hold sockets, and everybody else is served meanwhile.

use crate::support::harness::World;
use crate::support::http::{self, Answer, read};
use crate::support::https::{connect_as, issue};
use crate::support::payload::{Sent, guid, job};
use axum::body::Body;
use http_body_util::BodyExt as _;
use hyper::Request;
use hyper_util::rt::{TokioExecutor, TokioIo};
use secrecy::ExposeSecret as _;
use sprinters_common::clock;
use sprinters_control_plane::server::{Limits, Listener, Tls, TrustedProxies};
use sprinters_samples as samples;
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(30);

/// Long enough for a request that is whole, and short enough to wait for.
const SHORT: Duration = Duration::from_millis(400);

fn small() -> Limits {
    Limits { connections: 20, requests: 6, requests_of_client: 4, ..Limits::default() }
}

async fn get(address: SocketAddr, path: &str) -> Answer {
    timeout(PATIENCE, http::get(address, path)).await.unwrap_or_else(|_| panic!("no answer to {path}"))
}

async fn deliver(world: &World, number: u64) -> u16 {
    let sent = Sent::new("workflow_job", &guid(number), &job("queued", number));
    timeout(PATIENCE, world.post(&sent)).await.expect("no answer to a delivery")
}

async fn say(address: SocketAddr, what: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(what.as_bytes()).await.unwrap();
    stream
}

/// Waits until the process has so many connections.
async fn connections(world: &World, most: i64) {
    let fewer = async {
        while most < world.ours.services.metrics.connections().get() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, fewer).await.expect("connections that nobody ends");
}

#[tokio::test]
async fn silent_sockets_make_room_for_whoever_says_something() {
    let world = World::with_pages(small(), |_, _| {}).await;
    let mut held = Vec::new();
    for number in 0..80 {
        // Nothing at all, half a line, half of the headers, half a body.
        let said =
            ["", "POST /webh", "GET / HTTP/1.1\r\nhost: x\r\n", "POST /setup HTTP/1.1\r\nhost: x\r\n"][number % 4];
        held.push(say(world.address, said).await);
    }
    assert_eq!(deliver(&world, 1).await, 202);
    for path in ["/readyz", "/metrics", "/healthz", "/labels"] {
        assert_eq!(get(world.address, path).await.status, 200, "{path}");
    }
    assert!(world.ours.services.metrics.connections().get() <= 24);
}

#[tokio::test]
async fn bodies_that_never_come_are_given_up_on_every_route() {
    let world = World::with_pages(Limits { body: SHORT, ..Limits::default() }, |_, _| {}).await;
    for path in ["/api/v1/connections", "/setup", "/unsubscribe/x", "/nowhere"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nabc"
        );
        let mut stream = say(world.address, &head).await;
        let answer = timeout(PATIENCE, read(&mut stream)).await.unwrap_or_else(|_| panic!("{path} waits for ever"));
        // Whoever needs no body to say no does not wait for one.
        let waits = ["/api/v1/connections", "/setup"].contains(&path);
        assert!(if waits { answer.status == 408 } else { 400 <= answer.status }, "{path}: {answer:?}");
    }
    connections(&world, 0).await;
}

#[tokio::test]
async fn pages_under_way_take_no_place_of_deliveries_and_operators() {
    let world = World::with_pages(small(), |_, _| {}).await;
    let half = "POST /api/v1/connections HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(say(world.address, half).await);
    }
    // Whoever asks too much at once is told for how long to wait. The four are counted once their headers are read.
    let refused = timeout(PATIENCE, async {
        loop {
            let answer = http::get(world.address, "/labels").await;
            if answer.status != 200 {
                break answer;
            }
        }
    });
    let refused = refused.await.unwrap();
    assert_eq!(refused.status, 429, "{refused:?}");
    assert!(refused.headers.contains("retry-after: "), "{refused:?}");
    assert_eq!(deliver(&world, 1).await, 202);
    assert_eq!(get(world.address, "/readyz").await.status, 200);
    assert_eq!(get(world.address, "/metrics").await.status, 200);
    drop(held);
}

#[tokio::test]
async fn answers_that_nobody_reads_are_taken_back() {
    let limits = Limits { answer: SHORT, headers: SHORT, ..Limits::default() };
    let world = World::with_pages(limits, |_, _| {}).await;
    let one = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut held = Vec::new();
    for _ in 0..5 {
        // More than all buffers between us hold.
        held.push(say(world.address, &one.repeat(400)).await);
    }
    connections(&world, 0).await;
}

#[tokio::test]
async fn an_open_stream_takes_no_place_of_a_connection() {
    let world = World::with_pages(Limits { connections: 2, ..Limits::default() }, |_, _| {}).await;
    let store = &world.ours.services.store;
    samples::people(store, clock::now()).await.unwrap();
    let session = samples::session(store, samples::ADA, clock::now()).await.unwrap();
    let head = format!(
        "GET /o/acme/events HTTP/1.1\r\nhost: {}\r\ncookie: __Host-sprinters={}\r\n\r\n",
        world.address,
        session.expose_secret()
    );
    let mut open = Vec::new();
    for _ in 0..6 {
        let mut stream = say(world.address, &head).await;
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains("event: hello") {
            let read =
                timeout(PATIENCE, stream.read_buf(&mut seen)).await.expect("a stream waits for a place").unwrap();
            assert_ne!(read, 0, "{}", String::from_utf8_lossy(&seen));
        }
        open.push(stream);
    }
    assert_eq!(deliver(&world, 1).await, 202);
    assert_eq!(get(world.address, "/readyz").await.status, 200);
}

#[tokio::test]
async fn operators_and_deliveries_may_have_ports_of_their_own() {
    let bind = async || tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (operations, webhook) = (bind().await, bind().await);
    let (their, githubs) = (operations.local_addr().unwrap(), webhook.local_addr().unwrap());
    let world = World::with_pages(small(), |options, _| {
        options.operations = Some(Listener::plain(operations));
        options.webhook = Some(Listener::plain(webhook));
    })
    .await;
    for (path, status) in [("/metrics", 200), ("/readyz", 200), ("/healthz", 200), ("/labels", 404), ("/", 404)] {
        assert_eq!(get(their, path).await.status, status, "{path}");
    }
    for (path, status) in [("/metrics", 404), ("/readyz", 404), ("/healthz", 200), ("/labels", 200)] {
        assert_eq!(get(world.address, path).await.status, status, "{path}");
    }
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    assert_eq!(http::send(world.address, &sent.head(), &sent.body).await.status, 404);
    assert_eq!(http::send(githubs, &sent.head(), &sent.body).await.status, 202);
    assert_eq!(get(githubs, "/metrics").await.status, 404);
}

/// The answer to a number of calls as whoever a header names, over one connection.
async fn ask_as(address: SocketAddr, forwarded: impl Fn(usize) -> String, calls: usize) -> Answer {
    let mut all = String::new();
    for number in 0..calls {
        let last = if number + 1 == calls { "connection: close\r\n" } else { "" };
        let from = forwarded(number);
        all += &format!("GET /api/v1/labels?label=a HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {from}\r\n{last}\r\n");
    }
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let writing = tokio::spawn(async move { writing.write_all(all.as_bytes()).await.map(|()| writing) });
    let mut bytes = Vec::new();
    timeout(PATIENCE, reading.read_to_end(&mut bytes)).await.unwrap().unwrap();
    drop(writing.await.unwrap());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let last = text.rfind("HTTP/1.1 ").map(|at| &text[at..]).unwrap();
    let (headers, body) = last.split_once("\r\n\r\n").unwrap();
    let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, headers: headers.to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_person_has_limits_of_their_own() {
    let world = World::with_pages(Limits::default(), |_, listener| {
        listener.proxies =
            TrustedProxies { networks: vec!["127.0.0.0/8".parse().unwrap()], ..TrustedProxies::default() };
    })
    .await;
    let greedy = ask_as(world.address, |number| format!("192.0.2.{}, 198.51.100.7", number % 250), 601).await;
    assert_eq!(greedy.status, 429, "what a client writes itself does not make it another client");
    let wait = greedy.headers.lines().find_map(|line| line.strip_prefix("retry-after: ")).unwrap();
    assert!((1..=60).contains(&wait.parse::<u64>().unwrap()), "{wait}");
    assert_eq!(ask_as(world.address, |_| "198.51.100.8".to_owned(), 1).await.status, 200);
}

#[tokio::test]
async fn without_a_trusted_proxy_a_header_makes_nobody_somebody_else() {
    let world = World::with_pages(Limits::default(), |_, _| {}).await;
    let greedy = ask_as(world.address, |number| format!("198.51.100.{}", number % 250), 601).await;
    assert_eq!(greedy.status, 429);
}

#[tokio::test]
async fn forty_tabs_share_one_connection_of_http_2_and_a_silent_one_is_told_to_leave() {
    let directory = TempDir::new().unwrap();
    let issued = issue(2020..4000);
    let tls = Tls::start(&issued.write(directory.path()), clock::now()).unwrap();
    let limits = Limits { headers: SHORT, ..Limits::default() };
    let world = World::with_pages(limits, |_, listener| listener.tls = Some(tls)).await;
    let stream = connect_as(world.address, &issued, &[&rustls::version::TLS13], &["h2"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut answers = Vec::new();
    for _ in 0..40 {
        let request = Request::get(format!("https://localhost:{}/labels", world.address.port()));
        answers.push(sender.clone().send_request(request.body(Body::empty()).unwrap()));
    }
    for answer in answers {
        let answer = timeout(PATIENCE, answer).await.unwrap().unwrap();
        assert_eq!(answer.status(), 200);
        assert!(!answer.into_body().collect().await.unwrap().to_bytes().is_empty());
    }
    assert_eq!(world.ours.services.metrics.connections().get(), 1);
    // It says nothing more, and is not kept for that.
    timeout(PATIENCE, connection).await.expect("still connected").unwrap().unwrap();
    drop(sender);
    connections(&world, 0).await;
}
