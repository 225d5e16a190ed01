"""Sound whose samples say where in the file they are, and a device that a test drives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from upshade.errors import JobFailed
from upshade.media import sound as module
from upshade.media.sound import Sound

Samples = NDArray[Any]
WRAP = 30000
PIECE = 1024


def numbered(count: int, first: int = 0, rate: int = 48000) -> Samples:
    """(count, 2) of int16: left counts samples from 1 up to `WRAP`, right how often that came round."""
    index = np.arange(first, first + count)
    return np.stack([index % WRAP + 1, index // WRAP + 1], axis=1).astype(np.int16)


def numbers(samples: Samples) -> Samples:
    """What `numbered` wrote into float samples; −1 for silence."""
    left, right = np.round(samples.astype(np.float64) * 32768).astype(np.int64).T
    return np.where((left == 0) & (right == 0), -1, (right - 1) * WRAP + left - 1)


def write(
    path: Path,
    samples: Samples,
    *,
    codec: str = "pcm_s16le",
    rate: int = 48000,
    layout: str = "stereo",
    offset: float = 0.0,
    leave_out: Iterable[tuple[float, float]] = (),
    spoil: tuple[float, float] = (0.0, 0.0),
    metadata: dict[str, str] | None = None,
) -> Path:
    """`samples`, int16 of (n, channels), as a track. `offset`: its first time; `leave_out`: spans of time in it whose
    packets are missing; `spoil`: one whose packets hold noise."""
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=rate, layout=layout)
        stream.metadata.update(metadata or {})
        packets = []
        name = stream.format.name if stream.format else "s16"
        for first in range(0, len(samples), PIECE):
            data = samples[first : first + PIECE]
            if name.startswith("flt"):
                data = (data / 32768).astype(np.float32)
            data = data.T if name.endswith("p") else data.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data), format=name, layout=layout)
            frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), first
            packets += stream.encode(frame)
        packets += stream.encode(None)
        for packet in packets:
            begin = float(packet.pts * packet.time_base)
            if any(a <= begin < b for a, b in leave_out):
                continue
            if spoil[0] <= begin < spoil[1]:
                noise = av.Packet(np.random.default_rng(1).bytes(packet.size))
                noise.pts, noise.time_base, noise.stream = packet.pts, packet.time_base, stream
                noise.duration = packet.duration
                packet = noise
            packet.pts = packet.dts = packet.pts + round(offset / packet.time_base)
            out.mux(packet)
    return path


class Speaker:
    """A device of `periods` × `period` frames that plays when the test says so. `played`: all that it took; frame i is
    heard i / rate seconds after the start, plus `standstill`."""

    alive = True

    def __init__(self, clock: Clock, rate: int = 48000, period: int = 1200, periods: int = 8) -> None:
        self.clock, self.rate, self.period, self.periods = clock, rate, period, periods
        self.name = "a speaker"
        self.played = np.zeros((0, 2), np.float32)
        self.closed = False
        self.sound: Sound | None = None

    def start(self, pull: Callable[[int], Samples]) -> None:
        self._pull = pull
        self.begun = self.clock.now

    def close(self) -> None:
        self.closed = True

    def take(self, periods: int = 1) -> None:
        """Asks for so many, without time passing."""
        for _ in range(periods):
            assert self.sound is not None
            settled(self.sound, 0.2)
            with self.sound._changed:
                assert self.sound._changed.wait_for(lambda: self.sound is not None and self.sound._started, 20)
            out = self._pull(self.period)
            assert out.shape == (self.period, 2) and out.dtype == np.float32
            self.played = np.concatenate([self.played, out])

    def run(self, seconds: float) -> None:
        """Plays, asking for a period whenever there is room."""
        if not len(self.played):
            self.take(self.periods)  # as soon as it is started
        for _ in range(round(seconds * self.rate / self.period)):
            self.clock.now += self.period / self.rate
            self.take()

    def heard(self, at: float) -> int:
        """The frame that is heard at `at`."""
        return round((at - self.begun) * self.rate)


class Clock:
    """The seconds that Sound sees."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def settled(sound: Sound, seconds: float = 0.9) -> None:
    """Waits until so much is decoded, or all."""
    with sound._changed:
        assert sound._changed.wait_for(lambda: sound._wanted is None or sound._ended
                                       or sound._ring.ahead >= seconds * sound._clock.rate, 20)  # fmt: skip


OPEN: list[Sound] = []
"""All that `speak` made."""


def speak(monkeypatch: pytest.MonkeyPatch, path: Path, stream: int = 0, **speaker: Any) -> tuple[Sound, Speaker, Clock]:
    """A Sound on a Speaker, under a clock of its own."""
    clock = Clock()
    monkeypatch.setattr(module, "perf_counter", clock)
    device = Speaker(clock, **speaker)

    def make(kind: str) -> Speaker:
        if kind != "auto":
            raise JobFailed("there is one device")
        return device

    sound = Sound(path, stream, output=make)
    OPEN.append(sound)
    device.sound = sound
    with sound._changed:
        assert sound._changed.wait_for(lambda: sound.device != "", 20)
    return sound, device, clock
