"""A screen and a clock that only tests move on, and a sound that keeps this clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media.clips import number_in
from upshade.core.frame import Frame
from upshade.media.reader import open_video
from upshade.player.feed import Feed
from upshade.player.playback import Playback


class Time:
    """Stands in for `perf_counter`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeSound:
    """What `Sound` promises, by a `Time`: heard `latency` seconds after `play`, `rate` times as fast as the clock, from
    `first` to `last` seconds of the file."""

    def __init__(self, time: Time, *, latency: float = 0.05, rate: float = 1.0, last: float = 1e9) -> None:
        self._time, self._rate, self._last = time, rate, last
        self.latency = latency
        self.volume, self.muted, self.playing = 1.0, False, False
        self.notices: list[str] = []
        self.error: str | None = None
        self.device = "fake"
        self.tremble: Callable[[], float] = lambda: 0.0
        self.seeks: list[tuple[float, float]] = []
        self.closed = False
        self._from, self._speed, self._begun, self._resumed = 0.0, 1.0, None, False

    _begun: float | None

    def seek(self, time: float, speed: float = 1.0) -> None:
        self.seeks.append((time, speed))
        self._from, self._speed, self._resumed = time, speed, False
        self._begun = self._time.now + self.latency if self.playing else None

    def play(self) -> None:
        if not self.playing:
            self.playing = True
            self._begun = self._time.now + self.latency

    def pause(self) -> None:
        if self.playing:
            heard = self.time()
            self.playing, self._resumed = False, heard is not None
            self._from = self._from if heard is None else heard

    def time(self, at: float | None = None) -> float | None:
        at = self._time.now if at is None else at
        if not self.playing:
            return self._from
        assert self._begun is not None
        if at < self._begun:
            return self._from if self._resumed else None
        return self._from + (at - self._begun) * self._speed * self._rate + self.tremble()

    @property
    def finished(self) -> bool:
        heard = self.time()
        return heard is not None and heard >= self._last

    def close(self) -> None:
        self.closed = True


def settle(feed: Feed) -> None:
    """Until the feed has nothing to do."""

    def rests() -> bool:
        if not feed._busy and feed._task() is None:
            return True
        feed.changed.notify_all()  # asking may have made room
        return False

    with feed.changed:
        assert feed.changed.wait_for(rests, 60), "the feed never rests"


class Screen:
    """Refreshes `hz` times a second of `time`, and notes what is seen."""

    def __init__(self, playback: Playback, time: Time, hz: float = 60) -> None:
        self.playback, self.time, self.period = playback, time, 1 / hz
        self.seen: list[tuple[float, Frame]] = []
        self.refreshes: list[int] = []
        """Of each picture seen: for how many refreshes."""

    def refresh(self, *, wait: bool = True) -> Frame | None:
        """One swap: the decoder has had the time it needs, unless not `wait`."""
        self.time.now += self.period
        if wait:
            settle(self.playback._feed)
        frame = self.playback.poll(self.time.now)
        if frame is not None:
            self.seen.append((self.time.now, frame))
            self.refreshes.append(1)
            self.playback.drawn(frame, self.time.now)
        elif self.refreshes:
            self.refreshes[-1] += 1
        return frame

    def run(self, seconds: float) -> list[int]:
        """Numbers of the pictures that were seen meanwhile."""
        before = len(self.seen)
        for _ in range(round(seconds / self.period)):
            self.refresh()
        return [number_in(frame) for _, frame in self.seen[before:]]

    def until(self, done: Callable[[], bool], refreshes: int = 5000) -> list[int]:
        before = len(self.seen)
        for _ in range(refreshes):
            if done():
                return [number_in(frame) for _, frame in self.seen[before:]]
            self.refresh()
        raise AssertionError("it never came to that")

    def picture(self) -> Frame:
        """What is on the screen once all orders are carried out."""
        for _ in range(100):
            self.refresh()
            if not self.playback.seeking and not self.playback._projector._steps:
                return self.seen[-1][1]
        raise AssertionError("the picture never came")


def reference(path: Path, rate: float | None = None) -> list[tuple[float, Frame]]:
    """(seconds from the first picture, picture) of a whole reading."""
    with open_video(path, rate=rate) as reader:
        frames = list(reader)
        start, base = reader.info.start_pts, reader.info.time_base
    return [(float(((frame.pts or 0) - start) * base), frame) for frame in frames]
