"""Where the turns of the window go, in milliseconds, smoothed."""

from __future__ import annotations

import time
from collections.abc import Callable

_WEIGHT = 0.1
_PARTS = ("host", "draw", "panels", "wait", "present")


class Times:
    """Of a turn: `host`, the window's own Python (playback, panels, keys) without OpenGL; `draw`, a slice of a frame;
    `panels`, from there on, the view and what Dear ImGui draws included; `wait`, until the driver has drawn all of it;
    `present`, the swap; `turn`, from one swap to the next, idle time included."""

    def __init__(self) -> None:
        self.host = self.draw = self.panels = self.wait = self.present = self.turn = 0.0
        self.turns = 0
        self.last: dict[str, float] = dict.fromkeys(_PARTS, 0.0)
        """Of the last turn."""
        self._now: dict[str, float] = dict.fromkeys(_PARTS, 0.0)
        self._ended = 0.0

    def spend(self, part: str, seconds: float) -> None:
        self._now[part] += seconds * 1e3

    def counted(self, call: Callable[[], None]) -> Callable[[], None]:
        """`call`, whose time counts as the window's own."""

        def timed() -> None:
            begun = time.perf_counter()
            try:
                call()
            finally:
                self.spend("host", time.perf_counter() - begun)

        return timed

    def end(self, at: float) -> None:
        """A turn was shown at `at`."""
        first = not self.turns
        for part, value in self._now.items():
            old = getattr(self, part)
            setattr(self, part, value if first else old + _WEIGHT * (value - old))
        if self._ended:
            took = (at - self._ended) * 1e3
            self.turn = took if self.turns == 1 else self.turn + _WEIGHT * (took - self.turn)
        self._ended = at
        self.turns += 1
        self.last, self._now = self._now, dict.fromkeys(_PARTS, 0.0)
