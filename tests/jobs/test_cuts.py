"""Where a video is cut."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from upshade.jobs.cuts import cuts

MS = Fraction(1, 1000)


def test_at_the_key_picture_nearest_to_ten_seconds() -> None:
    keys = [0, 4000, 8000, 11_500, 13_000, 20_000, 30_000]
    assert cuts(keys, 0, 40_000, MS) == (11_500, 20_000, 30_000)


def test_in_the_middle_of_a_scene_where_there_is_no_key_picture() -> None:
    assert cuts([0], 0, 25_000, MS) == (10_000, 20_000)
    assert cuts([5000, 30_000], 5000, 35_000, MS) == (15_000, 30_000)


def test_a_short_video_is_one_segment() -> None:
    assert cuts([0, 5000, 9000], 0, 12_000, MS) == ()
    assert cuts([], 0, 0, MS) == ()


@settings(deadline=None)
@given(
    keys=st.lists(st.integers(-50_000, 500_000), max_size=60, unique=True).map(sorted),
    first=st.integers(-50_000, 100_000),
    length=st.integers(0, 400_000),
    base=st.sampled_from([MS, Fraction(1, 90_000), Fraction(1001, 24_000), Fraction(1, 24)]),
)
def test_segments_are_about_ten_seconds(keys: list[int], first: int, length: int, base: Fraction) -> None:
    scale = int(1 / (base * 1000)) or 1
    keys, first, end = [k * scale for k in keys], first * scale, (first + length) * scale
    made = cuts(keys, first, end, base)
    ends = [first, *made, end]
    seconds = [float((b - a) * base) for a, b in pairwise(ends)]
    assert all(6.9 < s < 15.1 for s in seconds[:-1])
    assert not made or 3.9 < seconds[-1] < 18
    # Wherever the walk begins again, it goes on in the same steps.
    assert not made or cuts(keys, made[0], end, base) == made[1:]
