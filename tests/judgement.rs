//! The emitted policies, judged: every request of the table, with every option of the stack, by two judges.

use sprinters::installation::{Choice, Installation};
use sprinters::judge::{Docket, Evaluation, Run};
use sprinters::request::{Call, Caller, table};
use sprinters::second_opinion::SecondOpinion;
use sprinters_stacks::permission::PERMISSIONS;
use std::collections::BTreeSet;

/// A table of requests below this is not a proof.
const FEWEST_CALLS: usize = 150;

#[test]
fn both_judges_give_every_expected_answer() {
    let mut docket = Docket::default();
    let mut asked: Vec<Vec<(Choice, Call, usize)>> = Vec::new();
    for installation in Installation::all() {
        let calls = table(&installation);
        for (trust, document) in [(false, installation.permissions()), (true, installation.trust())] {
            let document = docket.document(document);
            let (mut checks, mut asked_here) = (Vec::new(), Vec::new());
            for call in &calls {
                for (index, check) in call.checks.iter().enumerate() {
                    let evaluation = Evaluation::new(&call.caller, check, &installation.role_arn());
                    if evaluation.trust == trust {
                        checks.push(docket.check(evaluation));
                        asked_here.push((installation.choice, call.clone(), index));
                    }
                }
            }
            docket.runs.push(Run { document, checks, expected: None, statement: None });
            asked.push(asked_here);
        }
    }
    let judgement = docket.judge();
    let mut wrong = Vec::new();
    for (index, keys) in &judgement.ignored {
        let evaluation = &docket.checks[*index];
        wrong.push(format!("AWS does not supply {keys:?} to {} on {}", evaluation.action, evaluation.resource));
    }
    let opinions: Vec<SecondOpinion> = docket.documents.iter().map(SecondOpinion::new).collect();
    let mut evaluated = 0;
    for (asked, (run, outcome)) in asked.iter().zip(docket.runs.iter().zip(&judgement.runs)) {
        for ((choice, call, index), (evaluation, answer)) in asked.iter().zip(run.checks.iter().zip(&outcome.answers)) {
            evaluated += 1;
            let check = &call.checks[*index];
            let second = Some(opinions[run.document].allows(&docket.checks[*evaluation]));
            for (judge, answer) in [("iam-simulate", *answer), ("iam-rs", second)] {
                if answer != Some(check.allowed) {
                    let (expected, choice) = (check.allowed, choice.name());
                    let Call { title, .. } = call;
                    wrong.push(format!(
                        "{choice}: {title}: {}: allowed = {expected} expected, {judge} says {answer:?}",
                        check.part
                    ));
                }
            }
        }
    }
    eprintln!("{evaluated} evaluations, {} of them different, by two judges", docket.checks.len());
    assert!(wrong.is_empty(), "{} answers are not as expected:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_table_is_large_enough_and_says_each_thing_once() {
    for installation in Installation::all() {
        let calls = table(&installation);
        let titles: BTreeSet<&str> = calls.iter().map(|call| call.title.as_str()).collect();
        assert_eq!(
            titles.len(),
            calls.len(),
            "{}: two requests have the same title: {:?}",
            installation.choice.name(),
            twice(&calls)
        );
        assert!(FEWEST_CALLS <= calls.len(), "{}: only {} requests", installation.choice.name(), calls.len());
        eprintln!(
            "{}: {} requests, {} go through",
            installation.choice.name(),
            calls.len(),
            calls.iter().filter(|call| call.is_allowed()).count()
        );
    }
}

fn twice(calls: &[Call]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    calls.iter().map(|call| call.title.as_str()).filter(|title| !seen.insert(*title)).collect()
}

#[test]
fn every_statement_allows_something_and_refuses_something() {
    for installation in Installation::all() {
        let calls = table(&installation);
        let of = |allowed| -> BTreeSet<&str> {
            let checks = calls.iter().flat_map(|call| &call.checks);
            checks.filter(|check| check.allowed == allowed).map(|check| check.statement).collect()
        };
        let (allowing, refusing) = (of(true), of(false));
        for document in [installation.permissions(), installation.trust()] {
            for statement in document["Statement"].as_array().expect("a policy has statements") {
                let sid = statement["Sid"].as_str().expect("each of our statements has an id");
                let choice = installation.choice.name();
                assert!(allowing.contains(sid), "{choice}: no request of the table is allowed by {sid}");
                assert!(refusing.contains(sid), "{choice}: no request of the table is refused by {sid}");
            }
        }
    }
}

#[test]
fn every_permission_is_used_by_a_call_that_goes_through_and_nothing_else_is() {
    let mut used = BTreeSet::new();
    for installation in Installation::all() {
        for call in table(&installation).iter().filter(|call| call.is_allowed() && call.caller == Caller::Session) {
            used.extend(call.checks.iter().map(|check| check.action.clone()));
        }
    }
    let listed: BTreeSet<String> = PERMISSIONS.iter().map(|permission| permission.action.to_owned()).collect();
    assert_eq!(used, listed, "the permission list and the calls that go through differ");
}
