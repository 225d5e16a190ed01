"""What FFmpeg's Matroska muxer has no option for, by the elements themselves. RFC 8794 (EBML), RFC 9559 (Matroska)."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

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
