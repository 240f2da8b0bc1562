//! The server: from a connection to an operation and back.

use super::Shared;
use super::answer::{Answer, Content};
use super::api::{self, Call, Operation};
use super::auth;
use super::faults::Fault;
use super::ledger::Entry;
use super::limits::Counted;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// Where GitHub Enterprise Server has its API.
const PREFIX: &str = "/api/v3";

/// Most bytes of a request.
const MAX_BODY_BYTES: usize = 25 * 1024 * 1024;

/// Accepts connections for ever.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = router(&shared);
    loop {
        // What fails to be accepted is the client's affair.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let router = router.clone();
            async move {
                let answered = router.oneshot(request.map(Body::new)).await;
                match answered {
                    Ok(response) if response.extensions().get::<Hangup>().is_some() => Err(Hangup),
                    Ok(response) => Ok(response),
                    Err(never) => match never {},
                }
            }
        });
        tokio::spawn(async move {
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            // A connection that ends early is a fault that was asked for, or a client that has gone.
            let _ = connection.await;
        });
    }
}

/// The connection ends without an answer.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("hung up")]
struct Hangup;

fn router(shared: &Arc<Shared>) -> Router {
    let mut router = Router::new();
    for operation in api::operations() {
        let Ok(filter) = MethodFilter::try_from(operation.method.clone()) else { continue };
        let mut paths = vec![operation.template.to_owned()];
        if operation.is_api {
            paths.push(format!("{PREFIX}{}", operation.template));
        }
        if let Some(rest) = operation.template.strip_prefix("/repos/{owner}/{repo}") {
            paths.push(format!("/repositories/{{repository_id}}{rest}"));
            paths.push(format!("{PREFIX}/repositories/{{repository_id}}{rest}"));
        }
        for path in paths {
            let shared = Arc::clone(shared);
            let handler = move |Path(params): Path<HashMap<String, String>>, request: Request| {
                handle(Arc::clone(&shared), operation, params, request)
            };
            router = router.route(&path, on(filter, handler));
        }
    }
    let shared = Arc::clone(shared);
    router.fallback(move |request: Request| unknown(Arc::clone(&shared), request))
}

/// What no operation is for: in the ledger it stands, too.
async fn unknown(shared: Arc<Shared>, request: Request) -> Response {
    let answer = Answer::not_found();
    let entry = entry(&shared, request.method(), "?", request.uri(), None, &[]);
    finish(&shared, entry, &answer, Counted::Nobody)
}

fn entry(
    shared: &Shared,
    method: &Method,
    template: &str,
    uri: &axum::http::Uri,
    installation: Option<i64>,
    sent: &[u8],
) -> Entry {
    let path = uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    Entry {
        number: 0,
        at: shared.clock.now_millis(),
        method: method.to_string(),
        template: template.to_owned(),
        path: path.strip_prefix(PREFIX).unwrap_or(path).to_owned(),
        installation,
        status: None,
        sent: sent.to_vec(),
        answered: Vec::new(),
    }
}

/// A request that is under way counts among those at once until it is dropped, however it ends.
struct UnderWay {
    shared: Arc<Shared>,
    who: Counted,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.shared.with(|state| state.limiter.end(self.who));
    }
}

async fn handle(
    shared: Arc<Shared>,
    operation: &'static Operation,
    params: HashMap<String, String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return plain(&Answer::error(StatusCode::PAYLOAD_TOO_LARGE, "Payload too large"), &[]),
    };
    let is_read = operation.method == Method::GET;
    let (who, begun, fault) = shared.with(|state| {
        let who = auth::identify(state, &parts.headers);
        let counted = who.as_ref().map_or(Counted::Nobody, auth::Who::counted);
        let limited = if operation.is_api { state.limiter.begin(counted, is_read, state.now) } else { None };
        let installation = who
            .as_ref()
            .ok()
            .and_then(auth::Who::installation)
            .or_else(|| params.get("installation_id").and_then(|id| id.parse().ok()));
        let fault = state.faults.take(&format!("{} {}", operation.method, operation.template), installation);
        (who, limited.map_or(Ok(counted), Err), fault)
    });
    let installation = who.as_ref().ok().and_then(auth::Who::installation);
    let mut entry = entry(&shared, &parts.method, operation.template, &parts.uri, installation, &body);
    let counted = match begun {
        Ok(counted) => counted,
        Err(answer) => {
            let counted = who.as_ref().map_or(Counted::Nobody, auth::Who::counted);
            return finish(&shared, entry, &answer, counted);
        }
    };
    let _under_way = operation.is_api.then(|| UnderWay { shared: Arc::clone(&shared), who: counted });
    let faulty = fault.as_ref().and_then(|fault| instead(fault, shared.clock.now_millis()));
    let hangs_up = matches!(fault, Some(Fault::Lost { .. }));
    let answer = match faulty {
        Some(answer) => answer,
        None if matches!(fault, Some(Fault::Lost { done: false })) => Answer::nothing(StatusCode::OK),
        None => shared.with(|state| match who {
            Ok(who) => {
                let rest = rest_of(&entry.path);
                match auth::allow(state, operation.needs, &who, &parts.method, &params, &rest) {
                    Ok(place) => {
                        let call = Call::new(&who, place, &params, &parts, &body);
                        (operation.run)(state, &call)
                    }
                    Err(answer) => answer,
                }
            }
            Err(answer) => answer,
        }),
    };
    match &fault {
        Some(Fault::Late(by)) => tokio::time::sleep(*by).await,
        Some(Fault::Held(gate)) => gate.pass().await,
        Some(_) | None => {}
    }
    if hangs_up {
        entry.answered = bytes_of(&answer.content);
        shared.with(|state| state.ledger.write(entry));
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Hangup);
        return response;
    }
    if matches!(fault, Some(Fault::Cut)) {
        let mut answered = finish(&shared, entry, &answer, counted);
        let half = bytes_of(&answer.content);
        *answered.body_mut() = Body::from(half[..half.len() / 2].to_vec());
        answered.headers_mut().remove(header::CONTENT_LENGTH);
        return answered;
    }
    finish(&shared, entry, &answer, counted)
}

/// What follows the repository in a path, with the query.
fn rest_of(path: &str) -> String {
    let mut slashes = path.match_indices('/').skip(3);
    slashes.next().map_or_else(String::new, |(at, _)| path[at..].to_owned())
}

/// What a fault answers in place of the operation.
fn instead(fault: &Fault, now: u64) -> Option<Answer> {
    let status = |code: u16| StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match fault {
        Fault::Status(code) => Some(Answer::error(status(*code), "Server Error")),
        Fault::Html(code) => {
            let page = "<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body>This page is taking too long to load.</body></html>";
            Some(Answer::html(status(*code), page.to_owned()))
        }
        Fault::PrimaryLimit { resets_in } => {
            let answer = Answer::error(StatusCode::FORBIDDEN, "API rate limit exceeded for installation.");
            let reset = (now / 1_000 + resets_in).to_string();
            let name = HeaderName::from_static;
            Some(answer.with(name("x-ratelimit-remaining"), "0").with(name("x-ratelimit-reset"), &reset))
        }
        Fault::SecondaryLimit { retry_after, status: code } => {
            let message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
            Some(Answer::error(status(*code), message).with(header::RETRY_AFTER, &retry_after.to_string()))
        }
        Fault::Refused { status: code, message } => Some(Answer::error(status(*code), message)),
        Fault::Lost { .. } | Fault::Cut | Fault::Late(_) | Fault::Held(_) => None,
    }
}

fn bytes_of(content: &Content) -> Vec<u8> {
    match content {
        Content::Nothing => Vec::new(),
        Content::Json(value) => serde_json::to_vec(value).unwrap_or_default(),
        Content::Html(html) => html.clone().into_bytes(),
    }
}

/// Writes the ledger and sends the answer with what every answer carries.
fn finish(shared: &Shared, mut entry: Entry, answer: &Answer, counted: Counted) -> Response {
    let bytes = bytes_of(&answer.content);
    entry.status = Some(answer.status.as_u16());
    entry.answered.clone_from(&bytes);
    let limits = shared.with(|state| {
        state.ledger.write(entry);
        state.limiter.headers(counted)
    });
    let mut response = plain(answer, &bytes);
    for (name, value) in limits {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().entry(name).or_insert(value);
        }
    }
    response
}

fn plain(answer: &Answer, bytes: &[u8]) -> Response {
    let mut response = Response::new(Body::from(bytes.to_vec()));
    *response.status_mut() = answer.status;
    let kind = match answer.content {
        Content::Nothing => None,
        Content::Json(_) => Some("application/json; charset=utf-8"),
        Content::Html(_) => Some("text/html; charset=utf-8"),
    };
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(HeaderName::from_static("x-github-media-type"), HeaderValue::from_static("github.v3; format=json"));
    for (name, value) in &answer.headers {
        headers.append(name.clone(), value.clone());
    }
    response
}
