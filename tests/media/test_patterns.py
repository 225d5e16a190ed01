"""Names of numbered pictures are understood in one way, by those that write them and those that read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core.frame import PIXEL_FORMATS
from upshade.media.codecs import is_sequence
from upshade.media.embedded import read_recipe
from upshade.media.patterns import Pattern, is_pattern, of_picture, parse
from upshade.media.reader import open_video
from upshade.media.writer import Writer

from .clips import color_of, equal, noise


@pytest.mark.parametrize("name", ["%d.png", "x%3d.png", "50%% off %02d.png", "a.b_%05d c.png", "100% %d.png"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    fmt = PIXEL_FORMATS["rgb24"]
    made = [noise(fmt, 32, 32, n, pts=n * 40) for n in range(11)]
    assert is_sequence(name)
    with Writer(tmp_path / name, 32, 32, fmt, color_of(fmt), codec="png", recipe="text") as writer:
        for frame in made:
            writer.write(frame)
    with open_video(tmp_path / name) as reader:
        assert equal(made, reader) and len(reader.files) == 11
        assert read_recipe(reader.files[3]) == read_recipe(tmp_path / name) == "text"


@pytest.mark.parametrize(
    ("name", "stem", "suffix", "first"),
    [
        ("frame_%05d.png", "frame", ".png", "frame_00001.png"),
        ("%d.tif", "", ".tif", "1.tif"),
        ("a.%3d.tar.png", "a..tar", ".png", "a.001.tar.png"),
        ("100%%_%d", "100%", "", "100%_1"),
    ],
)
def test_parts_of_a_name(name: str, stem: str, suffix: str, first: str) -> None:
    pattern = parse(f"folder/{name}")
    assert pattern is not None
    assert (pattern.stem, pattern.suffix, pattern.path(1)) == (stem, suffix, f"folder/{first}")


@pytest.mark.parametrize("name", ["a.png", "%d_%d.png", "%s.png", "50%.png", "%%d.png", "%999d.png", "%-3d.png"])
def test_no_patterns(name: str) -> None:
    assert parse(name) is None and not is_pattern(name)


def test_a_file_of_that_name_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "a_%d.png").touch()
    assert not is_pattern(tmp_path / "a_%d.png") and is_pattern(tmp_path / "b_%d.png")


@given(
    st.text(st.characters(blacklist_characters="/\0%0123456789"), max_size=9), st.integers(1, 12), st.integers(0, 10**9)
)
def test_a_number_is_found_again(head: str, width: int, number: int) -> None:
    pattern = Pattern("", head, width, ".png")
    name = pattern.path(number)
    assert parse(f"{head}%0{width}d.png") == pattern
    again = of_picture(name)
    assert again is not None and (again.head, again.tail, again.stem) == (head, ".png", pattern.stem)
