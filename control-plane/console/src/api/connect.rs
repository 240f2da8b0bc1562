//! `POST /api/v1/connections`: what `sprinters-iac connect` calls. The one-time code is the credential.

use super::Problem;
use crate::state::Console;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use sprinters_common::Chain;
use sprinters_services::connections;
use sprinters_services::connections::{ConnectError, HandOver};

/// Most bytes of a request: ten outputs of some hundred bytes.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// Takes a stack's outputs over.
pub(super) async fn connect(State(console): State<Console>, body: Bytes) -> Response {
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
    match connections::accept(console.store(), &given, console.now()).await {
        Ok(connection) => {
            console.wake();
            let outputs = connection.outputs.as_ref();
            let account = outputs.map(|outputs| outputs.account_id.as_str()).unwrap_or_default();
            let region = connection.region.name();
            let message =
                format!("AWS account {account} in {region} is being verified; the console shows each line of it.");
            let body = json!({"connection": connection.id, "state": "verifying", "message": message});
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
        Err(error) => refuse(&error).into_response(),
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
