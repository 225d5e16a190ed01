"""Pieces of sound with times of their own → one line of samples without holes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from .clock import AHEAD

Samples = NDArray[np.float32]

TOLERANCE = 0.02
"""Seconds. Times that differ from the count of samples by less are rounded (Matroska's to 1 ms) or drift, and are
followed slowly; by more, something is missing or twice there."""

_STILL = 0.0005
"""Seconds that are left as they are: half of what Matroska rounds to."""

_SILENCE = 0.1
"""Seconds of silence in one block."""


class Line:
    """The line that begins at `target` seconds. `start`: the time of its first sample, once there is one, less than
    a sample behind the target."""

    def __init__(self, target: float) -> None:
        self.start = target
        self._target = target
        self._shift = Fraction(0)

    def blocks(self, pieces: Iterable[tuple[Fraction | None, int, Samples]]) -> Iterator[tuple[int, Samples]]:
        """(rate, samples of shape (n, 2)), joined without a gap. `pieces`: the time in seconds (None: behind the one
        before), rate and samples of each, (n, 2)."""
        rate = 0
        cursor = 0  # the next sample to give
        place = 0.0  # where the next piece lies, counted from the ones before
        error = 0.0  # by how much times say otherwise, smoothed; in samples
        count = 0  # pieces that are counted on
        begun = False
        for time, hertz, data in pieces:
            if hertz != rate:
                if rate:
                    cursor = round(cursor * hertz / rate)
                    place *= hertz / rate
                else:
                    cursor = ceil(round(self._target * hertz, 3))
                    self.start = cursor / hertz
                rate, error = hertz, 0.0
            at = place if time is None else self._place(time, rate, place if count else None)
            if not count or abs(at - place) > TOLERANCE * rate:
                place, error, count = at, 0.0, 0
            count += 1
            if not begun:
                # Nothing has been heard yet: where the line lies is the mean of what all pieces say.
                place += (at - place) / count
            else:
                error += (at - place - error) * 0.05
                data, moved = _stretched(data, error, rate)
                error -= moved
            first = round(place)
            place += len(data)
            if first + len(data) <= cursor:
                continue
            for silence in _silence(first - cursor, rate):
                yield rate, silence
            begun = True
            piece = data[max(0, cursor - first) :]
            cursor = max(cursor, first) + len(piece)
            yield rate, piece

    def _place(self, time: Fraction, rate: int, expected: float | None) -> float:
        """The sample at `time`; where the clock was set anew, times go on from there, as those of pictures do."""
        at = float((time + self._shift) * rate)
        if expected is not None and not -1 <= (at - expected) / rate <= AHEAD:
            self._shift += Fraction(round(expected - at), rate)
            at = expected
        return at


def _stretched(data: Samples, error: float, rate: int) -> tuple[Samples, int]:
    """The piece, longer by up to 0.5 % of what times are ahead of it (or shorter), and by how many samples."""
    if abs(error) < _STILL * rate or len(data) < 200:
        return data, 0
    most = len(data) // 200
    by = max(-most, min(most, round(error * 0.1) or (1 if error > 0 else -1)))
    old = np.arange(len(data))
    new = np.linspace(0, len(data) - 1, len(data) + by)
    return np.stack([np.interp(new, old, data[:, side]) for side in (0, 1)], axis=1).astype(np.float32), by


def _silence(count: int, rate: int) -> Iterator[Samples]:
    most = max(1, int(rate * _SILENCE))
    while count > 0:
        yield np.zeros((min(count, most), 2), np.float32)
        count -= most
