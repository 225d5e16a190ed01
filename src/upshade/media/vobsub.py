"""Sub-pictures of DVDs (VobSub): packets → pictures.

After "DVD subtitles: the sub-picture unit" of the DVD specification as documented at
http://dvd.sourceforge.net/dvdinfo/spu.html. PyAV decodes them too, but does not hand out the palette.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bitmaps import Picture

_FORCED, _START, _STOP, _COLORS, _ALPHAS, _AREA, _LINES, _CHANGES, _END = *range(8), 0xFF
_SIZES = {_FORCED: 0, _START: 0, _STOP: 0, _COLORS: 2, _ALPHAS: 2, _AREA: 6, _LINES: 4}
_TICK = 1024 * 1000 / 90000
"""Milliseconds of one step of the dates in control sequences."""

_GRAYS = {1: (255,), 2: (0, 255), 3: (0, 128, 255), 4: (0, 85, 170, 255)}


class VobSubReader:
    """Feed it packets in order; `pictures` grows. `header`: the text of an .idx file, or the part of it that
    Matroska keeps; without a palette there, visible colours are made shades of grey."""

    def __init__(self, header: bytes | None) -> None:
        self.pictures: list[Picture] = []
        self.damaged = 0
        text = (header or b"").decode("latin-1")
        size = re.search(r"^\s*size:\s*(\d+)x(\d+)", text, re.M)
        self.size = (int(size[1]), int(size[2])) if size else (0, 0)
        found = re.search(r"^\s*palette:\s*([0-9a-fA-F, ]+)", text, re.M)
        colors = [int(c, 16) & 0xFFFFFF for c in re.split(r"[, ]+", found[1].strip()) if c] if found else []
        self.palette: NDArray[np.uint8] | None = None
        if colors:
            colors = (colors + [0] * 16)[:16]
            self.palette = np.array([c.to_bytes(3, "big") for c in colors], "S3").view(np.uint8).reshape(16, 3)

    def feed(self, time: int, packet: bytes, until: int | None = None) -> None:
        """`time` and `until` in milliseconds; `until` holds where the packet itself names no end."""
        try:
            self._unit(time, packet, until)
        except (LookupError, ValueError):
            self.damaged += 1

    def _unit(self, time: int, packet: bytes, until: int | None) -> None:
        control = _word(packet, 2)
        if not 4 <= control < len(packet):
            raise ValueError("no control sequence")
        colors, alphas, area, lines = bytes(4), bytes(4), (0, 0, 0, 0), (0, 0)
        shown: list[tuple[int, _Unit | None]] = []
        shows, at = False, control
        seen: set[int] = set()
        while at not in seen:
            seen.add(at)
            moment = time + int(_word(packet, at) * _TICK)
            following = _word(packet, at + 2)
            step = at + 4
            while (command := packet[step]) != _END:
                step += 1
                if command == _COLORS:
                    colors = _nibbles(packet, step)
                elif command == _ALPHAS:
                    alphas = _nibbles(packet, step)
                elif command == _AREA:
                    a, b = int.from_bytes(packet[step : step + 3], "big"), _word(packet, step + 3) << 8
                    b |= packet[step + 5]
                    area = (a >> 12, b >> 12, (a & 0xFFF) + 1, (b & 0xFFF) + 1)
                elif command == _LINES:
                    lines = (_word(packet, step), _word(packet, step + 2))
                elif command in (_START, _FORCED):
                    shows = True
                elif command == _STOP:
                    shows = False
                # Colours that change along a line: menus have them, subtitles do not.
                step += _word(packet, step) if command == _CHANGES else _SIZES[command]
            unit = _Unit(packet[:control], area, lines, colors, alphas, self.palette) if shows else None
            shown.append((moment, unit))
            at = following
        width, height = self.size
        ends = [moment for moment, _ in shown[1:]] + [until]
        for (moment, unit), end in zip(shown, ends, strict=True):
            if unit is None:
                continue
            x0, y0, x1, y1 = unit.area
            if x1 <= x0 or y1 <= y0:
                raise ValueError("no area")
            self.pictures.append(Picture(moment, end if end is None or end > moment else None, width, height, (unit,)))


def _word(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        raise IndexError(at)
    return data[at] << 8 | data[at + 1]


def _nibbles(data: bytes, at: int) -> bytes:
    """Two bytes as four numbers, that of colour 0 first: they are stored the other way round."""
    word = _word(data, at)
    return bytes([word & 15, word >> 4 & 15, word >> 8 & 15, word >> 12])


@dataclass(frozen=True, slots=True)
class _Unit:
    data: bytes
    area: tuple[int, int, int, int]
    lines: tuple[int, int]
    colors: bytes
    alphas: bytes
    palette: NDArray[np.uint8] | None

    def paint(self) -> tuple[int, int, NDArray[np.uint8]]:
        x0, y0, x1, y1 = self.area
        numbers = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for field, start in enumerate(self.lines):
            unpack(self.data, start, numbers[field::2])
        table = np.zeros((4, 4), np.uint8)
        table[:, 3] = np.frombuffer(self.alphas, np.uint8) * 17
        table[:, :3] = self.palette[list(self.colors)] if self.palette is not None else self._grays()[:, None]
        return x0, y0, table[numbers]

    def _grays(self) -> NDArray[np.uint8]:
        """Shades for the colours that can be seen, from dark to bright in the order of their numbers."""
        seen = sorted({c for c, a in zip(self.colors, self.alphas, strict=True) if a})
        shade = dict(zip(seen, _GRAYS.get(len(seen), ()), strict=False))
        return np.array([shade.get(c, 0) for c in self.colors], np.uint8)


def unpack(data: bytes, start: int, lines: NDArray[np.uint8]) -> None:
    """Run lengths from byte `start` on into the lines of one field, numbers 0…3. What is missing stays as it is.

    Codes of 4, 8, 12 or 16 bits, as short as the count allows: count · 4 + colour; count 0: to the end of the line,
    which then ends on a whole byte.
    """
    rows, width = lines.shape
    at, end = start * 2, len(data) * 2
    for row in range(rows):
        x = 0
        while x < width:
            code = 0
            for least in (0x4, 0x10, 0x40, 0):
                if at >= end:
                    return
                byte = data[at >> 1]
                code = code << 4 | (byte & 15 if at & 1 else byte >> 4)
                at += 1
                if code >= least:
                    break
            count = code >> 2 or width
            lines[row, x : x + count] = code & 3
            x += count
        at += at & 1
