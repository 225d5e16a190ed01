"""Clocks of playback: one that only counts, and the one that pictures follow, led by the sound."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from time import perf_counter
from typing import Protocol

Now = Callable[[], float]

PATIENCE = 1.0
"""Seconds that pictures wait for sound which was told to play; then they go without it."""

LOST = 0.15
"""Seconds. A clock that is further from the sound is set anew; a smaller error is made good on the way."""

_LOCKED = 0.25  # seconds after a start in which the sound's own time is taken as it is
_SETTLE = 0.5  # seconds in which an error falls to a third
_BEND = 0.05  # by so much faster or slower does the clock run meanwhile


class Clock(Protocol):
    """What `WallClock` and `media.sound.Sound` have in common. Times are seconds of the file's own clock; `at` is an
    instant of `perf_counter`."""

    @property
    def playing(self) -> bool: ...
    @property
    def finished(self) -> bool:
        """It will not go on any more."""

    def seek(self, time: float, speed: float = 1.0) -> None:
        """Goes on from `time`; playing or paused stays."""

    def play(self) -> None: ...
    def pause(self) -> None: ...
    def time(self, at: float | None = None) -> float | None:
        """The second that is seen or heard at `at`; None: nothing yet. Stands still while paused."""


class Sounding(Clock, Protocol):
    """What playback asks of `media.sound.Sound` beside the clock."""

    volume: float
    muted: bool

    @property
    def latency(self) -> float: ...
    @property
    def notices(self) -> list[str]: ...
    @property
    def error(self) -> str | None: ...
    @property
    def device(self) -> str: ...
    def close(self) -> None: ...


class WallClock:
    """Counts seconds. `now`: where it has them from."""

    finished = False

    def __init__(self, now: Now = perf_counter) -> None:
        self._now = now
        self._time, self._at, self.speed = 0.0, 0.0, 1.0
        self._playing = False

    @property
    def playing(self) -> bool:
        return self._playing

    def seek(self, time: float, speed: float = 1.0) -> None:
        self.set(time, self._now())
        self.speed = speed

    def set(self, time: float, at: float) -> None:
        """It shows `time` at `at`."""
        self._time, self._at = time, at

    def play(self) -> None:
        if not self._playing:
            self._at, self._playing = self._now(), True

    def pause(self) -> None:
        if self._playing:
            self._time, self._playing = self.time(), False

    def time(self, at: float | None = None) -> float:
        if not self._playing:
            return self._time
        return self._time + ((self._now() if at is None else at) - self._at) * self.speed

    def when(self, time: float) -> float | None:
        """The instant at which it shows `time`; None while paused."""
        return self._at + (time - self._time) / self.speed if self._playing else None


class MasterClock:
    """Runs by itself, and is led to what is heard: so it stays even where the sound's own time trembles, and goes on
    where the sound ends, fails or starts anew. Used by one thread at a time.

    `delay`: seconds of the file by which the sound comes later than it lies there.
    """

    def __init__(self, now: Now = perf_counter) -> None:
        self._now = now
        self._wall = WallClock(now)
        self.sound: Sounding | None = None
        self.delay = 0.0
        self._waiting: float | None = None  # since when, for the first sound
        self._locked = 0.0
        self._last: float | None = None
        self._lead = 0.0
        self._anew = 0  # how often the sound was told to go elsewhere while the pictures went on
        self._playing = False

    @property
    def speed(self) -> float:
        return self._wall.speed

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def heard(self) -> bool:
        """There is sound, and it has not come to its end."""
        return self.sound is not None and self.sound.error is None and not self.sound.finished

    # ── from here on

    def seek(self, time: float, speed: float | None = None) -> None:
        """Stands at `time`, until `play`."""
        self._playing, self._waiting = False, None
        self._wall.pause()
        self._wall.seek(time, self.speed if speed is None else speed)
        self._anew = 0
        if self.sound is not None:
            self.sound.pause()
            self.sound.seek(time - self.delay, self.speed)

    def play(self) -> None:
        """Goes on once sound is heard, where there is any."""
        if self._playing:
            return
        self._playing = True
        self._last = None
        if self.sound is None:
            self._wall.play()
            return
        self.sound.play()
        self._waiting = self._now()

    def pause(self) -> None:
        self._playing = False
        self._waiting = None
        self._wall.pause()
        if self.sound is not None:
            self.sound.pause()

    def turn(self, speed: float | None = None, *, back: float = 0.0) -> None:
        """Another speed, or `back` seconds earlier, without a stop; or only the sound anew, where it has changed."""
        wall = self._wall
        if not self._playing or self._waiting is not None:
            playing = self._playing
            self.seek(wall.time() - back, speed)
            if playing:
                self.play()
            return
        now = self._now()
        wall.set(wall.time(now) - back, now)
        wall.speed = wall.speed if speed is None else speed
        self._anew = 0
        self._join()

    def _join(self) -> None:
        """The sound goes to where the pictures will be when it is heard."""
        sound, wall = self.sound, self._wall
        if sound is not None:
            self._lead = self._lead or max(0.0, sound.latency)
            sound.seek(wall.time() + self._lead * wall.speed - self.delay, wall.speed)
            sound.play()
            self._anew += 1

    # ── reading it

    def time(self, at: float) -> float | None:
        """The second that belongs on the screen at `at`; None: wait, sound is about to come."""
        if not self._playing:
            return self._wall.time()
        heard = self._heard(at)
        if self._waiting is not None:
            if heard is not None:
                self._begin(heard, at)
                self._locked = at + _LOCKED
            elif not self.heard or at - self._waiting > PATIENCE:
                self._begin(self._wall.time(), at)
            else:
                return None
        elif heard is not None:
            self._follow(heard, at)
        self._last = at
        return self._wall.time(at)

    def peek(self) -> float | None:
        """`time` now, without being led."""
        return None if self._waiting is not None and self._playing else self._wall.time()

    def when(self, time: float) -> float | None:
        """The instant that shows `time`, None while it stands."""
        return self._wall.when(time)

    def difference(self, time: float, at: float) -> float:
        """Seconds by which the picture of `time` is ahead of the sound (else of the clock) at `at`."""
        heard = self._heard(at)
        return (time - (self._wall.time(at) if heard is None else heard)) / self.speed

    def _heard(self, at: float) -> float | None:
        if self.sound is None or not self.heard:
            return None
        time = self.sound.time(at)
        return None if time is None else time + self.delay

    def _begin(self, time: float, at: float) -> None:
        self._waiting = None
        self._wall.play()
        self._wall.set(time, at)

    def _follow(self, heard: float, at: float) -> None:
        wall = self._wall
        error = heard - wall.time(at)
        if self._anew == 1 and abs(error) > LOST * wall.speed:
            self._join()  # its file had to be opened first; a jerk of the pictures would be worse
            return
        if self._anew:
            # How much too early or late it came back says how far ahead to ask the next time.
            self._anew = 0
            self._lead = min(2 * LOST, max(0.0, self._lead - error / wall.speed))
        if abs(error) > LOST * wall.speed or at < self._locked:
            wall.set(heard, at)
            return
        passed = 0.0 if self._last is None else max(0.0, at - self._last)
        most = _BEND * passed * wall.speed
        step = error * (1 - exp(-passed / _SETTLE))
        wall.set(wall.time(at) + min(most, max(-most, step)), at)
