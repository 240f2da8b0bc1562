//! Live pages: a stream of events for each browser, saying which jobs in its sight changed. What became of them the
//! page then asks for, as anybody asks for a page, so a stream can't tell more than a page does. The tabs of a browser
//! share one stream (`templates/console/assets/live.js`).
//!
//! One task a process looks for new rows of the timeline, twice a second and only while somebody listens; so all
//! processes on one database see what any of them did. A stream says at most one thing in half a second, however much
//! happens, and holds nothing while its browser is slow.

use super::access;
use super::error::PageError;
use super::request_context::{AccountSession, LIFETIMES};
use super::state::Console;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::{Deserialize, Serialize};
use sprinters_seal::secret;
use sprinters_store::{Entry, StoreError, VisibleTo};
use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::broadcast;

/// How often new rows are looked for.
const LOOK: Duration = Duration::from_millis(400);

/// Most open streams of a process. Each holds some kilobytes and a connection.
const MAX_STREAMS: usize = 4_000;

/// Most open streams of one person: some tabs, on some machines.
const MAX_STREAMS_OF_PERSON: usize = 40;

/// Steps that a slow stream may be behind; one that is further is told that something changed, which is all that
/// streams say.
const BEHIND: usize = 256;

/// A stream ends after this time and the browser opens another one: what it may see is then asked anew.
const LIFE: Duration = Duration::from_secs(5 * 60);

/// How often a stream looks whether it may go on, and how old GitHub's word may be then: together within a minute.
const CHECK: Duration = Duration::from_secs(20);
const ASK: Duration = Duration::from_secs(35);

/// Between two signs of life, so that proxies and browsers know. They are events, since a tab that shares the stream of
/// another one takes it over when it hears nothing for three of them.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Most jobs that one event names. Of more it says that anything may have changed.
const NAMED: usize = 50;

/// Rows that are read again, since rows that were numbered earlier may be committed later.
const AGAIN: i64 = 200;

/// Rows that are read at once.
const AT_ONCE: i64 = 2_000;

/// Something happened to a job or a runner of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    account: i64,
    job: Option<i64>,
}

/// Who listens.
#[derive(Debug)]
pub(super) struct Hub {
    // How often all streams were ended.
    ending: tokio::sync::watch::Sender<u64>,
    // Who signed out.
    left: broadcast::Sender<i64>,
    changes: broadcast::Sender<Change>,
    open: Arc<AtomicUsize>,
    people: Arc<std::sync::Mutex<std::collections::HashMap<i64, usize>>>,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            ending: tokio::sync::watch::Sender::new(0),
            left: broadcast::Sender::new(BEHIND),
            changes: broadcast::Sender::new(BEHIND),
            open: Arc::default(),
            people: Arc::default(),
        }
    }
}

/// Counts a stream as long as it is open, however it ends.
#[derive(Debug)]
struct PathParams {
    open: Arc<AtomicUsize>,
    people: Arc<std::sync::Mutex<std::collections::HashMap<i64, usize>>>,
    person: i64,
}

impl Drop for PathParams {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
        let mut people = self.people.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = people.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                people.remove(&self.person);
            }
        }
    }
}

impl Hub {
    fn take(&self, person: i64) -> Option<PathParams> {
        let mut people = self.people.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let of_person = people.entry(person).or_default();
        if MAX_STREAMS_OF_PERSON <= *of_person || MAX_STREAMS <= self.open.load(Ordering::Relaxed) {
            if *of_person == 0 {
                people.remove(&person);
            }
            return None;
        }
        *of_person += 1;
        self.open.fetch_add(1, Ordering::Relaxed);
        Some(PathParams { open: Arc::clone(&self.open), people: Arc::clone(&self.people), person })
    }

    /// Ends every stream.
    pub(super) fn end(&self) {
        self.ending.send_modify(|times| *times += 1);
    }

    /// Ends the streams of somebody who signed out; a browser that may still see something comes back at once.
    pub(super) fn left(&self, person: i64) {
        // Nobody listening is fine.
        let _ = self.left.send(person);
    }

    /// How many streams are open.
    #[cfg(test)]
    fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}

/// Looks for what is new until it is dropped. One of these runs in each process that serves pages.
pub async fn watch(console: Console) {
    let mut after: Option<i64> = None;
    let mut seen: HashSet<i64> = HashSet::new();
    loop {
        tokio::time::sleep(LOOK).await;
        let hub = console.events();
        if hub.changes.receiver_count() == 0 {
            // Whoever comes next has just read its page.
            after = None;
            continue;
        }
        let from = match after {
            Some(after) => after,
            None => match console.store().last_entry().await {
                Ok(newest) => {
                    seen.clear();
                    *after.insert(newest)
                }
                Err(error) => {
                    tracing::warn!(error = %sprinters_common::Chain(&error), "could not look for what is new");
                    continue;
                }
            },
        };
        match console.store().timeline_after((from - AGAIN).max(0), AT_ONCE).await {
            Ok(steps) => {
                let newest = steps.last().map_or(from, |step| step.id.max(from));
                for step in &steps {
                    if from < step.id || (!seen.is_empty() && !seen.contains(&step.id)) {
                        announce(hub, step);
                    }
                }
                seen = steps.iter().map(|step| step.id).collect();
                after = Some(newest);
            }
            Err(error) => tracing::warn!(error = %sprinters_common::Chain(&error), "could not look for what is new"),
        }
    }
}

fn announce(hub: &Hub, step: &Entry) {
    // Nobody listening is fine.
    let _ = hub
        .changes
        .send(Change { account: step.account_id, job: step.job.map(|job| i64::try_from(job.0).unwrap_or(i64::MAX)) });
}

/// What a stream is about.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Subject {
    job: Option<i64>,
}

/// `GET /o/{login}/events`.
pub(super) async fn stream(
    State(console): State<Console>,
    seat: AccountSession,
    Query(about): Query<Subject>,
) -> Result<impl IntoResponse, PageError> {
    // When a job changes is told to whoever may see it, and to nobody else.
    if let Some(job) = about.job
        && console.store().job_visible_to(seat.visible_to(), job).await?.is_none()
    {
        return Err(PageError::NotFound);
    }
    let place = console.events().take(seat.signed.person.id).ok_or(PageError::TooMany(LIFE))?;
    let changes = console.events().changes.subscribe();
    let ending = console.events().ending.subscribe();
    let left = console.events().left.subscribe();
    let listening = Listening {
        console: console.clone(),
        changes,
        ending,
        left,
        place,
        visible_to: seat.visible_to(),
        about,
        ends: tokio::time::Instant::now() + LIFE,
        checks: tokio::time::interval_at(tokio::time::Instant::now() + CHECK, CHECK),
        session: secret::hash(&seat.signed.secret),
        greeted: false,
    };
    let events = futures_util::stream::unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<Event, Infallible>(event), listening))
    });
    let beat = KeepAlive::new().interval(KEEP_ALIVE).event(Event::default().event("beat").data("1"));
    // Proxies that gather an answer before they pass it on would hold the news back until there is much of it.
    let unbuffered =
        [(HeaderName::from_static("x-accel-buffering"), "no"), (header::CACHE_CONTROL, "no-store, no-transform")];
    Ok((unbuffered, Sse::new(events).keep_alive(beat)))
}

/// What an event says.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct News {
    /// Jobs that changed.
    jobs: BTreeSet<i64>,
    /// Something else of the account changed, or more than can be named.
    all: bool,
}

impl News {
    fn add(&mut self, job: Option<i64>) {
        match job {
            Some(job) if self.jobs.len() < NAMED => {
                self.jobs.insert(job);
            }
            Some(_) | None => self.all = true,
        }
    }

    fn is_empty(&self) -> bool {
        self.jobs.is_empty() && !self.all
    }
}

struct Listening {
    console: Console,
    changes: broadcast::Receiver<Change>,
    ending: tokio::sync::watch::Receiver<u64>,
    left: broadcast::Receiver<i64>,
    // Given back when the stream is dropped, which is when the browser is gone.
    place: PathParams,
    visible_to: VisibleTo,
    about: Subject,
    ends: tokio::time::Instant,
    checks: tokio::time::Interval,
    session: String,
    greeted: bool,
}

impl Listening {
    /// The next thing to say; none when it is time for another stream.
    async fn next(&mut self) -> Option<Event> {
        debug_assert!(0 < self.place.open.load(Ordering::Relaxed));
        if !self.greeted {
            self.greeted = true;
            // A browser that was cut off comes back after two seconds.
            return Some(Event::default().event("hello").retry(Duration::from_secs(2)).data("1"));
        }
        loop {
            let received = tokio::select! {
                received = tokio::time::timeout_at(self.ends, self.changes.recv()) => received.ok()?,
                _ = self.ending.changed() => return None,
                left = self.left.recv() => match left {
                    Ok(person) if person == self.place.person => return None,
                    Err(broadcast::error::RecvError::Closed) => return None,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => continue,
                },
                _ = self.checks.tick() => {
                    if !may_go_on(&self.console, &self.session, self.visible_to).await {
                        return None;
                    }
                    continue;
                }
            };
            let mut news = News::default();
            self.hear(received.map_err(|error| lagged(&error)), &mut news)?;
            if news.is_empty() {
                continue;
            }
            // What else happens in this moment is told together with it.
            tokio::time::sleep(LOOK).await;
            loop {
                match self.changes.try_recv() {
                    Err(broadcast::error::TryRecvError::Empty) => break,
                    Err(broadcast::error::TryRecvError::Closed) => return None,
                    Err(broadcast::error::TryRecvError::Lagged(_)) => self.hear(Err(true), &mut news)?,
                    Ok(change) => self.hear(Ok(change), &mut news)?,
                }
            }
            let news = self.in_sight(news).await;
            if let Some(event) = Some(news).filter(|news| !news.is_empty()).and_then(|news| written(&news)) {
                return Some(event);
            }
        }
    }

    /// Takes a change up, or that some were missed. None if there will be no more.
    fn hear(&self, received: Result<Change, bool>, news: &mut News) -> Option<()> {
        match received {
            Ok(change) if self.concerns(change) => news.add(change.job),
            Ok(_) => {}
            Err(true) => news.all = true,
            Err(false) => return None,
        }
        Some(())
    }

    /// Without the jobs that the reader may not see: not even that they change is told.
    async fn in_sight(&self, news: News) -> News {
        if self.visible_to.is_whole() || news.jobs.is_empty() {
            return news;
        }
        let jobs: Vec<i64> = news.jobs.iter().copied().collect();
        match self.console.store().jobs_in_sight(self.visible_to, &jobs).await {
            Ok(jobs) => News { jobs: jobs.into_iter().collect(), ..news },
            // The page finds out what it may see.
            Err(_) => News { jobs: BTreeSet::new(), all: true },
        }
    }

    fn concerns(&self, change: Change) -> bool {
        change.account == self.visible_to.account() && (self.about.job.is_none() || self.about.job == change.job)
    }
}

/// Whether some were missed; otherwise there are none any more.
fn lagged(error: &broadcast::error::RecvError) -> bool {
    match error {
        broadcast::error::RecvError::Lagged(_) => true,
        broadcast::error::RecvError::Closed => false,
    }
}

fn written(news: &News) -> Option<Event> {
    Event::default().event("change").json_data(news).ok()
}

/// Whether the session still counts and its person may still see the account. GitHub is asked more often than pages
/// ask: a page that is asked for finds out by itself, an open stream does not.
pub(super) async fn may_go_on(console: &Console, session: &str, visible_to: VisibleTo) -> bool {
    let store = console.store();
    let asked = async {
        let Some(live) = store.session(session, LIFETIMES, console.now()).await? else { return Ok(false) };
        match access::refresh_if_older(console, live.person.id, live.reach_told_at, ASK).await {
            Ok(()) => {}
            Err(access::Denied::Ended) => {
                store.end_sessions(live.person.id).await?;
                return Ok(false);
            }
            Err(access::Denied::Unknown) => return Ok(false),
            Err(access::Denied::Store(error)) => return Err(error),
        }
        let memberships = store.memberships(live.person.id).await?;
        Ok::<bool, StoreError>(memberships.iter().any(|one| one.visible_to() == visible_to))
    };
    // Without a database nothing changes, so nothing is told either.
    asked.await.unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_given_back() {
        let hub = Hub::default();
        let mut places: Vec<PathParams> = (0..MAX_STREAMS_OF_PERSON).map(|_| hub.take(7).unwrap()).collect();
        assert!(hub.take(7).is_none());
        assert!(hub.take(8).is_some());
        places.pop();
        assert!(hub.take(7).is_some());
        drop(places);
        assert_eq!(hub.open(), 0);
        assert!(hub.people.lock().unwrap().is_empty());
    }

    #[test]
    fn news_name_so_many_jobs_and_then_say_anything() {
        let mut news = News::default();
        assert!(news.is_empty());
        for job in 0..60 {
            news.add(Some(job));
        }
        assert_eq!((news.jobs.len(), news.all), (NAMED, true));
        let mut one = News::default();
        one.add(Some(7));
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"jobs":[7],"all":false}"#);
    }
}
