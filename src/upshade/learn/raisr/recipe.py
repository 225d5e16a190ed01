"""What is to be learned, and how pictures become pairs for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import degrade
from ..degrade import Degradation
from .features import Hash
from .ringing import ROUNDS

Plane = NDArray[np.floating[Any]]


WINDOWS = (3, 5, 7, 9)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is learned. `window` of the tensor, one of WINDOWS, by the taps if None, and its `sigma`, by the window
    (measured: photographs gain 0.03 dB by 7 and 1.5 at 7×7 taps, drawings lose as much); `strengths` and `coherences`:
    numbers of classes; `keep`: part of the patches, the hardest, that count; `coarse`: weight of the tensor's second
    scale; `sharpen`: how much the true pictures are sharpened; `blend`: of the census, as held-out pictures are judged
    with it; `shrink`: pictures are used at 1/shrink of their size; `beyond`: as `Bank` has it."""

    factor: int = 2
    taps: int = 5
    layout: str = "shuffle"
    degradation: Degradation = field(default_factory=lambda: Degradation("area"))
    task: str = "upscale"
    window: int | None = None
    sigma: float | None = None
    strengths: int = 4
    coherences: int = 3
    keep: float = 1.0
    coarse: float = 0.0
    sharpen: float = 0.0
    shrink: int = 1
    blend: float = 0.0
    beyond: float | None = None
    seed: int = 1

    @property
    def hash(self) -> Hash:
        window = self.window or (7 if self.taps >= 7 else 5)
        wide = window >= 7
        return Hash(window, (1.5 if wide else 1.2) if self.sigma is None else self.sigma, coarse=self.coarse)

    @property
    def rounds(self) -> int:
        """How often all pictures are learned from."""
        return ROUNDS if self.beyond == 0 else 1

    @property
    def least(self) -> int:
        """Pixels that a side of a picture has at least: patches in it see more picture than border."""
        return 4 * self.factor * max(self.taps, self.hash.window)

    def made(self, picture: Plane, name: str) -> tuple[Plane, Plane]:
        """(given, true) of a picture; noise follows its name and the seed."""
        return degrade.pair(picture, self.factor, self.degradation, self.sharpen, degrade.dice(self.seed, name))
