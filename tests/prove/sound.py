"""The clock of sound is smooth and does not drift, with Python held still for 0.2 s again and again.

miniaudio's null backend, 60 s each. Between the bursts the time that is heard is asked for every 10 ms and compared
with the system's clock. Jitter may be 2 ms (of 99 in 100), drift 1 ms a minute, and nothing may run dry.
"""

from __future__ import annotations

import ctypes
import tempfile
import time
from pathlib import Path
from unittest import mock

import numpy as np

from media.soundfiles import write
from upshade.media import sound as module
from upshade.media.sound import Sound
from upshade.media.soundclock import DeviceClock, MediaMap

SECONDS = 60
BURSTS = (0.0, 0.1, 0.2)


class Watched(DeviceClock):
    """Keeps when it was asked."""

    def __init__(self, rate: int) -> None:
        super().__init__(rate)
        self.moments: list[float] = []

    def asked(self, now: float, count: int) -> None:
        super().asked(now, count)
        self.moments.append(now)


class Counting(MediaMap):
    """Counts how often time stood still."""

    dry = 0

    def add(self, frame: int, time: float, step: float) -> None:
        self.dry += step == 0
        super().add(frame, time, step)


def measure(path: Path, burst: float) -> tuple[float, ...]:
    """Drift in ms a minute; mean, 99 % and worst jitter in ms; the longest wait between two questions in ms; how often
    nothing was decoded."""
    hold = ctypes.PyDLL(None).usleep  # unlike CDLL, with the interpreter's lock
    with mock.patch.multiple(module, DeviceClock=Watched, MediaMap=Counting):
        sound = Sound(path, 0, device="null")
        try:
            sound.seek(0)
            sound.play()
            while sound.time() is None:
                time.sleep(0.01)
            clock, counting = sound._clock, sound._map
            assert isinstance(clock, Watched) and isinstance(counting, Counting)
            time.sleep(2)
            asked, heard = [], []
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                if burst:
                    hold(round(burst * 1e6))
                for _ in range(10):
                    now = time.perf_counter()
                    asked.append(now)
                    heard.append(sound.time(now) or 0.0)
                    time.sleep(0.01)
        finally:
            sound.close()
    at, error = np.array(asked), np.array(heard) - np.array(asked)
    drift = np.polyfit(at - at[0], error, 1)[0] * 60_000
    jitter = np.abs(error - error.mean()) * 1000
    waits = np.diff(clock.moments) * 1000
    return float(drift), jitter.mean(), float(np.percentile(jitter, 99)), jitter.max(), waits.max(), counting.dry


def main() -> int:
    wave = 0.3 * np.sin(np.arange((SECONDS + 10) * 48000) * (2 * np.pi * 440 / 48000))
    ok = True
    print("| Python is held for | drift, ms a minute | jitter, ms: mean | 99 % | worst | longest wait, ms | dry |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "sine.wav", np.repeat(np.round(wave * 32767).astype(np.int16)[:, None], 2, 1))
        for burst in BURSTS:
            drift, mean, most, worst, wait, dry = measure(path, burst)
            print(f"| {burst:g} s | {drift:+.2f} | {mean:.2f} | {most:.2f} | {worst:.2f} | {wait:.0f} | {dry:g} |")
            ok = ok and abs(drift) <= 1 and most <= 2 and not dry
    return 0 if ok else 1
