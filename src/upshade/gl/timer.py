"""GPU time of each step, read three frames later, when it is there without waiting."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Any

from .context import Context

RING = 4
_KEPT = 31


class Timer:
    """`RING` queries for one step, lent by the context. `begin`/`end` around the draw, every frame."""

    __slots__ = ("_begun", "_context", "_queries", "_samples", "_turn")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._queries: list[Any] = [context.take_query() for _ in range(RING)]
        self._samples: deque[float] = deque(maxlen=_KEPT)
        self._turn = 0
        self._begun = 0

    def begin(self) -> None:
        query = self._queries[self._turn]
        if self._begun >= RING:
            # Drawn `RING` frames ago: finished on any driver that does not run further ahead than that.
            self._samples.append(query.elapsed * 1e-6)
        query.mglo.begin()

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
            self._samples.append(self._queries[self._turn].elapsed * 1e-6)
        self._turn = self._begun = 0

    def release(self) -> None:
        for query in self._queries:
            self._context.give_query(query)
        self._queries.clear()
