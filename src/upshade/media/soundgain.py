"""How loud sound is, and that it never jumps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .soundring import Ring

Samples = NDArray[np.float32]

RAMP = 0.01
"""Seconds from silence to full volume, and back."""


class Gain:
    """`volume`: 0…1.3; `muted`. What is heard now follows them in a ramp."""

    def __init__(self, rate: int) -> None:
        self.volume, self.muted = 1.0, False
        self.turn(rate)

    def turn(self, rate: int) -> None:
        """To samples of that rate, from silence."""
        self._count = round(RAMP * rate)
        self._now = 0.0
        self._fade: Samples | None = None

    def amplify(self, data: Samples) -> None:
        """(n, 2), in place."""
        goal = 0.0 if self.muted else self.volume
        if self._now != goal:
            ramp = np.arange(1, len(data) + 1, dtype=np.float32) / self._count
            if goal > self._now:
                gains = np.minimum(self._now + ramp, np.float32(goal))
            else:
                gains = np.maximum(self._now - ramp, np.float32(goal))
            self._now = goal if gains[-1] == np.float32(goal) else float(gains[-1])
            data *= gains[:, None]
        elif goal != 1:
            data *= np.float32(goal)

    def fall(self, ring: Ring) -> None:
        """Silence from here on: what `ring` would give next is still heard by `add`, fading. What follows rises."""
        tail = ring.peek(self._count) if self._now else ring.peek(0)
        if len(tail):
            self._fade = tail * (self._now * np.linspace(1, 0, len(tail), dtype=np.float32))[:, None]
        self._now = 0.0

    def add(self, out: Samples) -> None:
        """To `out`, (n, 2), what fades."""
        if self._fade is not None:
            length = min(len(out), len(self._fade))
            out[:length] += self._fade[:length]
            self._fade = self._fade[length:] if length < len(self._fade) else None

    def cut(self) -> None:
        """There is nothing more to be heard: what follows rises from silence."""
        self._now = 0.0
