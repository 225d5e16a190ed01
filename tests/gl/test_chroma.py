"""Colour enlarged with luma's help comes nearer to the truth than enlarged alone, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from oracle.pictures import PICTURES
from upshade import Pipeline
from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.steps import Options
from upshade.gl.context import Context

Array = NDArray[np.float64]

BT709 = np.array([
    [0.2126, 0.7152, 0.0722],
    [-0.2126 / 1.8556, -0.7152 / 1.8556, 0.9278 / 1.8556],
    [0.7874 / 1.5748, -0.7152 / 1.5748, -0.0722 / 1.5748],
])  # fmt: skip


def truth(name: str) -> tuple[Array, Array, Array]:
    """Y', Cb, Cr of 8 bits, limited range."""
    y, u, v = np.moveaxis(PICTURES[name].rgb() @ BT709.T, -1, 0)
    h, w = y.shape[0] // 2 * 2, y.shape[1] // 2 * 2
    return 16 + 219 * y[:h, :w], 128 + 224 * u[:h, :w], 128 + 224 * v[:h, :w]


def halved(plane: Array, siting: Siting, axes: tuple[int, ...] = (1, 0)) -> Array:
    """As encoders do: the mean of two, or 1 2 1 around the pixel that chroma lies on."""
    for axis in axes:
        on = siting is Siting.TOPLEFT if axis == 0 else siting is not Siting.CENTER
        p = plane.swapaxes(0, axis)
        if on:
            before = np.concatenate([p[:1], p[:-1]])
            p = (before[::2] + 2 * p[::2] + p[1::2]) / 4
        else:
            p = (p[::2] + p[1::2]) / 2
        plane = p.swapaxes(0, axis)
    return plane


def drawn(
    context: Context, planes: tuple[Array, ...], siting: Siting, shaders: tuple[str, ...], scale: int = 1,
    sets: tuple[str, ...] = (),
) -> tuple[Array, Array]:  # fmt: skip
    """The two planes of colour at `scale` times luma's size."""
    h, w = planes[0].shape
    eight = tuple(np.rint(np.clip(p, 0, 255)).astype(np.uint8) for p in planes)
    color = Color(Matrix.BT709, Range.LIMITED, siting, Tags(1, 1, 1, 1))
    form = "yuv444p" if planes[1].shape == (h, w) else "yuv422p" if len(planes[1]) == h else "yuv420p"
    frame = Frame(eight, w, h, PIXEL_FORMATS[form], color, pts=0)
    options = Options(precision="full", dither=False)
    with Pipeline(
        None, shaders=shaders, sets=sets, scale=scale, options=options, output="yuv444p16le", context=context
    ) as pipeline:
        out = pipeline.process(frame)
        assert not pipeline.failures
    return np.asarray(out.planes[1], float) / 256, np.asarray(out.planes[2], float) / 256


def decibels(ours: tuple[Array, Array], true: tuple[Array, ...]) -> float:
    return float(10 * np.log10(255**2 / np.mean([np.square(a - b) for a, b in zip(ours, true, strict=True)])))


@pytest.mark.parametrize("siting", list(Siting))
@pytest.mark.parametrize(("name", "gain"), [("lineart", 2.5), ("photo", 0.05)])
def test_nearer_to_the_truth(context: Context, siting: Siting, name: str, gain: float) -> None:
    y, *colour = truth(name)
    planes = (y, *(halved(c, siting) for c in colour))
    plain = decibels(drawn(context, planes, siting, ()), tuple(colour))
    assert decibels(drawn(context, planes, siting, ("chroma/from-luma",)), tuple(colour)) > plain + gain


@pytest.mark.parametrize("siting", list(Siting))
def test_of_422_only_columns_are_fewer(context: Context, siting: Siting) -> None:
    y, *colour = truth("lineart")
    planes = (y, *(halved(c, siting, (1,)) for c in colour))
    plain = decibels(drawn(context, planes, siting, ()), tuple(colour))
    assert decibels(drawn(context, planes, siting, ("chroma/from-luma",)), tuple(colour)) > plain + 2.7


def test_nothing_to_do_where_colour_is_whole(context: Context) -> None:
    planes = truth("lineart")
    plain, ours = (drawn(context, planes, Siting.LEFT, shaders) for shaders in ((), ("chroma/from-luma",)))
    assert all(np.array_equal(a, b) for a, b in zip(plain, ours, strict=True))


def test_colour_that_luma_knows_nothing_of_stays(context: Context) -> None:
    """Stripes of luma over even colour, and an edge of colour under even luma."""
    x = np.arange(64)
    stripes, even = np.tile(np.where(x % 8 < 4, 60.0, 180.0), (48, 1)), np.full((24, 32), 90.0)
    u, v = drawn(context, (stripes, even, even), Siting.LEFT, ("chroma/from-luma",))
    assert np.abs(u - 90).max() < 0.01 and np.abs(v - 90).max() < 0.01
    edge = np.tile(np.where(np.arange(32) < 16, 70.0, 170.0), (24, 1))
    flat = np.full((48, 64), 120.0)
    u, _ = drawn(context, (flat, edge, even), Siting.LEFT, ("chroma/from-luma",))
    assert u.min() < 71 and u.max() > 169


def test_behind_what_enlarges_luma(context: Context) -> None:
    planes = truth("lineart")
    small = [halved(p, Siting.CENTER) for p in planes]
    video = (small[0], *(halved(c, Siting.LEFT) for c in small[1:]))
    large = ("raisr/anime-2x",)

    def found(*shaders: str, sets: tuple[str, ...] = ()) -> float:
        return decibels(drawn(context, video, Siting.LEFT, (*large, *shaders), 2, sets), planes[1:])

    as_file, as_luma = (found("chroma/from-luma", sets=(f"from-luma.large={n}",)) for n in (0, 1))
    assert found() + 0.5 < as_file < as_luma


@pytest.mark.parametrize("siting", list(Siting))
def test_an_odd_side_is_aligned_where_it_lies(context: Context, tmp_path: Path, siting: Siting) -> None:
    """Chroma's last pixel is half outside: 32 for 63 of luma are not enlarged by two. A pixel of luma is 3 here."""
    path = tmp_path / "align.glsl"
    path.write_text(
        "//!HOOK CHROMA\n//!BIND HOOKED\n//!BIND LUMA\n//!WIDTH LUMA.w\n//!HEIGHT LUMA.h\n//!OFFSET ALIGN\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
    )
    across, down = (np.broadcast_to(p, (24, 32)) for p in (32 + 6.0 * np.arange(32), 32 + 6.0 * np.arange(24)[:, None]))
    planes = (np.full((47, 63), 120.0), across, down)
    plain, aligned = (drawn(context, planes, siting, shaders) for shaders in ((), (str(path),)))
    inner = np.s_[6:-6, 6:-6]
    assert all(np.abs(a - b)[inner].max() < 0.5 for a, b in zip(plain, aligned, strict=True))
