"""Numbered pictures, one a file."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import MediaError, NotFound
from upshade.media.reader import open_video
from upshade.media.scan import scan
from upshade.media.sequence import members
from upshade.media.stills import write_still

from .clips import equal, make_clip, noise, our_threads


def pictures(
    folder: Path, numbers: range | list[int], name: str = "frames_%04d.png", fmt: str = "rgb24", size: int = 32
) -> list:
    """One picture of noise for each number."""
    made = []
    for number in numbers:
        frame = noise(PIXEL_FORMATS[fmt], size, size - 2, number)
        write_still(folder / (name % number), frame)
        made.append(frame)
    return made


@pytest.mark.parametrize("fmt", ["rgb24", "rgba", "rgb48le", "rgba64le", "gray", "gray16le"])
@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_every_sample_of_every_picture(tmp_path: Path, fmt: str, suffix: str) -> None:
    made = pictures(tmp_path, range(7, 19), f"f%03d.{suffix}", fmt)
    with open_video(tmp_path / f"f%03d.{suffix}") as reader:
        info = reader.info
        read = list(reader)
        assert reader.notices == [] and reader.damage is None
    expected = {"gray16le": ("gray16le",), "gray": ("gray", "rgb24")}.get(fmt, (fmt,))
    assert info.format.name in expected and {f.format.name for f in read} == {info.format.name}
    if info.format.name == fmt:
        assert equal(made, read)
    assert [f.pts for f in read] == list(range(12)) and {f.time_base for f in read} == {Fraction(1, 24)}
    assert (info.rate, info.frames, info.duration, info.start_pts) == (24, 12, 0.5, 0)
    assert info.sequence and not info.still and not info.has_audio and info.streams == ()


def test_rate_and_range(tmp_path: Path) -> None:
    made = pictures(tmp_path, range(30), "%d.png")
    with open_video(tmp_path / "%d.png", rate=Fraction(30000, 1001)) as reader:
        assert (reader.info.rate, reader.info.time_base) == (Fraction(30000, 1001), Fraction(1001, 30000))
        assert reader.seekable and len(reader.files) == 30
        # By number, not by name: 10 lies behind 9.
        assert equal(made, reader)
        assert equal(made[8:13], reader.between(8, 13))
        assert equal(made[15:], reader.frames(0.5))
        assert list(reader.between(30, None)) == []
        assert scan(reader.info) == scan(reader.info, 0, 30)
        found = scan(reader.info, 5, 9)
        assert (found.keys, found.pictures, found.steady, found.first, found.last) == ((5, 6, 7, 8), 4, True, 5, 8)
    assert our_threads() == []


def test_missing_numbers_keep_their_time(tmp_path: Path) -> None:
    made = pictures(tmp_path, [3, 4, 6, 7, 11, 12])
    with open_video(tmp_path / "frames_%04d.png") as reader:
        read = list(reader)
        assert reader.notices == ["4 pictures are missing: 5, 8 to 10; the one before stays"]
        assert reader.info.duration == pytest.approx(10 / 24)
        assert equal(made[2:4], reader.between(2, 8))
        assert scan(reader.info).keys == (0, 1, 3, 4, 8, 9)
    assert equal(made, read)
    assert [(f.pts, f.duration) for f in read] == [(0, 1), (1, 2), (3, 1), (4, 4), (8, 1), (9, 1)]


def test_numbers_by_tens(tmp_path: Path) -> None:
    """A step that all share is no gap."""
    pictures(tmp_path, [10, 20, 30, 50])
    with open_video(tmp_path / "frames_%04d.png") as reader:
        assert [f.pts for f in reader] == [0, 1, 2, 4]
        assert reader.notices == ["1 picture is missing: 40; the one before stays"]


def test_sizes_that_change(tmp_path: Path) -> None:
    made = [*pictures(tmp_path, range(5)), *pictures(tmp_path, range(5, 9), size=48)]
    with open_video(tmp_path / "frames_%04d.png") as reader:
        assert equal(made, reader)
        assert reader.notices == ["from 0.21 s on the pictures are 48x46 instead of 32x30"]


def test_damaged_pictures_are_left_out_and_named(tmp_path: Path) -> None:
    made = pictures(tmp_path, range(12), size=64)
    for number, keep in ((4, 40), (8, 0)):
        path = tmp_path / f"frames_{number:04d}.png"
        path.write_bytes(path.read_bytes()[:keep])
    for threads in (1, 4):
        with open_video(tmp_path / "frames_%04d.png", threads=threads) as reader:
            for _ in range(2):
                read = list(reader)
                assert [f.pts for f in read] == [0, 1, 2, 3, 5, 6, 7, 9, 10, 11]
                assert equal([made[f.pts] for f in read], read)
                assert reader.damage == "2 damaged pictures: frames_0004.png, frames_0008.png"


def test_first_picture_damaged(tmp_path: Path) -> None:
    made = pictures(tmp_path, range(3))
    (tmp_path / "frames_0000.png").write_bytes(b"nothing that is a picture")
    with open_video(tmp_path / "frames_%04d.png") as reader:
        assert equal(made[1:], reader) and reader.info.start_pts == 1
        assert reader.damage == "1 damaged picture: frames_0000.png"


def test_a_file_of_that_name_is_a_file(tmp_path: Path) -> None:
    pictures(tmp_path, range(3), "%02d.png")
    shutil.copy(tmp_path / "01.png", tmp_path / "100%d.png")
    with open_video(tmp_path / "100%d.png") as reader:
        assert reader.info.still
    clip = make_clip(tmp_path / "50%02d.mkv", frames=3)
    with open_video(clip) as reader:
        assert not reader.info.sequence and len(list(reader)) == 3


def test_which_names_belong(tmp_path: Path) -> None:
    for name in (
        "a_0001.png",
        "a_0002.png",
        "a_12345.png",
        "a_3.png",
        "a_00004.png",
        "a_0005.PNG",
        "b_0006.png",
        "a_+007.png",
    ):
        (tmp_path / name).touch()
    assert [m.number for m in members(tmp_path / "a_%04d.png")] == [1, 2, 12345]
    assert [m.number for m in members(tmp_path / "a_%d.png")] == [3, 12345]
    (tmp_path / "5% a_8.png").touch()
    assert [m.number for m in members(tmp_path / "5%% a_%d.png")] == [8]


def test_bad_patterns(tmp_path: Path) -> None:
    table = [
        ("x_%04d.png", NotFound, "no pictures are named like this"),
        ("nowhere/x_%04d.png", NotFound, "there is no folder '.*nowhere'"),
        ("text_%d.png", MediaError, "text_%d.png: no picture of it can be decoded"),
    ]
    for number in range(3):
        (tmp_path / f"text_{number}.png").write_text("text" * 100)
    for name, kind, line in table:
        with pytest.raises(kind, match=line):
            open_video(tmp_path / name)
    pictures(tmp_path, range(2))
    for rate in (0, -1, 1e9):
        with pytest.raises(MediaError, match=r"rate is .*, must be above 0"):
            open_video(tmp_path / "frames_%04d.png", rate=rate)


def test_fields_in_pictures(tmp_path: Path) -> None:
    """Captured frames as pictures are deinterlaced like any others."""
    top, bottom = (noise(PIXEL_FORMATS["gray"], 32, 32, seed).planes[0] for seed in (1, 2))
    woven = top.copy()
    woven[1::2] = bottom[1::2]
    for number in range(4):
        frame = noise(PIXEL_FORMATS["gray"], 32, 32)
        frame.planes[0].flags.writeable = True
        frame.planes[0][...] = woven
        write_still(tmp_path / f"{number}.png", frame)
    with open_video(tmp_path / "%d.png", pre="deinterlace") as reader:
        read = list(reader)
    assert [f.pts for f in read] == [0, 1, 2, 3]
    assert all(np.array_equal(f.planes[0][::2], woven[::2]) for f in read)
