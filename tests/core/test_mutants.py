"""Some hundred mutated shader files through reading and planning; `make prove fuzz` takes thousands, and draws them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from random import Random

import pytest

from prove._fuzzing import attempt
from prove._mutants import LONGEST, Way, blocks, mutant, repeat_line, texts


def test_mutants_are_planned_or_refused(tmp_path: Path) -> None:
    of = texts()
    outcomes = [attempt(mutant("test", number, of), tmp_path / "mutant.glsl")[0] for number in range(300)]
    # They get deep enough to prove something.
    assert outcomes.count("planned") > 60 and outcomes.count("refused when read") > 60


def test_a_mutant_is_the_same_each_time() -> None:
    of = texts()
    assert [mutant(7, n, of) for n in range(30)] == [mutant(7, n, of) for n in range(30)]
    assert mutant(7, 1, of) != mutant(8, 1, of)


@pytest.mark.parametrize("way", [blocks, repeat_line])
def test_making_a_mutant_takes_no_more_than_a_few_of_the_longest(way: Way) -> None:
    """Else what the maker takes is told of whoever reads it: 400 times a text of 4 MiB are 1.6 GB."""
    text = "//!HOOK MAIN\n" + "x" * (LONGEST - 100)
    tracemalloc.start()
    try:
        longest = max(len(way(text, Random(number), [text])) for number in range(30))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert longest > LONGEST
    assert peak < 10 * LONGEST
