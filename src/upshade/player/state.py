"""What the window remembers from one start to the next, in `window.toml` of the user's folder.

Nothing in that file can stop the program, and nothing that happens to it can reach the window: a file that is no TOML
is put aside as `window.toml.bad`, a value that makes no sense is the default again, and each is told in a line. Keys
that are unknown here (of a newer version) stay in it.
"""

from __future__ import annotations

import math
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ..core import atomic, document, library
from ..core.preset import DEFAULT
from ..errors import BadInput, UpshadeError, one_line

NAME = "window.toml"
RECENT = 20
"""Files that are remembered."""
PREVIEWS = ("rendered", "fit")

_HEAD = "# What upshade's window remembers. It writes this file itself, and keeps what it does not know.\n\n"
_PANELS = 64
_LONGEST_PATH = 4096
_LONGEST_LAYOUT = 1 << 17
_PANEL = re.compile(r"[a-z0-9][a-z0-9_.#-]{0,63}")


def _value(default: Any, check: Callable[[Any], Any]) -> Any:
    """A field of the file. `check` gives a value of it as it may be used, or raises ValueError with what it wants."""
    return field(default=default, metadata={"check": check})


def _number(low: float, high: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            raise ValueError(f"a number from {low:g} to {high:g}")
        return float(min(max(value, low), high))

    return check


def _pair(low: int, high: int) -> Callable[[Any], tuple[int, int]]:
    def check(value: Any) -> tuple[int, int]:
        whole = isinstance(value, list | tuple) and len(value) == 2
        if not whole or any(isinstance(one, bool) or not isinstance(one, int) for one in value):
            raise ValueError("two whole numbers")
        first, second = (min(max(one, low), high) for one in value)
        return first, second

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _text(longest: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not _storable(value):
            raise ValueError("text")
        return value

    return check


def _word(words: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return str(value)

    return check


def _list(most: int, fits: Callable[[str], bool]) -> Callable[[Any], tuple[str, ...]]:
    """The first `most` different texts that fit; what does not is passed over."""

    def check(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError("a list of texts")
        texts = (one for one in value if isinstance(one, str) and fits(one))
        return tuple(dict.fromkeys(texts))[:most]

    return check


def _storable(text: str) -> bool:
    """Not so the name of a file that is not UTF-8."""
    try:
        return bool(text.encode("utf-8")) or not text
    except UnicodeEncodeError:
        return False


def is_path(text: str) -> bool:
    """Whether such a file is kept the path of."""
    return 0 < len(text) <= _LONGEST_PATH and _storable(text) and "\0" not in text


@dataclass(slots=True)
class State:
    """To be changed freely, then `save`d; only what differs from these defaults is in the file.

    `size`, `position`: of the window, in screen coordinates (None: where the system puts it). `layout`: of the panels,
    Dear ImGui's own text, "" for the first one. `preset`: name or path of the last one, "" for none. `volume`: 0…1.
    `preview`: "rendered" or "fit". `recent`: paths, the last one first. `folded`: shaders whose cards show only their
    heads. `panels`: those that are open, by names that no translation changes.

    `path`: the file, None where there is no place for one. `notices`: what was wrong with it. `others`: what else was
    in it.
    """

    size: tuple[int, int] = _value((1280, 800), _pair(64, 32768))
    position: tuple[int, int] | None = _value(None, _pair(-65536, 65536))
    maximized: bool = _value(False, _flag)
    fullscreen: bool = _value(False, _flag)
    layout: str = _value("", _text(_LONGEST_LAYOUT))
    preset: str = _value(DEFAULT, _text(_LONGEST_PATH))
    volume: float = _value(1.0, _number(0, 1))
    mute: bool = _value(False, _flag)
    preview: str = _value("rendered", _word(PREVIEWS))
    recent: tuple[str, ...] = _value((), _list(RECENT, is_path))
    folded: tuple[str, ...] = _value((), _list(_PANELS, is_path))
    panels: tuple[str, ...] = _value(("chain",), _list(_PANELS, lambda one: _PANEL.fullmatch(one) is not None))

    path: Path | None = None
    notices: tuple[str, ...] = ()
    others: dict[str, Any] = field(default_factory=dict)
    _there: dict[str, Any] | None = field(default=None, repr=False)

    def opened(self, path: str | os.PathLike[str]) -> None:
        """The file comes first in `recent`."""
        text = os.path.abspath(path)
        self.recent = (text, *(one for one in self.recent if one != text))[:RECENT]


_FIELDS = {one.name: one for one in fields(State) if "check" in one.metadata}


def load(path: Path | None = None) -> State:
    """What is in the file (default: `window.toml` of the user's folder). Raises nothing."""
    if path is None:
        try:
            path = library.user_folder() / NAME
        except UpshadeError as error:
            return State(notices=(f"{error}; the window's settings are not kept",))
    atomic.tidy(path)
    state = State(path=path)
    try:
        data = read(path, "file of the window's settings")
    except UpshadeError as error:
        state.notices = (f"{error}; {aside(path, 'the defaults are used')}",)
        return state
    state._there = data
    for key, value in (data or {}).items():
        if (one := _FIELDS.get(key)) is None:
            state.others[key] = value
            continue
        try:
            setattr(state, key, one.metadata["check"](value))
        except ValueError as wanted:
            state.notices += (f"{one_line(str(path))}: {key} is not {wanted}; the default is used",)
    return state


def save(state: State) -> str:
    """Write what has changed since `load` or the last `save`, whole or not at all. "", or why it could not be written,
    in a line: then the next one tries again. Raises nothing."""
    if state.path is None:
        return ""
    try:
        data = _data(state)
        if _same(data, state._there or {}):
            return ""
        text = _HEAD + document.dumps(data)
        if len(text.encode()) > document.MAX_BYTES:
            text = _HEAD + document.dumps({key: value for key, value in data.items() if key in _FIELDS})
        atomic.write_text(state.path, text)
        state._there = data
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f"{one_line(str(state.path))} cannot be written: {reason}; the window's settings are not kept"
    return ""


def _data(state: State) -> dict[str, Any]:
    """As the file says it. A value that makes no sense is left out, as if it were the default."""
    data: dict[str, Any] = {}
    for key, one in _FIELDS.items():
        with suppress(ValueError):
            value = one.metadata["check"](getattr(state, key))
            if value != one.default:
                data[key] = list(value) if isinstance(value, tuple) else value
    return data | {key: value for key, value in state.others.items() if key not in _FIELDS}


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """In types, too: 1 is not true."""
    return repr(sorted(a.items())) == repr(sorted(b.items()))


def read(path: Path, noun: str) -> dict[str, Any] | None:
    """What a file that the player keeps says. None where there is no file; BadInput and its kin for one that cannot be
    used."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise BadInput(f"{one_line(str(path))} is not a file")  # to open a pipe would be to wait for its writer
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BadInput(f"{one_line(str(path))} cannot be read: {error.strerror}") from None
    return document.Document(path, document.read(path, noun, BadInput), noun, BadInput).data


def aside(path: Path, instead: str) -> str:
    """A file that cannot be used is kept under another name; says so, and what holds `instead`."""
    bad = path.with_name(path.name + ".bad")
    try:
        os.replace(path, bad)
    except OSError:
        return instead
    return f"{instead}, and it is kept as {bad.name}"
