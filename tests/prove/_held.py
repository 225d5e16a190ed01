"""Pictures that no bank was learned from, as luma of 8 bits in limited range.

Set5 and Set14 lie in the folders set5 and set14 of what UPSHADE_BENCHMARKS names. Drawings are the fifth of Debian's
openclipart-svg that `recipes.banks` holds back, drawn by it with PyPI's resvg_py; windows of text are its, with other
dice. Figures are those that training holds back of the ones it draws of Debian's renpy-demo: the same people and
backgrounds, in arrangements of their own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recipes import banks as recipe
from upshade.core.color import Matrix
from upshade.core.metrics import luma
from upshade.learn import data

from . import _fetch

Plane = NDArray[np.uint8]
Planes = list[tuple[str, Plane]]

RESVG = ("resvg_py", "0.5.0", "resvg_py")
CLIPART = ("openclipart-svg", "usr/share/openclipart/svg")
RENPY = ("renpy-demo", "usr/share/games/renpy/demo/game/images")
DRAWINGS, WINDOWS, DICE = 64, 16, 3
MIDDLE = (320, 120, 960, 600)
"""Of a picture of figures, 1280x720."""


def limited(picture: Image.Image, matrix: Matrix) -> Plane:
    plane = luma(np.asarray(picture.convert("RGB"), np.float64) / 255, matrix)
    return np.rint(16 + 219 * plane).astype(np.uint8)


def benchmark(name: str) -> Planes:
    """By BT.601, as benchmarks have it; none, and a line of why, where they are not at hand."""
    return [(p.stem, limited(Image.open(p), Matrix.BT601)) for p in benchmark_files(name)]


def benchmark_files(name: str) -> list[Path]:
    """None, and a line of why, where they are not at hand."""
    folder = Path(os.environ.get("UPSHADE_BENCHMARKS", "")) / name
    if "UPSHADE_BENCHMARKS" not in os.environ or not folder.is_dir():
        print(f"Without {name}: UPSHADE_BENCHMARKS names no folder that has it.\n")
        return []
    return sorted(p for p in folder.iterdir() if p.suffix in (".png", ".bmp"))


def drawings() -> Planes:
    return list(_named("drawing", iter(drawn())))


def drawn(count: int = DRAWINGS) -> list[Image.Image]:
    """Drawings, in colour; none, and a line of why, where they are not at hand."""
    try:
        svg = _fetch.debian(*CLIPART)
        _fetch.importable(*RESVG)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Without drawings: {error}\n")
        return []
    return list(islice(recipe.clipart(_root(svg, CLIPART[1]), held=True), count))


def figures() -> Planes:
    return list(_named("figure", iter(inked())))


def inked() -> list[Image.Image]:
    """Figures, in colour."""
    try:
        images = _fetch.debian(*RENPY)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Without figures: {error}\n")
        return []
    folder = recipe.drawn("figures", _fetch.FOLDER / "material", _root(images, RENPY[1]))
    held = [item.path for item in data.collect([str(folder)], print) if item.held]
    return [Image.open(path).crop(MIDDLE) for path in held]


def windows() -> Planes:
    return list(_named("window", islice(recipe.windows(Path("/"), DICE), WINDOWS)))


def _root(found: Path, path: str) -> Path:
    return found.parents[len(Path(path).parts) - 1]


def _named(name: str, pictures: Iterator[Image.Image]) -> Iterator[tuple[str, Plane]]:
    for i, picture in enumerate(pictures):
        yield f"{name} {i}", limited(picture, Matrix.BT709)
