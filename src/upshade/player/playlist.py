"""What is played, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

from ..errors import NotFound, UpshadeError, Where
from ..media.folder import is_media, natural
from ..media.patterns import is_pattern

T = TypeVar("T")


class Playlist:
    """`paths`: files, numbered pictures by their pattern (`a_%04d.png`), and folders, of which the videos and pictures
    are taken in natural order (what is hidden and what lies deeper is not). What is not there stays in the list: it is
    passed over when its turn comes.

    `entries`: all; `index`: the current one. `loop`: behind the last comes the first. `notices`: why something was
    passed over, a line each.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]] = ()) -> None:
        self.entries: list[str] = []
        self.index = 0
        self.loop = False
        self.notices: list[str] = []
        self._opened: int | None = None
        """The entry that was opened last."""
        self.add(paths)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def current(self) -> str | None:
        return self.entries[self.index] if self.entries else None

    def add(self, paths: Iterable[str | os.PathLike[str]]) -> int | None:
        """Puts them at the end. The index of the first that was added, None if there is none."""
        first = len(self.entries)
        for path in paths:
            self.entries += self._expand(os.fspath(path))
        return first if len(self.entries) > first else None

    def _expand(self, path: str) -> list[str]:
        if is_pattern(path) or not os.path.isdir(path):
            return [path]
        try:
            with os.scandir(path) as found:
                names = [one.name for one in found if is_media(one.name) and not one.name.startswith(".")]
        except OSError as error:
            self._tell(NotFound(f"cannot be looked into: {error.strerror or error}", Where(path)))
            return []
        files = [file for file in (os.path.join(path, name) for name in names) if os.path.isfile(file)]
        if not files:
            self._tell(NotFound("no video or picture lies in this folder", Where(path)))
        return sorted(files, key=natural)

    def _tell(self, error: UpshadeError) -> None:
        if str(error) not in self.notices:
            self.notices.append(str(error))

    def next(self) -> str | None:
        """Goes one on; None, and nothing changes, where there is no more."""
        return self._go(1)

    def previous(self) -> str | None:
        return self._go(-1)

    def _go(self, by: int) -> str | None:
        at = self.index + by
        if self.entries and self.loop:
            at %= len(self.entries)
        if not 0 <= at < len(self.entries):
            return None
        self.index = at
        return self.current

    def jump(self, index: int) -> str | None:
        """To an entry by its index; None, and nothing changes, where there is no such."""
        if not 0 <= index < len(self.entries):
            return None
        self.index = index
        return self.current

    def remove(self, index: int) -> None:
        """The current one stays the current one; where it is removed itself, its successor takes its place."""
        del self.entries[index]
        if self._opened is not None and index <= self._opened:
            self._opened = None if index == self._opened else self._opened - 1
        if index < self.index or self.index == len(self.entries):
            self.index = max(0, self.index - 1)

    def open(self, opener: Callable[[str], T], by: int = 1) -> T | None:
        """What `opener` makes of the current entry. One for which it raises an error of ours is passed over in the
        direction `by` (1 or -1), and a notice says why. None: none of the rest can be opened; then the current entry
        is again the one that was opened last."""
        before = self.index if self._opened is None else self._opened
        for _ in range(len(self.entries)):
            path = self.current
            assert path is not None
            try:
                found = opener(path)
                self._opened = self.index
                return found
            except UpshadeError as error:
                self._tell(error)
            if self._go(by) is None:
                break
        self.index = before
        return None
