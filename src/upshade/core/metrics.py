"""How far a picture is from another: PSNR and SSIM of arrays, on all components or on luma."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput
from .color import LUMA_WEIGHTS, Matrix

_RADIUS, _SIGMA = 5, 1.5
_K1, _K2 = 0.01, 0.03


def _pair(
    reference: NDArray[Any], test: NDArray[Any], peak: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
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
    return a.astype(np.float64), b.astype(np.float64), peak


def mse(reference: NDArray[Any], test: NDArray[Any]) -> float:
    """Mean squared difference over all samples of two arrays of one shape, in their own units."""
    a, b, _ = _pair(reference, test, 1.0)
    return float(np.mean(np.square(a - b)))


def psnr(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> float:
    """10·log10(peak² / MSE) in dB, over all samples; infinite for equal arrays.

    Any shape, both the same. `peak` is the value of white: None takes the integer type's maximum, 1.0 for floats
    (so give it for 10 bits in uint16). BadInput if shapes or types do not match.
    """
    a, b, top = _pair(reference, test, peak)
    error = float(np.mean(np.square(a - b)))
    return 10 * math.log10(top * top / error) if error else math.inf


def ssim(reference: NDArray[Any], test: NDArray[Any], peak: float | None = None) -> float:
    """Structural similarity, at most 1: the mean of the index map, then over components.

    Shapes (h, w) or (h, w, n), both sides at least 11. Gaussian window of 11×11, σ 1.5, K1 0.01, K2 0.03, whole
    windows only, no downsampling: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment", IEEE TIP 13(4), 2004,
    §III-B/C. `peak` and errors as for `psnr`.
    """
    a, b, top = _pair(reference, test, peak)
    if a.ndim not in (2, 3):
        raise BadInput(f"SSIM takes a picture of shape (h, w) or (h, w, n), not {a.shape}")
    if min(a.shape[:2]) < 2 * _RADIUS + 1:
        raise BadInput(f"SSIM needs at least 11x11 pixels, not {a.shape[1]}x{a.shape[0]}")
    c1, c2 = (_K1 * top) ** 2, (_K2 * top) ** 2
    mean_a, mean_b = _window(a), _window(b)
    var_a = _window(a * a) - mean_a * mean_a
    var_b = _window(b * b) - mean_b * mean_b
    cov = _window(a * b) - mean_a * mean_b
    index = (2 * mean_a * mean_b + c1) * (2 * cov + c2)
    index /= (mean_a * mean_a + mean_b * mean_b + c1) * (var_a + var_b + c2)
    return float(np.mean(index))


def _window(x: NDArray[np.float64]) -> NDArray[np.float64]:
    taps = np.exp(-np.square(np.arange(-_RADIUS, _RADIUS + 1)) / (2 * _SIGMA**2))
    taps /= taps.sum()
    for axis in (0, 1):
        length = x.shape[axis] - 2 * _RADIUS
        total = np.zeros(x.shape[:axis] + (length,) + x.shape[axis + 1 :])
        for i, tap in enumerate(taps):
            total += tap * (x[i : i + length] if axis == 0 else x[:, i : i + length])
        x = total
    return x


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
