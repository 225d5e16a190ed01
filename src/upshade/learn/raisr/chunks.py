"""What processes of a training do with a few pictures at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import data
from ..data import Item
from ..judging import Row, judged, middle
from ..processes import advance
from . import ringing
from .apply import apply, filtered
from .bank import Bank
from .recipe import Recipe
from .solve import Shape, Sums
from .survey import Survey

Plane = NDArray[np.floating[Any]]

_TILE = 1536
"""Sides of the parts that a large picture is learned in, so that it needs no more memory than others."""


def survey(task: tuple[Sequence[Item], Recipe]) -> tuple[Survey, list[str]]:
    items, recipe = task
    lines: list[str] = []
    found = Survey()
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        for given, true in _tiles(*recipe.made(picture, item.name), recipe.factor, recipe.least // recipe.factor):
            found.add(given, true, recipe.factor, recipe.hash)
        advance(1)
    return found, lines


def sums(task: tuple[Sequence[Item], tuple[Recipe, Shape, Bank | None]]) -> tuple[Sums, list[str]]:
    """With a bank, of a first round, the sums of the next round."""
    items, (recipe, shape, bank) = task
    lines: list[str] = []
    found = Sums(shape)
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        tiles = list(_tiles(*recipe.made(picture, item.name), recipe.factor, recipe.least // recipe.factor))
        for given, true in tiles:
            if bank is not None:
                true = ringing.targets(given, filtered(bank, given), true, bank.factor)
            found.add(given, true)
            advance(1 / len(tiles))
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
    rows = []
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        given, true = recipe.made(middle(picture), item.name)
        rows.append(judged(item.name, given, true, apply(bank, given, recipe.blend), bank.factor))
        advance(1)
    return rows, lines
