"""A filter bank: one linear filter for each bucket and sub-pixel, and what tells the buckets apart.

Filters add to a pixel weighted differences from it, so that whatever the weights, a flat area stays as it is:
out[j] = c + Σₖ w[bucket, j, k]·(tₖ − c), with c the pixel itself. The taps tₖ lie in the low-resolution picture.

Layouts: "shuffle" has one bucket for a pixel and all its sub-pixels, "full" one for each sub-pixel, of a tensor around
that sub-pixel. The latter is RAISR's *upscale, then filter 11×11 by pixel type*: a linear filter on a bilinear
enlargement is one on the small picture (`folded`), with 7×7 taps at 2x and 5×5 at 3x and 4x in place of 121.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, NotFound, Where
from .. import files
from ..grid import offsets
from .features import ANGLES, Hash
from .symmetry import STORED, SYMMETRIES, folding, unfolding

LAYOUTS = ("shuffle", "full")
FACTORS = (1, 2, 3, 4)
TAPS = (3, 5, 7, 9, 11)
FORMAT = 1

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Bank:
    """`weights`: (buckets, factor², taps²), the middle tap's are 0. `notes`: how it was learned, for people to read.
    `beyond`: what the filters make is cut to the range of the nearest pixels and this part of it more at either end
    (`ringing`); None: it is not cut."""

    factor: int
    taps: int
    layout: str
    hash: Hash
    weights: Weights
    notes: dict[str, str] = field(default_factory=dict)
    beyond: float | None = None

    def __post_init__(self) -> None:
        if self.factor not in FACTORS or self.taps not in TAPS or self.layout not in LAYOUTS:
            raise BadInput(f"a bank of factor {self.factor}, {self.taps}×{self.taps} taps, layout '{self.layout}'; "
                           f"there are factors {FACTORS[0]} to {FACTORS[-1]}, taps {', '.join(map(str, TAPS))}, "
                           f"layouts {' and '.join(LAYOUTS)}")  # fmt: skip
        want = (self.hash.buckets, self.factor**2, self.taps**2)
        if self.weights.shape != want:
            raise BadInput(f"a bank's weights have the shape {self.weights.shape}, not {want}")
        if not np.isfinite(self.weights).all():
            raise BadInput("a bank with weights that are no numbers")

    @property
    def middle(self) -> int:
        return self.taps**2 // 2

    def symmetric(self) -> Bank:
        """The mean over all eight symmetries: what is stored of it then gives all of it."""
        return replace(self, weights=symmetric(self.weights, self.factor, self.taps))

    def kept(self) -> Bank:
        """As a file keeps it, with weights of 32 bits."""
        return replace(self, weights=self.weights.astype(np.float32).astype(np.float64))

    def save(self, path: Path) -> None:
        """As .npz: whole or not at all. OutputError where it cannot be written."""
        head = {
            "format": FORMAT, "factor": self.factor, "taps": self.taps, "layout": self.layout,
            "window": self.hash.window, "sigma": self.hash.sigma, "coarse": self.hash.coarse, "notes": self.notes,
            "beyond": self.beyond,
        }  # fmt: skip
        data = io.BytesIO()
        np.savez_compressed(
            data,
            head=np.array(json.dumps(head)),
            strength=np.array(self.hash.strength),
            coherence=np.array(self.hash.coherence),
            weights=self.weights.astype(np.float32),
        )
        files.write(path, data.getvalue())


def load(path: Path) -> Bank:
    """Raises NotFound, or BadInput for a file that is no bank."""
    where = Where(str(path))
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            head: dict[str, Any] = json.loads(str(file["head"]))
            if head.get("format") != FORMAT:
                raise BadInput(f"a bank of format {head.get('format')}; this version reads {FORMAT}", where)
            how = Hash(int(head["window"]), float(head["sigma"]), tuple(file["strength"].tolist()),
                       tuple(file["coherence"].tolist()), float(head["coarse"]))  # fmt: skip
            return Bank(int(head["factor"]), int(head["taps"]), str(head["layout"]), how,
                        file["weights"].astype(np.float64), dict(head["notes"]),
                        head.get("beyond"))  # fmt: skip
    except FileNotFoundError:
        raise NotFound("there is no such bank", where) from None
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(f"no bank of filters: {type(error).__name__}", where) from None


def plain(factor: int, taps: int) -> Weights:
    """(factor², taps²): the weights of bilinear interpolation, the middle tap's left out."""
    made = np.zeros((factor**2, taps, taps))
    mid = taps // 2
    for j, (x, y) in enumerate(offsets(factor)):
        for dy, wy in ((0, 1 - abs(y)), (int(np.sign(y)), abs(y))):
            for dx, wx in ((0, 1 - abs(x)), (int(np.sign(x)), abs(x))):
                made[j, mid + dy, mid + dx] += wx * wy
    made[:, mid, mid] = 0
    return made.reshape(factor**2, taps * taps)


def folded(filters: Weights, factor: int, taps: int) -> Weights:
    """Filters (factor², n²) by pixel type on a bilinear enlargement → the same as (factor², taps²) on the small
    picture, the middle tap's weight included. BadInput where `taps` do not hold them."""
    n = int(np.sqrt(filters.shape[-1]))
    mid = taps // 2
    made = np.zeros((factor**2, taps, taps))
    for j, (x, y) in enumerate(offsets(factor)):
        across, down = (_fold(n, factor, taps, mid, o) for o in (x, y))
        made[j] = down.T @ filters[j].reshape(n, n) @ across
    return made.reshape(factor**2, taps * taps)


def _fold(n: int, factor: int, taps: int, mid: int, offset: float) -> Weights:
    """(n, taps): what each of n enlarged samples around `offset` is made of."""
    table = np.zeros((n, taps))
    for i in range(n):
        at = offset + (i - n // 2) / factor + mid
        low = int(np.floor(at + 1e-9))
        part = at - low
        if low < 0 or low + (part > 1e-9) >= taps:
            raise BadInput(f"{n} taps on an enlargement by {factor} need more than {taps} taps on the picture")
        table[i, low] += 1 - part
        if part > 1e-9:
            table[i, low + 1] += part
    return table


def symmetric(weights: Weights, factor: int, taps: int) -> Weights:
    by_angle = weights.reshape(ANGLES, -1, factor**2, taps**2)
    total = np.zeros_like(by_angle)
    for s in SYMMETRIES:
        total[s.bins()] += by_angle[:, :, s.squares(factor)][..., s.squares(taps)]
    return (total / len(SYMMETRIES)).reshape(weights.shape)


def stored(weights: Weights) -> Weights:
    """The rows of a symmetric bank that the others are made of: angle bins 0 … 6."""
    return weights[: STORED * (len(weights) // ANGLES)]


def unfolded(rows: Weights, factor: int, taps: int) -> Weights:
    """What `stored` keeps, as the whole bank."""
    by_angle = rows.reshape(STORED, -1, factor**2, taps**2)
    parts, places = unfolding(factor), unfolding(taps)
    return np.concatenate([
        by_angle[source][:, parts[b]][..., places[b]] for b, (source, _, _) in enumerate(folding())
    ])  # fmt: skip
