"""A text in a picture file, beside the picture: in PNG, JPEG, TIFF and WebP each where its format has room for such.

The text is UTF-8, packed by zlib. Nothing of the picture changes, and programs that don't know it pass it over.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from typing import BinaryIO

from ..errors import MediaError
from .probe import reason, where

_NAME = b"upshade-recipe"
_MARK = _NAME + b"\0"

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXT = _MARK + b"\1\0\0\0"
"""Of an `iTXt` chunk: keyword, packed, by zlib, no language, no other keyword. PNG, third edition, §11.3.3.4."""

_PNG_OWN = b"upSh"
"""A chunk of our own, which may be passed over and copied (§5.4): Pillow refuses a picture whose packed texts come to
more than `_PNG_MOST`."""

_PNG_MOST = 1 << 20

_APP10 = b"\xff\xea"
_LONGEST = 0xFFFF - 2 - len(_MARK)
"""Bytes of a text in a JPEG's segment, whose length counts in two bytes, itself too: ITU-T T.81 §B.1.1.4."""

_TAG = 65000
"""The first of those that anyone may use: TIFF 6.0, section 8, private fields (reusable)."""

_CHUNK = b"UPSH"


def put(data: bytes, text: str) -> bytes:
    """The picture in `data` (a file as `stills` makes them) with `text` in it."""
    packed = zlib.compress(text.encode(), 9)
    if data[:8] == _PNG:
        return _put_png(data, packed, len(text.encode()) <= _PNG_MOST)
    if data[:2] == b"\xff\xd8":
        return _put_jpeg(data, packed)
    if data[:4] == b"II*\0":
        return _put_tiff(data, packed)
    assert data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return _put_webp(data, packed)


def find(path: str | os.PathLike[str], most: int) -> bytes | None:
    """What `put` put into a file, None where there is nothing; at most one byte more than `most` of it. MediaError
    where it is damaged, or the file cannot be read."""
    try:
        with open(path, "rb") as file:
            head = file.read(12)
            packed = next((find(file) for known, find in _KINDS if known(head)), None)
    except OSError as error:
        raise MediaError(f"cannot be read: {reason(error)}", where(path)) from None
    if packed is None:
        return None
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, most + 1)
    except zlib.error:
        raise MediaError("its recipe is damaged", where(path)) from None
    if not unpack.eof and len(text) <= most:
        raise MediaError("its recipe is cut", where(path))
    return text


def _put_png(data: bytes, packed: bytes, shown: bool) -> bytes:
    """Before the last chunk, which is empty."""
    content = (b"iTXt" + _PNG_TEXT if shown else _PNG_OWN + _MARK) + packed
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return data[:-12] + chunk + data[-12:]


def _find_png(file: BinaryIO) -> bytes | None:
    at = 8
    while len(head := _at(file, at, 8 + len(_PNG_TEXT))) >= 8:
        length = int.from_bytes(head[:4], "big")
        if head[4:] == b"iTXt" + _PNG_TEXT:
            return _take(file, length - len(_PNG_TEXT))
        if head[4:].startswith(_PNG_OWN + _MARK):
            file.seek(at + 8 + len(_MARK))
            return _take(file, length - len(_MARK))
        at += 12 + length
    return None


def _put_jpeg(data: bytes, packed: bytes) -> bytes:
    """Behind the segment that says JFIF, which must come first (ITU-T T.871 §10.1)."""
    at = 2
    if data[2:4] == b"\xff\xe0":
        at += 2 + int.from_bytes(data[4:6], "big")
    pieces = [packed[i : i + _LONGEST] for i in range(0, len(packed), _LONGEST)]
    made = [_APP10 + struct.pack(">H", 2 + len(_MARK) + len(piece)) + _MARK + piece for piece in pieces]
    return data[:at] + b"".join(made) + data[at:]


def _find_jpeg(file: BinaryIO) -> bytes | None:
    at, pieces = 2, []
    while len(head := _at(file, at, 4 + len(_MARK))) >= 4 and head[0] == 0xFF and head[1] != 0xDA:
        length = int.from_bytes(head[2:4], "big")
        if head[:2] == _APP10 and head[4:] == _MARK:
            pieces.append(_take(file, length - 2 - len(_MARK)))
        at += 2 + length
    return b"".join(pieces) if pieces else None


def _put_tiff(data: bytes, packed: bytes) -> bytes:
    """The file grows by the text and by a new directory that has it, too: entries by tag, at even places (TIFF 6.0,
    section 2)."""
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    old = data[first + 2 : first + 2 + 12 * count]
    entries = [old[i : i + 12] for i in range(0, len(old), 12)]
    text = _MARK + packed
    at = len(data) + len(data) % 2
    entries.append(struct.pack("<HHII", _TAG, 7, len(text), at))
    entries.sort(key=lambda entry: struct.unpack_from("<H", entry))
    behind = data[first + 2 + 12 * count :][:4]
    body = data.ljust(at, b"\0") + text + b"\0" * (len(text) % 2)
    body = body[:4] + struct.pack("<I", len(body)) + body[8:]
    return body + struct.pack("<H", len(entries)) + b"".join(entries) + behind


def _find_tiff(file: BinaryIO) -> bytes | None:
    first = int.from_bytes(_at(file, 4, 4), "little")
    count = int.from_bytes(_at(file, first, 2), "little")
    entries = file.read(12 * count)
    for tag, kind, length, at in struct.iter_unpack("<HHII", entries[: len(entries) // 12 * 12]):
        if (tag, kind) == (_TAG, 7) and _at(file, at, len(_MARK)) == _MARK:
            return _take(file, length - len(_MARK))
    return None


def _put_webp(data: bytes, packed: bytes) -> bytes:
    """A chunk of our own needs the extended layout, whose head tells the size, and whether there is alpha: RFC 9649
    §2.7; both as the lossless picture's own head has them, §3.4."""
    chunks = data[12:]
    if chunks[:4] == b"VP8L":
        bits = int.from_bytes(chunks[9:13], "little")
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
        head = bytes((alpha << 4, 0, 0, 0)) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
        chunks = b"VP8X" + struct.pack("<I", len(head)) + head + chunks
    chunks += _CHUNK + struct.pack("<I", len(packed)) + packed + b"\0" * (len(packed) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def _find_webp(file: BinaryIO) -> bytes | None:
    at = 12
    while len(head := _at(file, at, 8)) == 8:
        length = int.from_bytes(head[4:], "little")
        if head[:4] == _CHUNK:
            return _take(file, length)
        at += 8 + length + length % 2
    return None


def _take(file: BinaryIO, count: int) -> bytes:
    """At most `count` bytes, a number that may be of any size."""
    return file.read(max(0, min(count, os.fstat(file.fileno()).st_size)))


def _at(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], bytes | None]], ...] = (
    (lambda head: head[:8] == _PNG, _find_png),
    (lambda head: head[:2] == b"\xff\xd8", _find_jpeg),
    (lambda head: head[:4] == b"II*\0", _find_tiff),
    (lambda head: head[:4] == b"RIFF" and head[8:] == b"WEBP", _find_webp),
)
