"""The text of an mpv.conf, and the list options in it, read as mpv does (mpv `options/parse_configfile.c`,
`options/m_option.c`). `mpvinput` reads an input.conf, `mpvchain` finds the shader chains in both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..errors import BadInput, Where

SPACE = " \t\r\n\f\v"
"""What mpv takes for white space: less than Python does."""

TOP = "default"
"""mpv's name for what stands before the first `[profile]`."""

SCALERS = ("scale", "dscale", "cscale")
LIGHT = ("linear-downscaling", "linear-upscaling", "sigmoid-upscaling", "sigmoid-center", "sigmoid-slope")
SHADERS, OPTS = "glsl-shaders", "glsl-shader-opts"
ACTIONS = ("set", "append", "add", "pre", "clr", "remove", "del", "toggle")
MAX_SHADERS = 256

_OPTION = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_LENGTH = re.compile(r"%([0-9]{1,9})%", re.ASCII)
_ENDS = re.compile(r"\.(?:glsl|hook)([:;])", re.IGNORECASE)
_DRIVE = re.compile(r"(?:^|;)[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know about a line of their configuration."""

    where: Where
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`option=value`; the value without its quotes, "" where there is none."""

    option: str
    value: str
    where: Where


@dataclass(slots=True)
class Conf:
    """`sections`: name of a profile (`TOP`: none) -> its entries, in the order of the text."""

    sections: dict[str, list[Entry]] = field(default_factory=lambda: {TOP: []})
    notices: list[Notice] = field(default_factory=list)

    def merge(self, other: Conf) -> None:
        """Put `other` behind this: a profile of both is extended, as in mpv."""
        for name, entries in other.sections.items():
            self.sections.setdefault(name, []).extend(entries)
        self.notices += other.notices


def parse(text: str, path: str) -> Conf:
    """The sections of an mpv.conf. A line that mpv refuses is left out, with a notice where it is about shaders."""
    conf = Conf()
    section = TOP
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        where = Where(path, number)
        line = raw.lstrip(SPACE).rstrip("\r")
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name, closed, rest = line[1:].partition("]")
            if not closed or _text(rest):
                what = "the ']' is missing" if not closed else "nothing may follow the ']'"
                conf.notices.append(Notice(where, f"not a profile's name ({what}); mpv passes over this line, too"))
                continue
            section = name or TOP
            conf.sections.setdefault(section, [])
            continue
        line = line.removeprefix("--")
        found = _OPTION.match(line)
        option = found[0] if found else ""
        try:
            value = _value(line[len(option) :])
        except BadInput as error:
            if "shader" in option:
                conf.notices.append(Notice(where, f"{option}: {error.message}; mpv passes over this line, too"))
            continue
        conf.sections[section].append(Entry(option, value, where))
    return conf


def _text(line: str) -> str:
    """What stands before a comment that begins the rest of a line."""
    line = line.lstrip(SPACE)
    return "" if line.startswith("#") else line


def _value(rest: str) -> str:
    rest = _text(rest)
    value = ""
    if rest.startswith("="):
        rest = _text(rest[1:])
        if rest[:1] in ("'", '"') and rest:
            value, closed, rest = rest[1:].partition(rest[0])
            if not closed:
                raise BadInput("the quote is not closed")
        elif rest.startswith("%"):
            value, rest = _counted(rest)
        else:
            return rest.partition("#")[0].strip(SPACE)
    if _text(rest):
        raise BadInput(f"nothing may follow the value, as '{_text(rest)[:40]}' does")
    return value


def _counted(text: str) -> tuple[str, str]:
    """`%5%value…` -> ("value", the rest); the number counts bytes of UTF-8."""
    head = _LENGTH.match(text)
    data = text[head.end() :].encode("utf-8", "surrogateescape") if head else b""
    if head is None or int(head[1]) > len(data):
        raise BadInput("a value that begins with '%' is %LENGTH%VALUE, with at least as many bytes")
    at = int(head[1])
    return data[:at].decode("utf-8", "surrogateescape"), data[at:].decode("utf-8", "surrogateescape")


def separator_of(text: str, own: str) -> str:
    """What separates the files of a list: `own` (":", on Windows ";"), but where that would take the names apart and
    the other system's would not: configurations wander between machines."""
    between = {m[1] for m in _ENDS.finditer(text)}
    if len(between) == 1:
        return between.pop()
    return ";" if not between and _DRIVE.search(text) else own


def split_paths(text: str, separator: str) -> list[str]:
    """The items of a path list; a backslash before a separator makes it part of a name and means nothing elsewhere."""
    *parts, last = text.split(separator)
    items, held = [], ""
    for part in parts:
        if part.endswith("\\"):
            held += part[:-1] + separator
        else:
            items.append(held + part)
            held = ""
    return [*items, held + last]


def split_opts(text: str) -> list[tuple[str, str]]:
    """The pairs of `key=value,key=value`; a key or value may stand in "…", in […] that nest, or be %LENGTH%VALUE.
    BadInput where it is none."""
    pairs = []
    while text:
        key, text = _sub(text, "=")
        if not key or not text.startswith("="):
            raise BadInput("wants NAME=VALUE, with commas between them")
        value, text = _sub(text[1:], ",:")
        pairs.append((key, value))
        if text and text[0] not in ",:":
            raise BadInput(f"a comma is missing before '{text[:40]}'")
        text = text[1:]
    return pairs


def _sub(text: str, stops: str) -> tuple[str, str]:
    if text.startswith('"'):
        value, closed, rest = text[1:].partition('"')
        if not closed:
            raise BadInput("the quote is not closed")
        return value, rest
    if text.startswith("["):
        depth = 0
        for i, c in enumerate(text):
            depth += (c == "[") - (c == "]")
            if depth == 0:
                return text[1:i], text[i + 1 :]
        raise BadInput("the '[' is not closed")
    if text.startswith("%"):
        return _counted(text)
    end = min((i for i in map(text.find, stops) if i >= 0), default=len(text))
    return text[:end], text[end:]


@dataclass(frozen=True, slots=True)
class Item:
    """A value and the line that gave it."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class State:
    """What mpv is set to: `shaders` are paths as written, `opts` pairs of (parameter or SHADER/parameter, value) in
    the order they count, `scalers` the values of `SCALERS` and `LIGHT`."""

    shaders: tuple[Item, ...] = ()
    opts: tuple[tuple[str, Item], ...] = ()
    scalers: Mapping[str, Item] = field(default_factory=dict)

    @property
    def essence(self) -> tuple[object, ...]:
        """Equal for equal chains, whichever lines they come from."""
        scalers = sorted((name, item.text) for name, item in self.scalers.items())
        return tuple(i.text for i in self.shaders), tuple((k, i.text) for k, i in self.opts), tuple(scalers)


def option_of(name: str) -> tuple[str, str] | None:
    """`(option, action)` for an option that `change` knows, in any of its spellings in an mpv.conf; else None."""
    if name in ("glsl-shader", "opengl-shader"):
        return SHADERS, "append"
    if name in (*SCALERS, *LIGHT):
        return name, "set"
    for prefix, option in ((SHADERS, SHADERS), ("opengl-shaders", SHADERS), (OPTS, OPTS)):
        if name == prefix:
            return option, "set"
        if name.startswith(prefix + "-") and name[len(prefix) + 1 :] in ACTIONS:
            return option, name[len(prefix) + 1 :]
    return None


def change(state: State, option: str, action: str, item: Item, own: str) -> State:
    """`state` after `--option-action=item`. `own`: this system's separator of paths. BadInput where mpv refuses it."""
    if action not in ACTIONS:
        raise BadInput(f"there is no '{action[:40]}' of a list; there are {', '.join(ACTIONS)}")
    if option in (*SCALERS, *LIGHT):
        return replace(state, scalers={**state.scalers, option: item})
    if option == OPTS:
        return replace(state, opts=_opts(state.opts, action, item))
    shaders = _shaders(list(state.shaders), action, item, own)
    if len(shaders) > MAX_SHADERS:
        raise BadInput(f"more than {MAX_SHADERS} shaders in one chain")
    return replace(state, shaders=tuple(i for i in shaders if i.text))


def _shaders(now: list[Item], action: str, item: Item, own: str) -> list[Item]:
    def several() -> list[Item]:
        return [Item(text, item.where) for text in split_paths(item.text, separator_of(item.text, own))]

    if action == "set":
        return several()
    if action == "clr":
        return []
    if not item.text:
        raise BadInput(f"{SHADERS}-{action} wants a value")
    if action == "del":
        places = [int(i.text) for i in several() if re.fullmatch(r"[0-9]{1,9}", i.text, re.ASCII)]
        return [i for n, i in enumerate(now) if n not in places]
    if action == "add":
        return now + several()
    if action == "pre":
        return several() + now
    there = next((n for n, i in enumerate(now) if i.text == item.text), None)
    if action in ("remove", "toggle") and there is not None:
        return now[:there] + now[there + 1 :]
    return now if action == "remove" else [*now, item]


def _opts(now: tuple[tuple[str, Item], ...], action: str, item: Item) -> tuple[tuple[str, Item], ...]:
    if action == "clr":
        return ()
    if action == "remove":
        return tuple(pair for pair in now if pair[0] != item.text)
    if action == "append":
        key, equals, value = item.text.partition("=")
        if not (key and equals):
            raise BadInput("wants NAME=VALUE")
        pairs = [(key, value)]
    elif action in ("set", "add"):
        pairs = split_opts(item.text)
    else:
        raise BadInput(f"{OPTS} has no '-{action}'")
    kept = {} if action == "set" else dict(now)
    for key, value in pairs:
        kept.pop(key, None)
        kept[key] = Item(value, item.where)
    return tuple(kept.items())
