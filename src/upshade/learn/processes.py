"""Processes that each work on a few pictures at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.pool import Pool
from multiprocessing.sharedctypes import RawArray
from threading import Thread
from typing import Any, Self

from ..errors import JobFailed
from .data import Item

Work = Callable[[tuple[Sequence[Item], Any]], tuple[Any, list[str]]]
"""Items and how → what it made of them, and lines for people."""

_SLOTS = 1024
"""Counters of what is done, one for each part that is under way: nobody waits for a lock to count."""
_LOOK = 0.2
"""Seconds between two looks at the counters, and at the processes."""

_counters: Any = None
_mine = 0
_counted = 0.0


def advance(pictures: float) -> None:
    """Called in `work`: so many more are done, or so much of one."""
    global _counted
    if _counters is not None:
        _counters[_mine] += pictures
        _counted += pictures


_PATIENCE = 3.0
"""Seconds for a pool to end."""


class Processes:
    """`count` of them, each with one thread for its matrices: their sums are then the same however many there are."""

    def __init__(self, count: int) -> None:
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(dict.fromkeys(names, "1"))
        spawn = multiprocessing.get_context("spawn")
        self._done = spawn.RawArray("d", _SLOTS)
        others = {p.pid for p in multiprocessing.active_children()}
        try:
            self._pool: Pool = spawn.Pool(count, _begin, (self._done,))
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        self._workers = {p.pid for p in multiprocessing.active_children()} - others

    def map(
        self,
        work: Work,
        parts: Sequence[Sequence[Item]],
        how: Any,
        progress: Callable[[float], None] = lambda done: None,
    ) -> Iterator[tuple[Any, list[str]]]:
        """What `work` makes of each part, in their order. `progress` hears a few times a second how many items are
        done, those of parts that are under way included. JobFailed where a process was ended from outside."""
        self._done[:] = [0.0] * _SLOTS
        results = self._pool.imap(_work, [(work, i, part, how) for i, part in enumerate(parts)])
        for _ in parts:
            while True:
                try:
                    made = results.next(_LOOK)
                    break
                except multiprocessing.TimeoutError:
                    self._alive()
                    progress(sum(self._done))
            yield made
            progress(sum(self._done))

    def _alive(self) -> None:
        """A pool replaces a process that has died, and waits for ever for what that one had."""
        if not self._workers <= {p.pid for p in multiprocessing.active_children()}:
            raise JobFailed(
                "one of the processes that learn was ended from outside, as a system does that is short of memory; "
                "the same command goes on with what was kept, and needs less memory with fewer --workers "
                "(of learn esr --threads)"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._pool.close()
            self._pool.join()
            return
        # A process that was killed may have held the lock of the pool's queue, for which this would wait for ever.
        end = Thread(target=self._pool.terminate, daemon=True)
        end.start()
        end.join(_PATIENCE)
        for process in multiprocessing.active_children():
            if process.pid in self._workers:
                process.kill()


def _work(task: tuple[Work, int, Sequence[Item], Any]) -> tuple[Any, list[str]]:
    global _mine, _counted
    work, number, part, how = task
    _mine, _counted = number % _SLOTS, 0.0
    made = work((part, how))
    advance(len(part) - _counted)  # pictures that were left out are done, too
    return made


def _begin(counters: RawArray) -> None:  # type: ignore[valid-type]
    """Ctrl-C reaches every process of a terminal: the first one ends the others, by a signal that must not wait for
    Python (a handler does not run while a lock is waited for)."""
    global _counters
    _counters = counters
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
