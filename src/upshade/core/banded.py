"""Sums over a few neighbours as small matrix products: a window or a resize on the CPU, at the speed of BLAS.

Thirty-two outputs and the samples that they reach make one small dense matrix. Most of its numbers are zero, and the
product is quicker than a pass over the picture for every tap all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .scale import Taps, taps

_OUTPUTS = 32
_ALONE = 1 << 18
"""Products of no more multiplications than this are done by the calling thread: OpenBLAS (interface/gemm.c) starts its
own threads for larger ones and waits for them at each, which on a busy machine takes ten times as long as the work."""


def product(matrix: NDArray[Any], x: NDArray[Any], out: NDArray[Any] | None = None) -> NDArray[Any]:
    """`matrix @ x` for (m, k) and (…, k, n), a few columns at a time."""
    if out is None:
        out = np.empty((*x.shape[:-2], matrix.shape[0], x.shape[-1]), matrix.dtype)
    step = max(1, _ALONE // matrix.size)
    for start in range(0, x.shape[-1], step):
        part = (..., slice(start, start + step))
        np.matmul(matrix, x[part], out=out[part])
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Outputs `start` to `stop` are `matrix` (stop − start, last − first) times the samples `first` to `last`."""

    start: int
    stop: int
    first: int
    last: int
    matrix: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Banded:
    """A linear map of one axis: `count` outputs, in `blocks`."""

    count: int
    blocks: tuple[Block, ...]

    def rows(self, x: NDArray[Any]) -> NDArray[Any]:
        """Along the last axis but one of (…, n, w): shape (…, count, w)."""
        out = np.empty((*x.shape[:-2], self.count, x.shape[-1]), self.blocks[0].matrix.dtype)
        for b in self.blocks:
            product(b.matrix, x[..., b.first : b.last, :], out[..., b.start : b.stop, :])
        return out

    def columns(self, x: NDArray[Any]) -> NDArray[Any]:
        """Along the last axis of (…, n): shape (…, count)."""
        flat = x.reshape(-1, x.shape[-1])
        out = np.empty((len(flat), self.count), self.blocks[0].matrix.dtype)
        step = max(1, _ALONE // max(b.matrix.size for b in self.blocks))
        for start in range(0, len(flat), step):
            part = slice(start, start + step)
            for b in self.blocks:
                np.matmul(flat[part, b.first : b.last], b.matrix.T, out=out[part, b.start : b.stop])
        return out.reshape(*x.shape[:-1], self.count)


def banded(t: Taps, size: int, *, zero: bool = False, dtype: Any = np.float64) -> Banded:
    """`t` over `size` samples. What lies outside repeats the edge, as for `Taps.apply`, or counts as zero."""
    index = t.first[:, None] + np.arange(t.count)
    weights = np.where((index < 0) | (index >= size), 0.0, t.weights) if zero else t.weights
    index = np.clip(index, 0, size - 1)
    blocks = []
    for start in range(0, len(index), _OUTPUTS):
        part = index[start : start + _OUTPUTS]
        first, last = int(part.min()), int(part.max()) + 1
        matrix = np.zeros((len(part), last - first))
        np.add.at(matrix, (np.arange(len(part))[:, None], part - first), weights[start : start + _OUTPUTS])
        blocks.append(Block(start, start + len(part), first, last, matrix.astype(dtype)))
    return Banded(len(index), tuple(blocks))


@lru_cache(maxsize=64)
def resize(kernel: str, size: int, out_size: int, ratio: float, shift: float) -> Banded:
    """`scale.taps` of the same arguments, ready to be applied."""
    return banded(taps(kernel, size, out_size, ratio, shift), size)


def window(weights: NDArray[np.float64], size: int, *, whole: bool = True, dtype: Any = np.float64) -> Banded:
    """A symmetric window over every position where it lies wholly inside; not `whole`: centred on every sample, zeros
    outside."""
    n = len(weights)
    count, first = (size - n + 1, 0) if whole else (size, -(n // 2))
    return banded(Taps(np.arange(count) + first, np.tile(weights, (count, 1))), size, zero=True, dtype=dtype)
