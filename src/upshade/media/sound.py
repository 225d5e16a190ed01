"""Sound out, and the clock that playback follows."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Condition, Thread
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from ..errors import JobFailed, UpshadeError
from .probe import reason, where
from .soundclock import DeviceClock, MediaMap
from .soundgain import Gain
from .soundout import Device, Output
from .soundring import Ring
from .soundtrack import AudioTrack, Soundtrack, list_audio

__all__ = ["AudioTrack", "Sound", "list_audio"]

Samples = NDArray[np.float32]

AHEAD = 1.0
"""Seconds decoded ahead."""

_HISTORY = 0.75
"""Seconds that are kept behind: what the device has taken and nobody has heard yet is played again after a pause."""

_PRIMED = 0.1
"""Seconds decoded before sound begins; less would stop again at once."""

_WATCH = 0.5
"""Seconds between looks at whether the device still runs."""

_STABLE = 5
"""Seconds that a device must have played for it, or another, to be opened again when it is gone."""


class Sound:
    """One audio track of a file, played. The samples that the device has consumed are the clock that video follows.

    Times are seconds of the file's own clock (pts · time base). Nothing sounds before the first `seek` and `play`.
    Opening, decoding and the device run on threads of their own: no call waits for them but `close`.

    `device`: "auto" for the system's default output, and where there is none no device, which a notice says; "null"
    for none. Time goes on alike. `output` replaces the devices: it is given `device` and raises JobFailed where that
    can't be had.

    `playing`; `finished`: everything was heard, and time goes on in silence. `buffered`: seconds ready to be played.
    `latency`: seconds from the device's taking samples to their being heard, as far as the device shows. `device`: its
    name, for people. `notices`: lines for people; more may come. `error`: why the track is silent from here on, which
    stops nothing else.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        stream: int,
        *,
        device: str = "auto",
        output: Callable[[str], Output] = Device,
    ) -> None:
        self.path, self.stream = os.fspath(path), stream
        self.notices: list[str] = []
        self.error: str | None = None
        self.device = ""
        self._kind, self._make = device, output
        self._changed = Condition()  # guards all that follows
        self._output: Output | None = None
        self._started = self._silent = False  # that output; it is none
        self._clock = DeviceClock(48000)
        self._map = MediaMap()
        self._ring = Ring(48000, AHEAD, _HISTORY)
        self._wanted: tuple[float, float] | None = None  # the last seek: time and speed
        self._seeks = self._done = 0  # counted; the one that was decoded for
        self._start, self._speed = 0.0, 1.0  # the file's time at sample 0 of the ring, and how fast it goes
        self._ended = False  # the ring gets no more
        self._over: int | None = None  # the device's frame behind the last sample
        self._playing = self._primed = self._resumed = False
        self._hold: float | None = None  # the time while nothing else is heard
        self._gain = Gain(48000)
        self._closing = False
        self._thread = Thread(target=self._work, name="upshade sound", daemon=True)
        self._thread.start()

    # ── what users call

    def seek(self, time: float, speed: float = 1.0) -> None:
        """What plays next is the file from `time` on, `speed` (0.25…4) times as fast at the same pitch."""
        if not 0.25 <= speed <= 4:
            raise ValueError(f"speed is {speed}, must be 0.25 to 4")
        with self._changed:
            self._gain.fall(self._ring)
            self._seeks += 1
            self._wanted = (time, speed)
            self._ring.clear()
            self._map.clear()
            self._start, self._speed = time, speed
            self._hold, self._resumed = time, False
            self._ended = self._primed = False
            self._over = None
            self._changed.notify_all()

    def play(self) -> None:
        with self._changed:
            self._playing = True
            self._changed.notify_all()

    def pause(self) -> None:
        """Time stops at what is heard now; `play` goes on from there."""
        with self._changed:
            if not self._playing:
                return
            heard = self._heard(perf_counter())
            self._playing = False
            self._gain.fall(self._ring)
            if heard is not None:
                self._hold, self._resumed = heard, True
            if self._hold is not None:
                self._ring.back_to(max(0, round((self._hold - self._start) / self._step)))
            self._map.clear()
            if self._ring.ahead:
                self._over = None

    @property
    def playing(self) -> bool:
        return self._playing

    def time(self, at: float | None = None) -> float | None:
        """The second of the file that is heard at `time.perf_counter()` `at`, now by default; a moment ahead too.
        While paused where it stopped, or was sought to. None while playing until something is heard after a seek."""
        with self._changed:
            now = perf_counter() if at is None else at
            if not self._playing:
                return self._hold
            heard = self._heard(now)
            return self._hold if heard is None and self._resumed else heard

    @property
    def finished(self) -> bool:
        with self._changed:
            return self._over is not None and self._clock.heard(perf_counter()) >= self._over

    @property
    def volume(self) -> float:
        """0…1.3, 1 as it is in the file; above it loud parts may clip."""
        return self._gain.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._gain.volume = min(1.3, max(0.0, value))

    @property
    def muted(self) -> bool:
        return self._gain.muted

    @muted.setter
    def muted(self, value: bool) -> None:
        self._gain.muted = value

    @property
    def buffered(self) -> float:
        with self._changed:
            return self._ring.ahead / self._clock.rate

    @property
    def latency(self) -> float:
        return self._clock.latency

    def close(self) -> None:
        """Ends the threads and gives the device back; waits for that."""
        with self._changed:
            self._closing = True
            self._playing = False
            self._changed.notify_all()
        self._thread.join()

    # ── with `_changed` held

    @property
    def _step(self) -> float:
        """Seconds of the file in one frame of the device."""
        return self._speed / self._clock.rate

    def _ready(self) -> bool:
        """There is enough to begin with."""
        return self._wanted is not None and (self._ended or self._ring.ahead >= _PRIMED * self._clock.rate)

    def _heard(self, at: float) -> float | None:
        return self._map.at(self._clock.heard(at))

    # ── on the device's thread

    def _pull(self, count: int) -> Samples:
        """The next frames for the device."""
        now = perf_counter()
        with self._changed:
            clock, ring = self._clock, self._ring
            frame = clock.frames
            clock.asked(now, count)
            self._map.forget(clock.heard(now))
            out = np.zeros((count, 2), np.float32)
            given = 0
            if self._playing:
                self._primed = self._primed or self._ready()
                if self._primed:
                    given = self._play(out, frame)
            self._gain.add(out)
            if given and ring.ahead < (AHEAD - 0.1) * clock.rate:
                self._changed.notify_all()
        np.clip(out, -1, 1, out=out)
        return out

    def _play(self, out: Samples, frame: int) -> int:
        """Fills `out` from the ring; how many frames are the file's, silence behind its end included."""
        ring, count = self._ring, len(out)
        time = self._start + ring.position * self._step
        data = ring.take(count)
        given = len(data)
        if given:
            self._map.add(frame, time, self._step)
            self._gain.amplify(data)
            out[:given] = data
        if given == count:
            return given
        if self._ended:
            if self._over is None:
                self._over = frame + given
            self._map.add(frame, time, self._step)
            ring.skip(count - given)
            return count
        # Nothing is decoded: the file's time stands still until there is.
        self._map.add(frame + given, self._start + ring.position * self._step, 0.0)
        self._primed = False
        self._gain.cut()
        return given

    # ── on the decoding thread

    def _work(self) -> None:
        track: Soundtrack | None = None
        try:
            self._connect(self._kind)
            while self._wait(lambda: self._seeks != self._done):
                done = self._done = self._seeks
                if self.error is None:
                    try:
                        if track is None:
                            track = Soundtrack(self.path, self.stream)
                        self._fill(track, done)
                    except UpshadeError as error:
                        self.error = str(error)
                    except Exception as error:  # whatever a library makes of a broken file: the pictures go on
                        self.error = str(JobFailed(f"audio track {self.stream} cannot be played: {reason(error)}",
                                                   where(self.path)))  # fmt: skip
                with self._changed:
                    self._ended = self._ended or self._seeks == done
                    self._changed.notify_all()
        except JobFailed as error:
            self.error = str(error)
        finally:
            if track is not None:
                track.close()
            if self._output is not None:
                self._output.close()

    def _fill(self, track: Soundtrack, seeks: int) -> None:
        """Decodes into the ring until the track ends or another seek comes."""
        with self._changed:
            if self._wanted is None or self._seeks != seeks:
                return
            (time, speed), rate = self._wanted, self._clock.rate
        begun = False
        for begin, block in track.samples(time, speed, rate, lambda: self._closing or self._seeks != seeks):
            while len(block):
                if not self._wait(lambda: self._seeks != seeks or self._ring.room > 0):
                    return
                with self._changed:
                    if self._seeks != seeks:
                        return
                    if not begun:
                        begun, self._start = True, begin
                    room = self._ring.room
                    self._ring.put(block[:room])
                    self._changed.notify_all()
                block = block[room:]

    def _wait(self, ready: Callable[[], bool]) -> bool:
        """Until `ready()`, with an eye on the device. False: all is to end."""
        while True:
            with self._changed:
                if self._closing:
                    return False
                output, started = self._output, self._started
                begin = output is not None and not started and self._playing and self._ready()
                if not begin:
                    if ready():
                        return True
                    self._changed.wait(_WATCH)
            if output is not None and begin:
                self._begin(output)
            elif output is not None and started and not output.alive:
                self._replace(output)

    def _connect(self, kind: str) -> None:
        """To that device, or to none."""
        self._silent = kind == "null"
        try:
            output = self._make(kind)
        except JobFailed as error:
            if self._silent:
                raise
            self.notices.append(f"{error.message}: playing without sound")
            self._connect("null")
        else:
            self._adopt(output)

    def _adopt(self, output: Output) -> None:
        with self._changed:
            if self._wanted is not None:
                heard = self._heard(perf_counter()) if self._playing else None
                if heard is not None:
                    self._hold, self._resumed = heard, True
                assert self._hold is not None
                self._start = self._hold
                self._wanted = (self._hold, self._speed)
                self._seeks += 1
            self._clock = DeviceClock(output.rate)
            self._map.clear()
            self._ring = Ring(output.rate, AHEAD, _HISTORY)
            self._ended = self._primed = False
            self._over = None
            self._gain.turn(output.rate)
            self._output, self._started = output, False
            self.device = output.name
            self._changed.notify_all()

    def _begin(self, output: Output) -> None:
        """The device runs from now on. Only now, when there is something to play: what it takes first is heard at once,
        and all else when that is through."""
        try:
            output.start(self._pull)
        except JobFailed as error:
            self._output = None
            output.close()
            if self._silent:
                raise
            self.notices.append(f"{error.message}: playing without sound")
            self._connect("null")
            return
        with self._changed:
            self._started = True
            self._changed.notify_all()

    def _replace(self, lost: Output) -> None:
        self._output = None
        lost.close()
        self.notices.append(f"the sound device is gone ({lost.name})")
        # One that comes and goes is left alone.
        self._connect(self._kind if self._clock.frames > _STABLE * self._clock.rate else "null")
