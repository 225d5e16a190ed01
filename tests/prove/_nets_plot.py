"""Gain over time as a picture: a dot for each way to enlarge, with its name beside it, on a ground of its own."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from recipes.images import BACK, TEXT

from ._timed import FILM

SIZE, FINE = (1600, 1120), 2
"""Twice what a page shows; drawn FINE times as large, and made smaller."""
FIELD, SOFT, GRID, LINE = (31, 34, 39), (148, 156, 168), (46, 50, 57), (120, 128, 140)
COLORS = {True: (255, 176, 77), False: (140, 168, 200)}
FAINT = {True: (140, 102, 56), False: (82, 97, 115)}
"""Of ours, of others'; of lines to names that lie apart."""
LEFT, RIGHT, TOP, BOTTOM, GAP = 92, 36, 232, 116, 108
"""Around the fields, and between them."""
NAME, SMALL, WORDS, TITLE = 25, 23, 32, 38
DOT, AWAY = 9, 9
STARTS = 8
"""Orders in which names are placed; the best is kept."""
TICKS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Color = tuple[int, int, int]
Place = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    label: str
    ms: float
    gain: float
    ours: bool


@dataclass(frozen=True)
class Panel:
    title: str
    more: str
    dots: Sequence[Dot]


class Pen:
    """Draws in pixels of the picture as it will be."""

    def __init__(self) -> None:
        self.page = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), BACK)
        self.draw = ImageDraw.Draw(self.page)
        self.fonts = {size: ImageFont.load_default(size * FINE) for size in (NAME, SMALL, WORDS, TITLE)}

    def text(self, at: Place, words: str, color: Color, size: int = SMALL, anchor: str = "ls",
             around: Color | None = None) -> None:  # fmt: skip
        halo = 3 * FINE if around else 0
        self.draw.text((at[0] * FINE, at[1] * FINE), words, color, self.fonts[size], anchor, stroke_width=halo,
                       stroke_fill=around)  # fmt: skip

    def width(self, words: str, size: int = SMALL) -> float:
        return self.fonts[size].getlength(words) / FINE

    def line(self, a: Place, b: Place, color: Color, width: float = 1.5) -> None:
        self.draw.line([(x * FINE, y * FINE) for x, y in (a, b)], color, round(width * FINE))

    def dashed(self, a: Place, b: Place, color: Color) -> None:
        count = int(math.dist(a, b) / 14)
        for i in range(count):
            ends = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for t in (i / count, (i + 0.5) / count)]
            self.line(ends[0], ends[1], color, 2)

    def box(self, box: Box, color: Color) -> None:
        self.draw.rectangle([n * FINE for n in box], color)

    def dot(self, at: Place, radius: float, color: Color, ring: Color) -> None:
        for r, c in ((radius + 2.5, ring), (radius, color)):
            self.draw.ellipse([(n + s * r) * FINE for s in (-1, 1) for n in at], c)

    def done(self) -> Image.Image:
        return self.page.resize(SIZE, Image.Resampling.BOX)


# ── names beside dots


def overlap(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def around(at: Place, width: float, height: float) -> Iterator[tuple[Box, float]]:
    """Where a name may lie, and how gladly: right, left, above, below, then between and farther away."""
    for ring in range(9):
        away = DOT + AWAY + 17 * ring
        for turn in range(16):
            x, y = math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)
            middle = (at[0] + x * (away + width / 2), at[1] + y * (away + height / 2))
            box = (middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2)
            yield box, 40 * ring + 12 * abs(y) + (6 if x < 0 else 0) + (8 if turn % 4 else 0)


def placed(dots: Sequence[Place], widths: Sequence[float], height: float, field: Box, line: float) -> list[Box]:
    """A box for each name: within the field, over no dot and no other name, off the line at x = `line`."""
    bodies = [(x - DOT - 3, y - DOT - 3, x + DOT + 3, y + DOT + 3) for x, y in dots]

    def cost(box: Box, mine: int, boxes: Sequence[Box | None]) -> float:
        inside = overlap(box, field) / ((box[2] - box[0]) * (box[3] - box[1]))
        total = 1e5 * (1 - inside) + (160 if box[0] - 6 < line < box[2] + 6 else 0)
        for i, (body, other) in enumerate(zip(bodies, boxes, strict=True)):
            total += 20 * overlap(box, body)
            if i != mine and other is not None:
                wide = (other[0] - 8, other[1] - 1, other[2] + 8, other[3] + 1)
                total += 20 * overlap(box, wide) + _crossing(dots[mine], box, other) + _crossing(dots[i], other, box)
            if i != mine:
                total += _crossing(dots[mine], box, body)
        return total

    choices = [list(around(at, width, height)) for at, width in zip(dots, widths, strict=True)]
    found: list[tuple[float, list[Box | None]]] = []
    for start in range(STARTS):
        order = list(range(len(dots)))
        random.Random(start).shuffle(order)
        made: list[Box | None] = [None] * len(dots)
        total = math.inf
        for _ in range(6):  # each again, now that the others lie somewhere
            before, total = total, 0.0
            for i in order:
                price, made[i] = min(((way + cost(box, i, made)), box) for box, way in choices[i])
                total += price
            if total >= before:
                break
        found.append((total, made))
    return [box for box in min(found, key=lambda one: one[0])[1] if box is not None]


def nearest(at: Place, box: Box) -> Place:
    return min(max(at[0], box[0]), box[2]), min(max(at[1], box[1]), box[3])


def _crossing(at: Place, box: Box, other: Box) -> float:
    """What it costs that the way from a dot to its name leads over another."""
    to = nearest(at, box)
    steps = [(at[0] + (to[0] - at[0]) * t / 12, at[1] + (to[1] - at[1]) * t / 12) for t in range(1, 12)]
    return 40.0 * sum(other[0] < x < other[2] and other[1] < y < other[3] for x, y in steps)


# ── a field


def field_of(pen: Pen, panel: Panel, field: Box, span: tuple[float, float]) -> None:
    """`span`: of the milliseconds, the same for all fields."""
    left, top, right, bottom = field
    highest = max(d.gain for d in panel.dots)
    step = next(s for s in (0.25, 0.5, 1, 2, 5) if highest / s < 7)
    high, low = highest * 1.06, min(0.0, *(d.gain for d in panel.dots)) - 0.05 * highest

    def x(ms: float) -> float:
        return left + (right - left) * math.log(ms / span[0]) / math.log(span[1] / span[0])

    def y(gain: float) -> float:
        return bottom - (bottom - top) * (gain - low) / (high - low)

    film = x(1000 / FILM)
    pen.box((left, top, film, bottom), FIELD)
    pen.text((left, top - 68), panel.title, TEXT, WORDS)
    pen.text((left + pen.width(panel.title, WORDS) + 16, top - 68), panel.more, SOFT)
    first, last = math.ceil(low / step), math.floor(high / step)
    for i in range(first, last + 1):
        pen.line((left, y(i * step)), (right, y(i * step)), GRID)
        pen.text((left - 14, y(i * step)), f"{i * step:+g}{' dB' * (i == last)}" if i else "0", SOFT, anchor="rm")
    for ms in TICKS:
        if span[0] <= ms <= span[1]:
            pen.line((x(ms), bottom), (x(ms), bottom + 8), LINE)
            pen.text((x(ms), bottom + 16), f"{ms:,}", SOFT, anchor="mt")
    pen.line((left, bottom), (right, bottom), LINE)
    pen.text(((left + right) / 2, bottom + 56), "milliseconds a frame, 540p to 1080p", SOFT, anchor="mt")
    pen.dashed((film, top - 8), (film, bottom), LINE)
    pen.text((film, top - 16), f"{FILM} frames/s", SOFT, anchor="ms")
    dots = sorted(panel.dots, key=lambda d: (d.ours, d.ms))
    places = [(x(d.ms), y(d.gain)) for d in dots]
    boxes = placed(places, [pen.width(d.label, NAME) for d in dots], NAME * 1.05, field, film)
    for dot, at, box in zip(dots, places, boxes, strict=True):
        to = nearest(at, box)
        far = math.dist(at, to)
        if far > DOT + AWAY + 6:
            short = (far - 5) / far
            pen.line(at, (at[0] + (to[0] - at[0]) * short, at[1] + (to[1] - at[1]) * short), FAINT[dot.ours])
    for dot, at in zip(dots, places, strict=True):
        pen.dot(at, DOT, COLORS[dot.ours], _ground((*at, *at), film))
    for dot, box in zip(dots, boxes, strict=True):
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        pen.text(middle, dot.label, COLORS[dot.ours], NAME, "mm", _ground(box, film))


def _ground(box: Box, film: float) -> Color:
    return FIELD if (box[0] + box[2]) / 2 < film else BACK


def drawn(panels: Sequence[Panel]) -> Image.Image:
    pen = Pen()
    times = [1000 / FILM, *(d.ms for p in panels for d in p.dots)]
    span = (min(times) / 1.35, max(times) * 1.35)
    width = (SIZE[0] - LEFT - RIGHT - GAP * (len(panels) - 1)) / len(panels)
    for i, panel in enumerate(panels):
        left = LEFT + i * (width + GAP)
        field_of(pen, panel, (left, TOP, left + width, SIZE[1] - BOTTOM), span)
    pen.text((LEFT, 74), "Gain over bicubic, by the time that a frame takes", TEXT, TITLE)
    x = float(SIZE[0] - RIGHT)
    for words, color in (("others", COLORS[False]), ("upshade", COLORS[True])):
        x -= pen.width(words, WORDS)
        pen.text((x, 74), words, color, WORDS)
        pen.dot((x - 20, 63), DOT, color, BACK)
        x -= 66
    return pen.done()


def write(path: Path, panels: Sequence[Panel]) -> None:
    """WebP without loss, or PNG. Nothing where there is nothing to show."""
    if not panels:
        return
    options = {"lossless": True, "method": 6} if path.suffix == ".webp" else {"optimize": True}
    drawn(panels).save(path, **options)
