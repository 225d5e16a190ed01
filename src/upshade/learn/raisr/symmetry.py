"""The eight symmetries of the pixel grid, and what each does to buckets, taps and sub-pixels.

If p'(X) = p(M·X) around a pixel, then tap k of p' is tap m(k) of p, its sub-pixel j is m(j), and its gradient is Mᵀ
times that of p. A filter that is right for p is, so permuted, right for p': w[bin', j, k] = w[bin, m(j), m(k)].

Under the half turn every bin stays: w[b, j, k] = w[b, last − j, last − k]. The other four (mod the half turn) take each
angle bin into 0 … 6, a bin's width more than an eighth of the circle, for bins 0 and 6 lie on the axes of mirrors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .features import ANGLES

Indices = NDArray[np.int64]

STORED = ANGLES // 4 + 1
"""Angle bins that the others are made of."""


@dataclass(frozen=True)
class Symmetry:
    """`matrix` (2, 2) acts on (x, y)."""

    matrix: tuple[tuple[int, int], tuple[int, int]]

    def bins(self) -> Indices:
        """bin' of each angle bin."""
        theta = np.arange(ANGLES) * np.pi / ANGLES
        gradient = np.array(self.matrix).T @ np.stack([np.sin(theta), np.cos(theta)])
        made: Indices = np.rint(np.arctan2(gradient[0], gradient[1]) / np.pi * ANGLES).astype(np.int64) % ANGLES
        return made

    def squares(self, side: int) -> Indices:
        """m of the side·side squares of a grid around its middle, row by row: for taps and for sub-pixels."""
        at = np.arange(side) * 2 - (side - 1)
        y, x = (a.ravel() for a in np.meshgrid(at, at, indexing="ij"))
        x, y = np.array(self.matrix) @ np.stack([x, y])
        made: Indices = (y + side - 1) // 2 * side + (x + side - 1) // 2
        return made


def _all() -> tuple[Symmetry, ...]:
    found = []
    for sx in (1, -1):
        for sy in (1, -1):
            found += [Symmetry(((sx, 0), (0, sy))), Symmetry(((0, sx), (sy, 0)))]
    return tuple(found)


SYMMETRIES = _all()
IDENTITY = Symmetry(((1, 0), (0, 1)))
MIRROR = Symmetry(((-1, 0), (0, 1)))
"""Left and right: bin i to −i."""
TRANSPOSE = Symmetry(((0, 1), (1, 0)))
"""x and y: bin i to 12 − i."""
HALF_TURN = Symmetry(((-1, 0), (0, -1)))


@lru_cache(maxsize=1)
def folding() -> tuple[tuple[int, bool, bool], ...]:
    """For each angle bin: the stored bin it comes of, and whether by TRANSPOSE, then whether by MIRROR.

    Bin = mirror(transpose(stored)): a stored bin i ≤ 6 gives i, 12 − i, −i, and 12 + i.
    """
    quarter = ANGLES // 2
    table = []
    for b in range(ANGLES):
        mirrored = b > quarter
        near = ANGLES - b if mirrored else b
        transposed = near > quarter // 2
        table.append((quarter - near if transposed else near, transposed, mirrored))
    return tuple(table)


@lru_cache(maxsize=16)
def unfolding(side: int) -> Indices:
    """(24, side²): of each angle bin the m that its filters are permuted with, from those of the stored bin."""
    rows = []
    for _, transposed, mirrored in folding():
        m = np.arange(side * side)
        if transposed:
            m = TRANSPOSE.squares(side)
        if mirrored:
            m = m[MIRROR.squares(side)]
        rows.append(m)
    return np.array(rows)


def keeping(stored: int) -> tuple[Symmetry, ...]:
    """The symmetries that leave a stored angle bin where it is."""
    return tuple(s for s in SYMMETRIES if s.bins()[stored] == stored)
