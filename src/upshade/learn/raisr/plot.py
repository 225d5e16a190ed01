"""A bank as a picture: each filter a square of its taps, blue below zero, red above, white for zero.

Angle bins from left to right; from top to bottom the classes of strength, weak ones first, and in each those of
coherence. The sub-pixels of a bucket are the parts of its square. Middle taps, which are not stored, are what is
missing to 1.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.color import RGB
from ...core.frame import PIXEL_FORMATS, Frame
from ...media.stills import write_still
from .bank import Bank
from .features import ANGLES

_SCALE = 3
_GAP = 6


def picture(bank: Bank) -> NDArray[np.uint8]:
    """(h, w, 3)"""
    f, n = bank.factor, bank.taps
    weights = bank.weights.copy()
    weights[..., bank.middle] = 1 - weights.sum(axis=-1)
    squares = weights.reshape(ANGLES, bank.hash.classes, f, f, n, n).transpose(0, 1, 2, 4, 3, 5)
    side = f * n
    squares = squares.reshape(ANGLES, bank.hash.classes, side, side)
    # Small weights are what tells filters apart: roots bring them up.
    shown = np.sign(squares) * np.sqrt(np.minimum(np.abs(squares), 1))
    rgb = np.ones((*shown.shape, 3))
    rgb[..., 1] -= np.abs(shown)
    rgb[..., 2] -= np.maximum(shown, 0)
    rgb[..., 0] -= np.maximum(-shown, 0)
    large = np.rint(rgb * 255).astype(np.uint8).repeat(_SCALE, axis=2).repeat(_SCALE, axis=3)
    cell = side * _SCALE + _GAP
    sheet = np.full((bank.hash.classes * cell + _GAP, ANGLES * cell + _GAP, 3), 224, np.uint8)
    for angle in range(ANGLES):
        for kind in range(bank.hash.classes):
            y, x = kind * cell + _GAP, angle * cell + _GAP
            sheet[y : y + cell - _GAP, x : x + cell - _GAP] = large[angle, kind]
    return sheet


def write(bank: Bank, path: Path, *, overwrite: bool = False) -> None:
    """As a PNG, or what else the ending says. Raises what `media.stills.write_still` raises."""
    sheet = picture(bank)
    h, w = sheet.shape[:2]
    write_still(path, Frame((sheet,), w, h, PIXEL_FORMATS["rgb24"], RGB, pts=0), overwrite=overwrite)
