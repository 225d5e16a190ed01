"""Scenes that look like frames of animation, drawn by chance: cel-shaded figures in ink over painted grounds.

No broadcast animation has a free licence; these have what its frames have: outlines of one to four pixels that swell
and taper, flat colour with one tone of shadow, hair in strands, large eyes, gradients, soft grounds with sharp figures,
hatching, speed lines, glow, motion.
"""

from __future__ import annotations

import colorsys
import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 720
_OVER = 3
"""Drawn so many times larger, then averaged: that smooths edges as a renderer of animation does."""

Points = NDArray[np.float64]
Colour = tuple[int, int, int]


def scenes(grounds: Sequence[Image.Image], seed: int = 3) -> Iterator[Image.Image]:
    """Without end. `grounds`: photographs or paintings that may lie behind, blurred."""
    dice = random.Random(seed)
    while True:
        yield _Scene(dice, grounds).image()


def _colour(dice: random.Random, saturation: tuple[float, float], value: tuple[float, float]) -> Colour:
    r, g, b = colorsys.hsv_to_rgb(dice.random(), dice.uniform(*saturation), dice.uniform(*value))
    return round(255 * r), round(255 * g), round(255 * b)


def _times(colour: Colour, by: float, blue: float = 0.0) -> Colour:
    """Darker, and a little towards blue, as shadows are."""
    r, g, b = (c * by for c in colour)
    return round(r), round(g), min(255, round(b + 255 * blue * (1 - by)))


def _spline(points: Points, closed: bool, each: int = 24) -> Points:
    """Catmull–Rom through `points`, (n, 2)."""
    if closed:
        p = np.concatenate([points[-1:], points, points[:2]])
    else:
        p = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, each, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate(parts if closed else [*parts, p[-2:-1]])


class _Scene:
    def __init__(self, dice: random.Random, grounds: Sequence[Image.Image]) -> None:
        self.dice = dice
        self.ground = self._ground(grounds)
        self.page = self.ground.resize((WIDTH * _OVER, HEIGHT * _OVER), Image.Resampling.BICUBIC)
        self.pen = ImageDraw.Draw(self.page)
        self.ink = _colour(dice, (0.2, 0.8), (0.02, 0.25))
        self.line = dice.uniform(1.2, 3.4) * _OVER

    def image(self) -> Image.Image:
        dice = self.dice
        if dice.random() < 0.3:
            self._rays()
        for _ in range(dice.randint(2, 6)):
            self._blob((dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT)), dice.uniform(40, 160))
        for _ in range(dice.randint(2, 4)):
            self._head((dice.uniform(200, WIDTH - 200), dice.uniform(150, HEIGHT - 100)), dice.uniform(70, 240))
        for _ in range(dice.randint(2, 8)):
            self._stroke(self._curve(), self.line * dice.uniform(0.5, 1.2), self.ink)
        if dice.random() < 0.3:
            self._hatching()
        small = self.page.reduce(_OVER)
        kind = dice.random()
        if kind < 0.15:
            # A bright picture shines into its neighbourhood.
            light = small.point(lambda v: max(0, v - 150) * 2).filter(ImageFilter.GaussianBlur(dice.uniform(6, 20)))
            small = ImageChops.screen(small, light)
        elif kind < 0.25:
            small = _moved(small, dice.randint(3, 9), dice.random() < 0.5)
        elif kind < 0.4:
            # Scaled before it was broadcast.
            by = dice.uniform(0.6, 0.85)
            less = small.resize((round(WIDTH * by), round(HEIGHT * by)), Image.Resampling.BICUBIC)
            small = less.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        return small

    # ── what lies behind

    def _ground(self, grounds: Sequence[Image.Image]) -> Image.Image:
        dice = self.dice
        if grounds and dice.random() < 0.5:
            image = dice.choice(grounds)
            scale = max(WIDTH / image.width, HEIGHT / image.height)
            size = (max(WIDTH, round(image.width * scale)), max(HEIGHT, round(image.height * scale)))
            image = image.resize(size, Image.Resampling.LANCZOS).crop((0, 0, WIDTH, HEIGHT))
            return image.filter(ImageFilter.GaussianBlur(dice.choice((0.0, 0.8, 2.0, 5.0))))
        top, bottom = (_colour(dice, (0.0, 0.6), (0.3, 1.0)) for _ in range(2))
        ramp = np.linspace(0, 1, HEIGHT)[:, None, None]
        shade = np.array(top) * (1 - ramp) + np.array(bottom) * ramp
        page = Image.fromarray(np.broadcast_to(np.rint(shade), (HEIGHT, WIDTH, 3)).astype(np.uint8), "RGB")
        for _ in range(dice.randint(0, 6)):
            mask = Image.new("L", page.size, 0)
            pen = ImageDraw.Draw(mask)
            x, y, r = dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT), dice.uniform(40, 200)
            for _ in range(12):
                cx, cy, cr = x + dice.gauss(0, r), y + dice.gauss(0, r / 4), dice.uniform(0.2, 0.6) * r
                pen.ellipse((cx - cr, cy - cr, cx + cr, cy + cr), fill=dice.randint(120, 255))
            mask = mask.filter(ImageFilter.GaussianBlur(dice.choice((1.0, 4.0, 14.0))))
            page.paste(_colour(dice, (0.0, 0.4), (0.5, 1.0)), (0, 0), mask)
        return page

    def _rays(self) -> None:
        """Speed lines, to a point."""
        dice = self.dice
        x, y = dice.uniform(0.3, 0.7) * WIDTH * _OVER, dice.uniform(0.3, 0.7) * HEIGHT * _OVER
        tone = (255, 255, 255) if dice.random() < 0.5 else self.ink
        for _ in range(dice.randint(40, 160)):
            angle, near, wide = dice.uniform(0, 2 * np.pi), dice.uniform(0.2, 0.6), dice.uniform(0.001, 0.008)
            far = 2 * WIDTH * _OVER
            tip = (x + far * near * 0.3 * np.cos(angle), y + far * near * 0.3 * np.sin(angle))
            ends = [(x + far * np.cos(angle + s * wide), y + far * np.sin(angle + s * wide)) for s in (-1, 1)]
            self.pen.polygon([tip, *ends], fill=tone)

    # ── figures

    def _curve(self) -> Points:
        dice = self.dice
        start, step = np.array([dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT)]), dice.uniform(20, 90)
        heading, points = dice.uniform(0, 2 * np.pi), [start]
        for _ in range(dice.randint(2, 6)):
            heading += dice.gauss(0, 0.6)
            points.append(points[-1] + step * np.array([np.cos(heading), np.sin(heading)]))
        return np.array(points) * _OVER

    def _stroke(self, points: Points, width: float, colour: Colour, closed: bool = False) -> None:
        """A line that swells in its middle, or all around alike."""
        path = _spline(points, closed)
        along = np.gradient(path, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        n = len(path)
        if closed:
            half = width / 2 * (1 + 0.35 * np.sin(np.linspace(0, 2 * np.pi, n) + self.dice.uniform(0, 6)))
            for outer, inner in ((path + normal * half[:, None], path - normal * half[:, None]),):
                quads = np.stack([outer, np.roll(outer, -1, 0), np.roll(inner, -1, 0), inner], 1)
                for quad in quads:
                    self.pen.polygon([tuple(p) for p in quad], fill=colour)
            return
        half = width / 2 * np.sin(np.linspace(0, np.pi, n)) ** 0.5
        edge = np.concatenate([path + normal * half[:, None], (path - normal * half[:, None])[::-1]])
        self.pen.polygon([tuple(p) for p in edge], fill=colour)

    def _cel(self, outline: Points, colour: Colour, line: float, light: tuple[float, float]) -> None:
        """A flat shape, its shadow on the side away from the light, its outline."""
        path = _spline(outline, closed=True)
        shape = Image.new("1", self.page.size, 0)
        ImageDraw.Draw(shape).polygon([tuple(p) for p in path], fill=255)
        self.page.paste(colour, (0, 0), shape)
        size = np.ptp(path, axis=0).max()
        moved = path + np.array(light) * size * self.dice.uniform(0.06, 0.2)
        lit = Image.new("1", self.page.size, 0)
        ImageDraw.Draw(lit).polygon([tuple(p) for p in moved], fill=255)
        shade = ImageChops.logical_and(shape, ImageChops.invert(lit))
        self.page.paste(_times(colour, self.dice.uniform(0.6, 0.85), 0.15), (0, 0), shade)
        if line:
            self._stroke(outline, line, self.ink, closed=True)

    def _blob(self, at: tuple[float, float], radius: float) -> None:
        dice = self.dice
        angles = np.linspace(0, 2 * np.pi, dice.randint(5, 11), endpoint=False)
        far = np.array([radius * dice.uniform(0.5, 1.2) for _ in angles])
        points = (np.array(at) + np.stack([np.cos(angles), np.sin(angles)], 1) * far[:, None]) * _OVER
        light = (dice.uniform(-1, 1), dice.uniform(-1, 0))
        self._cel(points, _colour(dice, (0.1, 0.9), (0.3, 1.0)), self.line if dice.random() < 0.8 else 0.0, light)

    def _head(self, at: tuple[float, float], radius: float) -> None:
        """A face in front of its hair, with strands before it."""
        dice, r = self.dice, radius * _OVER
        middle = np.array(at) * _OVER
        skin = _colour(dice, (0.1, 0.3), (0.85, 1.0))
        r_, g_, b_ = skin
        skin = max(skin), sorted((r_, g_, b_))[1], min(skin)
        hair = _colour(dice, (0.1, 0.9), (0.15, 0.95))
        light = (dice.choice((-1, 1)) * 0.7, -0.5)
        self._cel(middle + r * _ring(dice, 12, 1.25, 0.12), hair, self.line, light)
        half = np.array([[0.8, -0.5], [0.78, 0.25], [0.4, 0.8]])
        face = np.concatenate([[[0, -0.95]], half, [[0, 1.0]], half[::-1] * [-1, 1]])
        self._cel(middle + r * face, skin, self.line, light)
        for side in (-1, 1):
            self._eye(middle + r * np.array([0.38 * side, 0.15]), r * 0.24)
            brow = np.array([[-0.2, 0.03], [0, -0.05], [0.2, 0.02]]) + np.array([0.38 * side, -0.28])
            self._stroke(middle + r * brow, self.line, _times(hair, 0.5))
        mouth = np.array([[-0.15, 0.62], [0, 0.66 + dice.uniform(-0.03, 0.06)], [0.15, 0.62]])
        self._stroke(middle + r * mouth, self.line * 0.8, self.ink)
        for _ in range(dice.randint(5, 10)):
            x = dice.uniform(-0.85, 0.85)
            tip = np.array([x + dice.uniform(-0.35, 0.35), dice.uniform(-0.15, 0.35)])
            root = np.array([x * 0.5, -1.15])
            bend = (root + tip) / 2 + np.array([dice.uniform(-0.25, 0.25), 0])
            left = np.array([root - [0.16, 0], bend - [0.12, 0], tip, bend + [0.1, 0], root + [0.16, 0]])
            self._cel(middle + r * left, hair, self.line * 0.8, light)
        for _ in range(dice.randint(2, 5)):
            # Light on the hair.
            x = dice.uniform(-0.7, 0.7)
            shine = np.array([[x - 0.1, -0.75], [x, -0.8], [x + 0.1, -0.74]])
            self._stroke(middle + r * shine, self.line * 2, tuple(min(255, c + 90) for c in hair))  # type: ignore[arg-type]

    def _eye(self, at: Points, size: float) -> None:
        dice, (x, y) = self.dice, at
        self.pen.ellipse((x - size, y - size, x + size, y + size), fill=(250, 250, 252))
        iris = _colour(dice, (0.4, 1.0), (0.3, 0.9))
        for i in range(16):
            # Darker above.
            part, w = i / 16, size * 0.72
            by = 0.35 + 0.9 * part
            narrow = w * (1 - 0.3 * part)
            box = (x - narrow, y - size * (0.9 - 1.4 * part), x + narrow, y + size * 0.9)
            self.pen.ellipse(box, fill=tuple(min(255, round(c * by)) for c in iris))
        self.pen.ellipse((x - size * 0.28, y - size * 0.4, x + size * 0.28, y + size * 0.4), fill=(16, 12, 20))
        self.pen.ellipse((x - size * 0.5, y - size * 0.6, x - size * 0.12, y - size * 0.2), fill=(255, 255, 255))
        lash = np.array([[-1.15, -0.2], [-0.5, -0.95], [0.4, -1.0], [1.2, -0.3]]) * size + at
        self._stroke(lash, self.line * 2.2, self.ink)

    def _hatching(self) -> None:
        dice = self.dice
        x, y = dice.uniform(0, WIDTH * 0.7) * _OVER, dice.uniform(0, HEIGHT * 0.7) * _OVER
        gap, long = dice.uniform(5, 14) * _OVER, dice.uniform(60, 220) * _OVER
        lean = dice.uniform(-0.6, 0.6)
        for i in range(dice.randint(8, 30)):
            start = np.array([x + i * gap, y])
            points = np.array([start, start + [lean * long / 2, long / 2], start + [lean * long, long]])
            self._stroke(points + np.array([[0, dice.uniform(-9, 9)]] * 3), self.line * 0.7, self.ink)


def _ring(dice: random.Random, n: int, radius: float, by: float) -> Points:
    angles = np.linspace(0, 2 * np.pi, n, endpoint=False)
    far = np.array([radius * (1 + dice.uniform(-by, by)) for _ in angles])
    return np.stack([np.cos(angles), np.sin(angles)], 1) * far[:, None]


def _moved(image: Image.Image, pixels: int, across: bool) -> Image.Image:
    """The mean of the picture at `pixels` places, one after the other."""
    data = np.asarray(image, np.float32)
    total = sum(np.roll(data, i, 1 if across else 0) for i in range(pixels))
    return Image.fromarray(np.rint(np.asarray(total) / pixels).astype(np.uint8), "RGB")
