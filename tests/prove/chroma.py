"""Colour that follows luma (chroma/from-luma) beside Lanczos: how near enlarged chroma comes to the truth.

RGB pictures become Y'CbCr 4:2:0, left siting, 8 bits; enlarged chroma is compared with the true one at luma's size:
PSNR of both planes together. *noise*: with Gaussian noise of 2 (luma) and 1.2 (chroma) of 255 before. *2x*: the picture
halved first, luma enlarged by raisr/photo-2x, chroma to the full size; and the same in RGB. Pictures: tests/data,
scikit-image (PyPI), drawings that openclipart-svg has and no bank was learned from. The siting of the file is what the
shader is told.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gl.test_chroma import BT709, halved
from recipes import banks
from reference.drawing import halved as mean
from upshade import Options, Pipeline
from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.gl.context import Context

from . import _fetch, _held

Array = NDArray[np.float64]
DATA = Path(__file__).parents[1] / "data"
SCIKIT = ("scikit-image", "0.26.0", "skimage/data")
PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png", "ihc.png", "motorcycle_left.png", "rocket.jpg")
COLOR = Color(Matrix.BT709, Range.LIMITED, Siting.LEFT, Tags(1, 1, 1, 1))
BAR = 2.0
"""Decibels more than Lanczos, in the mean of all pictures."""
LUMA, SHADER = "raisr/photo-2x", "chroma/from-luma"


def pictures() -> Iterator[tuple[str, Array]]:
    """RGB in 0…1, with colour, sides multiples of 4."""
    found: list[tuple[str, Image.Image]] = [(p.stem, Image.open(p)) for p in sorted(DATA.glob("*.png"))]
    try:
        folder = _fetch.pypi(*SCIKIT)
        found += [(name.partition(".")[0], Image.open(folder / name)) for name in PHOTOS]
        svg = _fetch.debian(*_held.CLIPART)
        _fetch.importable(*_held.RESVG)
        root = svg.parents[len(Path(_held.CLIPART[1]).parts) - 1]
        found += [(f"drawing {i}", d) for i, d in enumerate(islice(banks.clipart(root, held=True), 12))]
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Some pictures are missing: {error}\n")
    for name, image in found:
        rgb = np.asarray(image.convert("RGB"), np.float64) / 255
        if np.ptp(rgb, axis=-1).max() < 0.1:  # grey
            continue
        yield name, rgb[: rgb.shape[0] // 4 * 4, : rgb.shape[1] // 4 * 4]


def planes(rgb: Array) -> tuple[Array, Array, Array]:
    y, u, v = np.moveaxis(rgb @ BT709.T, -1, 0)
    return 16 + 219 * y, 128 + 224 * u, 128 + 224 * v


def video(y: Array, u: Array, v: Array) -> Frame:
    eight = tuple(np.rint(np.clip(p, 0, 255)).astype(np.uint8)
                  for p in (y, halved(u, Siting.LEFT), halved(v, Siting.LEFT)))  # fmt: skip
    return Frame(eight, y.shape[1], y.shape[0], PIXEL_FORMATS["yuv420p"], COLOR, pts=0)


def drawn(context: Context, frame: Frame, shaders: tuple[str, ...], scale: int, output: str) -> list[Array]:
    options = Options(precision="full", dither=False)
    with Pipeline(None, shaders=shaders, scale=scale, options=options, output=output, context=context) as pipeline:
        made = pipeline.process(frame)
        assert not pipeline.failures
        return [np.asarray(p, np.float64) for p in made.planes]


def decibels(a: Array, b: Array) -> float:
    return float(10 * np.log10(255**2 / np.mean(np.square(a - b))))


def colour(context: Context, frame: Frame, true: tuple[Array, ...], before: tuple[str, ...]) -> tuple[float, float]:
    """Plain, and with the shader."""
    scale = true[0].shape[0] // frame.height
    found = [drawn(context, frame, shaders, scale, "yuv444p")[1:] for shaders in (before, (*before, SHADER))]
    plain, ours = (decibels(np.stack(f), np.stack(true[1:])) for f in found)
    return plain, ours


def main() -> int:
    dice = np.random.default_rng(0)

    def clean(context: Context, rgb: Array) -> tuple[float, float]:
        return colour(context, video(*planes(rgb)), planes(rgb), ())

    def noisy(context: Context, rgb: Array) -> tuple[float, float]:
        y, u, v = planes(rgb)
        frame = video(y, u, v)
        grain = [np.asarray(p, np.float64) + dice.normal(0, s, p.shape)
                 for p, s in zip(frame.planes, (2.0, 1.2, 1.2), strict=True)]  # fmt: skip
        noise = tuple(np.rint(np.clip(p, 0, 255)).astype(np.uint8) for p in grain)
        return colour(context, Frame(noise, frame.width, frame.height, frame.format, COLOR, pts=0), (y, u, v), ())

    def large(context: Context, rgb: Array) -> tuple[float, float]:
        return colour(context, video(*planes(mean(rgb))), planes(rgb), (LUMA,))

    def shown(context: Context, rgb: Array) -> tuple[float, float]:
        frame, true = video(*planes(mean(rgb))), np.rint(rgb * 255)
        plain, ours = (decibels(drawn(context, frame, s, 2, "rgb24")[0], true) for s in ((LUMA,), (LUMA, SHADER)))
        return plain, ours

    kinds: dict[str, Callable[[Context, Array], tuple[float, float]]]
    kinds = {"chroma": clean, "noise": noisy, "2x": large, "2x, RGB": shown}
    print(f"| | {' | '.join(f'{k}: Lanczos, from-luma' for k in kinds)} |\n| --- |{' --: |' * len(kinds)}")
    rows: list[list[tuple[float, float]]] = []
    with Context.headless() as context:
        for name, rgb in pictures():
            rows.append([measure(context, rgb) for measure in kinds.values()])
            print(f"| {name} | {' | '.join(f'{a:.2f}, {b:.2f}' for a, b in rows[-1])} |")
    means = [tuple(fmean(row[i][j] for row in rows) for j in (0, 1)) for i in range(len(kinds))]
    print(f"| mean | {' | '.join(f'{a:.2f}, {b:.2f}' for a, b in means)} |")
    worst = min(b - a for a, b in (row[0] for row in rows))
    print(f"\nLeast gain of a picture without noise at one size: {worst:+.2f} dB.")
    return int(means[0][1] - means[0][0] < BAR)
