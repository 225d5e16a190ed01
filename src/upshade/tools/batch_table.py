"""A batch on the terminal: a table that lives while it runs, then what was done and what was not."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import timedelta

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ..core.plan_text import mib
from ..errors import Stopped, one_line
from ..jobs.batch import Batch, Row, State
from ..jobs.children import run
from .printing import print_json

_STYLES = {"rendering": "cyan", "done": "green", "failed": "red", "skipped": "dim", "stopped": "yellow"}
_BESIDE = 6
"""Lines of the terminal that are left free around the table."""


def run_batch(batch: Batch, workers: int, out: Console, err: Console, *, quiet: bool, json: bool) -> int:
    """Render all that waits, and tell; the exit code. On a terminal a table shows every file's state, elsewhere a line
    tells of each that is finished. With `json` the only thing on `out` is one JSON document.

    Raises Stopped, with what was done, for Ctrl-C and `kill`.
    """
    for notice in batch.notices:
        err.print(f"note: {one_line(notice)}", markup=False)
    live = err.is_terminal and not quiet
    calm = not live and not quiet
    view = _View(batch)
    begun = time.monotonic()

    def changed(row: Row) -> None:
        view.changed(row)
        if calm and row.state in ("done", "failed"):
            err.print(line(row), markup=False)

    if calm:
        _tell_failures(batch, err)

    stopped: KeyboardInterrupt | None = None
    with Live(view, console=err, transient=True, refresh_per_second=4) if live else nullcontext():
        try:
            run(batch, workers, changed)
        except KeyboardInterrupt as signal:
            stopped = signal
    seconds = time.monotonic() - begun
    _tell_notices(batch, err)
    if not calm:
        _tell_failures(batch, err)
    text = summary(batch, seconds)
    code = batch.exit_code if stopped is None else getattr(stopped, "exit_code", 130)
    if json:
        print_json(out, document(batch, seconds, code))
    if stopped is not None:
        raise Stopped(f"{'interrupted' if code == 130 else 'terminated'}: {text}; the same command goes on", code)
    (err if json else out).print(text, markup=False)
    return code


def line(row: Row) -> str:
    """What became of a row."""
    name = row.output or row.source
    if row.state == "done":
        return one_line(f"{name}: {_frames(row)}, {row.seconds:.1f} s, {_size(row.written)}")
    if row.state == "failed":
        # Most errors begin with the file that they are about.
        about = "" if row.source in row.error or (row.output and row.output in row.error) else f"{row.source}: "
        return one_line(f"failed: {about}{row.error}")
    return one_line(f"{name}: {row.error or row.state}")


def summary(batch: Batch, seconds: float) -> str:
    """One line: how many of each, time, bytes."""
    done, failed, skipped = (batch.count(state) for state in ("done", "failed", "skipped"))
    rest = batch.count("waiting", "stopped", "rendering")
    parts = [f"{done} rendered"]
    parts += [f"{failed} failed"] * bool(failed)
    if skipped:
        parts.append(f"{skipped} {'exists' if skipped == 1 else 'exist'} already (--overwrite replaces)")
    parts += [f"{rest} not finished"] * bool(rest)
    return f"{', '.join(parts)}; {_time(seconds)}, {_size(sum(row.written for row in batch.rows))}"


def document(batch: Batch, seconds: float, exit_code: int) -> dict[str, object]:
    """The batch for JSON: every file, and the sums."""
    return {
        "files": [row.as_dict() for row in batch.rows],
        "rendered": batch.count("done"), "failed": batch.count("failed"), "skipped": batch.count("skipped"),
        "unfinished": batch.count("waiting", "stopped", "rendering"), "seconds": round(seconds, 3),
        "bytes": sum(row.written for row in batch.rows), "exit_code": exit_code,
    }  # fmt: skip


def _tell_failures(batch: Batch, err: Console) -> None:
    for row in batch.rows:
        if row.state == "failed":
            err.print(line(row), markup=False)


def _tell_notices(batch: Batch, err: Console) -> None:
    """Each once: what is said of one file of a batch is often said of all."""
    counts = Counter(notice for row in batch.rows for notice in dict.fromkeys(row.notices))
    for notice, times in counts.items():
        first = next(row for row in batch.rows if notice in row.notices)
        whom = first.source if times == 1 else f"{first.source} and {times - 1} more"
        err.print(one_line(f"note: {notice}" if first.source in notice else f"note: {whom}: {notice}"), markup=False)


class _View:
    """The table, drawn anew a few times a second."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._total = _Total(batch.rows)

    def changed(self, row: Row) -> None:
        self._total.changed(row)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = self._batch.rows
        shown = window(rows, max(3, (options.height or console.height) - _BESIDE))
        names = [one_line(os.path.basename(row.source)) for row in shown]
        width = min(max(map(cell_len, names), default=0), options.max_width // 2)
        for row, name in zip(shown, names, strict=True):
            text = Text(set_cell_size(name, width) + "  ", no_wrap=True, overflow="ellipsis")
            text.append(_state(row), _STYLES.get(row.state, ""))
            text.truncate(options.max_width, overflow="ellipsis")
            yield text
        if len(shown) < len(rows):
            yield Text(f"… {len(rows) - len(shown)} more", style="dim")
        total = Table.grid(padding=(0, 1))
        total.add_row(
            Text(f"{self._batch.count('done', 'failed', 'skipped')} of {len(rows)}"),
            ProgressBar(total=1.0, completed=self._total.part, width=max(10, min(40, options.max_width - 50))),
            Text(self._total.text(self._batch.count("failed"))),
        )
        yield total


class _Total:
    """How far the whole is, by the bytes of the inputs; what was there before it began does not count."""

    def __init__(self, rows: Sequence[Row], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._begun = clock, clock()
        self._rows = {id(row): row for row in rows if row.state == "waiting"}
        self._sum = sum(max(1, row.weight) for row in self._rows.values()) or 1
        self._parts: dict[int, float] = {}
        self.part = 0.0 if self._rows else 1.0

    def changed(self, row: Row) -> None:
        if id(row) in self._rows:
            self._parts[id(row)] = max(1, row.weight) * _part(row)
            self.part = min(1.0, sum(self._parts.values()) / self._sum)

    def text(self, failed: int) -> str:
        words = [f"{failed} failed"] if failed else []
        if 0.01 < self.part < 1:
            left = (self._clock() - self._begun) / self.part * (1 - self.part)
            words.append(f"{_time(left)} to go")
        return ", ".join(words)


def window(rows: Sequence[Row], most: int) -> list[Row]:
    """Those that fit: what renders, then what failed, what comes next, and what was finished last; in their order."""
    if len(rows) <= most:
        return list(rows)

    def those(*states: State) -> list[int]:
        return [at for at, row in enumerate(rows) if row.state in states]

    # A night of failures must not hide what comes next.
    failed = those("failed")[::-1][: max(1, most // 3)]
    chosen = [*those("rendering", "stopped"), *failed, *those("waiting"), *those("done", "skipped")[::-1]]
    return [rows[at] for at in sorted(chosen[:most])]


def _state(row: Row) -> str:
    step = row.progress
    if row.state == "rendering" and step is not None:
        part = f"{_part(row):4.0%}" if step.total else f"{step.done} frames"
        eta = "" if step.eta is None else f", {_time(step.eta)} to go"
        return f"rendering {part}, {step.fps:.1f} frames/s{eta}"
    if row.state == "done":
        return f"done      {_frames(row)}, {row.seconds:.1f} s, {_size(row.written)}"
    if row.state in ("failed", "skipped"):
        return one_line(f"{row.state}: {row.error.removeprefix(f'{row.source}: ')}")
    return row.state


def _part(row: Row) -> float:
    """0 to 1."""
    if row.state in ("done", "failed", "skipped"):
        return 1.0
    step = row.progress
    return min(1.0, step.done / step.total) if step is not None and step.total else 0.0


def _frames(row: Row) -> str:
    return "1 frame" if row.frames == 1 else f"{row.frames} frames"


def _size(count: int) -> str:
    return mib(count) if count >= 1 << 20 else f"{count / 1000:.0f} kB"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))
