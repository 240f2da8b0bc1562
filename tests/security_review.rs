//! The page for the security reviewer, `docs/security-review.md`, is what its sources say: `UPDATE_DOCS=1` writes it
//! anew.
#![expect(clippy::expect_used, reason = "what the tests share: a wrong assumption ends the test")]

use minijinja::{Environment, Value, context};
use sprinters::installation::{Choice, Installation, template};
use sprinters::mutation::mutants;
use sprinters::request::{Call, table};
use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::runner::SESSION_NAME_PATTERN;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The statements in the policy's order, the trust policy's last.
fn statements() -> Vec<&'static str> {
    let of_permissions = PERMISSIONS.iter().flat_map(|permission| permission.statements).copied();
    of_permissions.chain(["ControlPlaneWithExternalId"]).collect()
}

/// The promises of the runner image with the checks that prove them, as its own page has them: promise, scenarios,
/// checks.
fn promises() -> Vec<[String; 3]> {
    let page = fs::read_to_string(file("runner-image/PROOFS.md")).expect("the image's proofs can be read");
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        <[&str; 3]>::try_from(cells).expect("a row has three cells").map(str::to_owned)
    })
    .collect()
}

/// The lines of the image's tests that name checks and scenarios.
fn image_tests() -> Vec<String> {
    let paths = ["test", "tests/scenarios.py", "tests/jobs.py"].map(|path| file("runner-image").join(path));
    let texts = paths.map(|path| fs::read_to_string(path).expect("the image's tests can be read"));
    texts.iter().flat_map(|text| text.lines().map(str::to_owned)).collect()
}

#[test]
fn every_proof_of_the_image_names_a_check_that_exists() {
    let lines = image_tests();
    let is_checked = |name: &str| {
        let parts: Vec<&str> = name.split('…').filter(|part| !part.is_empty()).collect();
        lines.iter().any(|line| parts.iter().all(|part| line.contains(part)))
    };
    let promises = promises();
    assert!(20 < promises.len(), "only {} promises were found", promises.len());
    for [promise, _, checks] in promises {
        for check in checks.split("; ") {
            assert!(is_checked(check), "{promise}: there is no check {check:?}");
        }
    }
}

fn refused_at(call: &Call) -> String {
    let parts: Vec<&str> = call.checks.iter().filter(|check| !check.allowed).map(|check| check.part).collect();
    parts.join(", ")
}

/// A call that more statements refuse stands on the page once, so that it stays readable.
const NAMED_UNDER_EACH: usize = 2;

/// The statements under which a refused call stands: those that refuse it, or the first of many.
fn refusing(call: &Call) -> Vec<&'static str> {
    let refuses = |statement: &&str| call.checks.iter().any(|check| !check.allowed && check.statement == *statement);
    let mut refusing: Vec<&str> = statements().into_iter().filter(refuses).collect();
    if NAMED_UNDER_EACH < refusing.len() {
        refusing.truncate(1);
    }
    refusing
}

fn page() -> String {
    let installations = Installation::all();
    let defaults = table(&installations[0]);
    assert_eq!(installations[0].choice, Choice::Defaults, "the first choice is none");
    let known: BTreeMap<&str, bool> = defaults.iter().map(|call| (call.title.as_str(), call.is_allowed())).collect();
    let answer = |call: &Call| if call.is_allowed() { "goes through" } else { "refused" };

    let resources: Vec<Value> = template()
        .resources()
        .map(|resource| {
            let made = match resource.condition {
                None => "always".to_owned(),
                Some(condition) => format!("if {condition}"),
            };
            context! { id => resource.logical_id, kind => resource.kind, made }
        })
        .collect();
    let permissions: Vec<Value> = PERMISSIONS
        .iter()
        .map(|permission| {
            let granted = permission.only_with.map_or("always".to_owned(), |name| format!("only with `{name}`"));
            let (action, reason) = (permission.action, permission.reason);
            context! { action, reason, used_when => permission.used_when, cannot => permission.cannot, granted }
        })
        .collect();
    let choices: Vec<Value> = installations
        .iter()
        .map(|installation| {
            let calls = table(installation);
            let allowed = calls.iter().filter(|call| call.is_allowed()).count();
            let checks: usize = calls.iter().map(|call| call.checks.len()).sum();
            let (requests, refused) = (calls.len(), calls.len() - allowed);
            context! { name => installation.choice.name(), requests, allowed, refused, checks }
        })
        .collect();
    let refused: Vec<Value> = statements()
        .into_iter()
        .map(|statement| {
            let calls: Vec<Value> = defaults
                .iter()
                .filter(|call| !call.is_allowed() && refusing(call).contains(&statement))
                .map(|call| context! { title => &call.title, reason => call.reason, at => refused_at(call) })
                .collect();
            (statement, calls)
        })
        .filter(|(_, calls)| !calls.is_empty())
        .map(|(statement, calls)| context! { statement, calls })
        .collect();
    let options: Vec<Value> = installations[1..]
        .iter()
        .filter(|installation| installation.choice != Choice::Everything)
        .map(|installation| {
            let calls: Vec<Value> = table(installation)
                .iter()
                .filter(|call| known.get(call.title.as_str()) != Some(&call.is_allowed()))
                .map(|call| context! { title => &call.title, answer => answer(call), reason => call.reason })
                .collect();
            let parameters: Vec<String> =
                installation.choice.parameters().iter().map(|(name, value)| format!("`{name}` = `{value}`")).collect();
            context! { name => installation.choice.name(), parameters => parameters.join(", "), calls }
        })
        .collect();
    let allowed: Vec<Value> = defaults
        .iter()
        .filter(|call| call.is_allowed())
        .map(|call| context! { title => &call.title, reason => call.reason })
        .collect();
    let mutants: usize = installations
        .iter()
        .map(|installation| mutants(&installation.permissions()).len() + mutants(&installation.trust()).len())
        .sum();

    let source = fs::read_to_string(file("templates/security-review.md.j2")).expect("the page's template can be read");
    let mut environment = Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("page", &source).expect("the page's template is one");
    let page = environment.get_template("page").expect("the template was added");
    let text = page
        .render(context! {
            resources, permissions, choices, refused, options, allowed, mutants, promises => promises(),
            session_name => SESSION_NAME_PATTERN.trim_end_matches('*'),
        })
        .expect("the page can be rendered");
    format!("{}\n", text.trim_end())
}

#[test]
fn the_page_is_what_its_sources_say() {
    let (path, page) = (file("docs/security-review.md"), page());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/security-review.md is not what the permission list and the table of requests say: \
         write it anew with UPDATE_DOCS=1 cargo test --test security_review"
    );
}

#[test]
fn the_page_names_every_permission_every_statement_and_what_iam_cannot_limit() {
    let page = page();
    for permission in PERMISSIONS {
        assert!(page.contains(&format!("| `{}` |", permission.action)), "{} is not on the page", permission.action);
    }
    for statement in statements() {
        // A statement that only an option has is refused under its option.
        let heading = format!("#### {statement}");
        assert!(page.contains(&heading), "nothing that {statement} refuses is on the page");
    }
    for limit in [
        "User data",
        "How many",
        "version of the launch template",
        "KMS key",
        "shutting down",
        "DeleteOnTermination",
        "DisableApiTermination",
        "public address that the subnet gives",
        "64 TiB of io2",
    ] {
        assert!(page.contains(limit), "the page does not say that IAM can't limit: {limit}");
    }
}

#[test]
fn every_scenario_that_proves_a_promise_is_booted() {
    let scenarios = fs::read_to_string(file("runner-image/tests/scenarios.py")).expect("the scenarios can be read");
    for [promise, booted_as, _] in promises() {
        for scenario in booted_as.split(", ").filter(|name| !name.starts_with(['(', '`'])) {
            let known = scenarios.contains(&format!("    \"{scenario}\": "))
                || scenarios.contains(&format!("world.name = \"{scenario}\""));
            assert!(known, "{promise}: no scenario is called {scenario}");
        }
    }
}

#[test]
fn every_row_of_a_table_has_the_cells_of_its_head() {
    let page = page();
    let mut cells = None;
    for (number, line) in page.lines().enumerate() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let here = line.matches('|').count();
        let head = *cells.get_or_insert(here);
        assert_eq!(here, head, "line {} of the page: {line}", number + 1);
    }
}
