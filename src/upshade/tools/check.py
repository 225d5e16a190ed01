"""`check`: shader files compiled and drawn, each behind a wall, and a table of what became of them."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ..core import library
from ..core.plan_text import mib
from ..errors import NotFound, OutputError, ParameterError, Stopped, nearest, one_line
from . import checkcrew
from .checker import Setup, frames
from .checkone import Found, State
from .printing import print_json, row, show, table, width

ENDINGS = (".glsl", ".hook")
_STYLES: dict[State, str | None] = {"ran": None, "partly": "yellow", "nothing ran": "yellow", "refused": "red",
                                    "failed": "bold red"}  # fmt: skip
_GOOD = frozenset({"ran", "partly"})
_WIDE, _SHORT = 110, 8
"""Columns of a terminal in which every figure has room beside a file's name, and of a name that fits a narrow one."""


def check(out: Console, err: Console, names: Sequence[str], setup: Setup, jobs: int, json: bool) -> int:
    """Check and print; the exit code, 1 if a file did not run. `names`: files, folders, names of shaders.

    Raises NotFound and BadInput for names that lead nowhere, ParameterError for a `--set` that is for none of the
    files, what reading `setup.source` raises, GraphicsError without OpenGL, Stopped.
    """
    files = find(names)
    _check_sets(setup.sets, files)
    frames(setup.source)
    found: dict[str, Found] = {}
    begun = time.monotonic()
    columns = (TextColumn("{task.completed:.0f}/{task.total:.0f}"), BarColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[counts]}"))  # fmt: skip
    # rich would write an empty line into a log
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bar:
        task = bar.add_task("check", total=len(files), counts="")

        def told(one: Found) -> None:
            found[one.path] = one
            bar.update(task, advance=1, counts=counts(list(found.values())))

        try:
            checkcrew.run(list(files), setup, jobs, told)
        except KeyboardInterrupt as signal:
            code = getattr(signal, "exit_code", 130)
            word = "interrupted" if code == 130 else "terminated"
            bar.stop()
            if found and not json:
                _print(out, _rows(found, files), jobs, time.monotonic() - begun)
            raise Stopped(f"{word}: {len(found)} of {len(files)} files were checked", code) from None
        except OSError as error:
            raise OutputError(f"no process can be started: {error.strerror or error}") from None
    rows = _rows(found, files)
    if json:
        print_json(out, {"files": [{"name": name, **found[path].words()} for path, name in files.items()],
                         "counts": dict(Counter(one.state for one in rows)),
                         "seconds": time.monotonic() - begun, "jobs": jobs})  # fmt: skip
    else:
        _print(out, rows, jobs, time.monotonic() - begun)
    return 0 if all(one.state in _GOOD for one in rows) else 1


def find(names: Sequence[str]) -> dict[str, str]:
    """Paths and what to call them: folders searched, alphabetically, each file once. With one folder, names are from
    there on."""
    files: dict[str, str] = {}
    for name in names:
        path = Path(name).expanduser()
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
            if not inside:
                raise NotFound(f"there is no shader file ({' '.join(ENDINGS)}) in '{one_line(name)}'")
            for one in inside:
                files.setdefault(str(one), str(one.relative_to(path)) if len(names) == 1 else str(one))
        else:
            # A file with whatever ending; else a name that `upshade list` knows.
            files.setdefault(str(path if path.exists() else library.find_shader(name)), name)
    return files


def _check_sets(sets: Sequence[str], files: dict[str, str]) -> None:
    """A `--set` that fits no file is a slip; whether its value fits is told with the file."""
    stems = {Path(path).stem for path in files}
    for text in sets:
        label, dot, _ = text.partition("=")[0].strip().rpartition(".")
        if "=" not in text or not dot:
            raise ParameterError(f"--set wants SHADER.PARAM=VALUE, not '{one_line(text[:80])}'")
        stem = label.partition("#")[0].rpartition("/")[2]
        if stem not in stems:
            raise ParameterError(f"--set {one_line(text[:80])}: no file is called '{one_line(stem)}'"
                                 f"{nearest(stem, stems)}")  # fmt: skip


def _rows(found: dict[str, Found], files: dict[str, str]) -> list[Found]:
    """What was found, in the order of the files."""
    return [_named(found[path], name) for path, name in files.items() if path in found]


def _named(one: Found, name: str) -> Found:
    """With its short name where the error has the path."""
    return replace(one, path=name, why=one.why.replace(one.path, name))


def counts(rows: Sequence[Found]) -> str:
    """ "632 ran, 4 partly, 33 refused" """
    number = Counter(one.state for one in rows)
    return ", ".join(f"{number[state]} {state}" for state in _STYLES if number[state]) or "none"


def _print(out: Console, rows: Sequence[Found], jobs: int, seconds: float) -> None:
    # In a narrow terminal the names would be folded to a few letters a line.
    wide = width(out) >= _WIDE or max(len(one.path) for one in rows) <= _SHORT
    columns = ["file", "result", "passes", "input", "output", "ms", "memory"]
    if not wide:
        columns = [name for name in columns if name not in ("input", "memory")]
    shown = table(*columns, right=("passes", "ms", "memory"))
    # Of a long path all may be seen, and none of the figures be lost for it.
    for column in shown.columns:
        column.no_wrap = column is not shown.columns[0]
    for one in rows:
        part = "" if one.ran in (0, one.passes) else f"{one.ran} of "
        passes = f"{part}{one.passes}" if one.passes else ""
        drawn = (one.source, one.target, f"{one.ms:.1f}") if one.ms is not None else ("", "", "")
        memory = ("" if one.memory is None else mib(one.memory),)
        row(shown, one_line(one.path), one.state, passes, *drawn[0 if wide else 1 :], *(memory if wide else ()),
            style=_STYLES[one.state])  # fmt: skip
    show(out, shown)
    show(out, "")
    told = [one for one in rows if one.why]
    for one in told:
        name = "" if one.why.startswith(one.path) else f"{one.path}: "
        show(out, one_line(f"{one.state}: {name}{one.why}"), style=_STYLES[one.state])
    if told:
        show(out, "")
    beside = f", {jobs} at a time: alone each takes fewer ms" if jobs > 1 else ""
    show(out, f"{counts(rows)}; {seconds:.0f} s{beside}")


def default_jobs() -> int:
    """Half of the cores: a driver that draws on the CPU wants some, too."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores // 2)
