"""Processes that each work on a few pictures at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.pool import Pool
from typing import Any, Self

from .data import Item

Work = Callable[[tuple[Sequence[Item], Any]], tuple[Any, list[str]]]
"""Items and how → what it made of them, and lines for people."""


class Processes:
    """`count` of them, each with one thread for its matrices: their sums are then the same however many there are."""

    def __init__(self, count: int) -> None:
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(dict.fromkeys(names, "1"))
        try:
            self._pool: Pool = multiprocessing.get_context("spawn").Pool(count, _deaf)
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def map(self, work: Work, parts: Sequence[Sequence[Item]], how: Any) -> Iterator[tuple[Any, list[str]]]:
        """What `work` makes of each part, in their order."""
        return self._pool.imap(work, [(part, how) for part in parts])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._pool.close()
        else:
            self._pool.terminate()
        self._pool.join()


def _deaf() -> None:
    """Ctrl-C reaches every process of a terminal: the first one ends the others, by a signal that must not wait for
    Python (a handler does not run while a lock is waited for)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
