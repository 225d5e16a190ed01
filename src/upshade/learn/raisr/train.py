"""A whole run: look at the data, learn, judge by pictures that nothing was learned from.

The result is the same, bit for bit, for the same data and seed, however many processes work and however often the run
was interrupted: chunks of pictures are added up in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ...errors import BadInput
from .. import run
from ..data import Item
from ..judging import Row
from ..processes import Processes
from ..progress import Course, Step
from ..store import Store
from . import chunks, ringing, state
from .bank import Bank
from .recipe import Recipe
from .solve import Shape
from .survey import Survey
from .symmetry import STORED

_LOOKED = 96
"""Pictures that thresholds are taken from."""
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
    sides: Sequence[Path] = (),
    progress: Callable[[Step], None] = lambda step: None,
    tell: Callable[[str], None] = lambda line: None,
    watched: float = 0.0,
) -> Learned:
    """A bank of `items`, by `workers` processes. `kept`: a file with what was learned so far, from which an interrupted
    run goes on, or one that was not written: whoever has written what it gave removes it. `sides`: as `Store` has them.
    `watched`: as in `course`. `tell` hears each line once.

    BadInput where no patch is left to learn from or `kept` is another run's, JobFailed where a process was ended from
    outside, or what was learned cannot be read or saved.
    """
    tell = run.once(tell)
    learn, judged, alone = run.parted(items)
    some = run.spread(learn, _LOOKED)
    store = Store(kept, run.signature(learn, asdict(recipe), state.FORMAT), sides)
    way = course(recipe, len(learn), len(judged), workers, watched)

    def at(phase: str) -> Callable[[float], None]:
        return lambda done: progress(way.at(phase, done))

    with Processes(workers) as processes, state.Kept(store) as saved:
        if store.broken:
            tell(store.broken)
        survey = saved.survey
        if survey is None:
            survey = Survey()
            for part, _ in run.each(processes, chunks.survey, some, recipe, tell, at("looking")):
                survey.merge(part)
        shape = _shape(survey, recipe)
        if saved.survey is None:
            saved.looked(survey)
        if saved.resumed:
            done = min(saved.chunks * run.CHUNK, len(learn)) + saved.round * len(learn)
            whole = recipe.rounds * len(learn)
            tell(f"goes on with an interrupted run, {done} of {whole} pictures are learned; --fresh starts over")
        if alone:
            tell(alone)
        bank: Bank | None = None
        if saved.weights is not None:
            bank = Bank(shape.factor, shape.taps, shape.layout, shape.hash, saved.weights, beyond=recipe.beyond)
        for turn in range(saved.round, recipe.rounds):
            sums, how, learning = saved.sums(shape), (recipe, shape, bank), _after(at("learning"), turn * len(learn))
            for part, done in run.each(processes, chunks.sums, learn, how, tell, learning, saved.chunks):
                sums.merge(part)
                saved.added(sums, -(-done // run.CHUNK), done == len(learn))
            if not sums.count.sum():
                store.forget()
                raise BadInput(
                    "no patch in these pictures is left to learn from: they are all flat, or --keep is too small"
                )
            last = turn == recipe.rounds - 1
            solved = replace(sums.solve(progress=at("solving") if last else lambda done: None), beyond=recipe.beyond)
            bank = solved if bank is None else ringing.further(bank, solved)
            if not last:
                saved.turned(bank.weights)
        assert bank is not None
        rows: list[Row] = []
        for part, _ in run.each(processes, chunks.judge, judged, (recipe, bank), tell, at("judging")):
            rows += part
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
        ("learning", pictures * recipe.rounds, 0.07 + small * n * (0.0018 + 0.0024 * groups), "pictures"),
        # By one process, the others wait.
        ("solving", filters, (1e-4 + 1e-9 * n**3) * workers, "filters"),
        ("judging", min(run.JUDGED, judged), 0.1 + 0.1 * small * groups**0.5, "pictures"),
    ])  # fmt: skip


def _after(progress: Callable[[float], None], before: int) -> Callable[[float], None]:
    return lambda done: progress(before + done)


def _shape(survey: Survey, recipe: Recipe) -> Shape:
    if not survey.patches:
        raise BadInput("none of these pictures can be learned from")
    strength, coherence = survey.thresholds(recipe.strengths, recipe.coherences, recipe.keep)
    how = replace(recipe.hash, strength=strength, coherence=coherence)
    layout = recipe.layout if recipe.factor > 1 else "shuffle"
    return Shape(recipe.factor, recipe.taps, layout, how, survey.hardest(recipe.keep))
