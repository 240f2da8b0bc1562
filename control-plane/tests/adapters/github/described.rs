//! Every request that we send to GitHub, every answer and every delivery of the fake, as GitHub itself describes them.

use super::description::{Description, Deviation};
use super::harness::{World, strings};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sprinters_core::ids::{JobId, RegistrationId};
use sprinters_core::site::RunnerSite;
use sprinters_core::time::Timestamp;
use sprinters_fakes::github::{NewJob, Selection, Sending};
use std::collections::BTreeSet;

/// Where GitHub contradicts itself.
const DEVIATIONS: &[Deviation] = &[
    Deviation {
        operation: "GET /app/installations",
        finding: "answer/0/account",
        reason: "described as a user and an enterprise at once (allOf); GitHub's own example, and the component of that name, has one of the two",
    },
    Deviation { operation: "GET /app/installations", finding: "answer/1/account", reason: "as the one before" },
    Deviation {
        operation: "installation-*",
        finding: "body/installation/created_at",
        reason: "described as text, but GitHub's own examples and real deliveries have seconds since 1970",
    },
    Deviation {
        operation: "installation-*",
        finding: "body/installation/updated_at",
        reason: "described as text, but GitHub's own examples and real deliveries have seconds since 1970",
    },
    Deviation {
        operation: "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}",
        finding: "answer: status 404 is not described",
        reason: "every operation on something that is not there answers so",
    },
];

/// What the control plane asks of GitHub: all of it is judged.
const OPERATIONS: &[&str] = &[
    "DELETE /orgs/{org}/actions/runners/{runner_id}",
    "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}",
    "GET /app/hook/deliveries",
    "GET /app/installations",
    "GET /orgs/{org}/actions/runners",
    "GET /repos/{owner}/{repo}/actions/jobs/{job_id}",
    "GET /repos/{owner}/{repo}/actions/permissions",
    "GET /repos/{owner}/{repo}/actions/runners",
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
    "GET /user",
    "GET /user/emails",
    "GET /user/installations",
    "GET /user/installations/{installation_id}/repositories",
    "POST /app/hook/deliveries/{delivery_id}/attempts",
    "POST /app/installations/{installation_id}/access_tokens",
    "POST /orgs/{org}/actions/runners/generate-jitconfig",
    "POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig",
    "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
    "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs",
];

/// All that can be asked, in each state in which it is answered differently.
async fn everything() -> World {
    let world = World::new().await;
    let (ours, theirs, repository) = (&world.ours, &world.theirs, &world.repository);
    theirs.set_sending(Sending::Held);
    theirs.change_app(world.app, |app| {
        app.webhook_url = Some("http://127.0.0.1:9/nobody".to_owned());
        app.permissions.insert("organization_self_hosted_runners".to_owned(), "write".to_owned());
    });
    theirs.ping(world.app);
    theirs.accept_permissions(world.installation);
    let organization = RunnerSite::Organization { installation: world.installation, login: "octo-org".to_owned() };
    let label = strings(&["sprinters:aws"]);
    for site in [world.site(), organization] {
        let job = world.queue(&["sprinters:aws"]);
        ours.job(repository, JobId(job)).await.unwrap();
        let registered = ours.register(&site, "runner", &label).await.unwrap();
        assert!(ours.register(&site, "runner", &label).await.is_err());
        ours.registration_named(&site, "runner").await.unwrap();
        theirs.runner_online(registered.jit_config.expose_secret()).unwrap();
        ours.registrations(&site).await.unwrap();
        ours.deregister(&site, registered.id).await.unwrap();
        ours.job(repository, JobId(job)).await.unwrap();
        theirs.finish_job(job, "failure");
        ours.job(repository, JobId(job)).await.unwrap();
        let run = theirs.job(job).unwrap().run;
        ours.run(repository, run).await.unwrap();
        ours.cancel_run(repository, run).await.unwrap();
        ours.rerun_failed_jobs(repository, run).await.unwrap();
        ours.run(repository, run).await.unwrap();
        ours.cancel_run(repository, run).await.unwrap();
        let idle = ours.register(&site, "idle", &label).await.unwrap();
        ours.deregister(&site, idle.id).await.unwrap();
    }
    assert!(ours.register(&world.site(), "", &label).await.is_err());
    let approved = theirs.queue_job(&NewJob { needs_approval: true, ..world.job(&["sprinters:aws"]) });
    ours.job(repository, JobId(approved)).await.unwrap();
    theirs.approve(approved);
    theirs.change_repository(repository.id, |repository| repository.actions_disabled = true);
    assert!(ours.register(&world.site(), "late", &label).await.is_err());
    theirs.change_repository(repository.id, |repository| repository.actions_disabled = false);

    let mona = theirs.add_user("mona", "mona@example.com");
    let own = theirs.install(world.app, mona, Selection::Selected(BTreeSet::new()));
    let theirs_too = theirs.add_repository(mona, "own", false);
    theirs.select_repository(own, theirs_too);
    theirs.deselect_repository(own, theirs_too);
    theirs.add_member(world.organization, mona);
    let token = SecretString::from(theirs.user_token(world.app, mona));
    let sign_in = world.sign_in();
    sign_in.person(&token).await.unwrap();
    sign_in.email(&token).await.unwrap();
    sign_in.installations(&token).await.unwrap();
    sign_in.repositories(&token, world.installation).await.unwrap();
    theirs.suspend(own);
    ours.installations().await.unwrap();
    theirs.unsuspend(own);
    theirs.uninstall(own);
    theirs.revoke_authorization(world.app, mona);
    theirs.lose(theirs.outbox()[0].id);
    let (attempts, _) = ours.delivery_attempts(Timestamp::from_secs(0)).await.unwrap();
    ours.redeliver(attempts[0].id).await.unwrap();
    ours.deregister(&world.site(), RegistrationId(1)).await.unwrap();
    world
}

#[tokio::test]
async fn requests_answers_and_deliveries_are_as_github_describes_them() {
    let world = everything().await;
    let mut description = Description::load(DEVIATIONS);
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in world.theirs.ledger(0) {
        seen.insert(entry.operation());
        findings.extend(description.judge(&entry));
    }
    let mut deliveries = BTreeSet::new();
    for delivery in world.theirs.outbox() {
        deliveries.insert(format!("{}.{}", delivery.event, delivery.action));
        let body: Value = serde_json::from_slice(&delivery.body).unwrap();
        findings.extend(description.judge_delivery(&delivery.event, &delivery.action, &body));
        if delivery.event == "workflow_job" {
            assert!((7_000..14_000).contains(&delivery.body.len()), "{} bytes", delivery.body.len());
        }
    }
    findings.sort();
    findings.dedup();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    assert_eq!(description.unused(), Vec::<String>::new(), "deviations that nothing shows");
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), OPERATIONS);
    assert_eq!(deliveries.len(), 13, "{deliveries:?}");
}

#[tokio::test]
async fn the_judge_sees_what_is_wrong() {
    let world = everything().await;
    let mut description = Description::load(&[]);
    let ledger = world.theirs.ledger(0);
    let of = |operation: &str, status| {
        ledger.iter().find(|entry| entry.operation() == operation && entry.status == Some(status)).unwrap().clone()
    };
    let mut wrong = of("POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig", 201);
    wrong.status = Some(299);
    assert!(description.judge(&wrong).iter().any(|finding| finding.contains("status 299")));
    let mut wrong = of("GET /repos/{owner}/{repo}/actions/runners", 200);
    wrong.path.push_str("&colour=red");
    assert!(description.judge(&wrong).iter().any(|finding| finding.contains("`colour`")));
    wrong.template = "/repos/{owner}/{repo}/actions/robots".to_owned();
    assert!(description.judge(&wrong).iter().any(|finding| finding.contains("no such operation")));
    let delivery = world.theirs.outbox().into_iter().find(|one| one.action == "in_progress").unwrap();
    let mut body: Value = serde_json::from_slice(&delivery.body).unwrap();
    body["workflow_job"]["run_attempt"] = "one".into();
    let findings = description.judge_delivery(&delivery.event, &delivery.action, &body);
    assert!(findings.iter().any(|finding| finding.contains("/workflow_job/run_attempt")), "{findings:?}");
}
