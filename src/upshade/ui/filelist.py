"""What lies in a folder, as a person looks for it: read on a thread of its own, for a disk may sleep."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Literal, TypeAlias

from ..core.paths import absolute
from ..errors import nearest, one_line
from ..media.folder import is_media, natural
from ..media.patterns import is_pattern, parse

Kind = Literal["folder", "media", "shader", "preset", "subtitles", "other"]

_KINDS: dict[str, Kind] = {
    ".glsl": "shader", ".hook": "shader", ".toml": "preset", ".ass": "subtitles", ".ssa": "subtitles",
    ".srt": "subtitles", ".vtt": "subtitles", ".sup": "subtitles", ".idx": "subtitles",
}  # fmt: skip


_Found: TypeAlias = "tuple[str, list[Item] | None, str, int | None]"
"""Folder, what is in it (None: as before), why it cannot be read, when it was changed."""


@dataclass(frozen=True, slots=True)
class Item:
    """`shown`: its name, where need be with what cannot be shown spelled out."""

    name: str
    kind: Kind
    shown: str


def kind_of(name: str) -> Kind:
    """What a file is, by its ending."""
    return "media" if is_media(name) else _KINDS.get(os.path.splitext(name)[1].lower(), "other")


def look(folder: str) -> list[Item]:
    """Folders first, then files, both in natural order; what is hidden is left out. OSError."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith("."):
                continue
            try:
                is_folder = entry.is_dir()
            except OSError:
                is_folder = False
            (folders if is_folder else files).append(entry.name)
    folders.sort(key=natural)
    files.sort(key=natural)
    return [*(Item(name, "folder", one_line(name)) for name in folders),
            *(Item(name, kind_of(name), one_line(name)) for name in files)]  # fmt: skip


class FileList:
    """The folder that is shown. `items` are what was read last, `error` why it cannot be read; `poll` takes what the
    thread has found, `look_again` now and then, `go` to another. `wake`: called from the thread when there is news."""

    def __init__(self, folder: str, wake: Callable[[], None]) -> None:
        self.folder = ""
        self.items: list[Item] = []
        self.error = ""
        self.busy = False
        self.revision = 0
        self._wake = wake
        self._changed: int | None = None
        self._found: SimpleQueue[_Found] = SimpleQueue()
        self.go(folder)

    def go(self, folder: str) -> None:
        folder = os.path.normpath(absolute(os.path.join(self.folder, os.path.expanduser(folder))))
        if folder != self.folder:
            self.folder, self.items, self.error, self._changed = folder, [], "", None
            self.revision += 1
            self._read()

    def look_again(self) -> None:
        if not self.busy:
            self._read()

    def _read(self) -> None:
        self.busy = True
        Thread(target=self._work, args=(self.folder, self._changed), name="file list", daemon=True).start()

    def _work(self, folder: str, known: int | None) -> None:
        items: list[Item] | None = None
        error, changed = "", None
        try:
            changed = os.stat(folder).st_mtime_ns
            if changed != known:
                items = look(folder)
        except OSError as exc:
            items, error = [], f"{folder} cannot be looked into: {exc.strerror or exc}"
        self._found.put((folder, items, error, changed))
        self._wake()

    def poll(self) -> None:
        while not self._found.empty():
            folder, items, error, changed = self._found.get()
            if folder != self.folder:
                continue  # somebody went on meanwhile
            if items is not None and (items != self.items or error != self.error):
                self.items, self.error = items, error
                self.revision += 1
            self._changed, self.busy = changed, False

    # -- what is typed ------------------------------------------------------------------------------------------

    def matching(self, text: str) -> list[Item]:
        """Those that have the last part of `text` in their names; those that begin so come first."""
        word = os.path.basename(text).casefold()
        if not word:
            return self.items
        found = [item for item in self.items if word in item.name.casefold()]
        return sorted(found, key=lambda item: not item.name.casefold().startswith(word))

    def completed(self, text: str) -> str:
        """`text` with as much more as all names have in common that begin so; a folder gets its separator."""
        head, word = os.path.split(text)
        fits = [
            item for item in self.items if item.name.casefold().startswith(word.casefold()) and item.shown == item.name
        ]
        if not word or not fits:
            return text
        names = [item.name for item in fits]
        # One that differs only in case takes the file's.
        letters = zip(*(name.casefold() for name in names), strict=False)
        common = sum(takewhile(bool, (len(set(column)) == 1 for column in letters)))
        more = names[0][:common] if common > len(word) or len(names) == 1 else word
        if len(fits) == 1 and fits[0].kind == "folder":
            more += os.sep
        return os.path.join(head, more)

    def refused(self, path: str) -> str:
        """Why `path` cannot be opened, "" where it can: a file, or the pattern of numbered pictures."""
        if os.path.isfile(path):
            return ""
        pattern = parse(path) if is_pattern(path) else None
        name = os.path.basename(path)
        if pattern is not None:
            try:
                return "" if pattern.files() else f"no picture here is called like {name}"
            except (OSError, ValueError):
                pass
        if not os.path.isdir(os.path.dirname(path)):
            return f"there is no folder {os.path.dirname(path)}"
        known = (item.name for item in self.items) if os.path.dirname(path) == self.folder else ()
        return f"there is no file {name}{nearest(name, known)}"


def places(own: Path | None) -> list[tuple[str, str]]:
    """Folders that are near at hand: (what to call it, path). Those that are there."""
    home = Path(os.path.expanduser("~"))
    found = [("Home", home), ("Videos", home / "Videos"), ("Movies", home / "Movies"), ("Pictures", home / "Pictures"),
             ("Downloads", home / "Downloads")]  # fmt: skip
    if own is not None:
        found += [("Your shaders", own / "shaders"), ("Your presets", own / "presets")]
    if os.name == "nt":
        found += [(f"{letter}:", Path(f"{letter}:\\")) for letter in "CDEFGHIJ"]
    else:
        found += [("Computer", Path("/")), ("Media", Path("/media")), ("Volumes", Path("/Volumes"))]
    return [(name, str(path)) for name, path in found if os.path.isdir(path)]
