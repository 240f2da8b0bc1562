//! No secret in any log, error, answer or file in the clear.

use crate::support::http;
use crate::support::payload::{SECRET, Sent, guid, job};
use crate::support::process::{Process, run};
use secrecy::ExposeSecret as _;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_what_is_secret_is_written_anywhere() {
    let directory = tempfile::TempDir::new().unwrap();
    let root = String::from_utf8(run(&["keys", "generate"], &[]).stdout).unwrap().trim().to_owned();
    let private_key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap().serialize_pem();
    let settings = [
        ("SPRINTERS_ROOT_KEYS", root.as_str()),
        ("SPRINTERS_GITHUB_APP_ID", "7"),
        ("SPRINTERS_GITHUB_APP_PRIVATE_KEY", private_key.as_str()),
        // Nobody is there: what is said of that must not say too much either.
        ("SPRINTERS_GITHUB_API_URL", "http://127.0.0.1:9/api/v3"),
        ("SPRINTERS_GITHUB_WEB_URL", "http://127.0.0.1:9"),
        ("SPRINTERS_GITHUB_CLIENT_ID", "Iv1.planted"),
        ("SPRINTERS_GITHUB_CLIENT_SECRET", "planted-client-secret"),
        ("SPRINTERS_SMTP_URL", "smtps://user:planted-mail-password@mail.example.com"),
        ("SPRINTERS_MAIL_FROM", "sprinters@example.com"),
        ("SPRINTERS_LOG", "trace"),
    ];
    let process = Process::serve(directory.path(), &settings);
    let mut planted = job("queued", 1);
    planted["workflow_job"]["head_sha"] = "planted-in-the-body".into();
    let good = Sent::new("workflow_job", &guid(1), &planted);
    let wrong = Sent { signature: format!("sha256={}", "5e".repeat(32)), ..good.clone() };
    let broken =
        Sent::new("workflow_job", &guid(2), &serde_json::json!({ "action": "queued", "x": "planted-in-the-body" }));
    let mut answers = Vec::new();
    for (sent, status) in [(&good, 202), (&wrong, 401), (&broken, 204)] {
        let answer = http::send(process.address, &sent.head(), &sent.body).await;
        assert_eq!(answer.status, status);
        answers.push(format!("{answer:?}"));
    }
    answers.push(http::get(process.address, "/metrics").await.body);
    let (log, ended_well) = process.stop();
    assert!(ended_well);
    let log = log.join("\n");
    assert!(log.contains(&guid(1)) && log.contains(&guid(2)), "the log names deliveries:\n{log}");
    let check = run(
        &["check-config"],
        &[settings.as_slice(), &[("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())]].concat(),
    );
    let mut everything = vec![log.into_bytes(), answers.concat().into_bytes(), check.stdout, check.stderr];
    for entry in std::fs::read_dir(directory.path()).unwrap() {
        everything.push(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let roots = sprinters_seal::RootKeys::parse(&root).unwrap();
    let wrapped = std::fs::read_to_string(directory.path().join("sprinters.db.key")).unwrap();
    let wrapped = sprinters_seal::WrappedFileKey::parse(&wrapped).unwrap();
    let file_key = roots.unwrap_file_key(&wrapped).await.unwrap().to_raw();
    let secrets = [
        &file_key.expose_secret()[2..66],
        SECRET,
        root.split_once(':').unwrap().1,
        private_key.lines().nth(4).unwrap(),
        "planted-client-secret",
        "planted-mail-password",
        "planted-in-the-body",
        &good.signature["sha256=".len()..],
        &"5e".repeat(32),
    ];
    for secret in secrets {
        let found =
            everything.iter().find(|bytes| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        assert!(found.is_none(), "{secret} is in\n{}", String::from_utf8_lossy(found.unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_forged_deliveries_does_not_fill_the_log() {
    let directory = tempfile::TempDir::new().unwrap();
    let process = Process::serve(directory.path(), &[]);
    let started = std::time::Instant::now();
    for number in 0..300 {
        let forged =
            Sent { signature: "sha256=".to_owned(), ..Sent::new("workflow_job", &guid(number), &job("queued", 1)) };
        assert_eq!(http::send(process.address, &forged.head(), &forged.body).await.status, 401);
    }
    let metrics = http::get(process.address, "/metrics").await.body;
    assert!(metrics.contains("outcome=\"bad_signature\"} 300"), "{metrics}");
    let (log, _) = process.stop();
    let refusals = log.iter().filter(|line| line.contains("bad_signature")).count();
    // Ten in ten seconds, in the window that was under way and in the one that had begun.
    let most = 20 + usize::try_from(started.elapsed().as_secs()).unwrap();
    assert!((1..=most).contains(&refusals), "{refusals} lines for 300 forged deliveries");
}
