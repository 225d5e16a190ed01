"""What an interrupted training has learned so far."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .. import files, run
from .solve import KEPT, Shape, Sums
from .survey import Survey

FORMAT = 2
_EVERY = 15.0
"""Seconds from one save to the next."""


class Kept:
    """A file, or none (`path` None). `signature`: of the data and the recipe; what was kept for another is not read.

    `survey`: what was looked at, None to begin with; `chunks`: so many are in the sums; `resumed`: there was something;
    `refused`: why what was there is not gone on with, or "".
    `round`, and `weights` of the bank of the one before it.
    """

    def __init__(self, path: Path | None, signature: str) -> None:
        self.path = path
        self._signature = signature
        self.survey: Survey | None = None
        self.chunks, self.resumed, self.refused = 0, False, ""
        self.round = 0
        self.weights: NDArray[np.float64] | None = None
        self._sums: dict[str, NDArray[Any]] = {}
        self._latest: Sums | None = None
        self._saved = time.monotonic()
        self._unsaved = False
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                if str(file["signature"]) != self._signature:
                    self.refused = run.OTHER
                    return
                survey = Survey(file["strength"], file["coherence"])
                sums = {name: file[name] for name in KEPT if name in file}
                chunks, turn = int(file["chunks"]), int(file["round"])
                weights = file["weights"] if turn else None
        except FileNotFoundError:
            return
        except Exception:  # cut short, or not ours
            self.refused = run.BROKEN
            return
        self.survey, self._sums, self.chunks, self.resumed = survey, sums, chunks, True
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
        """`chunks` are in `sums` now; they are saved every 15 seconds, and at the end."""
        self._latest, self.chunks, self._unsaved = sums, chunks, True
        if last or time.monotonic() - self._saved >= _EVERY:
            self._write()

    def _write(self) -> None:
        if self.path is None or self.survey is None:
            return
        data = io.BytesIO()
        sums = {} if self._latest is None else {name: getattr(self._latest, name) for name in KEPT}
        np.savez(data, signature=np.array(self._signature), strength=self.survey.strength,
                 coherence=self.survey.coherence, chunks=np.array(self.chunks), round=np.array(self.round),
                 weights=np.zeros(0) if self.weights is None else self.weights, **sums)  # fmt: skip
        files.write(self.path, data.getvalue())
        self._saved, self._unsaved = time.monotonic(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None and self._unsaved:
            self._write()
