"""The contact sheet: every picture whole and unchanged where it fits, words where they can be read."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import pytest

from upshade.core.letters import _LETTERS, stroked
from upshade.errors import BadInput
from upshade.tools import contact
from upshade.tools.contact import Row, by_area, clock, contact_sheet


def noise(width: int, height: int, seed: int = 0) -> contact.Picture:
    # No colour of the page.
    return np.random.default_rng(seed).integers(150, 256, (height, width, 3)).astype(np.uint8)


def places(page: contact.Picture) -> tuple[list[range], list[range]]:
    """Columns and rows of the page that pictures (all over 100) are in."""

    def runs(lit: np.ndarray) -> list[range]:
        edges = np.flatnonzero(np.diff(np.pad(lit.astype(int), 1)))
        return [range(a, b) for a, b in edges.reshape(-1, 2).tolist()]

    lit = (page > 145).all(2)
    return runs(lit.mean(0) > 0.4), runs(lit.mean(1) > 0.4)


def test_pictures_that_fit_are_as_they_are() -> None:
    rows = [Row(n, f"shot {n}", noise(320, 180, n), noise(320, 180, 10 + n)) for n in range(3)]
    page = contact_sheet(rows)
    across, down = places(page)
    assert [len(one) for one in across] == [320, 320] and [len(one) for one in down] == [180] * 3
    for row, y in zip(rows, down, strict=True):
        for one, x in zip((row.a, row.b), across, strict=True):
            assert np.array_equal(page[y.start : y.stop, x.start : x.stop], one)
    assert across[0].start == page.shape[1] - across[1].stop, "as much air at the right as at the left"
    assert down[1].start - down[0].stop == down[2].start - down[1].stop
    assert across[1].start - across[0].stop < across[0].start < down[1].start - down[0].stop + 40


def test_pairs_side_by_side() -> None:
    rows = [Row(n, "", noise(320, 180, n), noise(320, 180, 10 + n)) for n in range(5)]
    page = contact_sheet(rows, columns=3)
    across = places(page[: places(page)[1][0].stop])[0]
    assert len(across) == 6 and {len(one) for one in across} == {320}
    gaps = [b.start - a.stop for a, b in pairwise(across)]
    assert gaps[0] == gaps[2] == gaps[4] < gaps[1] == gaps[3], "the two of a pair are nearer than pairs"
    assert contact_sheet(rows[:1], columns=9).shape == contact_sheet(rows[:1]).shape


def test_a_small_source_beside_its_large_result() -> None:
    a, b = noise(160, 90), noise(320, 180)
    page = contact_sheet([Row(0, "", a, b)])
    across, down = places(page)
    left = page[down[0].start : down[0].stop, across[0].start : across[0].stop]
    assert np.array_equal(left, a.repeat(2, 0).repeat(2, 1)), "its pixels are seen as they are"


def test_another_proportion_is_shown_whole() -> None:
    page = contact_sheet([Row(0, "", noise(240, 180), noise(320, 180))])
    across, _ = places(page)
    assert [len(one) for one in across] == [240, 320]
    page = contact_sheet([Row(0, "", noise(1000, 563), noise(320, 180))], picture=320)
    assert [len(one) for one in places(page)[0]] == [320, 320], "what rounding does is no bar"


def test_large_pictures_become_smaller() -> None:
    page = contact_sheet([Row(0, "", noise(2000, 1000), noise(2000, 1000))], picture=500)
    across, down = places(page)
    assert [len(one) for one in across] == [500, 500] and [len(one) for one in down] == [250]


@pytest.mark.parametrize(("width", "height"), [(7, 5), (13, 30), (1, 1), (60, 44), (31, 22)])
def test_the_mean_of_an_area_in_linear_light(width: int, height: int) -> None:
    """Against the definition, pixel by pixel."""
    picture = np.random.default_rng(3).integers(0, 256, (22, 30, 3)).astype(np.uint8)
    codes = picture / 255
    light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)

    def cover(size: int, out: int) -> np.ndarray:
        edges = np.linspace(0, size, out + 1)
        low, high = np.arange(size), np.arange(size) + 1
        part = np.minimum(edges[1:, None], high) - np.maximum(edges[:-1, None], low)
        return np.maximum(part, 0) * out / size

    mean = np.einsum("yi,xj,ijc->yxc", cover(22, height), cover(30, width), light)
    expected = np.where(mean <= 0.0031308, mean * 12.92, 1.055 * mean ** (1 / 2.4) - 0.055) * 255
    assert np.abs(by_area(picture, width, height) - expected).max() <= 0.5 + 1e-3


def test_even_areas_stay_even() -> None:
    for code in (0, 1, 10, 128, 254, 255):
        flat = np.full((50, 70, 3), code, np.uint8)
        assert (by_area(flat, 33, 17) == code).all() and (by_area(flat, 170, 117) == code).all()
    picture = noise(9, 7)
    assert by_area(picture, 9, 7) is picture


def test_words() -> None:
    rows = [Row(3723.5, "line art", noise(320, 180), noise(320, 180, 1))]
    page = contact_sheet(rows, ("Plain", "anime-strong"), heading="Ünïcode film.mkv")
    plain = contact_sheet(rows, ("", ""))
    assert page.shape[0] > plain.shape[0] and page.shape[1] == plain.shape[1]
    below = places(page)[1][0].stop
    assert (page[below:] > 200).any(), "the time"
    long = [Row(0, "a label that goes on and on " * 20, noise(320, 180), noise(320, 180))]
    page = contact_sheet(long, ("title " * 50, "b"), heading="h " * 400)
    across, down = places(page)
    assert (page[:, : across[0].start] < 60).all() and (page[:, across[1].stop :] < 60).all(), "nothing hangs out"
    between = slice(across[0].stop, across[1].start)
    assert (page[down[0].start - 30 : down[0].start, between] < 60).all(), "nor from one title into the next"
    tiny = contact_sheet([Row(1e7, "label", noise(2, 2), noise(2, 2))], ("A", "B"), heading="x" * 99)
    assert tiny.ndim == 3


def test_times() -> None:
    assert [clock(t) for t in (0, 1.0004, 59.9996, 3599.9, 3723.5, -1)] == [
        "0:00.000", "0:01.000", "1:00.000", "59:59.900", "1:02:03.500", "0:00.000",
    ]  # fmt: skip


def test_letters() -> None:
    drawn = {letter: stroked(letter, 3.0) for letter in _LETTERS}
    assert all(ink.shape == (21, 21) and ink.min() >= 0 and ink.max() <= 1 for ink in drawn.values())
    assert not drawn[" "].any() and all(ink.max() == 1 for letter, ink in drawn.items() if letter != " ")
    images = {ink.tobytes() for letter, ink in drawn.items()}
    assert len(images) == len(drawn), "no two look alike"
    assert np.array_equal(stroked("é", 2.0), stroked("E", 2.0)) and unicodedata.combining("́")
    assert stroked("", 2.0).shape == (14, 0)


def test_what_is_no_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    good = noise(32, 18)
    with pytest.raises(BadInput, match="at least one pair"):
        contact_sheet([])
    for bad in (good[..., :2], good.astype(np.float32), good[:0], good[..., 0]):
        with pytest.raises(BadInput, match=r"a picture is a uint8 array \(height, width, 3\), not "):
            contact_sheet([Row(0, "", good, bad)])
    monkeypatch.setattr(contact, "LARGEST", 600)
    with pytest.raises(BadInput, match="30 pairs of pictures do not fit on one page; give it more columns"):
        contact_sheet([Row(0, "", good, good)] * 30)
    with pytest.raises(BadInput, match="30 columns do not fit on one page"):
        contact_sheet([Row(0, "", good, good)] * 30, columns=30)
