"""What FFmpeg's Matroska muxer has no option for, by the elements themselves. RFC 8794 (EBML), RFC 9559 (Matroska)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zlib import crc32

import av
from av.container import InputContainer

from ..core.hdr import Hdr

if TYPE_CHECKING:
    from .segments import VideoSpec

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TRACK, _VIDEO, _COLOUR, _MASTERING = 0xAE, 0xE0, 0x55B0, 0x55D0


def element(name: int, *content: bytes) -> bytes:
    """An element with its length in eight bytes."""
    body = b"".join(content)
    return _bytes(name) + (1 << 56 | len(body)).to_bytes(8, "big") + body


def number(name: int, value: int) -> bytes:
    return element(name, _bytes(value))


def real(name: int, value: float) -> bytes:
    return element(name, struct.pack(">d", value))


def text(name: int, value: str) -> bytes:
    return element(name, value.encode())


def _bytes(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def template(coding: str, spec: VideoSpec) -> InputContainer:
    """A file without pictures whose one track is coded as `coding`. Streams made from it carry the HDR metadata of
    the spec into any container: PyAV cannot set those, but copies what FFmpeg has read."""
    width, height = spec.coded
    video = element(_VIDEO, number(0xB0, width), number(0xBA, height), _colour(spec.hdr))
    track = element(_TRACK, number(0xD7, 1), number(0x73C5, 1), number(0x83, 1), text(0x86, coding), video)
    data = element(_EBML, text(0x4282, "matroska"), number(0x4287, 4), number(0x4285, 2)) + element(
        _SEGMENT,
        element(_INFO, number(0x2AD7B1, 1_000_000)),
        element(_TRACKS, track),
        element(_CLUSTER, number(0xE7, 0)),
    )
    return av.open(io.BytesIO(data), "r", format="matroska")


def _colour(hdr: Hdr | None) -> bytes:
    if hdr is None:
        return b""
    parts = []
    if hdr.light is not None:
        parts += [number(0x55BC, hdr.light.max_cll), number(0x55BD, hdr.light.max_fall)]
    if hdr.mastering is not None:
        values: list[tuple[int, float]] = []
        if hdr.mastering.primaries is not None:
            for name, (x, y) in zip((0x55D1, 0x55D3, 0x55D5), hdr.mastering.primaries, strict=True):
                values += [(name, float(x)), (name + 1, float(y))]
        if hdr.mastering.white is not None:
            values += list(zip((0x55D7, 0x55D8), map(float, hdr.mastering.white), strict=True))
        if hdr.mastering.luminance is not None:
            least, most = hdr.mastering.luminance
            values += [(0x55D9, float(most)), (0x55DA, float(least))]
        parts.append(element(_MASTERING, *(real(name, value) for name, value in values)))
    return element(_COLOUR, *parts)


ROOM = "-" * 64
"""At the end of a track's name: room in its header for what `say_shape` writes instead."""

_NAME, _VOID, _CRC = 0x536E, 0xEC, 0xBF
_DISPLAY = (0x54B0, 0x54BA, 0x54B2)
"""DisplayWidth, DisplayHeight, DisplayUnit."""


def say_shape(path: Path, size: tuple[int, int], sar: Fraction) -> None:
    """In a finished file, the track whose name ends in ROOM gets the shape of its pixels: PyAV has no way to it.
    `size`: of the coded picture. Other bytes stay where they are."""
    with open(path, "r+b") as file:
        begin, end = _tracks(file)
        file.seek(begin)
        tracks = file.read(end - begin)
        children = list(_children(tracks))
        made = b"".join(_shaped(raw, size, sar) if name == _TRACK else raw for name, raw, _ in children)
        if children[0][0] == _CRC:
            rest = made[len(children[0][1]) :]
            made = _short(_CRC, crc32(rest).to_bytes(4, "little")) + rest
        assert len(made) == len(tracks)
        file.seek(begin)
        file.write(made)


def _shaped(track: bytes, size: tuple[int, int], sar: Fraction) -> bytes:
    """The TrackEntry with the shape of its pixels, as long as before."""
    body = next(_children(track))[2]
    parts = list(_children(body))
    title = next((content for name, _, content in parts if name == _NAME), b"")
    if not title.endswith(ROOM.encode()):
        return track
    made = b""
    for name, raw, content in parts:
        if name == _NAME:
            title = content[: -len(ROOM)]
            made += element(_NAME, title) if title else b""
        elif name == _VIDEO:
            kept = [child for id_, child, _ in _children(content) if id_ not in _DISPLAY]
            made += element(_VIDEO, *kept, *_display(size, sar))
        else:
            made += raw
    room = len(body) - len(made) - 2
    return track[: -len(body)] + made + bytes((_VOID, 0x80 | room)) + bytes(room)


def _display(size: tuple[int, int], sar: Fraction) -> Iterator[bytes]:
    width, height = size[0] * sar, Fraction(size[1])
    unit = 0  # pixels
    if width.denominator != 1:
        ratio = width / height
        width, height, unit = Fraction(ratio.numerator), Fraction(ratio.denominator), 3
    for name, value in zip(_DISPLAY, (int(width), int(height), unit), strict=True):
        yield _short(name, _bytes(value))


def _tracks(file: BinaryIO) -> tuple[int, int]:
    """Where the content of Tracks begins and ends."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(12)
        name, start, length = _head(head, 0)
        if name == _TRACKS:
            return at + start, at + start + length
        at += start + (0 if name == _SEGMENT else length)


def _children(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Of an element's content: each element's name, all its bytes, its content."""
    at = 0
    while at < len(data):
        name, start, length = _head(data, at)
        yield name, data[at : start + length], data[start : start + length]
        at = start + length


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Name, where the content begins, its length."""
    middle = at + 9 - data[at].bit_length()
    start = middle + 9 - data[middle].bit_length()
    length = int.from_bytes(data[middle:start], "big") & ((1 << 7 * (start - middle)) - 1)
    return int.from_bytes(data[at:middle], "big"), start, length


def _short(name: int, content: bytes) -> bytes:
    """An element with its length in one byte."""
    return _bytes(name) + bytes((0x80 | len(content),)) + content
