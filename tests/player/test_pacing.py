"""The rhythm of pictures on a screen with a fixed rate, when neither times are exact."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from upshade.player.pacing import Pacer


def rhythm(fps: float, hz: float, phase: float, seconds: float = 20.0, noise: float = 0.001) -> list[int]:
    """For how many refreshes each picture stands. Times of pictures are rounded to milliseconds, those of refreshes
    off by up to `noise` seconds."""
    pacer = Pacer()
    rng = random.Random(round(phase * 1e6))
    counts = [0]
    picture = -1
    for i in range(round(seconds * hz)):
        at = i / hz + phase + rng.uniform(-noise, noise)
        pacer.refresh(at)
        while True:
            due = round((picture + 1) * 1000 / fps) / 1000
            if at + pacer.early < due:
                pacer.waits(due - at)
                break
            picture += 1
            pacer.shows(at - due)
            counts.append(0)
        counts[-1] += 1
    return counts[1:-1]


PHASES = [i / 1000 for i in range(42)]


@pytest.mark.parametrize(
    ("fps", "hz", "cycle"),
    [(24, 60, (2, 3)), (30, 60, (2,)), (60, 60, (1,)), (25, 50, (2,)), (24, 120, (5,)), (25, 75, (3,)), (24, 144, (6,)),
     (12, 60, (5,))],
)  # fmt: skip
@pytest.mark.parametrize("noise", [0.0, 0.001])
def test_the_rhythm_is_steady(fps: int, hz: int, cycle: tuple[int, ...], noise: float) -> None:
    for phase in PHASES:
        counts = rhythm(fps, hz, phase, noise=noise)
        settled = counts[12:]
        assert sorted(set(settled)) == list(cycle), (phase, counts)
        if len(cycle) == 2:
            assert all(a != b for a, b in pairwise(settled)), (phase, counts)


def test_a_rate_that_is_not_quite_the_screens_slips_rarely() -> None:
    """23.976 pictures on 60 refreshes: 3, 2 becomes 2, 3 every 8 seconds, and nothing around it."""
    for phase in PHASES[::5]:
        counts = rhythm(24000 / 1001, 60, phase, seconds=120)[8:]
        slips = sum(a == b for a, b in pairwise(counts))
        assert set(counts) <= {2, 3} and 12 <= slips <= 16, (phase, slips)


def test_pictures_are_on_time_on_average() -> None:
    for phase in PHASES[::3]:
        pacer = Pacer()
        late = []
        picture = -1
        for i in range(600):
            at = i / 60 + phase
            pacer.refresh(at)
            while at + pacer.early >= (picture + 1) / 24:
                picture += 1
                late.append(at - picture / 24)
                pacer.shows(late[-1])
        assert abs(sum(late) / len(late)) < 0.006
