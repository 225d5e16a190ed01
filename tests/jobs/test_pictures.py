"""Renders to numbered pictures, and to single ones: told beforehand, gone on with, repeated."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from rich.console import Console

from media.clips import make_clip, noise
from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import OutputError, Stopped
from upshade.jobs import render as rendering
from upshade.jobs import still
from upshade.jobs.batch import plan
from upshade.jobs.batchlist import Item
from upshade.jobs.job import Job, Report
from upshade.jobs.recipe import read
from upshade.jobs.render import render
from upshade.media import pictures
from upshade.media.stills import write_still
from upshade.tools.show import print_show

pytestmark = pytest.mark.usefixtures("headless")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=12, size=(64, 36), sound=None)


def do(source: Path, output: Path, **changes: object) -> Report:
    return render(Job(str(source), str(output), **{"preset": None, **changes}))  # type: ignore[arg-type]


def test_a_name_that_is_taken_is_told_before_anything_is_drawn(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_03.png").write_bytes(b"mine")
    monkeypatch.setattr(rendering, "Drawing", None)
    with pytest.raises(OutputError, match=r"a_03\.png: exists already; --overwrite replaces it$"):
        do(clip, tmp_path / "a_%02d.png")
    assert os.listdir(tmp_path) == ["a_03.png"]


def test_one_that_was_stopped_while_it_wrote_its_pictures_goes_on(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(clip, tmp_path / "whole_%02d.png")
    write, output = pictures._write, tmp_path / "a_%02d.png"

    def stopping(path: Path, *rest: object) -> None:
        if path.name == "a_06.png":
            raise KeyboardInterrupt
        write(path, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(pictures, "_write", stopping)
        do(clip, output)
    there = {p.name: p.stat().st_mtime_ns for p in tmp_path.glob("a_*.png")}
    assert sorted(there) == [f"a_{n:02d}.png" for n in range(1, 6)]
    with pytest.raises(OutputError, match=r"a_01\.png: exists already"):
        do(clip, output, fresh=True)
    (row,) = plan([Item(str(clip), given={"codec": "png", "no-preset": True})], str(output)).rows
    assert row.state == "waiting", "a batch does not pass over it"
    report = do(clip, output)
    (row,) = plan([Item(str(clip), given={"codec": "png", "no-preset": True})], str(output)).rows
    assert row.state == "skipped"
    assert "goes on: 1 of 1 segments are there" in report.notices
    for n in range(1, 13):
        assert (tmp_path / f"a_{n:02d}.png").read_bytes() == (tmp_path / f"whole_{n:02d}.png").read_bytes()
    assert all((tmp_path / name).stat().st_mtime_ns == time for name, time in there.items()), "none is written twice"
    assert sorted(p.name for p in tmp_path.iterdir() if "_" not in p.name) == ["a.png.recipe.json",
                                                                              "whole.png.recipe.json"]  # fmt: skip


def test_a_shorter_render_leaves_nothing_of_a_longer_one(clip: Path, tmp_path: Path) -> None:
    output = tmp_path / "a_%02d.png"
    do(clip, output)
    report = do(clip, output, overwrite=True, duration=0.2)
    assert report.frames == 5 and len(list(tmp_path.glob("a_*.png"))) == 5
    assert "7 pictures (a_06.png to a_12.png) of an earlier render, which had more, are removed" in report.notices


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
def test_a_single_picture_has_its_recipe_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    source, first, second = tmp_path / "in.png", tmp_path / f"st{suffix}", tmp_path / f"again{suffix}"
    write_still(source, noise(PIXEL_FORMATS["rgb24"], 24, 16))
    do(source, first, scale=2, shaders=("deblur/dog",), sets=("dog.radius=0.7",))
    recipe = read(first)
    assert recipe.source.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (recipe.codec, recipe.output.scale, recipe.pixel_format) == (suffix[1:], 2, "rgb24")
    print_show(Console(width=100), str(first), json=False)
    shown = capsys.readouterr().out
    assert "in.png" in shown and "radius" in shown and f"upshade render --recipe {first}" in shown.replace("\n", "")
    do(source, second, recipe=str(first))
    assert second.read_bytes() == first.read_bytes(), "the same bytes, the recipe among them"
    do(source, second, recipe=str(first), overwrite=True, scale=1)
    assert read(second).output.scale == 1


def test_a_picture_of_a_large_film_waits_for_no_hash(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(still, "_MOST", 1000)
    do(clip, tmp_path / "a.png", start=0.2)
    assert read(tmp_path / "a.png").source.sha256 is None
    assert read(tmp_path / "a.png").source.bytes == clip.stat().st_size
