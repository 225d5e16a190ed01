"""Anime4K's push in float64 numpy, both dialects, written from their descriptions and not from our GLSL.

`push_original`: Anime4K v0.9 (bloc97/Anime4K@v0.9, Preprint.md and glsl/). `push_compounding`: the Python port
(TianZerL/Anime4KPython, Anime4K.py). Besides the picture both give, for every decision that was taken, which one it
was and how far it was from another: push decides, so two exact computations may differ where a margin is tiny.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAST = 0.00002
"""Differences up to this are ties: exact arithmetic fires nothing on equal colours, and rounding must not either.
The published forms have 0."""

# Neighbours by their place in a 3×3 window, (row, column) from the centre.
_AT = {"tl": (-1, -1), "t": (-1, 0), "tr": (-1, 1), "l": (0, -1), "c": (0, 0), "r": (0, 1),
       "bl": (1, -1), "b": (1, 0), "br": (1, 1)}  # fmt: skip

# The four pairs in their order: two kernels each, (light side, dark side); "c" is written only where the diagonals
# count the centre among the dark.
_PAIRS = (
    (("tl t tr", "bl b br"), ("bl b br", "tl t tr")),
    (("t tr r", "l c b"), ("l bl b", "t c r")),
    (("tr r br", "tl l bl"), ("tl l bl", "tr r br")),
    (("r br b", "t c l"), ("l tl t", "b c r")),
)


@dataclass(frozen=True)
class Pushed:
    """`picture`: (rows, columns, 3). One entry per pass that decided, in order: `names` ("colour", "gradient", and
    "refine" where the guide does not come from the picture); `decisions` (rows, columns) small integers, 0 = nothing
    fired; `margins` (rows, columns): the least change of one compared value that would have changed that decision, in
    units of the picture (0…1)."""

    picture: Array
    names: list[str] = field(default_factory=list)
    decisions: list[NDArray[np.int64]] = field(default_factory=list)
    margins: list[Array] = field(default_factory=list)

    def doubt(self) -> Array:
        """(rows, columns): the least margin of all decisions that can have had a part in a pixel.

        A decision of pass p reaches a pixel through the 3×3 windows of the passes behind it; a colour decision
        also through the Sobel window between."""
        total = np.full(self.margins[0].shape, np.inf)
        for name, margin in zip(self.names, self.margins, strict=True):
            for _ in range(2 if name == "gradient" else 1):
                total = _least_of_window(total)
            total = np.minimum(total, margin)
        return total


def _shift(a: Array, at: str) -> Array:
    """`a` seen from each pixel's neighbour `at`; the border repeats."""
    dy, dx = _AT[at]
    rows = np.clip(np.arange(a.shape[0]) + dy, 0, a.shape[0] - 1)
    cols = np.clip(np.arange(a.shape[1]) + dx, 0, a.shape[1] - 1)
    return a[rows][:, cols]


def _least_of_window(a: Array) -> Array:
    return np.min([_shift(a, at) for at in _AT], axis=0)


def _of(window: dict[str, Array], names: str) -> list[Array]:
    return [window[n] for n in names.split()]


def _gap(window: dict[str, Array], light: str, dark: str, least: float, *, between: bool) -> Array:
    """By how much a kernel fires (> 0) or fails to (≤ 0); differences up to `least` are ties.

    A diagonal names the centre in `dark`; a straight kernel wants its light side above dark side and centre, and with
    `between` the centre above the dark side too."""
    bottom, most = np.min(_of(window, light), axis=0), np.max(_of(window, dark), axis=0)
    if "c" in dark.split():
        return np.asarray(bottom - most - least)
    c = window["c"]
    if between:
        return np.minimum(bottom - c, c - most) - least
    return np.asarray(bottom - np.maximum(most, c) - least)


def _gradient(y: Array, *, fast: bool) -> Array:
    w = {at: _shift(y, at) for at in _AT}
    gx = (w["tr"] + 2 * w["r"] + w["br"]) - (w["tl"] + 2 * w["l"] + w["bl"])
    gy = (w["bl"] + 2 * w["b"] + w["br"]) - (w["tl"] + 2 * w["t"] + w["tr"])
    return np.asarray((np.abs(gx) + np.abs(gy)) / 2 if fast else np.sqrt(gx**2 + gy**2))


def _first_match(
    guide: Array, rgb: Array, s: float | Array, least: float, *, between: bool
) -> tuple[Array, NDArray[np.int64], Array]:
    """Push along the gradient: the first kernel that fires on `guide` (1 − gradient) takes the pixel."""
    window = {at: _shift(guide, at) for at in _AT}
    out = rgb.copy()
    decision = np.zeros(guide.shape, np.int64)
    margin = np.full(guide.shape, np.inf)
    kernels = [kernel for pair in _PAIRS for kernel in pair]
    for number, (light, dark) in enumerate(kernels, start=1):
        gap = _gap(window, light, dark, least, between=between)
        is_open = decision == 0
        margin = np.where(is_open, np.minimum(margin, np.abs(gap)), margin)
        fires = is_open & (gap > 0)
        mean = sum(_shift(rgb, at) / 3 for at in light.split())
        out = np.where(fires[..., None], rgb * (1 - s) + mean * s, out)
        decision = np.where(fires, number, decision)
    return out, decision, margin


def push_original(
    rgb: Array,
    strength_color: float,
    strength_gradient: float,
    *,
    fast: bool = False,
    repeats: int = 1,
    least: float = LEAST,
) -> Pushed:
    """Anime4K v0.9. `rgb` (rows, columns, 3) in 0…1; strengths as they act (v0.9: min(scale/6, 1), min(scale/2, 1)).
    `least` weighs candidates too, as a difference of the sums of their three lumas."""
    done = Pushed(np.asarray(rgb, np.float64))
    picture = done.picture
    weights = np.array([2.0, 3.0, 1.0]) / 6
    for _ in range(repeats):
        if strength_color > 0:
            picture, decision, margin = _brightest(picture, picture @ weights, strength_color, least)
            done.names.append("colour")
            done.decisions.append(decision)
            done.margins.append(margin)
        if strength_gradient > 0:
            guide = 1 - np.clip(_gradient(picture @ weights, fast=fast), 0, 1)
            picture, decision, margin = _first_match(guide, picture, strength_gradient, least, between=False)
            done.names.append("gradient")
            done.decisions.append(decision)
            done.margins.append(margin)
    return Pushed(picture, done.names, done.decisions, done.margins)


def _brightest(rgb: Array, y: Array, s: float, least: float) -> tuple[Array, NDArray[np.int64], Array]:
    """Push colour: of all kernels that fire, the candidate with the highest luma, if above the centre's."""
    window = {at: _shift(y, at) for at in _AT}
    colour = {at: _shift(rgb, at) for at in _AT}
    gaps, lumas, colours = [], [], []
    for light, dark in [kernel for pair in _PAIRS for kernel in pair]:
        gaps.append(_gap(window, light, dark, least, between=False))
        lumas.append(y * (1 - s) + sum(_of(window, light)) / 3 * s)
        colours.append(rgb * (1 - s) + sum(_of(colour, light)) / 3 * s)
    best, out = y.copy(), rgb.copy()
    decision = np.zeros(y.shape, np.int64)
    for number in range(8):
        partner_fired = gaps[number - 1] > 0 if number % 2 else np.zeros(y.shape, bool)
        wins = (gaps[number] > 0) & ~partner_fired & (lumas[number] > best + least * s / 3)
        best = np.where(wins, lumas[number], best)
        out = np.where(wins[..., None], colours[number], out)
        decision = np.where(wins, number + 1, decision)
    # To lose, the winner must stop firing or be passed; to win, another must fire and pass it.
    margin = np.full(y.shape, np.inf)
    for number in range(8):
        lead = best - lumas[number]
        to_win = np.maximum(np.where(gaps[number] > 0, 0, -gaps[number]), lead)
        margin = np.minimum(margin, np.where(decision == number + 1, gaps[number], to_win))
    return out, decision, margin


def push_compounding(
    rgb: Array,
    strength_color: float,
    strength_gradient: float,
    *,
    fast: bool = False,
    repeats: int = 1,
    integer: bool = False,
    least: float = LEAST,
) -> Pushed:
    """The Python port. `rgb` (rows, columns, 3) in 0…1. `integer`: every store truncates to a whole 255th, as the
    port does on an integer array; `rgb` is then rounded to 255ths first, and `least` should be 0."""
    top = 255.0 if integer else 1.0
    store = np.trunc if integer else np.asarray
    picture = np.rint(np.asarray(rgb, np.float64) * 255) if integer else np.asarray(rgb, np.float64)
    done = Pushed(picture)
    for _ in range(repeats):
        y = store(0.299 * picture[..., 0] + 0.587 * picture[..., 1] + 0.114 * picture[..., 2])
        four = np.concatenate([picture, y[..., None]], axis=2)
        if strength_color > 0:
            four, decision, margin = _one_after_another(four, strength_color, least * top, store)
            done.names.append("colour")
            done.decisions.append(decision)
            done.margins.append(margin / top)
        if strength_gradient > 0:
            length = np.clip(_gradient(four[..., 3], fast=fast) + 0.5 * top / 255, 0, top)
            guide = four[..., 3].copy()  # the border keeps the pushed luma
            guide[1:-1, 1:-1] = store(top - length)[1:-1, 1:-1]
            colours, decision, margin = _first_match(guide, four[..., :3], strength_gradient, least * top, between=True)
            four = np.concatenate([store(colours), guide[..., None]], axis=2)
            done.names.append("gradient")
            done.decisions.append(decision)
            done.margins.append(margin / top)
        picture = four[..., :3]
    return Pushed(picture / top, done.names, done.decisions, done.margins)


def _one_after_another(four: Array, s: float, least: float, store: np.ufunc) -> tuple[Array, NDArray[np.int64], Array]:
    """Push colour: each pair looks at the centre as the pairs before it left it (luma in the fourth channel)."""
    around = {at: _shift(four, at) for at in _AT}
    luma = {at: a[..., 3] for at, a in around.items()}
    c = four.copy()
    decision = np.zeros(four.shape[:2], np.int64)
    margin = np.full(four.shape[:2], np.inf)
    for pair in _PAIRS:
        now = luma | {"c": c[..., 3]}
        taken = np.zeros(decision.shape, np.int64)
        moved = c
        for number, (light, dark) in enumerate(pair, start=1):
            gap = _gap(now, light, dark, least, between=True)
            fires = (gap > 0) & (taken == 0)
            margin = np.where(taken == 0, np.minimum(margin, np.abs(gap)), margin)
            third = sum(around[at] / 3 for at in light.split())
            moved = np.where(fires[..., None], store(c * (1 - s) + third * s), moved)
            taken = np.where(fires, number, taken)
        c = moved
        decision = decision * 3 + taken
    return c, decision, margin
