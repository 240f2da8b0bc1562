//! `health`: for containers, whose images have no program that could ask.

use super::CommandError;
use crate::settings::Settings;
use anyhow::Context as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long the answer may take: less than the 30 seconds after which container engines give up.
const WITHIN: Duration = Duration::from_secs(5);

/// Longest answer that is read; ours has some two hundred bytes.
const MOST_BYTES: u64 = 4_096;

/// Asks the process that serves with these settings on this machine. With HTTPS it only looks whether that listens: its
/// certificate is for another name.
pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let address = reachable(settings.listen);
    let asked = tokio::time::timeout(WITHIN, ask(address, settings.tls.is_some()));
    let asked = asked.await.map_err(|_| CommandError::Outside(anyhow::anyhow!("{address} does not answer")))?;
    asked.with_context(|| format!("{address} is not well")).map_err(CommandError::Outside)
}

/// Who listens on all addresses is reached on the loopback one.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

async fn ask(address: SocketAddr, encrypted: bool) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    if encrypted {
        return Ok(());
    }
    stream.write_all(format!("GET /healthz HTTP/1.0\r\nhost: {address}\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.take(MOST_BYTES).read_to_string(&mut answer).await?;
    let status = answer.split(' ').nth(1).unwrap_or_default();
    anyhow::ensure!(status == "200", "it answers {:?}", answer.lines().next().unwrap_or_default());
    Ok(())
}
