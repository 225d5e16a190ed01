"""What a render says while it has nothing to show."""

from __future__ import annotations

import io
from threading import Event

import pytest
from rich.console import Console

from upshade.jobs.batch import Row
from upshade.jobs.job import Job, Report
from upshade.jobs.job import Progress as Step
from upshade.tools import progress


def test_a_render_without_a_picture_says_what_may_be_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    err, said = Console(file=io.StringIO(), width=500), Event()

    class Heard(io.StringIO):
        def write(self, text: str) -> int:
            said.set()
            return super().write(text)

    err.file = Heard()

    def draws_for_ever(step: object, tell: object) -> Report:
        assert said.wait(60)
        return Report("out.mkv")

    row = Row("in.mkv", "out.mkv", Job("in.mkv", "out.mkv"))
    progress._run(row, draws_for_ever, Console(file=io.StringIO()), err, quiet=True, json=False,
                  long=progress._LONG)  # fmt: skip
    assert "never ends; `upshade check FILE` tells which pass" in err.file.getvalue()


def test_a_render_that_goes_on_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[progress.Timer] = []

    class Watched(progress.Timer):
        def __init__(self, *words: object) -> None:
            super().__init__(*words)  # type: ignore[arg-type]
            begun.append(self)

    monkeypatch.setattr(progress, "Timer", Watched)

    def draws(step, tell) -> Report:
        step(Step(1, 10, 1.0, 0))
        assert begun[0].finished.is_set()
        return Report("out.mkv")

    row = Row("in.mkv", "out.mkv", Job("in.mkv", "out.mkv"))
    progress._run(row, draws, Console(file=io.StringIO()), Console(file=io.StringIO()), quiet=True, json=False)
