//! Every page and every answer of the API, filled, on both databases: what people read must not depend on which one it
//! is.

use super::harness::{On, World};
use super::routes;

/// What stands for the parts of a path that have a name.
const FILLED: [(&str, &[&str]); 6] = [
    ("{login}", &["acme"]),
    ("/jobs/{id}", &["/jobs/1001", "/jobs/1003", "/jobs/1004", "/jobs/1005", "/jobs/1006", "/jobs/1007", "/jobs/1008"]),
    ("/connections/{id}", &["/connections/1", "/connections/2", "/connections/3"]),
    ("{runner}", &["00000000000000000000000000000005", "000000000000000000000000000003ee"]),
    ("{name}", &["runner.yaml"]),
    ("{code}", &["spot-reclaimed"]),
];

/// Addresses with a query, since those ask the database in other ways.
const ASKED: [&str; 25] = [
    "/o/acme/jobs?q=build",
    "/o/acme/jobs?q=1005",
    "/o/acme/jobs?state=running",
    "/o/acme/jobs?state=held",
    "/o/acme/jobs?state=failed",
    "/o/acme/jobs?repository=acme%2Fweb",
    "/o/acme/jobs?workflow=CI",
    "/o/acme/jobs?branch=main",
    "/o/acme/jobs?label=sprinters%3Aaws",
    "/o/acme/jobs?from=2026-11-01&until=2026-11-30",
    "/o/acme/jobs?before=1006",
    "/o/acme/jobs?repository=acme%2Fweb&workflow=CI&branch=main&state=running&q=b",
    "/o/acme/jobs?q=100%25_%5C%27",
    "/o/acme/jobs?outcome=failed",
    "/o/acme/jobs?q=i-0123456789abcdef6",
    "/o/acme/performance?days=30",
    "/o/acme/costs?days=7",
    "/o/acme/audit?before=100",
    "/o/acme/labels?label=sprinters%3Aaws%3Am7i.large",
    "/api/v1/jobs?account=acme&limit=2",
    "/api/v1/jobs?account=acme&cursor=1006",
    "/api/v1/jobs?account=acme&state=running&q=build",
    "/api/v1/runners?account=acme",
    "/api/v1/costs?account=acme",
    "/api/v1/audit?account=acme&limit=1",
];

fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for route in routes() {
        // A stream does not end; a link of a mail is tried where mails are.
        if route.path.ends_with("/events") || route.path.ends_with("/changed") || route.path.contains("{token}") {
            continue;
        }
        let mut paths = vec![route.path.to_owned()];
        for (name, values) in FILLED {
            let fill = |path: String| values.iter().map(|value| path.replace(name, value)).collect::<Vec<_>>();
            paths =
                paths.into_iter().flat_map(|path| if path.contains(name) { fill(path) } else { vec![path] }).collect();
        }
        let of_api = route.path.starts_with("/api/v1/");
        all.extend(paths.into_iter().map(|path| if of_api { format!("{path}?account=acme") } else { path }));
    }
    all.extend(ASKED.map(str::to_owned));
    all
}

/// A page without what is drawn anew for each.
fn comparable(page: &str) -> String {
    let mut rest = page;
    let mut text = String::new();
    while let Some(at) = rest.find("name=\"csrf\" value=\"") {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        rest = after.split_once('>').unwrap().1;
    }
    text.push_str(rest);
    text
}

#[tokio::test]
async fn both_databases_answer_every_address_with_the_same() {
    let (sqlite, postgres) = (World::on(On::Sqlite).await.filled().await, World::on(On::Postgres).await.filled().await);
    let (mut pages, mut differences) = (0, Vec::new());
    for who in [World::clone, World::as_member] {
        let (sqlite, postgres) = (who(&sqlite), who(&postgres));
        for address in addresses() {
            let (one, other) = (sqlite.get(&address).await, postgres.get(&address).await);
            let (first, second) = (one.status().as_u16(), other.status().as_u16());
            if first != second || 500 <= first {
                differences.push(format!("{address}: {first} and {second}"));
                continue;
            }
            pages += usize::from(first == 200);
            let (one, other) = (comparable(&one.text().await), comparable(&other.text().await));
            let lines = one.lines().zip(other.lines()).filter(|(one, other)| one != other);
            differences
                .extend(lines.map(|(one, other)| format!("{address}\n  SQLite:     {one}\n  PostgreSQL: {other}")));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(70 < pages, "{pages}");
}

#[tokio::test]
async fn every_page_is_there_with_nothing_in_it_and_with_much() {
    let (empty, full) = (World::new().await, World::with_samples().await);
    full.add_jobs(300).await;
    for (state, world) in [
        ("empty", &empty),
        ("empty, in part", &empty.as_member()),
        ("full", &full),
        ("full, in part", &full.as_member()),
    ] {
        for address in addresses() {
            let answer = world.get(&address).await;
            let is_file = ["/api/", "/template/", "/.well-known/"].iter().any(|start| address.starts_with(start))
                || address.ends_with("/audit/export") && answer.status() == 200;
            let (status, of_page) = (answer.status().as_u16(), !is_file);
            assert!(status < 500, "{address}, {state}: {status}");
            let text = answer.text().await;
            if of_page && !matches!(status, 303 | 405) {
                // Refusals and empty lists are pages too: with a heading, a way on, and something to read.
                assert!(text.contains("<h1>") && text.contains("</main>"), "{address}, {state}: {text}");
            }
        }
    }
}
