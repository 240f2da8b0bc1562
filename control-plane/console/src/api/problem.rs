//! Errors for programs and people: `application/problem+json` (RFC 9457).

use crate::error::seconds;
use crate::rate::TooOften;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// What is wrong with a request, and what to do. Nothing of our inside is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// The HTTP status, again.
    pub(crate) status: u16,
    /// In a few words.
    pub(crate) title: &'static str,
    /// In a sentence, with what to do.
    pub(crate) detail: String,
    /// The same sentence: what `sprinters-iac` prints.
    pub(crate) message: String,
    /// How many seconds to wait, where waiting helps.
    #[serde(skip)]
    pub(crate) retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a status.
    #[must_use]
    pub(crate) fn new(status: StatusCode, title: &'static str, detail: &str) -> Problem {
        Problem {
            status: status.as_u16(),
            title,
            detail: detail.to_owned(),
            message: detail.to_owned(),
            retry_after: None,
        }
    }

    /// Too often; says the limit and for how long to wait.
    #[must_use]
    pub(crate) fn too_often(limit: &str, TooOften(wait): TooOften) -> Problem {
        let seconds = seconds(wait);
        let detail = format!("{limit}; try again in {seconds} s");
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests", &detail);
        Problem { retry_after: Some(seconds), ..problem }
    }

    /// Our own failure. The cause is for the log.
    #[must_use]
    pub(crate) fn internal() -> Problem {
        let detail = "something of our own went wrong; try again, and tell the operator if it stays so";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (status, [kind], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
