//! The same port against emulators of AWS by other people. Two, because neither does all of it: one evaluates trust
//! policies and signatures, the other launches from launch templates.

use super::cloud;
use secrecy::SecretString;
use sprinters::account::EmulatedAccount;
use sprinters::emulator::{Credentials, Kind};
use sprinters::installation::{ACCOUNT, DEPLOYMENT, EXTERNAL_ID};
use sprinters_aws::{Access, Aws, Endpoint, StaticCredentials};
use sprinters_common::clock::Clock;
use sprinters_core::catalogue::Region;
use sprinters_core::ids::Attempt;
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::reconcile::{Coverage, InstancePhase};

struct Account(EmulatedAccount);

impl Account {
    fn on(kind: Kind) -> Account {
        Account(EmulatedAccount::on(kind, EXTERNAL_ID, DEPLOYMENT))
    }

    fn port(&self, who: &Credentials) -> Aws {
        let (key, secret, token) = who.parts();
        let credentials = StaticCredentials {
            access_key_id: key.to_owned(),
            secret_access_key: SecretString::from(secret.to_owned()),
            session_token: token.map(|token| SecretString::from(token.to_owned())),
        };
        let elsewhere = Endpoint { endpoint: self.0.endpoint().to_owned(), credentials, tls: None };
        Aws::with(&elsewhere, Clock::System).unwrap()
    }

    fn access(&self) -> Access {
        Access {
            connection: 7,
            role_arn: self.0.outputs["RoleArn"].clone(),
            external_id: SecretString::from(EXTERNAL_ID),
            region: Region::us_east_1(),
            deployment_id: DEPLOYMENT.to_owned(),
            worked_before: false,
        }
    }
}

/// What an emulator without a list of images of ours has.
const IMAGE: &str = "ami-12c6146b";

#[tokio::test]
async fn the_role_is_assumed_with_its_external_id_alone() {
    let mut account = Account::on(Kind::Ministack);
    let control_plane = account.0.control_plane();
    let ours = account.port(&control_plane);
    let access = account.access();
    let (seen, coverage) = ours.describe_instances(&access).await.unwrap();
    assert_eq!((seen.len(), coverage), (0, Coverage::Complete));

    let wrong = Access { external_id: SecretString::from("c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk"), ..access.clone() };
    let error = ours.describe_instances(&wrong).await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDenied"), "{error}");

    let launch = LaunchRequest { subnet_id: Some(account.0.subnet.clone()), ..launch(&account) };
    let checks = ours.verify(&access, &launch).await;
    let roles: Vec<(&str, bool)> = checks
        .iter()
        .filter(|check| check.what.starts_with("Assume"))
        .map(|check| (check.what.as_str(), check.passed))
        .collect();
    assert_eq!(
        roles,
        [
            ("Assume the role with the connection's external id", true),
            ("Assume the role with another external id", true),
            ("Assume the role without an external id", true),
            ("Assume the role under another session name", true),
        ]
    );
}

fn launch(account: &Account) -> LaunchRequest {
    let stack = sprinters_fakes::aws::Installed {
        name: "sprinters".to_owned(),
        account: ACCOUNT.to_owned(),
        region: "us-east-1".to_owned(),
        outputs: account.0.outputs.clone(),
    };
    LaunchRequest {
        image_id: IMAGE.to_owned(),
        subnet_id: Some(account.0.subnet.clone()),
        zone: None,
        ..cloud::request(&stack, 1, 0)
    }
}

#[tokio::test]
async fn a_runner_is_launched_from_the_launch_template_seen_and_ended() {
    let account = Account::on(Kind::Moto);
    let ours = account.port(&Credentials::root_of(ACCOUNT));
    let access = account.access();
    let request = launch(&account);
    let launched = ours.run_instances(&access, &request, &cloud::user_data()).await.unwrap();
    assert_eq!(launched.zone.as_deref(), Some("us-east-1a"));
    assert_eq!(launched.subnet_id, Some(account.0.subnet.clone()));

    let (seen, coverage) = ours.describe_instances(&access).await.unwrap();
    assert_eq!((seen.len(), coverage), (1, Coverage::Complete));
    assert_eq!(seen[0].instance.id, launched.instance);
    assert_eq!(seen[0].instance.runner, Some((cloud::tagged(1), Attempt(0))));
    assert!(matches!(seen[0].instance.phase, InstancePhase::Pending | InstancePhase::Running));
    // This emulator knows neither client tokens nor their filter: those are the fake's to prove.
    let (_, volume) = &seen[0].volumes[0];
    ours.modify_volume(&access, volume, 3_000, 125).await.unwrap();
    ours.terminate_instance(&access, &launched.instance).await.unwrap();
    let (seen, _) = ours.describe_instances(&access).await.unwrap();
    assert!(
        seen.iter().all(|seen| matches!(seen.instance.phase, InstancePhase::ShuttingDown | InstancePhase::Terminated))
    );
}
