"""What both oracles share: the answer, the error, and a private place for files."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class OracleError(AssertionError):
    """The oracle is missing, died, ran out of time, or refused a shader: a failed test, never a skipped one."""


@dataclass(frozen=True)
class Result:
    """`image` uint8 (h, w, 3), RGB. `passes`: every pass that the oracle says it drew, in order, in its own words.
    `ran`: descriptions (`//!DESC`) of the user shader passes among them; `warnings` its log lines short of errors."""

    image: NDArray[np.uint8] = field(repr=False)
    passes: tuple[str, ...]
    ran: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def need(program: str, package: str) -> str:
    """Path of `program`; OracleError naming the Debian package if it is not installed."""
    path = shutil.which(program)
    if path is None:
        raise OracleError(f"{program} is not installed; 'apt-get install {package}' gives it")
    return path


def private_copy(shader: Path, folder: Path) -> Path:
    """A copy of `shader` named by its content: mpv keeps the text of a path it has read once."""
    data = shader.read_bytes()
    copy = folder / f"{shader.stem}-{hashlib.sha256(data).hexdigest()[:12]}.glsl"
    if not copy.exists():
        copy.write_bytes(data)
    return copy
