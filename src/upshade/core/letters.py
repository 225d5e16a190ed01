"""Letters to write into pictures: 5×7 dots each, capitals, digits and a few marks, and no font library."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# A row each, the highest of five bits at the left.
_LETTERS = {
    "A": (14, 17, 17, 31, 17, 17, 17), "B": (30, 17, 17, 30, 17, 17, 30), "C": (14, 17, 16, 16, 16, 17, 14),
    "D": (30, 17, 17, 17, 17, 17, 30), "E": (31, 16, 16, 30, 16, 16, 31), "F": (31, 16, 16, 30, 16, 16, 16),
    "G": (14, 17, 16, 23, 17, 17, 15), "H": (17, 17, 17, 31, 17, 17, 17), "I": (14, 4, 4, 4, 4, 4, 14),
    "J": (7, 2, 2, 2, 2, 18, 12), "K": (17, 18, 20, 24, 20, 18, 17), "L": (16, 16, 16, 16, 16, 16, 31),
    "M": (17, 27, 21, 21, 17, 17, 17), "N": (17, 25, 21, 19, 17, 17, 17), "O": (14, 17, 17, 17, 17, 17, 14),
    "P": (30, 17, 17, 30, 16, 16, 16), "Q": (14, 17, 17, 17, 21, 18, 13), "R": (30, 17, 17, 30, 20, 18, 17),
    "S": (15, 16, 16, 14, 1, 1, 30), "T": (31, 4, 4, 4, 4, 4, 4), "U": (17, 17, 17, 17, 17, 17, 14),
    "V": (17, 17, 17, 17, 17, 10, 4), "W": (17, 17, 17, 21, 21, 27, 17), "X": (17, 17, 10, 4, 10, 17, 17),
    "Y": (17, 17, 10, 4, 4, 4, 4), "Z": (31, 1, 2, 4, 8, 16, 31), "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14), "2": (14, 17, 1, 6, 8, 16, 31), "3": (14, 17, 1, 6, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2), "5": (31, 16, 30, 1, 1, 17, 14), "6": (14, 16, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 4, 4, 4), "8": (14, 17, 17, 14, 17, 17, 14), "9": (14, 17, 17, 15, 1, 1, 14),
    ".": (0, 0, 0, 0, 0, 12, 12), ",": (0, 0, 0, 0, 12, 4, 8), ":": (0, 12, 12, 0, 12, 12, 0),
    "-": (0, 0, 0, 14, 0, 0, 0), "/": (1, 1, 2, 4, 8, 16, 16), "×": (0, 17, 10, 4, 10, 17, 0),
    "_": (0, 0, 0, 0, 0, 0, 31), "+": (0, 4, 4, 31, 4, 4, 0), "(": (2, 4, 8, 8, 8, 4, 2), ")": (8, 4, 2, 2, 2, 4, 8),
    "%": (25, 26, 2, 4, 8, 11, 19), "#": (10, 10, 31, 10, 31, 10, 10), "=": (0, 0, 31, 0, 31, 0, 0),
    "'": (4, 4, 8, 0, 0, 0, 0), "&": (12, 18, 20, 8, 21, 18, 13), "!": (4, 4, 4, 4, 4, 0, 4),
    "°": (12, 18, 18, 12, 0, 0, 0), "<": (2, 4, 8, 16, 8, 4, 2), ">": (8, 4, 2, 1, 2, 4, 8),
    "|": (4, 4, 4, 4, 4, 4, 4), " ": (0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip

_PEN = 0.45
"""Half the width of a stroke, in dots."""


def drawn(text: str, scale: int = 2) -> NDArray[np.bool_]:
    """`text` as a mask, shape (11·scale, (7·letters + 2)·scale): a margin of a dot or two around the letters. What has
    no letter here is a gap."""
    glyphs = [np.array([[(row << 1) >> (6 - c) & 1 for c in range(7)] for row in _LETTERS.get(letter, _LETTERS[" "])])
              for letter in text]  # fmt: skip
    mask = np.pad(np.concatenate([*glyphs, np.zeros((7, 0), int)], axis=1), ((2, 2), (1, 1))).astype(np.bool_)
    return mask.repeat(scale, 0).repeat(scale, 1)


def stroked(text: str, dot: float) -> NDArray[np.float64]:
    """`text` drawn with a round pen from dot to dot, `dot` pixels apart: how much of each pixel it covers, 0…1, shape
    (7·dot, about 7·dot·letters). Small letters are drawn as capitals, accents are left away."""
    height = round(7 * dot)
    glyphs = [_strokes(letter, height, round(7 * dot), dot) for letter in _plain(text)]
    return np.concatenate([np.zeros((height, 0)), *glyphs], axis=1)


def width(text: str, dot: float) -> int:
    """Of what `stroked` draws, in pixels."""
    return len(_plain(text)) * round(7 * dot)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).upper() if not unicodedata.combining(c))


@lru_cache(maxsize=512)
def _strokes(letter: str, height: int, width: int, dot: float) -> NDArray[np.float64]:
    rows = _LETTERS.get(letter, _LETTERS[" "])
    dots = {(x, y) for y in range(7) for x in range(5) if rows[y] >> (4 - x) & 1}
    y, x = np.mgrid[:height, :width]
    x, y = (x + 0.5) / dot - 0.5, (y + 0.5) / dot - 0.5
    nearest = np.full((height, width), np.inf)
    for px, py in dots:
        ends = [(1, 0), (0, 1), (1, 1), (-1, 1)]
        # A diagonal only where no dot beside it makes a corner.
        joined = [(dx, dy) for dx, dy in ends if (px + dx, py + dy) in dots
                  and not (dx and dy and {(px + dx, py), (px, py + dy)} & dots)]  # fmt: skip
        for dx, dy in joined or [(0, 0)]:
            along = np.clip(((x - px) * dx + (y - py) * dy) / max(1, dx * dx + dy * dy), 0, 1)
            nearest = np.minimum(nearest, np.hypot(x - px - along * dx, y - py - along * dy))
    return np.clip((_PEN - nearest) * dot + 0.5, 0, 1)
