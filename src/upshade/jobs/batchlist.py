"""A list of files in TOML: what is rendered, and what is different for which file.

    output = "out/{name}.{height}p.mkv"     # keys at the top are meant for all files
    codec = "hevc"

    [[file]]
    input = "shows"                         # a folder, a pattern or a file
    recursive = true

    [[file]]
    input = "shows/03.mkv"
    crf = 12
    set = { "push.strength" = 0.3 }

Keys are the options' names. Paths are relative to the list's folder. What is said of a file again changes what was
said of it before; with an output of its own it is rendered once more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core import document, library
from ..core.document import Document
from ..errors import BadInput, Where
from . import settings
from .settings import READERS, Given

MAX_FILES = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """Files, and what was said of them. `input` as `names.find` takes it, relative to `base`; `own`: the options given
    for these files alone, `given` those for all. `output`: a template for these files alone (None: the batch's).
    `where`: the place of an option, or of the whole (""); None for what the list does not say."""

    input: str
    own: Given = field(default_factory=dict)
    given: Given = field(default_factory=dict)
    base: str = ""
    recursive: bool = False
    output: str | None = None
    where: Callable[[str], Where | None] = field(default=lambda option: None, compare=False)

    def says(self, option: str) -> bool:
        """Of these files alone."""
        return self.output is not None if option == "output" else option in self.own


@dataclass(frozen=True, slots=True)
class List:
    """`output`: the template at the top, None without one."""

    items: tuple[Item, ...]
    output: str | None = None


def load(path: str | Path, given: Given) -> List:
    """The list at `path`. `given`, what a command says, goes before what the list says for all files, and behind what
    it says for one.

    Raises NotFound; BadInput with file:line, and the nearest key where one is unknown.
    """
    path = Path(path)
    return loads(document.read(path, "list", BadInput), path, given)


def loads(text: str, path: Path, given: Given) -> List:
    doc = Document(path, text, "list", BadInput)
    shared = ("output", "recursive", *READERS)
    doc.known(doc.data, ("file", *shared), "")
    tables = doc.tables("file")
    if not tables:
        raise doc.error('no [[file]] in it: a table with input = "NAME" for each file, folder or pattern', "")
    if len(tables) > MAX_FILES:
        raise doc.error(f"more than {MAX_FILES} tables; a folder or a pattern is one", "file")
    top = {name: value for name, value in doc.data.items() if name != "file"}
    given = settings.merge(_read(doc, top, ""), given)
    return List(
        tuple(_item(doc, table, i, shared, given, top) for i, table in enumerate(tables)), _output(doc, top, "")
    )


def _item(
    doc: Document, table: dict[str, Any], index: int, shared: tuple[str, ...], given: Given, top: Mapping[str, Any]
) -> Item:
    prefix = f"file[{index}]."
    doc.known(table, ("input", *shared), prefix)
    name = doc.string(table, "input", prefix)
    if not name or "\0" in name:
        raise doc.error('this file has no input: input = "NAME" is needed', prefix)
    options = {key: value for key, value in table.items() if key != "input"}
    recursive = {**top, **table}

    def where(option: str) -> Where | None:
        if option and option not in table:
            return doc.where(option) if option in top else None
        return doc.where(prefix + option)

    return Item(
        name, _read(doc, options, prefix), given, _folder(doc),
        doc.flag(recursive, "recursive", prefix if "recursive" in table else "") if "recursive" in recursive else False,
        _output(doc, table, prefix), where,
    )  # fmt: skip


def _read(doc: Document, table: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The options of a table; those that name files lead to them from wherever they are used."""
    made: dict[str, Any] = {}
    for name, value in table.items():
        if name not in READERS:
            continue
        try:
            read = settings.read(name, value)
        except BadInput as error:
            raise BadInput(error.message, doc.where(prefix + name)) from None
        if name in ("recipe", "burn-in") and not (name == "burn-in" and read.isdigit()):
            read = _beside(doc, read)
        elif name == "preset" and library.looks_like_path(read, "presets"):
            read = _file(doc, read)
        elif name == "shaders":
            read = tuple(_file(doc, one) if library.looks_like_path(one) else one for one in read)
        made[name] = read
    return made


def _output(doc: Document, table: Mapping[str, Any], prefix: str) -> str | None:
    if "output" not in table:
        return None
    text = doc.string(table, "output", prefix)
    if not text:
        raise doc.error('output must be text: output = "…"', prefix + "output")
    # The folder's own name is no template.
    folder = _folder(doc).replace("{", "{{").replace("}", "}}")
    return text if text.startswith("~/") else os.path.join(folder, text)


def _beside(doc: Document, name: str) -> str:
    return os.path.join(_folder(doc), os.path.expanduser(name))


def _file(doc: Document, name: str) -> str:
    """What is a path stays one: `./x` beside the list may become `x`, which is a name."""
    return os.path.abspath(_beside(doc, name))


def _folder(doc: Document) -> str:
    return "" if doc.path.parent == Path() else str(doc.path.parent)
