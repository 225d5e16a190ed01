"""A render with its progress bar and its closing lines."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ..core.plan_text import mib
from ..errors import one_line
from ..jobs.job import Job, Report
from ..jobs.job import Progress as Step
from ..jobs.render import render


def run_with_progress(job: Job, out: Console, err: Console, *, quiet: bool) -> Report:
    """Render; frames per second, time to go and size so far on the terminal, then what was done."""
    columns = (
        TextColumn("{task.completed:.0f}/{task.fields[whole]}"), BarColumn(),
        TextColumn("{task.fields[fps]:.1f} frames/s"), TimeRemainingColumn(), TextColumn("{task.fields[size]}"),
    )  # fmt: skip
    quiet = quiet or not err.is_terminal  # rich would write an empty line into a log
    with Progress(*columns, console=err, disable=quiet, transient=True) as bar:
        task = bar.add_task("render", total=None, whole="?", fps=0.0, size="")

        def progress(step: Step) -> None:
            whole = "?" if step.total is None else str(max(step.total, step.done))
            bar.update(task, completed=step.done, total=step.total, whole=whole, fps=step.fps, size=mib(step.written))

        report = render(job, None if quiet else progress)
    for notice in report.notices:
        err.print(f"note: {one_line(notice)}", markup=False)
    out.print(one_line(summary(report)), markup=False)
    return report


def summary(report: Report) -> str:
    """One line: what was written, how fast, and where the time went."""
    if report.frames == 1 and not any(report.spent.values()):
        return f"{report.output}: 1 picture, {report.written / 1000:.0f} kB, {report.seconds:.2f} s"
    spent = ", ".join(f"{name} {seconds / max(report.seconds, 1e-9):.0%}" for name, seconds in report.spent.items())
    return (f"{report.output}: {report.frames} frames in {report.seconds:.1f} s = {report.fps:.1f} frames/s "
            f"({spent}), {mib(report.written)}")  # fmt: skip
