"""Which picture of one video belongs to which of the other: by time, each counted from its own first picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ...core.frame import Frame
from ...errors import BadInput, Where
from ...media.reader import Reader

Time = Fraction


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of one of the files. `number`: its place among those read, from 0. `time`: seconds from the file's
    first picture, on REFERENCE's clock."""

    number: int
    time: Time
    frame: Frame = field(repr=False)


@dataclass(frozen=True, slots=True)
class Alone:
    """A picture without a partner."""

    number: int
    time: float


@dataclass(frozen=True, slots=True)
class Span:
    """What is compared: seconds of REFERENCE's clock from its first picture, `duration` None for all; `offset` is
    added to TEST's times."""

    start: float | None = None
    duration: float | None = None
    offset: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("--start", self.start or 0.0), ("--duration", self.duration or 0.0)):
            if not 0 <= value < 1e9:
                raise BadInput(f"{name} is {value:g}; it is a number of seconds from 0")
        if not -1e6 < self.offset < 1e6:
            raise BadInput(f"--offset is {self.offset:g}; it is a number of seconds, such as -0.5")


class Aligned:
    """Iterate once to get the pairs (of REFERENCE, of TEST), in order of time; `alone` grows meanwhile, a list each.

    Two pictures are a pair where each is the other's nearest, and where they lie no further apart than half the way
    to the next picture of either file: so frame rates may vary, and a dropped or doubled picture costs its own pair
    only. A still goes with one picture, the first in the span.
    """

    def __init__(self, reference: Reader, test: Reader, span: Span) -> None:
        self.alone: tuple[list[Alone], list[Alone]] = ([], [])
        self.read = [0, 0]
        self._readers, self._span = (reference, test), span
        # Times are rounded to ticks, the first picture's too.
        self._slack = reference.info.time_base + test.info.time_base
        self._rates = tuple(1 / r.info.rate if r.info.rate > 0 else Fraction(1, 25) for r in self._readers)

    def __iter__(self) -> Iterator[tuple[Shot, Shot]]:
        stills = [reader.info.still for reader in self._readers]
        if any(stills):
            x, y = (next(shots, None) for shots in (self._reference(), self._test(first=stills[0])))
            if x is None or y is None:
                raise self._nothing()
            yield x, y
            return
        found = False
        for pair in _matched(_Line(self._reference(), self._rates[0]), _Line(self._test(), self._rates[1]),
                             self._slack, self._lonely):  # fmt: skip
            found = True
            yield pair
        if not found:
            raise self._nothing()

    def _reference(self) -> Iterator[Shot]:
        reader, span = self._readers[0], self._span
        for frame in reader.frames(None if reader.info.still else span.start, span.duration):
            yield self._shot(0, frame, Fraction(0))

    def _test(self, first: bool = False) -> Iterator[Shot]:
        """A picture more than the span has at either end: a partner may lie just outside."""
        reader, span = self._readers[1], self._span
        offset = Fraction(span.offset).limit_denominator(1_000_000)
        low = high = None
        if not reader.info.still:
            start = Fraction(span.start or 0).limit_denominator(1_000_000) - offset
            margin = Fraction(0) if first else self._rates[1]
            if span.start is not None or start > 0:
                low = reader.info.tick(max(Fraction(0), start - margin))
            if span.duration is not None:
                high = reader.info.tick(max(Fraction(0), start + Fraction(span.duration) + margin))
        for frame in reader.between(low, high):
            yield self._shot(1, frame, offset)

    def _shot(self, side: int, frame: Frame, offset: Time) -> Shot:
        info = self._readers[side].info
        time = Fraction(0) if frame.pts is None else (frame.pts - info.start_pts) * frame.time_base
        self.read[side] += 1
        return Shot(self.read[side] - 1, time + offset, frame)

    def _lonely(self, side: int, shot: Shot) -> None:
        """A picture that only the margin brought, or that lies before REFERENCE begins, is not missing a partner."""
        start = Fraction(self._span.start or 0)
        end = None if self._span.duration is None else start + Fraction(self._span.duration)
        if side == 1 and (shot.time < start - self._slack or (end is not None and shot.time >= end - self._slack)):
            return
        self.alone[side].append(Alone(shot.number, float(shot.time)))

    def _nothing(self) -> BadInput:
        reference, test = self._readers
        return BadInput(f"has no picture at the time of one of '{reference.path}'; --offset shifts its times",
                        Where(test.path))  # fmt: skip


class _Line:
    """A file's shots with a look at the next one."""

    def __init__(self, shots: Iterator[Shot], usual: Time) -> None:
        self._shots = shots
        self._before: Time | None = None
        self._usual = usual
        self.head = next(shots, None)
        self.next = next(shots, None) if self.head else None

    def advance(self) -> None:
        self._before = self.head.time if self.head else None
        self.head, self.next = self.next, next(self._shots, None) if self.next else None

    @property
    def step(self) -> Time:
        """From the head to its nearer neighbour."""
        if self.head is None:
            return self._usual
        gaps = [abs(self.head.time - t) for t in (self._before, self.next.time if self.next else None) if t is not None]
        return min(gaps, default=self._usual)


def _matched(x: _Line, y: _Line, slack: Time, lonely: Callable[[int, Shot], None]) -> Iterator[tuple[Shot, Shot]]:
    while x.head is not None and y.head is not None:
        ahead = y.head.time - x.head.time
        near = abs(ahead) <= min(x.step, y.step) / 2 + slack
        if near and x.next is not None and abs(y.head.time - x.next.time) < abs(ahead):
            near, ahead = False, Fraction(1)
        elif near and y.next is not None and abs(y.next.time - x.head.time) < abs(ahead):
            near, ahead = False, Fraction(-1)
        if near:
            pair = x.head, y.head
            x.advance()
            y.advance()
            yield pair
        elif ahead > 0:
            lonely(0, x.head)
            x.advance()
        else:
            lonely(1, y.head)
            y.advance()
    for side, line in enumerate((x, y)):
        while line.head is not None:
            lonely(side, line.head)
            line.advance()
