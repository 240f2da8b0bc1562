#!/usr/bin/python3
"""Runs github/run on a checkout of stubs in the form of GitHub's. usage: github.py FOLDER"""

import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHECKOUT = os.path.join(HERE, "tests/github-checkout")


def run(checkout, *arguments, **environment):
    command = [os.path.join(HERE, "github/run"), checkout, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def expect(what, expected, found):
    if expected != found:
        sys.exit(f"{what}: expected {expected}, found {found}")


def main():
    folder = sys.argv[1]
    os.makedirs(folder)
    os.chmod(folder, 0o777)
    # Where every user can read it.
    checkout = shutil.copytree(CHECKOUT, os.path.join(folder, "checkout"))
    # A PowerShell that is none, since Debian has none.
    pwsh = os.path.join(folder, "pwsh")
    with open(pwsh, "w") as file:
        file.write('#!/bin/sh\necho "$(basename "$2") uid=$(id -u) by pwsh" >> "$SPRINTERS_SEEN"\n')
    os.chmod(pwsh, 0o755)
    full = ["install-rust.sh", "install-android-sdk.sh", "install-julia.sh", "Install-Toolset.ps1", "install-homebrew.sh"]
    for variant, without in (("full", set()), ("slim", {"install-android-sdk.sh", "install-julia.sh"})):
        seen, at = os.path.join(folder, f"seen-{variant}"), os.path.join(folder, variant)
        with open(seen, "w"):
            os.chmod(seen, 0o666)
        done = run(checkout, "ubuntu-24.04", variant, "--folder", at, SPRINTERS_SEEN=seen, PATH=f"{folder}:{os.environ['PATH']}")
        expect(f"{variant} ends well", (0, ""), (done.returncode, done.stderr))
        with open(seen) as file:
            lines = file.read().splitlines()
        expect(f"the scripts of {variant}, in order", [name for name in full if name not in without], [line.split()[0] for line in lines])
        expect("a script has its environment", "install-rust.sh uid=0 os=ubuntu24 helpers=yes toolset=yes", lines[0])
        expect("PowerShell scripts go to PowerShell", "Install-Toolset.ps1 uid=0 by pwsh", lines[-2])
        expect("Homebrew is the user's", "uid=1001", lines[-1].split()[1])
        expect("their tests ask nobody", 0, subprocess.run([f"{at}/helpers/invoke-tests.sh"], check=False).returncode)
        expect("files lie where the scripts look", True, os.path.exists(f"{at}/post-generation/one.sh"))
    listed = run(checkout, "ubuntu-24.04", "slim", "--folder", os.path.join(folder, "none"), "--list")
    expect("--list does nothing", False, os.path.exists(os.path.join(folder, "none")))
    expect("--list names what would run", True, "run install-rust.sh" in listed.stdout and "install-julia.sh" not in listed.stdout)
    with open(os.path.join(HERE, "github/left-out")) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                word, variants, reason = line.split(None, 2)
                expect(f"{word} has variants and a reason", True, set(variants.split(",")) <= {"slim", "full"} and len(reason) > 5)
    with open(os.path.join(HERE, "github/pin")) as file:
        expect("the pin is one state", True, re.search(r"^[0-9a-f]{40}$", file.read(), re.M) is not None)


main()
