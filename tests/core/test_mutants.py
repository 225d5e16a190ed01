"""Some hundred mutated shader files through reading and planning; `make prove fuzz` takes thousands, and draws them."""

from __future__ import annotations

from pathlib import Path

from prove._fuzzing import attempt
from prove._mutants import mutant, texts


def test_mutants_are_planned_or_refused(tmp_path: Path) -> None:
    of = texts()
    outcomes = [attempt(mutant("test", number, of), tmp_path / "mutant.glsl")[0] for number in range(300)]
    # They get deep enough to prove something.
    assert outcomes.count("planned") > 60 and outcomes.count("refused when read") > 60


def test_a_mutant_is_the_same_each_time() -> None:
    of = texts()
    assert [mutant(7, n, of) for n in range(30)] == [mutant(7, n, of) for n in range(30)]
    assert mutant(7, 1, of) != mutant(8, 1, of)
