"""Pictures that the player saves are those that a render writes."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.clips import equal, make_clip, noise
from media.subs import Shown, make_vobsub
from upshade.core import chain as chains
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.engine import Clock
from upshade.errors import BadInput, OutputError
from upshade.gl.context import Context
from upshade.jobs import recipe as recipes
from upshade.jobs.job import Job
from upshade.jobs.render import render
from upshade.jobs.snapshot import draw, next_name, recipe_of, save_picture, still_format
from upshade.media.reader import open_video
from upshade.media.subtitles import open_subtitles


def loaded(path: Path) -> Frame:
    with open_video(path) as reader:
        (frame,) = reader.frames(None, None)
    return frame


def saved(context: Context, job: Job, path: Path, **more: Any) -> Path:
    """As the player does it: a frame of the reader, the chain of the moment, its context."""
    with open_video(job.source) as reader:
        frame = next(iter(reader.frames(job.start, None)))
        clock = Clock(reader.info.start_pts, reader.info.rate)
        assert isinstance(job.preset, chains.Loaded)
        drawn = draw(frame, path, job.preset, clock, size=job.size, scale=job.scale, context=context, **more)
    save_picture(drawn, path, recipe=recipe_of(job, drawn, context.info))
    return path


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
@pytest.mark.parametrize("depth", ["yuv420p", "yuv420p10le"])
def test_it_is_what_a_render_writes(headless: Context, tmp_path: Path, suffix: str, depth: str) -> None:
    options = {"crf": "1"}
    source = tmp_path / "in.mkv"
    if depth == "yuv420p":
        make_clip(source, frames=12, size=(160, 90), offset=0.5, sound=None, options=options)
    else:
        make_clip(tmp_path / "8.mkv", frames=12, size=(160, 90), offset=0.5, sound=None, options=options)
        render(Job(str(tmp_path / "8.mkv"), str(source), None, codec="ffv1", pix_fmt=depth))
    job = Job(str(source), str(tmp_path / f"render{suffix}"), chains.load("anime"), scale=1.5, start=0.3)
    render(job)
    mine = saved(headless, job, tmp_path / f"player{suffix}")
    frame = loaded(mine)
    assert (frame.width, frame.height) == (240, 135) and equal([frame], [loaded(Path(job.output))])
    assert frame.format.bits == (8 if depth == "yuv420p" or suffix in (".jpg", ".webp") else 16)
    ours, theirs = recipes.read(mine), recipes.read(job.output)
    assert ours.data() == {**theirs.data(), "source": {**theirs.data()["source"], "sha256": None}}
    again = tmp_path / f"again{suffix}"
    render(Job(str(source), str(again), recipe=str(mine), start=job.start))
    assert recipes.read(again).text() == recipes.read(job.output).text()
    assert again.read_bytes() == Path(job.output).read_bytes()


def test_subtitles_and_pixels_that_are_not_square(headless: Context, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=12, size=(160, 96), sound=None, sar=Fraction(4, 3))
    box = Shown(0, 900, 300, 200, np.ones((80, 120), np.uint8))
    index = str(make_vobsub(tmp_path / "s.idx", [box], [0xFFFFFF] * 16))
    job = Job(str(source), str(tmp_path / "a.png"), chains.load(None), size=(320, 96), start=0.2, burn_in=index)
    render(job)
    with open_video(source) as reader, open_subtitles(reader.info, index) as subtitles:
        mine = saved(headless, job, tmp_path / "b.png", subtitles=subtitles)
    assert equal([loaded(mine)], [loaded(tmp_path / "a.png")])
    bare = saved(headless, replace(job, burn_in=None), tmp_path / "bare.png")
    assert not equal([loaded(mine)], [loaded(bare)])
    for path in (mine, tmp_path / "a.png"):
        with open_video(path) as reader:
            assert reader.info.sar == Fraction(2, 3), "drawn twice as wide"


@pytest.mark.parametrize(("suffix", "kept"), [(".png", True), (".jpg", True), (".webp", False), (".tif", True)])
def test_the_shape_of_pixels(tmp_path: Path, suffix: str, kept: bool) -> None:
    for name in ("rgb24", "yuv420p"):
        path = tmp_path / f"{name}{suffix}"
        save_picture(noise(PIXEL_FORMATS[name], 40, 30), path, sar=Fraction(8, 9))
        with open_video(path) as reader:
            assert reader.info.sar == (Fraction(8, 9) if kept else 1)
    save_picture(noise(PIXEL_FORMATS["rgb24"], 40, 30), tmp_path / f"a{suffix}")
    save_picture(noise(PIXEL_FORMATS["rgb24"], 40, 30), tmp_path / f"b{suffix}", sar=Fraction(1))
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_picture_of_the_screen(tmp_path: Path) -> None:
    """RGBA as it is read back, a view with rows of another picture between."""
    rows = np.random.default_rng(1).integers(0, 256, (60, 40, 4), np.uint8)
    rows[..., 3] = 255
    frame = noise(PIXEL_FORMATS["rgba"], 40, 30).with_planes((rows[::2],))
    save_picture(frame, tmp_path / "a.png")
    assert np.array_equal(loaded(tmp_path / "a.png").planes[0], rows[::2])


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    frame = noise(PIXEL_FORMATS["rgb24"], 8, 8)
    (tmp_path / "a.png").write_bytes(b"mine")
    with pytest.raises(OutputError, match="exists already"):
        save_picture(frame, tmp_path / "a.png")
    assert os.listdir(tmp_path) == ["a.png"] and (tmp_path / "a.png").read_bytes() == b"mine"
    save_picture(frame, tmp_path / "a.png", overwrite=True)
    assert equal([loaded(tmp_path / "a.png")], [frame])
    with pytest.raises(BadInput, match=r"no still picture is called '\.gif'; known: \.png"):
        still_format("a.gif", frame.format)
    with pytest.raises(OutputError, match="there is no folder"):
        save_picture(frame, tmp_path / "none" / "a.png")


def test_names(tmp_path: Path) -> None:
    def name(stem: str, time: float | None = 83.5, suffix: str = "_after.png") -> str:
        path = next_name(tmp_path, stem, time, suffix)
        assert path.parent == tmp_path and not path.exists()
        path.write_bytes(b"")
        return path.name

    assert name("Film") == "Film_0-01-23.500_after.png"
    assert name("Film") == "Film_0-01-23.500_after_2.png"
    assert name("Film") == "Film_0-01-23.500_after_3.png"
    assert name("Film", 83.4996) == "Film_0-01-23.500_after_4.png", "no 60 seconds, no 1000 milliseconds"
    assert name("Film", 59.9996, ".png") == "Film_0-01-00.000.png"
    assert name("Film", 36000 + 3599.001, ".jpg") == "Film_10-59-59.001.jpg"
    assert name("Film", None, ".png") == "Film.png" and name("Film", None, ".png") == "Film_2.png"
    assert name("Film", -0.01, ".png") == "Film_0-00-00.000.png"
    assert name('100% "a/b": <c>\n?', 0, ".png") == "100_ _a_b__ _c____0-00-00.000.png"
    assert name(" .. ", 0, ".png") == "picture_0-00-00.000.png"
    assert len(os.fsencode(name("Ü" * 300))) <= 200
    os.symlink("nowhere", tmp_path / "Link.png")
    assert name("Link", None, ".png") == "Link_2.png"


def test_every_name_can_be_saved_to(tmp_path: Path) -> None:
    for stem in ("a%05d", "50%", "Ü" * 300, ".hidden", "…"):
        save_picture(noise(PIXEL_FORMATS["rgb24"], 8, 8), next_name(tmp_path, stem, 1.0, ".png"))
    assert len(os.listdir(tmp_path)) == 5
