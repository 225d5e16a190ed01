"""How wide real edges are: profiles across the edges of a true picture, and 10 to 90 % of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .push import Array

REACH, STEP = 4.0, 0.1
"""Pixels to either side that a profile spans, and between its samples."""


@dataclass(frozen=True)
class Edges:
    """Where edges cross: middles (n, 2) as (row, column), and unit vectors (n, 2) towards the brighter side."""

    at: Array
    towards: Array


def find(luma: Array, contrast: float = 0.2, most: int = 4000) -> Edges:
    """Edges of a true picture: crests of the slope, along which luma rises by `contrast` or more over six pixels and
    falls nowhere by a twentieth of that; evenly spread `most` of them."""
    gy, gx = np.gradient(luma)
    length = np.hypot(gy, gx)
    inner = np.zeros(luma.shape, bool)
    inner[8:-8, 8:-8] = True
    rows, columns = np.nonzero(inner & (length > contrast / 6))
    towards = np.stack([gy, gx], axis=-1)[rows, columns] / length[rows, columns][:, None]
    at = np.stack([rows, columns], axis=-1).astype(np.float64)
    crest = length[rows, columns]
    beside = [_points(length, at + side * towards) for side in (-1, 1)]
    taken = (crest >= beside[0]) & (crest > beside[1])
    at, towards = at[taken], towards[taken]
    rise = _profiles(luma, Edges(at, towards), 3.0)
    steps = np.diff(rise, axis=1)
    whole = rise[:, -1] - rise[:, 0]
    taken = (whole >= contrast) & (np.minimum(steps, 0).sum(axis=1) > -contrast / 20)
    at, towards = at[taken], towards[taken]
    some = np.linspace(0, len(at) - 1, min(most, len(at))).astype(int)
    return Edges(at[some], towards[some])


def _points(a: Array, at: Array) -> Array:
    """`a` at points (n, 2), bilinear."""
    y, x = np.clip(at[:, 0], 0, a.shape[0] - 1.001), np.clip(at[:, 1], 0, a.shape[1] - 1.001)
    j, i = y.astype(int), x.astype(int)
    v, u = y - j, x - i
    upper, lower = a[j, i] * (1 - u) + a[j, i + 1] * u, a[j + 1, i] * (1 - u) + a[j + 1, i + 1] * u
    return np.asarray(upper * (1 - v) + lower * v)


def _profiles(luma: Array, edges: Edges, reach: float) -> Array:
    along = np.arange(-reach, reach + STEP / 2, STEP)
    return np.stack([_points(luma, edges.at + t * edges.towards) for t in along], axis=1)


def widths(luma: Array, edges: Edges) -> Array:
    """Pixels from 10 to 90 % of each edge; its ends are the least value on the dark side and the greatest on the
    bright one."""
    rise = _profiles(luma, edges, REACH)
    middle = rise.shape[1] // 2
    low, high = rise[:, : middle + 1].min(axis=1)[:, None], rise[:, middle:].max(axis=1)[:, None]
    share = (rise - low) / np.maximum(high - low, 1e-6)
    # Outwards from the middle: the last sample above 10 % on the dark side, below 90 % on the bright one.
    dark = np.cumprod(share[:, middle::-1] > 0.1, axis=1).sum(axis=1)
    bright = np.cumprod(share[:, middle:] < 0.9, axis=1).sum(axis=1)
    return np.asarray((dark + bright - 1) * STEP)
