"""When the frames that a device took are heard, and what of the file they are."""

from __future__ import annotations

from collections import deque

_LATE = 0.015
"""Seconds. A device that asks later than this was kept waiting by something, which says nothing about its clock."""

_SHARE = 0.02
"""Of an error, taken at each question; of the first ones it is the mean. The null device asks up to 10 ms late; a rate
that is 50 ppm off lags by 0.06 ms."""

_SETTLING = 0.5
"""Seconds from the first question, in which a device fills its buffer."""

_WINDOW = 0.4
"""Seconds. Where every question of so long a time was late, the device itself stood still meanwhile."""


class DeviceClock:
    """The device's frames against `time.perf_counter()`.

    A device asks for frames whenever there is room for more, or later: threads are kept waiting. In the beginning it
    asks for as many as its buffer holds, and what it asked for first is heard at once; so the moments also say how much
    it holds. `frames`: how many it took; `latency`: seconds from a question to what was answered being heard.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.frames = 0
        self.latency = 0.0
        self._first: float | None = None
        self._origin = 0.0  # when frame 0 would have been asked for, with the buffer full
        self._counted = 0  # questions that say so
        self._filled = 0.0  # until when the last answer would last, alone
        self._recent: deque[tuple[float, float]] = deque()

    def asked(self, now: float, count: int) -> None:
        """At `now`, for `count` frames."""
        origin = now - self.frames / self.rate
        filling, self._filled = now < self._filled, now + 0.5 * count / self.rate
        self.frames += count
        if self._first is None:
            self._first, self._origin = now, origin
            return
        error = origin - self._origin
        recent = self._recent
        recent.append((now, origin))
        while recent[0][0] < now - _WINDOW:
            recent.popleft()
        if error < 0 and filling and now - self._first < _SETTLING:
            self.latency -= error
            self._turn(origin)
        elif error < -_LATE:
            self._turn(origin)
        elif error <= _LATE:
            self._counted += 1
            self._origin += max(_SHARE, 1 / (self._counted + 1)) * error
        elif now - recent[0][0] > 0.75 * _WINDOW and (best := min(at for _, at in recent)) - self._origin > _LATE:
            self._turn(best)

    def _turn(self, origin: float) -> None:
        self._origin, self._counted = origin, 0

    def heard(self, at: float) -> float:
        """The frame that is heard at `at`; held where the device has long not asked for more."""
        frame = (at - self._origin - self.latency) * self.rate
        return min(frame, self.frames + 0.5 * self.rate)


class MediaMap:
    """Which second of the file a frame of the device is. Frames that are silence of ours stop the file's time."""

    def __init__(self) -> None:
        self._parts: deque[tuple[int, float, float]] = deque()

    def add(self, frame: int, time: float, step: float) -> None:
        """From `frame` on it is `time`, and `step` seconds more with every frame."""
        parts = self._parts
        if parts:
            first, begun, old = parts[-1]
            if old == step and abs(begun + (frame - first) * step - time) < 1e-6:
                return
        parts.append((frame, time, step))

    def at(self, frame: float) -> float | None:
        """None before all that is known."""
        found = None
        for first, time, step in self._parts:
            if first > frame:
                if found is not None:
                    # Rounded to whole frames, a part may seem to go on into the next.
                    found = min(found, time) if step >= 0 else found
                break
            found = time + (frame - first) * step
        return found

    def forget(self, frame: float) -> None:
        """What lies before `frame` is not asked for any more."""
        parts = self._parts
        while len(parts) > 1 and parts[1][0] <= frame:
            parts.popleft()

    def clear(self) -> None:
        self._parts.clear()
