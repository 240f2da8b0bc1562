//! The house: who may name what.

use std::path::{Path, PathBuf};

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms, and the rooms that each may use.
const ROOMS: [(&str, &[&str]); 11] = [
    ("core", &[]),
    ("common", &["core"]),
    ("telemetry", &["common", "core"]),
    ("seal", &[]),
    ("store", &["common", "core", "seal"]),
    ("github", &["common", "core"]),
    ("aws", &["common", "core", "seal", "stacks"]),
    ("services", &["common", "core", "github", "seal", "stacks", "store", "telemetry"]),
    ("worker", &["aws", "common", "core", "github", "seal", "services", "stacks", "store", "telemetry"]),
    ("console", &["common", "core", "dsl", "github", "seal", "services", "stacks", "store"]),
    // The server puts all of them together.
    (
        ".",
        &[
            "aws",
            "common",
            "console",
            "core",
            "fakes",
            "github",
            "seal",
            "services",
            "stacks",
            "store",
            "telemetry",
            "worker",
        ],
    ),
];

/// A library of an edge, and the one room that may name it.
const EDGES: [(&str, &str); 6] = [
    ("sqlx", "store"),
    ("octocrab", "github"),
    ("aws-sdk-", "aws"),
    ("aws-config", "aws"),
    ("aws-smithy-", "aws"),
    ("jiff", "core"),
];

fn manifest(room: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(room).join("Cargo.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn a_room_uses_only_the_rooms_that_it_may() {
    for (room, allowed) in ROOMS {
        let manifest = manifest(room);
        let used: Vec<&str> = manifest["dependencies"]
            .as_table()
            .unwrap()
            .keys()
            .filter_map(|name| name.strip_prefix("sprinters-"))
            .collect();
        for name in &used {
            assert!(allowed.contains(name), "{room} uses {name}");
        }
        for name in allowed {
            assert!(used.contains(name), "{room} may use {name} and does not: leave it out of the list");
        }
    }
}

#[test]
fn each_library_of_an_edge_has_one_room() {
    for (room, _) in ROOMS {
        let manifest = manifest(room);
        for name in manifest["dependencies"].as_table().unwrap().keys() {
            for (library, home) in EDGES {
                assert!(!name.starts_with(library) || room == home, "{room} depends on {name}, which is {home}'s");
            }
        }
    }
}

#[test]
fn what_is_deployed_carries_no_fakes() {
    let manifest = manifest(".");
    assert_eq!(manifest["dependencies"]["sprinters-fakes"]["optional"].as_bool(), Some(true));
    let features = manifest["features"].as_table().unwrap();
    for (name, parts) in features {
        let brings = parts.as_array().unwrap().iter().any(|part| part.as_str() == Some("dep:sprinters-fakes"));
        assert_eq!(brings, name == "sandbox", "the feature {name}");
    }
}

#[test]
fn only_the_clock_reads_the_time_and_no_file_is_long() {
    let mut files = Vec::new();
    for (room, _) in ROOMS {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room).join("src"), &mut files);
    }
    assert!(200 < files.len(), "{} files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(file.ends_with("clock.rs") || !text.contains("SystemTime"), "{} reads the clock", file.display());
        let is_data = file.ends_with("catalogue/data.rs");
        assert!(is_data || text.lines().count() <= 600, "{} has more than 600 lines", file.display());
    }
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let schema = |dialect: &str| {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("store/migrations").join(dialect);
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert_eq!(files.len(), sprinters_store::SCHEMA_VERSIONS);
        // The one step that differs as a whole: only SQLite has to make a table anew to change its key. A test beside the migrations takes its rows through it.
        files.retain(|file| !file.ends_with("0006_inbox.sql"));
        let text: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        // The one index that differs: PostgreSQL's can't hold long texts.
        let searched = ["DROP INDEX jobs_account;", "CREATE INDEX jobs_account ON jobs (account_id, id, repository_id"];
        let statement = |line: &str| {
            !line.trim_start().starts_with("--")
                && !line.starts_with("PRAGMA")
                && !line.starts_with("INSERT")
                && (dialect == "postgres" || !searched.iter().any(|index| line.starts_with(index)))
        };
        let words = |line: &str| {
            line.split_whitespace().take(if line.starts_with(' ') { 1 } else { 5 }).collect::<Vec<_>>().join(" ")
        };
        text.lines()
            .filter(|line| statement(line) && !line.trim().is_empty() && !line.starts_with(')'))
            .map(words)
            .collect::<Vec<_>>()
    };
    assert_eq!(schema("sqlite"), schema("postgres"));
}
