"""Pixel formats: every figure of the table follows from FFmpeg's own descriptors."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from upshade.core.color import RGB
from upshade.core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat

ALL = list(PIXEL_FORMATS.values())


@pytest.mark.parametrize("fmt", ALL, ids=lambda f: f.name)
@pytest.mark.parametrize(("width", "height"), [(64, 48), (853, 481), (1, 1)])
def test_the_table_is_ffmpegs(fmt: PixelFormat, width: int, height: int) -> None:
    theirs = av.VideoFormat(fmt.name, width, height)
    assert not theirs.is_big_endian
    assert {part.bits for part in theirs.components} == {fmt.bits}
    assert len(theirs.components) == sum(map(len, fmt.planes))
    assert theirs.is_rgb == (fmt.model is Model.RGB)
    assert any(part.is_alpha for part in theirs.components) == fmt.has_alpha
    offset = 0
    for index, names in enumerate(fmt.planes):
        for part in theirs.components[offset : offset + len(names)]:
            assert part.plane == index
            assert fmt.plane_size(index, width, height) == (part.width, part.height)
        offset += len(names)


@pytest.mark.parametrize("fmt", ALL, ids=lambda f: f.name)
def test_a_plane_is_as_large_as_its_shape(fmt: PixelFormat) -> None:
    video = av.VideoFrame(64, 48, fmt.name)
    assert len(video.planes) == len(fmt.planes)
    for index, plane in enumerate(video.planes):
        shape = fmt.plane_shape(index, 64, 48)
        assert int(np.prod(shape)) * fmt.dtype.itemsize == plane.line_size * plane.height


def test_full_scale() -> None:
    scale = {name: PIXEL_FORMATS[name].full_scale for name in ("yuv420p", "yuv420p10le", "p010le", "rgb48le")}
    assert scale == {"yuv420p": 255, "yuv420p10le": 1023, "p010le": 1023 << 6, "rgb48le": 65535}


def test_names_are_their_own() -> None:
    assert all(name == fmt.name for name, fmt in PIXEL_FORMATS.items())
    assert len({(f.model, f.bits, f.planes, f.sub, f.shift) for f in ALL}) == len(ALL)


def test_time_and_new_planes() -> None:
    fmt = PIXEL_FORMATS["gray"]
    frame = Frame((np.zeros((2, 3), np.uint8),), 3, 2, fmt, RGB, 48, Fraction(1001, 24000), 1, Fraction(4, 3), object())
    assert frame.time == pytest.approx(2.002)
    other = frame.with_planes((np.ones((4, 6), np.uint8),), width=6, height=4)
    assert (other.width, other.pts, other.sar, other.owner) == (6, 48, Fraction(4, 3), None)
    assert frame.owner is not None and frame.planes[0].sum() == 0
    assert frame.with_planes(frame.planes, pts=None).time is None
