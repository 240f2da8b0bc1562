//! `/help`: one page for each failure reason.

use super::{next_words, party_words};
use crate::error::PageError;
use crate::request_context::RequestContext;
use crate::view;
use crate::view::Frame;
use axum::extract::Path;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use sprinters_core::failure::{FailureReason, Next, Party};

#[derive(Debug, Serialize)]
struct Item {
    code: &'static str,
    cause: &'static str,
}

#[derive(Debug, Serialize)]
struct Group {
    id: &'static str,
    title: &'static str,
    reasons: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct ReasonView {
    code: &'static str,
    cause: &'static str,
    remedy: &'static str,
    party: &'static str,
    next: &'static str,
    looks: &'static str,
    links: Vec<LinkView>,
    more: Vec<&'static str>,
    previous: Option<&'static str>,
    following: Option<&'static str>,
}

/// `GET /help`.
pub(crate) async fn index(visit: RequestContext) -> Response {
    let groups: Vec<Group> = [
        (Party::Developer, "developer", "Fixed in the workflow"),
        (Party::PlatformEngineer, "platform", "Fixed by an admin of the AWS or GitHub account"),
        (Party::Operator, "operator", "Fixed by the operator of this control plane"),
        (Party::Outside, "outside", "Temporary issue at GitHub or AWS"),
    ]
    .into_iter()
    .map(|(party, id, title)| {
        let reasons = FailureReason::ALL.into_iter().filter(|reason| reason.party() == party);
        Group {
            id,
            title,
            reasons: reasons.map(|reason| Item { code: reason.code(), cause: reason.cause() }).collect(),
        }
    })
    .collect();
    view::page(&Frame::open(&visit, "Help"), "help.html", context! { groups => Serde(groups) })
}

/// `GET /help/{code}`.
pub(crate) async fn reason(visit: RequestContext, Path(code): Path<String>) -> Result<Response, PageError> {
    let reason: FailureReason = code.parse().map_err(|_| PageError::NotFound)?;
    Ok(view::page(&Frame::open(&visit, reason.cause()), "help_reason.html", of(reason)))
}

fn of(reason: FailureReason) -> ReasonView {
    let place = FailureReason::ALL.iter().position(|one| *one == reason).unwrap_or_default();
    let neighbour = |place: Option<usize>| place.and_then(|place| FailureReason::ALL.get(place)).map(|one| one.code());
    ReasonView {
        code: reason.code(),
        cause: reason.cause(),
        remedy: reason.remedy(),
        party: party_words(reason.party()),
        next: next_words(reason.next()),
        looks: looks(reason),
        links: links(reason),
        more: more(reason),
        previous: neighbour(place.checked_sub(1)),
        following: neighbour(place.checked_add(1)),
    }
}

/// Where it is put right.
#[derive(Debug, Serialize)]
struct LinkView {
    href: &'static str,
    words: &'static str,
}

/// What a person sees of it before they know why.
fn looks(reason: FailureReason) -> &'static str {
    match (reason, reason.next()) {
        (FailureReason::SpotReclaimed | FailureReason::RunnerLost | FailureReason::LifetimeExceeded, _) => {
            "On GitHub the job fails in the middle of a step with \u{201c}The self-hosted runner lost communication with the server\u{201d}."
        }
        (_, Next::Wait) => {
            "On GitHub the job stays queued with \u{201c}Waiting for a runner to pick up this job\u{201d}. Here its status is \u{201c}on hold\u{201d}."
        }
        (_, Next::Again) => "On GitHub the job stays queued while another runner is started for it.",
        (_, Next::GiveUp) => {
            "On GitHub the job stays queued, and its run is cancelled. Here its status is \u{201c}not started\u{201d}."
        }
    }
}

/// Where in AWS or at GitHub it is put right.
fn links(reason: FailureReason) -> Vec<LinkView> {
    let link = |href, words| vec![LinkView { href, words }];
    let code = reason.code();
    match code {
        "vcpu-quota" | "spot-quota" => link(
            "https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas",
            "Service Quotas for Amazon EC2 in the AWS console",
        ),
        "volume-quota" => link(
            "https://console.aws.amazon.com/servicequotas/home/services/ebs/quotas",
            "Service Quotas for Amazon EBS in the AWS console",
        ),
        "kms-key-unusable" => link("https://console.aws.amazon.com/kms/home", "AWS KMS in the AWS console"),
        "aws-unavailable" => link("https://health.aws.amazon.com/health/status", "AWS Health Dashboard"),
        "github-unavailable" | "github-rate-limit" => link("https://www.githubstatus.com", "GitHub Status"),
        "subnet-gone" | "subnet-full" | "no-subnet-in-zone" | "no-default-vpc" | "never-online" => {
            link("https://console.aws.amazon.com/vpcconsole/home#subnets:", "Subnets in the AWS console")
        }
        "role-gone"
        | "external-id-wrong"
        | "action-denied"
        | "role-too-wide"
        | "launch-template-gone"
        | "security-group-gone"
        | "instance-profile-gone"
        | "spot-role-missing"
        | "volume-not-allowed" => {
            link("https://console.aws.amazon.com/cloudformation/home#/stacks", "Your stack in AWS CloudFormation")
        }
        "installation-suspended" | "github-permission-missing" => {
            link("https://github.com/settings/installations", "Installed GitHub Apps on GitHub")
        }
        code if code.starts_with("label") => link("/labels", "Label builder"),
        // Codes, not an enum here: other reasons are put right in this console or in the workflow.
        _ => Vec::new(),
    }
}

/// What helps beyond the remedy, by the kind of reason.
fn more(reason: FailureReason) -> Vec<&'static str> {
    let code = reason.code();
    let mut lines = Vec::new();
    if code.starts_with("label") {
        lines.push("The label builder explains a label part by part and points at mistakes.");
    }
    if code.contains("not-allowed") || code.contains("limit") || code.contains("budget") || code.contains("vcpu") {
        lines.push("Two places set limits: the stack's parameters in AWS, and the account's launch policy under Settings. The stricter one applies.");
    }
    if matches!(reason.party(), Party::PlatformEngineer) {
        lines.push(
            "The connection's page lists every permission check with AWS's answer. Verify it again after a change.",
        );
    }
    lines.push("The job's page lists every attempt, AWS's answers, and what the job waits for now.");
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness;

    #[tokio::test]
    async fn every_reason_has_a_page_and_the_index_leads_to_it() {
        let index = view::text(index(harness::visit("/help")).await).await;
        for reason in FailureReason::ALL {
            assert!(index.contains(&format!("/help/{}\"", reason.code())), "{}", reason.code());
            let page = reason_page(reason.code()).await.unwrap();
            assert!(view::text(page).await.contains(reason.code()));
        }
        assert!(matches!(reason_page("nothing-of-the-kind").await, Err(PageError::NotFound)));
    }

    async fn reason_page(code: &str) -> Result<Response, PageError> {
        reason(harness::visit("/help"), Path(code.to_owned())).await
    }
}
