"""A process of a crew: `python -m upshade.jobs.hand`, told by lines of JSON what to draw, and telling what is done.

In: one line of `Orders`, then for each {"take"} a line {"segment": number or null}. Out: {"take"}, {"drawn": [pictures,
bytes]}, {"closed": …}, at the end {"end": …} or {"error": …}. When nobody writes to it any more, it ends at once.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict, dataclass, replace
from queue import SimpleQueue

from .. import errors
from ..media.encoder import Closed
from . import process
from .drawing import Drawing
from .journal import segment_path
from .recipe import parse
from .worker import Range, Worker

_EVERY = 0.1
"""Seconds between two lines about pictures that are drawn."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a hand needs to know. `burn_in`: as in `Job`, of which a recipe has the name only; `threads`: for its
    decoder."""

    recipe: str
    source: str
    output: str
    folder: str
    first: int | None
    last: int | None
    shift: int
    cuts: tuple[int, ...]
    burn_in: str | None
    keep_going: bool
    threads: int

    @property
    def range(self) -> Range:
        return Range(self.first, self.last, self.shift, tuple(self.cuts))


class _Line(process.Line):
    """The way to and from the crew."""

    def __init__(self) -> None:
        self._answers: SimpleQueue[process.Words] = SimpleQueue()
        self._said = 0.0
        super().__init__(self._hear)

    def _hear(self, words: process.Words) -> None:
        if not words:
            os._exit(1)  # the crew has gone
        self._answers.put(words)

    def orders(self) -> Orders:
        return Orders(**self._answers.get())

    def take(self) -> int | None:
        self.tell(take=True)
        number: int | None = self._answers.get()["segment"]
        return number

    def closed(self, segment: int, closed: Closed | None) -> None:
        told = None if closed is None else {**asdict(closed), "path": str(closed.path)}
        self.tell(closed=segment, file=told)

    def drawn(self, pictures: int, written: int) -> None:
        now = time.monotonic()
        if now - self._said > _EVERY:
            self._said = now
            self.tell(drawn=[pictures, written])


def main() -> int:
    line = _Line()
    try:
        orders = line.orders()
        with Drawing(
            replace(parse(orders.recipe), burn_in=orders.burn_in), orders.source, orders.output,
            keep_going=orders.keep_going, threads=orders.threads,
        ) as drawing:  # fmt: skip
            worker = Worker(drawing, orders.range, lambda k: segment_path(orders.folder, k), line.closed, line.drawn)
            worker.run(line.take)
            line.tell(
                end={"pictures": worker.pictures, "spent": {**drawing.spent, "encode": worker.spent},
                     "notices": [*drawing.reader.notices, *drawing.notices], "damage": drawing.reader.damage}
            )  # fmt: skip
    except errors.UpshadeError as error:
        where = None if error.where is None else [error.where.path, error.where.line]
        line.tell(error=error.message, kind=type(error).__name__, where=where)
    return 0


if __name__ == "__main__":
    sys.exit(main())
