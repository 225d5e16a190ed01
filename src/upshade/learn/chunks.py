"""What processes of a training do with a few pictures at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.pool import Pool
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from . import data
from .bank import Bank
from .data import Item
from .judging import Row, judged
from .recipe import Recipe
from .solve import Shape, Sums
from .survey import Survey

Plane = NDArray[np.floating[Any]]
Work = Callable[[tuple[Sequence[Item], Any]], tuple[Any, list[str]]]

_TILE = 1536
"""Sides of the parts that a large picture is learned in, so that it needs no more memory than others."""


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


def survey(task: tuple[Sequence[Item], Recipe]) -> tuple[Survey, list[str]]:
    items, recipe = task
    lines: list[str] = []
    found = Survey()
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        given, true = recipe.made(picture, item.name)
        found.add(given, true, recipe.factor, recipe.hash)
    return found, lines


def sums(task: tuple[Sequence[Item], tuple[Recipe, Shape]]) -> tuple[Sums, list[str]]:
    items, (recipe, shape) = task
    lines: list[str] = []
    found = Sums(shape)
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        for given, true in _tiles(*recipe.made(picture, item.name), recipe.factor, recipe.least // recipe.factor):
            found.add(given, true)
        found.pictures += 1
    return found, lines


def _tiles(given: Plane, true: Plane, factor: int, least: int) -> Iterator[tuple[Plane, Plane]]:
    """The pair in parts of like size."""
    h, w = given.shape
    side = max(_TILE // factor, least)
    rows, columns = max(1, round(h / side)), max(1, round(w / side))
    for i in range(rows):
        for j in range(columns):
            y, x = slice(i * h // rows, (i + 1) * h // rows), slice(j * w // columns, (j + 1) * w // columns)
            large = tuple(slice(s.start * factor, s.stop * factor) for s in (y, x))
            yield given[y, x], true[large]


def judge(task: tuple[Sequence[Item], tuple[Recipe, Bank]]) -> tuple[list[Row], list[str]]:
    items, (recipe, bank) = task
    lines: list[str] = []
    rows = [
        judged(item.name, *recipe.made(picture, item.name), bank, recipe.blend)
        for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink)
    ]
    return rows, lines
