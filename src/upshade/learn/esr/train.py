"""A whole run: look at the data, cut patches, train on them, judge by pictures that nothing was learned from."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ...errors import BadInput, OutputError
from .. import data, run
from ..data import Item
from ..judging import Row, enlarged, judged, middle
from ..processes import Processes
from ..progress import Course, Step
from ..store import Store
from . import newton, patches, tensors
from .fit import Budget, Fit
from .model import Network
from .patches import Patches
from .recipe import Recipe
from .state import FORMAT, Kept, Point, State
from .weights import named

_LOOKED = 96
"""Pictures by which the hardest patches are known."""
_DRAWN = 20.0
"""Seconds from one drawing of the course to the next."""
_TOLD = 10**9
"""Bytes from which on what a network takes is told."""


@dataclass(frozen=True, slots=True)
class Learned:
    """`plain`: PSNR in dB of the held-back patches as `points` have it, enlarged by bicubic interpolation; nan without
    any."""

    network: Network
    rows: tuple[Row, ...]
    pictures: int
    patches: int
    steps: int
    seconds: float
    points: tuple[Point, ...]
    plain: float


Draw = Callable[[Sequence[Point], float], None]
"""Hears now and then how the errors went, and `plain`."""


def train(
    items: Sequence[Item],
    recipe: Recipe,
    budget: Budget,
    *,
    workers: int = 1,
    threads: int = 1,
    device: str = "cpu",
    kept: Path | None = None,
    sides: Sequence[Path] = (),
    progress: Callable[[Step], None] = lambda step: None,
    tell: Callable[[str], None] = lambda line: None,
    draw: Draw = lambda points, plain: None,
    watched: float = 0.0,
) -> Learned:
    """A network of `items`. Pictures are cut by `workers` processes; then `threads` train, on `device`, "cpu" or
    "cuda". `kept`: a file with what was learned so far, from which an interrupted run goes on, or one that was not
    written: whoever has written what it gave removes it. `sides`: as `Store` has them. `watched`: as in `course`.
    `tell` hears each line once.

    With a budget of steps two runs on a processor come to the same, bit for bit, with however many threads, interrupted
    or not. BadInput where no patch is left to learn from, `kept` is another run's or PyTorch is not installed,
    JobFailed where a process was ended from outside, memory does not suffice, what was learned cannot be read or saved,
    or the weights run away.
    """
    tensors.torch()
    tell = run.once(tell)
    learn, held, alone = run.parted(items)
    way = course(recipe, budget, len(learn), len(held), workers, watched)
    # How long is trained may change, but so many steps are not gone on with from others.
    store = Store(kept, run.signature(learn, asdict(recipe) | {"steps": budget.steps}, FORMAT), sides)
    store.check()
    found, checks, pictures = _cut(learn, held, recipe, workers, way, progress, tell)
    with (
        tensors.in_memory(),
        Kept(store) as saved,
        closing(Fit(recipe, found, checks, budget, device, threads)) as fit,
    ):
        before = saved.read(fit.state)
        if before is not None:
            fit.state = before
            tell(f"goes on with an interrupted run, {before.step} steps are done; --fresh starts over")
        elif store.broken:
            tell(store.broken)
        if alone:
            tell(alone)
        if recipe.form.single and (need := newton.memory(recipe.form)) >= _TOLD:
            tell(f"{recipe.form} is learned with about {need / 1e9:.1f} GB of memory")
        plain = _plain(checks, recipe)
        drawn = -math.inf

        def watch(state: State) -> None:
            nonlocal drawn
            saved.reached(state)
            progress(_step(way, budget, state))
            if state.points and state.points[-1].step == state.step and time.monotonic() - drawn >= _DRAWN:
                if math.isinf(drawn):
                    saved.write()  # from now on the picture is known to be this run's
                try:
                    draw(state.points, plain)
                except OutputError as error:  # it is drawn again, at the end too
                    tell(str(error))
                drawn = time.monotonic()

        fit.run(watch)
        state = fit.state
        network = Network(recipe.form, {
            name: array.cpu().numpy().copy() for name, array in named(recipe.form, state.mean).items()
        })  # fmt: skip
        saved.write()
        with tensors.threads(threads):
            rows = _judged(network, held, recipe, device, way, progress, tell)
    return Learned(network, rows, pictures, len(found), state.step, state.seconds, state.points, plain)


def course(recipe: Recipe, budget: Budget, pictures: int, held: int, workers: int, watched: float) -> Course:
    """What a run comes to that learns from so many pictures. `watched`: seconds of video that are looked through for
    frames before. Work is in seconds of a core of 2024; only proportions matter."""
    compressed = sum(how.crf is not None for how in recipe.degradations) / len(recipe.degradations)
    made = 0.08 + 0.2 * compressed
    weights = recipe.form.parameters
    step = newton.work(recipe.form) if recipe.form.single else 1e-3 + 6e-11 * weights * recipe.batch * recipe.patch**2
    training = (budget.steps, step, "steps") if budget.steps else (round(budget.seconds), 1.0, "seconds")
    return Course([
        ("choosing frames", round(watched), 0.2, "seconds of video"),
        ("looking", min(_LOOKED, pictures), made / workers, "pictures"),
        ("cutting", pictures + held, made / workers, "pictures"),
        ("training", *training),
        ("judging", held, made + 0.1, "pictures"),
    ])  # fmt: skip


def _step(way: Course, budget: Budget, state: State) -> Step:
    now = way.at("training", state.step if budget.steps else state.seconds)
    check = state.points[-1].check if state.points else math.nan
    told = "" if math.isnan(check) else f", {check:.2f} dB"
    return Step(now.phase, now.done, now.total, now.part, f"{now.unit}{told}")


def _cut(
    learn: Sequence[Item], held: Sequence[Item], recipe: Recipe, workers: int, way: Course,
    progress: Callable[[Step], None], tell: Callable[[str], None],
) -> tuple[Patches, Patches, int]:  # fmt: skip
    """(patches to learn from, held-back ones, pictures that were cut)."""

    def at(phase: str, before: int = 0) -> Callable[[float], None]:
        return lambda done: progress(way.at(phase, before + done))

    with Processes(workers) as processes:
        some = run.spread(learn, _LOOKED)
        hard = [h for part, _ in run.each(processes, patches.survey, some, recipe, tell, at("looking")) for h in part]
        if not hard:
            raise BadInput("none of these pictures can be learned from")
        how = patches.chosen(hard, len(learn), recipe)
        pieces = run.each(processes, patches.cut, learn, (recipe, how), tell, at("cutting"))
        mine = [p for part, _ in pieces for p in part]
        pieces = run.each(processes, patches.cut, held, (recipe, how), tell, at("cutting", len(learn)))
        others = [p for part, _ in pieces for p in part]
    if not mine:
        raise BadInput("no patch in these pictures is left to learn from: they are all flat, or --keep is too small")
    pictures = len(mine)
    return patches.joined(mine, recipe), patches.joined(others, recipe), pictures


def _plain(checks: Patches, recipe: Recipe) -> float:
    f, around = recipe.form.factor, recipe.form.reach * recipe.form.factor
    given, true = checks.at(np.arange(len(checks)))
    errors = [
        np.mean(np.square(enlarged(low, f, "catmull_rom")[around:-around, around:-around] - high))
        for low, high in zip(given, true, strict=True)
    ]
    return float(np.mean(-10 * np.log10(np.maximum(errors, 1e-7)))) if errors else math.nan


def _judged(
    network: Network, held: Sequence[Item], recipe: Recipe, device: str, way: Course,
    progress: Callable[[Step], None], tell: Callable[[str], None],
) -> tuple[Row, ...]:  # fmt: skip
    rows = []
    for i, (item, picture) in enumerate(data.pictures(held, recipe.least, tell, recipe.shrink)):
        progress(way.at("judging", i))
        given, true = recipe.made(middle(picture), item.name)
        made = tensors.draw(network, given, device)
        rows.append(judged(item.name, given, true, made, recipe.form.factor))
    return tuple(rows)
