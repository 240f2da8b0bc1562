//! What is due and what is leased, where a clock was wrong once, or a newer version works beside this one.

use crate::support::harness::World;
use crate::support::on_both;
use sprinters_common::clock;
use sprinters_core::effect::NewEffect;
use sprinters_core::time::Timestamp;
use sprinters_store::{AccountKind, InstallationChange, Room, ScanEnd};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const YEAR: Duration = Duration::from_secs(400 * 24 * 60 * 60);

async fn account(world: &World, at: Timestamp) {
    let kind = AccountKind::Organization;
    let login = "acme".to_owned();
    let installed = InstallationChange { id: 10, account_id: 1, login, kind, at, suspended: false, removed: false };
    world.ours.services.store.apply_installation(&installed).await.unwrap();
}

fn effect(kind: &str, due_at: Timestamp) -> NewEffect {
    NewEffect {
        once: format!("{kind}/{}", due_at.as_millis()),
        account_id: 1,
        kind: kind.to_owned(),
        plan: "{}".to_owned(),
        job: None,
        runner: None,
        place: None,
        due_at,
    }
}

on_both!(what_a_wrong_clock_put_off_for_a_year_is_due_and_what_waits_for_its_time_is_not, world => {
    let (store, now) = (&world.ours.services.store, clock::now());
    account(&world, now).await;
    store.intend(&effect("launch", now.after(YEAR))).await.unwrap();
    store.intend(&effect("launch", now.after(30 * MINUTE))).await.unwrap();
    let leased = store.lease_effects(1, now, MINUTE, &Room::of(9)).await.unwrap();
    assert_eq!(leased.len(), 1, "{leased:?}");
    // Whoever holds it now holds it; the lease of a process that was a year ahead holds nobody up.
    assert!(store.lease_effects(2, now, MINUTE, &Room::of(9)).await.unwrap().is_empty());
    store.return_effect(leased[0].id, 1, now).await.unwrap();
    assert_eq!(store.lease_effects(3, now.after(YEAR), MINUTE, &Room::of(9)).await.unwrap().len(), 2);
    assert_eq!(store.lease_effects(4, now, MINUTE, &Room::of(9)).await.unwrap().len(), 1);
});

on_both!(an_effect_of_a_newer_kind_is_left_for_a_newer_process, world => {
    let (store, now) = (&world.ours.services.store, clock::now());
    account(&world, now).await;
    store.intend(&effect("fold-space", now)).await.unwrap();
    store.intend(&effect("launch", now)).await.unwrap();
    let leased = store.lease_effects(1, now, MINUTE, &Room::of(9)).await.unwrap();
    assert_eq!(leased.iter().map(|effect| effect.kind.as_str()).collect::<Vec<_>>(), ["launch"]);
    assert_eq!(store.waiting_effects().await.unwrap(), 2, "nothing of it was touched");
});

on_both!(scans_that_a_wrong_clock_put_off_are_due_and_newer_kinds_are_left, world => {
    let (store, now) = (&world.ours.services.store, clock::now());
    let jobs = [("jobs", 10 * MINUTE)].into();
    let lease = async |at: Timestamp| store.lease_scans(1, at, MINUTE, &Room::of(9), &jobs).await.unwrap();
    let [scan] = lease(now).await.try_into().unwrap();
    assert_eq!(scan.kind, "jobs", "no other kind is known here");
    let end = |due_at: Timestamp| ScanEnd { due_at, failures: 0, memory: String::new() };
    store.finish_scan(&scan, &end(now.after(5 * MINUTE))).await.unwrap();
    assert!(lease(now).await.is_empty(), "it waits for its time");
    let [scan] = lease(now.after(5 * MINUTE)).await.try_into().unwrap();
    store.finish_scan(&scan, &end(now.after(YEAR))).await.unwrap();
    assert_eq!(lease(now).await.len(), 1, "no scan rests for a year");
});
