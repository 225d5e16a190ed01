"""When a picture goes on the screen: the refresh nearest to its time, and the same way for all that come like it."""

from __future__ import annotations

from collections import deque
from statistics import median

_USUAL = 1 / 60
_SLOWEST = 1 / 50  # a window that comes less often knows itself when it wants which picture
_MARGIN = 0.002
"""Seconds. So far from the point where the choice turns are pictures kept: times in files are rounded to milliseconds,
and so are those of refreshes, more or less."""


class Pacer:
    """Decides by `early`: a picture is shown at the first refresh whose time is at most that many seconds before its
    own. Where pictures come close to that point, so that noise would decide, the point moves away from them (it has
    hysteresis): 24 pictures a second on 60 refreshes then stand for 3, 2, 3, 2 …, and 30 for 2 each."""

    def __init__(self) -> None:
        self._periods: deque[float] = deque(maxlen=48)
        self._last: float | None = None
        self._missed: float | None = None
        self.period = _USUAL
        self.early = _USUAL / 2

    def refresh(self, at: float) -> None:
        """The next refresh is seen at `at`."""
        if self._last is not None and at > self._last:
            self._periods.append(at - self._last)
            if len(self._periods) >= 4:
                before = self.period
                self.period = min(_SLOWEST, median(self._periods))
                if abs(self.period - before) > before / 4:
                    self.early = self.period / 2
        self._last = at

    def waits(self, seconds: float) -> None:
        """The next picture's time is so many seconds (more than `early`) after this refresh. Said behind `shows`."""
        self._missed = seconds

    def shows(self, late: float) -> None:
        """A picture is shown so many seconds after its time (before it: negative)."""
        margin = min(_MARGIN, self.period / 4)
        if late + self.early < margin:
            self._move(margin - late)
        elif self._missed is not None and self._missed - self.early < margin and late < self.period:
            self._move(self._missed - margin)
        self._missed = None

    def _move(self, early: float) -> None:
        self.early = min(0.75 * self.period, max(0.25 * self.period, early))

    def forget(self) -> None:
        """Time jumps."""
        self._missed = None


MOST_LEAD = 0.25
"""Seconds that a frame is begun ahead at most."""
SPARE = 0.003
"""Seconds that a frame is begun earlier than frames take on average; what is ready early waits for its time."""


def lead(work: float, swap: float) -> float:
    """Seconds from a frame's beginning to the screen: `work` until it and all around it are drawn, then `swap`."""
    return min(work + swap + SPARE, MOST_LEAD)


def instant(now: float, due: float | None, ahead: float, work: float, lasts: float) -> float:
    """The time for which to ask for a picture (`Playback.poll`). `due`: of the next one; `ahead`: its `lead`; `lasts`:
    seconds that a picture is shown.

    The next one is asked for once it must be begun. Where pictures take longer than they last, the one of the time at
    which it will be seen is: a chain that is slow skips some instead of falling behind. Else none is skipped that could
    be drawn, however long the way to the screen is.
    """
    if due is None or due > now + ahead:
        return now
    return now + ahead if work > lasts else max(now, due)
