"""Runs the linters over the templates in golden/ and compares what they remark with .ci/linter-remarks.toml.

Called by .ci/linters with the folder of the linters' programs and the folder of cfn-guard's package.
"""

import json
import platform
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PROGRAMS, GUARD = (Path(argument) for argument in sys.argv[1:3])
HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
OWN_RULES = HERE / "sprinters.guard"
SYSTEM = "macos" if platform.system() == "Darwin" else "ubuntu"
MACHINE = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())

# Spoiled templates, each of which our own rules must refuse: (what to replace, by what, the rule).
SPOILED = [
    ("HttpTokens: required", "HttpTokens: optional", "launches_are_hardened"),
    ("HttpPutResponseHopLimit: 1", "HttpPutResponseHopLimit: 2", "launches_are_hardened"),
    ("Encrypted: true", "Encrypted: false", "launches_are_hardened"),
    ("DeleteOnTermination: true", "DeleteOnTermination: false", "launches_are_hardened"),
    ("InstanceInitiatedShutdownBehavior: terminate", "InstanceInitiatedShutdownBehavior: stop", "launches_are_hardened"),
    ("SecurityGroupEgress:", "SecurityGroupIngress:", "nothing_comes_in"),
    ("- RoleNamePrefixGiven", "- KeyGiven", "role_is_bounded"),
    ("MaxSessionDuration: 3600", "MaxSessionDuration: 7200", "role_is_bounded"),
    ("sts:ExternalId:", "sts:SourceIdentity:", "trust_needs_an_external_id"),
    ("sts:RoleSessionName:", "sts:SourceIdentity:", "trust_needs_an_external_id"),
    ("AWS: !Ref ControlPlaneRoleArn", 'AWS: "*"', "trust_needs_an_external_id"),
    ("Action: ec2:ModifyVolume", "Action: ec2:*", "grants_are_explicit"),
    ("Action: ec2:ModifyVolume", "NotAction: ec2:ModifyVolume", "grants_are_explicit"),
    ("Action: iam:PassRole", "Action: iam:*", "grants_are_explicit"),
    ("Type: AWS::IAM::InstanceProfile", "Type: AWS::IAM::User", "only_known_resources"),
]


def templates():
    """The text of each template snapshot, by name; the header of a snapshot ends with the second line of dashes."""
    for snapshot in sorted(GOLDEN.glob("*.yaml.snap")):
        yield snapshot.name.removesuffix(".yaml.snap"), snapshot.read_text().split("---\n", 2)[2]


def run(*command, codes):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode not in codes:
        sys.exit(f"{command[0]} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}")
    return result.stdout


def cfn_lint(folder):
    # 2, 4, 8 and their sums are findings; anything above is a failure of the program.
    output = run(PROGRAMS / "cfn-lint", "--format", "json", *sorted(folder.glob("*.yaml")), codes=range(16))
    for remark in json.loads(output):
        yield Path(remark["Filename"]).stem, remark["Rule"]["Id"], remark["Message"]


def checkov(folder):
    output = run(
        PROGRAMS / "checkov", "--quiet", "--compact", "--skip-download", "--framework", "cloudformation",
        "--output", "json", "--directory", folder, codes=(0, 1),
    )  # fmt: skip
    report = json.loads(output)
    if report["summary"]["resource_count"] == 0 or report["summary"]["parsing_errors"]:
        sys.exit(f"checkov read no resources, or could not read all: {report['summary']}")
    for remark in report["results"]["failed_checks"]:
        yield Path(remark["file_path"]).stem, remark["check_id"], f"{remark['resource']}: {remark['check_name']}"


def guard(rules, data):
    program = GUARD / "bin" / SYSTEM / MACHINE / "cfn-guard"
    # 0 nothing to remark, 19 remarks.
    output = run(
        program, "validate", "--rules", *rules, "--data", data, "--output-format", "json", "--structured",
        "--show-summary", "none", codes=(0, 19),
    )  # fmt: skip
    for report in json.loads(output):
        for remark in report["not_compliant"]:
            yield Path(report["name"]).stem, remark["Rule"]["name"], "not compliant"


def cfn_guard(folder):
    yield from guard([GUARD / "rules/control-tower/cfn-guard", OWN_RULES], folder)


def main():
    remarks_that_stay = tomllib.loads((HERE / "linter-remarks.toml").read_text())["remark"]
    reasons = {
        (remark["linter"], remark["rule"], template): remark["reason"]
        for remark in remarks_that_stay
        for template in remark["templates"]
    }
    problems = []
    needed = set()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "golden"
        folder.mkdir()
        names = []
        for name, text in templates():
            (folder / f"{name}.yaml").write_text(text)
            names.append(name)
        if "runner" not in names:
            sys.exit("golden/ has no runner.yaml.snap: nothing to lint")
        for linter, remarks in (("cfn-lint", cfn_lint), ("checkov", checkov), ("cfn-guard", cfn_guard)):
            found = sorted(set(remarks(folder)))
            for template, rule, message in found:
                needed.add((linter, rule, template))
                if (linter, rule, template) not in reasons:
                    problems.append(f"{linter}: {template}: {rule}: {message}")
            print(f"{linter}: {len(names)} templates, {len(found)} remarks", flush=True)
        for linter, rule, template in sorted(set(reasons) - needed):
            problems.append(f"{linter}: {template}: {rule}: has a reason, but is not remarked any more")

        runner = (folder / "runner.yaml").read_text()
        for index, (old, new, rule) in enumerate(SPOILED):
            spoiled = Path(scratch) / f"spoiled-{index}.yaml"
            if old not in runner:
                problems.append(f"the template has no `{old}` to spoil")
                continue
            spoiled.write_text(runner.replace(old, new))
            if rule not in {found for _, found, _ in guard([OWN_RULES], spoiled)}:
                problems.append(f"our rule {rule} lets `{new}` pass")
        print(f"cfn-guard: {len(SPOILED)} spoiled templates, tried on our own rules")
    if problems:
        sys.exit("Give a reason in .ci/linter-remarks.toml, or mend it:\n" + "\n".join(problems))


main()
