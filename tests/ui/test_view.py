"""Where the picture lies: zoom, pan, turning, pixels that are not square."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.ui.view import View
from upshade.ui.words import clock


def view(**changes) -> View:
    made = View(area=(10.0, 20.0, 800.0, 600.0), size=(640, 360))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_all_of_the_picture_is_centred_and_keeps_its_shape() -> None:
    assert view().rect == (10, 95, 800, 450)
    assert view(turns=1).rect == (10 + round((800 - 338) / 2), 20, 338, 600)
    # 720x576 with pixels of 16/15: shown 768 wide.
    wide = view(size=(720, 576), sar=Fraction(16, 15))
    assert wide.shape == (768, 576) and wide.rect[2] / wide.rect[3] == pytest.approx(4 / 3, abs=0.003)
    tall = view(size=(720, 480), sar=Fraction(8, 9))
    assert tall.shape == (720, 540)


def test_zoom_keeps_what_is_under_the_mouse() -> None:
    moved = view(zoom=2.5)
    before = moved.at(300.0, 200.0)
    for factor in (1.3, 1.3, 1.3, 0.8, 1.9):
        moved.zoom_by(factor, 300.0, 200.0)
    after = moved.at(300.0, 200.0)
    assert before and after and abs(before[0] - after[0]) <= 2 and abs(before[1] - after[1]) <= 2
    left, top, width, height = moved.rect
    assert all(float(side).is_integer() for side in (left, top, width, height)), "pixels of the screen stay whole"


def test_whole_factors_are_caught_on_the_way() -> None:
    moved = view(zoom=0.9)
    moved.zoom_by(1.15)
    assert moved.zoom == 1.0
    moved.zoom_by(1.15)
    assert 1 < moved.zoom < 1.2
    moved.zoom_to(1.9)
    moved.zoom_by(1.15)
    assert moved.zoom == 2.0


def test_pan_stops_at_the_borders() -> None:
    moved = view(zoom=4.0)
    for _ in range(50):
        moved.pan(500.0, 500.0)
    assert moved.rect[:2] == (10, 20), "the upper left corner is in the upper left of the area"
    for _ in range(100):
        moved.pan(-500.0, -500.0)
    left, top, width, height = moved.rect
    assert (left + width, top + height) == (810, 620)
    small = view(zoom=0.5)
    before = small.rect
    small.pan(100.0, 0.0)
    assert small.rect == before, "what fits stays in the middle"


@pytest.mark.parametrize(("turns", "corner"), [(0, (0, 0)), (1, (639, 0)), (2, (639, 359)), (3, (0, 359))])
def test_the_pixel_under_the_mouse_when_turned(turns: int, corner: tuple[int, int]) -> None:
    """Turned counter-clockwise by a quarter, the picture's upper right corner is at the upper left."""
    turned = view(turns=turns, zoom=1.0, size=(640, 360))
    left, top, _, _ = turned.rect
    if top < 20:
        turned.center = (0.5, 0.0)
        left, top, _, _ = turned.rect
    assert turned.at(left + 0.5, top + 0.5) == corner
    assert turned.at(left - 1, top) is None


@given(
    st.tuples(st.integers(1, 8000), st.integers(1, 8000)), st.integers(0, 3),
    st.one_of(st.none(), st.floats(0.125, 64)), st.tuples(st.floats(0, 1), st.floats(0, 1)),
)  # fmt: skip
def test_what_is_visible_lies_in_the_picture(size, turns, zoom, center) -> None:
    any_view = view(size=size, turns=turns, zoom=zoom, center=center)
    x0, y0, x1, y1 = any_view.visible
    assert 0 <= x0 < x1 <= 1.0001 and 0 <= y0 < y1 <= 1.0001
    if zoom is None:
        assert (x1 - x0) > 0.99 and (y1 - y0) > 0.99


def test_times_in_words() -> None:
    assert [clock(s) for s in (0, 59.999, 61, 3723)] == ["0:00", "0:59", "1:01", "1:02:03"]
    assert clock(83.5, exact=True) == "1:23.500" and clock(0.0416, exact=True) == "0:00.042"
