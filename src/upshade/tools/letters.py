"""Letters to write into pictures: 5×7 dots each, capitals, digits and a few marks, and no font library."""

from __future__ import annotations

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
    " ": (0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip


def drawn(text: str, scale: int = 2) -> NDArray[np.bool_]:
    """`text` as a mask, shape (11·scale, (7·letters + 2)·scale): a margin of a dot or two around the letters. What has
    no letter here is a gap."""
    glyphs = [np.array([[(row << 1) >> (6 - c) & 1 for c in range(7)] for row in _LETTERS.get(letter, _LETTERS[" "])])
              for letter in text]  # fmt: skip
    mask = np.pad(np.concatenate([*glyphs, np.zeros((7, 0), int)], axis=1), ((2, 2), (1, 1))).astype(np.bool_)
    return mask.repeat(scale, 0).repeat(scale, 1)
