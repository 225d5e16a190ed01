"""What a run has learned so far: arrays in a file beside the one that it is to write, from which it goes on."""

from __future__ import annotations

import os
import time
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import atomic
from ..errors import BadInput, JobFailed, OutputError, Where

_SIGNATURE, _SIDES = "signature", "sides"
_EVERY, _PART = 15.0, 0.02
"""Seconds from one save to the next at least, and the part of the time that saving takes at most: what is learned of
the largest network has 350 MB."""
_GARBLED = (ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)
"""What numpy says of a file that is no such or was cut short."""

Arrays = Mapping[str, NDArray[Any]]


class Store:
    """A file, or none (`path` None). `signature`: of the data and the recipe. `sides`: files that the run writes beside
    its shader, which the run that goes on may write anew. `broken`: a line on what was there and makes no sense, or
    ""."""

    def __init__(self, path: Path | None, signature: str, sides: Iterable[Path] = ()) -> None:
        self._path, self._signature = path, signature
        self._sides = [os.path.abspath(side) for side in sides]
        self._due = time.monotonic() + _EVERY
        self.broken = ""

    def check(self) -> None:
        """BadInput where what another run has learned is there, JobFailed where it cannot be read now: who gave a wrong
        option, or has no right to the file, loses nothing."""
        self._read(whole=False)

    def read(self) -> dict[str, NDArray[Any]] | None:
        """None where there is nothing to go on with. Raises as `check`."""
        return self._read(whole=True)

    def _read(self, whole: bool) -> dict[str, NDArray[Any]] | None:
        if self._path is None:
            return None
        where = Where(str(self._path))
        try:
            with self._path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                if str(file[_SIGNATURE]) == self._signature:
                    return dict(file) if whole else None
        except FileNotFoundError:
            return None
        except _GARBLED:
            self.spoiled()
            return None
        except OSError as error:
            raise JobFailed(f"cannot be read: {error.strerror or error}; --fresh starts over", where) from None
        raise BadInput("has what an interrupted run learned from other pictures or with other options: give its "
                       "command again, or --fresh to start over", where)  # fmt: skip

    def spoiled(self) -> None:
        """What is in the file makes no sense."""
        self.broken = f"{self._path}: what an interrupted run had learned is cut short or no such, and begins anew"

    def forget(self) -> None:
        """There is nothing to go on with."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    @property
    def due(self) -> bool:
        return time.monotonic() >= self._due

    def write(self, arrays: Arrays) -> None:
        """In place of what was there, without a copy in memory. OutputError where it cannot be written."""
        if self._path is None:
            return
        begun = time.monotonic()
        own = {_SIGNATURE: np.array(self._signature), _SIDES: np.array(self._sides, np.str_)}
        try:
            with atomic.writing(self._path) as file:
                np.savez(file, allow_pickle=False, **own, **arrays)
        except OSError as error:
            raise OutputError(f"cannot be written: {error.strerror or error}", Where(str(self._path))) from None
        ended = time.monotonic()
        self._due = ended + max(_EVERY, (ended - begun) / _PART)


def sides(path: Path) -> frozenset[str]:
    """Absolute names of the files beside its shader that an interrupted run has written, or was to write."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return frozenset(map(str, file[_SIDES]))
    except (OSError, *_GARBLED):
        return frozenset()
