"""The library: every shader that has a name, to be added to the chain; or a file by its path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..core import library
from ..core.paths import absolute, expand
from . import catalogue
from .catalogue import Item
from .picker import Picker

_ENDINGS = (".glsl", ".hook")
_MOST = 200
"""Files of a folder that are listed."""
_FOOTER = "A file: type its path, or drop it on the window"


class LibraryPopup:
    """`open` it for a place in the chain, then `gui` each turn: (name or path, place) when a shader was chosen."""

    def __init__(self) -> None:
        self._catalogue = catalogue.shaders()
        self._picker = Picker("library", "search, or the path of a file", _FOOTER)
        self._position: int | None = None
        self.reading = False

    def open(self, position: int | None = None) -> None:
        """`position`: where the new card goes; None: at the end."""
        self._position = position
        self._catalogue.refresh()
        self._picker.open()
        self.reading = True

    def gui(self) -> tuple[str, int | None] | None:
        if self.reading:
            self.reading = self._catalogue.work()
        item = self._picker.gui(self._catalogue.items, paths)
        return None if item is None else (item.key, self._position)


def paths(text: str) -> Sequence[Item]:
    """What `text` means as a path: the file itself, else what begins so in its folder."""
    text = text.strip()
    if not library.looks_like_path(text) and os.sep not in text:
        return ()
    path = expand(text)
    try:
        if os.path.isfile(path):
            return (_file(path, "this file"),)
        folder, start = (path, "") if text.endswith(("/", os.sep)) else (path.parent, path.name.casefold())
        if not path.is_absolute() and not text.startswith((".", "~")):
            return ()
        names = sorted(e.name for e in os.scandir(folder) if e.name.casefold().startswith(start))
    except (OSError, ValueError):
        return ()
    files = [folder / name for name in names if name.lower().endswith(_ENDINGS)][:_MOST]
    return [_file(path, str(folder)) for path in files]


def _file(path: Path, about: str) -> Item:
    return Item(str(absolute(path)), path.name, str(path), about, "file", str(absolute(path)))
