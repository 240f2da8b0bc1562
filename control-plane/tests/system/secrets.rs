//! Nothing secret is in the log of a whole run, with the log as talkative as it gets.

use crate::harness::{BOOT, CONTROL_PLANE, On, Universe};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use sprinters_fakes::aws::Fault;
use sprinters_fakes::github::Fault as TheirFault;
use sprinters_telemetry::logs;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Lines;

    fn make_writer(&'a self) -> Lines {
        self.clone()
    }
}

/// Every text under one of these names, wherever it stands in an answer of GitHub's.
fn texts(answer: &Value, names: &[&str], found: &mut Vec<String>) {
    match answer {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let (true, Some(text)) = (names.contains(&name.as_str()), value.as_str()) {
                    found.push(text.to_owned());
                }
                texts(value, names, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, names, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// One thread, so that everything that is logged is logged here.
#[tokio::test]
async fn no_secret_is_in_the_log_of_a_whole_run() {
    // With one subscriber alone, tracing asks the thread that comes by a line first whether anybody wants it, and
    // another test's thread says no for good.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let lines = Lines::default();
    let subscriber = logs::subscriber("trace", None, lines.clone());
    let _here = tracing::subscriber::set_default(subscriber);
    let mut world = Universe::new(On::Sqlite).await;
    let connection = world.connection().await;
    let external_id = world.ours.store.external_id(&connection, false).await.unwrap().unwrap();
    // All goes well; and then everything that can be answered is answered badly.
    let job = world.queue("sprinters:aws:eu-central-1:m7i.large:spot=auto");
    world.pass(BOOT + MINUTE).await;
    let user_data = world.aws.user_data(&world.aws.live_instances()[0].id).unwrap();
    world.github.finish_job(job.0, "success");
    world.pass(3 * MINUTE).await;
    for action in ["RunInstances", "DescribeInstances", "AssumeRole", "TerminateInstances"] {
        world.aws.order(Fault::on(action).garbage());
        world.aws.order(Fault::on(action).lose_answer());
        world.aws.order(Fault::on(action).refuse(403, "AccessDenied", "User: x is not authorized to perform: y"));
    }
    world.aws.expire_sessions();
    for fault in [TheirFault::Html(502), TheirFault::Cut, TheirFault::Lost { done: true }] {
        world.github.fail("", 2, fault);
    }
    let second = world.queue("sprinters:aws:eu-central-1:m7i.large");
    world.pass(5 * MINUTE).await;
    world.github.cancel_job(second.0);
    world.pass(5 * MINUTE).await;

    let mut secrets = vec![external_id.expose_secret().to_owned(), user_data];
    for entry in world.github.ledger(0) {
        texts(&entry.answer(), &["token", "encoded_jit_config"], &mut secrets);
    }
    let app = world.github.apps().remove(0);
    secrets.push(app.webhook_secret.expose().to_owned());
    secrets.push(app.client_secret.expose().to_owned());
    let key = app.private_key.expose().to_owned();
    secrets.extend(key.lines().filter(|line| !line.starts_with('-')).map(str::to_owned));
    let keys = world.aws.session_of(CONTROL_PLANE);
    secrets.push(keys.secret_access_key);
    secrets.extend(keys.session_token);
    assert!(20 < secrets.len(), "{} secrets", secrets.len());
    assert!(secrets.iter().any(|secret| secret.starts_with("ghs_")), "no installation token was made");

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for level in ["INFO", "WARN", "DEBUG"] {
        assert!(log.contains(&format!("\"level\":\"{level}\"")), "the log does not talk: no {level}");
    }
    println!("{} lines, {} secrets", log.lines().count(), secrets.len());
    for secret in secrets.iter().filter(|secret| 12 <= secret.len()) {
        let line = log.lines().find(|line| line.contains(secret.as_str()));
        assert!(line.is_none(), "a secret of {} characters is in the log: {}", secret.len(), line.unwrap_or_default());
    }
    assert!(!log.contains("x-hub-signature") && !log.contains("sha256="), "signatures are not logged");
}
