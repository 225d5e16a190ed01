"""What the numbers of a picture mean: matrix, range, siting; and what an untagged file means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Matrix(StrEnum):
    BT601 = "bt601"
    BT709 = "bt709"
    BT2020 = "bt2020"
    RGB = "rgb"


class Range(StrEnum):
    LIMITED = "limited"
    FULL = "full"


class Siting(StrEnum):
    """Where a chroma sample lies among the luma samples that it covers."""

    LEFT = "left"
    CENTER = "center"
    TOPLEFT = "topleft"


@dataclass(frozen=True, slots=True)
class Tags:
    """Colour tags as a file carries them: FFmpeg's (H.273) numbers; 2, and 0 for range, mean *not said*."""

    range: int = 0
    space: int = 2
    primaries: int = 2
    transfer: int = 2


@dataclass(frozen=True, slots=True)
class Color:
    """What is needed to compute, plus the `tags` to hand on unchanged."""

    matrix: Matrix
    range: Range
    siting: Siting = Siting.LEFT
    tags: Tags = Tags()


RGB = Color(Matrix.RGB, Range.FULL, Siting.CENTER)

HDR_CURVES = {16: "PQ", 18: "HLG"}
"""H.273 table 3, TransferCharacteristics: those of HDR, and what they are called."""

# Luma coefficients (Kr, Kb): ITU-R BT.601-7 §2.5.1, BT.709-6 §3.2, BT.2020-2 table 4.
LUMA_WEIGHTS = {Matrix.BT601: (0.299, 0.114), Matrix.BT709: (0.2126, 0.0722), Matrix.BT2020: (0.2627, 0.0593)}

# H.273 table 4, MatrixCoefficients. 4 (FCC), 5 and 6 differ by less than a code value; 7 (SMPTE 240M) is rare.
_MATRIX_OF_SPACE = {0: Matrix.RGB, 1: Matrix.BT709, 4: Matrix.BT601, 5: Matrix.BT601, 6: Matrix.BT601,
                    9: Matrix.BT2020, 10: Matrix.BT2020}  # fmt: skip

KNOWN_SPACES = frozenset({*_MATRIX_OF_SPACE, 2, 7})
"""Values of `Tags.space` that are computed as they say, or nearly so; 2 says nothing."""


def resolve(tags: Tags, height: int, *, rgb: bool = False, jpeg: bool = False) -> Color:
    """The meaning of a file's tags. What is not said: BT.709 from 720 lines up, else BT.601; limited range
    (full for JPEG and the yuvj formats); chroma left when limited, centre when full (mpv's rules)."""
    if rgb:
        return Color(Matrix.RGB, Range.FULL, Siting.CENTER, tags)
    default = Matrix.BT709 if height >= 720 else Matrix.BT601
    if jpeg and tags.space == 2:
        default = Matrix.BT601
    matrix = _MATRIX_OF_SPACE.get(tags.space, default)
    if matrix is Matrix.RGB:
        matrix = default
    full = tags.range == 2 or (tags.range == 0 and jpeg)
    rng = Range.FULL if full else Range.LIMITED
    return Color(matrix, rng, Siting.CENTER if full else Siting.LEFT, tags)


_SPACE_OF_MATRIX = {Matrix.BT601: 6, Matrix.BT709: 1, Matrix.BT2020: 9, Matrix.RGB: 0}


def tags_for(color: Color, height: int) -> Tags:
    """The tags to write for a picture `height` lines high, so that `resolve` reads `color` from them.

    The file's own tags stay as they are, unset ones too, while that holds. It does not when an untagged video
    grows past 720 lines: what BT.601 was meant by default must then be said.
    """
    tags = color.tags
    read = resolve(tags, height, rgb=color.matrix is Matrix.RGB)
    if color.matrix is Matrix.RGB:
        return Tags(2, 0, tags.primaries, tags.transfer)
    space = tags.space
    if read.matrix is not color.matrix or space == 0:
        space = _SPACE_OF_MATRIX[color.matrix]
    rng = tags.range
    if read.range is not color.range:
        rng = 2 if color.range is Range.FULL else 1
    return Tags(rng, space, tags.primaries, tags.transfer)


def yuv_to_rgb(color: Color, bits: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`(m, c)` with `rgb = m @ yuv + c`: yuv are code values divided by 2**bits − 1, rgb is 0…1.

    Shapes (3, 3) and (3,). Derived from the luma weights; ranges after BT.709-6 §3 / BT.2100 table 9:
    limited luma 16…235, chroma 16…240, times 2**(bits−8).
    """
    kr, kb = LUMA_WEIGHTS[color.matrix]
    kg = 1.0 - kr - kb
    m = np.array(
        [
            [1.0, 0.0, 2 * (1 - kr)],
            [1.0, -2 * (1 - kb) * kb / kg, -2 * (1 - kr) * kr / kg],
            [1.0, 2 * (1 - kb), 0.0],
        ]
    )
    top, unit = float(2**bits - 1), float(2 ** (bits - 8))
    if color.range is Range.LIMITED:
        scale = np.array([top / (219 * unit), top / (224 * unit), top / (224 * unit)])
        zero = np.array([16 * unit, 128 * unit, 128 * unit]) / top
    else:
        scale = np.ones(3)
        zero = np.array([0.0, 2 ** (bits - 1), 2 ** (bits - 1)]) / top
    m = m * scale
    return m, -m @ zero


def rgb_to_yuv(color: Color, bits: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The inverse of `yuv_to_rgb`: `yuv = m @ rgb + c`."""
    m, c = yuv_to_rgb(color, bits)
    inverse: NDArray[np.float64] = np.linalg.inv(m).astype(np.float64)
    return inverse, -inverse @ c
