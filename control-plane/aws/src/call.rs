//! One call with a connection's session: paced, limited in time, and once more with a new session where AWS does not
//! accept the old one. Nothing else is repeated here: that is the worker's, who writes it down.

use super::error::{AwsError, Call, Context};
use super::session::Session;
use super::{Access, Aws, codes};
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use sprinters_core::plan::Market;

impl Access {
    /// The number of the AWS account, from the role's ARN.
    #[must_use]
    pub fn account(&self) -> &str {
        self.role_arn.split(':').nth(4).unwrap_or_default()
    }

    pub(super) fn context(&self, call: Call, market: Option<Market>) -> Context {
        Context { call, connection: self.connection, region: self.region.name(), market }
    }
}

impl Aws {
    /// Makes a call; `send` may be asked twice.
    pub(super) async fn call<T, E, F>(
        &self,
        access: &Access,
        context: &Context,
        send: impl Fn(aws_sdk_ec2::Client) -> F,
    ) -> Result<T, AwsError>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        let first = self.shared.sessions.get(access, context.call, &self.shared.pace).await?;
        match self.once(access, context, &first, &send).await {
            Err(AwsError::Refused { refusal, .. }) if refusal.is_stale_session() => {
                self.shared.sessions.forget(access, &first).await;
                let second = self.shared.sessions.get(access, context.call, &self.shared.pace).await?;
                self.once(access, context, &second, &send).await
            }
            outcome => outcome,
        }
    }

    async fn once<T, E, F>(
        &self,
        access: &Access,
        context: &Context,
        session: &Session,
        send: &impl Fn(aws_sdk_ec2::Client) -> F,
    ) -> Result<T, AwsError>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        self.shared.pace.turn(access.account(), context).await?;
        let error = match AwsError::within(context, send(session.ec2.clone())).await {
            Ok(answer) => {
                self.shared.uses.allowed(access.connection, context.call, self.shared.clock.now());
                return Ok(answer);
            }
            Err(error) => error,
        };
        if let AwsError::Refused { refusal, .. } = &error
            && codes::is_throttled(refusal)
        {
            self.shared.pace.throttled(access.account(), context);
        }
        Err(error)
    }
}
