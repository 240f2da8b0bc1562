//! The service itself: which request is whose, and what is answered.

use crate::download::{self, Downloads};
use crate::keys::Keys;
use crate::outbound::{BUFFER, Outbound};
use crate::ranges::{Asked, asked, chunk};
use crate::record::{Key, Name, Record, Version};
use crate::settings::Settings;
use crate::signed::{Purpose, Signer};
use crate::store::{Store, StoreError};
use crate::token::{Grant, Policy, TokenError, bearer};
use crate::upload::{Block, Upload, UploadError, Uploads};
use crate::wire::v2::{Answer, Form, Problem};
use crate::wire::{blocks, v1, v2};
use crate::{Body, StreamError, entries, whole};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::header::{ACCEPT_RANGES, AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, RANGE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use sprinters_agent::say;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Semaphore};

/// Connections at a time: thirty-two streams, the most of GitHub's client, for each of a dozen uploads.
const CONNECTIONS_MAX: usize = 512;
/// For a small body, and for the head of a request.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the answer to "are you well?" is good for.
const WELL: Duration = Duration::from_secs(20);
/// How long the question may take: whoever asks waits a second in all.
const WELL_WITHIN: Duration = Duration::from_millis(800);
/// The path of the Twirp service.
const TWIRP: &str = "/twirp/github.actions.results.api.v1.CacheService/";
/// GitHub's client knows by the first words that a refusal is meant.
const WRITE_DENIED: &str = "cache write denied: this job may only read the cache";
/// The same for reading.
const READ_DENIED: &str = "cache read denied: this job may not read the cache";

/// The service, listening.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    address: SocketAddr,
    policy: Policy,
    keys: Keys,
    store: Arc<Store>,
    signer: Signer,
    uploads: Uploads,
    downloads: Downloads,
    well: Mutex<Option<Instant>>,
}

impl Server {
    /// Listens where the settings say.
    ///
    /// # Errors
    /// When the address is taken, or the machine lacks certificates or randomness.
    pub async fn new(settings: Settings) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(settings.address).await?;
        let outbound = Outbound::new()?;
        let shared = Shared {
            address: listener.local_addr()?,
            policy: settings.policy.clone(),
            keys: Keys::of(&settings.issuer, outbound.clone()),
            signer: Signer::draw()?,
            uploads: Uploads::default(),
            downloads: Downloads::default(),
            well: Mutex::new(None),
            store: Arc::new(Store::new(settings, outbound)?),
        };
        Ok(Self { listener, shared: Arc::new(shared) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// Serves until the process ends.
    pub async fn run(self) {
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let stream = match self.listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, for one: what is under way ends and gives some back.
                    say(&format!("the cache can't accept a connection: {error}"));
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let shared = Arc::clone(&self.shared);
            tokio::spawn(async move {
                let service = hyper::service::service_fn(|request| {
                    let shared = Arc::clone(&shared);
                    async move { Ok::<_, Infallible>(shared.answer(request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .max_buf_size(BUFFER)
                    .serve_connection(TokioIo::new(stream), service);
                // A client that goes away in the middle is no event: it has its own words for it.
                drop(connection.await);
                drop(place);
            });
        }
    }
}

impl Shared {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let path = request.uri().path().to_owned();
        let query = request.uri().query().unwrap_or_default().to_owned();
        if path == "/healthz" {
            return self.health().await;
        }
        if let Some(method) = path.strip_prefix(TWIRP) {
            return self.v2(method, request).await;
        }
        if path.contains("/_apis/artifactcache/") {
            return self.v1(&path, &query, request).await.unwrap_or_else(Refused::answer);
        }
        match self.signer.verify(&path, &query, now_s()) {
            Some((Purpose::Upload, id)) => self.upload(id, &query, request).await,
            Some((Purpose::Download, id)) => self.download(id, &request).await,
            None if path.starts_with("/sprinters/") => {
                plain(StatusCode::FORBIDDEN, "The address is not one of this cache's, or it has expired")
            }
            None => plain(StatusCode::NOT_FOUND, "Nothing here"),
        }
    }

    /// Whether a job is better off here than at GitHub's: there are keys to check tokens with, and the bucket answers.
    async fn health(&self) -> Response<Body> {
        let mut well = self.well.lock().await;
        if well.is_some_and(|well| well.elapsed() < WELL) {
            return plain(StatusCode::OK, "ready");
        }
        *well = None;
        let looked = tokio::time::timeout(WELL_WITHIN, async {
            if !self.keys.known().await {
                let read = self.keys.refresh().await;
                read.map_err(|error| format!("GitHub's keys can't be read: {}", chain(&error)))?;
            }
            if !self.keys.known().await {
                return Err("GitHub publishes no keys".to_owned());
            }
            self.store.check().await.map_err(|error| format!("the bucket can't be read: {}", chain(&error)))
        });
        match looked.await {
            Ok(Ok(())) => {
                *well = Some(Instant::now());
                plain(StatusCode::OK, "ready")
            }
            Ok(Err(reason)) => {
                say(&format!("the cache is not ready: {reason}"));
                plain(StatusCode::SERVICE_UNAVAILABLE, &reason)
            }
            Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "no answer in time"),
        }
    }

    async fn grant(&self, headers: &HeaderMap) -> Result<Grant, TokenError> {
        let token = bearer(headers.get(AUTHORIZATION).map(|header| header.as_bytes()))?;
        self.keys.grant(token, &self.policy).await
    }

    async fn v2(&self, method: &str, request: Request<Incoming>) -> Response<Body> {
        let form = request.headers().get(CONTENT_TYPE).and_then(|form| Form::of(form.as_bytes()));
        let answer = match form {
            Some(form) if request.method() == Method::POST => {
                self.call(method, form, request).await.map(|answer| (form, answer))
            }
            Some(_) | None => Err(Problem::bad_route()),
        };
        match answer {
            Ok((form, answer)) => typed(StatusCode::OK, form.content_type(), answer.write(form)),
            Err(problem) => typed(problem.status, "application/json", problem.to_json()),
        }
    }

    async fn call(&self, method: &str, form: Form, request: Request<Incoming>) -> Result<Answer, Problem> {
        let grant = self.grant(request.headers()).await.map_err(denied)?;
        let body = small(request.into_body(), v2::REQUEST_MAX)
            .await
            .ok_or_else(|| Problem::malformed("The request is too large or broke off"))?;
        match v2::read(method, form, &body)? {
            v2::Request::Find(keys, version) => {
                if grant.reads.is_empty() {
                    let (code, status) = ("permission_denied", StatusCode::FORBIDDEN);
                    return Err(Problem { code, status, message: READ_DENIED.to_owned() });
                }
                let found =
                    entries::find(&self.store, &grant, &keys, &version).await.map_err(|error| unreachable(&error))?;
                Ok(match found {
                    Some(record) => {
                        let key = record.key.as_str().to_owned();
                        Answer::Found { url: self.address_of(Purpose::Download, self.downloads.add(record)), key }
                    }
                    None => Answer::Missed,
                })
            }
            v2::Request::Create(key, version) => match self.begin(&grant, key, version).await {
                Ok(upload) => Ok(Answer::Created { url: self.address_of(Purpose::Upload, upload.id) }),
                Err(Refusal::Told(message)) => Ok(Answer::NotCreated(message)),
                Err(Refusal::Store(error)) => Err(unreachable(&error)),
            },
            v2::Request::Finalize(key, version, size) => {
                let name = name(&grant, key, version).map_err(Problem::malformed)?;
                let ended = match self.uploads.named(&name) {
                    Ok(upload) => self.end(&upload, size).await.map(|()| upload.id),
                    Err(error) => Err(error),
                };
                match ended {
                    Ok(id) => Ok(Answer::Finalized { id }),
                    Err(error) => Ok(Answer::NotFinalized(format!("The cache entry was not saved: {}", chain(&error)))),
                }
            }
        }
    }

    async fn v1(&self, path: &str, query: &str, request: Request<Incoming>) -> Result<Response<Body>, Refused> {
        let grant = self
            .grant(request.headers())
            .await
            .map_err(denied)
            .map_err(|problem| explained(problem.status, &problem.message))?;
        let bad = |error: v1::V1Error| explained(StatusCode::BAD_REQUEST, &error.to_string());
        match v1::read(request.method(), path, query).map_err(bad)? {
            v1::Request::Find(keys, version) => {
                if grant.reads.is_empty() {
                    return Err(explained(StatusCode::FORBIDDEN, READ_DENIED));
                }
                let found = entries::find(&self.store, &grant, &keys, &version).await;
                let Some(record) = found.map_err(|error| unreachable(&error))? else {
                    return Ok(empty(StatusCode::NO_CONTENT));
                };
                let (key, scope) = (record.key.clone(), record.scope.clone());
                let url = self.address_of(Purpose::Download, self.downloads.add(record));
                let found = v1::Found { cache_key: key.as_str(), scope: &scope, archive_location: &url };
                Ok(json(StatusCode::OK, &found))
            }
            // Only to explain a miss in a debug log.
            v1::Request::Explain => {
                Ok(json(StatusCode::OK, &serde_json::json!({"totalCount": 0, "artifactCaches": []})))
            }
            v1::Request::Reserve => {
                let body = small(request.into_body(), v2::REQUEST_MAX).await.ok_or_else(|| bad(v1::V1Error::Body))?;
                let (key, version) = v1::reservation(&body).map_err(bad)?;
                match self.begin(&grant, key, version).await {
                    Ok(upload) => Ok(json(StatusCode::CREATED, &serde_json::json!({"cacheId": upload.id}))),
                    Err(Refusal::Told(message)) => Err(explained(StatusCode::CONFLICT, &message)),
                    Err(Refusal::Store(error)) => Err(unreachable(&error).into()),
                }
            }
            v1::Request::Chunk(id) => {
                let upload = self.own(&grant, id)?;
                let range = request.headers().get(CONTENT_RANGE).and_then(|range| chunk(range.as_bytes()));
                let range =
                    range.ok_or_else(|| explained(StatusCode::BAD_REQUEST, "A chunk must say where it begins"))?;
                // Node's client sends a chunk without saying its length, but for this header.
                let length = Some(range.end - range.start);
                if length_of(&request).is_some_and(|said| Some(said) != length) {
                    return Err(explained(StatusCode::BAD_REQUEST, "A chunk has another length than it says"));
                }
                let taken =
                    upload.block(&self.store, Block::At(range.start), stream(request.into_body()), length).await;
                taken.map_err(|error| failed(&error))?;
                Ok(empty(StatusCode::NO_CONTENT))
            }
            v1::Request::Commit(id) => {
                let upload = self.own(&grant, id)?;
                let body = small(request.into_body(), v2::REQUEST_MAX).await.ok_or_else(|| bad(v1::V1Error::Body))?;
                let size = v1::size(&body).map_err(bad)?;
                upload.in_place(&self.store).await.map_err(|error| failed(&error))?;
                self.end(&upload, size).await.map_err(|error| failed(&error))?;
                Ok(empty(StatusCode::NO_CONTENT))
            }
        }
    }

    /// The upload of this number, if the job may write where it goes.
    fn own(&self, grant: &Grant, id: u64) -> Result<Arc<Upload>, Refused> {
        let upload = self.uploads.get(id).map_err(|error| failed(&error))?;
        if grant.writes.as_ref() == Some(&upload.name.scope) { Ok(upload) } else { Err(failed(&UploadError::Unknown)) }
    }

    async fn begin(&self, grant: &Grant, key: Key, version: Version) -> Result<Arc<Upload>, Refusal> {
        let name = name(grant, key, version).map_err(|reason| Refusal::Told(reason.to_owned()))?;
        if entries::exists(&self.store, &name).await.map_err(Refusal::Store)? {
            return Err(Refusal::Told(UploadError::Exists.to_string()));
        }
        let (upload, given_up) = self.uploads.begin(name).map_err(|error| Refusal::Told(error.to_string()))?;
        for old in given_up {
            // What it does not hear, the bucket's lifecycle cleans up.
            drop(old.abort(&self.store).await);
        }
        Ok(upload)
    }

    async fn end(&self, upload: &Upload, size: u64) -> Result<(), UploadError> {
        let segments = upload.content(size).await?;
        let record = Record::new(&upload.name, now_ms(), upload.object.clone(), segments);
        let added = entries::add(&self.store, &upload.name, &record).await;
        self.uploads.forget(upload.id);
        match added {
            Err(StoreError::Exists) => Err(UploadError::Exists),
            other => Ok(other?),
        }
    }

    fn address_of(&self, purpose: Purpose, id: u64) -> String {
        format!("http://{}{}", self.address, self.signer.sign(purpose, id, now_s()))
    }

    /// Azure's three ways to write a blob ("Put Blob", "Put Block", "Put Block List").
    async fn upload(&self, id: u64, query: &str, request: Request<Incoming>) -> Response<Body> {
        if request.method() != Method::PUT {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "An upload is made with PUT");
        }
        let upload = match self.uploads.get(id) {
            Ok(upload) => upload,
            Err(error) => return failed(&error).answer(),
        };
        let (mut what, mut block) = (String::new(), String::new());
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "comp" => what = value.into_owned(),
                "blockid" => block = value.into_owned(),
                _ => {}
            }
        }
        let length = length_of(&request);
        let taken = match what.as_str() {
            "" => upload.blob(&self.store, stream(request.into_body()), length).await,
            "block" if blocks::is_id(&block) => {
                upload.block(&self.store, Block::Id(block), stream(request.into_body()), length).await
            }
            "blocklist" => {
                let list =
                    small(request.into_body(), blocks::LIST_MAX).await.and_then(|list| blocks::parse(&list).ok());
                let Some(list) = list else {
                    return plain(StatusCode::BAD_REQUEST, "The list of blocks is not understood");
                };
                let list: Vec<Block> = list.into_iter().map(Block::Id).collect();
                upload.list(&self.store, &list).await
            }
            _ => return plain(StatusCode::BAD_REQUEST, "Nothing that this cache can do with a blob"),
        };
        match taken {
            Ok(()) => empty(StatusCode::CREATED),
            Err(error) => failed(&error).answer(),
        }
    }

    async fn download(&self, id: u64, request: &Request<Incoming>) -> Response<Body> {
        let Some(record) = self.downloads.get(id) else {
            return plain(StatusCode::NOT_FOUND, "There is no such entry any more");
        };
        let headers = request.headers();
        // Azure's clients have a header of their own for it.
        let range = headers.get("x-ms-range").or_else(|| headers.get(RANGE)).map(|range| range.as_bytes());
        let (status, range) = match asked(range, record.size) {
            Asked::Whole => (StatusCode::OK, 0..record.size),
            Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
            Asked::Unsatisfiable => {
                let mut answer = empty(StatusCode::RANGE_NOT_SATISFIABLE);
                insert(&mut answer, CONTENT_RANGE, &format!("bytes */{}", record.size));
                return answer;
            }
        };
        let body = match *request.method() {
            Method::HEAD => Ok(whole(Bytes::new())),
            Method::GET => download::stream(&self.store, self.policy.repository, &record, &range).await,
            _ => return plain(StatusCode::METHOD_NOT_ALLOWED, "A download is made with GET"),
        };
        let mut answer = match body {
            Ok(body) => Response::new(body),
            Err(error) => return Refused::from(unreachable(&error)).answer(),
        };
        *answer.status_mut() = status;
        insert(&mut answer, CONTENT_TYPE, "application/octet-stream");
        insert(&mut answer, CONTENT_LENGTH, &(range.end - range.start).to_string());
        insert(&mut answer, ACCEPT_RANGES, "bytes");
        if status == StatusCode::PARTIAL_CONTENT {
            insert(&mut answer, CONTENT_RANGE, &format!("bytes {}-{}/{}", range.start, range.end - 1, record.size));
        }
        answer
    }
}

/// Why an upload does not begin.
enum Refusal {
    /// In words for the job's log.
    Told(String),
    /// The bucket did not say.
    Store(StoreError),
}

fn name(grant: &Grant, key: Key, version: Version) -> Result<Name, &'static str> {
    let scope = grant.writes.clone().ok_or(WRITE_DENIED)?;
    Ok(Name { repository: grant.repository, scope, version, key })
}

fn denied(error: TokenError) -> Problem {
    let (code, status) = match error {
        TokenError::Missing | TokenError::Invalid => ("unauthenticated", StatusCode::UNAUTHORIZED),
        TokenError::NoScopes | TokenError::OtherRepository => ("permission_denied", StatusCode::FORBIDDEN),
    };
    Problem { code, status, message: format!("The cache refuses the token: {error}") }
}

fn unreachable(error: &StoreError) -> Problem {
    let reason = chain(error);
    say(&format!("the cache's bucket: {reason}"));
    Problem {
        code: "failed_precondition",
        status: StatusCode::PRECONDITION_FAILED,
        message: format!("The cache can't use its bucket: {reason}"),
    }
}

/// What went wrong with an upload, in the statuses that Azure's client goes by: it repeats what is answered with 503,
/// and nothing else of these.
fn failed(error: &UploadError) -> Refused {
    let status = match error {
        UploadError::Exists => StatusCode::CONFLICT,
        UploadError::TooMany | UploadError::Random(_) => StatusCode::SERVICE_UNAVAILABLE,
        UploadError::Unknown => StatusCode::NOT_FOUND,
        UploadError::Length => StatusCode::LENGTH_REQUIRED,
        UploadError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UploadError::MissingBlock | UploadError::Hole | UploadError::Size { .. } => StatusCode::BAD_REQUEST,
        UploadError::Store(StoreError::Refused(403) | StoreError::Credentials(_)) => StatusCode::FORBIDDEN,
        UploadError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    if let UploadError::Store(error) = error {
        say(&format!("the cache's bucket: {}", chain(error)));
    }
    explained(status, &format!("The cache does not take it: {}", chain(error)))
}

/// An error with its causes. None of ours has an address or a credential in it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.ends_with(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}

/// A refusal of the first version, or of an upload.
struct Refused {
    status: StatusCode,
    message: String,
}

impl Refused {
    fn answer(self) -> Response<Body> {
        json(self.status, &serde_json::json!({"message": self.message}))
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self { status: problem.status, message: problem.message }
    }
}

fn explained(status: StatusCode, message: &str) -> Refused {
    Refused { status, message: message.to_owned() }
}

fn json(status: StatusCode, value: &impl serde::Serialize) -> Response<Body> {
    typed(status, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", text.to_owned())
}

fn typed(status: StatusCode, kind: &str, body: impl Into<Bytes>) -> Response<Body> {
    let mut answer = Response::new(whole(body));
    *answer.status_mut() = status;
    insert(&mut answer, CONTENT_TYPE, kind);
    answer
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(whole(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

fn insert(answer: &mut Response<Body>, name: hyper::header::HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        answer.headers_mut().insert(name, value);
    }
}

fn length_of(request: &Request<Incoming>) -> Option<u64> {
    request.body().size_hint().exact()
}

fn stream(body: Incoming) -> Body {
    body.map_err(StreamError::from).boxed_unsync()
}

/// A body that is at most `most` bytes, and there soon.
async fn small(body: Incoming, most: usize) -> Option<Bytes> {
    let read = tokio::time::timeout(PATIENCE, Limited::new(body, most).collect()).await.ok()?;
    Some(read.ok()?.to_bytes())
}

fn now_s() -> u64 {
    now_ms() / 1000
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
