//! Deliveries come in.

use crate::support::harness::World;
use crate::support::http::{self};
use crate::support::on_both;
use crate::support::payload::{Sent, example, examples, guid, job};
use serde_json::json;

on_both!(a_queued_job_is_there_after_202, world => {
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 42));
    assert_eq!(world.post(&sent).await, 202);
    let inbox = world.inbox().await;
    assert_eq!(inbox.len(), 1);
    assert_eq!(inbox[0].0, "workflow_job.queued");
    assert_eq!(inbox[0].1["job_id"], 42);
    assert_eq!(inbox[0].1["labels"], json!(["sprinters:aws:eu-central-1"]));
});

on_both!(a_delivery_counts_once_by_guid_and_by_content, world => {
    let body = job("queued", 42);
    for number in [1, 1, 2, 3] {
        assert_eq!(world.post(&Sent::new("workflow_job", &guid(number), &body)).await, 202);
    }
    // The same guid with another body, as somebody who replays could send it.
    assert_eq!(world.post(&Sent::new("workflow_job", &guid(1), &job("completed", 42))).await, 202);
    assert_eq!(world.inbox().await.len(), 1);
});

on_both!(an_approval_is_three_events_of_one_job, world => {
    let mut first = job("queued", 42);
    first["workflow_job"]["status"] = json!("waiting");
    first["deployment"] = json!({ "updated_at": "2023-04-19T21:12:13Z" });
    let waiting = job("waiting", 42);
    let mut second = job("queued", 42);
    second["deployment"] = json!({ "updated_at": "2023-04-19T21:22:13Z" });
    for (number, body) in [&first, &waiting, &second, &second].into_iter().enumerate() {
        assert_eq!(world.post(&Sent::new("workflow_job", &guid(number as u64), body)).await, 202);
    }
    let inbox = world.inbox().await;
    let statuses: Vec<&str> = inbox.iter().map(|(_, fields)| fields["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["waiting", "waiting", "queued"]);
    assert!(inbox.iter().all(|(_, fields)| fields["job_id"] == 42));
});

on_both!(every_published_example_is_answered_as_the_contract_says, world => {
    let mut number = 0;
    for event in ["workflow_job", "installation", "installation_repositories", "ping", "github_app_authorization", "push", "check_run", "workflow_run"] {
        let all = examples(event);
        assert!(!all.is_empty(), "no example of {event}");
        for (name, mut body) in all {
            let status = world.post(&Sent::new(event, &guid(number), &body)).await;
            let expected = match event {
                // Their labels are others'.
                "workflow_job" | "push" | "check_run" | "workflow_run" => 204,
                _ => 202,
            };
            assert_eq!(status, expected, "{name}");
            if event == "workflow_job" {
                body["workflow_job"]["labels"] = json!(["linux", "sprinters:aws"]);
                assert_eq!(world.post(&Sent::new(event, &guid(1_000 + number), &body)).await, 202, "{name} as ours");
            }
            number += 1;
        }
    }
});

on_both!(a_body_counts_as_its_own_event_only, world => {
    // The event's name is not signed, so a captured body may come back under another.
    let events = ["workflow_job", "installation", "installation_repositories", "ping", "github_app_authorization"];
    let mut number = 0;
    for body_of in events {
        for (name, mut body) in examples(body_of) {
            if body_of == "workflow_job" {
                body["workflow_job"]["labels"] = json!(["sprinters:aws"]);
            }
            for claimed in events.into_iter().filter(|claimed| *claimed != body_of) {
                number += 1;
                let status = world.post(&Sent::new(claimed, &guid(number), &body)).await;
                assert_eq!(status, 204, "{name} as {claimed}");
            }
        }
    }
    assert_eq!(world.ours.services.store.kept_deliveries().await.unwrap(), 0);
});

on_both!(what_is_not_signed_leaves_no_trace, world => {
    let good = Sent::new("workflow_job", &guid(1), &job("queued", 42));
    let digits = good.signature["sha256=".len()..].to_owned();
    let wrong = [
        String::new(),
        "sha256=".to_owned(),
        digits.clone(),
        format!("sha256={}", digits.to_uppercase()),
        format!("sha1={}", &digits[..40]),
        format!("sha256={}", "0".repeat(64)),
    ];
    for signature in wrong {
        let sent = Sent { signature: signature.clone(), ..good.clone() };
        assert_eq!(world.post(&sent).await, 401, "{signature}");
    }
    let unsigned = good.head().replace(&format!("x-hub-signature-256: {}\r\n", good.signature), "");
    assert_eq!(http::send(world.address, &unsigned, &good.body).await.status, 401);
    let mut changed = good.clone();
    changed.body[100] ^= 1;
    assert_eq!(world.post(&changed).await, 401);
    let unknown = Sent { signature: format!("sha256={}", "0".repeat(64)), ..Sent::new("push", &guid(2), &example("push")) };
    assert_eq!(world.post(&unknown).await, 401, "an event that we don't know is checked too");
    assert_eq!(world.ours.services.store.kept_deliveries().await.unwrap(), 0);
    assert_eq!(world.post(&good).await, 202);
});

on_both!(health_readiness_and_metrics_answer, world => {
    assert_eq!(http::get(world.address, "/healthz").await.status, 200);
    assert_eq!(http::get(world.address, "/readyz").await.status, 200);
    world.post(&Sent::new("workflow_job", &guid(1), &job("queued", 42))).await;
    let metrics = http::get(world.address, "/metrics").await;
    assert!(metrics.headers.contains("application/openmetrics-text"), "{}", metrics.headers);
    for line in [
        "sprinters_deliveries_total{event=\"workflow_job\",outcome=\"accepted\"} 1",
        "sprinters_deliveries_waiting 1",
        "sprinters_ready 1",
        "sprinters_delivery_commit_size_count 1",
    ] {
        assert!(metrics.body.lines().any(|found| found == line), "{line} is missing in\n{}", metrics.body);
    }
});
