//! Why a page is not what was asked for, as another page. What caused it goes into the log, never to the browser.

use super::rate::TooOften;
use super::view;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use sprinters_common::Chain;
use sprinters_store::StoreError;
use std::time::Duration;

/// Why.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageError {
    /// Nobody is signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// Nothing there, or nothing that this person may see: the answer is the same.
    #[error("no such page")]
    NotFound,
    /// They see the account and may not do this.
    #[error("not permitted: {0}")]
    NotPermitted(&'static str),
    /// A change that does not come from a page of ours, or from an old one.
    #[error("a form of somebody else")]
    ForeignForm,
    /// A filter that is none, with what it may be.
    #[error("bad filter: {0}")]
    BadFilter(String),
    /// A form without what it needs.
    #[error("a form that lacks something")]
    BadForm,
    /// A form that is too large.
    #[error("a form that is too large")]
    TooLarge,
    /// A change that can't be made, and why.
    #[error("refused: {0}")]
    Refused(String),
    /// Too much at once; how long to wait.
    #[error("too many requests")]
    TooMany(Duration),
    /// GitHub can't be asked.
    #[error("GitHub is away")]
    GitHubAway,
    /// The database is away.
    #[error("the store did not do it")]
    Store(#[from] StoreError),
    /// Something of ours is broken.
    #[error("broken: {0}")]
    Broken(&'static str),
}

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            PageError::NotSignedIn => StatusCode::UNAUTHORIZED,
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::NotPermitted(_) | PageError::ForeignForm => StatusCode::FORBIDDEN,
            PageError::BadForm | PageError::BadFilter(_) => StatusCode::BAD_REQUEST,
            PageError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            PageError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            PageError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            PageError::GitHubAway | PageError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            PageError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn words(&self) -> (&'static str, String) {
        match self {
            PageError::NotSignedIn => ("Sign in", "Sign in to see this page.".to_owned()),
            PageError::NotFound => (
                "Page not found",
                "This page doesn't exist, or it belongs to an account that GitHub doesn't list for you. If you were given access just now, try again in a few minutes.".to_owned(),
            ),
            PageError::NotPermitted(why) => ("Admins only", (*why).to_owned()),
            PageError::ForeignForm => (
                "This page expired",
                "Nothing was changed. Go back, reload the page, and try again.".to_owned(),
            ),
            PageError::BadFilter(why) => ("Unknown filter", why.clone()),
            PageError::BadForm => ("A field is missing", "The form came without a field that it needs. Nothing was changed.".to_owned()),
            PageError::TooLarge => ("Request too large", "The form is larger than we accept. Nothing was changed.".to_owned()),
            PageError::Refused(why) => ("This can't be done now", why.clone()),
            PageError::TooMany(_) => ("Too many requests", "There were too many requests from your address. Wait a minute, then try again.".to_owned()),
            PageError::GitHubAway => (
                "GitHub isn't responding",
                "GitHub decides what you may see, and it isn't responding. Try again in a minute.".to_owned(),
            ),
            PageError::Store(_) => ("The database isn't responding", "Nothing was lost. Try again in a minute.".to_owned()),
            PageError::Broken(_) => ("Something went wrong", "The error is in the server's log. Tell the operator of this control plane.".to_owned()),
        }
    }
}

/// What a page of refusal says. It stays with the answer, so that whoever knows the visit can put the frame of a
/// signed-in person around it.
#[derive(Debug, Clone)]
pub(super) struct ErrorPage {
    pub(super) title: &'static str,
    text: String,
    sign_in: bool,
    status: StatusCode,
}

impl ErrorPage {
    /// The page in a frame.
    pub(super) fn render(&self, frame: &view::Frame) -> Response {
        let ErrorPage { title, text, sign_in, status } = self;
        let view = context! { title => *title, text => text.as_str(), sign_in => *sign_in, status => status.as_u16() };
        let mut response = view::page_of(frame, "error.html", view);
        *response.status_mut() = *status;
        response
    }
}

impl From<TooOften> for PageError {
    fn from(TooOften(wait): TooOften) -> PageError {
        PageError::TooMany(wait)
    }
}

/// For `Retry-After`: whole seconds, none of them too early.
pub(super) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(0 < wait.subsec_nanos())
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match &self {
            PageError::Store(error) => tracing::error!(error = %Chain(error), "a page could not be made"),
            PageError::Broken(what) => tracing::error!(what, "a page could not be made"),
            PageError::NotSignedIn
            | PageError::NotFound
            | PageError::NotPermitted(_)
            | PageError::ForeignForm
            | PageError::BadFilter(_)
            | PageError::BadForm
            | PageError::TooLarge
            | PageError::Refused(_)
            | PageError::TooMany(_)
            | PageError::GitHubAway => {}
        }
        let status = self.status();
        let (title, text) = self.words();
        let sign_in = matches!(self, PageError::NotSignedIn);
        let page = ErrorPage { title, text, sign_in, status };
        let mut response = page.render(&view::bare_frame(title));
        response.extensions_mut().insert(page);
        if let PageError::TooMany(wait) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds(wait)));
        }
        response
    }
}
