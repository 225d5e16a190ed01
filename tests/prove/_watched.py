"""The real player in a real window, watched: what was on the screen when, and where its turns went."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from ui.driving import display
from upshade.player.state import State
from upshade.ui.app import App, Launch
from upshade.ui.window import Window

RATE = 48000


@dataclass(slots=True)
class Swap:
    """A turn of the window. `at`: when its swap was done; `shown`: the time of a frame that was new then; `ahead`:
    seconds by which that was ahead of the sound; milliseconds of its parts."""

    at: float
    shown: float | None
    ahead: float | None
    parts: dict[str, float]
    whole: float


@dataclass
class Watch:
    swaps: list[Swap] = field(default_factory=list)
    dropped: int = 0
    shown: int = 0
    stalls: int = 0
    chain: list[float] = field(default_factory=list)
    """Milliseconds of work for each picture."""


Step = tuple[float, Callable[["Watched"], None]]


class Watched(App):
    """Plays for `seconds`; at each of `steps` (seconds from the first picture) something is done."""

    def __init__(self, launch: Launch, state: State, seconds: float, steps: Sequence[Step] = ()) -> None:
        super().__init__(launch, state)
        self.watch = Watch()
        self._seconds, self._steps = seconds, sorted(steps, key=lambda step: step[0])
        self._since: float | None = None
        self._last = 0.0
        self._counted: object = None

    def after_swap(self) -> None:
        super().after_swap()
        at = time.perf_counter()
        playback, preview = self.playback, self.preview
        assert playback is not None and preview is not None
        shown = preview.main.live.shown
        new = shown is not None and shown is not self._counted
        self._counted = shown
        if self._since is None:
            if new and playback.playing:
                self._since = at
            return
        seen = ahead = None
        if new and shown is not None and shown.frame.time is not None:
            seen = shown.frame.time
            self.watch.chain.append(preview.main.live.drawn_ms or 0.0)
            if playback.playing:
                ahead = playback._projector.clock.difference(seen, at)
        whole = (at - self._last) * 1e3 if self._last else 0.0
        self._last = at
        self.watch.swaps.append(Swap(at, seen, ahead, dict(self.times.last), whole))
        while self._steps and at - self._since >= self._steps[0][0]:
            self._steps.pop(0)[1](self)
        if at - self._since >= self._seconds and self.window is not None:
            self.watch.dropped, self.watch.shown = playback.dropped, playback.shown
            self.watch.stalls = playback.stalls
            self.window.close()


def watch(
    launch: Launch, seconds: float, steps: Sequence[Step] = (), size: tuple[int, int] = (1280, 800),
    panels: tuple[str, ...] = ("chain",), kind: type[Watched] = Watched,
) -> tuple[Watch, Watched]:  # fmt: skip
    """Without a display an X server of its own; settings are not read and not kept."""
    with display():
        app = kind(launch, State(size=size, panels=panels), seconds, steps)
        Window(app).run()
    gc.collect()
    return app.watch, app


def clip(path: Path, seconds: int, size: tuple[int, int] = (640, 360), rate: int = 24) -> Path:
    """Flash and beep at each whole second, over a moving picture; the sound as samples."""
    width, height = size
    random = np.random.default_rng(3)
    still = random.integers(40, 90, (height // 8 + 1, width // 8 + 1), np.uint8).repeat(8, 0).repeat(8, 1)
    t = np.arange(RATE) / RATE
    beep = np.where(t < 0.1, np.sin(2 * np.pi * 1000 * t) * 12000, 0).astype(np.int16)
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "20", "g": "48"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = out.add_stream("pcm_s16le", rate=RATE)
        audio.layout = "mono"
        for second in range(seconds):
            for n in range(rate):
                luma = np.full((height, width), 235, np.uint8) if n == 0 else np.roll(still, 3 * n, 1)[:height, :width]
                planes = np.vstack([luma, np.full((height // 2, width), 128, np.uint8)])
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(planes), format="yuv420p")
                frame.pts, frame.time_base = second * rate + n, Fraction(1, rate)
                out.mux(video.encode(frame))
            block = av.AudioFrame.from_ndarray(beep[None], format="s16", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE, second * RATE, Fraction(1, RATE)
            out.mux(audio.encode(block))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return path
