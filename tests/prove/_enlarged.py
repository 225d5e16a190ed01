"""Luma that was made smaller and is enlarged by the engine: how near to the truth each way comes.

From 8 bits to 8 bits; PSNR in dB, the factor's pixels cropped on each side, means over the pictures, gains over
bicubic.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from upshade import Pipeline
from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.steps import Options
from upshade.gl.context import Context
from upshade.learn import degrade
from upshade.learn.judging import decibels

from ._held import Plane

LUMA = Color(Matrix.BT709, Range.LIMITED, Siting.LEFT, Tags(1, 1, 1, 1))
BICUBIC, LANCZOS, RAVU = "bicubic", "Lanczos", "RAVU-lite r3"
RAVU_FILE = "ravu-lite-r3.hook"

Figures = dict[str, tuple[float, float]]
"""Of each way to enlarge, mean dB and gain over bicubic."""


@dataclass(frozen=True)
class Way:
    """To enlarge: by a shader, or without one by what resizes."""

    shader: Path | None = None
    resize: str = "lanczos3"
    factor: int = 2


@dataclass(frozen=True)
class Pair:
    small: Plane
    truth: Plane


def plain(factor: int = 2) -> dict[str, Way]:
    return {BICUBIC: Way(None, "catmull_rom", factor), LANCZOS: Way(None, factor=factor)}


def show(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def public(what: str, *names: str) -> Path | None:
    """The first file in what UPSHADE_PUBLIC names that is called so, by the first name that any has; else a line that
    says so."""
    folder = os.environ.get("UPSHADE_PUBLIC")
    found = [p for name in names for p in sorted(Path(folder).rglob(name))] if folder else []
    if not found:
        print(f"Without {what}: UPSHADE_PUBLIC names no folder that has {names[0]}.\n")
    return found[0] if found else None


def pairs(pictures: Iterable[tuple[str, Plane]], factor: int, how: str) -> list[Pair]:
    made, dice = [], np.random.default_rng(0)
    for _, picture in pictures:
        small, truth = degrade.pair(picture / np.float32(255), factor, degrade.parse(how, factor), 0, dice)
        made.append(Pair(*(np.rint(p * 255).astype(np.uint8) for p in (small, truth))))
    return made


def drawn(context: Context, some: Sequence[Pair], way: Way) -> list[Plane]:
    """Luma as the engine enlarges it. The shader's passes have to run."""
    shaders = [way.shader] if way.shader else []
    options = Options(resize=way.resize, dither=False)
    made = []
    with Pipeline(None, shaders=shaders, scale=float(way.factor), options=options, context=context) as pipeline:
        for pair in some:
            h, w = pair.small.shape
            out = pipeline.process(Frame((pair.small,), w, h, PIXEL_FORMATS["gray"], LUMA)).planes[0]
            assert not pipeline.failures, pipeline.failures
            assert pipeline.planned is not None
            assert bool(shaders) == any(step.hook for step in pipeline.planned.steps)
            made.append(np.array(out))
    return made


def mean(some: Sequence[Pair], made: Sequence[Plane], factor: int) -> float:
    unit = np.float32(255)
    return statistics.fmean(decibels(m / unit, p.truth / unit, factor) for p, m in zip(some, made, strict=True))


def figures(context: Context, some: Sequence[Pair], ways: Mapping[str, Way]) -> Figures:
    """`ways` of one factor, bicubic among them."""
    found = {name: mean(some, drawn(context, some, way), way.factor) for name, way in ways.items()}
    return {name: (db, db - found[BICUBIC]) for name, db in found.items()}
