"""`compare`: how far one video or picture is from another, picture by picture at the same times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ...errors import BadInput, one_line
from ...media.files import check_output
from ..printing import print_json, row, show, table
from .align import Alone, Span
from .measure import METRICS, Comparison, Row, chosen, kernel_of, measure

__all__ = ["METRICS", "Comparison", "Span", "Wanted", "compare", "measure"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, checked when it is made: see the options of `upshade compare`. BadInput."""

    metrics: str | None = None
    span: Span = field(default_factory=Span)
    every: int = 1
    resize: str | None = None
    plot: str | None = None
    difference: str | None = None
    at: float | None = None
    overwrite: bool = False
    json: bool = False
    per_frame: bool = False

    def __post_init__(self) -> None:
        chosen(self.metrics)
        kernel_of(self.resize)
        if self.every < 1:
            raise BadInput(f"--every is {self.every}; 1 measures every picture, 10 one in ten")
        if self.at is not None and not self.difference:
            raise BadInput("--at is the time of the picture that --difference draws; give that too")
        if self.per_frame and not self.json:
            raise BadInput("--per-frame goes with --json")
        for option, path in (("--plot", self.plot), ("--difference", self.difference)):
            if path and not path.lower().endswith(".png"):
                raise BadInput(f"{option} writes PNG; give it a name that ends in .png, not '{path[-40:]}'")
        if self.plot and self.plot == self.difference:
            raise BadInput("--plot and --difference cannot be the same file")


def compare(out: Console, err: Console, reference: str, test: str, wanted: Wanted) -> None:
    """Measure, print, and write what is wanted. BadInput, OutputError, JobFailed."""
    from . import difference, plot

    if wanted.plot:
        plot.check()
    for path in (wanted.plot, wanted.difference):
        if path:
            check_output(path, overwrite=wanted.overwrite, inputs=(reference, test))
    found = _measured(err, reference, test, wanted)
    written = []
    if wanted.plot:
        plot.write(wanted.plot, found, wanted.overwrite)
        written.append(f"{wanted.plot}: the figures over time")
    if wanted.difference:
        time, gain = difference.write(wanted.difference, found, wanted.resize, wanted.span, wanted.at, wanted.overwrite)
        written.append(f"{wanted.difference}: the picture at {time:.3f} s, differences times {gain}")
    if wanted.json:
        print_json(out, found.figures(wanted.per_frame))
        return
    print_table(out, found)
    for line in written:
        show(out, one_line(line))


def _measured(err: Console, reference: str, test: str, wanted: Wanted) -> Comparison:
    names: Sequence[str] = chosen(wanted.metrics)
    columns = (TextColumn("{task.completed:.0f}/{task.fields[whole]}"), BarColumn(), TimeRemainingColumn())
    quiet = not err.is_terminal  # rich would write an empty line into a log
    with Progress(*columns, console=err, disable=quiet, transient=True) as bar:
        task = bar.add_task("compare", total=None, whole="?")

        def progress(done: int, total: int | None) -> None:
            whole = None if total is None else max(total, done)
            bar.update(task, completed=done, total=whole, whole=whole or "?")

        return measure(
            reference, test, names, wanted.span, every=wanted.every, kernel=wanted.resize,
            progress=None if quiet else progress,
        )  # fmt: skip


def print_table(out: Console, found: Comparison) -> None:
    """A line for each figure, then what was compared."""
    lines = table("metric", "mean", "worst", "at", right=("mean", "worst", "at"))
    for figure in found.rows:
        worst = found.worst(figure)
        least = figure.shown(worst.values[figure.key])
        row(lines, figure.title, _told(figure, found.mean(figure)), _told(figure, least),
            f"{worst.time:.3f} s" if math.isfinite(least) else "")  # fmt: skip
    show(out, lines)
    count = len(found.points)
    some = "" if count == found.pairs else f" of {found.pairs}"
    same = ", equal in every pixel" if found.equal else ""
    show(out, f"{count}{some} frame{'s' * ((found.pairs if some else count) != 1)}{same}")
    for name, alone, other in (("REFERENCE", found.alone[0], "TEST"), ("TEST", found.alone[1], "REFERENCE")):
        if alone:
            show(out, f"{len(alone)} frame{'s' * (len(alone) != 1)} of {name} without a partner in {other}: "
                      f"{_runs(alone)}")  # fmt: skip
    for note in found.notes:
        show(out, one_line(note))


def _told(figure: Row, value: float) -> str:
    return figure.form.format(value) if math.isfinite(value) else "∞"


_RUNS = 8


def _runs(alone: Sequence[Alone]) -> str:
    """Times in seconds; neighbours as "from – to"."""
    runs: list[list[Alone]] = []
    for one in alone:
        if runs and runs[-1][-1].number + 1 == one.number:
            runs[-1].append(one)
        else:
            runs.append([one])
    told = [f"{r[0].time:.3f}" + (f"–{r[-1].time:.3f}" if len(r) > 1 else "") for r in runs[:_RUNS]]
    return "at " + ", ".join(told) + (" …" if len(runs) > _RUNS else "") + " s"
