"""How far a picture is from another: PSNR, SSIM and MS-SSIM of arrays, on all components or on luma."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput
from .banded import Banded, product, window
from .color import LUMA_WEIGHTS, Matrix

SSIM_LEAST = 11
"""SSIM's window has so many rows and columns."""
MS_SSIM_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""From the finest scale to the coarsest: Wang, Simoncelli, Bovik, "Multi-scale structural similarity for image quality
assessment", Asilomar 2003, §3.2."""
MS_SSIM_LEAST = SSIM_LEAST << len(MS_SSIM_WEIGHTS) - 1
"""The coarsest scale, four times halved, must still hold a window."""

_SIGMA = 1.5
_K1, _K2 = 0.01, 0.03
_STRIP = 64


def _pair(reference: NDArray[Any], test: NDArray[Any], peak: float | None) -> tuple[NDArray[Any], NDArray[Any], float]:
    a, b = np.asarray(reference), np.asarray(test)
    if a.shape != b.shape:
        raise BadInput(f"pictures differ in shape: {a.shape} and {b.shape}; resize one first")
    if a.size == 0:
        raise BadInput(f"a picture of shape {a.shape} has no samples to compare")
    if peak is None:
        if a.dtype != b.dtype:
            raise BadInput(f"pictures differ in type: {a.dtype} and {b.dtype}; convert one, or give the peak")
        peak = float(np.iinfo(a.dtype).max) if np.issubdtype(a.dtype, np.integer) else 1.0
    if not peak > 0:
        raise BadInput(f"peak is {peak}; it is the sample value of white, over 0")
    return a, b, peak


def mse(reference: NDArray[Any], test: NDArray[Any]) -> float:
    """Mean squared difference over all samples of two arrays of one shape, in their own units; exact for integers."""
    a, b, _ = _pair(reference, test, 1.0)
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    total = 0.0
    for start in range(0, len(a), _STRIP):  # what is in the cache is subtracted in a third of the time
        part = slice(start, start + _STRIP)
        difference = np.subtract(a[part], b[part], dtype=np.float64)
        total += float(np.einsum("i,i", difference.ravel(), difference.ravel()))  # BLAS would start threads
    return total / int(a.size)


def decibels(error: float, peak: float = 1.0) -> float:
    """10·log10(peak² / error); infinite where there is no error."""
    return 10 * math.log10(peak * peak / error) if error else math.inf


def psnr(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> float:
    """10·log10(peak² / MSE) in dB, over all samples; infinite for equal arrays.

    Any shape, both the same. `peak` is the value of white: None takes the integer type's maximum, 1.0 for floats
    (so give it for 10 bits in uint16). BadInput if shapes or types do not match.
    """
    a, b, top = _pair(reference, test, peak)
    return decibels(mse(a, b), top)


def ssim(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> float:
    """Structural similarity, at most 1: the mean of the index map, then over components.

    Shapes (h, w) or (h, w, n), both sides at least 11. Gaussian window of 11×11, σ 1.5, K1 0.01, K2 0.03, whole
    windows only, no downsampling: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment", IEEE TIP 13(4), 2004,
    §III-B/C. `peak` and errors as for `psnr`.
    """
    a, b, top = _pair(reference, test, peak)
    _check(a, "SSIM", SSIM_LEAST)
    return float(np.mean([_similarity(x, y, top)[0] for x, y in _components(a, b)]))


def ms_ssim(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> float:
    """Structural similarity over five scales, 0…1: `ms_ssim_and_ssim` has the definition; the mean over components.

    Shapes (h, w) or (h, w, n), both sides at least 176. `peak` and errors as for `psnr`.
    """
    a, b, top = _pair(reference, test, peak)
    _check(a, "MS-SSIM", MS_SSIM_LEAST)
    return float(np.mean([ms_ssim_and_ssim(x, y, top)[0] for x, y in _components(a, b)]))


def ms_ssim_and_ssim(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> tuple[float, float]:
    """MS-SSIM of two pictures (h, w), sides at least 176, and SSIM, which is its finest scale: for little more than
    the price of one.

    MS-SSIM = Π MEAN(c·s at scale j)^w[j] for the four finer scales, times MEAN(l·c·s at the coarsest)^w[5], window and
    constants of `ssim`, weights `MS_SSIM_WEIGHTS`: Wang, Simoncelli, Bovik 2003, eq. 7, pooled scale by scale as in
    the authors' program. From scale to scale, the means of 2×2 pixels; an odd last row or column is repeated. A mean
    below 0 counts as 0. `peak` and errors as for `psnr`.
    """
    a, b, top = _pair(reference, test, peak)
    if a.ndim != 2:
        raise BadInput(f"one component of shape (h, w) is wanted, not {a.shape}")
    _check(a, "MS-SSIM", MS_SSIM_LEAST)
    finest, structure = _similarity(a, b, top)
    found = 1.0
    for weight in MS_SSIM_WEIGHTS[:-1]:
        found *= max(0.0, structure) ** weight
        a, b = _halved(a), _halved(b)
        whole, structure = _similarity(a, b, top)
    return found * max(0.0, whole) ** MS_SSIM_WEIGHTS[-1], finest


def _check(a: NDArray[Any], name: str, least: int) -> None:
    if a.ndim not in (2, 3):
        raise BadInput(f"{name} takes a picture of shape (h, w) or (h, w, n), not {a.shape}")
    if min(a.shape[:2]) < least:
        raise BadInput(f"{name} needs at least {least}x{least} pixels, not {a.shape[1]}x{a.shape[0]}")


def _components(a: NDArray[Any], b: NDArray[Any]) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    return [(a, b)] if a.ndim == 2 else [(a[..., i], b[..., i]) for i in range(a.shape[2])]


@lru_cache(maxsize=32)
def _windows(size: int) -> Banded:
    taps = np.exp(-np.square(np.arange(SSIM_LEAST) - SSIM_LEAST // 2) / (2 * _SIGMA**2))
    return window(taps / taps.sum(), size)


def _similarity(a: NDArray[Any], b: NDArray[Any], top: float) -> tuple[float, float]:
    """Means of l·c·s and of c·s over all windows.

    Strips of rows go through both axes and the formula while they lie in the cache. Of the five windowed sums only
    those of a, b, ab and a² + b² are needed: the variances occur as their sum alone.
    """
    c1, c2 = (_K1 * top) ** 2, (_K2 * top) ** 2
    rows, columns = _windows(a.shape[0]), _windows(a.shape[1])
    whole = structure = 0.0
    for block in rows.blocks:
        part = slice(block.first, block.last)
        planes = np.empty((4, block.last - block.first, a.shape[1]))
        planes[0], planes[1] = a[part], b[part]
        np.multiply(planes[0], planes[1], out=planes[2])
        np.multiply(planes[0], planes[0], out=planes[3])
        planes[3] += planes[1] * planes[1]
        mean_a, mean_b, cov, var = columns.columns(product(block.matrix, planes))
        both = mean_a * mean_b
        squares = mean_a * mean_a
        squares += mean_b * mean_b
        cov -= both
        var -= squares
        # (2 cov + c2) / (var + c2), then times (2 both + c1) / (squares + c1)
        for x, y, c in ((cov, var, c2), (both, squares, c1)):
            x *= 2
            x += c
            y += c
            x /= y
        structure += float(cov.sum())
        both *= cov
        whole += float(both.sum())
    count = rows.count * columns.count
    return whole / count, structure / count


def _halved(a: NDArray[Any]) -> NDArray[np.float64]:
    h, w = a.shape
    a = np.pad(a, ((0, h % 2), (0, w % 2)), mode="edge") if h % 2 or w % 2 else a
    rows = np.add(a[::2], a[1::2], dtype=np.float64)
    made: NDArray[np.float64] = (rows[:, ::2] + rows[:, 1::2]) / 4
    return made


def luma(rgb: NDArray[Any], matrix: Matrix = Matrix.BT709) -> NDArray[np.float64]:
    """Y' of R'G'B' (h, w, 3 or more): shape (h, w), in the units of the samples, full range."""
    a = np.asarray(rgb)
    if a.ndim != 3 or a.shape[2] < 3:
        raise BadInput(f"luma takes a picture of shape (h, w, 3), not {a.shape}")
    kr, kb = LUMA_WEIGHTS[matrix]
    y: NDArray[np.float64] = a[..., :3].astype(np.float64) @ np.array([kr, 1 - kr - kb, kb])
    return y


def psnr_luma(
    reference: NDArray[Any], test: NDArray[Any], peak: float | None = None, matrix: Matrix = Matrix.BT709
) -> float:
    """`psnr` of the luma of two RGB pictures (h, w, 3 or more)."""
    _, _, top = _pair(reference, test, peak)
    return psnr(luma(reference, matrix), luma(test, matrix), top)


def ssim_luma(
    reference: NDArray[Any], test: NDArray[Any], peak: float | None = None, matrix: Matrix = Matrix.BT709
) -> float:
    """`ssim` of the luma of two RGB pictures (h, w, 3 or more)."""
    _, _, top = _pair(reference, test, peak)
    return ssim(luma(reference, matrix), luma(test, matrix), top)
