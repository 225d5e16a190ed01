"""What an interrupted training has learned so far."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..store import Store
from .solve import KEPT, Shape, Sums
from .survey import Survey

FORMAT = 2


class Kept:
    """In a `Store`. `survey`: what was looked at, None to begin with; `chunks`: so many are in the sums; `resumed`:
    there was something. `round`, and `weights` of the bank of the one before it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.survey: Survey | None = None
        self.chunks, self.resumed = 0, False
        self.round = 0
        self.weights: NDArray[np.float64] | None = None
        self._sums: dict[str, NDArray[Any]] = {}
        self._latest: Sums | None = None
        self._unsaved = False
        arrays = store.read()
        if arrays is not None:
            self._take(arrays)

    def _take(self, arrays: dict[str, NDArray[Any]]) -> None:
        try:
            survey = Survey(arrays["strength"], arrays["coherence"])
            chunks, turn = int(arrays["chunks"]), int(arrays["round"])
            weights = arrays["weights"] if turn else None
        except (KeyError, TypeError, ValueError):
            self._store.spoiled()
            return
        self._sums = {name: arrays[name] for name in KEPT if name in arrays}
        self.survey, self.chunks, self.resumed = survey, chunks, True
        self.round, self.weights = turn, weights

    def looked(self, survey: Survey) -> None:
        self.survey = survey
        self._write()

    def sums(self, shape: Shape) -> Sums:
        """As far as they were kept."""
        made = Sums(shape)
        if self._sums and all(self._sums[name].shape == getattr(made, name).shape for name in KEPT):
            for name in KEPT:
                setattr(made, name, self._sums[name])
        else:
            self.chunks = 0
        return made

    def turned(self, weights: NDArray[np.float64]) -> None:
        """A round is done; the next has no sums yet."""
        self.round, self.weights = self.round + 1, weights
        self._sums, self._latest, self.chunks = {}, None, 0
        self._write()

    def added(self, sums: Sums, chunks: int, last: bool) -> None:
        """`chunks` are in `sums` now; they are saved now and then, and at the end."""
        self._latest, self.chunks, self._unsaved = sums, chunks, True
        if last or self._store.due:
            self._write()

    def _write(self) -> None:
        if self.survey is None:
            return
        sums = {} if self._latest is None else {name: getattr(self._latest, name) for name in KEPT}
        self._store.write({
            "strength": self.survey.strength, "coherence": self.survey.coherence, "chunks": np.array(self.chunks),
            "round": np.array(self.round), "weights": np.zeros(0) if self.weights is None else self.weights, **sums,
        })  # fmt: skip
        self._unsaved = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None and self._unsaved:
            with suppress(Exception):  # what ended the run is told; what was saved before is there still
                self._write()
