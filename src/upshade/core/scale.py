"""Resampling kernels, and tables of exact weights for one axis.

A picture is resized one axis at a time. The weights of every output position are computed here in float64, so the
shader only multiplies and adds, any kernel costs the same, and phases are exact (players that look a kernel up in a
256-entry curve are not).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kernel:
    """`weight(x)` for |x| < radius, in input samples; zero outside."""

    name: str
    radius: float
    weight: Callable[[Array], Array]


def _nearest(x: Array) -> Array:
    return np.where((x >= -0.5) & (x < 0.5), 1.0, 0.0)


def _triangle(x: Array) -> Array:
    return np.maximum(0.0, 1.0 - np.abs(x))


def _cubic(b: float, c: float) -> Callable[[Array], Array]:
    """Mitchell & Netravali, SIGGRAPH 1988, eq. 8."""

    def weight(x: Array) -> Array:
        x = np.abs(x)
        near = ((12 - 9 * b - 6 * c) * x**3 + (-18 + 12 * b + 6 * c) * x**2 + (6 - 2 * b)) / 6
        far = ((-b - 6 * c) * x**3 + (6 * b + 30 * c) * x**2 + (-12 * b - 48 * c) * x + (8 * b + 24 * c)) / 6
        return np.where(x < 1, near, np.where(x < 2, far, 0.0))

    return weight


def _lanczos(radius: float) -> Callable[[Array], Array]:
    """Duchon 1979: sinc windowed by its own central lobe stretched to the radius."""

    def weight(x: Array) -> Array:
        return np.where(np.abs(x) < radius, np.sinc(x) * np.sinc(x / radius), 0.0)

    return weight


def _spline36(x: Array) -> Array:
    """The cardinal cubic spline over six samples (Dersch, Panorama Tools, "Spline36")."""
    x = np.abs(x)
    p1 = ((13 / 11 * x - 453 / 209) * x - 3 / 209) * x + 1
    y = x - 1
    p2 = ((-6 / 11 * y + 270 / 209) * y - 156 / 209) * y
    z = x - 2
    p3 = ((1 / 11 * z - 45 / 209) * z + 26 / 209) * z
    return np.select([x < 1, x < 2, x < 3], [p1, p2, p3], 0.0)


KERNELS: dict[str, Kernel] = {
    k.name: k
    for k in (
        Kernel("nearest", 0.5, _nearest),
        Kernel("bilinear", 1.0, _triangle),
        Kernel("catmull_rom", 2.0, _cubic(0.0, 0.5)),
        Kernel("mitchell", 2.0, _cubic(1 / 3, 1 / 3)),
        Kernel("lanczos3", 3.0, _lanczos(3.0)),
        Kernel("spline36", 3.0, _spline36),
    )
}


@dataclass(frozen=True, slots=True)
class Taps:
    """One axis: output position i is Σₖ weights[i, k] · input[first[i] + k]; indices outside repeat the edge."""

    first: NDArray[np.int64]
    weights: Array

    @property
    def count(self) -> int:
        return int(self.weights.shape[1])

    def apply(self, samples: Array, axis: int) -> Array:
        """The reference: resample an array along an axis in float64."""
        moved = np.moveaxis(samples.astype(np.float64), axis, 0)
        index = np.clip(self.first[:, None] + np.arange(self.count), 0, moved.shape[0] - 1)
        out = np.einsum("ik,ik...->i...", self.weights, moved[index])
        return np.moveaxis(out, 0, axis)


@lru_cache(maxsize=64)
def taps(kernel: str, size: int, out_size: int, ratio: float, shift: float, antialias: bool = True) -> Taps:
    """Weights for `out_size` positions over `size` samples.

    Output pixel i lies at (i + ½)·ratio + shift in input pixels (sample j at j + ½). With `antialias` the kernel is
    widened by the ratio when that shrinks. Every row sums to 1. Weights that lie wholly outside the picture are
    folded into the edge, so a shrink by a large factor needs no more taps than the picture has samples.
    """
    k = KERNELS[kernel]
    blur = max(1.0, ratio) if antialias and kernel != "nearest" else 1.0
    # A tie between two samples must fall the same way on every machine: nudge by far less than any picture shows.
    centre = (np.arange(out_size, dtype=np.float64) + 0.5) * ratio + shift - 0.5 + 1e-9
    reach = k.radius * blur
    first = np.ceil(centre - reach).astype(np.int64)
    count = max(1, int(np.ceil(2 * reach - 1e-9)))
    index = first[:, None] + np.arange(count)
    weights = k.weight((index - centre[:, None]) / blur)
    if count > size:
        folded = np.zeros((out_size, size))
        np.add.at(folded, (np.arange(out_size)[:, None], np.clip(index, 0, size - 1)), weights)
        weights, first = folded, np.zeros(out_size, dtype=np.int64)
    total = weights.sum(axis=1, keepdims=True)
    return Taps(first, weights / total)


_MOST_PHASES = 4
_MOST_CONSTANTS = 64


def phased(t: Taps, ratio: float) -> tuple[int, int, list[int], list[list[float]]] | None:
    """`(period, advance, first, weights)` where the weights of every output position repeat after a few.

    Position i = period·m + p starts at input advance·m + first[p] and has weights[p]: whole factors (2, 3, 4, 1/2 …)
    and their like. None where the period is over four, there are more weights than a program should hold as constants,
    or the taps were folded into a small picture.
    """
    for period in range(1, _MOST_PHASES + 1):
        advance = round(period * ratio)
        if abs(period * ratio - advance) > 1e-9 or advance < 1 or len(t.first) < period:
            continue
        if period * t.count > _MOST_CONSTANTS:
            return None
        m, p = np.divmod(np.arange(len(t.first)), period)
        if np.array_equal(t.first, advance * m + t.first[p]) and np.allclose(t.weights, t.weights[p], atol=1e-9):
            return period, advance, t.first[:period].tolist(), t.weights[:period].tolist()
    return None


def table(t: Taps, size: int) -> NDArray[np.float32]:
    """A `Taps` as a float32 texture of shape (rows, out_size, 4) for `shaders/builtin/resize.glsl`.

    Read down a column, four numbers a texel: the texture coordinate of the first tap, then the weights, zero-filled.
    """
    out_size, count = t.weights.shape
    rows = -(-(count + 1) // 4)
    flat = np.zeros((out_size, rows * 4), dtype=np.float32)
    flat[:, 0] = (t.first + 0.5) / size
    flat[:, 1 : count + 1] = t.weights
    return np.ascontiguousarray(flat.reshape(out_size, rows, 4).transpose(1, 0, 2))
