"""Patches of pictures, the hardest ones, in as much memory as they are given.

A few pictures are looked at first: how hard patches are, and how many there will be. Then all are cut; of what is
hard enough as large a part is kept, chosen by a hash, as there is room for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import data
from ..data import Item
from ..grid import bilinear
from ..processes import advance
from .recipe import Recipe

Plane = NDArray[np.floating[Any]]

ROOM = 768 << 20
"""Bytes that patches may take."""
CHECKED = 8
"""Patches of a held-back picture at most by which progress is told."""
_FULL = 65535


@dataclass(frozen=True, slots=True)
class Cut:
    """Which patches are taken: those whose mean squared error, enlarged plainly, is `over` or more, and of them the
    part `part`."""

    over: float = 0.0
    part: float = 1.0


@dataclass(frozen=True)
class Patches:
    """`given`: (n, patch + 2·reach, …) of the small pictures, 8 bits, with what lies around each patch, beyond the
    picture's border its edge; `true`: (n, factor·patch, …), 65535 for 1; `plain`: (n), the mean squared error of a
    plain enlargement."""

    given: NDArray[np.uint8]
    true: NDArray[np.uint16]
    plain: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.given)

    def at(self, which: NDArray[np.int64], symmetry: int = 0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Those patches in 0…1, all turned and mirrored in one of the eight ways."""
        given = _turned(self.given[which], symmetry).astype(np.float32) * np.float32(1 / 255)
        return given, _turned(self.true[which], symmetry).astype(np.float32) * np.float32(1 / _FULL)


def joined(parts: list[Patches], recipe: Recipe) -> Patches:
    """All in one, in their order. `parts` is empty then: they and it are not held at once."""
    count, wide, large = sum(map(len, parts)), recipe.patch + 2 * recipe.form.reach, recipe.patch * recipe.form.factor
    small, true = np.empty((count, wide, wide), np.uint8), np.empty((count, large, large), np.uint16)
    whole = Patches(small, true, np.empty(count, np.float32))
    while parts:
        part = parts.pop()
        whole.given[count - len(part) : count] = part.given
        whole.true[count - len(part) : count] = part.true
        whole.plain[count - len(part) : count] = part.plain
        count -= len(part)
    return whole


def _turned(pictures: NDArray[Any], symmetry: int) -> NDArray[Any]:
    if symmetry & 1:
        pictures = pictures[:, :, ::-1]
    if symmetry & 2:
        pictures = pictures[:, ::-1]
    return np.ascontiguousarray(pictures.swapaxes(1, 2) if symmetry & 4 else pictures)


def chosen(hard: Sequence[NDArray[np.float32]], pictures: int, recipe: Recipe, room: int = ROOM) -> Cut:
    """By how hard the patches of a few of `pictures` are. Flat patches never count: nothing is learned from them."""
    errors = np.concatenate(hard) if hard else np.empty(0, np.float32)
    if not len(errors):
        return Cut()
    flat = (0.25 / 255) ** 2
    over = max(flat, float(np.quantile(errors, 1 - recipe.keep)) if recipe.keep < 1 else 0.0)
    wide, large = recipe.patch + 2 * recipe.form.reach, recipe.patch * recipe.form.factor
    expected = float((errors >= over).sum()) / len(hard) * pictures * (wide * wide + 2 * large * large)
    return Cut(over, min(1.0, room / max(expected, 1.0)))


# ── what processes do with a few pictures at a time


def survey(task: tuple[Sequence[Item], Recipe]) -> tuple[list[NDArray[np.float32]], list[str]]:
    """The errors of each picture's patches."""
    items, recipe = task
    lines: list[str] = []
    found = []
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        given, true = recipe.made(picture, item.name)
        found.append(_errors(given, true, recipe))
        advance(1)
    return found, lines


def cut(task: tuple[Sequence[Item], tuple[Recipe, Cut]]) -> tuple[list[Patches], list[str]]:
    """Of each picture. Of those that are held back only a few."""
    items, (recipe, how) = task
    lines: list[str] = []
    found = []
    for item, picture in data.pictures(items, recipe.least, lines.append, recipe.shrink):
        given, true = recipe.made(picture, item.name)
        errors = _errors(given, true, recipe)
        if item.held:
            hard = np.flatnonzero(errors >= how.over)
            which = hard[np.unique(np.linspace(0, len(hard) - 1, CHECKED).astype(int))] if len(hard) else hard
        else:
            which = np.flatnonzero(errors >= how.over)
            if how.part < 1:
                which = which[_lot(item.name, recipe.seed, len(errors))[which] < how.part]
        if len(which):
            found.append(_taken(given, true, which, errors, recipe))
        advance(1)
    return found, lines


def _lot(name: str, seed: int, count: int) -> NDArray[np.float64]:
    digest = hashlib.blake2b(f"{seed} lot {name}".encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest)).random(count)


def _places(shape: tuple[int, ...], side: int) -> list[tuple[int, int]]:
    """Corners of patches that cover the picture, evenly."""
    rows, columns = (np.rint(np.linspace(0, n - side, -(-n // side))).astype(int).tolist() for n in shape)
    return [(y, x) for y in rows for x in columns]


def _errors(given: Plane, true: Plane, recipe: Recipe) -> NDArray[np.float32]:
    """Mean squared, of the patches at `_places`, enlarged bilinearly; a row of them at a time."""
    f, side = recipe.form.factor, recipe.patch
    found, row, wrong = [], -1, true
    for y, x in _places(given.shape, side):
        if y != row:
            row, above = y, min(y, 1)
            large = bilinear(given[y - above : y + side + 1].astype(np.float64), f)[above * f :][: side * f]
            wrong = np.square(large - true[y * f : (y + side) * f])
        found.append(wrong[:, x * f : (x + side) * f].mean())
    return np.array(found, np.float32)


def _taken(given: Plane, true: Plane, which: NDArray[np.int64], errors: NDArray[np.float32], recipe: Recipe) -> Patches:
    f, side = recipe.form.factor, recipe.patch
    wide = side + 2 * recipe.form.reach
    around = np.pad(np.rint(given * 255).astype(np.uint8), recipe.form.reach, mode="edge")
    exact = np.rint(np.clip(true, 0, 1) * _FULL).astype(np.uint16)
    places = _places(given.shape, side)
    small = np.stack([around[y : y + wide, x : x + wide] for y, x in (places[i] for i in which)])
    large = [exact[y * f : (y + side) * f, x * f : (x + side) * f] for y, x in (places[i] for i in which)]
    return Patches(small, np.stack(large), errors[which])
