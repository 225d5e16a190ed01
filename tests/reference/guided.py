"""Push held to lines, in float64 numpy: weights from eigenvalues, written from a description and not from our GLSL.

Structure tensor over 3×3 slopes between 4×4 samples, a pixel of the source apart, about each 2×2 block of the
output; Gaussian window of standard deviation 1.5 around each of the block's pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .push import LEAST, Array, Pushed, _brightest, _first_match, _gradient
from .rc2 import _sample

SIGMA = 1.5
_WEIGHTS = np.array([2.0, 3.0, 1.0]) / 6


@dataclass(frozen=True)
class Ramps:
    """(none up to, in full from): of the slope, luma a pixel of the source, and of the coherence, 0…1. Of the
    evenness, 0…1, (in full up to, none from)."""

    slope: tuple[float, float] = (0.05, 0.25)
    coherence: tuple[float, float] = (0.1, 0.5)
    even: tuple[float, float] = (0.75, 0.9)


@dataclass(frozen=True)
class Guided(Pushed):
    """`weight` (rows, columns), 0…1."""

    weight: Array = field(default_factory=lambda: np.zeros((0, 0)))


def _middle(at: Array, zoom: float) -> Array:
    """Of the four samples that serve pixel `at`: around the corner that its block of two shares, moved by up to a
    pixel so that the first sample is a pixel; of two as near the right one."""
    first = np.floor(at // 2 * 2 + 0.5 - 1.5 * zoom + 0.51)
    return first + 1.5 * zoom


def tensor(luma: Array, zoom: tuple[float, float]) -> tuple[Array, Array, Array]:
    """(slope √L1, coherence, evenness: squared mean slope over L1) of every pixel. `zoom`: the output's pixels to one
    of the source, (down, across)."""
    (h, w), (down, across) = luma.shape, (max(z, 1.0) for z in zoom)
    y, x = np.arange(h, dtype=float), np.arange(w, dtype=float)
    middle_y, middle_x = _middle(y, down), _middle(x, across)

    def at(j: float, i: float) -> Array:
        return _sample(luma, middle_y + j * down, middle_x + i * across)

    matrix, mean, whole = np.zeros((h, w, 2, 2)), np.zeros((h, w, 2)), np.zeros((h, w))
    for j in (-1.0, 0.0, 1.0):
        for i in (-1.0, 0.0, 1.0):
            a, b, c, d = (at(j + dj, i + di) for dj in (-0.5, 0.5) for di in (-0.5, 0.5))
            slope = np.stack([b + d - a - c, c + d - a - b], axis=-1) / 2
            far = ((j * down - (y - middle_y)) / down)[:, None] ** 2 + ((i * across - (x - middle_x)) / across) ** 2
            weight = np.exp(-far / (2 * SIGMA**2))
            matrix += weight[..., None, None] * slope[..., :, None] * slope[..., None, :]
            mean += weight[..., None] * slope
            whole += weight
    small, large = np.moveaxis(np.sqrt(np.maximum(np.linalg.eigvalsh(matrix / whole[..., None, None]), 0)), -1, 0)
    sloped = large > 1e-6
    coherence = np.divide(large - small, small + large, out=np.zeros((h, w)), where=sloped)
    even = np.divide(np.square(mean / whole[..., None]).sum(axis=-1), large**2, out=np.zeros((h, w)), where=sloped)
    return large, coherence, even


def weigh(luma: Array, zoom: tuple[float, float], ramps: Ramps) -> Array:
    slope, coherence, even = tensor(luma, zoom)

    def ramp(value: Array, ends: tuple[float, float]) -> Array:
        return np.clip((value - ends[0]) / max(ends[1] - ends[0], 1e-4), 0, 1)

    weight = ramp(slope, ramps.slope) * ramp(coherence, ramps.coherence)
    return weight * ramp(-even, (-ramps.even[1], -ramps.even[0]))


def push_guided(
    rgb: Array,
    strength_color: float,
    strength_gradient: float,
    *,
    zoom: tuple[float, float] = (1.0, 1.0),
    ramps: Ramps = Ramps(),
    least: float = LEAST,
) -> Guided:
    """`rgb` (rows, columns, 3), the enlarged picture in 0…1; strengths as they act where the weight is 1."""
    picture = np.asarray(rgb, np.float64)
    weight = weigh(picture @ _WEIGHTS, zoom, ramps)
    done = Guided(picture, weight=weight)

    def note(name: str, pushed: tuple[Array, np.ndarray, Array]) -> Array:
        # What a kernel decides where it acts with next to no strength is of no account.
        out, decision, margin = pushed
        done.names.append(name)
        done.decisions.append(np.where(weight > 0, decision, 0))
        done.margins.append(np.where(weight > 0, margin, np.inf))
        return out

    # _brightest compares at full strength, as the shader does; the push is linear in its strength.
    if strength_color > 0:
        pushed, decision, margin = _brightest(picture, picture @ _WEIGHTS, 1.0, least)
        moved = picture + (pushed - picture) * (strength_color * weight)[..., None]
        picture = note("colour", (moved, decision, margin))
    if strength_gradient > 0:
        guide = 1 - np.clip(_gradient(picture @ _WEIGHTS, fast=False), 0, 1)
        strength = (strength_gradient * weight)[..., None]
        picture = note("gradient", _first_match(guide, picture, strength, least, between=False))
    return Guided(picture, done.names, done.decisions, done.margins, weight)
