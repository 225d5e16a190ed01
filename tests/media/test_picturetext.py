"""The recipe in a single picture: every format, whatever its size, and the picture is as it was."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import MediaError
from upshade.media import embedded
from upshade.media.embedded import read_recipe
from upshade.media.integrity import cut_short
from upshade.media.reader import open_video
from upshade.media.stills import write_still

from .clips import equal, noise

TEXT = '{"what": "日本語 \\u0000"}\n'
KINDS = [
    (suffix, fmt)
    for suffix, formats in (
        (".png", ("rgb24", "rgba", "rgb48le", "gray16le")),
        (".tif", ("rgb24", "rgba", "rgba64le", "gray")),
        (".webp", ("rgb24", "rgba")),
        (".jpg", ("rgb24", "gray")),
    )
    for fmt in formats
]


def numbers(count: int) -> str:
    """A text that packs badly."""
    return "".join(map(str, random.Random(1).sample(range(10**9), count // 9)))


@pytest.mark.parametrize(("suffix", "fmt"), KINDS)
@pytest.mark.parametrize("text", [TEXT, "", numbers(400_000)], ids=["short", "empty", "long"])
def test_the_picture_stays_as_it_was(tmp_path: Path, suffix: str, fmt: str, text: str) -> None:
    frame = noise(PIXEL_FORMATS[fmt], 33, 21)
    plain, told = tmp_path / f"plain{suffix}", tmp_path / f"told{suffix}"
    write_still(plain, frame)
    write_still(told, frame, recipe=text)
    assert read_recipe(plain) is None and read_recipe(told) == text
    assert cut_short(told) is None
    with open_video(plain) as a, open_video(told) as b:
        assert a.info.format == b.info.format and equal(a, b) and b.damage is None and b.info.still
    # Another program reads it, too, to the last byte.
    with Image.open(plain) as c, Image.open(told) as d:
        d.load()
        assert (c.mode, c.size, c.tobytes()) == (d.mode, d.size, d.tobytes())
    first = told.read_bytes()
    write_still(told, frame, recipe=text, overwrite=True)
    assert told.read_bytes() == first


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
def test_one_with_large_shaders(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    frame = noise(PIXEL_FORMATS["rgb24"], 40, 30)
    text = numbers(1_000_000) + " " * 20_000_000
    write_still(path, frame, recipe=text)
    assert read_recipe(path) == text
    with open_video(path) as reader:
        assert len(list(reader)) == 1 and reader.damage is None
    with Image.open(path) as image:
        image.load()


def test_pngs_is_a_text_that_others_show(tmp_path: Path) -> None:
    write_still(tmp_path / "a.png", noise(PIXEL_FORMATS["rgb24"], 8, 8), recipe=TEXT)
    with Image.open(tmp_path / "a.png") as image:
        image.load()
        assert image.info["upshade-recipe"] == TEXT


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
def test_too_large_and_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_still(path, noise(PIXEL_FORMATS["rgb24"], 40, 30), recipe=numbers(50_000))
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "MAX_BYTES", 1000)
        with pytest.raises(MediaError, match=rf"a\{suffix}: its recipe is larger than the 1000 bytes that are read$"):
            read_recipe(path)
    data = path.read_bytes()
    pick = random.Random(2)
    told = set()
    for _ in range(150):
        damaged = bytearray(data[: pick.randrange(len(data))] if pick.random() < 0.5 else data)
        for _ in range(pick.randrange(3)):
            if damaged:
                damaged[pick.randrange(len(damaged))] = pick.randrange(256)
        path.write_bytes(damaged)
        try:
            text = read_recipe(path)
        except MediaError as error:
            told.add(str(error).rpartition(": ")[2])
        else:
            assert text is None or isinstance(text, str)
    # A TIFF's directory lies behind it.
    assert told >= ({"its recipe is damaged"} if suffix == ".tif" else {"its recipe is cut", "its recipe is damaged"})


def test_one_of_many_tells_its_own(tmp_path: Path) -> None:
    """A single picture may be called like those of a sequence."""
    frame = noise(PIXEL_FORMATS["rgb24"], 8, 8)
    write_still(tmp_path / "a_1.png", frame, recipe="own")
    write_still(tmp_path / "a_2.png", frame)
    (tmp_path / "a.png.recipe.json").write_text("of all")
    assert read_recipe(tmp_path / "a_1.png") == "own" and read_recipe(tmp_path / "a_2.png") == "of all"
