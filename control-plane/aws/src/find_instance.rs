//! What a client token made. Many are asked about at once after a disturbance, so those of a short moment share one
//! DescribeInstances.

use super::error::AwsError;
use super::{Access, Aws, SeenInstance, describe_instances};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// How long a request waits for others to join.
const WINDOW: Duration = Duration::from_millis(50);

/// Most tokens of a request: AWS takes 200 values of filters.
const MOST_TOKENS: usize = 200;

type Answer = Result<Vec<SeenInstance>, AwsError>;

#[derive(Debug)]
struct Batch {
    access: Access,
    /// Tells this batch from the one after it.
    number: u64,
    waiting: Vec<(String, oneshot::Sender<Answer>)>,
}

/// Batches that are open, by connection.
#[derive(Debug, Default)]
pub(super) struct Batches {
    open: Mutex<(u64, BTreeMap<i64, Batch>)>,
}

pub(super) async fn call(aws: &Aws, access: &Access, client_token: &str) -> Answer {
    let (sender, receiver) = oneshot::channel();
    join(aws, access, client_token, sender);
    let lost = || AwsError::NoAnswer {
        context: access.context(super::Call::DescribeInstances, None),
        why: super::error::NoAnswer::TimedOut,
    };
    receiver.await.unwrap_or_else(|_| Err(lost()))
}

/// Joins the open batch, or opens one. A task of its own sends it, so it does not matter if whoever opened it goes
/// away.
fn join(aws: &Aws, access: &Access, client_token: &str, sender: oneshot::Sender<Answer>) {
    let mut open = aws.shared.batches.open.lock().unwrap_or_else(PoisonError::into_inner);
    let (count, batches) = &mut *open;
    let fresh = match batches.get(&access.connection) {
        // With the access of another moment the answer could be another.
        Some(batch) => batch.access.role_arn != access.role_arn || batch.access.deployment_id != access.deployment_id,
        None => true,
    };
    if fresh {
        *count += 1;
        let number = *count;
        let before = batches.insert(access.connection, Batch { access: access.clone(), number, waiting: Vec::new() });
        if let Some(before) = before {
            tokio::spawn(send(aws.clone(), before));
        }
        let aws = aws.clone();
        let connection = access.connection;
        tokio::spawn(async move {
            tokio::time::sleep(WINDOW).await;
            if let Some(batch) = take(&aws, connection, number) {
                send(aws, batch).await;
            }
        });
    }
    let Some(batch) = batches.get_mut(&access.connection) else { return };
    batch.waiting.push((client_token.to_owned(), sender));
    if MOST_TOKENS <= batch.waiting.len()
        && let Some(full) = batches.remove(&access.connection)
    {
        tokio::spawn(send(aws.clone(), full));
    }
}

fn take(aws: &Aws, connection: i64, number: u64) -> Option<Batch> {
    let mut open = aws.shared.batches.open.lock().unwrap_or_else(PoisonError::into_inner);
    let is_it = open.1.get(&connection).is_some_and(|batch| batch.number == number);
    if is_it { open.1.remove(&connection) } else { None }
}

async fn send(aws: Aws, batch: Batch) {
    let mut tokens: Vec<String> = batch.waiting.iter().map(|(token, _)| token.clone()).collect();
    tokens.sort_unstable();
    tokens.dedup();
    let answer = describe_instances::of_tokens(&aws, &batch.access, tokens).await;
    for (token, sender) in batch.waiting {
        let of_token = |found: &Vec<(String, SeenInstance)>| {
            found.iter().filter(|(of, _)| *of == token).map(|(_, seen)| seen.clone()).collect()
        };
        // Whoever does not wait any more does not want it.
        let _ = sender.send(answer.as_ref().map(of_token).map_err(Clone::clone));
    }
}
