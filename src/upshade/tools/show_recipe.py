"""The recipe of a file that was rendered, for people."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import Any

from rich.console import Console

from ..errors import one_line
from ..jobs.recipe import File, Recipe, read
from .chaintable import describe, options_text, print_params
from .printing import row, show, table


def print_recipe(out: Console, path: str, json: bool) -> None:
    """What the file at `path` was made of, and the command that does the same to another; `json`: the recipe itself.

    NotFound, MediaError; BadInput where there is no recipe in it, or a broken one.
    """
    recipe = read(path)
    if json:
        out.out(recipe.text(), end="", highlight=False)
        return
    show(out, one_line(path), style="bold")
    facts = table("", "")
    facts.show_header = False
    for name, value in _facts(recipe):
        row(facts, name, one_line(value))
    show(out, facts)
    loaded = recipe.loaded()
    if not loaded.entries:
        show(out, "\nno shaders: the plain resize alone")
    for number, entry in enumerate(loaded.entries, 1):
        about = _shown(describe(entry, loaded.values[entry.label]))
        off = "" if entry.enabled else ", switched off"
        show(out, f"\n{number}  {about['label']} ({about['title'] or about['shader']}){off}", style="bold")
        print_params(out, about, brief=True)
    show(out, "\nthe same for another source:")
    show(out, "  " + _command(recipe, path))


def _facts(recipe: Recipe) -> list[tuple[str, str]]:
    options = ", ".join(f"{name} {value}" for name, value in sorted(recipe.encoder_options.items()))
    by = f" by {recipe.encoder}" if recipe.encoder not in ("", recipe.codec) else ""
    facts = [
        ("source", _file(recipe.source)),
        ("  sha256", recipe.source.sha256 or ""),
        ("range", _range(recipe)),
        ("before", {"none": "", "auto": "whatever it needs"}.get(recipe.pre, recipe.pre)),
        ("rate", "" if recipe.rate is None else f"{recipe.rate} pictures a second"),
        ("size", recipe.output.size_text),
        ("  with", options_text(asdict(recipe.output))),
        ("subtitles", _subtitles(recipe)),
        ("encoded", f"{recipe.codec}{by}" + (f", {recipe.pixel_format}" if recipe.pixel_format else "")),
        ("  with", options),
        ("made by", f"upshade {recipe.upshade}, libavcodec {recipe.libavcodec}"),
        ("drawn by", recipe.driver),
        ("failures", "shaders that fail are left out" if recipe.keep_going else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _file(file: File) -> str:
    return file.name if file.bytes is None else f"{file.name}, {file.bytes:,} bytes"


def _range(recipe: Recipe) -> str:
    if recipe.start is None and recipe.duration is None:
        return ""
    length = "to the end" if recipe.duration is None else f"for {recipe.duration:g} s"
    return f"from {recipe.start or 0:g} s {length}"


def _subtitles(recipe: Recipe) -> str:
    if recipe.subtitles is not None:
        return f"burnt in from {_file(recipe.subtitles)}"
    return f"track {recipe.burn_in} burnt in" if recipe.burn_in else ""


def _command(recipe: Recipe, path: str) -> str:
    burn_in = "" if recipe.subtitles is None else " --burn-in FILE"
    return f"upshade render --recipe {shlex.quote(path)}{burn_in} NEW OUT"


def _shown(value: Any) -> Any:
    """Texts of a stranger's shader, with nothing in them that a terminal would obey."""
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return one_line(value) if isinstance(value, str) else value
