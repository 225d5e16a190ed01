"""What the commands that learn have in common: their group, their files, and how far they are."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ..errors import BadInput, Stopped, Where, one_line
from .app import app, err, out

if TYPE_CHECKING:
    from ..learn.data import Item
    from ..learn.judging import Row
    from ..learn.progress import Pace, Step

SHADERS = (".glsl", ".hook")
WHAT, DATA = "What is learned", "The data"

learn = typer.Typer(no_args_is_help=True, help="Learn a shader from pictures or videos.")
app.add_typer(learn, name="learn")

_FIRST, _EVERY = 10.0, 30.0
"""Seconds to the first line where no terminal shows a bar, and between lines."""


@contextmanager
def shown(err: Console, *, quiet: bool, pace: Pace | None = None) -> Iterator[Callable[[Step], None]]:
    """Takes steps, and shows how far the run is: on a terminal a bar, elsewhere a line now and then."""
    from ..learn.progress import Pace

    pace = pace or Pace()
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"),
        TextColumn("{task.fields[count]}"), TimeElapsedColumn(), TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    bar = Progress(*columns, console=err, disable=quiet or not err.is_terminal, transient=True)
    task = bar.add_task("beginning", total=1.0, count="", left="")
    due = _FIRST

    def step(now: Step) -> None:
        nonlocal due
        left = pace.left(now)
        count = f"{now.done:.0f} of {now.total:.0f} {now.unit}"
        if err.is_terminal:
            bar.update(task, description=now.phase, completed=now.part, count=count, left=_to_go(left))
        elif not quiet and pace.elapsed >= due:
            due = pace.elapsed + _EVERY
            told = [
                f"{now.phase}: {count}",
                f"{now.part:.0%} of the whole",
                f"{span(pace.elapsed)} so far",
                _to_go(left),
            ]
            err.print(", ".join(filter(None, told)), markup=False)

    with bar:
        yield step


def _to_go(seconds: float | None) -> str:
    return "" if seconds is None else f"{span(seconds)} to go"


def span(seconds: float) -> str:
    """0:02:10"""
    return str(timedelta(seconds=round(seconds)))


def check_texts(title: str | None, license_: str) -> None:
    """BadInput for a text that players would not take for one, in a shader's first lines."""
    for word, text in (("--title", title), ("--license", license_)):
        if text is not None and "//!" in text:
            raise BadInput(f"{word} has '//!' in it, which would begin a block of the shader")


@contextmanager
def going_on(kept: Path) -> Iterator[None]:
    """Who interrupts the run hears whether there is something to go on with. `kept`: what it learned so far, if it came
    to that."""
    try:
        yield
    except KeyboardInterrupt as signal:
        code = getattr(signal, "exit_code", 130)
        rest = "the same command goes on where it ended" if kept.exists() else "nothing was written"
        raise Stopped(f"{'interrupted' if code == 130 else 'terminated'}; {rest}", code) from None


def outputs(output: str, bank: str | None, plot: str | None) -> tuple[Path, list[Path]]:
    """The shader's file, and the others."""
    path = Path(output).expanduser()
    others = [Path(p).expanduser() for p in (bank, plot) if p is not None]
    if len({path, *others}) <= len(others):
        raise BadInput("--output, --bank and --plot must be different files")
    if path.suffix.lower() not in SHADERS:
        raise BadInput(f"--output wants a file called {' or '.join(SHADERS)}, not '{one_line(output)}'")
    if bank is not None and others[0].suffix.lower() != ".npz":
        raise BadInput(f"--bank wants a file called .npz, not '{one_line(bank)}'")
    if plot is not None and others[-1].suffix.lower() != ".png":
        raise BadInput(f"--plot wants a file called .png, not '{one_line(plot)}'")
    return path, others


def apart(files: Iterable[Path], items: Iterable[Item]) -> None:
    """BadInput where one of `files` is learned from."""
    sources = {item.path for item in items}
    for file in files:
        for source in sources:
            with contextlib.suppress(OSError):
                if os.path.samefile(file, source):
                    raise BadInput("would be overwritten, and is to be learned from", Where(str(file)))


def writable(path: Path, overwrite: bool) -> None:
    from ..media.files import check_file

    check_file(path, overwrite=overwrite)


def all_writable(path: Path, others: Sequence[Path], kept: Path, *, overwrite: bool, fresh: bool) -> None:
    """A shader's file and those beside it: what an interrupted run wrote beside it, the one that goes on writes anew."""
    from ..learn import store

    writable(path, overwrite)
    sides = frozenset() if fresh else store.sides(kept)
    for other in others:
        writable(other, overwrite or os.path.abspath(other) in sides)


def judgement(rows: Sequence[Row], factor: int) -> str:
    """For a shader's first lines."""
    from ..learn.judging import means

    mean = means(rows)
    others = f"as given {mean.bicubic:.2f}"
    if factor > 1:
        others = f"bicubic {mean.bicubic:.2f}, Lanczos {mean.lanczos:.2f}"
    return f"On {len(rows)} pictures held back: {mean.learned:.2f} dB, {others}."


def held_rows(rows: Sequence[Row], factor: int) -> list[dict[str, str | float]]:
    """For --json, dB. What is not enlarged has no plain enlargements beside it, but the picture as it was given."""
    if factor > 1:
        return [asdict(row) for row in rows]
    return [{"name": row.name, "given": row.bicubic, "learned": row.learned} for row in rows]


def print_held(rows: Sequence[Row], factor: int) -> None:
    """A table of the pictures that were held back, and their mean; nothing without any."""
    from ..learn.judging import means

    if not rows:
        return
    mean = means(rows)
    if mean.learned < mean.bicubic:
        plain = "as it was given" if factor == 1 else "enlarged by bicubic"
        err.print(f"note: held-back pictures are better {plain}; longer training or more pictures may help",
                  markup=False)  # fmt: skip
    table = Table("picture", *(("as given", "learned") if factor == 1 else ("bicubic", "lanczos", "learned")))
    for column in table.columns[1:]:
        column.justify = "right"
    whole = [*rows, mean]
    for row in whole:
        values = [row.bicubic, row.learned] if factor == 1 else [row.bicubic, row.lanczos, row.learned]
        table.add_row(escape(one_line(row.name)), *(f"{v:.2f}" for v in values), end_section=row is whole[-2])
    out.print("PSNR of luma in dB, pictures that were held back", markup=False)
    out.print(table)
