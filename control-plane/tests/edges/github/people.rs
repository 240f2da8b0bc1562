//! People who sign in, and the App that GitHub makes from a manifest.

use super::world::{START, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use sprinters_control_plane::github::{GitHubError, MadeApp, OAuthClient, Person};
use sprinters_core::reconcile::Coverage;
use sprinters_stand_ins::github::{NewApp, Selection};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const BACK: &str = "http://127.0.0.1:9/auth/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

fn client(world: &World) -> OAuthClient {
    let app = world.theirs.app(world.app).unwrap();
    OAuthClient { id: app.client_id, secret: SecretString::from(app.client_secret.expose()) }
}

/// A browser's request; answers with where it is sent.
async fn browse(url: &url::Url, method: &str, form: &str) -> url::Url {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", url.port().unwrap())).await.unwrap();
    let path = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let location =
        answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{answer}"));
    location.parse().unwrap()
}

fn query(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

async fn code(world: &World) -> SecretString {
    let url = world.ours.authorize_url(&client(world), BACK, "st/te", &challenge()).unwrap();
    let back = browse(&url, "GET", "").await;
    assert!(back.as_str().starts_with(BACK));
    assert_eq!(query(&back, "state"), "st/te");
    SecretString::from(query(&back, "code"))
}

#[tokio::test]
async fn a_person_signs_in_and_is_known_by_number_and_address() {
    let world = World::new().await;
    let mona = world.theirs.add_user("mona", "mona@example.com");
    let code = code(&world).await;
    let signed_in = world.ours.sign_in(&client(&world), &code, BACK, &SecretString::from(VERIFIER)).await.unwrap();
    assert_eq!(signed_in.expires_at, Some(START.after(Duration::from_hours(8))));
    let person = world.ours.person(&signed_in.token).await.unwrap();
    let email = Some("mona@example.com".to_owned());
    assert_eq!(person, Person { id: mona, login: "mona".to_owned(), email });

    // A code works once.
    let again = world.ours.sign_in(&client(&world), &code, BACK, &SecretString::from(VERIFIER)).await.unwrap_err();
    assert_eq!(again, GitHubError::SignIn("bad_verification_code".to_owned()));

    world.advance(Duration::from_hours(9));
    let expired = world.ours.person(&signed_in.token).await.unwrap_err();
    assert!(matches!(expired, GitHubError::SignIn(_)), "{expired:?}");
    let refresh = signed_in.refresh.unwrap();
    let next = world.ours.refresh(&client(&world), &refresh).await.unwrap();
    assert_eq!(world.ours.person(&next.token).await.unwrap().id, mona);
    let twice = world.ours.refresh(&client(&world), &refresh).await.unwrap_err();
    assert_eq!(twice, GitHubError::SignIn("bad_refresh_token".to_owned()));

    world.theirs.revoke_authorization(world.app, mona);
    assert!(world.ours.person(&next.token).await.is_err());
}

#[tokio::test]
async fn who_stole_a_code_gets_nothing_without_the_verifier_or_the_secret() {
    let world = World::new().await;
    let _ = world.theirs.add_user("mona", "mona@example.com");
    let verifier = SecretString::from(VERIFIER);
    for (secret, verifier, redirect, word) in [
        (None, SecretString::from("another verifier"), BACK, "bad_verification_code"),
        (Some("wrong"), verifier.clone(), BACK, "incorrect_client_credentials"),
        (None, verifier.clone(), "http://127.0.0.1:9/other", "redirect_uri_mismatch"),
    ] {
        let code = code(&world).await;
        let mut client = client(&world);
        if let Some(secret) = secret {
            client.secret = SecretString::from(secret);
        }
        let got = world.ours.sign_in(&client, &code, redirect, &verifier).await.unwrap_err();
        assert_eq!(got, GitHubError::SignIn(word.to_owned()));
    }
}

#[tokio::test]
async fn a_person_sees_their_own_installations_and_those_of_their_organisations() {
    let world = World::new().await;
    let mona = world.theirs.add_user("mona", "mona@example.com");
    let hubot = world.theirs.add_user("hubot", "hubot@example.com");
    let own = world.theirs.install(world.app, mona, Selection::All);
    let _ = world.theirs.install(world.app, hubot, Selection::All);
    let token = SecretString::from(world.theirs.user_token(world.app, mona));
    let seen = async || {
        let (all, coverage) = world.ours.user_installations(&token).await.unwrap();
        assert_eq!(coverage, Coverage::Complete);
        all.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(seen().await, [own]);
    let claimed = world.ours.user_repositories(&token, world.installation).await.unwrap_err();
    assert_eq!(claimed, GitHubError::NotFound);
    world.theirs.add_member(world.organization, mona);
    assert_eq!(seen().await, [world.installation, own]);
    let (repositories, _) = world.ours.user_repositories(&token, world.installation).await.unwrap();
    assert_eq!(repositories.len(), 1);
    assert_eq!((repositories[0].full_name.as_str(), repositories[0].private), ("octo-org/hello", true));
}

#[tokio::test]
async fn an_app_is_made_from_a_manifest_and_works() {
    let world = World::new().await;
    let mona = world.theirs.add_user("mona", "mona@example.com");
    world.theirs.sit_down(mona);
    let manifest = serde_json::json!({
        "name": "Our Sprinters", "url": "https://example.com", "redirect_url": "http://127.0.0.1:9/setup",
        "hook_attributes": { "url": "http://127.0.0.1:9/webhooks/github" },
        "default_permissions": { "metadata": "read", "actions": "write", "administration": "write" },
        "default_events": ["workflow_job"], "public": false,
    });
    let form: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("manifest", &manifest.to_string()).finish();
    let page = format!("{}/settings/apps/new?state=xyz", world.theirs.web_url()).parse().unwrap();
    let back = browse(&page, "POST", &form).await;
    assert_eq!(query(&back, "state"), "xyz");
    let code = SecretString::from(query(&back, "code"));
    let api = world.theirs.api_url().parse().unwrap();
    let made = MadeApp::from_manifest_code(&api, Vec::new(), &code, &world.clock).await.unwrap();
    assert_eq!((made.slug.as_str(), made.permissions["actions"].as_str()), ("our-sprinters", "write"));
    assert!(made.webhook_secret.is_some());
    let again = MadeApp::from_manifest_code(&api, Vec::new(), &code, &world.clock).await.unwrap_err();
    assert_eq!(again, GitHubError::NotFound);
    let odd = SecretString::from("../app");
    let odd = MadeApp::from_manifest_code(&api, Vec::new(), &odd, &world.clock).await.unwrap_err();
    assert_eq!(odd, GitHubError::NotFound);

    // It is installed by its page, and its key is the one that was handed over.
    let install = format!("{}/apps/{}/installations/new?state=abc", world.theirs.web_url(), made.slug).parse().unwrap();
    let back = browse(&install, "GET", "").await;
    let installation: i64 = query(&back, "installation_id").parse().unwrap();
    let config = super::world::config(&world.theirs, made.id, made.private_key.expose_secret());
    let ours = sprinters_control_plane::github::GitHub::new(config, world.clock.clone()).unwrap();
    let (all, _) = ours.installations().await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [installation]);
}

#[tokio::test]
async fn a_callback_that_the_app_does_not_know_gets_no_code() {
    let world = World::new().await;
    let _ = world.theirs.add_user("mona", "mona@example.com");
    let callback_urls = vec![BACK.to_owned()];
    let strict =
        world.theirs.make_app(NewApp { slug: "strict".to_owned(), callback_urls, ..NewApp::default() }).unwrap();
    let client = OAuthClient { id: strict.client_id, secret: SecretString::from("any") };
    let url = world.ours.authorize_url(&client, "http://evil.example/", "s", &challenge()).unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", url.port().unwrap())).await.unwrap();
    let path = format!("{}?{}", url.path(), url.query().unwrap());
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(!answer.contains("location:") && answer.contains("redirect_uri"), "{answer}");
}
