"""Names -> files: shaders, presets, built-in functions, the clip that ships.

A name is a file's place under a `shaders/` or `presets/` folder without its ending: `anime4k/push`, `anime`; its last
part alone is enough where only one file has it. Looked up in the user's folder first, then in upshade's own. Anything
that looks like a path (`./x.glsl`, `~/x.toml`, `x.hook`) is one, relative to `base`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs

from ..errors import BadInput, NotFound, Where, nearest
from . import paths

Origin = Literal["project", "user", "path"]

_PACKAGE = Path(__file__).resolve().parent.parent
_ENDINGS = {"shaders": (".glsl", ".hook"), "presets": (".toml",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that has a name. `origin`: "project" (came with upshade), "user" (their folder) or "path"."""

    name: str
    path: Path
    origin: Origin


def shaders() -> list[Entry]:
    """Every shader with a name, the user's first, each folder in alphabetical order; built-in functions are none."""
    return _entries("shaders")


def presets() -> list[Entry]:
    """Every preset with a name, the user's first, each folder in alphabetical order."""
    return _entries("presets")


def find_shader(name: str, base: Path | None = None) -> Path:
    """The file of a shader. Raises NotFound with the nearest name; BadInput where a short name fits several."""
    return _find("shaders", "shader", name, base).path


def find_preset(name: str, base: Path | None = None, skip: Path | None = None) -> Path:
    """The file of a preset, never the file `skip`: so a user's `anime.toml` can extend the `anime` it stands before.

    Raises NotFound with the nearest name; BadInput where a short name fits several.
    """
    return _find("presets", "preset", name, base, skip).path


def shader_name(path: Path) -> str:
    """How presets call the shader file `path`: its name where that leads back to it, else the path itself."""
    return _name("shaders", path)


def preset_name(path: Path) -> str:
    """How commands call the preset file `path`: its name where that leads back to it, else the path itself."""
    return _name("presets", path)


def user_folder() -> Path:
    """The user's own folder: `shaders/` and `presets/` in it are searched. It need not exist. Raises NotFound for a
    user without a home."""
    try:
        return platformdirs.user_config_path("upshade", appauthor=False).expanduser()
    except RuntimeError:
        raise NotFound("there is no home folder: HOME is not set, and the system knows of none") from None


def new_preset(title: str) -> Path:
    """Where a new preset with this title goes: in the user's folder, under a name that no preset has yet."""
    folder = user_folder() / "presets"
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", title).lower()).strip("-_")
    # A file name has at most 255 bytes, some of which a temporary file beside it needs.
    stem = words.encode()[:100].decode(errors="ignore").strip("-_") or "preset"
    if re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", stem):
        stem += "-preset"  # devices of Windows, whatever their ending
    taken = {e.name.rpartition("/")[2].lower() for e in presets()}
    name, number = stem, 2
    while name in taken or os.path.lexists(folder / f"{name}.toml"):
        name, number = f"{stem}-{number}", number + 1
    return folder / f"{name}.toml"


def ships(path: Path) -> bool:
    """Whether `path` lies among the shaders or presets that came with upshade: not the user's to write to."""
    where = paths.real(paths.absolute(path))
    return any(where.is_relative_to(paths.real(_home(kind))) for kind in _ENDINGS)


def demo_clip() -> Path:
    """The clip that comes with the package. Raises NotFound in a broken installation."""
    path = _PACKAGE / "data" / "demo.mkv"
    if not path.is_file():
        raise NotFound(f"the demo clip is missing at {path}; install upshade again")
    return path


@cache
def builtin(name: str) -> str:
    """Text of `shaders/builtin/<name>.glsl`, read once. Raises NotFound with the nearest name."""
    folder = _home("shaders") / "builtin"
    try:
        return (folder / f"{name}.glsl").read_text("utf-8")
    except OSError:
        known = (p.stem for p in folder.glob("*.glsl"))
        raise NotFound(f"no built-in function '{name}'{nearest(name, known)}") from None


def looks_like_path(name: str, kind: Literal["shaders", "presets"] = "shaders") -> bool:
    """Whether `name` is meant as a file: it is absolute, begins with `.` or `~`, or has the ending of its kind."""
    return name.startswith((".", "~", "/")) or Path(name).is_absolute() or name.lower().endswith(_ENDINGS[kind])


@cache
def _home(kind: str) -> Path:
    """Where `shaders` or `presets` lies: beside `src/` in a checkout or editable install, in the package in a wheel.

    The checkout comes first: an editable install leaves copies beside the package that go stale.
    """
    checkout = _PACKAGE.parent.parent
    if _PACKAGE.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return checkout / kind
    return _PACKAGE / kind


def _entries(kind: str) -> list[Entry]:
    found: list[Entry] = []
    places: list[tuple[Path, Origin]] = [(_home(kind), "project")]
    with suppress(NotFound):
        places.insert(0, (user_folder() / kind, "user"))
    for folder, origin in places:
        for path in sorted(_files(folder, _ENDINGS[kind]), key=lambda path: path.with_suffix("")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            if not (origin == "project" and name.startswith("builtin/")):
                found.append(Entry(name, path, origin))
    return found


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    found = (
        Path(at, name) for at, _, names in os.walk(folder) for name in names if Path(name).suffix.lower() in endings
    )
    return (path for path in found if _is_file(path))


def _find(
    kind: Literal["shaders", "presets"], noun: str, name: str, base: Path | None, skip: Path | None = None
) -> Entry:
    if looks_like_path(name, kind):
        return _path_entry(noun, name, base)
    entries = [e for e in _entries(kind) if skip is None or paths.real(e.path) != paths.real(skip)]
    for entry in entries:
        if entry.name == name:
            return entry
    short = [e for e in entries if e.name.rpartition("/")[2] == name]
    names = sorted({e.name for e in short})
    if len(names) > 1:
        raise BadInput(f"'{name}' could be any of these {noun}s: {', '.join(names)}")
    if short:
        return short[0]
    if _is_file((base or Path()) / name):
        return _path_entry(noun, name, base)
    if os.path.isdir((base or Path()) / name):
        raise NotFound(f"'{name}' is a folder, not a {noun} file")
    raise NotFound(f"no {noun} called '{name}'{_hint(name, entries)}")


def _hint(name: str, entries: list[Entry]) -> str:
    """The nearest name; one whose last part is near (`psuh` for `anime4k/push`) counts as much."""
    if hint := nearest(name, (e.name for e in entries)):
        return hint
    last = {e.name.rpartition("/")[2]: e.name for e in entries}
    hint = nearest(name.rpartition("/")[2], last)
    for part, full in last.items():
        if hint.endswith(f"'{part}'?"):
            return f"; did you mean '{full}'?"
    return f"; there are: {', '.join(e.name for e in entries)}" if 0 < len(entries) <= 8 else ""


def _path_entry(noun: str, name: str, base: Path | None) -> Entry:
    path = (base or Path()) / paths.expand(name)
    if not _is_file(path):
        if os.path.isdir(path):
            raise NotFound(f"{path} is a folder, not a {noun} file")
        raise NotFound(f"no {noun} file at {path}")
    if noun == "preset" and path.suffix.lower() in _ENDINGS["shaders"]:
        raise BadInput("is a shader file, not a preset (.toml)", Where(str(path)))
    return Entry(str(path), path, "path")


def _is_file(path: Path) -> bool:
    """False too for what cannot be a path, or looked at (Path.is_file raises)."""
    return os.path.isfile(path)


def _name(kind: Literal["shaders", "presets"], path: Path) -> str:
    target = paths.real(path)
    seen: set[str] = set()
    for entry in _entries(kind):
        if entry.name not in seen and paths.real(entry.path) == target:
            return entry.name
        seen.add(entry.name)
    return str(path)
