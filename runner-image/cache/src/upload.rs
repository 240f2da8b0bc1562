//! Uploads under way. A client sends an entry as one blob, or as blocks in any order that a list then puts in theirs;
//! S3 wants parts of at least 5 MiB, numbered in the order of the object. So a block of that size becomes a part under
//! the next number, a smaller one an object of its own, and the entry's record says which bytes follow which. Nothing
//! is held: what comes from the client goes to S3 as it comes.

use crate::record::{Name, Object, PIECES_MAX, Segment};
use crate::store::{Store, StoreError};
use crate::{Body, ENTRY_MAX};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes: S3's smallest part but for the last ("Amazon S3 multipart upload limits").
const PART_MIN: u64 = 5 << 20;
/// Bytes of one blob or block: S3's largest part, which is more than Azure's largest block.
const BLOCK_MAX: u64 = 5 << 30;
/// Uploads at a time: a job has one at a time for each cache step, tools that cache by object a few dozen.
const UPLOADS_MAX: usize = 512;
/// An upload that nobody has touched for so long has been given up by its client.
const IDLE: Duration = Duration::from_secs(600);

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// A second upload of the same entry while the first is under way, or after it.
    #[error("an entry of this key and version exists already, or is being saved")]
    Exists,
    /// As many as there may be.
    #[error("too many uploads are under way")]
    TooMany,
    /// None of this number or name.
    #[error("there is no such upload")]
    Unknown,
    /// A block without a length, or one that no client sends.
    #[error("a block must say its length, and have at most 5 GiB")]
    Length,
    /// Beyond the largest entry.
    #[error("an entry has at most 10 GiB in at most 10,000 blocks")]
    TooLarge,
    /// A list that names what was never sent.
    #[error("the list names a block that was not sent")]
    MissingBlock,
    /// Chunks with a hole between them, or one upon another.
    #[error("the chunks do not follow each other")]
    Hole,
    /// The client counts differently than we do.
    #[error("the entry has {found} bytes and not {said}")]
    Size {
        /// What was sent.
        found: u64,
        /// What the client says.
        said: u64,
    },
    /// The bucket did not take it.
    #[error("the bucket does not take it")]
    Store(#[from] StoreError),
    /// The kernel has no randomness to give.
    #[error("no name can be drawn")]
    Random(#[from] getrandom::Error),
}

/// What a client calls a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// By an id of its own (v2).
    Id(String),
    /// By where it begins (v1).
    At(u64),
}

#[derive(Debug, Clone)]
enum Place {
    Part { number: u16, tag: String },
    Piece(u32),
}

#[derive(Debug, Default)]
struct State {
    /// S3's name of the upload in parts, once there is one.
    parts: Option<String>,
    next_part: u16,
    next_piece: u32,
    blocks: BTreeMap<Block, (Place, u64)>,
    /// Bytes that were sent, also those of blocks that were sent again.
    sent: u64,
    /// What the entry consists of, once a list or a single blob has said so.
    content: Option<Vec<Segment>>,
}

/// One upload.
#[derive(Debug)]
pub struct Upload {
    /// Its number: what v1 calls a cache id.
    pub id: u64,
    /// The entry that it is to become.
    pub name: Name,
    /// Where its data goes.
    pub object: Object,
    state: tokio::sync::Mutex<State>,
    touched: Mutex<Instant>,
}

/// All uploads under way.
#[derive(Debug, Default)]
pub struct Uploads {
    all: Mutex<HashMap<u64, Arc<Upload>>>,
}

impl Uploads {
    /// Begins an upload.
    ///
    /// # Errors
    /// When one of the same name is under way, or as many as there may be. With it come those that were given up, to be
    /// aborted.
    pub fn begin(&self, name: Name) -> Result<(Arc<Upload>, Vec<Arc<Upload>>), UploadError> {
        // Drawn and not counted: a number is all that v1 shows of an upload. Within what JavaScript counts exactly.
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes)?;
        let id = u64::from_ne_bytes(bytes) >> 11;
        let upload = Arc::new(Upload {
            id,
            name,
            object: Object::draw()?,
            state: tokio::sync::Mutex::default(),
            touched: Mutex::new(Instant::now()),
        });
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let given_up: Vec<u64> = all.values().filter(|upload| IDLE < upload.idle()).map(|upload| upload.id).collect();
        let given_up = given_up.iter().filter_map(|id| all.remove(id)).collect();
        if all.values().any(|other| other.name == upload.name) {
            return Err(UploadError::Exists);
        }
        if UPLOADS_MAX <= all.len() {
            return Err(UploadError::TooMany);
        }
        all.insert(id, Arc::clone(&upload));
        Ok((upload, given_up))
    }

    /// The upload of this number.
    ///
    /// # Errors
    /// When there is none.
    pub fn get(&self, id: u64) -> Result<Arc<Upload>, UploadError> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let upload = Arc::clone(all.get(&id).ok_or(UploadError::Unknown)?);
        upload.touch();
        Ok(upload)
    }

    /// The upload of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(&self, name: &Name) -> Result<Arc<Upload>, UploadError> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().find(|upload| upload.name == *name).cloned().ok_or(UploadError::Unknown)
    }

    /// Forgets an upload that is done or failed.
    pub fn forget(&self, id: u64) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

impl Upload {
    fn touch(&self) {
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn idle(&self) -> Duration {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    fn piece(&self, number: u32) -> String {
        self.object.piece(self.name.repository, number)
    }

    /// Takes the entry's data as one blob.
    ///
    /// # Errors
    /// When it has no length, is too large, or the bucket does not take it.
    pub async fn blob(&self, store: &Store, body: Body, length: Option<u64>) -> Result<(), UploadError> {
        let length = length.filter(|length| *length <= BLOCK_MAX).ok_or(UploadError::Length)?;
        let piece = {
            let mut state = self.state.lock().await;
            state.reserve(length)?;
            state.piece()?
        };
        store.write(&self.piece(piece), body, length).await?;
        self.touch();
        let segments = if length == 0 { vec![] } else { vec![Segment(piece, 0, length)] };
        self.state.lock().await.content = Some(segments);
        Ok(())
    }

    /// Takes one block.
    ///
    /// # Errors
    /// When it has no length, is one too many, or the bucket does not take it.
    pub async fn block(&self, store: &Store, block: Block, body: Body, length: Option<u64>) -> Result<(), UploadError> {
        let length = length.filter(|length| 0 < *length && *length <= BLOCK_MAX).ok_or(UploadError::Length)?;
        // Only for the bookkeeping: blocks are streamed side by side.
        let mut state = self.state.lock().await;
        state.reserve(length)?;
        let place = if length < PART_MIN {
            let piece = state.piece()?;
            drop(state);
            store.write(&self.piece(piece), body, length).await?;
            Place::Piece(piece)
        } else {
            let parts = match &state.parts {
                Some(parts) => parts.clone(),
                None => state.parts.insert(store.begin(&self.piece(0)).await?).clone(),
            };
            state.next_part = state
                .next_part
                .checked_add(1)
                .filter(|number| usize::from(*number) <= PIECES_MAX)
                .ok_or(UploadError::TooLarge)?;
            let number = state.next_part;
            drop(state);
            Place::Part { number, tag: store.part(&self.piece(0), &parts, number, body, length).await? }
        };
        self.touch();
        self.state.lock().await.blocks.insert(block, (place, length));
        Ok(())
    }

    /// Makes the entry's data of these blocks, in this order.
    ///
    /// # Errors
    /// When one of them was not sent, or the bucket does not make one object of the parts.
    pub async fn list(&self, store: &Store, blocks: &[Block]) -> Result<(), UploadError> {
        let mut state = self.state.lock().await;
        let places: Option<Vec<(Place, u64)>> = blocks.iter().map(|block| state.blocks.get(block).cloned()).collect();
        let places = places.ok_or(UploadError::MissingBlock)?;
        let parts: BTreeMap<u16, (&str, u64)> = places
            .iter()
            .filter_map(|(place, length)| match place {
                Place::Part { number, tag } => Some((*number, (tag.as_str(), *length))),
                Place::Piece(_) => None,
            })
            .collect();
        if let Some(upload) = &state.parts {
            if parts.is_empty() {
                // Every block of that size was sent again as a smaller one, or left out.
                store.abort(&self.piece(0), upload).await?;
            } else {
                let tags: Vec<(u16, &str)> = parts.iter().map(|(number, (tag, _))| (*number, *tag)).collect();
                store.complete(&self.piece(0), upload, &tags).await?;
            }
            state.parts = None;
        }
        let mut at = 0;
        let starts: BTreeMap<u16, u64> = parts
            .iter()
            .map(|(number, (_, length))| {
                let start = at;
                at += length;
                (*number, start)
            })
            .collect();
        let mut segments: Vec<Segment> = Vec::new();
        for (place, length) in &places {
            let (piece, start) = match place {
                Place::Piece(piece) => (*piece, 0),
                Place::Part { number, .. } => (0, starts.get(number).copied().unwrap_or_default()),
            };
            match segments.last_mut() {
                Some(last) if last.0 == piece && last.1 + last.2 == start => last.2 += length,
                Some(_) | None => segments.push(Segment(piece, start, *length)),
            }
        }
        state.content = Some(segments);
        Ok(())
    }

    /// Makes the entry's data of chunks that say where they begin.
    ///
    /// # Errors
    /// When they do not follow each other from 0 on, and as [`Self::list`].
    pub async fn in_place(&self, store: &Store) -> Result<(), UploadError> {
        let blocks: Vec<(Block, Range<u64>)> = {
            let state = self.state.lock().await;
            let chunks = state.blocks.iter().filter_map(|(block, (_, length))| match block {
                Block::At(start) => Some((block.clone(), *start..start.saturating_add(*length))),
                Block::Id(_) => None,
            });
            chunks.collect()
        };
        let follows = blocks.windows(2).all(|pair| pair[0].1.end == pair[1].1.start);
        if !follows || blocks.first().is_some_and(|first| first.1.start != 0) {
            return Err(UploadError::Hole);
        }
        let blocks: Vec<Block> = blocks.into_iter().map(|(block, _)| block).collect();
        self.list(store, &blocks).await
    }

    /// What the entry consists of.
    ///
    /// # Errors
    /// When its data is not there yet, or has another size than the client says.
    pub async fn content(&self, said: u64) -> Result<Vec<Segment>, UploadError> {
        let segments = self.state.lock().await.content.clone().ok_or(UploadError::MissingBlock)?;
        let found = segments.iter().map(|segment| segment.2).sum();
        if found == said { Ok(segments) } else { Err(UploadError::Size { found, said }) }
    }

    /// Gives up what S3 still holds open for it.
    ///
    /// # Errors
    /// When S3 does not hear it.
    pub async fn abort(&self, store: &Store) -> Result<(), UploadError> {
        match self.state.lock().await.parts.take() {
            Some(upload) => Ok(store.abort(&self.piece(0), &upload).await?),
            None => Ok(()),
        }
    }
}

impl State {
    /// Counts bytes that are about to come. Twice the largest entry: a client may send each block again.
    fn reserve(&mut self, length: u64) -> Result<(), UploadError> {
        let sent = self.sent.saturating_add(length);
        if ENTRY_MAX < length || 2 * ENTRY_MAX < sent {
            return Err(UploadError::TooLarge);
        }
        self.sent = sent;
        Ok(())
    }

    /// The number of a new object. 0 is the one that is made of parts.
    fn piece(&mut self) -> Result<u32, UploadError> {
        self.next_piece += 1;
        if PIECES_MAX < self.next_piece as usize { Err(UploadError::TooLarge) } else { Ok(self.next_piece) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(key: &str) -> Name {
        let (version, key) = ("v".to_owned().try_into().unwrap(), key.to_owned().try_into().unwrap());
        Name { repository: 7, scope: "refs/heads/main".into(), version, key }
    }

    #[test]
    fn an_entry_is_uploaded_once_at_a_time() {
        let uploads = Uploads::default();
        let (first, _) = uploads.begin(name("a")).unwrap();
        assert!(matches!(uploads.begin(name("a")), Err(UploadError::Exists)));
        assert_eq!(uploads.named(&name("a")).unwrap().id, first.id);
        assert!(uploads.begin(name("b")).is_ok());
        uploads.forget(first.id);
        assert!(matches!(uploads.get(first.id), Err(UploadError::Unknown)));
        assert!(uploads.begin(name("a")).is_ok());
    }

    #[test]
    fn there_is_an_end_to_uploads() {
        let uploads = Uploads::default();
        for number in 0..UPLOADS_MAX {
            let (upload, _) = uploads.begin(name(&number.to_string())).unwrap();
            assert!(upload.id < 1 << 53);
        }
        assert!(matches!(uploads.begin(name("more")), Err(UploadError::TooMany)));
    }
}
