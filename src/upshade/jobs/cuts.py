"""Where a video is cut into segments: at key pictures of the source, about ten seconds apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

SECONDS = 10
"""A segment's length. What a killed render loses is at most one of them; each costs one key picture, which at ten
seconds is about as often as x264 (keyint 250) makes one by itself."""


def cuts(keys: Sequence[int], first: int, end: int, time_base: Fraction) -> tuple[int, ...]:
    """The first ticks of all segments but the first, rising, within (first, end): segment k is the pictures with
    cuts[k − 1] ≤ pts < cuts[k].

    `keys`: the rising times of the source's key pictures, where encoders put scene cuts; `first`, `end`: the first
    picture's time and the last one's, in `time_base`. The key picture nearest to 10 s is taken of those from 7 to
    15 s after the last cut, else a time in the middle of a scene; the last segment lasts at least 4 s. A function of
    the source alone: every process, and every render of it, cuts at the same places.
    """
    second = 1 / time_base
    made: list[int] = []
    at = first
    while True:
        ideal = at + SECONDS * second
        if ideal > end - 4 * second:
            return tuple(made)
        near = keys[bisect_left(keys, at + 7 * second) : bisect_right(keys, min(at + 15 * second, end - 4 * second))]
        at = min(near, key=lambda key: (abs(key - ideal), key)) if near else round(ideal)
        made.append(at)
