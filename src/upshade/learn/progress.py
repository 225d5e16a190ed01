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
        self._first: tuple[float, Step] | None = None
        self._phase: tuple[float, Step] | None = None
        self._last: tuple[float, Step, float | None] | None = None

    @property
    def elapsed(self) -> float:
        return self._clock() - self._begun

    def left(self, step: Step) -> float | None:
        """None as long as nothing can be known."""
        now = self._clock()
        if self._first is None:
            self._first = now, step  # processes have begun by now, and a run that goes on did what is before
        if self._phase is None or self._phase[1].phase != step.phase:
            self._phase = now, step
        if self._last is not None and self._last[1].part == step.part:
            # Until the next picture is done time goes by, and tells nothing of how fast they are.
            then, _, left = self._last
            return None if left is None else max(left / 2, left - (now - then))
        left = self._estimated(now, step)
        self._last = now, step, left
        return left

    def _estimated(self, now: float, step: Step) -> float | None:
        assert self._first is not None and self._phase is not None
        begun, first = self._first
        if step.part <= first.part:
            return None
        each = (now - begun) / (step.part - first.part)
        since, entered = self._phase
        here, counted = step.part - entered.part, step.done - entered.done
        if counted <= 0:
            return (1 - step.part) * each
        rest = here / counted * (step.total - step.done)
        sure = min(1.0, (now - since) / _SURE)
        mine = sure * (now - since) / here + (1 - sure) * each
        return rest * mine + max(0.0, 1 - step.part - rest) * each
