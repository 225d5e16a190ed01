"""Intel's Library for Video Super Resolution in float64 numpy, by the formulas of its C++ source, in code values.

OpenVisualCloud/Video-Super-Resolution-Library@7b01ba5, Library/Raisr.cpp: processSegment, GetHashValue,
CTCountOfBitsChangedSegment, CTRandomness_C. Also folders as it reads them, with filters that are made up.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from upshade.learn.raisr.intel import Filters, Stage

Float = NDArray[np.float64]
NEIGHBOURS = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y, x) != (0, 0)]


@dataclass
class Seen:
    """Of one pass, all (h, w). `buckets`: −1 where nothing is filtered. `ties`: neighbours that are all but equal."""

    low: Float
    high: Float
    buckets: NDArray[np.int64]
    ties: NDArray[np.bool_]
    out: Float


def enlarged(picture: Float, factor: Fraction, bits: int) -> Float:
    for axis in (0, 1):
        n = picture.shape[axis]
        large = n * factor.numerator // factor.denominator
        at = (np.arange(large) + 0.5) * n / large - 0.5
        low = np.floor(at).astype(int)
        part = np.expand_dims(at - low, 1 - axis)
        near, far = (np.take(picture, np.clip(low + i, 0, n - 1), axis) for i in (0, 1))
        picture = near + (far - near) * part
    return np.floor(picture + 0.5 + 1e-9) if bits == 8 else np.rint(np.round(picture, 9))


def draw(picture: Float, filters: Filters, blend: str = "count", video: bool = True) -> Float:
    for stage in filters.stages:
        picture = run(picture, filters, stage, blend, video).out
    return picture


def run(picture: Float, filters: Filters, stage: Stage, blend: str = "count", video: bool = True) -> Seen:
    """One pass over a picture of code values, (h, w)."""
    low = enlarged(picture, filters.factor, filters.bits) if stage.enlarges else picture
    h, w = low.shape
    top = 2**filters.bits - 1
    least, most = (16 << filters.bits - 8, 235 << filters.bits - 8) if video else (0, top)
    ys, xs = np.arange(6, h - 6), np.arange(6, 6 + (w - 12) // 8 * 8)
    inside = np.ix_(ys, xs)
    buckets = np.full((h, w), -1)
    buckets[inside] = _buckets(low, stage, top)[: len(ys), : len(xs)]
    high = low.copy()
    if len(ys) and len(xs):
        kinds = (ys[:, None] - 5) % 2 * 2 + (xs - 5) % 2 if stage.types == 4 else np.zeros((len(ys), len(xs)), int)
        patches = sliding_window_view(low, (11, 11))[1:][: len(ys), 1:][:, : len(xs)]
        for row, found in enumerate(buckets[inside]):
            values = np.sum(stage.weights[found, kinds[row]] * patches[row].reshape(-1, 121), axis=1)
            high[ys[row], xs] = np.where((values > least) & (values < most), values, low[ys[row], xs])

    def around(a: Float) -> Float:
        padded = np.pad(a, 1, mode="edge")
        return np.stack([padded[1 + y : 1 + y + h, 1 + x : 1 + x + w] for y, x in NEIGHBOURS])

    less_low, less_high = around(low) < low, around(high) < high
    ties = np.any(np.abs(around(high) - high) < 2e-3, axis=0)
    inner = np.zeros((h, w), bool)
    inner[1:-1, 1:-1] = True
    if blend == "count":
        weight = np.sum(less_low != less_high, axis=0) / 8
        value = np.where(inner, weight * low + (1 - weight) * high, low)
    elif blend == "randomness":
        inner = buckets >= 0
        weight = np.sum(less_low, axis=0) / 8
        value = np.where(inner, weight * high + (1 - weight) * low, low)
    else:
        value = high
    value = np.floor(value + 0.5)
    return Seen(low, high, buckets, ties, np.where(inner, np.clip(value, least, most), value))


def _buckets(low: Float, stage: Stage, top: int) -> NDArray[np.int64]:
    """Of all pixels that have six others on each side."""
    down, right = low[2:, 1:-1] - low[:-2, 1:-1], low[1:-1, 2:] - low[1:-1, :-2]
    at = np.arange(-5, 6)
    g = np.exp(-(at**2) / 8)
    window = np.outer(g, g) / g.sum() ** 2 / (4 * top**2)
    a, b, d = (
        np.einsum("hwij,ij->hw", sliding_window_view(p, (11, 11)), window)
        for p in (down * down, down * right, right * right)
    )
    b = np.where(np.abs(b) <= 1e-6 * (a + d), 0, b)
    root = np.sqrt(np.maximum((a + d) ** 2 / 4 - (a * d - b * b), 0))
    large, small = (a + d) / 2 + root, np.maximum((a + d) / 2 - root, 0)
    angle = np.where(b == 0, 0, np.arctan2(b, large - d))
    angle = np.where(angle < 0, angle + np.pi, angle)
    coherence = (np.sqrt(large) - np.sqrt(small)) / (np.sqrt(large) + np.sqrt(small) + 1e-17)
    bins = np.clip(np.floor(angle * stage.angles / np.pi).astype(int), 0, stage.angles - 1)
    s, c = np.searchsorted(stage.strength, large), np.searchsorted(stage.coherence, coherence)
    found: NDArray[np.int64] = (bins * (len(stage.strength) + 1) + s) * (len(stage.coherence) + 1) + c
    return found


def folder(
    path: Path, types: int = 4, bits: int = 8, passes: int = 1, kind: str = "fp32", angles: int = 24, seed: int = 1
) -> Path:
    """A folder of sharpening filters that are made up, each bucket's its own."""
    random = np.random.default_rng(seed)
    path.mkdir(exist_ok=True)
    path.joinpath("config").write_text(f"{angles} 3 3 11")
    near = np.hypot(*np.mgrid[-5:6, -5:6])
    for ending in ("", "_2")[:passes]:
        weights = random.normal(0, 0.4, (angles * 9, types, 11, 11)) * np.exp(-near)
        weights[:, :, 5, 5] += 1 - weights.sum(axis=(2, 3)) + random.normal(0, 0.004, weights.shape[:2])
        data = weights.astype("<f4" if kind == "fp32" else "<f2").tobytes()
        head = kind.encode() + struct.pack("<3I", angles * 9, types, 121)
        path.joinpath(f"filterbin_2_{bits}{ending}").write_bytes(head + data)
        path.joinpath(f"Qfactor_strbin_2_{bits}{ending}").write_text("0.000300\n0.006000\n")
        path.joinpath(f"Qfactor_cohbin_2_{bits}{ending}").write_text("0.220000\n0.450000\n")
    return path
