#!/usr/bin/env python3
"""Writes src/catalogue/data.rs: EC2 instance types, AWS regions and a start table of on-demand prices.

    python3 control-plane/core/catalogue/generate.py            # fetch the pinned packages, write data.rs
    python3 control-plane/core/catalogue/generate.py --check    # fail if data.rs is not what they give
    python3 control-plane/core/catalogue/generate.py --from DIR # wheels already in DIR: no network

Needs Python 3.11 or newer with pip, and nothing else. To refresh: raise the versions below, run it, read the diff.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timezone

# What we read from PyPI. All three are Apache-2.0.
MOTO, BOTOCORE, LIBCLOUD = "5.2.5", "1.44.5", "3.9.1"
WHEELS = {
    "moto": f"moto-{MOTO}-py3-none-any.whl",
    "botocore": f"botocore-{BOTOCORE}-py3-none-any.whl",
    "libcloud": f"apache_libcloud-{LIBCLOUD}-py3-none-any.whl",
}
PINS = [f"moto=={MOTO}", f"botocore=={BOTOCORE}", f"apache-libcloud=={LIBCLOUD}"]
TYPES = "moto/ec2/resources/instance_types.json.gz"
OFFERS = "moto/ec2/resources/instance_type_offerings/region/"
ZONES = "moto/ec2/resources/instance_type_offerings/availability-zone/"
ENDPOINTS = "botocore/data/endpoints.json"
PRICES = "libcloud/data/pricing.json"
OUT = pathlib.Path(__file__).resolve().parent.parent / "src" / "catalogue" / "data.rs"

# Regions whose list prices are the same as us-east-1's for nearly every type. The package mixes dedicated-tenancy
# prices and zeros into single cells, so one region's table alone is wrong in one cell of five.
PRICE_REGIONS = ["us-east-1", "us-east-2", "us-west-2"]
# Prices of one family are proportional to vCPU; a cell this far above the family's rate is dedicated tenancy
# (which costs 6 to 10 % more), and one nearer than that is rounding.
ROUNDING, DEDICATED = 1.02, 1.5


def text(wheel, name):
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(name)
    return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def regions_of(wheels):
    partitions = text(wheels["botocore"], ENDPOINTS)["partitions"]
    commercial = next(p for p in partitions if p["partition"] == "aws")
    return {name: facts["description"] for name, facts in sorted(commercial["regions"].items())}


def offers_of(wheels):
    """Region -> the set of types offered there, for the regions that the package knows."""
    with zipfile.ZipFile(wheels["moto"]) as archive:
        names = [n for n in archive.namelist() if n.startswith(OFFERS) and n.endswith(".json.gz")]
    found = {}
    for name in sorted(names):
        region = name.removeprefix(OFFERS).removesuffix(".json.gz")
        found[region] = {row["InstanceType"] for row in text(wheels["moto"], name)}
    return found


def zones_of(wheels):
    """Region -> the letters of its zones, as one account sees them."""
    with zipfile.ZipFile(wheels["moto"]) as archive:
        names = [n for n in archive.namelist() if n.startswith(ZONES) and n.endswith(".json.gz")]
    found = {}
    for name in names:
        region = name.removeprefix(ZONES).removesuffix(".json.gz")
        zones = {row["Location"] for row in text(wheels["moto"], name)}
        # Local zones and Wavelength zones have longer names, and no label of ours means one.
        found[region] = "".join(sorted(z[-1] for z in zones if z[:-1] == region))
    return found


def prices_of(wheels, types):
    """Type -> micro-USD an hour, on demand, Linux, us-east-1; and the day the list was made."""
    document = text(wheels["libcloud"], PRICES)
    table = document["compute"]["ec2_linux"]
    day = datetime.fromtimestamp(document["updated"], timezone.utc).date().isoformat()
    raw = {}
    for name in types:
        cells = [table[name][r] for r in PRICE_REGIONS if table.get(name, {}).get(r)]
        if cells:
            raw[name] = min(cells)
    families = {}
    for name in types:
        families.setdefault(name.split(".")[0], []).append(name)
    out = {}
    for members in families.values():
        vcpu = {name: types[name]["VCpuInfo"]["DefaultVCpus"] for name in members}
        rates = sorted(raw[name] / vcpu[name] for name in members if name in raw)
        agree = {rate: sum(abs(other - rate) <= 0.005 * rate for other in rates) for rate in rates}
        rate = max(rates, key=lambda r: agree[r], default=None)
        burstable = types[members[0]]["BurstablePerformanceSupported"]
        proportional = rate and not burstable and 3 <= agree[rate] and len(rates) < 2 * agree[rate]
        for name in members:
            if not proportional:
                price = raw.get(name)
            elif name not in raw or rate * vcpu[name] * ROUNDING < raw[name] < rate * vcpu[name] * DEDICATED:
                price = rate * vcpu[name]
            else:
                price = raw[name]
            if price:
                out[name] = round(price * 1_000_000)
    return out, day


def row(name, facts, regions, offers, prices):
    archs = facts["ProcessorInfo"]["SupportedArchitectures"]
    mac = any(a.endswith("_mac") for a in archs)
    arch = "Arm64" if any(a.startswith("arm64") for a in archs) else "X64"
    disks = facts.get("InstanceStorageInfo", {}).get("Disks", [])
    if 1 < len(disks):
        sys.exit(f"{name} has {len(disks)} kinds of disks; the row holds one kind")
    disk = disks[0] if disks else {"Count": 0, "SizeInGB": 0}
    ebs = facts["EbsInfo"].get("EbsOptimizedInfo", {})
    gpu = "GpuInfo" in facts or "MediaAcceleratorInfo" in facts
    other = any(k in facts for k in ("NeuronInfo", "InferenceAcceleratorInfo", "FpgaInfo"))
    flags = [
        ("BURSTABLE", facts["BurstablePerformanceSupported"]),
        ("CURRENT", facts["CurrentGeneration"]),
        ("METAL", facts["BareMetal"]),
        ("GPU", gpu),
        ("ACCELERATOR", other),
        ("MAC", mac),
        ("NVME", facts.get("InstanceStorageInfo", {}).get("NvmeSupport") in ("required", "supported")),
        ("NITRO", facts["EbsInfo"].get("NvmeSupport") == "required"),
        ("UEFI", "uefi" in facts.get("SupportedBootModes", [])),
        ("ON_DEMAND", "on-demand" in facts["SupportedUsageClasses"]),
        ("SPOT", "spot" in facts["SupportedUsageClasses"]),
    ]
    mask = sum(1 << i for i, r in enumerate(regions) if name in offers.get(r, ()))
    kb = [round(ebs.get(k, 0) * 1000) for k in ("BaselineThroughputInMBps", "MaximumThroughputInMBps")]
    return "    row!({}),".format(
        ", ".join(
            [
                json.dumps(name),
                str(facts["VCpuInfo"]["DefaultVCpus"]),
                str(facts["MemoryInfo"]["SizeInMiB"]),
                arch,
                f"{disk['Count']} x {disk['SizeInGB']}",
                f"{ebs.get('BaselineIops', 0)} .. {ebs.get('MaximumIops', 0)}",
                f"{kb[0]} .. {kb[1]}",
                f"{mask:#x}",
                str(prices.get(name, 0)),
                " | ".join(flag for flag, on in flags if on),
            ]
        )
    )


def render(wheels):
    types = dict(sorted(text(wheels["moto"], TYPES).items(), key=lambda item: item[0].encode()))
    regions, offers = regions_of(wheels), offers_of(wheels)
    prices, day = prices_of(wheels, types)
    zones = zones_of(wheels)
    lines = [
        "// @generated by control-plane/core/catalogue/generate.py; do not edit.",
        "//",
        f"// Types, their facts and where they are offered: PyPI moto {MOTO} (Apache-2.0), {TYPES}, {OFFERS} and {ZONES}.",
        f"// Regions: PyPI botocore {BOTOCORE} (Apache-2.0), {ENDPOINTS}, partition aws.",
        f"// Prices: PyPI apache-libcloud {LIBCLOUD} (Apache-2.0), {PRICES} of {day}: Linux, on demand,",
        "// us-east-1, single cells put right against the rest of their family (see the generator).",
        "// The facts themselves are published by AWS: DescribeInstanceTypes, DescribeInstanceTypeOfferings, the price list.",
        "",
        "use super::Arch::{Arm64, X64};",
        "use super::flag::{ACCELERATOR, BURSTABLE, CURRENT, GPU, MAC, METAL, NITRO, NVME, ON_DEMAND, SPOT, UEFI};",
        "use super::region::RegionFacts;",
        "use super::{InstanceType, row};",
        "",
        f"pub(super) const PRICES_OF: &str = {json.dumps(day)};",
        f"pub(super) const TYPES_FROM: &str = {json.dumps(f'moto {MOTO}')};",
        "",
        "#[rustfmt::skip]",
        f"pub(super) static REGIONS: [RegionFacts; {len(regions)}] = [",
    ]
    for name, description in regions.items():
        known, letters = str(name in offers).lower(), json.dumps(zones.get(name, ""))
        lines.append(
            f"    RegionFacts {{ name: {json.dumps(name)}, description: {json.dumps(description)}, offers_known: {known}, zones: {letters} }},"
        )
    lines += [
        "];",
        "",
        "// name, vCPU, memory MiB, architecture, disks x GB, EBS IOPS base .. burst, EBS kB/s base .. burst, regions, micro-USD/h, flags",
        "#[rustfmt::skip]",
        f"pub(super) static TYPES: [InstanceType; {len(types)}] = [",
    ]
    lines += [row(name, facts, regions, offers, prices) for name, facts in types.items()]
    return "\n".join(lines + ["];", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing; exit 1 on a difference")
    parser.add_argument("--from", dest="source", type=pathlib.Path, help="a folder that holds the wheels already")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.source or pathlib.Path(scratch)
        if not arguments.source:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
            subprocess.run([*pip, *PINS], check=True)
        wheels = {key: folder / name for key, name in WHEELS.items()}
        for wheel in wheels.values():
            if not wheel.exists():
                sys.exit(f"{wheel} is missing")
        rendered = render(wheels)
    if not arguments.check:
        OUT.write_text(rendered)
        return 0
    if OUT.read_text() == rendered:
        return 0
    print(f"{OUT} differs from what {', '.join(PINS)} give; run this without --check", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
