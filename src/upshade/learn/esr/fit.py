"""Weights that make a network's error small: steps on the hardest patches, a cosine of a rate, a mean of the weights.

What counts is by how much a patch gets better, not how bad it was: its error is weighed by that of a plain enlargement.
(Without that a few patches of one-pixel ink outweigh all that is soft. On eSR-TM: clip art 0.5 dB less, inked figures
0.7 dB more, scenes 0.3, photographs 0.5.)

All weights lie in one vector. A step depends on the seed and its number alone, and replaces the state as a whole: a run
that is interrupted anywhere goes on as if it had not been, bit for bit. Threads do a part of a step's patches each, and
the parts are always the same: so is the result, with however many. (PyTorch's own threads share each operation, and for
networks as small as these two of them take longer than one.)
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...errors import JobFailed
from . import adam, newton, tensors
from .patches import Patches
from .recipe import Recipe
from .state import Method, Point, Seen, State
from .tensors import outputs, torch
from .weights import initial, named

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T")
R = TypeVar("R")

_PARTS = 2
"""Of a step's patches; so many threads are of use. On two cores two halves take 0.65 of the time of a whole, four
quarters as long as that."""
_WARM, _END = 0.02, 0.005
"""The part of a run in which the rate rises, and what is left of it at the end."""
_SOFT = 1e-4
"""Squared error of a plain enlargement, 2.5 steps of 8 bits, below which patches no longer count more."""
_LEAST = 1e-7
"""Of a squared error that is a patch's own, 70 dB."""


@dataclass(frozen=True, slots=True)
class Budget:
    """`steps`, or if 0 `seconds` of training. Only with steps, and on a processor, two runs come to the same."""

    steps: int = 0
    seconds: float = 0.0

    def part(self, state: State) -> float:
        return min(1.0, state.step / self.steps if self.steps else state.seconds / self.seconds)


class Fit:
    """`state` is always that after a whole step."""

    def __init__(
        self, recipe: Recipe, patches: Patches, checks: Patches, budget: Budget, device: str = "cpu", threads: int = 1
    ) -> None:
        self.recipe, self.patches, self.budget, self.device = recipe, patches, budget, device
        self._parts = 1 if device != "cpu" else min(_PARTS, recipe.batch)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 and self._parts > 1 else None
        self._method: Method = newton if recipe.form.single else adam
        every = self._method.EVERY
        self._every = max(1, min(every, budget.steps // 20)) if budget.steps else every
        weights = torch().from_numpy(initial(recipe.form, recipe.seed)).to(device)
        self.state = State(weights, weights, self._method.begin(recipe.form, weights))
        counts = 1 / (patches.plain + _SOFT)
        self._counts = (counts / counts.mean()).astype(np.float32)
        same = np.ones(len(checks), np.float32)
        self._checks = [self._seen(checks, same, np.arange(i, min(i + 8, len(checks))))
                        for i in range(0, len(checks), 8)]  # fmt: skip

    def run(self, watch: Callable[[State], None]) -> None:
        with tensors.threads(1):
            self._run(watch)

    def _run(self, watch: Callable[[State], None]) -> None:
        begun = time.monotonic() - self.state.seconds
        while self.budget.part(self.state) < 1:
            made = replace(self._step(self.state), seconds=time.monotonic() - begun)
            last = self.budget.part(made) >= 1
            if made.step % self._every == 0 or last:
                since = made.step - (made.points[-1].step if made.points else 0)
                point = Point(made.step, made.loss / since, self.check(made.mean))
                if not math.isfinite(point.loss):
                    raise JobFailed(f"the weights ran away at step {made.step}; a lower --rate holds them")
                made = replace(made, loss=0.0, points=(*made.points, point))
            self.state = made
            watch(made)

    def check(self, vector: Tensor) -> float:
        """Mean PSNR of the held-back patches in dB, nan without any."""
        if not self._checks:
            return math.nan
        weights = named(self.recipe.form, vector)

        def errors(seen: Seen) -> Tensor:
            with torch().inference_mode():
                made: Tensor = (outputs(self.recipe.form, weights, seen.given, padded=False) - seen.true).square()
                return made.mean((1, 2, 3))

        found = torch().cat(self._each(errors, self._checks))
        return float(-10 * found.clamp(min=_LEAST).log10().mean())

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def _each(self, work: Callable[[T], R], parts: Sequence[T]) -> list[R]:
        return list(map(work, parts) if self._pool is None else self._pool.map(work, parts))

    def _seen(self, patches: Patches, counts: NDArray[np.float32], which: NDArray[np.int64], symmetry: int = 0) -> Seen:
        given, true = (torch().from_numpy(a).to(self.device)[:, None] for a in patches.at(which, symmetry))
        weight = torch().from_numpy(counts[which]).to(self.device)
        return Seen(given, torch().nn.functional.pixel_unshuffle(true, self.recipe.form.factor), weight)

    def _step(self, state: State) -> State:
        recipe = self.recipe
        random = np.random.default_rng([recipe.seed, 1, state.step])
        which = random.integers(len(self.patches), size=recipe.batch)
        symmetry = int(random.integers(8))
        batch = self._each(
            lambda some: self._seen(self.patches, self._counts, some, symmetry), np.array_split(which, self._parts)
        )
        pace = rate(self.budget.part(state)) * recipe.rate
        made = self._method.step(recipe.form, state, batch, pace, self._each, random)
        step = state.step + 1
        kept = min(self._method.MEAN, step / (step + 9))
        return replace(
            state, weights=made.weights, mean=kept * state.mean + (1 - kept) * made.weights, carried=made.carried,
            step=step, loss=state.loss + made.loss,
        )  # fmt: skip


def rate(part: float) -> float:
    """Of the highest: rises, then falls as a cosine does."""
    if part < _WARM:
        return (part + 0.1 * _WARM) / (1.1 * _WARM)
    return _END + (1 - _END) * (1 + math.cos(math.pi * (part - _WARM) / (1 - _WARM))) / 2
