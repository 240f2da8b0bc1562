//! Several processes on one PostgreSQL are one control plane.

use crate::support::harness::World;
use crate::support::payload::{Sent, guid, job};
use crate::support::{http, join_all, postgres};
use secrecy::ExposeSecret as _;
use sprinters_common::clock;
use sprinters_store::DatabaseUrl;
use sprinters_store::Tries;
use std::collections::BTreeSet;
use std::time::Duration;

fn url(world: &World) -> String {
    match &world.opening.database {
        DatabaseUrl::Postgres(url) => url.expose_secret().to_owned(),
        DatabaseUrl::Sqlite(path) => panic!("{} is not shared", path.display()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_deliveries_sent_to_two_processes_at_once_are_kept_once() {
    let first = World::postgres().await;
    let second = first.beside().await;
    // In opposite order, and under two guids each, so that batches of both hold the same rows differently.
    let sent = |salt: u64, number: u64| Sent::new("workflow_job", &guid(salt + number), &job("queued", number));
    let forward = (0..200).map(|number| (&first, sent(0, number)));
    let backward = (0..200).rev().map(|number| (&second, sent(1_000, number)));
    let again = (0..200).rev().map(|number| (&second, sent(0, number)));
    let posts = forward.chain(backward).chain(again).map(|(world, sent)| async move { world.post(&sent).await });
    let statuses = join_all(posts).await;
    assert_eq!(statuses, vec![202; 600]);
    assert_eq!(postgres::sql(&url(&first), "SELECT count(*), count(DISTINCT content) FROM deliveries"), "200|200");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_never_lease_the_same_delivery() {
    let first = World::postgres().await;
    let second = first.beside().await;
    let posts = (0..300).map(|number| (number, &first));
    join_all(posts.map(|(number, world)| async move {
        world.post(&Sent::new("workflow_job", &guid(number), &job("queued", number))).await
    }))
    .await;
    let stores = [&first.ours.services.store, &second.ours.services.store];
    let leases = (0..12).map(|lease| async move {
        stores[lease % 2].lease_deliveries(lease as i64, clock::now(), Duration::from_secs(60), 25).await.unwrap()
    });
    let leased: Vec<i64> = join_all(leases).await.into_iter().flatten().map(|delivery| delivery.id).collect();
    let distinct: BTreeSet<i64> = leased.iter().copied().collect();
    assert_eq!(distinct.len(), leased.len(), "a delivery was leased twice");
    // Whoever came second skipped what was locked, so one more round gets the rest.
    let rest =
        first.ours.services.store.lease_deliveries(99, clock::now(), Duration::from_secs(60), 300).await.unwrap();
    assert_eq!(leased.len() + rest.len(), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_changes_at_once_never_take_the_same_delivery() {
    let first = World::postgres().await;
    let second = first.beside().await;
    for number in 0..10 {
        first.post(&Sent::new("workflow_job", &guid(number), &job("queued", number))).await;
    }
    let now = clock::now();
    let (mut first, mut second) = (Tries::new(&first.ours.services.store), Tries::new(&second.ours.services.store));
    let (mut one, mut other) = (first.begin().await.unwrap(), second.begin().await.unwrap());
    let taken = one.take_deliveries(now, 6).await.unwrap();
    let skipped = other.take_deliveries(now, 6).await.unwrap();
    let ids = taken.iter().chain(&skipped).map(|delivery| delivery.id).collect::<BTreeSet<i64>>();
    assert_eq!((taken.len(), skipped.len(), ids.len()), (6, 4, 10));
    one.discard();
    other.discard();
    first.end(one, Ok(())).await.unwrap().unwrap();
    second.end(other, Ok(())).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_at_once_migrate_once() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = crate::support::harness::postgres_opening(&directory);
    let opens = (0..4).map(|_| sprinters_store::Store::open(&opening));
    for opened in join_all(opens).await {
        opened.unwrap().close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_nothing_is_acknowledged_and_afterwards_all_is_well() {
    let world = World::postgres().await;
    let url = url(&world);
    let database = postgres::name(&url);
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    postgres::admin(&format!("ALTER DATABASE {database} WITH ALLOW_CONNECTIONS false"));
    postgres::admin(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"));
    let answer = world.answer(&sent).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.headers.contains("retry-after"), "{answer:?}");
    assert_eq!(http::get(world.address, "/readyz").await.status, 503);
    assert_eq!(http::get(world.address, "/healthz").await.status, 200, "nobody should restart us for that");
    postgres::admin(&format!("ALTER DATABASE {database} WITH ALLOW_CONNECTIONS true"));
    assert_eq!(world.post(&sent).await, 202);
    assert_eq!(http::get(world.address, "/readyz").await.status, 200);
    assert_eq!(world.inbox().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_batches_that_hold_the_same_rows_differently_do_not_block_each_other() {
    let first = World::postgres().await;
    let second = first.beside().await;
    // A forged body under a known guid makes guid and content disagree, so no one order suits both.
    let crossed = |number: u64| Sent::new("workflow_job", &guid(99 - number), &job("queued", number));
    let straight = |number: u64| Sent::new("workflow_job", &guid(number), &job("queued", number));
    let left = (0..100).map(|number| (&first, straight(number)));
    let right = (0..100).map(|number| (&second, crossed(number)));
    let statuses = join_all(left.chain(right).map(|(world, sent)| async move { world.post(&sent).await })).await;
    assert_eq!(statuses, vec![202; 200]);
}
