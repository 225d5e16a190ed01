"""The picture that `check` draws: what it is made of, as the planes of a video frame or as RGB."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..core import color
from ..core.frame import PIXEL_FORMATS, Frame, Model

SIZE = (320, 180)
"""(width, height)"""


def frame(name: str) -> Frame:
    """`SIZE` pixels in the 8-bit pixel format `name`: ramps of every primary down to black and up to white, hard
    diagonal lines, fine lines, noise, and flat fields, where a division by a difference divides by zero."""
    fmt, (w, h) = PIXEL_FORMATS[name], SIZE
    picture = _picture(w, h)
    if fmt.model is Model.RGB:
        planes: tuple[NDArray[np.uint8], ...] = (np.rint(picture * 255).astype(np.uint8),)
        return Frame(planes, w, h, fmt, color.RGB, pts=0)
    meaning = color.resolve(color.Tags(1, 1, 1, 1), h)
    m, c = color.rgb_to_yuv(meaning, 8)
    full = picture @ m.T + c
    planes = tuple(
        np.rint(np.clip(_shrunk(full[..., "yuv".index(parts[0])], fmt.sub if parts[0] in "uv" else (1, 1)), 0, 1) * 255)
        .astype(np.uint8)
        for parts in fmt.planes
    )  # fmt: skip
    return Frame(planes, w, h, fmt, meaning, pts=0)


def _picture(w: int, h: int) -> NDArray[np.float64]:
    """(h, w, 3), 0…1: six fields beside and above each other."""
    y, x = np.mgrid[0:h, 0:w]
    third, half = w // 3, h // 2
    u, v = (x % third) / (third - 1), (y % half) / (half - 1)
    primaries = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])[(v * 3.999).astype(int)]
    out = primaries * u[..., None]
    middle, right, below = x // third == 1, x // third >= 2, y >= half
    lines = (np.sin((x + 2 * y) / 9) > 0.6)[..., None] * np.array([0.9, 0.2, 0.1]) + 0.05
    out = np.where(middle[..., None], lines, out)
    out = np.where(right[..., None], (x % 2)[..., None] * [1.0, 1.0, 1.0], out)
    noise = np.random.default_rng(1).random((h, w, 3))
    out = np.where((below & middle)[..., None], noise, out)
    flat = np.array([[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [0, 0, 1]])[(v * 3.999).astype(int)]
    out = np.where((below & right)[..., None], flat, out)
    return np.clip(np.where((below & ~middle & ~right)[..., None], (u * v)[..., None] * [1.0, 0.8, 0.6], out), 0, 1)


def _shrunk(plane: NDArray[np.float64], sub: tuple[int, int]) -> NDArray[np.float64]:
    """The mean of every `sub` = (columns, rows) samples."""
    h, w = plane.shape
    blocks: NDArray[np.float64] = plane.reshape(h // sub[1], sub[1], w // sub[0], sub[0]).mean(axis=(1, 3))
    return blocks
