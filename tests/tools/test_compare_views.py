"""What `compare` makes of two frames, and what it draws of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media.clips import noise
from upshade.core.color import RGB, Color, Matrix, Range, Siting, rgb_to_yuv
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import BadInput
from upshade.tools.compare import difference, views
from upshade.tools.compare.align import Shot, _Line, _matched

NAMES = ("reference", "test")


def flat(name: str, values: tuple[float, ...], color: Color, size=(24, 16)) -> Frame:
    fmt = PIXEL_FORMATS[name]
    planes = []
    for i, parts in enumerate(fmt.planes):
        plane = np.empty(fmt.plane_shape(i, *size), fmt.dtype)
        plane[...] = [round(values["yuvrgba".index(c) % 3]) << fmt.shift for c in parts] if len(parts) > 1 else round(
            values["yuvrgba".index(parts) % 3]) << fmt.shift  # fmt: skip
        planes.append(plane)
    return Frame(tuple(planes), *size, fmt, color)


def test_chroma_counts_in_rgb_alone() -> None:
    """U is not in red. BT.601 limited: blue takes 2·(1 − Kb)·255/224 of a step of it."""
    color = Color(Matrix.BT601, Range.LIMITED)
    left, right = (views.rgb(flat("yuv420p", (126, u, 126), color)) for u in (126, 130))
    assert np.abs((right - left)[0]).max() == 0
    assert (right - left)[2] == pytest.approx(4 / 255 * 1.772 * 255 / 224, rel=1e-6)


@pytest.mark.parametrize("siting", list(Siting))
@pytest.mark.parametrize("name", ["yuv420p", "yuv422p"])
def test_chroma_is_brought_to_luma_from_where_it_lies(siting: Siting, name: str) -> None:
    """A slope of Cr, sampled where the siting says, gives back the slope: inside, bilinear is exact on it."""
    color = Color(Matrix.BT709, Range.FULL, siting)
    fmt = PIXEL_FORMATS[name]
    width, height = 24, 16
    frame = flat(name, (128, 128, 128), color, (width, height))
    left, top = siting is not Siting.CENTER, siting is Siting.TOPLEFT
    h, w = frame.planes[2].shape
    # Where the middle of a chroma sample lies, in luma pixels.
    x = np.arange(w) * fmt.sub[0] + (0.5 if left or fmt.sub[0] == 1 else 1.0)
    y = np.arange(h) * fmt.sub[1] + (0.5 if top or fmt.sub[1] == 1 else 1.0)
    slope = np.round(60 + 4 * x[None, :] + 4 * y[:, None] - 0.01).astype(np.uint8)
    red = views.rgb(replace(frame, planes=(frame.planes[0], frame.planes[1], slope), owner=None))[0]
    wanted = 60 + 4 * (np.arange(width) + 0.5)[None, :] + 4 * (np.arange(height) + 0.5)[:, None]
    cr = (red - 128 / 255) / 1.5748 * 255 + 128
    assert np.abs(cr - wanted)[3:-3, 3:-3].max() < 0.51, "half a step of rounding"


@pytest.mark.parametrize("name", list(PIXEL_FORMATS))
def test_a_frame_equals_itself_in_every_format(name: str) -> None:
    frame = noise(PIXEL_FORMATS[name], 24, 16)
    pair = views.view(frame, frame, None, NAMES)
    assert pair.equal and np.array_equal(*pair.luma)
    last = frame.planes[-1].copy()
    last.flat[-1] ^= 1 << frame.format.shift
    other = replace(frame, planes=(*frame.planes[:-1], last), owner=None)
    assert not views.view(frame, other, None, NAMES).equal, "the very last sample counts"


def test_packed_and_planar_are_the_same() -> None:
    """NV12 and P010 hold what 4:2:0 in planes holds."""
    for packed, planar in (("nv12", "yuv420p"), ("p010le", "yuv420p10le")):
        a = noise(PIXEL_FORMATS[planar], 24, 16)
        y, u, v = a.planes
        shift = PIXEL_FORMATS[packed].shift
        b = Frame((y << shift, np.stack([u, v], -1) << shift), 24, 16, PIXEL_FORMATS[packed], a.color)
        assert views.view(a, b, None, NAMES).equal and views.view(b, a, None, NAMES).coded


def test_full_and_limited_range_and_depths_meet() -> None:
    """Black, white and half way, in four codings."""
    for level in (0.0, 1.0):
        made = [
            flat("yuv420p", (16 + 219 * level, 128, 128), Color(Matrix.BT709, Range.LIMITED)),
            flat("yuv444p10le", (64 + 876 * level, 512, 512), Color(Matrix.BT709, Range.LIMITED)),
            flat("yuv444p", (255 * level, 128, 128), Color(Matrix.BT709, Range.FULL, Siting.CENTER)),
            flat("rgb24", (255 * level,) * 3, RGB),
        ]
        for a in made:
            for b in made:
                pair = views.view(a, b, None, NAMES)
                assert pair.luma[0] / pair.peak == pytest.approx(pair.luma[1] / pair.peak, abs=1e-9)


def test_two_matrices_of_one_colour_are_one_colour() -> None:
    """Luma of green differs between BT.601 and BT.709; the picture does not."""
    colour = np.array([0.1, 0.8, 0.3])
    frames = []
    for matrix in (Matrix.BT601, Matrix.BT709):
        color = Color(matrix, Range.LIMITED)
        m, c = rgb_to_yuv(color, 16)
        frames.append(flat("yuv444p16le", tuple((m @ colour + c) * 65535), color))
    pair = views.view(*frames, None, NAMES)
    assert not pair.coded and pair.chroma is None and pair.luma[0] == pytest.approx(pair.luma[1], abs=1e-4)
    assert abs(int(frames[0].planes[0][0, 0]) - int(frames[1].planes[0][0, 0])) > 2000


def test_chroma_of_other_sitings_is_not_compared_sample_by_sample() -> None:
    a = noise(PIXEL_FORMATS["yuv420p"], 24, 16)
    b = replace(a, color=replace(a.color, siting=Siting.CENTER))
    pair = views.view(a, b, None, NAMES)
    assert pair.coded and pair.chroma is None and not pair.equal
    with pytest.raises(BadInput, match="--resize"):
        views.view(a, noise(PIXEL_FORMATS["yuv420p"], 26, 16), None, NAMES)


# ── pairs


def matched(
    x: list[Fraction | float], y: list[Fraction | float], slack: float = 0.0
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Numbers of pairs, and of those alone."""
    frame = noise(PIXEL_FORMATS["gray"], 1, 1)
    alone: tuple[list[int], list[int]] = ([], [])
    lines = [_Line((Shot(i, Fraction(t), frame) for i, t in enumerate(times)), Fraction(1)) for times in (x, y)]
    pairs = [
        (a.number, b.number) for a, b in _matched(*lines, Fraction(slack), lambda s, one: alone[s].append(one.number))
    ]
    return pairs, *alone


def test_pairs_are_each_others_nearest() -> None:
    assert matched([0, 1, 2], [0.25, 1.25, 2.25]) == ([(0, 0), (1, 1), (2, 2)], [], [])
    assert matched([0, 1, 2, 3], [0, 2, 3]) == ([(0, 0), (2, 1), (3, 2)], [1], []), "dropped"
    assert matched([0, 1, 2], [0, 1, 1.125, 2]) == ([(0, 0), (1, 1), (2, 3)], [], [2]), "doubled"
    assert matched([0, 1, 2], [0, 0.875, 1, 2]) == ([(0, 0), (1, 2), (2, 3)], [], [1]), "the nearer of two"
    assert matched([0, 1, 9, 10], [0, 1, 5, 10]) == ([(0, 0), (1, 1), (3, 3)], [2], [2]), "not across a gap"
    assert matched([0, 10, 11, 31], [0.125, 10.125, 11.125, 31]) == ([(i, i) for i in range(4)], [], []), "varying"
    assert matched([0], [0]) == ([(0, 0)], [], []) and matched([0, 1], []) == ([], [0, 1], [])
    four, five = [Fraction(i, 4) for i in range(8)], [Fraction(i, 5) for i in range(10)]
    pairs, without, extra = matched(four, five)
    assert len(pairs) == 8 and without == [] and len(extra) == 2, "five pictures for four"


def test_times_that_are_rounded_meet() -> None:
    """Two pictures a tick apart, as where a time is repeated, do not tear what only rounding holds apart."""
    assert matched([0, 0.4], [0, 0.401, 0.402], 0.002)[0] == [(0, 0), (1, 1)]


# ── the page


def test_the_page_shows_reference_test_and_difference() -> None:
    a = np.full((3, 60, 400), 0.5)
    b = a.copy()
    b[0, 10:20, 30:40] += 0.02
    page, gain = difference.compose(a, b, 1.25)
    assert gain == 16, "the largest that keeps 0.02 within half of the range"
    top = page.shape[0] - 60
    left, middle, right = (page[top:, i * 408 : i * 408 + 400] for i in range(3))
    assert (left == 128).all() and (middle[12, 32] == [133, 128, 128]).all()
    assert right[12, 32, 0] == round((0.5 + 16 * 0.02) * 255) and (right[40:] == 128).all()
    assert (page[:top] == 235).any(), "labels"


def test_small_and_equal_pictures_make_a_page() -> None:
    page, gain = difference.compose(np.zeros((3, 1, 1)), np.zeros((3, 1, 1)), 0.0)
    assert gain == 64 and page.shape[1] == 3 * 240 + 16


def test_a_page_and_a_plot_are_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written whole under their names, of a size one can look at."""
    from PIL import Image

    from media.clips import make_clip
    from upshade import cli

    a, b = (make_clip(tmp_path / f"{n}.mkv", frames=6, size=(176, 176), options={"crf": crf}, sound=None)
            for n, crf in (("a", "1"), ("b[i]$x$", "45")))  # fmt: skip
    page, plot = tmp_path / "d.png", tmp_path / "p.png"
    code = cli.run(["compare", str(a), str(b), "--difference", str(page), "--plot", str(plot), "--at", "0.125"])
    told = capsys.readouterr()
    assert (code, told.err) == (0, "") and "the picture at 0.125 s, differences times" in told.out
    with Image.open(page) as picture:
        assert picture.width == 3 * 176 + 16 and picture.mode == "RGB"
    with Image.open(plot) as picture:
        assert picture.width == 1200 and len(picture.convert("L").getcolors() or range(99)) > 10
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mkv", "b[i]$x$.mkv", "d.png", "p.png"]
