//! What an admin may do: their seat, and a button of theirs that is about one thing.

use super::csrf::Change;
use super::error::PageError;
use super::request_context::AccountSession;
use super::sign_in::EmptyForm;
use super::state::Console;
use crate::pages;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::Method;
use axum::http::request::Parts;
use serde::Deserialize;
use sprinters_services::attacks::Attack;
use sprinters_store::AuditEntry;

/// A seat of an admin. Whoever is none is told so before anything of theirs is read.
#[derive(Debug, Clone)]
pub(super) struct Admin(pub(super) AccountSession);

impl FromRequestParts<Console> for Admin {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Admin, PageError> {
        let seat = AccountSession::from_request_parts(parts, console).await?;
        if seat.membership.is_admin {
            return Ok(Admin(seat));
        }
        console.services().attacks.seen(Attack::Admin, &seat.visit.address);
        // What somebody tried to change stands where admins read it; what they tried to look at would fill the log.
        if parts.method != Method::GET {
            let entry = AuditEntry {
                account: seat.membership.account,
                person: None,
                actor: "",
                action: "refused",
                subject: parts.uri.path(),
                detail: "for admins alone",
                address: "",
            };
            pages::note(console, &seat, &entry).await?;
        }
        Err(PageError::NotPermitted(
            "This is for people who are admins of everything that the App can reach in this account. Ask an owner of the account.",
        ))
    }
}

/// A button that an admin pressed, on the thing of that number. Whether the thing is of the account, the store's query
/// says.
#[derive(Debug, Clone)]
pub(super) struct AdminAction {
    pub(super) seat: AccountSession,
    pub(super) id: i64,
}

#[derive(Deserialize)]
struct PathParams {
    id: i64,
}

impl FromRequest<Console> for AdminAction {
    type Rejection = PageError;

    async fn from_request(request: Request, console: &Console) -> Result<AdminAction, PageError> {
        let (mut parts, body) = request.into_parts();
        let Admin(seat) = Admin::from_request_parts(&mut parts, console).await?;
        let place = Path::<PathParams>::from_request_parts(&mut parts, console).await;
        let Path(PathParams { id }) = place.map_err(|_| PageError::NotFound)?;
        let Change(EmptyForm {}) = Change::from_request(Request::from_parts(parts, body), console).await?;
        Ok(AdminAction { seat, id })
    }
}
