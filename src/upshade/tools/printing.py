"""Tables and JSON on the terminal, and in a pipe."""

from __future__ import annotations

import json
import math
import os
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 140
"""Columns where no terminal says how wide it is: wide enough that a description rarely breaks."""


def table(*columns: str, right: tuple[str, ...] = (), title: str | None = None) -> Table:
    """An empty table without lines; `right`: columns of numbers."""
    made = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", title=title, title_justify="left",
        title_style="bold",
    )  # fmt: skip
    for i, name in enumerate(columns):
        # The first column is what one types: whole, whatever the width.
        made.add_column(name, justify="right" if name in right else "left", overflow="fold", no_wrap=i == 0)
    return made


def row(into: Table, *cells: object, style: str | None = None) -> None:
    """Cells as they are: a `[` in a file's name is no markup."""
    into.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in cells), style=style)


def show(out: Console, what: Table | str, *, style: str | None = None) -> None:
    """A table as wide as the terminal, or a text as it is."""
    if isinstance(what, str):
        out.print(what, markup=False, style=style)
        return
    # Spaces at the ends of lines are of no use to what reads a pipe.
    with out.capture() as caught:
        out.print(what, soft_wrap=False, width=width(out))
    out.out("\n".join(line.rstrip() for line in caught.get().rstrip("\n").split("\n")), highlight=False)


def width(out: Console) -> int:
    """Columns that a table has."""
    return out.width if out.is_terminal or "COLUMNS" in os.environ else PIPE_WIDTH


def print_json(out: Console, data: Any) -> None:
    """Numbers that JSON has no word for (infinity, not a number) become null."""
    out.out(json.dumps(_plain(data), indent=2, ensure_ascii=False), highlight=False)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(k): _plain(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(v) for v in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
