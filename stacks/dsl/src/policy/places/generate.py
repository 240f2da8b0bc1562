#!/usr/bin/env python3
"""Finds, in the published schemas of all resource types, where a policy stands and where a role is handed over.

    python3 stacks/dsl/src/policy/places/generate.py $(stacks/dsl/generator/fetch) > stacks/dsl/src/policy/places/places.txt

One line a resource type: its name, then `policies` and `roles`, each a comma-separated list of property paths without list
indexes; a list that is empty is left out.
"""

import argparse
import json
import pathlib
import re

# A role, by the last name of its path. Schemas that know better say so by the format of the text.
ROLE = re.compile(r"(Role|RoleArns?|RoleARN|RoleName|Roles|InstanceProfile(Arn|Name)?)$")
NO_ROLE = re.compile(r"(DatabaseRoles?|ReplicationRole|NodeRole|MemberRole|RoleMappingType|UserRole|GeographicRole)$")

# A policy is a free-form object or a text of this name.
POLICY = re.compile(r"Polic(y|ies)(Document|Text|Template)?$")
# These say how something works, not who may do what.
NO_POLICY = re.compile(
    r"(Lifecycle|Redrive|RedriveAllow|Filter|Delivery|Archive|DataProtection|Replay|ImagePull|Dns|Protocol|Ssl|Alpn|Tls|TLSSecurity"
    r"|Https|Termination|Retention|Deletion|Notification|Browser|Referrer|ContentSecurity|FieldIndex|Guardrail|Answer"
    r"|Safeguard|AutoImport|Snapshot|DlRate|UlRate|LanguageSelection|ReputationEntity|Managed)Polic(y|ies)(Text)?$"
)
NO_POLICY_TYPES = {
    "AWS::Bedrock::Guardrail",
    "AWS::Config::ConfigRule",
    "AWS::Config::OrganizationConfigRule",
    "AWS::Logs::AccountPolicy",
    "AWS::NetworkManager::CoreNetwork",
    "AWS::OpenSearchServerless::LifecyclePolicy",
    "AWS::PCAConnectorAD::Template",
    "AWS::SSM::Parameter",
}
DEEPEST = 7


def resolved(schema, root):
    for _ in range(10):
        if not isinstance(schema, dict) or "$ref" not in schema:
            break
        found = root
        for key in schema["$ref"].split("/")[1:]:
            found = found.get(key, {})
        schema = found
    return schema


def types(schema):
    own = schema.get("type", [])
    out = [own] if isinstance(own, str) else list(own)
    for key in ("oneOf", "anyOf"):
        for one in schema.get(key, []):
            out += types(one) if isinstance(one, dict) else []
    return out


def walk(kind, schema, root, path, found, depth=0):
    schema = resolved(schema, root)
    if DEEPEST < depth or not isinstance(schema, dict):
        return
    last, place, of = path[-1], "/".join(path), types(schema)
    properties = schema.get("properties") or {}
    is_text_or_list = "string" in of or "array" in of
    if str(schema.get("format", "")).startswith("AWS::IAM::Role") or (
        ROLE.search(last) and not NO_ROLE.search(last) and is_text_or_list and not schema.get("enum")
    ):
        found["roles"].add(place)
    elif not properties and POLICY.search(last) and not NO_POLICY.search(last) and kind not in NO_POLICY_TYPES:
        free_text = "string" in of and not schema.get("enum") and last != "SecurityPolicy"
        if "items" not in schema and ("object" in of or free_text):
            found["policies"].add(place)
    for name, inner in properties.items():
        walk(kind, inner, root, [*path, name], found, depth + 1)
    if "items" in schema:
        walk(kind, schema["items"], root, path, found, depth + 1)
    for key in ("oneOf", "anyOf", "allOf"):
        for one in schema.get(key, []):
            if isinstance(one, dict) and ("$ref" in one or "properties" in one):
                walk(kind, one, root, path, found, depth + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cloudformation", required=True, type=pathlib.Path)
    parser.add_argument("--iam", help="given by fetch, and not needed here")
    lines = {}
    for file in sorted(parser.parse_args().cloudformation.glob("*.json")):
        schema = json.loads(file.read_text())
        kind = schema.get("typeName")
        if not kind:
            continue
        found = {"policies": set(), "roles": set()}
        read_only = {pointer.removeprefix("/properties/") for pointer in schema.get("readOnlyProperties", [])}
        for name, inner in schema.get("properties", {}).items():
            if name not in read_only:
                walk(kind, inner, schema, [name], found)
        lists = [f" {name}={','.join(sorted(places))}" for name, places in found.items() if places]
        lines[kind] = kind + "".join(lists)
    for kind in sorted(lines):
        print(lines[kind])


main()
