//! `POST /api/v1/connections`: what `sprinters-iac connect` calls. The one-time code is the credential.

use super::Problem;
use crate::rate;
use crate::state::Console;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use sprinters_common::Chain;
use sprinters_services::attacks::Attack;
use sprinters_services::connections;
use sprinters_services::connections::{ConnectError, HandOver};
use sprinters_store::AuditEntry;
use std::net::SocketAddr;

/// Most bytes of a request: ten outputs of some hundred bytes.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// Takes a stack's outputs over.
pub(super) async fn connect(
    State(console): State<Console>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    body: Bytes,
) -> Response {
    let address = from.map(|Extension(ConnectInfo(peer))| peer.ip().to_string()).unwrap_or_default();
    let now = console.now();
    if let Err(too_often) = console.sign_in_rate().admit(&format!("code {}", rate::client(&address)), now) {
        console.services().attacks.seen(Attack::Rate, &address);
        return Problem::too_often("at most 30 hand-overs a minute", too_often).into_response();
    }
    let given: HandOver = match serde_json::from_slice(&body) {
        Ok(given) => given,
        Err(error) => {
            let detail = format!(
                "the request must be JSON with `code` and `outputs` (line {}, column {})",
                error.line(),
                error.column()
            );
            return Problem::new(StatusCode::BAD_REQUEST, "not a request", &detail).into_response();
        }
    };
    match connections::accept(console.store(), &given, now).await {
        Ok(connection) => {
            console.wake();
            // Whoever runs the command is nobody whom we know: the address is all there is.
            let entry = AuditEntry {
                account: connection.account_id,
                person: None,
                actor: "one-time code",
                action: "connection.hand-over",
                subject: &format!("connection {}", connection.id),
                detail: &connection.outputs.as_ref().map(|outputs| outputs.role_arn.clone()).unwrap_or_default(),
                address: &address,
            };
            if let Err(error) = console.store().audit(&entry, now).await {
                tracing::error!(error = %Chain(&error), "a hand-over is not in the audit log");
            }
            let outputs = connection.outputs.as_ref();
            let account = outputs.map(|outputs| outputs.account_id.as_str()).unwrap_or_default();
            let region = connection.region.name();
            let message =
                format!("AWS account {account} in {region} is being verified; the console shows each line of it.");
            let body = json!({"connection": connection.id, "state": "verifying", "message": message});
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
        Err(error) => {
            if matches!(error, ConnectError::Code) {
                console.services().attacks.seen(Attack::Code, &address);
            }
            refuse(&error).into_response()
        }
    }
}

fn refuse(error: &ConnectError) -> Problem {
    let detail = error.to_string();
    match error {
        ConnectError::Code => Problem::new(StatusCode::FORBIDDEN, "code refused", &detail),
        ConnectError::TooMany => Problem::new(StatusCode::CONFLICT, "too many connections", &detail),
        ConnectError::Connected { .. } => Problem::new(StatusCode::CONFLICT, "connected already", &detail),
        ConnectError::Missing(_)
        | ConnectError::Output { .. }
        | ConnectError::Region { .. }
        | ConnectError::Partition(_)
        | ConnectError::Deployment => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "outputs refused", &detail),
        ConnectError::Store(error) => {
            tracing::error!(error = %Chain(error), "a connection was not kept");
            Problem::internal()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use axum::body::Body;
    use axum::extract::ConnectInfo;
    use axum::http::Request;
    use sprinters_services::attacks::Attack;
    use std::net::SocketAddr;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn guesses_at_a_one_time_code_are_counted_and_held_back() {
        let world = World::with_samples().await;
        let guess = async |from: &str, number: u32| {
            let mut request = Request::post("/api/v1/connections")
                .body(Body::from(format!("{{\"code\": \"guess-{number}\", \"outputs\": {{}}}}")))
                .unwrap();
            let from = SocketAddr::new(from.parse().unwrap(), 4711);
            request.extensions_mut().insert(ConnectInfo(from));
            crate::hand_over(world.console().clone()).oneshot(request).await.unwrap()
        };
        for number in 0..30 {
            assert_ne!(guess("198.51.100.7", number).await.status(), 429);
        }
        let refused = guess("198.51.100.7", 30).await;
        assert_eq!(refused.status(), 429);
        assert!((1..=60).contains(&refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap()));
        assert_ne!(guess("198.51.100.8", 31).await.status(), 429, "nobody else is held back");
        let metrics = &world.console().services().metrics;
        assert_eq!((metrics.attacks(Attack::Code), metrics.attacks(Attack::Rate)), (31, 1));
    }
}
