//! What a request is answered with.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// An answer before it has the headers that all have.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) content: Content,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    Nothing,
    Json(Value),
    Html(String),
}

impl Answer {
    pub(super) fn json(status: StatusCode, value: Value) -> Answer {
        Answer { status, headers: Vec::new(), content: Content::Json(value) }
    }

    pub(super) fn ok(value: Value) -> Answer {
        Answer::json(StatusCode::OK, value)
    }

    pub(super) fn nothing(status: StatusCode) -> Answer {
        Answer { status, headers: Vec::new(), content: Content::Nothing }
    }

    pub(super) fn html(status: StatusCode, html: String) -> Answer {
        Answer { status, headers: Vec::new(), content: Content::Html(html) }
    }

    pub(super) fn redirect(status: StatusCode, location: &str) -> Answer {
        Answer::nothing(status).with(header::LOCATION, location)
    }

    /// An error as GitHub words them.
    pub(super) fn error(status: StatusCode, message: &str) -> Answer {
        let documentation = "https://docs.github.com/rest";
        let status_text = status.as_u16().to_string();
        Answer::json(status, json!({ "message": message, "documentation_url": documentation, "status": status_text }))
    }

    pub(super) fn not_found() -> Answer {
        Answer::error(StatusCode::NOT_FOUND, "Not Found")
    }

    /// A request whose content is wrong.
    pub(super) fn invalid(message: &str) -> Answer {
        Answer::error(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// The token has no such permission.
    pub(super) fn not_accessible() -> Answer {
        Answer::error(StatusCode::FORBIDDEN, "Resource not accessible by integration")
    }

    /// With one more header; one that can't be a header is left out.
    pub(super) fn with(mut self, name: HeaderName, value: &str) -> Answer {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}
