//! What AWS refused, in a sentence, with what to do about it.

use crate::failure::{Failure, Problem};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::error::Error;

/// The failure of an operation; `what` says what we were doing, `the stack acme can't be described`.
pub(crate) fn failed<E, R>(what: &str, error: &SdkError<E, R>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
    R: std::fmt::Debug + 'static,
{
    let (code, message) = (error.code(), error.message());
    let problem = match (code, message) {
        (Some(code), Some(message)) => Problem::new(format!("{what}: {message} ({code})")),
        (Some(code), None) => Problem::new(format!("{what}: {code}")),
        (None, _) => causes(what, error),
    };
    Failure::outside(match code.map_or_else(|| without_answer(error), remedy) {
        Some(help) => problem.help(help),
        None => problem,
    })
}

/// No answer came: the chain of causes is all there is to say.
fn causes<E, R>(what: &str, error: &SdkError<E, R>) -> Problem
where
    E: Error + 'static,
    R: std::fmt::Debug + 'static,
{
    let mut problem = Problem::new(format!("{what}: {error}"));
    let mut source = error.source();
    while let Some(cause) = source {
        problem = problem.note(cause.to_string());
        source = cause.source();
    }
    problem
}

fn without_answer<E, R>(error: &SdkError<E, R>) -> Option<&'static str> {
    match error {
        SdkError::DispatchFailure(failure) if failure.is_timeout() || failure.is_io() => {
            Some("check the network, AWS_ENDPOINT_URL and the proxy settings")
        }
        SdkError::DispatchFailure(_) => {
            Some("check the credentials (aws sts get-caller-identity), the network and AWS_ENDPOINT_URL")
        }
        SdkError::TimeoutError(_) => Some("try again; check the network and the proxy settings"),
        SdkError::ConstructionFailure(_) | SdkError::ResponseError(_) | SdkError::ServiceError(_) => None,
        _ => None,
    }
}

/// By code, never by text: each set is one future for the user.
fn remedy(code: &str) -> Option<&'static str> {
    match code {
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" => {
            Some("the credentials have expired: log in again")
        }
        "InvalidClientTokenId" | "UnrecognizedClientException" | "SignatureDoesNotMatch" | "AuthFailure" => {
            Some("the credentials are not valid here: check the profile, AWS_ACCESS_KEY_ID and the clock")
        }
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => {
            Some("use credentials that may do this, or ask whoever administers the account")
        }
        "Throttling" | "ThrottlingException" | "RequestLimitExceeded" => {
            Some("AWS is throttling: try again in a minute")
        }
        "InsufficientCapabilitiesException" => Some("give --capabilities with what the message names"),
        _other => None,
    }
}
