"""Clips with known truth: a drawing and the line art of tests/data; and, where they are at hand, drawings of Debian's
openclipart-svg, the demo clip's shots and figures (Debian's renpy-demo), and Big Buck Bunny."""

from __future__ import annotations

import importlib
import importlib.util
import io
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
from PIL import Image

from oracle.pictures import DATA
from recipes import clip as recipe
from reference.drawing import draw, halved
from reference.push import Array

CLIPART = Path("/usr/share/openclipart/svg")
Shot = Callable[[float], Image.Image]


def backdrop() -> Image.Image:
    """A painted gradient."""
    y, x = np.mgrid[0 : recipe.HEIGHT, 0 : recipe.WIDTH] / recipe.WIDTH
    colours = np.stack([70 + 120 * y, 110 + 90 * x, 190 - 60 * y, np.full_like(x, 255)], axis=-1)
    return Image.fromarray(np.rint(colours).astype(np.uint8))


def figures(t: float) -> Image.Image:
    """Eileen and Lucy over a painted gradient. t 0…1."""
    page = backdrop()
    recipe.place(page, recipe.picture("eileen happy"), 400 + 120 * t, 420, 1.1)
    recipe.place(page, recipe.picture("lucy mad"), 900 - 90 * t, 440 + 4 * math.sin(9 * t), 1.1)
    return page


RENPY: dict[str, tuple[Shot, bool]] = {
    "figures, painted": (figures, True), "campus, photo": (recipe.shot_campus, False),
    "stairs, photo": (recipe.shot_stairs, False), "magic, photo": (recipe.shot_magic, False),
}  # fmt: skip
"""Shots of Ren'Py figures by name, and whether all of it is drawn."""


def have_renpy() -> bool:
    return recipe.RENPY.is_dir()


def shot(name: str, count: int = 16) -> Iterator[Array]:
    """True frames (720, 1280, 3) of a shot, as long as it is in the demo clip."""
    for n in range(count):
        yield np.asarray(RENPY[name][0](n / 47).convert("RGB")) / 255.0


def clipart(seed: int, count: int) -> list[Array] | None:
    """Four drawings of Debian's openclipart-svg moving over a painted gradient, frames (360, 640, 3); None where the
    package or PyPI's resvg_py, which draws them, is missing."""
    if importlib.util.find_spec("resvg_py") is None or not CLIPART.is_dir():
        return None
    resvg, rng = importlib.import_module("resvg_py"), np.random.default_rng(seed)
    files = sorted(f for f in CLIPART.rglob("*.svg") if 12_000 < f.stat().st_size < 300_000)
    drawings: list[Image.Image] = []
    while len(drawings) < 4:
        file = files[int(rng.integers(len(files)))]
        try:
            data = bytes(resvg.svg_to_bytes(svg_path=str(file), width=600))
        except ValueError:  # a few are broken
            continue
        drawing = Image.open(io.BytesIO(data)).convert("RGBA")
        if 200 <= drawing.height <= 900 and np.asarray(drawing)[..., 3].mean() > 40:
            drawings.append(drawing)
    frames = []
    moves = rng.uniform(-4, 4, (4, 2))
    for n in range(count):
        page = backdrop()
        for k, (drawing, move) in enumerate(zip(drawings, moves, strict=True)):
            recipe.place(page, drawing, 190 + 300 * k + move[0] * n, 250 + 220 * (k % 2) + move[1] * n, 0.8)
        frames.append(halved(np.asarray(page.convert("RGB")) / 255.0))
    return frames


def lineart() -> Array:
    return np.asarray(Image.open(DATA / "lineart.png").convert("RGB")) / 255.0


def small_clips(count: int = 16) -> Iterator[tuple[str, bool, list[Array]]]:
    """(name, whether all of it is drawn, frames of about 640×360 or 480×272)."""
    yield "drawing", True, [draw(480, 272, 3.0, shift=1.3 * n) for n in range(count)]
    page = lineart()
    page = np.concatenate([page, page[:, ::-1]], axis=1)
    page = np.concatenate([page, page[::-1]], axis=0)
    yield "lineart.png, panned", True, [np.roll(page, (n, 2 * n), (0, 1)) for n in range(count)]
    for seed in (1, 2, 3):
        frames = clipart(seed, count)
        if frames is not None:
            yield f"openclipart {seed}", True, frames
    if have_renpy():
        for name, (_, drawn) in RENPY.items():
            yield name, drawn, [halved(frame) for frame in shot(name, count)]
    bunny = os.environ.get("UPSHADE_BUNNY")
    if bunny and Path(bunny).exists():
        with av.open(bunny) as file:
            frames = [
                f.to_ndarray(format="rgb24") / 255.0 for n, f in enumerate(file.decode(video=0)) if n < 26 + count
            ]
        yield "Big Buck Bunny", False, [halved(frame) for frame in frames[26:]]
