//! GitHub's operations, each in the words of its documentation: method, path, and what it wants of whoever asks.

mod actions;
mod app;
mod people;
mod runners;

use super::answer::Answer;
use super::auth::{Needs, Place, Who};
use super::state::State;
use axum::http::Method;
use axum::http::request::Parts;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An operation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) method: Method,
    /// The path, as documented.
    pub(super) template: &'static str,
    pub(super) needs: Needs,
    /// Whether it belongs to the API and not to the pages.
    pub(super) is_api: bool,
    pub(super) run: fn(&mut State, &Call<'_>) -> Answer,
}

/// All of them.
pub(super) fn operations() -> &'static [Operation] {
    static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
        let mut all = Vec::new();
        all.extend(app::operations());
        all.extend(actions::operations());
        all.extend(runners::operations());
        all.extend(people::operations());
        all
    });
    &ALL
}

/// One call of an operation.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) who: &'a Who,
    pub(super) place: Place,
    params: &'a HashMap<String, String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: &'a [u8],
}

/// Items of a page where nothing else is asked for, and at most.
const PAGE: usize = 30;
const LARGEST_PAGE: usize = 100;

impl<'a> Call<'a> {
    pub(super) fn new(
        who: &'a Who,
        place: Place,
        params: &'a HashMap<String, String>,
        parts: &'a Parts,
        body: &'a [u8],
    ) -> Call<'a> {
        let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Call { who, place, params, query: query.into_owned().collect(), body }
    }

    /// A part of the path as a number; 0, which nothing has, if it is none.
    pub(super) fn number(&self, name: &str) -> u64 {
        self.params.get(name).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The same for GitHub's signed numbers.
    pub(super) fn signed(&self, name: &str) -> i64 {
        i64::try_from(self.number(name)).unwrap_or_default()
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if there is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(self.body).unwrap_or_default()
    }

    /// The body as a form, or as JSON with the same names: GitHub's OAuth takes both.
    pub(super) fn form(&self) -> HashMap<String, String> {
        match self.json() {
            Value::Object(fields) => {
                fields.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                url::form_urlencoded::parse(self.body).into_owned().collect()
            }
        }
    }

    fn per_page(&self) -> usize {
        self.query("per_page").and_then(|text| text.parse().ok()).unwrap_or(PAGE).clamp(1, LARGEST_PAGE)
    }

    /// The page asked for, of items that are counted from the first.
    pub(super) fn page<T>(&self, all: impl Iterator<Item = T>) -> Vec<T> {
        let page: usize = self.query("page").and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
        all.skip((page - 1).saturating_mul(self.per_page())).take(self.per_page()).collect()
    }

    /// The account number of the App that asks.
    pub(super) fn app(&self) -> u64 {
        match self.who {
            Who::App(app) | Who::Person { app, .. } => *app,
            Who::Nobody | Who::Installation(..) => 0,
        }
    }
}
