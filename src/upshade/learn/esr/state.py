"""Where a training stands: what a step takes and gives, and what an interrupted one has left."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np

from ...errors import JobFailed
from .. import files, run
from .model import Form
from .tensors import torch

if TYPE_CHECKING:
    from torch import Tensor

FORMAT = 3
_EVERY, _PART = 15.0, 0.02
"""Seconds from one save to the next at least, and the part of the time that saving takes at most: Newton's matrix of
the largest network has 350 MB."""
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
    """A file, or none (`path` None). `signature`: of the data and the recipe; what was kept for another is not read.
    `refused`: why what was there is not gone on with, or ""."""

    def __init__(self, path: Path | None, signature: str) -> None:
        self._path, self._signature = path, signature
        self.refused = ""
        self._latest: State | None = None
        self._due = time.monotonic() + _EVERY

    def read(self, like: State) -> State | None:
        """None where there is nothing to go on with."""
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                if str(file["signature"]) != self._signature:
                    self.refused = run.OTHER
                    return None
                found = {name: torch().from_numpy(file[name]).to(like.weights.device) for name in _tensors(like)}
                if any(
                    found[name].shape != t.shape or found[name].dtype != t.dtype for name, t in _tensors(like).items()
                ):
                    raise ValueError("not ours")
                points = tuple(Point(int(step), float(loss), float(check)) for step, loss, check in file["points"])
                step, seconds, loss = file["numbers"].tolist()
        except FileNotFoundError:
            return None
        except Exception:  # cut short, or not ours
            self.refused = run.BROKEN
            return None
        carried = {name.removeprefix(_CARRIED): t for name, t in found.items() if name.startswith(_CARRIED)}
        return State(found["weights"], found["mean"], carried, int(step), seconds, loss, points)

    def reached(self, state: State) -> None:
        """It is saved now and then."""
        self._latest = state
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> None:
        state, begun = self._latest, time.monotonic()
        if self._path is None or state is None:
            return
        data = io.BytesIO()
        vectors = {name: t.cpu().numpy() for name, t in _tensors(state).items()}
        points = np.array([(p.step, p.loss, p.check) for p in state.points], np.float64).reshape(-1, 3)
        numbers = np.array([state.step, state.seconds, state.loss], np.float64)
        np.savez(data, signature=np.array(self._signature), numbers=numbers, points=points, **vectors)
        files.write(self._path, data.getvalue())
        ended = time.monotonic()
        self._due = ended + max(_EVERY, (ended - begun) / _PART)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        # What failed by itself would fail again from there; what was saved last is older.
        if kind is not None and not issubclass(kind, JobFailed):
            self.write()


def _tensors(state: State) -> dict[str, Tensor]:
    return {"weights": state.weights, "mean": state.mean} | {_CARRIED + name: t for name, t in state.carried.items()}
