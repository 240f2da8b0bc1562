//! The bucket: the calls that are made of it, and no more. Every request is signed when it is made; what is streamed is
//! not held.

use crate::credentials::{Credentials, CredentialsError};
use crate::outbound::{CALL, Outbound, OutboundError, STREAM};
use crate::settings::Settings;
use crate::{Body, StreamError, whole};
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, ETAG, HeaderValue, IF_NONE_MATCH, RANGE};
use hyper::{Method, Request, Response, StatusCode};
use rusty_s3::actions::{CreateMultipartUpload, ListObjectsV2, S3Action};
use rusty_s3::{Bucket, UrlStyle};
use std::time::Duration;
use url::Url;

/// How long a signature is good for: a call is made at once.
const SIGNED_FOR: Duration = Duration::from_secs(300);
/// Bytes of an answer in XML: a list of 1,000 keys of 1,024 bytes, escaped.
const XML_MAX: usize = 4 << 20;
/// Records of one page of a list, and pages that are looked at.
const LIST_PAGES: usize = 10;

/// Why the bucket did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There are no credentials to ask with.
    #[error("there are no credentials for the bucket")]
    Credentials(#[source] CredentialsError),
    /// S3 did not answer.
    #[error("S3 gave no answer")]
    Outbound(#[source] OutboundError),
    /// S3 said no.
    #[error("S3 refused with status {0}")]
    Refused(u16),
    /// There is one already, and it stays.
    #[error("there is one of that name already")]
    Exists,
    /// An answer that is not understood.
    #[error("S3 answered what is not understood")]
    Malformed(#[source] StreamError),
}

/// A record that a list found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key, behind the prefix.
    pub key: String,
    /// When it was written, in S3's words: these sort as times do.
    pub modified: String,
}

/// The bucket.
#[derive(Debug)]
pub struct Store {
    bucket: Bucket,
    prefix: String,
    credentials: Credentials,
    outbound: Outbound,
}

impl Store {
    /// The bucket that the settings name.
    ///
    /// # Errors
    /// When the settings make no address.
    pub fn new(settings: Settings, outbound: Outbound) -> anyhow::Result<Self> {
        let Settings { bucket, region, endpoint, prefix, credentials, .. } = settings;
        let style = if endpoint.is_some() { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let endpoint = match endpoint {
            Some(endpoint) => endpoint,
            // The gateway endpoint of the VPC answers under this name.
            None if region.starts_with("cn-") => Url::parse(&format!("https://s3.{region}.amazonaws.com.cn"))?,
            None => Url::parse(&format!("https://s3.{region}.amazonaws.com"))?,
        };
        let bucket = Bucket::new(endpoint, style, bucket, region)?;
        Ok(Self { bucket, prefix, credentials, outbound })
    }

    /// Reads an object that is at most `most` bytes.
    ///
    /// # Errors
    /// When S3 does not give it; one that is not there is `None`.
    pub async fn read(&self, key: &str, most: usize) -> Result<Option<Bytes>, StoreError> {
        let answer = self.ask(Method::GET, key, |request| request, CALL).await?;
        match answer.status() {
            StatusCode::OK => Outbound::read(answer.into_body(), most).await.map(Some).map_err(StoreError::Outbound),
            status if is_missing(status) => Ok(None),
            status => Err(StoreError::Refused(status.as_u16())),
        }
    }

    /// Whether an object is there.
    ///
    /// # Errors
    /// When S3 does not say.
    pub async fn exists(&self, key: &str) -> Result<bool, StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.head_object(Some(&credentials), &key).sign(SIGNED_FOR);
        match self.send(Method::HEAD, &url, whole(Bytes::new()), |request| request, CALL).await?.status() {
            StatusCode::OK => Ok(true),
            status if is_missing(status) => Ok(false),
            status => Err(StoreError::Refused(status.as_u16())),
        }
    }

    /// Opens `length` bytes of an object from `start` on.
    ///
    /// # Errors
    /// When S3 does not give exactly these.
    pub async fn open(&self, key: &str, start: u64, length: u64) -> Result<Incoming, StoreError> {
        let range = format!("bytes={start}-{}", start + length - 1);
        let answer = self.ask(Method::GET, key, |request| request.header(RANGE, range), CALL).await?;
        match answer.status() {
            // An object of just these bytes may come without a word about the range.
            StatusCode::PARTIAL_CONTENT | StatusCode::OK if stated_length(&answer) == Some(length) => {
                Ok(answer.into_body())
            }
            status => Err(StoreError::Refused(status.as_u16())),
        }
    }

    async fn ask(
        &self,
        method: Method,
        key: &str,
        with: impl FnOnce(hyper::http::request::Builder) -> hyper::http::request::Builder,
        patience: Duration,
    ) -> Result<Response<Incoming>, StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.get_object(Some(&credentials), &key).sign(SIGNED_FOR);
        self.send(method, &url, whole(Bytes::new()), with, patience).await
    }

    /// Writes an object of `length` bytes as they come.
    ///
    /// # Errors
    /// When S3 does not take it.
    pub async fn write(&self, key: &str, body: Body, length: u64) -> Result<(), StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.put_object(Some(&credentials), &key).sign(SIGNED_FOR);
        success(&self.send(Method::PUT, &url, body, |request| new(request, length), STREAM).await?)
    }

    /// Writes a small object where none is.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is one, and when S3 does not take it.
    pub async fn write_new(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.put_object(Some(&credentials), &key).sign(SIGNED_FOR);
        let length = bytes.len() as u64;
        let answer = self.send(Method::PUT, &url, whole(bytes), |request| new(request, length), CALL).await?;
        match answer.status() {
            // The second one: another machine is writing it at this moment ("Conditional writes", Amazon S3 User
            // Guide).
            StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => Err(StoreError::Exists),
            _ => success(&answer),
        }
    }

    /// The records whose keys begin with this, at most 10,000.
    ///
    /// # Errors
    /// When S3 does not list them.
    pub async fn list(&self, beginning: &str) -> Result<Vec<Listed>, StoreError> {
        let mut found = Vec::new();
        let mut next = None;
        for _ in 0..LIST_PAGES {
            let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
            let mut action = self.bucket.list_objects_v2(Some(&credentials));
            action.with_prefix(self.key(beginning));
            if let Some(next) = next {
                action.with_continuation_token(next);
            }
            let answer =
                self.send(Method::GET, &action.sign(SIGNED_FOR), whole(Bytes::new()), |request| request, CALL).await?;
            success(&answer)?;
            let page = ListObjectsV2::parse_response(&text(answer).await?)
                .map_err(|error| StoreError::Malformed(error.into()))?;
            found.extend(page.contents.into_iter().filter_map(|object| {
                let key = object.key.strip_prefix(&self.prefix)?.to_owned();
                Some(Listed { key, modified: object.last_modified? })
            }));
            next = page.next_continuation_token;
            if next.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// Whether the bucket answers.
    ///
    /// # Errors
    /// When it does not, and why.
    pub async fn check(&self) -> Result<(), StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let mut action = self.bucket.list_objects_v2(Some(&credentials));
        action.with_prefix(self.prefix.clone());
        action.with_max_keys(1);
        success(&self.send(Method::GET, &action.sign(SIGNED_FOR), whole(Bytes::new()), |request| request, CALL).await?)
    }

    /// Begins an upload in parts, and says what it is called.
    ///
    /// # Errors
    /// When S3 does not begin one.
    pub async fn begin(&self, key: &str) -> Result<String, StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.create_multipart_upload(Some(&credentials), &key).sign(SIGNED_FOR);
        let answer = self.send(Method::POST, &url, whole(Bytes::new()), |request| request, CALL).await?;
        success(&answer)?;
        let begun = CreateMultipartUpload::parse_response(&text(answer).await?);
        Ok(begun.map_err(|error| StoreError::Malformed(error.into()))?.upload_id().to_owned())
    }

    /// Writes a part of `length` bytes as they come, and gives what S3 calls it.
    ///
    /// # Errors
    /// When S3 does not take it.
    pub async fn part(
        &self,
        key: &str,
        upload: &str,
        number: u16,
        body: Body,
        length: u64,
    ) -> Result<String, StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.upload_part(Some(&credentials), &key, number, upload).sign(SIGNED_FOR);
        let answer =
            self.send(Method::PUT, &url, body, |request| request.header(CONTENT_LENGTH, length), STREAM).await?;
        success(&answer)?;
        let tag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
        // It goes back to S3 in XML: a hash in quotes needs no escaping, and whatever else there might be is none.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'-');
        let tag = tag
            .filter(|tag| tag.bytes().all(plain))
            .ok_or_else(|| StoreError::Malformed("a part without a tag".into()))?;
        Ok(tag.trim_matches('"').to_owned())
    }

    /// Makes one object of these parts, in this order.
    ///
    /// # Errors
    /// When S3 does not, which it may say under the status 200.
    pub async fn complete(&self, key: &str, upload: &str, parts: &[(u16, &str)]) -> Result<(), StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let action =
            self.bucket.complete_multipart_upload(Some(&credentials), &key, upload, std::iter::empty::<&str>());
        let url = action.sign(SIGNED_FOR);
        // The library numbers parts from 1 on without a gap; ours have gaps where a block was sent twice.
        let parts: String = parts
            .iter()
            .map(|(number, tag)| format!("<Part><PartNumber>{number}</PartNumber><ETag>\"{tag}\"</ETag></Part>"))
            .collect();
        let body = format!(
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{parts}</CompleteMultipartUpload>"
        );
        let length = body.len() as u64;
        let answer = self.send(Method::POST, &url, whole(body), |request| new(request, length), STREAM).await?;
        success(&answer)?;
        rusty_s3::actions::CompleteMultipartUploadResponse::parse(&text(answer).await?)
            .map(drop)
            .map_err(|error| StoreError::Malformed(error.into()))
    }

    /// Gives an upload in parts up.
    ///
    /// # Errors
    /// When S3 does not hear it; the bucket's lifecycle then does.
    pub async fn abort(&self, key: &str, upload: &str) -> Result<(), StoreError> {
        let credentials = self.credentials.get().await.map_err(StoreError::Credentials)?;
        let key = self.key(key);
        let url = self.bucket.abort_multipart_upload(Some(&credentials), &key, upload).sign(SIGNED_FOR);
        success(&self.send(Method::DELETE, &url, whole(Bytes::new()), |request| request, CALL).await?)
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        body: Body,
        with: impl FnOnce(hyper::http::request::Builder) -> hyper::http::request::Builder,
        patience: Duration,
    ) -> Result<Response<Incoming>, StoreError> {
        let request = with(Request::builder().method(method).uri(url.as_str())).body(body);
        let request = request.map_err(|error| StoreError::Malformed(error.into()))?;
        self.outbound.send(request, patience).await.map_err(StoreError::Outbound)
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

/// S3 says 403 of an object that is not there to whoever may not list the whole bucket, and the role may list below its
/// prefix alone.
fn is_missing(status: StatusCode) -> bool {
    status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN
}

/// Of an object that is to be written whole: S3 refuses it where there is one of that name. Nothing of ours is ever
/// written over, and the bucket's policy may insist on it.
fn new(request: hyper::http::request::Builder, length: u64) -> hyper::http::request::Builder {
    request.header(CONTENT_LENGTH, length).header(IF_NONE_MATCH, HeaderValue::from_static("*"))
}

fn stated_length(answer: &Response<Incoming>) -> Option<u64> {
    answer.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn success(answer: &Response<Incoming>) -> Result<(), StoreError> {
    if answer.status().is_success() { Ok(()) } else { Err(StoreError::Refused(answer.status().as_u16())) }
}

async fn text(answer: Response<Incoming>) -> Result<String, StoreError> {
    let bytes = Outbound::read(answer.into_body(), XML_MAX).await.map_err(StoreError::Outbound)?;
    String::from_utf8(bytes.into()).map_err(|error| StoreError::Malformed(error.into()))
}
