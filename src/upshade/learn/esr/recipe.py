"""What network is to be learned and how, and how pictures become pairs for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import degrade
from ..degrade import Degradation
from .model import Form

Plane = NDArray[np.floating[Any]]

SIZES = {"s": (4, 3), "m": (8, 3), "l": (8, 8)}
"""Of the small CNN: (channels, layers). As shaders s and m take the time of Anime4K's CNN S and M, l seven tenths of
VL's. At m's time four maps in eight layers learn less (0.5 dB after 35 s); eight in two learn less than s."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`degradations`: each picture has one of them, told by its name; `keep`: part of the patches, the hardest for a
    plain enlargement, that is learned from; `shrink`: pictures are used at 1/shrink of their size; `batch` patches of
    `patch`×`patch` pixels of the small picture a step; `rate`: how far a step goes at most. Where these two are 0 they
    become what suits the form."""

    form: Form
    degradations: tuple[Degradation, ...] = (Degradation("area"),)
    keep: float = 0.5
    shrink: int = 1
    seed: int = 1
    patch: int = 32
    batch: int = 0
    rate: float = 0.0

    def __post_init__(self) -> None:
        batch, rate = (32, 0.5) if self.form.single else (8, 4e-3 if self.form.family == "cnn" else 8e-3)
        object.__setattr__(self, "batch", self.batch or batch)
        object.__setattr__(self, "rate", self.rate or rate)

    @property
    def least(self) -> int:
        """Pixels that a side of a picture has at least: a patch."""
        return self.patch * self.form.factor

    def made(self, picture: Plane, name: str) -> tuple[Plane, Plane]:
        """(given, true) of a picture; noise follows its name and the seed."""
        which = degrade.dice(self.seed, f"how {name}").integers(len(self.degradations))
        how = self.degradations[which]
        return degrade.pair(picture, self.form.factor, how, 0.0, degrade.dice(self.seed, name))
