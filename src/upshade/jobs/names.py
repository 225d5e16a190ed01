"""Which files a batch takes, and what their outputs are called."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..core.paths import real
from ..errors import BadInput, NotFound, OutputError, UpshadeError, Where, nearest
from ..media.folder import is_media, natural
from ..media.patterns import is_pattern, parse

FIELDS = {
    "name": "the input's name without its ending",
    "ext": "that ending",
    "folder": "the input's folder, from the one that was given on down",
    "number": "the input's place among all, from 1, with zeros in front",
    "width": "of the output, in pixels",
    "height": "of the output, in pixels",
    "codec": "of the output",
    "preset": "its name",
}
"""What a template may hold in braces."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input. `folder` is what {folder} means; `problem`: why what was given led to no file."""

    path: str
    folder: str = ""
    problem: UpshadeError | None = None

    @property
    def key(self) -> str:
        """Equal for all names of one file."""
        return key(self.path)

    @property
    def name(self) -> str:
        """Without folder and ending; of a sequence without its number."""
        pattern = parse(self.path)
        if pattern is None or not is_pattern(self.path):
            return Path(self.path).stem
        return pattern.stem or Path(self.folder).name


def key(path: str | os.PathLike[str]) -> str:
    """Equal for all names of one file, whether it is there or not."""
    return os.path.normcase(real(path))


def several(text: str) -> bool:
    """A folder or a pattern, which may lead to more than one file."""
    return os.path.isdir(text) or (not os.path.lexists(text) and glob.has_magic(text))


def find(text: str, *, recursive: bool = False, base: str | os.PathLike[str] = "") -> list[Found]:
    """The files that a word leads to (relative to `base`), in natural order.

    A folder: the videos and pictures in it, with `recursive` in its folders too; what is hidden, and what renders
    under way keep, is left out. A pattern (`*.mkv`, `**/*.mkv`) that the shell left alone: what fits. Else the file.
    Where nothing is found, one entry that says so.
    """
    path = os.path.join(base, os.path.expanduser(text) if text.startswith(f"~{os.sep}") else text)
    if os.path.isdir(path):
        return _in_folder(path, recursive)
    if os.path.lexists(path) or not glob.has_magic(text) or "\0" in path:
        return [Found(path, _parent(path))]
    fitting = _fitting(text, str(base))
    if not fitting:
        return [Found(path, problem=NotFound("no file fits this pattern", Where(path)))]
    return [Found(one, _parent(one)) for one in sorted(fitting, key=natural)]


def _in_folder(folder: str, recursive: bool) -> list[Found]:
    found: list[Found] = []
    failed: list[OSError] = []
    given = os.path.basename(os.path.abspath(folder))
    for here, below, files in os.walk(folder, onerror=failed.append):
        below[:] = [name for name in below if recursive and not name.startswith(".") and not name.endswith(".upshade")]
        inside = os.path.normpath(os.path.join(given, os.path.relpath(here, folder)))
        here = "" if here == "." else here.removeprefix("./") if folder == "." else here
        paths = (os.path.join(here, name) for name in files if is_media(name) and not name.startswith("."))
        found += [Found(path, inside) for path in paths if os.path.isfile(path)]
    found.sort(key=lambda one: natural(one.path))
    for error in failed:
        problem = NotFound(f"cannot be looked into: {error.strerror or error}", Where(str(error.filename)))
        found.append(Found(str(error.filename), problem=problem))
    if not found:
        found.append(Found(folder, problem=NotFound("no video or picture lies in this folder", Where(folder))))
    return found


def _fitting(pattern: str, base: str) -> list[str]:
    ending = Path(pattern).suffix
    named = bool(ending) and not glob.has_magic(ending)
    # [Group] in a file's name is rarely meant as a set of letters, so it is tried as it is when nothing fits.
    for tried in (pattern, re.sub(r"\[", "[[]", pattern)):
        paths = glob.glob(os.path.join(glob.escape(base), tried) if base else tried, recursive=True)
        found = [path for path in paths if os.path.isfile(path) and (named or is_media(path))]
        if found:
            return found
    return []


def _parent(path: str) -> str:
    return os.path.basename(os.path.dirname(os.path.abspath(path)))


class Template:
    """How outputs are called: text with fields in braces; `{{` and `}}` are braces themselves. BadInput for what is
    none, with the nearest field."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = list(_parts(text))
        self.fields = frozenset(part for is_field, part in self.parts if is_field)
        plain = "".join(part for is_field, part in self.parts if not is_field)
        self._folder = text.endswith(("/", os.sep)) or (not self.fields and os.path.isdir(self._home(plain)))

    @property
    def wants_size(self) -> bool:
        return not self.fields.isdisjoint(("width", "height"))

    @property
    def is_folder(self) -> bool:
        """It ends in a slash, or is a folder: outputs get their inputs' names in it."""
        return self._folder

    @property
    def ends_open(self) -> bool:
        """The ending is that of a field."""
        return not self._folder and self.parts[-1][0]

    def fill(self, values: Mapping[str, object], ending: str) -> str:
        """The output for these values of the fields; `ending` is used where only a folder is given."""
        text = self._home("".join(str(values[part]) if is_field else part for is_field, part in self.parts))
        if self._folder:
            text = os.path.join(text, f"{values['name']}{ending}")
        return str(Path(text))  # which leaves `..` alone: behind a link it is another folder

    @staticmethod
    def _home(text: str) -> str:
        """A shell leaves `~/` alone in quotes, and templates are quoted."""
        return os.path.expanduser(text) if text.startswith("~/") else text


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Pairs of: is it a field, and its name or the text as it is."""
    if not text.strip() or "\0" in text:
        raise BadInput("the template of the outputs is empty")
    for found in re.finditer(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+", text):
        word = found[0]
        if found[1] is not None:
            name = found[1]
            if name not in FIELDS:
                hint = nearest(name, FIELDS) or f"; known: {', '.join(FIELDS)}"
                raise BadInput(f"'{text[:200]}': no field '{{{name[:40]}}}'{hint}")
            yield True, name
        elif word in ("{", "}"):
            raise BadInput(f"'{text[:200]}': a single '{word}'; fields are written {{name}}, braces {{{{ and }}}}")
        else:
            yield False, word[0] if word in ("{{", "}}") else word


class Folders:
    """Those that outputs need."""

    def __init__(self) -> None:
        self._made: list[str] = []

    def make(self, output: str) -> None:
        """The folder of an output, where it is missing. OutputError."""
        folder = os.path.dirname(os.path.abspath(output))
        missing: list[str] = []
        while not os.path.isdir(folder) and folder != os.path.dirname(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for one in reversed(missing):
            try:
                os.mkdir(one)
            except OSError as error:
                if os.path.isdir(one):
                    continue  # another program was faster
                raise OutputError(f"this folder cannot be made: {error.strerror or error}", Where(one)) from None
            self._made.append(one)

    def tidy(self) -> None:
        """Those that nothing came into go again."""
        for folder in reversed(self._made):
            with suppress(OSError):
                os.rmdir(folder)  # refused where there is something in it
