//! Version 2 of the EC2 instance metadata service: a session token by PUT, then GETs that carry it.
//! Source: "Use the Instance Metadata Service to access instance metadata", Amazon EC2 User Guide.

use secrecy::{ExposeSecret as _, SecretString};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// Where every instance finds its metadata service.
const ADDRESS: (Ipv4Addr, u16) = (Ipv4Addr::new(169, 254, 169, 254), 80);
/// For one connect, one read and one write each: the service is in the same machine and answers within milliseconds.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Bytes of one answer with its head: user data is at most 16 KiB raw ("Run commands at launch", EC2 User Guide).
const ANSWER_MAX: usize = 32 * 1024;
/// Bytes of a session token; real ones have 56.
const TOKEN_MAX: usize = 256;

/// Why the metadata service gave no answer to use.
#[derive(Debug, thiserror::Error)]
pub enum ImdsError {
    /// No connection, or it broke.
    #[error("the instance metadata service does not answer")]
    Unreachable(#[source] std::io::Error),
    /// Not an HTTP answer, or one larger than any that the service gives.
    #[error("the instance metadata service answered what is not understood: {0}")]
    Malformed(&'static str),
    /// Any status but 200 and 404.
    #[error("the instance metadata service refused with status {0}")]
    Refused(u16),
}

/// A status and a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The three digits of HTTP.
    pub status: u16,
    /// At most 32 KiB, since a longer answer is none.
    pub body: Vec<u8>,
}

/// A session with the metadata service.
#[derive(Debug)]
pub struct Session {
    token: SecretString,
}

impl Session {
    /// Opens a session of `seconds` (1 to 21,600).
    ///
    /// # Errors
    /// When the service does not answer or hands out no token.
    pub fn open(seconds: u32) -> Result<Self, ImdsError> {
        let answer = exchange(&format!(
            "PUT /latest/api/token HTTP/1.1\r\nHost: 169.254.169.254\r\nX-aws-ec2-metadata-token-ttl-seconds: {seconds}\r\n\
             Content-Length: 0\r\nConnection: close\r\n\r\n"
        ))?;
        if answer.status != 200 {
            return Err(ImdsError::Refused(answer.status));
        }
        token(&answer.body).map(|token| Self { token: token.into() })
    }

    /// Reads one path below `/latest/`; `None` when there is nothing there.
    ///
    /// # Errors
    /// When the service does not answer, or refuses.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, ImdsError> {
        let answer = exchange(&format!(
            "GET /latest/{path} HTTP/1.1\r\nHost: 169.254.169.254\r\nX-aws-ec2-metadata-token: {}\r\n\
             Connection: close\r\n\r\n",
            self.token.expose_secret()
        ))?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 => Ok(None),
            status => Err(ImdsError::Refused(status)),
        }
    }
}

fn exchange(request: &str) -> Result<Answer, ImdsError> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from(ADDRESS), TIMEOUT).map_err(ImdsError::Unreachable)?;
    stream.set_read_timeout(Some(TIMEOUT)).map_err(ImdsError::Unreachable)?;
    stream.set_write_timeout(Some(TIMEOUT)).map_err(ImdsError::Unreachable)?;
    stream.write_all(request.as_bytes()).map_err(ImdsError::Unreachable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed, so that an answer that is too large is seen and not cut.
    stream.take(ANSWER_MAX as u64 + 1).read_to_end(&mut bytes).map_err(ImdsError::Unreachable)?;
    parse(&bytes)
}

/// A token is printable ASCII: anything else could break out of the header that it is sent back in.
///
/// # Errors
/// When the body is empty, longer than 256 bytes, or holds anything but printable ASCII.
pub fn token(body: &[u8]) -> Result<String, ImdsError> {
    if body.is_empty() || TOKEN_MAX < body.len() || !body.iter().all(u8::is_ascii_graphic) {
        return Err(ImdsError::Malformed("a session token that is none"));
    }
    Ok(String::from_utf8_lossy(body).into_owned())
}

/// Reads a whole HTTP/1 answer, as it stands when the other side has closed.
///
/// # Errors
/// When it is no such answer, is cut short, comes in pieces, or has more than 32 KiB.
pub fn parse(bytes: &[u8]) -> Result<Answer, ImdsError> {
    if ANSWER_MAX < bytes.len() {
        return Err(ImdsError::Malformed("an answer of more than 32 KiB"));
    }
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .ok_or(ImdsError::Malformed("an answer without the end of its head"))?;
    let (head, body) = (&bytes[..end], &bytes[end + 4..]);
    let head = std::str::from_utf8(head).map_err(|_| ImdsError::Malformed("a head that is no text"))?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1."))
        .and_then(|line| line.split(' ').nth(1))
        .filter(|status| status.len() == 3)
        .and_then(|status| status.parse::<u16>().ok())
        .ok_or(ImdsError::Malformed("a head without a status"))?;
    let mut length = None;
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(ImdsError::Malformed("a header without a colon"))?;
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(ImdsError::Malformed("a body in pieces"));
        }
        if name.eq_ignore_ascii_case("content-length") {
            let value = value.trim().parse::<usize>();
            length = Some(value.map_err(|_| ImdsError::Malformed("a length that is no number"))?);
        }
    }
    let body = match length {
        // A connection that broke in the middle must not pass for a short answer.
        Some(length) => body.get(..length).ok_or(ImdsError::Malformed("an answer that broke off"))?,
        None => body,
    };
    Ok(Answer { status, body: body.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_status_and_body() {
        let answer = parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: EC2ws\r\n\r\nhello").unwrap();
        assert_eq!(answer, Answer { status: 200, body: b"hello".to_vec() });
        assert_eq!(parse(b"HTTP/1.0 404 Not Found\r\n\r\n").unwrap().status, 404);
    }

    #[test]
    fn refuses_what_is_cut_chunked_or_too_large() {
        let wrong: [&[u8]; 8] = [
            b"",
            b"hello",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"HTTP/1.1 OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
            &[b'x'; ANSWER_MAX + 1],
        ];
        for bytes in wrong {
            assert!(matches!(parse(bytes), Err(ImdsError::Malformed(_))), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn refuses_a_token_that_breaks_out_of_its_header() {
        assert!(token(b"AQAAAI-real_looking==").is_ok());
        for wrong in [&b""[..], b"a b", b"a\r\nX-evil: 1", &[b'a'; TOKEN_MAX + 1]] {
            assert!(token(wrong).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
            drop(parse(&bytes));
        }

        #[test]
        fn any_tail_of_a_real_answer_is_read_or_refused(
            head in "HTTP/1\\.[01] [0-9]{1,4} [A-Z]{0,4}(\r\n[A-Za-z-]{1,20}: ?[ -~]{0,20}){0,4}",
            body in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let mut bytes = head.into_bytes();
            bytes.extend_from_slice(b"\r\n\r\n");
            bytes.extend_from_slice(&body);
            if let Ok(answer) = parse(&bytes) {
                prop_assert!(answer.body.len() <= bytes.len());
            }
        }
    }
}
