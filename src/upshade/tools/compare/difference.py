"""One frame of both videos and what differs, side by side in a PNG."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...core.frame import Frame
from ...core.letters import drawn
from ...engine import frame_of
from ...errors import BadInput, Where
from ...media.reader import Reader, open_video
from ...media.stills import write_still
from .align import Span
from .measure import Comparison
from .views import Array, rgb

Picture = NDArray[np.uint8]

_LEAST_WIDTH = 240
"""Smaller pictures are enlarged by a whole factor to about this, so that a label fits."""
_GAINS = (64, 32, 16, 8, 4, 2, 1)
_GAP = 8


def write(
    path: str, found: Comparison, kernel: str | None, span: Span, at: float | None, overwrite: bool
) -> tuple[float, int]:
    """The worst pair of the first figure, or the one nearest to the time `at`, as a PNG. (Time of REFERENCE's picture,
    gain); BadInput for a time before the first pair or behind the last; OutputError."""
    info = found.reference, found.test
    if at is None:
        worst = found.worst(found.rows[0])
        time, test_time = worst.time, worst.test_time
    else:
        time, test_time = _nearest(found, at)
    with open_video(info[0].path) as left, open_video(info[1].path) as right:
        a, b = _picture(left, time), _picture(right, test_time - (0.0 if right.info.still else span.offset))
    size = a.width, a.height
    page, gain = compose(rgb(a), rgb(b, size, kernel if (b.width, b.height) != size else None), time)
    write_still(path, frame_of(page), overwrite=overwrite, inputs=(info[0].path, info[1].path))
    return time, gain


def _nearest(found: Comparison, at: float) -> tuple[float, float]:
    """Both times of a pair. Each file rounds to its own ticks, so one time would find neighbours in the two."""
    first, last = found.times[0][0], found.times[-1][0]
    rate = found.reference.rate
    picture = float(1 / rate) if rate > 0 else 0.04
    if not first - picture <= at <= last + picture:
        raise BadInput(f"--at {at:g} s: the pairs lie from {first:.3f} to {last:.3f} s", Where(found.reference.path))
    return min(found.times, key=lambda times: abs(times[0] - at))


def _picture(reader: Reader, time: float) -> Frame:
    frame = next(iter(reader.frames(None if reader.info.still else max(0.0, time))), None)
    if frame is None:
        raise BadInput(f"has no picture at {time:g} s", Where(reader.path))
    return frame


def compose(reference: Array, test: Array, time: float) -> tuple[Picture, int]:
    """The page (h, w, 3) and the gain: REFERENCE, TEST, and gray plus gain times their difference, each under its
    label. R'G'B' of shape (3, h, w), 0…1. The gain is the largest power of two, to 64, that takes no more than one
    sample in a thousand out of range."""
    difference = test - reference
    reach = float(np.quantile(np.abs(difference), 0.999))
    gain = next((g for g in _GAINS if g * reach <= 0.5), 1)
    tiles = (
        (f"REFERENCE {time:.3f} S", reference), ("TEST", test),
        (f"DIFFERENCE ×{gain}, GRAY IS EQUAL", 0.5 + gain * difference),
    )  # fmt: skip
    width = reference.shape[2]
    zoom = max(1, round(_LEAST_WIDTH / width))
    wide = width * zoom
    # Labels grow with the picture, and shrink to fit above it.
    dots = max(1, min(max(2, wide // 640), *(wide // (7 * len(label) + 2) for label, _ in tiles)))
    made = [_tile(label, planes, zoom, dots) for label, planes in tiles]
    gap = np.full((made[0].shape[0], _GAP, 3), 24, np.uint8)
    return np.concatenate([made[0], gap, made[1], gap, made[2]], axis=1), gain


def _tile(label: str, planes: Array, zoom: int, dots: int) -> Picture:
    mask = drawn(label, dots)
    body = np.round(np.clip(np.moveaxis(planes, 0, -1), 0, 1) * 255).astype(np.uint8).repeat(zoom, 0).repeat(zoom, 1)
    head = np.full((mask.shape[0], body.shape[1], 3), 24, np.uint8)
    mask = mask[:, : body.shape[1]]
    head[:, : mask.shape[1]][mask] = 235
    return np.concatenate([head, body])
