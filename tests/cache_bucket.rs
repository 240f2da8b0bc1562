//! The policy of the cache's bucket, judged as the role's policies are: requests that it must allow and the nearest
//! ones that it must refuse, by two judges, and every weakening of it noticed.
#![expect(clippy::expect_used, reason = "what the tests share: a wrong assumption ends the test")]

use serde_json::Value;
use sprinters::installation::{ACCOUNT, Choice, Installation};
use sprinters::judge::{Docket, Evaluation, Run};
use sprinters::mutation::{Mutant, mutants};
use sprinters::request::{Context, KeyValue};
use sprinters::second_opinion::SecondOpinion;

const TLS: (&str, &str) = ("aws:SecureTransport", "true");
const CLEAR: (&str, &str) = ("aws:SecureTransport", "false");
const WHOLE: (&str, &str) = ("s3:ObjectCreationOperation", "true");
const PART: (&str, &str) = ("s3:ObjectCreationOperation", "false");
const NEW: (&str, &str) = ("s3:if-none-match", "*");

/// A request: who, what, where, with which keys, and whether it goes through.
type Request = (String, &'static str, String, Vec<(&'static str, &'static str)>, bool);

fn requests(installation: &Installation) -> Vec<Request> {
    let bucket = format!("arn:aws:s3:::{}", installation.cache_bucket().expect("there is a bucket"));
    let runner = installation.role_of_instances().expect("instances have a role");
    let stranger = format!("arn:aws:iam::{ACCOUNT}:role/somebody");
    let entry = format!("{bucket}/cache/42/entry");
    let elsewhere = format!("{bucket}/other/entry");
    let other_bucket = format!("{bucket}-2/cache/entry");
    let elsewhere_in_aws = |resource: &str| resource.replacen("arn:aws:", "arn:aws-cn:", 1);
    let listing = |prefix| vec![TLS, ("s3:prefix", prefix)];
    let mut requests = vec![
        ("s3:GetObject", entry.clone(), vec![TLS], true),
        ("s3:GetObject", entry.clone(), vec![CLEAR], false),
        ("s3:GetObject", elsewhere.clone(), vec![TLS], false),
        ("s3:GetObject", other_bucket.clone(), vec![TLS], false),
        ("s3:GetObject", elsewhere_in_aws(&entry), vec![TLS], false),
        ("s3:GetObjectTagging", entry.clone(), vec![TLS], false),
        ("s3:PutObject", entry.clone(), vec![TLS, WHOLE, NEW], true),
        ("s3:PutObject", entry.clone(), vec![TLS, PART], true),
        ("s3:PutObject", entry.clone(), vec![CLEAR, WHOLE, NEW], false),
        ("s3:PutObject", entry.clone(), vec![TLS, WHOLE], false),
        ("s3:PutObject", elsewhere.clone(), vec![TLS, WHOLE, NEW], false),
        ("s3:PutObject", other_bucket, vec![TLS, WHOLE, NEW], false),
        ("s3:PutObject", elsewhere_in_aws(&entry), vec![TLS, WHOLE, NEW], false),
        ("s3:PutObjectTagging", entry.clone(), vec![TLS], false),
        ("s3:AbortMultipartUpload", entry.clone(), vec![TLS], true),
        ("s3:AbortMultipartUpload", entry.clone(), vec![CLEAR], false),
        ("s3:AbortMultipartUpload", elsewhere, vec![TLS], false),
        ("s3:DeleteObject", entry.clone(), vec![TLS], false),
        ("s3:ListBucket", bucket.clone(), listing("cache/42/"), true),
        ("s3:ListBucket", bucket.clone(), vec![CLEAR, ("s3:prefix", "cache/42/")], false),
        ("s3:ListBucket", bucket.clone(), listing("other/"), false),
        ("s3:ListBucket", bucket.clone(), vec![TLS], false),
        ("s3:ListBucket", format!("{bucket}-2"), listing("cache/42/"), false),
        ("s3:ListBucket", elsewhere_in_aws(&bucket), listing("cache/42/"), false),
        ("s3:ListBucketVersions", bucket.clone(), listing("cache/42/"), false),
        ("s3:ListBucketMultipartUploads", bucket.clone(), vec![TLS], false),
        ("s3:PutBucketPolicy", bucket.clone(), vec![TLS], false),
        ("s3:DeleteBucket", bucket.clone(), vec![TLS], false),
    ]
    .into_iter()
    .map(|(action, resource, keys, allowed)| (runner.clone(), action, resource, keys, allowed))
    .collect::<Vec<Request>>();
    requests.extend(
        [
            ("s3:GetObject", entry.clone(), vec![TLS]),
            ("s3:PutObject", entry.clone(), vec![TLS, WHOLE, NEW]),
            ("s3:AbortMultipartUpload", entry, vec![TLS]),
            ("s3:ListBucket", bucket, listing("cache/42/")),
        ]
        .map(|(action, resource, keys)| (stranger.clone(), action, resource, keys, false)),
    );
    requests
}

fn evaluation((principal, action, resource, keys, _): &Request) -> Evaluation {
    let context: Context =
        keys.iter().map(|(key, value)| ((*key).to_owned(), KeyValue::One((*value).to_owned()))).collect();
    Evaluation {
        // Judged as a resource's policy: what it allows, it allows by itself.
        trust: true,
        principal: principal.clone(),
        account: ACCOUNT.to_owned(),
        action: (*action).to_owned(),
        resource: resource.clone(),
        context,
    }
}

fn installations() -> [Installation; 2] {
    [Choice::Cache, Choice::Everything].map(Installation::new)
}

fn policy(installation: &Installation) -> Value {
    installation.cache_policy().expect("the bucket has a policy")
}

#[test]
fn both_judges_let_runners_read_and_add_entries_and_nothing_else() {
    let mut docket = Docket::default();
    let mut all = Vec::new();
    for installation in installations() {
        let document = docket.document(policy(&installation));
        let requests = requests(&installation);
        let checks = requests.iter().map(|request| docket.check(evaluation(request))).collect();
        docket.runs.push(Run { document, checks, expected: None, statement: None });
        all.push(requests);
    }
    let judgement = docket.judge();
    let mut wrong = Vec::new();
    for ((requests, run), outcome) in all.iter().zip(&docket.runs).zip(&judgement.runs) {
        let second = SecondOpinion::new(&docket.documents[run.document]);
        for (request, answer) in requests.iter().zip(&outcome.answers) {
            let expected = Some(request.4);
            for (judge, answer) in [("iam-simulate", *answer), ("iam-rs", Some(second.allows(&evaluation(request))))] {
                if answer != expected {
                    wrong.push(format!("{request:?}: {judge} says {answer:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers are not as expected:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_weakening_of_the_policy_is_noticed() {
    let mut docket = Docket::default();
    let mut names = Vec::new();
    for installation in installations() {
        let requests = requests(&installation);
        let checks: Vec<usize> = requests.iter().map(|request| docket.check(evaluation(request))).collect();
        let expected: Vec<bool> = requests.iter().map(|request| request.4).collect();
        let policy = policy(&installation);
        for mutant in mutants(&policy).into_iter().filter(|mutant| weakens(&policy, mutant)) {
            let document = docket.document(mutant.document);
            let expected = Some(expected.clone());
            docket.runs.push(Run { document, checks: checks.clone(), expected, statement: None });
            names.push(format!("{}: {}: {}", installation.choice.name(), mutant.statement, mutant.change));
        }
    }
    let judgement = docket.judge();
    let alive: Vec<&String> = names
        .iter()
        .zip(&judgement.runs)
        .filter(|(name, outcome)| outcome.changed.is_none() && !belt_and_braces(name))
        .map(|(name, _)| name)
        .collect();
    assert!(20 < names.len(), "only {} weakenings", names.len());
    assert!(alive.is_empty(), "{} weakenings go unnoticed:\n{alive:#?}", alive.len());
}

/// A statement that denies is weaker without itself, an action or a principal; whatever else is done to one makes it
/// deny more.
fn weakens(policy: &Value, mutant: &Mutant) -> bool {
    let statements = policy["Statement"].as_array().expect("a policy has statements");
    let denies = statements.iter().any(|one| one["Sid"] == mutant.statement.as_str() && one["Effect"] == "Deny");
    !denies || (mutant.change.ends_with(" removed") && !mutant.change.starts_with("condition"))
}

/// What the bucket's policy denies although nothing in it allows it: a role that the installer named may have more
/// rights than ours has.
fn belt_and_braces(name: &str) -> bool {
    [
        "RunnersNeverDeleteEntries: statement",
        "OnlyEncryptedLists: action s3:ListBucketMultipartUploads",
        "OnlyEncryptedConnections: action s3:DeleteObject",
    ]
    .iter()
    .any(|part| name.contains(part))
}
