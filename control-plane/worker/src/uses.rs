//! Writes down what was done in customers' accounts: a line of the audit log for each session that was opened, a number
//! for each action.

use super::context::Context;
use sprinters_aws::{Allowed, Call};
use sprinters_stacks::permission::PERMISSIONS;
use sprinters_store::{AuditEntry, StoreError};

/// Writes down whatever happened since the last time.
///
/// # Errors
/// If the database is away. What could not be written is lost then; the calls themselves are in the customer's
/// CloudTrail.
pub(super) async fn write_down(context: &Context) -> Result<(), StoreError> {
    let (opened, allowed) = context.aws.take_uses();
    for one in opened {
        let Some(connection) = context.services.store.connection(one.connection).await? else { continue };
        let entry = AuditEntry {
            account: connection.account_id,
            person: None,
            actor: "control plane",
            action: "aws.session",
            subject: &format!("connection {}", connection.id),
            detail: &one.call.map_or_else(|| "to verify the connection".to_owned(), why),
            address: "",
        };
        context.services.store.audit(&entry, one.at).await?;
    }
    let of = |one: Allowed| actions(one.call).iter().map(move |action| (one.connection, *action, one.times, one.at));
    let allowed: Vec<_> = allowed.into_iter().flat_map(of).collect();
    if allowed.is_empty() { Ok(()) } else { context.services.store.add_action_uses(&allowed).await }
}

/// What is granted for a call to be allowed. Tags are made in the launch.
fn actions(call: Call) -> &'static [&'static str] {
    match call {
        Call::AssumeRole => &[],
        Call::RunInstances => &["ec2:RunInstances", "ec2:CreateTags"],
        Call::DescribeInstances => &["ec2:DescribeInstances"],
        Call::TerminateInstances => &["ec2:TerminateInstances"],
        Call::ModifyVolume => &["ec2:ModifyVolume"],
        Call::DescribeSpotPriceHistory => &["ec2:DescribeSpotPriceHistory"],
    }
}

/// Why a session was opened: the first call that needed one.
fn why(call: Call) -> String {
    let action = actions(call).first().copied().unwrap_or(call.name());
    let reason = PERMISSIONS.iter().find(|one| one.action == action).map_or("", |one| one.reason);
    format!("for {action}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_granted_action_is_written_down_with_its_call() {
        let calls = [
            Call::RunInstances,
            Call::DescribeInstances,
            Call::TerminateInstances,
            Call::ModifyVolume,
            Call::DescribeSpotPriceHistory,
        ];
        let mut written: Vec<&str> = calls.into_iter().flat_map(actions).copied().collect();
        // The role is passed by EC2 with the launch template, where the stack has one: no call of ours shows it.
        written.push("iam:PassRole");
        written.sort_unstable();
        let mut granted: Vec<&str> = PERMISSIONS.iter().map(|one| one.action).collect();
        granted.sort_unstable();
        assert_eq!(written, granted);
        assert!(why(Call::RunInstances).starts_with("for ec2:RunInstances: "), "{}", why(Call::RunInstances));
    }
}
