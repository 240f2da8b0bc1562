//! Downloads: the pieces of an entry, one behind the other, as one body.

use crate::record::{Record, Segment};
use crate::store::{Store, StoreError};
use crate::{Body, StreamError};
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of one request to S3. What has come in waits in the kernel's buffer of its connection and not in ours, so
/// several at a time cost no memory here.
const REQUEST: u64 = 16 << 20;
/// Requests at a time for one download: S3 gives one connection less than a network card takes.
const AT_ONCE: usize = 4;
/// Downloads that an address is out for.
const DOWNLOADS_MAX: usize = 1024;

/// The entries that an address was handed out for.
#[derive(Debug, Default)]
pub struct Downloads {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    records: HashMap<u64, Arc<Record>>,
    order: VecDeque<u64>,
    next: u64,
}

impl Downloads {
    /// Remembers an entry, and gives it a number. The oldest is forgotten when there are too many.
    pub fn add(&self, record: Record) -> u64 {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if DOWNLOADS_MAX <= known.order.len()
            && let Some(oldest) = known.order.pop_front()
        {
            known.records.remove(&oldest);
        }
        known.next += 1;
        let id = known.next;
        known.order.push_back(id);
        known.records.insert(id, Arc::new(record));
        id
    }

    /// The entry of this number.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<Arc<Record>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).records.get(&id).map(Arc::clone)
    }
}

/// The bytes of this range. The first of them are there when it returns, so that whoever asks can still be told that
/// there are none.
///
/// # Errors
/// When the bucket does not give them.
pub async fn stream(
    store: &Arc<Store>,
    repository: u64,
    record: &Record,
    range: &Range<u64>,
) -> Result<Body, StoreError> {
    let (store, record) = (Arc::clone(store), record.clone());
    let opened = futures_util::stream::iter(record.part(range, REQUEST)).map(move |Segment(piece, start, length)| {
        let (store, key) = (Arc::clone(&store), record.object.piece(repository, piece));
        // As tasks, so that the next requests go on while the body of this one is sent.
        tokio::spawn(async move { store.open(&key, start, length).await })
    });
    let mut opened = opened.buffered(AT_ONCE);
    let Some(first) = opened.next().await else { return Ok(crate::whole(Bytes::new())) };
    let first = first.map_err(|error| StoreError::Malformed(error.into()))??;
    let rest = opened.map(|opened| Ok::<_, StreamError>(opened??));
    let bodies = futures_util::stream::iter([Ok(first)])
        .chain(rest)
        .map_ok(|body| body.into_data_stream().map_ok(Frame::data).map_err(StreamError::from))
        .try_flatten();
    Ok(StreamBody::new(bodies).boxed_unsync())
}
