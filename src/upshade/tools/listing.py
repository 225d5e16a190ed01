"""What there is (`list`), what is in it (`show`), and a chain as one file (`export`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core import chain, library, preset
from ..core.param import Kind, Param, Value
from ..core.shader import HookPass, Shader
from ..core.steps import ChainEntry
from ..errors import BadInput, NotFound, OutputError, UpshadeError, nearest
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


def print_show(out: Console, name: str, json: bool) -> None:
    """A preset's ordered chain, or one shader: passes with the points where they run, parameters with the value in
    force. NotFound with the nearest name of either kind; whatever loading raises."""
    about = _preset(name) if _is_preset(name) else _shader(name)
    if json:
        print_json(out, about)
    else:
        _print(out, about)


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
    size = [f"{output.scale:g}x the source"] if output.scale else []
    if output.width or output.height:
        size = [f"{output.width or 'auto'}x{output.height or 'auto'}"]
    return {
        "kind": "preset", "name": name, "path": str(loaded.path), "title": loaded.title,
        "description": loaded.description, "extends": loaded.extends,
        "output": {"size": size[0] if size else "the source's", "resize": output.resize, "shrink": output.shrink,
                   "chroma": output.chroma, "precision": output.precision, "dither": output.dither},
        "chain": [_entry(e, values[e.label]) for e in entries],
    }  # fmt: skip


def _shader(name: str) -> dict[str, Any]:
    shader = chain.load_shader(name)
    entry = ChainEntry(shader.name.rpartition("/")[2].removesuffix(".glsl").removesuffix(".hook"), shader)
    return {"kind": "shader", "name": shader.name, "path": shader.path, "title": shader.meta.get("title", ""),
            "description": shader.description, "source": shader.meta.get("source", ""),
            "license": shader.meta.get("license", ""),
            "group": shader.meta.get("group", ""),
            "chain": [_entry(entry, {p.name: p.default for p in shader.params})]}  # fmt: skip


def _entry(entry: ChainEntry, values: dict[str, Value]) -> dict[str, Any]:
    shader: Shader = entry.shader
    return {"label": entry.label, "shader": shader.name, "title": shader.meta.get("title", ""),
            "enabled": entry.enabled, "passes": [_pass(p) for p in shader.passes],
            "params": [_param(p, values[p.name]) for p in shader.params]}  # fmt: skip


def _pass(hook: HookPass) -> dict[str, Any]:
    return {"title": hook.desc, "stages": list(hook.hooks), "saves": hook.save, "when": hook.when and hook.when.text,
            "line": hook.line, "refused": hook.refused}  # fmt: skip


def _param(param: Param, value: Value) -> dict[str, Any]:
    low, high = param.minimum, param.maximum
    return {"name": param.name, "type": "enum" if param.enum else param.glsl_type, "value": param.format(value),
            "default": param.format(param.default), "changed": value != param.default,
            "minimum": low if not param.enum else None, "maximum": high if not param.enum else None,
            "values": list(param.enum), "description": param.desc, "line": param.line,
            "compiled": param.compiled or param.kind is Kind.DEFINE}  # fmt: skip


def _print(out: Console, about: dict[str, Any]) -> None:
    show(out, f"{about['name']}: {about['title']}" if about["title"] else about["name"], style="bold")
    if about["description"]:
        show(out, about["description"])
    if about.get("source"):
        show(out, f"source: {about['source']}")
    if about["kind"] == "preset":
        o = about["output"]
        show(out, f"size {o['size']}; resize {o['resize']}, shrink {o['shrink']}, chroma {o['chroma']}, "
                  f"precision {o['precision']}, dither {'on' if o['dither'] else 'off'}")  # fmt: skip
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
            when = f"never here: {p['refused']}" if p["refused"] else p["when"] or "always"
            row(passes, " ".join(p["stages"]), p["title"] + (f" (saves {p['saves']})" if p["saves"] else ""), when)
        show(out, passes)
        if entry["params"]:
            show(out, "")
            show(out, _params(entry["params"]))
            if any(p["changed"] for p in entry["params"]):
                show(out, "* differs from the default")


def _params(params: Sequence[dict[str, Any]]) -> Any:
    made = table("parameter", "value", "default", "bounds", "description", right=("value", "default"))
    for p in params:
        value = p["value"] + ("*" if p["changed"] else " ")
        row(made, p["name"], value, p["default"], _bounds(p), p["description"], style="cyan" if p["changed"] else None)
    return made


def _bounds(p: dict[str, Any]) -> str:
    if p["values"]:
        return " | ".join(p["values"])
    low, high = p["minimum"], p["maximum"]
    if low is None and high is None:
        return "any"
    ends = f"{low:g} to {high:g}" if None not in (low, high) else f"from {low:g}" if high is None else f"to {high:g}"
    return ends + (", whole" if p["type"] != "float" else "")


def export_preset(out: Console, name: str, path: Path, sets: Sequence[str], keep_params: bool, overwrite: bool) -> None:
    """The preset's chain as one shader file at `path`, put under its name when complete. OutputError: it exists (and
    `overwrite` is not given) or cannot be written; what `chain` and `export` raise."""
    loaded = preset.load(name)
    entries, values = chain.chain(loaded)
    values = chain.apply_sets(entries, values, sets)
    text = export(entries, values, keep_params, loaded.title)
    files = tuple(str(p) for p in (loaded.path, *(e.shader.path for e in entries)) if p)
    pending = Pending(path, overwrite=overwrite, inputs=files)
    try:
        pending.part.write_text(text, encoding="utf-8")
        pending.commit()
    except BaseException as error:
        pending.discard()
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise pending.failed(error) from None
        raise
    passes = text.count("//!HOOK ")
    show(out, f"{path}: {len([e for e in entries if e.enabled])} shader{'s' * (len(entries) != 1)}, "
              f"{passes} hook point{'s' * (passes != 1)}")  # fmt: skip
