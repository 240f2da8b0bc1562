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

#[test]
fn each_library_of_an_edge_has_one_place_and_only_the_clock_reads_the_time() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(30 < files.len(), "{} files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&root).unwrap();
        assert!(name.starts_with("store") || !text.contains("sqlx::"), "{} names sqlx", name.display());
        let names_aws = text.contains("aws_sdk") || text.contains("aws_config") || text.contains("aws_smithy");
        assert!(name.starts_with("aws") || !names_aws, "{} names an AWS SDK", name.display());
        assert!(name.starts_with("github") || !text.contains("octocrab::"), "{} names octocrab", name.display());
        assert!(name.ends_with("clock.rs") || !text.contains("SystemTime"), "{} reads the clock", name.display());
        assert!(text.lines().count() <= 500, "{} has more than 500 lines", name.display());
    }
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let schema = |dialect: &str| {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect);
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert_eq!(files.len(), sprinters_control_plane::store::SCHEMA_VERSIONS);
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
