"""Looks into disks from the outside."""

import hashlib
import os
import struct


def partition(path, label):
    """Offset and size in bytes of the partition of that name."""
    with open(path, "rb") as file:
        file.seek(512)
        header = file.read(92)
        start, count, size = struct.unpack_from("<QII", header, 72)
        file.seek(start * 512)
        entries = file.read(count * size)
    for index in range(count):
        entry = entries[index * size : (index + 1) * size]
        if entry[56:128].decode("utf-16-le").rstrip("\0") == label:
            first, last = struct.unpack_from("<QQ", entry, 32)
            return first * 512, (last - first + 1) * 512
    raise LookupError(f"{path} has no partition {label}")


def read_at(path, offset, size):
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(size)


def holds(path, wanted):
    """Whether the bytes stand anywhere in the file; holes are skipped."""
    with open(path, "rb") as file:
        position, end = 0, os.path.getsize(path)
        while position < end:
            try:
                position = os.lseek(file.fileno(), position, os.SEEK_DATA)
            except OSError:
                return False
            hole = os.lseek(file.fileno(), position, os.SEEK_HOLE)
            file.seek(position)
            tail = b""
            while position < hole:
                piece = file.read(min(1 << 22, hole - position))
                if wanted in tail + piece:
                    return True
                tail, position = piece[-len(wanted) :], position + len(piece)
    return False


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def looks_random(data):
    """No byte stands out, as one does in any text or file system."""
    return bool(data) and max(data.count(bytes([value])) for value in range(256)) < len(data) / 64


def flip(path, offset):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 1]))


def interpreter(elf):
    """Whether a 64-bit program asks for a loader of shared libraries."""
    offset, = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    return any(struct.unpack_from("<I", elf, offset + index * size)[0] == 3 for index in range(count))
