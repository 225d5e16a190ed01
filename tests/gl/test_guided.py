"""Anime4K's push held to lines against the float64 reference, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reference import Ramps, push_guided
from reference.drawing import draw
from upshade import Pipeline
from upshade.core.steps import Options
from upshade.gl.context import Context

Array = NDArray[np.float64]

EXACT = Options(precision="full", dither=False)
HALF = Options(precision="half", dither=False)
TINY = 2.0**-10


def _soft(picture: Array) -> Array:
    for axis in (0, 1):
        picture = (np.roll(picture, 1, axis) + 2 * picture + np.roll(picture, -1, axis)) / 4
    return picture


def _noise() -> Array:
    return np.random.default_rng(5).random((61, 53, 3))


PICTURES = {"drawing": lambda: _soft(draw(131, 97, 0.9)), "ink": lambda: draw(131, 97, 0.9), "noise": _noise,
            "soft noise": lambda: _soft(_noise()), "flat": lambda: np.full((20, 21, 3), 0.4),
            "one pixel": lambda: np.full((1, 1, 3), 0.4), "one row": lambda: _noise()[:1],
            "two columns": lambda: _noise()[:, :2]}  # fmt: skip


def _guided(
    context: Context, picture: Array, options: Options = EXACT, size: tuple[int, int] | None = None, **params: Any
) -> tuple[Array, Array]:
    """(the picture as the shader found it, what came out), both in 0…1; `size`: (width, height)."""
    params = {"full_color": 0.1, "full_gradient": 0.1, **params}
    sets = [f"push-guided.{name}={value}" for name, value in params.items()]
    source = np.rint(np.clip(picture, 0, 1) * 65535).astype(np.uint16)
    out = []
    for shaders in ([], ["anime4k/push-guided"]):
        with Pipeline(None, shaders=shaders, sets=sets if shaders else [], size=size, options=options,
                      context=context) as pipeline:  # fmt: skip
            out.append(pipeline.process(source) / 65535.0)
            assert not pipeline.failures
    return out[0], out[1]


@pytest.mark.parametrize("color", [0.0, 0.3])
@pytest.mark.parametrize("name", list(PICTURES))
def test_it_is_the_reference(context: Context, name: str, color: float) -> None:
    source, out = _guided(context, PICTURES[name](), strength_color=color, strength_gradient=0.9)
    want = push_guided(source, color, 0.9)
    error = np.abs(out - want.picture).max(axis=-1)
    other = error > 1 / 255
    assert other.mean() <= 0.005
    assert (want.doubt()[other] < TINY).all()
    assert np.quantile(error, 0.98) < 2e-5
    if name in ("drawing", "ink", "noise", "soft noise"):
        assert np.abs(want.picture - source).max() > 0.05, "the reference itself must have done something"


@pytest.mark.parametrize("size", [(131, 97), (174, 130), (197, 145), (262, 194), (393, 291), (524, 388), (262, 97),
                                  (90, 60)])  # fmt: skip
def test_the_weight_is_the_reference_at_every_enlargement(context: Context, size: tuple[int, int]) -> None:
    """The samples stay a pixel of the source apart, across and down; where it shrinks, a pixel of the output."""
    plain, weight = _guided(context, PICTURES["ink"](), size=size, view="GUIDED_WEIGHT")
    want = push_guided(plain, 0.0, 1.0, zoom=(size[1] / 97, size[0] / 131)).weight
    assert want.min() == 0 and want.max() > 0.9
    # `plain` is rounded to 16 bits where the shader saw more.
    assert np.abs(weight - want[..., None]).max() < 2e-4


@pytest.mark.parametrize("ramps", [
    Ramps((0.0, 0.1), (0.3, 0.9), (0.2, 0.6)), Ramps((0.2, 0.2), (0.0, 0.0), (1.0, 1.1)),
    Ramps((0.3, 0.1), (0.6, 0.2), (0.9, 0.5))])  # fmt: skip
def test_ramps_are_the_reference_steps_too(context: Context, ramps: Ramps) -> None:
    words = ("slope_from", "slope_full", "coherence_from", "coherence_full", "even_full", "even_none")
    sets = dict(zip(words, ramps.slope + ramps.coherence + ramps.even, strict=True))
    plain, weight = _guided(context, PICTURES["ink"](), view="GUIDED_WEIGHT", **sets)
    want = push_guided(plain, 0.0, 1.0, ramps=ramps).weight
    off = np.abs(weight - want[..., None]).max(axis=-1) > 2e-3
    assert off.mean() < 0.002 and 0 < want.mean() < 1


def test_half_floats_lose_little(context: Context) -> None:
    """The tensor is worked out in one pass: half floats hold only the picture and the weight."""
    source = PICTURES["drawing"]()
    size = (2 * source.shape[1], 2 * source.shape[0])
    _, full = _guided(context, source, EXACT, size, view="GUIDED_WEIGHT")
    _, half = _guided(context, source, HALF, size, view="GUIDED_WEIGHT")
    assert np.abs(full - half).max() < 0.03 and np.abs(full - half).mean() < 0.001
    _, full = _guided(context, source, EXACT, size)
    _, half = _guided(context, source, HALF, size)
    assert np.mean((full - half) ** 2) < 10**-4.5


def test_noise_and_soft_gradients_stay_and_lines_move(context: Context) -> None:
    y, x = np.mgrid[0:60, 0:80] / 80
    field = 0.2 + 0.6 * x[..., None] + np.zeros(3)
    grain = np.clip(0.5 + np.random.default_rng(2).normal(0, 6 / 255, (60, 80))[..., None] + np.zeros(3), 0, 1)
    line = np.where((np.abs(x - 0.5 - 0.3 * y) < 0.02)[..., None], 0.1, 0.8) + np.zeros(3)
    blurred = line
    for _ in range(24):
        blurred = _soft(blurred)
    unfocused = 0.1 + 0.8 / (1 + np.exp((x[..., None] - 0.5) * 60)) + np.zeros(3)
    for picture in (field, grain, blurred, unfocused):
        before, after = _guided(context, picture, size=(160, 120), strength_color=0.3)
        assert np.abs(before - after).max() < 3 / 255 and np.mean((before - after) ** 2) < 10**-5.5
    before, after = _guided(context, line, size=(160, 120), strength_color=0.3)
    assert np.abs(before - after).max() > 0.1


@pytest.mark.parametrize("scale", [1.0, 2.0, 4.0])
def test_strength_follows_the_enlargement(context: Context, scale: float) -> None:
    small = np.rint(PICTURES["drawing"]()[:40, :60] * 65535).astype(np.uint16)
    with Pipeline(None, scale=scale, options=EXACT, context=context) as plain:
        before = plain.process(small) / 65535.0
    with Pipeline(None, shaders=["anime4k/push-guided"], scale=scale, options=EXACT, context=context) as pipeline:
        after = pipeline.process(small) / 65535.0
    want = push_guided(before, min(scale / 6, 1), min(scale / 2, 1), zoom=(scale, scale)).picture
    assert np.mean(np.abs(after - want).max(axis=-1) > 1 / 255) < 0.01


@pytest.mark.parametrize(("size", "all_centred"), [((640, 360), True), ((1280, 720), True), ((960, 540), False)])
def test_its_claim_of_centred_taps_is_believed_where_it_is_true(
    context: Context, size: tuple[int, int], all_centred: bool
) -> None:
    """Whole enlargements take pixels; between them the first pass samples between pixels."""
    with Pipeline(None, shaders=["anime4k/push-guided"], size=size, options=EXACT, context=context) as pipeline:
        pipeline.process(np.zeros((360, 640, 3), np.uint8))
        assert pipeline.executor is not None
        nearest = [title for title in pipeline.executor.nearest if title.startswith("push guided")]
    assert len(nearest) == 4 + all_centred
    assert ("push guided: lines" in nearest) == all_centred


def test_alpha_stays(context: Context) -> None:
    picture = np.random.default_rng(3).integers(0, 65536, (20, 30, 4)).astype(np.uint16)
    with Pipeline(None, shaders=["anime4k/push-guided"], options=EXACT, context=context) as pipeline:
        assert np.array_equal(pipeline.process(picture)[..., 3], picture[..., 3])


def test_strength_zero_runs_nothing(context: Context) -> None:
    sets = ["push-guided.strength_color=0", "push-guided.strength_gradient=0"]
    picture = np.rint(_noise() * 255).astype(np.uint8)
    with Pipeline(None, shaders=["anime4k/push-guided"], sets=sets, context=context) as pipeline:
        assert np.array_equal(pipeline.process(picture), picture)
