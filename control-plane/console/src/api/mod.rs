//! `/api/v1`: what the pages show, as JSON. A program comes with a token, a page's script or a person with the session;
//! changes need a token that may write. Errors are `application/problem+json`, lists are pages with a cursor, and the
//! OpenAPI document is generated from the handlers.

mod account;
mod caller;
mod connect;
mod etag;
mod job_documents;
mod jobs;
mod problem;
mod refusals;
mod runners;

use super::state::Console;
use super::{Access, Route};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
pub(super) use etag::conditional;
pub(crate) use jobs::iso;
pub(crate) use problem::Problem;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// What is wrong with a request (RFC 9457).
#[derive(Debug, utoipa::ToSchema, serde::Serialize)]
struct ProblemDocument {
    /// The HTTP status, again.
    status: u16,
    /// In a few words.
    title: String,
    /// In a sentence, with what to do.
    detail: String,
    /// The same sentence.
    message: String,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Sprinters", version = "1", description = "Jobs, runners, costs and connections of one account. Authenticate with `Authorization: Bearer sprt_…`; a token is of one account. A signed-in browser may read too and names the account with `?account=`."),
    paths(
        jobs::list, jobs::one, jobs::activity, jobs::cancel, jobs::run_again, runners::list, account::costs, account::connections, account::audit, account::label, account::policy, account::me, hand_over
    ),
    components(schemas(ProblemDocument)),
    modifiers(&Security),
    security(("token" = []), ("session" = [])),
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("sprt_…").build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let session = ApiKey::Cookie(ApiKeyValue::new(super::request_context::COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    }
}

/// What `sprinters-iac connect` hands over.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "the document describes it; `sprinters_services::connections::HandOver` reads it")]
struct HandOverDocument {
    /// The one-time code that the console shows.
    code: String,
    /// The stack's outputs by name.
    outputs: std::collections::BTreeMap<String, String>,
}

/// Hands over the outputs of an installed stack. The one-time code is the credential.
#[utoipa::path(post, operation_id = "handOverStack", path = "/api/v1/connections", security(()), request_body = HandOverDocument, responses(
    (status = 202, description = "The connection is being verified."),
    (status = 400, description = "The query can't be read.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 401, description = "The code is wrong, used or expired.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 403, description = "The code is not for this stack.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 409, description = "The connection is not waiting for a stack.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 413, description = "More than 64 KiB."),
    (status = 422, description = "The outputs are not those of a Sprinters stack.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 429, description = "More calls than allowed.", body = ProblemDocument, content_type = "application/problem+json"),
    (status = 500, description = "An internal error.", body = ProblemDocument, content_type = "application/problem+json"),
))]
fn hand_over() {}

/// It is only the document's entry: `connect` answers.
const _: fn() = hand_over;

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let api = |path, methods| Route::new(Access::Api, path, methods);
    vec![
        Route::new(Access::Anybody, "/api/v1/openapi.json", get(document)),
        Route::new(Access::Anybody, "/api/v1/labels", get(account::label)),
        Route::new(Access::Anybody, "/api/v1/policy", get(account::policy)),
        api("/api/v1/me", get(account::me)),
        api("/api/v1/jobs", get(jobs::list)),
        api("/api/v1/jobs/{id}", get(jobs::one)),
        api("/api/v1/jobs/{id}/activity", get(jobs::activity)),
        api("/api/v1/jobs/{id}/cancel", post(jobs::cancel)),
        api("/api/v1/jobs/{id}/run-again", post(jobs::run_again)),
        api("/api/v1/runners", get(runners::list)),
        api("/api/v1/costs", get(account::costs)),
        api("/api/v1/connections", get(account::connections)),
        api("/api/v1/audit", get(account::audit)),
    ]
}

/// Where the API has nothing.
pub(super) fn no_such_path() -> Problem {
    let detail = "there is no such path in this version; `/api/v1/openapi.json` lists all of them";
    Problem::new(StatusCode::NOT_FOUND, "not found", detail)
}

/// `POST /api/v1/connections`. The one-time code in the body is the credential, and nothing else is asked for.
pub(super) fn hand_over_route() -> MethodRouter<Console> {
    post(connect::connect).layer(DefaultBodyLimit::max(connect::MAX_BYTES))
}

/// The OpenAPI document of this version.
#[must_use]
pub fn openapi() -> String {
    Document::openapi().to_pretty_json().unwrap_or_default()
}

async fn document(State(_): State<Console>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], openapi()).into_response()
}

/// JSON or a problem.
type Answer<T> = Result<Json<T>, Problem>;

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use std::collections::BTreeSet;

    #[test]
    fn the_document_is_3_1_and_names_every_error() {
        let document: serde_json::Value = serde_json::from_str(&super::openapi()).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let paths = document["paths"].as_object().unwrap();
        assert!(10 <= paths.len());
        let mut ids = BTreeSet::new();
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().unwrap() {
                let answers: BTreeSet<&str> =
                    operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
                assert!(
                    answers.contains("401") || path.contains("labels") || path.contains("policy"),
                    "{method} {path}: {answers:?}"
                );
                assert!(answers.contains("429"), "{method} {path}: {answers:?}");
                for (status, answer) in operation["responses"].as_object().unwrap() {
                    let said = answer["description"].as_str().unwrap_or_default();
                    assert!(!said.is_empty(), "{method} {path} {status} has no description");
                }
                let id = operation["operationId"].as_str().unwrap();
                assert!(ids.insert(id.to_owned()), "{id} twice");
            }
        }
    }

    #[tokio::test]
    async fn a_token_sees_its_account_and_nothing_else() {
        let world = World::with_samples().await;
        let token = world.token("read").await;
        let json = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
        let jobs = json(world.api("/api/v1/jobs?limit=3", &token).await.text().await);
        assert_eq!(jobs["items"].as_array().unwrap().len(), 3);
        let next = jobs["next_cursor"].as_str().unwrap();
        let more = json(world.api(&format!("/api/v1/jobs?limit=100&cursor={next}"), &token).await.text().await);
        assert_eq!(more["items"].as_array().unwrap().len(), 6);
        for path in [
            "/api/v1/me",
            "/api/v1/runners",
            "/api/v1/costs",
            "/api/v1/connections",
            "/api/v1/audit",
            "/api/v1/policy",
            "/api/v1/labels?label=sprinters:aws",
        ] {
            let answer = world.api(path, &token).await;
            assert_eq!(answer.status(), 200, "{path}");
            assert!(!answer.text().await.contains("globex"), "{path}");
        }
        let job = json(world.api("/api/v1/jobs/1005", &token).await.text().await);
        assert_eq!(job["html_url"], "https://github.com/acme/web/actions/runs/751/job/1005");
        assert_eq!(
            (&job["runner"]["instance_id"], &job["outcome"]),
            (&"i-0a0a0a0a0a0a0a0a0".into(), &serde_json::Value::Null)
        );
        assert!(job["cost_micro_usd"].as_u64().unwrap() > 0 && job["phases"]["aws_ms"].as_u64().unwrap() > 0, "{job}");
        let why = json(world.api("/api/v1/jobs/1003/activity", &token).await.text().await);
        assert!(why["summary"].as_str().unwrap().contains("Runner limit reached"), "{why}");
        let failed = json(world.api("/api/v1/jobs?outcome=not-started", &token).await.text().await);
        assert_eq!(failed["items"][0]["id"], 1008);
        let refused = world.api("/api/v1/jobs?state=nonsense", &token).await;
        assert_eq!(refused.status(), 400);
        assert!(refused.text().await.contains("`queued`, `held`"));
        assert_eq!(world.api("/api/v1/jobs/2001", &token).await.status(), 404);
        let problem = world.api("/api/v1/jobs?limit=many", &token).await;
        assert_eq!(
            (problem.status().as_u16(), problem.headers()["content-type"].to_str().unwrap()),
            (400, "application/problem+json")
        );
    }

    #[tokio::test]
    async fn who_asks_again_is_told_in_a_line_that_nothing_changed() {
        let world = World::with_samples().await;
        let token = world.token("read").await;
        let first = world.api("/api/v1/jobs/1006", &token).await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let second = world.api_if_none_match("/api/v1/jobs/1006", &token, &tag).await;
        assert_eq!((second.status().as_u16(), second.text().await.as_str()), (304, ""));
        assert_eq!(world.api_if_none_match("/api/v1/jobs/1007", &token, &tag).await.status(), 200);
    }

    #[tokio::test]
    async fn only_a_token_that_may_write_changes_anything() {
        let world = World::with_samples().await;
        let (read, write) = (world.token("read").await, world.token("write").await);
        assert_eq!(world.api_post("/api/v1/jobs/1005/cancel", &read).await.status(), 403);
        assert_eq!(world.api_post("/api/v1/jobs/1005/cancel", &write).await.status(), 202);
        assert_eq!(world.api_post("/api/v1/jobs/2001/cancel", &write).await.status(), 404);
        assert_eq!(world.api_post("/api/v1/jobs/1006/cancel", &write).await.status(), 409);
        // A session reads; it changes nothing here, so no other site can make it.
        assert_eq!(world.get("/api/v1/jobs?account=acme").await.status(), 200);
        assert_eq!(world.get("/api/v1/jobs?account=globex").await.status(), 404);
        assert_eq!(world.post("/api/v1/jobs/1005/cancel?account=acme", &[]).await.status(), 403);
        assert_eq!(world.stranger().get("/api/v1/jobs").await.status(), 401);
    }
}
