"""Small banks learned from the pictures that the tests have, and the shaders that are drawn with them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from oracle.ours import PLAIN
from oracle.pictures import PICTURES
from upshade import Pipeline
from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.gl.context import Context
from upshade.learn.raisr.bank import Bank
from upshade.learn.raisr.features import Hash
from upshade.learn.raisr.solve import Shape, Sums
from upshade.learn.raisr.survey import Survey

Float = NDArray[np.float64]
BT709 = Color(Matrix.BT709, Range.LIMITED, Siting.LEFT, Tags(1, 1, 1, 1))


def high(name: str = "photo") -> Float:
    """Luma of a picture, limited range, its sides multiples of 12."""
    luma = (16 + 219 * (PICTURES[name].rgb() @ np.array([0.2126, 0.7152, 0.0722]))) / 255
    h, w = luma.shape
    return luma[: h // 12 * 12, : w // 12 * 12]


def low(picture: Float, factor: int) -> Float:
    """Means of factor × factor pixels in 8 bits; at factor 1 the picture blurred."""
    if factor == 1:
        padded = np.pad(picture, 1, mode="edge")
        return eight(
            sum(padded[y : y + picture.shape[0], x : x + picture.shape[1]] for y in (0, 1, 2) for x in (0, 1, 2)) / 9
        )
    h, w = picture.shape[0] // factor, picture.shape[1] // factor
    return eight(picture.reshape(h, factor, w, factor).mean(axis=(1, 3)))


def eight(picture: Float) -> Float:
    return np.rint(np.clip(picture, 0, 1) * 255) / 255


@lru_cache(maxsize=64)
def bank(factor: int, taps: int, layout: str, coarse: float = 0.0, window: int = 5) -> Bank:
    """Learned from both pictures."""
    how = Hash(window, 1.2, coarse=coarse)
    data = [(low(p, factor).astype(np.float32), p.astype(np.float32)) for p in (high("photo"), high("lineart"))]
    survey = Survey()
    for pair in data:
        survey.add(*pair, factor, how)
    strength, coherence = survey.thresholds(4, 3, 1.0)
    sums = Sums(Shape(factor, taps, layout, replace(how, strength=strength, coherence=coherence)))
    for pair in data:
        sums.add(*pair)
    return sums.solve()


def draw(context: Context, path: Path, luma: Float, factor: int, sets: tuple[str, ...] = ()) -> Float:
    """The luma plane that the shader at `path` makes of an 8-bit one, as 16 bits in 0…1; every pass must have run."""
    h, w = luma.shape
    grey = np.full((h, w), 128, np.uint8)
    planes = (np.rint(luma * 255).astype(np.uint8), grey, grey)
    frame = Frame(planes, w, h, PIXEL_FORMATS["yuv444p"], BT709, pts=0)
    size = (w * factor, h * factor)
    with Pipeline(
        None, shaders=(path,), sets=sets, size=size, options=PLAIN, output="yuv444p16le", context=context
    ) as pipeline:
        out = pipeline.process(frame)
        assert not pipeline.failures, pipeline.failures
        # 16 bits of limited range are 8 bits times 256.
        return np.asarray(out.planes[0], np.float64) / (255 * 256)
