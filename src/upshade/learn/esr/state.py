"""What an interrupted training has learned so far."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Self

import numpy as np

from ...errors import JobFailed
from .. import files
from .fit import VECTORS, Point, State
from .tensors import torch

FORMAT = 1
_EVERY = 15.0
"""Seconds from one save to the next."""


class Kept:
    """A file, or none (`path` None). `signature`: of the data and the recipe; what was kept for another is not read,
    `other` says that there was such."""

    def __init__(self, path: Path | None, signature: str) -> None:
        self._path, self._signature = path, signature
        self.other = False
        self._latest: State | None = None
        self._saved = time.monotonic()

    def read(self, like: State) -> State | None:
        """None where there is nothing to go on with."""
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                if str(file["signature"]) != self._signature:
                    self.other = True
                    return None
                vectors = {name: torch().from_numpy(file[name]).to(like.weights.device) for name in VECTORS}
                if any(v.shape != like.weights.shape or v.dtype != like.weights.dtype for v in vectors.values()):
                    return None
                points = tuple(Point(int(step), float(loss), float(check)) for step, loss, check in file["points"])
                step, seconds, length, loss = file["numbers"].tolist()
        except Exception:  # none there, or not ours: the run begins anew
            return None
        return State(**vectors, step=int(step), seconds=seconds, length=length, loss=loss, points=points)

    def reached(self, state: State) -> None:
        """It is saved every 15 seconds."""
        self._latest = state
        if time.monotonic() - self._saved >= _EVERY:
            self.write()

    def write(self) -> None:
        state, self._saved = self._latest, time.monotonic()
        if self._path is None or state is None:
            return
        data = io.BytesIO()
        vectors = {name: getattr(state, name).cpu().numpy() for name in VECTORS}
        points = np.array([(p.step, p.loss, p.check) for p in state.points], np.float64).reshape(-1, 3)
        numbers = np.array([state.step, state.seconds, state.length, state.loss], np.float64)
        np.savez(data, signature=np.array(self._signature), numbers=numbers, points=points, **vectors)
        files.write(self._path, data.getvalue())

    def finished(self) -> None:
        """The run is done, nothing is to be gone on with."""
        self._latest = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        # What failed by itself would fail again from there; what was saved last is older.
        if kind is not None and not issubclass(kind, JobFailed):
            self.write()
