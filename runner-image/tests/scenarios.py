#!/usr/bin/python3
"""Boots the image and looks at it from inside and outside. usage: scenarios.py ARCHITECTURE IMAGE FOLDER RESULTS CLAIMS NAME…

Prints one line for each check and appends it to RESULTS as `1 0 SCENARIO: CHECK`, or with `0 1` when it failed. Several may run at once with the same folder CLAIMS: each takes of the
names, in their order, what no other has taken.
"""

import base64
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
import traceback

import jobs
import machine
import packets
from disks import digest, flip, holds, interpreter, looks_random, partition, read_at
from machine import GitHub, Machine, Metadata, user_data

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TEMP = "vol00000000000000002"
STORE = "AWS00000000000000003"
MARKER = "marker-c41d7b09e2"
# Seconds of processor time for one boot with its job in QEMU without KVM. The longest takes a third of it.
PATIENCE = 600
# Seconds by the clock for one thing to happen inside, on a machine that is ten times too busy.
A_WHILE = 1800
GIB = 1 << 30


def budget(name):
    with open(os.path.join(HERE, "budgets")) as file:
        for line in file:
            words = line.split("#")[0].split()
            if words and words[0] == name:
                return float(words[1])
    raise LookupError(name)


def listed(name):
    with open(os.path.join(HERE, name)) as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    # A second column names the variants; what is booted here is `minimal`.
    return " ".join(sorted(words[0] for words in lines if len(words) == 1 or "minimal" in words[1]))


class World:
    def __init__(self, architecture, image, folder, results):
        self.architecture, self.image, self.folder, self.results = architecture, image, folder, results
        self.name = ""

    def check(self, name, good, said=""):
        with open(self.results, "a") as file:
            file.write(f"{'1 0' if good else '0 1'} {self.name}: {name}\n")
        if good:
            print(f"ok      {self.name}: {name}", flush=True)
        else:
            print(f"FAILED  {self.name}: {name}{': ' + str(said)[:1500] if said else ''}", flush=True)

    def note(self, text):
        print(f"        {self.name}: {text}", flush=True)

    def disk(self, name, size):
        path = os.path.join(self.folder, f"{name}.raw")
        if not os.path.exists(path):
            with open(path, "w") as file:
                file.truncate(size)
        return path

    def run(self, data, script=None, disks=None, on_start=None, image=None, services=None, secure_boot=False, boot_last=False, processors=1):
        """One boot until it powers off. Returns console, job log, and what the fakes saw."""
        metadata, github = Metadata(data), GitHub(script)
        github.services.update(services or {})
        folder = os.path.join(self.folder, self.name.replace(" ", "-"))
        subprocess.run(["rm", "-rf", folder], check=True)
        vm = Machine(folder, image or self.image, disks or {}, secure_boot=secure_boot, architecture=self.architecture, boot_last=boot_last, processors=processors)
        seen = {}

        def started():
            if "the runner starts" in vm.console():
                seen.update(start=time.monotonic() - vm.start, spent=vm.spent(), disk=vm.boot_disk())
            return bool(seen)

        try:
            vm.wait(PATIENCE, until=started)
            if on_start and vm.process.poll() is None:
                on_start(vm, metadata, github)
            off = vm.wait(PATIENCE)
        finally:
            if vm.process.poll() is None:
                vm.kill()
            metadata.close()
            github.close()
        console = vm.console()
        self.check("the machine powered itself off", off and "Power down" in console, console[-1500:])
        others = sorted(sent for sent in packets.spoken(vm.capture_path) if not packets.expected(sent))
        self.check("it spoke with nobody but the network, the metadata service and GitHub", not others, others)
        for line in (github.log or "").splitlines():
            if line.startswith("CHECK ok "):
                self.check(line[9:], True)
            elif line.startswith("CHECK FAILED "):
                self.check(line[13:], False)
            elif line.startswith("TIME "):
                self.note(line[5:])
            elif "CHECK " in line:
                self.check("every check of the job has a line of its own", False, line)
        return console, github.log or "", metadata, seen


def unsquashfs(world, *arguments):
    """What unsquashfs says of the root."""
    offset, _ = partition(world.image, "sprinters-root")
    return subprocess.run(["unsquashfs", "-o", str(offset), *arguments], capture_output=True, check=True).stdout


def module(world):
    """A kernel module of the image that depends on no other and that nothing has loaded."""
    packed = unsquashfs(world, "-cat", world.image, "usr/lib/modules/*/kernel/drivers/net/dummy.ko.xz")
    return subprocess.run(["xz", "--decompress"], input=packed, capture_output=True, check=True).stdout


def reversed_secrets():
    encoded = json.loads(base64.b64decode(machine.jit_config()))[".credentials"]
    return {"secret": machine.SECRET[::-1], "encoded": base64.b64encode(encoded.encode()).decode()[4:40][::-1]}


def look_at_volume(world, log, temp, ciphertexts):
    world.check("the job's marker is nowhere on the raw volume", not holds(temp, MARKER.encode()))
    world.check("the just-in-time configuration is nowhere on the raw volume", not holds(temp, machine.SECRET.encode()))
    offset, _ = partition(temp, "sprinters-temp")
    block = re.search(r"^PLAIN temp (\d+)$", log, re.M)
    world.check("the job told where its plain file lies", block is not None)
    if block:
        cipher = read_at(temp, offset + int(block[1]) * 4096, 65536)
        world.check("a file of one letter is noise on the raw volume", looks_random(cipher))
        ciphertexts.setdefault("temp", []).append((int(block[1]), cipher))
    offset, _ = partition(temp, "sprinters-swap")
    cipher = read_at(temp, offset + (128 << 20), 65536)
    world.check("swap of one letter is noise on the raw volume", looks_random(cipher))
    ciphertexts.setdefault("swap", []).append((128, cipher))


def full_job(boot):
    script = jobs.CHECKS + jobs.SECRET + jobs.timed(
        services=jobs.SERVICES, writes=jobs.EMPTY + jobs.WRITES + jobs.TEMP_CRYPT, kernel=jobs.KERNEL + jobs.MODULES, metadata=jobs.METADATA,
        jit=jobs.JIT, ingress=jobs.INGRESS, swap=jobs.MARK + jobs.SWAP, tools=jobs.TOOLS + jobs.UNITS, docker=jobs.DOCKER,
        ipv6=jobs.METADATA_IPV6, ingress_end=jobs.INGRESS_END, times=jobs.TIMES)
    if boot == 2:
        script = "\n".join([jobs.CHECKS, jobs.EMPTY, jobs.MARK, jobs.SWAP, "exit 1"])
    return jobs.fill(script, marker=MARKER[::-1], services=listed("services"), setuid=listed("setuid"), **reversed_secrets())


def gp3(world):
    """Two boots of the same volumes."""
    temp, ciphertexts, before = world.disk("gp3", 4 * GIB), {}, digest(world.image)
    world.name = "gp3"

    def ingress(port):
        try:
            with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as connection:
                connection.settimeout(20)
                return connection.recv(5) or b"dropped"
        except OSError:
            return b"dropped"

    console, log, metadata, seen = world.run(user_data(), full_job(1), {TEMP: temp}, services={"ingress": ingress, "module": lambda _: module(world)}, secure_boot=True, processors=2)
    world.check("the job ran to its end", "job exit status" in log, console[-1500:] + log[-500:])
    for line in ("Instance  t3.large i-0123456789abcdef0 in us-east-1a, spot", "vCPU      2", "Memory    ", "Root      ", "Swap      0.2 GiB, encrypted", "Temp      gp3, "):
        world.check(f"the job's log says {line.strip()}", line in log, log[:600])
    world.check("the job's log says at the end how much of temp was used", re.search(r"Temp +\S+ of \S+ used", log), log[-300:])
    world.check("the user data was read once", metadata.asked.count("/latest/user-data") == 1, metadata.asked)
    world.check("nobody asked the metadata service without a token", metadata.refused == 0, metadata.refused)
    world.check("the console says how the runner ended", "the runner ended: success, exited 0" in console, console[-1500:])
    world.check("no secret on the console", machine.SECRET not in console)
    if seen:
        mib = seen["disk"]["read"] / (1 << 20)
        world.note(f"runner started after {seen['start']:.0f} s in QEMU, {seen['spent']:.0f} s of them on a processor; read from the boot volume until then: {mib:.1f} MiB in {seen['disk']['reads']} requests")
        world.check(f"at most {budget('read_mib'):g} MiB read until the runner starts", mib <= budget("read_mib"), f"{mib:.1f}")
        world.check(f"in at most {budget('read_requests'):g} requests", seen["disk"]["reads"] <= budget("read_requests"), seen["disk"]["reads"])
        world.check("nothing was written to the boot volume", seen["disk"]["written"] == 0)
    world.check("no file has capabilities", b"Number of xattr ids 0\n" in unsquashfs(world, "-s", world.image))
    agent = unsquashfs(world, "-cat", world.image, "usr/lib/sprinters/sprinters-agent")
    world.check("our program is static", agent[:4] == b"\x7fELF" and not interpreter(agent))
    look_at_volume(world, log, temp, ciphertexts)

    world.name = "gp3 again"
    console, log, _, _ = world.run(user_data(), full_job(2), {TEMP: temp}, boot_last=True)
    world.check("the volumes are found whatever their order", "job exit status" in log, console[-1500:] + log[-500:])
    world.check("a job that fails ends the machine as well", "job exit status 1" in log, log[-500:])
    look_at_volume(world, log, temp, ciphertexts)
    for kind, found in ciphertexts.items():
        world.check(f"two boots give different ciphertext for the same plaintext on {kind}", len(found) == 2 and found[0][1] != found[1][1])
        world.note(f"{kind}: plaintext at blocks {[block for block, _ in found]}")
    world.check("the boot volume is bit for bit what was built", digest(world.image) == before)


def short_job(extra=""):
    script = "\n".join([jobs.CHECKS, jobs.EMPTY, jobs.WRITES, extra])
    return jobs.fill(script, marker=MARKER[::-1])


def ephemeral(world):
    """The instance store is taken although an EBS volume stands before it; and the boot volume is changed while the machine runs."""
    store, volume = world.disk("store", 4 * GIB), world.disk("beside", GIB)
    job = jobs.fill(short_job(jobs.TEMP_CRYPT + jobs.MARK + jobs.FLIP), marker=MARKER[::-1])
    boot = os.path.join(world.folder, "own-copy")
    subprocess.run(["cp", "--sparse=always", world.image, boot], check=True)
    offset, _ = partition(boot, "sprinters-root")

    def change(block):
        flip(boot, offset + int(block) * 4096 + 77)
        return b"changed"

    _, log, _, _ = world.run(user_data(temp="ephemeral", swap_mib=0), job, {TEMP: volume, STORE: store}, image=boot, services={"flip": change})
    world.check("the job ran to its end", "job exit status 0" in log, log[-500:])
    world.check("the job's log names the kind", "Temp      ephemeral, " in log)
    world.check("the marker is nowhere on the instance store", not holds(store, MARKER.encode()))
    world.check("the other volume was left alone", os.stat(volume).st_blocks == 0, os.stat(volume).st_blocks)


def zram(world):
    """Temp in memory, swap on a volume."""
    volume = world.disk("swap-alone", GIB)
    extra = jobs.MARK.replace("plain=$", "true plain=$") + "\n" + 'same "temp is compressed memory" /dev/zram0 "$(findmnt --noheadings --output SOURCE --target /run/sprinters-temp)"\n' + jobs.SWAP
    _, log, _, _ = world.run(user_data(temp="zram"), jobs.fill(short_job(extra), marker=MARKER[::-1]), {TEMP: volume})
    world.check("the job ran to its end", "job exit status 0" in log, log[-500:])
    world.check("the marker is nowhere on the swap volume", not holds(volume, MARKER.encode()))


def refusal(data, reason, disks=None):
    def scenario(world):
        with_disks = {serial: world.disk(name, size) for serial, (name, size) in (disks or {}).items()}
        console, log, _, seen = world.run(data, "echo never", with_disks)
        world.check(f"the console says why: {reason}", reason in console, console[-1500:])
        world.check("no job was begun", not seen and not log)

    return scenario


def ends(script, reason, **changes):
    def scenario(world):
        console, _, _, _ = world.run(user_data(temp="zram", swap_mib=0, **changes), script)
        world.check(f"the console says why: {reason}", reason in console, console[-1500:])

    return scenario


def lost_network(world):
    def cut(vm, _metadata, github):
        if github.taken.wait(A_WHILE):
            vm.command("set_link", name="nic", up=False)

    console, _, _, _ = world.run(user_data(temp="zram", swap_mib=0, network_wait_s=10), "sleep 1000", on_start=cut)
    world.check("the console says why", "the network is lost for 10 s" in console, console[-1500:])


def interruption(world):
    def notify(_vm, metadata, github):
        if github.taken.wait(A_WHILE):
            metadata.notice = b'{"action": "terminate", "time": "2026-01-01T00:02:00Z"}'

    console, _, _, _ = world.run(user_data(temp="zram", swap_mib=0), "sleep 1000", on_start=notify)
    world.check("the console has the notice", "interruption notice: terminate at 2026-01-01T00:02:00Z" in console, console[-1500:])
    world.check("the machine ends before AWS ends it", "the spot instance is interrupted" in console, console[-1500:])


def changed(world, offset, name):
    """A copy of the image with one byte flipped."""
    path = os.path.join(world.folder, name)
    subprocess.run(["cp", "--sparse=always", world.image, path], check=True)
    flip(path, offset)
    return path


def flipped_byte(world):
    """In the first block of the root, which nothing can start without."""
    offset, _ = partition(world.image, "sprinters-root")
    console, _, _, seen = world.run(user_data(), "echo never", {}, image=changed(world, offset + 40, "flipped"))
    world.check("the kernel says that the block is not what was built", re.search(r"verity.*corrupted", console), console[-1500:])
    world.check("the console says why", "the root is not what was built; powering off" in console, console[-1500:])
    world.check("no job was begun", not seen)


def changed_hashes(world):
    """In the superblock of the tree of hashes, which alone is not verified by the kernel: the salt."""
    offset, _ = partition(world.image, "sprinters-root-verity")
    console, _, _, seen = world.run(user_data(), "echo never", {}, image=changed(world, offset + 90, "other-salt"))
    world.check("the console says why", "the root is not what was built; powering off" in console, console[-1500:])
    world.check("no job was begun", not seen)


def secure_boot(world):
    """A byte of the kernel image changed: the firmware does not start it."""
    offset, size = partition(world.image, "esp")
    image = read_at(world.image, offset, size)
    inside = image.find(b"roothash=")
    path = changed(world, offset + inside + 12, "unsigned")
    vm = Machine(os.path.join(world.folder, "secure-boot"), path, {}, secure_boot=True, architecture=world.architecture)
    over = ("Access Denied", "Security Violation", "Linux", "sprinters")
    vm.wait(PATIENCE, until=lambda: any(word in vm.console() for word in over))
    console = vm.console()
    vm.kill()
    refused = "Access Denied" in console or "Security Violation" in console
    world.check("the firmware refuses a changed kernel image", refused, console[-1500:])


SCENARIOS = {
    "gp3": gp3,
    "ephemeral": ephemeral,
    "zram": zram,
    "flipped byte": flipped_byte,
    "changed hashes": changed_hashes,
    "secure boot": secure_boot,
    "no user data": refusal(None, "no user data: this image runs one job and was given none"),
    "malformed user data": refusal(user_data(temp="ramdisk"), 'the user data\'s field "temp" must be'),
    "no volume": refusal(user_data(), "temp is gp3 but the instance has no volume beside its boot volume"),
    "crash": ends("#stub:crash", "the runner ended: core-dump, dumped SEGV"),
    "too old": ends("#stub:exit 7", "the runner ended: exit-code, exited 7"),
    "no job": ends(None, "no job within 10 s", job_wait_s=10),
    "lifetime": ends("sleep 1000", "the lifetime of 45 s is over", lifetime_s=45),
    "lost network": lost_network,
    "interruption": interruption,
}


def taken(claims, name):
    """Whether another lane has taken the scenario; otherwise it is ours now."""
    try:
        os.mkdir(os.path.join(claims, name))
    except FileExistsError:
        return True
    return False


def spent():
    """Seconds of processor time of all emulators so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    architecture, image, folder, results, claims, *names = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    world = World(architecture, image, folder, results)
    for name in names:
        if taken(claims, name):
            continue
        world.name = name
        start, before = time.monotonic(), spent()
        try:
            SCENARIOS[name](world)
        except Exception as error:  # One broken scenario must not hide the others.
            world.check("the scenario itself runs", False, "".join(traceback.format_exception(error)))
        world.name = name
        world.note(f"took {time.monotonic() - start:.0f} s, {spent() - before:.0f} s of processor time")
    with open(f"{claims}-spent", "a") as file:
        file.write(f"{spent():.0f}\n")


main()
