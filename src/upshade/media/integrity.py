"""Is a file whole? What its own structure says about its length, against the bytes that are there.

A decoder cannot tell: FFmpeg reports a cut file as one that ends early. Only structures that state their
length are judged; of anything else (streams, recordings under way) nothing is claimed.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_EBML, _SEGMENT = 0x1A45DFA3, 0x18538067


def cut_short(path: str | os.PathLike[str]) -> str | None:
    """One line saying that the file ends before its own end, or None (which an unreadable file gives too)."""
    try:
        return _cut_short(Path(path))
    except OSError:
        return None


def picture_size(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    """(width, height) that a PNG's or JPEG's header claims. None for other files."""
    try:
        with open(path, "rb") as file:
            head = file.read(1 << 20)
    except OSError:
        return None
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    at = 2
    while head[:2] == b"\xff\xd8" and at + 9 <= len(head) and head[at] == 0xFF:
        # Frame headers SOF0…SOF15, without DHT, JPG and DAC: ITU-T T.81 table B.1.
        if 0xC0 <= head[at + 1] <= 0xCF and head[at + 1] not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None


def _cut_short(path: Path) -> str | None:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        for known, check in _CHECKS:
            if known(head):
                end = check(file, size)
                if end is None or end <= size:
                    return None
                if end >= 1 << 62:
                    return "the file is cut: its end is missing"
                return f"the file is cut: {_mib(size)} of {_mib(end)} are there"
    return None


def _mib(count: int) -> str:
    return f"{count} bytes" if count < 10_000 else f"{count / 2**20:.2f} MiB"


def _matroska(file: BinaryIO, size: int) -> int | None:
    """End of the last top-level element. EBML, RFC 8794 §4 and §5: a size of all ones is *unknown*."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(12)
        if len(head) < 2 or not head[0]:
            return None
        id_length = 9 - head[0].bit_length()
        rest = head[id_length:]
        if not rest or not rest[0] or int.from_bytes(head[:id_length], "big") not in (_EBML, _SEGMENT):
            return None
        length = 9 - rest[0].bit_length()
        value = int.from_bytes(rest[:length], "big") & ((1 << 7 * length) - 1)
        if value == (1 << 7 * length) - 1:
            return None
        at += id_length + length + value
    return at


def _mp4(file: BinaryIO, size: int) -> int | None:
    """End of the last top-level box. ISO/IEC 14496-12 §4.2: size 0 reaches the end, 1 means 64 bits follow."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8 or not head[4:8].isascii():
            return None
        at += length
    return at


def _riff(file: BinaryIO, size: int) -> int | None:
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(8)
        if head[:4] != b"RIFF":
            return None
        length = int.from_bytes(head[4:8], "little")
        if length in (0, 0xFFFFFFFF):
            return None
        at += 8 + length + (length & 1 if at + 8 + length < size else 0)
    return at


def _png(file: BinaryIO, size: int) -> int | None:
    at = 8
    while at + 8 <= size:
        file.seek(at)
        head = file.read(8)
        at += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return at
    return max(at, 1 << 62)


def _jpeg(file: BinaryIO, size: int) -> int | None:
    """Scan data holds no bare 0xFF, so the last start of scan must have an end of image behind it."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        scan = data.rfind(b"\xff\xda")
        return size if scan >= 0 and data.find(b"\xff\xd9", scan) >= 0 else 1 << 62


_CHECKS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO, int], int | None]], ...] = (
    (lambda h: h[:4] == b"\x1aE\xdf\xa3", _matroska),
    (lambda h: h[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"), _mp4),
    (lambda h: h[:4] == b"RIFF", _riff),
    (lambda h: h[:8] == b"\x89PNG\r\n\x1a\n", _png),
    (lambda h: h[:3] == b"\xff\xd8\xff", _jpeg),
)


def same_file(a: str | os.PathLike[str], b: str | os.PathLike[str]) -> bool:
    """Both names lead to one file (links followed). False when either is not there."""
    try:
        return os.path.samefile(a, b)
    except OSError:
        return False
