//! What an admin may do: their seat, and a button of theirs that is about one thing.

use super::csrf::Change;
use super::error::PageError;
use super::sign_in::Nothing;
use super::state::Console;
use super::visit::Seat;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use serde::Deserialize;

/// A seat of an admin. Whoever is none is told so before anything of theirs is read.
#[derive(Debug, Clone)]
pub(super) struct Admin(pub(super) Seat);

impl FromRequestParts<Console> for Admin {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Admin, PageError> {
        let seat = Seat::from_request_parts(parts, console).await?;
        if seat.membership.is_admin {
            return Ok(Admin(seat));
        }
        Err(PageError::NotPermitted(
            "This is for people who are admins of everything that the App can reach in this account. Ask an owner of the account.",
        ))
    }
}

/// A button that an admin pressed, on the thing of that number. Whether the thing is of the account, the store's query says.
#[derive(Debug, Clone)]
pub(super) struct Press {
    pub(super) seat: Seat,
    pub(super) id: i64,
}

#[derive(Deserialize)]
struct Place {
    id: i64,
}

impl FromRequest<Console> for Press {
    type Rejection = PageError;

    async fn from_request(request: Request, console: &Console) -> Result<Press, PageError> {
        let (mut parts, body) = request.into_parts();
        let Admin(seat) = Admin::from_request_parts(&mut parts, console).await?;
        let place = Path::<Place>::from_request_parts(&mut parts, console).await;
        let Path(Place { id }) = place.map_err(|_| PageError::NotFound)?;
        let Change(Nothing {}) = Change::from_request(Request::from_parts(parts, body), console).await?;
        Ok(Press { seat, id })
    }
}
