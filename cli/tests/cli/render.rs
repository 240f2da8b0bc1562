use crate::{directory, run};
use sprinters_stacks::{StackKind, render};

#[test]
fn render_prints_the_template_and_nothing_else() {
    for kind in StackKind::ALL {
        let template = render(kind).unwrap();
        let yaml = run(&["render", kind.name()]);
        assert_eq!((yaml.exit, yaml.stderr.as_str()), (0, ""));
        assert_eq!(yaml.stdout, template.to_yaml());
        let json = run(&["render", kind.name(), "--format", "json"]);
        assert_eq!((json.exit, json.stdout), (0, template.to_json()));
    }
}

#[test]
fn the_customer_stack_is_the_default() {
    assert_eq!(run(&["render"]).stdout, run(&["render", "runner"]).stdout);
}

#[test]
fn the_same_bytes_every_time() {
    assert_eq!(run(&["render"]).stdout, run(&["render"]).stdout);
}

#[test]
fn a_file_is_written_whole_and_replaced_whole() {
    let (_keep, path) = directory();
    let file = path.join("runner.yaml");
    std::fs::write(&file, "something older and longer than nothing").unwrap();
    let out = file.to_str().unwrap();
    let written = run(&["render", "--out", out]);
    assert_eq!((written.exit, written.stdout.as_str()), (0, ""));
    assert!(written.stderr.starts_with("Wrote "), "{}", written.stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), run(&["render"]).stdout);
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1, "a temporary file stayed behind");
}

#[cfg(unix)]
#[test]
fn a_file_has_the_rights_that_the_umask_leaves() {
    use std::os::unix::fs::PermissionsExt;
    let (_keep, path) = directory();
    let (ours, other) = (path.join("runner.yaml"), path.join("other"));
    run(&["render", "--out", ours.to_str().unwrap()]);
    std::fs::write(&other, "").unwrap();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&ours), mode(&other));
}

#[test]
fn a_file_that_cannot_be_written_is_a_failure_of_the_outside() {
    let (_keep, path) = directory();
    let run = run(&["render", "--out", path.join("missing/runner.yaml").to_str().unwrap()]);
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.contains("runner.yaml can't be written: No such file or directory"), "{}", run.stderr);
}

#[test]
fn the_customer_stack_has_a_terraform_form() {
    let module = run(&["render", "--format", "terraform"]);
    assert_eq!((module.exit, module.stderr.as_str()), (0, ""));
    assert!(module.stdout.contains("resource \"aws_iam_role\" \"control_plane_role\""), "{}", module.stdout);
    let organization = run(&["render", "organization", "--format", "terraform"]);
    assert_eq!((organization.exit, organization.stdout.as_str()), (2, ""));
    assert!(organization.stderr.contains("has no Terraform form"), "{}", organization.stderr);
    assert_eq!(run(&["render", "platform", "--format", "terraform"]).exit, 2);
}
