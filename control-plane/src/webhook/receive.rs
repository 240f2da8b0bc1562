//! The handler. Every way out is counted; nothing of a delivery is logged but its guid.

use super::body::{self, BodyError, MAX_BODY_BYTES};
use super::event::Event;
use super::intake::Intake;
use super::payload::{self, Read};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sprinters_services::webhook_secret::Signature;
use sprinters_store::Accepted;
use sprinters_telemetry::metrics::{EventLabel, Outcome};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use tracing::Instrument as _;

/// How long a commit may take. GitHub counts a delivery as failed after 10 seconds; whoever re-requests it meets a
/// duplicate at worst.
const COMMIT: Duration = Duration::from_secs(5);

/// Most characters of a guid. GitHub's have 36.
const MAX_GUID: usize = 64;

/// Handles one delivery: 202 once it is committed.
pub async fn receive(State(intake): State<Arc<Intake>>, request: Request<Body>) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let guid = guid(&parts.headers);
    let event = Event::from_headers(&parts.headers);
    let outcome = decide(&intake, &parts.headers, body, event, guid).await;
    let label = event.map_or(EventLabel::Other, Event::label);
    intake.services.metrics.answered(label, outcome.0, started.elapsed());
    log(&intake, label, guid, outcome);
    answer(outcome.0, outcome.1)
}

/// How it is answered, and what to tell: nothing in it comes from the delivery.
type Decision = (Outcome, &'static str);

async fn decide(
    intake: &Intake,
    headers: &HeaderMap,
    body: Body,
    event: Option<Event>,
    guid: Option<&str>,
) -> Decision {
    if body::expected_bytes(headers).is_some_and(|bytes| MAX_BODY_BYTES < bytes) {
        body::drain_body(body);
        return from_body(BodyError::TooLarge);
    }
    let Some(signature) = Signature::from_headers(headers) else {
        body::drain_body(body);
        return (Outcome::BadSignature, "X-Hub-Signature-256 is missing or is none");
    };
    let Some(secret) = intake.services.identity.webhook_secret() else {
        body::drain_body(body);
        return (Outcome::Unavailable, "no webhook secret is set, so nothing can be checked");
    };
    let Some(event) = event else {
        return match intake.bodies.check_only(body, secret.check(), signature).await {
            Ok(()) => (Outcome::Ignored, ""),
            Err(error) => from_body(error),
        };
    };
    let whole = match intake.bodies.read(headers, body, secret.check(), signature).await {
        Ok(whole) => whole,
        Err(error) => return from_body(error),
    };
    let Some(guid) = guid else { return (Outcome::Malformed, "X-GitHub-Delivery is missing or is none") };
    if is_form(headers) {
        return (Outcome::NotJson, "the webhook's content type must be application/json");
    }
    let delivery = match payload::read(event, guid, &whole, intake.services.clock.now()) {
        Ok(Read::Delivery(delivery)) => delivery,
        Ok(Read::NotOurs) => return (Outcome::Ignored, ""),
        Err(error) => {
            if let Some(suppressed) = intake.failures.admit() {
                tracing::warn!(delivery = guid, event = event.as_str(), %error, suppressed, "body not understood");
            }
            // No retry mends it, and GitHub would be asked for it again and again.
            return (Outcome::Ignored, "");
        }
    };
    // Only the few fields are kept while it waits for its commit.
    drop(whole);
    let span = tracing::info_span!("delivery", delivery = guid, event = event.as_str());
    let is_waited_for = delivery.facts.is_waited_for();
    match timeout(COMMIT, intake.writer.accept(delivery)).instrument(span).await {
        Ok(Ok(Accepted::New)) => {
            if is_waited_for {
                intake.services.notify.urgent();
            } else {
                intake.services.notify.eventually();
            }
            (Outcome::Accepted, "")
        }
        Ok(Ok(Accepted::Duplicate)) => (Outcome::Duplicate, ""),
        Ok(Err(error)) => {
            if let Some(suppressed) = intake.failures.admit() {
                tracing::error!(delivery = guid, error = %sprinters_common::Chain(&error), suppressed, "delivery not kept");
            }
            (Outcome::Unavailable, "the delivery could not be kept; send it again")
        }
        Err(_) => (Outcome::Unavailable, "the delivery could not be kept in time; send it again"),
    }
}

fn from_body(error: BodyError) -> Decision {
    match error {
        BodyError::TooLarge => (Outcome::TooLarge, "the body is larger than 25 MiB"),
        BodyError::Slow => (Outcome::Slow, "the body did not arrive in time"),
        BodyError::Busy => (Outcome::Unavailable, "too many large bodies at once; send it again"),
        BodyError::BadSignature => (Outcome::BadSignature, "X-Hub-Signature-256 does not fit the body"),
    }
}

/// GitHub's default for webhooks that were not made by an App: the JSON is inside a form.
fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// The guid, if it looks like one: it goes into the log and the database.
fn guid(headers: &HeaderMap) -> Option<&str> {
    let guid = headers.get("x-github-delivery")?.to_str().ok()?;
    let is_guid =
        (1..=MAX_GUID).contains(&guid.len()) && guid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_guid.then_some(guid)
}

fn log(intake: &Intake, event: EventLabel, guid: Option<&str>, (outcome, reason): Decision) {
    let (delivery, event, outcome_label) = (guid.unwrap_or("none"), event.as_str(), outcome.as_str());
    match outcome {
        Outcome::Accepted | Outcome::Duplicate | Outcome::Ignored => {
            tracing::debug!(delivery, event, outcome = outcome_label, "delivery");
        }
        Outcome::Malformed
        | Outcome::BadSignature
        | Outcome::Slow
        | Outcome::TooLarge
        | Outcome::NotJson
        | Outcome::Unavailable => {
            if let Some(suppressed) = intake.refusals.admit() {
                tracing::warn!(delivery, event, outcome = outcome_label, reason, suppressed, "delivery refused");
            }
        }
    }
}

fn answer(outcome: Outcome, reason: &'static str) -> Response {
    let status = match outcome {
        Outcome::Accepted | Outcome::Duplicate => StatusCode::ACCEPTED,
        Outcome::Ignored => StatusCode::NO_CONTENT,
        Outcome::Malformed => StatusCode::BAD_REQUEST,
        Outcome::BadSignature => StatusCode::UNAUTHORIZED,
        Outcome::Slow => StatusCode::REQUEST_TIMEOUT,
        Outcome::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Outcome::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Outcome::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut response = (status, reason).into_response();
    if outcome == Outcome::Unavailable {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
