"""GPU time of each step, read three frames later, when it is there without waiting."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Any

from .context import Context

RING = 4
_KEPT = 31


class Timer:
    """`RING` queries for one step, lent by the context. `begin`/`end` around every draw.

    The first time is not counted: it contains what drivers compile when a program is drawn with first.
    """

    __slots__ = ("_begun", "_context", "_parts", "_queries", "_samples", "_turn")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._queries: list[Any] = [context.take_query() for _ in range(RING)]
        self._samples: deque[float] = deque(maxlen=_KEPT)
        self._parts = [0.0] * RING
        self._turn = 0
        self._begun = 0

    def begin(self, part: float = 1.0) -> None:
        """`part`: how much of the step's picture is about to be drawn, 0…1."""
        turn = self._turn
        if self._begun >= RING:
            # Drawn `RING` draws ago: finished on any driver that does not run further ahead than that.
            self._take(turn)
        self._parts[turn] = part if self._begun else 0.0
        self._queries[turn].mglo.begin()

    def end(self) -> None:
        self._queries[self._turn].mglo.end()
        self._turn = (self._turn + 1) % RING
        self._begun += 1

    @property
    def ms(self) -> float | None:
        """Median of the last times, milliseconds; None before the first is known."""
        return median(self._samples) if self._samples else None

    def flush(self) -> None:
        """Take in every time that is outstanding; waits for the draws."""
        for _ in range(min(self._begun, RING)):
            self._turn = (self._turn - 1) % RING
            self._take(self._turn)
        # Not the first any more.
        self._turn, self._begun, self._parts = 0, RING if self._begun else 0, [0.0] * RING

    def _take(self, turn: int) -> None:
        if self._parts[turn]:
            self._samples.append(self._queries[turn].elapsed * 1e-6 / self._parts[turn])

    def release(self) -> None:
        for query in self._queries:
            self._context.give_query(query)
        self._queries.clear()
