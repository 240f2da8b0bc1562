//! Sends deliveries as GitHub does: signed, with ten seconds for an answer, once.

use super::Shared;
use super::deliveries::Delivery;
use super::keys::Secret;
use axum::http::{Request, header};
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use sha2::Sha256;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long GitHub waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most deliveries under way at once.
const AT_ONCE: usize = 32;

/// A delivery and where it goes.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) url: String,
    pub(super) secret: Secret,
    pub(super) delivery: Delivery,
    pub(super) app: u64,
}

/// Sends whatever comes into the outbox while sending is live.
pub(super) async fn run(shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        shared.outbox.notified().await;
        while let Some((delivery, redelivery)) = shared.with(|state| state.deliveries.next_to_send()) {
            let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
            let shared = Arc::clone(&shared);
            tokio::spawn(async move {
                send(&shared, delivery, redelivery).await;
                drop(permit);
            });
        }
    }
}

/// Sends one, and writes down what became of it.
pub(super) async fn send(shared: &Shared, delivery: u64, redelivery: bool) -> Option<u16> {
    let letter = shared.with(|state| state.letter(delivery))?;
    let began = Instant::now();
    let status = timeout(PATIENCE, post(&letter)).await.ok().flatten();
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    shared.with(|state| state.attempted(delivery, status, redelivery, took));
    status
}

async fn post(letter: &Letter) -> Option<u16> {
    static CLIENT: LazyLock<hyper_util::client::legacy::Builder> = LazyLock::new(|| {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new());
        builder
    });
    // A connection belongs to the runtime that made it, and several may run in one process: each delivery has its own.
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client: Client<HttpConnector, Full<Bytes>> = CLIENT.build(connector);
    let Letter { url, secret, delivery, app } = letter;
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "*/*")
        .header(header::USER_AGENT, "GitHub-Hookshot/0000000")
        .header("x-github-event", &delivery.event)
        .header("x-github-delivery", &delivery.guid)
        .header("x-github-hook-id", app.to_string())
        .header("x-github-hook-installation-target-id", app.to_string())
        .header("x-github-hook-installation-target-type", "integration")
        .header("x-hub-signature-256", sign(secret, &delivery.body))
        .body(Full::new(Bytes::copy_from_slice(&delivery.body)))
        .ok()?;
    Some(client.request(request).await.ok()?.status().as_u16())
}

/// `sha256=` and the HMAC of the body in hexadecimal.
pub(super) fn sign(secret: &Secret, body: &[u8]) -> String {
    let mut text = String::from("sha256=");
    // HMAC takes keys of any length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) {
        mac.update(body);
        for byte in mac.finalize().into_bytes() {
            // Writing into a text can't fail.
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn githubs_published_vector() {
        // GitHub, "Validating webhook deliveries".
        let signature = sign(&Secret::new("It's a Secret to Everybody".to_owned()), b"Hello, World!");
        assert_eq!(signature, "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }
}
