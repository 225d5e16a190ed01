"""A bank as a picture: each bucket a square with its filters' taps, blue below zero, amber above, dark for zero.

Angle bins from left to right, each under a line that runs as its edges do; from top to bottom the classes of strength,
weak ones first, and in each those of coherence, with the thresholds between them. The sub-pixels of a bucket are the
parts of its square. Middle taps, which are not stored, are what is missing to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.color import RGB
from ...core.frame import PIXEL_FORMATS, Frame
from ...core.letters import stroked
from ...media.stills import write_still
from .bank import Bank
from .features import ANGLES

Page = NDArray[np.uint8]
Color = tuple[int, int, int]

_PAGE, _ZERO, _BRIGHT, _MUTED, _RULE = (17, 18, 20), (34, 36, 41), (226, 228, 232), (138, 142, 150), (52, 54, 60)
_RAMPS = {
    -1: ((34, 36, 41), (34, 84, 150), (74, 150, 240), (196, 226, 255)),
    1: ((34, 36, 41), (140, 84, 22), (240, 160, 50), (255, 240, 208)),
}
"""What a weight of 0, 1/3, 2/3 and 1 looks like, each root drawn from it first."""
_CELL, _PART, _GAP, _BAND, _MARGIN = 80, 2, 10, 26, 56
"""Pixels: about a bucket's side, and between sub-pixels, buckets, classes of strength, and at the page's border."""
_TEXT, _LARGE = 2.0, 3.2
"""Pixels from dot to dot of the letters."""
_LINE = 30
_BAR = 480
_TICKS = (-1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0)


def picture(bank: Bank, title: str = "") -> Page:
    """(h, w, 3)"""
    cells = _cells(bank)
    side = cells.shape[2]
    strengths, coherences = _ranges(bank.hash.strength, 255), _ranges(bank.hash.coherence, 1)
    columns = (("Strength", *strengths), ("Coherence", *coherences))
    wide = [max(stroked(text, _TEXT).shape[1] for text in column) + _MARGIN // 2 for column in columns]
    left, top = _MARGIN + sum(wide), _MARGIN + 3 * _LINE + 84
    band = len(coherences) * (side + _GAP) - _GAP + _BAND
    width = left + ANGLES * (side + _GAP) - _GAP + _MARGIN
    height = top + len(strengths) * band - _BAND + 2 * _LINE + 3 * _LINE + _MARGIN
    page = np.empty((height, width, 3), np.uint8)
    page[...] = _PAGE
    _write(page, title or "A bank of filters", _MARGIN, _MARGIN, _BRIGHT, _LARGE)
    _write(page, _about(bank), _MARGIN, _MARGIN + 38, _MUTED)
    for at, (word, *_) in zip((_MARGIN, _MARGIN + wide[0]), columns, strict=True):
        _write(page, word, at, top - 30, _MUTED)
    for angle in range(ANGLES):
        middle = left + angle * (side + _GAP) + side // 2
        _edge(page, middle, top - 66, angle * np.pi / ANGLES)
        _write(page, f"{angle * 180 / ANGLES:g}°", middle, top - 30, _MUTED, middle=True)
    for strong, words in enumerate(strengths):
        y = top + strong * band
        if strong:
            page[y - _BAND // 2 - 1, _MARGIN : width - _MARGIN] = _RULE
        _write(page, words, _MARGIN, y + side // 2 - 7, _BRIGHT)
        for straight, said in enumerate(coherences):
            at = y + straight * (side + _GAP)
            _write(page, said, _MARGIN + wide[0], at + side // 2 - 7, _MUTED)
            for angle in range(ANGLES):
                x = left + angle * (side + _GAP)
                page[at : at + side, x : x + side] = cells[angle, strong * len(coherences) + straight]
    _legend(page, _MARGIN, height - _MARGIN - 3 * _LINE)
    return page


def write(bank: Bank, path: Path, *, title: str = "", overwrite: bool = False) -> None:
    """As a PNG, or what else the ending says. Raises what `media.stills.write_still` raises."""
    sheet = picture(bank, title)
    h, w = sheet.shape[:2]
    write_still(path, Frame((sheet,), w, h, PIXEL_FORMATS["rgb24"], RGB, pts=0), overwrite=overwrite)


def _about(bank: Bank) -> str:
    taps = f"{bank.taps}×{bank.taps} taps"
    if bank.factor == 1:
        return f"1x, {taps}. A square is the filter of one kind of edge"
    parts = f"{bank.factor}×{bank.factor}"
    each = "one bucket for all of them" if bank.layout == "shuffle" else "a bucket for each"
    return f"{bank.factor}x, {taps}. A square has the filters of one kind of edge: {parts} sub-pixels, {each}"


def _cells(bank: Bank) -> Page:
    """(24, classes, side, side, 3)"""
    f, n = bank.factor, bank.taps
    weights = bank.weights.copy()
    weights[..., bank.middle] = 1 - weights.sum(axis=-1)
    zoom = max(2, round(_CELL / (f * n)))
    taps = _colored(weights.reshape(ANGLES, bank.hash.classes, f, f, n, n)).repeat(zoom, axis=4).repeat(zoom, axis=5)
    part = n * zoom
    side = f * part + (f - 1) * _PART
    cells = np.empty((ANGLES, bank.hash.classes, side, side, 3), np.uint8)
    cells[...] = _PAGE
    for i in range(f):
        for j in range(f):
            y, x = i * (part + _PART), j * (part + _PART)
            cells[:, :, y : y + part, x : x + part] = taps[:, :, i, j]
    return cells


def _colored(weights: NDArray[np.float64]) -> Page:
    """(…) → (…, 3). Small weights are what tells filters apart: roots bring them up."""
    shown = np.sqrt(np.minimum(np.abs(weights), 1))
    out = np.empty((*weights.shape, 3))
    for sign, ramp in _RAMPS.items():
        at = np.linspace(0, 1, len(ramp))
        here = weights < 0 if sign < 0 else weights >= 0
        for c in range(3):
            out[here, c] = np.interp(shown[here], at, [color[c] for color in ramp])
    return np.rint(out).astype(np.uint8)


def _ranges(limits: Sequence[float], scale: float) -> list[str]:
    """Of each class, in words."""
    said = [f"{limit * scale:.2g}" for limit in limits]
    if not said:
        return ["all"]
    return [f"< {said[0]}", *(f"{a} - {b}" for a, b in pairwise(said)), f"> {said[-1]}"]


def _legend(page: Page, x: int, y: int) -> None:
    across = np.linspace(-1, 1, _BAR)
    page[y : y + 20, x : x + _BAR] = _colored(np.sign(across) * np.square(across))
    for tick in _TICKS:
        at = x + round((np.sign(tick) * np.sqrt(abs(tick)) + 1) / 2 * (_BAR - 1))
        page[y + 20 : y + 26, at] = _MUTED
        _write(page, f"{tick:g}", at, y + 32, _MUTED, middle=True)
    _write(page, "Weight of a tap", x, y + 60, _BRIGHT)
    x += _BAR + 80
    for line, (word, means) in enumerate((
        ("Angle", "the line over a column runs as its edges do"),
        ("Strength", "how high the edge's steps are, of 255"),
        ("Coherence", "how much all of it runs one way, 0 to 1"),
    )):  # fmt: skip
        _write(page, word, x, y + 2 + line * _LINE, _BRIGHT)
        _write(page, means, x + 160, y + 2 + line * _LINE, _MUTED)


def _edge(page: Page, x: int, y: int, turn: float) -> None:
    """A short line around (x, y) as an edge runs whose gradient is turned from down by `turn` towards the right."""
    reach = 20
    v, u = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    along, across = u * np.cos(turn) - v * np.sin(turn), u * np.sin(turn) + v * np.cos(turn)
    far = np.hypot(np.maximum(np.abs(along) - 15, 0), across)
    _ink(page, np.clip(2.0 - far, 0, 1), x - reach, y - reach, _BRIGHT)


def _write(page: Page, text: str, x: int, y: int, color: Color, dot: float = _TEXT, middle: bool = False) -> None:
    """From `x` on, or around it. What is beyond the page is left out."""
    ink = stroked(text, dot)
    _ink(page, ink, x - ink.shape[1] // 2 if middle else x, y, color)


def _ink(page: Page, ink: NDArray[np.float64], x: int, y: int, color: Color) -> None:
    area = page[y : y + ink.shape[0], x : x + ink.shape[1]]
    part = ink[: area.shape[0], : area.shape[1], None]
    area[...] = np.rint(area + (np.array(color) - area) * part).astype(np.uint8)
