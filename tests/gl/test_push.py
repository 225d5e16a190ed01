"""Anime4K's push against the float64 references: every pixel, borders included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reference import Pushed, push_compounding, push_original
from upshade import Pipeline
from upshade.core.steps import Options
from upshade.gl.context import Context

Array = NDArray[np.float64]

EXACT = Options(precision="full", dither=False)
TINY = 2.0**-10
REFERENCE: dict[str, Callable[..., Pushed]] = {"PUSH_ORIGINAL": push_original, "PUSH_COMPOUNDING": push_compounding}


def _soft(picture: Array) -> Array:
    """A light blur: the edges that push is made for."""
    for axis in (0, 1):
        picture = (np.roll(picture, 1, axis) + 2 * picture + np.roll(picture, -1, axis)) / 4
    return picture


def _drawing() -> Array:
    """Ink circles and rays over flat fields and a soft gradient, blurred as an enlarged picture is."""
    y, x = np.mgrid[0:96, 0:131].astype(np.float64)
    out = np.stack([0.8 - 0.3 * x / 131, 0.7 + 0.2 * y / 96, np.full_like(x, 0.55)], axis=-1)
    out[(x > 90) & (y > 40)] = (0.9, 0.3, 0.25)
    for cx, cy, radius, width in ((40, 45, 28, 1.3), (95, 60, 20, 2.2), (20, 85, 30, 0.8)):
        out[np.abs(np.hypot(x - cx, y - cy) - radius) < width] = (0.08, 0.05, 0.12)
    out[np.abs((x - 60) * 0.55 + (y - 30)) < 0.9] = (0.95, 0.95, 1.0)
    return _soft(_soft(out))


def _noise() -> Array:
    return np.random.default_rng(5).random((61, 53, 3))


PICTURES = {"drawing": _drawing, "noise": _noise, "one pixel": lambda: np.full((1, 1, 3), 0.4),
            "one row": lambda: _noise()[:1], "two columns": lambda: _noise()[:, :2]}  # fmt: skip


def _push(context: Context, picture: Array, repeats: int, **params: Any) -> tuple[Array, Array]:
    """(what went in, what came out), both in 0…1; 16 bits a sample."""
    shaders = ["anime4k/push"] * repeats
    labels = ["push" if n == 0 else f"push#{n + 1}" for n in range(repeats)]
    sets = [f"{label}.{name}={value}" for label in labels for name, value in params.items()]
    source = np.rint(np.clip(picture, 0, 1) * 65535).astype(np.uint16)
    with Pipeline(None, shaders=shaders, sets=sets, options=EXACT, context=context) as pipeline:
        out = pipeline.process(source)
        assert not pipeline.failures
    return source / 65535.0, out / 65535.0


@pytest.mark.parametrize("fast", [False, True], ids=["exact", "fast"])
@pytest.mark.parametrize("repeats", [1, 2, 3])
@pytest.mark.parametrize("variant", list(REFERENCE))
@pytest.mark.parametrize("name", list(PICTURES))
def test_push_is_the_reference(context: Context, name: str, variant: str, repeats: int, fast: bool) -> None:
    gradient = "PUSH_FAST" if fast else "PUSH_EXACT"
    source, out = _push(context, PICTURES[name](), repeats, variant=variant, gradient=gradient, full_color=0.1,
                        full_gradient=0.1, strength_color=0.3, strength_gradient=0.9)  # fmt: skip
    want = REFERENCE[variant](source, 0.3, 0.9, fast=fast, repeats=repeats)
    error = np.abs(out - want.picture).max(axis=-1)
    other = error > 1 / 255
    assert other.mean() <= 0.005 * repeats
    assert (want.doubt()[other] < TINY).all()
    # Beyond the few pixels that decided otherwise there is only rounding: half a 16-bit step of the output.
    assert np.quantile(error, 0.98) < 2e-5
    if min(source.shape[:2]) > 2:
        assert np.abs(want.picture - source).max() > 0.1, "the reference itself must have done something"


def test_every_kernel_fires() -> None:
    """The pictures reach all eight kernels of both passes, or the comparison proves less than it says."""
    for push in REFERENCE.values():
        done = push(_drawing(), 0.3, 0.9)
        for decision in done.decisions:
            assert set(np.unique(decision)) > set(range(1, 9)) or decision.max() > 8


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 4.0])
def test_strength_follows_the_enlargement(context: Context, scale: float) -> None:
    """As published: min(scale / 6, 1) and min(scale / 2, 1) of whatever size the picture has become."""
    small = np.rint(_drawing()[:40, :60] * 65535).astype(np.uint16)
    with Pipeline(None, scale=scale, options=EXACT, context=context) as plain:
        before = plain.process(small) / 65535.0
    with Pipeline(None, shaders=["anime4k/push"], scale=scale, options=EXACT, context=context) as pipeline:
        after = pipeline.process(small) / 65535.0
    width = round(60 * scale)
    want = push_original(before, min(width / 60 / 6, 1), min(width / 60 / 2, 1)).picture
    # `before` is rounded to 16 bits where the shader saw more.
    assert np.mean(np.abs(after - want).max(axis=-1) > 1 / 255) < 0.01


def test_alpha_stays(context: Context) -> None:
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 65536, (20, 30, 4)).astype(np.uint16)
    with Pipeline(None, shaders=["anime4k/push"], options=EXACT, context=context) as pipeline:
        assert np.array_equal(pipeline.process(picture)[..., 3], picture[..., 3])


def test_strength_zero_runs_nothing(context: Context) -> None:
    sets = ["push.strength_color=0", "push.strength_gradient=0"]
    picture = np.rint(_noise() * 255).astype(np.uint8)
    with Pipeline(None, shaders=["anime4k/push"], sets=sets, context=context) as pipeline:
        assert np.array_equal(pipeline.process(picture), picture)


def test_half_floats_lose_little(context: Context) -> None:
    """At `precision=half` a few decisions flip and the picture stays above 45 dB of the exact one."""
    source = np.rint(_drawing() * 65535).astype(np.uint16)
    out = {}
    for precision in ("half", "full"):
        options = Options(precision=precision, dither=False)
        with Pipeline(None, shaders=["anime4k/push"], options=options, context=context) as pipeline:
            out[precision] = pipeline.process(source) / 65535.0
    assert np.mean((out["half"] - out["full"]) ** 2) < 10**-4.5
