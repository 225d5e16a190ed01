"""What the errors say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import library
from upshade.errors import BadInput, Where, nearest, one_line, slips

WORDS = st.text("abc", max_size=7)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("amine", ("plain", "anime", "restore", "fast"), "anime"),
        ("anmie", ("plain", "anime"), "anime"),
        ("psuh", ("pull", "push"), "push"),
        ("ANIME", ("anime",), "anime"),
        ("crf", ("refs", "trellis"), ""),
        ("x", ("a", "b"), ""),
        ("", ("a",), ""),
        ("anime", (), ""),
        ("strenth_color", ("strength_thin", "strength_color"), "strength_color"),
        ("ab", ("ac", "ad"), "ac"),
    ],
)
def test_the_nearest_word(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == (f"; did you mean '{meant}'?" if meant else "")


def test_a_slip_in_a_presets_name_finds_it() -> None:
    """Two letters swapped, one left out, one doubled: of those that ship, the one that was meant."""
    names = [entry.name for entry in library.presets()]
    for name in names:
        for i in range(len(name) - 1):
            for slip in (name[:i] + name[i + 1] + name[i] + name[i + 2 :], name[:i] + name[i] + name[i:]):
                if slip not in names:
                    assert nearest(slip, names) == f"; did you mean '{name}'?", slip


@given(WORDS, WORDS)
def test_slips(a: str, b: str) -> None:
    count = slips(a, b)
    assert count == slips(b, a) and (count == 0) == (a == b)
    assert abs(len(a) - len(b)) <= count <= max(len(a), len(b))
    for most in range(count + 2):
        assert slips(a, b, most) == count if most >= count else slips(a, b, most) > most
    assert slips("x" + a, "x" + b) <= count <= slips(a, b[::-1]) + len(b)


@pytest.mark.parametrize(("a", "b", "count"), [("ab", "ba", 1), ("abc", "ca", 3), ("kitten", "sitting", 3)])
def test_known_distances(a: str, b: str, count: int) -> None:
    assert slips(a, b) == count


def test_one_line() -> None:
    """A file may have any name; the terminal is told no more than its letters."""
    assert one_line("a\nb\tc\x1b[2J\u2028 ü 日本\udcff") == "a\\nb\\tc\\x1b[2J\\u2028 ü 日本\\udcff"
    assert str(BadInput("is empty", Where("two\nlines.mkv", 3))) == "two\\nlines.mkv:3: is empty"
