"""A machine that looks to the image as EC2 does: UEFI, NVMe disks, and the instance metadata service, version 2 only.

Runs in a network namespace of its own, where 169.254.169.254 is an address of the loopback interface.
"""

import base64
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time

# Firmware and what QEMU calls the machine, by architecture. SATA is off because EC2 has none; its driver would be read from the boot volume.
KINDS = {
    "x86-64": ("/usr/share/OVMF/OVMF_{}_4M{}.fd", ["qemu-system-x86_64", "-machine", "q35,sata=off"], "max"),
    # As Graviton2.
    "arm64": ("/usr/share/AAVMF/AAVMF_{}{}.fd", ["qemu-system-aarch64", "-machine", "virt"], "neoverse-n1"),
}
# How QEMU runs what is inside. Counted instructions, 4 ns for each, are the clock on a machine so busy that with a real one everything inside looks
# late; they take half as much processor time again.
ACCELERATORS = {
    "tcg": ["-accel", "tcg,thread=multi"],
    "icount": ["-accel", "tcg,thread=single", "-icount", "shift=2"],
    "kvm": ["-accel", "kvm"],
}
METADATA = ("169.254.169.254", 80)
# Ports of the host, and those of the machine that they lead to.
FORWARDED = {2022: 22, 2080: 8080, 2081: 8081}
# As the guest sees the host of QEMU's user network.
GITHUB_SEEN = "http://10.0.2.2:8000"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(address, handler):
    server = http.server.ThreadingHTTPServer(address, handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Metadata:
    """The metadata service of one instance. `asked` lists what was read; without a token everything is 401."""

    TOKEN = "AQAAAstand-in=="

    def __init__(self, user_data):
        self.user_data = user_data
        self.notice = None
        self.refused = 0
        self.asked = []
        stand_in = self

        class Metadata_(Handler):
            def do_PUT(self):
                ttl = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds", "")
                if self.path != "/latest/api/token" or not ttl.isdigit() or not 1 <= int(ttl) <= 21600:
                    return self.answer(400)
                return self.answer(200, stand_in.TOKEN.encode())

            def do_GET(self):
                if self.headers.get("X-aws-ec2-metadata-token") != stand_in.TOKEN:
                    stand_in.refused += 1
                    return self.answer(401)
                stand_in.asked.append(self.path)
                body = stand_in.lookup(self.path)
                return self.answer(404) if body is None else self.answer(200, body)

        self.server = serve(METADATA, Metadata_)

    def lookup(self, path):
        known = {
            "/latest/user-data": self.user_data,
            "/latest/meta-data/instance-id": b"i-0123456789abcdef0",
            "/latest/meta-data/instance-type": b"t3.large",
            "/latest/meta-data/placement/availability-zone": b"us-east-1a",
            "/latest/meta-data/instance-life-cycle": b"spot",
            "/latest/meta-data/spot/instance-action": self.notice,
        }
        return known.get(path)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class GitHub:
    """Hands the stub runner one job and takes its log."""

    def __init__(self, script):
        self.log = None
        self.taken = threading.Event()
        # What else the job may ask for, by the first part of the path.
        self.services = {}
        stand_in = self

        class GitHub_(Handler):
            def do_GET(self):
                if self.path == "/job" and script is not None:
                    stand_in.taken.set()
                    return self.answer(200, script.encode())
                service, _, rest = self.path[1:].partition("/")
                if service in stand_in.services:
                    return self.answer(200, stand_in.services[service](rest))
                if self.path == "/busybox":
                    with open("/usr/bin/busybox", "rb") as file:
                        return self.answer(200, file.read())
                return self.answer(204 if self.path == "/job" else 404)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/log":
                    stand_in.log = body.decode(errors="replace")
                return self.answer(200)

        self.server = serve(("127.0.0.1", 8000), GitHub_)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


# What a job must not find anywhere once it runs.
SECRET = "jit-secret-5f1d9c3ab7"


def jit_config(files=None):
    files = files or {
        ".runner": json.dumps({"agentName": "stub", "ephemeral": "True", "serverUrl": GITHUB_SEEN}),
        ".credentials": json.dumps({"scheme": "OAuth", "data": SECRET}),
        ".credentials_rsaparams": json.dumps({"d": SECRET}),
    }
    encoded = {name: base64.b64encode(text.encode()).decode() for name, text in files.items()}
    return base64.b64encode(json.dumps(encoded).encode()).decode()


def user_data(**changes):
    fields = {
        "version": 1,
        "jit_config": jit_config(),
        "temp": "gp3",
        "swap_mib": 256,
        "job_wait_s": 600,
        "lifetime_s": 1800,
        "network_wait_s": 600,
    }
    fields.update(changes)
    return json.dumps(fields).encode()


def accelerator():
    """QEMU's own translation, which every machine has; another on a developer's word. Nested KVM often opens and then fails."""
    return os.environ.get("SPRINTERS_ACCELERATOR", "tcg")


class Machine:
    def __init__(self, folder, image, disks, secure_boot=False, memory=2048, architecture="x86-64", boot_last=False, processors=1):
        """`disks` maps a serial number to a raw file; `image` is the boot volume's raw file, which stays as it is. The kernel numbers the disks in
        the order that they stand in here, `boot_last` puts the boot volume behind the others."""
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.console_path = os.path.join(folder, "console")
        self.qmp_path = os.path.join(folder, "qmp")
        self.capture_path = os.path.join(folder, "capture")
        boot = os.path.join(folder, "boot.qcow2")
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image, boot], check=True)
        firmware, machine, processor = KINDS[architecture]
        keys = ".snakeoil" if secure_boot else ""
        shutil.copy(firmware.format("VARS", keys), os.path.join(folder, "variables"))
        if secure_boot and architecture == "x86-64":
            machine = [*machine[:-1], machine[-1] + ",smm=on"]
        accel = accelerator()
        command = [
            *machine, "-nodefaults", "-display", "none", "-no-reboot",
            *ACCELERATORS[accel], "-cpu", "host" if accel == "kvm" else processor,
            "-smp", str(processors), "-m", str(memory),
            "-drive", f"if=pflash,format=raw,readonly=on,file={firmware.format('CODE', keys)}",
            "-drive", f"if=pflash,format=raw,file={folder}/variables",
            "-netdev", "user,id=net," + ",".join(f"hostfwd=tcp:127.0.0.1:{outside}-:{inside}" for outside, inside in FORWARDED.items()),
            "-object", f"filter-dump,id=capture,netdev=net,file={self.capture_path}",
            "-device", "virtio-net-pci,netdev=net,romfile=,id=nic",
            "-device", "virtio-rng-pci",
            "-serial", f"file:{self.console_path}",
            "-qmp", f"unix:{self.qmp_path},server=on,wait=off",
        ]
        volumes = [["-drive", f"if=none,id=boot,format=qcow2,cache=unsafe,file={boot}", "-device", "nvme,drive=boot,serial=vol00000000000000001,bootindex=0"]]
        for index, (serial, path) in enumerate(disks.items()):
            drive = f"if=none,id=disk{index},format=raw,cache=unsafe,file={path}"
            volumes.insert(index if boot_last else index + 1, ["-drive", drive, "-device", f"nvme,drive=disk{index},serial={serial}"])
        command += [word for volume in volumes for word in volume]
        self.start = time.monotonic()
        self.errors = open(os.path.join(folder, "qemu"), "w+")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors)
        self.qmp = None

    def command(self, name, /, **arguments):
        if self.qmp is None:
            for _ in range(100):
                try:
                    self.qmp = socket.socket(socket.AF_UNIX)
                    self.qmp.connect(self.qmp_path)
                    break
                except OSError:
                    time.sleep(0.1)
            self.lines = self.qmp.makefile()
            self.lines.readline()
            self.command("qmp_capabilities")
        self.qmp.sendall(json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "return" in answer or "error" in answer:
                return answer.get("return")

    def boot_disk(self):
        """Bytes and requests so far on the boot volume."""
        for device in self.command("query-blockstats"):
            if device["device"] == "boot":
                stats = device["stats"]
                return {"read": stats["rd_bytes"], "reads": stats["rd_operations"], "written": stats["wr_bytes"]}
        raise LookupError("no boot disk")

    def spent(self):
        """Seconds of processor time that the emulator has had: unlike the clock's, they mean the same on a busy machine."""
        try:
            with open(f"/proc/{self.process.pid}/stat") as file:
                words = file.read().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, seconds, until=None):
        """True when the machine powered itself off, or `until` came true, before it had spent so many seconds of processor time. One
        that waits for nothing spends little: after ten times as long by the clock it counts as stuck."""
        while self.process.poll() is None:
            if until and until():
                return True
            if seconds < self.spent() or 10 * seconds < time.monotonic() - self.start:
                print(f"        gave up after {self.spent():.0f} s of processor time and {time.monotonic() - self.start:.0f} s", file=sys.stderr)
                self.kill()
                return False
            time.sleep(0.05)
        return True

    def kill(self):
        self.process.kill()
        self.process.wait()

    def console(self):
        if not os.path.exists(self.console_path):
            self.errors.seek(0)
            return self.errors.read()
        with open(self.console_path, "rb") as file:
            text = file.read().decode(errors="replace")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)
