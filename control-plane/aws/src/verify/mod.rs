//! Trying a connection: what must work, works; what must be refused, is refused. Nothing is launched: launches are dry
//! runs, which AWS evaluates like real ones and then ends with `DryRunOperation` or `UnauthorizedOperation`.
//!
//! What must be refused is one step away from what the control plane does, so a policy that lost one condition shows. A
//! line that AWS answered with something else has not been decided: it did not pass, and it is no failure either.

mod negative_probes;

use super::error::{AwsError, Call};
use super::message;
use super::run_instances;
use super::session::Sessions;
use super::{Access, Aws, LaunchDisposition, codes};
use aws_credential_types::Credentials;
use negative_probes::NEGATIVE_PROBES;
use secrecy::SecretString;
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::verification::ConnectionCheck;

/// What a dry run that would have gone through answers.
const ALLOWED: &str = "DryRunOperation";

/// An external id that no connection has: it is too short for one.
const OTHER_EXTERNAL_ID: &str = "another-external-id";

/// A session name that is not ours.
const OTHER_SESSION_NAME: &str = "somebody-else";

pub(super) async fn call(aws: &Aws, access: &Access, launch: &LaunchRequest) -> Vec<ConnectionCheck> {
    let sessions = &aws.shared.sessions;
    let mut checks = Vec::new();
    let assumed = assume(aws, access, Some(&access.external_id), None).await;
    checks.push(must_work("Assume the role with the connection's external id", &assumed));
    let other = SecretString::from(OTHER_EXTERNAL_ID);
    for (what, external_id, name) in [
        ("Assume the role with another external id", Some(&other), None),
        ("Assume the role without an external id", None, None),
        ("Assume the role under another session name", Some(&access.external_id), Some(OTHER_SESSION_NAME)),
    ] {
        checks.push(must_be_refused(what, &assume(aws, access, external_id, name).await));
    }
    // Without a session there is nothing more to try.
    if let Ok(credentials) = assumed {
        let trial = Trial { aws, access, sessions, credentials };
        checks.extend(trial.launches(launch).await);
    }
    checks
}

async fn assume(
    aws: &Aws,
    access: &Access,
    external_id: Option<&SecretString>,
    name: Option<&str>,
) -> Result<Credentials, AwsError> {
    let assumed = aws.shared.sessions.try_to_assume(access, external_id, name, &aws.shared.pace).await;
    assumed.map_err(|error| match error {
        AwsError::Refused { context, refusal } => {
            AwsError::NotAssumed { context, refusal, worked_before: access.worked_before }
        }
        other => other,
    })
}

/// A session of the role, kept by nobody else.
struct Trial<'a> {
    aws: &'a Aws,
    access: &'a Access,
    sessions: &'a Sessions,
    credentials: Credentials,
}

impl Trial<'_> {
    async fn launches(&self, launch: &LaunchRequest) -> Vec<ConnectionCheck> {
        let mut checks = Vec::new();
        let usual = dry(launch, false);
        checks.push(must_work(
            "Launch a runner on demand (dry run)",
            &self.run(|ec2| run_instances::launch(ec2, &usual)).await,
        ));
        let spot = dry(launch, true);
        checks.push(must_work(
            "Launch a runner on the spot market (dry run)",
            &self.run(|ec2| run_instances::launch(ec2, &spot)).await,
        ));
        checks.push(must_work("List instances (dry run)", &self.describe(self.access.region.name()).await));
        for negative_probes in &NEGATIVE_PROBES {
            let tried = self.run(|ec2| (negative_probes.launch)(ec2, &usual)).await;
            checks.push(must_be_refused(negative_probes.what, &tried));
        }
        let elsewhere = if self.access.region.name() == "us-east-1" { "us-west-2" } else { "us-east-1" };
        checks.push(must_be_refused("List instances of another region (dry run)", &self.describe(elsewhere).await));
        checks.push(must_be_refused("Tag something that exists (dry run)", &self.tag(launch).await));
        checks
    }

    async fn run(
        &self,
        launch: impl Fn(&aws_sdk_ec2::Client) -> aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder,
    ) -> Result<(), AwsError> {
        let context = self.access.context(Call::RunInstances, None);
        self.aws.shared.pace.turn(self.access.account(), &context).await?;
        let ec2 = self.sessions.ec2(self.access, self.credentials.clone());
        let answer = launch(&ec2).dry_run(true).send().await;
        answer.map(|_| ()).map_err(|error| AwsError::of(context, &error)).or_else(would_have_worked)
    }

    async fn describe(&self, region: &'static str) -> Result<(), AwsError> {
        let context = self.access.context(Call::DescribeInstances, None);
        self.aws.shared.pace.turn(self.access.account(), &context).await?;
        let ec2 = self.sessions.ec2_in(region, self.credentials.clone());
        let answer = ec2.describe_instances().max_results(5).dry_run(true).send().await;
        answer.map(|_| ()).map_err(|error| AwsError::of(context, &error)).or_else(would_have_worked)
    }

    /// The one thing that exists for certain is the launch template.
    async fn tag(&self, launch: &LaunchRequest) -> Result<(), AwsError> {
        let context = self.access.context(Call::RunInstances, None);
        let ec2 = self.sessions.ec2(self.access, self.credentials.clone());
        let key = sprinters_stacks::tag::DEPLOYMENT;
        let tag = aws_sdk_ec2::types::Tag::builder().key(key).value(&self.access.deployment_id).build();
        let answer = ec2.create_tags().resources(&launch.launch_template_id).tags(tag).dry_run(true).send().await;
        answer.map(|_| ()).map_err(|error| AwsError::of(context, &error)).or_else(would_have_worked)
    }
}

/// The launch under a token of its own: a dry run leaves none behind, but a token is for one launch alone.
fn dry(launch: &LaunchRequest, spot: bool) -> LaunchRequest {
    let client_token = format!("verify-{}", if spot { "spot" } else { "on-demand" });
    LaunchRequest { client_token, spot, ..launch.clone() }
}

fn would_have_worked(error: AwsError) -> Result<(), AwsError> {
    if error.code() == Some(ALLOWED) { Ok(()) } else { Err(error) }
}

fn must_work<T>(what: &str, tried: &Result<T, AwsError>) -> ConnectionCheck {
    let failure = match tried {
        Ok(_) => None,
        Err(error) => Some(match error.classify() {
            LaunchDisposition::Again(Disposition::Retry { meanwhile: failure, .. } | Disposition::GiveUp(failure))
            | LaunchDisposition::NextCandidate(failure, _)
            | LaunchDisposition::GiveUp(failure) => failure,
        }),
    };
    ConnectionCheck {
        what: what.to_owned(),
        must_be_refused: false,
        passed: tried.is_ok(),
        answer: answer(tried),
        failure,
    }
}

fn must_be_refused<T>(what: &str, tried: &Result<T, AwsError>) -> ConnectionCheck {
    let (passed, failure) = match tried {
        Ok(_) => (false, Some(Failure::about(FailureReason::RoleTooWide, what))),
        Err(AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. }) if codes::is_denied(refusal) => {
            (true, None)
        }
        // Undecided: AWS did not get as far as the policy.
        Err(_) => (false, None),
    };
    ConnectionCheck { what: what.to_owned(), must_be_refused: true, passed, answer: answer(tried), failure }
}

fn answer<T>(tried: &Result<T, AwsError>) -> String {
    match tried {
        Ok(_) => "allowed".to_owned(),
        Err(AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. }) if codes::is_denied(refusal) => {
            format!("{}: {}", refusal.code, message::denial(refusal))
        }
        Err(AwsError::Refused { refusal, .. } | AwsError::NotAssumed { refusal, .. }) => {
            format!("{}: {}", refusal.code, refusal.message)
        }
        Err(error) => error.to_string(),
    }
}
