"""What is in a preset, a shader, or a file that was rendered (`show`)."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core import chain, library, preset
from ..core.steps import ChainEntry
from ..errors import NotFound, nearest
from ..media import codecs
from .chaintable import describe, options_text, print_params
from .printing import print_json, row, show, table
from .show_recipe import print_recipe


def print_show(out: Console, name: str, json: bool) -> None:
    """A preset's ordered chain, or one shader: passes with the points where they run, parameters with the value in
    force. Or the recipe of a file that was rendered. NotFound with the nearest name of either kind; whatever loading
    raises."""
    if _is_rendered(name):
        print_recipe(out, name, json)
        return
    about = _preset(name) if _is_preset(name) else _shader(name)
    if json:
        print_json(out, about)
    else:
        _print(out, about)


def _is_rendered(name: str) -> bool:
    """Whether `name` means a video, a picture or a recipe, by its ending; other files by their first bytes, because
    shaders and presets are text."""
    suffix = Path(name).suffix.lower()
    if suffix in (*codecs.CONTAINERS, *codecs.STILLS, ".json"):
        return True
    if suffix in (".glsl", ".hook", ".toml") or not os.path.isfile(name):
        return False
    try:
        with open(name, "rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False


def _is_preset(name: str) -> bool:
    """Whether `name` means a preset; a preset goes before a shader of the same name."""
    if library.looks_like_path(name, "shaders") and not name.lower().endswith(".toml"):
        return False
    try:
        library.find_preset(name)
        return True
    except NotFound:
        if name.lower().endswith(".toml"):
            raise
    try:
        library.find_shader(name)
        return False
    except NotFound:
        names = [e.name for e in (*library.presets(), *library.shaders())]
        last = {n.rpartition("/")[2]: n for n in names}
        hint = nearest(name, names) or nearest(name.rpartition("/")[2], last)
        raise NotFound(f"no preset or shader called '{name[:60]}'{hint or '; `upshade list` has all names'}") from None


def _preset(name: str) -> dict[str, Any]:
    loaded = preset.load(name)
    entries, values = chain.chain(loaded)
    output = loaded.output
    return {
        "kind": "preset", "name": name, "path": str(loaded.path), "title": loaded.title,
        "description": loaded.description, "extends": loaded.extends,
        "output": {"size": output.size_text, **asdict(output.options)},
        "chain": [describe(e, values[e.label]) for e in entries],
    }  # fmt: skip


def _shader(name: str) -> dict[str, Any]:
    shader = chain.load_shader(name)
    entry = ChainEntry(shader.name.rpartition("/")[2].removesuffix(".glsl").removesuffix(".hook"), shader)
    return {"kind": "shader", "name": shader.name, "path": shader.path, "title": shader.meta.get("title", ""),
            "description": shader.description, "source": shader.meta.get("source", ""),
            "license": shader.meta.get("license", ""),
            "group": shader.meta.get("group", ""),
            "chain": [describe(entry, {p.name: p.default for p in shader.params})]}  # fmt: skip


def _print(out: Console, about: dict[str, Any]) -> None:
    show(out, f"{about['name']}: {about['title']}" if about["title"] else about["name"], style="bold")
    if about["description"]:
        show(out, about["description"])
    if about.get("source"):
        show(out, f"source: {about['source']}")
    if about["kind"] == "preset":
        o = about["output"]
        show(out, f"size {o['size']}; {options_text(o)}")
    show(out, about["path"])
    if not about["chain"]:
        show(out, "\nno shaders: the plain resize alone")
    for number, entry in enumerate(about["chain"], 1):
        show(out, "")
        off = "" if entry["enabled"] else ", switched off"
        place = f"{number}  {entry['label']} ({entry['title'] or entry['shader']}){off}"
        show(out, place if about["kind"] == "preset" else "passes", style="bold")
        passes = table("stage", "pass", "runs when")
        for p in entry["passes"]:
            when = f"never here: {p['refused']}" if p["refused"] else p["condition"] or "always"
            row(passes, " ".join(p["stages"]), p["title"] + (f" (saves {p['saves']})" if p["saves"] else ""), when)
        show(out, passes)
        if entry["params"]:
            show(out, "")
            print_params(out, entry)
