//! HTTPS: what a client gets, what it does not get, and what becomes of a certificate that is renewed.

use crate::support::harness::{World, options, sqlite_opening};
use crate::support::https::{Issued, connect, issue, send};
use crate::support::payload::{Sent, guid, job};
use crate::support::process::{Process, run};
use rustls::ProtocolVersion;
use rustls::version::{TLS12, TLS13};
use sprinters_common::clock;
use sprinters_control_plane::server::TlsFiles;
use sprinters_control_plane::server::{Limits, Refreshed, Tls};
use sprinters_store::Store;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(30);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// A world behind TLS, its certificate, and a directory of the certificate's own.
async fn world(handshake: Duration) -> (World, Tls, Issued, TempDir) {
    let (state, certificates) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let issued = issue(2020..4000);
    let tls = Tls::start(&issued.write(certificates.path()), clock::now()).unwrap();
    let opening = sqlite_opening(&state);
    let store = Store::open(&opening).await.unwrap();
    let limits = Limits { handshake, ..Limits::default() };
    let world = World::serve(options(store), Some(tls.clone()), limits, opening, state).await;
    (world, tls, issued, certificates)
}

#[tokio::test]
async fn a_delivery_comes_in_over_tls_1_2_and_1_3() {
    let (world, _, issued, _certificates) = world(PATIENCE).await;
    for (number, version) in [(1, &TLS12), (2, &TLS13)] {
        let mut stream = connect(world.address, &issued, &[version]).await.unwrap();
        assert_eq!(stream.get_ref().1.protocol_version(), Some(version.version));
        let sent = Sent::new("workflow_job", &guid(number), &job("queued", number));
        assert_eq!(send(&mut stream, &sent.head(), &sent.body).await.status, 202);
    }
    assert_eq!(world.inbox().await.len(), 2);
    // Given the choice, it is the newer one.
    let mut stream = connect(world.address, &issued, &[&TLS12, &TLS13]).await.unwrap();
    assert_eq!(stream.get_ref().1.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    assert_eq!(send(&mut stream, HEALTH, b"").await.status, 200);
    assert!(world.ours.services.metrics.to_text().contains("sprinters_tls_handshakes_total{outcome=\"done\"} 3"));
}

/// A hello of a client that speaks nothing newer than TLS 1.1.
fn hello_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![0x03, 0x02];
    hello.extend_from_slice(&[7; 32]);
    // No session; the suites of that time; no compression; signatures that we would take, so that the version alone is
    // what is wrong.
    hello.extend_from_slice(&[0, 0, 6, 0xc0, 0x13, 0xc0, 0x09, 0x00, 0x2f, 1, 0]);
    hello.extend_from_slice(&[0, 8, 0, 0x0d, 0, 4, 0, 2, 0x04, 0x03]);
    let length = u8::try_from(hello.len()).unwrap();
    [&[0x16, 0x03, 0x01, 0, length + 4, 0x01, 0, 0, length], hello.as_slice()].concat()
}

async fn answer_to(world: &World, said: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    stream.write_all(said).await.unwrap();
    let mut heard = Vec::new();
    // A connection may also end with a reset.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut heard)).await.expect("still connected");
    heard
}

#[tokio::test]
async fn an_older_version_is_refused_and_plain_http_is_not_answered() {
    let (world, _, issued, _certificates) = world(PATIENCE).await;
    let alert = answer_to(&world, &hello_of_tls_1_1()).await;
    // RFC 8446 section 6: alert (21), two bytes long, fatal (2), protocol_version (70).
    assert_eq!((alert[0], &alert[3..]), (21, [0, 2, 2, 70].as_slice()), "{alert:?}");
    for plain in [HEALTH.as_bytes(), b"\0", b"SSH-2.0-x\r\n"] {
        let heard = answer_to(&world, &[plain, &[b'\n'; 64]].concat()).await;
        assert!(!String::from_utf8_lossy(&heard).contains("HTTP"), "{heard:?}");
        assert!(heard.len() <= 7, "more than an alert: {heard:?}");
    }
    // A client that does not trust us leaves, and takes nobody along.
    assert!(connect(world.address, &issue(2020..4000), &[&TLS13]).await.is_err());
    let mut stream = connect(world.address, &issued, &[&TLS13]).await.unwrap();
    assert_eq!(send(&mut stream, HEALTH, b"").await.status, 200);
}

#[tokio::test]
async fn whoever_begins_a_handshake_and_does_not_end_it_is_cut_off() {
    let (world, _, issued, _certificates) = world(Duration::from_millis(200)).await;
    for half in [b"".as_slice(), &hello_of_tls_1_1()[..20], &[0x16, 0x03, 0x01, 0x40, 0]] {
        let heard = answer_to(&world, half).await;
        assert!(heard.len() <= 7, "{heard:?}");
    }
    assert!(world.ours.services.metrics.to_text().contains("sprinters_tls_handshakes_total{outcome=\"slow\"} 3"));
    let mut stream = connect(world.address, &issued, &[&TLS13]).await.unwrap();
    assert_eq!(send(&mut stream, HEALTH, b"").await.status, 200);
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_and_a_broken_one_is_not() {
    let (world, tls, first, directory) = world(PATIENCE).await;
    let now = clock::now();
    assert!(matches!(tls.refresh(now), Refreshed::Unchanged));
    let mut kept = connect(world.address, &first, &[&TLS13]).await.unwrap();

    // Half written: the new certificate is there, its key is not yet.
    let second = issue(2020..4000);
    std::fs::write(directory.path().join("tls.crt"), &second.certificate).unwrap();
    assert!(matches!(tls.refresh(now), Refreshed::Kept(_)));
    assert!(matches!(tls.refresh(now), Refreshed::Unchanged), "it is told once");
    assert!(connect(world.address, &first, &[&TLS13]).await.is_ok());

    second.write(directory.path());
    assert!(matches!(tls.refresh(now), Refreshed::Replaced));
    assert!(connect(world.address, &second, &[&TLS13]).await.is_ok());
    assert!(connect(world.address, &first, &[&TLS13]).await.is_err());

    // Gone altogether, then expired: what is served stays.
    std::fs::remove_file(directory.path().join("tls.key")).unwrap();
    assert!(matches!(tls.refresh(now), Refreshed::Kept(_)));
    issue(2001..2002).write(directory.path());
    assert!(matches!(tls.refresh(now), Refreshed::Kept(_)));
    assert!(connect(world.address, &second, &[&TLS13]).await.is_ok());
    // A connection outlives the certificate that it began with.
    assert_eq!(send(&mut kept, HEALTH, b"").await.status, 200);
}

#[test]
fn files_that_cannot_be_served_are_refused_with_place_and_remedy() {
    let directory = TempDir::new().unwrap();
    let problem = |change: &dyn Fn(&TlsFiles)| {
        let files = issue(2020..4000).write(directory.path());
        change(&files);
        let (certificate, key) = (files.certificate.to_str().unwrap(), files.key.to_str().unwrap());
        let home = directory.path().to_str().unwrap();
        let settings = [("SPRINTERS_TLS_CERT", certificate), ("SPRINTERS_TLS_KEY", key), ("HOME", home)];
        let output = run(&["check-config"], &settings);
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text.replace(home, "…"))
    };
    let right = problem(&|_| {});
    assert_eq!(right.0, Some(0), "{}", right.1);
    let write = |path: &std::path::Path, text: &str| std::fs::write(path, text).unwrap();
    for (change, said) in [
        (
            (&|files: &TlsFiles| std::fs::set_permissions(&files.key, std::fs::Permissions::from_mode(0o640)).unwrap())
                as &dyn Fn(&TlsFiles),
            "SPRINTERS_TLS_KEY: …/tls.key may be read by others (mode 640); run `chmod 600`",
        ),
        (&|files| write(&files.key, &issue(2020..4000).key), "SPRINTERS_TLS_KEY: …/tls.key is not the key of"),
        (&|files| write(&files.key, "a letter"), "SPRINTERS_TLS_KEY: …/tls.key holds no private key in PEM"),
        (&|files| write(&files.certificate, ""), "SPRINTERS_TLS_CERT: …/tls.crt holds no certificate in PEM"),
        (
            &|files| drop(issue(2001..2002).write(files.key.parent().unwrap())),
            "SPRINTERS_TLS_CERT: the certificate in …/tls.crt has expired; renew it",
        ),
        (
            &|files| drop(issue(3999..4000).write(files.key.parent().unwrap())),
            "SPRINTERS_TLS_CERT: the certificate in …/tls.crt is not valid yet; check this machine's clock",
        ),
        (
            &|files| write(&files.key, &"x".repeat(300_000)),
            "SPRINTERS_TLS_KEY: can't read …/tls.key: it has more than 262144 bytes",
        ),
    ] {
        let (code, text) = problem(change);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains(said), "`{said}` is not in\n{text}");
        assert!(!text.contains("BEGIN"), "{text}");
    }
}

#[test]
fn a_certificate_knows_its_end_and_its_hosts() {
    let directory = TempDir::new().unwrap();
    let tls = Tls::start(&issue(2020..2040).write(directory.path()), clock::now()).unwrap();
    let certificate = tls.certificate();
    assert!(certificate.covers("localhost") && !certificate.covers("sprinters.example.com") && !certificate.covers(""));
    // 2040-01-01, and the day before.
    let end = sprinters_core::time::Timestamp::from_secs(2_208_988_800);
    let day = Duration::from_secs(24 * 60 * 60);
    let before = sprinters_core::time::Timestamp::from_secs(2_208_988_800 - 24 * 60 * 60);
    assert_eq!((certificate.remaining(before), certificate.remaining(end)), (Some(day), Some(Duration::ZERO)));
    assert!(certificate.expiry_warning(before).unwrap().contains("in 1 days"));
    assert_eq!(certificate.expiry_warning(sprinters_core::time::Timestamp::from_secs(1_800_000_000)), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_binary_serves_https_and_renews_at_a_hangup() {
    let directory = TempDir::new().unwrap();
    let first = issue(2020..4000);
    let files = first.write(directory.path());
    let (certificate, key) = (files.certificate.to_str().unwrap(), files.key.to_str().unwrap());
    let settings = [("SPRINTERS_TLS_CERT", certificate), ("SPRINTERS_TLS_KEY", key)];
    let process = Process::serve(directory.path(), &settings);
    let mut stream = connect(process.address, &first, &[&TLS13]).await.unwrap();
    assert_eq!(send(&mut stream, HEALTH, b"").await.status, 200);
    let second = issue(2020..4000);
    second.write(directory.path());
    process.signal("HUP");
    process.wait_for("new connections get the new certificate");
    assert!(connect(process.address, &second, &[&TLS13]).await.is_ok());
    let (log, ended_well) = process.stop();
    assert!(ended_well && !log.concat().contains("PRIVATE KEY"));
}
