"""What is drawn over a picture: small rectangles of colour with alpha, and how they are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """`pixels`: uint8 (rows, columns, 4), R'G'B'A of SDR (sRGB, BT.709 primaries), the colours **premultiplied** with
    alpha: over a picture d it gives `pixels.rgb + d * (1 - pixels.a)`. Its upper left lies at (`x`, `y`) of the picture
    that was asked for; never outside of it."""

    x: int
    y: int
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """All that shows at one time. Tiles do not overlap. While nothing changes the same object is given again:
    `overlay is last` means that nothing need be drawn anew."""

    tiles: tuple[Tile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tiles)


NOTHING = Overlay()


@dataclass(frozen=True, slots=True, eq=False)
class Stencil:
    """One colour seen through a mask. `mask`: uint8 (rows, columns), 255 = covered; `color`: R', G', B', opacity,
    each 0…255."""

    x: int
    y: int
    mask: NDArray[np.uint8]
    color: tuple[int, int, int, int]


Box = tuple[int, int, int, int]


def compose(stencils: Sequence[Stencil]) -> Overlay:
    """The stencils laid over each other, the first lowest; rounded once, at the end."""
    drawn = [s for s in stencils if s.mask.size and s.color[3]]
    if not drawn:
        return NOTHING
    boxes = [(s.x, s.y, s.x + s.mask.shape[1], s.y + s.mask.shape[0]) for s in drawn]
    tiles = []
    for (x0, y0, x1, y1), members in _grouped(boxes):
        # Plane by plane: numpy is slow where its innermost axis is short.
        sums = np.zeros((4, y1 - y0, x1 - x0), np.float32)
        for index in members:
            s = drawn[index]
            high, wide = s.mask.shape
            part = sums[:, s.y - y0 : s.y - y0 + high, s.x - x0 : s.x - x0 + wide]
            cover = s.mask * np.float32(s.color[3] / (255 * 255))
            part *= 1 - cover
            for plane, value in zip(part, (*s.color[:3], 255), strict=True):
                if value:
                    plane += cover * np.float32(value)
        sums += np.float32(0.5)
        pixels = np.ascontiguousarray(np.moveaxis(sums.astype(np.uint8), 0, 2))
        # libass pads its masks.
        rows, columns = (np.flatnonzero(pixels[..., 3].any(axis)) for axis in (1, 0))
        if len(rows):
            inner = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            tiles.append(Tile(x0 + int(columns[0]), y0 + int(rows[0]), inner))
    return Overlay(tuple(tiles)) if tiles else NOTHING


def joined(tiles: Sequence[Tile]) -> Overlay:
    """Tiles that may overlap, the first lowest, as tiles that do not."""
    boxes = [(t.x, t.y, t.x + t.pixels.shape[1], t.y + t.pixels.shape[0]) for t in tiles]
    result = []
    for (x0, y0, x1, y1), members in _grouped(boxes):
        if len(members) == 1:
            result.append(tiles[members[0]])
            continue
        sums = np.zeros((y1 - y0, x1 - x0, 4), np.float32)
        for tile in (tiles[index] for index in members):
            rows, columns = tile.pixels.shape[:2]
            part = sums[tile.y - y0 : tile.y - y0 + rows, tile.x - x0 : tile.x - x0 + columns]
            part *= 1 - tile.pixels[..., 3:] / np.float32(255)
            part += tile.pixels
        result.append(Tile(x0, y0, np.floor(sums + np.float32(0.5)).astype(np.uint8)))
    return Overlay(tuple(result)) if result else NOTHING


def _grouped(boxes: Sequence[Box]) -> list[tuple[Box, list[int]]]:
    """Rectangles that do not overlap and hold all boxes, each with the indices of its boxes in order.

    Boxes are joined along y and x in turn until neither joins more: in n log n, and signs far apart stay apart.
    """
    todo, done = [list(range(len(boxes)))], []
    while todo:
        members = todo.pop()
        for axis in (1, 0):
            runs = _runs(boxes, members, axis)
            if len(runs) > 1:
                todo += runs
                break
        else:
            corners = np.array([boxes[i] for i in members])
            box = (*corners[:, :2].min(0).tolist(), *corners[:, 2:].max(0).tolist())
            done.append((box, sorted(members)))
    return sorted(done)


def _runs(boxes: Sequence[Box], members: list[int], axis: int) -> list[list[int]]:
    """The members, split where no box covers a coordinate of that axis."""
    runs: list[list[int]] = []
    end = None
    for index in sorted(members, key=lambda i: boxes[i][axis]):
        if end is None or boxes[index][axis] >= end:
            runs.append([])
            end = boxes[index][axis + 2]
        runs[-1].append(index)
        end = max(end, boxes[index][axis + 2])
    return runs


def milliseconds(time: Fraction | float) -> int:
    """The millisecond that `time` (seconds) lies in: subtitles show while start <= time < end, and their times are
    whole milliseconds. A float means the decimal next to it."""
    exact = time if isinstance(time, Fraction) else Fraction(time).limit_denominator(1_000_000)
    return int(exact * 1000 // 1)
