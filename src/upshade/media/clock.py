"""Presentation times that rise, whatever the file says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from av.video.frame import VideoFrame

AHEAD = 6 * 3600
"""Seconds. A longer step ahead is a clock that was set anew: FFmpeg takes a step back in MPEG-TS for an overflow."""


class Clock:
    """Times of one iteration, in ticks of `base` seconds. `step`: ticks of a picture that does not say how long it is
    shown."""

    def __init__(self, base: Fraction, step: int) -> None:
        self._base, self._step = base, step
        self._last: int | None = None
        self._shift = 0

    def tick(self, picture: VideoFrame) -> int:
        """The picture's time. A picture without one follows its predecessor; a time that is repeated, or goes back by
        less than a second, becomes the next tick; where the clock was set anew, times go on from there."""
        pts = picture.pts if picture.pts is not None else picture.dts
        step = max(1, picture.duration or self._step)
        last = self._last
        if pts is None:
            pts = 0 if last is None else last + step
        elif last is not None:
            pts += self._shift
            seconds = (pts - last) * self._base
            if seconds < -1 or seconds > AHEAD:
                self._shift += last + step - pts
                pts = last + step
            elif pts <= last:
                pts = last + 1
        self._last = pts
        return pts

    def times(self, pictures: Iterator[VideoFrame]) -> Iterator[tuple[VideoFrame, int]]:
        """Each picture with its time."""
        for picture in pictures:
            yield picture, self.tick(picture)
