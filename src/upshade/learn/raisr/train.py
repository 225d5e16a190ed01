"""A whole run: look at the data, learn, judge by pictures that nothing was learned from.

The result is the same, bit for bit, for the same data and seed, however many processes work and however often the run
was interrupted: chunks of pictures are added up in their order.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import BadInput
from ..data import Item
from ..judging import Row
from ..processes import Processes, Work
from ..progress import Course, Step
from . import chunks, state
from .bank import Bank
from .recipe import Recipe
from .solve import Shape
from .survey import Survey
from .symmetry import STORED

_LOOKED = 96
"""Pictures that thresholds are taken from."""
_JUDGED = 32
"""Held-out pictures that the table has at most."""
_CHUNK = 4
"""Pictures that a process adds up at a time."""
FEW = 200
"""Samples under which a filter is more the mean of all than its own."""


@dataclass(frozen=True, slots=True)
class Learned:
    bank: Bank
    rows: tuple[Row, ...]
    pictures: int
    patches: int
    few: int


def train(
    items: Sequence[Item],
    recipe: Recipe,
    *,
    workers: int = 1,
    kept: Path | None = None,
    progress: Callable[[Step], None] = lambda step: None,
    tell: Callable[[str], None] = lambda line: None,
    watched: float = 0.0,
) -> Learned:
    """A bank of `items`, by `workers` processes. `kept`: a file with what was learned so far, from which an interrupted
    run goes on; it goes away when the run is done. `watched`: as in `course`. `tell` hears each line once.

    BadInput where no patch is left to learn from, JobFailed where a process was ended from outside.
    """
    tell = _once(tell)
    learn, held = [i for i in items if not i.held], [i for i in items if i.held]
    if not learn:
        learn, held = held, []
        alone = "too few pictures to hold any back; nothing judges what is learned"
    else:
        alone = "" if held else "no picture was held back (one in eight is); nothing judges what is learned"
    some = _spread(learn, _LOOKED)
    judged = held[:: max(1, len(held) // _JUDGED)][:_JUDGED]
    way = course(recipe, len(learn), len(judged), workers, watched)

    def at(phase: str) -> Callable[[float], None]:
        return lambda done: progress(way.at(phase, done))

    with Processes(workers) as processes, state.Kept(kept, _signature(learn, recipe)) as saved:
        survey = saved.survey
        if survey is None:
            survey = Survey()
            for part, _ in _each(processes, chunks.survey, some, recipe, tell, at("looking")):
                survey.merge(part)
            saved.looked(survey)
        shape = _shape(survey, recipe)
        sums = saved.sums(shape)
        if saved.resumed:
            done = min(saved.chunks * _CHUNK, len(learn))
            tell(f"goes on with an interrupted run, {done} of {len(learn)} pictures are learned; --fresh starts over")
        if alone:
            tell(alone)
        for part, done in _each(processes, chunks.sums, learn, (recipe, shape), tell, at("learning"), saved.chunks):
            sums.merge(part)
            saved.added(sums, -(-done // _CHUNK), done == len(learn))
        if not sums.count.sum():
            raise BadInput(
                "no patch in these pictures is left to learn from: they are all flat, or --keep is too small"
            )
        bank = sums.solve(progress=at("solving"))
        rows: list[Row] = []
        for part, _ in _each(processes, chunks.judge, judged, (recipe, bank), tell, at("judging")):
            rows += part
        saved.finished()
    return Learned(bank, tuple(rows), int(sums.pictures[0]), int(sums.count.sum()), sums.few(FEW))


def course(recipe: Recipe, pictures: int, judged: int, workers: int, watched: float) -> Course:
    """What a run comes to that learns from so many pictures. `watched`: seconds of video that are looked through for
    frames before.

    Work is in seconds that a picture of a megapixel took on a core of 2024; only their proportion matters.
    """
    n, small = recipe.taps**2 - 1, 4 / recipe.factor**2
    groups = recipe.factor**2 if recipe.layout == "full" and recipe.factor > 1 else 1
    filters = STORED * recipe.strengths * recipe.coherences * groups
    return Course([
        ("choosing frames", round(watched), 0.2 * workers, "seconds of video"),
        ("looking", min(_LOOKED, pictures), 0.04 + 0.05 * small, "pictures"),
        ("learning", pictures, 0.07 + small * n * (0.0018 + 0.0024 * groups), "pictures"),
        # By one process, the others wait.
        ("solving", filters, (1e-4 + 1e-9 * n**3) * workers, "filters"),
        ("judging", min(_JUDGED, judged), 0.1 + 0.1 * small * groups**0.5, "pictures"),
    ])  # fmt: skip


def _spread(items: Sequence[Item], most: int) -> list[Item]:
    return [items[i] for i in sorted({round(i) for i in np.linspace(0, len(items) - 1, min(most, len(items)))})]


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """A picture that cannot be read is met twice."""
    told: set[str] = set()

    def once(line: str) -> None:
        if line not in told:
            told.add(line)
            tell(line)

    return once


def _each(
    processes: Processes, work: Work, items: Sequence[Item], how: Any, tell: Callable[[str], None],
    progress: Callable[[float], None], skip: int = 0,
) -> Iterator[tuple[Any, int]]:  # fmt: skip
    """What `work` makes of each chunk, in order, and how many items are done; what it tells is told."""
    parts = [items[i : i + _CHUNK] for i in range(0, len(items), _CHUNK)]
    done = before = sum(map(len, parts[:skip]))
    progress(done)
    whole = processes.map(work, parts[skip:], how, lambda more: progress(before + more))
    for part, (made, lines) in zip(parts[skip:], whole, strict=True):
        done += len(part)
        for line in lines:
            tell(line)
        yield made, done


def _shape(survey: Survey, recipe: Recipe) -> Shape:
    if not survey.patches:
        raise BadInput("none of these pictures can be learned from")
    strength, coherence = survey.thresholds(recipe.strengths, recipe.coherences, recipe.keep)
    how = replace(recipe.hash, strength=strength, coherence=coherence)
    layout = recipe.layout if recipe.factor > 1 else "shuffle"
    return Shape(recipe.factor, recipe.taps, layout, how, survey.hardest(recipe.keep))


def _signature(items: Sequence[Item], recipe: Recipe) -> str:
    """Of the recipe and of the files as they are."""
    files = []
    for item in items:
        try:
            stat = os.stat(item.path)
            files.append([item.name, item.time, stat.st_size, stat.st_mtime_ns])
        except OSError:
            files.append([item.name, item.time])
    text = json.dumps([asdict(recipe), files, state.FORMAT], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
