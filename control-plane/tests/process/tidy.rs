//! The house: who may name what.

use std::collections::{BTreeMap, BTreeSet};
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
fn only_the_clock_reads_the_time_and_no_file_or_comment_is_long() {
    let mut files = Vec::new();
    for (room, _) in ROOMS {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room).join("src"), &mut files);
    }
    assert!(200 < files.len(), "{} files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(file.ends_with("clock.rs") || !text.contains("SystemTime"), "{} reads the clock", file.display());
        // A table, and a list of errors with a sentence for each.
        let is_list = file.ends_with("catalogue/data.rs") || file.ends_with("label/error.rs");
        assert!(is_list || text.lines().count() <= 500, "{} has more than 500 lines", file.display());
        let long = |line: &&str| line.trim_start().starts_with("//") && 120 < line.chars().count();
        if let Some(line) = text.lines().find(long).filter(|line| !is_list && !line.contains("://")) {
            panic!("{} has a comment of more than 120 columns: {line}", file.display());
        }
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
        // The steps that differ as a whole: only SQLite has to make a table anew to change its key, or to let go of
        // one. A test beside the migrations takes the rows of the first through it; the audit log's are chained and
        // verified on both.
        files.retain(|file| !file.ends_with("0006_inbox.sql") && !file.ends_with("0012_audit.sql"));
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

/// Names of public types that stand in more than one place, where, and why that misleads nobody.
const SHARED_NAMES: [(&str, [&str; 2], &str); 8] = [
    (
        "Context",
        ["aws/src/error.rs", "worker/src/context.rs"],
        "AWS's is of an error message, the worker's of its work",
    ),
    (
        "Event",
        ["src/webhook/event.rs", "worker/src/machines.rs"],
        "GitHub's word for a delivery, and the machines' input",
    ),
    ("Limits", ["src/server/listen.rs", "worker/src/run.rs"], "each room's own bounds, never used beside each other"),
    (
        "Outcome",
        ["telemetry/src/metrics/delivery.rs", "worker/src/outcome.rs"],
        "the label of a metric, and what performing an effect came to",
    ),
    (
        "Phase",
        ["core/src/job/position.rs", "telemetry/src/metrics/job.rs"],
        "a job's phase as GitHub tells of it, and the label of a metric",
    ),
    (
        "Problem",
        ["core/src/label/error.rs", "src/settings/problem.rs"],
        "what is wrong with a label and with a setting: one word to whoever reads it",
    ),
    ("Problems", ["core/src/label/error.rs", "src/settings/problem.rs"], "all of them at once, in both"),
    (
        "Verdict",
        ["core/src/effect_end.rs", "core/src/policy.rs"],
        "each is named after its module: an end's verdict, the policy's verdict",
    ),
];

/// The name of a public type that this line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub ")?;
    let name = ["struct ", "enum ", "trait ", "type "].into_iter().find_map(|kind| rest.strip_prefix(kind))?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    name.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[test]
fn a_type_s_name_has_one_meaning() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (room, _) in ROOMS {
        let directory = if room == "." { house.join("src") } else { house.join(room).join("src") };
        let mut files = Vec::new();
        sources(&directory, &mut files);
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let place = file.strip_prefix(house).unwrap().to_str().unwrap().to_owned();
            for name in text.lines().filter_map(declared) {
                places.entry(name.to_owned()).or_default().insert(place.clone());
            }
        }
    }
    assert!(250 < places.len(), "{} types", places.len());
    let found: BTreeMap<&str, Vec<&str>> = places
        .iter()
        .filter(|(_, places)| 1 < places.len())
        .map(|(name, places)| (name.as_str(), places.iter().map(String::as_str).collect()))
        .collect();
    let allowed: BTreeMap<&str, Vec<&str>> =
        SHARED_NAMES.iter().map(|(name, places, _)| (*name, places.to_vec())).collect();
    assert_eq!(found, allowed, "give one of them another name, or say in SHARED_NAMES why both may have it");
    assert!(SHARED_NAMES.iter().all(|(_, _, why)| !why.is_empty()));
}

/// The repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn is_path(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    word.contains('/') && !word.starts_with('/') && word.bytes().all(fits)
}

/// What the map and the text of ARCHITECTURE.md name as paths; and what they name by its last part alone.
fn named_paths(text: &str) -> (BTreeSet<&str>, Vec<&str>) {
    let (mut paths, mut bare, mut in_block) = (BTreeSet::new(), Vec::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
            continue;
        }
        let words: Vec<&str> = match in_block {
            true => line.split_whitespace().take(1).collect(),
            false => line.split('`').skip(1).step_by(2).collect(),
        };
        for word in words {
            if is_path(word) {
                paths.insert(word);
            } else if word.ends_with(".rs") {
                bare.push(word);
            }
        }
    }
    (paths, bare)
}

#[test]
fn the_map_names_what_is_there() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let (paths, bare) = named_paths(&text);
    assert!(100 < paths.len(), "{} paths", paths.len());
    assert_eq!(bare, Vec::<&str>::new(), "name a file by its whole path");
    let missing: Vec<&&str> = paths.iter().filter(|path| !repository().join(path).exists()).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}

#[test]
fn every_room_and_folder_of_the_control_plane_is_on_the_map() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let (paths, _) = named_paths(&text);
    for (room, _) in ROOMS {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(room).join("src");
        let mut files = Vec::new();
        sources(&directory, &mut files);
        for file in files {
            // `ROOM/./src` is `ROOM/src`.
            let folder: PathBuf = file.parent().unwrap().components().collect();
            let folder = format!("{}/", folder.strip_prefix(repository()).unwrap().display());
            assert!(paths.contains(folder.as_str()), "the map of ARCHITECTURE.md lacks {folder}");
        }
    }
}

#[test]
fn the_glossary_says_where_each_word_is_at_home() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with("Glossary")).unwrap();
    let (mut words, mut types) = (BTreeSet::new(), BTreeSet::new());
    for row in section.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [word, meaning, kind, file] = cells[..] else { panic!("four cells: {row}") };
        assert!(words.insert(word) && !meaning.is_empty(), "one meaning: {row}");
        let source = std::fs::read_to_string(repository().join(file.trim_matches('`'))).expect(row);
        let kind = kind.trim_matches('`');
        if !kind.is_empty() {
            assert!(types.insert((kind, file)), "one word for each type: {row}");
            assert!(source.lines().any(|line| declared(line) == Some(kind)), "{file} declares no {kind}");
        }
    }
    assert!(30 < words.len(), "{} words", words.len());
}
