"""The first look at the data: how strong and how coherent patches are, and how hard for a plain enlargement.

Only histograms are kept, so that the amount of data does not matter. Thresholds are quantiles, moved to the emptiest
place nearby: drawn pictures repeat the same edges, and a threshold on a value that thousands of pixels share would
leave their bucket to the last bit of a sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import features
from .bank import plain
from .features import Hash

Plane = NDArray[np.floating[Any]]

_LOW, _HIGH, _CELLS, _HARD = -6.0, 0.0, 3000, 120
"""Decades of strength and of error, and cells of a histogram: of strength and coherence, and of difficulty."""
_SLACK = 0.01
"""Part of the patches by which a threshold may be moved."""


def difficulty(low: Plane, high: Plane, factor: int) -> Plane:
    """(h, w): root of the mean squared error of bilinear interpolation in the sub-pixels of each pixel."""
    three = features.patches(low, 3).reshape(*low.shape, 9)
    weights = plain(factor, 3).astype(low.dtype)
    weights[:, 4] = 1 - weights.sum(axis=1)
    made = three @ weights.T
    error: Plane = np.sqrt(np.mean(np.square(made - features.subpixels(high, factor)), axis=-1))
    return error


def _decade(x: Plane, cells: int = _CELLS) -> NDArray[np.int64]:
    with np.errstate(divide="ignore"):
        at = (np.log10(x) - _LOW) / (_HIGH - _LOW) * cells
    return np.clip(np.nan_to_num(at, neginf=0), 0, cells - 1).astype(np.int64)


def _histogram() -> NDArray[np.int64]:
    return np.zeros((_HARD, _CELLS), np.int64)


@dataclass
class Survey:
    """Counts of patches by difficulty (coarsely) and strength, and by difficulty and coherence."""

    strength: NDArray[np.int64] = field(default_factory=_histogram)
    coherence: NDArray[np.int64] = field(default_factory=_histogram)

    def add(self, low: Plane, high: Plane, factor: int, how: Hash) -> None:
        """`low` (h, w), `high` (h·factor, w·factor), 0…1."""
        hard = _decade(difficulty(low, high, factor), _HARD)
        l1, l2 = features.eigenvalues(features.described(low, how))
        s, c = features.strength(l1), features.coherence(l1, l2)
        np.add.at(self.strength, (hard, _decade(s)), 1)
        np.add.at(self.coherence, (hard, np.minimum((c * _CELLS).astype(np.int64), _CELLS - 1)), 1)

    def merge(self, other: Survey) -> None:
        self.strength += other.strength
        self.coherence += other.coherence

    @property
    def patches(self) -> int:
        return int(self.strength.sum())

    def hardest(self, keep: float) -> float:
        """The difficulty above which the part `keep` of all patches lies; 0 keeps all."""
        if keep >= 1 or not self.patches:
            return 0.0
        above = self.strength.sum(axis=1)[::-1].cumsum()
        cell = len(above) - 1 - int(np.searchsorted(above, keep * self.patches))
        return float(10 ** (_LOW + cell / _HARD * (_HIGH - _LOW))) if cell > 0 else 0.0

    def thresholds(self, strengths: int, coherences: int, keep: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """So many classes of strength and of coherence, with as many of the hardest patches in each. Patches without
        any structure count nowhere."""
        first = int(_decade(np.array([self.hardest(keep)]), _HARD)[0]) if keep < 1 else 0
        s = self.strength[first:].sum(axis=0)
        c = self.coherence[first:].sum(axis=0)
        s[0] = c[0] = 0
        places = (10 ** (_LOW + np.arange(_CELLS + 1) / _CELLS * (_HIGH - _LOW)), np.arange(_CELLS + 1) / _CELLS)
        found = [_cut(counts, at, n) for counts, at, n in zip((s, c), places, (strengths, coherences), strict=True)]
        return found[0], found[1]


def _cut(counts: NDArray[np.int64], at: NDArray[np.float64], classes: int) -> tuple[float, ...]:
    """The middles of cells at the quantiles, or of the emptiest near them."""
    total = counts.sum()
    if not total or classes < 2:
        return ()
    part = (np.cumsum(counts) - counts / 2) / total
    cuts = []
    for i in range(1, classes):
        want = i / classes
        near = np.abs(part - want) <= _SLACK
        if not near.any():
            near[np.argmin(np.abs(part - want))] = True
        cells = np.flatnonzero(near)
        # Of equally empty ones the nearest.
        best = min(cells, key=lambda k: (counts[max(k - 1, 0) : k + 2].sum(), abs(part[k] - want)))
        cuts.append(float((at[best] + at[best + 1]) / 2))
    return tuple(sorted(set(cuts)))
