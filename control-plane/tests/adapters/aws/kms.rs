//! A root key in KMS.

use super::cloud;
use sprinters_aws::kms::{Kms, KmsError, KmsKeyArn};
use sprinters_fakes::aws::{Fault, KeyState};
use std::time::Duration;

const CONTEXT: [(&str, &str); 2] = [("sprinters:account", "17"), ("sprinters:purpose", "account key")];

async fn key() -> (sprinters_fakes::aws::Aws, Kms, KmsKeyArn) {
    let (theirs, _, _) = cloud::empty().await;
    let kms = Kms::with(&cloud::endpoint(&theirs)).unwrap();
    let key = theirs.create_kms_key("999988887777", "eu-central-1").parse().unwrap();
    (theirs, kms, key)
}

#[tokio::test]
async fn what_was_wrapped_is_unwrapped_with_the_same_key_and_context_alone() {
    let (theirs, kms, key) = key().await;
    let secret = [7; 32];
    let wrapped = kms.wrap(&key, &CONTEXT, &secret).await.unwrap();
    assert!(!wrapped.windows(32).any(|bytes| bytes == secret));
    assert_eq!(*kms.unwrap(&key, &CONTEXT, &wrapped).await.unwrap(), secret);

    let tampered = || KmsError::Tampered(key.clone());
    let other_context = [("sprinters:account", "18"), CONTEXT[1]];
    assert_eq!(kms.unwrap(&key, &other_context, &wrapped).await, Err(tampered()));
    for at in [wrapped.len() - 1, wrapped.len() / 2] {
        let mut changed = wrapped.clone();
        changed[at] ^= 1;
        assert_eq!(kms.unwrap(&key, &CONTEXT, &changed).await, Err(tampered()), "{at}");
    }
    assert_eq!(kms.unwrap(&key, &CONTEXT, &wrapped[..wrapped.len() - 1]).await, Err(tampered()));
    let other: KmsKeyArn = theirs.create_kms_key("999988887777", "eu-central-1").parse().unwrap();
    assert_eq!(kms.unwrap(&other, &CONTEXT, &wrapped).await, Err(KmsError::Tampered(other)));
    let shown = format!("{:?}", theirs.calls());
    assert!(!shown.contains("BwcHBwcH"), "no plaintext in the ledger");
}

#[tokio::test]
async fn refused_and_away_are_told_apart() {
    let (theirs, kms, key) = key().await;
    let wrapped = kms.wrap(&key, &CONTEXT, &[7; 32]).await.unwrap();
    let refused = |code: &str| Err(KmsError::Refused { key: key.clone(), code: code.to_owned() });
    theirs.set_kms_key(key.as_str(), KeyState::Disabled);
    assert_eq!(kms.unwrap(&key, &CONTEXT, &wrapped).await.map(|_| ()), refused("DisabledException"));
    theirs.set_kms_key(key.as_str(), KeyState::PendingDeletion);
    assert_eq!(kms.unwrap(&key, &CONTEXT, &wrapped).await.map(|_| ()), refused("KMSInvalidStateException"));
    theirs.set_kms_key(key.as_str(), KeyState::Enabled);

    let foreign: KmsKeyArn = theirs.create_kms_key("444455556666", "eu-central-1").parse().unwrap();
    let error = kms.wrap(&foreign, &CONTEXT, &[7; 32]).await.unwrap_err();
    assert_eq!(error, KmsError::Refused { key: foreign, code: "AccessDeniedException".to_owned() });
    let nobodys: KmsKeyArn = "arn:aws:kms:eu-central-1:999988887777:key/0f1e2d3c".parse().unwrap();
    let error = kms.wrap(&nobodys, &CONTEXT, &[7; 32]).await.unwrap_err();
    assert_eq!(error, KmsError::Refused { key: nobodys, code: "NotFoundException".to_owned() });

    theirs.order(Fault::on("Decrypt").refuse(500, "KMSInternalException", ""));
    assert_eq!(*kms.unwrap(&key, &CONTEXT, &wrapped).await.expect("one disturbance is outlasted"), [7; 32]);
    theirs.order(Fault::on("Decrypt").times(10).refuse(500, "KMSInternalException", ""));
    let error = kms.unwrap(&key, &CONTEXT, &wrapped).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
    theirs.clear_faults();
    theirs.order(Fault::on("Decrypt").times(10).delay(Duration::from_secs(60)));
    let began = std::time::Instant::now();
    let error = kms.unwrap(&key, &CONTEXT, &wrapped).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
    assert!(began.elapsed() < Duration::from_secs(15), "slow is away after some seconds");
}
