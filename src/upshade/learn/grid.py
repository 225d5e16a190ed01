"""Where pixels lie: the taps around one, its sub-pixels, and the plain enlargement that all is learned on top of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.floating[Any]]


def name(y: int, x: int) -> str:
    """Of the tap that lies (y, x) from the pixel."""
    return f"t{_letter(y)}{_letter(x)}"


def _letter(i: int) -> str:
    return f"m{-i}" if i < 0 else f"p{i}"


def square(side: int) -> list[tuple[int, int]]:
    """(y, x) of a square around the pixel, row by row."""
    reach = side // 2
    return [(y, x) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)]


def offsets(factor: int) -> list[tuple[float, float]]:
    """(x, y) of each sub-pixel, row by row, from the centre of its pixel."""
    at = [(i + 0.5) / factor - 0.5 for i in range(factor)]
    return [(x, y) for y in at for x in at]


def bilinear(picture: Float, factor: int) -> Float:
    """(h·factor, w·factor)"""
    for axis in (0, 1):
        n = picture.shape[axis]
        at = np.clip((np.arange(n * factor) + 0.5) / factor - 0.5, 0, n - 1)
        low = np.minimum(np.floor(at).astype(int), n - 1)
        high = np.minimum(low + 1, n - 1)
        part = (at - low)[:, None] if axis == 0 else (at - low)[None, :]
        picture = np.take(picture, low, axis) * (1 - part) + np.take(picture, high, axis) * part
    return picture
