"""`import-mpv`: presets of the shader chains in an mpv configuration."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core import library, mpvconf, mpvinput, presetsave
from ..core.mpvchain import Found, chains
from ..core.mpvconf import Conf, Item, Notice
from ..core.mpvinput import Binding
from ..core.preset import Preset
from ..errors import BadInput, NotFound, OutputError, Where, one_line
from .mpv_preset import Places, make, slug
from .printing import print_json, row, show, table

MAX_BYTES = 1 << 20
FILES = ("mpv.conf", "input.conf")

# Names that Windows keeps for devices.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True, slots=True)
class _Made:
    found: Found
    preset: Preset
    path: Path
    state: str


def import_mpv(
    out: Console, folder: Path | None, into: Path | None, overwrite: bool, dry_run: bool, json: bool
) -> None:
    """Write a preset for every chain of shaders in the mpv configuration at `folder` (None: where mpv keeps it) into
    the folder `into` (None: the user's presets), and print them as a table or JSON, with what could not be taken over.

    A preset file that is there already is kept unless `overwrite`. Raises NotFound where there is no configuration,
    BadInput where no shader is in it or it cannot be read, OutputError where a preset cannot be written.
    """
    places = _places(folder)
    found, notices = read(places)
    into = (library.user_folder() / "presets" if into is None else into).absolute()
    presets: list[tuple[Found, Preset]] = []
    used: set[Item] = set()
    for one in found:
        preset, said = make(one, places, used)
        notices += said
        if preset is not None:
            presets.append((one, preset))
    for key, value in (pair for one in found for pair in one.state.opts):
        if value not in used:
            notices.append(Notice(value.where, f"glsl-shader-opts: no shader of a chain has a parameter '{key}'"))
    notices = sorted(dict.fromkeys(notices), key=lambda n: (n.where.path, n.where.line))
    if not presets:
        lost = [_line(notice) for notice in notices if "shader" in notice.message]
        tail = f": {lost[0]}" if lost else ""
        more = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
        raise BadInput(f"no chain of shaders to import in {places.folder}{tail}{more}")
    made = _write(presets, into, overwrite, dry_run)
    if json:
        print_json(out, _as_json(places.folder, made, notices))
        return
    lines = table("preset", "title", "key", "shaders", "file", right=("shaders",))
    for item in made:
        keys = ", ".join(item.found.keys)
        row(lines, item.path.stem, item.preset.title, keys, _count(item.preset), item.state)
    show(out, lines)
    show(out, "")
    for line in _grouped(notices):
        show(out, line, style="yellow")
    show(out, _gist(made, into, dry_run))


def folders() -> list[Path]:
    """Where mpv may keep its configuration, the first that counts first."""
    if home := os.environ.get("MPV_HOME"):
        return [Path(home)]
    made = []
    if program := shutil.which("mpv"):
        made.append(Path(program).parent / "portable_config")
    if sys.platform == "win32":
        made.append(Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "mpv")
    made.append(Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "mpv")
    made += [Path.home() / ".mpv", Path.home() / ".var" / "app" / "io.mpv.Mpv" / "config" / "mpv"]
    return made


def _places(folder: Path | None) -> Places:
    tries = folders() if folder is None else [folder]
    chosen = next((f for f in tries if any(os.path.lexists(f / name) for name in FILES)), None)
    if chosen is None:
        if folder is not None and os.path.isfile(folder):
            raise NotFound(f"{folder} is a file; name the folder that it is in")
        where = ", ".join(str(f) for f in tries)
        raise NotFound(f"no mpv configuration ({' or '.join(FILES)}) in {where}; name its folder")
    chosen = chosen.absolute()
    # A folder that was named stands for itself; mpv's own also see what lies in the older place and the system's.
    others = [f.absolute() for f in tries if f != chosen] if folder is None else []
    return Places(chosen, (*others, Path("/etc/mpv")))


def read(places: Places) -> tuple[list[Found], list[Notice]]:
    """The chains of a configuration and what is to be said about them. BadInput for a file that cannot be read."""
    conf = Conf()
    bindings: list[Binding] = []
    notices: list[Notice] = []
    first, second = (places.folder / name for name in FILES)
    if os.path.lexists(first):
        conf = mpvconf.parse(_text(first), str(first))
    if os.path.lexists(second):
        bindings, notices = mpvinput.parse(_text(second), str(second))

    def include(text: str) -> Conf | None:
        path = places.find(text)
        try:
            return mpvconf.parse(_text(path), str(path))
        except BadInput:
            return None

    found, said = chains(conf, bindings, ";" if sys.platform == "win32" else ":", include)
    return found, notices + said


def _text(path: Path) -> str:
    """A file's text; bytes that are no UTF-8 stay in it as surrogates, for they may be part of a name."""
    where = Where(str(path))
    if os.path.lexists(path) and not os.path.isfile(path):
        raise BadInput("is not a file", where)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot be read: {getattr(error, 'strerror', None) or error}", where) from None
    if len(data) > MAX_BYTES:
        raise BadInput(f"is larger than {MAX_BYTES >> 20} MiB, so no configuration of mpv", where)
    return data.decode("utf-8", "surrogateescape")


def _write(presets: list[tuple[Found, Preset]], into: Path, overwrite: bool, dry_run: bool) -> list[_Made]:
    # A preset of the user's stands before upshade's own of that name, which nobody asked for here.
    reserved = {entry.name for entry in library.presets() if entry.origin == "project"} | _DEVICES
    taken: set[str] = set()
    made = []
    for found, preset in presets:
        name = _name(found, reserved, taken)
        taken.add(name)
        path = into / f"{name}.toml"
        made.append(_Made(found, preset, path, _save(preset, path, overwrite, dry_run)))
    return made


def _name(found: Found, reserved: Container[str], taken: Container[str]) -> str:
    name = slug(found.title) or slug(found.name) or "mpv"
    if name in reserved:
        name = f"mpv-{name}"
    number, unique = 2, name
    while unique in taken:
        unique = f"{name}-{number}"
        number += 1
    return unique


def _save(preset: Preset, path: Path, overwrite: bool, dry_run: bool) -> str:
    """What became of a preset's file, in a word."""
    there = os.path.lexists(path)
    if there and not overwrite:
        return "unchanged" if _holds(path, presetsave.dumps(preset, path)) else "kept"
    if dry_run:
        return "would be replaced" if there else "would be written"
    if os.path.isdir(path):
        raise OutputError("is a folder", Where(str(path)))
    presetsave.save(preset, path, overwrite=overwrite)
    return "replaced" if there else "written"


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _count(preset: Preset) -> str:
    off = sum(not p.enabled for p in preset.passes)
    return f"{len(preset.passes)}" + (f" ({off} off)" if off else "")


def _line(notice: Notice) -> str:
    return one_line(f"{notice.where}: {notice.message}")


def _grouped(notices: list[Notice]) -> list[str]:
    """What is said of several lines of a file in the same words is said once, at the first."""
    lines: dict[tuple[str, str], list[int]] = {}
    for notice in notices:
        lines.setdefault((notice.where.path, notice.message), []).append(notice.where.line)
    told = []
    for (path, message), places in lines.items():
        more = [str(n) for n in dict.fromkeys(places)][1:]
        also = f" (also in line{'s' * (len(more) > 1)} {', '.join(more)})" if more else ""
        told.append(_line(Notice(Where(path, places[0]), message + also)))
    return told


def _gist(made: list[_Made], into: Path, dry_run: bool) -> str:
    """The last line: how many went where, and what to do about those that did not."""
    kept = sum(m.state == "kept" for m in made)
    same = sum(m.state == "unchanged" for m in made)
    new = len(made) - kept - same
    told = [f"{new} {'to be ' if dry_run else ''}written"] if new else []
    told += [f"{same} there already"] if same else []
    told += [f"{kept} kept as they were (--overwrite replaces them)"] if kept else []
    return f"{len(made)} preset{'s' * (len(made) != 1)} in {into}: " + ", ".join(told)


def _as_json(folder: Path, made: list[_Made], notices: list[Notice]) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "presets": [
            {"name": m.path.stem, "title": m.preset.title, "description": m.preset.description,
             "keys": list(m.found.keys), "shaders": [{"path": p.shader, "enabled": p.enabled} for p in m.preset.passes],
             "path": str(m.path), "state": m.state}
            for m in made
        ],
        "notices": [{"path": n.where.path, "line": n.where.line, "message": n.message} for n in notices],
    }  # fmt: skip
