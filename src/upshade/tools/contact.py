"""A contact sheet of before and after: moments of a film, a pair of pictures each, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..core import letters
from ..errors import BadInput

Picture = NDArray[np.uint8]

LARGEST = 16384
"""Pixels that a sheet may be wide or high."""

_PAGE = (17, 18, 20)
_BRIGHT, _MUTED = (226, 228, 232), (128, 132, 140)
_RULE = (44, 46, 51)
_MARGIN, _LINE, _COLUMN, _GAP, _PAIR = 7, 6, 7, 2, 1
"""Distances, in units that grow with the letters: around the page, between lines and between columns of pairs, between
a picture and its words, between the two of a pair. What belongs together is nearer."""
_DOTS = (1.5, 4.0)
"""Pixels from dot to dot of the letters: so many that they can be read when the whole page is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A moment: `time` in seconds, a `label` that may say more of it, and the pictures `a` and `b`, RGB of 8 bits,
    shape (h, w, 3). They show the same; they may have another size, and are shown alike."""

    time: float
    label: str
    a: Picture = field(repr=False)
    b: Picture = field(repr=False)


def contact_sheet(
    rows: Sequence[Row], titles: tuple[str, str] = ("Before", "After"), *, heading: str = "", columns: int = 1,
    picture: int = 1280,
) -> Picture:  # fmt: skip
    """The page, RGB of 8 bits, shape (h, w, 3): `heading` at the top, then pairs in reading order, `columns` of them
    side by side, `titles` over each column.

    Pictures are as wide as the widest is, but at most `picture` pixels and as many as fit the page; made smaller by
    the area that a pixel covers, in linear light, so that lines keep their weight. One proportion for all, that of the
    first pair's second picture; others are shown whole between bars of the page's colour.

    Raises BadInput for no rows, for pictures of another shape or type, and for a page over `LARGEST`.
    """
    if not rows:
        raise BadInput("a contact sheet wants at least one pair of pictures")
    for row in rows:
        for one in (row.a, row.b):
            if one.dtype != np.uint8 or one.ndim != 3 or one.shape[2] != 3 or 0 in one.shape:
                raise BadInput(f"a picture is a uint8 array (height, width, 3), not {one.dtype} {one.shape}")
    columns = max(1, min(columns, len(rows)))
    unit = _unit(_DOTS[1])
    room = (LARGEST - unit * (2 * _MARGIN + (columns - 1) * _COLUMN)) // columns - unit * _PAIR
    wide = max(one.shape[1] for row in rows for one in (row.a, row.b))
    width = min(wide, picture, room // 2)
    if width < 1:
        raise BadInput(f"{columns} columns do not fit on one page")
    height = max(1, round(width * rows[0].b.shape[0] / rows[0].b.shape[1]))
    return _Page(width, height, columns).drawn(rows, titles, heading)


def _unit(dot: float) -> int:
    return round(4 * dot)


class _Page:
    def __init__(self, width: int, height: int, columns: int) -> None:
        self._width, self._height, self._columns = width, height, columns
        self._dot = max(_DOTS[0], min(_DOTS[1], 2 * width * columns / 850))
        self._text = round(7 * self._dot)
        unit = self._unit = _unit(self._dot)
        self._pair = 2 * width + _PAIR * unit
        self._whole = columns * self._pair + unit * (2 * _MARGIN + (columns - 1) * _COLUMN)

    def drawn(self, rows: Sequence[Row], titles: tuple[str, str], heading: str) -> Picture:
        unit, text = self._unit, self._text
        margin, gap, line = _MARGIN * unit, _GAP * unit, _LINE * unit
        top = margin + (round(text * 1.5) + line if heading else 0)
        first = top + text + gap
        step = self._height + gap + text + line
        lines = -(-len(rows) // self._columns)
        whole = first + lines * step - line + margin
        if whole > LARGEST:
            raise BadInput(f"{len(rows)} pairs of pictures do not fit on one page; give it more columns")
        page = np.empty((whole, self._whole, 3), np.uint8)
        page[...] = _PAGE
        if heading:
            self._write(page, heading, margin, margin, self._dot * 1.5, _BRIGHT, self._whole - 2 * margin)
            rule = top - line // 2
            page[rule : rule + 1, margin:-margin] = _RULE
        for column in range(self._columns):
            for side, title in enumerate(titles):
                self._write(page, title, self._left(column, side), top, self._dot, _MUTED, self._width)
        for place, row in enumerate(rows):
            number, column = divmod(place, self._columns)
            y = first + number * step
            for side, one in enumerate((row.a, row.b)):
                self._put(page, one, self._left(column, side), y)
            left, y = self._left(column, 0), y + self._height + gap
            used = self._write(page, clock(row.time), left, y, self._dot, _BRIGHT, self._pair) + gap
            self._write(page, row.label, left + used, y, self._dot, _MUTED, self._pair - used)
        return page

    def _left(self, column: int, side: int) -> int:
        pairs = column * (self._pair + _COLUMN * self._unit)
        return _MARGIN * self._unit + pairs + side * (self._width + _PAIR * self._unit)

    def _put(self, page: Picture, one: Picture, x: int, y: int) -> None:
        factor = min(self._width / one.shape[1], self._height / one.shape[0])
        # Half a pixel of proportion is no bar.
        width, height = (
            most if abs(size * factor - most) < 1 else max(1, round(size * factor))
            for size, most in ((one.shape[1], self._width), (one.shape[0], self._height))
        )
        x, y = x + (self._width - width) // 2, y + (self._height - height) // 2
        page[y : y + height, x : x + width] = by_area(one, width, height)

    @staticmethod
    def _write(page: Picture, text: str, x: int, y: int, dot: float, color: tuple[int, int, int], room: int) -> int:
        """How wide it is. What does not fit into `room` is left out, and dots say so."""
        while letters.width(text, dot) > max(room, 0):
            text = text.removesuffix("...")[:-1].rstrip() + "..." if len(text) > 4 else ""
        ink = letters.stroked(text, dot)
        area = page[y : y + ink.shape[0], x : x + ink.shape[1]]
        area[...] = np.round(area + (np.array(color) - area) * ink[..., None]).astype(np.uint8)
        return int(ink.shape[1])


def clock(seconds: float) -> str:
    """ "1:02:03.500", hours only where there are some."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 1000:02d}.{rest % 1000:03d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def by_area(picture: Picture, width: int, height: int) -> Picture:
    """`picture`, (h, w, 3) of 8 bits, resized: each pixel is the mean, in linear light, of the area that it covers."""
    if picture.shape[:2] == (height, width):
        return picture
    codes = np.arange(256) / 255
    light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)  # IEC 61966-2-1
    mean = _shrunk(_shrunk(light[picture], height).swapaxes(0, 1), width).swapaxes(0, 1)
    # Between two codes the nearer in code values, not in light.
    middles = (codes[1:] + codes[:-1]) / 2
    edges = np.where(middles <= 0.04045, middles / 12.92, ((middles + 0.055) / 1.055) ** 2.4)
    return np.searchsorted(edges, mean).astype(np.uint8)


def _shrunk(values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Means over `size` equal parts of the first axis: differences of the sum up to each edge."""
    sums = np.concatenate([np.zeros_like(values[:1]), values.cumsum(0)])
    edges = np.arange(size + 1) * (len(values) / size)
    below = np.minimum(edges.astype(np.intp), len(values) - 1)
    upto = sums[below] + values[below] * (edges - below)[:, None, None]
    means: NDArray[np.float64] = np.diff(upto, axis=0) * (size / len(values))
    return means
