//! The program as a service manager runs it: told when it serves and stops, asked whether it is alive, handed secrets
//! as files.

use crate::support::process::{Process, run};
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

/// What the service said next, of what systemd knows.
fn next(socket: &UnixDatagram) -> String {
    let mut bytes = [0; 512];
    let length = socket.recv(&mut bytes).expect("the service says something in time");
    String::from_utf8_lossy(&bytes[..length]).trim().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn systemd_is_told_when_it_serves_that_it_lives_and_when_it_stops() {
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let more = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "400000")];
    let process = Process::serve(directory.path(), &more);
    assert_eq!(next(&socket), "READY=1");
    assert_eq!([next(&socket), next(&socket)], ["WATCHDOG=1", "WATCHDOG=1"]);
    process.signal("TERM");
    let last = std::iter::from_fn(|| Some(next(&socket))).find(|said| said != "WATCHDOG=1");
    assert_eq!(last.as_deref(), Some("STOPPING=1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_asks_whether_it_is_alive() {
    let directory = tempfile::TempDir::new().unwrap();
    let state = directory.path().to_str().unwrap();
    let process = Process::serve(directory.path(), &[]);
    let everywhere = format!("0.0.0.0:{}", process.address.port());
    let health = |listen: &str| run(&["health"], &[("SPRINTERS_STATE_DIR", state), ("SPRINTERS_LISTEN", listen)]);
    assert_eq!(health(&process.address.to_string()).status.code(), Some(0));
    assert_eq!(health(&everywhere).status.code(), Some(0), "who listens everywhere is asked on the loopback address");
    let address = process.address.to_string();
    process.kill();
    let gone = health(&address);
    assert_eq!(gone.status.code(), Some(3));
    assert!(String::from_utf8(gone.stderr).unwrap().contains("is not well"));
}

#[test]
fn secrets_come_as_credentials_of_the_service_manager() {
    let directory = tempfile::TempDir::new().unwrap();
    let place = directory.path().to_str().unwrap();
    let key = String::from_utf8(run(&["keys", "generate", "--id", "handed-over"], &[]).stdout).unwrap();
    std::fs::write(directory.path().join("SPRINTERS_ROOT_KEYS"), key).unwrap();
    let settings = [("SPRINTERS_STATE_DIR", place), ("CREDENTIALS_DIRECTORY", place)];
    let output = run(&["check-config"], &settings);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("root keys       handed-over"), "{said}");
}
