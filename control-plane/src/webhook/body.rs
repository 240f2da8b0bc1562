//! Reading bodies within bounds: bytes, time, and memory of all of them together.

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use prometheus_client::metrics::gauge::Gauge;
use sprinters_services::webhook_secret::{Check, Signature};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Most bytes of a body: GitHub caps payloads at 25 MB (GitHub, "Webhook events and payloads").
pub const MAX_BODY_BYTES: usize = 25 * 1024 * 1024;

/// A body up to this size is read at once. A job's has 7 to 12 KB; with 1,024 connections such bodies need at most 64
/// MiB.
pub const LARGE_BODY_BYTES: usize = 64 * 1024;

/// Memory that larger bodies share: two of the largest at a time, the others wait.
pub const LARGE_BODY_MEMORY: usize = 2 * MAX_BODY_BYTES;

/// Unit of that memory.
const PAGE: usize = 4 * 1024;

/// How long a large body waits for memory. GitHub gives up after 10 seconds in all.
const WAIT: Duration = Duration::from_secs(4);

/// How long a body may take to arrive.
pub const ARRIVE: Duration = Duration::from_secs(10);

/// How long the rest of a refused body is still taken from the wire, and how much: a client that is cut off while it
/// sends does not read why.
const LINGER: Duration = Duration::from_secs(5);
const LINGER_BYTES: usize = 2 * MAX_BODY_BYTES;

/// Memory for large bodies.
#[derive(Debug)]
pub struct BodyBudget {
    pages: Semaphore,
    reserved: Gauge,
    arrive: Duration,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyError {
    /// More than any of GitHub's.
    TooLarge,
    /// It did not arrive in time, or not whole.
    Slow,
    /// There was no memory for it in time.
    Busy,
    /// Not signed by GitHub.
    BadSignature,
}

impl BodyBudget {
    /// All memory free. `reserved` shows how many bytes are not, `arrive` is how long a body may take.
    #[must_use]
    pub fn new(reserved: Gauge, arrive: Duration) -> BodyBudget {
        BodyBudget { pages: Semaphore::new(LARGE_BODY_MEMORY / PAGE), reserved, arrive }
    }

    /// Checks a body without keeping any of it.
    pub(super) async fn check_only(&self, body: Body, check: Check, signature: Signature) -> Result<(), BodyError> {
        timeout(self.arrive, each_piece(body, check, signature, |_| {})).await.unwrap_or(Err(BodyError::Slow))
    }

    /// Reads a whole body that is signed.
    pub(super) async fn read(
        &self,
        headers: &HeaderMap,
        body: Body,
        check: Check,
        signature: Signature,
    ) -> Result<BytesMut, BodyError> {
        let expected = expected_bytes(headers);
        let small = expected.is_some_and(|bytes| bytes <= LARGE_BODY_BYTES);
        let bytes = expected.unwrap_or(MAX_BODY_BYTES);
        let _reservation = if small { None } else { Some(self.reserve(bytes).await?) };
        let mut whole = BytesMut::with_capacity(expected.unwrap_or(LARGE_BODY_BYTES).min(MAX_BODY_BYTES));
        let arriving = each_piece(body, check, signature, |piece| whole.extend_from_slice(piece));
        timeout(self.arrive, arriving).await.unwrap_or(Err(BodyError::Slow))?;
        Ok(whole)
    }

    async fn reserve(&self, bytes: usize) -> Result<Reservation<'_>, BodyError> {
        // MAX_BODY_BYTES makes 6,400 pages.
        let pages = u32::try_from(bytes.min(MAX_BODY_BYTES).div_ceil(PAGE)).unwrap_or(u32::MAX);
        let permit = timeout(WAIT, self.pages.acquire_many(pages)).await;
        let permit = permit.map_err(|_| BodyError::Busy)?.map_err(|_| BodyError::Busy)?;
        let reserved = i64::from(pages) * PAGE as i64;
        self.reserved.inc_by(reserved);
        Ok(Reservation { _permit: permit, gauge: &self.reserved, reserved })
    }
}

struct Reservation<'a> {
    _permit: tokio::sync::SemaphorePermit<'a>,
    gauge: &'a Gauge,
    reserved: i64,
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.gauge.dec_by(self.reserved);
    }
}

async fn each_piece(
    mut body: Body,
    mut check: Check,
    signature: Signature,
    mut keep: impl FnMut(&[u8]),
) -> Result<(), BodyError> {
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Err(BodyError::Slow) };
        if let Some(piece) = frame.data_ref() {
            bytes += piece.len();
            if MAX_BODY_BYTES < bytes {
                drain_body(body);
                return Err(BodyError::TooLarge);
            }
            check.update(piece);
            keep(piece);
        }
    }
    if check.finish(signature) { Ok(()) } else { Err(BodyError::BadSignature) }
}

/// What the headers say about the body's size.
pub(super) fn expected_bytes(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Takes the rest of a refused body from the wire, within bounds, and keeps none of it.
pub(super) fn drain_body(mut body: Body) {
    tokio::spawn(timeout(LINGER, async move {
        let mut bytes = 0;
        while let Some(Ok(frame)) = body.frame().await {
            bytes += frame.data_ref().map_or(0, bytes::Bytes::len);
            if LINGER_BYTES < bytes {
                return;
            }
        }
    }));
}
