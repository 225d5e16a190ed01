"""Least squares for each bucket, from sums alone: how much data there is makes no difference to the memory.

A pixel's sample is x = its taps less the middle one, y = its sub-pixels in the true picture less the middle tap. Each
is turned by one of the grid's symmetries so that its angle bin is one of those that a bank stores: an eighth of the
filters is learned, from eight times the samples (Romano et al., arXiv 1606.01299 §V-A).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..grid import offsets
from . import features, survey
from .bank import Bank, plain, unfolded
from .features import ANGLES, Hash
from .symmetry import STORED, folding, keeping, unfolding

Plane = NDArray[np.floating[Any]]
Float = NDArray[np.float64]

KEPT = ("gram", "moment", "energy", "count", "pictures")
"""The arrays of `Sums`."""
ROWS = 1 << 15
"""Patches that are laid out at once."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a bank shall be. `hardest`: patches easier than this for a bilinear enlargement are left out (`survey`)."""

    factor: int
    taps: int
    layout: str
    hash: Hash
    hardest: float = 0.0


class Sums:
    """`gram` (classes of buckets, groups, n, n), `moment` (…, groups, parts, n), `energy` and `count` (…, groups);
    `pictures` (1), counted by who adds them.

    n = taps² − 1. In the layout "shuffle" all sub-pixels have their inputs in common: one group of factor² parts. In
    "full" each sub-pixel has its own.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        n, parts = shape.taps**2 - 1, shape.factor**2
        groups, each = (1, parts) if shape.layout == "shuffle" else (parts, 1)
        rows = STORED * shape.hash.classes
        self.gram = np.zeros((rows, groups, n, n))
        self.moment = np.zeros((rows, groups, each, n))
        self.energy = np.zeros((rows, groups))
        self.count = np.zeros((rows, groups), np.int64)
        self.pictures = np.zeros(1, np.int64)

    def add(self, low: Plane, high: Plane) -> None:
        """`low` (h, w), `high` (h·factor, w·factor), float32 in 0…1."""
        s = self.shape
        rows = max(1, ROWS // low.shape[1])
        if s.layout == "shuffle":
            all_buckets = [features.buckets(low, s.hash)]
        else:
            all_buckets = [features.buckets(low, s.hash, at) for at in offsets(s.factor)]
        hard = survey.difficulty(low, high, s.factor) >= s.hardest if s.hardest else None
        windows, parts = features.patches(low, s.taps), features.subpixels(high, s.factor)
        others = np.delete(np.arange(s.taps**2), s.taps**2 // 2)
        for top in range(0, low.shape[0], rows):
            part = slice(top, top + rows)
            centre = low[part].reshape(-1, 1)
            x = windows[part].reshape(len(centre), -1)[:, others] - centre
            y = parts[part].reshape(len(centre), -1) - centre
            kept = slice(None) if hard is None else np.flatnonzero(hard[part].ravel())
            x, y = x[kept], y[kept]
            for group, buckets in enumerate(all_buckets):
                self._add(group, buckets[part].ravel()[kept], x, y)

    def _add(self, group: int, buckets: NDArray[np.int32], x: Plane, y: Plane) -> None:
        s = self.shape
        order = np.argsort(buckets, kind="stable")
        ends = np.cumsum(np.bincount(buckets, minlength=s.hash.buckets))
        back = _back(s.taps)
        parts = np.argsort(unfolding(s.factor), axis=1)
        begin = 0
        for bucket, end in enumerate(ends.tolist()):
            if end == begin:
                continue
            picked = order[begin:end]
            begin = end
            angle, kind = divmod(bucket, s.hash.classes)
            row = folding()[angle][0] * s.hash.classes + kind
            xs = x[picked][:, back[angle]]
            if s.layout == "shuffle":
                into, ys = 0, y[picked][:, parts[angle]]
            else:
                into, ys = int(unfolding(s.factor)[angle][group]), y[picked, group : group + 1]
            self.gram[row, into] += xs.T @ xs
            self.moment[row, into] += ys.T @ xs
            self.energy[row, into] += float(np.sum(np.square(ys, dtype=np.float64)))
            self.count[row, into] += len(picked)

    def merge(self, other: Sums) -> None:
        for name in KEPT:
            getattr(self, name).__iadd__(getattr(other, name))

    # ── from sums to filters

    def solve(
        self, ridge: float = 1e-4, prior: float = 400.0, progress: Callable[[int], None] = lambda done: None
    ) -> Bank:
        """`ridge`: part of the mean square of a tap that is added to the diagonal. `prior`: so many samples of the mean
        patch of all buckets count in each, so that a bucket with few goes over into the filter that is best on all, and
        one with none has it. `progress` hears how many of the filters (`len(count.ravel())`) are done."""
        s = self.shape
        gram, moment, count = self._symmetric()
        n, parts = s.taps**2 - 1, s.factor**2
        groups = gram.shape[1]
        others = np.delete(np.arange(s.taps**2), s.taps**2 // 2)
        rows = np.zeros((STORED * s.hash.classes, parts, s.taps**2))
        base = plain(s.factor, s.taps)[:, others].reshape(groups, -1, n)
        for group in range(groups):
            of_all = gram[:, group].sum(axis=0)
            total = float(count[:, group].sum())
            level = np.trace(of_all) / n / max(total, 1) or 1.0
            mean = of_all / max(total, 1) + 1e-3 * level * np.eye(n)
            best = _fit(of_all, moment[:, group].sum(axis=0), mean, base[group], prior, ridge * level * max(total, 1))
            for row in range(len(rows)):
                have = float(count[row, group])
                own = np.trace(gram[row, group]) / n / have if have else 0.0
                weights = best if not own else _fit(
                    gram[row, group], moment[row, group], mean * (own / level), best, prior, ridge * own * have
                )  # fmt: skip
                where = slice(None) if groups == 1 else slice(group, group + 1)
                rows[row, where, others] = weights.T
                progress(group * len(rows) + row + 1)
        bank = Bank(s.factor, s.taps, s.layout, s.hash, unfolded(rows, s.factor, s.taps))
        return bank.symmetric()

    def _symmetric(self) -> tuple[Float, Float, Float]:
        """Each stored bucket with what the symmetries that keep its bin make of it."""
        s = self.shape
        k = s.hash.classes
        gram, moment = np.zeros_like(self.gram), np.zeros_like(self.moment)
        count = np.zeros(self.count.shape)
        for angle in range(STORED):
            rows = slice(angle * k, (angle + 1) * k)
            for symmetry in keeping(angle):
                taps, parts = _without_middle(symmetry.squares(s.taps)), symmetry.squares(s.factor)
                groups = np.arange(1) if s.layout == "shuffle" else parts
                gram[rows] += self.gram[rows][:, groups][:, :, taps][..., taps]
                m = self.moment[rows][:, groups][..., taps]
                moment[rows] += m[:, :, parts] if s.layout == "shuffle" else m
                count[rows] += self.count[rows][:, groups]
        return gram, moment, count

    def few(self, least: int) -> int:
        """How many of the stored filters were learned from fewer samples than this."""
        return int((self.count < least).sum())


def _fit(gram: Float, moment: Float, mean: Float, towards: Float, prior: float, ridge: float) -> Float:
    """(parts, n): Cholesky of the sums with the prior's."""
    n = len(gram)
    a = gram + prior * mean + ridge * np.eye(n)
    b = moment - towards @ gram
    half = np.linalg.cholesky(a)
    made: Float = towards + np.linalg.solve(half.T, np.linalg.solve(half, b.T)).T
    return made


def _without_middle(m: NDArray[np.int64]) -> NDArray[np.int64]:
    """A permutation of taps, which all keep the middle one, as one of the others."""
    middle = len(m) // 2
    others = np.delete(m, middle)
    return others - (others > middle)


def _back(taps: int) -> NDArray[np.int64]:
    """(24, taps² − 1): the taps of a sample in each angle bin, in the order of the stored bin."""
    return np.array([np.argsort(_without_middle(m)) for m in unfolding(taps)])


def buckets_of(shape: Shape) -> int:
    return ANGLES * shape.hash.classes
