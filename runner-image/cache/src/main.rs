//! The command line of the cache next to the runner.

use sprinters_agent::say;
use sprinters_cache::server::Server;
use sprinters_cache::settings::{ADDRESS, Settings};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "usage: sprinters-cache serve | sprinters-cache healthy";
/// For each step of the question whether the service is well; the service itself takes 800 ms at most.
const PATIENCE: Duration = Duration::from_millis(950);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("serve"), None) => serve(),
        (Some("healthy"), None) => match healthy() {
            Some(true) => ExitCode::SUCCESS,
            Some(false) | None => ExitCode::FAILURE,
        },
        _ => {
            say(USAGE);
            ExitCode::from(2)
        }
    }
}

fn serve() -> ExitCode {
    let settings = match Settings::read(|name| std::env::var(name).ok().filter(|value| !value.is_empty())) {
        Ok(settings) => settings,
        Err(errors) => {
            for error in errors {
                say(&format!("the cache's settings: {error}"));
            }
            return ExitCode::from(2);
        }
    };
    // Two threads: encryption for a network card of this kind of machine, beside a job that wants the processors.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let served = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            let server = Server::new(settings).await?;
            say(&format!("the cache listens on {}", server.address()));
            let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                () = server.run() => {}
                _ = terminate.recv() => {}
            }
            Ok(())
        })
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("the cache ends: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Asks the service on this machine. A step does this before its first request, without waiting longer than a second.
fn healthy() -> Option<bool> {
    let address = std::env::var("SPRINTERS_CACHE_ADDRESS").ok();
    let address: SocketAddr = address.map_or(Some(ADDRESS), |address| address.parse().ok())?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    stream
        .write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
        .ok()?;
    // The status line is all that counts.
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    Some(head == *b"HTTP/1.1 200")
}
