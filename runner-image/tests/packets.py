"""Whom the machine spoke with, from a capture of its network card."""

import ipaddress
import struct

# QEMU's first network card.
OURS = bytes.fromhex("525400123456")


def frames(path):
    with open(path, "rb") as file:
        capture = file.read()
    position = 24
    while position + 16 <= len(capture):
        size = struct.unpack_from("<I", capture, position + 8)[0]
        yield capture[position + 16 : position + 16 + size]
        position += 16 + size


def told(protocol, address, payload):
    """One destination, in words: tcp and udp with their port, the rest by its number."""
    if protocol in (6, 17) and len(payload) >= 4:
        port = struct.unpack_from(">H", payload, 2)[0]
        return f"{'tcp' if protocol == 6 else 'udp'} {address} {port}"
    return f"protocol {protocol} {address}"


def destination(frame):
    kind, packet = struct.unpack_from(">H", frame, 12)[0], frame[14:]
    if kind == 0x0800:
        return told(packet[9], ipaddress.ip_address(packet[16:20]), packet[(packet[0] & 15) * 4 :])
    if kind == 0x86DD:
        protocol, payload = packet[6], packet[40:]
        # Reports of multicast groups carry an option in front.
        if protocol == 0:
            protocol, payload = payload[0], payload[(payload[1] + 1) * 8 :]
        return told(protocol, ipaddress.ip_address(packet[24:40]), payload)
    return "arp" if kind == 0x0806 else f"ethertype {kind:04x}"


def spoken(path):
    """Every destination that the machine sent anything to."""
    return {destination(frame) for frame in frames(path) if frame[6:12] == OURS}


def expected(sent):
    """What a machine on a network needs (addresses, names), the metadata service, and where the job is told to go."""
    words = sent.split()
    return (
        sent == "arp"
        or words[:2] == ["protocol", "58"]
        or (words[0] == "udp" and words[2] in ("67", "547", "53"))
        or (words[0] == "tcp" and words[2] == "53")
        or sent in ("tcp 169.254.169.254 80", "tcp 10.0.2.2 8000")
    )
