"""Soak: 20 minutes of a clip in a loop in the real window, panels open, every second a seek, a step, a comparison or
another value.

At the end of each minute the player comes to rest in the same state: another film of one picture is opened, so that
the pictures kept of the first are gone, with its decoder and its threads; the preset's values, no comparison, what the
pool keeps for later released. It is drawn once a second, for drivers free what is released only when they have drawn
again. Once it has settled (a quarter of the time), memory must not grow: its median over the last third of what is left
is within 3 % of that over the first third; a single minute is up to 8 % off, for a software driver lets go of textures
some draws later. The live OpenGL objects must not become more, nor any panel fail, nor OpenGL have an error.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from gl.handmade import live_objects
from prove._watched import Watched, watch
from upshade.core.library import demo_clip
from upshade.ui.app import Launch

MINUTES = float(os.environ.get("UPSHADE_SOAK_MINUTES", "20"))
SETTLED = 0.25
"""Share of the time after which memory must stay."""
PANELS = ("chain", "passes", "graph", "marks")
BUSY, REST = 48.0, 12.0
"""Seconds of a minute."""


def rss() -> float:
    """MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Soaked(Watched):
    at_rest: list[tuple[float, float, dict[str, int]]]
    errors: list[str]
    still: str

    def after_swap(self) -> None:
        super().after_swap()
        if self.preview is None or self.playback is None or self.context is None:
            return
        now = time.monotonic()
        if not hasattr(self, "at_rest"):
            self.at_rest, self.errors, self.done = [], [], 0
            self._begun = self._again = self._minute = now
            self._random, self._resting = random.Random(11), False
            self._sizes: list[float] = []
        if now < self._again:
            return
        self._again = now + 1.0
        self.watch.swaps.clear()
        self.watch.chain.clear()
        if (error := self.context.mgl.error) != "GL_NO_ERROR":
            self.errors.append(error)
        if now - self._minute >= BUSY + REST:
            self.at_rest.append(((now - self._begun) / 60, min(self._sizes), live_objects(self.context)))
            self._minute, self._resting = now, False
            self.actions.open([demo_clip()])
            self.playback.loop_file = True
            self.playback.play()
        elif now - self._minute >= BUSY:
            if not self._resting:
                self._rest()
            self._settle()
        else:
            self._do()

    def _do(self) -> None:
        assert self.playback is not None
        self.done += 1
        choice = self._random.random()
        if choice < 0.4:
            self.playback.seek(self._random.uniform(0, self.playback.duration or 1))
        elif choice < 0.5:
            self.playback.step(self._random.choice((-1, 1)))
            self.playback.play()
        elif choice < 0.6:
            self.actions.compare("split")
        else:
            card = self._random.choice(self.edit.cards)
            shader = self.edit.shader(card.id)
            assert shader is not None
            param = self._random.choice(shader.params)
            low, high = param.bounds
            self.edit.set(card.id, param.name, self._random.uniform(max(low, -10), min(high, 10)))

    def _rest(self) -> None:
        self._resting, self._sizes = True, []
        self.view.compare = "off"
        while self.edit.undo():
            pass
        self.actions.open([self.still])

    def _settle(self) -> None:
        """Draw again, look at the memory."""
        assert self.playback is not None and self.preview is not None
        self.playback.seek(0.0)
        self.preview.pool.trim()
        gc.collect()
        if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
            trim(0)  # what the C library keeps of freed memory is no leak
        self._sizes.append(rss())


def main() -> int:
    def loop(app: Watched) -> None:
        assert app.playback is not None
        app.playback.loop_file = True

    launch = Launch((str(demo_clip()),), preset="anime", sound="null")
    with tempfile.TemporaryDirectory() as folder:
        Soaked.still = str(Path(folder) / "still.mkv")
        # By a process of its own: a window does not get along with a context that was there before.
        words = ("render", demo_clip(), Soaked.still, "--preset", "plain", "--scale", "1", "--duration", "0.04", "-q")
        subprocess.run([sys.executable, "-m", "upshade", *map(str, words)], check=True)
        _, app = watch(launch, MINUTES * 60 + 5, [(0.5, loop)], panels=PANELS, kind=Soaked)
    assert isinstance(app, Soaked)
    kinds = ("Texture", "Framebuffer", "Buffer", "Program", "VertexArray")
    print(f"| minutes | memory at rest, MiB | {' | '.join(kinds)} |")
    print("| --: " * (len(kinds) + 2) + "|")
    for at, size, objects in app.at_rest:
        print(f"| {at:.0f} | {size:.0f} | {' | '.join(str(objects[kind]) for kind in kinds)} |")
    settled = app.at_rest[int(len(app.at_rest) * SETTLED) :]
    sizes = np.array([size for _, size, _ in settled])
    third = max(1, len(sizes) // 3)
    before, after = float(np.median(sizes[:third])), float(np.median(sizes[-third:]))
    grown = after / before - 1
    most = float(np.abs(sizes / np.median(sizes) - 1).max())
    lives = ("Texture", "Framebuffer", "Buffer", "Program", "VertexArray")
    counts = np.array([[objects[kind] for kind in lives] for _, _, objects in settled])
    change = np.median(counts[-third:], axis=0) - np.median(counts[:third], axis=0)
    more = {kind: float(n) for kind, n in zip(lives, change, strict=True) if n > 0}
    print(
        f"\n{app.done} actions. From a quarter of the time on, memory at rest is {before:.0f} MiB in the first third "
        f"and {after:.0f} in the last ({grown * 100:+.1f} %), a single minute at most {most * 100:.1f} % from the "
        f"median. OpenGL objects that became more: {more or 'none'}. Panels that failed: {len(app.failures)}. "
        f"OpenGL errors: {len(app.errors)}."
    )
    for failure in app.failures:
        print(f"\n```\n{failure}```")
    return int(grown > 0.03 or bool(more) or bool(app.failures) or bool(app.errors))
