"""How much of a step is drawn at once, so that a slice keeps its budget whatever the step takes."""

from __future__ import annotations

LEAST = 4
"""Rows of the smallest band: drivers shade blocks of 2x2 pixels, llvmpipe of 4x4."""
TILE = 64
"""Rows of llvmpipe's tiles; larger bands are a multiple of that."""
_PROBE = 16
"""A step whose time is not known is drawn in so many bands, and the first ones are watched."""


class Pace:
    """Knows what the steps of a plan took as far as somebody waited for them; for the time before `Timer` knows."""

    def __init__(self) -> None:
        self._seen: dict[int, float] = {}

    def known(self, index: int) -> float | None:
        """Milliseconds that the whole step took by the last band that was waited for."""
        return self._seen.get(index)

    def saw(self, index: int, ms: float, rows: int, height: int) -> None:
        """`rows` of `height` took so long. The first time contains what drivers compile when they draw first."""
        self._seen[index] = ms * height / rows

    def rows(self, left: int, height: int, whole: float | None, room: float, started: bool) -> int:
        """How many of the `left` rows to draw next, 0 to leave them for the next slice. `whole`: milliseconds of the
        whole step of `height` rows, `room`: of what is left of the slice. The first piece of a slice is never empty."""
        if whole is None:
            return min(left, max(LEAST, height // _PROBE))
        if whole * left / height <= max(room, 1e-3):
            return left
        if started and whole <= room + whole / 2:
            return 0  # it nearly fits: whole in the next slice costs less than in parts
        fit = int(height * max(room, 0.0) / whole)
        fit = fit // TILE * TILE if fit >= TILE else fit // LEAST * LEAST
        if fit < LEAST:
            return 0 if started else min(left, LEAST)
        return min(left, fit)
