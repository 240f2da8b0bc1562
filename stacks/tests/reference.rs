//! The pages under `docs/reference` that have a source say what it says; `UPDATE_DOCS=1` writes them anew. And the
//! documentation holds together: each page is in the summary, each link leads somewhere.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "it holds files to their sources, and a test that cannot go on says so by panicking"
)]

use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::{StackKind, render};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn text(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What a snapshot holds, without its head.
fn snapshot(path: &str) -> String {
    let text = text(path);
    let (_, content) = text.split_once("\n---\n").unwrap();
    content.to_owned()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Holds a page to its source, or writes it.
fn holds(page: &str, content: &str) {
    let path = format!("docs/reference/{page}");
    let content = format!("<!-- Written by stacks/tests/reference.rs; edits are overwritten. -->\n\n{content}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(file(&path), &content).unwrap();
    }
    let there = std::fs::read_to_string(file(&path)).unwrap_or_default();
    assert!(
        there == content,
        "{path} is not what its source says: UPDATE_DOCS=1 cargo test -p sprinters-stacks --test reference"
    );
}

#[test]
fn permissions() {
    let mut page = String::from(
        "# Permissions\n\nWhat the role of a stack may do: this list and nothing else. `sprinters-iac explain ACTION` says more, and the [security review](../security-review.md) proves it.\n\n| action | why | when | what it can't do |\n|---|---|---|---|\n",
    );
    for permission in PERMISSIONS {
        let only = permission.only_with.map(|parameter| format!(" (only with `{parameter}`)")).unwrap_or_default();
        let (why, when, cannot) = (permission.reason, permission.used_when, permission.cannot);
        let action = permission.action;
        writeln!(page, "| `{action}`{only} | {} | {} | {} |", cell(why), cell(when), cell(cannot)).unwrap();
    }
    holds("permissions.md", &page);
}

#[test]
fn parameters() {
    let template = render(StackKind::Runner).unwrap();
    let mut page = String::from(
        "# Parameters of the stack\n\nOne stack per AWS account and region. The console fills in those that have no default, but for the VPC.\n\n| parameter | default | meaning |\n|---|---|---|\n",
    );
    for parameter in template.parameters() {
        let default = match parameter.default.map(|default| default.as_str().map_or(default.to_string(), str::to_owned))
        {
            Some(empty) if empty.is_empty() => "empty".to_owned(),
            Some(default) => format!("`{default}`"),
            None => "to be given".to_owned(),
        };
        writeln!(page, "| `{}` | {default} | {} |", parameter.name, cell(parameter.description.unwrap())).unwrap();
    }
    let platform = render(StackKind::Platform).unwrap();
    page.push_str("\n## Of the control plane's own stack\n\n| parameter | default | meaning |\n|---|---|---|\n");
    for parameter in platform.parameters() {
        let default = parameter.default.and_then(|default| default.as_str()).unwrap();
        writeln!(page, "| `{}` | `{default}` | {} |", parameter.name, cell(parameter.description.unwrap())).unwrap();
    }
    holds("parameters.md", &page);
}

#[test]
fn settings() {
    let table = snapshot("golden/config-reference.snap");
    let page = format!(
        "# Settings\n\nFrom a TOML file (`--config FILE`, or `SPRINTERS_CONFIG`) and from environment variables, which win. In the file a setting has its name without `SPRINTERS_`, in lower case. A secret may stand in a file that `…_FILE` names, or that systemd hands over under the setting's name.\n\n{table}"
    );
    holds("settings.md", &page);
}

#[test]
fn reasons() {
    let table = snapshot("golden/failure-reasons.snap");
    let page = format!(
        "# Why a job did not run\n\nEvery job that does not run has one of these reasons. `wait` means that it starts as soon as it can, `again` that it gets another runner, `give-up` that it ends with the reason.\n\n{table}"
    );
    holds("reasons.md", &page);
}

#[test]
fn command_line() {
    let folder = "cli/tests/cli/snapshots";
    let mut names: Vec<String> = std::fs::read_dir(file(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_prefix("cli__help__help")?.strip_suffix(".snap")?.to_owned()))
        .collect();
    names.sort();
    assert!(10 < names.len(), "{names:?}");
    let mut page = String::from(
        "# The command line\n\nData goes to standard output, everything for people to standard error. Exit status: 0 fine, 1 the check or comparison found something, 2 bad usage or input, 3 an external service failed. `--json` is for programs; `NO_COLOR`, `AWS_ENDPOINT_URL` and the AWS SDK's other standard variables are honoured.\n",
    );
    for name in names {
        let title = name.strip_prefix('_').map_or("sprinters-iac".to_owned(), |name| format!("sprinters-iac {name}"));
        let help = snapshot(&format!("{folder}/cli__help__help{name}.snap"));
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        write!(page, "\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()).unwrap();
    }
    holds("command-line.md", &page);
}

/// Every page of the documentation, by its path under `docs`.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(file("docs").join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                // What mdBook writes.
                if path != Path::new("book") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    pages.sort();
    pages
}

/// The links of a page, without those in code.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in page.lines() {
        in_code ^= line.trim_start().starts_with("```");
        if !in_code {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            found.extend(targets.map(str::to_owned));
        }
    }
    found
}

/// Names that links may point to: headings as they are turned into addresses.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix('#')).map(|line| line.trim_start_matches('#'));
    headings
        .map(|heading| {
            let kept = heading.trim().to_lowercase();
            kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>()
        })
        .map(|heading| heading.replace(' ', "-"))
        .collect()
}

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    let mut broken = Vec::new();
    for (folder, page) in pages().iter().map(|page| ("docs/", page.clone())).chain([("", "README.md".to_owned())]) {
        let here = format!("{folder}{page}");
        for link in links(&text(&here)) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() { file(&here) } else { file(&here).parent().unwrap().join(path) };
            let known = match (std::fs::read_to_string(&target), anchor) {
                (Ok(page), Some(anchor)) => anchors(&page).contains(anchor),
                (Ok(_), None) => true,
                // A picture, or a folder.
                (Err(_), _) => target.exists(),
            };
            if !known {
                broken.push(format!("{here}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_is_in_the_summary() {
    let summary: BTreeSet<String> = links(&text("docs/SUMMARY.md")).into_iter().collect();
    // Pages that others of theirs lead to.
    let inner = |page: &str| page == "SUMMARY.md" || page == "placement.md" || page.starts_with("decisions/");
    let missing: Vec<String> =
        pages().into_iter().filter(|page| !inner(page) && !summary.contains(page.as_str())).collect();
    assert!(missing.is_empty(), "docs/SUMMARY.md lacks {missing:?}");
}
