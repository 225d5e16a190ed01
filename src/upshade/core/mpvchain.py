"""The shader chains of an mpv configuration: what stands at the top, in profiles, and on keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..errors import BadInput, Where
from .mpvconf import OPTS, SHADERS, TOP, Conf, Entry, Item, Notice, State, change, option_of, split_paths
from .mpvinput import Binding, Command

MAX_DEPTH = 20
"""mpv's limit for profiles in profiles."""
MAX_INCLUDES = 64
MAX_STEPS = 20_000
"""Options that one chain may be made of: profiles that name each other twice would double without end."""
MAX_TOTAL = 1_000_000
"""The same for all chains of a configuration together."""
MAX_CHAINS = 500

# Options that change the picture in mpv and have no counterpart in a preset, unless they are "no".
_PICTURE = (
    "deband", "linear-scaling", "correct-downscaling", "scaler-",
    "scale-", "dscale-", "cscale-", "tscale", "interpolation", "dither", "brightness", "contrast", "saturation",
    "gamma", "hue", "tone-mapping", "hdr-", "lut", "image-lut", "vf", "deinterlace",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One chain. `name`: what it is called where it has no `title`; `keys` that set it; `origin`: for people."""

    name: str
    title: str
    origin: str
    keys: tuple[str, ...]
    state: State
    where: Where


Read = Callable[[str], Conf | None]
"""The configuration at a path as an `include=` writes it; None where it cannot be read."""


def chains(conf: Conf, bindings: Sequence[Binding], separator: str, read: Read) -> tuple[list[Found], list[Notice]]:
    """Every chain with a shader in it, those of mpv.conf first, and what cannot be taken over.

    `separator` of path lists on this system. Chains of keys begin with what the top of mpv.conf sets, as in mpv.
    """
    reader = _Reader(conf, separator, read)
    found: list[Found] = []
    top = _Run(State())
    reader.apply(TOP, top)
    if top.touched and top.state.shaders:
        found.append(Found("mpv", "", "the top of mpv.conf", (), top.state, top.touched))
        reader.lost(TOP)
    for name in list(conf.sections):
        run = _Run(top.state)
        if name != TOP:
            reader.apply(name, run)
            if run.touched and run.state.shaders:
                found.append(reader.profile(name, run))
    places = _where_bound(bindings)
    for binding in bindings:
        for new in reader.binding(binding, top.state):
            later = places[binding.key, binding.section]
            if later != binding.where:
                said = f"{binding.key} is bound again in line {later.line}, which is what mpv takes; both are imported"
                reader.notices.append(Notice(binding.where, said))
            _add(found, new)
        if len(found) > MAX_CHAINS:
            raise BadInput(f"more than {MAX_CHAINS} chains of shaders", binding.where)
    return found, [*conf.notices, *reader.notices]


def _where_bound(bindings: Sequence[Binding]) -> dict[tuple[str, str], Where]:
    return {(b.key, b.section): b.where for b in bindings}


def _add(found: list[Found], new: Found) -> None:
    """A second key for one chain is no second chain."""
    for i, old in enumerate(found):
        same = old.state.essence == new.state.essence
        if same and (new.title in ("", old.title) or new.name == old.name) and (old.keys or new.name == old.name):
            found[i] = replace(old, title=old.title or new.title, keys=tuple(dict.fromkeys((*old.keys, *new.keys))))
            return
    found.append(new)


class _Run:
    """`touched`: the last line that changed the shaders or their parameters."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.touched: Where | None = None
        self.steps = 0
        self.included: set[str] = set()
        self.later: list[Entry] = []


class _Reader:
    def __init__(self, conf: Conf, separator: str, read: Read) -> None:
        self.conf = conf
        self.notices: list[Notice] = []
        self._separator = separator
        self._read = read
        self._included: dict[str, list[Entry]] = {}
        self._steps = 0
        self._told: set[tuple[Where, str]] = set()

    def _tell(self, where: Where, message: str) -> None:
        if (where, message) not in self._told:
            self._told.add((where, message))
            self.notices.append(Notice(where, message))

    # mpv.conf

    def apply(self, section: str, run: _Run) -> None:
        """What mpv does when it applies a profile. What an `include` says comes last, whatever its place."""
        self._apply(section, run, 0)
        self._finish(run)

    def _finish(self, run: _Run) -> None:
        while run.later:
            entries, run.later = run.later, []
            for entry in entries:
                self._entry(entry, run, 0)

    def _apply(self, section: str, run: _Run, depth: int) -> None:
        for entry in list(self.conf.sections.get(section, ())):
            self._entry(entry, run, depth)

    def _entry(self, entry: Entry, run: _Run, depth: int) -> None:
        run.steps += 1
        self._steps += 1
        if run.steps > MAX_STEPS or self._steps > MAX_TOTAL:
            raise BadInput("too many options for one chain (profiles that name each other?)", entry.where)
        if entry.option == "include":
            self._include(entry, run)
        elif entry.option == "profile":
            for name in split_paths(entry.value, ","):
                self._profile(name, entry.where, run, depth)
        elif known := option_of(entry.option):
            self.change(run, *known, Item(entry.value, entry.where))

    def _profile(self, name: str, where: Where, run: _Run, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self._tell(where, "profiles in profiles go deeper than mpv allows; the rest is left out, as there")
        elif name in self.conf.sections:
            self._apply(name, run, depth + 1)
        elif name and name != "help":
            self._tell(where, f"not taken over: profile={name}, which is not in these files (one of mpv's own?)")

    def _include(self, entry: Entry, run: _Run) -> None:
        if entry.value in run.included:
            return
        run.included.add(entry.value)
        if entry.value not in self._included:
            if len(self._included) >= MAX_INCLUDES:
                self._tell(entry.where, f"include={entry.value}: more than {MAX_INCLUDES} files; it is left out")
                return
            other = self._read(entry.value)
            if other is None:
                self._tell(entry.where, f"include={entry.value}: no such file, or not readable; it is left out")
                other = Conf()
            self._included[entry.value] = other.sections.pop(TOP, [])
            self.conf.merge(other)
        run.later += self._included[entry.value]

    def change(self, run: _Run, option: str, action: str, item: Item) -> None:
        try:
            run.state = change(run.state, option, action, item, self._separator)
        except BadInput as error:
            self._tell(item.where, f"{option}: {error.message}; left out")
            return
        if option in (SHADERS, OPTS):
            run.touched = item.where

    def profile(self, name: str, run: _Run) -> Found:
        said = {e.option: e for e in self.conf.sections[name]}
        title = said["profile-desc"].value if "profile-desc" in said else ""
        if condition := said.get("profile-cond"):
            message = f"profile '{name}' sets itself where {condition.value}; a preset is always chosen by its name"
            self._tell(condition.where, message)
        self.lost(name)
        assert run.touched is not None
        return Found(name, title, f"profile {name}", (), run.state, run.touched)

    def lost(self, section: str) -> None:
        """Say which options of a section change mpv's picture and are not in the preset."""
        entries = [e for e in self.conf.sections[section] if e.option.startswith(_PICTURE) and e.value != "no"]
        if entries:
            names = ", ".join(dict.fromkeys(e.option for e in entries))
            self._tell(entries[0].where, f"not taken over: {names}")

    # input.conf

    def binding(self, binding: Binding, start: State) -> list[Found]:
        """The chains that a key sets: one, or one for each value that it goes through."""
        title, only, runs = "", "", [_Run(start)]
        for command in binding.commands:
            match command:
                case ("show-text", text, *_):
                    title = title or _title(text)
                case ("apply-profile", name, *mode) if mode != ["restore"]:
                    only = name if len(runs) == 1 and runs[0].touched is None else ""
                    for run in runs:
                        self._profile(name, binding.where, run, 0)
                        self._finish(run)
                case _:
                    changes = _changes(command)
                    if len(changes) > 1 and len(runs) == 1:
                        runs = [self._copy(runs[0]) for _ in changes]
                    if changes and changes[0][0] in (SHADERS, OPTS):
                        only = ""
                    for run, (option, action, value) in zip(runs, changes * len(runs), strict=False):
                        self.change(run, option, action, Item(value, binding.where))
        touched = [run for run in runs if run.touched]
        found = [run for run in touched if run.state.shaders]
        if touched and not found:
            self._tell(binding.where, f"{binding.key} takes all shaders off; here that is --no-preset")
        made = []
        for number, run in enumerate(found, 1):
            several = f" ({number} of {len(found)})" if len(found) > 1 else ""
            name = only or f"mpv {binding.key}{several}"
            own = title or _title(binding.menu.rpartition(">")[2])
            made.append(Found(name, own and own + several, "input.conf", (binding.key,), run.state, binding.where))
        return made

    @staticmethod
    def _copy(run: _Run) -> _Run:
        made = _Run(run.state)
        made.touched = run.touched
        return made


def _changes(command: Command) -> list[tuple[str, str, str]]:
    """`(option, action, value)` that a command of input.conf sets; several where it goes through values."""
    name, *words = command
    if name == "cycle-values" and words[:1] == ["!reverse"]:
        del words[0]
    known = option_of(words[0].rpartition("/")[2]) if len(words) > 1 else None
    if known is None or known[1] != "set":
        return []
    option = known[0]
    if name == "set":
        return [(option, "set", words[1])]
    if name == "change-list":
        return [(option, words[1], words[2])]
    if name == "cycle-values" and option == SHADERS:
        return [(option, "set", value) for value in dict.fromkeys(words[1:])]
    return []


def _title(text: str) -> str:
    """One line of a text on the screen; "" where it depends on what plays."""
    return "" if "${" in text else " ".join("".join(c if c.isprintable() else " " for c in text).split())[:100]
