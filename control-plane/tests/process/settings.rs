//! Settings: every wrong one is reported with place and remedy, all at once.

use crate::support::http;
use crate::support::process::{Process, run};
use sprinters_control_plane::settings::{SETTINGS, Settings, Source, to_markdown};
use std::path::Path;

/// One wrong value for every setting, and what is said about it.
const WRONG: &[(&str, &str)] = &[
    ("SPRINTERS_LISTEN", "8080"),
    ("SPRINTERS_OPERATIONS_LISTEN", "9090"),
    ("SPRINTERS_WEBHOOK_LISTEN", "webhook"),
    ("SPRINTERS_TRUSTED_PROXIES", "10.0.0.0/8,0.0.0.0/0"),
    ("SPRINTERS_PROXY_HEADER", "X-Real-IP"),
    ("SPRINTERS_PUBLIC_URL", "http://sprinters.example.com"),
    ("SPRINTERS_STATE_DIR", " "),
    ("SPRINTERS_DATABASE_URL", "mysql://root:planted-secret@db/x"),
    ("SPRINTERS_ROOT_KEYS", "planted-secret"),
    ("SPRINTERS_GITHUB_API_URL", "ftp://github.example.com"),
    ("SPRINTERS_GITHUB_WEB_URL", "https://user:planted-secret@github.example.com"),
    ("SPRINTERS_GITHUB_APP_ID", "seven"),
    ("SPRINTERS_GITHUB_APP_PRIVATE_KEY", "planted-secret"),
    ("SPRINTERS_GITHUB_WEBHOOK_SECRET", "planted-secret"),
    ("SPRINTERS_GITHUB_WEBHOOK_SECRET_PREVIOUS", "planted-secret"),
    ("SPRINTERS_GITHUB_CLIENT_ID", ""),
    ("SPRINTERS_GITHUB_CLIENT_SECRET", ""),
    ("SPRINTERS_IMAGES", "/nowhere/images.jsonl"),
    ("SPRINTERS_IMAGE_OWNER_ACCOUNT_ID", "acme"),
    ("SPRINTERS_CONTROL_PLANE_ROLE_ARN", "sprinters"),
    ("SPRINTERS_TEMPLATE_URL", "ftp://templates.example.com/runner.yaml"),
    ("SPRINTERS_SECURITY_CONTACT", "security"),
    ("SPRINTERS_TLS_CERT", "/nowhere/cert.pem"),
    ("SPRINTERS_TLS_KEY", "/nowhere/key.pem"),
    ("SPRINTERS_SMTP_URL", "smtp://user:planted-secret@mail.example.com"),
    ("SPRINTERS_MAIL_FROM", "sprinters"),
    ("SPRINTERS_RETENTION_DAYS", "3"),
    ("SPRINTERS_STOP_GRACE_SECONDS", "301"),
    ("SPRINTERS_LOG", "loud"),
    ("SPRINTERS_OTLP_ENDPOINT", "http://collector.example.com"),
];

fn read(file: Option<&str>, environment: &[(&str, &str)]) -> Result<Settings, String> {
    let mut source = Source::empty();
    if let Some(file) = file {
        source.add_file(Path::new("control-plane.toml"), file);
    }
    source.add_environment([("HOME".to_owned(), "/home/somebody".to_owned())]);
    source.add_environment(environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Settings::read(&source).map_err(|problems| problems.to_string())
}

#[test]
fn every_setting_has_a_wrong_value_that_is_refused() {
    let named: Vec<&str> = WRONG.iter().map(|(name, _)| *name).collect();
    let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(named, known, "each setting needs a wrong value here");
    for (name, value) in WRONG {
        let problems = read(None, &[(name, value)]).unwrap_err();
        assert!(problems.contains(name), "{name} is not named: {problems}");
    }
}

#[test]
fn all_problems_are_reported_at_once_and_none_repeats_a_secret() {
    let problems = read(None, WRONG).unwrap_err();
    assert!(!problems.contains("planted-secret"), "{problems}");
    for (name, _) in WRONG {
        assert!(problems.contains(name), "{name} is missing in {problems}");
    }
    insta::assert_snapshot!(problems);
}

#[test]
fn problems_in_a_file_are_told_by_line_and_column() {
    let file = "listen = \"here\"\nlisten_on = \"x\"\nroot_keys = 5\n\n[github]\napp_id = \"x\"\napp_private_key = true\nwebhook_secre = \"planted-secret\"\n";
    let problems = read(Some(file), &[("SPRINTERS_LISTENS", "x"), ("SPRINTERS_SOMETHING_ELSE", "x")]).unwrap_err();
    assert!(!problems.contains("planted-secret"), "{problems}");
    insta::assert_snapshot!(problems);
    let not_toml = read(Some("listen = \n"), &[]).unwrap_err();
    assert!(not_toml.contains("control-plane.toml:1:") && not_toml.contains("not TOML"), "{not_toml}");
}

#[test]
fn with_nothing_set_it_listens_on_this_machine_alone() {
    let settings = read(None, &[]).unwrap();
    assert!(settings.listen.ip().is_loopback());
    assert_eq!(settings.listen.port(), 8080);
    assert_eq!(settings.state_dir, Path::new("/home/somebody/.local/state/sprinters"));
    assert!(read(None, &[("HOME", "")]).unwrap_err().contains("SPRINTERS_STATE_DIR"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "listen = \"127.0.0.1:1\"\n[retention]\ndays = 9\n";
    let settings = read(Some(file), &[("SPRINTERS_LISTEN", "127.0.0.1:2")]).unwrap();
    assert_eq!((settings.listen.port(), settings.retention.days()), (2, 9));
}

#[test]
fn what_leaves_the_machine_is_encrypted_and_verified() {
    for right in [
        "postgres://u:p@localhost/db",
        "postgres://u:p@127.0.0.1/db",
        "postgres://u:p@[::1]:5432/db",
        "postgres://u@localhost/db?host=/run/postgresql",
        "postgres://u:p@db.example.com/db?sslmode=verify-full",
        "postgres://u:p@one.example.com,two.example.com:5433/db?target_session_attrs=read-write&sslmode=verify-full",
        "sqlite:/var/lib/sprinters/x.db",
    ] {
        assert!(read(None, &[("SPRINTERS_DATABASE_URL", right)]).is_ok(), "{right}");
    }
    for wrong in [
        "postgres://u:p@db.example.com/db",
        "postgres://u:p@localhost,db.example.com/db",
        "postgres://u:p@localhost,127.0.0.1/db?target_session_attrs=standby",
        "postgres://u:p@db.example.com/db?sslmode=require",
        "postgres://u:p@localhost/db?host=db.example.com",
        "postgres://u:p@localhost/db?hostaddr=10.0.0.1",
        "postgres:///db",
        "sqlite::memory:",
        "sqlite:",
    ] {
        assert!(read(None, &[("SPRINTERS_DATABASE_URL", wrong)]).is_err(), "{wrong}");
    }
    for right in ["https://collector.example.com", "http://127.0.0.1:4318/", "https://collector.example.com/otlp"] {
        let settings = read(None, &[("SPRINTERS_OTLP_ENDPOINT", right)]).unwrap();
        let base = right.trim_end_matches('/');
        assert_eq!(settings.otlp.unwrap().as_str(), format!("{base}/v1/traces"));
    }
    for wrong in
        ["http://collector.example.com:4318", "https://user:x@collector.example.com", "https://c.example.com/v1/traces"]
    {
        assert!(read(None, &[("SPRINTERS_OTLP_ENDPOINT", wrong)]).is_err(), "{wrong}");
    }
    let github = |url| [("SPRINTERS_GITHUB_API_URL", url), ("SPRINTERS_GITHUB_WEB_URL", url)];
    assert!(read(None, &github("http://127.0.0.1:9000/api/v3")).is_ok());
    assert!(read(None, &github("http://github.example.com")).is_err());
}

#[test]
fn a_secret_may_be_in_a_file() {
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("secret");
    std::fs::write(&path, "0123456789abcdef0123456789abcdef\n").unwrap();
    let settings = read(None, &[("SPRINTERS_GITHUB_WEBHOOK_SECRET_FILE", path.to_str().unwrap())]).unwrap();
    assert!(settings.github.webhook_secret.is_some());
    let missing = read(None, &[("SPRINTERS_GITHUB_WEBHOOK_SECRET_FILE", "/nowhere")]).unwrap_err();
    assert!(missing.contains("/nowhere") && missing.contains("SPRINTERS_GITHUB_WEBHOOK_SECRET_FILE"), "{missing}");
    // Only secrets: a file for an address would be a setting that nobody needs.
    assert!(read(None, &[("SPRINTERS_LISTEN_FILE", "/nowhere")]).is_err());
}

#[test]
fn the_reference_is_what_the_readme_shows() {
    let reference = to_markdown();
    insta::with_settings!({ snapshot_path => "../../../golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("config-reference", reference);
    });
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.contains(&reference), "copy the reference from the snapshot into README.md");
}

#[test]
fn the_binary_refuses_wrong_settings_with_exit_code_2() {
    let output = run(&["check-config"], &[("SPRINTERS_LISTEN", "x"), ("SPRINTERS_RETENTION_DAYS", "x")]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("3 problems") && output.stdout.is_empty(), "{text}");
}

#[test]
fn an_image_that_does_not_fit_is_named_by_its_line_and_an_old_one_is_warned_of() {
    let home = tempfile::TempDir::new().unwrap();
    let list = home.path().join("images.jsonl");
    let line = r#"{"name":"ubuntu-24.04-minimal","region":"eu-west-1","image":"ami-0123456789abcdef0","architecture":"x86_64","root_gib":8,"runner_version":"2.330.0","built":"2020-01-01"}"#;
    let check = |lines: &str| {
        std::fs::write(&list, lines).unwrap();
        let settings =
            [("SPRINTERS_STATE_DIR", home.path().to_str().unwrap()), ("SPRINTERS_IMAGES", list.to_str().unwrap())];
        let output = run(&["check-config"], &settings);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = check(&format!("{line}\n{}", line.replace("x86_64", "arm64")));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("line 2") && said.contains("ubuntu-24.04-minimal is an image for x64"), "{said}");
    let (code, said) = check(line);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("warning: the image ubuntu-24.04-minimal in eu-west-1 is "), "{said}");
}

#[test]
fn the_help_names_every_command() {
    let output = run(&["--help"], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    insta::assert_snapshot!(text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_without_its_client_id_is_said_to_be_one_that_nobody_can_sign_in_with() {
    let directory = tempfile::TempDir::new().unwrap();
    let private_key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap().serialize_pem();
    let app = [
        ("SPRINTERS_GITHUB_APP_ID", "4711"),
        ("SPRINTERS_GITHUB_APP_PRIVATE_KEY", private_key.as_str()),
        ("SPRINTERS_GITHUB_API_URL", "http://127.0.0.1:9/api/v3"),
        ("SPRINTERS_GITHUB_WEB_URL", "http://127.0.0.1:9"),
        ("SPRINTERS_PUBLIC_URL", "http://127.0.0.1:8080"),
    ];
    let process = Process::serve(directory.path(), &app);
    let page = http::get(process.address, "/setup").await.body;
    assert!(page.contains("client secret of GitHub App 4711") && page.contains("SPRINTERS_GITHUB_CLIENT_ID"), "{page}");
    assert!(!page.contains("Create on GitHub") && !page.contains("Set-up code"), "no second App beside it: {page}");
    let (_, ended_well) = process.stop();
    assert!(ended_well);
    assert!(!directory.path().join("setup-code").exists(), "there is nothing to set up with it");
    let environment: Vec<(&str, &str)> =
        app.into_iter().chain([("SPRINTERS_STATE_DIR", directory.path().to_str().unwrap())]).collect();
    let check = String::from_utf8(run(&["check-config"], &environment).stdout).unwrap();
    assert!(check.contains("4711; people sign in with SPRINTERS_GITHUB_CLIENT_ID, which is not set"), "{check}");
}
