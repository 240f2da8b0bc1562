//! The store: what it refuses to open, what it forgets, who may do what.

use crate::support::harness::{World, postgres_opening, sqlite_opening};
use crate::support::payload::{Sent, guid, job};
use crate::support::process::{Process, run};
use crate::support::{join_all, on_both, postgres};
use proptest::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock;
use sprinters_core::delivery::{DeliveryFacts, PingFields};
use sprinters_core::effect::NewEffect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_core::time::Timestamp;
use sprinters_samples as samples;
use sprinters_store::DatabaseUrl;
use sprinters_store::Room;
use sprinters_store::{
    AccountKind, InstallationChange, JobRow, OpenStoreError, SecretKind, SecretName, Store, StoreError, Subject,
    TimelineEvent, Tries, in_change,
};
use std::collections::BTreeSet;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn another_programs_data_is_refused_and_left_alone() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = sqlite_opening(&directory);
    let path = directory.path().join("sprinters.db");
    std::fs::write(
        &path,
        "a letter, and no database at all; long enough to be one, though, if one counts bytes and nothing else",
    )
    .unwrap();
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Foreign { .. }), "{error}");
    assert!(std::fs::read(&path).unwrap().starts_with(b"a letter"));
    assert!(!opening.key_file().exists(), "nothing is generated for a start that is refused");

    let opening = postgres_opening(&directory);
    let DatabaseUrl::Postgres(url) = &opening.database else { panic!("not PostgreSQL") };
    postgres::sql(url.expose_secret(), "CREATE TABLE customers (id int)");
    let error = Store::open(&opening).await.unwrap_err();
    assert!(error.to_string().contains("customers"), "{error}");
    assert_eq!(postgres::sql(url.expose_secret(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "1");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_a_changed_one_too() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = postgres_opening(&directory);
    let DatabaseUrl::Postgres(url) = &opening.database else { panic!("not PostgreSQL") };
    Store::open(&opening).await.unwrap().close().await;
    postgres::sql(url.expose_secret(), "UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1");
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Changed { version: 1, .. }), "{error}");
    postgres::sql(url.expose_secret(), "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1");
    let error = Store::open(&opening).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::Newer { found: 9999, .. }), "{error}");
}

#[tokio::test]
async fn one_sqlite_file_belongs_to_one_process() {
    let directory = tempfile::TempDir::new().unwrap();
    let _serving = Process::serve(directory.path(), &[]);
    let error = Store::open(&sqlite_opening(&directory)).await.unwrap_err();
    assert!(matches!(error, OpenStoreError::InUse { .. }), "{error}");
    let output = run(&["keys", "rotate"], &[("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn migrate_says_what_it_did() {
    let directory = tempfile::TempDir::new().unwrap();
    let settings = [("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())];
    let rotate = run(&["keys", "rotate"], &settings);
    assert_eq!(rotate.status.code(), Some(2), "there is no schema yet, and rotating does not make one");
    let said = |output: std::process::Output| String::from_utf8(output.stderr).unwrap();
    let latest = sprinters_store::LATEST;
    assert_eq!(said(run(&["migrate"], &settings)).trim(), format!("made schema {latest}"));
    assert_eq!(said(run(&["migrate"], &settings)).trim(), format!("schema {latest}: nothing to do"));
    assert!(run(&["keys", "rotate", "--accounts"], &settings).status.success());
}

on_both!(a_lease_is_one_workers_until_it_ends, world => {
    world.post(&Sent::new("workflow_job", &guid(1), &job("queued", 1))).await;
    let store = &world.ours.services.store;
    let now = clock::now();
    let [first] = store.lease_deliveries(11, now, MINUTE, 10).await.unwrap().try_into().unwrap();
    assert_eq!(first.attempts, 0);
    assert!(store.lease_deliveries(12, now, MINUTE, 10).await.unwrap().is_empty());
    let later = now.after(MINUTE);
    let [second] = store.lease_deliveries(12, later, MINUTE, 10).await.unwrap().try_into().unwrap();
    assert_eq!((second.id, second.attempts), (first.id, 1));
    let lost = store.finish_delivery(first.id, 11, later).await.unwrap_err();
    assert!(matches!(lost, StoreError::LeaseLost { .. }), "{lost}");
    store.finish_delivery(second.id, 12, later).await.unwrap();
    assert!(store.lease_deliveries(13, later.after(DAY), MINUTE, 10).await.unwrap().is_empty());
    // Done, and still known.
    world.post(&Sent::new("workflow_job", &guid(2), &job("queued", 1))).await;
    assert_eq!(store.kept_deliveries().await.unwrap(), 1);
});

on_both!(a_change_takes_deliveries_and_one_that_goes_away_leaves_them, world => {
    for number in 1..=3 {
        world.post(&Sent::new("workflow_job", &guid(number), &job("queued", number))).await;
    }
    let store = &world.ours.services.store;
    let now = clock::now();
    let [leased] = store.lease_deliveries(1, now, MINUTE, 1).await.unwrap().try_into().unwrap();
    let mut tries = Tries::new(store);
    let mut change = tries.begin().await.unwrap();
    let taken: Vec<i64> = change.take_deliveries(now, 10).await.unwrap().into_iter().map(|delivery| delivery.id).collect();
    assert_eq!(taken, [leased.id + 1, leased.id + 2], "in their order, without the one that is leased");
    change.finish_deliveries(&taken, None, now).await.unwrap();
    drop(change);
    assert!(store.is_delivery_due(now).await.unwrap(), "it was not kept");
    // PostgreSQL rolls back what went away in the background, and lets nobody take its rows until then.
    let (mut change, again) = loop {
        let mut change = tries.begin().await.unwrap();
        let again: Vec<i64> =
            change.take_deliveries(now, 1).await.unwrap().into_iter().map(|delivery| delivery.id).collect();
        if !again.is_empty() {
            break (change, again);
        }
        change.discard();
        tries.end(change, Ok(())).await.unwrap().unwrap();
    };
    assert_eq!(again, taken[..1]);
    let lost = change.finish_deliveries(&[leased.id], Some(2), now).await.unwrap_err();
    assert!(matches!(lost, StoreError::LeaseLost { .. }), "{lost}");
    change.finish_deliveries(&taken, None, now).await.unwrap();
    tries.end(change, Ok(())).await.unwrap().unwrap();
    assert!(!store.is_delivery_due(now).await.unwrap(), "the first one is leased, the others are done");
    assert!(store.is_delivery_due(now.after(MINUTE)).await.unwrap());
});

on_both!(a_change_shows_its_own_jobs_and_writes_them_at_its_end, world => {
    let store = &world.ours.services.store;
    let now = clock::now();
    store.apply_installation(&installed(1, now)).await.unwrap();
    let row = |id: u64, attempt: u32| JobRow {
        installation_id: 10,
        run_id: 7,
        run_attempt: attempt,
        workflow: Some("it's \"ours\" \u{1F3C3}".to_owned()),
        ..samples::job(id, 1, "unit tests", JobState::Waiting, now)
    };
    let mut tries = Tries::new(store);
    let mut change = tries.begin().await.unwrap();
    assert_eq!(change.job(JobId(1)).await.unwrap(), None);
    change.put_job(&row(1, 1));
    change.put_job(&row(2, 2));
    assert_eq!(change.job(JobId(1)).await.unwrap(), Some(row(1, 1)));
    assert_eq!(store.job(JobId(1)).await.unwrap(), None, "nobody else sees it so far");
    change.run_on_demand(1, 7).await.unwrap();
    let kept = |row: JobRow| Some(JobRow { on_demand_only: true, ..row });
    assert_eq!(change.job(JobId(2)).await.unwrap(), kept(row(2, 2)));
    assert!(change.is_on_demand(1, 7, "unit tests", 2).await.unwrap(), "its first attempt is in the same change");
    // What has to run on demand stays so, whoever writes it.
    change.put_job(&row(1, 1));
    for number in 0..100 {
        let happening = TimelineEvent::Notice { text: number.to_string() };
        change.note(Subject { account_id: 1, job: Some(JobId(1)), runner: None }, &happening, now);
    }
    tries.end(change, Ok(())).await.unwrap().unwrap();
    assert_eq!(store.job(JobId(1)).await.unwrap(), kept(row(1, 1)));
    assert_eq!(store.job(JobId(2)).await.unwrap(), kept(row(2, 2)));
    let told = store.timeline_of_job(JobId(1)).await.unwrap();
    let texts: Vec<TimelineEvent> = told.into_iter().map(|entry| entry.happening).collect();
    assert_eq!(texts, (0..100).map(|number| TimelineEvent::Notice { text: number.to_string() }).collect::<Vec<_>>());
});

on_both!(a_job_of_an_account_that_is_gone_fails_the_change_and_the_next_one_works, world => {
    let store = &world.ours.services.store;
    let now = clock::now();
    let job = samples::job(1, 1, "unit tests", JobState::Waiting, now);
    let put = async || {
        in_change!(store, change => {
            change.put_job(&job);
            Ok(())
        })
    };
    put().await.unwrap_err();
    store.apply_installation(&installed(1, now)).await.unwrap();
    put().await.unwrap();
    assert!(store.job(JobId(1)).await.unwrap().is_some());
});

fn installed(account: i64, at: Timestamp) -> InstallationChange {
    InstallationChange {
        id: account * 10,
        account_id: account,
        login: format!("account-{account}"),
        kind: AccountKind::User,
        at,
        suspended: false,
        removed: false,
    }
}

on_both!(effects_are_leased_fairly_between_accounts, world => {
    let store = &world.ours.services.store;
    let now = clock::now();
    for account in [1, 2] {
        store.apply_installation(&installed(account, now)).await.unwrap();
    }
    let effect = |account_id: i64, number: u32| NewEffect { once: format!("{account_id}/{number}"), account_id, kind: "launch".to_owned(), plan: "{}".to_owned(), job: None, runner: None, place: None, due_at: now };
    for number in 0..50 {
        assert!(store.intend(&effect(1, number)).await.unwrap());
    }
    assert!(!store.intend(&effect(1, 0)).await.unwrap(), "the same intention twice");
    store.intend(&effect(2, 0)).await.unwrap();
    let leased = store.lease_effects(1, now, MINUTE, &Room::of(4)).await.unwrap();
    assert_eq!(leased.iter().filter(|effect| effect.account_id == 2).count(), 1, "behind 50 of somebody else's: {leased:?}");
    store.finish_effect(leased[0].id, 1, EffectEnd::RunAgain, now).await.unwrap();
    store.return_effect(leased[1].id, 1, now.after(MINUTE)).await.unwrap();
    assert_eq!(store.waiting_effects().await.unwrap(), 50);
});

on_both!(an_installations_older_event_changes_nothing, world => {
    let store = &world.ours.services.store;
    let at = |seconds: u64| Timestamp::from_secs(1_700_000_000 + seconds);
    let suspended = InstallationChange { suspended: true, ..installed(1, at(20)) };
    for change in [&suspended, &installed(1, at(10)), &suspended] {
        store.apply_installation(change).await.unwrap();
    }
    assert_eq!(store.installation(10).await.unwrap().unwrap().suspended_at, Some(at(20)));
    store.apply_installation(&InstallationChange { removed: true, ..installed(1, at(30)) }).await.unwrap();
    store.apply_installation(&installed(1, at(40))).await.unwrap();
    assert_eq!(store.installation(10).await.unwrap().unwrap().removed_at, Some(at(30)), "a removed installation stays removed");
    assert_eq!(store.account(1).await.unwrap().unwrap().removed_at, Some(at(30)));
});

on_both!(an_account_that_uninstalled_is_gone_within_a_day, world => {
    let store = &world.ours.services.store;
    let now = clock::now();
    let secret = |account| SecretName { account, kind: SecretKind::ExternalId, subject: "1" };
    for account in [1, 2] {
        store.apply_installation(&installed(account, now)).await.unwrap();
        store.put_secret(secret(account), &SecretString::from("external"), now).await.unwrap();
    }
    let gone = InstallationChange { removed: true, ..installed(1, now.after(MINUTE)) };
    store.apply_installation(&gone).await.unwrap();
    let soon = store.sweep(30 * DAY, now.after(60 * MINUTE)).await.unwrap();
    assert_eq!(soon.accounts, 0, "its runners may still be ending");
    let within_a_day = store.sweep(30 * DAY, now.after(DAY)).await.unwrap();
    assert_eq!(within_a_day.accounts, 1);
    assert!(store.account(1).await.unwrap().is_none());
    assert!(store.secret(secret(1)).await.unwrap().is_none());
    assert_eq!(store.accounts_with_keys().await.unwrap(), [2], "its key is destroyed, the other's is not");
    assert!(store.secret(secret(2)).await.unwrap().is_some());
});

on_both!(what_is_old_goes_while_deliveries_come_in, world => {
    let (writer, _task) = world.ours.services.store.start_writer(|_, _| {});
    for number in 0..1_200 {
        writer.accept(delivery(number)).await.unwrap();
    }
    let sweep = world.ours.services.store.sweep(30 * DAY, clock::now().after(31 * DAY));
    let late = Sent::new("workflow_job", &guid(5_000), &job("queued", 5_000));
    let (removed, status) = tokio::join!(sweep, world.post(&late));
    assert_eq!(status, 202);
    let removed = removed.unwrap().deliveries;
    assert!((1_200..=1_201).contains(&removed), "{removed}");
    let young = world.ours.services.store.sweep(30 * DAY, clock::now()).await.unwrap();
    assert_eq!(young.deliveries, 0);
});

fn delivery(number: u64) -> sprinters_store::Delivery {
    sprinters_store::Delivery {
        guid: guid(number),
        content: format!("ping/{number}"),
        facts: DeliveryFacts::Ping(PingFields { hook_id: 1 }),
        installation_id: Some(5),
        received_at: clock::now(),
    }
}

on_both!(one_row_that_the_database_refuses_does_not_cost_the_others, world => {
    // PostgreSQL takes no zero character in a text. The reader of bodies removes it; the writer must not rely on that.
    let bad = sprinters_store::Delivery { guid: "\0".to_owned(), ..delivery(0) };
    let many = (0..100).map(|number| if number == 50 { bad.clone() } else { delivery(number + 1) });
    let (writer, _task) = world.ours.services.store.start_writer(|_, _| {});
    let results = crate::support::join_all(many.map(|one| writer.accept(one))).await;
    let refused = results.iter().filter(|result| result.is_err()).count();
    assert!(refused <= 1, "{refused} of 100");
    assert_eq!(world.ours.services.store.kept_deliveries().await.unwrap(), 100 - refused as i64);
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever order deliveries come in, however often and under whatever guids, each event is kept once.
    #[test]
    fn every_event_is_kept_once(sent in prop::collection::vec((0_u64..6, 0_usize..3, 0_u64..40), 1..60)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::sqlite().await;
            let actions = ["queued", "in_progress", "completed"];
            let mut events = BTreeSet::new();
            let mut guids = BTreeSet::new();
            let mut posts = Vec::new();
            for (job_id, action, number) in sent {
                // A guid stays with its event, as GitHub's do.
                let number = number * 18 + job_id * 3 + action as u64;
                events.insert((job_id, actions[action]));
                guids.insert(number);
                posts.push(Sent::new("workflow_job", &guid(number), &job(actions[action], job_id)));
            }
            let statuses = crate::support::join_all(posts.iter().map(|sent| world.post(sent))).await;
            assert!(statuses.iter().all(|status| *status == 202));
            let inbox = world.inbox().await;
            let kept: BTreeSet<(u64, String)> = inbox.iter().map(|(event, fields)| (fields["job_id"].as_u64().unwrap(), event.replace("workflow_job.", ""))).collect();
            assert_eq!(inbox.len(), events.len());
            assert_eq!(kept, events.into_iter().map(|(job, action)| (job, action.to_owned())).collect());
        });
    }
}

#[tokio::test]
async fn a_line_of_the_audit_log_that_is_changed_or_taken_out_is_found() {
    let directory = tempfile::TempDir::new().unwrap();
    let opening = postgres_opening(&directory);
    let DatabaseUrl::Postgres(url) = &opening.database else { panic!("not PostgreSQL") };
    let sql = |text: &str| postgres::sql(url.expose_secret(), text);
    let store = Store::open(&opening).await.unwrap();
    let now = clock::now();
    let entry = |action| sprinters_store::AuditEntry {
        account: 7,
        person: Some(1),
        actor: "ada",
        action,
        subject: "connection 1",
        detail: "",
        address: "192.0.2.1",
    };
    // At once, as two processes would: one chain all the same.
    let actions = ["a", "b", "c", "d", "e", "f", "g", "h"];
    join_all(actions.map(|action| {
        let (store, entry) = (store.clone(), entry(action));
        async move { store.audit(&entry, now).await.unwrap() }
    }))
    .await;
    let chain = async || store.verify_audit().await.unwrap().remove(0);
    let whole = chain().await;
    assert!(whole.is_whole() && whole.lines == 8, "{whole:?}");
    let at = |place: usize| sql(&format!("SELECT id FROM audit_log ORDER BY id OFFSET {place} LIMIT 1"));
    let (third, last) = (at(2), at(7));
    sql(&format!("UPDATE audit_log SET actor = 'eve' WHERE id = {third}"));
    assert_eq!(chain().await.broken.map(|line| line.to_string()), Some(third.clone()));
    sql(&format!("UPDATE audit_log SET actor = 'ada' WHERE id = {third}"));
    assert!(chain().await.is_whole());
    // The end of it, which nothing follows.
    sql(&format!("CREATE TABLE kept AS SELECT * FROM audit_log; DELETE FROM audit_log WHERE id = {last}"));
    assert!(!chain().await.ends_right);
    sql(&format!("DELETE FROM audit_log WHERE id = {third}"));
    assert!(chain().await.broken.is_some());
    // What is too old to be kept goes from the beginning, and that is no break.
    sql("TRUNCATE audit_log; INSERT INTO audit_log OVERRIDING SYSTEM VALUE SELECT * FROM kept ORDER BY id OFFSET 4");
    let rest = chain().await;
    assert!(rest.is_whole() && rest.lines == 4, "{rest:?}");
}

#[test]
fn one_command_ends_every_session_and_another_verifies_the_audit_log() {
    let directory = tempfile::TempDir::new().unwrap();
    let state = [("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())];
    let made = run(&["migrate"], &state);
    assert!(made.status.success(), "{made:?}");
    let revoked = run(&["revoke"], &state);
    assert!(
        String::from_utf8_lossy(&revoked.stderr).contains("sessions ended: 0, API tokens revoked: 0"),
        "{revoked:?}"
    );
    let verified = run(&["audit", "verify"], &state);
    assert!(verified.status.success(), "{verified:?}");
    let exported = run(&["audit", "export", "--account", "7"], &state);
    assert!(exported.status.success() && exported.stdout.is_empty(), "{exported:?}");
}
