//! What a call may be refused with, for the OpenAPI document: the same for every call of its sort, so it stands once.

use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// Of a call that reads something of an account.
#[derive(Debug)]
pub(super) struct RefusedRead;

/// Of a call that changes something of an account, or that only some may make.
#[derive(Debug)]
pub(super) struct RefusedChange;

impl utoipa::IntoResponses for RefusedRead {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("400", "The query, or a part of the path, can't be read, or no account was named."),
            ("401", "No token and no session, or one that does not count any more."),
            ("404", "There is nothing like that in an account that the caller may see."),
            ("429", "More than 600 calls a minute."),
            ("503", "The database does not answer."),
        ]
        .map(problem)
        .into()
    }
}

impl utoipa::IntoResponses for RefusedChange {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let more = [
            ("403", "The caller may see the account, but not do this."),
            ("409", "It is not where that makes sense; the detail says why."),
        ];
        RefusedRead::responses().into_iter().chain(more.map(problem)).collect()
    }
}

fn problem((status, description): (&str, &str)) -> (String, RefOr<Response>) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDocument"))).build();
    let response = ResponseBuilder::new().description(description).content("application/problem+json", content);
    (status.to_owned(), RefOr::T(response.build()))
}
