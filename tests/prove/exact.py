"""Anime4K's push at full precision against the float64 references: both dialects, both gradients, 1 to 3 repeats.

Three real pictures enlarged 2x and noise, 16 bits in and out. A pixel is *off* where it is more than 1/16 of 1/255
from the reference: something was decided otherwise there, or near by in an earlier pass. The *margin* of a pixel is
the least change of a compared value that would have changed any decision that reaches it, as the reference counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.pictures import PICTURES
from reference import LEAST, push_compounding, push_original
from upshade import Pipeline
from upshade.core.steps import Options
from upshade.gl.context import Context

OPTIONS = Options(precision="full", dither=False)
REFERENCE = {"original": push_original, "compounding": push_compounding}
COLOR, GRADIENT = 1 / 3, 1.0
OFF, TINY, SHARE = 1 / 255 / 16, 2.0**-10, 0.005
SURE = 1e-6
"""A few roundings of a 32-bit float: no decision with a margin above may differ."""


def pictures() -> dict[str, NDArray[np.uint16]]:
    """The line art of tests/data and its 4:2:0 video frame, the photo, and noise."""
    found = {}
    for name in ("lineart", "lineart-420", "photo"):
        w, h = PICTURES[name].size
        found[name] = np.rint(np.clip(PICTURES[name].rgb((2 * w, 2 * h)), 0, 1) * 65535).astype(np.uint16)
    found["noise"] = np.random.default_rng(1).integers(0, 65536, (192, 256, 3)).astype(np.uint16)
    return found


@dataclass
class Found:
    """One drawing against its reference. `off`: share of pixels; `margin`: the largest at one that is off; `rest`:
    the largest difference at the others, `sure` at all whose margin is above SURE, which are `certain` of the pixels;
    `border`: share of the border's pixels that are off."""

    off: float
    margin: float
    rest: float
    sure: float
    certain: float
    border: float


def push(context: Context, picture: NDArray[np.uint16], repeats: int, **params: object) -> NDArray[np.float64]:
    labels = ["push", "push#2", "push#3"][:repeats]
    fixed = {"strength_color": COLOR, "full_color": 0.1, "strength_gradient": GRADIENT, "full_gradient": 0.1}
    sets = [f"{label}.{name}={value}" for label in labels for name, value in {**fixed, **params}.items()]
    shaders = ["anime4k/push"] * repeats
    with Pipeline(None, shaders=shaders, sets=sets, options=OPTIONS, context=context) as pipeline:
        out = pipeline.process(picture)
        assert not pipeline.failures, pipeline.failures
    return np.asarray(out) / 65535.0


def compare(
    context: Context, picture: NDArray[np.uint16], dialect: str, *, fast: bool, repeats: int, least: float
) -> Found:
    params = {"variant": f"PUSH_{dialect.upper()}", "gradient": "PUSH_FAST" if fast else "PUSH_EXACT", "least": least}
    out = push(context, picture, repeats, **params)
    want = REFERENCE[dialect](picture / 65535.0, COLOR, GRADIENT, fast=fast, repeats=repeats, least=least)
    error, margin = np.abs(out - want.picture).max(axis=-1), want.doubt()
    off, sure = error > OFF, margin > SURE
    edge = np.ones(off.shape, bool)
    edge[1:-1, 1:-1] = False
    return Found(
        off=float(off.mean()),
        margin=float(margin[off].max(initial=0)),
        rest=float(error[~off].max(initial=0)),
        sure=float(error[sure].max(initial=0)),
        certain=float(sure.mean()),
        border=float(off[edge].mean()),
    )


def main() -> int:
    """0: at most 0.5 % of pixels a repeat are off, each with a margin under 2⁻¹⁰, the others within 1/255."""
    good, named = True, pictures()
    print("Most of each over the pictures; differences in 255ths; a margin is to be below 2⁻¹⁰ = 9.8e-04.\n")
    print("| dialect | gradient | repeats | least | off | on the border | in | largest margin there "
          "| largest difference elsewhere | where the margin is over 1e-06 (share of pixels) |")  # fmt: skip
    print("| --- | --- | --: | --: | --: | --: | --- | --: | --: | --: |")
    with Context.headless() as context:
        for dialect in REFERENCE:
            for fast in (False, True):
                for repeats in (1, 2, 3):
                    for least in (LEAST, 0.0):
                        rows = {
                            name: compare(context, picture, dialect, fast=fast, repeats=repeats, least=least)
                            for name, picture in named.items()
                        }
                        worst = max(rows, key=lambda name: rows[name].off)
                        all_of = {
                            key: max(getattr(r, key) for r in rows.values()) for key in ("margin", "rest", "sure")
                        }
                        off, border = rows[worst].off, max(r.border for r in rows.values())
                        certain = np.mean([r.certain for r in rows.values()])
                        gradient, rest = "fast" if fast else "exact", f"{all_of['rest'] * 255:.4f}"
                        cells = [dialect, gradient, f"{repeats}", f"{least:g}", f"{off:.3%}", f"{border:.2%}", worst,
                                 f"{all_of['margin']:.1e}", rest,
                                 f"{all_of['sure'] * 255:.4f} ({certain:.0%})"]  # fmt: skip
                        print("| " + " | ".join(cells) + " |", flush=True)
                        good &= all_of["margin"] < TINY and all_of["rest"] <= 1 / 255 and all_of["sure"] <= 1 / 255
                        good &= off <= SHARE * repeats
    return int(not good)
