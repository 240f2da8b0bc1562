//! Our own templates under our own rules, all of them.

use sprinters_dsl::rules::{self, Severity};
use sprinters_stacks::{StackKind, organization, render};

#[test]
fn our_templates_leave_no_finding_open() {
    let member = organization::member_template().unwrap();
    let templates = StackKind::ALL.map(|kind| (kind.name(), render(kind).unwrap()));
    for (name, template) in templates.into_iter().chain([("member", member)]) {
        let open: Vec<String> = rules::check(&template, rules::all())
            .into_iter()
            .filter(|finding| !finding.is_waived() && finding.severity != Severity::Info)
            .map(|finding| finding.to_string())
            .collect();
        assert!(open.is_empty(), "{name}:\n{}", open.join("\n"));
    }
}
