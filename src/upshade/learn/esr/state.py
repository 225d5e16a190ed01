"""Where a training stands: what a step takes and gives, and what an interrupted one has left."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np

from ..store import Store
from .model import Form
from .tensors import torch

if TYPE_CHECKING:
    from torch import Tensor

FORMAT = 4
_CARRIED = "carried "


@dataclass(frozen=True)
class Point:
    """After `step` steps: mean weighed squared error since the last point; PSNR in dB on held-back patches, nan without
    any."""

    step: int
    loss: float
    check: float


@dataclass(frozen=True)
class State:
    """`weights`, float32, and their mean over the last steps; `carried`: what a method takes from one step to the next;
    `loss`: the sum since the last point."""

    weights: Tensor
    mean: Tensor
    carried: Mapping[str, Tensor]
    step: int = 0
    seconds: float = 0.0
    loss: float = 0.0
    points: tuple[Point, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Seen:
    """A few patches: (n, 1, …) with what lies around them, (n, factor², h, w), and how much each counts."""

    given: Tensor
    true: Tensor
    weight: Tensor

    @property
    def pixels(self) -> int:
        """Of the small pictures."""
        n, _, h, w = self.true.shape
        return int(n * h * w)


@dataclass(frozen=True)
class Stepped:
    """What a method makes of a state. `loss`: of the weights before."""

    weights: Tensor
    carried: Mapping[str, Tensor]
    loss: float


Each = Callable[..., list[Any]]
"""What a function makes of each of some things, by threads."""


class Method(Protocol):
    """How steps are made (a module). `MEAN`: how much of the mean of the weights stays at a step; `EVERY`: steps from
    one look at the held-back patches to the next."""

    MEAN: float
    EVERY: int

    def begin(self, form: Form, weights: Tensor) -> dict[str, Tensor]:
        """What is carried to the first step."""

    def step(
        self, form: Form, state: State, batch: Sequence[Seen], pace: float, each: Each, random: np.random.Generator
    ) -> Stepped:
        """`pace`: the rate of this step."""


class Kept:
    """The state of a run in a `Store`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._latest: State | None = None

    def read(self, like: State) -> State | None:
        """None where there is nothing to go on with."""
        arrays = self._store.read()
        if arrays is None:
            return None
        found = {}
        for name, tensor in _tensors(like).items():
            array = arrays.get(name)
            if array is None or array.shape != tensor.shape or array.dtype != np.float32:
                self._store.spoiled()
                return None
            found[name] = torch().from_numpy(array).to(tensor.device)
        points = tuple(Point(int(step), float(loss), float(check)) for step, loss, check in arrays["points"])
        step, seconds, loss = arrays["numbers"].tolist()
        carried = {name.removeprefix(_CARRIED): t for name, t in found.items() if name.startswith(_CARRIED)}
        return State(found["weights"], found["mean"], carried, int(step), seconds, loss, points)

    def reached(self, state: State) -> None:
        """It is saved now and then; not if the weights have run away, for they would again."""
        if math.isfinite(state.loss):
            self._latest = state
            if self._store.due:
                self.write()

    def write(self) -> None:
        state = self._latest
        if state is not None:
            points = np.array([(p.step, p.loss, p.check) for p in state.points], np.float64).reshape(-1, 3)
            numbers = np.array([state.step, state.seconds, state.loss], np.float64)
            vectors = {name: t.cpu().numpy() for name, t in _tensors(state).items()}
            self._store.write({"points": points, "numbers": numbers, **vectors})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None:
            with suppress(Exception):  # what ended the run is told; what was saved before is there still
                self.write()


def _tensors(state: State) -> dict[str, Tensor]:
    return {"weights": state.weights, "mean": state.mean} | {_CARRIED + name: t for name, t in state.carried.items()}
