"""Pieces of sound with times of their own, joined."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from media.soundfiles import numbered, numbers
from upshade.media.soundline import Line

RATE = 48000
PIECE = 1024


def pieces(times: dict[int, float] | None = None, count: int = 200, stretch: float = 1.0) -> Iterator[tuple]:  # type: ignore[type-arg]
    """`count` numbered pieces. `times`: seconds that are added to the times of pieces from that number on; the times
    count as if samples came `stretch` times as slowly."""
    shift = 0.0
    for number in range(count):
        shift = (times or {}).get(number, shift)
        data = (numbered(PIECE, number * PIECE) / 32768).astype(np.float32)
        yield Fraction(round((number * PIECE / RATE * stretch + shift) * 90000), 90000), RATE, data


def joined(line: Line, given: Iterator[tuple]) -> np.ndarray:  # type: ignore[type-arg]
    return np.concatenate([block for _, block in line.blocks(given)])


def test_repeats_are_cut() -> None:
    heard = numbers(joined(Line(0), pieces({100: -0.25})))
    repeated = round(0.25 * RATE)
    assert np.array_equal(heard[: 100 * PIECE], np.arange(100 * PIECE))
    assert np.array_equal(heard[100 * PIECE :], np.arange(100 * PIECE + repeated, 200 * PIECE))


def test_holes_are_filled() -> None:
    heard = numbers(joined(Line(1), pieces({100: 0.25})))
    hole = 100 * PIECE - RATE
    assert np.array_equal(heard[:hole], np.arange(RATE, 100 * PIECE))
    assert (heard[hole : hole + RATE // 4] == -1).all()
    assert np.array_equal(heard[hole + RATE // 4 :], np.arange(100 * PIECE, 200 * PIECE))


@pytest.mark.parametrize("jump", [-3600.0, 86400.0])
def test_a_clock_that_is_set_anew_goes_on(jump: float) -> None:
    heard = numbers(joined(Line(0), pieces({100: jump})))
    assert np.array_equal(heard, np.arange(200 * PIECE))


@pytest.mark.parametrize("stretch", [1.001, 0.999])
def test_times_that_drift_are_followed(stretch: float) -> None:
    """A recorder whose two clocks run apart by 1000 ppm, 60 ms a minute: sound stays within 1.5 ms, without a break."""
    total = 3000
    ramp = np.arange(total * PIECE) / (total * PIECE)

    def slow() -> Iterator[tuple]:  # type: ignore[type-arg]
        for number, (time, rate, _) in enumerate(pieces(count=total, stretch=stretch)):
            yield time, rate, np.repeat(ramp[number * PIECE : number * PIECE + PIECE, None], 2, 1)

    heard = joined(Line(0), slow())[:, 0] * total * PIECE
    true = np.arange(len(heard)) / stretch
    assert np.abs(heard - true)[: int(0.99 * len(heard))].max() < 0.0015 * RATE
    assert np.abs(np.diff(heard)).max() < 2.1


def test_pieces_without_times_follow_one_another() -> None:
    given = [(time if number == 0 else None, rate, data) for number, (time, rate, data) in enumerate(pieces())]
    assert np.array_equal(numbers(joined(Line(0.5), iter(given))), np.arange(RATE // 2, 200 * PIECE))


def test_a_rate_that_changes_keeps_the_time() -> None:
    half = [(time, 24000, data[::2]) for time, _, data in pieces()]
    mixed = [*list(pieces())[:100], *half[100:]]
    counts = {RATE: 0, 24000: 0}
    for rate, block in Line(0.25).blocks(iter(mixed)):
        counts[rate] += len(block)
    assert counts == {RATE: 100 * PIECE - RATE // 4, 24000: 50 * PIECE}
