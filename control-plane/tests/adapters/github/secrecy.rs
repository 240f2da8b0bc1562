//! No secret is printed: not by `Debug`, not in an error, not in the most talkative log.

use super::harness::{World, strings};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_core::ids::JobId;
use sprinters_fakes::github::Fault;
use sprinters_github::GitHubConfig;
use std::io::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    tracing::trace!("listening");

    let world = World::new().await;
    let mut printed = String::new();
    let mut config: Option<GitHubConfig> = None;
    let _ = World::with_config(|made| config = Some(made.clone())).await;
    printed.push_str(&format!("{config:?}"));

    let job = world.queue(&["sprinters:aws"]);
    let registered = world.ours.register(&world.site(), "a", &strings(&["sprinters:aws"])).await.unwrap();
    printed.push_str(&format!("{registered:?}"));
    world.ours.job(&world.repository, JobId(job)).await.unwrap();
    for fault in [
        Fault::Status(500),
        Fault::Html(502),
        Fault::Lost { done: true },
        Fault::Cut,
        Fault::Refused { status: 401, message: "Bad credentials".to_owned() },
        Fault::Refused { status: 403, message: "No".to_owned() },
    ] {
        world.theirs.fail("POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig", 1, fault);
        let got = world.ours.register(&world.site(), "a", &strings(&["sprinters:aws"])).await;
        printed.push_str(&format!("{got:?}"));
        world.theirs.heal();
    }
    let mona = world.theirs.add_user("mona", "mona@example.com");
    let app = world.theirs.app(world.app).unwrap();
    let client = world.sign_in();
    world.theirs.sit_down(mona);
    let (code, verifier) = (SecretString::from("a-code-of-ours"), SecretString::from("a-verifier-of-ours"));
    let refused = client.exchange(&code, &verifier, "http://127.0.0.1/back").await;
    printed.push_str(&format!("{client:?} {refused:?} {:?}", world.ours));
    let token = SecretString::from(world.theirs.user_token(world.app, mona));
    let (person, email) = (client.person(&token).await, client.email(&token).await);
    printed.push_str(&format!("{person:?} {email:?}"));

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("listening"), "the log is read");
    let mut secrets: Vec<String> =
        world.theirs.ledger(0).iter().filter_map(|entry| entry.answer()["token"].as_str().map(str::to_owned)).collect();
    assert!(2 <= secrets.len());
    secrets.push(registered.jit_config.expose_secret().to_owned());
    // One line of the key is as good as all of it.
    secrets.push(app.private_key.expose().lines().nth(5).unwrap().to_owned());
    secrets.push(app.client_secret.expose().to_owned());
    secrets.push(token.expose_secret().to_owned());
    secrets.extend(["a-code-of-ours".to_owned(), "a-verifier-of-ours".to_owned()]);
    // The beginning of every JSON web token of ours: the same header each time.
    secrets.push("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9".to_owned());
    for secret in secrets {
        assert!(!printed.contains(&secret), "printed: {secret}");
        assert!(!logged.contains(&secret), "logged: {secret}");
    }
}
