"""Judges the Compose file by the specification's schema, and the manifests by Kubernetes's own and by what a restricted pod must be."""

import pathlib
import re
import sys

import jsonschema
import kubernetes_validate
import yaml

VERSION = "1.34"


def compose(schema_file: str, file: pathlib.Path) -> None:
    document = yaml.safe_load(file.read_text())
    jsonschema.validate(document, yaml.safe_load(pathlib.Path(schema_file).read_text()))
    for name, service in document["services"].items():
        assert service["cap_drop"] == ["ALL"], f"{name} keeps capabilities"
        assert "no-new-privileges:true" in service["security_opt"], f"{name} may gain privileges"
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name} listens to everybody on {port}"
        for secret in service["secrets"]:
            assert secret in document["secrets"], f"{name} wants the secret {secret}, which nothing defines"
        for variable, value in service["environment"].items():
            hidden = re.search("KEY|PASSWORD|DATABASE_URL", variable)
            assert not hidden or variable.endswith("_FILE"), f"{name} has {variable} in its environment"
            assert not variable.endswith("_FILE") or value.removeprefix("/run/secrets/") in service["secrets"], variable
    print(f"{file.name}: {len(document['services'])} services are as the Compose Specification has them")


def kubernetes(folder: pathlib.Path) -> None:
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    there = sorted(file.name for file in folder.glob("*.yaml") if file.name != "kustomization.yaml")
    assert sorted(kustomization["resources"]) == there, "kustomization.yaml and the folder differ"
    resources = [yaml.safe_load((folder / name).read_text()) for name in there]
    for resource in resources:
        kubernetes_validate.validate(resource, VERSION, strict=True)
    by_kind = {resource["kind"]: resource for resource in resources}
    labels = by_kind["Deployment"]["spec"]["template"]["metadata"]["labels"].items()
    for kind, selector in [
        ("Service", by_kind["Service"]["spec"]["selector"]),
        ("PodDisruptionBudget", by_kind["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"]),
        ("NetworkPolicy", by_kind["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"]),
        ("Deployment", by_kind["Deployment"]["spec"]["selector"]["matchLabels"]),
    ]:
        assert selector.items() <= labels, f"the {kind} selects no pod"
    pod = by_kind["Deployment"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] and not pod["automountServiceAccountToken"]
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"], container["name"]
        assert context["capabilities"] == {"drop": ["ALL"]}, container["name"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted <= {volume["name"] for volume in pod["volumes"]}, "a volume is missing"
    print(f"{folder.name}: {len(resources)} manifests are as Kubernetes {VERSION} has them")


def refuses_a_typo(file: pathlib.Path) -> None:
    """The judge itself: a manifest with a name that does not exist must not pass."""
    wrong = yaml.safe_load(file.read_text().replace("replicas:", "replica:"))
    try:
        kubernetes_validate.validate(wrong, VERSION, strict=True)
    except kubernetes_validate.ValidationError:
        return
    raise AssertionError("a wrong manifest passes")


def workflows(root: pathlib.Path) -> None:
    """CI runs every step of .ci/run, with the compiler that Cargo.toml asks for."""
    steps = re.findall(r'^step "([^"]+)" (.+)$', (root / ".ci/run").read_text(), re.MULTILINE)
    assert len(steps) > 10, "the steps of .ci/run were not found"
    text = (root / ".github/workflows/ci.yml").read_text()
    inner = {"documentation": "cargo doc --workspace --no-deps --quiet", "shell scripts": "xargs shellcheck"}
    for name, command in steps:
        command = inner.get(name, command)
        assert command in text, f"ci.yml lacks the step {name}: {command}"
    rust = re.search(r'^rust-version = "(.+)"$', (root / "Cargo.toml").read_text(), re.MULTILINE).group(1)
    for file in sorted((root / ".github/workflows").glob("*.yml")):
        used = set(re.findall(r"\brust:([0-9.]+)", file.read_text()))
        assert used <= {rust}, f"{file.name} builds with Rust {used}, Cargo.toml asks for {rust}"
        for action in re.findall(r"^ *(?:- )?uses: ([^ .]\S*@\S+)", file.read_text(), re.MULTILINE):
            assert re.search("@[0-9a-f]{40}$", action), f"{file.name}: {action} is no commit"
    print(f"ci.yml: has all {len(steps)} steps of .ci/run")


def main() -> None:
    here = pathlib.Path(sys.argv[2])
    compose(sys.argv[1], here / "compose" / "compose.yaml")
    kubernetes(here / "kubernetes")
    refuses_a_typo(here / "kubernetes" / "deployment.yaml")
    workflows(here.parent)


main()
