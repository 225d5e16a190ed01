"""Anime4K's push of v1.0 RC2 in float64 numpy, written from its description and not from our GLSL.

bloc97/Anime4K@v1.0-RC2, glsl/: luma, line mask and gradient belong to the source's luma plane and are sampled with
the output's pixel step. Without the closing FXAA pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .push import LEAST, Array, Pushed, _brightest, _first_match

GAUSS7 = (0.160854, 0.155931, 0.142046, 0.121597)
GAUSS5 = (0.212543, 0.206038, 0.187691)


@dataclass(frozen=True)
class Settings:
    """`taps`: half a Gaussian, from its middle; `threshold`: line mask below which nothing is done; `color`: whether
    there is a colour push; `most`: bound of the second push's strength."""

    taps: tuple[float, ...] = GAUSS7
    threshold: float = 0.06
    color: bool = True
    most: float = 1.0


FULL = Settings()
FAST = Settings(GAUSS5, 0.07, False, 0.6)


def _sample(a: Array, y: Array, x: Array) -> Array:
    """The plane `a` at rows `y` and columns `x` (0 = the first sample's centre), bilinear; the border repeats."""
    for axis, at in ((0, y), (1, x)):
        at = np.clip(at, 0, a.shape[axis] - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, a.shape[axis] - 1)
        t = (at - low).reshape((-1, 1) if axis == 0 else (1, -1))
        a = np.take(a, low, axis) * (1 - t) + np.take(a, high, axis) * t
    return a


def push_rc2(rgb: Array, luma: Array, settings: Settings = FULL, *, least: float = LEAST) -> Pushed:
    """`rgb` (rows, columns, 3), the enlarged picture in 0…1; `luma` (rows, columns) of the source's plane as it is
    stored, over its largest code value."""
    (h, w), (rows, columns) = luma.shape, rgb.shape[:2]
    dy, dx = h / rows, w / columns  # the output's pixel, in the source's
    y, x = np.arange(h, dtype=np.float64), np.arange(w, dtype=np.float64)

    def blur(a: Array, sy: float, sx: float) -> Array:
        out = settings.taps[0] * a
        for n, weight in enumerate(settings.taps[1:], start=1):
            out = out + weight * (_sample(a, y - n * sy, x - n * sx) + _sample(a, y + n * sy, x + n * sx))
        return np.clip(out, 0, 1)

    around = blur(blur(luma, 0, dx), dy, 0)
    line = np.clip(luma, 0.001, 0.999) / np.clip(around, 0.001, 0.999)
    mask = 1 - np.clip(np.minimum(line, 1) - 0.05, 0, 1)
    mask = blur(blur(mask, 0, dx), dy, 0)

    def tap(i: int, j: int) -> Array:
        return _sample(luma, y + j * dy, x + i * dx)

    gx = tap(1, -1) - tap(-1, -1) + 2 * (tap(1, 0) - tap(-1, 0)) + tap(1, 1) - tap(-1, 1)
    gy = tap(-1, 1) - tap(-1, -1) + 2 * (tap(0, 1) - tap(0, -1)) + tap(1, 1) - tap(1, -1)
    guide = 1 - np.clip(np.sqrt(gx**2 + gy**2), 0, 1)

    to_y, to_x = (np.arange(rows) + 0.5) * dy - 0.5, (np.arange(columns) + 0.5) * dx - 0.5
    mask, guide, large = (_sample(a, to_y, to_x) for a in (mask, guide, luma))
    drawn, apart = mask >= settings.threshold, np.abs(mask - settings.threshold)
    done = Pushed(np.asarray(rgb, np.float64))
    picture = done.picture

    def note(name: str, pushed: tuple[Array, np.ndarray, Array]) -> Array:
        out, decision, margin = pushed
        done.names.append(name)
        done.decisions.append(np.where(drawn, decision, 0))
        done.margins.append(np.where(drawn, np.minimum(margin, apart), apart))
        return np.where(drawn[..., None], out, picture)

    if settings.color:
        picture = note("colour", _brightest(picture, large, min(columns / w / 6, 1), least))
    strength = np.clip(min(columns / w, 1) * mask * 6, 0, settings.most)[..., None]
    picture = note("refine", _first_match(guide, picture, strength, least, between=False))
    return Pushed(picture, done.names, done.decisions, done.margins)
