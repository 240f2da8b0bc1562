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
use sprinters_core::failure::{FailureReason, Party};

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
    more: Vec<&'static str>,
    previous: Option<&'static str>,
    following: Option<&'static str>,
}

/// `GET /help`.
pub(crate) async fn index(visit: RequestContext) -> Response {
    let groups: Vec<Group> = [
        (Party::Developer, "developer", "For whoever wrote the workflow"),
        (Party::PlatformEngineer, "platform", "For whoever connected the AWS account"),
        (Party::Operator, "operator", "For whoever runs this control plane"),
        (Party::Outside, "outside", "Passes by itself"),
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
        more: more(reason),
        previous: neighbour(place.checked_sub(1)),
        following: neighbour(place.checked_add(1)),
    }
}

/// What helps beyond the remedy, by the kind of reason.
fn more(reason: FailureReason) -> Vec<&'static str> {
    let code = reason.code();
    let mut lines = Vec::new();
    if code.starts_with("label") {
        lines.push(
            "The page Labels explains a label part by part, shows where a mistake is, and builds one from choices.",
        );
    }
    if code.contains("not-allowed") || code.contains("limit") || code.contains("budget") || code.contains("vcpu") {
        lines.push("Two have a say: the stack's parameters in AWS, which nothing here can go beyond, and the account's launch policy under Settings.");
    }
    if matches!(reason.party(), Party::PlatformEngineer) {
        lines.push("The connection's page shows the last verification line by line, with what AWS answered; \"verify again\" tries it at once.");
    }
    lines.push("The job's page has its timeline: every attempt, what was answered, and what it waits for now.");
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
