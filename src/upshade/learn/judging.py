"""How near what was learned comes to held-out pictures, beside plain enlargements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.metrics import psnr
from ..core.scale import taps

Plane = NDArray[np.floating[Any]]


_MIDDLE = 2400
"""Sides of the part that a large picture is judged by: it needs no more memory than others."""


@dataclass(frozen=True, slots=True)
class Row:
    """A held-out picture: PSNR of luma in dB, 8 bits, `factor` pixels cropped on each side. At factor 1 `bicubic` is
    that of the picture as it was given, and `lanczos` nan."""

    name: str
    bicubic: float
    lanczos: float
    learned: float


def middle(picture: Plane) -> Plane:
    """Of a large picture; others are it themselves."""
    h, w = picture.shape
    y, x = max(0, h - _MIDDLE) // 2, max(0, w - _MIDDLE) // 2
    return picture[y : y + _MIDDLE, x : x + _MIDDLE]


def judged(name: str, given: Plane, true: Plane, made: Plane, factor: int) -> Row:
    """`given` was made worse of `true`; `made` is what a shader of that factor makes of it."""
    if factor == 1:
        return Row(name, decibels(given, true, 1), float("nan"), decibels(made, true, 1))
    others = [decibels(enlarged(given, factor, kernel), true, factor) for kernel in ("catmull_rom", "lanczos3")]
    return Row(name, others[0], others[1], decibels(made, true, factor))


def enlarged(picture: Plane, factor: int, kernel: str) -> Plane:
    for axis in (0, 1):
        n = picture.shape[axis]
        picture = taps(kernel, n, n * factor, 1 / factor, 0.0).apply(picture.astype(np.float64), axis)
    return picture


def decibels(made: Plane, true: Plane, crop: int) -> float:
    eight = [np.rint(np.clip(p, 0, 1) * 255).astype(np.uint8)[crop:-crop, crop:-crop] for p in (true, made)]
    return psnr(eight[0], eight[1])


def means(rows: Sequence[Row]) -> Row:
    return Row("mean", *(float(np.mean([getattr(r, n) for r in rows])) for n in ("bicubic", "lanczos", "learned")))
