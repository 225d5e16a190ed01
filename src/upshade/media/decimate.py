"""Which picture of a telecine cycle repeats the one before: film pictures from fields that are put together again."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from ..core.frame import PIXEL_FORMATS
from .convert import plane_view

CYCLE = 5
"""Frames of 30 a second that hold four film pictures: 2:3 pulldown."""

# In steps of 8 bits, of the block that differs most. A repeated picture is coded anew and differs by noise: of x264 and
# MPEG-2 at usual rates by 1 to 4, while its neighbours differ 3 to 20 times as much where something moves.
_NOISE = 2.4
_SLOW = 4.5
_BLOCK = 16


def difference(a: VideoFrame, b: VideoFrame) -> float:
    """Of the first planes, in steps of 8 bits: the mean of the 32x32 block that differs most, at every 16th place."""
    p, q = _plane(a), _plane(b)
    far = np.abs(p.astype(np.int32) - q)
    height, width = (max(1, side // _BLOCK) for side in far.shape)
    rows = -(-far.shape[0] // height), -(-far.shape[1] // width)
    far = np.pad(far, [(0, n * r - s) for n, r, s in zip((height, width), rows, far.shape, strict=True)])
    blocks = far.reshape(height, rows[0], width, rows[1]).mean((1, 3))
    if height > 1 and width > 1:
        blocks = (blocks[:-1, :-1] + blocks[1:, :-1] + blocks[:-1, 1:] + blocks[1:, 1:]) / 4
    return float(blocks.max()) * 255 / _full_scale(a)


def _full_scale(picture: VideoFrame) -> int:
    fmt = PIXEL_FORMATS.get(picture.format.name)
    return fmt.full_scale if fmt else (1 << picture.format.components[0].bits) - 1


def _plane(picture: VideoFrame) -> NDArray[Any]:
    """The first plane, two-dimensional."""
    fmt = PIXEL_FORMATS.get(picture.format.name)
    if fmt is not None:
        return plane_view(picture, 0, fmt).reshape(picture.height, -1)
    plane = picture.planes[0]
    dtype = np.dtype(np.uint8 if picture.format.components[0].bits <= 8 else np.uint16)
    return np.ndarray((plane.height, plane.width), dtype, plane, 0, (plane.line_size, dtype.itemsize))  # type: ignore[arg-type]


def repeated(differences: Sequence[float], before: int | None) -> int | None:
    """Which of a cycle's pictures repeats its predecessor, by the `difference` of each to that; None: none does, the
    cycle is video of 30 pictures a second and is to be kept whole. `before`: what it was in the cycle before.

    It differs by noise, or half as much as any other. Where several differ little, as in drawings that move every other
    picture, noise hides which it is, and slow video looks the same: there the cadence goes on as it was.

    libavfilter's decimate judges each cycle by one threshold. At its default a twentieth of the repeats in MPEG-2 of
    2.5 Mb/s is kept; at a threshold that finds them all, an eighth of the pictures of a slow pan is lost.
    """
    least = min(range(len(differences)), key=differences.__getitem__)
    smallest = differences[least]
    rest = [d for i, d in enumerate(differences) if i != least]
    clear = 2 * smallest <= min(rest)
    if before is not None and differences[before] <= _SLOW and not (clear and 4 * smallest < differences[before]):
        return before
    if clear or smallest <= _NOISE or (before == least and 2 * smallest <= median(rest)):
        return least
    return None
