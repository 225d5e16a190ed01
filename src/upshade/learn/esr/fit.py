"""Weights that make a network's error small: Adam on the hardest patches, a cosine of a rate, a mean of the weights.

All weights lie in one vector. A step depends on the seed and its number alone, and replaces the state as a whole: a run
that is interrupted anywhere goes on as if it had not been, bit for bit. Threads do a part of a step's patches each, and
the parts are always the same: so is the result, with however many. (PyTorch's own threads share each operation, and for
networks as small as these two of them take longer than one.)
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...errors import JobFailed
from ..raisr.reference import bilinear
from . import tensors
from .model import Conv, Form
from .patches import Patches
from .recipe import Recipe
from .tensors import outputs, torch

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T")
R = TypeVar("R")

_PARTS = 2
"""Of a step's patches; so many threads are of use. On two cores two halves take 0.65 of the time of a whole, four
quarters as long as that."""
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-10
"""Of Adam; errors of luma in 0…1 are small, and so are gradients."""
_MEAN = 0.999
"""How much of the mean of the weights stays at a step."""
_WARM, _END = 0.02, 0.005
"""The part of a run in which the rate rises, and what is left of it at the end."""
_CLIP = 3.0
"""Gradients longer than so many times their usual length are cut to it."""
_LEAST = 1e-7
"""Of a squared error that is a patch's own, 70 dB."""
_VALUES, _KEYS = 0.5, 1.5
"""How fast both are learned where softmax weighs one by the other: differences of luma are small, and keys that are to
tell values apart by them become large. On drawings 34.9 dB after 25 s; with keys five times as fast, or a sixth, 32.4.
"""
_SMALL = 0.5
"""Luma times this, tanh changes by a tenth at most."""
_EVERY = 250
"""Steps from one look at the held-back patches to the next."""


@dataclass(frozen=True, slots=True)
class Budget:
    """`steps`, or if 0 `seconds` of training. Only with steps two runs come to the same."""

    steps: int = 0
    seconds: float = 0.0

    @property
    def every(self) -> int:
        return max(1, min(_EVERY, self.steps // 20)) if self.steps else _EVERY

    def part(self, state: State) -> float:
        return min(1.0, state.step / self.steps if self.steps else state.seconds / self.seconds)


@dataclass(frozen=True)
class Point:
    """After `step` steps: mean squared error since the last point; PSNR in dB on held-back patches, nan without any."""

    step: int
    loss: float
    check: float


@dataclass(frozen=True)
class State:
    """float32 vectors: the weights, Adam's two means, the mean of the weights. `length`: the usual one of gradients;
    `loss`: the sum since the last point."""

    weights: Tensor
    first: Tensor
    second: Tensor
    mean: Tensor
    step: int = 0
    seconds: float = 0.0
    length: float = 0.0
    loss: float = 0.0
    points: tuple[Point, ...] = field(default_factory=tuple)


VECTORS = ("weights", "first", "second", "mean")


def begin(form: Form, seed: int, device: str) -> State:
    """Where training begins: close to a plain enlargement."""
    weights = torch().from_numpy(_first(form, seed)).to(device)
    none = torch().zeros_like(weights)
    return State(weights, none, none, weights)


def _first(form: Form, seed: int) -> NDArray[np.float32]:
    random = np.random.default_rng([seed, 0])
    found = []
    for conv in form.convs():
        for name, shape in conv.shapes().items():
            if not name.endswith(".weight"):
                found.append(np.full(shape, 0.1 if name.endswith(".slope") else 0.0))
                continue
            size = math.sqrt(1 / np.prod(shape[1:]))
            if conv.name == "last":
                size *= 0.1 if form.family == "cnn" else 0.5
            weight = random.normal(0, size, shape)
            if form.family != "cnn":
                _pass_on(form, conv, weight)
            found.append(weight)
    return np.concatenate([array.ravel() for array in found]).astype(np.float32)


def _pass_on(form: Form, conv: Conv, weight: NDArray[np.float64]) -> None:
    """Hidden layers hand luma on in their first map, small enough for tanh to leave it alone; of that, or of luma, the
    last one's values are a plain enlargement."""
    middle = conv.kernel // 2
    if conv.name != "last":
        weight[0] *= 0.1
        weight[0, 0, middle, middle] += _SMALL if conv.inputs == 1 else 1
        return
    weight *= 0.02 * math.sqrt(np.prod(weight.shape[1:])) / 0.5
    values = weight[: form.values * form.factor**2, 0]
    values += np.tile(_plain(form.factor, conv.kernel), (form.values, 1, 1)) / (_SMALL if conv.inputs > 1 else 1)
    if form.variant in ("gate", "tanh"):
        values /= form.values  # which are added up


def _rates(form: Form) -> NDArray[np.float32]:
    """Of each weight, as a multiple of the recipe's."""
    found = []
    for name, shape in form.shapes().items():
        rates = np.ones(shape, np.float32)
        if name == "last.weight" and form.family in ("tm", "tr") and form.variant == "softmax":
            rates[:] = _VALUES
            rates[form.values * form.factor**2 :] = _KEYS
        found.append(rates.ravel())
    return np.concatenate(found)


def _plain(f: int, side: int) -> NDArray[np.float64]:
    """(f², side, side): the filters of a bilinear enlargement by f."""
    middle = slice(side // 2 * f, (side // 2 + 1) * f)
    made = np.empty((f * f, side, side))
    for y in range(side):
        for x in range(side):
            dot = np.zeros((side, side))
            dot[y, x] = 1
            made[:, y, x] = bilinear(dot, f)[middle, middle].ravel()
    return made


def named(form: Form, vector: Tensor) -> dict[str, Tensor]:
    """Views of the vector, a weight each."""
    shapes = form.shapes()
    parts = vector.split([math.prod(shape) for shape in shapes.values()])
    return {name: part.view(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


class Fit:
    """`state` is always that after a whole step."""

    def __init__(
        self, recipe: Recipe, patches: Patches, checks: Patches, budget: Budget, device: str = "cpu", threads: int = 1
    ) -> None:
        self.recipe, self.patches, self.budget, self.device = recipe, patches, budget, device
        self._parts = 1 if device != "cpu" else min(_PARTS, recipe.batch)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 and self._parts > 1 else None
        self.state = begin(recipe.form, recipe.seed, device)
        self._rates = torch().from_numpy(_rates(recipe.form)).to(device)
        self._checks = [self._batch(checks, np.arange(i, min(i + recipe.batch, len(checks))))
                        for i in range(0, len(checks), recipe.batch)]  # fmt: skip

    def run(self, watch: Callable[[State], None]) -> None:
        with tensors.threads(1):
            self._run(watch)

    def _run(self, watch: Callable[[State], None]) -> None:
        begun = time.monotonic() - self.state.seconds
        while self.budget.part(self.state) < 1:
            made = replace(self._step(self.state), seconds=time.monotonic() - begun)
            last = self.budget.part(made) >= 1
            if made.step % self.budget.every == 0 or last:
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

        def errors(batch: tuple[Tensor, Tensor]) -> Tensor:
            with torch().inference_mode():
                given, true = batch
                made: Tensor = (self._made(weights, given) - true).square().mean((1, 2, 3))
                return made

        found = torch().cat(list(self._each(errors, self._checks)))
        return float(-10 * found.clamp(min=_LEAST).log10().mean())

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def _each(self, work: Callable[[T], R], parts: Sequence[T]) -> Iterable[R]:
        return map(work, parts) if self._pool is None else self._pool.map(work, parts)

    def _batch(self, patches: Patches, which: NDArray[np.int64], symmetry: int = 0) -> tuple[Tensor, Tensor]:
        """(n, 1, …) and (n, factor², …)"""
        given, true = (torch().from_numpy(a).to(self.device)[:, None] for a in patches.at(which, symmetry))
        return given, torch().nn.functional.pixel_unshuffle(true, self.recipe.form.factor)

    def _made(self, weights: dict[str, Tensor], given: Tensor) -> Tensor:
        return outputs(self.recipe.form, weights, given, padded=False)

    def _step(self, state: State) -> State:
        recipe = self.recipe
        random = np.random.default_rng([recipe.seed, 1, state.step])
        which = random.integers(len(self.patches), size=recipe.batch)
        symmetry = int(random.integers(8))
        part = self.budget.part(state)

        def gradients(some: NDArray[np.int64]) -> tuple[Tensor, float]:
            given, true = self._batch(self.patches, some, symmetry)
            vector = state.weights.detach().requires_grad_()
            squared = (self._made(named(recipe.form, vector), given) - true).square().mean((1, 2, 3)).sum()
            (found,) = torch().autograd.grad(squared, vector)
            return found, float(squared.detach())

        found = list(self._each(gradients, np.array_split(which, self._parts)))
        gradient, squared = found[0]
        for more, error in found[1:]:
            gradient, squared = gradient + more, squared + error
        gradient, squared = gradient / recipe.batch, squared / recipe.batch
        long = float(gradient.norm())
        usual = state.length or long
        if long > _CLIP * usual:
            gradient = gradient * (_CLIP * usual / long)
        step = state.step + 1
        first = _FIRST * state.first + (1 - _FIRST) * gradient
        second = _SECOND * state.second + (1 - _SECOND) * gradient * gradient
        root = (second / (1 - _SECOND**step)).sqrt() + _TINY
        pace = rate(part) * recipe.rate / (1 - _FIRST**step)
        weights = state.weights - pace * self._rates * first / root
        kept = min(_MEAN, step / (step + 9))
        return replace(
            state, weights=weights, first=first, second=second, mean=kept * state.mean + (1 - kept) * weights,
            step=step, length=0.99 * usual + 0.01 * min(long, _CLIP * usual), loss=state.loss + squared,
        )  # fmt: skip


def rate(part: float) -> float:
    """Of the highest: rises, then falls as a cosine does."""
    if part < _WARM:
        return (part + 0.1 * _WARM) / (1.1 * _WARM)
    return _END + (1 - _END) * (1 + math.cos(math.pi * (part - _WARM) / (1 - _WARM))) / 2
