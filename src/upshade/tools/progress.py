"""A render with its progress bar and its closing lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ..core.plan_text import mib
from ..errors import UpshadeError, one_line
from ..jobs.batch import Batch, Row
from ..jobs.job import Job, Report
from ..jobs.job import Progress as Step
from ..jobs.render import render
from .batch_table import document
from .printing import print_json

_PATIENCE = 20.0
"""Seconds without a picture, after which somebody wants to know why."""
_LONG = (f"no picture is done after {_PATIENCE:g} s: a shader of this chain takes so long, or never ends; "
         "`upshade check FILE` tells which pass")  # fmt: skip

Rendering = Callable[[Callable[[Step], None] | None, Callable[[str], None]], Report]


def run_with_progress(job: Job, out: Console, err: Console, *, quiet: bool, json: bool = False) -> None:
    """Render; frames per second, time to go and size so far on the terminal, then what was done. With `json` the only
    thing on `out` is the JSON document of a batch of one."""
    row = Row(job.source, job.output, job)
    _run(row, lambda progress, tell: render(job, progress, tell), out, err, quiet=quiet, json=json, long=_LONG)


def finish_with_lines(output: str, out: Console, err: Console, *, overwrite: bool, json: bool = False) -> None:
    """Make a playable file of what an interrupted render has, and say what is in it; `json` as above."""
    from ..jobs.finish import finish

    row = Row("", output)
    _run(row, lambda progress, tell: finish(output, overwrite=overwrite), out, err, quiet=True, json=json)


def _run(row: Row, do: Rendering, out: Console, err: Console, *, quiet: bool, json: bool, long: str = "") -> None:
    """`long`: what is said when there is no picture for long."""
    columns = (
        TextColumn("{task.completed:.0f}/{task.fields[whole]}"), BarColumn(),
        TextColumn("{task.fields[fps]:.1f} frames/s"), TimeRemainingColumn(), TextColumn("{task.fields[size]}"),
    )  # fmt: skip
    quiet = quiet or not err.is_terminal  # rich would write an empty line into a log
    told: set[str] = set()

    def tell(notice: str) -> None:
        if notice not in told:
            told.add(notice)
            err.print(f"note: {one_line(notice)}", markup=False)

    begun = time.monotonic()
    waiting = Timer(_PATIENCE, tell, [long])
    waiting.daemon = True
    if long:
        waiting.start()
    try:
        with Progress(*columns, console=err, disable=quiet, transient=True) as bar:
            task = bar.add_task("render", total=None, whole="?", fps=0.0, size="")

            def progress(step: Step) -> None:
                waiting.cancel()
                whole = "?" if step.total is None else str(max(step.total, step.done))
                bar.update(
                    task, completed=step.done, total=step.total, whole=whole, fps=step.fps, size=mib(step.written)
                )

            report = do(progress, tell)
    except UpshadeError as error:
        if json:
            row.fail(str(error), error.exit_code)
            _print_document(row, time.monotonic() - begun, out)
        raise
    finally:
        waiting.cancel()
    for notice in report.notices:
        tell(notice)
    if json:
        row.state, row.frames, row.seconds, row.written = "done", report.frames, report.seconds, report.written
        row.notices = report.notices
        _print_document(row, report.seconds, out)
    (err if json else out).print(one_line(summary(report)), markup=False)


def _print_document(row: Row, seconds: float, out: Console) -> None:
    print_json(out, document(Batch([row]), seconds, row.exit_code))


def summary(report: Report) -> str:
    """One line: what was written, how fast, and where the time went."""
    if report.frames == 1 and not any(report.spent.values()):
        return f"{report.output}: 1 picture, {report.written / 1000:.0f} kB, {report.seconds:.2f} s"
    if not any(report.spent.values()):
        return f"{report.output}: {report.frames} frames, {mib(report.written)}, {report.seconds:.1f} s"
    spent = ", ".join(f"{name} {seconds / max(report.seconds, 1e-9):.0%}" for name, seconds in report.spent.items())
    return (f"{report.output}: {report.frames} frames in {report.seconds:.1f} s = {report.fps:.1f} frames/s "
            f"({spent}), {mib(report.written)}")  # fmt: skip
