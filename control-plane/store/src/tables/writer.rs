//! Group commit of deliveries: one task takes all that arrived since the last commit and commits it at once. Under load
//! a commit to disk is shared by many deliveries; alone, a delivery waits for nobody.

use super::deliveries::{self, Accepted, Delivery};
use crate::engine::database::Database;
use crate::engine::error::{StoreError, is_collision, of_all};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Most deliveries in one commit: about 600 KB, a few milliseconds.
const MAX_BATCH: usize = 1_024;

/// Most deliveries that wait for the next commit. With 10 KB bodies already dropped this is a few megabytes; whoever
/// does not fit waits in the request, within its deadline.
const MAX_WAITING: usize = 4_096;

/// Batches that PostgreSQL refuses because another process holds the same rows in another order are tried again so
/// often.
const ATTEMPTS: u32 = 5;

/// How long a commit may take. GitHub waits ten seconds for the answer; whoever is told 503 sends it again, and whoever
/// is told nothing is counted by GitHub as the same.
const COMMIT: Duration = Duration::from_secs(8);

#[derive(Debug)]
struct Waiting {
    delivery: Delivery,
    answer: oneshot::Sender<Result<Accepted, Arc<sqlx::Error>>>,
}

/// The way in for deliveries.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
}

impl Writer {
    /// Starts the task. It ends when every clone of the writer is gone, after its last commit.
    pub(crate) fn start(
        database: Database,
        observe: impl Fn(usize, Duration) + Send + 'static,
    ) -> (Writer, tokio::task::JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(MAX_WAITING);
        let task = tokio::spawn(run(database, waiting, observe));
        (Writer { queue }, task)
    }

    /// Keeps a delivery. Returns after it is committed to disk, and not before.
    ///
    /// # Errors
    /// If it was not committed.
    pub async fn accept(&self, delivery: Delivery) -> Result<Accepted, StoreError> {
        let (answer, result) = oneshot::channel();
        self.queue.send(Waiting { delivery, answer }).await.map_err(|_| StoreError::Stopping)?;
        let result = result.await.map_err(|_| StoreError::Stopping)?;
        result.map_err(of_all).map_err(StoreError::on("keep a delivery"))
    }
}

async fn run(database: Database, mut queue: mpsc::Receiver<Waiting>, observe: impl Fn(usize, Duration)) {
    let mut waiting = Vec::with_capacity(MAX_BATCH);
    while 0 < queue.recv_many(&mut waiting, MAX_BATCH).await {
        let (batch, answers): (Vec<_>, Vec<_>) = waiting.drain(..).map(|one| (one.delivery, one.answer)).unzip();
        let started = std::time::Instant::now();
        match commit(&database, &batch).await {
            Ok(new) => {
                observe(batch.len(), started.elapsed());
                answer_all(&batch, answers, new);
            }
            Err(error) if is_about_a_row(&error) && 1 < batch.len() => one_by_one(&database, batch, answers).await,
            Err(error) => {
                let error = Arc::new(error);
                for answer in answers {
                    // Whoever asked may have gone; the answer is then for nobody.
                    let _ = answer.send(Err(Arc::clone(&error)));
                }
            }
        }
    }
}

fn answer_all(batch: &[Delivery], answers: Vec<oneshot::Sender<Result<Accepted, Arc<sqlx::Error>>>>, new: Vec<String>) {
    let mut new: HashSet<String> = new.into_iter().collect();
    for (delivery, answer) in batch.iter().zip(answers) {
        // Taken out, so that of two equal ones in a batch only the first counts as new.
        let accepted = if new.remove(&delivery.guid) { Accepted::New } else { Accepted::Duplicate };
        let _ = answer.send(Ok(accepted));
    }
}

/// One row that the database can't take must not cost the others of its batch.
async fn one_by_one(
    database: &Database,
    batch: Vec<Delivery>,
    answers: Vec<oneshot::Sender<Result<Accepted, Arc<sqlx::Error>>>>,
) {
    for (delivery, answer) in batch.into_iter().zip(answers) {
        let result = commit(database, std::slice::from_ref(&delivery)).await;
        let accepted = result.map(|new| if new.is_empty() { Accepted::Duplicate } else { Accepted::New });
        let _ = answer.send(accepted.map_err(Arc::new));
    }
}

async fn commit(database: &Database, batch: &[Delivery]) -> Result<Vec<String>, sqlx::Error> {
    let mut attempt = 1;
    loop {
        let late = || sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "it took too long"));
        let inserted = tokio::time::timeout(COMMIT, deliveries::insert(database, batch)).await;
        match inserted.unwrap_or_else(|_| Err(late())) {
            Err(error) if attempt < ATTEMPTS && is_collision(&error) => attempt += 1,
            result => return result,
        }
    }
}

/// SQLSTATE class 22, "data exception", and SQLite's code for a value of the wrong kind: about a value, not about the
/// database.
fn is_about_a_row(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Encode(_) => true,
        error => error
            .as_database_error()
            .and_then(|error| error.code())
            .is_some_and(|code| code.starts_with("22") || code == "3091"),
    }
}
