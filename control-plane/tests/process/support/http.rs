//! A client that sends what it is told, also what no good client would.

use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: String,
}

/// How often a request is sent whose connection was reset before an answer, as may happen when hundreds are opened at
/// once. Who delivers would do the same: a delivery may come twice and counts once.
const TRIES: usize = 3;

/// Sends one request and reads the answer to the end of the connection.
pub(crate) async fn send(address: SocketAddr, head: &str, body: &[u8]) -> Answer {
    let mut tries = 1;
    loop {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that has answered may stop listening.
        let _ = stream.write_all(body).await;
        match try_read(&mut stream).await {
            Err(error) if error.kind() == ErrorKind::ConnectionReset && tries < TRIES => tries += 1,
            answer => return answer.unwrap(),
        }
    }
}

/// Reads an answer to the end of the connection.
pub(crate) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Answer {
    try_read(stream).await.unwrap()
}

async fn try_read(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let text = String::from_utf8(bytes).unwrap();
    let (headers, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = headers.split(' ').nth(1).unwrap_or_default().parse().unwrap_or(0);
    Ok(Answer { status, headers: headers.to_owned(), body: body.to_owned() })
}

pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    send(address, &format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"), b"").await
}
