"""A bank applied to a picture, fast: what held-out pictures are judged by. `reference` is what shaders are held
against."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..grid import bilinear, offsets
from . import features, reference, ringing
from .bank import Bank

Plane = NDArray[np.floating[Any]]

_ROWS = 1 << 15


def apply(bank: Bank, picture: Plane, blend: float = 0.0) -> Plane:
    """(h, w) in 0…1 → (h·factor, w·factor), float32. `blend`: how much the census counts."""
    out = filtered(bank, picture)
    if bank.beyond is not None:
        out = ringing.cut(picture.astype(np.float32), out, bank.factor, bank.beyond)
    if not blend:
        return out
    plain = bilinear(picture.astype(np.float64), bank.factor).astype(np.float32)
    made: Plane = out + np.float32(blend / 8) * reference.changed(plain, out) * (plain - out)
    return made


def filtered(bank: Bank, picture: Plane) -> Plane:
    """What the filters alone make."""
    low = picture.astype(np.float32)
    h, w = low.shape
    weights = bank.weights.astype(np.float32)
    whole = [features.buckets(low, bank.hash)] if bank.layout == "shuffle" else [
        features.buckets(low, bank.hash, at) for at in offsets(bank.factor)
    ]  # fmt: skip
    windows = features.patches(low, bank.taps)
    out = np.empty((h, w, bank.factor**2), np.float32)
    rows = max(1, _ROWS // w)
    for top in range(0, h, rows):
        part = slice(top, top + rows)
        centre = low[part].reshape(-1, 1)
        x = windows[part].reshape(len(centre), -1) - centre
        made = np.empty((len(centre), bank.factor**2), np.float32)
        for group, buckets in enumerate(whole):
            columns = slice(None) if len(whole) == 1 else slice(group, group + 1)
            of = buckets[part].ravel()
            order = np.argsort(of, kind="stable")
            begin = 0
            for bucket, end in enumerate(np.cumsum(np.bincount(of, minlength=bank.hash.buckets)).tolist()):
                if end > begin:
                    made[order[begin:end], columns] = x[order[begin:end]] @ weights[bucket, columns].T
                begin = end
        out[part] = (made + centre).reshape(-1, w, bank.factor**2)
    return features.shuffled(out, bank.factor)
