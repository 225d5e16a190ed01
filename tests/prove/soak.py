"""Soak: 20 minutes of a clip in a loop in the real window, every second a seek or another value, all panels open.

Memory must stay within 3 % once it has settled, the number of live OpenGL objects the same, and OpenGL without errors.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import numpy as np

from gl.handmade import live_objects
from prove._watched import Watched, watch
from upshade.core.library import demo_clip
from upshade.ui.app import Launch

SECONDS = 60 * float(os.environ.get("UPSHADE_SOAK_MINUTES", "20"))
SETTLED = 0.25
"""Share of the time after which memory must stay."""
PANELS = ("chain", "passes", "graph", "marks")


def rss() -> float:
    """MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Soaked(Watched):
    memory: list[tuple[float, float, int, int]]
    errors: list[str]

    def after_swap(self) -> None:
        super().after_swap()
        if not hasattr(self, "memory"):
            self.memory, self.errors, self._again, self._random = [], [], 0.0, random.Random(11)
            self._objects: list[dict[str, int]] = []
        now = time.monotonic()
        if now < self._again or self.preview is None or self.playback is None or self.context is None:
            return
        self._again = now + 1.0
        preview = self.preview
        self.memory.append((now, rss(), preview.pool.live, preview.programs.live))
        if (error := self.context.mgl.error) != "GL_NO_ERROR":
            self.errors.append(error)
        if len(self.memory) % 60 == 10:
            self._objects.append(live_objects(self.context))
        self.watch.swaps.clear()
        self.watch.chain.clear()
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


def main() -> int:
    launch = Launch((str(demo_clip()),), preset="anime", sound="null")

    def loop(app: Watched) -> None:
        assert app.playback is not None
        app.playback.loop_file = True

    _, app = watch(launch, SECONDS, [(0.5, loop)], panels=PANELS, kind=Soaked)
    assert isinstance(app, Soaked)
    settled = app.memory[int(len(app.memory) * SETTLED) :]
    sizes = np.array([m[1] for m in settled])
    half = len(sizes) // 2
    before, after = float(np.median(sizes[:half])), float(np.median(sizes[half:]))
    most = float(np.abs(sizes / np.median(sizes) - 1).max())
    print("| after minutes | memory MiB | textures and buffers | programs |")
    print("| --: | --: | --: | --: |")
    for n in range(0, len(app.memory), max(1, len(app.memory) // 10)):
        at, size, pool, programs = app.memory[n]
        print(f"| {(at - app.memory[0][0]) / 60:.1f} | {size:.0f} | {pool} | {programs} |")
    counts = {tuple(sorted(o.items())) for o in app._objects[1:]}
    print(f"\nFrom a quarter of the time on, memory stays within {most * 100:.1f} % of its median; the last half has "
          f"{(after / before - 1) * 100:+.1f} %. OpenGL knows the same objects each minute: {len(counts) <= 1} "
          f"({dict(app._objects[-1])}). OpenGL errors: {len(app.errors)}.")  # fmt: skip
    return int(most > 0.03 or len(counts) > 1 or bool(app.errors))
