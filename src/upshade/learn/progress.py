"""How far a run is, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_SURE = 5.0
"""Seconds of a phase, after which it is known by itself how fast it goes."""


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` pictures (or what the `phase` counts, in words: `unit`); `part` of the work of the whole run,
    0…1."""

    phase: str
    done: float
    total: float
    part: float
    unit: str = "pictures"


class Course:
    """`phases`: (name, how many, work of each in any unit, what is counted), in their order."""

    def __init__(self, phases: list[tuple[str, int, float, str]]) -> None:
        self._phases = phases
        self._whole = sum(count * each for _, count, each, _ in phases) or 1.0

    def at(self, phase: str, done: float) -> Step:
        before = 0.0
        for name, count, each, unit in self._phases:
            if name == phase:
                done = min(done, count)
                return Step(phase, done, count, (before + done * each) / self._whole, unit)
            before += count * each
        raise ValueError(phase)


class Pace:
    """Seconds so far and to go. What phases come to was estimated; how fast one goes is measured once it runs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._begun = clock, clock()
        self._first: float | None = None
        self._phase, self._since, self._from, self._count = "", 0.0, 0.0, 0.0

    @property
    def elapsed(self) -> float:
        return self._clock() - self._begun

    def left(self, step: Step) -> float | None:
        """None as long as nothing can be known."""
        now = self._clock()
        if self._first is None:
            self._first = step.part  # a run that goes on did this before
        if step.phase != self._phase:
            self._phase, self._since, self._from, self._count = step.phase, now, step.part, step.done
        done = step.part - self._first
        if done <= 0 or step.part <= 0:
            return None
        each = (now - self._begun) / done
        here, counted = step.part - self._from, step.done - self._count
        rest = here / counted * (step.total - step.done) if counted > 0 else 0.0
        later = max(0.0, 1 - step.part - rest)
        mine = each
        if here > 0:
            sure = min(1.0, (now - self._since) / _SURE)
            mine = sure * (now - self._since) / here + (1 - sure) * each
        return rest * mine + later * each
