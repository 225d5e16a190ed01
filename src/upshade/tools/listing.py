"""What there is (`list`), and a chain as one file (`export`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core import chain, library, preset
from ..errors import BadInput, OutputError, UpshadeError, nearest
from ..media.files import Pending
from .export import export
from .printing import print_json, row, show, table

_KINDS = ("presets", "shaders")


def print_list(out: Console, what: str, json: bool) -> None:
    """Presets and shaders with title, description and origin; `what` is "presets", "shaders" or "" for both.
    A file that cannot be read is listed with its error. BadInput for another word."""
    if what and what not in _KINDS:
        raise BadInput(f"there is no list of '{what[:40]}'{nearest(what, _KINDS) or '; there are presets and shaders'}")
    kinds = [what] if what else list(_KINDS)
    found = {kind: _presets() if kind == "presets" else _shaders() for kind in kinds}
    if json:
        print_json(out, found)
        return
    for kind in kinds:
        # Where an entry comes from is worth a column only if some are not upshade's own.
        keys = ["name", "group", "title", "description", "origin"]
        if kind == "presets":
            keys.remove("group")
        if all(entry["origin"] == "project" for entry in found[kind]):
            keys.remove("origin")
        lines = table(*("from" if key == "origin" else key for key in keys), title=kind)
        for entry in found[kind]:
            row(lines, *(entry[key] for key in keys), style="red" if entry["error"] else None)
        show(out, lines)
        for entry in found[kind]:
            if entry["error"]:
                show(out, entry["error"], style="red")
        if kind != kinds[-1]:
            show(out, "")


def _presets() -> list[dict[str, Any]]:
    made = []
    for entry in sorted(library.presets(), key=lambda e: e.name != preset.DEFAULT):
        about = {"name": entry.name, "title": "", "description": "", "origin": entry.origin, "path": str(entry.path)}
        try:
            loaded = preset.load(entry.path)
            first = "The default. " if entry.name == preset.DEFAULT else ""
            about |= {"title": loaded.title, "description": first + loaded.description, "error": ""}
        except UpshadeError as error:
            about |= {"description": "cannot be used, see below", "error": str(error)}
        made.append(about)
    return made


def _gist(text: str) -> str:
    """The first clause: a table has no room for more."""
    return re.split(r"[.:;](?:\s|$)", text, maxsplit=1)[0]


def _shaders() -> list[dict[str, Any]]:
    made = []
    for entry in library.shaders():
        about = {"name": entry.name, "title": "", "group": "", "description": "", "origin": entry.origin,
                 "path": str(entry.path)}  # fmt: skip
        try:
            shader = chain.load_shader(str(entry.path))
            about |= {"title": shader.meta.get("title", ""), "group": shader.meta.get("group", ""),
                      "description": _gist(shader.description), "error": ""}  # fmt: skip
        except UpshadeError as error:
            about |= {"description": "cannot be used, see below", "error": str(error)}
        made.append(about)
    return made


def export_preset(
    out: Console, name: str, shaders: Sequence[str], path: Path, sets: Sequence[str], keep_params: bool,
    overwrite: bool,
) -> None:  # fmt: skip
    """The preset's chain, `shaders` behind it, as one shader file at `path`, put under its name when complete.
    OutputError: it exists (and `overwrite` is not given) or cannot be written; what `chain` and `export` raise."""
    loaded = preset.load(name)
    entries, values = chain.chain(loaded, shaders)
    values = chain.apply_sets(entries, values, sets)
    made = export(entries, values, keep_params, loaded.title, loaded.output)
    files = tuple(str(p) for p in (loaded.path, *(e.shader.path for e in entries)) if p)
    pending = Pending(path, overwrite=overwrite, inputs=files)
    try:
        pending.part.write_text(made.text, encoding="utf-8")
        pending.commit()
    except BaseException as error:
        pending.discard()
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise pending.failed(error) from None
        raise
    count = sum(e.enabled for e in entries)
    show(out, f"{path}: {count} shader{'s' * (count != 1)}, {made.passes} pass{'es' * (made.passes != 1)}")
    for notice in made.notices:
        show(out, notice)
