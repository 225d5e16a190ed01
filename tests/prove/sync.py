"""Sound and picture together: a clip with a flash and a beep each second, in the real window, on no sound device.

For every frame that came new to the screen: by how much it was ahead of what was heard when the swap was done. The
clock of the sound is that of the samples which the device has taken.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from prove._watched import Swap, Watched, clip, watch
from upshade.ui.app import Launch

FRAME = 1000 / 24
MEAN, LATE, DRIFT = 10.0, FRAME / 2, 1.0
SETTLE = 1.5


def seek(time: float):
    def do(app: Watched) -> None:
        assert app.playback is not None
        app.playback.seek(time)

    return do


def speed(value: float):
    def do(app: Watched) -> None:
        assert app.playback is not None
        app.playback.speed = value

    return do


def figures(name: str, swaps: list[Swap]) -> bool:
    seen = [(s.at, s.ahead * 1e3) for s in swaps if s.ahead is not None]
    at, ahead = np.array([a for a, _ in seen]), np.array([b for _, b in seen])
    slope = float(np.polyfit(at - at[0], ahead, 1)[0]) * 60 if len(at) > 100 else 0.0
    mean, late = float(ahead.mean()), float(np.percentile(np.abs(ahead), 99))
    good = abs(mean) <= MEAN and late <= LATE
    if name == "as it is":
        good &= abs(slope) <= DRIFT
    drift = f"{slope:+.2f}" if len(at) > 100 else "–"
    print(f"| {name} | {len(at)} | {mean:+.1f} | {np.median(ahead):+.1f} | {late:.1f} | {drift} | {good} |")
    return good


def part(swaps: list[Swap], start: float, end: float) -> list[Swap]:
    """Those of some seconds of the run, once a change has settled."""
    begun = swaps[0].at
    return [s for s in swaps if begun + start + SETTLE <= s.at < begun + end]


def main() -> int:
    good = True
    print("| what | frames | mean ms | median ms | 99 % under ms | drift ms a minute | good |")
    print("| --- | --: | --: | --: | --: | --: | --- |")
    with tempfile.TemporaryDirectory() as folder:
        path = str(clip(Path(folder) / "flash.mkv", 100))
        launch = Launch((path,), preset="", sound="null")
        seen, _ = watch(launch, 65.0, panels=())
        good &= figures("as it is", part(seen.swaps, 0, 65))
        print(f"| {'':13} dropped {seen.dropped} of {seen.dropped + seen.shown} | | | | | | |")
        steps = [(8.0, seek(50.3)), (16.0, seek(3.21)), (24.0, speed(1.5)), (32.0, speed(0.5)), (40.0, speed(1.0)),
                 (48.0, seek(90.0))]  # fmt: skip
        seen, _ = watch(launch, 54.0, steps, panels=())
        names = ("before", "after a seek", "after a seek back", "at 1.5 times", "at half the speed", "at 1 again",
                 "after a seek")  # fmt: skip
        ends = [0.0, *(at for at, _ in steps), 54.0]
        for name, start, end in zip(names, ends, ends[1:], strict=False):
            good &= figures(name, part(seen.swaps, start, end))
    return int(not good)
