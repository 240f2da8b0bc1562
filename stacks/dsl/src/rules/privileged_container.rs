//! SPR047: a container stays inside.

use serde_json::Value;

use super::view::text::{elements, property};
use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR047-privileged-container"),
    severity: Severity::Error,
    guardrail: false,
    why: "whoever breaks into the container is on its host, with the host's credentials",
    check,
};

/// Capabilities of Linux with which a process leaves its container.
const WAYS_OUT: [&str; 6] = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "DAC_READ_SEARCH", "NET_ADMIN"];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for task in view.of_kind("AWS::ECS::TaskDefinition") {
        for (container, path) in view.elements(&task, "ContainerDefinitions") {
            of_container(view, task.logical_id, container, &path, &mut remarks);
        }
        for (volume, path) in view.elements(&task, "Volumes") {
            let sources = property(view.template, volume, &path, "Host/SourcePath");
            of_host_path(task.logical_id, sources, &mut remarks);
        }
        for (name, wanted) in [("PidMode", "host"), ("IpcMode", "host")] {
            let shared = view.property(&task, name).into_iter().flatten().find(|value| value.text == wanted);
            if let Some(shared) = shared {
                remarks.push(Remark {
                    severity: Some(Severity::Warning),
                    logical_id: task.logical_id.to_owned(),
                    path: shared.path,
                    found: format!("shares its host's processes ({name}: host)"),
                    allowed: "a name space of its own".to_owned(),
                    remedy: format!("remove {name}"),
                });
            }
        }
    }
    for job in view.of_kind("AWS::Batch::JobDefinition") {
        for (container, path) in view.elements(&job, "ContainerProperties") {
            of_container(view, job.logical_id, container, &path, &mut remarks);
            let volumes = container.get("Volumes").map(|volumes| elements(volumes, &format!("{path}/Volumes")));
            for (volume, path) in volumes.unwrap_or_default() {
                let sources = property(view.template, volume, &path, "Host/SourcePath");
                of_host_path(job.logical_id, sources, &mut remarks);
            }
        }
    }
    for project in view.of_kind("AWS::CodeBuild::Project") {
        let on = view.property(&project, "Environment/PrivilegedMode").into_iter().flatten();
        if let Some(on) = on.into_iter().find(|value| truth(&value.text) == Some(true)) {
            remarks.push(Remark {
                // A build of images needs it, and its host is gone after the build.
                severity: Some(Severity::Info),
                logical_id: project.logical_id.to_owned(),
                path: on.path,
                found: "builds in a privileged container".to_owned(),
                allowed: "PrivilegedMode: false where no image is built".to_owned(),
                remedy: "remove it if the project builds no images".to_owned(),
            });
        }
    }
    remarks
}

fn of_container(view: &View<'_>, logical_id: &str, container: &Value, path: &str, remarks: &mut Vec<Remark>) {
    let name = container.get("Name").map_or_else(|| "its container".to_owned(), super::view::text::shown);
    let privileged = property(view.template, container, path, "Privileged").into_iter().flatten();
    if let Some(on) = privileged.into_iter().find(|value| truth(&value.text) == Some(true)) {
        remarks.push(Remark {
            severity: None,
            logical_id: logical_id.to_owned(),
            path: on.path,
            found: format!("runs {name} privileged"),
            allowed: "Privileged: false".to_owned(),
            remedy: "remove it; LinuxParameters.Capabilities adds the one thing that is needed".to_owned(),
        });
    }
    let added = property(view.template, container, path, "LinuxParameters/Capabilities/Add").into_iter().flatten();
    for capability in added.filter(|value| WAYS_OUT.contains(&value.text.trim_start_matches("CAP_"))) {
        remarks.push(Remark {
            severity: Some(if capability.text == "NET_ADMIN" { Severity::Info } else { Severity::Warning }),
            logical_id: logical_id.to_owned(),
            found: format!("gives {name} the capability {}", capability.text),
            path: capability.path,
            allowed: "the capabilities that a container has anyway".to_owned(),
            remedy: "remove the capability".to_owned(),
        });
    }
}

fn of_host_path(logical_id: &str, sources: Vec<Option<super::view::text::Text>>, remarks: &mut Vec<Remark>) {
    const OPEN: [&str; 8] =
        ["/", "/var/run/docker.sock", "/run/docker.sock", "/var/run", "/run", "/etc", "/proc", "/root"];
    for source in sources.into_iter().flatten().filter(|source| OPEN.contains(&source.text.as_str())) {
        let is_socket = source.text.ends_with("docker.sock") || source.text == "/";
        remarks.push(Remark {
            severity: Some(if is_socket { Severity::Error } else { Severity::Warning }),
            logical_id: logical_id.to_owned(),
            found: format!("mounts {} of its host", source.text),
            path: source.path,
            allowed: "a volume of its own".to_owned(),
            remedy: "remove the mount: what can write there is the host".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn ways_out_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Task:
  Type: AWS::ECS::TaskDefinition
  Properties:
    PidMode: host
    Volumes: [{Name: docker, Host: {SourcePath: /var/run/docker.sock}}]
    ContainerDefinitions:
      - {Name: agent, Image: a, Privileged: true}
      - {Name: debug, Image: a, LinuxParameters: {Capabilities: {Add: [SYS_ADMIN]}}}
Job: {Type: AWS::Batch::JobDefinition, Properties: {ContainerProperties: {Image: a, Privileged: true}}}
Build: {Type: AWS::CodeBuild::Project, Properties: {Environment: {PrivilegedMode: true}}}
"
        ));
    }

    #[test]
    fn ordinary_containers_are_fine() {
        let source = "
Task:
  Type: AWS::ECS::TaskDefinition
  Properties:
    Volumes: [{Name: data, Host: {SourcePath: /data}}, {Name: own}]
    ContainerDefinitions: [{Name: web, Image: a, Privileged: false, LinuxParameters: {Capabilities: {Drop: [ALL]}}}]
";
        assert_eq!(said(&RULE, source), "");
    }
}
