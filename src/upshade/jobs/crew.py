"""Several processes that share the segments of one video."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from .. import errors
from ..errors import JobFailed, UpshadeError, Where
from ..media.encoder import Closed
from .hand import Orders

_TRIES = 3
"""How often a segment may take its process with it before the job gives up."""
_PATIENCE = 0.5
"""Seconds that a hand has to end by itself."""


class _Hand:
    """A process, and what it was given. `last`: the segment that it took last; `open`: those it has not yet closed."""

    def __init__(self, orders: Orders, events: SimpleQueue[tuple[_Hand, dict[str, Any]]], threads: int) -> None:
        self.last: int | None = None
        self.open: set[int] = set()
        self.pictures = self.written = 0
        self.ended = False
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - `end` closes it
        # Each draws with its share of the cores on a driver that draws on the CPU.
        environment = {"LP_NUM_THREADS": str(threads), **os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "upshade.jobs.hand"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._stderr, env=environment,
        )  # fmt: skip
        self._events = events
        self.tell(asdict(orders))
        self._thread = Thread(target=self._listen, name="upshade-crew", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._events.put((self, json.loads(line)))
        self._events.put((self, {"gone": self.process.wait()}))

    def tell(self, words: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # it is gone, and its thread will say so
            self.process.stdin.write(json.dumps(words).encode() + b"\n")
            self.process.stdin.flush()

    def last_words(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def dismiss(self) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.close()

    def end(self) -> None:
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._stderr.close()


class Crew:
    """`size` processes work on the segments `missing`. `closed(segment, Closed)` and `drawn(pictures, bytes)` are
    called on the thread that runs, with sums over all; `closed` as in `worker.Worker`.

    A process that dies is replaced and its segments are done again; JobFailed when a segment kills three. An error
    that one reports ends all, and is raised here. `spent`: seconds of each part, summed over the processes.
    """

    def __init__(
        self, size: int, orders: Orders, missing: Iterable[int],
        closed: Callable[[int, Closed | None], None], drawn: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        self._size, self._orders = size, orders
        self._free = set(missing)
        self._closed, self._drawn = closed, drawn
        self._events: SimpleQueue[tuple[_Hand, dict[str, Any]]] = SimpleQueue()
        self._hands: list[_Hand] = []
        self._deaths: Counter[int] = Counter()
        self.spent: Counter[str] = Counter()
        self.damage: str | None = None
        self.notices: list[str] = []

    def run(self) -> None:
        try:
            for _ in range(min(self._size, len(self._free))):
                self._hire()
            while any(not hand.ended for hand in self._hands):
                self._hear(*self._events.get())
        finally:
            for hand in self._hands:
                hand.dismiss()
            for hand in self._hands:
                hand.end()

    def _hire(self) -> None:
        threads = max(1, (os.cpu_count() or 1) // self._size)
        self._hands.append(_Hand(self._orders, self._events, threads))

    def _hear(self, hand: _Hand, words: dict[str, Any]) -> None:
        if "take" in words:
            hand.tell({"segment": self._give(hand)})
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
            self.spent.update(words["end"]["spent"])
            self.damage = words["end"]["damage"] or self.damage
            self.notices += words["end"]["notices"]
        elif "error" in words:
            kind = getattr(errors, words["kind"], JobFailed)
            assert issubclass(kind, UpshadeError)
            raise kind(words["error"], Where(*words["where"]) if words["where"] else None)
        elif not hand.ended:
            self._bury(hand, words["gone"])

    def _bury(self, hand: _Hand, code: int) -> None:
        hand.ended = True
        if not hand.open and not self._free:
            # It had done its part; only its good-bye is missing.
            return
        self._deaths.update(hand.open)
        why = f"signal {-code}" if code < 0 else hand.last_words() or f"exit code {code}"
        worst = next((k for k, times in self._deaths.items() if times >= _TRIES), None)
        if worst is not None or (hand.last is None and len(self._hands) > self._size + _TRIES):
            raise JobFailed(f"its processes die again and again, the last by {why}", Where(self._orders.source))
        self.notices.append(f"a process ended unexpectedly ({why}); its segments were done again")
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
