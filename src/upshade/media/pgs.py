"""Presentation Graphics, the subtitles of Blu-ray discs: segments → pictures.

After the description of the format in US patent application 2009/0185789 A1. PyAV decodes them too, but does not hand
out the palette.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bitmaps import Painted, Picture, from_ycbcr

_PALETTE, _OBJECT, _COMPOSITION, _WINDOW, _END = 0x14, 0x15, 0x16, 0x17, 0x80
_EPOCH_START = 0x80
_CROPPED = 0x80
_FIRST, _LAST = 0x80, 0x40

MAX_PIXELS = 8192 * 4320
"""Larger objects are damage: no memory is taken for what 16 bits can claim."""


@dataclass(frozen=True, slots=True)
class _Object:
    width: int
    height: int
    code: bytes


@dataclass(frozen=True, slots=True)
class _Placed:
    number: int
    x: int
    y: int
    crop: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Composition:
    time: int
    width: int
    height: int
    palette: int
    placed: tuple[_Placed, ...]


class PgsReader:
    """Feed it packets in order; `pictures` grows by one for each display set, an empty one for a cleared screen.
    `damaged` counts segments that break the format."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.damaged = 0
        self._objects: dict[int, _Object] = {}
        self._palettes: dict[int, NDArray[np.uint8]] = {}
        self._parts: dict[int, bytearray] = {}
        self._now: _Composition | None = None

    def feed(self, time: int, packet: bytes) -> None:
        """`time` in milliseconds. A packet holds one or more whole segments, without the header of .sup files."""
        at = 0
        while at + 3 <= len(packet):
            kind, size = packet[at], int.from_bytes(packet[at + 1 : at + 3], "big")
            body = packet[at + 3 : at + 3 + size]
            at += 3 + size
            try:
                if len(body) < size:
                    raise ValueError("cut short")
                self._segment(time, kind, body)
            except (ValueError, IndexError):
                self.damaged += 1

    def _segment(self, time: int, kind: int, body: bytes) -> None:
        if kind == _COMPOSITION:
            self._compose(time, body)
        elif kind == _PALETTE:
            self._palettes[body[0]] = _palette(body, self._palettes.get(body[0]), self._now)
        elif kind == _OBJECT:
            self._object(body)
        elif kind == _END:
            self._show()

    def _compose(self, time: int, body: bytes) -> None:
        width, height = int.from_bytes(body[0:2], "big"), int.from_bytes(body[2:4], "big")
        if body[7] & 0xC0 == _EPOCH_START:
            self._objects, self._palettes, self._parts = {}, {}, {}
        placed, at = [], 11
        for _ in range(body[10]):
            number, x, y = (int.from_bytes(body[at + i : at + i + 2], "big") for i in (0, 4, 6))
            crop = None
            if len(body) < at + (16 if body[at + 3] & _CROPPED else 8):
                raise ValueError("cut short")
            if body[at + 3] & _CROPPED:
                a, b, c, d = (int.from_bytes(body[at + i : at + i + 2], "big") for i in (8, 10, 12, 14))
                crop = (a, b, c, d)
                at += 8
            at += 8
            placed.append(_Placed(number, x, y, crop))
        self._now = _Composition(time, width, height, body[9], tuple(placed))

    def _object(self, body: bytes) -> None:
        number, flags = int.from_bytes(body[0:2], "big"), body[3]
        if flags & _FIRST:
            self._parts[number] = bytearray(body[4:])
        elif number in self._parts:
            self._parts[number] += body[4:]
        else:
            raise ValueError("no beginning")
        if flags & _LAST:
            data = bytes(self._parts.pop(number))
            if len(data) < 7:
                raise ValueError("cut short")
            width, height = int.from_bytes(data[3:5], "big"), int.from_bytes(data[5:7], "big")
            if width * height > MAX_PIXELS:
                raise ValueError("larger than any disc's")
            self._objects[number] = _Object(width, height, data[7:])

    def _show(self) -> None:
        now = self._now
        if now is None:
            return
        self._now = None
        palette = self._palettes.get(now.palette)
        parts: list[Painted] = []
        for one in now.placed:
            thing = self._objects.get(one.number)
            if thing is None or palette is None or not thing.width or not thing.height:
                self.damaged += 1
                continue
            parts.append(_Run(thing, one, palette))
        self.pictures.append(Picture(now.time, None, now.width, now.height, tuple(parts)))


def _palette(body: bytes, before: NDArray[np.uint8] | None, now: _Composition | None) -> NDArray[np.uint8]:
    """uint8 (256, 4), R'G'B'A; what a segment does not name stays as it was. BT.709, and BT.601 for SD."""
    palette = np.zeros((256, 4), np.uint8) if before is None else before.copy()
    entries = np.frombuffer(body[2 : 2 + (len(body) - 2) // 5 * 5], np.uint8).reshape(-1, 5)
    hd = now is None or now.height > 576
    palette[entries[:, 0], :3] = from_ycbcr(entries[:, [1, 3, 2]], hd=hd)
    palette[entries[:, 0], 3] = entries[:, 4]
    return palette


@dataclass(frozen=True, slots=True)
class _Run:
    """An object where it is shown; its lines are unpacked only when it is drawn."""

    thing: _Object
    at: _Placed
    palette: NDArray[np.uint8]

    def paint(self) -> tuple[int, int, NDArray[np.uint8]]:
        colors = self.palette[unpack(self.thing.code, self.thing.width, self.thing.height)]
        if self.at.crop is not None:
            x, y, width, height = self.at.crop
            colors = colors[y : y + height, x : x + width]
        return self.at.x, self.at.y, colors


def unpack(code: bytes, width: int, height: int) -> NDArray[np.uint8]:
    """Run lengths → uint8 (height, width) of palette numbers. What is missing is 0, what is too much is left out.

    C (not 0): one pixel. 0 0: end of line. 0 L (1…63): L times colour 0. 0 (64+H) L: H·256+L times colour 0.
    0 (128+L) C: L times C. 0 (192+H) L C: H·256+L times C.
    """
    lines = np.zeros((height, width), np.uint8)
    colors: list[int] = []
    counts: list[int] = []
    row, at, end = 0, 0, len(code)
    while at < end and row < height:
        color, count = code[at], 1
        at += 1
        if not color:
            if at >= end:
                break
            flags = code[at]
            at += 1
            count = flags & 0x3F
            if flags & 0x40 and at < end:
                count = count << 8 | code[at]
                at += 1
            if flags & 0x80 and at < end:
                color = code[at]
                at += 1
            if not count:
                _fill(lines[row], colors, counts)
                colors, counts = [], []
                row += 1
                continue
        colors.append(color)
        counts.append(count)
    if row < height:
        _fill(lines[row], colors, counts)
    return lines


def _fill(line: NDArray[np.uint8], colors: list[int], counts: list[int]) -> None:
    run = np.repeat(np.array(colors, np.uint8), counts)[: len(line)] if colors else np.empty(0, np.uint8)
    line[: len(run)] = run
