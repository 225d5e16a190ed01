"""Each of our own shaders does something good: on a degraded drawing whose truth is known, its figure improves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reference.drawing import (
    LUMA,
    around,
    as_frame,
    banded,
    dark_share,
    draw,
    edge_width,
    h264,
    halved,
    ink,
    luma_psnr,
    overshoot,
    psnr,
)
from upshade import Pipeline
from upshade.core.steps import Options
from upshade.gl.context import Context

Array = NDArray[np.float64]

EXACT = Options(precision="full", dither=False)


def _run(
    context: Context, picture: Array, shader: str | None, sets: Sequence[str] = (), scale: float = 1.0, **options: Any
) -> Array:
    source = np.rint(np.clip(picture, 0, 1) * 65535).astype(np.uint16)
    opt = Options(precision="full", dither=False, **options)
    shaders = [shader] if shader else []
    with Pipeline(None, shaders=shaders, sets=sets, scale=scale, options=opt, context=context) as pipeline:
        out = pipeline.process(source) / 65535.0
        assert not pipeline.failures
    return np.asarray(out)


@pytest.fixture(scope="module")
def truth() -> Array:
    return draw(320, 240, 2.0)


@pytest.mark.parametrize(
    ("shader", "sets", "gain"),
    [("anime4k/push", ("push.strength_color=0", "push.full_gradient=0.1", "push.strength_gradient=0.3"), 0.2),
     ("deblur/dog", (), 0.5), ("line/thin", (), 1.0), ("line/darken", ("darken.strength=0.15",), 0.05)],
)  # fmt: skip
def test_an_enlarged_drawing_comes_nearer_to_the_truth(
    context: Context, truth: Array, shader: str, sets: tuple[str, ...], gain: float
) -> None:
    small = halved(truth)
    plain = luma_psnr(_run(context, small, None, scale=2.0), truth)
    assert luma_psnr(_run(context, small, shader, sets, scale=2.0), truth) > plain + gain


def test_deblur_makes_no_halo(context: Context, truth: Array) -> None:
    """Clamped to the neighbourhood: nothing leaves the range of the eight pixels around; with overshoot it does."""
    blurred = _run(context, halved(truth), None, scale=2.0, resize="bilinear")
    low, high = around(blurred @ LUMA, 1)
    calm = _run(context, blurred, "deblur/dog", ["dog.strength=3"]) @ LUMA
    assert (calm < high + 1e-4).all() and (calm > low - 1e-4).all()
    wild = _run(context, blurred, "deblur/dog", ["dog.strength=3", "dog.overshoot=1"]) @ LUMA
    assert (wild > high + 0.02).any()


def test_thin_lines_get_thinner(context: Context, truth: Array) -> None:
    """Of an enlarged drawing: fewer dark pixels, nearer to the truth's share, and edges a third narrower."""

    big = _run(context, halved(truth), None, scale=2.0)
    thin = _run(context, big, "line/thin")
    assert dark_share(truth) < dark_share(thin) < dark_share(big)
    assert edge_width(truth) < edge_width(thin) < 0.75 * edge_width(big)


def test_darkened_lines_get_their_ink_back(context: Context, truth: Array) -> None:
    big = _run(context, halved(truth), None, scale=2.0)
    pale, inked = ink(big, truth), ink(_run(context, big, "line/darken"), truth)
    true = ink(truth, truth)
    assert abs(inked - true) < 0.7 * abs(pale - true)
    flat = np.full((32, 32, 3), 0.5)
    assert np.abs(_run(context, flat, "line/darken") - flat).max() < 2e-5


def test_highlight_clamp_takes_the_rims_of_lanczos_off(context: Context, truth: Array) -> None:
    small = halved(truth)
    plain = _run(context, small, None, scale=2.0)
    calm = _run(context, small, "tone/highlight-clamp", scale=2.0)
    assert overshoot(calm, truth) < 0.4 * overshoot(plain, truth)
    assert luma_psnr(calm, truth) >= luma_psnr(plain, truth)


def test_bilateral_takes_noise_and_leaves_edges(context: Context, truth: Array) -> None:
    noisy = truth + np.random.default_rng(1).normal(0, 6 / 255, truth.shape[:2])[..., None]
    clean = _run(context, noisy, "denoise/bilateral")
    assert luma_psnr(clean, truth) > luma_psnr(noisy, truth) + 3.0


def test_deband_finds_the_gradient_again(context: Context) -> None:
    truth, coarse = banded()
    smooth = _run(context, coarse, "deband/deband", ["deband.grain=0"])
    assert psnr(smooth, truth) > psnr(coarse, truth) + 3.0


def test_deband_leaves_a_drawing_alone(context: Context, truth: Array) -> None:
    assert psnr(_run(context, truth, "deband/deband", ["deband.grain=0"]), truth) > 50


def test_grain_is_as_strong_as_it_says_and_comes_back(context: Context) -> None:
    flat = np.full((128, 128, 3), 0.5)
    sets = ["deband.threshold=0", "deband.grain=2"]
    grain = _run(context, flat, "deband/deband", sets)
    noise = (grain[..., 0] - 0.5) * 255
    assert abs(noise.std() - 2) < 0.1 and abs(noise.mean()) < 0.1
    # White: neither a column nor a row knows its neighbour.
    assert abs(np.mean(noise[:, 1:] * noise[:, :-1])) < 0.15 and abs(np.mean(noise[1:] * noise[:-1])) < 0.15
    assert np.array_equal(grain, _run(context, flat, "deband/deband", sets))


CLIP_W, CLIP_H = 320, 192


def test_restore_beats_plain_on_h264(context: Context) -> None:
    gains = []
    with Pipeline("restore", context=context) as pipeline:
        for want, got in zip(*h264(draw(CLIP_W, CLIP_H, 2.0, shift=1.3 * n) for n in range(8)), strict=True):
            given = as_frame(got)
            out = pipeline.process(given)
            assert np.array_equal(out.planes[1], given.planes[1]), "chroma passes through"
            errors = [np.mean((p.astype(float) - want[:CLIP_H]) ** 2) for p in (given.planes[0], out.planes[0])]
            gains.append(10 * np.log10(errors[0] / errors[1]))
        assert not pipeline.failures
    assert np.mean(gains) > 0.5
