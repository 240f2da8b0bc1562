#!/usr/bin/python3
"""Whether every check that PROOFS.md cites has passed in the scenarios that it cites it for. usage: proofs.py RESULTS"""

import os
import re
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BEFORE = "(before the boots)"


def passed(results):
    """Scenario and name of each check that passed."""
    with open(results) as file:
        for line in file:
            if line.startswith("1 0 "):
                scenario, colon, name = line[4:].rstrip("\n").partition(": ")
                yield (scenario, name) if colon else (BEFORE, scenario)


def rows():
    """Scenarios and checks of each promise."""
    with open(os.path.join(HERE, "PROOFS.md")) as file:
        for line in file:
            if line.startswith("| ") and not line.startswith("| promise"):
                _, scenarios, checks = line.strip().strip("|").split(" | ")
                if not scenarios.strip().startswith("`"):
                    yield [scenario.strip() for scenario in scenarios.split(",")], [check.strip() for check in checks.split(";")]


def main():
    known, missing = set(passed(sys.argv[1])), []
    for scenarios, checks in rows():
        found = set()
        for check in checks:
            pattern = re.compile(".*".join(re.escape(part) for part in check.split("…")))
            where = {scenario for scenario, name in known if scenario in scenarios and pattern.fullmatch(name)}
            found |= where
            if not where:
                missing.append(f"{check} ({', '.join(scenarios)})")
        missing += [f"nothing of the row in {scenario}" for scenario in scenarios if scenario not in found]
    sys.exit("; ".join(missing) if missing else 0)


main()
