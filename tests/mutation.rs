//! Every element of every emitted policy does something: without it, or with it widened, a request of the table is
//! answered otherwise.

use sprinters::installation::Installation;
use sprinters::judge::{Docket, Evaluation, Run};
use sprinters::mutation::{Mutant, mutants};
use sprinters::request::table;
use sprinters::second_opinion::SecondOpinion;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

#[test]
fn every_mutant_is_killed() {
    let mut docket = Docket::default();
    let mut all: Vec<(&str, Mutant)> = Vec::new();
    let mut questions = Vec::new();
    for installation in Installation::all() {
        let calls = table(&installation);
        let role = installation.role_arn();
        for (trust, document) in [(false, installation.permissions()), (true, installation.trust())] {
            let checks: Vec<(usize, &str, bool)> = calls
                .iter()
                .flat_map(|call| call.checks.iter().map(move |check| (call, check)))
                .map(|(call, check)| (Evaluation::new(&call.caller, check, &role), check))
                .filter(|(evaluation, _)| evaluation.trust == trust)
                .map(|(evaluation, check)| (docket.check(evaluation), check.statement, check.allowed))
                .collect();
            // Evaluations are the same in many calls.
            let checks: BTreeMap<usize, (&str, bool)> =
                checks.into_iter().map(|(index, statement, allowed)| (index, (statement, allowed))).collect();
            let effects = document["Statement"].as_array().into_iter().flatten().map(|statement| &statement["Effect"]);
            assert!(
                effects.clone().all(|effect| effect == "Allow"),
                "the judge's short cut takes policies that only allow"
            );
            for mutant in mutants(&document) {
                // Those of the statement first: most mutants end there.
                let mut order: Vec<(usize, &str, bool)> =
                    checks.iter().map(|(index, (statement, allowed))| (*index, *statement, *allowed)).collect();
                order.sort_by_key(|(_, statement, _)| *statement != mutant.statement);
                let document = docket.document(mutant.document.clone());
                docket.runs.push(Run {
                    document,
                    checks: order.iter().map(|(index, ..)| *index).collect(),
                    expected: Some(order.iter().map(|(.., allowed)| *allowed).collect()),
                    statement: Some(mutant.statement.clone()),
                });
                let first = docket.questions.len();
                docket.questions.extend(mutant.questions.iter().cloned());
                questions.push(first..docket.questions.len());
                all.push((installation.choice.name(), mutant));
            }
        }
    }
    eprintln!("{} mutants, {} different evaluations", all.len(), docket.checks.len());
    let judgement = docket.judge();

    let (mut killed, mut same, mut alive, mut disagreements) = (0_usize, Vec::new(), Vec::new(), Vec::new());
    for (index, (choice, mutant)) in all.iter().enumerate() {
        let Mutant { statement, change, .. } = mutant;
        let name = format!("{choice}: {statement}: {change}");
        match judgement.runs[index].changed {
            Some(check) => {
                killed += 1;
                let run = &docket.runs[index];
                let position = run.checks.iter().position(|known| *known == check).expect("the check is of this run");
                let expected = run.expected.as_ref().expect("mutants have expected answers")[position];
                let evaluation = &docket.checks[check];
                if SecondOpinion::new(&mutant.document).allows(evaluation) == expected {
                    disagreements.push(format!("{name}: {} on {}", evaluation.action, evaluation.resource));
                }
            }
            None => {
                let answers = &judgement.questions[questions[index].clone()];
                let is_type = change.ends_with("open in its type");
                let others =
                    |one: &sprinters::judge::Others| if is_type { one.types.clone() } else { one.actions.clone() };
                let rest: Vec<String> = answers.iter().flat_map(others).collect();
                if answers.is_empty() || !rest.is_empty() {
                    alive.push(format!("{name} {rest:?}"));
                } else {
                    same.push(name);
                }
            }
        }
    }
    let once: BTreeSet<&str> = same.iter().filter_map(|name| name.split_once(": ")).map(|(_, what)| what).collect();
    for name in once {
        eprintln!("means the same by AWS's own data, no other action or resource has these keys: {name}");
    }
    assert!(alive.is_empty(), "{} mutants live:\n{}", alive.len(), alive.join("\n"));
    assert!(disagreements.is_empty(), "the second judge sees no difference in:\n{}", disagreements.join("\n"));
    // Written past the test runner, which keeps to itself what a passing test prints.
    writeln!(
        std::io::stderr(),
        "{0} mutants, {killed} killed, and {1} rewritings that mean the same",
        all.len() - same.len(),
        same.len()
    )
    .expect("stderr can be written");
    assert_eq!(killed, all.len() - same.len(), "every mutant is killed");
}
