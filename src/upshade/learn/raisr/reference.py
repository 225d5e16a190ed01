"""What a shader draws of a picture, in float64 and by other formulas: pixel by pixel eigenvectors, filters as they are.

For tests, and slow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..grid import bilinear
from .bank import Bank
from .features import ANGLES, TIE

LEAST = 0.0006
"""A neighbour that is brighter by less counts as equal: between the multiples of 1/255 · 1/16 (2x), 1/9 (3x) and 1/64
(4x) that bilinear interpolation of 8-bit samples gives."""

Float = NDArray[np.float64]


def _at(picture: NDArray[Any], y: int, x: int) -> NDArray[Any]:
    """The picture shifted so that its pixel (y, x) away is here; its edge goes on outside."""
    h, w = picture.shape
    return picture[np.clip(np.arange(h) + y, 0, h - 1)][:, np.clip(np.arange(w) + x, 0, w - 1)]


def tensors(picture: Float, bank: Bank, offset: tuple[float, float]) -> Float:
    """(h, w, 2, 2): mean outer products of the gradient (gy, gx)."""
    fine = _tensors(picture, bank.hash.window, bank.hash.sigma, offset)
    if not bank.hash.coarse:
        return fine
    h, w = picture.shape
    whole = np.pad(picture, ((0, h % 2), (0, w % 2)), mode="edge")
    small = whole.reshape(whole.shape[0] // 2, 2, whole.shape[1] // 2, 2).mean(axis=(1, 3))
    coarse = np.empty((*whole.shape, 2, 2))
    for y in (0, 1):
        for x in (0, 1):
            at = ((offset[0] + x - 0.5) / 2, (offset[1] + y - 0.5) / 2)
            coarse[y::2, x::2] = _tensors(small, bank.hash.window, bank.hash.sigma, at)
    return fine + bank.hash.coarse * coarse[:h, :w]


def _tensors(picture: Float, window: int, sigma: float, offset: tuple[float, float]) -> Float:
    reach = window // 2
    total, weight_sum = np.zeros((*picture.shape, 2, 2)), 0.0
    for y in range(-reach, reach):
        for x in range(-reach, reach):
            corner = [[_at(picture, y + j, x + i) for i in (0, 1)] for j in (0, 1)]
            gx = (corner[0][1] + corner[1][1] - corner[0][0] - corner[1][0]) / 2
            gy = (corner[1][0] + corner[1][1] - corner[0][0] - corner[0][1]) / 2
            far = (x + 0.5 - offset[0]) ** 2 + (y + 0.5 - offset[1]) ** 2
            weight = np.exp(-far / (2 * sigma**2))
            g = np.stack([gy, gx], axis=-1)
            total += weight * g[..., :, None] * g[..., None, :]
            weight_sum += weight
    return np.asarray(total / weight_sum)


def buckets(picture: Float, bank: Bank, offset: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.int64]:
    t = tensors(picture, bank, offset)
    values, vectors = np.linalg.eigh(t)
    small, large = np.sqrt(np.maximum(values, 0)).transpose(2, 0, 1)
    coherence = np.where(large > 0, (large - small) / np.where(large > 0, large + small, 1), 0)
    gy, gx = vectors[..., 0, 1], vectors[..., 1, 1]
    # Where there is no direction (or all but none), it is that of a horizontal edge.
    none = values[..., 1] - values[..., 0] <= 2 * TIE * (values[..., 1] + values[..., 0])
    angle = np.where(none, 0, np.mod(np.arctan2(gx, gy), np.pi))
    bins = np.rint(angle / np.pi * ANGLES).astype(np.int64) % ANGLES
    s = np.searchsorted(bank.hash.strength, large, side="left")
    c = np.searchsorted(bank.hash.coherence, coherence, side="left")
    found: NDArray[np.int64] = (bins * (len(bank.hash.strength) + 1) + s) * (len(bank.hash.coherence) + 1) + c
    return found


def draw(picture: Float, bank: Bank, strength: float = 1.0, blend: float = 0.0) -> Float:
    """(h, w) in 0…1 → (h·factor, w·factor). `blend`: how much the census counts, 0 for none."""
    h, w = picture.shape
    f, reach = bank.factor, bank.taps // 2
    difference = np.stack(
        [_at(picture, y, x) - picture for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)], axis=-1
    )
    out = np.empty((h * f, w * f))
    for j in range(f * f):
        at = ((j % f + 0.5) / f - 0.5, (j // f + 0.5) / f - 0.5) if bank.layout == "full" else (0.0, 0.0)
        which = buckets(picture, bank, at)
        out[j // f :: f, j % f :: f] = picture + np.einsum("hwk,hwk->hw", bank.weights[which, j], difference)
    if bank.beyond is not None:
        out = _cut(picture, out, f, bank.beyond)
    plain = bilinear(picture, f)
    out = plain + strength * (out - plain)
    if not blend:
        return out
    return np.asarray(out + blend * changed(plain, out) / 8 * (plain - out))


def _cut(picture: Float, out: Float, factor: int, beyond: float) -> Float:
    """Each sub-pixel within the range of the pixels that are less than one pixel away along both axes."""
    cut = out.copy()
    for j in range(factor):
        for i in range(factor):
            y, x = ((k + 0.5) / factor - 0.5 for k in (j, i))
            near = [_at(picture, dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)
                    if abs(dy - y) < 1 + (y == 0) / 2 and abs(dx - x) < 1 + (x == 0) / 2]  # fmt: skip
            at = np.s_[j::factor, i::factor]
            least, most = np.min(near, axis=0), np.max(near, axis=0)
            more = beyond * (most - least)
            cut[at] = np.clip(out[at], least - more, most + more)
    return cut


def changed(plain: NDArray[Any], out: NDArray[Any]) -> NDArray[Any]:
    """Of how many of its eight neighbours a pixel is told otherwise than in `plain` whether they are brighter."""
    count = np.zeros(out.shape, out.dtype)
    for y, x in ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)):
        count += (_at(plain, y, x) > plain + LEAST) != (_at(out, y, x) > out + LEAST)
    return count
