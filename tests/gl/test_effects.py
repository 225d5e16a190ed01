"""Each of our own shaders does something good: on a degraded drawing whose truth is known, its figure improves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from upshade import Pipeline
from upshade.core.color import Tags, resolve
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.steps import Options
from upshade.gl.context import Context

Array = NDArray[np.float64]

EXACT = Options(precision="full", dither=False)
LUMA = np.array([0.2126, 0.7152, 0.0722])


def _draw(width: int, height: int, zoom: float, shift: float = 0.0) -> Array:
    """An inked drawing of flat fields, circles and strokes, (height, width, 3), smoothed by 4×4 samples a pixel."""
    y, x = np.mgrid[0 : height * 4, 0 : width * 4] / (4 * zoom)
    x = x + shift
    out = np.empty((*x.shape, 3))
    out[:] = (0.82, 0.86, 0.9)
    fields = ((60, 50, 34, (0.95, 0.78, 0.66)), (120, 30, 22, (0.35, 0.5, 0.75)), (30, 95, 26, (0.85, 0.35, 0.3)))
    for cx, cy, radius, color in fields:
        distance = np.hypot(x - cx, (y - cy) * 1.2)
        out[distance < radius] = color
        out[np.abs(distance - radius) < 0.7] = (0.1, 0.07, 0.12)
        out[np.abs(distance - radius * 0.5) < 0.45] = (0.15, 0.1, 0.12)
    for slope, start, half in ((0.4, 20, 0.5), (-0.7, 110, 0.7), (1.8, -90, 0.6), (0.05, 72, 0.4)):
        out[np.abs(y - slope * x - start) < half * np.hypot(1, slope)] = (0.12, 0.1, 0.1)
    return out.reshape(height, 4, width, 4, 3).mean(axis=(1, 3))


def _halved(picture: Array) -> Array:
    h, w = picture.shape[:2]
    return picture.reshape(h // 2, 2, w // 2, 2, 3).mean(axis=(1, 3))


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


def _psnr(a: Array, b: Array) -> float:
    return float(-10 * np.log10(np.mean((a - b) ** 2)))


def _luma_psnr(a: Array, b: Array) -> float:
    return _psnr(a @ LUMA, b @ LUMA)


def _around(luma: Array, reach: int) -> tuple[Array, Array]:
    """Least and greatest luma within `reach` pixels."""
    padded = np.pad(luma, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return windows.min(axis=(2, 3)), windows.max(axis=(2, 3))


def _overshoot(picture: Array, truth: Array) -> float:
    """Mean luma beyond the range of the truth within two pixels, in 8-bit steps."""
    low, high = _around(truth @ LUMA, 2)
    y = picture @ LUMA
    return float(255 * np.mean(np.maximum(y - high, 0) + np.maximum(low - y, 0)))


@pytest.fixture(scope="module")
def truth() -> Array:
    return _draw(320, 240, 2.0)


@pytest.mark.parametrize(
    ("shader", "sets", "gain"),
    [("anime4k/push", ("push.strength_color=0", "push.full_gradient=0.1", "push.strength_gradient=0.3"), 0.2),
     ("deblur/dog", (), 0.5), ("line/thin", (), 1.0), ("line/darken", ("darken.strength=0.15",), 0.05)],
)  # fmt: skip
def test_an_enlarged_drawing_comes_nearer_to_the_truth(
    context: Context, truth: Array, shader: str, sets: tuple[str, ...], gain: float
) -> None:
    small = _halved(truth)
    plain = _luma_psnr(_run(context, small, None, scale=2.0), truth)
    assert _luma_psnr(_run(context, small, shader, sets, scale=2.0), truth) > plain + gain


def test_deblur_makes_no_halo(context: Context, truth: Array) -> None:
    """Clamped to the neighbourhood: nothing leaves the range of the eight pixels around; with overshoot it does."""
    blurred = _run(context, _halved(truth), None, scale=2.0, resize="bilinear")
    low, high = _around(blurred @ LUMA, 1)
    calm = _run(context, blurred, "deblur/dog", ["dog.strength=3"]) @ LUMA
    assert (calm < high + 1e-4).all() and (calm > low - 1e-4).all()
    wild = _run(context, blurred, "deblur/dog", ["dog.strength=3", "dog.overshoot=1"]) @ LUMA
    assert (wild > high + 0.02).any()


def test_thin_lines_get_thinner(context: Context, truth: Array) -> None:
    """Of an enlarged drawing: fewer dark pixels, nearer to the truth's share, and edges a third narrower."""

    def dark(picture: Array) -> float:
        return float(np.mean(picture @ LUMA < 0.45))

    def edge(picture: Array) -> float:
        """Width over which a step happens, in pixels, averaged by the steps' heights."""
        steps = np.abs(np.diff(picture @ LUMA, axis=1))
        return float(steps.sum() / np.square(steps).sum())

    big = _run(context, _halved(truth), None, scale=2.0)
    thin = _run(context, big, "line/thin")
    assert dark(truth) < dark(thin) < dark(big)
    assert edge(truth) < edge(thin) < 0.75 * edge(big)


def test_darkened_lines_get_their_ink_back(context: Context, truth: Array) -> None:
    big = _run(context, _halved(truth), None, scale=2.0)
    ink = truth @ LUMA < 0.2
    pale, inked = (float(np.mean((p @ LUMA)[ink])) for p in (big, _run(context, big, "line/darken")))
    true = float(np.mean((truth @ LUMA)[ink]))
    assert abs(inked - true) < 0.7 * abs(pale - true)
    flat = np.full((32, 32, 3), 0.5)
    assert np.abs(_run(context, flat, "line/darken") - flat).max() < 2e-5


def test_highlight_clamp_takes_the_rims_of_lanczos_off(context: Context, truth: Array) -> None:
    small = _halved(truth)
    plain = _run(context, small, None, scale=2.0)
    calm = _run(context, small, "tone/highlight-clamp", scale=2.0)
    assert _overshoot(calm, truth) < 0.4 * _overshoot(plain, truth)
    assert _luma_psnr(calm, truth) >= _luma_psnr(plain, truth)


def test_bilateral_takes_noise_and_leaves_edges(context: Context, truth: Array) -> None:
    noisy = truth + np.random.default_rng(1).normal(0, 6 / 255, truth.shape[:2])[..., None]
    clean = _run(context, noisy, "denoise/bilateral")
    assert _luma_psnr(clean, truth) > _luma_psnr(noisy, truth) + 3.0


def _banded() -> tuple[Array, Array]:
    """(truth, what 6 bits make of it): a slow gradient over both axes."""
    y, x = np.mgrid[0:180, 0:320].astype(np.float64)
    truth = (0.2 + 0.12 * x / 320 + 0.06 * y / 180)[..., None] * np.array([1.0, 0.8, 1.2])
    return truth, np.rint(truth * 127) / 127


def test_deband_finds_the_gradient_again(context: Context) -> None:
    truth, banded = _banded()
    smooth = _run(context, banded, "deband/deband", ["deband.grain=0"])
    assert _psnr(smooth, truth) > _psnr(banded, truth) + 3.0


def test_deband_leaves_a_drawing_alone(context: Context, truth: Array) -> None:
    assert _psnr(_run(context, truth, "deband/deband", ["deband.grain=0"]), truth) > 50


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


def _clip() -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    """(before, after) H.264 at CRF 23: yuv420p arrays of FFmpeg's layout, a moving drawing of 8 frames."""
    file = io.BytesIO()
    source = []
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = CLIP_W, CLIP_H, "yuv420p"
        stream.options = {"crf": "23", "threads": "1"}
        for n in range(8):
            picture = np.rint(_draw(CLIP_W, CLIP_H, 2.0, shift=1.3 * n) * 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
            source.append(frame.to_ndarray())
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        coded = [frame.to_ndarray() for frame in container.decode(video=0)]
    return source, coded


def test_restore_beats_plain_on_h264(context: Context) -> None:
    fmt = PIXEL_FORMATS["yuv420p"]
    color = resolve(Tags(), CLIP_H)
    gains = []
    with Pipeline("restore", context=context) as pipeline:
        for want, got in zip(*_clip(), strict=True):
            y = np.ascontiguousarray(got[:CLIP_H])
            u, v = (np.ascontiguousarray(c.reshape(CLIP_H // 2, CLIP_W // 2)) for c in np.split(got[CLIP_H:], 2))
            out = pipeline.process(Frame((y, u, v), CLIP_W, CLIP_H, fmt, color))
            assert np.array_equal(out.planes[1], u), "chroma passes through"
            errors = [np.mean((p.astype(float) - want[:CLIP_H]) ** 2) for p in (y, out.planes[0])]
            gains.append(10 * np.log10(errors[0] / errors[1]))
        assert not pipeline.failures
    assert np.mean(gains) > 0.5
