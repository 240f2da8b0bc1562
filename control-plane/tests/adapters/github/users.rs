//! People who sign in, and the App that GitHub makes from a manifest.

use super::harness::World;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_fakes::github::{NewApp, Selection};
use sprinters_github::{GitHubError, GitHubPerson, MadeApp, OAuthError, challenge};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const BACK: &str = "http://127.0.0.1:9/auth/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn verifier() -> SecretString {
    SecretString::from(VERIFIER)
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
    let url = world.sign_in().authorize_url(BACK, "st/te", &challenge(&verifier())).parse().unwrap();
    let back = browse(&url, "GET", "").await;
    assert!(back.as_str().starts_with(BACK));
    assert_eq!(query(&back, "state"), "st/te");
    SecretString::from(query(&back, "code"))
}

#[tokio::test]
async fn a_person_signs_in_and_is_known_by_number_and_address() {
    let world = World::new().await;
    let mona = world.theirs.add_user("mona", "mona@example.com");
    let (code, ours) = (code(&world).await, world.sign_in());
    let tokens = ours.exchange(&code, &verifier(), BACK).await.unwrap();
    assert_eq!(tokens.expires_in, Some(8 * 60 * 60));
    let person = ours.person(&tokens.access).await.unwrap();
    assert_eq!(person, GitHubPerson { id: mona, login: "mona".to_owned() });
    assert_eq!(ours.email(&tokens.access).await.unwrap().unwrap().expose_secret(), "mona@example.com");

    // A code works once.
    assert_eq!(ours.exchange(&code, &verifier(), BACK).await.unwrap_err(), OAuthError::NotAuthorized);

    world.advance(Duration::from_hours(9));
    assert_eq!(ours.person(&tokens.access).await.unwrap_err(), OAuthError::NotAuthorized);
    let refresh = tokens.refresh.unwrap();
    let next = ours.refresh(&refresh).await.unwrap();
    assert_eq!(ours.person(&next.access).await.unwrap().id, mona);
    assert_eq!(ours.refresh(&refresh).await.unwrap_err(), OAuthError::NotAuthorized, "a refresh token works once");

    world.theirs.revoke_authorization(world.app, mona);
    assert_eq!(ours.person(&next.access).await.unwrap_err(), OAuthError::NotAuthorized);
}

#[tokio::test]
async fn who_stole_a_code_gets_nothing_without_the_verifier_or_the_secret() {
    let world = World::new().await;
    let _ = world.theirs.add_user("mona", "mona@example.com");
    let app = world.theirs.app(world.app).unwrap();
    let another = SecretString::from("another verifier");
    for (secret, verifier, redirect) in [
        (app.client_secret.expose(), &another, BACK),
        ("wrong", &verifier(), BACK),
        (app.client_secret.expose(), &verifier(), "http://127.0.0.1:9/other"),
    ] {
        let code = code(&world).await;
        let thief = world.sign_in_with(app.client_id.clone(), secret);
        assert_eq!(thief.exchange(&code, verifier, redirect).await.unwrap_err(), OAuthError::NotAuthorized);
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
    let ours = world.sign_in();
    let seen = async || ours.installations(&token).await.unwrap().into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(seen().await, [own]);
    assert!(ours.repositories(&token, world.installation).await.is_err(), "an installation that they claim");
    world.theirs.add_member(world.organization, mona);
    assert_eq!(seen().await, [world.installation, own]);
    let repositories = ours.repositories(&token, world.installation).await.unwrap();
    assert_eq!((repositories.total, repositories.ids), (1, vec![world.repository.id]));
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
    let made = MadeApp::from_manifest_code(&api, &[], &code, &world.clock).await.unwrap();
    assert_eq!((made.slug.as_str(), made.permissions["actions"].as_str()), ("our-sprinters", "write"));
    assert!(made.webhook_secret.is_some());
    let again = MadeApp::from_manifest_code(&api, &[], &code, &world.clock).await.unwrap_err();
    assert_eq!(again, GitHubError::NotFound);
    let odd = SecretString::from("../app");
    let odd = MadeApp::from_manifest_code(&api, &[], &odd, &world.clock).await.unwrap_err();
    assert_eq!(odd, GitHubError::NotFound);

    // It is installed by its page, and its key is the one that was handed over.
    let install = format!("{}/apps/{}/installations/new?state=abc", world.theirs.web_url(), made.slug).parse().unwrap();
    let back = browse(&install, "GET", "").await;
    let installation: i64 = query(&back, "installation_id").parse().unwrap();
    let config = super::harness::config(&world.theirs, made.id, made.private_key.expose_secret());
    let ours = sprinters_github::GitHub::new(config, world.clock.clone()).unwrap();
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
    let client = world.sign_in_with(strict.client_id, "any");
    let url: url::Url = client.authorize_url("http://evil.example/", "s", &challenge(&verifier())).parse().unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", url.port().unwrap())).await.unwrap();
    let path = format!("{}?{}", url.path(), url.query().unwrap());
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(!answer.contains("location:") && answer.contains("redirect_uri"), "{answer}");
}
