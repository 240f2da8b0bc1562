//! Why a page is not what was asked for, as another page. What caused it goes into the log, never to the browser.

use super::view;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use sprinters_common::Chain;
use sprinters_store::StoreError;

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
    /// A form without what it needs.
    #[error("a form that lacks something")]
    BadForm,
    /// A form that is too large.
    #[error("a form that is too large")]
    TooLarge,
    /// A change that can't be made, and why.
    #[error("refused: {0}")]
    Refused(String),
    /// Too much at once.
    #[error("too many requests")]
    TooMany,
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
            PageError::BadForm => StatusCode::BAD_REQUEST,
            PageError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            PageError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            PageError::TooMany => StatusCode::TOO_MANY_REQUESTS,
            PageError::GitHubAway | PageError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            PageError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn words(&self) -> (&'static str, String) {
        match self {
            PageError::NotSignedIn => ("Sign in first", "This page is about an account, so we have to know who you are.".to_owned()),
            PageError::NotFound => (
                "Nothing here for you",
                "There is no such page, or it belongs to an account that GitHub does not list for you. If you were given access just now, try again in a few minutes.".to_owned(),
            ),
            PageError::NotPermitted(why) => ("You can look, but not do this", (*why).to_owned()),
            PageError::ForeignForm => (
                "This form is not fresh",
                "The change was not made: it did not come from a page of this session. Go back, reload the page, and try once more.".to_owned(),
            ),
            PageError::BadForm => ("Something is missing", "The form came without a field that it needs. Nothing was changed.".to_owned()),
            PageError::TooLarge => ("Too much", "The form is larger than any of ours. Nothing was changed.".to_owned()),
            PageError::Refused(why) => ("That can't be done", why.clone()),
            PageError::TooMany => ("A little slower", "There were too many requests from here. Wait a minute and try again.".to_owned()),
            PageError::GitHubAway => (
                "GitHub does not answer",
                "What you may see is for GitHub to say, and it can't be asked at the moment. Try again in a minute.".to_owned(),
            ),
            PageError::Store(_) => ("The database does not answer", "Nothing was lost. Try again in a minute.".to_owned()),
            PageError::Broken(_) => ("Something of ours is broken", "It is in the log. Tell whoever runs this control plane.".to_owned()),
        }
    }
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
            | PageError::BadForm
            | PageError::TooLarge
            | PageError::Refused(_)
            | PageError::TooMany
            | PageError::GitHubAway => {}
        }
        let status = self.status();
        let (title, text) = self.words();
        let sign_in = matches!(self, PageError::NotSignedIn);
        let mut response =
            view::bare(title, "error.html", context! { title, text, sign_in, status => status.as_u16() });
        *response.status_mut() = status;
        if matches!(self, PageError::TooMany) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        response
    }
}
