"""Several processes that share the segments of one video."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue

from .. import errors
from ..errors import JobFailed, UpshadeError, Where
from ..media.encoder import Closed
from .hand import Orders
from .process import Process, Words

_TRIES = 3
"""How often a segment may take its process with it before the job gives up."""
_PATIENCE = 0.5
"""Seconds that the hands have to end by themselves."""


class _Hand:
    """A process, and what it was given. `last`: the segment that it took last; `open`: those it has not yet closed."""

    def __init__(self, count: int, orders: Orders, heard: Callable[[_Hand, Words], None]) -> None:
        self.last: int | None = None
        self.open: set[int] = set()
        self.pictures = self.written = 0
        self.ended = False
        self.process = Process("upshade.jobs.hand", count, lambda words: heard(self, words))
        self.process.tell(**asdict(orders))


class Crew:
    """`size` processes work on the segments `missing`. `closed(segment, Closed)` and `drawn(pictures, bytes)` are
    called on the thread that runs, with sums over all; `closed` as in `worker.Worker`.

    A process that dies is replaced and its segments are done again; JobFailed when a segment kills three. An error
    that one reports ends all, and is raised here. `spent`: seconds of each part, of a process on average.
    """

    def __init__(
        self, size: int, orders: Orders, missing: Iterable[int],
        closed: Callable[[int, Closed | None], None], drawn: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        self._size, self._orders = size, orders
        self._free = set(missing)
        self._closed, self._drawn = closed, drawn
        self._events: SimpleQueue[tuple[_Hand, Words]] = SimpleQueue()
        self._hands: list[_Hand] = []
        self._deaths: Counter[int] = Counter()
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.damage: str | None = None
        self.notices: list[str] = []

    def run(self) -> None:
        try:
            for _ in range(min(self._size, len(self._free))):
                self._hire()
            while any(not hand.ended for hand in self._hands):
                self._hear(*self._events.get())
        finally:
            deadline = time.monotonic() + _PATIENCE
            for hand in self._hands:
                hand.process.dismiss()
            for hand in self._hands:
                hand.process.end(deadline)

    def _hire(self) -> None:
        try:
            hand = _Hand(self._size, self._orders, lambda hand, words: self._events.put((hand, words)))
        except OSError as error:
            if any(not one.ended for one in self._hands):
                return  # the others go on with fewer
            raise JobFailed(f"no process can be started for it: {error.strerror or error}",
                            Where(self._orders.source)) from None  # fmt: skip
        self._hands.append(hand)

    def _hear(self, hand: _Hand, words: Words) -> None:
        if "take" in words:
            hand.process.tell(segment=self._give(hand))
        elif "drawn" in words:
            hand.pictures, hand.written = words["drawn"]
            self._drawn(sum(h.pictures for h in self._hands), sum(h.written for h in self._hands))
        elif "closed" in words:
            told = words["file"]
            closed = None if told is None else Closed(**{**told, "path": Path(told["path"])})
            self._closed(words["closed"], closed)
            hand.open.discard(words["closed"])
        elif "end" in words:
            hand.ended = True
            for part, seconds in words["end"]["spent"].items():
                self.spent[part] += seconds / self._size
            self.damage = words["end"]["damage"] or self.damage
            self.notices += words["end"]["notices"]
        elif "error" in words:
            kind = getattr(errors, words["kind"], JobFailed)
            assert issubclass(kind, UpshadeError)
            raise kind(words["error"], Where(*words["where"]) if words["where"] else None)
        elif not hand.ended:
            self._bury(hand)

    def _bury(self, hand: _Hand) -> None:
        hand.ended = True
        if not hand.open and not self._free:
            # It had done its part; only its good-bye is missing.
            return
        self._deaths.update(hand.open)
        worst = next((k for k, times in self._deaths.items() if times >= _TRIES), None)
        if worst is not None or (hand.last is None and len(self._hands) > self._size + _TRIES):
            raise JobFailed(f"{hand.process.why}, again and again", Where(self._orders.source))
        self.notices.append(f"{hand.process.why}; its segments were done again")
        self._free |= hand.open
        self._hire()

    def _give(self, hand: _Hand) -> int | None:
        """The segment behind the hand's last one, which needs no search in the file; else the start of the longest
        row of free segments, or its middle when another hand is about to come to it."""
        number = self._choose(hand)
        hand.last = number
        if number is not None:
            self._free.discard(number)
            hand.open.add(number)
        return number

    def _choose(self, hand: _Hand) -> int | None:
        if not self._free:
            return None
        if hand.last is not None and hand.last + 1 in self._free:
            return hand.last + 1
        rows = _rows(self._free)
        expected = {h.last + 1 for h in self._hands if not h.ended and h is not hand and h.last is not None}
        row = max(rows, key=lambda row: (len(row) // (2 if row[0] in expected else 1), -row[0]))
        return row[len(row) // 2 if row[0] in expected else 0]


def _rows(numbers: Iterable[int]) -> list[range]:
    """Numbers as ranges without gaps."""
    rows: list[range] = []
    for number in sorted(numbers):
        if rows and rows[-1].stop == number:
            rows[-1] = range(rows[-1].start, number + 1)
        else:
            rows.append(range(number, number + 1))
    return rows
