"""The picture of before and after shows both, where they differ."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from upshade.core.color import Color, Matrix, Range, Siting, rgb_to_yuv
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import BadInput, NotFound, OutputError
from upshade.tools import picture


def flat(value: int, height: int = 130, width: int = 400) -> picture.Picture:
    return np.full((height, width, 3), value, np.uint8)


def test_halves_and_crops_come_from_where_they_should() -> None:
    before, after = flat(60), flat(60)
    after[20:50, 300:340] = 200
    page = picture.compose(before, after)
    assert page.shape == (130 + 240, 4 * 320, 3)
    assert (page[60:130, :199] == 60).all()
    assert (page[30:40, 310:330] == 200).all(), "the right half is after"
    crops = page[130:].reshape(240, 4, 320, 3)
    assert (crops[60:, 0, :319] == 60).all(), "the first crop is before"
    assert (crops[:, 1] == 200).any(), "and its neighbour shows the change"


def test_labels_are_drawn() -> None:
    page = picture.compose(flat(60), flat(60))
    # B, the first letter of the crop's label: an upright stroke of 7 rows, doubled, on dark.
    assert (page[140:154, 10:12] == 255).all()
    assert (page[136:140, 6:66] == 20).all()


def test_pictures_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadInput, match="cannot be set side by side"):
        picture.compose(flat(1), flat(1, 131))
    with pytest.raises(BadInput, match="cannot be set side by side"):
        picture.compose(flat(1, 20, 20), flat(1, 20, 20))


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p10le", "nv12"])
def test_rgb_of_a_flat_colour(name: str) -> None:
    fmt = PIXEL_FORMATS[name]
    color = Color(Matrix.BT709, Range.LIMITED, Siting.LEFT)
    want = np.array([200, 90, 30])
    matrix, constant = rgb_to_yuv(color, fmt.bits)
    code = np.round((matrix @ (want / 255) + constant) * (2**fmt.bits - 1)).astype(int) << fmt.shift
    level = dict(zip("yuv", code, strict=True))
    planes = []
    for i, names in enumerate(fmt.planes):
        plane = np.empty(fmt.plane_shape(i, 7, 5), fmt.dtype)
        plane[...] = level[names] if len(names) == 1 else [level[n] for n in names]
        planes.append(plane)
    got = picture.rgb(Frame(tuple(planes), 7, 5, fmt, color))
    assert got.shape == (5, 7, 3) and np.abs(got.astype(int) - want).max() <= 1


def test_a_png_reads_back(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (37, 53, 3), np.uint8)
    path = tmp_path / "new" / "x.png"
    picture.write_png(noise, path)
    with av.open(str(path)) as file:
        assert np.array_equal(next(file.decode(video=0)).to_ndarray(format="rgb24"), noise)
    assert [p.name for p in path.parent.iterdir()] == ["x.png"]
    with pytest.raises(OutputError, match="cannot be written"):
        picture.write_png(noise, path / "below.png")


def test_from_two_videos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, scale, top in (("small", 1, 200), ("large", 2, 220)):
        with av.open(str(tmp_path / f"{name}.mkv"), "w") as out:
            stream = out.add_stream("ffv1", rate=24)
            stream.width, stream.height, stream.pix_fmt = 160 * scale, 60 * scale, "yuv444p"
            for i in range(4):
                level = np.full((60 * scale, 160 * scale, 3), top if i == 2 else 20, np.uint8)
                frame = av.VideoFrame.from_ndarray(level, format="rgb24").reformat(format="yuv444p")
                frame.pts, frame.time_base = i, Fraction(1, 24)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    page = tmp_path / "page.png"
    assert (
        picture.main([str(tmp_path / "small.mkv"), str(tmp_path / "large.mkv"), "--at", str(2 / 24), "-o", str(page)])
        == 0
    )
    with av.open(str(page)) as file:
        got = next(file.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert abs(got[100, 20] - 200).max() <= 2 and abs(got[100, 300] - 220).max() <= 2
    assert picture.main([str(tmp_path / "none.mkv"), str(page)]) == NotFound.exit_code
    assert "none.mkv" in capsys.readouterr().err
