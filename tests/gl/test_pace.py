"""How much of a step is drawn at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upshade.gl.pace import LEAST, Pace


def test_what_fits_is_drawn_whole_and_what_does_not_in_bands() -> None:
    pace = Pace()
    assert pace.rows(720, 720, 5.0, 12.0, True) == 720
    assert pace.rows(720, 720, 100.0, 12.0, False) == 64, "a multiple of the driver's tiles"
    assert pace.rows(720, 720, 1000.0, 12.0, False) == 8
    assert pace.rows(720, 720, 100_000.0, 12.0, False) == LEAST, "a slice always draws something"
    assert pace.rows(720, 720, 100_000.0, 12.0, True) == 0
    assert pace.rows(720, 720, 14.0, 12.0, True) == 0, "what nearly fits waits for the next slice"
    assert pace.rows(100, 720, 100.0, 20.0, False) == 100, "the rest of a step that was begun"


def test_a_step_that_is_not_known_is_begun_with_a_part() -> None:
    pace = Pace()
    assert pace.known(3) is None and pace.rows(720, 720, None, 12.0, False) == 45
    pace.saw(3, 30.0, 45, 720)
    assert pace.known(3) == 480.0
    pace.saw(3, 10.0, 45, 720)
    assert pace.known(3) == 160.0, "the first part contained compiling"


@given(
    st.integers(1, 5000), st.integers(1, 5000), st.one_of(st.none(), st.floats(0, 1e7)), st.floats(-50, 500),
    st.booleans(),
)  # fmt: skip
def test_every_slice_goes_on(left: int, more: int, whole: float | None, room: float, started: bool) -> None:
    rows = Pace().rows(left, left + more, whole, room, started)
    assert 0 <= rows <= left and (started or rows > 0)
    if whole and started and rows > LEAST:
        assert whole * rows / (left + more) <= max(room, 1e-3) * 1.001
