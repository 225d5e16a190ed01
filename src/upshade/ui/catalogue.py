"""Titles and descriptions of all shaders and presets that have a name, read little by little."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..core import hook, library, preset
from ..core.library import Entry
from ..errors import UpshadeError

BUDGET = 0.0015
"""Seconds a turn for reading."""
_HEAD = 1 << 16
"""Bytes of a shader file that are looked at: what is said of it stands before its first block."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. `key`: what it is loaded by; `tip`: what else there is to say, in lines."""

    key: str
    title: str
    name: str
    about: str = ""
    group: str = ""
    tip: str = ""
    own: bool = False


class Catalogue:
    """`refresh` when a list is opened looks for files, `work` each turn reads some that are new or have changed.
    `items` is another object when something has changed."""

    def __init__(self, find: Callable[[], list[Entry]], read: Callable[[Entry], Item]) -> None:
        self._find, self._read = find, read
        self._known: dict[Path, tuple[int, Item]] = {}
        self._entries: list[Entry] = []
        self._left: list[Entry] = []
        self.items: tuple[Item, ...] = ()

    def refresh(self) -> None:
        seen: set[str] = set()
        self._entries = [e for e in self._find() if not (e.name in seen or seen.add(e.name))]  # type: ignore[func-returns-value]
        self._left = [e for e in self._entries if self._known.get(e.path, (None,))[0] != _changed(e.path)]
        self._sort()

    def work(self, budget: float = BUDGET) -> bool:
        """True: there is more to read."""
        if not self._left:
            return False
        until = time.perf_counter() + budget
        while self._left and time.perf_counter() < until:
            entry = self._left.pop(0)
            self._known[entry.path] = _changed(entry.path), self._read(entry)
        self._sort()
        return bool(self._left)

    def _sort(self) -> None:
        items = [self._known[e.path][1] if e.path in self._known else _plain(e) for e in self._entries]
        self.items = tuple(sorted(items, key=lambda i: (not i.own, i.group.casefold(), i.title.casefold())))


def shaders() -> Catalogue:
    return Catalogue(library.shaders, _shader)


def presets() -> Catalogue:
    return Catalogue(library.presets, _preset)


def _changed(path: Path) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1


def _plain(entry: Entry) -> Item:
    folder, _, stem = entry.name.rpartition("/")
    return Item(entry.name, stem, entry.name, "", folder.capitalize(), str(entry.path), entry.origin == "user")


def _shader(entry: Entry) -> Item:
    plain = _plain(entry)
    try:
        with open(entry.path, "rb") as file:
            head = hook.head(file.read(_HEAD).decode("utf-8", "replace"), entry.name, str(entry.path))
    except (OSError, UpshadeError) as error:
        return Item(plain.key, plain.title, plain.name, str(error), plain.group, plain.tip, plain.own)
    meta = head.meta
    tip = [str(entry.path), meta.get("source", ""), meta.get("license", "")]
    return Item(
        entry.name, meta.get("title", "").strip() or plain.title, entry.name, head.description,
        meta.get("group", "").strip() or plain.group, "\n".join(line for line in tip if line), plain.own,
    )  # fmt: skip


def _preset(entry: Entry) -> Item:
    own = entry.origin == "user"
    group = "Yours" if own else "Came with upshade"
    try:
        read = preset.load(entry.path)
    except UpshadeError as error:
        return Item(str(entry.path), entry.name, entry.name, str(error), group, str(entry.path), own)
    about = read.description
    return Item(str(entry.path), read.title or entry.name, entry.name, about, group, str(entry.path), own)
