"""A bank as a texture of four numbers a texel, a row for each bucket.

Under the half turn a filter of sub-pixel j is that of sub-pixel last − j read backwards. So taps are taken in pairs
that lie opposite each other, with S = tₖ + tₗ − 2c and D = tₖ − tₗ, and of two opposite sub-pixels one has Σ e·S + o·D,
the other Σ e·S − o·D: half of the numbers, and half of the multiplications.

Sub-pixels are drawn four at a time, a group of two such pairs; the one in the middle of an odd factor is a group of its
own. Layout "shuffle": a texel holds (e, e', o, o') of a pair of taps for a group's two pairs; of the lone middle one,
whose o is 0, e of four pairs of taps. Layout "full": (e, o) of two pairs of taps, for each of the first half of the
sub-pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput
from .bank import Bank, stored, unfolded
from .symmetry import HALF_TURN

Texels = NDArray[np.float64]

LEVELS = 127
"""Of an 8-bit number to either side of zero."""
MOST = 2.0
"""The largest scale of an 8-bit filter."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sub-pixels that one pass draws: `parts` of the picture's, in the order of its components; `first` and `columns`:
    their place in the texture, counted without scales."""

    parts: tuple[int, ...]
    first: int
    columns: int


def groups(factor: int, taps: int, layout: str) -> list[Group]:
    last, pairs = factor**2 - 1, taps**2 // 2
    found: list[Group] = []
    half = (last + 1) // 2
    sets: list[tuple[int, ...]] = []
    for j in range(0, half, 2):
        some = range(j, min(j + 2, half))
        sets.append(tuple(some) + tuple(last - i for i in some))
    if last % 2 == 0:
        sets.append((half,))
    at = 0
    for parts in sets:
        if layout == "full":
            columns = pairs // 2 * max(1, len(parts) // 2)
        else:
            columns = pairs if len(parts) > 1 else -(-pairs // 4)
        found.append(Group(parts, at, columns))
        at += columns
    return found


def pack(bank: Bank, eighth: bool = True) -> Texels:
    """(rows, columns, 4) of a symmetric bank. `eighth`: only the angle bins that the others are made of."""
    w = stored(bank.weights) if eighth else bank.weights
    turned = w[:, HALF_TURN.squares(bank.factor)][..., HALF_TURN.squares(bank.taps)]
    if not np.allclose(w, turned, atol=1e-7):
        raise BadInput("only a symmetric bank has a texture: make it one first")
    pairs = bank.taps**2 // 2
    head, tail = w[..., :pairs], w[..., :pairs:-1]
    even, odd = (head + tail) / 2, (head - tail) / 2
    rows = []
    for group in groups(bank.factor, bank.taps, bank.layout):
        lone = len(group.parts) == 1
        some = group.parts[: max(1, len(group.parts) // 2)]
        if bank.layout == "full":
            rows += [np.stack([even[:, j], odd[:, j]], axis=-1).reshape(len(w), -1, 4) for j in some]
        elif lone:
            e = even[:, some[0]]
            rows.append(np.pad(e, ((0, 0), (0, -pairs % 4))).reshape(len(w), -1, 4))
        else:
            rows.append(np.stack([even[:, some[0]], even[:, some[1]], odd[:, some[0]], odd[:, some[1]]], axis=-1))
    return np.concatenate(rows, axis=1)


def unpack(texels: Texels, bank: Bank) -> Bank:
    """The bank that such a texture means; `bank` has its form."""
    pairs, count = bank.taps**2 // 2, bank.factor**2
    even, odd = np.zeros((2, len(texels), count, pairs))
    for group in groups(bank.factor, bank.taps, bank.layout):
        part = texels[:, group.first : group.first + group.columns]
        some = group.parts[: max(1, len(group.parts) // 2)]
        if bank.layout == "full":
            for j, block in zip(some, np.split(part, len(some), axis=1), strict=True):
                both = block.reshape(len(texels), pairs, 2)
                even[:, j], odd[:, j] = both[..., 0], both[..., 1]
        elif len(group.parts) == 1:
            even[:, some[0]] = part.reshape(len(texels), -1)[:, :pairs]
        else:
            for i, j in enumerate(some):
                even[:, j], odd[:, j] = part[..., i], part[..., i + 2]
    last = count - 1
    for j in range((count + 1) // 2):
        even[:, last - j] = even[:, j]
        if j != last - j:
            odd[:, last - j] = -odd[:, j]
    middle = np.zeros((len(texels), count, 1))
    rows = np.concatenate([even + odd, middle, (even - odd)[..., ::-1]], axis=-1)
    whole = rows if len(rows) == bank.hash.buckets else unfolded(rows, bank.factor, bank.taps)
    return replace(bank, weights=whole)


def blocks(factor: int, taps: int, layout: str) -> list[tuple[int, int]]:
    """(first, columns) of what has 8-bit scales of its own: a group, or in the layout "full" a sub-pixel."""
    if layout == "full":
        each = taps**2 // 4
        return [(i * each, each) for i in range((factor**2 + 1) // 2)]
    return [(g.first, g.columns) for g in groups(factor, taps, layout)]


def quantised(texels: Texels, parts: list[tuple[int, int]]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Numbers of the shape of `texels`, 127 for zero, and scales (rows, blocks, 4), one for each component of a block.

    A texel's component is (number − 127)/127 · MOST · (scale/255)².
    """
    numbers = np.empty(texels.shape, np.uint8)
    scales = np.empty((len(texels), len(parts), 4), np.uint8)
    for i, (first, columns) in enumerate(parts):
        block = texels[:, first : first + columns]
        most = np.abs(block).max(axis=1)
        if most.max() > MOST:
            raise BadInput(f"a filter has a weight of {most.max():.3g}; 8 bits hold up to {MOST:g}")
        scales[:, i] = np.clip(np.ceil(np.sqrt(most / MOST) * 255), 1, 255)
        unit = MOST * np.square(scales[:, i] / 255.0)
        numbers[:, first : first + columns] = _whole(block / unit[:, None] * LEVELS) + LEVELS
    return numbers, scales


def _whole(wanted: Texels) -> Texels:
    """Rounded so that the sum along the columns stays, within a half: neighbours differ alike where there is an edge,
    so that errors of one sign add up. Those change that lie nearest to the middle of two whole numbers."""
    near = np.rint(wanted)
    above = near - wanted
    rank = above.argsort(axis=1).argsort(axis=1)
    most = np.rint(above.sum(axis=1, keepdims=True))
    near += (rank < -most).astype(np.float64) - (rank >= wanted.shape[1] - most)
    return np.clip(near, -LEVELS, LEVELS)


def dequantised(numbers: NDArray[np.uint8], scales: NDArray[np.uint8], parts: list[tuple[int, int]]) -> Texels:
    made = (numbers.astype(np.float64) - LEVELS) / LEVELS
    for i, (first, columns) in enumerate(parts):
        made[:, first : first + columns] *= MOST * np.square(scales[:, i] / 255.0)[:, None]
    return made


def rounded(bank: Bank, bits: int, eighth: bool = True) -> Bank:
    """What a shader has of it: 16 bits are half floats, 8 are numbers with scales."""
    texels = pack(bank, eighth)
    if bits == 8:
        parts = blocks(bank.factor, bank.taps, bank.layout)
        return unpack(dequantised(*quantised(texels, parts), parts), bank)
    return unpack(texels.astype(np.float16).astype(np.float64), bank)
