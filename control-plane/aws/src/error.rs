//! What AWS can answer, sorted by code and not by text.

use super::LaunchDisposition;
use super::codes::{self, RefusalKind};
use super::environment::{CALL_WITHIN, READ_WITHIN};
use super::message;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use sprinters_core::catalogue::Zone;
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::plan::Market;
use std::fmt;
use std::time::Duration;

/// The calls of ours: the role, and one for each entry of the permission list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// Assumes a connection's role.
    AssumeRole,
    /// Launches.
    RunInstances,
    /// Looks.
    DescribeInstances,
    /// Ends.
    TerminateInstances,
    /// Tunes a volume.
    ModifyVolume,
    /// Compares prices.
    DescribeSpotPriceHistory,
}

impl Call {
    /// As AWS writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Call::AssumeRole => "AssumeRole",
            Call::RunInstances => "RunInstances",
            Call::DescribeInstances => "DescribeInstances",
            Call::TerminateInstances => "TerminateInstances",
            Call::ModifyVolume => "ModifyVolume",
            Call::DescribeSpotPriceHistory => "DescribeSpotPriceHistory",
        }
    }
}

impl Call {
    /// Longest that it may take, from sending to the last byte.
    pub(super) fn within(self) -> Duration {
        match self {
            Call::RunInstances | Call::TerminateInstances | Call::ModifyVolume => CALL_WITHIN,
            Call::AssumeRole | Call::DescribeInstances | Call::DescribeSpotPriceHistory => READ_WITHIN,
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A call, and where it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The call.
    pub call: Call,
    /// Our number of the connection.
    pub connection: i64,
    /// The region.
    pub region: &'static str,
    /// For launches: how it was to be paid.
    pub market: Option<Market>,
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {} for connection {}", self.call, self.region, self.connection)
    }
}

/// An error of AWS's: its code, and its sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// The code; empty where the answer had none.
    pub code: String,
    /// The sentence.
    pub message: String,
}

/// Why a call did not do what it should. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AwsError {
    /// AWS answered with an error.
    #[error("{context}: AWS answered {} {}", refusal.status, refusal.code)]
    Refused {
        /// Which call.
        context: Context,
        /// What it said.
        refusal: Refusal,
    },
    /// The role was not assumed, so nothing else was tried. AWS gives one answer for a role that is gone, one that does
    /// not trust us and one that wants another external id.
    #[error("{context}: AWS answered {} {}", refusal.status, refusal.code)]
    NotAssumed {
        /// Which call.
        context: Context,
        /// What it said.
        refusal: Refusal,
        /// Whether this process has assumed the same role with the same external id before.
        worked_before: bool,
    },
    /// No answer, or none in time: it may have been done or not.
    #[error("{context}: no answer, {why}")]
    NoAnswer {
        /// Which call.
        context: Context,
        /// What happened.
        why: NoAnswer,
    },
    /// We hold it back: AWS's budget for this account, region and API is used up.
    #[error("{context}: held back, AWS's budget of calls is used up")]
    Paced {
        /// Which call.
        context: Context,
        /// When there is room.
        after: Duration,
    },
    /// An answer that lacks what it must have.
    #[error("{context}: the answer has no {missing}")]
    Incomplete {
        /// Which call.
        context: Context,
        /// What it lacks.
        missing: &'static str,
    },
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The time limit passed.
    TimedOut,
    /// No connection, or one that broke off.
    Connection,
    /// An answer that can't be read.
    Unreadable,
    /// We could not make the request: no credentials of our own, or an endpoint that is not encrypted.
    NotSent,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoAnswer::TimedOut => "the time limit passed",
            NoAnswer::Connection => "no connection, or one that broke off",
            NoAnswer::Unreadable => "something that is no answer of AWS",
            NoAnswer::NotSent => "the request was not sent: no credentials of our own, or no encrypted way",
        })
    }
}

impl AwsError {
    /// What the SDK says of a call.
    pub(super) fn of<E: ProvideErrorMetadata>(context: Context, error: &SdkError<E, HttpResponse>) -> AwsError {
        let why = match error {
            SdkError::ServiceError(service) => {
                let metadata = service.err().meta();
                let refusal = Refusal {
                    status: service.raw().status().as_u16(),
                    code: metadata.code().unwrap_or_default().to_owned(),
                    message: metadata.message().unwrap_or_default().to_owned(),
                };
                return AwsError::Refused { context, refusal };
            }
            SdkError::TimeoutError(_) => NoAnswer::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => NoAnswer::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_io() => NoAnswer::Connection,
            SdkError::ResponseError(_) => NoAnswer::Unreadable,
            SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => NoAnswer::NotSent,
            // The SDK reserves the right to add more.
            _ => NoAnswer::Unreadable,
        };
        AwsError::NoAnswer { context, why }
    }

    /// Sends a call, for as long as it may take.
    pub(super) async fn within<T, E: ProvideErrorMetadata>(
        context: &Context,
        sent: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, AwsError> {
        match tokio::time::timeout(context.call.within(), sent).await {
            Ok(answer) => answer.map_err(|error| AwsError::of(context.clone(), &error)),
            Err(_) => Err(AwsError::NoAnswer { context: context.clone(), why: NoAnswer::TimedOut }),
        }
    }

    /// Which call it was.
    #[must_use]
    pub fn context(&self) -> &Context {
        match self {
            AwsError::Refused { context, .. }
            | AwsError::NotAssumed { context, .. }
            | AwsError::NoAnswer { context, .. }
            | AwsError::Paced { context, .. }
            | AwsError::Incomplete { context, .. } => context,
        }
    }

    /// AWS's code, where it answered with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. } => Some(&refusal.code),
            AwsError::NoAnswer { .. } | AwsError::Paced { .. } | AwsError::Incomplete { .. } => None,
        }
    }

    /// AWS's code and sentence, or what happened instead.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. } => {
                format!("{}: {}", refusal.code, refusal.message.trim_end_matches('.'))
            }
            other => other.to_string(),
        }
    }

    /// Who has to do something about it.
    #[must_use]
    pub fn kind(&self) -> RefusalKind {
        match self {
            AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. } => codes::decide(refusal).0,
            AwsError::NoAnswer { .. } | AwsError::Paced { .. } | AwsError::Incomplete { .. } => RefusalKind::Hold,
        }
    }

    /// Whether AWS has a disturbance where this call went: no answer, or an error of its own. Then whoever may go
    /// elsewhere should.
    #[must_use]
    pub fn is_disturbance(&self) -> bool {
        match self {
            AwsError::Refused { refusal, .. } => {
                !codes::is_throttled(refusal) && !codes::is_stale_session(refusal) && self.kind() == RefusalKind::Hold
            }
            AwsError::NoAnswer { why, .. } => *why != NoAnswer::NotSent,
            AwsError::Incomplete { .. } => true,
            AwsError::NotAssumed { .. } | AwsError::Paced { .. } => false,
        }
    }

    /// Zones that AWS's own sentence says have room.
    #[must_use]
    pub fn zones_with_room(&self) -> Vec<Zone> {
        match self {
            AwsError::Refused { refusal, .. } => message::zones_with_room(&refusal.message),
            AwsError::NotAssumed { .. }
            | AwsError::NoAnswer { .. }
            | AwsError::Paced { .. }
            | AwsError::Incomplete { .. } => Vec::new(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn classify(&self) -> LaunchDisposition {
        match self {
            AwsError::Refused { context, refusal } => codes::sort(context, refusal),
            AwsError::NotAssumed { refusal, worked_before, .. } => codes::sort_not_assumed(refusal, *worked_before),
            AwsError::NoAnswer { why, .. } => {
                again(None, Failure::about(FailureReason::AwsUnavailable, &why.to_string()))
            }
            AwsError::Paced { after, .. } => again(
                Some(*after),
                Failure::about(FailureReason::AwsUnavailable, "AWS's budget of calls is used up for now"),
            ),
            AwsError::Incomplete { missing, .. } => {
                again(None, Failure::about(FailureReason::AwsUnavailable, &format!("an answer without {missing}")))
            }
        }
    }
}

pub(super) fn again(after: Option<Duration>, meanwhile: Failure) -> LaunchDisposition {
    LaunchDisposition::Again(Disposition::Retry { after, meanwhile })
}
