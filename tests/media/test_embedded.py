"""The recipe in a file: found again in every container, and never a crash over what is not one."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import av
import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import MediaError, NotFound
from upshade.jobs.recipe import fields
from upshade.media import embedded
from upshade.media.embedded import NAME, box, read_recipe
from upshade.media.reader import open_video
from upshade.media.writer import Writer

from .clips import YUV8, color_of, noise

TEXT = '{"what": "日本語 \\u0000", "shader": "' + "//!HOOK LUMA\\n" * 5000 + '"}'


def write(path: Path, recipe: str | None = TEXT, **options: object) -> Path:
    codec = {".png": "png", ".tif": "tiff"}.get(path.suffix, "h264")
    fmt = YUV8 if codec == "h264" else PIXEL_FORMATS["rgb24"]
    with Writer(path, 64, 48, fmt, color_of(fmt), codec=codec, recipe=recipe, **options) as writer:  # type: ignore[arg-type]
        for i in range(3):
            writer.write(noise(fmt, 64, 48, i, pts=i * 40))
    return path


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.mov", "a_%03d.png", "%d.tif"])
def test_round_trip(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    assert read_recipe(path) == TEXT
    assert len(list(open_video(path))) == 3


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.mov", "a_%03d.png"])
def test_files_without_one(tmp_path: Path, name: str) -> None:
    assert read_recipe(write(tmp_path / name, None)) is None


def test_beside_pictures(tmp_path: Path) -> None:
    write(tmp_path / "my film_%03d.png")
    assert sorted(p.name for p in tmp_path.iterdir() if "json" in p.name) == ["my film.png.recipe.json"]
    assert read_recipe(tmp_path / "my film_002.png") == read_recipe(tmp_path / "my film.png.recipe.json") == TEXT
    for name in ("my film_009.png", "other.recipe.json"):
        with pytest.raises(NotFound, match="no such file"):
            read_recipe(tmp_path / name)


def test_the_newest_recipe_only(tmp_path: Path) -> None:
    """A render of a render tells of the last."""
    source = write(tmp_path / "a.mkv", "old")
    with open_video(source) as reader:
        info = reader.info
    for recipe in ("new", None):
        path = tmp_path / f"{recipe}.mkv"
        with Writer(path, 64, 48, YUV8, info.color, source=info, recipe=recipe) as writer:
            writer.write(noise(YUV8, 64, 48, pts=0, time_base=Fraction(1, 1000)))
        with av.open(str(path)) as file:
            assert [s.name for s in file.streams.attachments] == ([NAME] if recipe else [])
        assert read_recipe(path) == recipe
        assert writer.notices == []


def test_an_mp4_with_anything_behind_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", None)
    bare = path.read_bytes()
    ours = box("text")
    large = (1).to_bytes(4, "big") + b"uuid" + (len(ours) + 8).to_bytes(8, "big") + ours[8:]
    for behind, found in (
        (ours, "text"),
        (large, "text"),
        (b"\0\0\0\0" + ours[4:], "text"),  # to the end of the file
        (box("older") + ours, "text"),
        (ours + b"\0\0\0\x0cfreexxxx", "text"),
        (b"\0\0\0\x18uuid" + bytes(16), None),
        (b"\0\0\0\x07uuid", None),
        (b"\0\0\0\x02uuid" + bytes(40), None),
        (b"\0\0\0\x01uuid" + b"\xff" * 8 + bytes(40), None),
        (b"abc", None),
    ):
        path.write_bytes(bare + behind)
        assert read_recipe(path) == found
    for behind, line in (
        (ours[:-1], "its recipe is cut"),
        (box("x")[:-1] + b"\xff", "its recipe is no text"),
        ((1 << 30).to_bytes(4, "big") + ours[4:], "its recipe is cut"),
    ):
        path.write_bytes(bare + behind)
        with pytest.raises(MediaError, match=rf"a\.mp4: {line}$"):
            read_recipe(path)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a_%d.png"])
def test_one_with_large_shaders(tmp_path: Path, name: str) -> None:
    """Whatever a recipe may hold is found again."""
    text = '{"shader": "' + "0.123 " * (20_000_000 // 6) + '"}'
    path = write(tmp_path / name, text)
    assert read_recipe(path) == text
    assert len(text) < fields.MAX_BYTES == embedded.MAX_BYTES


def test_one_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MAX_BYTES", 1000)
    for name in ("a.mkv", "a.mp4", "a_%d.png"):
        path = write(tmp_path / name)
        with pytest.raises(MediaError, match=r"its recipe is larger than the 1000 bytes that are read$"):
            read_recipe(path)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_damaged_files_are_one_line_or_nothing(tmp_path: Path, suffix: str) -> None:
    data = write(tmp_path / f"a{suffix}", "a recipe").read_bytes()
    pick = random.Random(5)
    path = tmp_path / f"b{suffix}"
    for _ in range(80):
        damaged = bytearray(data[: pick.randrange(len(data))] if pick.random() < 0.3 else data)
        for _ in range(pick.randrange(1, 20)):
            if damaged:
                damaged[pick.randrange(len(damaged))] = pick.randrange(256)
        path.write_bytes(damaged)
        try:
            text = read_recipe(path)
        except MediaError as error:
            assert "\n" not in str(error)
        else:
            assert text is None or isinstance(text, str)
