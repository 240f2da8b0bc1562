//! Every control of docs/threat-model.md names a test that holds it, and the test exists.

use std::path::Path;

#[test]
fn each_threat_has_a_control_and_each_named_test_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    let named: Vec<(&str, &str)> = page.split('`').filter_map(|piece| piece.split_once(".rs#")).collect();
    assert!(30 <= named.len(), "{} tests are named", named.len());
    for (file, test) in &named {
        let source =
            std::fs::read_to_string(root.join(format!("{file}.rs"))).unwrap_or_else(|_| panic!("no {file}.rs"));
        let is_there = [format!("fn {test}("), format!("on_both!({test},"), format!("on_both!({test} ,")];
        assert!(is_there.iter().any(|form| source.contains(form)), "{file}.rs has no test {test}");
        assert!(source.contains("#[test]") || source.contains("#[tokio::test") || source.contains("on_both!"));
    }
    // Below "Threats", whatever is threatened has its control, and the control its test.
    let threats = page.split("## Threats").nth(1).unwrap().split("## What is not held").next().unwrap();
    for row in threats.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| threat")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        assert!(cells.len() == 3 && cells[2].contains(".rs#"), "no test holds this: {row}");
    }
}
