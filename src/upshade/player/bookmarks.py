"""Bookmarks and ranges of files, from one start to the next, in `marks.toml` beside the window's settings.

Nothing in that file can stop the program: one that is no TOML is put aside as `marks.toml.bad`, what makes no sense in
it is passed over.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import atomic, document
from ..errors import UpshadeError, one_line
from . import state

NAME = "marks.toml"
FILES = 200
"""Files that are remembered, those that were changed last."""
MARKS = 500
"""Bookmarks of a file."""
NOTE = 500
"""Characters of a note."""

_NOUN = "file of bookmarks"
_HEAD = "# Bookmarks and ranges of upshade's player, a file each, the one that was changed last first.\n\n"

Span = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`pts` of the frame, `time` in seconds from the first picture."""

    pts: int
    time: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one file. `span`: the range to be rendered, seconds from the first picture, [in, out); None: an end."""

    marks: tuple[Bookmark, ...] = ()
    span: Span = (None, None)


def load(path: Path) -> tuple[dict[str, Kept], str]:
    """What is kept, by the files' paths, and "" or a line for people. Raises nothing."""
    atomic.tidy(path)
    try:
        data = state.read(path, _NOUN)
    except UpshadeError as error:
        return {}, f"{error}; {state.aside(path, 'there are no bookmarks')}"
    found: dict[str, Kept] = {}
    tables = (data or {}).get("file")
    for table in tables if isinstance(tables, list) else []:
        if isinstance(table, dict) and isinstance(name := table.get("path"), str) and state.is_path(name):
            kept = _kept(table)
            if kept != Kept() and len(found) < FILES:
                found.setdefault(name, kept)
    return found, ""


def save(path: Path, changed: Mapping[str, Kept]) -> str:
    """Write what has `changed` of some files; what others have written of other files meanwhile stays. "", or why it
    could not be written, in a line. Raises nothing."""
    old, notice = load(path)
    # A name that is not UTF-8 cannot be written down.
    books = {name: kept for name, kept in changed.items() if state.is_path(name)}
    books = {name: kept for name, kept in (books | {k: v for k, v in old.items() if k not in books}).items()
             if kept != Kept()}  # fmt: skip
    if books == old and list(books) == list(old):
        return notice
    parts, room = [_HEAD], document.MAX_BYTES - len(_HEAD)
    for name, kept in list(books.items())[:FILES]:
        part = _text(name, kept)
        room -= len(part.encode())
        if room < 0:
            break
        parts.append(part)
    try:
        atomic.write_text(path, "".join(parts))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f"{one_line(str(path))} cannot be written: {reason}; bookmarks are not kept"
    return notice


def _kept(table: Mapping[str, Any]) -> Kept:
    begin, end = _second(table.get("from")), _second(table.get("to"))
    if begin is not None and end is not None and end <= begin:
        end = None
    given = table.get("marks")
    marks = [mark for one in (given if isinstance(given, list) else []) if (mark := _mark(one)) is not None]
    return Kept(tuple(marks[:MARKS]), (begin, end))


def _mark(value: Any) -> Bookmark | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    pts, time, note = value
    second = _second(time)
    if isinstance(pts, bool) or not isinstance(pts, int) or second is None or not isinstance(note, str):
        return None
    return Bookmark(pts, second, note[:NOTE])


def _second(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return float(value)


def _text(name: str, kept: Kept) -> str:
    """By hand: many thousands of marks in no time."""
    lines = ["[[file]]", f"path = {_string(name)}"]
    lines += [f"{key} = {end!r}" for key, end in zip(("from", "to"), kept.span, strict=True) if end is not None]
    marks = [f"  [{m.pts}, {m.time!r}, {_string(m.note[:NOTE])}],\n" for m in kept.marks[:MARKS]]
    return "\n".join(lines) + f"\nmarks = [\n{''.join(marks)}]\n\n"


def _string(text: str) -> str:
    """TOML has the escapes of JSON, and wants one more character escaped (toml.io, "String")."""
    text = text.encode("utf-8", "replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
