"""What somebody has marked in files: a notebook each, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from ..gl.pool import Target
from ..jobs.names import key
from ..player import bookmarks
from ..player.bookmarks import Bookmark, Kept, Span

_EVERY = 2.0
"""Seconds between two looks at whether something has changed."""


@dataclass(slots=True, eq=False)
class Mark:
    """`time` in seconds from the first picture, `pts` of its frame; `thumb` is lent by the pool."""

    id: int
    pts: int
    time: float
    thumb: Target | None = None
    note: str = ""


@dataclass(slots=True)
class Notebook:
    """What belongs to a file. `span`: the range to be rendered, seconds from the first picture, [in, out)."""

    marks: list[Mark] = field(default_factory=list)
    span: Span = (None, None)

    @property
    def kept(self) -> Kept:
        return Kept(tuple(Bookmark(mark.pts, mark.time, mark.note) for mark in self.marks), self.span)


class Notebooks:
    """`state`: the window's own file, beside which they are kept; None: only while the program runs. `notice`: what was
    wrong with them, in a line."""

    def __init__(self, state: Path | None) -> None:
        self._file = state.with_name(bookmarks.NAME) if state is not None else None
        self._count = 0
        self._books: dict[str, Notebook] = {}
        self._kept: dict[str, Kept] = {}
        self._looked_at = monotonic()
        self.notice = ""
        if self._file is not None:
            self._kept, self.notice = bookmarks.load(self._file)
        for name, kept in self._kept.items():
            self._books[name] = Notebook([self.mark(one.pts, one.time, one.note) for one in kept.marks], kept.span)

    def of(self, path: str) -> Notebook:
        return self._books.setdefault(key(path), Notebook())

    def mark(self, pts: int, time: float, note: str = "") -> Mark:
        """A new one, in none of the notebooks yet."""
        self._count += 1
        return Mark(self._count, pts, time, None, note)

    def marks(self) -> Iterator[Mark]:
        """Of all files."""
        for book in self._books.values():
            yield from book.marks

    def keep(self, at_once: bool = False) -> str:
        """Now and then, or `at_once`, what has changed is written. "", or a line for people."""
        if not at_once and monotonic() - self._looked_at < _EVERY:
            return ""
        self._looked_at = monotonic()
        if self._file is None:
            return ""
        kept = {name: book.kept for name, book in self._books.items()}
        changed = {name: one for name, one in kept.items() if one != self._kept.get(name, Kept())}
        if not changed:
            return ""
        self._kept |= changed
        return bookmarks.save(self._file, changed)
