"""Sequences of pictures as outputs: what is there already, and what an earlier render left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import BadInput, OutputError
from upshade.media.assemble import assemble
from upshade.media.embedded import read_recipe
from upshade.media.files import check_output
from upshade.media.pictures import made
from upshade.media.writer import Writer

from .clips import color_of, noise
from .test_assemble import encode, spec_of

RGB = PIXEL_FORMATS["rgb24"]


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def write(path: Path, count: int, recipe: str | None, *, overwrite: bool = True) -> list[str]:
    codec = "png" if path.suffix == ".png" else "tiff"
    with Writer(path, 16, 16, RGB, color_of(RGB), codec=codec, recipe=recipe, overwrite=overwrite) as writer:
        for i in range(count):
            writer.write(noise(RGB, 16, 16, i, pts=i * 40))
    return [line for line in writer.notices if "keeps no times" not in line]


def test_a_picture_that_is_there_is_refused_beforehand(tmp_path: Path) -> None:
    (tmp_path / "a_00003.png").write_bytes(b"mine")
    (tmp_path / "a_3.png").write_bytes(b"not of this pattern")
    with pytest.raises(OutputError, match=r"a_00003\.png: exists already; --overwrite replaces it$"):
        check_output(tmp_path / "a_%05d.png")
    check_output(tmp_path / "a_%05d.png", overwrite=True)
    check_output(tmp_path / "a_%05d.tif")
    check_output(tmp_path / "a_%d_%05d.png", overwrite=True)
    with pytest.raises(OutputError, match="exists already"):
        write(tmp_path / "a_%05d.png", 1, None, overwrite=False)
    assert names(tmp_path) == ["a_00003.png", "a_3.png"]


def test_places_where_no_pictures_can_be_put(tmp_path: Path) -> None:
    (tmp_path / "a_1.png").mkdir()
    for path, line in (
        (tmp_path / "none" / "a_%d.png", r"cannot be written: there is no folder '.*none'$"),
        (tmp_path / "a_%d.png", r"a_1\.png: is a folder; give a file name$"),
    ):
        with pytest.raises(OutputError, match=line):
            check_output(path, overwrite=True)


@pytest.mark.parametrize("source", ["a_%02d.png", "link_%02d.png", "a_02.png"])
def test_pictures_of_the_input_are_refused_beforehand(tmp_path: Path, source: str) -> None:
    write(tmp_path / "a_%02d.png", 3, None)
    (tmp_path / "link_01.png").symlink_to("a_01.png")
    with pytest.raises(BadInput, match=r"a_0[12]\.png: is a picture of the input; give the output another name$"):
        check_output(tmp_path / "a_%02d.png", overwrite=True, inputs=(str(tmp_path / source),))
    check_output(tmp_path / "b_%02d.png", inputs=(str(tmp_path / source),))


def test_a_call_that_was_killed_goes_on(tmp_path: Path) -> None:
    """A process that is killed leaves its pictures, and half of one in its own folder."""
    spec = spec_of("png")
    logs = encode(tmp_path, spec)
    out, own = tmp_path / "out", tmp_path / "own"
    out.mkdir()
    own.mkdir()
    pattern = out / "a_%02d.png"
    assemble(pattern, spec, logs, source=None, recipe="{}", workspace=own)
    done = [name for name in names(out) if name.endswith(".png")]
    for name in [*done[8:], "a.png.recipe.json"]:
        (out / name).unlink()
    (own / "whole.part.png").write_bytes(b"half")
    there = made(pattern, logs)
    assert there == {str(out / name) for name in done[:8]}
    with pytest.raises(OutputError, match=r"a_01\.png: exists already"):
        check_output(pattern)
    check_output(pattern, made=there)
    assemble(pattern, spec, logs, source=None, recipe="{}", workspace=own)
    assert names(out) == ["a.png.recipe.json", *done] and names(own) == []
    # Another's is none of it.
    (out / "a_05.png").write_bytes(b"mine")
    assert str(out / "a_05.png") not in made(pattern, logs)
    with pytest.raises(OutputError, match=r"a_05\.png: exists already"):
        check_output(pattern, made=made(pattern, logs))
    assert made(pattern, [tmp_path / "no log"]) == made(tmp_path / "a.mkv", logs) == frozenset()


def test_pictures_that_an_earlier_render_had_more_go(tmp_path: Path) -> None:
    write(tmp_path / "a_%02d.png", 25, "first")
    (tmp_path / "a_40.png").write_bytes(b"behind a gap, so another's")
    (tmp_path / "a_26.tif").write_bytes(b"another ending")
    assert write(tmp_path / "a_%02d.png", 10, "second") == [
        "15 pictures (a_11.png to a_25.png) of an earlier render, which had more, are removed",
        "a_40.png is called like those of this render, and not of it",
    ]
    expected = [f"a_{i:02d}.png" for i in range(1, 11)]
    assert names(tmp_path) == sorted([*expected, "a.png.recipe.json", "a_26.tif", "a_40.png"])
    assert read_recipe(tmp_path / "a_03.png") == "second"
    assert write(tmp_path / "a_%02d.png", 9, "third")[0].startswith("a_10.png of an earlier render")


@pytest.mark.parametrize(("before", "now"), [(None, "new"), ("old", None), ("same", "same")])
def test_pictures_that_may_be_anybodys_stay_and_are_told(tmp_path: Path, before: str | None, now: str | None) -> None:
    """No recipe lies beside them, or it is that of this render, which made no more than these."""
    write(tmp_path / "a_%d.png", 5, before)
    line = "2 pictures (a_4.png to a_5.png) are called like those of this render, and not of it"
    assert write(tmp_path / "a_%d.png", 3, now) == [line]
    assert (tmp_path / "a_5.png").exists()


def test_the_recipe_comes_last(tmp_path: Path) -> None:
    """Where it lies, the pictures are complete."""
    spec = spec_of("png")
    logs = encode(tmp_path, spec)

    def stop(written: int) -> None:
        if (tmp_path / "a_09.png").exists():
            raise InterruptedError

    with pytest.raises(InterruptedError):
        assemble(tmp_path / "a_%02d.png", spec, logs, source=None, recipe="{}", progress=stop)
    assert read_recipe(tmp_path / "a_03.png") is None


def test_png_and_tiff_of_one_name_have_their_own_recipes(tmp_path: Path) -> None:
    for suffix in ("png", "tif"):
        write(tmp_path / f"a_%d.{suffix}", 2, f"of {suffix}")
    for suffix in ("png", "tif"):
        assert read_recipe(tmp_path / f"a_%d.{suffix}") == read_recipe(tmp_path / f"a_2.{suffix}") == f"of {suffix}"
